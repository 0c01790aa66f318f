"""Lines fit their place, and lose nothing that they were not asked to lose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searcher.interactive.lines import Page, Part, Piece, apart, cropped, marked_text, width_of

texts = st.text(alphabet="abcé  «»!?…漢\u00a0-'", max_size=80)
widths = st.integers(2, 30)


@given(st.lists(st.tuples(texts, st.sampled_from(Part)), max_size=5), widths)
def test_what_is_cropped_fits(pieces: list[tuple[str, Part]], width: int) -> None:
    """A line that is too long would push the next one away."""
    line = tuple(Piece(*piece) for piece in pieces)
    assert width_of(cropped(line, width)) <= width
    assert width_of(apart(line, (Piece("12 mai"),), max(width, 12))) <= max(width, 12)
    if width_of(line) <= width:
        assert cropped(line, width) == line


def test_a_page_knows_its_marks_at_any_width() -> None:
    """An occurrence is gone to by its place: it must be where the text says."""
    text = "La crue\nmenace Valbrec ; la crue recule."
    marks = [(3, 7), (text.rindex("crue"), text.rindex("crue") + 4)]
    page = Page([Piece("Titre\n"), *marked_text(text, marks, Part.TEXT, Part.MARK)])
    assert [page.text[slice(*mark)] for mark in page.marks] == ["crue", "crue"]
    for width in (7, 12, 40):
        pieces = [piece for span in page.lines(width) for piece in page.line(*span, page.marks[1])]
        assert [piece.text for piece in pieces if piece.part is Part.MARK] == ["crue"]
        assert [piece.text for piece in pieces if piece.part is Part.HERE] == ["crue"]


def test_text_is_cleaned_between_its_marks() -> None:
    """A control character is a sign of its own, and does not move what is marked."""
    page = Page(marked_text("\x1b[31m cr\xadue [/i]", [(6, 11)], Part.TEXT, Part.MARK))
    assert page.text == "␛[31m crue [/i]"
    assert [page.text[slice(*mark)] for mark in page.marks] == ["crue"]
