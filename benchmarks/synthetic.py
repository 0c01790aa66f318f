"""A corpus of any size without a download: python -m benchmarks.synthetic OUT.jsonl --megabytes 400 [--seed 1]

In: a size and a seed. Out: JSON Lines of pseudo-French news, the same for the same seed (and version of NumPy); a
larger one begins with the articles of a smaller one. Its words are made of syllables, so nobody can read it, but an
index cannot tell: frequencies, growth of the vocabulary, lengths, accents, elisions, capitals, numbers and punctuation
are those of real news, as `benchmarks/describing.py` measures them. Each stem has eight endings, so that families are
found; words come in pairs more often than by chance, and again in the same article, so that phrases are.

Memory does not grow with the size. Needs `pip install -e '.[benchmarks]'`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy

MEGABYTE = 1_000_000

# How often each comes among all words but clitics, in hundredths of a percent, as measured on 47 MB of news.
_FUNCTION_SHARES = (
    "de 560 la 297 le 245 à 209 les 185 et 175 a 161 des 161 en 146 un 135 une 113 du 112 pour 101 est 95 "
    "dans 91 il 86 qui 77 que 75 sur 73 par 64 au 64 pas 55 été 45 ce 45 plus 42 son 41 ont 41 avec 37 ne "
    "36 se 34 sont 30 elle 28 cette 28 aux 28 mais 26 on 25 sa 23 avait 23 je 21 être 21 nous 21 ou 21 "
    "après 20 fait 19 ses 19 deux 19 selon 18 ans 18 y 18 comme 18 était 17 leur 16 tout 16 aussi 15 ils "
    "15 même 14 vous 13 lui 12 dont 12 si 12 sans 11 entre 11 ces 11 où 10"
).split()
FUNCTION_WORDS = tuple(_FUNCTION_SHARES[::2])
_SHARES = tuple(int(share) / 10_000 for share in _FUNCTION_SHARES[1::2])

# Content words, by rank: Zipf-Mandelbrot at first, then the steeper law from which the vocabulary grows as
# n ** (1 / 1.7) (Gerlach & Altmann 2013). The constants are fitted to real news, see benchmarks/README.md.
_SHIFT = 30  # Mandelbrot's, in ranks
_BEND = 8_000  # the rank where the steeper law begins
_HEAD_SLOPE, _TAIL_SLOPE = 1.03, 1.7

_KNOWN = 1 << 17  # ranks whose words are made once; the others, one in fifty, are made as they come
_STEPS = 1 << 22  # the finest share of the table that ranks are drawn from
_BATCH_ARTICLES = 2_000

_LOG_WORDS, _LOG_SPREAD = 5.79, 0.55  # of the lengths of articles, in natural logarithms of words
_FEWEST, _MOST = 20, 5_000  # words of an article
_TITLE_WORDS = 8, 14  # from, up to but not including
_SENTENCE_WORDS = 29  # on average; at least three
_NEW_PARAGRAPH = 0.30  # of the sentences
_AGAIN = 0.25  # of the words: one that the article had before
_RARE_AGAIN = 0.58  # of the rare words: the one before it, most often of the same article
_TOGETHER = 0.12  # of the words: the usual neighbour of the word before
_NUMBERS = 0.033
_COMMA, _QUOTED = 0.055, 0.006  # of the words
_ELIDED = 0.45  # of the words that begin with a vowel

_FIRST_SYLLABLES = (
    "a é al am an ar ex in im o or u ouv és ba bé ca cha co con cré da dé di do é fa fi for ga gou gra "
    "jour la lé li lou ma mé mi mon na né no pa par pé pla po pré ra ré ri ro sa sé si so ta té tra va vi "
    "vo"
).split()
_NEXT_SYLLABLES = (
    "ba bi bo bre ca cha che ci co cou da dé di do dou dre fa fi fou ga ge gi gne gue la lé li lo lon ma "
    "mê mi mon na né ni no non pa pê pi po pre ra ré ri ro rou sa sè si so son ta té ti toi tre va vi vo "
    "vê zo çon"
).split()
_ENDINGS = ("", "s", "e", "es", "é", "er", "ation", "ement")  # of one stem
_VOWELS = frozenset("aeiouéèêâôî")
_NAMES = 5  # one stem in so many is a proper noun, among the less frequent
_FIRST_NAME = 256  # the rank

# What stands before a word, and whether it is then a capital: the forms of each word that are made once.
_PLAIN, _AFTER_COMMA, _AFTER_STOP, _AFTER_PARAGRAPH, _ELISION, _QUOTATION = range(6)
_CLITICS = ("l’", "d'", "l'", "d’", "qu’", "n'", "s’", "d’")

_SOURCES = (
    "Agence du Ponant", "Le Courrier de la Sorvenne", "L’Écho des Combes", "La Dépêche de Valbrec",
    "Le Phare de l’Ouest", "Radio Montrevel", "Gazette des rivières", "Journal du Haut-Plateau",
)  # fmt: skip
_FIRST_DAY = date(2010, 1, 1)
_DAYS = 15 * 365


def articles(seed: int = 1) -> Iterator[bytes]:
    """Lines of JSON, without end: id, source, date, title, text."""
    random = numpy.random.Generator(numpy.random.PCG64(seed))
    table = _rank_table()
    forms = _known_forms()
    number = 0
    while True:
        for title, text, day, source in _batch(random, table, forms):
            line = (
                f'{{"id": "synth-{number:09}", "source": "{_SOURCES[source]}", '
                f'"date": "{_FIRST_DAY + timedelta(days=day)}", "title": "{title}", "text": "{text}"}}\n'
            )
            yield line.encode()
            number += 1


def write(path: Path, megabytes: float, seed: int = 1) -> int:
    """Write articles until the file has that size; give how many there are."""
    left = int(megabytes * MEGABYTE)
    number = 0
    with open(path, "wb", buffering=1 << 20) as file:
        for line in articles(seed):
            file.write(line)
            number += 1
            left -= len(line)
            if left <= 0:
                break
    return number


def word_of_rank(rank: int) -> str:
    """The word of a rank, 0 the most frequent; hardly two ranks have the same."""
    if rank < len(FUNCTION_WORDS):
        return FUNCTION_WORDS[rank]
    # Neighbours in frequency should not be neighbours in the alphabet: within each power of two, all change places.
    octave = 1 << (rank.bit_length() - 1)
    mixed = octave + ((rank * 0x9E3779B1 + 0x7F4A7C15) & (octave - 1))
    stem, ending = mixed >> 3, _ENDINGS[mixed & 7]
    # The syllable that differs from one stem to the next comes first: frequent words begin with all of them.
    word, rest = _FIRST_SYLLABLES[stem & 63], stem >> 6
    while True:
        word += _NEXT_SYLLABLES[rest & 63]
        rest >>= 6
        if not rest:
            break
    word += ending
    return word.capitalize() if rank >= _FIRST_NAME and stem * 40503 % 65536 % _NAMES == 0 else word


def _rank_table() -> numpy.ndarray:
    """Ranks, each as often as it is probable; the rank of the bend stands for itself and all beyond."""
    content = 1 - sum(_SHARES)
    ranks = numpy.arange(len(FUNCTION_WORDS), _BEND)
    weights = (ranks + float(_SHIFT)) ** -_HEAD_SLOPE
    last = float(_BEND + _SHIFT) ** -_HEAD_SLOPE
    beyond = last * _BEND / (_TAIL_SLOPE - 1)
    shares = numpy.concatenate((_SHARES, content * weights / (weights.sum() + beyond)))
    edges = numpy.rint(numpy.cumsum(shares) * _STEPS).astype(numpy.int64)
    counts = numpy.diff(edges, prepend=0)
    table = numpy.full(_STEPS, _BEND, dtype=numpy.int64)
    table[: edges[-1]] = numpy.repeat(numpy.arange(_BEND), counts)
    return table


def _form(word: str, variant: int, rank: int) -> str:
    """A word with what stands before it."""
    if variant == _PLAIN:
        return f" {word}"
    if variant == _AFTER_COMMA:
        return f", {word}"
    if variant == _AFTER_STOP:
        return f". {word[0].upper()}{word[1:]}"
    if variant == _AFTER_PARAGRAPH:
        return f".\\n{word[0].upper()}{word[1:]}"  # as JSON writes it
    if variant == _ELISION:
        is_elided = rank >= len(FUNCTION_WORDS) and word[0].lower() in _VOWELS
        return f" {_CLITICS[rank & 7]}{word}" if is_elided else f" {word}"
    return f" « {word} »"


def _known_forms() -> list[str]:
    """All variants of the known words, then numbers."""
    words = [word_of_rank(rank) for rank in range(_KNOWN)]
    forms = [_form(word, variant, rank) for variant in range(6) for rank, word in enumerate(words)]
    return forms + _numbers()


def _numbers() -> list[str]:
    years = [f" {year}" for year in range(1960, 2025)]
    small = [f" {number}" for number in range(1, 32)] * 4
    amounts = [f" {thousands} {rest:03} €" for thousands in range(1, 40, 2) for rest in (0, 250, 500)]
    shares = [f" {whole},{tenth} %" for whole in range(1, 60, 3) for tenth in (2, 5, 7)]
    hours = [f" {hour} h {minute:02}" for hour in range(7, 23) for minute in (0, 30)]
    return years + small + amounts + shares + hours


def _batch(
    random: numpy.random.Generator, table: numpy.ndarray, forms: Sequence[str]
) -> Iterator[tuple[str, str, int, int]]:
    """Some articles: title and text as JSON writes them, day, number of the source."""
    lengths = numpy.exp(_LOG_WORDS + _LOG_SPREAD * random.standard_normal(_BATCH_ARTICLES))
    lengths = numpy.clip(lengths, _FEWEST, _MOST).astype(numpy.int64)
    titles = random.integers(*_TITLE_WORDS, _BATCH_ARTICLES)
    ends = numpy.cumsum(lengths + titles)
    starts = ends - lengths - titles
    days = random.integers(0, _DAYS, _BATCH_ARTICLES).tolist()
    sources = (len(_SOURCES) * random.random(_BATCH_ARTICLES) ** 2).astype(numpy.int64).tolist()

    ranks = _ranks(random, table, starts, ends)
    variants = _variants(random, ranks, starts, titles)
    entries = variants * _KNOWN + ranks
    numbers = numpy.flatnonzero((random.random(len(ranks), dtype=numpy.float32) < _NUMBERS) & (variants < 2))
    rare = numpy.flatnonzero(ranks >= _KNOWN)
    entries[rare] = 0
    entries[numbers] = 6 * _KNOWN + random.integers(0, len(forms) - 6 * _KNOWN, len(numbers))
    words = list(map(forms.__getitem__, entries.tolist()))
    is_number = set(numpy.intersect1d(numbers, rare).tolist())
    for at, rank, variant in zip(rare.tolist(), ranks[rare].tolist(), variants[rare].tolist(), strict=True):
        if at not in is_number:
            words[at] = _form(word_of_rank(rank), variant, rank)

    for start, title, end, day, source in zip(
        starts.tolist(), titles.tolist(), ends.tolist(), days, sources, strict=True
    ):
        # The first word of each comes after a full stop that nothing stands before.
        yield (
            "".join(words[start : start + title])[2:],
            "".join(words[start + title : end])[2:] + ".",
            day,
            source,
        )


def _ranks(
    random: numpy.random.Generator, table: numpy.ndarray, starts: numpy.ndarray, ends: numpy.ndarray
) -> numpy.ndarray:
    """Which words stand in a row."""
    total = int(ends[-1])
    function = len(FUNCTION_WORDS)
    ranks = table[random.integers(0, _STEPS, total, dtype=numpy.uint32)]
    tail = numpy.flatnonzero(ranks == _BEND)
    # Pareto's law: beyond it are all ranks there can be.
    far = _BEND * (1 - random.random(len(tail))) ** (-1 / (_TAIL_SLOPE - 1))
    ranks[tail] = numpy.minimum(far, 2.0**40).astype(numpy.int64)

    is_new = random.random(len(tail)) >= _RARE_AGAIN
    is_new[:1] = True
    newest = numpy.maximum.accumulate(numpy.where(is_new, numpy.arange(len(tail)), 0))
    ranks[tail] = ranks[tail[newest]]

    chance = random.random(total, dtype=numpy.float32)
    again = numpy.flatnonzero(chance < _AGAIN)
    begin = numpy.repeat(starts, ends - starts)[again]
    earlier = begin + ((again - begin) * random.random(len(again))).astype(numpy.int64)
    before = ranks[earlier]
    both = (before >= function) & (ranks[again] >= function)
    ranks[again[both]] = before[both]
    together = numpy.flatnonzero(chance > 1 - _TOGETHER)
    together = together[(together > 0) & (ranks[together] >= function) & (ranks[together - 1] >= function)]
    # As frequent as the word itself: only the last two bits differ, and 64 is a multiple of four.
    ranks[together] = ranks[together - 1] ^ 3
    return ranks


def _variants(
    random: numpy.random.Generator, ranks: numpy.ndarray, starts: numpy.ndarray, titles: numpy.ndarray
) -> numpy.ndarray:
    """What stands before each word."""
    total = len(ranks)
    chance = random.random(total, dtype=numpy.float32)
    variants = numpy.full(total, _PLAIN, dtype=numpy.int64)
    variants[chance < _ELIDED] = _ELISION
    variants[chance > 1 - _COMMA] = _AFTER_COMMA
    variants[(chance > 1 - _COMMA - _QUOTED) & (chance <= 1 - _COMMA) & (ranks >= 64)] = _QUOTATION
    lengths = 3 + random.geometric(1 / (_SENTENCE_WORDS - 3), 2 * total // _SENTENCE_WORDS + 100)
    stops = numpy.cumsum(lengths)
    stops = stops[stops < total]
    variants[stops] = _AFTER_STOP
    variants[stops[random.random(len(stops)) < _NEW_PARAGRAPH]] = _AFTER_PARAGRAPH
    in_title = numpy.concatenate(
        [numpy.arange(start, start + title) for start, title in zip(starts, titles, strict=True)]
    )
    variants[in_title] = _PLAIN
    variants[starts] = variants[starts + titles] = _AFTER_STOP
    return variants


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a corpus."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.synthetic", description=__doc__.splitlines()[0]
    )
    parser.add_argument("out", type=Path, help="the .jsonl file to write")
    parser.add_argument("--megabytes", type=float, required=True, help="of the file, 1,000,000 bytes each")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    number = write(options.out, options.megabytes, options.seed)
    print(f"{options.out}: {number:,} articles, {options.out.stat().st_size / MEGABYTE:,.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
