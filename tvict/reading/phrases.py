"""The topic of a paragraph: the words before the colon that heads it."""

from __future__ import annotations

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

_TOPIC_MARK = shape(r"[:;.] | <num>")


def lead(s: Stream, c: Context, a: Amount) -> str:
    """The words of `topic_span`, a web address left out."""
    return s.words(*topic_span(s, c, a)).split("(<")[0].strip(" ,-–")


def topic_span(s: Stream, c: Context, a: Amount) -> tuple[int, int]:
    """Tokens before a colon that head the sentence or its paragraph: "Hệ thống thư điện tử công vụ: …"."""
    tags = s.shape
    dating = tags_of("quarter", "year", "month", "numbered", "year_part") + "/"
    for first in {a.sentence: None, c.first: None}:
        for m in _TOPIC_MARK.finditer(tags, first, min(first + 40, a.left)):
            k = m.start()
            if tags[k] == ":" and tags[k + 1] != "/":
                lo = first
                while lo < k and (
                    tags[lo] in "-+*,ydn" + tags_of("preposition", "joint") or s.keys[lo] in lexicon().sets["adverb"]
                ):
                    lo += 1
                return lo, k
            if (
                tags[k] in "q;"
                or (tags[k] == "." and not s.glued(k + 1))
                or (tags[k] in "ydn" and tags[k - 1] not in dating)
            ):
                break
    return a.left, a.left
