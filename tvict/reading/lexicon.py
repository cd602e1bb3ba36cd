"""Word classes: from the TOML files beside this module to a tagger of token streams.

A class is a list of phrases. The tagger gives every token one character, its tag, so that grammar can be written as
regular expressions over word classes (`shape`) instead of over words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import compress, count, repeat
from operator import contains
from typing import Any, Generic, TypeVar

# "v.v" is one token, which is read as a comma.
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\b[vV]\.[vV]\b|[^\W\d_]+|\S")

# One capital letter, as a regular expression: Latin with Vietnamese marks.
CAPITAL = (
    "["
    + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and unicodedata.name(c, "").startswith("LATIN"))
    + "]"
)

# Tone marks of open oa, oe, uy are set in two ways ("hòa", "hoà"), and i or y is written after a single consonant
# ("tỷ", "tỉ"): both are spelled one way here, in the lexicon and in the text alike.
_TONE = re.compile("(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])$")
_NOTES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWERS = {"km", "cm", "dm", "mm"}
# A mark that calls a footnote, behind a word that is no measure or before one.
NOTE = re.compile(
    rf"[{_NOTES}](?<=[^\W\d_]{{2}}.)(?<![kcdm]m.)[{_NOTES}]*|(?<!\S)[{_NOTES}]+\s*"
    r"|(?<=[^\W\d_A-Z]{2})(?<![kcdm]m)[1-9]\d?(?![\w/])"
)
_BARE = {c: unicodedata.normalize("NFD", c)[0] for c in "àáảãạèéẻẽẹỳýỷỹỵ"}
_Y, _I = "yỳýỷỹỵ", "iìíỉĩị"
_FINAL_Y = re.compile(f"^([bcdđghklmnprstvx]{{1,3}})([{_Y}])$")
_Y_TO_I = str.maketrans(_Y, _I)
_I_TO_Y = str.maketrans(_I, _Y)  # behind "qu", which both are written behind too


def _old_to_new(m: re.Match[str]) -> str:
    first, second = m.group()[0], m.group()[1]
    tone = unicodedata.normalize("NFD", second)[1]
    return unicodedata.normalize("NFC", first + tone) + _BARE[second]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Spell a syllable one way: lower case, new tone placement, i for y, no footnote mark.

    >>> fold("Hoà"), fold("TỶ"), fold("thủy"), fold("Quí") == fold("quý")
    ('hòa', 'tỉ', 'thủy', True)
    """
    w = word.lower().replace("ð", "đ")  # a letter that old keyboards set for it
    if w[-1] in _NOTES and len(w) > 2 and w[:-1] not in _POWERS:  # "xã²" calls a footnote, "m²" and "km²" do not
        w = w.rstrip(_NOTES) or w
    if len(w) == 3 and w[:2] == "qu":
        w = w[:2] + w[2].translate(_I_TO_Y)
    if w.isascii():
        return _FINAL_Y.sub(lambda m: m[1] + m[2].translate(_Y_TO_I), w)
    return _FINAL_Y.sub(lambda m: m[1] + m[2].translate(_Y_TO_I), _TONE.sub(_old_to_new, w))


_SYLLABLE = re.compile(r"(?:ngh?|[cgknpt]h|g[hi]|qu|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?")


def is_syllable(word: str) -> bool:
    """Whether the letters of a word are one Vietnamese syllable, whatever its marks.

    >>> is_syllable("Nghiêng"), is_syllable("Voso"), is_syllable("UBND")
    (True, False, False)
    """
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return _SYLLABLE.fullmatch("".join(c for c in letters if c.isalpha())) is not None


@lru_cache(maxsize=4096)
def syllables(phrase: str) -> tuple[str, ...]:
    """Split a phrase as the text is split, folded; units and headings are asked for again and again."""
    return tuple(map(fold, TOKEN.findall(unicodedata.normalize("NFC", phrase))))


def initials(phrase: str) -> str:
    """The first letters of the words of a phrase.

    >>> initials("hợp tác xã")
    'htx'
    """
    return "".join(word[0] for word in phrase.split())


def either(name: str) -> str:
    """The phrases of a class as alternatives of a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(lexicon().classes[name].words, key=len, reverse=True)))


def speaks_of(words: str, name: str) -> bool:
    """Whether folded words, a blank between each, hold a phrase of a class."""
    return any(map(f" {words} ".__contains__, _padded(name)))


@cache
def _padded(name: str) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in lexicon().sets[name])


@dataclass(frozen=True, slots=True)
class WordClass:
    """One entry of the lexicon: its phrases, and sentences that prove them."""

    name: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    negatives: tuple[str, ...]
    values: dict[str, int]
    context: str | None
    unit: str | None


T = TypeVar("T")
# What may follow the first word of a phrase: by the second word, by how many words follow, the longest first.
Follows = dict[str, list[tuple[int, dict[str, T]]]]


class Phrases(Generic[T]):
    """Phrases of folded words, each with what it stands for: how every word list is found in a text.

    `alone` holds those of one word, `longer` the others by their first.
    """

    def __init__(self, entries: Iterable[tuple[Sequence[str], T]]) -> None:
        self.alone: dict[str, T] = {}
        self.longer: dict[str, Follows[T]] = {}
        for words, value in sorted(entries, key=lambda entry: -len(entry[0])):
            first, rest = words[0], tuple(words[1:])
            if not rest:
                self.alone[first] = value
                continue
            lengths = self.longer.setdefault(first, {}).setdefault(rest[0], [])
            if not lengths or lengths[-1][0] != len(rest):
                lengths.append((len(rest), {}))
            lengths[-1][1][" ".join(rest)] = value

    def places(self, words: Sequence[str]) -> list[tuple[int, int, T]]:
        """Every phrase that words hold: where it begins, how many words it has, what it stands for."""
        alone, longer = self.alone, self.longer
        out = [(i, 1, alone[words[i]]) for i in compress(count(), map(alone.__contains__, words))]
        follows: Any = map(longer.get, words, repeat(_NONE))
        for i in compress(count(), map(contains, follows, words[1:])):
            for n, phrases in longer[words[i]][words[i + 1]]:
                rest = words[i + 1] if n == 1 else " ".join(words[i + 1 : i + 1 + n])
                if rest in phrases:
                    out.append((i, n + 1, phrases[rest]))
        return out


_NONE: Any = {}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word classes, and their phrases with tags.

    A phrase may belong to several classes ("lớp" is counted, and numbers what follows); each set of classes that occurs
    has one tag, and `tags` gives for a class all the tags that imply it.
    """

    classes: dict[str, WordClass]
    tags: dict[str, str]
    phrases: Phrases[str]
    values: dict[str, int]
    sets: dict[str, frozenset[str]]


FILES = ("quantities", "changes", "parts", "targets", "periods", "ordinals", "clauses", "nouns", "plain", "outline")
# Tags of what no class claims: numerals by form (see tokens.numeral_tag), words, punctuation as itself.
FIXED = {t: t for t in "ydnqwW"} | {
    "num": "ydnq", "word": "wW", "glued": "~", "hyphen": "-~", "end": "¶", "quote": "\"“”'‘’", "open": "(",
    "close": ")", "stop": ".;!?¶", "point": ".", "bar": "|",
}  # fmt: skip


def toml(name: str) -> dict[str, Any]:
    """Read one TOML file of the lexicon."""
    return tomllib.loads((files(__package__) / "lexicon" / f"{name}.toml").read_text("utf-8"))


def load(name: str) -> Iterable[WordClass]:
    """Read the classes of one TOML file."""
    for key, entry in toml(name).items():
        values = entry.get("values", {})
        yield WordClass(
            key,
            (*entry.get("words", ()), *entry.get("also", ()), *values),
            tuple(entry["examples"]),
            tuple(entry["not"]),
            values,
            entry.get("context"),
            entry.get("unit"),
        )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Load every word class once."""
    classes = {c.name: c for name in FILES for c in load(name)}
    owners: dict[tuple[str, ...], set[str]] = {}
    for c in classes.values():
        for phrase in c.words if c.context is None else ():  # classes of one context are looked up in `sets`
            owners.setdefault(syllables(phrase), set()).add(c.name)
    tag_of: dict[frozenset[str], str] = {frozenset({"plain"}): "w"}
    tags: dict[str, str] = dict.fromkeys(classes, "")
    for names in owners.values():
        group = frozenset(names)
        if group not in tag_of:
            tag_of[group] = tag = chr(0x100 + len(tag_of))
            for name in group:
                tags[name] += tag
    values = {" ".join(syllables(p)): v for c in classes.values() for p, v in c.values.items()}
    return Lexicon(
        classes,
        tags,
        Phrases((words, tag_of[frozenset(names)]) for words, names in owners.items()),
        values,
        {c.name: frozenset(" ".join(syllables(w)) for w in c.words) for c in classes.values()},
    )


@cache
def tags_of(*classes: str) -> str:
    """All tags of several word classes."""
    tags = lexicon().tags
    return "".join(tags.get(c, "") for c in classes)


@cache
def _set_of(*classes: str) -> frozenset[str]:
    return frozenset(tags_of(*classes))


def has(tags: Iterable[str], *classes: str) -> bool:
    """Whether any of these tags belongs to one of the classes."""
    return not _set_of(*classes).isdisjoint(tags)


_NAME = re.compile(r"(?<!P)<(!?[A-Za-z_|,:;/~.¶-]+)>|\s+")


@cache
def shape(pattern: str) -> re.Pattern[str]:
    """Compile a pattern over word classes: `<up> <over|about>? <num>`; names joined by | are alternatives, ! negates.

    Spaces are for the reader. Everything outside <…> is regular-expression syntax.
    """
    tags = lexicon().tags

    def one(m: re.Match[str]) -> str:
        if m.group(1) is None:
            return ""
        names, bang = m.group(1), ""
        if names.startswith("!"):
            names, bang = names[1:], "^"
        chars = "".join(FIXED.get(n) or tags.get(n) or (n if len(n) == 1 else _unknown(n)) for n in names.split("|"))
        return "[" + bang + re.escape(chars) + "]"

    return re.compile(_NAME.sub(one, pattern))


def _unknown(name: str) -> str:
    raise ValueError(f"no word class is called {name!r}")
