"""From a text to one stream of tagged tokens: what grammar reads instead of words.

The stream runs through all paragraphs; a paragraph that a page break cuts in two is whole in it. `shape` holds one
character a token, so a regular expression over it is a pattern over word classes, and its positions are token numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tvict.reading.lexicon import TOKEN, Lexicon, fold, lexicon

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


def tokenize(text: str, blocks: Iterable[Sequence[tuple[int, int]]]) -> Stream:
    """Tag the tokens of each block; a block is the spans of one paragraph, without its marker."""
    lex = lexicon()
    out = Stream(text)
    tags: list[str] = []
    for pieces in blocks:
        out.blocks.append(len(out.starts))
        starts, ends, keys, raw = [], [], [], []
        for a, b in pieces:
            for m in TOKEN.finditer(text, a, b):
                starts.append(m.start())
                ends.append(m.end())
                raw.append(w := m.group())
                keys.append(fold(w))
        _tag(lex, out, tags, starts, ends, keys, raw)
        last = out.ends[-1] if out.ends else 0
        out.starts.append(last)
        out.ends.append(last)
        out.keys.append(END)
        tags.append(END)
    out.shape = "".join(tags)
    return out


def _tag(lex: Lexicon, out: Stream, tags: list[str], starts: list[int], ends: list[int], keys: list[str], raw: list[str]) -> None:
    """Join the phrases that the lexicon knows and give every token its tag."""
    trie, n, i = lex.trie, len(keys), 0
    add_start, add_end, add_key, add_tag = out.starts.append, out.ends.append, out.keys.append, tags.append
    while i < n:
        key, word = keys[i], raw[i]
        first = word[0]
        size = 1
        if first.isdecimal():
            tag = numeral_tag(word)
        elif key in trie and (hit := lex.match(keys, i)):
            size, tag = hit
        elif first.isalpha():
            tag = "W" if first.isupper() else "w"
        elif first in "-–—−":
            tag = "~" if i and starts[i] == ends[i - 1] and i + 1 < n and starts[i + 1] == ends[i] else "-"
        else:
            tag = first
        add_start(starts[i])
        add_end(ends[i + size - 1])
        add_key(key if size == 1 else " ".join(keys[i : i + size]))
        add_tag(tag)
        i += size
