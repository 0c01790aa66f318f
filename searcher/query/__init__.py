"""Here is what someone typed: what did they mean?"""

from searcher.query.parsing import Parsed, parse
from searcher.query.tree import (
    And,
    Compound,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Word,
)

__all__ = [
    "And",
    "Compound",
    "Everything",
    "Field",
    "Node",
    "Not",
    "Nothing",
    "Or",
    "Parsed",
    "Phrase",
    "Published",
    "Word",
    "parse",
]
