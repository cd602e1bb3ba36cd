"""What a figure measures, in the text's own words and understandable alone.

A count is named by the noun phrase behind it, money and shares by the phrase before them, a part by its own label and
the subject of its total, a change by the subject of the level it is about. Personal names never enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.lexicon import lexicon, shape, syllables
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


def topic_span(s: Stream, c: Context, a: Amount) -> tuple[int, int]:
    """Tokens before a colon that head the sentence or its paragraph: "Hệ thống thư điện tử công vụ: …"."""
    tags = s.shape
    for first in {a.sentence: None, c.first: None}:
        for k in range(first, min(first + 16, a.left)):
            if tags[k] == ":":
                return left_span(s, first, k)
            if tags[k] in "q,;." or (tags[k] in "ydn" and tags[k - 1] not in _dating()):
                break
    return a.left, a.left


def _dating() -> str:
    """Tags before a number that is no count, as in "Kế hoạch quý III/2021: …"."""
    t = lexicon().tags
    return t["quarter"] + t["year"] + t["month"] + t["numbered"] + t["year_part"] + "/"


def name_all(contexts: Sequence[tuple[Context, tuple[str, ...]]]) -> None:
    """Fill the subject of every figure; headings come with each context, outermost first."""
    by_id = {a.figure.figure_id: a for c, _ in contexts for a in c.amounts}
    bases = {a.figure.base_id: a for a in by_id.values() if a.figure.role in ("change", "index", "attainment", "gap") and a.figure.base_id is not None}
    pending: list[tuple[Amount, int]] = []
    for c, titles in contexts:
        for k, a in enumerate(c.amounts):
            f = a.figure
            if a.row:
                continue
            base_of = bases.get(f.figure_id)
            about = f.of_id
            if about is None and base_of is not None and base_of.at < a.at:
                about = base_of.figure.of_id
            if about is None:
                about = c.earlier.get(f.figure_id)
            if about in by_id and about != f.figure_id and about is not None:
                pending.append((a, about))
            else:
                f.subject = _named(c, k, by_id, titles)
    for _ in range(3):  # a change may be about a share that is about a part
        for a, about in pending:
            a.figure.subject = a.figure.subject or by_id[about].figure.subject


def _named(c: Context, k: int, by_id: dict[int, Amount], titles: tuple[str, ...]) -> str | None:
    s, a = c.s, c.amounts[k]
    f, start = a.figure, c.start(k)
    denominator = next((b for b in c.amounts[k + 1 : k + 2] if b.fraction_of is a), None)
    right = right_phrase(s, denominator if denominator is not None else a)
    left = _lead(c, k)
    whole = by_id.get(f.parent_id) if f.parent_id is not None else None
    if whole is not None and denominator is None:
        words = _part(a, whole, left, right)
    elif f.role == "rank" or (a.sort in ("money", "measure", "") and left):
        words = [left]
    elif a.sort in ("count", "time"):
        words = [right or f.unit or ""] if denominator is not None and len(right.split()) > 3 else [right or f.unit or "", left]
    elif a.sort == "percent" and right and not _ratio_before(s, start, a):
        words = [right] if len(right.split()) > 2 else [right, left]
    else:
        words = [left or right]
    if _size(words) < 5:
        words.append(s.words(*topic_span(s, c, a)))
    if _size(words) < 3 and titles:
        words.append(titles[-1].lower() if titles[-1].isupper() else titles[-1])
    return _join(words) or None


def said_before(contexts: Sequence[tuple[Context, tuple[str, ...]]]) -> list[tuple[Amount, str]]:
    """Each amount of the prose with the words that lead to it, to recall what was named before."""
    return [(a, left_phrase(c.s, c.start(k), a.left)) for c, _ in contexts for k, a in enumerate(c.amounts) if not a.row]


def _size(words: Sequence[str]) -> int:
    return len(" ".join(words).split())


def _lead(c: Context, k: int) -> str:
    """The words before an amount; in an enumeration, those before its first member."""
    s, a = c.s, c.amounts[k]
    words = left_phrase(s, c.start(k), a.left)
    if k and c.amounts[k - 1].sentence == a.sentence and c.amounts[k - 1].depth == a.depth:
        generic = all(w in lexicon().sets["generic"] for w in syllables(words))
        if not words or generic or _tail_of(c, k, words):
            before = _lead(c, k - 1)
            return f"{before} {words}".strip() if generic and words else before
    return words


def _tail_of(c: Context, k: int, words: str) -> bool:
    """Whether the words before an amount only end the noun phrase of the amount before it."""
    return right_phrase(c.s, c.amounts[k - 1]).endswith(words)


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


def _part(a: Amount, whole: Amount, left: str, right: str) -> list[str]:
    """Own label first, then what the total measures, without its unit again."""
    f = a.figure
    label = right or left
    if "unit" in f.inferred or (f.unit is not None and right.casefold() == f.unit.casefold()):
        own = left if not right or right == f.unit else right
        label = f"{f.unit or ''} {own}".strip()
    subject, unit = whole.figure.subject or "", (whole.figure.unit or "").casefold()
    return [label, subject[len(unit) :].strip() if unit and subject.casefold().startswith(unit) else subject]


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
