"""The words that lead to an amount, and the topic of its paragraph."""

from __future__ import annotations

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, tags_of
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

LONGEST = 14  # tokens of a phrase; what follows no longer names the thing
_LEFT_STOP = ",;:.()[]!?¶"
_LEFT_TAIL = """copula estimate over under about year year_part mean becomes equal where up down until head_of_year
    same_period month quarter complete aim rank respectively from added exceed below per joint that_is
    compare""".split()
_LEFT_HEAD = """year year_part where joint same_period month estimate among until head_of_year comprise that_is compare
    becomes""".split()
_TOPIC_MARK = shape(r"[:;.] | <num>")


def _names(s: Stream, i: int) -> bool:
    """Whether a numeral belongs to a name or numbers something: 5G, "mức độ 3"."""
    return (s.glued(i + 1) and s.shape[i + 1] in "wW") or s.shape[i - 1] in tags_of("numbered")


def left_span(s: Stream, start: int, end: int) -> tuple[int, int]:
    """Tokens of the phrase that leads to an amount, without copula, time and adverbs: "doanh thu dịch vụ bưu chính"."""
    tags, keys, lex = s.shape, s.keys, lexicon()
    tail, head, adverbs = tags_of(*_LEFT_TAIL), tags_of(*_LEFT_HEAD), lex.sets["adverb"]
    hi = end
    while hi > start and (
        tags[hi - 1] in tail
        or keys[hi - 1] in adverbs
        or tags[hi - 1] in "(:/-,;"
        or (tags[hi - 1] in "ydnq" and not _names(s, hi - 1))
    ):
        hi -= 1
        if hi > start and tags[hi - 1] == ")":
            k = tags.rfind("(", start, hi)
            if k > start and tags.count(")", k, hi) == 1:
                hi = k
    lo = _back_to(s, start, hi)
    if (
        0 < hi - lo <= 2
        and lo - 1 > start
        and tags[lo - 1] == ","
        and (tags[lo] in "wW" + tags_of("noun") or _names(s, lo))
    ):
        wider = _back_to(s, start, lo - 1)  # "bưu chính, viễn thông", "in, phát hành", "3G, 4G"
        if 0 < lo - 1 - wider <= 5 and not any(
            t in "nq" + tags_of("copula", "aim", "fulfil", "located") for t in tags[wider:lo]
        ):
            lo = wider
    while lo < hi and (
        (keys[lo] in lex.sets["number_word"] and lo + 1 < hi and tags[lo + 1] in tags_of("noun"))
        or tags[lo] in head + "-+*/¶"
        or keys[lo] in adverbs
        or keys[lo] in lex.sets["sum"]
        or tags[lo] in tags_of("aim")
        or (tags[lo] in "ydnq" and not _names(s, lo))
    ):
        lo += 1
    while hi > lo and tags[hi - 1] in tags_of("preposition"):
        hi -= 1
    if "," in tags[hi:end] and has(tags[lo:hi], "document"):
        return hi, hi  # "Theo Quyết định số 12/QĐ-UBND, có 109 xã": on whose word, not what
    return lo, hi


def _back_to(s: Stream, start: int, hi: int) -> int:
    """First token of the clause piece that ends at hi."""
    lo, among = hi, tags_of("among", "comprise")
    while lo > start and hi - lo <= LONGEST and not (hi - lo > 1 and s.shape[lo - 1] in among):
        if s.shape[lo - 1] in _LEFT_STOP:
            if not _abbreviation(s, lo):
                break
            lo -= 2
        lo -= 1
    return lo


def _abbreviation(s: Stream, hi: int) -> bool:
    """Whether the tokens before hi are a bracket of one word: "Tập đoàn Bưu chính Viễn thông Việt Nam (VNPT)"."""
    return s.shape[hi - 3 : hi - 2] == "(" and s.shape[hi - 2] in "wW" and s.shape[hi - 1] == ")"


def topic(s: Stream, c: Context, a: Amount) -> str:
    """The words of `topic_span`, a web address left out."""
    return s.words(*topic_span(s, c, a)).split("(<")[0].strip()


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
                    tags[lo] in "-+*" + tags_of("preposition", "joint") or s.keys[lo] in lexicon().sets["adverb"]
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
