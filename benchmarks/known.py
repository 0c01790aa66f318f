"""What is known of an article besides its text, decided from the article itself: the naive side of filters and facets.

Slow and plain on purpose, like `scan.py`: each rule is written as it is defined.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import normalize

from searcher.analysis import Asked, Relation, cut, key
from searcher.analysis.characters import plain
from searcher.article import Article
from searcher.query import Metadata, Published, Undated

SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
OWN = {"source": "source", "agence": "agency", "lieu": "place", "auteur": "author", "langue": "language"}
LONGEST, MOST = 300, 100

Letter = tuple[str, str | None]  # without its accents, and these; None if they may have been lost


def is_known(article: Article, condition: Metadata | Published | Undated) -> bool:
    """Whether an article meets a condition."""
    match condition:
        case Published(first, last):
            return may_be_of(article, first, last)
        case Undated():
            return article.published is None
        case Metadata(name):
            return any(_meets(value, condition) for value in values_of(article, name))


def may_be_of(article: Article, first: date | None, last: date | None) -> bool:
    """Whether an article may have been published in a period."""
    published = article.published
    if published is None:
        return False
    return (first is None or published.last >= first) and (last is None or published.first <= last)


def values_of(article: Article, name: str) -> list[str]:
    """The values that an article has of a field, each once."""
    if name == "chemin":
        return [path for path in [article.path.rstrip("/")] if path]
    if name in OWN:
        value = getattr(article, OWN[name])
        return [value] if value and len(value) <= LONGEST else []
    found: list[str] = []
    derived = {
        "zones": [zone.kind.value for zone in article.zones if zone.kind.is_notice],
        "dates": [str(said.date) for said in article.dates],
    }
    for written, value in (*list(article.extra.items())[:MOST], *derived.items()):
        if key(written) == key(name):
            kept = list(dict.fromkeys(text for text in _texts(value) if text and len(text) <= LONGEST))
            found += kept[:MOST]
    return list(dict.fromkeys(found))


def _texts(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
        elif isinstance(each, bool):
            yield "true" if each else "false"
        elif isinstance(each, int | float):
            yield str(each)


def count_values(articles: Sequence[Article], name: str) -> tuple[Counter[str], int]:
    """How many articles have each value of a field, and how many have none."""
    values = [values_of(article, name) for article in articles]
    return Counter(value for each in values for value in each), sum(not each for each in values)


def _meets(value: str, condition: Metadata) -> bool:
    asked = condition.value
    if condition.name == "chemin":
        asked = asked.rstrip("/")
    if condition.whole:
        return _spaced(value) == _spaced(asked)
    if asked == "*":
        return True
    if "*" in asked or "?" in asked:
        return _has_shape(_letters(value, typed=False), _letters(asked, typed=True))
    if condition.name == "langue":
        tags = _spaced(value).lower().replace("_", "-").split("-")
        wanted = _spaced(asked).lower().replace("_", "-").split("-")
        return tags[: len(wanted)] == wanted
    as_path = condition.name == "chemin"
    row = [forms[0] for _, forms in sorted(_words(asked, as_path).items())]
    if not row:
        return _has_shape(_letters(value, typed=False), _letters(asked, typed=True))
    there = _words(value, as_path)
    return any(
        all(any(_same(asked, form) for form in there.get(at + step, ())) for step, asked in enumerate(row))
        for at in there
    )


def _words(text: str, as_path: bool) -> dict[int, list[str]]:
    """The forms at each position of a text; each run of letters and digits of a path is one of its own."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    if as_path:
        names = re.split(r"[\W_]+", normalize("NFC", text))
        return {at: [name if name.isupper() else name.lower()] for at, name in enumerate(filter(None, names))}
    for token in cut(text):
        found[token.position].append(token.form)
    return found


def _same(asked: str, form: str) -> bool:
    related = Asked.of(asked).relate(form)
    return related is not None and related[0] in SAME_KEY


def _spaced(text: str) -> str:
    return " ".join(plain(text)[0].split())


def _letters(text: str, *, typed: bool) -> list[Letter]:
    text = _spaced(text)
    lost = [False] * len(text)
    for word in re.finditer(r"[^\W\d_]+", text):
        if not typed and word.group().isupper() and word.group().lower() == key(word.group()):
            lost[word.start() : word.end()] = [True] * len(word.group())
    found: list[Letter] = []
    for sign, unknown in zip(text, lost, strict=True):
        small = sign.lower()
        if small in "œæþß":
            found += [(letter, "") for letter in key(small)]
        elif small in "øłđðħı":
            found.append((key(small), small))
        else:
            letter, *accents = normalize("NFD", small)
            found.append((letter, None if unknown else "".join(accents)))
    return found


def _has_shape(value: Sequence[Letter], asked: Sequence[Letter]) -> bool:
    """Whether letters are those asked for, where `*` stands for any, `?` for one."""
    reached = {0}  # letters of the value that the pattern so far may have taken
    for letter, accents in asked:
        if letter == "*":
            reached = set(range(min(reached), len(value) + 1)) if reached else set()
        else:
            reached = {
                at + 1
                for at in reached
                if at < len(value)
                and letter in ("?", value[at][0])
                and (letter == "?" or not accents or value[at][1] in (None, accents))
            }
    return len(value) in reached
