"""The amounts of a block, and units that do not stand behind their number.

A unit may stand behind the next number ("từ 5 đến 7%"), in the bracket of a label ("Sản lượng (tấn): 1.200"), on a line
above, in the words before, with the amount before; differences of percentages are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tvict.reading.amounts import MILLION, SORTS, Amount, noun_text, read_amount, read_scale, tells_whose, unit_classes
from tvict.reading.lexicon import initials, lexicon, shape, tags_of
from tvict.reading.numerals import Kinds
from tvict.reading.tokens import NUMERAL_TAG, Stream

# A line that states the unit of what follows it: "Đơn vị tính: triệu đồng".
_LABELS = lexicon().classes["unit_label"].words
UNIT_LINE = re.compile(
    rf"\s*\(?(?=[{''.join({word[0] for word in _LABELS})}])(?:{'|'.join(_LABELS)})\s*:", re.IGNORECASE
)
UNIT_HEAD = re.compile(rf"\((?:{'|'.join(_LABELS)})\s*:[^():]*\)\s*:\s*$", re.IGNORECASE)  # "như sau (ĐVT: ha):"
_UNIT_LINE = shape(r"\(? <unit_label> : (<!close|,|;|:|¶>+)")
_UNIT_HEAD = shape(r"\( <unit_label> : (<!close|,|;|:|¶>+) \) :")
# Sản lượng (tấn): 1.200
_UNIT_BRACKET = shape(r"\( (<!close|num|,|;|:>+ (?:(?<=<measure>) <d>)?) \) :? <copula>? <over|under|about>* $")
_UNIT_OF_ITEMS = shape(r"\( (<!close|num|,|;|:>+ (?: (?<=/) <num> <noun> )?) \) :")  # Xuất khẩu (tấn): cá 40; tôm 20
_UNIT = shape(
    r"<scale>* (<measure|money|foreign_money|percent|noun|day>) (?: / <num>? <word|noun|measure|month|year> <d>? )?"
)
_ENDS_ITEM = shape(r"[;¶] | [,.] (?! <num> ) | $")
_BEHIND_SHARE = shape(  # "10/12 (83%) xã", "10/12 (sau khi sáp nhập) xã"
    r"\( (?: <word|about|over|under|ratio|occupy>* <num> <percent> | <!num|;|close>* ) \) <noun>"
)
# One amount: "khoảng 2/3 trang web", "hơn 1/3 số hộ", "bằng 1/3 năm trước"; "11/13 chỉ tiêu" is a count and its total.
_PROPORTION = shape(
    r"""(?: (?<=<equal|occupy>) | <over|under|about>+ ) <d> / <d> (?!/)
      | <d> / <d> (?= <anaphor|total|quantity|same_period> )
      | (?<=<up|down>) <d> / <d> (?= <compare> )"""
)
_FRACTION = shape("<d> / <d>")
_OF_NOUN = shape(r"<quantity|total|anaphor>{1,2} <noun>")
MOST_PARTS = 10  # into how many parts people divide a thing in their heads
CLAUSE = 16  # tokens before a range among which a row of names may stand
_REACHES = shape(r"(?:<!num|,|;|.>|<year>y)* <becomes>")
_ATTAINED = shape(
    r", <copula|complete|equal|estimate>{0,2} <over|under|about>? <num> <percent> <compare|preposition>? <target>"
)
_SHORT = shape(r"\( (W|<noun>) \)")


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
    """The unit that a line, or the bracket before its colon, states for what follows."""
    m = _UNIT_LINE.match(s.shape, first, last) or _UNIT_HEAD.search(s.shape, first, last)
    return _stated(s, *m.span(1), "section") if m else None


def _unit_of_label(s: Stream, first: int, end: int) -> Stated | None:
    """The unit in the bracket that ends the label before token end: "Sản lượng (tấn): 1.200"."""
    m = _UNIT_BRACKET.search(s.shape, max(s.shape.rfind("(", first, end), first), end)
    return _stated(s, *m.span(1), "clause") if m else None


def _units_of_items(s: Stream, first: int, last: int) -> Iterator[tuple[int, int, Stated]]:
    """The units in brackets before colons, each with the tokens of the sentence for whose items it holds."""
    for m in _UNIT_OF_ITEMS.finditer(s.shape, first, last):
        if (told := _stated(s, *m.span(1), "clause")) is not None:
            ends = (end for mark in ".¶" if (end := s.shape.find(mark, m.end(), last)) >= 0)
            yield m.end(), min(ends, default=last), told


def _stated(s: Stream, lo: int, hi: int, scope: str) -> Stated | None:
    """The unit that tokens lo to hi are, None where they are more or something else."""
    m = _UNIT.fullmatch(s.shape, lo, hi)
    if m is None:
        return None
    _, scale = read_scale(s, lo)
    name = unit_classes()[m[1]]
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
    lists = list(_units_of_items(s, first, last)) if "):" in s.shape[first:last] else ()
    for m in NUMERAL_TAG.finditer(s.shape, first, last):
        i = m.start()
        if s.starts[i] in kinds or s.starts[i] in taken:
            continue
        a = read_amount(s, i, block)
        if _PROPORTION.match(s.shape, a.left) or (s.shape[i + 1] == "/" and _of_mass(s, i)):
            _proportion(s, a)
        item = s.shape[a.left - 1] == ":" or _ENDS_ITEM.match(s.shape, a.right) is not None
        stated = line if line is not None and item and a.left > line.hi else None
        if item and lists:
            stated = next((told for lo, hi, told in lists if lo <= a.left < hi), stated)
        told = None if a.sort else _unit_of_label(s, first, a.left) or stated
        if told:
            _apply(a, told)
        a.figure.figure_id = rows[s.starts[i]]
        taken.update(a.numerals)
        _complete(s, out, a)
        out.append(a)
        if _bare(a) and (behind := _BEHIND_SHARE.match(s.shape, a.right)) is not None:
            for b in (a, a.fraction_of) if a.fraction_of is not None and _bare(a.fraction_of) else (a,):
                b.figure.unit, b.sort, b.listed = noun_text(s, behind.end() - 1, behind.end()), "count", True
                b.because("unit", "unit.behind_share", "clause", behind.end() - 1, behind.end())
    return out


def _of_mass(s: Stream, i: int) -> bool:
    """Whether a fraction is of what cannot be counted in so few: "2/5 dân số", "1/3 diện tích"."""
    told = _FRACTION.match(s.shape, i)
    noun = s.keys[told.end() : told.end() + 2] if told is not None else []
    return not {" ".join(noun), *noun[:1]}.isdisjoint(lexicon().sets["mass"])


def _proportion(s: Stream, a: Amount) -> None:
    """Make one amount of a fraction whose second number is no number of things, unless it is larger than one."""
    whole = read_amount(s, a.at + 2, a.block)
    f, w = a.figure, whole.figure
    if f.value is None or w.value is None or f.value >= w.value or w.value > MOST_PARTS:
        return
    f.value, f.decimals, f.unit, f.end = f.value / w.value, 2, w.unit, w.end
    if w.unit is None and (of := _OF_NOUN.match(s.shape, whole.right)) is not None:  # "hơn 2/3 số trạm"
        f.unit = noun_text(s, of.end() - 1, of.end())
        a.because("unit", "unit.of_number", "own", whole.right, of.end())
    a.right, a.numerals, a.sort = whole.right, (*a.numerals, *whole.numerals), "times"


def _complete(s: Stream, out: list[Amount], a: Amount) -> None:
    """Give an amount without unit the unit of the one it is coordinated with: "109/112 xã", "từ 5 đến 7%"."""
    if not out:
        return
    b, lex = out[-1], lexicon()
    gap = s.shape[b.right : a.left]
    on = s.keys[b.right] in lex.sets["on"] and a.at == b.right + 1 and b.figure.unit in (None, a.figure.unit)
    if a.sort == "percent" and gap == "/" and (b.sort == "percent" or _bare(b)) and _ATTAINED.match(s.shape, a.right):
        a.fraction_of = b  # "đạt 88,5/90%, đạt 98,3% kế hoạch": a share and what was planned
        _share_unit(b, a)
    elif a.sort != "percent" and (gap == "/" or (gap and gap in lex.tags["out_of"]) or on or _over_noun(a, b, gap)):
        _fraction(s, b, a)
        a.figure.bound = "exact" if on else a.figure.bound  # "412 ha trên 867 ha kế hoạch": out of so many
    else:
        if _are_ends(s, b, a, gap):
            _range(b, a)
        _coordinate(s, out, a, gap)


_OVER_NOUN = shape(r"<word|noun|copula|fulfil|receive>{1,4} /")
_SAYS_MORE = shape(r"<word|noun>")


def _over_noun(a: Amount, b: Amount, gap: str) -> bool:
    """Whether a stroke parts two counts of one noun of which the first says more: "45 xã đạt chuẩn/60 xã"."""
    alike = a.sort == "count" and a.figure.unit is not None and a.figure.unit == b.figure.unit
    return alike and b.fraction_of is None and _OVER_NOUN.fullmatch(gap) is not None


def _coordinate(s: Stream, out: list[Amount], a: Amount, gap: str) -> None:
    """Share the unit or scale of the later of two amounts that are joined, or of the one from which another goes on."""
    b, tags, scaled = out[-1], lexicon().tags, a.figure.unit is None and a.figure.scale > 1
    hyphen = gap in ("-", "~") and b.fraction_of is None
    moved = s.shape[b.left - 1] in tags["from"] and _REACHES.fullmatch(gap) is not None
    if not _bare(b):
        if moved and _bare(a):
            _share_unit(a, b)  # "từ 40,84% lên 41,89 năm 2019"
            a.because("unit", "unit.from", "clause", b.left, b.right)
        return
    if scaled and hyphen:
        _range(b, a)  # "11-12 triệu"
        _share_scale(b, a)
    if moved and _no_longer(s, b, a) and _digits(s, b) < 4:  # "từ 15 lên 20 triệu", not "500 lên 1 tỷ"
        _share_scale(b, a)
    if a.figure.unit is None:
        if scaled and gap and gap in tags["joint"] and _no_longer(s, b, a):  # "lần lượt thu 604 và 517,2 triệu"
            _share_scale(b, a)
    elif moved:  # "từ 51,06 ở đầu vụ xuống còn 43,72%"
        _share_unit(b, a)
    elif len(gap) < 3 and (hyphen or (gap and gap in tags["until"])):  # a range
        _share_unit(b, a)
        _range(b, a)
        if _no_longer(s, b, a):  # not "700.000 – 1,3 triệu m3"
            _share_scale(b, a)
    elif s.keys[b.left - 1].split()[-1] in lexicon().sets["ordinal"]:
        pass  # "đứng thứ 3 với 17%"
    elif 0 < len(gap) < 3 and gap in tags["joint"] + tags["becomes"] + "," and not tells_whose(s, a):
        _share_unit(b, a)
        if gap not in tags["becomes"]:
            _share_back(s, out, a)


def _share_back(s: Stream, out: list[Amount], a: Amount) -> None:
    """Share the scale of an amount with the one before, and both it and the unit with all listed before that: "4,2; 5,8
    và 11 tấn/ha".
    """
    _share_scale(out[-1], a)
    for c, d in zip(out[-2::-1], out[:0:-1], strict=True):
        if s.shape[c.right : d.left] not in (",", ";") or not _bare(c):
            break
        _share_unit(c, a)
        _share_scale(c, a)


def _are_ends(s: Stream, b: Amount, a: Amount, gap: str) -> bool:
    """Whether two amounts with a unit each are the ends of a range: "10% - 11%", "từ 80% đến dưới 90%"; not the first
    or last of a row: "công nghiệp - dịch vụ - nông nghiệp là 63% - 23% - 14%".
    """
    clause = re.split("[,;.¶]", s.shape[max(0, b.left - CLAUSE) : b.left])[-1]
    if "-" in clause or (s.shape[a.right] in "-~" and s.shape[a.right + 1] in "ydnq"):
        return False
    alike = a.figure.unit == b.figure.unit or (a.figure.unit or "").startswith(f"{b.figure.unit}/")
    joined = gap in ("-", "~") and alike and b.sort == a.sort
    reaches = gap != "" and gap in lexicon().tags["until"] + "-~"
    told = reaches and b.sort == a.sort == "percent" and s.shape[b.left - 1] in lexicon().tags["from"]
    return joined or told


def _fraction(s: Stream, b: Amount, a: Amount) -> None:
    """Make an amount behind a stroke the denominator of the one before it, and count that in its unit."""
    lex, gap = lexicon(), s.shape[b.right : a.left]
    if b.fraction_of is not None and gap == "/":
        b.fraction_of = None  # "(431/171/342)": counts side by side
        return
    if (b.figure.unit or "").startswith(f"{a.figure.unit} ") and _SAYS_MORE.match(s.shape, a.right):
        return  # "6 lớp tập huấn/4 lớp dạy nghề": of neither
    a.fraction_of = b
    if b.figure.unit is None and b.figure.scale >= MILLION > a.figure.scale:  # "phạt 121 triệu/33 cơ sở"
        b.figure.unit, b.sort = lex.classes["money"].unit, "money"
        b.because("unit", "unit.money", "own", b.left, b.right)
    elif b.figure.unit is None:
        _share_unit(b, a)
        if a.sort != "count" or b.figure.decimals or not a.figure.decimals:  # 44 of "44/1,1 triệu người" are 44
            _share_scale(b, a)  # "2.345/5.678 tỷ đồng"


def _no_longer(s: Stream, b: Amount, a: Amount) -> bool:
    """Whether a number has no more digits, decimals apart, than the next may have in the same scale."""
    return _digits(s, b) <= _digits(s, a) + 1


def _digits(s: Stream, a: Amount) -> int:
    """How long a number is printed, decimals apart."""
    return len(s.keys[a.at].partition(",")[0])


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
        if part.right == part.at + 1 and whole.sort in ("money", "measure"):  # "318 triệu đồng, gồm: tỉnh 200, xã 118"
            _share_scale(part, whole)
        f.unit, part.sort = whole.figure.unit, whole.sort
        part.because("unit", "unit.total", "list", whole.at, whole.right)


def abbreviations(s: Stream) -> dict[str, str]:
    """What the text says that its abbreviations stand for: "tiếp nhận 840 hồ sơ (HS)"; its own words for each."""
    found: dict[str, str] = {}
    for m in _SHORT.finditer(s.shape):
        i = m.start(1)
        short = s.text[s.starts[i] : s.ends[i]]
        k, letters = m.start(), ""
        while len(letters) < len(short) and k and s.shape[k - 1] not in ".;:()¶":
            k -= 1
            letters = initials(s.keys[k]) + letters
        if short.isupper() and len(short) > 1 and letters == short.casefold():
            found.setdefault(short.casefold(), s.words(k, m.start()))
    return found


def spell_out(s: Stream, amounts: Sequence[Amount], short: Mapping[str, str]) -> None:
    """Count in the noun that an abbreviation stands for: "trễ hạn 17 HS" counts "hồ sơ"."""
    for a in amounts:
        noun = short.get((a.figure.unit or "").casefold().partition(" ")[0])
        if noun is not None and a.sort == "count" and not a.listed:  # "HTX" is a noun of its own
            a.figure.unit = noun


def noun_before(s: Stream, lo: int, hi: int) -> str | None:
    """The counted noun of a phrase such as "tổng số hộp thư điện tử", else its word for quantity, "sản lượng"."""
    k = counted_noun(s, lo, hi)
    return None if k is None else noun_text(s, k, k + 1)


def counted_noun(s: Stream, lo: int, hi: int) -> int | None:
    """The token of the counted noun of a phrase, else of its word for quantity."""
    quantity, passed = None, tags_of("total", "anaphor", "becomes", "among")
    for i in range(lo, hi):
        if s.shape[i] in tags_of("noun") and not (quantity is not None and s.keys[i] in lexicon().sets["not_counted"]):
            place = s.keys[i] in lexicon().sets["place_noun"] or s.capital(i) or _is_class(s, i + 1)
            place = place and quantity is None  # "số lượng | doanh nghiệp FDI"
            if (i + 1 < hi and s.shape[i + 1] == "W" and place) or s.shape[i] in tags_of("target"):
                break  # "huyện Mường Dương 8", "Cái Sậy 9", "loại II 9": a name; "kế hoạch năm 90"
            return i
        if s.shape[i] in tags_of("quantity"):
            quantity = i if quantity is None else quantity
        elif s.shape[i] not in passed and quantity is None:
            break
    return quantity


def _is_class(s: Stream, i: int) -> bool:
    """Whether a token is the letter or the Roman number of a class: "loại II", "hạng A"."""
    word = s.text[s.starts[i] : s.ends[i]]
    return word.isupper() and (len(word) == 1 or set(word) <= set("IVX"))


def rank_units(amounts: Sequence[Amount]) -> None:
    """A rank is counted in ranks where no noun is printed."""
    for a in amounts:
        if a.figure.role == "rank":
            a.sort = "rank"
            if a.figure.unit is None or not a.listed:
                a.figure.unit = lexicon().classes["rank_unit"].words[0]


def percentage_points(amounts: Sequence[Amount]) -> None:
    """A difference of two percentages is in points, though "%" is printed."""
    by_id = {a.figure.figure_id: a for a in amounts}
    for a in amounts:
        if a.figure.role not in ("change", "gap", "plan") or a.sort != "percent" or "/" in (a.figure.unit or ""):
            continue
        of = by_id.get(a.figure.of_id) if a.figure.of_id is not None else None
        aims = of is not None and a.figure.role == of.figure.role == "plan" and of.sort == "percent"
        if of is not None and of.sentence == a.sentence and (aims or _percentage(of)):
            a.figure.unit, a.sort = lexicon().classes["points"].unit, "points"
            a.because("unit", "unit.points", "list")


def _percentage(a: Amount) -> bool:
    """Whether an amount is a percentage that stands for itself, and no change of one."""
    return a.sort == "percent" and a.figure.role not in ("change", "gap", "index", "plan")
