"""Characters: one shape for each sign, and where each one came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from strategies import any_text

from searcher.analysis.characters import APOSTROPHES, CLASSES, HYPHENS, MIDDLE_DOTS, plain
from searcher.kernels import cut


@given(text=any_text())
@settings(max_examples=200)
def test_offsets_point_at_what_each_character_was_made_of(text: str) -> None:
    """They are what highlights are drawn with."""
    flat, offsets = plain(text)
    if offsets is None:
        assert len(flat) == len(text)
        return
    assert len(offsets) == len(flat) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
    before = -1
    for character, start in zip(flat, offsets, strict=False):
        # A mark that composes with nothing stands with its letter.
        written = unicodedata.normalize("NFD", text[start])[0]
        assert start == before or plain(written)[0] == plain(unicodedata.normalize("NFD", character)[0])[0]
        before = start


@given(text=any_text())
@settings(max_examples=150)
def test_a_text_made_plain_stays_so(text: str) -> None:
    """What the rules see does not depend on how often they looked."""
    flat, _ = plain(text)
    assert plain(flat)[0] == flat


@pytest.mark.parametrize(("signs", "shape"), [(APOSTROPHES, "'"), (HYPHENS, "-"), (MIDDLE_DOTS, "·")])
def test_all_shapes_of_a_sign_become_one(signs: str, shape: str) -> None:
    """Agencies, word processors and telephones each have their own apostrophe."""
    assert plain(f"a{signs}b") == (f"a{shape * len(signs)}b", None)


@pytest.mark.parametrize("text", ["garçon", "l'été à Noël, où naît Œdipe"])
def test_decomposed_accents_are_composed(text: str) -> None:
    """File names and texts of macOS are decomposed: they must be the same words."""
    decomposed = unicodedata.normalize("NFD", text)
    flat, offsets = plain(decomposed)
    assert flat == text
    assert offsets is not None
    assert [decomposed[at] for at in offsets[:-1]] == [unicodedata.normalize("NFD", each)[0] for each in text]


def test_the_scanner_knows_the_class_of_each_character_that_the_rules_name() -> None:
    """A sign that the scanner took for a break would never reach the rules."""
    assert len(CLASSES) == cut.LOW_CLASSES + cut.PUNCTUATION_CLASSES

    def class_of(sign: str) -> int:
        point = ord(sign)
        return CLASSES[point if point < cut.LOW_CLASSES else cut.LOW_CLASSES + point - cut.PUNCTUATION]

    covered = [
        chr(point)
        for start, size in ((0, cut.LOW_CLASSES), (cut.PUNCTUATION, cut.PUNCTUATION_CLASSES))
        for point in range(start, start + size)
    ]
    for sign in covered:
        kind = class_of(sign)
        if sign in APOSTROPHES:
            assert kind in (cut.APOSTROPHE, cut.OTHER), hex(ord(sign))
        elif sign in HYPHENS:
            assert kind in (cut.HYPHEN, cut.OTHER), hex(ord(sign))
        elif sign.isalnum() or sign in MIDDLE_DOTS:
            assert kind in (cut.LOWER, cut.UPPER, cut.DIGIT, cut.OTHER), hex(ord(sign))
        elif sign.isspace():
            assert kind in (cut.SPACE, cut.GLUE), hex(ord(sign))
