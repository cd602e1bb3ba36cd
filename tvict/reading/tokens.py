"""From a text to one stream of tagged tokens: what grammar reads instead of words.

The stream runs through all paragraphs; a paragraph that a page break cuts in two is whole in it. `shape` holds one
character a token, so a regular expression over it is a pattern over word classes, and its positions are token numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain, compress, pairwise
from operator import contains

from tvict.reading.lexicon import TOKEN, Follows, either, fold, initials, lexicon, tags_of

ROUND = ("100", "1000", "10000", "100000", "1000000")  # what a unit may count per, or in
NUMERAL_TAG = re.compile("[ydnq]")
HEAD = 160  # tokens in which a report names its time
STARTS = ".;:!?-+*¶"  # marks behind which any word has a capital; "" is one of them: nothing stands before it
END = "¶"  # tag and key of the empty token that closes every paragraph
BEHIND = 8  # such tokens that stand behind the text, for rules that look at what follows a numeral


@dataclass(slots=True)
class Stream:
    """Parallel columns, one entry a token: offsets into the text, folded words, tags."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    shape: str = ""
    blocks: list[int] = field(default_factory=list)  # first token of each block of the outline, and of the end
    commas: set[int] = field(default_factory=set)  # where numbers begin whose commas part thousands

    def capital(self, i: int) -> bool:
        """Whether token i begins with a capital letter."""
        return self.text[self.starts[i] : self.ends[i]][:1].isupper()

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token i and the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def on_new_line(self, i: int) -> bool:
        """Whether a line ends between token i and the one before it."""
        return "\n" in self.text[self.ends[i - 1] : self.starts[i]]

    def words(self, i: int, j: int) -> str:
        """The text of tokens i to j (exclusive), white space folded, as printed."""
        return " ".join(self.text[self.starts[i] : self.ends[j - 1]].split()) if i < j else ""


LAST = 2060
"""The last year that reports plan for; what is more counts something."""


def numeral_tag(text: str) -> str:
    """`y` may be a year, `d` a day or month, `n` another whole number, `q` one with separators."""
    if not text.isdecimal():
        return "q"
    if len(text) <= 2:
        return "d" if 0 < int(text) <= 31 else "n"
    return "y" if len(text) == 4 and 1800 <= int(text) <= LAST else "n"


def tokenize(text: str, blocks: Iterable[Sequence[tuple[int, int]]], captions: Collection[int] = ()) -> Stream:
    """Tag the tokens of each block; a block is the spans of one paragraph, without its marker.

    A paragraph without a numeral says nothing in figures: only its end stands in the stream, unless it is one of
    `captions`, which may state the unit of a table.
    """
    out, tags, follows, edges = Stream(text), list[str](), list[Follows[str]](), list[int]()
    firsts = []
    for n, pieces in enumerate(blocks):
        firsts.append(len(tags))
        for a, b in pieces if n in captions or any(_DIGIT.search(text, a, b) for a, b in pieces) else ():
            keys, own_tags, own_follows, own_edges, widths = zip(
                *map(_chunks.__getitem__, text[a:b].split(" ")), strict=True
            )
            out.keys += chain.from_iterable(keys)
            tags += "".join(own_tags)
            follows += chain.from_iterable(own_follows)
            ats = accumulate(widths[:-1], initial=a)
            edges += [at + x for at, offsets in zip(ats, own_edges, strict=True) for x in offsets]
        out.keys.append(END)
        tags.append(END)
        follows.append(_NOTHING)
        edges += [pieces[-1][1] if pieces else 0] * 2
    firsts.append(len(tags))
    out.keys += [END] * BEHIND
    tags += [END] * BEHIND
    follows += [_NOTHING] * BEHIND
    edges += [len(text)] * 2 * BEHIND
    out.starts, out.ends = edges[::2], edges[1::2]
    _join(out, tags, follows, firsts)
    return out


_DIGIT = re.compile(r"\d")
# What stands between two spaces: keys, tags, what may follow each in a phrase, where each begins and ends, width.
Chunk = tuple[tuple[str, ...], str, tuple[Follows[str], ...], tuple[int, ...], int]


class _Chunks(dict[str, Chunk]):
    """The tokens of each chunk of text as printed: most are one word, and most are met again."""

    def __missing__(self, printed: str) -> Chunk:
        spans = [span for m in TOKEN.finditer(printed) for span in _spans(m)]
        spelt = [_spell(printed[a:b]) for a, b in spans]
        tags = [tag for _, tag, _ in spelt]
        for (_, before), n, (after, _) in zip(spans, range(1, len(spans)), spans[2:], strict=False):
            if tags[n] == "-" and (before, after) == spans[n]:
                tags[n] = "~"
        chunk = (
            tuple(key for key, _, _ in spelt),
            "".join(tags),
            tuple(follows for _, _, follows in spelt),
            tuple(chain.from_iterable(spans)),
            len(printed) + 1,
        )
        if len(self) < MOST_CHUNKS:
            self[printed] = chunk
        return chunk


def _spans(m: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where a word begins and ends; a scale and its money glued together are two: "650 trđ"."""
    lo, hi = m.span()
    cut = _glued_money().get(fold(m.group()))
    yield from [(lo, hi)] if cut is None else [(lo, lo + cut), (lo + cut, hi)]


@cache
def _glued_money() -> dict[str, int]:
    """Scales with money glued to them, and how long the scale is."""
    scales, money = lexicon().classes["scale"].values, lexicon().classes["money"].words
    return {f"{scale}{unit}": len(scale) for scale in scales for unit in money if " " not in unit}


MOST_CHUNKS = 65536  # kept: more than the syllables of Vietnamese in both cases
_chunks = _Chunks()
_NOTHING: Follows[str] = {}
_ONE_MARK = {"–": "-", "—": "-", "−": "-", "[": "(", "]": ")"}  # marks that are read as another


def _spell(word: str) -> tuple[str, str, Follows[str]]:
    """How the lexicon spells a word, its tag when alone, the rest of the phrases that begin with it."""
    key, first = fold(word), word[0]
    if first.isdecimal():
        return key, numeral_tag(word), _NOTHING
    if key == "v.v":  # "công tác bầu cử 76 v.v...": no unit, and no name
        return ",", ",", _NOTHING
    tag = ("W" if first.isupper() else "w") if first.isalpha() else _ONE_MARK.get(first, first)
    phrases = lexicon().phrases
    return key, phrases.alone.get(key, tag), phrases.longer.get(key, _NOTHING)


def _join(out: Stream, tags: list[str], follows: list[Follows[str]], firsts: Sequence[int]) -> None:
    """Make one token of each phrase that the lexicon knows, the longest that begins at the first word."""
    keys, ends = out.keys, out.ends
    kept = bytearray(b"\1") * len(tags)
    spoken, month = lexicon().classes["spoken_number"].values, lexicon().sets["month"]
    for i in compress(range(len(tags)), map(contains, follows, keys[1:])):
        for n, phrases in follows[i][keys[i + 1]] if kept[i] else ():
            rest = keys[i + 1] if n == 1 else " ".join(keys[i + 1 : i + 1 + n])
            if keys[i + n] in spoken and keys[i + n + 1] in month:
                continue  # "trong | năm tháng đầu năm": five of them
            if rest in phrases and "\t" not in out.text[out.starts[i] : ends[i + n]]:  # a phrase ends with its cell
                keys[i], ends[i], tags[i] = f"{keys[i]} {rest}", ends[i + n], phrases[rest]
                kept[i + 1 : i + 1 + n] = bytes(n)
                break
    out.starts, out.ends, out.keys = (
        list(compress(out.starts, kept)),
        list(compress(ends, kept)),
        list(compress(keys, kept)),
    )
    out.shape = "".join(compress(tags, kept))
    out.blocks = list(accumulate((kept.count(1, a, b) for a, b in pairwise(firsts)), initial=0))
    out.shape = _names(out)
    _shorten(out)
    _months(out)
    _years(out)


@cache
def _short_year() -> re.Pattern[str]:
    """The last two digits of a year behind its day and month; behind a month alone those that begin with 0."""
    month = r"(?:0?[1-9]|1[0-2])/"
    day = r"(?:0?[1-9]|[12]\d|3[01])/"
    return re.compile(rf"(?<![\d/.,])(?:{day}{month}|\b(?i:{either('month')}) {month}(?=0))(\d\d)(?![\d/.,]\d| ?%)\b")


def _years(out: Stream) -> None:
    """Read the last two digits of a year behind its day and month: "đến 15/11/09", "tháng 11/09"."""
    for m in _short_year().finditer(out.text):
        if (year := 2000 + int(m[1])) <= LAST:
            _retag(out, m.span(1), str(year), "y")


def _retag(out: Stream, span: tuple[int, int], key: str, tag: str) -> None:
    """Read the token that stands at a span of the text, if one does, as another."""
    i = bisect_left(out.starts, span[0])
    if i < len(out.starts) and (out.starts[i], out.ends[i]) == span:
        out.keys[i], out.shape = key, f"{out.shape[:i]}{tag}{out.shape[i + 1 :]}"


_MONTH_OF_YEAR = re.compile(r"\bT(?=(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b)")


def _months(out: Stream) -> None:
    """Read the letter for a month that is glued to it: "tăng 27% so với T11/2021"."""
    month = next(iter(lexicon().sets["month"]))
    for m in _MONTH_OF_YEAR.finditer(out.text):
        _retag(out, m.span(), month, tags_of("month")[0])


def _shorten(out: Stream) -> None:
    """Tag the capitals that stand for an aim which the text spells out, and no other phrase: "dự toán", then "DT"."""
    aims = {initials(key): key for key in {key for key in out.keys if " " in key} & lexicon().sets["target"]}
    found = [i for i, key in enumerate(out.keys) if key in aims and out.shape[i] == "W"]
    said = f" {' '.join(out.keys)} " if found else ""
    for i in found:
        short, aim = out.keys[i], aims[out.keys[i]]
        others = (phrase for phrase in _by_initials().get(short, ()) if phrase != aim)  # "diện tích"
        if out.text[out.starts[i] : out.ends[i]].isupper() and not any(f" {phrase} " in said for phrase in others):
            out.shape = f"{out.shape[:i]}{out.shape[out.keys.index(aim)]}{out.shape[i + 1 :]}"


@cache
def _by_initials() -> dict[str, list[str]]:
    """The phrases that the lexicon knows, by their first letters."""
    found: dict[str, list[str]] = {}
    for phrase in {phrase for phrases in lexicon().sets.values() for phrase in phrases if " " in phrase}:
        found.setdefault(initials(phrase), []).append(phrase)
    return found


def _names(out: Stream) -> str:
    """The tags, where a word inside a name is none of grammar: "Quang Tiến: 04 hồ sơ", "tỉnh Lâm Đồng", "Năm Căn"."""
    shape, tags = out.shape, list(out.shape)
    for m in _beside_name().finditer(shape):
        i = m.start()
        while i < len(tags) and " " not in out.keys[i] and tags[i] in _grammar() and proper(out, i):
            before = i > 0 and tags[i - 1] == "W" and proper(out, i - 1)
            before = before and out.text[out.ends[i - 1] : out.starts[i]] == " "
            opens = i == m.start() and shape[i - 1 : i] not in STARTS and shape[i + 1 : i + 2] == "W"
            opens = opens and "\t" not in out.text[out.ends[i] : out.starts[i + 1]]  # a name ends with its cell
            if shape[i + 1 : i + 2] in tuple("ydnq") or not (before or (opens and proper(out, i + 1))):
                break
            if out.keys[i] in lexicon().sets["month"] and shape[i - 1 : i] in tuple("d"):
                break  # "09 Tháng Tám 2013"
            tags[i] = "W"
            i += 1
    return "".join(tags)


def proper(out: Stream, i: int) -> bool:
    """Whether a word is written as a name is: a capital, then small letters."""
    word = out.text[out.starts[i] : out.ends[i]]
    return word[:1].isupper() and word[1:].islower()


def is_round(s: Stream, i: int) -> bool:
    """Whether a number is one that things are counted per: 1, 100, 1.000, 10 nghìn."""
    digits = s.keys[i].replace(".", "").lstrip("0")
    return digits in ("1", *ROUND) or (digits == "10" and s.shape[i + 1] in tags_of("scale"))


def counted_per(s: Stream, i: int) -> bool:
    """Whether a round number behind a slash is what is counted per: not of what stands before it, "950 ha/1.000 ha",
    nor the people of a case, "2 vụ/1 đối tượng".
    """
    if not is_round(s, i) or s.keys[i - 2] == s.keys[i + 1]:
        return False
    sets = lexicon().sets
    return s.keys[i] != "1" or s.keys[i - 2] not in sets["event_noun"] or s.keys[i + 1] not in sets["people_noun"]


@cache
def _grammar() -> frozenset[str]:
    """The tags of words that grammar reads, nouns apart."""
    return frozenset(chain.from_iterable(lexicon().tags.values())) - frozenset("wW" + tags_of("noun"))


@cache
def _beside_name() -> re.Pattern[str]:
    words = re.escape("".join(sorted(_grammar())))
    return re.compile(f"(?<=W)[{words}]|[{words}](?=W)")
