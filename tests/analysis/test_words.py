"""Words: the rules by which a chunk becomes forms, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.words import MONTHS, SCANNED_CLITICS, cut_chunk, form_of, ordinal, word


def forms(text: str) -> list[str]:
    return [form for form, _, _, _ in cut_chunk(text)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Paris", "paris"),
        ("PARIS", "PARIS"),
        ("A", "a"),
        ("A3", "a3"),
        ("CO2", "CO2"),
        ("iPhone", "iphone"),
        ("É", "é"),
    ],
)
def test_only_words_all_in_capitals_keep_them(text: str, form: str) -> None:
    """`OTAN` may be an acronym and `SALE` may lack its accents; a capital alone begins a sentence."""
    assert form_of(text) == form


@pytest.mark.parametrize("number", range(1, 40))
def test_ordinals_in_roman_and_in_arabic_numbers_are_one_form(number: int) -> None:
    """`XXIe siècle` and `21e siècle` are the same century."""
    tens, ones = divmod(number, 10)
    roman = "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]
    assert ordinal(f"{number}e") == ordinal(f"{number}ème") == f"{number}e"
    assert ordinal(f"{roman}e" if number > 1 else "Ier") == f"{number}e"


@pytest.mark.parametrize("text", ["e", "mille", "V", "IIII", "XXXXe", "1", "er", "Xavier", "VIP", "2d2"])
def test_what_only_resembles_an_ordinal_is_none(text: str) -> None:
    """A name that begins with a Roman digit is a name."""
    assert ordinal(text) is None


@pytest.mark.parametrize("month", [name for name in MONTHS if name not in ("fevrier", "aout", "decembre")])
@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f"])
def test_a_day_is_found_however_it_is_written(month: str, gap: str) -> None:
    """Who asks for 2024-07-03 wants `3 juillet 2024` and `03/07/2024` as well."""
    iso = f"2024-{MONTHS[month]:02d}-03"
    assert iso in forms(f"3{gap}{month}{gap}2024")
    assert iso in forms(f"3 {month.upper()} 2024")
    assert iso in forms(f"03/{MONTHS[month]:02d}/2024")
    assert iso in forms(iso)


@pytest.mark.parametrize("clitic", SCANNED_CLITICS)
def test_clitics_vanish_before_a_vowel_and_an_h(clitic: str) -> None:
    """They are grammar: nobody looks for them, and phrases are the shorter for it."""
    for text in (clitic, clitic.capitalize(), clitic.upper()):
        for sign in "'’":
            assert forms(f"{text}{sign}avocat") == ["avocat"]
            assert forms(f"{text}{sign}homme") == ["homme"]


@given(st.integers(0, 23), st.integers(0, 59))
def test_hours_have_one_spelling(hour: int, minute: int) -> None:
    """`8h05`, `08 h 05` and `8:05` are one moment."""
    expected = [f"{hour}h{minute:02d}"]
    for text in (
        f"{hour}h{minute:02d}",
        f"{hour:02d} h {minute:02d}",
        f"{hour}:{minute:02d}",
        f"{hour} h{minute:02d}",
    ):
        assert forms(text) == expected


@given(st.integers(1000, 10**12 - 1))
def test_thousands_have_one_spelling_however_they_are_parted(number: int) -> None:
    """Spaces of three widths, dots and apostrophes part them, according to the house."""
    for gap in (" ", "\u00a0", "\u202f", ".", "'", "’"):
        assert forms(f"{number:,}".replace(",", gap)) == [str(number)]


def test_a_compound_stands_joined_on_its_first_part() -> None:
    """`week-end` must be found by `weekend`, and by the phrase of its parts."""
    assert word("week-end") == [("week", 0, 4, 1), ("weekend", 0, 8, 0), ("end", 5, 8, 1)]
    assert [step for _, _, _, step in word("arc-en-ciel")] == [1, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "l’avocat, 1 200 000 € le 3 juillet 2024",
        "étudiant·e·s #JO2024 porte-parole l'O.N.U. www.exemple.fr/a 41 M€ R&D",
        "ｶ ﾊﾝ 한 α 20h30",
    ],
)
def test_texts_with_characters_of_east_asia_have_the_same_words_around_them(text: str) -> None:
    """Other rules read such texts, of which there are few: they are compiled only when one is met."""
    assert forms(f"{text} 東京都") == [*forms(text), "東京", "京都"]


@pytest.mark.parametrize("letter", ["あ", "い", "ア", "京", "한", "\u3040"])
def test_any_character_of_east_asia_is_cut_from_letters_beside_it(letter: str) -> None:
    """Whichever it is: the grammar reads all of them as two, which stand in texts as well."""
    assert forms(f"prix{letter}net") == ["prix", letter, "net"]
    assert forms(f"été,{letter * 3}") == ["été", letter * 2, letter * 2]
