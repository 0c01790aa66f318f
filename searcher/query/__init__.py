"""Here is what someone typed: what did they mean?"""

from searcher.query.parsing import Parsed, parse
from searcher.query.tree import (
    And,
    Compound,
    Either,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Verbatim,
    Word,
)
from searcher.query.wording import word

__all__ = [
    "And",
    "Compound",
    "Either",
    "Everything",
    "Field",
    "Node",
    "Not",
    "Nothing",
    "Or",
    "Parsed",
    "Phrase",
    "Published",
    "Verbatim",
    "Word",
    "parse",
    "word",
]
