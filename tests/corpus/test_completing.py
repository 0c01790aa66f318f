"""Completing: what a glance passes over, a look finds nothing in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.article import Article
from searcher.corpus import completing, dateline
from searcher.corpus.completing import complete

# Of datelines, bylines and marks, and of sentences that resemble them.
_PIECES = (
    "DAKAR Paris New d'Ivoire l'Isle Jean Roy Le le la La de et en sur à a ses lundi Lundi jeudi, 4 1er 12 juillet "
    "juil. August 2024 4/07/2024 (AFP) (Reuters) /PRNewswire/ (Sénégal) (Agence - -- – — | 10h30 GMT président œuvre "
    'fe\u0301vrier Un Il était Après « " , . Par par By PAR RECTIFICATIF Rectificatif URGENT Embargo embargo '
    "jusqu'au sous Sous annule remplace Erratum : Ã©tÃ©"
).split()
_GAPS = (" ", " ", " ", " ", ", ", "  ", "\n", "\n\n", "\xa0", "/", "", "-")


def _article(text: str) -> Article:
    return complete({"title": "Le port"}, text, key="a", path="a.txt", encoding="utf-8")


@given(
    text=st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_GAPS)), min_size=1, max_size=30).map(
        lambda pieces: "".join(map("".join, pieces)).strip()
    )
)
def test_what_begins_as_prose_has_nothing_above_the_news(text: str) -> None:
    """Three articles of four are told by their first words; a dateline that such a glance missed would be lost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completing, "begins_as_prose", lambda _: False)
        patch.setattr(dateline, "begins_as_prose", lambda _: False)
        looked_at = _article(text)
    assert _article(text) == looked_at
