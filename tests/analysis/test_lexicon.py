"""The lexicon: one file, searched where it lies."""

from __future__ import annotations

import hashlib
import re
from array import array
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.analysis.fingerprint import (
    CUTTING_VERSION,
    RELATIONS_VERSION,
    cuts_alike,
    fingerprint,
)
from searcher.analysis.folding import key
from searcher.analysis.inflection import spellings_and_keys
from searcher.analysis.lexicon import HEADER, MAGIC, PATH, Lexicon
from searcher.errors import SearcherError
from searcher.kernels.lookup import LINE, Words

LEXICON = Lexicon()
# Where the keys are longest, shortest, first, last, and of several spellings.
SAMPLE = [
    "a",
    "à",
    "abaissa",
    "zythum",
    "œil",
    "anticonstitutionnellement",
    "pêche",
    "péché",
    "pécher",
    "pêcher",
    "pèche",
    "côté",
    "cote",
    "côte",
    "coté",
    "élection",
    "évènement",
    "paris",
    "kazakhe",
    "aujourdhui",
    "porteparole",
    "sous",
    "été",
]


@pytest.mark.parametrize("form", SAMPLE)
def test_a_word_is_found_with_exactly_its_accents(form: str) -> None:
    """Accents are what tells words apart here; the key alone would not."""
    entry = LEXICON.find(form)
    assert entry is not None
    assert entry.form == form
    assert LEXICON.find(form.upper()) == entry


@pytest.mark.parametrize("form", ["", "zzxq", "electïon", "aa", "é", "~", "日本", "x" * 300, "\ud800"])
def test_what_is_no_word_is_not_found(form: str) -> None:
    """Names, errors and other languages are half of the distinct forms of a corpus."""
    assert LEXICON.find(form) is None


def test_the_words_of_a_key_come_with_the_unaccented_one_first() -> None:
    """In capitals a word without accents is read as it stands before any other."""
    assert [entry.form for entry in LEXICON.members("cote")] == ["cote", "coté", "côte", "côté"]


def test_names_and_words_are_told_apart() -> None:
    """A form that is only a name may be spelled without its accents; a word may not."""
    paris, table = LEXICON.find("paris"), LEXICON.find("table")
    londres = LEXICON.find("londres")
    assert paris is not None
    assert table is not None
    assert londres is not None
    assert (paris.common, paris.protected) == (True, True)
    assert (table.common, table.protected) == (True, False)
    assert (londres.common, londres.protected) == (False, False)


@given(st.lists(st.sampled_from([*SAMPLE, "zzxq", "etats", "peche", "ELYSEE", "20h30", "日本"]), max_size=30))
def test_many_lookups_at_once_are_lookups_one_by_one_in_any_order(forms: list[str]) -> None:
    """The bulk search starts near the last word it found: the order must not matter."""
    found = [
        lines.decode().split("\n")[:-1] for lines in LEXICON.lemmas_and_stems(*spellings_and_keys(forms))
    ]
    for form, lemma, stem in zip(forms, *found, strict=True):
        entry = LEXICON.find(form)
        if entry is not None:
            assert (lemma, stem) == (entry.lemma, entry.stem)
        else:
            same_key = LEXICON.members(key(form)) if form.lower() == key(form) else ()
            lemmas = {entry.lemma for entry in same_key}
            stems = {entry.stem for entry in same_key}
            assert lemma == (lemmas.pop() if len(lemmas) == 1 else "")
            assert stem == (stems.pop() if len(stems) == 1 else "")


def test_the_kernel_goes_on_where_its_buffer_was_full() -> None:
    """It never allocates: a caller whose guess was too small gives it more room, and loses nothing."""
    data = Path(PATH).read_bytes()
    words = Words(data, HEADER.unpack_from(data)[2:])
    forms = sorted(SAMPLE, key=key) * 50
    spellings, lines = spellings_and_keys(forms)
    state = array("q", [0, 0, 0, 0])
    lemmas, stems = bytearray(4 * LINE + 10), bytearray(4 * LINE + 10)
    turns = 0
    while not words.resolve(lines, spellings, state, lemmas, stems):
        turns += 1
        (lemmas if turns % 2 else stems).extend(bytes(100))
    assert turns > 10
    assert (lemmas[: state[2]], stems[: state[3]]) == LEXICON.lemmas_and_stems(spellings, lines)


def test_words_and_keys_must_be_as_many() -> None:
    """A line too many would give every later form the lemma of its neighbour."""
    for spellings, lines in ((b"a\nb\n", b"a\n"), (b"a\n", b"a\nb\n"), (b"a", b"a\n")):
        with pytest.raises(ValueError, match="as many"):
            LEXICON.lemmas_and_stems(spellings, lines)


def test_several_threads_may_look_up_at_once() -> None:
    """An open index is shared by the threads of a program."""
    expected = {form: LEXICON.find(form) for form in SAMPLE}
    wrong = []

    def look() -> None:
        for form in SAMPLE * 50:
            if LEXICON.find(form) != expected[form]:
                wrong.append(form)

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_lexicon_gives_words_or_a_named_error(tmp_path: Path, data: st.DataObject) -> None:
    """Compiled, an unchecked length would read memory that is not ours."""
    content = bytearray(Path(PATH).read_bytes())
    heads = HEADER.size
    tables = [*HEADER.unpack_from(content)[3:8:2]]
    starts = [heads - 28, heads, *tables]
    for _ in range(data.draw(st.integers(1, 40))):
        at = data.draw(st.sampled_from(starts)) + data.draw(st.integers(0, 400))
        content[min(at, len(content) - 1)] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([0, 0, 1, 1000]))
    path = tmp_path / "lexicon.bin"
    path.write_bytes(content[: len(content) - cut])
    try:
        lexicon = Lexicon(str(path))
        for form in SAMPLE:
            lexicon.find(form)
        lexicon.lemmas_and_stems(*spellings_and_keys(SAMPLE))
    except (SearcherError, ValueError):
        pass


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 4096])
def test_a_file_that_is_no_lexicon_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    """The file is part of the package: only installing it again helps."""
    path = tmp_path / "lexicon.bin"
    path.write_bytes(content)
    with pytest.raises(SearcherError, match=r"lexicon\.bin") as caught:
        Lexicon(str(path))
    assert "Install" in caught.value.hint


def test_a_missing_lexicon_is_named_with_what_to_do(tmp_path: Path) -> None:
    """As above, when someone removed it."""
    with pytest.raises(SearcherError, match="nowhere") as caught:
        Lexicon(str(tmp_path / "nowhere"))
    assert "Install" in caught.value.hint


def test_the_lexicon_was_built_after_the_last_change_of_its_lists() -> None:
    """A list that was edited and not compiled in would change nothing, and no one would notice."""
    content = Path(PATH).read_bytes()
    names = ("demonyms.txt", "function_words.txt", "protected_names.txt", "spelling.txt")
    lists = b"".join(Path(PATH).with_name(name).read_bytes() for name in names)
    assert hashlib.sha256(content[HEADER.size :] + lists).hexdigest() == LEXICON.digest


def test_the_file_says_in_plain_words_where_it_comes_from_and_under_which_licence() -> None:
    """The Mozilla licence asks for its notice in each file."""
    notice = Path(PATH).read_bytes()[: HEADER.size]
    assert notice.startswith(MAGIC)
    assert b"Mozilla Public License, v. 2.0" in notice
    assert b"Dicollecte" in notice


def test_the_lexicon_stays_small() -> None:
    """It is shipped with every copy of the package."""
    assert Path(PATH).stat().st_size < 4_000_000


def test_the_fingerprint_names_the_rules_and_the_data() -> None:
    """An index built by other rules must be told from one that is merely old."""
    cutting, relations = fingerprint().split("+")
    assert relations == f"{RELATIONS_VERSION}-{LEXICON.digest[:12]}"
    assert re.fullmatch(rf"{CUTTING_VERSION}-[0-9a-f]{{8}}", cutting)
    assert cuts_alike(f"{cutting}+other")
    assert not cuts_alike(f"0-{cutting}+{relations}")
    assert not cuts_alike(relations)
