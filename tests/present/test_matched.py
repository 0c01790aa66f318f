"""Every match is listed once, where it stands, as it is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from present.hits import make_hit, pattern
from strategies import french_text

from searcher.present import matches, passages, title_marks
from searcher.present.marking import body_marks


def test_matches_have_their_field_their_place_and_their_paragraph() -> None:
    """Paragraphs are counted as a reader does: an empty line is none."""
    hit = make_hit(
        "Astana.\n\nRien.\n \nÀ Astana, deux fois : Astana.", pattern("astana"), title="Vers Astana"
    )
    assert [(each.field, each.start, each.paragraph) for each in matches(hit)] == [
        ("title", 5, 0),
        ("body", 0, 1),
        ("body", 19, 3),
        ("body", 39, 3),
    ]


@given(st.lists(french_text(), max_size=4), french_text(), st.sampled_from([None, 0, 1]))
def test_what_matches_is_what_is_marked_and_stands_where_it_says(
    lines: list[str], title: str, context: int | None
) -> None:
    """Programs cut it out of their copy of the article; all passages together leave none of it out."""
    hit = make_hit("\n".join(lines), pattern("le la les"), pattern("de", "la"), title=title)
    article, found = hit.article, matches(hit)
    assert all(getattr(article, each.field)[each.start : each.end] == each.text for each in found)
    spans = {
        field: [(each.start, each.end) for each in found if each.field == field]
        for field in ("title", "body")
    }
    assert spans == {"title": list(title_marks(hit)), "body": list(body_marks(hit))}
    shown = [
        mark for passage in passages(hit, limit=None, words=12, context=context) for mark in passage.marks
    ]
    assert shown == spans["body"]
    for each in found:
        if each.field == "body":
            paragraphs = [line for line in article.body[: each.start].split("\n")[:-1] if line.strip()]
            assert each.paragraph == len(paragraphs) + 1
