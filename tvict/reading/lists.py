"""Lists as a tree: what opens them, where they end, what parts their items, and which total each item is part of.

Form decides everything; no value is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from tvict.reading.amounts import Amount, tells_whose
from tvict.reading.grammar import grammar
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.spots import (
    asides,
    between,
    pause,
    speaks,
    word_before,
)
from tvict.reading.structure import (
    ABOUT,
    AGAINST,
    BRACKET,
    Context,
    Line,
    Spot,
    clash,
    common,
    countable,
    counts,
    half,
    is_denominator,
    is_earlier,
    is_level,
    is_numerator,
    is_own_level,
    is_place_among,
    is_spread,
    is_time_again,
    kind_counted,
    likeness,
    names,
    opposed,
    said,
    same_kind,
    says,
)

TRIGGER = shape(
    r"(?P<open><among> <comprise>? :? | <such_as> (?! : ) ) | (?P<closed><comprise>) :? (?! <word>* <target>)"
)
_COLON = shape(r"(?: (?<!<num>) : | : (?!<num>) ) (?!/)")  # that of 09:34 opens nothing
_BEGINS = shape(r"(?: ^ | <,|;|joint|:|among|comprise|copula|open|hyphen> ) $")
_NOW_AND_THEN = shape(r"<lvl> / <lvl>")
_ASIDE = shape(r"<copula|joint|,|;>")
_SAYS_MORE = shape(r"<copula|occupy|ratio|up|down|equal|multiple|complete|exceed|below>")
_SPENT = shape(r", <disburse> <estimate|copula|over|under|about>* $")
_WHOLE_AGAIN = shape(r", (?P<but><joint>) <where>")  # "trong đó tàu gỗ 8 tỷ, nhưng toàn ngành có thể đạt 10 tỷ"
_FIRST_NAMED = shape(r": <word|noun|W>{1,4} $")
_LIKENED = shape(r"<about|equal|compare> <!amt|,|;|brk>+ $")
_LATER = shape(r", (?P<verb><word>? <fulfil>) (?: <,|joint> <fulfil|word>{1,3})? <over|under|about>* $")
MANY = 3  # members of what need not be a list
Trigger = tuple[int, int, str]  # where words that open a list begin and end, and what sort of list
Pair = tuple[Amount, Amount]  # a member and the total it is part of
_SPREAD = shape(r", (<word|joint>) <!amt|,|;|stop>{0,4} :")
_NAMED = shape(r"(?: ^ | <,|;|:|among|comprise|joint> ) <noun>? W <!,|;|:>* $")  # a name, of a place, opens the label
_OPENS_BY_NAME = shape(r"(?: ^ <among> ,? | (?<=;) ) W")
_NAME_ON = shape(r"<word|noun|numbered|receive>{0,8} (?: , <word|noun|numbered|receive>{1,8} ){1,3}")
LABEL = 6  # tokens that say by what a total is divided
_LABEL_BEGINS = ",;:" + tags_of("among", "comprise")
_MORE = re.compile(r"[^.…;()¶]*(?:…|\.{3})")
_GOES_ON = shape(r"<!num|stop|close|;>* ; <!num>")
_LAST_UNCOUNTED = shape(r"<!num|,|;|joint|stop|close>* (?P<and><joint>) <word|noun|w|W>")  # "2 kho, 3 chợ và bãi xe"
_BARE_NAME = shape(r"(?: ^ | <,|;|:|joint|comprise|among> ) <word|noun|W|numbered>{1,4} <:>? $")
_BARE_ITEM = shape(r"<,|;|joint> <word|noun|W|numbered|tier|quantity|fulfil|preposition>{1,6} <:>?")
_LEFT_UNCOUNTED = shape(r"<,|;|joint> <remainder>")
_SAME_ITEM = shape(r"<!amt|,|;|joint>*")
_SAME_CLAUSE = shape(r"<!num|stop|close>*")
_RAISED = shape(r"<becomes> <!amt|,|;>* <becomes|until> <over|under|about>* $")
LONGEST_FACET = 3  # syllables of what a total is divided by
FATES = ("died", "hurt", "missing")


@dataclass(slots=True)
class Listing:
    """Items that break totals down: pairs of a member and the total it is part of, and the token that opens them."""

    token: int
    kind: str  # open, closed, colon, bracket, among or settled
    pairs: list[Pair]
    open_end: bool = False  # it names some without a number, or says that there are more


@dataclass(slots=True)
class Lists:
    """Reads the lists of one line. `before`: where the totals of the sentence before stand, the last one last."""

    line: Line
    before: Sequence[Spot]
    roots: Sequence[Spot]  # totals so far that are part of nothing
    last: Sequence[Spot]  # every measure of the sentence before
    called: Spot | None = None  # what the words before "tập trung", or behind "trong số", name
    triggers: list[Trigger] = field(init=False)
    shut: set[int] = field(default_factory=set)  # members of lists that "và" has closed
    found: list[Listing] = field(default_factory=list)
    where: ChainMap[int, Spot] = field(init=False)  # of members, and of totals that another paragraph may hold

    def __post_init__(self) -> None:
        text = self.line.text
        spots = [*self.last, *self.roots, *self.before, *([self.called] if self.called else [])]
        far = {line.amounts[n].figure.figure_id: (line, n) for line, n in spots}
        self.where = ChainMap(far, self.line.c.where)
        found = [(*m.span(), str(m.lastgroup)) for m in TRIGGER.finditer(text) if not self._aside(m)]
        if ":" in text:  # a sum lies mostly in places that a colon lists: "hỏng 35 ha, tập trung ở: An Bình 20 ha"
            spreads = (m for m in _SPREAD.finditer(text) if self.line.key(m.start(1)) in lexicon().sets["spread"])
            found += [(m.start(1), m.end(), "open") for m in spreads]
            taken = {end for _, end, _ in found}
            found += [(*m.span(), "colon") for m in _COLON.finditer(text) if m.end() not in taken]
        found += [(i, i + 1, "colon") for i in self._divisions()]
        end = _label_ends(self.line)
        if end and text[end] != ":" and self.called and divided_by(self.line) is not None:
            found.append((end, end + 1, "colon"))
        found += [*self._ties(), *self._causes(), *self._bare()]
        found += [(i, i + 1, "among") for i in self._among()]
        if (i := self._sorted()) is not None and not any(start <= i for start, _, _ in found):
            found.append((0, i, "open"))
        if self.line.outer is not None and not any(start == 0 for start, _, _ in found):
            found.append((0, 0, "bracket"))
        found.sort()
        owner = self.line.owner  # "40 ha cây khác, gồm: sắn, ngô" opens no list of amounts
        last = next((i for i in range(len(owner) - 1, -1, -1) if owner[i]), -1)
        self.triggers = [
            t
            for t in found
            if t[1] <= last and (text[t[0] - 1] != ";" or not self._next_item(t[0])) and not self._next_in_rank(t[0])
        ]

    def _next_in_rank(self, start: int) -> bool:
        """Whether a list opens behind words that go on with what is less than the amount before: they stand beside it:
        "nhiều nhất là An Bình 40 tàu; tiếp theo là các xã: Tân Lộc 30 tàu, …".
        """
        text, at, keys = self.line.text, self.line.at, self.line.c.s.keys
        lo = max(text.rfind(",", 0, start), text.rfind(";", 0, start)) + 1
        return lo < start < len(at) and speaks_of(" ".join(keys[at[lo] : at[start]]), "next_in_rank")

    def _next_item(self, start: int) -> bool:
        """Whether "riêng" behind a semicolon is of the list that a sentence opens with, and names as the item before it
        does: "Trong đó, An Bình đạt 5 tấn; riêng Tân Lộc đạt 4 tấn".
        """
        text = self.line.text
        again = text[start - 1 : start + 2 : 2] == ";W" and self.line.key(start) in lexicon().sets["apart"]
        return again and _OPENS_BY_NAME.match(text, text.rfind(";", 0, start - 1) + 1) is not None

    def _aside(self, m: re.Match[str]) -> bool:
        """Whether "riêng" opens a sentence of its own: "Riêng trong đợt cao điểm, …", "Tính riêng từng cấp, …"."""
        line, sets = self.line, lexicon().sets
        if m.start() and line.key(m.start() - 1) in sets["negates"]:
            return True  # "không bao gồm 5 tàu đang sửa"
        counted = between(line, m.end() + 1, m.end() + 2) if m.lastgroup == "closed" else []
        places = any(counts(a) and kind_counted(a) == "place_noun" for a in counted)
        if places and has(line.text[m.end()], "preposition"):
            return True  # "90 tàu được phân bổ cho 28 xã, trong đó có …": over how many places
        opens = m.start() < line.places[0] if line.places else True
        if opens and m.lastgroup == "closed" and line.key(0) in sets["inside"] and "," not in line.text[: m.start()]:
            return True  # "Trong số hồ sơ đang giải quyết gồm 54 hồ sơ, có 40 hồ sơ …": says how many they are
        if opens and self._of_number(m.end()):
            return True
        if line.outer is not None or line.key(m.start()) not in sets["apart"]:
            return False
        times = tags_of("preposition", "year", "month", "quarter", "year_part", "day")
        timely = m.end() < len(line.at) and line.text[m.end()] in times
        return opens and (timely or line.key(m.end()) in sets["singly"])

    def _of_number(self, i: int) -> bool:
        """Whether what opens a sentence has a total of its own behind it: "Cụ thể, | trong 90 tàu, có …"."""
        line = self.line
        i += line.text[i : i + 1] == ","
        head = line.text[i : line.places[0]] if line.places else ""
        timely = has(head, "month", "year", "quarter", "year_part", "day")
        return bool(head) and line.key(i) in lexicon().sets["inside"] and "," not in head and not timely

    def _among(self) -> Iterator[int]:
        """Where the name of a total without its number ends: "Trong các nguồn thu, …", "Trong tổng số tàu có …"; or of
        one of the clause before: "…, đã xử lý 72 vụ; trong số vụ đã xử lý | có 68 vụ".
        """
        line = self.line
        semicolons = (m.end() for m in re.finditer(";", line.text)) if ";" in line.text else ()
        for lo in (0, *semicolons) if line.places and line.outer is None else ():
            n = bisect_left(line.places, lo)
            named = (n or not lo) and n < len(line.places) and of_those(line, lo)
            end = name_ends(line, lo, line.places[n]) if named else 0
            if end > 1:
                yield end

    def _divisions(self) -> Iterator[int]:
        """Where words behind a semicolon end that say by what a total is divided: "…; theo giới tính, nam 9, nữ 11"."""
        text, keys = self.line.text, self.line.key
        for m in re.finditer(";", text) if ";" in text else ():  # spares most lines the search
            end = text.find(",", m.end(), m.end() + LABEL)
            label = " ".join(map(keys, range(m.end(), end)))
            if end > 0 and keys(m.end()).split()[0] in lexicon().sets["according"] and speaks_of(label, "facet"):
                yield end

    def _sorted(self) -> int | None:
        """Where what says that a sentence sorts what the one before counts ends: "Qua phân loại, có 20 đơn …"."""
        line, sets = self.line, lexicon().sets
        hi = line.places[0] if line.places and line.outer is None and self.before else 0
        keys = [line.key(i) for i in range(hi)]
        if not hi or not speaks_of(" ".join(keys), "sorts"):
            return None
        # "Kết quả" at its head alone: "thi lần thứ 50, kết quả có 90 bài"
        ends = (
            i + n for i in range(hi) for n in ((3, 2) if i else (3, 2, 1)) if " ".join(keys[i : i + n]) in sets["sorts"]
        )
        return next((i for i in ends if not says(line.text[i : i + 1])), None)

    def _ties(self) -> Iterator[Trigger]:
        """Where a dash or "với" stands between a count and those that it opens: "có 5 khu – 3 khu ở An Bình, 2 khu ở
        …", "96 đơn với 51 đơn khiếu nại và 45 đơn …".
        """
        line, with_words = self.line, lexicon().sets["with"]
        for n in range(1, len(line.places) - 1):
            i, (a, b, c) = line.places[n] - 1, line.amounts[n - 1 : n + 2]
            if (k := self._dashed(n)) is not None:
                yield k, k + 1, "colon"
                continue
            dash = line.text[i] in "-~"
            if not (dash or line.key(i) in with_words) or not (counts(a) and same_kind(a, b) and same_kind(a, c)):
                continue
            if dash and is_own_level(a) and is_own_level(b) and not line.c.s.glued(line.at[i]):
                yield i, i + 1, "colon"
            gap = line.gap(n)
            # "An Bình 96 đơn, Tân Lập với 82 đơn và …": of another place
            apart = "," in gap and says(gap[gap.rfind(",") + 1 :])
            named = all(is_level(x) and counts(x) and x.figure.unit for x in (a, b, c))
            if not dash and named and ";" not in gap + line.gap(n + 1) and not apart:
                yield i, i + 1, "closed"

    def _dashed(self, n: int) -> int | None:
        """Where a dash between blanks parts a total from named items in its unit, or in bare numbers, before the n-th
        amount: "đạt 90 tấn | - khai thác 40, nuôi trồng 50".
        """
        line, (a, b, c) = self.line, self.line.amounts[n - 1 : n + 2]
        gap, lo = line.gap(n), line.begin(n)
        k = max(map(gap.rfind, "-~"))
        named = 0 <= k < len(gap) - 1 and says(gap[k + 1 :]) and not re.search("[,;:]", gap)
        if not named or line.c.s.glued(line.at[lo + k]) or line.c.s.glued(line.at[lo + k] + 1) or not is_own_level(a):
            return None
        parts = all(is_own_level(x) and (x.right == x.at + 1 or of_unit(x, a)) for x in (b, c))
        return lo + k if parts and says(line.gap(n + 1)) else None

    def _causes(self) -> Iterator[Trigger]:
        """Where words behind a comma say what caused some of those before it: "31 vụ cháy, do điện 20 vụ, …"."""
        line, cause, told = self.line, lexicon().sets["cause"], False
        for n in range(1, len(line.places)):
            whole, a, i = *line.amounts[n - 1 : n + 1], line.begin(n) + 1
            before, told = told, line.gap(n)[:1] == "," and line.key(i) in cause and ";" not in line.gap(n)
            if not told or before or has(line.gap(n - 1), "among", "comprise"):
                continue
            if not cause.isdisjoint(line.words(n - 1)):
                continue  # "nghỉ vì hết hạn 80 người, do bị cắt giảm 19 người"
            if of_unit(a, whole) and is_own_level(a) and is_own_level(whole):
                yield i, i + 1, "open"

    def _bare(self) -> Iterator[Trigger]:
        """Where a semicolon stands between a count and nothing but names with bare numbers: "tổng đàn 90 con; trâu 20,
        bò 70".
        """
        line = self.line
        for m in re.finditer(";", line.text) if line.outer is None and ";" in line.text else ():
            n, hi = bisect_left(line.places, m.start()), line.text.find(";", m.end())
            run = line.amounts[n : bisect_left(line.places, hi) if hi > 0 else None]
            bare = len(run) > 1 and all(a.right == a.at + 1 and is_own_level(a) for a in run)
            if bare and all(_BARE_ITEM.fullmatch(line.gap(k)) for k in range(n, n + len(run))):
                whole = last_level(line, m.start())
                if whole and (whole[0] is line.first or whole[0].right > whole[0].at + 1):
                    yield m.start(), m.end(), "open"

    def read(self) -> list[Listing]:
        """All lists, as a tree flattened: an item may open a list of its own."""
        work = [(0, len(self.line.text))]
        while work:
            lo, hi = work.pop()
            done = lo
            for t in self.triggers[bisect_left(self.triggers, (lo, 0, "")) :]:
                if t[0] >= hi:
                    break
                hosts = self._hosts(lo, t) if t[0] >= done else []
                if hosts:
                    items = _Items(self.line, hosts, t, hi, self.triggers, self.where)
                    done = items.read()
                    work += items.nested
                    self.found += self._listed(items, lo)
        return self.found

    def _listed(self, items: _Items, lo: int) -> Iterator[Listing]:
        """The list of some items behind place lo, if they are one, and what is settled of its members."""
        line, t, sets = self.line, items.trigger, lexicon().sets
        if items.shut() or (t[2] == "closed" and len(items.pairs) > 2):
            self.shut.update(a.figure.figure_id for a, _ in items.pairs)
        items.pairs = pairs = self._but_repeated(items)
        if not t[0] and line.key(0) in sets["apart"]:
            items.pairs = pairs = [(x, self._by_noun(x, h)) for x, h in pairs]
        # "Các xã có nhiều gồm: An Bình 19 vụ, 2 ha; …": some of what a sentence before counts
        leading = t[2] == "closed" and t[0] > 1 and line.key(0) in sets["plural"] and line.outer is None
        leading = leading and not levels(line, 0, t[0])
        few = line.key(t[0]) in sets["accordingly"] and len(pairs) < MANY
        few = few or (line.key(0) in sets["sorts"] and len(pairs) < 2)  # "Kết quả, đã thu 45 tỷ"
        if not pairs or few or (leading and not (len(pairs) > 1 and all(one_unit(*p) for p in pairs))):
            return
        limited = any(limits(line, a) for a in last_level(line, t[0], lo))
        some = leading or limited or only_named(line, t) or items.is_far(pairs[0][1]) or self._facet(t)
        kind = "open" if some or line.key(t[0]) in sets["yields"] else t[2]
        yield Listing(line.at[t[0]], "foreign" if items.foreign() else kind, pairs, items.open_end())
        yield from (Listing(x.left, "settled", [(x, items.settles(x, m))]) for x, m in items.later)

    def _but_repeated(self, items: _Items) -> list[Pair]:
        """The pairs of a list; where its first member says its total again, all are part of the total before that.

        "Bán lẻ ước đạt 10 tỷ. Trong đó, bán lẻ ước đạt 10 tỷ; lưu trú 2 tỷ": of neither 10, but of what both are.
        """
        pairs = items.pairs
        if any(_of_balance(*self.where[x.figure.figure_id], *self.where[h.figure.figure_id]) for x, h in pairs[:1]):
            return []
        if len(pairs) < 2 or not items.repeats(*pairs[0]):
            return pairs
        others = [line.amounts[n] for line, n in reversed(self.roots) if line.amounts[n] is not pairs[0][1]]
        return [(x, h) for x, _ in pairs for h in others[:1] if same_kind(x, h)]

    def _by_noun(self, x: Amount, h: Amount) -> Amount:
        """The total whose noun a member repeats: "có 90 hộ nghèo và 70 hộ cận nghèo. Riêng xã An có 9 hộ nghèo, 8 hộ
        cận nghèo".
        """
        there, m = self.where[h.figure.figure_id]
        if there is self.line or there.outer is not None:
            return h
        spot = self.where[x.figure.figure_id]
        rivals = [n for n, b in enumerate(there.amounts) if is_own_level(b) and one_unit(x, b) and not b.fraction_of]
        best = max(rivals, key=lambda n: (likeness(spot, (there, n)), n == m), default=m)
        self.where[there.amounts[best].figure.figure_id] = there, best
        return there.amounts[best]

    def _hosts(self, lo: int, t: Trigger) -> list[Amount]:
        """The totals that a list may break down, nearest first, but what the one before is spread over comes last.

        One that only its time tells from those before has no rivals: "tháng 5 12 tấn; 5 tháng 80 tấn, trong đó". What a
        level is compared with is none: "trồng 512 ha so với kế hoạch 500 ha, trong đó".
        """
        found = sorted(self._totals(lo, t), key=lambda a: spread(self.where, a))
        within = t[2] == "open" and not t[0] and self.line.key(0) not in lexicon().sets["apart"]
        if within and self.line.outer is None and self.line.at[0] > self.line.c.first:
            above = [a.figure.role for a in self.line.c.amounts if a.at < self.line.at[0]]
            if not above or any(role not in ABOUT for role in above):  # not "¶ So với cùng kỳ tăng 9 vụ. Trong đó, …"
                # "¶ Ấp 2 (mới) được sáp nhập từ Ấp 4 và Ấp 5. Trong đó: …": of nothing that the paragraph before tells
                found = [a for a in found if self.where[a.figure.figure_id][0].c is self.line.c]
        found = [a for k, a in enumerate(found) if not self._compared(a, found[k + 1 :])]
        spot = self.where.get(found[0].figure.figure_id) if found else None
        again = spot is not None and spot[0] is self.line and is_time_again(*spot)
        return [a for a in found if a is found[0] or not (again and same_kind(a, found[0]))]

    def _compared(self, a: Amount, before: list[Amount]) -> bool:
        """Whether an amount is the plan or the earlier level of one of those before it."""
        here, n = self.where.get(a.figure.figure_id, (self.line, 0))
        told = [b for b in before if b.sentence == a.sentence and b.figure.role == "level" and same_kind(a, b)]
        aim = a.figure.role == "plan" and any(b.figure.period == a.figure.period for b in told)
        against = AGAINST.search(here.gap(n)) if n > 0 and told and ";" not in here.gap(n) else None
        return aim or (against is not None and against[0][0] not in tags_of("head_of_year"))  # "9 tháng đầu năm 2019"

    def _totals(self, lo: int, t: Trigger) -> list[Amount]:
        """The totals that a list may break down, nearest first; those without a unit last."""
        line, (start, _, kind) = self.line, t
        if kind == "among":
            return self._named_among(lo, start)
        behind_semicolon = line.text[start - 1 : start] == ";"
        if kind != "open" and behind_semicolon and line.key(start) in lexicon().sets["divides"]:
            ahead = next((a for a, _, k in self.triggers if k != "bracket"), start)
            return levels(line, lo, ahead)[-1:]  # of what the list before breaks down
        same = self._before_open(lo, t) if kind == "open" else self._before_closed(lo, t)
        if behind_semicolon and kind == "open":  # no member of a list that "và" has closed
            same = [a for a in same if a.figure.figure_id not in self.shut] or same
        if not same and self._facet(t):
            told = levels(line, lo, line.text.rfind(";", lo, start))[-1:] if line.text[start] == "," else []
            return [h for x in self.found[-1:] for _, h in x.pairs[:1]] or told  # what the list before breaks down
        if not same and kind != "colon":
            if kind == "closed" and line.key(0) in lexicon().classes["spoken_number"].values:
                return []  # "Ba xã thấp nhất gồm: An Bình (9 hộ), …": of those three
            if line.outer is None:
                own = any(line.amount(p).figure.role == "share" for p in line.places if p < start)
                return [] if lo or own else self._named(start)  # "Tỷ lệ đúng hạn đạt 98%; trong đó …"
            same = self._outside(line.outer) if start == 0 else []
        same = [a for a in reversed(same) if not a.end and "range" not in a.figure.quality]
        if same and limits(line, same[0]):  # "Thu 60 tỷ. Có 2 xã thu trên 9 tỷ đồng, gồm: xã An 19 tỷ đồng, …"
            above = (here.amounts[n] for here, n in reversed(self.roots) if not limits(here, here.amounts[n]))
            return [a for a in above if a.figure.unit == same[0].figure.unit][:1]
        return [*same, *self._announced(start)] if kind == "colon" and line.outer is None and not lo else same

    def _named_among(self, lo: int, start: int) -> list[Amount]:
        """The total that words name, "trong số vụ đã xử lý có 68 vụ": one of the clause before, if that tells any."""
        line, cut = self.line, self.line.text.rfind(";", 0, start)
        inside = (levels(x, 0, len(x.text)) for x in line.owner[lo : max(cut, lo)] if isinstance(x, Line))
        if here := [*levels(line, lo, cut), *chain.from_iterable(inside)]:
            words = list(map(line.key, range(cut + 1, start)))
            told = [said(*line.c.where[a.figure.figure_id]) for a in here]
            named = set(" ".join(words).split())
            worth = [(common(words, x), len(named.intersection(" ".join(x).split()))) for x in told]
            return [h for h, w in zip(here, worth, strict=True) if w == max(worth) and w[0] > 1][-1:]
        if self.called:
            return [self.called[0].amounts[self.called[1]]]
        return self._named(start) or [there.amounts[n] for there, n in self.before[-1:]]

    def _before_open(self, lo: int, t: Trigger) -> list[Amount]:
        """The levels before "trong đó", from the one before it on; none before what they were raised to."""
        line, start, n = self.line, t[0], bisect_left(self.triggers, t)
        lo_open = max([lo, *(a for a, _, k in self.triggers[:n][-1:] if k == "open")])
        same = levels(line, lo_open, start)
        # "…, trong đó có 1 xã; huyện Đông có 28 xã, trong đó có 8 xã": of those behind the semicolon
        if lo_open > lo:
            same = levels(line, max(lo_open, line.text.rfind(";", lo_open, start)), start) or same
        raised = (k for k, a in enumerate(same) if _RAISED.search(line.gap(line.c.where[a.figure.figure_id][1])))
        same = same[max(raised, default=0) :]
        last = same[-1] if same else None
        if last is not None and has(line.gap(line.c.where[last.figure.figure_id][1]), "total"):
            # "trong đó A có 9 giải Nhất, 20 giải Nhì, B có tổng số 7 giải, trong đó có 3 giải Nhất": of the 7
            same = [a for a in same if a is last or not one_unit(a, last)]
        return same

    def _before_closed(self, lo: int, t: Trigger) -> list[Amount]:
        """The levels of the clause before "gồm", a colon or a bracket."""
        line, (start, _, kind) = self.line, t
        pauses = ";,:" if kind == "colon" else ";"
        hi = start - (kind == "closed" and line.text[start - 1 : start] == ";")  # "658 ha rừng; bao gồm 608 ha …"
        same = levels(line, max([lo, *(line.text.rfind(p, lo, hi) for p in pauses)]), start)
        if not same and hi < start:  # "658 tấn; tăng 5%; bao gồm …"
            same = levels(line, lo, start)[-1:]
        if kind != "colon":
            return same
        same = self._both_told(lo, start) or same or self._before_predicates(lo, start) or self._named_on(lo, start)
        return [a for a in same if not self._is_joined(a)]  # "xã An 50 và các xã Bình: 40"

    def _both_told(self, lo: int, colon: int) -> list[Amount]:
        """Two totals right before a colon of which each item tells some: "42 lớp, 986 em: mầm non 12 lớp/298 em, …"."""
        line, both = self.line, levels(self.line, lo, colon)[-2:]
        if len(both) < 2 or line.text[_place(line, both[0]) + 1 : _place(line, both[1])] != ",":
            return []
        behind = [a for a in levels(line, colon, len(line.text)) if counts(a)]
        items = sum(a.figure.unit == both[0].figure.unit for a in behind)
        return both if items > 1 and 2 * items == len(behind) else []

    def _named_on(self, lo: int, colon: int) -> list[Amount]:
        """The total whose name goes on over a comma to a colon: "nhận 96 hồ sơ lĩnh vực báo chí, xuất bản: 71 …"."""
        line = self.line
        begin = max(lo, line.text.rfind(";", lo, colon) + 1)
        last = levels(line, begin, colon)[-1:]
        name = line.text[_place(line, last[0]) + 1 : colon] if last else ""
        named = name[:1] != "," or last[0].figure.unit  # "mở 34 lớp, hội nghị: …", not "An Hải 40, Cồn Lớn: …"
        return last if named and _NAME_ON.fullmatch(name) else []

    def _before_predicates(self, lo: int, colon: int) -> list[Amount]:
        """The totals of which more is said before a colon: "dư nợ 24 tỷ, chiếm 99%, không có nợ xấu: Phụ nữ 9 tỷ"."""
        line, end = self.line, colon
        while (cut := line.text.rfind(",", lo, end)) >= 0 and (
            _SAYS_MORE.match(line.text, cut + 1) or line.key(cut + 1).split()[0] in lexicon().sets["negates"]
        ):
            end = cut
        begin = max(lo, *(line.text.rfind(mark, lo, end) for mark in ",;"))
        return levels(line, begin, end) if end < colon else []

    def _is_joined(self, a: Amount) -> bool:
        """Whether "và" stands right behind an amount; "với" ties its second count to it."""
        behind = _place(self.line, a) + 1
        return has(self.line.text[behind], "joint") and self.line.key(behind) not in lexicon().sets["with"]

    def _facet(self, t: Trigger) -> bool:
        """Whether words between a semicolon and a colon say by what a total is divided again: "…; nguyên nhân: …"."""
        start, _, kind = t
        lo = self.line.text.rfind(";", 0, start) + 1
        label = " ".join(map(self.line.key, range(lo, start))) if kind == "colon" and lo else ""
        return speaks_of(label, "facet") and not levels(self.line, lo, start)

    def _announced(self, start: int) -> list[Amount]:
        """Totals so far that are part of nothing, where words say what most of them are: "tập trung ở 3 vùng:"."""
        spread_over = not lexicon().sets["spread"].isdisjoint(map(self.line.key, range(start)))
        if not spread_over and not (self.called and divided_by(self.line) is not None):
            return []
        return [line.amounts[n] for line, n in ([self.called] if self.called else reversed(self.roots))]

    def _outside(self, outer: Line) -> list[Amount]:
        """The level before a bracket, unless the bracket tells what it was compared with, or what it was before."""
        line, place = self.line, self.line.place
        hosts = last_level(outer, place)
        if not hosts or line.key(0) in lexicon().sets["restates"]:
            return []  # "14 triệu tấn thóc (tương đương 7 triệu tấn gạo)"
        if is_spread(*outer.c.where[hosts[0].figure.figure_id]):  # "40 trường ở 3 cấp học (tiểu học 18, …)"
            hosts = [*last_level(outer, _place(outer, hosts[0])), *hosts]
        told, nearest = outer.gap(outer.c.where[hosts[0].figure.figure_id][1]), _place(outer, hosts[0])
        if told[-1:] == "+" or ";" in outer.text[nearest:place]:
            return []  # "26 bến + 5 phòng (18 bến gỗ, …)": of all of them; of an item before
        if hosts[0].figure.role == "plan" and has(told, "target"):  # "734 con/KH 720 con (trâu 219 con, …)"
            hosts = [a for a in last_level(outer, nearest) if one_unit(a, hosts[0])] or hosts
        moved = outer.first_before(place)
        if moved is not None and moved.figure.role == "change" and _NOW_AND_THEN.fullmatch(line.text):
            return []  # "40 vụ, giảm 5 vụ (40/45)"
        changed = moved is not None and moved.figure.role in ABOUT and same_kind(moved, hosts[0])
        if changed and len(levels(line, 0, len(line.text))) > 1 and TRIGGER.match(line.text) is None:
            return []  # "còn 40 hộ, giảm 5 hộ (thoát nghèo 8 hộ, mới 3 hộ)": of the change
        against = AGAINST.search(outer.text, _place(outer, hosts[0]) + 1, place)
        if (against and not names_parts(line)) or is_earlier(line):
            return []
        if BRACKET in outer.text[_place(outer, hosts[0]) : place]:
            # "… 9 bến, 40 kho (12 nổi) và số phao (75 phao to, 20 phao nhỏ)": of what stands behind the bracket before
            hosts = [h for h in hosts if any(a.figure.unit and same_kind(a, h) for a in line.amounts)]
        if not hosts or len(line.places) < 2:
            return hosts
        # "3 vụ, 9 người chết (trong đó đường sắt 1 vụ, 2 người chết)": the nearest of each unit
        begin = outer.text.rfind(";", 0, place) + 1
        units = {a.figure.unit: a for a in [*levels(outer, begin, _place(outer, hosts[0])), *hosts]}
        return [a for u, a in units.items() if not same_kind(a, hosts[0])] + hosts

    def _named(self, start: int) -> list[Amount]:
        """Totals of the sentence before: the one that the words before a trigger name, else the nearest first."""
        sets = lexicon().sets
        if start < 3 and self.line.key(start) in sets["apart"]:
            return [line.amounts[n] for line, n in ([self.called] if self.called else self.roots[-1:])]
        head = [self.line.key(i) for i in range(start)]
        found = [line.amounts[n] for line, n in reversed(self.before)]
        if not found or not says(self.line.text[:start]):
            told = [(line, n) for line, n in self.last if is_own_level(line.amounts[n])]
            return self._those(start, told) or self._done(told) or found
        worth = [common(head, said(line, n)) for line, n in reversed(self.before)]
        best = max(worth)
        others = (s for s in self.last if s not in self.before and is_level(s[0].amounts[s[1]]))
        parts = ((common(head, said(*s)), s) for s in others)
        named, (line, n) = max(parts, key=lambda p: p[0], default=(0, self.before[0]))
        if named > max(best, 2):  # "Khách lưu trú 5 lượt, khách đi tour 4 lượt. Khách lưu trú gồm: …"
            return [line.amounts[n]]
        near = start < 3 or self.line.key(0) in sets["plural"]
        found = [a for a, w in zip(found, worth, strict=True) if w == best] if best > 1 else found * near
        return sorted(found, key=lambda a: a.figure.unit is None)

    def _those(self, start: int, told: list[Spot]) -> list[Amount]:
        """What was told last of the levels of the sentence before, where it alone is part of the total before it and
        words point to it: "Nhận 45 đơn; đủ điều kiện 40 đơn. Trong số này, …".
        """
        if self.line.key(start) not in lexicon().sets["of_all"] or len(told) != 2 or told[:1] != self.before:
            return []
        whole, part = (line.amounts[n] for line, n in told)
        return [part] if one_unit(whole, part) else []

    def _done(self, told: list[Spot]) -> list[Amount]:
        """What was done of the total of the sentence before, where the first member was done too: "Thụ lý 90 vụ, đã
        giải quyết 80 vụ. Trong đó, án hình sự đã giải quyết 20 vụ, …".
        """
        first = self.line.first
        if first is None or not self.before:
            return []
        parts = [spot for spot in told if spot not in self.before]
        if len(told) != 1 or told[0][0].key(0) in lexicon().sets["apart"]:
            done = speaks((self.line, 0), "carried_out")
            parts = [s for s in parts if done and speaks(s, "carried_out")]
        return [line.amounts[n] for line, n in parts if one_unit(line.amounts[n], first)][-1:]


def name_ends(line: Line, lo: int, place: int) -> int:
    """Where the name of a total that "trong" at place lo opens ends: at a comma, or behind "trong số" at the "có" right
    before an amount; 0 where it tells a time.
    """
    end = line.text.find(",", lo, place)
    if end < 0 and of_those(line, lo):
        end = place - 1
        while end > lo and line.text[end] in tags_of("over", "under", "about"):
            end -= 1
        end = end if line.key(end) in lexicon().sets["having"] else 0
    return 0 if end <= lo or has(line.text[lo + 1 : end], "month", "year", "quarter", "year_part", "day") else end


def of_those(line: Line, i: int) -> bool:
    """Whether "trong số", "trong các" stand at a place."""
    sets = lexicon().sets
    several = line.text[i] in tags_of("out_of") or (i + 1 < len(line.at) and line.key(i + 1) in sets["those"])
    return line.key(i) in sets["inside"] and several


def names_of(line: Line, lo: int, end: int) -> Iterator[str]:
    """What may name a total between "trong" at place lo and an end, the longest first."""
    end -= line.key(end - 1) in lexicon().sets["this"]  # "trong số tàu bị phạt này"
    phrase = [line.key(i) for i in range(lo + 1, end)]
    # one word names it behind "trong số" alone: "Trong số đơn khiếu nại, …"
    some = bool(phrase) and line.text[end - 2] in tags_of("quantity", "total", "out_of") and " " in phrase[-1]
    return (f" {' '.join(phrase[k:])} " for k in range(len(phrase) - (not some)))


def _of_balance(line: Line, n: int, there: Line, m: int) -> bool:
    """Whether a total is what one sum has over another, and its part a sum: "thặng dư 2 tỷ, trong đó xuất 5 tỷ"."""
    return speaks((there, m), "balance") and speaks((line, n), "flow") and not speaks((line, n), "balance")


def divided_by(line: Line) -> set[str] | None:
    """The syllables that say of what a sentence begins with what a total is divided by, none where that stands alone:
    "Nguyên nhân: mất điện 9 trạm", "Hình thức kỷ luật: cảnh cáo 9"; None where it does not begin so.
    """
    end, sets = _label_ends(line), lexicon().sets
    words = " ".join(map(line.key, range(end))).split() if end else []
    by = _reckons(words) and not has(line.text[:end], "target", "anaphor")
    words = words[bool(words) and words[0] in sets["regarding"] :]  # "về | trình độ"
    if words and (names_facet(" ".join(words)) or by):
        return set()
    facets = lexicon().sets["facet"]
    told = next((n for n in range(1, min(len(words), LONGEST_FACET + 1)) if " ".join(words[:n]) in facets), None)
    return set(words[told:]) if told else None


def names_facet(label: str) -> bool:
    """Whether a label says no more than by what a total is divided: "Độ tuổi", "Phân loại"."""
    return label in lexicon().sets["facet"] or speaks_of(label, "divides")


def _label_ends(line: Line) -> int:
    """Where the label that opens a sentence ends, before a colon or "thì", or a comma behind by what a total is
    divided: "Theo nguồn vốn, …"; 0 where it has none.
    """
    then, keys = lexicon().sets["topic_ends"], line.c.s.keys
    opening = line.at[: line.places[0]] if line.places else []
    end = next((i for i, token in enumerate(opening) if line.text[i] == ":" or keys[token] in then), 0)
    comma = line.text.find(",", 0, min(len(opening), LABEL)) if not end else 0
    label = " ".join(map(line.key, range(max(comma, 0))))
    words = label.split()
    by = bool(words) and (_reckons(words) or words[0] in lexicon().sets["regarding"])
    return comma if by and speaks_of(label, "facet") else end


def _reckons(words: Sequence[str]) -> bool:
    """Whether words say by what something is told apart: "theo nguồn vốn", "nếu tính theo cấp hành chính"."""
    sets = lexicon().sets
    k = next((k for k, word in enumerate(words[:LONGEST_FACET]) if word in sets["according"]), -1)
    return k == 0 or (k > 0 and " ".join(words[:k]) in sets["reckons"])


def limits(line: Line, a: Amount) -> bool:
    """Whether an amount says what those counted before it have at least or most: "5 xã có doanh thu trên 9 tỷ"."""
    here, n = line.c.where[a.figure.figure_id]
    gap = here.gap(n)
    bound = n > 0 and a.figure.bound in ("over", "under") and not counts(a)
    return bound and counts(here.amount(here.places[n - 1])) and "," not in gap and has(gap, "copula")


def only_named(line: Line, trigger: Trigger) -> bool:
    """Whether "cụ thể" without a colon opens a list: it names some of the parts, and need not name all."""
    start, end, kind = trigger
    return kind == "closed" and line.text[end - 1] != ":" and line.key(start) in lexicon().sets["namely"]


def levels(line: Line, lo: int, hi: int) -> list[Amount]:
    """The levels between two places of a line, denominators left out."""
    return [a for a in between(line, lo, hi) if is_own_level(a)]


def _held(line: Line, lo: int, hi: int) -> list[Amount]:
    """The levels that open brackets between two places of a line."""
    return [a for a in asides(line, lo, hi) if is_own_level(a)]


def names_parts(inside: Line) -> bool:
    """Whether a bracket names parts: "so với cùng kỳ (quốc tế 210 lượt; nội địa 139)", "(trong đó có 25 tàu gỗ)"."""
    found = [n for n, a in enumerate(inside.amounts) if is_level(a)]
    if has(inside.text[:1], "respectively"):
        return False  # "so với cùng kỳ (lần lượt 30 vụ, 15 người chết)"
    opened = bool(found) and TRIGGER.match(inside.text) is not None
    return opened or (len(found) > 1 and all(says(inside.gap(n)) or says(inside.clause(n)) for n in found))


def fate(line: Line, n: int) -> str:
    """What befell those whom an amount counts, as its clause says behind it: "16 người | bị thương"; else nothing."""
    place = line.places[n] + 1
    words = " ".join(line.key(i) for i in range(place, place + len(line.clause(n))))
    return next((x for x in FATES if speaks_of(words, x)), "")


def is_rest(line: Line, a: Amount) -> bool:
    """Whether the word for a remainder stands behind an amount: "2 bến còn lại"."""
    here, n = line.c.where[a.figure.figure_id]
    return has(here.tail(n)[:1], "remainder")


def spread(where: Mapping[int, Spot], a: Amount) -> bool:
    """Whether an amount tells over how many places or levels another is spread."""
    return a.figure.figure_id in where and is_spread(*where[a.figure.figure_id])


def last_level(line: Line, place: int, lo: int = 0) -> list[Amount]:
    """The level before a place, from lo on, if there is one."""
    return list(islice(filter(is_own_level, reversed(between(line, lo, place))), 1))


def one_unit(a: Amount, b: Amount) -> bool:
    """Whether two amounts are told in one unit: "hộ nghèo" is nearer to "hộ nghèo" than to "hộ"."""
    return a.figure.unit is not None and a.figure.unit == b.figure.unit


def of_unit(part: Amount, whole: Amount) -> bool:
    """Whether a part is told in the unit of a total, or in its first word: "7 vụ" of "12 vụ cháy"."""
    unit = whole.figure.unit or ""
    return part.figure.unit == whole.figure.unit or unit.startswith(f"{part.figure.unit} ")


def second_counts(c: Context, x: Amount, h: Amount) -> Iterator[Pair]:
    """The second count of an item whose total is a pair: "8 lượt/11 người, thường xuyên 6 lượt/7 người".

    Those of several items may be totals: "40/90 bến, trong đó có 31/60 bến ngang, 9/30 bến dọc".
    """
    member, host = c.beside(x), c.beside(h)
    if member is not None and host is not None and is_denominator(member) == is_denominator(host):
        yield member, host


def unprinted(line: Line, a: Amount, h: Amount) -> bool:
    """Whether only the label of a member tells its unit, so that its total does: "giáo viên 40", of "người"."""
    here, n = line.c.where[a.figure.figure_id]
    why, gap = a.reasons.get("unit"), here.gap(n)
    run = why is not None and why.rule == "unit.run" and a.sort == "count" and says(gap)
    own = f" {h.figure.unit} ".casefold().endswith(f" {a.figure.unit} ".casefold())  # "khách" of "lượt khách"
    told = run or (why is not None and why.rule == "unit.label")
    return told and not own and not has(gap, "total", "quantity", "anaphor")


def in_scale_of(a: Amount, h: Amount) -> bool:
    """Whether a bare number may be told in the scale and unit of its total: "318 triệu đồng, gồm: tỉnh 200, xã 118"."""
    return a.right == a.at + 1 and a.figure.scale == 1 < h.figure.scale and h.sort in ("money", "measure")


def _place(line: Line, a: Amount) -> int:
    where = line.c.where[a.figure.figure_id]
    return where[0].places[where[1]]


@dataclass(slots=True)
class _Items:
    """The items behind one trigger: their members, and the items that hold a trigger of their own."""

    line: Line
    hosts: list[Amount]
    trigger: Trigger
    hi: int
    triggers: list[Trigger]
    where: Mapping[int, Spot]  # of members and totals
    pairs: list[Pair] = field(default_factory=list)
    nested: list[tuple[int, int]] = field(default_factory=list)
    begin: int = 0  # of the stretch that is being read
    timed: bool = False  # the first member is of a time that its item names
    totals: bool = False  # it is called a total itself: "trong đó, tổng đàn lợn 4 nghìn con; tổng đàn trâu …"
    chosen: Amount | None = None  # the host of the member before
    tied: Pair | None = None  # the member of another noun before, with its host
    labels: dict[tuple[str, ...], Amount] = field(default_factory=dict)  # of the members so far, each with it
    later: list[Pair] = field(default_factory=list)  # what came of members, each with its member

    def read(self) -> int:
        """Find the pairs of member and total; return the place where reading goes on."""
        _, lo, _ = self.trigger
        inner = self._stop(lo, self.hi)
        segments = self._whole(self._segments(lo, inner))
        end = lo
        for n, (a, b) in enumerate(segments):
            stop = self._stop(a, b)
            self.begin = a
            inside = self._members(a, stop)
            after = bool(n and self.pairs and inside)
            if after and (self._turns(inside[0]) or self._of_member(a, b) or self._beside_total(inside[0])):
                break
            if n and not inside and stop == b:
                continue  # "cá 40 tấn; tăng 5%; tôm 9 tấn": more of the item before
            if len(segments) > 1:
                inside = sorted(self._wanted(inside, stop == b, n == len(segments) - 1), key=lambda x: x.at)
            else:
                inside = self._of_fate(self._to_last(inside))
            got = [p for m, x in enumerate(inside) if (p := self._pair(x, not m and not self.pairs))]
            if (not got and (n or len(segments) > 1)) or self._leaves(got):
                break
            self.pairs += got
            self.labels |= {self._short_label(m): m for m, _ in got if self._here(m)}
            if len(segments) > 1 and stop < b:
                self.nested.append((a, b))
            end = b
        beside = [p for x, h in self.pairs for p in second_counts(self.line.c, x, h)]
        if len(beside) < 2 or all(self._again(*p) for p in beside):
            beside = [p for p in beside if not is_denominator(p[0])]
        self.pairs += beside
        if not self._holds():
            self.pairs = []
            return lo
        return min(end, inner) if len(segments) == 1 else end

    def _again(self, x: Amount, h: Amount) -> bool:
        """Whether an amount is printed as a total is: "115/115 xã, trong đó 74/115 …, 79/115 …" says all anew."""
        return self.line.c.s.keys[x.at] == self.line.c.s.keys[h.at]

    def _whole(self, segments: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Items with all of the lists that they open by a colon: "116 mẫu, gồm: 40 mẫu nước; 31 mẫu khí; …"."""
        out: list[tuple[int, int]] = []
        for a, b in segments:
            stop = self._stop(*out[-1]) if out else b
            inner = levels(self.line, stop, self.line.text.find(";", stop, a)) if out else []
            # "38 đơn đúng hạn; 3 đơn quá hạn"
            kinds = [self._breakdown(x) for x in (*inner[:1], *levels(self.line, a, b)[:1])]
            announced = ":" in self.line.text[stop : stop + 3] and len(inner) == 1
            announced = announced or (len(kinds) > 1 and kinds[0] == kinds[1] > 0)
            if inner and announced and self._stop(a, b) == b:
                out[-1] = out[-1][0], b
            else:
                out.append((a, b))
        return out

    def _breakdown(self, x: Amount) -> int:
        """The breakdown of which a member names a half; 0 where it names none."""
        return half(*self.line.c.where[x.figure.figure_id]) // 10

    def _here(self, x: Amount) -> bool:
        """Whether an amount stands on the line itself, and not in a bracket of it."""
        return self.line.c.where.get(x.figure.figure_id, (None,))[0] is self.line

    def _turns(self, x: Amount) -> bool:
        """Whether an item is a clause that tells of another: "trong đó 3 tàu gỗ; huyện Bình Sa có 40 tàu"."""
        first, gap = self.pairs[0][0], self._gap(x)
        plain = self.line.text[self.trigger[1] : _place(self.line, first)] if self._here(first) else ":"
        return not plain and says(gap) and has(gap[-1:], "copula")

    def _of_member(self, lo: int, hi: int) -> bool:
        """Whether an item tells of one before it: by a fraction, "…; có 12/15 tàu dài đã lắp máy", or by its name and
        more: "thu nội địa 40 tỷ, …; thu nội địa trừ tiền đất 30 tỷ"; or of a remainder of the total's own total.
        """
        here = any(map(is_denominator, between(self.line, lo, hi)))
        if here and not any(self.line.c.beside(x) for x, _ in self.pairs):
            return True
        x = next(iter(levels(self.line, lo, hi)), None)
        if x is None:
            return False
        words, sets = self._label(x), lexicon().sets
        denied = self.line.key(_place(self.line, x) + 1).partition(" ")[0] in sets["negates"]
        left = denied and bool(words) and words[0] in sets["left_over"]
        if is_numerator(self.line, self.pairs[0][1]) and (is_rest(self.line, x) or left):
            return True  # "40/42 bến đạt, trong đó A 25, B 15; 2 bến còn lại", "; còn 2 bến chưa đạt": of the 42
        if (whole := self._names_more(x, self.labels)) is not None:
            self.later.append((x, whole))
        return whole is not None or any(tuple(words[:k]) in self.labels for k in range(2, len(words)))

    def _names_more(self, x: Amount, labels: Mapping[tuple[str, ...], Amount]) -> Amount | None:
        """The member as which an amount is called, and by words more that are no name: "văn bản điện tử 90, số văn bản
        điện tử có ký số 70".
        """
        if not labels:
            return None
        line, n = self.where[x.figure.figure_id]
        less = lexicon().sets["excludes"]
        words = " ".join(map(line.key, range(pause(line, n, ";:"), line.places[n]))).split()
        k = next((k for k in range(1, len(words)) if " ".join(words[k : k + 2]) in less), 0)
        if k and (whole := labels.get(tuple(words[:k]))) is not None:
            return whole  # "thu nội địa 60 tỷ; thu nội địa | không kể thu tiền đất, xổ số 40 tỷ"
        if "W" in line.text[pause(line, n, _LABEL_BEGINS) : line.places[n]]:
            return None
        own = self._short_label(x)
        return next((m for k in range(2, len(own)) if (m := labels.get(own[:k])) is not None), None)

    def _short_label(self, x: Amount) -> tuple[str, ...]:
        """The label of an amount without "số" before it."""
        own = self._label(x)
        return tuple(own[bool(own) and own[0] in lexicon().sets["number_word"] :])

    def _beside_total(self, x: Amount) -> bool:
        """Whether an item behind places is called as their total is: "lúa xuân 90 ha, trong đó An Bình 40 ha; lúa hè 70
        ha".
        """
        host = self.pairs[0][1]
        total, item = (self._label(a) if self._here(a) else [] for a in (host, x))
        if not item or item[:1] != total[:1] or _NAMED.search(self._gap(x)):
            return False
        if all(self._here(m) and _NAMED.search(self._gap(m)) for m, _ in self.pairs):
            return True
        before = (a for a in levels(self.line, 0, _place(self.line, host)) if same_kind(a, host))
        row = any(self._label(a)[:1] == total[:1] for a in before)  # "đàn bò 9 con; đàn lợn 8 con, trong đó …; đàn gà"
        return row and not any(self._here(m) and self._label(m)[:1] == total[:1] for m, _ in self.pairs)

    def _label(self, x: Amount) -> list[str]:
        """The syllables before a member from the last pause on; verbs of being are left out."""
        line, n = self.line.c.where[x.figure.figure_id]
        lo, apart = pause(line, n, _LABEL_BEGINS), tags_of("copula", "over", "under", "about", "estimate", "joint")
        return " ".join(line.key(i) for i in range(lo, line.places[n]) if line.text[i] not in apart).split()

    def _leaves(self, got: Sequence[Pair]) -> bool:
        """Whether an item of an inner list has nothing of the name that the items before it share with their total.

        "…; trong đó: BHXH bắt buộc 23 người; BHXH tự nguyện 8 người; BHTN 21 người": the last is of the outer list.
        """
        start, _, kind = self.trigger
        apart = self.line.text[start - 1 : start] == ";" and len(self.pairs) > 1
        # "Cây màu: ngô 4.200 ha, trong đó ngô trỗ cờ 4.100 ha; rau 3.200 ha; lạc 800 ha"
        host = self.pairs[0][1] if len(self.pairs) == 1 else None
        row = host is not None and self._here(host) and _FIRST_NAMED.search(self._gap(host)) is not None
        if kind != "open" or not (apart or row) or not got:
            return False
        over = any(speaks(self.line.c.where[x.figure.figure_id], "carried") for x, _ in got)  # "chuyển sang 9 đơn"
        return all(self._kin(*p) for p in self.pairs) and not over and not any(self._kin(*p) for p in got)

    def _kin(self, x: Amount, h: Amount) -> bool:
        """Whether a member and its total share a word of their names."""
        spots = [self.where.get(a.figure.figure_id) for a in (x, h)]
        return None not in spots and bool(set.intersection(*(names(*s) for s in spots if s is not None)))

    def settles(self, x: Amount, member: Amount) -> Amount:
        """What is settled behind a member: the last of some parted by commas may stand before what came of all of them:
        "100 đơn, trong đó cấp tỉnh 40 đơn, cấp huyện 60 đơn, đã giải quyết 90 đơn".
        """
        last, host = self.pairs[-1]
        listed = self.line.c.s.shape[self.line.at[self.trigger[0]] : x.left]
        alone = len(self.later) == 1 < len(self.pairs) and last is member and ";" not in listed
        return host if alone else member

    def shut(self) -> bool:
        """Whether "và" announces the last of the members that were found."""
        return len(self.pairs) > 1 and self._joined(self.pairs[-2][0], self.pairs[-1][0])

    def _to_last(self, inside: list[Amount]) -> list[Amount]:
        """The members up to the one that "và" announces as the last."""
        for n, (x, y) in enumerate(pairwise(inside)):
            if n + 2 < len(inside) and self._joined(x, y):
                then = inside[n + 2]
                return inside if then.figure.unit == y.figure.unit else inside[: n + 2]
        return inside

    def _of_fate(self, inside: list[Amount]) -> list[Amount]:
        """The members up to one of another fate than the total: "9 người chết, trong đó 2 trẻ em, và 16 người bị
        thương".
        """
        told = {fate(*spot) for h in self.hosts if (spot := self.where.get(h.figure.figure_id)) is not None} - {""}
        others = (n for n, x in enumerate(inside) if told and fate(*self.where[x.figure.figure_id]) not in {"", *told})
        return inside[: next(others, len(inside))]

    def _joined(self, x: Amount, y: Amount) -> bool:
        """Whether "và" joins two amounts of one sort, and no names: "huyện và xã 4 tỷ", "2 xã An và Bo; 3 xã"."""
        where = self.line.c.where.get(y.figure.figure_id)
        if where is None or x.sort != y.sort:
            return False
        line, n = where
        hi, ands = line.places[n], lexicon().sets["and"]
        lo = max(line.begin(n), line.text.rfind(";", 0, hi) + 1)
        comma = line.text.find(",", lo, hi)
        near = range(lo, hi if comma < 0 else comma + 2)
        return any(line.key(i) in ands and line.text[i] not in "-~" for i in near)

    def open_end(self) -> bool:
        """Whether a list need not be all: "chủ yếu gồm", "gồm trưởng ban, 2 phó ban", "…, một kỹ sư và 3 thợ", "…"."""
        start, end, _ = self.trigger
        sets, line, s = lexicon().sets, self.line, self.line.c.s
        first, last = self.pairs[0][0], self.pairs[-1][0]
        since = _place(line, self.pairs[0][1]) if self._here(self.pairs[0][1]) else start
        if speaks_of(" ".join(map(line.key, range(max(min(start - 3, since), 0), end))), "chiefly"):
            return True
        if self.trigger[2] == "bracket" and all(self._told_with_change(a) for a, _ in self.pairs):
            return True  # "91 tấn (tôm sú đạt 30 tấn (-0,3%), tôm thẻ đạt 53 tấn (+5%))": the chief ones
        rest = _SAME_CLAUSE.match(s.shape, last.right, line.hi)
        parted = (i for i in range(first.right, rest.end() if rest else 0) if s.shape[i - 1] in "," + tags_of("joint"))
        unnumbered = self._unnumbered(first) or self._last_uncounted(last)
        worded = any(s.keys[i] in sets["in_words"] for i in parted)
        on = _GOES_ON.match(s.shape, last.right, line.hi) if len(self.pairs) > 2 and not self.shut() else None
        known = {a.at for a, _ in self.pairs}  # "(7 vàng, 6 bạc, 10 đồng)": no money, perhaps
        sums = (a for a in between(line, end, self.hi) if a.sort == "money" and a.figure.scale == 1)
        if counts(first) and any(a.at not in known and is_own_level(a) and self._leads(a) for a in sums):
            return True
        if self._runs_on(last):
            return True
        # "gồm 2 bến, 1 kho, 3 chợ; với gần 9 trạm", "(lúa 40 ha, ngô 20 ha, còn lại là rau)"
        more = on is not None or (rest is not None and _LEFT_UNCOUNTED.search(rest[0]) is not None)
        return unnumbered or worded or more or _MORE.match(s.shape, last.right, line.hi + 2) is not None

    def _told_with_change(self, a: Amount) -> bool:
        """Whether a member has a verb of its own and says how it changed."""
        line, n = self.line.c.where[a.figure.figure_id]
        behind = line.amounts[n + 1] if n + 1 < len(line.amounts) else None
        inside = line.owner[line.places[n] + 1] if line.places[n] + 1 < len(line.owner) else None
        then = inside.first if isinstance(inside, Line) else behind
        return has(line.gap(n), "copula") and then is not None and then.figure.role == "change"

    def _runs_on(self, last: Amount) -> bool:
        """Whether the sentence behind a list goes on with it, in its unit: "gồm trâu 20 con, bò 30 con. Lợn 40 con",
        "gồm tàu gỗ 20 chiếc, tàu sắt 30 chiếc. Tàu khác có 40 chiếc", "gồm 20 tàu, 30 bè. Ngoài ra, có 40 ghe".
        """
        line = self.line
        if line.outer is not None or not any(a is last for a in last_level(line, len(line.text))):
            return False
        k = bisect_left(line.c.lines, line.hi, key=lambda x: x.at[0])
        then = line.c.lines[k] if k < len(line.c.lines) else None
        x = then.first if then is not None else None
        if then is None or x is None or not is_own_level(x) or x.figure.period != last.figure.period:
            return False
        if speaks_of(" ".join(then.words(0)), "besides"):
            kinds = {kind_counted(a) for a in (last, self.pairs[-1][1])} - {"noun"}
            return same_kind(x, last) or kind_counted(x) in kinds
        label, labels = self._label(x), [self._label(m) for m, _ in self.pairs if self._here(m)]
        if not one_unit(x, last) or not label or any(m == label[: len(m)] for m in labels):
            return False  # "gồm 20 tàu, 30 bè. 40 tàu …", "gồm trâu 20 con, bò 30 con. Trâu cày có 9 con"
        verb = any(" ".join(label[:k]) in grammar().sets["act"] for k in (1, 2))
        bare = not verb and all(_BARE_NAME.search(self._gap(a)) for a, _ in [*self.pairs, (x, last)])
        return bare or {m[0] for m in labels} == {label[0]}

    def _unnumbered(self, first: Amount) -> bool:
        """Whether items without a number stand before the first member."""
        ahead = self.line.text[self.trigger[1] : _place(self.line, first)] if self._here(first) else ""
        return says(ahead) and ahead[-1] in "," + tags_of("joint")

    def _last_uncounted(self, last: Amount) -> bool:
        """Whether "và" announces an item without a number behind members that commas part, or a semicolon a name with
        the noun that they count: "2 xã An và Bo; 3 xã …; | xã Ba Sa".
        """
        s, sets = self.line.c.s, lexicon().sets
        if len(self.pairs) < 2 or self.shut():
            return False
        parted = (i for i in range(last.right, self.line.hi - 1) if s.shape[i] == ";")
        if any(s.keys[i + 1] == last.figure.unit and s.capital(i + 2) for i in parted):
            return True
        m = _LAST_UNCOUNTED.match(s.shape, last.right, self.line.hi)
        return m is not None and s.keys[m.start("and")] in sets["and"] and s.keys[m.end() - 1] not in sets["aspect"]

    def foreign(self) -> bool:
        """Whether a list may be of other things: some of its total, or of another noun in a sentence of its own."""
        here = (self.line, self.line.outer)
        first, host = self.pairs[0]
        lo = _place(self.line, host) if self._here(host) else 0
        hi = _place(self.line, first) if self._here(first) else self.trigger[0]
        some = bool(lexicon().sets["some"].intersection(map(self.line.key, range(lo, hi))))
        far = [(x, h) for x, h in self.pairs if self.where[h.figure.figure_id][0] not in here]
        if far and all(x.right == x.at + 1 for x, _ in far):  # "19 vụ, bắt 24 đối tượng. Cụ thể: trộm 9, lừa đảo 4"
            there = self.where[far[0][1].figure.figure_id][0]
            some = some or any(counts(a) and not same_kind(a, far[0][1]) for a in levels(there, 0, len(there.text)))
        return some or (self.trigger[2] in ("closed", "colon") and any(not same_kind(x, h) for x, h in far))

    def is_far(self, h: Amount) -> bool:
        """Whether a colon announces kinds of what an earlier sentence counts."""
        return self.trigger[2] == "colon" and self.line.outer is None and not self._here(h)

    def _holds(self) -> bool:
        """Whether what was found is a list: one item behind a colon or in a bracket must say so."""
        if not self.pairs or any(map(self._is_apart, self.pairs[0])):
            return False
        line, (start, end, kind), (a, host) = self.line, self.trigger, self.pairs[0]
        if line.key(start) in lexicon().sets["apart"] and self._of_others(a, host):
            return False
        such_as, several = line.text[start] in tags_of("such_as"), len(self.pairs) > 1
        if such_as and has(re.split("[,;]", line.text[:start])[-1], "remainder"):
            return False  # "200 tàu câu, còn lại là các nghề như rê 40 tàu": beside those
        if such_as and self._unnumbered(a):
            return False  # "40 cơ sở như nhà hàng, xưởng mộc, 90 tiểu thương": those are no such cơ sở
        if self.is_far(host):
            return several
        if kind == "colon" and not (self._fits(a, host) or self._leads(a)):
            return False
        if only_named(line, self.trigger):
            # "Cụ thể, tai nạn giảm 59 vụ" opens no list; "Cụ thể, nhóm A có 1 tiêu chí; nhóm B có 8 tiêu chí" does
            return several and all(same_kind(x, h) for x, h in self.pairs)
        if several or kind == "open":  # "các loại như trộm 50 vụ" alone may be of anything
            return several or not such_as
        if kind == "closed":  # "3 trụ cột, gồm 8 chỉ số" tells of other things
            return a.figure.unit is not None and host.figure.unit is not None and same_kind(a, host)
        piece = a.figure.unit in lexicon().sets["piece"] and same_kind(a, host)  # "719 tàu cá (502 chiếc còn đi)"
        alike = of_unit(a, host) or not a.listed or piece
        place = _place(line, a)
        named = kind == "colon" or says(line.text[:place] + line.text[place + 1 :])
        return alike and named and len(levels(line, end, self.hi)) == 1

    def _of_others(self, x: Amount, h: Amount) -> bool:
        """Whether "với" ties a member to what its total was not told of: "Mở 90 lớp với 900 lượt người. Riêng An Bình
        đặt 12 điểm, với 80 lượt người".
        """
        line, n = self.where[h.figure.figure_id]
        whole = line.amounts[n - 1] if self._tied(h) else None
        here, m = self.where[x.figure.figure_id]
        return self._tied(x) and m > 0 and whole is not None and not one_unit(here.amounts[m - 1], whole)

    def _is_apart(self, a: Amount) -> bool:
        """Whether words say of an amount what adds up to nothing: a price, what is least, a mean of sums."""
        words = " ".join(said(*self.where[a.figure.figure_id]))
        each = speaks_of(words, "per") or a.sort == "money"
        return speaks_of(words, "not_added") or (each and speaks_of(words, "mean"))

    def _stop(self, lo: int, hi: int) -> int:
        """Where the next list inside opens."""
        for k in range(bisect_left(self.triggers, (lo, 0, "")), len(self.triggers)):
            start, _, kind = self.triggers[k]
            if start >= hi:
                break
            if kind in ("open", "closed") or (kind == "colon" and self._of_last(lo, start, hi)):
                return start
        return hi

    def _of_last(self, lo: int, colon: int, hi: int) -> bool:
        """Whether a colon right behind a member opens a list of it: "trong đó đi xa 9 người: An 5, Bình 4"."""
        last = self.line.owner[colon - 1] if colon > lo else None
        if not isinstance(last, Amount) or not is_own_level(last) or self.line.text.find(";", colon, hi) > 0:
            return False
        then = self.line.text.find(":", colon + 1, hi)
        inner = levels(self.line, colon, then if then > 0 else hi)
        return len(inner) > 1 and all(one_unit(a, last) or (a.right == a.at + 1 and counts(a)) for a in inner)

    def _segments(self, lo: int, inner: int) -> list[tuple[int, int]]:
        """The items that semicolons part, if they do; else one stretch up to the first of them."""
        text, hi = self.line.text, self.hi
        cut = text.find(";", lo, hi)
        if cut < 0:
            return [(lo, inner if inner > lo else hi)]
        first = levels(self.line, lo, min(cut, inner))
        told = levels if first else _held  # "gồm: xã An (4 tàu); xã Bình (9 tàu)"
        first = first or told(self.line, lo, min(cut, inner))
        shut = any(self._joined(x, y) for x, y in pairwise(first))  # "gồm 3 xã và 2 phường; thu hồi …"
        then = text.find(";", cut + 1, hi)
        while not (second := told(self.line, cut, then if then > 0 else hi)) and then > 0:
            then = text.find(";", then + 1, hi)
        if shut or not second or self._ends_at(cut, first, second):
            return [(lo, min(cut, inner if inner > lo else hi))]
        marks = [i for i in range(lo, hi) if text[i] == ";"]
        found = list(zip([lo, *(i + 1 for i in marks)], [*marks, hi], strict=True))
        plain = self.trigger[2] in ("open", "closed") and text[lo - 1] != ":" and self._stop(*found[0]) == found[0][1]
        if plain:  # "doanh thu 40 tỷ, trong đó A 30 tỷ; lợi nhuận 4 tỷ, trong đó B 3 tỷ": a total each, not items
            other = (n for n, (a, b) in enumerate(found) if self._breaks_down(a, b) and not self._counts_on(a, b))
            found = found[: next(other, len(found))]
        return found

    def _breaks_down(self, lo: int, hi: int) -> bool:
        """Whether a stretch tells a total and opens a list of it."""
        return self._stop(lo, hi) < hi and bool(levels(self.line, lo, self._stop(lo, hi)))

    def _counts_on(self, lo: int, hi: int) -> bool:
        """Whether a stretch goes on with what "trong đó" counts, and says by "gồm" what that is made of: "trong đó 40
        tàu sắt; 50 tàu gỗ, gồm 20 tàu dài, 30 tàu ngắn".
        """
        a, k = next(iter(levels(self.line, lo, hi))), bisect_left(self.triggers, (self._stop(lo, hi), 0, ""))
        made_of = self.trigger[2] == "open" and self.triggers[k][2] == "closed" and one_unit(a, self.hosts[0])
        first = levels(self.line, self.trigger[1], lo)[:1]
        alike = any(self._here(x) and self._label(x)[:1] == self._label(a)[:1] for x in first)
        return made_of and (alike or (counts(a) and not self._acts(lo))) and not self._aspect(a)

    def _ends_at(self, cut: int, first: Sequence[Amount], second: Sequence[Amount]) -> bool:
        """Whether a list ends at a semicolon, by the members before it and what follows."""
        text, hi = self.line.text, self.hi
        kin = [*self.hosts, *first[:1]]
        of_kind = self.trigger[2] != "bracket"  # not "6 giải (1 nhất, 3 nhì; 2 ba)"
        of_kind = of_kind or all(a.listed or any(same_kind(a, h) for h in self.hosts) for a in first[:2])
        if len(first) > 1 and of_kind and not any(same_kind(a, h) for a in second[:2] for h in kin):
            return True
        if len(first) == 1 and self.line.key(self.trigger[0]) in lexicon().sets["apart"]:
            return True  # "điện sản xuất 96 kWh, riêng thủy điện 38 kWh; điện thương phẩm 71 kWh"
        spread = [self.line.key(i) in lexicon().sets["spread_over"] for i in (self.trigger[1], cut + 1)]
        if spread == [False, True] and self.trigger[2] == "open" and len(first) == 1:
            return True  # "làm 5 người chết, trong đó có 4 trẻ em; tại xã An xảy ra một vụ làm 3 người chết"
        if self._siblings(cut, first):
            return True
        if self._all_told(first, second):
            return True  # "giải quyết 90 đơn, trong đó 80 đơn đúng hạn, 10 đơn trễ hạn; 7 đơn đang làm"
        more = [a for a in second if any(same_kind(a, h) for h in kin)] or second
        if self._goes_on_alone(cut):
            return False
        alike = [a for a in first if countable(a, first[0])]
        if len(alike) > 2 and len(more) == 1:  # "gồm A 5, B 3, C 2; 9 xã đạt chuẩn": commas part the items
            return True
        opens = self.trigger[1] + (text[self.trigger[1]] == ",")
        if len(alike) > 1 and self._acts(cut + 1) and not self._acts(opens):
            return True  # "gồm 500 ha phòng hộ, 200 ha sản xuất; chăm sóc 850 ha"
        if len(first) > 1 and self._divides_again(cut, first, second):
            return True
        word = self.line.key(cut + 1).partition(" ")[0]
        if self.trigger[2] not in ("open", "closed") or word not in lexicon().sets["aspect"]:
            return False
        if len(first) > 1:  # "gồm A 5, B 3; đang xử lý 4"
            return True
        at = _place(self.line, second[0]) if self._here(second[0]) else hi
        # "trong đó A 5; đã xử lý 4", but "đã A 5; đã B 4"
        turned = bool(first) and self._aspect(second[0]) and not self._aspect(first[0])
        return turned or (at < hi and ":" in text[at : at + 3])  # "trong đó A 5; đang xử lý 4: …"

    def _acts(self, place: int) -> bool:
        """Whether what opens at a place is a verb that does something, or by what things are told apart."""
        words = [self.line.key(place), f"{self.line.key(place)} {self.line.key(place + 1)}"]
        acts, facets = grammar().sets["act"], lexicon().sets["facet"]
        return any(word in acts or word in facets for word in words)

    def _siblings(self, cut: int, first: Sequence[Amount]) -> bool:
        """Whether items behind a semicolon tell anew, in the same two nouns, what the total and its part before it
        told: "A có 90 hộ đăng ký, trong đó đạt 40 lượt; B có 70 hộ đăng ký, đạt 50 lượt". Each is of its own.
        """
        host, part = self.hosts[0], first[0] if len(first) == 1 else None
        if self.trigger[2] != "open" or part is None or one_unit(part, host):
            return False
        marks = [i for i in range(cut, self.hi) if self.line.text[i] == ";"]
        items = [levels(self.line, a, b) for a, b in pairwise([*marks, self.hi])]
        rows = [x for x in items if len(x) == 2 and one_unit(x[0], host) and one_unit(x[1], part)]
        if rows and rows[0] is items[0]:
            self.later += [(x[1], x[0]) for x in rows]
        return bool(self.later)

    def _goes_on_alone(self, cut: int) -> bool:
        """Whether semicolons part several sums behind one, each with a name and in the unit of the total: "gồm: tỉnh 5
        tỷ đồng, xã 4 tỷ đồng; vốn vay 9 tỷ đồng; dân góp 2 tỷ đồng".
        """
        marks = [i for i in range(cut, self.hi) if self.line.text[i] == ";"]
        items = [levels(self.line, a, b) for a, b in pairwise([*marks, self.hi])]
        named = all(says(self.line.text[i + 1 : i + 2]) for i in marks)
        host = self.hosts[0]
        summed = len(items) > 1 and not counts(host)
        return named and summed and all(len(x) == 1 and one_unit(x[0], host) for x in items)

    def _all_told(self, first: Sequence[Amount], second: Sequence[Amount]) -> bool:
        """Whether two members are halves of a breakdown that what follows them does not go on with."""
        if len(first) != 2 or not second or not all(map(self._here, (*first, second[0]))):
            return False
        kinds = {*map(self._breakdown, first)}
        told = 0 not in kinds and self._breakdown(second[0]) not in kinds
        return told and opposed(*(self.where[a.figure.figure_id] for a in first))

    def _divides_again(self, cut: int, first: Sequence[Amount], second: Sequence[Amount]) -> bool:
        """Whether what follows a semicolon divides the total again: "gồm A 5, B 3; nguyên nhân: …", or counts with a
        unit what the list before it told without one: "gồm A 5, B 3; đúng hạn 6 đơn, quá hạn 2 đơn".
        """
        place = _place(self.line, second[0]) if second and self._here(second[0]) else cut
        text, lo = self.line.text, self.trigger[1]
        told = ":" in text[lo:cut]  # "(A: 5 dự án, 2 tỷ; B: 3 dự án, 1 tỷ)": each item has a colon
        colon = -1 if told else text.find(":", cut, place)
        plain = text[lo - 1] == ":" or self.trigger[2] != "colon"
        bare = all(a.right == a.at + 1 for a in first) and not any(a.right == a.at + 1 for a in second)
        return plain and ((colon > cut and says(text[cut:colon])) or (bare and len(second) > 1))

    def _members(self, lo: int, hi: int) -> list[Amount]:
        """The levels of a stretch; an item without one may hold it in a bracket: "Điện lực Bắc (1.900 hộ)"."""
        out: list[Amount] = []
        labels: dict[tuple[str, ...], Amount] = {}
        free, then = True, False
        for i in range(lo, hi):
            owner, t = self.line.owner[i], self.line.text[i]
            if isinstance(owner, Line):
                first = owner.first
                free = free and _LIKENED.search(self.line.text, lo, i) is None  # "suýt soát tài sản ngắn hạn (130 tỷ)"
                if free and owner.places == [0] and first is not None and is_level(first):
                    out.append(first)
            elif isinstance(owner, Amount):
                tells = has(self.line.text[i + 1 : i + 2], "copula")
                named = owner.sort == "percent" and ("range" in owner.figure.quality or tells)
                free, parted = free and named, free  # "trên 70% là 4 ha, từ 30 - 70% là 9 ha"
                if not is_level(owner) or is_denominator(owner) or self._outside(owner):
                    continue
                if out and not parted and one_unit(owner, out[-1]) and self._leads(out[-1]):
                    continue  # "4 tàu ở xã An 4 tàu": told twice
                if (whole := self._names_more(owner, labels)) is not None:
                    self.later.append((owner, whole))
                    continue
                member = next((m for m in reversed(out) if one_unit(owner, m)), None)
                if member is not None and (self._is_later(owner, member) or (then and self._tied(owner))):
                    self.later.append((owner, member))  # "nhận 9 vụ với 20 bị cáo, đã xử 8 vụ với 17 bị cáo"
                    then = True
                else:
                    out.append(owner)
                    if self._here(owner):
                        labels[self._short_label(owner)] = owner
                    then = False
            elif t in ",;:" or t in tags_of("joint"):
                free = True
        return out

    def _is_later(self, x: Amount, member: Amount) -> bool:
        """Whether an amount tells how many of a member are done: "trong đó 60 lồng phải gia cố, đã xử lý 40 lồng"."""
        line, n = self.line.c.where[x.figure.figure_id]
        m = _LATER.search(line.gap(n))
        if "," in line.gap(n) and self._aspect(x) and not self._aspect(member):
            again = common(self._label(x), said(*line.c.where[member.figure.figure_id])) > 1
            if again:  # "trong đó đất cho thuê 40 ha, đã cho thuê 25 ha": of that land
                return True
        if m is None or has(self._gap(member), "fulfil"):
            return False
        verb = line.key(line.begin(n) + m.start("verb"))
        return verb.split()[0] in lexicon().sets["already"]  # not "đang giải quyết 20 đơn"

    def _aspect(self, x: Amount) -> bool:
        """Whether what is told of an amount begins with a word for what is done: "đã xử lý 4", not "đang xử lý 4"."""
        return bool(lexicon().sets["already"].intersection(self._label(x)[:1]))

    def _gap(self, x: Amount) -> str:
        """The characters before an amount, from the one before it or where its stretch begins."""
        line, n = self.line.c.where[x.figure.figure_id]
        return line.gap(n)

    def _told_with(self, tag: str) -> bool:
        """Whether words of a class tell a total, of another paragraph too: it is what was paid out, what is lacking."""
        spots = (self.where.get(h.figure.figure_id) for h in self.hosts)
        return any(spot is not None and has(spot[0].gap(spot[1]), tag) for spot in spots)

    def _outside(self, x: Amount) -> bool:
        """Whether an amount is a total, or what another is compared with, and no item."""
        line, n = self.line.c.where[x.figure.figure_id]
        gap = self._gap(x)
        inside = n and line is self.line and line.places[n - 1] >= self.begin
        if tells_whose(line.c.s, x):
            return True  # "An Bình 40 ca, 5 huyện còn lại 20 ca"
        if inside and not gap and not any(one_unit(x, h) for h in self.hosts):
            return True  # "20 sản phẩm 5 sao": two numbers of one item; not "xã An 2 bến 14 tàu", of bến and of tàu
        timed = has(gap, "cumulative", "month", "quarter")
        behind_share = n and line.amounts[n - 1].figure.role == "share"  # "chiếm 40% tổng số; khu vực biển 120 tỷ"
        total = has(re.split("[,;]" if behind_share else ";", gap)[-1], "total")
        if not self.pairs:
            self.timed, self.totals = timed, self.totals or (total and self.trigger[2] == "open")
        # "một bài trong số 2 bài"
        chosen = word_before(line, n) in lexicon().sets["or"] or (inside and has(gap[-1:], "out_of"))
        if chosen or speaks((line, n), "besides") or (x.sort == "money" and speaks((line, n), "balance")):
            return True
        told = AGAINST.search(gap)
        # "kế hoạch 23" counts plans, "kỳ trước chuyển sang 40" what is counted now
        named = told is not None and x.figure.role == "level"
        of_another = all(x.figure.period != h.figure.period for h in self.hosts)  # time than any total
        late = timed and not self.timed and (has(gap, "cumulative") or is_time_again(line, n) or of_another)
        m, ties = _WHOLE_AGAIN.search(gap), lexicon().sets["and"] | lexicon().sets["with"]
        if inside and _SPENT.search(gap) and not self._told_with("disburse"):
            return True  # "thực hiện 90 tỷ đồng, trong đó vốn ODA 40 tỷ đồng, giải ngân 70 tỷ đồng": of all 90
        if self.pairs and ";" in gap and has(gap, "most"):
            return True  # "các xã nhận 90 đơn, huyện nhận 60 đơn; nhiều nhất là xã An 40 đơn"
        if has(gap[-1:], "below") and not self._told_with("below"):
            return True  # "90 giáo viên, trong đó nữ 60 người, còn thiếu 12 giáo viên"
        if _RAISED.search(gap) or (m is not None and line.key(line.begin(n) + m.start("but")) not in ties):
            return True
        return (total and not self.totals) or (told is not None and not named) or late

    def _wanted(self, inside: list[Amount], whole: bool, last: bool) -> list[Amount]:
        """The members of one item between semicolons: one for each host by unit, and others of its unit beside it."""
        out: list[Amount] = []
        for h in self.hosts:  # "04 cuộc đối với 05 đơn vị: A 01 cuộc, 02 đơn vị; B 02 cuộc, 02 đơn vị"
            out += [x for x in inside if x.figure.unit is not None and x not in out and same_kind(x, h)][:1]
        sorts = {h.sort for h in self.hosts}
        out = out or [x for x in inside if x.sort in sorts][:1] or inside[:1]  # "dài từ 6 m: 27 chiếc": no length
        alike = len({x.figure.unit for x in inside}) == 1
        if whole and out and out[0].figure.unit:  # "…; 14 văn bản A, 58 văn bản B; …": one separator within the other
            out += [x for x in inside if x not in out and (alike or self._leads(x))]
        if last and self.trigger[2] == "closed" and out and counts(out[0]):
            out += [x for x in inside[1:] if x not in out and counts(x) and not clash(x, out[0])]
        return out

    def _tied(self, x: Amount) -> bool:
        """Whether "với" ties an amount to the one before: "19 đài với 412 cụm loa"."""
        return word_before(*self.where[x.figure.figure_id]) in lexicon().sets["with"]

    def _pair(self, x: Amount, first: bool) -> Pair | None:
        """A member with the host that it can be part of: same kind of unit, or counts of things that differ in noun."""
        fit = [h for h in self.hosts if h is not x and self._fits(x, h)]
        if fit:
            # "1 giải ba; 27 giải, trong đó 4 giải nhất, 23 giải ba": no semicolon parts a total from its list
            ahead = self.line.text[: self.trigger[0]]
            fit = [h for h in fit if self._here(h) and ";" not in ahead[_place(self.line, h) :]] or fit
            host = max(fit, key=lambda h: (*self._nearness(x, h), h is self.chosen, -fit.index(h)))
            self.chosen = host
            return x, host
        if self.trigger[2] == "among":
            return None
        here = self.line.c.where
        if len(self.hosts) > 1 and self._joined(self.hosts[1], self.hosts[0]) and self.trigger[2] == "open":
            return None  # "12 cảng và 9 bến, trong đó có 7 xã …": some of neither
        if here[x.figure.figure_id][0] is not self.line or not counts(x):
            return None
        h = self.chosen or self._called(x, first)
        then = self.line.c.behind(x)
        if then is not None and one_unit(then, h) and _SAME_ITEM.fullmatch(self._gap(then)):
            # "40 bến với 900 chỗ: 25 cảng 700 chỗ, 15 vũng 200 chỗ": the cảng are of the bến
            h = next((o for o in self.hosts if counts(o) and not one_unit(o, then)), h)
        # Another noun in another paragraph is another thing.
        if not counts(h) or clash(x, h) or h.figure.figure_id not in here or spread(self.where, h):
            return None
        goes_on = self.tied is not None and self.tied[1] is h and one_unit(x, self.tied[0])
        if not (self._leads(x) or goes_on or (first and self._near(x, h))):
            return None
        start, _, kind = self.trigger
        lo = _place(self.line, h) + 1  # "mở 34 lớp, hội nghị: 20 lớp, 14 hội nghị"
        too = _NAME_ON.fullmatch(self.line.text, lo, start) and set(syllables(x.figure.unit or ""))
        named = too and not too.isdisjoint(w for i in range(lo, start) for w in self.line.key(i).split())
        apart = kind == "colon" and not named and _ASIDE.search(self.line.text, lo, start)
        self.tied = None if apart else (x, h)
        return self.tied

    def _called(self, x: Amount, first: bool) -> Amount:
        """The host whose noun begins the first item: "90 tàu, công suất 8.000 CV, trong đó tàu dài từ 6 m: 7 chiếc"."""
        hosts = [h for h in self.hosts if not spread(self.where, h)] or self.hosts
        able = [h for h in hosts if counts(h) and h.figure.figure_id in self.line.c.where] or hosts
        if first:
            words = f" {' '.join(self.line.key(i) for i in range(self.begin, _place(self.line, x)))} "
            self.chosen = next((h for h in able if f" {(h.figure.unit or '').casefold()} " in words), None)
        return self.chosen or able[0]

    def _fits(self, x: Amount, h: Amount) -> bool:
        """Whether a member counts what a host counts; one without a unit takes that of its host."""
        u, v = x.figure.unit, h.figure.unit
        if spread(self.where, h):
            return is_place_among(x, h)
        bare = x.right == x.at + 1 and not one_unit(x, h)
        if bare and self.line.outer is not None and not self._here(h) and h is not self.hosts[0]:
            return False  # "8 lượt người nộp 7 hồ sơ (trực tuyến 5, trực tiếp 2)": of the nearest
        whole = counts(x) or h.sort == "measure"
        if whole and unprinted(self.line, x, h) and x.figure.scale == h.figure.scale:
            return True
        if in_scale_of(x, h) and self.trigger[2] != "among" and h is self.hosts[0]:
            return True
        if self.is_far(h) and x.figure.period != h.figure.period:
            return False
        if self.is_far(h) and not (one_unit(x, h) or (of_unit(x, h) and divided_by(self.line) is not None)):
            return False  # the unit of a member must say that it is part of a host of another sentence
        unsaid = u is not None and v is None and any(counts(b) and b.figure.unit for b in self.hosts)
        if unsaid or not same_kind(x, h):
            return False
        loose = u is None and v is not None and x.figure.scale != h.figure.scale
        return (u is not None or x.sort == h.sort or not x.sort) and (counts(x) or not loose)

    def _alike(self, x: Amount, h: Amount) -> int:
        """How well the words of a member name a host, where there are several hosts to choose from.

        Those of "32/52 vụ khiếu nại" stand behind its slash.
        """
        if len(self.hosts) < 2 or h.figure.figure_id not in self.where:
            return 0
        line, n = self.where[h.figure.figure_id]
        return likeness(self.where[x.figure.figure_id], (line, n + (line.c.beside(h) is not None)))

    def _nearness(self, x: Amount, h: Amount) -> tuple[int, ...]:
        """How much speaks for a total: what ties it to the one before, its time, its words, its unit."""
        near = self._tied_to(x, h), x.figure.period == h.figure.period, self._alike(x, h), one_unit(x, h)
        return *near, x.unit_said and h.unit_said

    def _tied_to(self, x: Amount, h: Amount) -> bool:
        """Whether a total is tied to the one chosen before, as a member to the one before: "9 vụ với 20 bị cáo"."""
        if self.chosen is None or not self._tied(x):
            return False
        last, spot = (self.where.get(y.figure.figure_id) for y in (self.chosen, h))
        return last is not None and spot == (last[0], last[1] + 1)

    def repeats(self, x: Amount, h: Amount) -> bool:
        """Whether a member that opens its sentence says a total of another one in its own words again."""
        (here, n), (line, m) = self.where[x.figure.figure_id], self.where.get(h.figure.figure_id, (self.line, 0))
        opens = not n and here.outer is None and line is not here and x.figure.unit == h.figure.unit
        return opens and names(here, n) == names(line, m) != set()

    def _leads(self, x: Amount) -> bool:
        """Whether an amount begins its item."""
        return not self._tied(x) and _BEGINS.search(self._gap(x)) is not None

    def _near(self, x: Amount, h: Amount) -> bool:
        """Whether only a label stands between a trigger and its first member, behind a total of the same sentence."""
        line, n = self.line.c.where[x.figure.figure_id]
        here = line.c.where.get(h.figure.figure_id)
        near = here is not None and here[0] in (line, line.outer)
        return near and "," not in line.text[self.trigger[1] : line.places[n]]
