"""XML: from bytes to a tree, safely. The one door to the parser of XML.

In: a whole file. Out: its elements, by their names without prefixes. Nothing is fetched, no entity is expanded but the
characters that HTML names (feeds are full of `&eacute;`), elements nest a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from xml.parsers import expat

from searcher.corpus.decoding import decode
from searcher.corpus.formats.declared import Encoding, believable, compare
from searcher.corpus.limits import Refused

_DEEPEST = 200  # levels: mark-up of mark-up has 30
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
# What XML 1.0 does not allow, and feeds hold all the same.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][\w.-]{0,40};)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PARAGRAPHS = frozenset(
    "p block hl1 hl2 head title div ab l lg item br table tr note quote body.content li h1 h2 h3 h4".split()
)


class Element:
    """An element: its name, its attributes and what is in it."""

    __slots__ = ("attributes", "children", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name  # without its prefix
        self.attributes = attributes  # likewise
        self.children: list[Element | str] = []

    def elements(self) -> Iterator[Element]:
        """Those right in it."""
        return (child for child in self.children if isinstance(child, Element))

    def all(self, *names: str) -> Iterator[Element]:
        """Those of some names, at any depth, in reading order; of those in each other too."""
        # Of iterators, so that the first one of many is found at once.
        waiting = [self.elements()]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
                continue
            if element.name in names:
                yield element
            waiting.append(element.elements())

    def first(self, *path: str) -> Element | None:
        """The first element on a path of names, each at any depth within the one before."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found else None
        return found

    def text(self) -> str:
        """All characters in it, on one line."""
        return " ".join("".join(self._pieces(())).split())

    def paragraphs(self, *, without: tuple[str, ...] = ()) -> str:
        """Its text, a paragraph a line.

        Args:
            without: names of elements that are passed over.
        """
        lines = "".join(self._pieces(without, split=True)).split("\n\n")
        return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))

    def _pieces(self, without: tuple[str, ...], *, split: bool = False) -> Iterator[str]:
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                yield one
            elif one.name not in without or one is self:
                ends = ["\n\n"] if split and one.name in _PARAGRAPHS else []
                waiting.extend([*ends, *reversed(one.children), *ends])


def read_tree(data: bytes) -> tuple[Element, Encoding]:
    """Parse a whole file.

    Returns:
        The outermost element, and the encoding of the file.
    Raises:
        Refused: it is no XML, or declares entities, or nests too deep.
        NotText: it is no text.
    """
    declared = _DECLARED.search(data[:400])
    label = declared[1].decode() if declared else ""
    text, used = decode(data, legacy=believable(label, data))
    encoding = compare(label, used, text)
    text = _DECLARATION.sub("", text, count=1).translate(_CONTROLS).lstrip("\ufeff \n\t")
    text = _BARE_AMPERSAND.sub("&amp;", _SURROGATES.sub("\ufffd", text))
    return _Builder().build(text), encoding


class _Builder:
    """Follows the parser."""

    def __init__(self) -> None:
        self._root: Element | None = None
        self._open: list[Element] = []

    def build(self, text: str) -> Element:
        parser = expat.ParserCreate("utf-8", namespace_separator=None)
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        # As if there were a list of entities elsewhere: unknown ones are then told, not fatal.
        parser.UseForeignDTD(True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = self._entity
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            raise Refused(f"broken XML: {expat.ErrorString(error.code)} at line {error.lineno}") from error
        if self._root is None:
            raise Refused("broken XML: no element in it")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise Refused(f"XML of more than {_DEEPEST} levels")
        found = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(found)
        else:
            self._root = found
        self._open.append(found)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter and self._open:
            self._open[-1].children.append(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, name: str, *_: object) -> None:
        raise Refused(f"XML that declares an entity ({name[:40]}): none is expanded")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
