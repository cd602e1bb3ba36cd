"""A quantity printed twice: a title, caption or lead whose words a later sentence says again, with its number.

The words alone decide; whether the two numbers are the same is for analysis to say. A sentence may say again what a
title says, what an earlier one opens with, the count of which it goes on to speak as of its whole, or what a table has
in its total row. The reason of the later figure names the words of the earlier one, and its scope how near the
repetition is: "clause" where nothing else tells the two apart, "text" where it may be of something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import CAPITAL, has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.spots import syllables_in
from tvict.reading.structure import MEASURED, Context, is_denominator
from tvict.reading.tokens import NUMERAL_TAG, Stream

LONGEST = 40
"""Tokens of a paragraph without a stop that may be a title."""
FEWEST = 4
"""Words, besides its numbers, without which a title says nothing that could be recognised."""
LONG = 5
"""Tokens in a row around two numbers that are no chance."""
SAID = 3
"""Syllables without which what a sentence opens with says too little to be recognised."""
NEAREST = 12
"""Amounts among which the one that a title or a whole names again is sought."""
TWICE = 2
"""How often what is said again is said: what more sentences open with is said of several things."""
SHORT = 12
"""Syllables of a line without a stop that may lead to what stands below it."""
_LETTER = re.compile(r"[^\W\d_]")
_PAUSE = shape(r"[,;:.!?()¶]")
EMPTY = "preposition joint copula aspect adverb and over under about year plain generic".split()
_NAME = re.compile(rf"(?<=[^\W\d_] ){CAPITAL}(?!{CAPITAL})")


class Span(NamedTuple):
    """A sentence, tokens lo to hi, with its words."""

    c: Context
    lo: int
    hi: int
    words: set[str]


def repeated(contexts: Sequence[Context]) -> None:
    """Give each amount that a later sentence says again, the title's words around it, a reason that names the first."""
    spans: list[Span] = []
    titles = []
    for c in contexts:
        title = _first_line(c)
        prose = bool(c.amounts) and not c.amounts[0].row
        told = [(c, lo, hi) for lo, hi in pairwise([*c.sentences, c.last])] if prose else []
        if title is not c and told:  # what goes on behind its title, beside all of it
            told.insert(1, (c, title.last, told[0][2]))
        if _is_title(title):
            titles.append((title, len(spans) + 1))
        spans += (Span(*x, _words(x[0].s, *x[1:])) for x in told)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for k, span in enumerate(spans):
        for word in span.words:
            holding[word].append(k)
    for title, below in titles:
        beyond = _beyond_units(title)
        said = beyond if len(beyond) >= FEWEST else _words(title.s, title.first, title.last)
        rare = min((holding.get(word, []) for word in said), key=len) if len(said) >= FEWEST else []
        may_be = (spans[k] for k in rare[bisect_left(rare, below) :])
        # "Trong đó, vận tải đường bộ tăng 6%" goes on with a part and says no title again
        whole = (span for span in may_be if not has(span.c.s.shape[span.lo], "among"))
        found = next((span for span in whole if said <= span.words), None)
        if found is None or _of_extreme(title, found) or not _labels(title) <= {*found.c.s.keys[found.lo : found.hi]}:
            continue
        first = found is spans[below]
        for a in title.amounts:
            for b in _again(title, a, found):
                sure = _beside(title, a) == _beside(found.c, b) or (first and _in_brackets(title, a, found))
                _restate(a, b, "restated.title", sure)
    _headline((title for title, _ in titles), contexts)
    _told_again(contexts)
    _told_in_total(contexts)


def _in_brackets(title: Context, a: Amount, span: Span) -> bool:
    """Whether a title tells in brackets how many of its things the sentence below counts, which names nobody: "CÁC
    NHIỆM VỤ NĂM 2023 (31 nhiệm vụ)".
    """
    s = span.c.s
    return title.s.shape[a.left - 1] == "(" and not _named(s, s.starts[span.lo], s.ends[span.hi - 1])


def _beyond_units(c: Context) -> set[str]:
    """The words of a title but those of its units, which each number must have: "400 triệu đồng/người"."""
    edges = [c.first, *chain.from_iterable((a.left, a.right) for a in c.amounts), c.last]
    return {word for lo, hi in zip(edges[::2], edges[1::2], strict=True) for word in _words(c.s, lo, hi)}


def _labels(c: Context) -> set[str]:
    """The numbers of a title that measure nothing: "Tuyến phà số 43: tăng 5 km" is not said again of number 44."""
    told = {k for a in c.amounts for k in range(a.left, a.right)}
    return {c.s.keys[k] for k in range(c.first, c.last) if c.s.shape[k] in "dnq" and k not in told}


def _of_extreme(title: Context, span: Span) -> bool:
    """Whether a sentence tells of the greatest where a title does not: "An Hải thiệt hại nặng nhất với 17 tàu chìm"."""
    return has(span.c.s.shape[span.lo : span.hi], "most") and not has(title.s.shape[title.first : title.last], "most")


def _restate(a: Amount, b: Amount, rule: str, sure: bool) -> None:
    """Say that an amount says another again; what a title's ratio is of, and its base, the sentence says that does."""
    b.because("restated", rule, "clause" if sure else "text", a.at, a.right)
    if a.figure.of_id is None and a.figure.base_id is None and a.figure.role == b.figure.role:
        for column in ("of_id", "base_id"):
            why = b.reasons.get(column[:-3])
            if why is not None and getattr(b.figure, column) != a.figure.figure_id:
                setattr(a.figure, column, getattr(b.figure, column))
                a.because(column[:-3], "restated.title", "text", why.lo, why.hi)


def _headline(titles: Iterable[Context], contexts: Sequence[Context]) -> None:
    """A title that a sentence says again in fewer words: "An Hải: xử lý 366 vụ vi phạm", then "số vụ bị xử lý"."""
    found_again = {b.reasons["restated"].lo for c in contexts for b in c.amounts if "restated" in b.reasons}
    sought = [(title, a) for title in titles for a in title.amounts if a.at not in found_again]
    below: dict[object, list[Amount]] = {}
    for b in (b for c in contexts for b in c.amounts if sought and not b.row and not is_denominator(b)):
        for word in _unit(b):
            below.setdefault((b.figure.role, b.figure.period, word), []).append(b)
    for title, a in sought:
        said = _words(title.s, title.first, title.last)
        alike = [below.get((a.figure.role, a.figure.period, word), []) for word in _unit(a)]
        firsts = [(bs, bisect_left(bs, title.last, key=lambda b: b.at)) for bs in alike]
        found = sorted({b.at: b for bs, k in firsts for b in bs[k : k + NEAREST]}.items())
        may_be = (b for _, b in found if _alike(a, b) and b.figure.parent_id != a.figure.figure_id)
        again = next((b for b in may_be if set() < _label(b) <= said), None)
        if again is not None and "restated" not in again.reasons:
            _restate(a, again, "restated.headline", sure=False)


class Told(NamedTuple):
    """An amount that is told: its paragraph, and the line that leads to that."""

    c: Context
    line: str
    a: Amount


def _told_again(contexts: Sequence[Context]) -> None:
    """What a sentence opens with, said again by a later one: in the same words, or as the whole that it speaks of."""
    opened: dict[object, list[Told]] = {}
    counts: list[Told] = []
    for c, line in _led(contexts):
        sentence = None
        for b in c.amounts:
            if b.row or b.figure.role not in MEASURED or is_denominator(b):
                continue
            told, opens, sentence = Told(c, line, b), b.sentence != sentence, b.sentence
            found = _whole_before(told, counts) if opens else None
            if found is None and opens and not c.bullet:
                found = _opened_before(told, opened)
            if found is not None and "restated" not in b.reasons:
                a, rule, sure = found
                _restate(a, b, rule, sure)
            if b.sort == "count" and b.figure.role == "level" and b.figure.parent_id is None:
                counts.append(told)


def _led(contexts: Sequence[Context]) -> Iterator[tuple[Context, str]]:
    """Each paragraph that measures something, with the line above that is no heading and leads to it."""
    line, path, begin = "", "", 0
    for c in contexts:
        line, path = ("" if c.path != path else line), c.path
        if c.amounts:
            yield c, line
        else:
            text = c.s.text[begin : c.s.starts[c.last]].strip()
            if text and (text[-1] == ":" or text[-1].isalnum()) and not text.endswith(c.titles[-1:]):
                line = text if len(syllables(text)) <= SHORT else line
        begin = c.s.ends[c.last]


def _opened_before(told: Told, opened: dict[object, list[Told]]) -> tuple[Amount, str, bool] | None:
    """What an earlier sentence opens with in the same words, and whether nothing else tells the two apart.

    "I. SẢN XUẤT LÚA … Sản lượng lúa đạt 845.300 tấn", "II. KẾT LUẬN … Sản lượng lúa đạt 854.300 tấn". Items say what
    their list is of, and headings that name something else than the sentences do are of two groups.
    """
    f, s, said = told.a.figure, told.c.s, _opening(told.c, told.a)
    before = opened.setdefault((f.role, f.period, f.as_of, f.bound, said), [])
    before.append(told)
    words = {word for key in said if len(before) > 1 for word in key.split()}
    if len(words) < SAID or not _alike(before[-2].a, told.a) or _apart(before[-2], told, words):
        return None
    first, a = before[-2].c, before[-2].a
    between = (s.starts[first.first], s.starts[a.sentence]), (a.figure.end, s.starts[told.a.sentence])
    sure = len(before) == TWICE and first.path != told.c.path and not any(_named(s, lo, hi) for lo, hi in between)
    return a, "restated.again", sure


def _opening(c: Context, a: Amount) -> frozenset[str]:
    """The words of a sentence up to its first amount and behind that up to a pause, but its time; and other numbers."""
    s, when = c.s, a.reasons["period"]
    empty, silent = tags_of(*EMPTY), lexicon().sets["generic"] | lexicon().sets["plural"]
    first = a.sentence + (s.shape[a.sentence] in tags_of("among"))  # "Trong đó, sản lượng lúa đạt 845.300 tấn"
    timed = range(when.lo, when.hi) if when.lo != a.left else range(0)
    return frozenset(
        key
        for k, (tag, key) in enumerate(zip(s.shape[first : _pause(c, a)], s.keys[first:], strict=False), first)
        if (tag > "\x7f" or tag in "wWdnq") and k != a.at and k not in timed and tag not in empty and key not in silent
    )


def _pause(c: Context, a: Amount) -> int:
    """Where what is told of an amount ends: at the next amount, or at a pause before it."""
    k = bisect_left(c.amounts, a.right, key=lambda b: b.left)
    end = c.amounts[k].left if k < len(c.amounts) else c.last
    m = _PAUSE.search(c.s.shape, a.right, end)
    return end if m is None else m.start()


def _apart(a: Told, b: Told, said: set[str]) -> bool:
    """Whether what heads two amounts names something that neither sentence says: "BƯU CHÍNH", "HUYỆN TÂN LẬP"."""
    of_a, of_b = ({*chain.from_iterable(map(syllables, (*x.c.titles, x.line)))} for x in (a, b))
    named = {syllable for syllable in of_a ^ of_b if syllable.isalpha()}
    return not named <= said | syllables_in("generic", "kind_of_part")


def _whole_before(told: Told, counts: Sequence[Told]) -> tuple[Amount, str, bool] | None:
    """The one count of which a sentence speaks as of its whole: "Trong 3.180 giấy phép đã cấp có …", "Cả 20 tàu".

    How many places and bodies there are no sentence before needs to say: "Có 5 xã đạt chuẩn. Cả 9 xã có chợ".
    """
    c, b, lex = told.c, told.a, lexicon()
    opens = c.s.keys[b.sentence]
    every, summed = opens in lex.sets["all_of"], opens in lex.sets["out_of"]
    if b.left != b.sentence + 1 or b.sort != "count" or not (every or opens in lex.sets["inside"]):
        return None
    unit, noun = _unit(b), " ".join(syllables(b.figure.unit or ""))
    if speaks_of(noun, "place_noun") or speaks_of(noun, "body_noun"):
        return None
    said = unit if every else unit | _behind(c, b)
    near = [x for x in counts[-NEAREST:] if x.a.sentence != b.sentence and (x.c is c or summed or said > unit)]
    near = [x for x in near if x.a.figure.period == b.figure.period and _unit(x.a) <= said]
    near = [x for x in near if said <= _around(x.c, x.a) | _unit(x.a) | _quantity(x.a)[1]]  # its sentence and label
    if not near or _apart(near[-1], told, said):
        return None
    of, a = near[-1].c, near[-1].a
    others = (x for x in of.amounts if x is not a and x.at < b.sentence and not is_denominator(x))
    alike = (x for x in others if _unit(x) == _unit(a))
    if any(x.at < a.at or x.figure.parent_id != a.figure.figure_id for x in alike):
        return None  # "Xây mới 12 trạm. Nâng cấp 8 trạm. Trong 20 trạm này, …"
    more = _quantity(a)[1] - said - syllables_in("where", "generic")
    sure = said == unit or not more or (_unit(a) == unit and _behind(of, a) == _behind(c, b))
    return a, "restated.whole", (of is c or summed) and sure


def _behind(c: Context, b: Amount) -> set[str]:
    """The words that say which things a count is of: "Trong 3.180 giấy phép | đã cấp | có 2.000 giấy phép điện tử"."""
    end = _pause(c, b)
    told = {c.s.keys[k] for k in range(b.right, end) if c.s.shape[k] in "ydnq"}
    return (_words(c.s, b.right, end) | told) - syllables_in("aspect", "this", "those")


def _label(a: Amount) -> set[str]:
    """What a label says beyond its unit: "vụ bị xử lý" says "xử lý"."""
    words = {w for w in _meant(a) if w.isalpha()}
    return words - _unit(a) - syllables_in("silent", "undergoes")


def _unit(a: Amount) -> set[str]:
    """The syllables of a unit."""
    return {*syllables(a.figure.unit or "")}


def _named(s: Stream, lo: int, hi: int) -> bool:
    """Whether characters lo to hi hold a name, of a place or body: a capital that opens no sentence and no heading."""
    return any(s.text[m.start() - 2].islower() for m in _NAME.finditer(s.text, lo, hi))


def _told_in_total(contexts: Sequence[Context]) -> None:
    """The total row of a table, which a sentence tells in the same words: in no doubt where it tells two of them."""
    wholes = {a.figure.parent_id for c in contexts for a in c.amounts if _under_total(a)} - {None}
    told: dict[object, list[Amount]] = {}
    for a in (a for c in contexts for a in c.amounts if wholes and not a.row):
        if a.figure.role == "level" and a.figure.bound == "exact":
            told.setdefault(_quantity(a), []).append(a)
    for c in contexts if wholes else ():
        sentences: dict[int, list[tuple[Amount, Amount]]] = {}
        for b in (b for b in c.amounts if b.figure.figure_id in wholes):
            for a in (a for a in told.get(_quantity(b), ()) if _alike(a, b)):
                sentences.setdefault(a.sentence, []).append((a, b))
        for pairs in sentences.values():
            if len({id(a) for a, _ in pairs}) == len({id(b) for _, b in pairs}) == len(pairs):
                for pair in pairs:
                    earlier, later = sorted(pair, key=lambda x: x.at)
                    scope = "clause" if len(pairs) > 1 else "text"
                    later.because("restated", "restated.total", scope, earlier.at, earlier.right)
                break


def _under_total(a: Amount) -> bool:
    """Whether an amount of a table is part of one in a total row."""
    why = a.reasons.get("parent")
    return a.row and a.figure.closed and why is not None and why.rule == "grid.rows"


def _quantity(a: Amount) -> tuple[str | None, frozenset[str]]:
    """The time of an amount, and the syllables of its label that carry meaning."""
    return a.figure.period, frozenset(_meant(a) - lexicon().sets["generic"])


def _meant(a: Amount) -> set[str]:
    """The syllables of a label but words of grammar."""
    alone, empty = lexicon().phrases.alone, tags_of(*EMPTY)
    return {w for w in syllables(a.figure.subject or "") if alone.get(w, "w") not in empty}


def _again(title: Context, a: Amount, span: Span) -> list[Amount]:
    """The amount of a sentence that may be one of a title: of several the one that the same words stand around."""
    again = [b for b in span.c.amounts if span.lo <= b.at < span.hi and _alike(a, b) and not _of_another_time(a, b)]
    if len(again) > 1 and not _regarded(title, a) and any(_regarded(span.c, b) for b in again):
        return []  # "Vận tải tăng 5%": of "tăng 6% về lượt khách và 5% về lượt khách.km" either
    if len(again) > 1:
        near = [b for b in again if _run(title, a, span.c, b) >= LONG]
        again = near or [b for b in again if _around(title, a) <= _around(span.c, b)]
    return again if len(again) == 1 else []


def _regarded(c: Context, a: Amount) -> bool:
    """Whether the words behind a ratio say in what regard it is meant: "tăng 6% về lượng"."""
    return c.s.keys[a.right] in lexicon().sets["regarding"]


def _first_line(c: Context) -> Context:
    """The first line of a paragraph, which may be its title, as a context of its own."""
    s, lo = c.s, c.first
    for i in range(lo + 1, min(lo + LONGEST, c.last)):
        if "\n" in s.text[s.ends[i - 1] : s.starts[i]] and not s.text[s.starts[i]].islower():
            return Context(s, lo, i, [a for a in c.amounts if a.at < i], bullet=c.bullet, note=c.note)
    return c


def _is_title(c: Context) -> bool:
    s = c.s
    short = c.amounts and c.last - c.first <= LONGEST and not c.bullet and not c.note and not c.amounts[0].row
    return bool(short) and len(c.sentences) == 1 and s.shape[c.last - 1] not in ".;:,"


def _words(s: Stream, lo: int, hi: int) -> set[str]:
    """The syllables that carry meaning: no numbers, no words of grammar, no years, no "các"."""
    empty, plural = tags_of(*EMPTY), lexicon().sets["plural"]
    keys = s.keys[lo:hi]
    said = [
        key
        for key, tag, letter in zip(keys, s.shape[lo:hi], map(_LETTER.match, keys), strict=True)
        if tag not in empty and key not in plural and (tag > "\x7f" or letter)  # tags of listed words
    ]
    return {*" ".join(said).split()}


def _around(c: Context, b: Amount) -> set[str]:
    """The words of an amount's sentence from the amount before it to the one behind it."""
    end = c.sentence_end(b.at)
    before = max((a.right for a in c.amounts if a.at < b.at), default=b.sentence)
    behind = min((a.at for a in c.amounts if a.at > b.at), default=end)
    return _words(c.s, max(before, b.sentence), min(behind, end))


def _run(title: Context, a: Amount, c: Context, b: Amount) -> int:
    """How many tokens in a row around both numbers are the same, whatever other numbers there are."""
    s, runs = title.s, 0
    for step, stop in ((-1, title.first - a.at - 1), (1, title.last - a.at)):
        near = range(step, stop, step)
        same = takewhile(lambda k: c.first <= b.at + k < c.last and _same(s, a.at + k, b.at + k), near)
        runs += sum(1 for _ in same)
    return runs


def _same(s: Stream, i: int, j: int) -> bool:
    """Whether two tokens are one word, or both numbers."""
    return s.keys[i] == s.keys[j] or (s.shape[i] == s.shape[j] and NUMERAL_TAG.match(s.shape, i) is not None)


def _beside(c: Context, a: Amount) -> tuple[str, str]:
    """The words directly before a number and behind it."""
    return c.s.keys[a.at - 1] if a.at > c.first else "", c.s.keys[a.at + 1]


def _of_another_time(a: Amount, b: Amount) -> bool:
    """Whether each of two amounts names its time, and not the same one: "7 tháng tăng 16%", "Tháng 7 tăng 10%"."""
    named = all(x.sentence <= x.reasons["period"].lo != x.left for x in (a, b))
    return named and a.figure.period != b.figure.period


def _alike(a: Amount, b: Amount) -> bool:
    """Whether two amounts may be one quantity: of one kind, role and sign, with a word of the unit in common."""
    one, other = (set((x.figure.unit or "").casefold().split()) for x in (a, b))
    alike = is_denominator(a) == is_denominator(b) and a.sort == b.sort and a.figure.role == b.figure.role
    return alike and bool(one & other or one == other)
