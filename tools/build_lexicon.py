"""Build the lexicon of the French analysis from a Hunspell dictionary.

    python tools/build_lexicon.py /usr/share/hunspell/fr.dic /usr/share/hunspell/fr.aff

In: Dicollecte's dictionary « toutes variantes » (Debian: hunspell-fr-comprehensive), and the lists in
`searcher/analysis/data`: spellings, names, peoples. Out: `searcher/analysis/data/lexicon.bin`, the same bytes
for the same input; its format is described in `searcher/kernels/lookup.py` and
`searcher/analysis/lexicon.py`.

What it computes for each form:

- its **lemma**: of the words it may be a form of, a grammatical word, then a noun, an adjective, a verb (but
  the verb first for the commonest ones: `fait`, `venue`); among equals the one most like the form; in the
  spelling of 1990;
- its **stem**: Snowball's, of the place a people comes from, or else of the lemma, the verb first (`vendu`:
  `vendre`);
- its flags: an ordinary word, a name, a name not to be taken for a word.

Only suffix rules are expanded: the prefix rules of that dictionary are elisions, which the index cuts off.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import Stemmer

from searcher.analysis.folding import key
from searcher.analysis.lexicon import COMMON, HEADER, MAGIC, NAME, NOTICE_SIZE, PROTECTED

DATA = Path(__file__).resolve().parent.parent / "searcher" / "analysis" / "data"
LISTS = ("demonyms.txt", "function_words.txt", "protected_names.txt", "spelling.txt")

NOTICE = b"""\
This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was
not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/. Made from the French
dictionary of Dicollecte, "toutes variantes" 7.0 (https://grammalecte.net), by tools/build_lexicon.py.
"""

# Sixteen records a block: half as many bytes of heads as eight, half the reading of thirty-two.
BLOCK = 16

# Their forms are also nouns and adjectives (`fait`, `dit`, `allée`), but the verb is what the press means.
VERBS_FIRST = frozenset(
    ("être", "avoir", "faire", "dire", "pouvoir", "devoir", "vouloir", "savoir", "aller", "venir")
)
# The circumflex that 1990 keeps, because it tells two words apart.
CIRCUMFLEX_KEPT = frozenset(("sûr", "mûr", "dû", "jeûne", "crû", "recrû", "soûl"))
UNMARKED = str.maketrans("îû", "iu")

GRAMMAR, NOUN, ADJECTIVE, VERB, OTHER, PROPER = range(6)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# `chantè-je`: the press has not written these for a century, and each is one letter away from a participle.
INVERTED = "po:1isg"

_STEMMER = Stemmer.Stemmer("french")


@dataclass(frozen=True, slots=True)
class Reading:
    """One word that a form may belong to."""

    lemma: str
    kind: int  # of the kinds above: the lower wins


@dataclass(frozen=True, slots=True)
class Suffix:
    """One rule of a Hunspell suffix class."""

    strip: str
    add: str
    condition: re.Pattern[str]


# ------------------------------------------------------------------ reading the dictionary


def read_suffixes(path: Path) -> dict[str, list[Suffix]]:
    """Read the suffix rules, by the two letters that name their class."""
    rules: dict[str, list[Suffix]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        # A rule has a condition; the line that opens its class has not.
        if len(fields) < 5 or fields[0] != "SFX" or INVERTED in fields:
            continue
        _, name, strip, add, condition = fields[:5]
        add = add.partition("/")[0]
        rules[name].append(
            Suffix("" if strip == "0" else strip, "" if add == "0" else add, re.compile(f"(?:{condition})$"))
        )
    return rules


def read_words(path: Path, suffixes: dict[str, list[Suffix]]) -> Iterator[tuple[str, str, int]]:
    """Expand each line of the dictionary: its forms, their lemma, what kind of word it is."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        fields = line.split()
        if not fields or "po:err" in fields:
            continue
        word, _, flags = fields[0].partition("/")
        names = [flags[at : at + 2] for at in range(0, len(flags), 2)]
        kind = kind_of(word, [field[3:] for field in fields[1:] if field.startswith("po:")])
        # "()" marks a word that stands only with one of its suffixes.
        if "()" not in names:
            yield word, word, kind
        for name in names:
            for rule in suffixes.get(name, ()):
                if word.endswith(rule.strip) and rule.condition.search(word):
                    yield word[: len(word) - len(rule.strip)] + rule.add, word, kind


def kind_of(word: str, parts: list[str]) -> int:
    """Sort a word by its capitals and the dictionary's parts of speech."""
    if word != word.lower():
        return PROPER
    if "mg" in parts:
        return GRAMMAR
    if "nom" in parts:
        return NOUN
    if "adj" in parts:
        return ADJECTIVE
    return VERB if any(re.match(r"v\d", part) for part in parts) else OTHER


def joined(word: str) -> str:
    """Spell a compound as the index does, without apostrophes and hyphen; empty if it is kept apart."""
    if not WORD.fullmatch(word) or (word.count("-") > 1 and word != "c'est-à-dire"):
        return ""
    return re.sub("['’-]", "", word).lower()


def read_lines(name: str) -> Iterator[str]:
    """Read one of the lists: its lines without comments and blanks."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line:
            yield line


def read_pairs(sign: str) -> dict[str, str]:
    """Read from the list of spellings the pairs written with this sign."""
    pairs = {}
    for line in read_lines("spelling.txt"):
        left, found, right = line.partition(f" {sign} ")
        if found:
            pairs[left.strip()] = right.strip()
    return pairs


# ------------------------------------------------------------------ choosing


def stem(word: str) -> str:
    """Strip what derivation adds, as Snowball does."""
    stripped: str = _STEMMER.stemWord(word)
    return stripped


class Spelling:
    """The one spelling, that of 1990, of lemmas that have several."""

    def __init__(self, readings: dict[str, set[Reading]]) -> None:
        self._pairs = read_pairs("=")
        kinds: dict[str, set[int]] = defaultdict(set)
        for found in readings.values():
            for reading in found:
                kinds[reading.lemma].add(reading.kind)
        # Where the dictionary has a word with é and the same kind of word with è, it is one word (1990).
        for lemma in sorted(kinds):
            for at, letter in enumerate(lemma):
                grave = lemma[:at] + "è" + lemma[at + 1 :]
                if letter == "é" and kinds[lemma] & kinds.get(grave, set()) - {PROPER}:
                    self._pairs.setdefault(lemma, grave)

    def of(self, lemma: str) -> str:
        seen = set()
        while lemma not in seen:
            seen.add(lemma)
            lemma = self._pairs.get(lemma, lemma)
            if lemma not in CIRCUMFLEX_KEPT:
                lemma = lemma.translate(UNMARKED)
            lemma = lemma.replace("guë", "güe").replace("guï", "güi")
        return lemma


class Choice:
    """Chooses the lemma and the stem of a form among its readings."""

    def __init__(self, readings: dict[str, set[Reading]]) -> None:
        self._readings = readings
        self.spelling = Spelling(readings)
        self._chosen = read_pairs(">")
        self._names = {name for line in read_lines("protected_names.txt") for name in line.split()}
        self._places = {}
        for line in read_lines("demonyms.txt"):
            place, _, people = line.partition(":")
            for word in people.split():
                self._places[self.spelling.of(word)] = place.strip()

    def lemma(self, form: str, *, verb_first: bool = False) -> str:
        """Choose the lemma of a form; with `verb_first`, the one that derivations start from."""
        chosen = self._chosen.get(form)
        if chosen and (not verb_first or Reading(chosen, VERB) in self._readings[form]):
            return self.spelling.of(chosen)

        def rank(reading: Reading) -> tuple[object, ...]:
            if reading.kind == VERB and reading.lemma in VERBS_FIRST:
                order = 0
            elif reading.kind == GRAMMAR:
                order = 1
            else:
                order = 2 if reading.kind == VERB and verb_first else 3
            # Of `retrait` and `retraite`, `retraites` is the second: the one it has more letters of.
            shared = common_length(form, reading.lemma)
            return (order, reading.kind, reading.lemma != form, -shared, len(reading.lemma), reading.lemma)

        return self.spelling.of(min(self._readings[form], key=rank).lemma)

    def entry(self, form: str) -> tuple[int, str, str]:
        """Choose the flags, the lemma and the stem of a form."""
        readings = self._readings.get(form, set())
        flags = COMMON if any(reading.kind != PROPER for reading in readings) else 0
        if any(reading.kind == PROPER for reading in readings) or not readings:
            flags |= NAME
        if form in self._names:
            return flags | PROTECTED, form, form
        lemma = self.lemma(form)
        return flags, lemma, self._stem(form, lemma)

    def _stem(self, form: str, lemma: str) -> str:
        if any(reading.kind == GRAMMAR for reading in self._readings[form]):
            return lemma  # `sous` has no derivations, and `sou` is another word
        place = self._places.get(lemma)
        if place is not None:
            return self.entry(place)[2] if place in self._readings else stem(place)
        return stem(self.lemma(form, verb_first=True))

    def forms(self) -> list[str]:
        return sorted(self._readings.keys() | self._names)

    def unknown(self) -> list[str]:
        """List the words of the lists that the dictionary lacks: typing errors, or words to live without."""
        known = {reading.lemma for found in self._readings.values() for reading in found}
        known |= {self.spelling.of(lemma) for lemma in known}
        wanted = set(self._places) | set(self._chosen) | set(read_pairs("=")) | set(read_pairs("=").values())
        return sorted(wanted - known - self._readings.keys())


def collect(words: Iterable[tuple[str, str, int]]) -> dict[str, set[Reading]]:
    """Gather what each form may be, in the spelling of the index; whole words win over joined compounds."""
    whole: dict[str, set[Reading]] = defaultdict(set)
    compounds: dict[str, set[Reading]] = defaultdict(set)
    for form, lemma, kind in words:
        spelled, named = joined(form), joined(lemma)
        if spelled and named:
            simple = len(spelled) == len(form)
            (whole if simple else compounds)[spelled].add(Reading(named, kind))
    for form, readings in compounds.items():
        if form not in whole:
            whole[form] = readings
    return whole


# ------------------------------------------------------------------ writing


def patch(folded: bytes, form: bytes) -> bytes:
    """Describe how a key becomes a form."""
    steps = b""
    base, letters = folded.decode(), form.decode()
    kept = at = 0
    for letter in letters:
        plain = key(letter)
        if plain == letter:
            kept += len(letter.encode())
        else:
            inserted = letter.encode()
            steps += bytes([kept, len(plain.encode()), len(inserted)]) + inserted
            kept = 0
        at += len(plain)
    if base != key(letters) or at != len(base):
        raise ValueError(f"{letters!r} is not spelled letter by letter from {base!r}")
    return steps


def edit(form: bytes, word: bytes) -> bytes:
    """Describe how a form becomes another word."""
    kept = common_length(form, word)
    return bytes([len(form) - kept, len(word) - kept]) + word[kept:]


def common_length(one: str | bytes, other: str | bytes) -> int:
    """Count the letters or bytes that two words begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def number(value: int) -> bytes:
    """Write a number, 7 bits a byte, the lowest first."""
    written = b""
    while value > 127:
        written += bytes([value & 127 | 128])
        value >>= 7
    return written + bytes([value])


def ranked(counts: Counter[bytes]) -> list[bytes]:
    """Sort by how often: the commonest get the shortest numbers."""
    return sorted(counts, key=lambda item: (-counts[item], item))


def table(items: list[bytes], at: int) -> bytes:
    """Write items that lie at `at`, their table first."""
    at += 4 * (len(items) + 1)
    offsets = [at]
    for item in items:
        at += len(item)
        offsets.append(at)
    return struct.pack(f"<{len(offsets)}I", *offsets) + b"".join(items)


def write_blocks(
    groups: dict[bytes, list[tuple[bytes, bytes]]], patches: list[bytes], edits: list[bytes]
) -> tuple[bytes, list[int]]:
    """Write the records; returns them and where each block begins, from the first one's place."""
    patch_numbers = {item: number(place) for place, item in enumerate(patches)}
    edit_numbers = {item: number(place) for place, item in enumerate(edits)}
    written = bytearray()
    heads = []
    before = b""
    for place, folded in enumerate(sorted(groups)):
        if place % BLOCK == 0:
            heads.append(len(written))
            before = b""
        shared = common_length(folded, before)
        members = groups[folded]
        if shared > 31 or len(members) > 8:
            raise ValueError(f"{folded!r} does not fit the format: {shared} shared, {len(members)} members")
        written += bytes([(len(members) - 1) << 5 | shared, len(folded) - shared]) + folded[shared:]
        for how, what in members:
            written += patch_numbers[how] + edit_numbers[what]
        before = folded
    return bytes(written), [*heads, len(written)]


def assemble(choice: Choice) -> bytes:
    """Write the whole file."""
    groups: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for form in choice.forms():  # sorted, so that a form without accents comes first
        flags, lemma, stem = choice.entry(form)
        spelled, folded = form.encode(), key(form).encode()
        what = bytes([flags]) + edit(spelled, lemma.encode()) + edit(spelled, stem.encode())
        groups[folded].append((patch(folded, spelled), what))
    patches = ranked(Counter(how for members in groups.values() for how, _ in members))
    edits = ranked(Counter(what for members in groups.values() for _, what in members))
    blocks, heads = write_blocks(groups, patches, edits)
    heads_at = HEADER.size + len(blocks)
    patches_at = heads_at + 4 * len(heads)
    patch_part = table(patches, patches_at)
    edits_at = patches_at + len(patch_part)
    edit_part = table(edits, edits_at)
    body = (
        blocks
        + struct.pack(f"<{len(heads)}I", *(HEADER.size + head for head in heads))
        + patch_part
        + edit_part
    )
    layout = (
        len(heads) - 1,
        heads_at,
        len(patches),
        patches_at,
        len(edits),
        edits_at,
        HEADER.size + len(body),
    )
    notice = (MAGIC + NOTICE).ljust(NOTICE_SIZE, b"\n")
    if len(notice) > NOTICE_SIZE:
        raise ValueError("the notice does not fit its place")
    return HEADER.pack(notice, digest(body), *layout) + body


def digest(body: bytes) -> bytes:
    """Digest the lexicon's body and the lists that decide what a form is: any change of them shows."""
    lists = b"".join((DATA / name).read_bytes() for name in LISTS)
    return hashlib.sha256(body + lists).digest()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dictionary", type=Path, help="fr.dic")
    parser.add_argument("affixes", type=Path, help="fr.aff")
    parser.add_argument("--output", type=Path, default=DATA / "lexicon.bin")
    asked = parser.parse_args()
    choice = Choice(collect(read_words(asked.dictionary, read_suffixes(asked.affixes))))
    for word in choice.unknown():
        print(f"not in the dictionary: {word}")
    written = assemble(choice)
    asked.output.write_bytes(written)
    print(f"{asked.output}: {len(choice.forms())} forms, {len(written)} bytes")


if __name__ == "__main__":
    main()
