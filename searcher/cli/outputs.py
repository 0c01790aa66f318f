"""Outputs: which form the answers of a search take, and which options each heeds.

In: the options that were typed. Out: the form that was asked for, which prints answers and says whether anything was
found; or an error, where two were asked for, or an option that it does not heed. A form is one entry of FORMS.

What each needs is imported when it is used: each way to show an answer takes as long to load as a search.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from searcher.cli.asking import Asked
from searcher.cli.linking import shows_links
from searcher.cli.options import give, give_data, give_json
from searcher.cli.telling import tell
from searcher.library import Index
from searcher.present.fields import Found
from searcher.present.page import View
from searcher.records import dataclass

if TYPE_CHECKING:
    from searcher.search import Hit, Results

_CHOSEN = "searcher.forms"  # in the context of click
_USUAL_LIMIT = 10
# So many hits may be in memory at once: what is read for them is then no more than they are.
_MOST_OF_A_PAGE = 1000
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be answered, and how much of it."""

    index: Index
    questions: Sequence[Asked]  # one, or those of a batch
    is_batch: bool
    limit: int | None  # None if nobody said
    offset: int
    view: View
    explain: bool
    marks: tuple[str, str] | None
    value: Any  # of the option that chose the form

    @property
    def page_limit(self) -> int:
        return _USUAL_LIMIT if self.limit is None else self.limit


Give = Callable[[Request], bool]  # returns whether anything was found


@dataclass(frozen=True, slots=True)
class Form:
    """A form of output."""

    option: str  # that asks for it; empty for what is shown otherwise
    give: Give
    heeds: frozenset[str]  # parameters, besides those that decide what is found
    help: str = ""
    takes: str = ""  # what the value of its option is called, if it has one
    value: str | None = None  # the one that it always has


def _answers(request: Request, *, limit: int, suggest: bool = False) -> Iterator[tuple[Asked, Results]]:
    """Each question with its answer; what was not understood is told."""
    for asked in request.questions:
        results = asked.search(
            request.index, limit=limit, offset=request.offset, explained=request.explain, suggest=suggest
        )
        _warn(request, asked, results.warnings)
        yield asked, results


def _warn(request: Request, asked: Asked, warnings: Iterable[str]) -> None:
    for warning in warnings:
        tell(f"warning: {asked.query}: {warning}" if request.is_batch else f"warning: {warning}")


# ------------------------------------------------------------------ pages


def _give_pages(request: Request) -> bool:
    found = False
    for number, (asked, results) in enumerate(_answers(request, limit=request.page_limit, suggest=True)):
        found = found or results.total > 0
        if number:
            give([""])
        if request.is_batch:
            give([_heading(asked.query)])
        if request.marks or not sys.stdout.isatty():
            from searcher.present.plain import plain_results

            give(plain_results(results, request.view, marks=request.marks or ("", "")))
        else:
            from searcher.present.terminal import open_console, print_results

            sources = request.index.sources() if shows_links() else None
            print_results(results, open_console(), request.view, sources=sources)
    return found


def _heading(query: str) -> str:
    from searcher.present.cleaning import clean_line

    return f"── {clean_line(query)}"


# ------------------------------------------------------------------ JSON


def _give_json(request: Request) -> bool:
    from searcher.present.records import results_record, to_json

    found = False
    for _, results in _answers(request, limit=request.page_limit, suggest=True):
        found = found or results.total > 0
        give_json(to_json(results_record(results, request.view)))
    return found


# ------------------------------------------------------------------ streams: a hit at a time, however many there are


def _stream(request: Request, write: Callable[[Iterator[Found]], Iterable[str]]) -> bool:
    """Write the hits of all questions as they come.

    Args:
        write: gives text for hits.
    """
    found = False

    def hits() -> Iterator[Found]:
        nonlocal found
        for asked, total, several in _hits(request):
            found = found or total > 0
            for hit in several:
                yield Found(asked.query, hit, request.view)

    give_data(write(hits()))
    return found


def _hits(request: Request) -> Iterator[tuple[Asked, int, Iterable[Hit]]]:
    """Each question, how many articles it finds, and those that are asked for."""
    limit, offset = request.limit, request.offset
    if limit is not None and limit <= _MOST_OF_A_PAGE:
        for asked, results in _answers(request, limit=limit):
            yield asked, results.total, results
        return
    for asked in request.questions:
        hits = asked.each(request.index)
        _warn(request, asked, hits.warnings)
        yield asked, hits.total, islice(hits, offset, None if limit is None else offset + limit)


def _give_lines_of_json(request: Request) -> bool:
    from searcher.present.records import hit_record, to_json

    return _stream(request, lambda hits: (f"{to_json(hit_record(found))}\n" for found in hits))


def _give_table(request: Request) -> bool:
    from searcher.present.tables import PROGRAMS, table

    return _stream(request, partial(table, dialect=PROGRAMS))


def _give_spreadsheet(request: Request) -> bool:
    from searcher.present.tables import SPREADSHEETS, table

    return _stream(request, partial(table, dialect=SPREADSHEETS))


def _give_template(request: Request) -> bool:
    from searcher.present.templates import TemplateError, read_template

    try:
        fill = read_template(request.value, request.index.extra_names())
    except TemplateError as error:
        raise click.BadOptionUsage("template", f"--template: {error}") from error
    return _stream(request, partial(map, fill))


def _give_files(request: Request) -> bool:
    unnamed = 0
    given: set[str] = set()

    def paths(hits: Iterator[Found]) -> Iterator[str]:
        nonlocal unnamed
        for found in hits:
            path = found.hit.article.path
            unnamed += not path
            if path and path not in given:
                given.add(path)
                yield path + request.value

    found = _stream(request, paths)
    if unnamed:
        tell(f"note: of no file, since a program gave them to the index: {unnamed:,} of the articles")
    return found


# ------------------------------------------------------------------ counts


def _give_counts(request: Request) -> bool:
    found = False
    for asked, results in _answers(request, limit=0):
        found = found or results.total > 0
        give_data([f"{results.total}\t{asked.query}\n" if request.is_batch else f"{results.total}\n"])
    return found


# ------------------------------------------------------------------ choosing

_PAGE = frozenset(("limit", "offset"))
_VIEW = _PAGE | {"passages", "all_passages", "words", "sentences"}

USUAL = Form("", _give_pages, _VIEW | {"marks", "scores", "explain", "why"})
FORMS = (
    Form(
        "--json",
        _give_json,
        _VIEW | {"explain", "why"},
        "One object with the answer: its hits, and what was understood.",
    ),
    Form("--jsonl", _give_lines_of_json, _VIEW, "Every hit, an object a line, with each place that matches."),
    Form("--csv", _give_table, _VIEW, "Every hit, a row each, to the letter, for programs."),
    Form(
        "--spreadsheet",
        _give_spreadsheet,
        _VIEW,
        "The same for spreadsheets: no text of it becomes a formula.",
    ),
    Form(
        "--template",
        _give_template,
        _VIEW,
        r"Every hit in your words: '{date} {title} {path}\n'.",
        takes="TEXT",
    ),
    Form(
        "--files", _give_files, _PAGE, "The files with a hit, each once, relative to the corpus.", value="\n"
    ),
    Form("-0", _give_files, _PAGE, "The same, each with NUL after it, for xargs -0.", value="\0"),
    Form("--count", _give_counts, frozenset(), "How many articles match, and no more."),
)


def output_options(command: _Command) -> _Command:
    """The options that ask for a form."""
    for form in reversed(FORMS):
        name = _name(form)
        takes: dict[str, Any] = {"metavar": form.takes} if form.takes else {"is_flag": True}
        command = click.option(
            form.option, name, help=form.help, expose_value=False, callback=_choose, **takes
        )(command)
    return command


def _name(form: Form) -> str:
    return f"as_{form.option.lstrip('-')}"


def _choose(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:
        context.meta.setdefault(_CHOSEN, {})[parameter.name] = value


def chosen_form(context: click.Context) -> tuple[Form, Any]:
    """The form that was asked for, and the value of its option.

    Raises:
        UsageError: several were, or there is an option that it would not heed: nothing that was typed is passed over.
    """
    chosen = context.meta.get(_CHOSEN, {})
    forms = [form for form in FORMS if _name(form) in chosen]
    if [form.option for form in forms] == ["--files", "-0"]:
        forms = forms[1:]
    if len(forms) > 1:
        options = " and ".join(form.option for form in forms)
        raise click.UsageError(f"{options} are forms of one output: choose one")
    form = forms[0] if forms else USUAL
    heeded = frozenset().union(*(each.heeds for each in (USUAL, *FORMS)))
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in heeded - form.heeds and name in context.params and was_typed(context, name):
            raise click.UsageError(f"{max(parameter.opts, key=len)} does not go with {form.option}")
    return form, form.value if form.value is not None else chosen.get(_name(form))


def was_typed(context: click.Context, name: str) -> bool:
    """Whether a parameter was given a value."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE
