"""Completing: what may follow on a command line that is half typed, for bash, zsh and fish.

In: the line as it was typed, quotes and all, up to the cursor. Out: on the first line what the shell is to do (`words`,
`nospace`: put no space behind, `files`, `dirs`), then one way to go on a line, with what it means behind a tabulator.

Words of a query, values and keys come from the index without click or any command being loaded; names of commands and
options are click's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from searcher.library import Index

_MOST = 20
_INDEX = "index"
# In which commands a word that is no option is part of a query, and in which the key of an article.
_QUERIES = frozenset({"search", "browse", "facets", "timeline", "analyze"})
_KEYS = frozenset({"show"})
# Options that take a value of a field.
_VALUES = {
    "--source": "source",
    "--place": "lieu",
    "--lang": "langue",
    "--agency": "agence",
    "--author": "auteur",
}
_WORDBREAKS = re.compile(r".*[:=]")
_SPECIAL = re.compile(r"([\s\"'\\$`&|;<>()*?\[\]{}!#~])")
_SPECIAL_IN_QUOTES = re.compile(r'(["\\$`])')


@dataclass(frozen=True, slots=True)
class Typed:
    """A command line up to the cursor, as a shell reads it."""

    words: tuple[str, ...]  # before the last one, without their quotes; the first is the command itself
    last: str  # empty after a space
    quote: str  # that is still open: `"`, `'`, or empty


@dataclass(frozen=True, slots=True)
class Ways:
    """How a word may go on."""

    values: Sequence[tuple[str, str]]  # each with what it means
    action: str = "words"


def answer(shell: str) -> int:
    """Answer the script of a shell on standard output. Never an error: a shell would print it into the line."""
    with suppress(Exception):
        typed = read_line(os.environ.get("COMP_LINE", ""))
        ways = complete(typed)
        spell = _spell_for_bash if shell == "bash" else _spell
        lines = [ways.action, *(spell(value, meaning, typed) for value, meaning in ways.values)]
        os.write(1, "\n".join((*lines, "")).encode(errors="replace"))
    return 0


def complete(typed: Typed) -> Ways:
    """Say how a line may go on."""
    _, *words = typed.words
    last, before = typed.last, words[-1] if words else ""
    if before in _VALUES:
        return _from_index(_folder(words), lambda index: _values(index, _VALUES[before], last))
    if not words or last.startswith("-") or (before.startswith("-") and before != "--"):
        return _ask_click(words, last)
    if words[0] in _QUERIES:
        return _from_index(_folder(words), lambda index: _queries(index, typed))
    if words[0] in _KEYS:
        return _from_index(_folder(words), lambda index: _keys(index, last))
    return _ask_click(words, last)


def read_line(line: str) -> Typed:
    """Split a line as shells do; a quote may be open.

    >>> read_line('searcher search --index a\\\\ b "sommet d\\'Ast')
    Typed(words=('searcher', 'search', '--index', 'a b'), last="sommet d'Ast", quote='"')
    """
    words: list[str] = []
    word, quote, escaped = "", "", False
    for sign in line:
        if escaped:
            # Between double quotes it is no escape but before these.
            word += sign if not quote or sign in '"\\$`' else f"\\{sign}"
            escaped = False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif quote:
            word, quote = (word, "") if sign == quote else (word + sign, quote)
        elif sign in "\"'":
            quote = sign
        elif sign.isspace():
            words += [word] if word else []
            word = ""
        else:
            word += sign
    return Typed(tuple(words), word, quote)


# ---------------------------------------------------------------- from the index


def complete_query(folder: Path | None, incomplete: str) -> list[CompletionItem]:
    """What click asks an argument for that is a query, where an option without a value stands before it."""
    from click.shell_completion import CompletionItem

    ways = _from_index(folder or _folder(()), lambda index: _queries(index, Typed((), incomplete, "")))
    return [CompletionItem(value, help=meaning) for value, meaning in ways.values]


def _from_index(folder: Path, ask: Callable[[Index], Ways]) -> Ways:
    from searcher.library import open_index

    with open_index(folder) as index:
        return ask(index)


def _folder(words: Sequence[str]) -> Path:
    """The folder of the index that a command line names."""
    for word, following in zip(words, (*words[1:], ""), strict=False):
        if word == "--index" and following:
            return Path(following).expanduser()
        if word.startswith("--index="):
            return Path(word.partition("=")[2]).expanduser()
    return Path(os.environ.get("SEARCHER_INDEX") or _INDEX)


def _queries(index: Index, typed: Typed) -> Ways:
    found = index.complete(typed.last, limit=_MOST)
    # Behind a word of a query that is in quotes comes another one, and behind a field its value.
    opened = bool(typed.quote) or any(each.query.endswith((":", "/")) for each in found)
    return Ways([(each.query, _meaning(each.articles)) for each in found], "nospace" if opened else "words")


def _keys(index: Index, last: str) -> Ways:
    return Ways([(key, "") for key in index.keys(last, limit=_MOST)])


def _values(index: Index, name: str, last: str) -> Ways:
    return Ways([(value, _meaning(count)) for value, count in index.values(name, last, limit=_MOST)])


def _meaning(articles: int) -> str:
    return f"{articles} article{'s' if articles > 1 else ''}" if articles else ""


# ---------------------------------------------------------------- from click


def _ask_click(words: Sequence[str], last: str) -> Ways:
    from click.shell_completion import ShellComplete

    from searcher.cli.running import commands

    items = ShellComplete(commands, {}, "searcher", "").get_completions(list(words), last)
    if any(item.type in ("dir", "file") for item in items):
        return Ways([], "dirs" if items[0].type == "dir" else "files")
    # `--index=ind` is one word to the shell, of which click completes the end.
    begin = last[: last.index("=") + 1] if last.startswith("-") and "=" in last else ""
    return Ways([(begin + item.value, item.help or "") for item in items])


# ---------------------------------------------------------------- for each shell


def _spell(value: str, meaning: str, typed: Typed) -> str:
    """A way to go on for zsh and fish, which put the quotes themselves."""
    value = re.sub(r"[\x00-\x1f\x7f]", " ", value)
    return f"{value}\t{' '.join(meaning.split())}" if meaning else value


def _spell_for_bash(value: str, meaning: str, typed: Typed) -> str:
    """A way to go on for bash, which puts it in the place of what follows the last `:` or `=`, or an open quote."""
    value = re.sub(r"[\x00-\x1f\x7f]", " ", value)
    if typed.quote == "'":
        return value.replace("'", r"'\''")
    if typed.quote:
        return _SPECIAL_IN_QUOTES.sub(r"\\\1", value)
    broken = _WORDBREAKS.match(typed.last)
    return _SPECIAL.sub(r"\\\1", value[broken.end() :] if broken else value)


# Each calls the program with the line up to the cursor, and does what the first line of the answer says.
SCRIPTS = {
    "bash": r"""# Completion of searcher for bash. Use it with:  eval "$(searcher completion bash)"
_searcher() {
    local line action=
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$action" ]; then action=$line; else COMPREPLY+=("$line"); fi
    done < <(_SEARCHER_COMPLETE=bash COMP_LINE="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
    case $action in
        nospace) compopt -o nospace 2>/dev/null ;;
        files) compopt -o default 2>/dev/null ;;
        dirs) compopt -o dirnames 2>/dev/null ;;
    esac
}
complete -o nosort -F _searcher searcher 2>/dev/null || complete -F _searcher searcher
""",
    "zsh": r"""#compdef searcher
# Completion of searcher for zsh. Use it with:  eval "$(searcher completion zsh)"
_searcher() {
    local action line
    local -a lines values shown
    lines=("${(@f)$(_SEARCHER_COMPLETE=zsh COMP_LINE="${(j: :)words[1,CURRENT]}" $words[1] 2>/dev/null)}")
    action=$lines[1]
    for line in "${(@)lines[2,-1]}"; do
        values+=("${line%%$'\t'*}")
        if [[ $line == *$'\t'* ]]; then
            shown+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
        else
            shown+=("$line")
        fi
    done
    case $action in
        files) _files ;;
        dirs) _files -/ ;;
        nospace) compadd -U -V searcher -l -S '' -d shown -a values ;;
        words) compadd -U -V searcher -l -d shown -a values ;;
    esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _searcher "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _searcher searcher
fi
""",
    "fish": r"""# Completion of searcher for fish. Use it with:  searcher completion fish | source
function __searcher_complete
    set -l tokens (commandline -opc)
    set -l answer (env _SEARCHER_COMPLETE=fish COMP_LINE=(commandline -cp | string collect) $tokens[1] 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path (commandline -ct)
        case dirs
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%s\n' $answer[2..]
    end
end
complete -c searcher -f -k -a '(__searcher_complete)'
""",
}
