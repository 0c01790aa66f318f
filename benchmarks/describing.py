"""What a corpus is like, to hold a synthetic one against a real one: python -m benchmarks.describing FILE.jsonl …

In: JSON Lines. Out: a Markdown table: how its vocabulary grows, how long its articles are, what stands in its texts.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from searcher.analysis import is_function_word

MEGABYTE = 1_000_000
GROWTH = (10, 45, 100)  # megabytes of text after which distinct words are counted

# As a reader counts them: letters and digits in a row, a clitic apart.
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\w['’]\w")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


@dataclass(slots=True)
class Description:
    """What was counted in a corpus."""

    name: str
    articles: int = 0
    text_bytes: int = 0  # of titles and bodies
    words: int = 0
    counts: Counter[str] = field(default_factory=Counter)  # of each word, in small letters
    lengths: list[int] = field(default_factory=list)  # of bodies, in words
    distinct: dict[int, tuple[int, int]] = field(default_factory=dict)  # by megabytes: words, distinct ones
    capitals: int = 0  # words that begin with one
    numbers: int = 0  # words that begin with a digit
    elisions: int = 0
    sentences: int = 0

    @property
    def heaps(self) -> float:
        """The exponent of the growth of the vocabulary, from 10 MB to the end; nan if the corpus is smaller."""
        if GROWTH[0] not in self.distinct:
            return math.nan
        words, distinct = self.distinct[GROWTH[0]]
        return math.log(len(self.counts) / distinct) / math.log(self.words / words)

    @property
    def function_words(self) -> int:
        return sum(count for word, count in self.counts.items() if is_function_word(word))


def describe(path: Path, megabytes: float = math.inf) -> Description:
    """Count what is in a corpus, or in its first megabytes of text."""
    found = Description(path.stem)
    marks = list(GROWTH)
    with open(path, "rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            body = record.get("text") or ""
            text = f"{record.get('title') or ''}\n{body}"
            words = _WORD.findall(text)
            found.articles += 1
            found.text_bytes += len(text.encode())
            found.words += len(words)
            found.counts.update(word.lower() for word in words)
            found.lengths.append(len(_WORD.findall(body)))
            found.capitals += sum(word[0].isupper() for word in words)
            found.numbers += sum(word[0].isdigit() for word in words)
            found.elisions += len(_ELISION.findall(text))
            found.sentences += len(_SENTENCE_END.findall(text))
            if marks and found.text_bytes >= marks[0] * MEGABYTE:
                found.distinct[marks.pop(0)] = found.words, len(found.counts)
            if found.text_bytes >= megabytes * MEGABYTE:
                break
    return found


def table(described: Sequence[Description]) -> Iterator[str]:
    """A row for each property, a column for each corpus."""
    yield f"| | {' | '.join(each.name for each in described)} |"
    yield f"|---|{'---|' * len(described)}"
    rows = {
        "articles": [f"{each.articles:,}" for each in described],
        "text, MB": [f"{each.text_bytes / MEGABYTE:.1f}" for each in described],
        "bytes a word": [f"{each.text_bytes / each.words:.2f}" for each in described],
        **{f"distinct words at {size} MB": [_distinct(each, size) for each in described] for size in GROWTH},
        "distinct words in all": [f"{len(each.counts):,}" for each in described],
        "Heaps' exponent, from 10 MB on": [f"{each.heaps:.2f}" for each in described],
        "seen once, of the distinct": [
            f"{sum(count == 1 for count in each.counts.values()) / len(each.counts):.2f}"
            for each in described
        ],
        "words of an article: quartiles": [
            " / ".join(f"{value:.0f}" for value in statistics.quantiles(each.lengths, n=4))
            for each in described
        ],
        "function words": [f"{each.function_words / each.words:.3f}" for each in described],
        "words with a capital": [f"{each.capitals / each.words:.3f}" for each in described],
        "numbers": [f"{each.numbers / each.words:.3f}" for each in described],
        "elisions": [f"{each.elisions / each.words:.3f}" for each in described],
        "words of a sentence": [f"{each.words / each.sentences:.1f}" for each in described],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _distinct(found: Description, megabytes: int) -> str:
    return f"{found.distinct[megabytes][1]:,}" if megabytes in found.distinct else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Describe corpora."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.describing", description=__doc__.splitlines()[0]
    )
    parser.add_argument("corpus", type=Path, nargs="+", help="a .jsonl file")
    parser.add_argument(
        "--megabytes", type=float, default=math.inf, help="of text to look at; all if not given"
    )
    options = parser.parse_args(arguments)
    print("\n".join(table([describe(path, options.megabytes) for path in options.corpus])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
