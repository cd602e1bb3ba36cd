"""Phrases around an amount: the noun phrase behind it, the words that lead to it, the topic of its paragraph."""

from __future__ import annotations

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

LONGEST = 14  # tokens of a phrase; what follows no longer names the thing
_PAUSE = r"""[,;:.()\[\]!?¶“”"] | <joint|year|year_part|same_period|among|comprise|compare|up|down|occupy|equal>
    | <multiple|respectively|remainder|exceed|below|estimate|complete|that_is|becomes>"""
_RIGHT_STOP = shape(rf"(?: {_PAUSE} | <hyphen> (?!<word>) )")
_NOTABLE = shape(rf"{_PAUSE} | <hyphen|num|copula>")  # where a noun phrase may end: between them it goes on
_ASIDE = shape(
    r"\( [^()]{1,6} \) (?=<word|fulfil|copula|receive>)"
)  # a bracket inside a noun phrase: "15/17 bệnh viện (88,2%) đã thu …"
_LEFT_STOP = ",;:.()[]!?¶"
_LEFT_TAIL = """copula estimate over under about year year_part mean becomes equal where up down until head_of_year
    same_period month quarter complete aim rank respectively from added exceed below per joint that_is
    compare""".split()
_LEFT_HEAD = """year year_part where joint same_period month estimate among until head_of_year comprise that_is compare
    becomes""".split()
_TOPIC_MARK = shape(r"[:;.] | <num>")
_LOOSE = "preposition joint copula over until from becomes".split()


def right_phrase(s: Stream, a: Amount, limit: int = 0) -> str:
    """The noun phrase that begins with the unit: "hộ sản xuất nông nghiệp có tài khoản bán hàng trên sàn …"."""
    span = _unit_start(s, a), a.right, limit
    if span not in s.right:
        s.right[span] = _right(s, *span)
    return s.right[span]


def _right(s: Stream, lo: int, hi: int, bound: int = 0) -> str:
    """The noun phrase that begins at token lo and goes on behind the unit, which ends at hi."""
    lex, tags, keys, end = lexicon(), s.shape, s.keys, ""
    limit = min(hi + LONGEST, len(tags), bound or len(tags))
    while hi < limit:
        notable = _NOTABLE.search(tags, hi, limit)
        if notable is None:
            hi = limit
            break
        hi = notable.start()
        if hi - lo < 5 and (m := _ASIDE.match(tags, hi)):
            end, lo, hi = s.words(lo, hi), m.end(), m.end()
            continue
        if tags[hi] in "ydnq" and not _names(s, hi):
            break
        listed = tags[hi] == "," and tags[hi + 1] != "¶" and _names(s, hi + 1) and _names(s, hi - 2)  # "sóng 3G, 4G"
        if _RIGHT_STOP.match(tags, hi) and not listed and not (keys[hi] in lex.sets["and"] and _goes_on(s, hi)):
            break
        if tags[hi] in lex.tags["copula"] and keys[hi] not in lex.sets["relative"] and not _of_words(s, hi + 1):
            break
        hi += 1
    loose = tags_of(*_LOOSE) + '-~/“"('
    while hi > lo and tags[hi - 1] in loose:
        hi -= 1
    return f"{end} {s.words(lo, hi)}".strip()


def _of_words(s: Stream, k: int) -> bool:
    """Whether words and no amount stand behind a verb: "trường đạt chuẩn quốc gia"."""
    return s.shape[k] in "wW" and not any(t in "ydnq" for t in s.shape[k : k + 3])


def behind(s: Stream, a: Amount) -> str:
    """What a sum or measure is for: "38 tỷ đồng cho các dự án …" gives "các dự án …"."""
    lo = a.right
    while s.shape[lo] in tags_of("preposition"):
        lo += 1
    return right_phrase(s, Amount(a.figure, a.at, a.left, lo, a.numerals, a.block))


def _names(s: Stream, i: int) -> bool:
    """Whether a numeral belongs to a name or numbers something: 5G, "mức độ 3"."""
    return (s.glued(i + 1) and s.shape[i + 1] in "wW") or s.shape[i - 1] in tags_of("numbered")


def _goes_on(s: Stream, k: int) -> bool:
    """Whether "và" joins two nouns of one phrase and not two amounts."""
    return s.shape[k + 1] in "wW" + tags_of("noun") and not any(t in "ydnq" for t in s.shape[k + 1 : k + 4])


def _unit_start(s: Stream, a: Amount) -> int:
    """First token of the unit words; for money and signs, the token behind them."""
    k = a.right
    if a.figure.unit is None or a.right <= a.at + 1 or a.sort != "count" or "/" in a.figure.unit:
        return a.right
    stop = tags_of("scale") + "ydnq"
    while k - 1 > a.at and s.shape[k - 1] not in stop:
        k -= 1
    return k + 1 if s.shape[k] == "(" else k


def left_phrase(s: Stream, start: int, end: int) -> str:
    """The phrase that leads to an amount, without copula, time and adverbs: "doanh thu dịch vụ bưu chính"."""
    known = s.left.get((start, end))
    if known is not None:
        return known
    lo, hi = left_span(s, start, end)
    aspect = lexicon().sets["aspect"]
    pieces, run = [], lo
    for i in range(lo, hi + 1):
        if i == hi or s.keys[i] in aspect:
            pieces.append(s.words(run, i))
            run = i + 1
    s.left[start, end] = found = " ".join(p for p in pieces if p)
    return found


def left_span(s: Stream, start: int, end: int) -> tuple[int, int]:
    """Token span of `left_phrase`."""
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
        if _abbreviation(s, hi):
            hi -= 3
        elif (
            hi > start
            and tags[hi - 1] == ")"
            and (k := tags.rfind("(", start, hi)) > start
            and tags.count(")", k, hi) == 1
        ):
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
    if "," in tags[hi:end] and any(t in tags_of("document") for t in tags[lo:hi]):
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


def opening(s: Stream, a: Amount) -> str:
    """The words that open the sentence, before its first comma: "Theo bảng ICT Index công bố tháng 8/2019, tỉnh …"."""
    start = max(a.sentence, s.shape.rfind(";", a.sentence, a.left) + 1)
    comma = next((i for i in range(start, a.left) if s.shape[i] in ',(“"'), start)
    return left_phrase(s, start, comma)


def before_bracket(s: Stream, c: Context, a: Amount) -> str:
    """The words in front of the bracket that an amount stands in."""
    bracket = c.bracket(a)
    return left_phrase(s, a.sentence, bracket[0]) if bracket else ""


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
