"""From a numeral in the stream to an amount: value, scale, unit, bound and the interval that its digits allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from tvict.numbers import Ends, ends
from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.model import SAID_HERE, Figure, Why
from tvict.reading.numerals import Kinds
from tvict.reading.tokens import END, NUMERAL_TAG, ROUND, Stream

# Classes of the lexicon that are units, and the sort of amount each makes; the first that fits decides.
SORTS = {
    "percent": "percent",
    "points": "points",
    "money": "money",
    "foreign_money": "money",
    "times": "times",
    "steps": "rank",
    "measure": "measure",
    "duration": "time",
    "hour": "time",
    "day": "time",
    "month": "time",
    "year": "time",
    "noun": "count",
}
# How numbers are printed: the form, what parts thousands, what parts decimals, whether it is regular.
_FORMS = (
    (re.compile(r"\d+"), "", "", True),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), ".", ",", True),
    (re.compile(r"\d+,\d+"), "", ",", True),
    (re.compile(r"\d+\.\d+"), "", ".", False),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+"), ",", ".", False),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+\.\d{1,2}"), ".", ".", False),  # 33.008.7
)
_LAST_GROUP = re.compile(r"\d{3}(?:,\d+)?")
_GROUPS = re.compile(r"\d{3}(?:\.\d{3})*")
_GROUP_WITH_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")  # what is counted has no thousandths: "1,062 học sinh"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MONEY = 10**9  # nothing but money is told in thousands of millions without saying of what
_THIN = "\u00a0\u2009\u202f\u2007"


@dataclass(slots=True, eq=False)  # an amount is itself and no other, however alike
class Amount:
    """A figure while it is being read: where its words stand in the stream.

    Tokens `left` to `right` (exclusive) are the amount from its bound words to its unit; `at` is its first numeral.
    """

    figure: Figure
    at: int
    left: int
    right: int
    numerals: tuple[int, ...]  # offsets of all its numerals
    block: int
    depth: int = 0
    sort: str = ""  # what the unit is: a key of SORTS, "count" for a noun, "" where none is printed
    listed: bool = False  # the unit stands in the lexicon: no guess
    signed: bool = False  # "+" or "-" is printed before it
    row: bool = False
    sentence: int = 0
    fraction_of: Amount | None = field(default=None, repr=False)
    reasons: dict[str, Why] = field(default_factory=dict, repr=False)

    @property
    def unit_said(self) -> bool:
        """Whether the unit is printed with the number, and not told elsewhere."""
        return "unit" not in self.reasons or self.reasons["unit"].scope in SAID_HERE

    def because(self, column: str, rule: str, scope: str = "own", lo: int | None = None, hi: int | None = None) -> None:
        """Say which rule decided a column, on which words (tokens lo to hi; its own where none are given)."""
        self.reasons[column] = Why(rule, self.left if lo is None else lo, self.right if hi is None else hi, scope)


def parse_number(text: str) -> tuple[Decimal | None, int, bool]:
    """Read a number as Vietnamese prints it: (value, decimals, regular).

    >>> parse_number("2.938.512"), parse_number("5,3"), parse_number("7.5")
    ((Decimal('2938512'), 0, True), (Decimal('5.3'), 1, True), (Decimal('7.5'), 1, False))
    """
    for form, group, point, regular in _FORMS:
        if form.fullmatch(text):
            whole, _, fraction = text.rpartition(point) if point and point in text else (text, "", "")
            whole = whole.replace(group, "") if group else whole
            return Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction), regular
    return None, 0, False


def read_amount(s: Stream, i: int, block: int) -> Amount:
    """Read the amount whose first numeral is token i."""
    tags, keys = s.shape, s.keys
    quality: list[str] = []
    offsets = [s.starts[i]]
    printed, j = keys[i], i + 1
    j, printed = _joined(s, i, j, printed, offsets, quality)
    value, decimals, regular = parse_number(printed)
    if not regular or (len(offsets) > 1 and not quality):
        quality.append("irregular")
    j, scale = _scale(s, j)
    if scale > 1 and tags[j] in "ydn" and keys[j].isdecimal() and value is not None:
        k, smaller = _scale(s, j + 1)
        if 1 < smaller < scale:  # "12 tỷ 500 triệu"
            offsets.append(s.starts[j])
            value, decimals, scale, j = value * scale / smaller + int(keys[j]), 0, smaller, k
    figure = Figure(0, s.starts[i], s.ends[j - 1], "", None if value is None else value * scale, None, scale, decimals)
    a = Amount(figure, i, i, j, tuple(offsets), block)
    _unit(s, a)
    _sign(s, a)
    _bound(s, a)
    if a.sort == "count" and a.listed and scale == 1 and _GROUP_WITH_COMMA.fullmatch(printed):
        quality.append("irregular")
    figure.quality = tuple(quality)
    figure.end = s.ends[a.right - 1]
    while figure.unit and s.text[figure.end - 1] in _SUPERSCRIPTS and figure.unit[-1] not in _SUPERSCRIPTS:
        figure.end -= 1  # "10 xã²" calls a note, "24 m²" does not
    return a


def _joined(s: Stream, i: int, j: int, printed: str, offsets: list[int], quality: list[str]) -> tuple[int, str]:
    """Numbers printed in pieces: "1 062" with a fixed space, "2.938⏎.512"; a footnote mark behind them."""
    keys, tags = s.keys, s.shape
    while tags[j] in "ydnq" and _LAST_GROUP.fullmatch(keys[j]) and printed.replace(".", "").isdecimal():
        gap = s.text[s.ends[j - 1] : s.starts[j]]
        spaced = gap == " " and len(printed) <= 3 and tags[i - 1] not in "ydnq"
        if len(gap) != 1 or not (gap in _THIN or spaced):
            break
        printed += keys[j]
        offsets.append(s.starts[j])
        j += 1
    if tags[j] == "." and tags[j + 1] in "ydnq" and _broken(s, j, printed):
        printed = f"{printed}.{keys[j + 1]}"
        offsets.append(s.starts[j + 1])
        quality.append("split")
        j += 2
    if s.glued(j) and keys[j] in _SUPERSCRIPTS:  # "1.204² trường" calls a footnote
        j += 1
    return j, printed


def _broken(s: Stream, j: int, printed: str) -> bool:
    """Whether a line breaks a number at the dot that is token j: "2.938⏎.512", "2.938.⏎512"."""
    before, after = s.text[s.ends[j - 1] : s.starts[j]], s.text[s.ends[j] : s.starts[j + 1]]
    if after == "" and "\n" in before:
        return len(s.keys[j + 1].split(",")[0]) == 3
    return before == "" and "\n" in after and "." in printed and _GROUPS.fullmatch(s.keys[j + 1]) is not None


_ABBREVIATED = shape(r"<point> <money|foreign_money|word>")  # behind a scale: "1.609 Tr.USD"


def _scale(s: Stream, j: int) -> tuple[int, int]:
    """Multiply the scale words at token j: "nghìn tỷ" is 10¹²."""
    lex, scale = lexicon(), 1
    while s.shape[j] in lex.tags["scale"]:
        scale *= lex.values[s.keys[j]]
        dotted = _ABBREVIATED.match(s.shape, j + 1) and s.glued(j + 1) and s.glued(j + 2)
        j += 2 if dotted else 1
    return j, scale


def _unit(s: Stream, a: Amount) -> None:
    """Find the unit after the number: a sign, a measure, money, a counted noun; else the first words that follow."""
    lex, tags, j = lexicon(), s.shape, a.right
    f = a.figure
    if _LABELLED.search(tags, max(a.at - 2, 0), a.at) and s.text[s.starts[j] :][:2].istitle():
        return  # "lượt xem: 25 Kết quả triển khai …": the unit stands before, and a title begins behind
    name = _unit_class(s, j)
    if name:
        k = j + 1
        if name == "measure":
            k = _power(s, k)
        elif name == "noun" and (m := _NOUN_ON.match(tags, k)):
            k = m.end()
        f.unit = lex.classes[name].unit or (s.words(j, k) if name == "measure" else _noun(s, j, k))
        a.right, a.sort, a.listed = k, "rate" if "/" in f.unit else SORTS[name], True
    elif m := _NOUNS_ONLY.match(tags, j):
        f.unit, a.right, a.sort, a.listed = _noun(s, j + 1, m.end() - 1), m.end(), "count", True
    elif (m := _UNLISTED.match(tags, j)) and not s.glued(j) and (f.scale == 1 or not _of_money(s, j)):
        f.unit, a.right, a.sort = _noun(s, j, m.end()), m.end(), "count"
    if f.unit is not None:
        _per(s, a)


def _noun(s: Stream, i: int, j: int) -> str:
    """A counted noun, tokens i to j, in small letters but for abbreviations, and without a note mark."""
    return " ".join(w.lower() if w[:2].istitle() else w for w in s.words(i, j).rstrip(_SUPERSCRIPTS).split())


def _unit_class(s: Stream, j: int) -> str | None:
    """The class of units that token j behind a number belongs to."""
    t, behind = s.shape[j], s.shape[j + 1 : j + 2] or END
    name = _unit_classes().get(t)
    if s.glued(j) and s.keys[j] in lexicon().sets["glued_measure"]:
        return "measure"
    if name in ("day", "month", "year"):
        return None if behind in "ydn" else name  # "năm 2018" behind a number is a date
    counting = t in tags_of("numbered", "place", "category") and t not in tags_of("anaphor")
    if name is None and (counting or _named_by_noun(s.keys[j])):
        return None if behind in "ydnq" else "noun"  # "3 trụ cột"; in "12 mức 4" the word numbers
    return name


def _of_money(s: Stream, j: int) -> bool:
    """Whether a word behind a scale tells of money: "412 tỷ vốn đầu tư", and not "3 nghìn lao động"."""
    topics = lexicon().sets["money_topic"]
    return (
        s.keys[j] in topics
        or f"{s.keys[j]} {s.keys[j + 1]}" in topics
        or lexicon().values.get(s.keys[j - 1], 0) >= _MONEY
    )


@cache
def _named_by_noun(key: str) -> bool:
    """Whether a phrase of another class begins with a noun: "đợt kiểm tra" counts inspections."""
    words, nouns = key.split(), lexicon().sets["noun"]
    return len(words) > 1 and any(" ".join(words[:n]) in nouns for n in range(1, len(words)))


@cache
def _unit_classes() -> dict[str, str]:
    """The class of units that each tag belongs to, the first of SORTS where there are several."""
    return {tag: name for name in reversed(SORTS) for tag in lexicon().tags[name]}


def _power(s: Stream, k: int) -> int:
    """The end of a measure before token k: the 2 of "km2" is part of it."""
    return k + 1 if s.shape[k] == "d" and s.glued(k) else k


_PER = ("count", "money", "measure", "time")  # what makes a rate when it is counted per something
_LABELLED = shape(r"<noun|w> : $")
_UNLISTED = shape(
    r"(?: <w> <word|noun>? | <W> <w|noun>? ) (?: ~ <word> )*"
)  # the first words of a noun that is not listed
# A noun goes on: "máy cày/100 hộ", "ĐBĐ-VHX", "Kế hoạch, Quyết định của …".
_NOUN_ON = shape(r"<w>{1,2} (?=/) | ~ <W|w> | (?: , <noun> )+ (?=<preposition|stop|close>)")
# A bracket that only names what is counted: "05 (đơn vị, cá nhân)".
_NOUNS_ONLY = shape(r"\( <noun> (?: (?:,|/|<joint>) <noun>)* \)")


def _per(s: Stream, a: Amount) -> None:
    """Extend a unit by what it is counted per: "/100 dân", "/mặt", "đồng/người/tháng"."""
    units = "wW" + tags_of("noun", "measure", "duration", "day", "month", "year", "quarter", "hour")
    j = end = a.right
    while s.shape[j] == "/":
        k = j + 1
        if s.shape[k] in "nqyd" and s.keys[k].replace(".", "").lstrip("0") in ("1", *ROUND):
            k += 1
        if s.shape[k] not in units:
            break
        j = _power(s, k + 1) if s.shape[k] in tags_of("measure") else k + 1
        j += s.shape[k] == "w" == s.shape[j]  # "112 bé trai/100 bé gái"
    if j > end:
        per = re.sub(r"\s*/\s*", "/", s.text[s.ends[end - 1] : s.ends[j - 1]])
        a.figure.unit = " ".join(f"{a.figure.unit}{per}".split())
        a.right, a.sort = j, "rate" if a.sort in _PER else a.sort


_SIGN = shape(r"(?: \( | <copula|equal|up|down|becomes|from> | (?P<word><w|quantity|ratio|noun>) ) [-+] $")


def _sign(s: Stream, a: Amount) -> None:
    """Read a minus or plus glued to the number: "là -3,1%", "nhiệt độ -20 độ C", "(+4,2%)"; else it parts or lists."""
    i = a.at
    if i and s.shape[i - 1] in tags_of("negative") and a.figure.value is not None:  # "tăng trưởng âm 3,5%"
        a.signed, a.figure.value = True, -a.figure.value
        return
    m = _SIGN.search(s.shape, max(i - 2, 0), i) if i > 1 and s.shape[i - 1] in "-+" and s.glued(i) else None
    if m is None or (s.glued(i - 1) and s.shape[i - 2] != "("):
        return
    if m["word"] and a.sort != "percent" and (a.sort != "measure" or m["word"] in lexicon().tags["noun"]):
        return  # "thôn -3 hộ", "xã -5 ha"
    a.signed = True
    if s.shape[i - 1] == "-" and a.figure.value is not None:
        a.figure.value = -a.figure.value


def _bound(s: Stream, a: Amount) -> None:
    """Read bound words before the number ("hơn", "chưa đến") and after the unit ("trở lên")."""
    tags, k, bound = s.shape, a.at - a.signed, "exact"
    while k > 0 and (name := _bounds().get(tags[k - 1])):
        if name == "over" and s.keys[k - 1] in lexicon().sets["on"] and _on(s, k - 1, a):
            break
        bound = name if bound == "exact" and name != "estimate" else bound
        k -= 1
    if tags[a.right] in tags_of("upward", "downward"):
        bound = "over" if tags[a.right] in tags_of("upward") else "under"
        a.right += 1
    a.left, a.figure.bound = k, bound


@cache
def _bounds() -> dict[str, str]:
    """What each tag of the words before a number bounds it to."""
    return {tag: name for name in ("estimate", "about", "under", "over") for tag in lexicon().tags[name]}


def _on(s: Stream, k: int, a: Amount) -> bool:
    """Whether "trên" before a number means on a place and not more than: "đặt trên 840 vị trí", "31 trên 63"."""
    lex = lexicon()
    before = s.shape[k - 1] if k else END
    if before in "ydnq" or before in lex.tags["located"]:
        return True
    site = fold_unit(a.figure.unit) in lex.sets["site"] and a.figure.scale == 1
    return site and before not in lex.tags["copula"] + lex.tags["up"] + lex.tags["down"]


def fold_unit(unit: str | None) -> str:
    """A unit as the lexicon spells it, to look it up in a set."""
    return " ".join(syllables(unit)) if unit else ""


def interval(a: Amount) -> Ends:
    """What the printed digits allow."""
    f = a.figure
    return ends(f.value, f.scale, f.decimals, a.sort, f.bound)


# A line that states the unit of what follows it: "Đơn vị tính: triệu đồng".
UNIT_LINE = re.compile(rf"\s*\(?(?:{'|'.join(lexicon().classes['unit_label'].words)})\s*:", re.IGNORECASE)
_UNIT_LINE = shape(r"\(? <unit_label> : (<!close|,|;|:|¶>+)")
_UNIT_BRACKET = shape(r"\( (<!close|num|,|;|:>+) \) :? <copula>? <over|under|about>* $")  # Sản lượng (tấn): 1.200
_UNIT = shape(r"<scale>* (<measure|money|foreign_money|percent|noun>) (?: / <word|noun|measure|month|year> )?")


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit told apart from its numbers, by tokens lo to hi, and where it holds."""

    name: str
    sort: str
    scale: int
    lo: int
    hi: int
    scope: str


def unit_of_line(s: Stream, first: int, last: int) -> Stated | None:
    """The unit that a line states for what follows it."""
    m = _UNIT_LINE.match(s.shape, first, last)
    return _stated(s, *m.span(1), "section") if m else None


def _unit_of_label(s: Stream, first: int, end: int) -> Stated | None:
    """The unit in the bracket that ends the label before token end: "Sản lượng (tấn): 1.200"."""
    m = _UNIT_BRACKET.search(s.shape, max(s.shape.rfind("(", first, end), first), end)
    return _stated(s, *m.span(1), "clause") if m else None


def _stated(s: Stream, lo: int, hi: int, scope: str) -> Stated | None:
    """The unit that tokens lo to hi are, None where they are more or something else."""
    m = _UNIT.fullmatch(s.shape, lo, hi)
    if m is None:
        return None
    _, scale = _scale(s, lo)
    name = _unit_classes()[m[1]]
    whole = m.end(1) < hi
    said = None if whole else lexicon().classes[name].unit
    return Stated(said or s.words(m.start(1), hi), "rate" if whole else SORTS[name], scale, lo, hi, scope)


def _apply(a: Amount, told: Stated) -> None:
    """Count an amount in a unit that is told apart from it."""
    f = a.figure
    f.unit, a.sort, a.listed, f.scale = told.name, told.sort, True, f.scale * told.scale
    f.value = None if f.value is None else f.value * told.scale
    a.because("unit", f"unit.{'line' if told.scope == 'section' else 'bracket'}", told.scope, told.lo, told.hi)


def read_amounts(
    s: Stream, block: int, span: tuple[int, int], kinds: Kinds, rows: dict[int, int], line: Stated | None = None
) -> list[Amount]:
    """Read the amounts of one block, tokens `span`; `line` is a unit that a line above states."""
    first, last = span
    out: list[Amount] = []
    taken: set[int] = set()
    for m in NUMERAL_TAG.finditer(s.shape, first, last):
        i = m.start()
        if s.starts[i] in kinds or s.starts[i] in taken:
            continue
        a = read_amount(s, i, block)
        if _PROPORTION.match(s.shape, a.left):
            _proportion(s, a)
        told = None if a.sort else _unit_of_label(s, first, a.left) or (line if s.shape[a.left - 1] == ":" else None)
        if told:
            _apply(a, told)
        a.figure.figure_id = rows[s.starts[i]]
        taken.update(a.numerals)
        _complete(s, out, a)
        out.append(a)
    return out


# One amount: "khoảng 2/3 trang web", "hơn 1/3 số hộ", "bằng 1/3 năm trước"; "11/13 chỉ tiêu" is a count and its total.
_PROPORTION = shape(
    r"""(?: (?<=<equal>) | <over|under|about>+ ) <d> / <d> (?!/)
      | <d> / <d> (?= <anaphor|total|quantity|same_period> )"""
)


def _proportion(s: Stream, a: Amount) -> None:
    """Make one amount of a fraction whose second number is no number of things, unless it is larger than one."""
    whole = read_amount(s, a.at + 2, a.block)
    f, w = a.figure, whole.figure
    if f.value is None or w.value is None or f.value >= w.value or w.value > MOST_PARTS:
        return
    f.value, f.decimals, f.unit, f.end = f.value / w.value, 2, w.unit, w.end
    a.right, a.numerals, a.sort = whole.right, (*a.numerals, *whole.numerals), "times"


MOST_PARTS = 10  # into how many parts people divide a thing in their heads


def _complete(s: Stream, out: list[Amount], a: Amount) -> None:
    """Give an amount without unit the unit of the one it is coordinated with: "109/112 xã", "từ 5 đến 7%"."""
    if not out:
        return
    b, lex = out[-1], lexicon()
    gap = s.shape[b.right : a.left]
    on = s.keys[b.right] in lex.sets["on"] and a.at == b.right + 1 and b.figure.unit in (None, a.figure.unit)
    if a.sort != "percent" and (gap == "/" or (gap and gap in lex.tags["out_of"]) or on):
        a.fraction_of = b
        if b.figure.unit is None:
            _share_unit(b, a)
            _share_scale(b, a)  # "2.345/5.678 tỷ đồng"
        return
    if b.sort == a.sort == "percent" and gap and gap in lex.tags["until"] and s.shape[b.left - 1] in lex.tags["from"]:
        _range(b, a)  # "từ 80% đến dưới 90%"
    if not _bare(b) or a.figure.unit is None:
        return
    if s.shape[b.left - 1] in lex.tags["from"] and _REACHES.fullmatch(gap):  # "từ 50,08 ở đầu năm xuống còn 42,74%"
        _share_unit(b, a)
        return
    if len(gap) > 2:
        return
    if (gap in ("-", "~") and b.fraction_of is None) or (gap and gap in lex.tags["until"]):  # a range
        _share_unit(b, a)
        _range(b, a)
        _share_scale(b, a)
    elif gap and gap in lex.tags["joint"] + lex.tags["becomes"] + ",":
        _share_unit(b, a)
        if gap not in lex.tags["becomes"]:
            _share_scale(b, a)
            for c, d in zip(out[-2::-1], out[:0:-1], strict=True):  # "4,2; 5,8 và 11 tấn/ha"
                if s.shape[c.right : d.left] not in (",", ";") or not _bare(c):
                    break
                _share_unit(c, a)
                _share_scale(c, a)


_REACHES = shape(r"<!num|,|;|.>* <becomes>")


def _range(low: Amount, high: Amount) -> None:
    """Bound the two ends of a range."""
    low.figure.bound, high.figure.bound = "over", "under"
    for f in (low.figure, high.figure):
        f.quality = (*f.quality, "range")


def _bare(a: Amount) -> bool:
    """Whether no unit is printed behind a number, or none behind its scale."""
    return a.figure.unit is None and (a.right == a.at + 1 or (a.figure.scale > 1 and not a.sort))


def _share_unit(b: Amount, a: Amount) -> None:
    b.figure.unit, b.sort, b.listed = a.figure.unit, a.sort, a.listed


def _share_scale(b: Amount, a: Amount) -> None:
    if b.figure.scale == 1 and a.figure.scale > 1 and b.figure.value is not None:
        b.figure.scale = a.figure.scale
        b.figure.value *= a.figure.scale


def inherit_unit(part: Amount, whole: Amount) -> None:
    """Count a part in the unit of its total, as the text leaves it out."""
    f = part.figure
    if whole.figure.unit is not None and f.unit != whole.figure.unit:
        f.unit = whole.figure.unit
        part.because("unit", "unit.total", "list", whole.at, whole.right)


def noun_before(s: Stream, lo: int, hi: int) -> str | None:
    """The counted noun of a phrase such as "tổng số hộp thư điện tử", else its word for quantity, "sản lượng"."""
    k = _counted(s, lo, hi)
    if k is None:
        return None
    return _noun(s, k, k + 1)


def _counted(s: Stream, lo: int, hi: int) -> int | None:
    """The token of the counted noun of a phrase, else of its word for quantity."""
    quantity, passed = None, tags_of("total", "anaphor", "becomes")
    for i in range(lo, hi):
        if s.shape[i] in tags_of("noun") and not (quantity is not None and s.keys[i] in lexicon().sets["not_counted"]):
            return i
        if s.shape[i] in tags_of("quantity"):
            quantity = i if quantity is None else quantity
        elif s.shape[i] not in passed and quantity is None:
            break
    return quantity


def _is_money(a: Amount, said: Sequence[str]) -> bool:
    """Whether a sum is of money, though it says no more than "412 tỷ": by its size, or by the words before it."""
    f = a.figure
    if f.scale >= _MONEY or (len(a.numerals) > 1 and f.value is not None and abs(f.value) >= _MONEY):
        return True
    words = f" {' '.join(said)} "
    return f.scale > 1 and any(f" {w} " in words for w in lexicon().sets["money_topic"])


@dataclass(slots=True)
class Told:
    """Words that may tell the unit of an amount that prints none: spans of tokens, and the amount before.

    `start` is where its own words begin, `lead` the phrase that leads to it, `outside` what stands before its bracket
    or heads its paragraph, `heads` the head of its paragraph. `before` is the nearest amount before it in its sentence
    that stands in no deeper bracket.
    """

    start: int
    lead: tuple[int, int]
    outside: tuple[int, int]
    heads: tuple[int, int]
    before: Amount | None


_RATE_LABEL = shape(r"(<noun> / <n|q>? <scale>? <noun>) <!num|,|;|:>{0,3} $")  # số giường bệnh/vạn dân đạt 27,5


def imply_unit(s: Stream, a: Amount, told: Told) -> None:
    """Give an amount without printed unit the unit that other words tell, and say which."""
    f, p = a.figure, told.before
    if f.role == "index":
        _tell(a, lexicon().classes["percent"].unit, "percent", Why("unit.of_index", a.left, a.right, "own"))
    elif _is_money(a, s.keys[told.start : a.left]) or _is_money(a, s.keys[slice(*told.outside)]):
        _tell(a, lexicon().classes["money"].unit, "money", Why("unit.money", a.left, a.right, "default"))
    elif f.role in ("change", "gap"):
        if p is not None and p.sort in ("count", "money", "measure"):  # "62 phòng (thêm 4)"
            _tell(a, p.figure.unit, p.sort, Why("unit.of_level", p.at, p.right, "sentence"))
    elif p is not None and p.sort == "money" and p.figure.role == f.role and min(f.scale, p.figure.scale) > 1:
        _tell(a, p.figure.unit, "money", Why("unit.run", p.at, p.right, "list"))
    elif f.role in ("level", "plan") and (m := _RATE_LABEL.search(s.shape, told.start, a.left)):
        _tell(a, s.words(*m.span(1)).replace(" / ", "/"), "rate", Why("unit.label", *m.span(1), "sentence"))
    elif f.role in ("level", "plan") and (f.decimals == 0 or f.scale > 1):
        _noun_told(s, a, told)


def _tell(a: Amount, unit: str | None, sort: str, why: Why) -> None:
    """Count an amount in a unit that is told elsewhere."""
    a.figure.unit, a.sort, a.reasons["unit"] = unit, sort, why


_HEADED = shape(r"<total|anaphor>+ <noun>")


def _noun_told(s: Stream, a: Amount, told: Told) -> None:
    """Count an amount in the noun that words before it, or the amount before it, say that it counts."""
    p, passing = told.before, tags_of("total", "becomes")

    def noun(k: int | None, rule: str, scope: str) -> bool:
        if k is not None:
            _tell(a, noun_before(s, k, k + 1), "count", Why(rule, k, k + 1, scope))
        return k is not None

    if a.fraction_of is not None and a.fraction_of.figure.role == "rank":
        bodies = lexicon().sets["ranked_body"]
        noun(
            next((k for k in range(a.left, a.sentence - 1, -1) if s.keys[k] in bodies), None), "unit.ranked", "sentence"
        )
        return
    if a.fraction_of is not None and a.fraction_of.sort == "count":
        _tell(a, a.fraction_of.figure.unit, "count", Why("unit.run", a.fraction_of.at, a.right, "list"))
        return
    if a.depth == 0:
        # "số thuê bao di động có phát sinh dữ liệu 3G, 4G là 890 nghìn"
        headed = [m.end() - 1 for m in _HEADED.finditer(s.shape, told.start, a.left)]
        k = headed[-1] if headed else _counted(s, *told.lead)
        if noun(k, "unit.label", "sentence" if k is not None and s.shape[k] in tags_of("noun") else "default"):
            a.listed = True
            return
        if p is not None and p.sort == "count" and any(t in passing for t in s.shape[told.start : a.at]):
            _tell(a, p.figure.unit, "count", Why("unit.total", p.at, p.right, "sentence"))
            return
    own = a.fraction_of is None and p is not None and p.figure.role == a.figure.role
    if own and p is not None and p.sort == "count":
        _tell(a, p.figure.unit, "count", Why("unit.run", p.at, p.right, "list"))
    elif a.depth == 0:
        noun(_counted(s, *told.heads), "unit.heading", "list")


def rank_units(amounts: Sequence[Amount]) -> None:
    """A rank is counted in ranks where no noun is printed."""
    for a in amounts:
        if a.figure.role == "rank":
            a.sort = "rank"
            if a.figure.unit is None or not a.listed:
                a.figure.unit = lexicon().classes["rank_unit"].words[0]


def percentage_points(amounts: Sequence[Amount]) -> None:
    """A difference of two percentages is in points, though "%" is printed.

    They are percentages where the level is one, or the earlier value in brackets behind: "tăng 25% so với cùng kỳ (năm
    2017 đạt 90%)".
    """
    by_id = {a.figure.figure_id: a for a in amounts}
    for a, behind in zip(amounts, [*amounts[1:], None], strict=False):
        if a.figure.role not in ("change", "gap") or a.sort != "percent" or "/" in (a.figure.unit or ""):
            continue
        of = by_id.get(a.figure.of_id) if a.figure.of_id is not None else None
        if of is not None and of.sentence == a.sentence and _percentage(of):
            rule = "unit.points"
        elif (
            behind is not None and (behind.sentence, behind.depth) == (a.sentence, a.depth + 1) and _percentage(behind)
        ):
            rule = "unit.points_base"
        else:
            continue
        a.figure.unit, a.sort = lexicon().classes["points"].unit, "points"
        a.because("unit", rule, "list")


def _percentage(a: Amount) -> bool:
    """Whether an amount is a percentage that stands for itself, and no change of one."""
    return a.sort == "percent" and a.figure.role not in ("change", "gap", "index", "plan")
