"""Measure cutting: its speed on news, its words held against another tokenizer's, its time on hostile text.

    python -m benchmarks.cutting FILE.jsonl
    python -m benchmarks.cutting FILE.jsonl --against REFERENCE.py
    python -m benchmarks.cutting --hostile

In: a corpus; and a module whose `tokenize(text)` gives (word, start, end, step) for each word: offsets in characters,
step 0 where a word stands on the one before. Out: figures; or the stretches of text of which the two make different
words, by their shape (`A` and `a` for letters, `9` for digits), how often each comes, and an example.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from searcher import kernels
from searcher.analysis import Cutter, Token, cut
from searcher.analysis.words import cut_chunk
from searcher.article import Article
from searcher.corpus import read_corpus
from searcher.query import parse

ROUNDS = 5
BATCH = 2_000_000  # bytes: as a build cuts them
LINEAR = 8.0  # times as long, for four times the text: 4 is right, 16 would be a square
MEMORY = 2e-7  # seconds a character: below, the system's memory counts for more than the work

# In small letters; where it starts and ends, in characters; how far it moves on.
Word = tuple[str, int, int, int]


# ------------------------------------------------------------------ speed


def batches(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Group texts as a build does."""
    batch: list[bytes] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def measure_speed(articles: Sequence[Article]) -> None:
    """Print how many MB a second are cut on one core: chunks met for the first time, and chunks known."""
    texts = [text.encode() for article in articles for text in (article.title, article.body)]
    size = sum(map(len, texts))
    work = list(batches(texts))
    first, second = [], []
    for _ in range(ROUNDS):
        cutter = Cutter()
        for times in (first, second):
            start = time.process_time()
            for batch in work:
                cutter.cut(batch)
            times.append(time.process_time() - start)
    kind = "compiled" if kernels.COMPILED else "interpreted"
    print(f"{size / 1e6:.1f} MB of UTF-8, {len(cutter):,} forms, {kind} kernels; medians of {ROUNDS} rounds")
    for name, times in (("first pass, from nothing", first), ("second pass, all chunks known", second)):
        seconds = statistics.median(times)
        print(f"{name:32}{seconds:8.3f} s of processor{size / 1e6 / seconds:8.1f} MB/s")


# ------------------------------------------------------------------ held against another tokenizer


def load_tokenizer(path: Path) -> Callable[[str], list[Word]]:
    """Load the tokenizer of a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.tokenize


def without_sites(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the names of sites, `lemonde` of `lemonde.fr`, which no other tokenizer gives."""
    addresses = {token.position for token in tokens if "." in token.form}
    return [token for token in tokens if "." in token.form or token.position not in addresses]


def our_words(text: str) -> list[Word]:
    """Our words, without two deliberate differences: words all in capitals keep them, addresses tell their site."""
    position = -1
    words = []
    for token in without_sites(cut(text)):
        words.append((token.form.lower(), token.start, token.end, token.position - position))
        position = token.position
    return words


def differences(ours: list[Word], theirs: list[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """The words of each stretch that is not cut alike: stretches that touch are one."""
    common = Counter(ours) & Counter(theirs)
    apart = [(word, 0) for word in (Counter(ours) - common).elements()]
    apart += [(word, 1) for word in (Counter(theirs) - common).elements()]
    apart.sort(key=lambda each: each[0][1:3])
    sides: tuple[list[Word], list[Word]] = ([], [])
    reached = -1
    for word, side in apart:
        if word[1] > reached + 1 and reached >= 0:
            yield sides
            sides = ([], [])
        sides[side].append(word)
        reached = max(reached, word[2])
    if reached >= 0:
        yield sides


def shape(text: str) -> str:
    """What a stretch of text looks like, whatever its letters."""
    text = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", text)
    return re.sub(r"(A)A+|(a)a+|(9)9+", r"\1\2\3", re.sub(r"\d", "9", text))


def compare(articles: Iterable[Article], tokenize: Callable[[str], list[Word]]) -> int:
    """Print the differences, the most frequent shapes first. Returns how many there are."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    texts = words = 0
    for article in articles:
        for field, text in (("title", article.title), ("body", article.body)):
            ours = our_words(text)
            theirs = [(word.lower(), start, end, step) for word, start, end, step in tokenize(text)]
            texts += 1
            words += len(ours)
            if ours == theirs:
                continue
            for mine, other in differences(ours, theirs):
                start = min(word[1] for word in mine + other)
                end = max(word[2] for word in mine + other)
                told = [
                    " ".join("+" * (not step) + word for word, _, _, step in side) for side in (mine, other)
                ]
                found[shape(text[start:end])].append(
                    f"{text[max(0, start - 12) : end + 12]!r} in the {field} of {article.key}:"
                    f" ours is {told[0]!r}, theirs {told[1]!r}"
                )
    for kind, examples in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(examples):6} {kind!r}: {examples[0]}")
    total = sum(map(len, found.values()))
    print(f"{total:,} differences of {len(found):,} shapes in {words:,} words of {texts:,} texts")
    return total


# ------------------------------------------------------------------ hostile texts

CHARACTERS = 4_000_000  # of the longest text
MANY_CHARACTERS = 10_000_000  # … where it is one word
RUN_CHARACTERS = 32_000  # of the longest run that is looked at in Python: the scanner cuts longer ones
QUERY_CHARACTERS = 100_000  # of the longest query that is read
REPEATED = (
    *"'’-._@#&·/:()\u0301\u00ad\u200b%ﷺ½X€\"*?~=[",
    *"-a a- a' a. a_ a@ a@. a:/ a·e a( (e) a(e) aa.e aa-e-s a& 中a l' l'l’ qu' x' aaL' '- .- --'".split(),
    *"A. A.- l'A. XI IVe M€ 1. 1, 1' 1- 1: 1/ 1h 2024-07-03 20:30 e\u0301 a\u00ad \u00ad\u0301".split(),
    *"http:// http://a www. www.a.fr a.fr/ a@b.fr @a #a a: titre: date:[".split(),
    *("1 ", " 234", "1 234 ", "1\u202f234\u202f", "1 h ", "1er mai ", "12 mai 2024 ", "s' ", "a- ", "« "),
    *('"a ', "a* ", "a~ ", "ET ", "SAUF ", "OU (", "NON ", "(a ", "juin ", "depuis ", "du 1 au "),
)
ONE_WORD = ("a", "é", "A", "1", "中", "Я")
ALPHABET = "aéAÉ1中Я'’-‑.,·_@#&%€(/:) \u00a0\u202f\n\u0301\u00ad«»\"*?~=[]hHlLdeX"


def hostile_texts() -> Iterator[tuple[str, Callable[[int], str], int]]:
    """What makes a careless tokenizer slow: a name, a text of any length, the most characters to try."""

    def repeated(piece: str) -> Callable[[int], str]:
        return lambda size: (piece * (size // len(piece) + 1))[:size]

    def mixed(seed: int) -> Callable[[int], str]:
        letters = "".join(Random(seed).sample(ALPHABET, 4 + 2 * seed))
        return lambda size: "".join(Random(seed).choices(letters, k=size))

    for piece in REPEATED:
        yield repr(piece), repeated(piece), CHARACTERS
    for piece in ONE_WORD:
        yield f"one word of {piece!r}", repeated(piece), MANY_CHARACTERS
    for seed in range(12):
        yield f"mixture {seed}", mixed(seed), CHARACTERS // 4  # whose runs are all different


def seconds(work: Callable[[str], object], text: str) -> float:
    """The best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work(text)
        times.append(time.process_time() - start)
    return min(times)


def measure_hostile() -> int:
    """Print how time grows when hostile texts do. Returns how many times it grew faster than they did."""
    today = date(2024, 7, 10)

    def cut_text(text: str) -> None:
        Cutter().cut([text.encode()])

    def ask(text: str) -> None:
        parse(text, today=today)

    faster = 0
    print("ms for a quarter, a half, and the whole: of a text; of one run in Python; of a query")
    for name, make, most in hostile_texts():
        line = f"{name:20}"
        for work, size in ((cut_text, most), (cut_chunk, RUN_CHARACTERS), (ask, QUERY_CHARACTERS)):
            times = [seconds(work, make(size // part)) for part in (4, 2, 1)]
            growth = times[2] / times[0]
            is_linear = growth < LINEAR or times[2] < MEMORY * size
            faster += not is_linear
            line += "".join(f"{1000 * each:8.1f}" for each in times)
            line += f" ×{growth:<4.1f}{' ' if is_linear else '!'} "
        print(line, flush=True)
    print(f"{faster} grow faster than the text")
    return faster


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cutting", description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?", help="a .jsonl file, or a folder of articles")
    parser.add_argument("--against", type=Path, metavar="FILE.py", help="a tokenizer to hold ours against")
    parser.add_argument("--hostile", action="store_true", help="measure hostile texts")
    options = parser.parse_args(arguments)
    if options.hostile:
        return 1 if measure_hostile() else 0
    if options.corpus is None:
        parser.error("a corpus is needed")
    articles = list(read_corpus(options.corpus))
    if options.against:
        compare(articles, load_tokenizer(options.against))
    else:
        measure_speed(articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
