"""Passages begin and end where sentences do, and a full stop is not always an end."""

from __future__ import annotations

import pytest

from searcher.analysis.sentences import begins_sentence, ends_sentence

# `|` stands where a sentence ends, and another begins after the space.
TEXTS = [
    "Il pleut.| Il neige.",
    "Il pleut !| Il neige ?| Oui…| Non.",
    "M. Dupont et MM. Durand sont là.| Mme. Martin aussi.",
    "L’art. 3 et l’art. L. 1234 du code.| Fin.",
    "En 52 av. J.-C. César vainquit.| Fin.",
    "Du blé, de l’orge, etc. Le reste suit.| Fin.",
    "« Il vient. »| Elle sort.",
    "« Il vient »,| ",
    "Il a dit : « Viens ! »| « Non. »| — Si.",
    "Le 12 sept. 2024, ils étaient sept.| Ils partirent.",
    "Membre de l’OTAN.| Le pays signe.",
    "Selon J. Dupont, le vol. 2 est paru.| C’est un vol.| Il est tard.",
    "Prix : 3.| 40 sont là.",
    "Titre\n|\nÀ Paris, virgule,\n|suite.",
    "yahoo.fr et 3.14 sans fin, puis. suite en minuscule",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_sentences_begin_and_end_where_a_reader_sees_them(marked: str) -> None:
    """A passage that begins after « M. » reads as if its author had lost a word."""
    if marked.endswith("| "):
        marked = marked[:-2]
    pieces = marked.split("|")
    text = "".join(pieces)
    expected, place = [0], 0
    for piece in pieces[:-1]:
        place += len(piece)
        expected.append(place + len(text[place:]) - len(text[place:].lstrip()))
    words = [
        0,
        *(
            place
            for place in range(1, len(text))
            if text[place - 1].isspace() and text[place] not in " \n»!?:"
        ),
    ]
    assert [place for place in words if begins_sentence(text, place)] == expected
    for begin in expected[1:]:
        assert ends_sentence(text, len(text[:begin].rstrip()))
    assert ends_sentence(text, len(text))
