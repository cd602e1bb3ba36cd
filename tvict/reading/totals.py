"""Rules of totals: what is part of what, by lists, steps, remainders, names and items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from tvict.reading.amounts import Amount, tells_whose
from tvict.reading.grammar import grammar
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import levels, name_ends, names_of, of_those, of_unit, one_unit
from tvict.reading.members import ALIKE, OF_SOME
from tvict.reading.proposals import BOTH, Page, at, behind_change, by_name, link, sentence_before
from tvict.reading.settle import Link, timely
from tvict.reading.shares import FAR, opens_among, those_before
from tvict.reading.spots import (
    asides,
    level_before,
    own_levels,
    pause,
    spots_of,
    syllables_said,
    up_to_pause,
    word_before,
)
from tvict.reading.stages import stage
from tvict.reading.structure import (
    BRACKET,
    Line,
    Spot,
    common,
    counts,
    half,
    in_time_of,
    is_denominator,
    is_level,
    is_own_level,
    kind_counted,
    likeness,
    names,
    opposed,
    phrases,
    said,
    same_kind,
    tells_apart,
    tells_tiers,
)

_MOVED = shape(r"<lvl> <!amt|;|.>*? (?: <up|down> <about|over|under>* <chg> | <exceed> <about|over|under>* <gap> )")
_OVER_TARGET = shape(
    r"<lvl> (?: <!amt|;|ratio> | (?<=,<copula>) <ratio> )*? <done> | <size> <brk>? , <exceed> <about|over|under>* <gap>"
)
_ONE_MORE = shape(r"(?: , <joint>? | <joint> ) $")
_PLAN_BEHIND = shape(r"<!,|;|stop|joint>* (?: , <exceed|complete> <!,|;|stop|joint>* )?")
_BEYOND = shape(r"<exceed> <!num|,|;|stop>* $")
_PASSED = shape(r"(?: <past_target> | <exceed> <target> ) <word|noun|W|where>{0,6} $")
FEWEST = 3
"""Syllables of a name which, said again with one more word, name a kind of the same."""
_NAME = shape(r"^ <total>? (?P<name><quantity|noun|numbered|W|w>+)")
_NAMED = shape(
    r"(?P<to><lvl>) (?:<!amt|brk|;|,>)* (?P<list><word|noun> <brk> (?: (?:,|<joint>) (?:<!amt|brk|;|,>)+ <brk>)+)"
)
_IN_TOTAL = shape(
    r"""(?:<joint|comprise|among> ,?)? (?P<in><out_of|preposition>) (?:<!amt|,|;|month|quarter|year|year_part>)*? <lvl>
        (?:<!amt|,|;>)*? (?:, | <copula|word> <lvl>)"""
)
_LEADS = shape(r"<W|w|joint|,|copula|over|under|about>*")  # an amount that opens its clause
_AND_SO_MANY = shape(
    r"<word|W|noun|preposition|numbered|d>{0,9} (?: <,> <joint>? | <joint> ) <copula>? <over|under|about>?"
)
_SUM = shape(r"[,;] <joint>? <copula>? <total> <!amt|,|;|brk>? <copula|over|under|about>* $")
_CHIEF_AT = re.compile("[,;](?=.)")
_PLACE = shape(
    r"(?: ^ | <,|;|:|joint|preposition|copula|word|noun> ) <W>{1,6} (?: <copula>? <over|under|about|estimate>* ) $"
)
SEVERAL = 3
"""Counts with their shares in one sentence from which they are a list."""
NAMED_LIKE = 5
"""Syllables in a row more than which name a total that is part of another, and not the first of the section."""
_TIED = shape(r"<equal> $ | (?:^|,) <joint>? <ratio> $")  # "40 hộ, tỷ lệ 42%"
_AT_RATE = shape(r"[,;-] <joint>? <ratio|copula|about>+ $")
_NO_TOTAL_NAMED = shape(r"<total|quantity>* (?: $ | [,;.)] | <joint|brk> )")
SINGLED = 12  # measures before a sentence that singles something out among which its totals are
_RAISED = shape(  # "đưa | tổng cộng | 70 trạm", "nâng lên | 90 trạm", "nâng | số trạm | lên | 90 trạm"
    r""",? <joint>? (?P<verb><becomes|word|up>) (?: <total> <!amt|,|;|brk>*
    | (?:<!amt|,|;|brk>* <becomes>)? <about|over|under>* ) $"""
)


def fractions(page: Page, line: Line) -> Iterator[Link]:
    """Of "109/112 xã" the first is part of the second, unless that is the target of the first."""
    done: dict[int, bool] = {}  # of each numerator
    for n, place in enumerate(line.places):
        a = at(line, n)
        if a.fraction_of is None or not is_denominator(a):
            continue
        if line.outer is not None and BOTH.fullmatch(line.text) and behind_change(line):
            return
        behind = at(line, n + 1) if n + 1 < len(line.places) else a
        # "vượt chỉ tiêu (19/12 bài)", "52/50 xe, vượt 2 xe"
        passed = line.outer is not None and _PASSED.search(line.outer.text, 0, line.place)
        if passed or (behind.reasons["role"].rule == "follows.beyond" and one_unit(behind, a)):
            yield link("plan", a, a.fraction_of, "plan.fraction", 5)
            continue
        # "9/12 xã (75% kế hoạch)"
        attained = any(x.figure.role == "attainment" for x in asides(line, place + 1, place + 2))
        if attained or _OVER_TARGET.match(line.text, place):
            continue
        slot = "unit" if a.fraction_of.figure.role == "rank" else "parent"
        done[n - 1] = n > 0 and _carried_out(line, n - 1, done)
        planned = a.sort == "money" or (a.figure.unit or "") in lexicon().sets["sown_in"]
        if done[n - 1] and planned:  # "giải ngân 45/60 tỷ đồng", "lúa 38/40 ha": of a plan
            yield link("plan", a, a.fraction_of, "plan.fraction", 5)
            continue
        rule = "part.planned" if done[n - 1] else "rank.among" if slot == "unit" else "part.fraction"
        # "209/206 tỷ đồng, tăng 1,4%": of this year and the last? "45/40 xã, vượt 12% kế hoạch": of a plan?
        behind_it = [x.figure.role for x in asides(line, place + 1, place + 2)]
        moved = "change" in behind_it and "share" not in behind_it  # "41/38 vụ (+3)", "41/38 vụ (tăng 7,9%)"
        words = f" {' '.join(said(line, n - 1))} " if n else ""
        befell = any(f" {word} " in words for word in grammar().sets["befall"])  # "xảy ra 41/38 vụ, chết 9/7 người"
        scope = "default" if moved or befell or _MOVED.match(line.text, place) else "sentence"
        yield link(slot, a.fraction_of, a, rule, 9, a.fraction_of.at, a.at + 1, scope=scope)


def _carried_out(line: Line, n: int, done: Mapping[int, bool]) -> bool:
    """Whether what a fraction sets above another number may be done against planned, as well as part against whole: "đã
    tiến hành 45/40 cuộc", "giải quyết việc làm cho 45/40 người", "chở vượt quá số người quy định 45/40 người".

    Its clause has a verb that makes or brings what is counted, or tells of a plan: "45/40 lớp, vượt kế hoạch". `done`
    says it of the fractions before.
    """
    if n - 2 in done and _ONE_MORE.search(line.gap(n)):
        return done[n - 2]  # "tiêm 45/40 liều mũi 1, 35/30 liều mũi 2"
    lo, place = pause(line, n), line.places[n]
    if _BEYOND.search(line.text, lo, place) is not None:
        return True
    named = line.c.beside(at(line, n)) or at(line, n)
    if _of_plan(line, lo, place, n + 1) and not speaks_of(named.figure.unit or "", "target"):
        return True  # not "hoàn thành 45/40 chỉ tiêu"
    sets, keys = lexicon().sets, [line.key(i) for i in range(lo, place)]
    words = f"|{'|'.join(keys)}|"
    acts = [m.span() for m in phrases("planned_act").finditer(words)]
    if not acts:  # "Mía: 63/60 ha", of a plan? but not "đã cấp giấy 63/60 ha"
        told = has(line.text[lo:place], "where", "fulfil", "receive")
        told = told or any(key.split()[0] in sets["aspect"] for key in keys)
        told = told or has(line.gap(n + 1), "out_of") or _undergoes(line, pause(line, n, ",;"), n + 1)
        return at(line, n).sort in ("measure", "money") and not told
    # "số người được đào tạo 45/40 người", "trồng rừng có 45/40 xã đạt": of what there is
    before, behind = words[: acts[0][0]].rpartition("|")[2], words[acts[-1][1] :].split("|")
    done_to, there_is = sets["relative"] | sets["undergoes"], sets["having"] - sets["got"]
    return before not in done_to and there_is.isdisjoint(behind)


def _undergoes(line: Line, lo: int, n: int) -> bool:
    """Whether words from a place on to the pause behind the n-th amount say what befell it: "40/60 ha | bị | cháy"."""
    hi = line.places[n] + 1 + len(up_to_pause(line.tail(n)))
    return not lexicon().sets["undergoes"].isdisjoint(map(line.key, range(lo, hi)))


def _of_plan(line: Line, lo: int, hi: int, n: int) -> bool:
    """Whether a plan is named between two places, or behind the n-th amount in its clause or as what is exceeded."""
    behind = _PLAN_BEHIND.match(line.tail(n))
    told = [*range(lo, hi), *(line.places[n] + 1 + k for k in range(behind.end() if behind else 0))]
    plan, exceed = tags_of("target"), tags_of("exceed")
    return any(line.text[i] in plan or (line.text[i] in exceed and speaks_of(line.key(i), "target")) for i in told)


def series(page: Page, line: Line) -> Iterator[Link]:
    """Members that open sentences of their own: "Trong đó, doanh nghiệp A đạt 48 tỷ. Doanh nghiệp B đạt 29 tỷ"."""
    if page.series is None or line.outer is not None:
        return
    ns = [n for _, n in own_levels(line)]
    if not ns:
        return  # "So với cùng kỳ giảm 5 vụ": a word about the member before
    pairs, token = page.series
    (first, m), a = pairs[0][0], at(line, ns[0])
    if at(first, m).sentence == a.sentence:
        return
    if has(line.gap(ns[0]), "total") or not one_unit(a, at(first, m)) or not _parallel(pairs[0], (line, ns[0])):
        page.series = None
        return
    whole = line.c.where.get(pairs[0][1].figure.figure_id) or first.c.where.get(pairs[0][1].figure.figure_id)
    said = _label(line, ns[0])
    apart = first.c is not line.c
    if apart and has(line.text[line.places[ns[0]] :], "among"):
        page.series = None  # "Sâu đục thân: nhiễm 90 ha, trong đó nặng 4 ha.¶ Chuột: hại 70 ha, trong đó nặng 6 ha"
        return
    if apart and whole and _begins(_label(*whole), said) >= _begins(_label(first, m), said):
        page.series = None  # "Sản lượng nuôi đạt 9 tấn, trong đó cá 4.¶ Sản lượng khai thác đạt 8 tấn"
        return
    known = _label(first, m)
    if len(known) > 1 and _label(line, ns[0])[: len(known)] == known:
        return  # "Trong đó thu nội địa đạt 12 tỷ. Thu nội địa trừ tiền đất đạt 11 tỷ": of the member before
    for n in ns:
        it = at(line, n)
        alike = [(likeness((line, n), spot), host) for spot, host in pairs if at(*spot).figure.unit == it.figure.unit]
        worth, total = max(alike, key=lambda x: x[0], default=(0, it))
        if alike and (worth or n == ns[0]):
            page.parts.add(it.figure.figure_id)
            # people may be in several groups that sentences of their own name
            rule = "part.series" if it.sort in ("money", "measure") else "part.several"
            yield link("parent", it, total, rule, 4, token, token + 1, list=token)


def kinds(page: Page, line: Line) -> Iterator[Link]:
    """A sentence that begins with the name of a total and one word more: "Sản lượng muối … . Sản lượng muối tinh …"."""
    if line.outer is not None or not line.places or not is_level(at(line, 0)):
        return
    a, gap = at(line, 0), line.gap(0)
    lo = gap.rfind(",") + 1
    m = _NAME.match(gap[lo:])
    if m is None or has(gap, "fulfil", "receive") or a.sort == "money":  # "thu bưu chính", "thu bưu chính viễn thông"
        return
    name = [line.key(i) for i in range(lo + m.start("name"), lo + m.end("name"))]
    for k in range(len(name) - 1, 0, -1):
        words = " ".join(name[:k])
        total = page.names.get(words)
        alike = total is not None and one_unit(a, total) and a.figure.period == total.figure.period
        if total is not None and alike and len(words.split()) >= FEWEST:
            page.parts.add(a.figure.figure_id)
            yield link("parent", a, total, "part.kind", 2, list=total.at if a.sort == "measure" else a.at)
            return
    page.names[" ".join(name)] = a


def _parallel(pair: tuple[Spot, Amount], other: Spot) -> bool:
    """Whether the labels of two amounts begin or end alike: "Đường sắt xảy ra 2 vụ. Đường thủy xảy ra 3 vụ".

    One syllable is enough where their total is called so: "Thu được 12 tỷ. Trong đó, thu tại xã 9 tỷ. Thu phí 3 tỷ".
    """
    spot, total = pair
    one, two = _label(*spot), _label(*other)
    begins, ends = _begins(one, two), _begins(one[::-1], two[::-1])
    where = spot[0].c.where.get(total.figure.figure_id)
    named = begins > 0 and where is not None and one[0] in syllables_said(where)
    if named or max(begins, ends) >= ALIKE:
        return True  # else where their total names the other: "vận tải và dịch vụ hỗ trợ … Dịch vụ hỗ trợ"
    return where is not None and len(two) >= ALIKE and common(two, said(*where)) == len(two)


def _begins(one: Sequence[str], two: Sequence[str]) -> int:
    """How many syllables two labels begin with alike."""
    return next((k for k, (x, y) in enumerate(zip(one, two, strict=False)) if x != y), min(len(one), len(two)))


def _label(line: Line, n: int) -> list[str]:
    """The syllables of the words before an amount, from the last pause but commas; verbs of being are left out."""
    gap, place = line.gap(n), line.places[n]
    lo = place - len(gap) + max(gap[:-1].rfind(t) for t in (":", ";", *tags_of("among"))) + 1
    apart = ",:" + tags_of("copula", "over", "under", "about", "estimate")
    return " ".join(line.key(i) for i in range(lo, place) if line.text[i] not in apart).split()


def named_brackets(page: Page, line: Line) -> Iterator[Link]:
    """Names with a count in brackets each: "hộ trên Postmart.vn (66.543 hộ) và Voso.vn (57.949 hộ)"."""
    for m in _NAMED.finditer(line.text):
        whole = line.amount(m.start("to"))
        inside = [line.owner[i] for i in range(*m.span("list")) if line.text[i] == BRACKET]
        parts = [at(b, 0) for b in inside if isinstance(b, Line) and b.places == [0]]
        if len(parts) == len(inside) and all(is_level(a) and a.figure.unit == whole.figure.unit for a in parts):
            token = line.at[m.start("list")]
            for a in parts:
                yield link("parent", a, whole, "part.named", 7, token, token + 1, list=token)


def among(page: Page, line: Line) -> Iterator[Link]:
    """Parts of a total that opens a sentence: "Trong 11 nhóm hàng, có 4 nhóm … . 5 nhóm …"."""
    if line.outer is not None or not line.places:
        return
    first = at(line, 0)
    lo = line.text.rfind(",", 0, line.places[0]) + 1
    m = _IN_TOTAL.match(line.text, lo)
    sets = lexicon().sets
    here = m is not None and line.key(m.start("in")) in sets["inside"]
    # "Trong số đại biểu có 20 nữ", "Trong quá trình thực hiện, xã đã huy động 7 tỷ đồng": no totals
    here = here and (sets["having"] | sets["already"]).isdisjoint(map(line.key, range(lo, line.places[0])))
    if here and first.figure.unit is not None:
        page.among = first
    total = page.among
    for n in range(len(line.places)) if total is not None else ():
        a = at(line, n)
        if total is None or a is total or not is_own_level(a) or a.figure.unit is None:
            continue
        # "Trong 34 chủ đầu tư, có 12 đơn vị giải ngân hết vốn"
        body = (a.figure.unit or "").casefold() in sets["any_body"] and kind_counted(total) in ("noun", "place_noun")
        alike = same_kind(a, total) or (body and counts(total))
        alike = alike and not has(line.gap(n), "remainder", "cumulative")
        if here and n and _other_half((line, n), (line, 0)):
            page.among = total = None  # "Trong 90 chuyến đi có 60 chuyến đêm; chuyến đến 85 chuyến": of others
        elif alike and (here or _LEADS.fullmatch(line.text, pause(line, n, ",;."), line.places[n])):
            yield link("parent", a, total, "part.among", 5, total.left, total.right, list=total.at)
        elif here and (host := _told_with(page, total, (line, n))) is not None:
            yield link("parent", a, host, "part.among", 4, total.left, total.right, list=total.at)


def named_again(page: Page, line: Line) -> Iterator[Link]:
    """Parts of a total that words name again: "Trong số tàu vỏ thép, có 412 tàu", and those that go on from them."""
    told: Link | None = None
    sets = lexicon().sets
    for n, place in enumerate(line.places) if line.outer is None else ():
        a, lo = at(line, n), pause(line, n, ";")
        # "Nếu chia theo loại, trong số trạm đã kiểm tra có 4 trạm …"
        lo = next((k + 1 for k in range(lo, place) if line.text[k] == "," and of_those(line, k + 1)), lo)
        end = name_ends(line, lo, place) if is_level(a) and line.key(lo) in sets["inside"] else 0
        if end:
            found = list(_named_again(page, line, n, lo, end))
            told = found[0] if found else None
            yield from found
        elif told is not None and one_unit(a, told.it):
            k, begin = line.c.where[told.it.figure.figure_id][1], line.text.rfind(";", 0, place) + 1
            if begin <= line.places[k] and stage(line, n) == stage(line, k) > 1:
                yield replace(told, it=a)  # "Trong số hộ vi phạm, phạt 5 hộ, nhắc nhở 9 hộ"
            elif is_own_level(a) and not levels(line, begin, place):
                # "Trong tổng vốn, vốn tỉnh là 5 tỷ đồng; vốn huyện là 3 tỷ đồng"
                page.parts.add(a.figure.figure_id)
                yield replace(told, it=a, strength=told.strength - 4)


def _other_half(one: Spot, other: Spot) -> bool:
    """Whether two amounts are named as halves of one breakdown: "văn bản đi" is no part of "văn bản đến"."""
    first, second = half(*one), half(*other)
    return first != second and min(first, second) > 0 and first // 10 == second // 10


def _named_again(page: Page, line: Line, n: int, lo: int, end: int) -> Iterator[Link]:
    """Part of what the words between "trong số" at place lo and an end name: "Trong số tàu vỏ thép, có 412 tàu"."""
    a, token = at(line, n), line.at[end]  # that of the list that goes on behind it
    for words in names_of(line, lo, end):
        spot = by_name(page, words, a.at)
        rows = [b for b, subject in page.rows if subject.endswith(words)]
        for total in [at(*spot)] if spot else rows[-1:]:
            for part in [a] if same_kind(a, total) else _kinds(line, n, total):
                page.parts.add(part.figure.figure_id)
                page.portions[part.figure.figure_id] = total
                yield link("parent", part, total, "part.named_again", 8, line.at[lo], token, list=token)
            return


def _kinds(line: Line, n: int, total: Amount) -> list[Amount]:
    """Counts in a row of several kinds of what a total counts: "có 22 công ty, 16 hợp tác xã và 9 trang trại"."""
    found = [at(line, n)]
    for m in range(n + 1, len(line.places)):
        if _AND_SO_MANY.fullmatch(line.gap(m)) is None:
            break
        found.append(at(line, m))
    told = counts(total) and all(counts(a) and is_own_level(a) for a in found)
    return found if told and len(found) >= SEVERAL else []


def _told_with(page: Page, total: Amount, spot: Spot) -> Amount | None:
    """What the sentence before tells beside a total that is said again, in the words of an amount and its unit.

    "8 tàu gặp nạn, 5 người chết. Trong 8 tàu gặp nạn, tàu lưới kéo có 6 tàu, 3 người chết; tàu câu …".
    """
    if not any(one_unit(at(*s), total) for s in page.before):
        return None
    alike = [s for s in page.before if one_unit(at(*s), at(*spot))]
    best = max(alike, key=lambda s: likeness(spot, s), default=None)
    return at(*best) if best is not None and likeness(spot, best) else None


def sums(page: Page, line: Line) -> Iterator[Link]:
    """A total behind its parts: "A (400 điểm), B (300 điểm) …, với tổng điểm 1.000", "A 9, B 19 tấn. Cộng: 28 tấn"."""
    told = 0  # behind the total before
    for n, place in enumerate(line.places):
        whole, gap = at(line, n), line.gap(n)
        # "khai thác 9 tấn, nuôi 19 tấn, cộng 28 tấn"
        added = has(gap, "total") and _adds_up(line, n)
        if not is_level(whole) or not (added or (gap.count(";") < 2 and _SUM.search(gap))):
            continue
        here, begin, hi = line, told, line.begin(n)
        if added and n == 0 and line.outer is None and (before := sentence_before(line)) is not None:
            here, hi, place = before, len(before.text), len(before.text)
        if added:  # "Có 60 hộ, trong đó | 40 hộ nghèo, 20 hộ cận nghèo, cộng 60 hộ"
            begin = max(begin, *(here.text.rfind(t, 0, hi) + 1 for t in ":" + tags_of("among", "comprise")))
        segment = max(begin, here.text.rfind(";", 0, line.begin(n)) + 1) if added and here is line else begin
        parts = _summed(here, segment, place, whole if added else None)
        if len(parts) < 2 and added:  # "A 9 tấn; B 19 tấn; cộng 28 tấn"
            parts = _summed(here, begin, place, whole)
        alike = bool(parts) and (added or parts[0].sort not in ("money", "measure"))
        # "4 tổ chức và 9 cá nhân, tổng cộng 13 đối tượng"
        kinds = added and n > 1 and has(line.gap(n - 1), "joint") and counts(whole)
        kinds = kinds and len({a.figure.unit for a in parts}) == len(parts) == 2
        others = [a for a in parts if whole.figure.unit not in (None, a.figure.unit)]
        one = all(added and (a.right == a.at + 1 or same_kind(a, whole)) for a in others)
        if len(parts) > 1 and alike and (kinds or one):
            rule, more = "part.total_behind", {"list": whole.at, "closed": True, "loose": added}
            yield from (link("parent", a, whole, rule, 7, whole.left, whole.right, **more) for a in parts)
        told = line.places[n] + 1


def _adds_up(line: Line, n: int) -> bool:
    """Whether the words of a clause before an amount say that it is all of those before: "tổng cộng", "cộng chung"."""
    sets = lexicon().sets
    words = [line.key(i) for i in range(pause(line, n, ",;"), line.places[n]) if line.text[i] != ":"]
    while words and words[-1] in sets["copula"]:
        words.pop()
    if words and words[0] in sets["adds_up"]:
        return len(words) == 1 or speaks_of(" ".join(words[1:4]), "summed_over")
    return len(words) == 1 and words[0] in sets["sum"] and n > 0


def _summed(line: Line, begin: int, place: int, whole: Amount | None) -> list[Amount]:
    """The levels of one unit right before a place, the nearest first; before a `whole` that is said to add them up
    counts of any noun, and bare numbers; their shares in brackets are passed over.
    """
    parts: list[Amount] = []
    for owner in reversed(line.owner[begin:place]):
        aside = isinstance(owner, Line) and owner.places == [0]
        a = at(owner, 0) if isinstance(owner, Line) and aside else owner
        if not isinstance(a, Amount) or (aside and a.figure.role == "share") or tells_whose(line.c.s, a):
            continue
        alike = not parts or a.figure.unit == parts[0].figure.unit
        if whole is not None:
            bare = [x for x in (a, *parts[:1]) if x.right == x.at + 1]
            alike = alike or bool(bare) or (counts(a) and counts(parts[0]))
        if not is_level(a) or not alike:
            break
        parts.append(a)
    return parts


def leaders(page: Page, line: Line) -> Iterator[Link]:
    """Some parts of what the section counts, each of a name: "Nhiều nhất là xã An với 77 người, kế đến xã Bình 37",
    "Các xã có nhiều ca là xã An 12 ca, xã Bình 9 ca, …"; measures are of the sentence before, or of what is called so.
    """
    if line.outer is not None or len(line.worth) < 2 or has(line.text[:1], "cumulative"):
        return  # fewer than two amounts or brackets; "Lũy kế có 42 dự án, vốn 90 tỷ đồng" is more than a part
    told_at = _told_at(line)
    parts = [a for _, a in told_at if is_own_level(a)]
    scores = any(a.figure.unit == lexicon().classes["score"].unit for a in parts)
    if len(parts) < 2 or scores or line.key(0) in lexicon().classes["spoken_number"].values:
        return  # "Ba xã thấp nhất gồm: …": of those three
    head = line.text[: told_at[0][0]]
    ranked = speaks_of(" ".join(map(line.key, range(len(line.text)))), "next_in_rank")
    if not ranked and not has(head, "most", "leading"):
        some = line.key(0) in lexicon().sets["plural"] | lexicon().sets["some"] | lexicon().sets["spread"]
        named = [i for i, a in told_at if a in parts and _PLACE.search(line.text, 0, i) is not None]
        if not some or len(named) < len(parts) / 2:
            return
    first, words = line.c.where[parts[0].figure.figure_id], [line.key(i) for i in range(told_at[0][0])]
    for a in parts:
        told = [s for s in page.before if one_unit(a, at(*s)) and not counts(a) and at(*s).figure.role == a.figure.role]
        told = [max(told, key=lambda s: likeness(first, s))] if ranked and told else told[-1:]
        alike = [] if told else [b for b in page.firsts if same_kind(a, b) and timely(a, b)]
        for near in [at(*s) for s in told] or _regarded(page, line, a, words, alike, 0 if counts(a) else SEVERAL):
            whole = page.portions.get(near.figure.figure_id, near)  # what it is itself one of the greatest parts of
            page.parts.add(a.figure.figure_id)
            page.portions[a.figure.figure_id] = whole
            yield link("parent", a, whole, "part.leader", 0, list=a.sentence, scope="text")


def headed(page: Page, line: Line) -> Iterator[Link]:
    """Parts behind words that name them all and end in a colon, of the only level of the sentence before that is called
    so too: "Diện tích vụ mùa đạt 90 ha. Diện tích của các xã: An Hải 50 ha; Long Mỹ 40 ha".
    """
    if line.outer is not None or not line.places or not 0 < (colon := line.text.find(":")) < line.places[0]:
        return
    sets = lexicon().sets
    parts = [at(*s) for s in own_levels(line)]
    if len(parts) < 2:
        return
    head = [line.key(i) for i in range(colon)]
    told = [s for s in page.last if is_own_level(at(*s)) and one_unit(at(*s), parts[0])]
    if len(told) != 1 or (sets["plural"] | sets["some"]).isdisjoint(head) or common(head, said(*told[0])) < ALIKE:
        return
    for a in parts:
        if one_unit(a, parts[0]):
            page.parts.add(a.figure.figure_id)
            yield link(
                "parent", a, at(*told[0]), "part.headed", 2, line.at[colon], line.at[colon] + 1, list=line.at[colon]
            )


def _regarded(page: Page, line: Line, part: Amount, words: list[str], wholes: list[Amount], least: int) -> list[Amount]:
    """Of totals the first of those that share most syllables in a row with words, so many at least."""
    told = {at(*s).figure.figure_id: said(*s) for s, _ in page.said[-FAR:]} if wholes else {}
    shared = [common(words, told.get(b.figure.figure_id, [])) for b in wholes]
    most = max(shared, default=-1)
    # "có 90 vụ thụ lý, trong đó 66 vụ thành công. Các tỉnh có nhiều vụ thành công: …": of no first one
    spots = [s for s, _ in page.said[-FAR:] if s[0] is not line] if wholes else []
    others = [b for b in (at(*s) for s in spots) if same_kind(part, b) and is_level(b)]
    alike = [common(words, told[b.figure.figure_id]) for b in others]
    if max(alike, default=0) > max(most, NAMED_LIKE):
        return [others[alike.index(max(alike))]]
    return [wholes[shared.index(most)]] if most >= least else []


def _told_at(line: Line, lo: int = 0) -> list[tuple[int, Amount]]:
    """The amounts from a place on, each with its own; a bracket that opens with one stands for that."""
    found = ((i, _opened_with(x) if isinstance(x, Line) else x) for i, x in enumerate(line.owner) if x)
    return [(i, x) for i, x in found if i >= lo and isinstance(x, Amount)]


def _opened_with(bracket: Line) -> Amount | None:
    """The amount that a bracket opens with: "(31 căn)", "(đạt 31 ha, tăng 5%)"."""
    opens = tags_of("copula", "over", "under", "about")
    return bracket.first if bracket.places and set(bracket.text[: bracket.places[0]]) <= set(opens) else None


def chief(page: Page, line: Line) -> Iterator[Link]:
    """The greatest parts of the count before them: "hư hỏng 86 căn nhà, nhiều nhất ở An Bình (31 căn), kế đến …"."""
    first = line.places[0] if line.places and line.outer is None else len(line.text)
    begins = (m.start() for m in _CHIEF_AT.finditer(line.text, first) if _greatest(line, m.end()))
    i = next((i for i in begins if levels(line, 0, i)), None)
    if i is None or len(line.text) == first:
        return
    parts = [a for _, a in _told_at(line, i) if is_own_level(a)]
    wholes = [b for b in levels(line, 0, i) if parts and counts(b) and same_kind(parts[0], b)]
    if wholes and all(same_kind(a, wholes[-1]) for a in parts):
        token = line.at[i + 1]
        yield from (link("parent", a, wholes[-1], "part.chief", 3, token, token + 1, list=token) for a in parts)


def inside(page: Page, line: Line) -> Iterator[Link]:
    """What a sentence tells of the total that opens it: "Trong số 160 vụ, hòa giải thành là 136 vụ, đạt 85%; không
    thành là 17 vụ".
    """
    first = line.first
    if first is None or len(line.places) < SEVERAL or not opens_among(line) or not is_own_level(first):
        return
    parts = [n for _, n in own_levels(line) if n and one_unit(at(line, n), first)]
    plain = len(parts) > 1 and not any(has(line.gap(n), "among", "comprise") for n in parts)
    if not plain or "," not in line.gap(1):
        return
    behind = line.text.find(";", line.places[parts[0]])  # "Trong 90 dự án, 60 dự án …, 30 dự án …; | thu hồi 8 dự án"
    listed = sum(line.places[n] < behind for n in parts) > 1
    for n in parts:
        token = line.at[behind] if listed and line.places[n] > behind else line.at[0]
        yield link("parent", at(line, n), first, "part.inside", 6, list=token)


def of_these(page: Page, line: Line) -> Iterator[Link]:
    """A count that is told to be of those just counted: "có 312 người; 187 người trong số này đã có thẻ"."""
    for _, n in own_levels(line) if line.outer is None and has(line.text, "among") else ():
        a = at(line, n)
        wholes = [b for b in those_before(page, line, n) if same_kind(a, b)]
        yield from (link("parent", a, b, "part.of_these", 6) for b in wholes[-1:])


def _greatest(line: Line, i: int) -> bool:
    """Whether words that name the greatest of some stand at a place."""
    words = f"{line.key(i)} {line.key(i + 1)}" if line.text[i] == "w" else ""
    return has(line.text[i], "most", "leading") or words in lexicon().sets["chiefly"]


def portions(page: Page, line: Line) -> Iterator[Link]:
    """Counts with their shares of what the section began with: "Thành thị xảy ra 502 vụ (chiếm 57%)".

    Where the section has several counts of the noun, only a list of some is of the first.
    """
    parts = [at(line, n) for n in range(len(line.places)) if _portioned(page, line, n)]
    for a in parts:
        wholes = [b for b in page.firsts if _of_noun(a, b) and b.figure.figure_id not in page.numerators]
        if len(wholes) == 1 or (wholes and len(parts) >= SEVERAL):
            page.parts.add(a.figure.figure_id)
            page.portions[a.figure.figure_id] = wholes[0]
            yield link("parent", a, wholes[0], "part.portion_of", 0, list=a.sentence, scope="text")


def _of_noun(part: Amount, whole: Amount) -> bool:
    """Whether a part counts the noun of its total, or "người": no "thí sinh" of a total told in "người"."""
    generic = (whole.figure.unit or "").casefold() in lexicon().sets["any_person"]
    return same_kind(part, whole) and (not generic or of_unit(part, whole))


def _portioned(page: Page, line: Line, n: int) -> bool:
    """Whether a share of no named total follows a count that is part of nothing so far."""
    a, place = at(line, n), line.places[n]
    behind = next((x for i in range(place + 1, len(line.owner)) if (x := line.owner[i]) or line.text[i] in ",;"), None)
    there, m = (behind, 0) if isinstance(behind, Line) else (line, n + 1)
    known = a.figure.figure_id in page.parts or m >= len(there.places) or tells_tiers(a)
    if known or not is_own_level(a) or at(there, m).figure.role != "share":
        return False
    if _NO_TOTAL_NAMED.match(there.text, there.places[m] + 1) is None or has(line.gap(n), "total"):
        return False
    if not counts(a):  # "Đất lúa có 40 ha, chiếm 25%"
        return a.sort == "measure" and has(there.gap(m), "occupy")
    # "| đến nay có | 40 hộ đăng ký, đạt 25%", "40 hộ đăng ký, đạt tỷ lệ 25%", but not "3 quỹ có tỷ lệ trên 3%"
    some = has(there.gap(m), "ratio") or word_before(line, n).rpartition(" ")[2] in lexicon().sets["having"]
    some = some and at(there, m).figure.bound == "exact" and _AT_RATE.search(there.gap(m)) is not None
    reached = stage(line, n) > 0 or some
    told = (
        has(there.gap(m), "occupy", "that_is")
        or _TIED.search(there.gap(m)) is not None
        or (reached and has(there.gap(m), "copula"))
    )
    return told or (there is not line and there.places == [0])  # "Do đường trơn 33 vụ (71,7%)"


def contributions(page: Page, line: Line) -> Iterator[Link]:
    """What parts add to a growth: "GRDP tăng 7%, trong đó khu vực dịch vụ tăng 9%, đóng góp 3,5 điểm phần trăm"."""
    above = sentence_before(line) if has(line.text[:1], "among") else None  # "GRDP tăng 7%. Trong đó, …"
    grown = (a for a in above.amounts if a.sort == "percent" and a.figure.role == "change") if above else ()
    page.growths |= {a.figure.period or "": a for a in grown}
    for n, a in enumerate(line.amounts):
        if a.sort == "percent" and a.figure.role in ("change", "share"):
            page.growths.setdefault(a.figure.period or "", a)
            if not n and line.key(0) in lexicon().sets["inside"]:  # "Trong 8% tăng trưởng chung, …"
                page.growths[a.figure.period or ""] = a
        growth = page.growths.get(a.figure.period or "")
        if a.sort != "points" or growth is None:
            continue
        if speaks_of(" ".join(line.words(n)), "contributes"):
            page.parts.add(a.figure.figure_id)
            last = page.contributed
            within = last and last.sentence == a.sentence and has(line.c.s.shape[last.right : a.left], "among")
            if last and within and lexicon().sets["apart"].isdisjoint(line.c.s.keys[last.right : a.left]):
                growth = last  # "xây dựng đóng góp 7 điểm, trong đó nhà ở đóng góp 4 điểm"
            else:
                page.contributed = a
            yield link("parent", a, growth, "part.contribution", 8, list=growth.at)


def halved_again(page: Page, line: Line) -> Iterator[Link]:
    """Both halves that a sentence tells of what the one before divides by others: "Huyện có 100 người, trong đó thành
    thị 40 người, nông thôn 60 người. Nam có 55 người, nữ có 45 người".
    """
    told = own_levels(line)
    yield from _halved_behind(page, line, told)
    yield from _halved_beside(line, told)
    above = sentence_before(line) if line.outer is None and len(told) == 2 else None
    if above is None or not half(*told[0]) or not opposed(*told):
        return
    divided = {half(*spot) // 10 for spot in spots_of(above)} - {0}
    wholes = [at(*s) for s in page.hosts if same_kind(at(*s), at(*told[0])) and not half(*s)]
    if half(*told[0]) // 10 not in divided and len(wholes) == 1:
        yield from _both_halves(told, wholes[0], line.at[0])


def _halved_behind(page: Page, line: Line, told: Sequence[Spot]) -> Iterator[Link]:
    """Both halves behind a semicolon, of what two others before it divide: "có 90 người, trong đó nam 43 người, nữ 47
    người; thành thị 20 người, nông thôn 70 người".
    """
    for one, other, *again in zip(told, told[1:], told[2:], told[3:], strict=False) if ";" in line.text else ():
        n, listed = again[0][1], at(*one).figure.figure_id in page.members
        if listed and ";" in line.gap(n) and _other_half(one, other) and _other_half(*again):
            whole = level_before(line, one[1], lambda k: at(line, k).figure.figure_id not in page.members)
            if whole is not None:
                yield from _both_halves(again, whole, at(line, n).at)


def _halved_beside(line: Line, told: Sequence[Spot]) -> Iterator[Link]:
    """Both halves behind their total that no word opens as a list: "có 90 người, nam 43 người, nữ 47 người"."""
    for whole, one, other in zip(told, told[1:], told[2:], strict=False):
        w, a = at(*whole), at(*one)
        tens = half(*one) // 10
        apart = [";" in line.gap(n) for _, n in (one, other)]
        # "vốn 90 tỷ đồng, bằng 50% kế hoạch; vốn trong nước 40 tỷ đồng, …, vốn ngoài nước 50 tỷ đồng"
        all_ = names(*whole) | set(syllables(w.figure.unit or ""))
        named = apart == [True, False] and bool(all_ & names(*one) & names(*other))
        beside = ("," in line.gap(one[1]) and not any(apart)) or named
        alike = one_unit(a, w) or of_unit(a, w)
        if tens and beside and alike and _other_half(one, other) and half(*whole) // 10 != tens:
            yield from _both_halves((one, other), w, a.at, closed=half(*one) < OF_SOME)


def _both_halves(parts: Sequence[Spot], whole: Amount, token: int, *, closed: bool = True) -> Iterator[Link]:
    """Two halves, each with the total that they divide; `token` tells their list from others of that total."""
    return (link("parent", at(*s), whole, "part.halves", 4, list=token, closed=closed) for s in parts)


def net(page: Page, line: Line) -> Iterator[Link]:
    """Changes in a bracket right behind the one that they come to: "tăng 17 cụm (IP tăng 26 cụm, dây giảm 9 cụm)"."""
    whole = line.outer.first_before(line.place) if line.outer is not None else None
    changed = [a for a in line.amounts if a.figure.role == "change"]
    if whole is None or whole.figure.role != "change" or whole.sort == "percent" or len(changed) < 2:
        return
    if len(changed) == len(line.amounts) and all(same_kind(a, whole) for a in changed):
        for a in changed:
            yield link("parent", a, whole, "part.net", 7, list=whole.at, closed=True)


def moves(page: Page, line: Line) -> Iterator[Link]:
    """Changes behind "trong đó" are part of the one before it, where all go one way: "giảm 90 tổ, trong đó giảm 60 tổ ở
    cảng và 20 tổ ở chợ".
    """
    for n, whole in enumerate(line.amounts[:-1], start=1):
        if whole.figure.role == "change" and whole.sort != "percent" and has(line.gap(n), "among"):
            parts = list(_moved_with(whole, line.amounts[n:]))
            if all((x.figure.value or 0) * (whole.figure.value or 0) >= 0 for x in parts):
                yield from (link("parent", x, whole, "part.moves", 6, list=whole.at) for x in parts)


def _moved_with(whole: Amount, behind: Sequence[Amount]) -> Iterator[Amount]:
    """The changes of what a change counts, or of a noun of which that is made, up to the first of something else."""
    nouns = (whole.figure.unit or "").split(", ")  # "giảm 90 thôn, tổ, trong đó giảm 60 thôn"
    for a in behind:
        if a.sort == "percent":
            continue
        people = kind_counted(a) == kind_counted(whole) == "people_noun"  # "giảm 90 biên chế, trong đó 60 công chức"
        if a.figure.role != "change" or not (same_kind(a, whole) or a.figure.unit in nouns or people):
            return
        yield a


def singled(page: Page, line: Line) -> Iterator[Link]:
    """What a sentence that singles something out tells of it is part of what was told of all: "Có 90 vụ, làm chết 40
    người. Riêng huyện An có 9 vụ, làm chết 4 người".
    """
    if line.outer is not None or not tells_apart(line, timed=False):
        return
    told = [spot for spot, _ in page.said[-SINGLED:] if at(*spot).at < line.at[0] and is_own_level(at(*spot))]
    for spot in own_levels(line):
        part = at(*spot)
        alike = [s for s in told if at(*s).figure.unit == part.figure.unit and in_time_of(part, at(*s))]
        whole = [s for s in alike if at(*s).figure.figure_id not in page.parts and likeness(spot, s)]
        alike = whole or alike  # of all, not of another part
        best = max(reversed(alike), key=partial(likeness, spot), default=None)
        if best is not None and (len(alike) == 1 or likeness(spot, best)):
            yield link("parent", part, at(*best), "part.singled", 2, line.at[0], line.at[0] + 1, scope="text")


def raised(page: Page, line: Line) -> Iterator[Link]:
    """What is part of the total that it makes: "40 trạm 4G và 30 trạm 3G, đưa tổng cộng 70 trạm vào hoạt động", "lắp
    40 trạm, nâng tổng số trạm lên 90 trạm".
    """
    for n in range(1, len(line.places)):
        whole, gap = at(line, n), line.gap(n)
        m = _RAISED.search(gap)
        if m is None or not is_level(whole):
            continue
        keys = " ".join(line.words(n)[m.start("verb") :])
        raises, all_ = keys.partition(" ")[0] in lexicon().sets["raises"], speaks_of(keys, "total")
        for k in reversed(range(n)) if raises else ():
            a = at(line, k)
            anew = all_ or not lexicon().sets["anew"].isdisjoint(syllables_said((line, k)))
            if not (is_level(a) and same_kind(a, whole) and (counts(a) or all_) and anew):
                break
            yield link("parent", a, whole, "part.raised", 3, whole.left, whole.right, list=whole.at)


def runs(page: Page, line: Line) -> Iterator[Link]:
    """A breakdown without a word that opens it: "… có 485 trường đạt chuẩn. Số trường đạt chuẩn mầm non là 141, …"."""
    if line.outer is not None or len(line.places) < SEVERAL or not page.before or not all(map(is_level, line.amounts)):
        return
    whole, (first, *rest) = at(*page.before[-1]), line.amounts
    alike = all(a.figure.unit is None or a.figure.unit == first.figure.unit for a in rest) and same_kind(first, whole)
    alike = alike and not any(map(is_denominator, rest))  # "số trường cao như xã An 51/52, xã Bình 37/38"
    some = line.key(0) in lexicon().sets["some"] | lexicon().sets["plural"]  # "Một số xã có nhiều là An Bình 51, …"
    if alike and any(a.right == a.at + 1 for a in rest) and common(said(line, 0), said(*page.before[-1])) > 3:
        for a in line.amounts:
            yield link("parent", a, whole, "part.run", 4, first.left, first.right, list=first.at, closed=not some)
