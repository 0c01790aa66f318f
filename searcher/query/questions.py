"""Long questions: words put side by side, too many for one article to be asked to have them all.

In: the pieces of a query, and the tree that they make. Out: the tree that asks for some of the words, and ranks by the
rarest and most of them; what else was asked stays required. Who types an operator, a sign or quotes has said what is
meant, and is taken at their word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeGuard

from searcher.query import marks
from searcher.query.building import Built, build
from searcher.query.combining import all_of
from searcher.query.patterns import compiled
from searcher.query.tree import (
    Among,
    And,
    Compound,
    Favoured,
    Field,
    Metadata,
    Node,
    Published,
    Undated,
    Word,
)

# Of 3,000 questions of two judged sets (benchmarks/README.md) those of five words find nothing in 77 of 100 cases if
# all words are required, those of three in 50.
FEWEST_WORDS = 5
FEWEST_WORDS_OF_A_QUESTION = 3
# Two words, or a quarter of them: nDCG@10 as with any one word from six words on, 0.8 % less of five; and a tenth of
# the articles. With a third it is 2.3 % less of seven, with half 9 %.
FEWEST_FOUND = 2
PART_FOUND = 4

_ASKS = (
    r"(?s:\W*(?:(?:à|avec|chez|dans|de|depuis|en|par|pour|sur)\s+|d')?"
    r"(?:qui|que|quoi|(?:le|la|les|du|des|au|aux)?quel(?:le)?s?|quand|où|comment|pourquoi|combien|est-ce)\b"
    r"|\W*qu'|.*\?\s*\Z)"
)


_SAYS_HOW = (marks.Operator, marks.Sign, marks.Group)


def relax(text: str, pieces: Sequence[marks.Piece], tree: Node, today: date) -> Built | None:
    """Ask for some of the words of a long question; None of what is none.

    Args:
        text: the query, its signs in their plain shapes.
    """
    if len(_children(tree)) < FEWEST_WORDS_OF_A_QUESTION or any(
        isinstance(piece, _SAYS_HOW) for piece in pieces
    ):
        return None
    fewest = FEWEST_WORDS_OF_A_QUESTION if compiled(_ASKS).match(text) else FEWEST_WORDS
    if len(_words(tree)) < fewest or not _only_words_and_filters(tree):
        return None
    # Days named in a question are mostly what it is about (`qui gouvernait en 1940`), not when it was in the news.
    # `hier` stands in no article that means the day.
    named = [piece.text for piece in pieces if _is_named(piece)]
    if named:
        read = (marks.Text(piece.text) if _is_named(piece) else piece for piece in pieces)
        tree = build(list(read), today).tree
    words = _words(tree)
    least = max(FEWEST_FOUND, -(-len(words) // PART_FOUND))
    filters = [child for child in _children(tree) if child not in words]
    told = (f"« {text} » : cherché comme des mots, pas comme une date" for text in named)
    kind = "question longue" if len(words) >= FEWEST_WORDS else "question"
    return Built(
        all_of([Among(least, words), *filters]),
        (
            f"{kind} : {least} de ses {len(words)} mots suffisent, les articles qui ont le plus de mots et les plus "
            "rares d'abord ; pour les exiger tous, écrire ET entre eux",
            *told,
        ),
    )


def _is_named(piece: marks.Piece) -> TypeGuard[marks.Dated]:
    return isinstance(piece, marks.Dated) and any(map(str.isdigit, piece.text))


def _children(tree: Node) -> tuple[Node, ...]:
    return tree.children if isinstance(tree, And) else (tree,)


def _words(tree: Node) -> tuple[Word | Compound, ...]:
    """The words that are asked for, each once."""
    return tuple(dict.fromkeys(child for child in _children(tree) if isinstance(child, Word | Compound)))


def _only_words_and_filters(tree: Node) -> bool:
    return all(
        isinstance(child, Published | Metadata | Undated | Favoured)
        or (isinstance(child, Word | Compound) and child.field is Field.ANY)
        for child in _children(tree)
    )
