"""Recognizing: which format is this? The content decides, the suffix helps.

In: the beginning of a file, and the suffix of its name. Out: a line of the table `FORMATS`: a format is a module and
one line there. The modules are only loaded where they are needed.
"""

from __future__ import annotations

import re

from searcher.corpus.decoding import NotText, sniff
from searcher.corpus.formats.protocol import Format
from searcher.corpus.limits import Refused

JSON_LINES = "JSON Lines"
HEAD_BYTES = 65_536  # what is looked at

# Compiled when first needed, by `re` itself: a corpus of plain files needs one of them.
_JSON = rb'\{\s*["}]|\[\s*[\[{\]]'
_MAIL = (
    rb"(?i)(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*+){0,40}?"
    rb"(?:message-id|mime-version|received|return-path):"
)
_MBOX = rb"From \S+[^\n]*\d\d:\d\d[^\n]*\n[A-Za-z][\w-]*:"
_PROLOG = rb"(?is)<\?xml[^>]*>|<!--.*?-->|<\?[^>]*>|<!doctype[^>\[]*(?:\[.*?\]\s*)?>|\s+"
_ELEMENT = rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]"
_HTML = rb"(?i)<!doctype\s+html|<html[\s>]"
_EUROPRESSE = rb"""class=["'](?:[^"']* )?(?:DocPublicationName|docOcurrContainer|titreArticleVisu)\b"""
# An export begins with a hundred kilobytes of styles, so that its articles may stand below what is looked at.
_FACTIVA = rb"""<div[^>]*class=["']article [a-z]{2}Article["']|<title>\s*Factiva\s*</title>"""


def root_of(head: bytes) -> str:
    """The name of the outermost element of an XML file, without its prefix; "" if it is none.

    >>> root_of(b'<?xml version="1.0"?><!-- fil --><rss version="2.0">')
    'rss'
    """
    at = 0
    prolog = re.compile(_PROLOG)
    while found := prolog.match(head, at):
        at = found.end()
    element = re.compile(_ELEMENT).match(head, at)
    return element[1].decode() if element else ""


def _is_json_document(head: bytes) -> bool:
    return bool(re.match(_JSON, head)) and not _is_json_lines(head)


def _is_json_lines(head: bytes) -> bool:
    """Whether the first line is a whole object, and the next one begins another."""
    line, end, rest = head.partition(b"\n")
    line, rest = line.strip(), rest.lstrip()
    return (
        bool(end)
        and line.startswith(b"{")
        and line.endswith(b"}")
        and len(line) > 2
        and rest.startswith(b"{")
    )


def _begins_with_a_line(head: bytes) -> bool:
    """Whether a file that is said to hold JSON Lines may, even if there is only one, or a broken one."""
    return head.startswith(b"{") and head.partition(b"\n")[0].strip() != b"{"


def _is_html(head: bytes) -> bool:
    return bool(re.match(_HTML, head)) or root_of(head).lower() == "html"


def _is_europresse(head: bytes) -> bool:
    return head.startswith(b"<") and bool(re.search(_EUROPRESSE, head))


def _is_factiva(head: bytes) -> bool:
    return head.startswith(b"<") and bool(re.search(_FACTIVA, head))


# What may be the content of several is that of the first.
FORMATS: list[Format] = [
    Format("press text", (".txt", ".text"), "press.read_press"),
    Format(JSON_LINES, (".jsonl", ".ndjson"), "json_lines.read_jsonl", _is_json_lines),
    Format("JSON", (".json",), "json_document.read_json", _is_json_document),
    Format("CSV", (".csv", ".tsv", ".tab"), "csv_table.read_csv"),
    Format("Markdown", (".md", ".markdown"), "markdown.read_markdown"),
    Format("PDF", (".pdf",), "pdf.read_pdf", lambda head: head.startswith(b"%PDF-")),
    Format("WARC", (".warc",), "warc.read_warc", lambda head: head.startswith(b"WARC/")),
    Format("mailbox", (".mbox",), "mail.read_mbox", lambda head: bool(re.match(_MBOX, head))),
    Format("mail", (".eml",), "mail.read_mail", lambda head: bool(re.match(_MAIL, head))),
    Format("RSS", (".rss",), "feed.read_feed", lambda head: root_of(head) in ("rss", "RDF")),
    Format("Atom", (".atom",), "feed.read_feed", lambda head: root_of(head) in ("feed", "entry")),
    Format("NITF", (".nitf",), "nitf.read_nitf", lambda head: root_of(head) == "nitf"),
    Format(
        "NewsML-G2",
        (".newsml",),
        "newsml.read_newsml",
        lambda head: root_of(head) in ("newsItem", "newsMessage", "packageItem"),
    ),
    Format(
        "TEI",
        (".tei",),
        "tei.read_tei",
        lambda head: root_of(head) in ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2"),
    ),
    Format("Europresse", (), "europresse.read_europresse", _is_europresse),
    Format("Factiva", (), "factiva.read_factiva", _is_factiva),
    Format("HTML", (".html", ".htm", ".xhtml"), "html.read_html", _is_html),
    Format("XML", (".xml",), "xml_other.read_other", lambda head: head.startswith(b"<?xml")),
]
_LONGEST_NAME = 60  # characters, of the first header of a mail
_LONGEST_NAME = 40  # characters
_PLAIN_FIRST_BYTES = frozenset(range(0x30, 0x80)) - frozenset(b"<>{}[]") | frozenset(range(0x80, 0xEF))


def recognize(head: bytes, suffix: str) -> Format:
    """Find the format of a file that is not packed.

    Args:
        head: its first HEAD_BYTES.
        suffix: of its name, in lower case, with its dot; "" if there is none.
    Raises:
        Refused: it is none of them.
        NotText: likewise, and no text either.
    """
    named = None
    for format in FORMATS:
        if suffix in format.suffixes:
            named = format
            break
    # Nearly all files: plain text that begins like text.
    if named is not None and named.looks is None and head and _begins_plainly(head):
        return named
    try:
        content = _as_utf8(head)
    except NotText:
        if named is None:
            raise
        return named  # its reader may pass over what is none
    if named is not None and named.name == JSON_LINES and _begins_with_a_line(content):
        return named
    if content:
        for format in FORMATS:
            if format.looks and format.looks(content):
                return format
    if named is None:
        if suffix:
            raise Refused("not a format that is read")
        sniff(head)
        return FORMATS[0]
    return named


def _begins_plainly(head: bytes) -> bool:
    if head[0] not in _PLAIN_FIRST_BYTES or head.startswith((b"WARC/", b"From ")):
        return False
    # A mail begins with the name of a header and its colon.
    return b":" not in head[:_LONGEST_NAME] or not re.match(_MAIL, head)


def _as_utf8(head: bytes) -> bytes:
    """The beginning in UTF-8 as far as it is text, without its mark and the blanks before it."""
    if head.startswith(b"%PDF-"):
        return head
    encoding, mark = sniff(head)
    head = head[mark:]
    if encoding.startswith(("utf-16", "utf-32")):
        head = head.decode(encoding, "ignore").encode()
    return head.lstrip()
