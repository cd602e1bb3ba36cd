"""What a figure measures: the label that its row would have in a table.

The clause grammar gives the phrases around a number; one table of named rules, by what kind of amount it is, makes a
label of them. A part says the measure of its total with its own label, a change the label of the level it is about, an
elliptic member of a list what its sibling measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from tvict.reading.amounts import Amount
from tvict.reading.grammar import Clauses, Said, empty, grammar, heads_measure, lowered, measured, unit_start
from tvict.reading.lexicon import CAPITAL, FIXED, NOTE, has, initials, lexicon, shape, speaks_of, syllables
from tvict.reading.structure import ABOUT, Context, both_halves, called_note, kind_counted, per
from tvict.reading.tokens import Stream
from tvict.reading.wholes import NAMED_ALIKE

MOST = 14  # syllables of a label
_SHORT, _LONG = 4, 8  # syllables of a label that says little, or enough


@dataclass(slots=True)
class View:
    """An amount with all that its label is made from; phrases are "" where nothing is said."""

    words: Clauses
    a: Amount
    kind: str
    unit: str
    right: str
    inside: str  # classes of the words of `right`
    said: Said
    before: View | None = None  # the amount before it in its sentence
    like: View | None = None  # the nearest before it of its kind, between the same semicolons
    alike: View | None = None  # the nearest before it of its kind and unit, in the paragraph
    whole: Amount | None = None
    over: Amount | None = None  # of all, what it is a part of: "24/60 xã đạt chuẩn, trong đó ven biển | 9/20 xã"
    level: Amount | None = None
    rivals: bool = False  # its level is told against two targets
    twin: Amount | None = None  # another amount of the same quantity: what it is compared with
    previous: View | None = None  # the amount before it in its paragraph
    opens: bool = False  # it is the first of its sentence
    part: int = 0  # where its part of the sentence begins
    noun: str = ""  # `right` without what is said of it
    behind: str = ""  # what a rank is of, behind it
    ahead: str = ""  # what is measured or ranked, earlier in the sentence
    raised: str = ""  # what a change before it, of which it is the level, is said of

    @property
    def name(self) -> str:
        """Its label, once it has one."""
        return self.a.figure.subject or ""

    @property
    def last(self) -> str:
        """What the amount before it in its sentence is called."""
        return self.before.name if self.before else ""

    @property
    def model(self) -> str:
        """What its sibling is called."""
        return self.like.name if self.like else ""

    @property
    def own(self) -> str:
        """Its own label: before its bracket, or the theme of its clause."""
        return self.said.label or self.said.theme

    @property
    def rest(self) -> str:
        """The words behind its unit."""
        return without(self.right, self.unit)

    @property
    def bare(self) -> bool:
        """Whether its noun stands without modifiers."""
        return size(self.right) <= size(self.unit)

    @property
    def has(self) -> bool:
        """Whether the theme owns what is counted: "Tỉnh có 106 xã"."""
        return bool(grammar().sets["owns"].intersection(self.said.links))


def name_all(contexts: Sequence[Context]) -> dict[int, View]:
    """Fill subject of every figure of the prose, and give all by its id."""
    by_id = {a.figure.figure_id: a for c in contexts for a in c.amounts}
    of = {a.figure.base_id: a.figure.of_id for a in by_id.values() if a.figure.role in ABOUT}
    targets = Counter(a.figure.of_id for a in by_id.values() if a.figure.role == "attainment")
    views = {v.a.figure.figure_id: v for c in contexts for v in _views(c, by_id, of)}
    for v in views.values():
        v.rivals = v.a.figure.role == "attainment" and targets[v.a.figure.of_id] > 1
        level = views.get(v.level.figure.figure_id) if v.level is not None else None
        if level is not None and v.a.at < level.a.at:
            level.raised = v.own
            if v.own and not level.own:
                v.level = None  # "doanh thu tăng 16% lên 1.608 tỷ đồng": the change alone says of what
    notes = {c.note: views[c.amounts[0].figure.figure_id] for c in contexts if c.note and c.amounts}
    for v in views.values() if notes else ():
        note = notes.get(called_note(v.words.s, v.a))
        if note is not None and (note.kind, note.unit) == (v.kind, v.unit):
            note.alike = v  # "63,7 triệu đồng¹ … ¹ Năm 2021 là 58,4 triệu đồng"
    open_: set[int] = set()
    for v in views.values():
        stack = [v]
        while stack:  # what a label is made from is named first
            top = stack[-1]
            open_.add(id(top))
            whole = top.whole if _led_by(top) else None
            bases = (whole, top.over, top.level, top.twin)
            needs = [views.get(b.figure.figure_id) for b in bases if b is not None]
            later = [w for w in needs if w is not None and not w.name and id(w) not in open_]
            if later:
                stack += later
            else:
                if not top.name:
                    _name(top)
                stack.pop()
    _deal_out(list(views.values()))
    _place_out(list(views.values()))
    return views


_AT_PLACE = r"<preposition> (?P<name><tier|word|noun|W|numbered>{1,6})"
_THEN_NEXT = shape(rf"{_AT_PLACE} (?: , <joint>? | <joint> )")
_THEN_ENDS = shape(rf"{_AT_PLACE} (?= [.;,()¶] )")


def _place_out(views: Sequence[View]) -> None:
    """Give numbers told one after the other the place behind each: "đạt 90% ở cấp tỉnh, 80% ở cấp huyện"."""
    run: list[tuple[View, re.Match[str]]] = []
    for k, v in enumerate(views):
        s, after = v.words.s, views[k + 1] if k + 1 < len(views) else v
        joined = after.previous is v and (after.kind, after.unit) == (v.kind, v.unit)
        m = _THEN_NEXT.fullmatch(s.shape, v.a.right, after.a.left) if joined else None
        told = m or (_THEN_ENDS.match(s.shape, v.a.right) if run else None)
        if told is not None and v.kind != "count" and s.keys[v.a.right] not in grammar().sets["regarding"]:
            run.append((v, told))
        if m is None:
            model = run[0][0].name if len(run) > 1 else ""
            for w, place in run if model else ():
                w.a.figure.subject = substituted(model, "", s.words(*place.span("name")))
                w.a.because("subject", "subject.placed", "sentence")
            run = []


def _deal_out(views: Sequence[View]) -> None:
    """Give each of several numbers told in turn its own name: "tôm và cua lần lượt là | 40 tấn và 9 tấn"."""
    for k, first in enumerate(views if views and has(views[0].words.s.shape, "respectively") else ()):
        s, before = first.words.s, first.previous
        since = first.a.sentence if before is None or first.opens else before.a.right
        timed = first.a.reasons.get("period")
        if not has(s.shape[since : first.a.left], "respectively") or (timed and timed.rule == "time.respective"):
            continue
        turn = [first]
        for v in views[k + 1 :]:
            between = range(turn[-1].a.right, v.a.left)
            if v.previous is not turn[-1] or v.opens or not all(v.words.at(t) in ",C" for t in between):
                break
            turn.append(v)
        names = {v.name for v in turn}
        dealt = _in_turn(first.name, len(turn)) if len(turn) > 1 and len(names) == 1 else []
        for v, name in zip(turn, dealt, strict=False):
            v.a.figure.subject = name
            v.a.because("subject", "subject.in_turn", "sentence")


def _in_turn(label: str, n: int) -> list[str]:
    """The labels of n things that one label names side by side, or none; each is as long as the second."""
    joint = "|".join(map(re.escape, sorted(grammar().sets["and"])))
    first, *others = re.split(rf", (?:(?:{joint}) )?| (?:{joint}) ", label)
    if len(others) != n - 1:
        return []
    long = size(others[0])
    *others, last = others
    last, *behind = last.split(" ", long) if others else [last]
    words = first.split()
    head = last.split()[0]
    at = words.index(head) if head in words else max(len(words) - long, 0)
    same, member = words[:at], words[at:]
    return [" ".join([*same, m, *behind]) for m in (" ".join(member), *others, last)]


def _led_by(v: View) -> bool:
    """Whether a total may name its part: not one behind it that it raises: "lắp 6 trạm, nâng tổng số lên 9 trạm"."""
    why = v.a.reasons.get("parent")
    return v.whole is None or v.whole.at < v.a.at or why is None or why.rule != "part.raised"


def _views(c: Context, by_id: dict[int, Amount], of: dict[int | None, int | None]) -> list[View]:
    if all(a.row for a in c.amounts):
        return []
    words = Clauses(c.s, c)
    out: list[View] = []
    near: dict[tuple[int, str], View] = {}
    alike_: dict[tuple[str, str], View] = {}
    for k, a in enumerate(c.amounts):
        f, kind = a.figure, _kind(c.s, a)
        v = _view(words, k, kind)
        v.previous = out[-1] if out else None
        last = next((w for w in reversed(out) if w.a.depth <= a.depth and w.a.fraction_of is None), None)
        v.opens = v.previous is None or v.previous.a.sentence != a.sentence
        v.before = last if last is not None and last.a.sentence == a.sentence else None
        v.part = words.begin(a.at)
        sort = f"{kind} {f.role == 'plan'}"  # "các sở đạt 63% (kế hoạch 70%), các huyện đạt 18%"
        key, same = (v.part, sort), (-1 - a.sentence, f"{sort} {v.unit} {a.depth}")
        v.like = near.get(key) or (near.get(same) if a.depth else None)
        near[same] = v
        if v.like is None and v.said.label:
            v.like = next((w for w in reversed(out) if w.kind == kind), None)
        v.alike = alike_.get((kind, v.unit))
        alike_[kind, v.unit] = v
        if a.fraction_of is None:
            near[key] = v
        _look_ahead(words, k, v)
        twin = c.earlier.get(f.figure_id, of.get(f.figure_id))
        _link(v, by_id, twin)
        _say_again(v)
        out.append(v)
    _share_what_is_said(words, out)
    return out


def _view(words: Clauses, k: int, kind: str) -> View:
    """What stands on both sides of the k-th amount, of a fraction behind its denominator: "5/8 xã đạt chuẩn"."""
    a, said = words.c.amounts[k], words.left(k)
    under = next((b for b in words.c.amounts[k + 1 : k + 2] if b.fraction_of is a), None)
    both = under is not None and (  # "có 5 xã/8 xã đạt chuẩn"
        a.right == a.at + 1 or (under.figure.unit == a.figure.unit and grammar().sets["owns"] & {*said.links})
    )
    tokens = words.right(k, under if under is not None and both else a)
    if under is not None and under.left > a.right + 1 and words.s.shape[under.left - 1] == "/":
        tokens = list(range(unit_start(words.s, a), under.left - 1))  # "45 hồ sơ trực tuyến/60 hồ sơ"
    v = View(words, a, kind, a.figure.unit or "", words.say(tokens), "".join(map(words.at, tokens)), said)
    first, _, rest = v.right.partition(" ")
    if first.isupper() and first.casefold() == "".join(w[0] for w in v.unit.split()):  # "3 ngàn HS"
        v.right = f"{v.unit} {rest}".strip()
    v.noun = v.right.removesuffix(words.predicate(tokens)).strip(" ,")
    return v


def _link(v: View, by_id: dict[int, Amount], twin: int | None) -> None:
    """Give a view the amounts that its figure is linked to; `twin` is the figure that it tells again."""
    f = v.a.figure
    v.whole = by_id.get(f.parent_id) if f.parent_id is not None else None
    all_ = by_id.get(v.whole.figure.parent_id or 0) if v.whole is not None and v.whole.fraction_of is v.a else None
    v.over = all_.fraction_of if all_ is not None else None
    itself = "of" in v.a.reasons and v.a.reasons["of"].rule == NAMED_ALIKE  # its own words say of what it is
    v.level = by_id.get(f.of_id) if f.of_id is not None and not itself else None
    v.twin = by_id.get(twin) if twin is not None and twin != f.figure_id else None


def _say_again(v: View) -> None:
    """Give a view what is said of the amount before it, where the words of its own only go on with them."""
    past = v.before if v.said.chained else None
    shared = past is not None and past.kind == "share" and v.bare and past.said.prep != ""
    if past is not None and (past is v.like or shared or past.a.depth < v.a.depth):
        v.said = replace(past.said, label="", chained=True)
    share = v.previous if v.previous and v.previous.kind == "share" else None
    if share is not None and share.a.figure.of_id == v.a.figure.figure_id and not v.own and not _ratio(share.own):
        v.said = share.said  # "lúa thơm chiếm 36%, tương ứng 130 ha"


def _look_ahead(words: Clauses, k: int, v: View) -> None:
    """Find what else around the k-th amount says what is measured or ranked."""
    a = v.a
    if v.kind == "rank":
        v.behind, v.ahead = words.regarding(k), words.measure_before(a.left, "rankable")
    elif v.kind == "about" and a.sort == "percent" and words.s.keys[a.right] in grammar().sets["regarding"]:
        v.behind = words.regarding(k)
    elif v.said.label and (v.kind == "share" or (v.kind == "about" and a.depth) or not a.listed):
        v.ahead = words.measure_before(a.left)
    elif v.kind == "share" and _names(v.said.theme) and not v.said.links and a.figure.role != "plan":
        ratio = words.measure_before(a.left)  # "tỷ lệ giải ngân cao nhất là Hà Nam 75%"
        v.ahead = ratio if " ".join(syllables(ratio)[:2]) in lexicon().sets["ratio"] else words.lead(a.left)
    else:
        v.ahead = words.lead(a.left)


def _share_what_is_said(words: Clauses, views: Sequence[View]) -> None:
    """Give a bare count what is said of the one it is joined to: "phát hiện 7 vụ, 11 đối tượng | vi phạm quy hoạch"."""
    counts = [(v, k) for k, v in enumerate(views) if v.kind == "count"]
    by_id = {v.a.figure.figure_id: v for v in views}
    for (v, k), (after, n) in reversed(list(pairwise(counts))):
        end, begin = words.ends[k], after.a.left
        # "xử lý 25, 2 vụ còn lại đang …", "đã giải quyết 90 đơn, 5 đơn đang giải quyết"
        remains = has(words.s.shape[after.a.right : words.ends[n]], "remainder") or speaks_of(after.rest, "underway")
        joined = end < begin and not remains and all(words.at(t) in ",C" for t in range(end, begin))
        part = by_id.get(v.a.fraction_of.figure.figure_id) if v.a.fraction_of is not None else None
        v = part if part is not None and not part.said.verb else v
        told = after.rest if joined and v.bare and not set("VXME").isdisjoint(after.inside) else ""
        if "#" in after.inside or v.unit.startswith(f"{after.unit} "):  # "45 đơn tố cáo, 2.085 đơn kiến nghị"
            told = ""  # "9 xã đạt 18 tiêu chí, 39 xã đạt 14 tiêu chí": each has reached its own
        if told and not v.said.theme:
            v.right = f"{v.right or v.unit} {told}"
            v.inside += after.inside if v is part else ""  # "20/20 sở, 9/9 huyện và 151/151 xã | kết nối"


def _ratio(phrase: str) -> bool:
    """Whether a phrase says that it is a ratio: "tỷ lệ hộ nghèo"."""
    return phrase.casefold().startswith(grammar().say["ratio"])


def _kind(s: Stream, a: Amount) -> str:
    """Which rules make the label: those of a change, rank, share, sum of money, measure or count."""
    of = a.reasons.get("of")
    planned = a.figure.role == "plan" and of is not None and of.rule.startswith("of.")  # "doanh thu 5 tỷ đồng, tăng 2%"
    if a.figure.role in ABOUT or planned or a.reasons["role"].rule == "plan.change":
        return "about"
    if a.figure.role == "rank":
        return "rank"
    if a.sort in ("percent", "points"):
        return "share"
    if a.sort == "money":
        return "money"
    unit = (a.figure.unit or "").casefold()
    rate = (a.sort == "rate" or per(a)) and not per(a).isupper()  # "phần mềm/CSDL" is counted
    scored = unit == grammar().say["points"]
    if scored:  # "7 điểm chưa có mạng" are places
        behind = s.keys[a.right].partition(" ")[0]
        scored = all(behind not in grammar().sets[name] for name in ("has", "undone"))
    measured = rate or a.sort in ("measure", "time", "times", "steps") or scored
    return "measure" if measured else "count"


def _name(v: View) -> None:
    """Give a view the label of the first rule that makes one."""
    label, rule = "", "subject.else"
    for name, kinds, make in RULES:
        if (v.kind in kinds or not kinds) and (label := make(v)):
            rule = name
            break
    # "xã An Bình có | diện tích 40 ha", but "doanh nghiệp có vốn nước ngoài | đạt 40 tỷ đồng"
    own = rule == "subject.named_measure" and v.kind == "measure"
    apart = own or rule in ("subject.tied", "subject.cumulative")
    if v.whole is not None and v.kind in ("count", "money", "measure") and not apart:
        part = _part(v, unnumbered(v.whole.figure.subject or ""), label)
        rule, label = ("subject.part", part) if part != label else (rule, label)
    told = _predicate().search(v.over.figure.subject or "") if v.over is not None else None
    if told is not None and _predicate().search(label) is None and size(label) + size(told[1]) < MOST:
        label = f"{label} {told[1]}"
    if v.raised and label.casefold() == v.unit.casefold():  # "thuê bao trả sau tăng 20, nâng tổng số lên 90 thuê bao"
        label = v.raised
    label = _owned(v, _of_what(v, tidy(_NAMED_SHORT.sub(_short, label))))
    v.a.figure.subject = _whole(v, tidy(label)) or None
    v.a.because("subject", rule, "sentence")


# "Tập đoàn Bưu chính Viễn thông Việt Nam (VNPT)": a long name with what it is called for short.
_NAMED_SHORT = re.compile(rf"({CAPITAL}[^\s(),;]*(?: [^\s(),;]+){{3,}}) \(({CAPITAL}[^\W\d_]+)\)")


def _short(m: re.Match[str]) -> str:
    """What a long name is called for short, where that stands for it: not "tổng vốn đầu tư nước ngoài (FDI)"."""
    named = m[1].rpartition(" ")[2][0].isupper() or not m[2].isupper()
    return m[2] if named or initials(m[1].casefold()).endswith(m[2].casefold()) else m[0]


def _of_what(v: View, label: str) -> str:
    """A measure alone with what the level before it measures: "Diện tích lúa 6.800 ha, năng suất 69 tạ/ha"."""
    back = v.before
    # "diện tích tôm 24 ha, trong đó tôm sú 9 ha; sản lượng 41 tấn": of all
    anew = back is not None and any(v.words.at(t) == ";" for t in range(back.a.right, v.a.left))
    away = grammar().say["distance"]
    while back is not None and (
        back.kind in ("about", "share", "rank") or (anew and back.whole is not None) or back.name.startswith(away)
    ):
        back = back.before
    alone = v.kind == "measure" and v.level is None and not v.said.owner
    if not alone or back is None or back.kind != "measure":
        return label
    thing = measured(back.name)
    if thing.startswith(f"{grammar().say['of']} ") and v.part != back.part:  # each part of a sentence its own
        return label
    return f"{label} {thing}" if thing and heads_measure(label) and not measured(label) else label


def _mover(v: View) -> str:
    """What rises or falls, where the words before a change or share say no more than that: "Sản xuất lúa tăng khá
    9%", "Dư nợ tăng mạnh với mức tăng 35%".
    """
    s, lo = v.words.s, v.words.begin(v.a.at)
    cuts = [lo, *(i + 1 for i in range(lo, v.a.left) if s.shape[i] in ",:")]
    for begin, end in zip(reversed(cuts), [v.a.left, *reversed(cuts)], strict=False):
        at = next((i for i in range(begin, end) if has(s.shape[i], "up", "down")), begin)
        if at == begin and has(s.shape[at], "up", "down"):  # "Tăng trưởng quý I đạt 7%"
            at = next((i for i in range(begin + 1, end) if s.shape[i] not in "wW"), end)
        while at > begin and s.keys[at - 1] in grammar().sets["skipped"]:
            at -= 1
        said = v.words.say(range(begin, at)) if at > begin else ""
        if said and set(FIXED["num"]).isdisjoint(s.shape[begin:at]):  # "…, 9 tháng đầu năm tăng 2,7%": the one before
            return lowered(said) if 1 < size(said) < MOST else ""
    return ""


def _whole(v: View, label: str) -> str:
    """A label of two words at least: one word is told as a number of things, none as what else is known."""
    said = label or tidy(v.own or v.right)
    if v.a.sort in ("percent", "points") and size(said) < 2 and not said[:1].isupper():
        label = tidy(_mover(v) or said)
    if not label:
        near = v.previous.name if v.previous else ""
        same = v.alike.name if v.alike is not None and v.kind in ("money", "measure") else ""
        told = (v.own, v.right, same, *((near, v.unit) if v.kind == "share" else (v.unit, near)))
        label = next(filter(None, map(tidy, told)), "")
    words = label.replace(v.unit, "").strip()
    if v.a.sort in ("percent", "money") and (not any(map(str.isalpha, words)) or empty(words)):
        label = _told_near(v) or label
    if size(label) == 1 and label.islower():
        return f"{grammar().say['number']} {label}"
    return label


def _told_near(v: View) -> str:
    """The measure that the sentence, or the one before it, speaks of: "Tỷ lệ tiêm giảm mạnh. Năm 2011 | tỷ lệ này | là
    55%".
    """
    ends = (v.a.left, *((v.a.sentence - 1,) if v.a.sentence > v.words.c.first else ()))
    told = (tidy(v.words.measure_before(at)) for at in ends)
    return next((phrase for phrase in told if size(phrase) > 1 and not empty(phrase)), "")


def _owned(v: View, label: str) -> str:
    """Say whose a short label is, where its clause names the owner: "hồ sơ của Hà Nam"."""
    said = v.said
    own = tidy(said.owner) if said.owner else ""
    of = grammar().say["of"]
    themed = said.theme and not v.has
    if own and v.whole is None and heads_measure(label) and not measured(label) and label == said.theme:
        return f"{label} {of} {own}" if _names(own) else f"{label} {lowered(own)}"  # "ngô ngọt đạt sản lượng 9 tấn"
    fits = v.kind in ("count", "money", "measure") and v.whole is None and v.a.fraction_of is None and not said.verb
    opening = (" ".join(syllables(said.theme)[:n]) for n in (2, 1))
    if v.has and fits and not own and size(label) < 2 and not grammar().sets["act"].isdisjoint(opening):
        return f"{label} {lowered(said.theme)}"  # "Nuôi biển hiện có 98 lồng"
    if not (own and fits) or themed or size(label) > _SHORT or own.casefold() in label.casefold() or f" {of} " in label:
        return label
    return f"{label} {of} {own}"


# Rules, in the order in which they are asked. Each makes a label or none.


def _denominator(v: View) -> str:
    if v.a.fraction_of is None or v.kind in ("share", "about"):
        return ""
    if v.a.fraction_of.figure.role != "rank":
        if v.kind in ("money", "measure") and v.before is not None:
            return v.before.name
        noun = v.noun if size(v.noun) < _LONG and v.noun else v.unit or v.last
        first = v.before if v.before is not None and v.before.a is v.a.fraction_of else None
        item = v.a.figure.parent_id is not None  # "trong đó: mầm non 98/168 trường"
        first = first if first is not None and (first.has or (item and not first.said.links)) else None
        whose = first.said.theme if first is not None and noun.casefold() == v.unit.casefold() else ""
        named = 0 < size(whose) < _LONG and not empty(whose) and not heads_measure(whose)
        whose = without(lowered(whose), v.unit)
        return f"{noun} {whose}" if named else noun  # "Bậc mầm non có 40/52 trường"
    noun = v.right if not v.bare else f"{v.unit} {grammar().say['ranked']}"
    thing = v.before.ahead if v.before else ""
    return f"{noun} {lowered(thing)}" if thing else noun


def _twin(v: View) -> str:
    """A level given to compare with: "tăng 2,17% so với năm 2021 (78,54%)"."""
    beside = v.own and not v.a.depth and v.a.figure.role == "share"  # "xã A 84%, xã B 60%, chênh nhau 24%"
    return (v.twin.figure.subject or "") if v.twin is not None and v.twin.at < v.a.at and not beside else ""


def _of_level(v: View) -> str:
    """What its level measures, with the target where the level has two: "thu nội địa so với dự toán tỉnh giao"."""
    label = (v.level.figure.subject or "") if v.level is not None else ""
    beside = label and v.rivals and v.right and size(label) < _LONG
    return f"{label} {grammar().say['against']} {v.right}" if beside else label


def _share_of_level(v: View) -> str:
    own = " ".join(syllables(v.said.theme)[:2]) in grammar().sets["measure_word"] and size(v.said.theme) > 2
    label = _of_level(v) if v.said.chained or not own else ""
    ratio, counted = grammar().say["ratio"], v.level is not None and v.level.sort == "count"
    label = unnumbered(label) if counted else label  # "số hộ nghèo": "tỷ lệ hộ nghèo"
    return label if not label or label.startswith(ratio) else f"{ratio} {label}"


def _about(v: View) -> str:
    """Its own label; a name alone is filled into that of the change before it: "BV tư nhân tăng 1,8%"."""
    back = v.before
    if v.a.figure.role == "plan" and v.last:  # "tăng 18% (KH tăng 10%)"
        return v.last
    if v.behind and v.behind not in lexicon().sets["much"] and v.level is None:
        return v.behind  # "tăng 12% về lượng khách và tăng 20% về doanh thu"
    if v.a.sort == "percent" and _numbering().match(v.right):  # "giảm 10% số vụ vi phạm"
        return v.right
    if v.said.label and v.ahead and v.a.depth and _names(v.said.label):
        return substituted(v.ahead, "", v.said.label)  # "nơi có doanh thu tăng mạnh là An Bình (75%), Tân Phú (+34%)"
    if v.own and back is not None and back.kind == "about" and _names(v.own) and heads_measure(back.name):
        return substituted(back.name, back.own if back.own != back.name else "", v.own)
    if v.own and back is not None and back.kind == "about" and (kin := _kin_of(back, v)):
        return kin
    if v.a.figure.role == "change" and (body := _body(v.own)) and (thing := _moved_thing(v)):
        return f"{thing} {grammar().say['of']} {body}"
    if v.a.sort == "count" and v.rest and v.unit not in v.own and not heads_measure(v.own):
        return v.right  # "các bộ đã sắp xếp giảm 15 | vụ thuộc bộ"
    return v.last if v.last and empty(v.own) else v.own or v.right


def _kin_of(back: View, v: View) -> str:
    """A bare noun filled into the measure that the change before it names: "sản lượng tôm tăng 5%, cá tăng 3%"."""
    own = v.own.removeprefix(f"{grammar().say['number']} ")
    thing = measured(back.name) if heads_measure(back.name) and not _ratio(back.name) else ""
    short = thing and max(size(thing), size(own)) < _LONG and f"{thing} {own}".islower()
    fits = short and back.a.sentence == v.a.sentence and back.a.sort == v.a.sort == "percent"
    head = back.name.removesuffix(thing)
    fits = fits and not head.endswith(f" {' '.join(own.split()[:2])} ")  # "giá trị sản xuất" and "sản xuất điện"
    return f"{head}{own}" if fits and not heads_measure(own) and not v.said.verb else ""


def _body(phrase: str) -> str:
    """A phrase that is but a place, a body or a name, which has things and is not what rises or falls; else none."""
    words, sets = phrase.split(), lexicon().sets
    heads = [" ".join(syllables(" ".join(words[:n]))) for n in range(min(3, len(words)), 0, -1)]
    noun = next((len(h.split()) for h in heads if h in sets["place_noun"] | sets["body_noun"]), 0)
    name = [w.strip("()")[:1].isupper() for w in words[noun:]]
    if noun:
        fits = not name or (name[0] and name[-1])
    else:
        fits = all(name) and (len(name) > 1 or phrase.isupper()) and sets["noun"].isdisjoint(heads)
    return " ".join([*map(str.lower, words[:noun]), *words[noun:]]) if fits else ""


def _moved_thing(v: View) -> str:
    """What stands right behind a change as what somebody raised or cut: "Huyện giảm 900 thuê bao, 5% giá nước"."""
    first = v.words.s.keys[v.a.right].split()[0]
    return v.right if v.right.casefold().startswith(first) else v.unit if v.a.sort == "count" else ""


def _anaphor(v: View) -> str:
    """Read "Tỷ lệ này ở vùng cao là …" as what the amount before it measures, in another place."""
    words, sets = v.said.theme.split(), grammar().sets
    back = next((q for q, w in enumerate(words[:3]) if w.casefold() in sets["points_back"]), 0)
    pointer = " ".join(syllables(" ".join(words[:back])))
    if not back or v.previous is None or (v.has and v.right) or pointer not in sets["generic"] | sets["measure_word"]:
        return ""
    return " ".join([v.previous.name, *words[back + 1 :]])


def _elliptic(v: View) -> str:
    """A member of a list that says only its own label: its sibling's label with that in its place."""
    said = v.said
    short = said.theme and not heads_measure(said.theme) and not v.right and size(said.theme) < 5
    told = not grammar().sets["undone"].isdisjoint(v.right.split())  # "(3 hộ chưa đạt)"
    if v.kind == "count" and (v.whole is not None or told):
        return ""
    if v.bare and _numbering().match(said.label) and v.unit.casefold() in said.label:
        return said.label  # "chiếm 3% tổng số tàu cả huyện (410 tàu)"
    if said.label and v.last and v.kind != "count" and _aims(said.label):
        return v.last  # "thu 24 tỷ đồng, hoàn thành dự toán giao (56 tỷ đồng)"
    if said.label and v.ahead:
        back = v.previous if grammar().sets["points_back"].intersection(syllables(v.ahead)[:4]) else None
        return substituted(back.name, back.own, said.label) if back else substituted(v.ahead, "", said.label)
    if v.like is None or not v.model or not (said.label or short) or v.unit not in ("", v.like.unit):
        return ""
    return substituted(v.model, v.like.own, v.own)


def _cumulative(v: View) -> str:
    """The same up to now: "thu từ đất tháng 8 là 203 tỷ đồng; lũy kế thu 2.022 tỷ đồng"."""
    back, s = v.before, v.words.s
    if back is None or (back.kind, back.unit) != (v.kind, v.unit) or heads_measure(v.said.theme) or v.rest:
        return ""
    told = s.shape[back.a.right : v.a.left]
    bare = v.said.chained or not (v.own or v.said.verb)
    in_all = bare and not grammar().sets["in_all"].isdisjoint(s.keys[back.a.right : v.a.left])
    if _among(back, v) or not (in_all or has(told, "cumulative")):
        return ""
    if not in_all or not back.said.verb:
        return back.name
    doer = lowered(back.said.agent)  # "thuê bao cố định phát triển mới 20 thuê bao, nâng tổng số lên 90 thuê bao"
    return doer if back.unit.casefold() in doer else back.right or back.unit


def _led(v: View) -> str:
    """A member of a list whose lead says what is measured: "Vốn đầu tư của các tỉnh như sau: Hà Nội 20 tỷ đồng"."""
    light = v.said.agent and not passive(v.said.verb) and _names(v.said.agent)  # "…: xã An thực hiện 12 ha"
    theme = v.said.agent if light else v.said.theme
    fits = v.kind != "count" or (v.bare and v.unit.casefold() in v.ahead.casefold())
    moves = " ".join(syllables(v.ahead)[:2]) in lexicon().sets["up"]  # "mức tăng" says not of what
    said = v.rest or heads_measure(theme) or v.ahead.partition(" ")[0] in theme
    said = said or (v.kind == "share" and v.level is not None and v.said.chained)  # "kiên cố 81 phòng (89,4%)"
    led = v.ahead and theme and fits and not moves and not said
    if led and v.kind == "share" and grammar().sets["structure"].intersection((" ".join(syllables(v.ahead)[:2]),)):
        return f"{grammar().say['portion']} {lowered(theme)} {grammar().say['in']} {lowered(v.ahead)}"
    return substituted(v.ahead, "", theme) if led else ""


def _aimed(v: View) -> str:
    """Read "mật độ … 16 máy/100 dân, vượt mục tiêu là 5 máy": the aim of what stands before it."""
    words = syllables(v.own)
    aim = any(" ".join(words[:n]) in lexicon().sets["target"] for n in (1, 2)) and len(words) < _SHORT
    return f"{v.own} {v.last}" if aim and v.last and (v.bare or not v.said.chained) else ""


def _aims(phrase: str) -> bool:
    """Whether a phrase names an aim: "dự toán HĐND tỉnh giao"."""
    words, aims = syllables(phrase), lexicon().sets["target"]
    return any(" ".join(words[q : q + n]) in aims for q in range(len(words)) for n in (1, 2))


def _ranked(v: View) -> str:
    """A rank by what is ranked: its theme, what stands behind "về", a sibling, or what its sentence ranks."""
    say, theme = grammar().say, v.said.theme
    thing = v.behind or v.ahead
    if thing:
        return f"{lowered(thing)} {say['of']} {theme}" if theme and theme.casefold() not in thing.casefold() else thing
    return f"{say['rank']} {theme or measured(v.last) or v.last}"


_INDEX = re.compile(rf"(\S.*?) {CAPITAL}{{2}}\S*(?: {CAPITAL}{{2}}\S*)?")


def _indexed(v: View) -> str:
    """An index by its short name, filled into the label of the one before it, and its rank: "Chỉ số PCI đạt 65 điểm;
    PAPI đạt 43 điểm, xếp thứ 20".
    """
    back = v.previous
    while back is not None and back.a.fraction_of is not None:  # "28/63"
        back = back.previous
    if (
        back is None
        or v.a.figure.role not in ("level", "rank")
        or back.name.startswith((f"{back.unit} ", grammar().say["rank"]))
    ):
        return ""
    theme = v.said.theme or v.own
    if v.kind == "rank" and not theme:  # "PAPI đạt 43 điểm, | xếp thứ 20"
        near = ";" not in {v.words.at(t) for t in range(back.a.right, v.a.left)}
        return back.name if near and back.a.figure.role == "level" and _INDEX.fullmatch(back.name) else ""
    named = _INDEX.fullmatch(back.name)
    return f"{named[1]} {theme}" if named and theme.isupper() and size(theme) < 3 and named[1].islower() else ""


def _acted_share(v: View) -> str:
    """Read "kéo cáp quang tới 100% xã" gives "xã được kéo cáp quang"."""
    said = v.said
    return f"{v.right} {passive(said.verb)}" if said.verb and v.right and said.prep else ""


def _done_share(v: View) -> str:
    """Read "84 hồ sơ; xử lý đúng hạn 97%": what is counted before it, and what is done with it."""
    back, before = v.previous, v.before
    thing = back.unit if back is not None and back.kind == "count" else ""
    thing = before.name if before is not None and before.kind == "measure" and measured(before.name) else thing
    return f"{thing} {passive(v.said.verb)}" if v.said.verb and thing and not v.right else ""


def _measured_share(v: View) -> str:
    said = v.said
    alone = size(v.right) > 2 and (not said.links or said.links[-1] in grammar().sets["owns"])
    if not heads_measure(said.theme) or alone:
        return ""
    return said.theme


def _share(v: View) -> str:
    said = v.said
    if v.right and (not said.theme or not said.links or said.links[-1] in grammar().sets["owns"]):
        return v.right
    if not v.right and said.theme and (other := _denied(v.last, said.theme)):
        return other
    if not v.right and said.theme and not heads_measure(said.theme) and (model := _measured_before(v)):
        return substituted(model.name, model.own, said.theme)
    if v.right and grammar().sets["occupies"].intersection(said.links):
        # "mạng A chiếm 6% thị phần", but "kinh tế biển chiếm 20% GRDP"
        ratio = " ".join(syllables(v.right)[:2]) in lexicon().sets["ratio"]
        return f"{v.right} {lowered(said.theme)}" if ratio else said.theme
    return f"{v.right} {said.theme}".strip() or v.last


def _measured_before(v: View) -> View | None:
    """The share before one that says only whose it is: "Tỷ lệ … cả nước đạt 42%; bộ, ngành đạt 61%"."""
    theme, links, back = v.said.theme, v.said.links, v.before
    if back is not None and back.kind == "share" and size(theme) < _SHORT and (links or _among(back, v)):
        return back if heads_measure(back.name) else None
    back = v.previous
    return back if back is not None and back.kind == "share" and _names(theme) and heads_measure(back.name) else None


def _among(back: View, v: View) -> bool:
    """Whether the words before an amount say that it is of some of what another before it is of: "trong đó"."""
    return has(v.words.s.shape[back.a.right : v.a.left], "among", "comprise")


def _names(phrase: str) -> bool:
    """Whether a phrase is the name of a place or a firm: "huyện Càng Long", "VNPT"."""
    words = phrase.split()
    return 0 < len(words) < _LONG and any(w[0].isupper() for w in words) and not heads_measure(phrase)


def _timed(v: View) -> str:
    """A duration: "04 ngày triển lãm" gives "số ngày triển lãm"."""
    if v.a.sort != "time" or heads_measure(v.said.theme):
        return ""
    if v.rest:
        return f"{grammar().say['number']} {v.unit} {v.rest}"
    theme = v.said.verb or v.said.theme
    return theme if theme.casefold().startswith(v.unit) else f"{grammar().say['time']} {theme}"


def _rate(v: View) -> str:
    """Read "3,2 thuê bao/100 dân" gives "số thuê bao … trên 100 dân"."""
    upper, _, lower = v.unit.partition("/")
    say, sets = grammar().say, lexicon().sets
    money = syllables(upper)[:1] and syllables(upper)[0] in sets["money"] | sets["foreign_money"]
    if not lower or lower.isupper() or money or heads_measure(v.said.theme) or _dimension(v):
        return ""
    if not lower.strip()[:1].isdecimal():
        mean = next((k for k in v.words.s.keys[v.part : v.a.left] if k in sets["mean"]), "")
        host = v.previous if v.previous is not None and v.previous.a.depth < v.a.depth else None
        host = host if host is not None and host.unit.casefold() == upper.strip().casefold() else None
        upper = host.name if host is not None else upper  # "chết 40 người (4 người/năm)"
        told = v.said.theme.rpartition(", ")[2].removesuffix(f" {mean}") if mean else ""
        who, _, acts = told.partition(" ")
        if who.casefold() in grammar().sets["plural"]:  # "các đài phát bình quân 5 lượt/ngày"
            return f"{upper} {acts} {mean} {say['each']} {lower}"
        return v.said.theme or " ".join(filter(None, (upper, mean, say["each"], lower)))
    return f"{say['number']} {upper} {v.said.theme} {say['per']} {lower}"


def _own_measure(v: View) -> str:
    """What words tied to an amount say outright: how far, the sum of what is counted, a measure before or behind it."""
    say, theme = grammar().say, v.said.theme
    dimension = _dimension(v)
    if dimension == say["length"] and (far := _distance(v)):
        return far
    if v.before is not None and v.before.kind == "count" and " ".join(syllables(theme)) in grammar().sets["sums"]:
        return f"{theme} {v.before.name}"
    if heads_measure(theme):
        return theme
    host = v.before if v.a.depth and v.before is not None and v.before.a.depth < v.a.depth else None
    if v.kind == "money" and host is not None and host.kind == "count" and host.said.verb and _names(theme):
        return f"{dimension} {bare_verb(host.said.verb)} {theme}"  # "hỗ trợ 3 xã (An Bình 50 triệu đồng; …)"
    # "thu hút 10 tỷ USD | vốn FDI", "thu 5 tỷ đồng | tiền dịch vụ môi trường rừng"
    behind = heads_measure(v.rest) or v.rest.partition(" ")[0] == say["money"].split()[-1]
    return v.rest if v.kind == "money" and behind else ""


def _of_counted(v: View) -> str:
    """What so many things have together, with their number inside the name: "Doanh thu của | 72 đài | là 11 tỷ"."""
    b = v.before
    named = b is not None and b.kind == "count" and b.said.prep and heads_measure(b.said.theme)
    told = v.said.chained and v.said.links and not (v.said.theme or v.said.verb or v.rest)
    return f"{b.said.theme} {b.said.prep} {b.right}" if b is not None and named and told else ""


def _named_measure(v: View) -> str:
    """What is measured right before the number, with whose it is: "xã An Bình có | tổng diện tích | 40 ha"."""
    if v.said.label or _dimension(v) == grammar().say["length"]:
        return ""
    near = v.words.measured_by(v.a.left)
    return near if size(near) > 1 and not _aims(near) else ""


def _measure(v: View) -> str:
    said, say, sets = v.said, grammar().say, grammar().sets
    dimension, theme = _dimension(v), said.theme
    done = next((w for w in reversed(said.links) if w in sets["act"]), "") if v.kind == "money" else ""
    if v.kind == "money" and (deed := _deed(theme)):
        return f"{dimension} {deed}"
    if (
        v.rest and dimension not in ("", say["length"]) and not said.links and (deed := _deed(theme))
    ):  # "người dân đã | hiến | 300 m2 đất"
        return f"{dimension} {v.rest} {deed}"
    if theme and dimension and v.rest.partition(" ")[0] in (say["done"], say["suffered"]):
        return f"{dimension} {theme} {v.rest}"  # "cây ăn quả có 22 ha | bị hư hại"
    if said.verb and heads_measure(said.agent):
        return f"{lowered(said.agent)} {said.verb}"  # "giá trị hàng tịch thu | chưa bán | 133 tỷ đồng"
    has_it = bool(v.rest and said.links) and said.links[-1] in sets["owns"] and _acts(theme)  # "huyện có 310 ha chè"
    if theme and not has_it and (full := _completed(v, theme)):
        return full
    one = said.chained or (dimension and (has_it or not theme))  # "12 ha lúa (tăng 3 ha), 8 ha ngô"
    if size(v.rest) > (not one) and not said.verb:
        return v.rest if heads_measure(v.rest) else f"{dimension} {v.rest}"
    if theme and not done:
        named = v.kind != "money" and (say["points"] if v.unit == say["points"] else dimension)
        return f"{named} {_owner_of(theme, named)}" if named else theme
    if said.verb:
        if dimension in ("", say["length"]) and v.rest and not said.prep:  # "tịch thu 15 m3 gỗ", "nâng cấp 3 km đường"
            return f"{dimension} {v.rest} {passive(said.verb)}".strip()
        made = v.kind != "money" and not v.rest and said.links and said.agent and not _acts(said.agent)
        if dimension and made:
            return f"{dimension} {lowered(said.agent)}"  # "cơm dừa nạo sấy | sản xuất | được | 17.000 tấn"
        verb, told = bare_verb(said.verb), dimension.rpartition(" ")[2]
        if told and dimension not in verb:
            verb = verb.replace(f" {told}", "", 1)  # "phạt tiền 3 tỷ đồng"
        return f"{dimension} {verb} {v.rest}"
    told = f"{dimension} {done}" if done else ""
    if theme:
        return f"{told} {say['of']} {theme}"
    last = (
        v.last if not told or v.before is None or v.before.kind == v.kind else ""
    )  # "kiểm tra 9 cơ sở, thu 5 tỷ đồng"
    return last or told or said.label or said.agent or _opening(v) or v.right


def _acts(agent: str) -> bool:
    """Whether those who do something may be people, places or bodies, and no thing: "toàn huyện", "Công ty An Bình"."""
    sets, words = lexicon().sets, " ".join(syllables(agent)).split()
    who = any(
        " ".join(words[a:b]) in sets[name]
        for name in ("people_noun", "place_noun", "ranked_body")
        for a in range(len(words))
        for b in (a + 1, a + 2)
    )
    return who or any(word[:1].isupper() for word in agent.split()[1:])


def _opening(v: View) -> str:
    """What a sentence opens with, up to what it says of it: "xuất khẩu sang nước này | đã tăng, đạt 45 triệu USD"."""
    words = v.words
    end = next((t for t in range(v.a.sentence, v.a.left) if words.at(t) in "XM#:;,("), v.a.left)
    comma = any(words.at(t) == "," for t in range(end, v.a.left))
    timely = has(words.s.shape[v.a.sentence : end], "year", "month", "quarter", "day", "year_part")
    return lowered(words.say(range(v.a.sentence, end))) if comma and not timely and end > v.a.sentence + 1 else ""


def _distance(v: View) -> str:
    """How far something is, and from what: "xã nằm | cách | trung tâm huyện | 12 km"."""
    s, sets, say = v.words.s, grammar().sets, grammar().say
    lo = max(v.part, *(s.shape.rfind(mark, 0, v.a.left) + 1 for mark in ",;:()"))
    k = next((k for k in range(v.a.left - 1, lo - 1, -1) if s.keys[k] in sets["away"]), None)
    if k is None or any(s.shape[i] in "dnqy" for i in range(lo, v.a.left)):
        return ""
    where, who = list(range(k + 1, v.a.left)), [i for i in range(lo, k) if s.keys[i] not in sets["lies"]]
    if not where:
        return ""
    start = f"{say['from']} {lowered(v.words.say(who))}" if who else ""
    return " ".join(filter(None, (say["distance"], start, say["to"], v.words.say(where))))


def _owner_of(theme: str, dimension: str) -> str:
    """What has a dimension, in a theme that ends with it: "đường huyện | có tổng chiều dài"."""
    owner = theme.removesuffix(f" {dimension}").split()
    while owner != theme.split() and owner[1:] and owner[-1] in grammar().sets["numbering"] | grammar().sets["owns"]:
        owner = owner[:-1]
    return " ".join(owner)


def _deed(theme: str) -> str:
    """What somebody did with money, in whatever verb: "UBND tỉnh đã | duyệt chi", "xã | được thưởng"."""
    words, sets = theme.split(), grammar().sets
    at = next((q for q in range(len(words) - 2, 0, -1) if words[q] in sets["skipped"] | sets["passive"]), 0)
    return " ".join(words[at + (words[at] not in sets["passive"]) :]) if at else ""


def _paired(v: View) -> str:
    """What shares a syllable with what stands before it: "kim ngạch xuất khẩu 7 tỷ đồng, nhập khẩu 5 tỷ đồng"."""
    new, back = v.said.theme or bare_verb(v.said.verb), v.before
    while back is not None and back.kind != v.kind:
        back = back.before
    return _swapped(back.name, new) if back is not None and heads_measure(back.name) else ""


def _completed(v: View, theme: str) -> str:
    """A theme with what its siblings measure: "Doanh thu vận tải hành khách … Vận tải hàng hoá đạt 640 tỷ đồng"."""
    back = v.alike
    if back is None or not heads_measure(back.name) or back.name == theme:
        return ""
    printed = v.words.s.words(v.part, v.part + 1)
    if v.part > v.a.sentence and printed.casefold() == theme.casefold():
        theme = printed  # a word with a capital inside a sentence: "…; Mỹ đạt 3 tỷ đồng"
    old = back.own if back.own != back.name and not heads_measure(back.own) else ""
    shared = set(back.own.split()[:1]) & set(theme.split()[:1]) or theme.split()[0] in back.name.split()
    return substituted(back.name, old, theme) if (old and back.own in back.name) or shared or _names(theme) else ""


def _dimension(v: View) -> str:
    unit, names = v.unit.casefold(), grammar().dimension
    first = (unit.split("/")[0].split() or [""])[0]
    return names.get(unit) or names.get(first, grammar().say["money"] if v.kind == "money" else "")


def _acted_count(v: View) -> str:
    """Read "đã tịch thu 589 sim" gives "sim bị tịch thu"."""
    verb = v.said.verb
    if not verb or v.said.prep == grammar().say["of"]:
        return ""
    noun = _noun(v)
    if v.right and _kind_alone(v):
        return noun
    enough = "X" in v.inside or size(v.right) > size(v.unit) + 5
    return noun if enough else f"{noun} {passive(verb)}"


def _noun(v: View) -> str:
    """The noun phrase behind a count, its unit where that is longer; what its total counts, and of which kind."""
    if v.right and _kind_alone(v):
        whole = unnumbered(v.whole.figure.subject or "") if v.whole is not None else ""
        fits = whole.casefold().startswith(v.unit.casefold()) and size(whole) < _LONG
        return f"{whole if fits else v.unit} {v.right}"
    return v.unit if v.bare and v.unit.casefold().startswith(v.right.casefold()) else v.right or v.unit


def _kind_alone(v: View) -> bool:
    """Whether a count says only of which kind it is of what another counts: "20 nhiệm vụ (18 đúng hạn)"."""
    why = v.a.reasons.get("unit")
    told = why is not None and why.rule in ("unit.run", "unit.total")
    return told and not v.right.casefold().startswith(v.unit.casefold())


def _themed_count(v: View) -> str:
    """The theme of a count whose unit says no more: "số hộ nghèo là 120 hộ", "sản lượng củi đạt 15 ste"."""
    theme, unit = v.said.theme, v.unit.casefold()
    back = grammar().sets["points_back"].intersection(syllables(theme))
    if not theme or (back and v.right and unit not in theme.casefold()):  # "Số trạm này đặt trên 1.032 vị trí"
        return ""
    if not v.right:
        return theme if unit in theme.casefold() or heads_measure(theme) else f"{v.unit} {theme}".strip()
    acts = bool(grammar().sets["act"].intersection((" ".join(syllables(theme)[:2]),)))
    told = grammar().sets["equates"].issuperset(v.said.links[-1:]) and bool(v.said.links)
    acts = acts or (told and unit not in grammar().sets["counter"] and not heads_measure(theme))
    if acts and v.bare and unit not in theme.casefold():  # "điều trị nội trú là 83 bệnh nhân"
        return f"{_noun(v)} {theme}"
    says = unit in grammar().sets["counter"] or _numbering().match(theme) or unit in theme.casefold()
    reached = bool(v.said.links or v.said.colon) and not v.said.prep
    if not says and v.bare and reached and heads_measure(theme):
        mean = " ".join(syllables(theme)[:2]) in lexicon().sets["mean"]
        return f"{v.unit} {theme}" if mean else theme if measured(theme) else f"{theme} {v.unit}"
    owner = v.has and not heads_measure(theme) and not theme.casefold().startswith(f"{unit} ")
    ends = (" ".join(syllables(theme)[-n:]) for n in (2, 1))
    done = size(theme) > 2 and not heads_measure(theme) and not grammar().sets["act"].isdisjoint(ends)
    if v.bare and says and not owner and unit not in theme.casefold() and (done or _names(theme)):
        return f"{_noun(v)} {theme}"  # "ít nhất là Tiểu Cần 40 hộ", "chi cục kiểm tra 26 hộ"
    which = theme.partition(" ")[0] in _says_which() or _others(v, theme)
    return (f"{v.unit} {theme}" if which else theme) if v.bare and says and not owner else ""


def _colon(v: View) -> str:
    """An item whose label stands right before it or its bracket: "Bưu chính: 14 hồ sơ" gives "hồ sơ bưu chính"."""
    theme, said = v.own, v.said
    if not theme or not v.bare or (said.links and not said.colon):
        return ""
    numbered = unnumbered(theme)
    return numbered if numbered.casefold() == v.unit.casefold() else f"{_noun(v)} {lowered(theme)}"


def _tied(v: View) -> str:
    """A bare count tied by "với", "cho" to the one before: "129 cuộc họp với 5.773 điểm cầu"."""
    last, said = v.before, v.said
    tied = said.prep or (said.links[-1:] and said.links[-1] in grammar().sets["with"])
    alone = v.bare and not said.theme and not said.verb
    if not tied or not alone or last is None or last.kind != "count":
        return ""
    of = f" {grammar().say['of']} "
    what, _, owner = unnumbered(last.name).partition(of)
    told = without(what, last.unit)
    turns = last.unit.partition(" ")[0].casefold() in grammar().sets["turns"]
    if turns and size(told) > 1 and told.partition(" ")[0] in grammar().sets["predicate"]:
        return f"{_noun(v)} {told}"  # "tiếp 12 lượt với 15 người"
    return f"{_noun(v)}{of}{owner if owner and size(what) <= size(last.unit) else what}"


RULES: tuple[tuple[str, tuple[str, ...], Callable[[View], str]], ...] = (
    ("subject.denominator", (), _denominator),
    ("subject.twin", (), _twin),
    ("subject.of", ("about",), _of_level),
    ("subject.anaphor", (), _anaphor),
    ("subject.cumulative", ("money", "measure", "count"), _cumulative),
    ("subject.led", ("about", "share", "money", "measure", "count"), _led),
    ("subject.about", ("about",), _about),
    ("subject.share_of", ("share",), _share_of_level),
    ("subject.aimed", ("share", "money", "measure", "count"), _aimed),
    ("subject.elliptic", (), _elliptic),
    ("subject.index", ("rank", "measure", "count", "share"), _indexed),
    ("subject.rank", ("rank",), _ranked),
    ("subject.share_acted", ("share",), _acted_share),
    ("subject.share_done", ("share",), _done_share),
    ("subject.share_measured", ("share",), _measured_share),
    ("subject.share", ("share",), _share),
    ("subject.time", ("measure",), _timed),
    ("subject.rate", ("measure",), _rate),
    ("subject.paired", ("measure", "money", "count"), _paired),
    ("subject.of_counted", ("measure", "money"), _of_counted),
    ("subject.measure", ("measure", "money"), _own_measure),
    ("subject.named_measure", ("measure", "money"), _named_measure),
    ("subject.measure", ("measure", "money"), _measure),
    ("subject.acted", ("count",), _acted_count),
    ("subject.themed", ("count",), _themed_count),
    ("subject.colon", ("count",), _colon),
    ("subject.tied", ("count",), _tied),
    ("subject.noun", ("count",), _noun),
)


def _part(v: View, whole: str, label: str) -> str:
    """A part by its own words; where it has none, what its total is called. The rest is its topic."""
    own, counter = v.own, v.unit.casefold() in grammar().sets["counter"]
    host = v.whole if v.said.label and v.before is not None and v.before.a is v.whole else None
    if host is not None and v.right.casefold().startswith(v.unit.casefold()) and v.unit not in (host.figure.unit or ""):
        return v.right  # "121 đơn vị (84 xã, 37 phường)": what stands before the bracket names their total
    own = "" if unnumbered(own).casefold() == v.unit.casefold() else own  # "72% số mặt hàng (620/861 mặt hàng)"
    if _ratio(own):  # "tỷ lệ hồ sơ đúng hạn đạt 98% (490/500 hồ sơ)"
        own = " ".join(own.split()[2:])
    if v.kind != "count":
        return _measured_part(v, whole, label)
    if v.right and _kind_alone(v):
        return _noun(v)
    if v.said.verb and v.bare:
        done = f"{v.right or v.unit} {passive(v.said.verb)}"
        told = v.said.agent and passive(v.said.verb) in whole  # "xử lý 80 vụ, kiểm lâm xử lý 30 vụ"
        noun, agent, verb = v.right or v.unit, lowered(v.said.agent), bare_verb(v.said.verb)
        if told and verb in grammar().sets["befall"]:
            return f"{noun} {verb} {grammar().say['by']} {agent}"  # "chết 8 người, cháy rừng làm chết 3 người"
        return f"{noun} {agent} {verb}" if told else done
    if not v.bare:
        return _numerator(whole, v.unit, label) if v.whole is not None and v.whole.fraction_of is v.a else label
    beside = v.before
    if not own and beside is not None and beside.whole is not None and beside.part == v.part and beside.said.theme:
        own = beside.said.theme  # "A 01 cuộc, 02 đơn vị; B …"
    if own and v.like is not None and v.like.own in v.like.name and v.said.label:
        return substituted(v.like.name, v.like.own, own)
    if counter and heads_measure(own):
        return own  # "tổng đàn heo 400 nghìn con"
    if counter and own.casefold().startswith(f"{v.unit.casefold()} "):
        return own  # "hộ nghèo dân tộc thiểu số 24 hộ"
    own = without(own, v.unit) or own
    if _names(own) and (counter or size(whole) > size(v.unit)):
        return substituted(whole, "", own)  # "124 nhà bị đổ (Hà Giang: 38 nhà, …)"
    if counter:  # "người tham gia BHXH" and "BHXH bắt buộc"
        return _counted(v, own)
    return f"{v.unit} {own}"


def _counted(v: View, own: str) -> str:
    """What is told of people, who are told with it where it is no noun, or one with its number: "người còn sống", "hộ
    không có đất", "liều đợt 1".
    """
    sets, (first, _, rest) = grammar().sets, own.partition(" ")
    if own in sets["tiers"]:
        return _of_tier(v, own)
    told = own in sets["befall"] or _others(v, own) or first in _says_which() or rest.isdecimal()
    told = told or any(first in sets[name] for name in ("has", "remains", "whereby"))
    return f"{v.unit} {own}" if told else own


def _others(v: View, own: str) -> bool:
    """Whether a label says only that people or events are others: "khác: 30 người"."""
    return own in grammar().sets["other"] and kind_counted(v.a) != "noun"


def _of_tier(v: View, own: str) -> str:
    """A tier's count with what is said of another tier's: "12 đơn vị đã họp tại cấp tỉnh; cấp xã có 30 đơn vị"."""
    tiers, back = grammar().sets["tiers"], v.alike
    while back is not None and (back.a.fraction_of is not None or tiers.isdisjoint(_pairs(back.name))):
        back = back.alike
    told = without(back.name, v.unit) if back is not None else ""
    other = next((w for w in sorted(tiers) if f" {w} " in f" {told} "), "")
    return tidy(f"{v.unit} {own} {tidy(told.replace(other, ' '))}") if other else f"{v.unit} {own}"


def _pairs(phrase: str) -> set[str]:
    """All pairs of words of a phrase."""
    return {f"{a} {b}" for a, b in pairwise(syllables(phrase))}


def _numerator(whole: str, unit: str, label: str) -> str:
    """What is briefly told of some of all: "trường | bậc tiểu học | đạt chuẩn"."""
    rest, told = without(whole, unit), _predicate().search(label)
    brief = size(label) < size(unit) + 3 and size(rest) + size(label) < 12
    if told is None or not brief or empty(rest) or set(rest.split()) <= set(label.split()):
        return label
    return f"{label[: told.start()]} {rest}{label[told.start() :]}"


def _measured_part(v: View, whole: str, label: str) -> str:
    own, agent = v.own, v.said.agent
    if own.casefold() == whole.casefold():
        return whole or label  # "Phí, lệ phí: 3.150 (quý I: 1.240; quý II: 1.910)"
    if own and heads_measure(own):
        return own
    verb = bare_verb(v.said.verb)
    both = measured(whole) if verb and heads_measure(whole) else ""
    if f" {verb} " in f" {both} " and not (own or agent) and not grammar().sets["and"].isdisjoint(both.split()):
        return f"{whole.removesuffix(both).strip()} {verb}"  # "sản lượng khai thác và nuôi trồng", "khai thác 9 tấn"
    done = " ".join(syllables(verb)) in grammar().sets["act"] and v.kind == "measure"
    if done and not (own or agent or v.rest) and measured(whole):
        return f"{whole} {passive(v.said.verb)}"  # "đường xã dài 8 km, đã nhựa hóa 5 km"
    dimension = _dimension(v) if v.kind == "measure" else ""
    if own and dimension and _names(own) and heads_measure(whole):
        words = own.split()
        return substituted(whole, "", " ".join(words[:-1] if words[-1] in whole.split() else words))
    if own and dimension:
        predicate = _predicate().search(whole)
        tail = f" {predicate[1]}" if predicate and size(predicate[1]) < 9 else ""
        return f"{dimension} {own}{tail}"
    if own:
        words = whole.split()  # "giá trị sản xuất | nông, lâm, thủy sản" and "lâm nghiệp"
        comma = next((q for q, w in enumerate(words) if w[-1] == ","), len(words))
        named = own.split()[0].casefold() in (w.strip(",") for w in words[comma:])
        head = whole.removesuffix(measured(whole)).strip() if heads_measure(whole) else " ".join(words[:2])
        return f"{' '.join(words[:comma]) if named else head} {own}"
    return f"{whole} {agent}" if agent else label


@cache
def _numbering() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(grammar().sets["numbering"], key=len, reverse=True)) + r")\b", re.I)


@cache
def _predicate() -> re.Pattern[str]:
    return re.compile(r" ((?:" + "|".join(grammar().sets["predicate"]) + ") .+)$")


def substituted(model: str, old: str, new: str) -> str:
    """A sibling's label with its own words filled anew: "giá tôm chân trắng" + "tôm sú" gives "giá tôm sú"."""
    if old and old != model and old in model:
        head, _, tail = model.partition(old)
        words, first = head.split(), new.split()[0] if new.strip() else ""
        if first in words[-1:] + words[1:]:  # "trẻ | mẫu giáo" and "trẻ 5 tuổi", "lúa xuân của | An Bình" and "lúa hè"
            head = " ".join([*words[: words.index(first)], ""])
        return f"{head}{new}{tail}"
    if not new.strip():
        return model
    words, first = model.split(), new.split()[0]
    if denied := _denied(model, new):
        return denied
    if first in words[1:]:
        return " ".join([*words[: words.index(first, 1)], new])
    if swapped := _swapped(model, new):
        return swapped
    last = _last_name().search(model) if _names(new) and new[0].isupper() else None
    if last is not None:
        return f"{model[: last.start(1)]}{new}"  # "xuất khẩu sang Nhật Bản … , Mỹ …"
    ratio = grammar().say["ratio"]
    if old == model and model.startswith(f"{ratio} ") and words[-2:] == new.split()[-2:] and size(new) > 2:
        return f"{ratio} {new}"  # "tỷ lệ nộp hồ sơ trực tuyến … , thanh toán trực tuyến …"
    thing = measured(model) if old == model and heads_measure(model) and not _ratio(model) else ""
    if thing and max(size(thing), size(new)) < 3 and f"{thing} {lowered(new)}".islower():
        return f"{model.removesuffix(thing)}{new}"  # "doanh thu bưu chính … , viễn thông …"
    timely = " ".join(syllables(new)) in grammar().sets["time_noun"]
    if (old == model or old.endswith(f" {model}")) and (_names(model) or not (heads_measure(model) or timely)):
        return new  # "trả trước chiếm 92%, trả sau chiếm 8%", "các tỉnh An Hải (92%), Long Mỹ (87%)"
    of = grammar().say["of"]
    head = re.split(rf" (?:{'|'.join(grammar().sets['place'])}) ", model)[0]
    whole = next((w for w in sorted(grammar().sets["generic"]) if " " in w and head.endswith(f" {w}")), "")
    head = head.removesuffix(whole).rstrip()
    named = whole or (_names(new) and first not in _says_which())
    return f"{head} {of} {new}" if named else f"{head} {new}"


@cache
def _last_name() -> re.Pattern[str]:
    """The name with which a label ends, behind a word that says where: "xuất khẩu sang thị trường | Nhật Bản"."""
    where = "|".join(sorted(grammar().sets["traded_with"], key=len, reverse=True))
    name = rf"{CAPITAL}[^\W\d_]+"
    return re.compile(rf" (?:{where}) (?:[^\W\d_]+ ){{0,2}}?({name}(?: {name})*)$")


def _denied(model: str, new: str) -> str:
    """A label with what is said in place of what is denied, or the other way: "hài lòng" and "không hài lòng"."""
    padded, (no, _, rest) = f" {model} ", new.partition(" ")
    denied = next((f"{w} {new}" for w in sorted(_says_which()) if f" {w} {new} " in padded), "")
    said = rest if no in _says_which() else denied
    placed = (f"{w} {said}" for w in sorted(grammar().sets["whereby"]) if f" {w} {said} " in padded)
    said = next(placed, said)  # "rừng trong quy hoạch … , ngoài quy hoạch …"
    return padded.replace(f" {said} ", f" {new} ", 1).strip() if said and f" {said} " in padded else ""


@cache
def _says_which() -> frozenset[str]:
    """Words that say no, or which things are meant: "không", "ngoài", "thuộc"."""
    return grammar().sets["tells"] | lexicon().sets["negates"]


def _swapped(model: str, new: str) -> str:
    """A label with one word of a pair in place of the other, or of both: "xuất khẩu" and "nhập khẩu"."""
    if both := both_halves(new, model):
        return model.replace(both, new, 1)  # "tổng kim ngạch xuất, nhập khẩu"
    sets, pairs = grammar().sets, grammar().sets["paired"]
    for name in ("schools", "tiers", "terms", "settings"):
        said = [w for w in sets[name] if f" {w} " in f"{model} "] if new in sets[name] else []
        if len(said) == 1:
            return f"{model} ".replace(f" {said[0]} ", f" {new} ").strip()
    if new not in pairs:
        return ""
    old = next((w for w in sorted(pairs) if f" {w} " in f" {model} " and w.split()[1:] == new.split()[1:]), new)
    return model.replace(old, new, 1) if old != new else ""


def passive(verb: str) -> str:
    """A verb as what was done to its object: "tịch thu" gives "bị tịch thu"; one that adds nothing as nothing."""
    say, sets = grammar().say, grammar().sets
    verb = bare_verb(verb)
    words = " ".join(syllables(verb))
    if words in sets["befall"] or words.partition(" ")[0] in sets["undone"] | sets["tells"]:
        return verb
    harmed = words in sets["harm"]
    verb = "" if words in sets["light"] else verb
    return f"{say['suffered'] if harmed else say['done']} {verb}" if verb else ""


def bare_verb(verb: str) -> str:
    """A verb without the words that say when: "đã giải ngân" gives "giải ngân"; "làm việc" stays whole."""
    words, sets = verb.split(), grammar().sets
    while words and words[0].casefold() in sets["skipped"]:
        rest = " ".join(words[1:]).casefold()
        if f"{words[0].casefold()} {rest}" in sets["act"] and rest not in sets["befall"]:
            break
        words = words[1:]
    return lowered(" ".join(words))


def size(phrase: str) -> int:
    """Syllables of a phrase."""
    return len(phrase.split())


def unnumbered(phrase: str) -> str:
    """A phrase without "tổng số", "số" where it goes on."""
    found = _numbering().match(phrase)
    return (phrase[found.end() :].strip() if found else "") or phrase


def without(phrase: str, unit: str) -> str:
    """What a phrase says beside the unit that it begins with."""
    phrase = unnumbered(phrase)
    return phrase[len(unit) :].strip(" ,") if unit and phrase.casefold().startswith(unit.casefold()) else phrase


def tidy(label: str) -> str:
    """A label in form: no function word at either end, no bracket left open, no word twice, at most 14 syllables."""
    loose = grammar().sets["loose"]
    words = _once(NOTE.sub("", label).split()[: 3 * MOST])
    while words and words[0].casefold() in loose and not _is_phrase(words[:2], "noun", "plain"):
        if " ".join(syllables(" ".join(words[:3]))) in grammar().sets["compound"]:
            break  # "có điều kiện"
        words = words[1:]
    if len(words) > MOST:
        name = words[-1:] if words[-1][0].isupper() and words[-2][0].islower() else []
        cuts = [q for q in range(7, MOST + 1 - 2 * len(name)) if words[q].casefold() in grammar().sets["relation"]]
        words = words[: cuts[-1] if cuts else MOST - 2 * len(name)] + ([grammar().say["of"], *name] if name else [])
    if " ".join(words[-2:]).casefold() in loose:  # "tỷ lệ lao động nông nghiệp so với | tổng số"
        words = words[:-2]
    while words and words[-1].casefold() in loose and not _is_phrase(words[-2:], "noun"):
        named = len(words) > 1 and words[-1].istitle() and words[-2].istitle()  # "Cao Bằng"
        if named or " ".join(syllables(" ".join(words[-3:]))) in grammar().sets["compound"]:
            break  # "số văn bản đến"
        words = words[:-1]
    return lowered(_balanced(" ".join(words).strip(" ,")))


def _is_phrase(words: list[str], *sets: str) -> bool:
    """Whether two words are one phrase of these sets, from which no function word is to be taken."""
    phrase, known, own = " ".join(syllables(" ".join(words))), lexicon().sets, grammar().sets
    denied = phrase in own["link"] and words[0].casefold() in known["negates"]  # "bến không đạt"
    return denied or phrase in own["act"] or phrase in own["compound"] or any(phrase in known[name] for name in sets)


_PAIRED = frozenset('()“”"')


def _balanced(label: str) -> str:
    """A label without brackets and quotation marks that are not closed."""
    if _PAIRED.isdisjoint(label):
        return label
    for opened, closed in ("()", "“”", '""'):
        if label.count(opened) != label.count(closed) or (opened == closed and label.count(opened) % 2):
            label = label.replace(opened, "").replace(closed, "")
    return " ".join(label.split())


def _once(words: list[str]) -> list[str]:
    """Words without what is said twice, "khu công nghiệp, cụm công nghiệp mới" as "khu, cụm công nghiệp mới"; else up
    to where two of them are said again.
    """
    low = " ".join(words).casefold().replace(",", "").split(" ")
    if len(set(low)) == len(low):
        return words
    pairs = list(pairwise(low))
    again = next((q for q, pair in enumerate(pairs) if pair in pairs[:q]), None)
    if again is None:
        return words
    first = pairs.index(pairs[again])
    if words[first + 1].endswith(",") and again > first + 2:
        ahead = [*words[: first - 1], f"{words[first - 1]},"] if first else []
        return _once([*ahead, *words[first + 2 :]])
    return words[: again - (again > 1 and words[again - 2].endswith(","))]  # "hợp tác xã, | tổ | hợp tác"
