"""Markup: the text in a piece of HTML, as feeds, mails and databases carry it within something else.

In: HTML, well formed or not. Out: its text, a paragraph a line, nothing of scripts and styles. Whole pages, with
their menus and what surrounds an article, are for `formats/html.py`. Each sign is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from html import unescape

# A quotation mark that is not closed before the next tag closes nothing. Possessive: the ways to pair thirty quotation
# marks are a thousand million.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*+)(?:(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+>|[^<>]*+>)"
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table tbody td tfoot th thead "
    "title tr ul".split()
)
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "math"))
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_SPACES = re.compile(r"[ \t\f]+")
_LOOKS = re.compile(
    r"\s*<(?:p|div|span|h\d|br|ul|ol|figure|img|section|article|blockquote|strong|b|em|i|a|!--)[\s/>-]",
    re.IGNORECASE,
)


def looks_like_markup(text: str) -> bool:
    """Whether a text that may be HTML is.

    >>> looks_like_markup("<p>Le port rouvre.</p>"), looks_like_markup("<< Le port rouvre >>")
    (True, False)
    """
    return text.lstrip()[:1] == "<" and ">" in text and bool(_LOOKS.match(text))


def text_of(html: str) -> str:
    """Take the text out of HTML.

    >>> text_of("<p>L&rsquo;eau <b>monte</b>.</p><script>x</script><p>Elle<br>baisse.")
    'L’eau monte.\\nElle\\nbaisse.'
    """
    parts: list[str] = []
    at, size = 0, len(html)
    while at < size:
        start = html.find("<", at)
        if start < 0:
            break
        if start > at:
            parts.append(_BLANKS.sub(" ", html[at:start]))
        if html.startswith(("<!--", "<!", "<?"), start):
            end = html.find("-->" if html.startswith("<!--", start) else ">", start)
            if end < 0:
                at = size
                break
            at = html.index(">", end) + 1
            continue
        tag = _TAG.match(html, start)
        if not tag:
            parts.append("<")
            at = start + 1
            continue
        at = tag.end()
        name = tag["name"].lower()
        if name in _BLOCKS:
            parts.append("\n")
        elif name in _SILENT and not tag["close"] and not tag[0].endswith("/>"):
            at = _end_of(html, name, at)
    if at < size:
        parts.append(_BLANKS.sub(" ", html[at:]))
    return tidy(unescape("".join(parts)))


def _end_of(html: str, name: str, at: int) -> int:
    """Where an element ends of which nothing is read: at its closing tag, or with the text."""
    found = re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE).search(html, at)
    return found.end() if found else len(html)


def tidy(text: str) -> str:
    """Write paragraphs a line each, without blanks around them."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))
