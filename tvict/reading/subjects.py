"""What a figure measures, in the text's own words and understandable alone.

A count is named by the noun phrase behind it, money and shares by the phrase before them, a part by its own label and
the subject of its total, a change by the subject of the level it is about. Personal names never enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.lexicon import lexicon, shape
from tvict.reading.links import Context
from tvict.reading.quantities import Amount
from tvict.reading.tokens import Stream

_RIGHT_STOP = shape(
    r"(?: [,;:.()\[\]!?¶“”\"] | <num> | <joint> | <among|comprise|compare|up|down|occupy|equal|multiple|respectively|remainder|exceed|below|estimate|complete> | <hyphen> (?!<word>) )"
)
_LEFT_STOP = shape(r"[,;:.()\[\]!?¶]")
LONGEST = 14  # tokens of a phrase; what follows no longer names the thing


def right_phrase(s: Stream, a: Amount) -> str:
    """The noun phrase that begins with the unit: "hộ sản xuất nông nghiệp có tài khoản bán hàng trên sàn …"."""
    lo = _unit_start(s, a)
    hi = a.right
    tags = s.shape
    limit = min(hi + LONGEST, len(tags))
    while hi < limit:
        if _RIGHT_STOP.match(tags, hi):
            if not (hi > lo and tags[hi] in lexicon().tags["joint"] and s.keys[hi] in lexicon().sets["and"] and _goes_on(s, hi)):
                break
        if tags[hi] in lexicon().tags["copula"] and s.keys[hi] not in lexicon().sets["relative"]:
            break
        if tags[hi] in lexicon().tags["year"] + lexicon().tags["year_part"] + lexicon().tags["same_period"]:
            break
        hi += 1
    while hi > lo and tags[hi - 1] in _loose():
        hi -= 1
    return s.words(lo, hi)


def _goes_on(s: Stream, k: int) -> bool:
    """Whether "và" joins two nouns of one phrase and not two amounts."""
    return s.shape[k + 1] in "wW" + lexicon().tags["noun"] and not any(t in "ydnq" for t in s.shape[k + 1 : k + 4])


def _loose() -> str:
    t = lexicon().tags
    return t["preposition"] + t["joint"] + t["copula"] + t["over"] + t["until"] + t["from"] + t["becomes"] + "-~/“\"("


def _unit_start(s: Stream, a: Amount) -> int:
    """First token of the unit words; for money and signs, the token behind them."""
    lex, k = lexicon(), a.right
    if a.figure.unit is None or a.right == a.at + 1:
        return a.right
    while k - 1 > a.at and s.shape[k - 1] not in lex.tags["scale"] + "ydnq":
        k -= 1
    if a.sort != "count" or k == a.right:
        return a.right
    return k + 1 if s.shape[k] == "(" else k


def left_phrase(s: Stream, start: int, end: int) -> str:
    """The phrase that leads to an amount, without copula, time and adverbs: "doanh thu dịch vụ bưu chính"."""
    lo, hi = left_span(s, start, end)
    return s.words(lo, hi)


def left_span(s: Stream, start: int, end: int) -> tuple[int, int]:
    """Token span of `left_phrase`."""
    tags, lex = s.shape, lexicon()
    tail = _tail()
    hi = end
    while hi > start and (tags[hi - 1] in tail or (tags[hi - 1] in "ydnq" and not (hi - 1 > start and tags[hi - 2] in lex.tags["numbered"])) or s.keys[hi - 1] in lex.sets["adverb"] or s.keys[hi - 1] == "(" or s.keys[hi - 1] == ":"):
        hi -= 1
    lo = hi
    while lo > start and not (_LEFT_STOP.match(tags, lo - 1) or (hi - lo > 1 and tags[lo - 1] in lex.tags["among"] + lex.tags["comprise"])):
        lo -= 1
        if hi - lo > LONGEST:
            break
    head = lex.tags["year"] + lex.tags["year_part"] + lex.tags["where"] + lex.tags["joint"] + lex.tags["same_period"] + lex.tags["month"] + lex.tags["estimate"] + lex.tags["among"] + lex.tags["until"] + lex.tags["total"] + lex.tags["head_of_year"] + lex.tags["comprise"]
    while lo < hi and not s.glued(lo + 1) and (tags[lo] in head + "ydnq-+*/¶" or s.keys[lo] in lex.sets["adverb"]):
        lo += 1
    return lo, hi


def _tail() -> str:
    t = lexicon().tags
    return (
        t["copula"] + t["estimate"] + t["over"] + t["under"] + t["about"] + t["year"] + t["year_part"] + t["mean"] + t["becomes"] + t["equal"] + t["where"]
        + t["up"] + t["down"] + t["until"] + t["head_of_year"] + t["same_period"] + t["month"] + t["quarter"] + t["complete"] + t["aim"] + t["rank"] + t["respectively"] + t["from"] + t["added"] + t["exceed"] + t["below"] + t["per"] + t["joint"]
    )


def topic(s: Stream, c: Context, a: Amount) -> str:
    """The words before a colon or dash that head the sentence or its paragraph: "Hệ thống thư điện tử công vụ: …"."""
    tags = s.shape
    for first in {a.sentence: None, c.first: None}:
        for k in range(first, min(first + 16, a.left)):
            if tags[k] == ":":
                return s.words(*left_span(s, first, k))
            if tags[k] in "ydnq,;.":
                break
    return ""


def name_all(contexts: Sequence[tuple[Context, tuple[str, ...]]]) -> None:
    """Fill the subject of every figure; headings come with each context, outermost first."""
    by_id: dict[int, Amount] = {}
    for c, _ in contexts:
        for a in c.amounts:
            by_id[a.figure.figure_id] = a
    later: list[Amount] = []
    for c, titles in contexts:
        for k, a in enumerate(c.amounts):
            if a.row:
                continue
            f = a.figure
            about = f.of_id if f.role != "share" or f.of_id is not None else None
            if about is not None and about in by_id and about != f.figure_id:
                later.append(a)
                continue
            f.subject = _named(c, k, by_id, titles)
    for a in later:
        of = by_id[a.figure.of_id or 0].figure
        a.figure.subject = of.subject if of.subject else None
    for a in later:  # what is about a share that is itself about a part
        if a.figure.subject is None:
            a.figure.subject = by_id[a.figure.of_id or 0].figure.subject


def _named(c: Context, k: int, by_id: dict[int, Amount], titles: tuple[str, ...]) -> str | None:
    s, a = c.s, c.amounts[k]
    f, start = a.figure, c.start(k)
    right, left = right_phrase(s, a), left_phrase(s, start, a.left)
    counted = a.sort in ("count", "time")
    numerator = next((b for b in c.amounts[k + 1 : k + 2] if b.fraction_of is a), None)
    if numerator is not None and not right:
        right = right_phrase(s, numerator)
    if f.role == "rank":
        words = [left or right or _back(c, k)]
    elif counted and f.parent_id in by_id and by_id[f.parent_id] is not a:
        words = _part(c, a, by_id[f.parent_id], left, right)
    elif counted:
        words = [right or f.unit or "", _lead(s, start, a)]
        if len(" ".join(words).split()) < 5:
            words.append(topic(s, c, a))
    elif a.sort == "percent" and right and not _ratio_before(s, start, a):
        words = [right]
        if len(right.split()) < 3:
            words.append(left)
    else:
        words = [left or _back(c, k)]
        if len(words[0].split()) < 3:
            words.append(right)
        if f.parent_id in by_id:
            words = _part(c, a, by_id[f.parent_id], left, right)
    if len(" ".join(words).split()) < 3 and titles:
        words.append(titles[-1].lower() if titles[-1].isupper() else titles[-1])
    text = _join(words)
    return text or None


def _ratio_before(s: Stream, start: int, a: Amount) -> bool:
    lex = lexicon()
    gap = s.shape[start : a.left]
    return any(t in lex.tags["ratio"] for t in gap) or (bool(gap) and gap[-1] in lex.tags["copula"] and s.keys[a.left - 1] not in lex.sets["relative"] and any(t in "w" + lex.tags["noun"] for t in gap))


def _back(c: Context, k: int) -> str:
    """The phrase of the sentence's beginning, where nothing stands directly before the amount."""
    a = c.amounts[k]
    first = next((b for b in c.amounts if b.sentence == a.sentence), a)
    if first is a:
        return topic(c.s, c, a)
    return left_phrase(c.s, a.sentence, first.left) or (right_phrase(c.s, first) if first is not a else "")


def _lead(s: Stream, start: int, a: Amount) -> str:
    """The verb and what it governs before a count: "được triển khai đến 19 cơ quan" gives "triển khai"."""
    lo, hi = left_span(s, start, a.left)
    return s.words(lo, hi)


def _part(c: Context, a: Amount, whole: Amount, left: str, right: str) -> list[str]:
    """Own label first, then what the total measures, without its unit again."""
    f = a.figure
    label = right or left
    if f.inferred and "unit" in f.inferred:
        label = " ".join(w for w in (f.unit or "", left if not right or right == f.unit else right) if w)
    elif right == f.unit and left:
        label = f"{right} {left}"
    whole_subject = whole.figure.subject or ""
    unit = (whole.figure.unit or "").casefold()
    rest = whole_subject[len(unit) :].strip() if unit and whole_subject.casefold().startswith(unit) else whole_subject
    return [label, rest]


def _join(parts: Sequence[str]) -> str:
    """Join phrases, each word group once, the first letter small unless it begins a name."""
    seen: list[str] = []
    for part in parts:
        part = part.strip(" *_\"“”'()-–:;,.")
        if part and not any(part.casefold() in p.casefold() for p in seen):
            seen.append(part)
    text = " ".join(" ".join(seen).split())
    words = text.split()
    if words and words[0][0].isupper() and words[0][1:].islower() and not (len(words) > 1 and words[1][0].isupper()):
        text = text[0].lower() + text[1:]
    return mask_names(text)


def mask_names(text: str) -> str:
    """Leave out the name behind a person's title: "hộ bà Lâm Thị Tuyết" becomes "hộ bà …".

    >>> mask_names("trụ ăng ten của hộ Bà Lâm Thị Tuyết")
    'trụ ăng ten của hộ Bà …'
    """
    lex = lexicon()
    words, out, i = text.split(), [], 0
    titles = lex.sets["person"]
    while i < len(words):
        out.append(words[i])
        size = next((n for n in (4, 3, 2, 1) if " ".join(words[i - n + 1 : i + 1]).casefold() in titles and i - n + 1 >= 0), 0)
        j = i + 1
        while size and j < len(words) and words[j][:1].isupper():
            j += 1
        if j > i + 1:
            out.append("…")
            i = j
            continue
        i += 1
    return " ".join(out)
