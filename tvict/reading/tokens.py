"""From a text to one stream of tagged tokens: what grammar reads instead of words.

The stream runs through all paragraphs; a paragraph that a page break cuts in two is whole in it. `shape` holds one
character a token, so a regular expression over it is a pattern over word classes, and its positions are token numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from tvict.reading.lexicon import TOKEN, fold, lexicon

END = "¶"  # tag and key of the empty token that closes every paragraph


@dataclass(slots=True)
class Stream:
    """Parallel columns, one entry a token: offsets into the text, folded words, tags."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    shape: str = ""
    blocks: list[int] = field(default_factory=list)  # first token of each block, parallel to the outline
    phrases: dict[tuple[int, int], str] = field(default_factory=dict)  # phrases found so far, by where they were sought

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token i and the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def words(self, i: int, j: int) -> str:
        """The text of tokens i to j (exclusive), white space folded, as printed."""
        return " ".join(self.text[self.starts[i] : self.ends[j - 1]].split()) if i < j else ""


def numeral_tag(text: str) -> str:
    """`y` may be a year, `d` a day or month, `n` another whole number, `q` one with separators."""
    if not text.isdecimal():
        return "q"
    if len(text) <= 2:
        return "d" if 0 < int(text) <= 31 else "n"
    return "y" if len(text) == 4 and 1900 <= int(text) <= 2100 else "n"


def tokenize(text: str, blocks: Iterable[Sequence[tuple[int, int]]], captions: Collection[int] = ()) -> Stream:
    """Tag the tokens of each block; a block is the spans of one paragraph, without its marker.

    A paragraph without a numeral says nothing in figures: only its end stands in the stream, unless it is one of
    `captions`, which may state the unit of a table.
    """
    out = Stream(text)
    tags: list[str] = []
    for n, pieces in enumerate(blocks):
        out.blocks.append(len(out.starts))
        if n in captions or any(_DIGIT.search(text, a, b) for a, b in pieces):
            _tag(out, tags, [m for a, b in pieces for m in TOKEN.finditer(text, a, b)])
        last = pieces[-1][1] if pieces else 0
        out.starts.append(last)
        out.ends.append(last)
        out.keys.append(END)
        tags.append(END)
    out.shape = "".join(tags)
    return out


_DIGIT = re.compile(r"\d")
Spelling = tuple[str, str, list[tuple[list[str], str]]]


class _Spellings(dict[str, Spelling]):
    """For each word as printed: how the lexicon spells it, its tag when alone, the phrases that begin with it."""

    def __missing__(self, word: str) -> Spelling:
        key = fold(word)
        phrases = lexicon().trie.get(key, [])
        first = word[0]
        if first.isdecimal():
            found: Spelling = (key, numeral_tag(word), [])
        elif first.isalpha():
            found = (key, "W" if first.isupper() else "w", phrases)
        else:
            found = (key, "-" if first in "-–—−" else first, phrases)
        if len(self) < MOST_WORDS:
            self[word] = found
        return found


MOST_WORDS = 65536  # spellings kept: more than the syllables of Vietnamese in both cases
_spellings = _Spellings()


def _tag(out: Stream, tags: list[str], found: list[re.Match[str]]) -> None:
    """Join the phrases that the lexicon knows and give every token its tag."""
    spelt = [_spellings[m.group()] for m in found]
    keys = [key for key, _, _ in spelt]
    starts, ends = [m.start() for m in found], [m.end() for m in found]
    add_start, add_end, add_key, add_tag = out.starts.append, out.ends.append, out.keys.append, tags.append
    i, n = 0, len(found)
    while i < n:
        key, tag, phrases = spelt[i]
        last = i
        for rest, phrase_tag in phrases:
            if not rest or keys[i + 1 : i + 1 + len(rest)] == rest:
                last, tag = i + len(rest), phrase_tag
                break
        if tag == "-" and 0 < i < n - 1 and starts[i] == ends[i - 1] and starts[i + 1] == ends[i]:
            tag = "~"
        add_start(starts[i])
        add_end(ends[last])
        add_key(key if last == i else " ".join(keys[i : last + 1]))
        add_tag(tag)
        i = last + 1
