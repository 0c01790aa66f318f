"""The format: a real index, read by what `index/README.md` says and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path

import pytest
import zstandard
from conftest import ROOT

from searcher import Article, PartialDate, Zone, ZoneKind, build_index, edit_index, update_index
from searcher.analysis import class_of, cut, is_function_word, key, lemma
from searcher.analysis.relations import weight
from searcher.corpus import Limits

README = ROOT / "index" / "README.md"


# ------------------------------------------------------------------ the reader: nothing of ours but the page


def sections(path: Path, stamp: dict[str, int]) -> dict[str, bytes]:
    """The frame of a file, with every checksum."""
    data = path.read_bytes()
    content, checksums = data[: stamp["size"]], data[stamp["size"] :]
    assert content[:8] == b"SEARCHR\x01"
    pages = [content[at : at + 65_536] for at in range(0, len(content), 65_536)]
    assert checksums == b"".join(struct.pack("<I", zlib.crc32(page)) for page in pages)
    assert zlib.crc32(checksums) == stamp["checksum"]
    (offset,) = struct.unpack("<Q", content[-8:])
    directory = json.loads(content[offset:-8])
    spans = sorted(directory.values())
    assert all(start % 8 == 0 for start, _ in spans)
    for (_, end), (start, _) in pairwise([[0, 8], *spans, [offset, 0]]):
        assert start - end < 8
        assert not any(content[end:start])
    return {name: content[start:end] for name, (start, end) in directory.items()}


def u32(data: bytes) -> list[int]:
    return [number for (number,) in struct.iter_unpack("<I", data)]


def varints(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
    assert shift == 0


class Bytes:
    """Bytes with a cursor."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def varint(self) -> int:
        start = self.at
        while self.data[self.at] >= 128:
            self.at += 1
        self.at += 1
        return next(varints(self.data[start : self.at]))


def table(lexicon: dict[str, bytes], name: str) -> Iterator[tuple[bytes, Bytes, list[int]]]:
    """The entries of a table: key, what follows it, and the sums that begin its block."""
    offsets, (count,) = u32(lexicon[f"{name}_offsets"]), u32(lexicon[f"{name}_count"])
    assert len(offsets) == -(-count // 32) + 1
    for block, (start, end) in enumerate(pairwise(offsets)):
        data = Bytes(lexicon[name][start:end])
        sums = [data.varint() for _ in range(4)] if name == "forms" else []
        key = b""
        for number in range(min(32, count - 32 * block)):
            shared = data.varint()
            assert number or not shared
            follow = data.varint()
            key = key[:shared] + data.take(follow)
            yield key, data, sums
        assert data.at == len(data.data)


def read_forms(lexicon: dict[str, bytes]) -> Iterator[tuple[str, str, dict[str, tuple[int, ...]]]]:
    """The forms, and for each field: articles, occurrences, and the spans of its lists."""
    sums = [0, 0, 0, 0]
    for number, (folded, data, block_sums) in enumerate(table(lexicon, "forms")):
        if number % 32 == 0:
            assert block_sums == sums
        form = data.take(data.varint()) or folded
        fields, lists = data.varint(), {}
        for bit, name, at in ((1, "body", 0), (2, "title", 2)):
            if fields & bit:
                articles, more, postings, positions = (data.varint() for _ in range(4))
                lists[name] = (articles, articles + more, sums[at], postings, sums[at + 1], positions)
                sums[at] += postings
                sums[at + 1] += positions
        assert fields in (1, 2, 3)
        yield folded.decode(), form.decode(), lists


def bits(data: bytes, width: int, count: int) -> list[int]:
    whole = int.from_bytes(data, "little")
    return [whole >> width * at & (1 << width) - 1 for at in range(count)]


def rice_width(expected: int) -> int:
    return max(0, expected.bit_length() - 1)


def rice(stream: int, cursor: int, width: int) -> tuple[int, int]:
    """The number whose code begins at a bit, and where the next one begins."""
    ones = 0
    while ones < 24 and stream >> cursor & 1:
        ones, cursor = ones + 1, cursor + 1
    rest_bits = width if ones < 24 else 32
    cursor += ones < 24
    low = stream >> cursor & (1 << rest_bits) - 1
    return (ones << width) + low if ones < 24 else low, cursor + rest_bits


def phase(stream: int, cursor: int, length: int) -> tuple[int, int]:
    """The position of a form that stands once, whose code begins at a bit, and where the next one begins."""
    phases = (min(length, (1 << 20) - 1) * 17 >> 3) + 3
    width = (phases - 1).bit_length()
    found, cursor = stream >> cursor & (1 << width - 1) - 1, cursor + width - 1
    if found >= (1 << width) - phases:
        if stream >> cursor & 1:
            found += phases - (1 << width - 1)
        cursor += 1
    if found < phases - 1:
        return found, cursor
    return stream >> cursor & 0xFFFFFFFF, cursor + 32


def by_digit(section: bytes, count: int) -> list[int]:
    """Numbers of which all lowest bytes stand first; as few bytes of each as the highest needs."""
    assert len(section) % count == 0
    numbers = [int.from_bytes(section[n::count], "little") for n in range(count)]
    assert len(section) // count == -(-max(numbers).bit_length() // 8)
    return numbers


def read_list(
    postings: bytes, positions: bytes, df: int, occurrences: int, lengths: list[int], slope: int, typical: int
) -> dict[int, list[int]]:
    """The articles of a list, and the positions in each, 0 where none are written; checks the directory on the way."""
    blocks, article, result, ends, before = df // 128, -1, {}, [(0, 0)], -1
    data = postings[14 * blocks :]
    gaps, frequencies, at = [], [], 0
    for block in range(blocks):
        last, end, position_end, bound = struct.unpack("<IIIH", postings[14 * block : 14 * block + 14])
        g, f = data[at], data[at + 1]
        at += 2
        if g == 128:
            size = -(-(last - before) // 8)
            there = bits(data[at : at + size], 1, 8 * size)
            here = [before + 1 + place for place, bit in enumerate(there) if bit]
            gaps += [one - other - 1 for other, one in pairwise((before, *here))]
        else:
            size = 16 * g
            gaps += bits(data[at : at + size], g, 128)
            here = [before + each for each in accumulate(gap + 1 for gap in gaps[-128:])]
        at += size
        frequencies += [1 + each for each in bits(data[at : at + 16 * f], f, 128)]
        at += 16 * f
        assert end == at
        assert positions or position_end == 0
        assert (len(here), here[-1]) == (128, last)
        before = last
        highest = max(
            Fraction(
                min(65535, frequency) * 25600 * typical, (100 - slope) * typical + slope * lengths[number]
            )
            for number, frequency in zip(here, frequencies[-128:], strict=True)
        )
        assert bound == min(65535, ceil(highest))
        ends.append((128 * (block + 1), position_end))
    stream, cursor, width = int.from_bytes(data[at:], "little"), 0, rice_width(len(lengths) * 11 // (16 * df))
    for _ in range(df % 128):
        gap, cursor = rice(stream, cursor, width)
        more, cursor = rice(stream, cursor, 0)
        gaps.append(gap)
        frequencies.append(more + 1)
    assert len(data) - at == -(-cursor // 8)
    assert not stream >> cursor
    assert len(gaps) == df
    assert sum(frequencies) == occurrences
    ends.append((df, len(positions)))
    for (first, start), (last, end) in pairwise(ends):
        stream, cursor, size = int.from_bytes(positions[start:end], "little"), 0, 8 * (end - start)
        told = size.bit_length() if last - first == 128 and positions else 0
        stream, middle = stream & (1 << size - told) - 1, stream >> size - told
        for at, (gap, frequency) in enumerate(zip(gaps[first:last], frequencies[first:last], strict=True)):
            article += gap + 1
            result[article] = []
            assert at != 64 or cursor == middle or not told
            if frequency == 1:
                position, cursor = phase(stream, cursor, lengths[article])
                result[article].append(position)
                continue
            position, width = 0, rice_width(lengths[article] * 7 // (4 * (frequency + 1)))
            for _ in range(frequency):
                value, cursor = rice(stream, cursor, width)
                position += value
                result[article].append(position)
        assert end - start == -(-(cursor + told) // 8) or not positions
        assert not stream >> cursor
    return result


def read_codebooks(store: dict[str, bytes]) -> Iterator[dict[bytes, bytes]]:
    """What codes stand for, for each codebook; what bytes that are none stand for as well."""
    start = 0
    for end in u32(store["codebook_ends"]):
        data = Bytes(zstandard.ZstdDecompressor().decompress(store["codebooks"][start:end]))
        count, ones = int.from_bytes(data.take(2), "little"), data.take(1)[0]
        words = [data.take(size) for size in data.take(count)]
        assert data.at == len(data.data)
        codes = [*range(1, 9), *range(11, 32), *range(128, 256)]
        pairs = [bytes((first, second)) for first in codes[ones:] for second in range(256)]
        literal = [bytes([byte]) for byte in range(1, 256) if byte not in codes]
        yield {
            **dict(zip(literal, literal, strict=True)),
            **dict(zip([*(bytes([code]) for code in codes[:ones]), *pairs], words, strict=False)),
        }
        start = end
    assert start == len(store["codebooks"])


def decoded(text: bytes, codebook: dict[bytes, bytes]) -> bytes:
    """A coded text, read by its codebook."""
    data, result = Bytes(text), b""
    while data.at < len(text):
        code = data.take(1)
        if code == b"\0":
            result += data.take(data.take(1)[0])
        else:
            result += codebook[code if code in codebook else code + data.take(1)]
    return result


def read_articles(store: dict[str, bytes], count: int) -> list[tuple[dict[str, object], str, str]]:
    """The articles: metadata, title, body."""
    firsts, sizes = u32(store["firsts"]), u32(store["sizes"])
    books, codebooks = by_digit(store["books"], len(firsts)), [None, *read_codebooks(store)]
    assert set(books) == set(range(len(codebooks)))
    ends = [end for (end,) in struct.iter_unpack("<Q", store["ends"])]
    result, start = [], 0
    nexts = [*firsts, count][1:]
    for first, following, size, end, book in zip(firsts, nexts, sizes, ends, books, strict=True):
        text = zstandard.ZstdDecompressor().decompress(store["blocks"][start:end])
        assert (len(result), len(text)) == (first, size)
        data, articles, codebook = Bytes(text), following - first, codebooks[book]
        lengths = []
        for _ in range(3):
            digits = data.take(4 * articles)
            lengths.append([int.from_bytes(digits[n::articles], "little") for n in range(articles)])
        metadata = [json.loads(data.take(length)) for length in lengths[0]]
        for known, *parts in zip(metadata, *lengths[1:], strict=True):
            title, body = (
                part if codebook is None else decoded(part, codebook) for part in map(data.take, parts)
            )
            result.append((known, title.decode(), body.decode()))
        assert data.at == size
        start = end
    assert len(result) == count
    return result


# ------------------------------------------------------------------ what it reads, held against the articles


@pytest.fixture(scope="module")
def articles(sample: Sequence[Article]) -> list[Article]:
    """The sample, and enough short articles for full blocks of postings."""
    short = [
        Article(
            key=f"brève-{n:03}",
            title="Brève",
            body="la " * (n % 4) + f"brève numéro {n}",
            zones=(Zone(ZoneKind.ABOUT, 0, 4), Zone(ZoneKind.LEGAL, 4, 8 + n % 5)) if n % 2 else (),
            published=PartialDate(2024, 1 + n % 12),
            author=f"Auteur n° {n}",
            extra={"page": n, "mots": ["crue", f"m{n % 7}", "crue", ["x"]]} if n % 4 == 0 else {"rang": True},
        )
        for n in range(300)
    ]
    long = Article(key="très long", body="début " + "mot " * 70_000 + "fin", extra={"mots": "x" * 301})
    foreign = Article(
        key="étranger", body="".join(map(chr, range(0x4E00, 0x6600)))
    )  # fills a block without a code
    return [*sample, *short, long, foreign]


@pytest.fixture(scope="module")
def index(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("format")
    with pytest.MonkeyPatch.context() as patch:
        # Several blocks of few articles; no words of so few would be coded, and no family of them counted.
        patch.setattr("searcher.index.articles.BLOCK_BYTES", 20_000)
        patch.setattr("searcher.index.articles.LEAST_CODED", 1)
        patch.setattr("searcher.index.frequent.LEAST_POSTINGS", 20)
        patch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 2)
        build_index(folder, articles)
    with edit_index(folder) as writer:
        writer.remove(articles[3].key)
        writer.remove(articles[70].key)
    return folder


@pytest.fixture(scope="module")
def commit(index: Path) -> dict:  # type: ignore[type-arg]
    """The newest commit, by the page."""
    path = max(index.glob("commit-*.json"))
    found = re.fullmatch(r'\{"checksum":(\d+),"commit":(\{.*\})\}\n', path.read_text("ascii"))
    assert found
    assert zlib.crc32(found[2].encode()) == int(found[1])
    content = json.loads(found[2])
    assert path.name == f"commit-{content['number']:08}.json"
    assert (content["format"], content["next_segment"]) == (5, 1)
    return content


def file(index: Path, commit: dict, kind: str) -> dict[str, bytes]:  # type: ignore[type-arg]
    (segment,) = commit["segments"]
    return sections(index / "segments" / f"{segment['name']}.{kind}", segment["files"][kind])


def test_the_lexicon_is_as_the_page_says(index: Path, commit, articles: list[Article]) -> None:
    """Sorted by key and form, with each form's lemma and class."""
    lexicon = file(index, commit, "lexicon")
    read = [(key, form) for key, form, _ in read_forms(lexicon)]
    forms = {
        token.form for article in articles for text in (article.title, article.body) for token in cut(text)
    }
    assert read == sorted(
        ((key(form), form) for form in forms), key=lambda pair: [text.encode() for text in pair]
    )
    for name, name_of in (("lemmas", lemma), ("classes", class_of)):
        groups = {}
        for group, data, _ in table(lexicon, name):
            number, members = 0, []
            for _ in range(data.varint()):
                number += data.varint()
                members.append(read[number][1])
            groups[group.decode()] = members
        expected = defaultdict(list)
        for folded, form in read:
            if key(name_of(form).removeprefix("~")) != folded and folded >= ":":
                expected[name_of(form)].append(form)
        assert groups == expected
        assert list(groups) == sorted(groups)


def test_the_counts_of_families_are_as_the_page_says(index: Path, commit, articles: list[Article]) -> None:
    """Of each word how many articles have each relation to it as their best, from the farthest one."""
    held = [{token.form for text in (each.title, each.body) for token in cut(text)} for each in articles]
    forms, counted = set[str]().union(*held), {}
    for word, data, _ in table(file(index, commit, "lexicon"), "families"):
        counted[word.decode()] = [data.varint() for _ in range(data.varint())]
    assert len(counted) > 50
    for word in list(counted)[::7]:
        weights = {form: weight(word, form) for form in forms}
        best = Counter(max(map(weights.__getitem__, each), default=0.0) for each in held)
        assert counted[word] == [best[level] for level in (0.25, 0.5, 0.6, 0.9, 1.0)]
    assert list(counted) == sorted(counted, key=str.encode)


def lengths_and_divisor(index: Path, commit: dict, field: str, count: int) -> tuple[list[int], int, int]:  # type: ignore[type-arg]
    """The lengths of a field, how much they count in bounds, in hundredths, and the typical one."""
    lengths = by_digit(file(index, commit, "columns")[f"{field}_length"], count)
    (typical,) = u32(file(index, commit, "postings")[f"{field}_length"])
    assert typical == max(1, sum(lengths) // len(lengths))
    return lengths, {"body": 75, "title": 30}[field], typical


@pytest.mark.parametrize("field", ["body", "title"])
def test_the_lists_are_as_the_page_says(index: Path, commit, articles: list[Article], field: str) -> None:
    """Every word of every article, and the directories by which readers skip."""
    expected = defaultdict(lambda: defaultdict(list))
    for number, article in enumerate(articles):
        for token in cut(getattr(article, field)):
            expected[token.form][number].append(token.position)
    lists_file, positions = file(index, commit, "postings"), file(index, commit, "positions")
    postings = lists_file[field]
    divided_by = lengths_and_divisor(index, commit, field, len(articles))
    found, ends = {}, (0, 0)
    for _, form, lists in read_forms(file(index, commit, "lexicon")):
        if field in lists:
            df, occurrences, start, size, position_start, position_size = lists[field]
            assert (start, position_start) == ends
            ends = (start + size, position_start + position_size)
            part = positions[field][position_start : ends[1]]
            found[form] = read_list(postings[start : ends[0]], part, df, occurrences, *divided_by)
    assert ends == (len(postings), len(positions[field]))
    assert found == expected
    assert any(len(form) >= 256 for form in found.values()) or field == "title"


def noticed_positions(article: Article) -> dict[int, bool]:
    """The positions of the body, and whether each is in a notice."""
    spans = [
        (start, end) for kind, start, end in article.zones if kind in ("about", "contact", "legal", "origin")
    ]
    firsts: dict[int, int] = {}
    for token in cut(article.body):
        firsts.setdefault(token.position, token.start)
    return {position: any(start <= first < end for start, end in spans) for position, first in firsts.items()}


def test_notices_are_as_the_page_says(index: Path, commit, articles: list[Article]) -> None:
    """What counts less, and how much of it there is in each article."""
    postings, positions = file(index, commit, "postings"), file(index, commit, "positions")
    divided_by = lengths_and_divisor(index, commit, "body", len(articles))
    forms = [form for _, form, _ in read_forms(file(index, commit, "lexicon"))]
    expected: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    expected_bounds = {}
    for number, article in enumerate(articles):
        noticed = noticed_positions(article)
        for token in cut(article.body):
            if noticed[token.position]:
                expected[token.form][number] += 1
        inside = [False, *noticed.values(), False]
        if bounds := [at for at, pair in enumerate(pairwise(inside)) if pair[0] != pair[1]]:
            expected_bounds[number] = bounds
    offsets, (count,) = u32(postings["notice_forms_offsets"]), u32(postings["notice_forms_count"])
    found, end = {}, 0
    for block, (start, stop) in enumerate(pairwise(offsets)):
        data, form = Bytes(postings["notice_forms"][start:stop]), 0
        assert data.varint() == end
        for _ in range(min(32, count - 32 * block)):
            form += data.varint()
            df, more, size = data.varint(), data.varint(), data.varint()
            articles_of = read_list(postings["notices"][end : end + size], b"", df, df + more, *divided_by)
            found[forms[form]] = {article: len(places) for article, places in articles_of.items()}
            end += size
        assert data.at == len(data.data)
    assert end == len(postings["notices"])
    assert found == expected
    assert any(len(form) >= 128 for form in found.values())
    df, occurrences = u32(postings["bounds_count"])
    assert read_list(postings["bounds"], positions["bounds"], df, occurrences, *divided_by) == expected_bounds


def test_the_articles_are_as_the_page_says(index: Path, commit, articles: list[Article]) -> None:
    """The texts to the letter, the metadata without what is empty."""
    for article, (metadata, title, body) in zip(
        articles, read_articles(file(index, commit, "articles"), len(articles)), strict=True
    ):
        expected = {
            name: getattr(article, name)
            for name in Article.__slots__
            if name not in ("title", "body", "published")
        }
        expected["published"] = str(article.published or "")
        expected["zones"] = [list(zone) for zone in article.zones]
        expected["dates"] = [[str(said.date), said.origin] for said in article.dates]
        assert (title, body) == (article.title, article.body)
        assert metadata == {name: value for name, value in expected.items() if value}


def test_the_columns_and_the_deletions_are_as_the_page_says(
    index: Path, commit, articles: list[Article]
) -> None:
    """Filters, norms and the order of pages are read from here alone."""
    columns, (segment,) = file(index, commit, "columns"), commit["segments"]

    def numbers(name: str) -> list[int]:
        return by_digit(columns[name], len(articles))

    lengths = {}
    for field in ("body", "title"):
        lengths[field] = [
            sum(not is_function_word(token.form) for token in cut(getattr(article, field)))
            for article in articles
        ]
        assert numbers(f"{field}_length") == lengths[field]
    first, last = (
        [getattr(article.published, side).toordinal() if article.published else 0 for article in articles]
        for side in ("first", "last")
    )
    assert numbers("first_day") == first
    assert numbers("more_days") == list(map(int.__sub__, last, first))
    assert any(numbers("more_days"))
    names = json.loads(columns["encoding_names"])
    assert [names[place] for place in numbers("encoding")] == [article.encoding for article in articles]
    assert names == list(dict.fromkeys(article.encoding for article in articles))
    keys, start = [], 0
    for end in accumulate(numbers("key_lengths")):
        keys.append(columns["keys"][start:end].decode())
        start = end
    assert keys == [article.key for article in articles]
    by_key = sorted(range(len(keys)), key=keys.__getitem__)
    assert [by_key[rank] for rank in numbers("key_rank")] == list(range(len(keys)))
    # Articles of a program have no path, but for the one whose key it is.
    files = [
        "" if not article.path else "0:" if article.path == article.key else f"0:{article.path}"
        for article in articles
    ]
    names = json.loads(columns["file_names"])
    assert [names[place] for place in numbers("file")] == files
    assert names == list(dict.fromkeys(files))
    assert numbers("record") == [0] * len(articles)
    deletions = (index / "segments" / segment["deletions"]["file"]).read_bytes()
    assert zlib.crc32(deletions) == segment["deletions"]["checksum"]
    assert len(deletions) == 8 * -(-len(articles) // 64)
    assert int.from_bytes(deletions, "little") == 1 << 3 | 1 << 70
    assert (segment["articles"], segment["deletions"]["count"]) == (len(articles), 2)
    assert segment["body_words"] == sum(lengths["body"]) - lengths["body"][3] - lengths["body"][70]


def read_metadata(columns: dict[str, bytes], articles: int) -> dict[tuple[int, str], list[list[str]]]:
    """Of each field the values of each article."""
    found, values_start, entries_start = {}, 0, 0
    for kind, name, count, entries, listed, values_end, entries_end in json.loads(columns["metadata"]):
        values = json.loads(columns["metadata_values"][values_start:values_end])
        data = columns["metadata_entries"][entries_start:entries_end]
        width = max(n for n in (1, 2, 3, 4) if n == 1 or count >= 256 ** (n - 1))
        numbers = [int.from_bytes(data[n * width : n * width + width], "little") for n in range(entries)]
        gaps = list(varints(data[entries * width :]))
        assert (len(values), len(gaps)) == (count, entries if listed else 0)
        owners = accumulate(gaps) if listed else range(articles)
        found[kind, name] = [[] for _ in range(articles)]
        for article, number in zip(owners, numbers, strict=True):
            if number or listed:
                found[kind, name][article].append(values[number - 1])
        met = [value for each in found[kind, name] for value in each]
        assert list(dict.fromkeys(met)) == values
        several = any(len(each) > 1 for each in found[kind, name])
        assert listed == (several or 2 * len(met) < articles)
        values_start, entries_start = values_end, entries_end
    assert (values_start, entries_start) == (
        len(columns["metadata_values"]),
        len(columns["metadata_entries"]),
    )
    return found


def test_the_metadata_are_as_the_page_says(index: Path, commit, articles: list[Article]) -> None:
    """What a filter finds is what another program would."""
    found = read_metadata(file(index, commit, "columns"), len(articles))
    own = ("source", "agency", "place", "author", "language")
    known = [
        {
            **article.extra,
            "zones": [zone.kind.value for zone in article.zones if zone.kind.is_notice],
            "dates": [str(said.date) for said in article.dates],
        }
        for article in articles
    ]
    extra = sorted({name for one in known for name, value in one.items() if value not in ([],)})
    assert {"mots", "page", "rang", "zones"} <= set(extra)
    there = [(0, name) for name in own if any(getattr(article, name) for article in articles)]
    assert list(found) == [*there, *((1, name) for name in extra), (2, "")]
    for name in own:
        values = [[value] if (value := getattr(article, name)) else [] for article in articles]
        assert found.get((0, name), [[]] * len(articles)) == values
    for name in extra:
        assert found[1, name] == [kept(one.get(name))[0] for one in known], name
    assert found[2, ""] == [
        [name for name, value in article.extra.items() if not kept(value)[1]] for article in articles
    ]


def kept(value: object) -> tuple[list[str], bool]:
    """What the page says is kept of a value, and whether that is all of it."""
    items = value if isinstance(value, list) else [value]
    texts = [item if isinstance(item, str) else json.dumps(item) for item in items if item not in (None, "")]
    small = [text for text in texts if len(text) <= 300 and text[0] not in "[{"]
    return list(dict.fromkeys(small)), small == texts


def test_the_state_of_a_corpus_is_as_the_page_says(tmp_path: Path) -> None:
    """What is read again, and what is not, hangs on it."""
    for number, (suffix, text) in enumerate(
        [(".txt", "Un."), (".jsonl", '{"id": "2", "text": "Deux."}\n{}'), (".txt", "")]
    ):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / f"{number}{suffix}").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("id: 2\n\nEncore deux.", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text('\n{"text": "Trois."}', encoding="utf-8")
    for path in tmp_path.rglob("?.*"):
        if path.name != "c.jsonl":
            os.utime(path, (1_600_000_000, 1_600_000_001))
    update_index(tmp_path / "index", *(tmp_path / name for name in ("a", "b.txt", "c.jsonl")))
    commit = json.loads((tmp_path / "index" / "commit-00000001.json").read_text("ascii"))["commit"]
    assert set(commit["corpus"]) == {"name", "stamp"}
    path = tmp_path / "index" / "segments" / f"{commit['corpus']['name']}.corpus"
    state = sections(path, commit["corpus"]["stamp"])
    assert json.loads(state["sources"]) == [str(tmp_path / name) for name in ("a", "b.txt", "c.jsonl")]
    assert json.loads(state["limits"]) == [*Limits()[:-1], []]
    names = zstandard.ZstdDecompressor().decompress(state["names"]).split(b"\0")
    assert names == [b"0:0.txt", b"0:1.jsonl", b"0:2.txt", b"1:b.txt", b"2:c.jsonl", b""]
    paths = [
        tmp_path / "a" / "0.txt",
        tmp_path / "a" / "1.jsonl",
        tmp_path / "a" / "2.txt",
        tmp_path / "b.txt",
        tmp_path / "c.jsonl",
    ]
    for number, file_path in enumerate(paths):
        data = file_path.read_bytes()
        assert struct.unpack_from("<Q", state["sizes"], 8 * number) == (len(data),)
        # The last one is too young to tell.
        time = file_path.stat().st_mtime_ns if number < 4 else -(1 << 63)
        assert struct.unpack_from("<q", state["times"], 8 * number) == (time,)
        digest = hashlib.sha256(data).digest()[:16]
        assert state["digests"][16 * number : 16 * number + 16] == digest
    left_out = json.loads(zstandard.ZstdDecompressor().decompress(state["left_out"]))
    assert [[row, record, behind] for row, record, _, behind in left_out] == [
        [1, 2, -1],
        [2, 0, -1],
        [3, 0, 1],
    ]
    columns = sections(
        tmp_path / "index" / "segments" / f"{commit['segments'][0]['name']}.columns",
        commit["segments"][0]["files"]["columns"],
    )
    assert (columns["file"], columns["record"]) == (b"\0\1\2", b"\0\1\2")
    assert json.loads(columns["file_names"]) == ["0:", "0:1.jsonl", "2:c.jsonl"]
    page = README.read_text("utf-8")
    assert all(f"`{name}`" in page for name in state)


def test_the_page_names_every_file_section_and_test_and_no_other(index: Path, commit) -> None:
    """A page that is forgotten when the format changes is worse than none."""
    page = README.read_text("utf-8")
    for kind in commit["segments"][0]["files"]:
        assert f"0000002f.{kind}" in page
        for section in file(index, commit, kind):
            shown = re.sub(r"^(?:forms|lemmas|classes|families)_", "_", section)
            assert f"`{shown}`" in page, section
    for field in (*commit, *commit["segments"][0]):
        assert f"`{field}`" in page or f"`segments[].{field}`" in page or f"`{field}`," in page, field
    names = re.findall(r"`(?:tests/\w+/)?(test_\w+\.py)(?:::\w+)?`", page)
    assert {path.name for path in (ROOT / "tests" / "index").glob("test_*.py")} <= set(names)
    assert all(list((ROOT / "tests").rglob(name)) for name in names)
