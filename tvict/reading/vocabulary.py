"""The words that name indicators and categories: from lexicon/indicators.toml and dimensions.toml to one trie.

A *piece* is a set of phrases any of which will do ("bưu chính|chuyển phát"); a *pattern* is pieces that must all be
found. `Vocabulary.find` gives the phrases that a string holds.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tvict.reading.lexicon import fold

WORD = re.compile(r"\w+|%")
WORD_LENGTH = 10  # letters and space of nearly every syllable, with room to spare
_END = " "  # no word: it ends every search
Trie = dict[str, Any]  # folded syllable → Trie; the phrase that ends at a node stands under the empty key


@dataclass(slots=True, eq=False)
class Phrase:
    """One phrase: its length in syllables, the pieces it belongs to, and the patterns to try where it is found."""

    length: int
    bits: int = 0
    codes: tuple[Pattern, ...] = ()
    cells: tuple[Pattern, ...] = ()


@dataclass(slots=True, eq=False)
class Found:
    """The phrases that a string holds, the bits of all pieces they belong to, and the categories' patterns to try."""

    bits: int
    phrases: tuple[Phrase, ...]
    cells: tuple[Pattern, ...] = ()

    def length(self, piece: int) -> int:
        """Give the syllables of the longest phrase of a piece that was found, 0 where none was."""
        return max([phrase.length for phrase in self.phrases if phrase.bits >> piece & 1], default=0)


EMPTY = Found(0, ())


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One way to name an entry: pieces that must be found near the figure, and pieces that its context may hold."""

    entry: int
    near: tuple[int, ...]
    context: tuple[int, ...]
    near_bits: int
    context_bits: int


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One entry of indicators.toml; pieces and patterns as the vocabulary numbers them."""

    number: int
    code: str
    sector: str
    unit: str
    measure: str
    units: int
    never: int
    home: int
    roles: frozenset[str]
    share_of: str | None
    share_of_cell: str | None
    share_roles: frozenset[str]
    total_of: str | None
    total_cell: str | None
    dimensions: frozenset[str]
    unit_required: bool
    uncoded: bool
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a dimension, "online" of "channel", and how far from the figure its words may stand."""

    dimension: str
    name: str
    reach: str


@dataclass(slots=True)
class Vocabulary:
    """All phrases in one trie, numbered pieces of them, and the entries that patterns over pieces name."""

    classes: dict[str, list[str]]
    trie: Trie = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    categories: tuple[Category, ...] = ()
    phrases: list[Phrase] = field(default_factory=list)
    breaks: re.Pattern[str] = re.compile(r"[,;():–]|\.(?!\w)")
    joined: re.Pattern[str] = re.compile(r",")
    percent: frozenset[str] = frozenset()
    all_bits: int = 0  # of every piece
    cell_bits: int = 0  # of the pieces under which patterns of categories are filed

    def piece(self, text: str) -> int:
        """Give the number of a piece, "a|b|<class>"; its phrases enter the trie once."""
        if text not in self.pieces:
            number = self.pieces[text] = len(self.pieces)
            for option in text.split("|"):
                for phrase in self.classes[option[1:-1]] if option.startswith("<") else [option]:
                    self._insert(phrase, number)
        return self.pieces[text]

    def _insert(self, phrase: str, number: int) -> None:
        node, words = self.trie, syllables(phrase)
        for word in words:
            node = node.setdefault(word, {})
        if "" not in node:
            node[""] = Phrase(len(words))
            self.phrases.append(node[""])
        node[""].bits |= 1 << number

    def bits(self, pieces: Iterable[str]) -> int:
        """Give the bits of several pieces."""
        return _bits(self.piece(p) for p in pieces)

    def pattern(self, text: str, entry: int) -> Pattern:
        """Read "a + b + @c": pieces that must stand near the figure, and after @ those that its context may hold."""
        pieces = text.split(" + ")
        near = tuple(self.piece(p) for p in pieces if not p.startswith("@"))
        context = tuple(self.piece(p[1:]) for p in pieces if p.startswith("@"))
        return Pattern(entry, near, context, _bits(near), _bits(context))

    def sides(self, before: str, after: str, width: int) -> tuple[list[str], list[str]]:
        """Give the words that stand with a figure: from the last break before it to the first one after it."""
        reach = WORD_LENGTH * width
        before, after = self._rejoined(before[-reach:]), self._rejoined(after[:reach])
        left = self.breaks.split(before.rstrip(" ():"))[-1].split()[-width:]
        end = self.breaks.search(after)
        return left, (after[: end.start()] if end else after).split()[:width]

    def _rejoined(self, side: str) -> str:
        """Take the comma out of names that hold one."""
        return self.joined.sub(lambda m: m[0].replace(",", ""), side) if "," in side else side

    def find(self, tokens: list[str]) -> Found:
        """Find the phrases that a text holds, given what stands between its white space."""
        words = _folded(tokens)
        words.append(_END)
        found: dict[Phrase, None] = {}
        for at, node in enumerate(map(self.trie.get, words), 1):
            while node is not None:
                if "" in node:
                    found[node[""]] = None
                node = node.get(words[at])
                at += 1
        bits = 0
        for phrase in found:
            bits |= phrase.bits
        if not bits & self.cell_bits:
            return Found(bits, tuple(found)) if found else EMPTY
        return Found(bits, tuple(found), tuple([p for phrase in found for p in phrase.cells]))

    def file(self, codes: Iterable[Pattern], cells: Iterable[Pattern]) -> None:
        """Tell each phrase the patterns to try where it is found: those that no rarer piece of theirs can call up."""
        by_code, by_cell = _by_rarest(codes), _by_rarest(cells)
        self.all_bits, self.cell_bits = (1 << len(self.pieces)) - 1, _bits(by_cell)
        for phrase in self.phrases:
            pieces = [n for n in range(phrase.bits.bit_length()) if phrase.bits >> n & 1]
            phrase.codes = tuple(p for n in pieces for p in by_code.get(n, ()))
            phrase.cells = tuple(p for n in pieces for p in by_cell.get(n, ()))


def _bits(pieces: Iterable[int]) -> int:
    total = 0
    for piece in pieces:
        total |= 1 << piece
    return total


class _Words(dict[str, tuple[str, ...]]):
    """What stands between white space split into folded words: "(BĐ-VHX)," is two; most are met again and again."""

    def __missing__(self, token: str) -> tuple[str, ...]:
        words = tuple(map(fold, WORD.findall(unicodedata.normalize("NFC", token).casefold())))
        if len(self) < MOST_WORDS:
            self[token] = words
        return words


MOST_WORDS = 65536  # kept: more than the syllables of Vietnamese in both cases
_words = _Words()


def _folded(tokens: Iterable[str]) -> list[str]:
    words: list[str] = []
    for token in tokens:
        words += _words[token]
    return words


def syllables(text: str) -> list[str]:
    """Split a text into folded words; punctuation parts nothing.

    >>> syllables("Điểm BĐ-VHX, văn hoá xã")
    ['điểm', 'bđ', 'vhx', 'văn', 'hóa', 'xã']
    """
    return _folded(text.split())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("tvict.reading") / "lexicon" / f"{name}.toml").read_text("utf-8"))


def _any(words: list[str]) -> str:
    """Give the source of a pattern for any of these words; a look at one letter spares the engine most attempts."""
    return f"(?=[{''.join(word[0] for word in words)}])(?:{'|'.join(words)})"


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load both files once."""
    raw = _read("indicators")
    v = Vocabulary(raw["classes"])
    words = raw["breaks"]["words"]
    first = "".join(letter for word in words for letter in (word[0].lower(), word[0].upper()))
    v.breaks = re.compile(rf"(?=[,;():–.{first}])(?:[,;():–]|\.(?!\w)|\b(?i:{_any(words)})\b)")
    v.joined = re.compile(_any(raw["breaks"]["joined"]), re.IGNORECASE)
    v.percent = frozenset(raw["percent"]["units"])
    home = {sector: v.bits(e["words"]) for sector, e in raw["sectors"].items()}
    v.indicators = tuple(_indicators(v, raw["indicators"], home))
    cells: list[Pattern] = []
    categories: list[Category] = []
    for dimension, entry in _read("dimensions").items():
        for name, e in entry.items():
            if isinstance(e, dict):
                cells += [v.pattern(words, len(categories)) for words in e["words"]]
                categories.append(Category(dimension, name, entry.get("reach", "near")))
    v.categories = tuple(categories)
    v.file((p for e in v.indicators for p in e.patterns), cells)
    return v


def _indicators(v: Vocabulary, entries: dict[str, Any], home: dict[str, int]) -> Iterator[Indicator]:
    for number, (code, e) in enumerate(entries.items()):
        yield Indicator(
            number=number,
            code=code,
            sector=e["sector"],
            unit=e["unit"],
            measure=e["measure"],
            units=v.bits(e["units"]),
            never=v.bits(e.get("never", ())),
            home=home.get(e["sector"], 0),
            roles=frozenset(e.get("roles", ())),
            share_of=e.get("of"),
            share_of_cell=e.get("of_cell"),
            share_roles=frozenset(e.get("of_roles", ["share"])),
            total_of=e.get("total_of"),
            total_cell=e.get("total_cell"),
            dimensions=frozenset(e["dimensions"]),
            unit_required=e.get("unit_required", False),
            uncoded=e.get("uncoded", False),
            patterns=tuple(v.pattern(words, number) for words in e["words"]),
            examples=tuple(e["examples"]),
            counterexamples=tuple(e["not"]),
        )


def _by_rarest(patterns: Iterable[Pattern]) -> dict[int, list[Pattern]]:
    """File patterns under the near piece that fewest of them share, so that few are tried."""
    patterns = list(patterns)
    uses: dict[int, int] = {}
    for p in patterns:
        for piece in p.near:
            uses[piece] = uses.get(piece, 0) + 1
    out: dict[int, list[Pattern]] = {}
    for p in patterns:
        out.setdefault(min(p.near, key=uses.__getitem__), []).append(p)
    return out
