"""From a numeral in the stream to an amount, by the tokens next to it: value, scale, printed unit, bound, interval."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import combinations

from tvict.numbers import Ends, ends
from tvict.reading.lexicon import has, lexicon, shape, syllables, tags_of
from tvict.reading.model import SAID_HERE, Figure, Why
from tvict.reading.tokens import END, Stream, counted_per

# Classes of the lexicon that are units, and the sort of amount each makes; the first that fits decides.
SORTS = {
    "percent": "percent",
    "points": "points",
    "money": "money",
    "foreign_money": "money",
    "times": "times",
    "steps": "rank",
    "measure": "measure",
    **dict.fromkeys(("duration", "hour", "day", "month", "year", "daypart"), "time"),
    "noun": "count",
}
# How numbers are printed: the form, what parts thousands, what parts decimals, whether it is regular.
_FORMS = (
    (re.compile(r"\d+"), "", "", True),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), ".", ",", True),
    (re.compile(r"\d+,\d+"), "", ",", True),
    (re.compile(r"[1-9]\d{3,}\.000"), ".", "", False),  # 1000.000
    (re.compile(r"\d+\.\d+"), "", ".", False),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+"), ",", ".", False),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+\.\d{1,2}"), ".", ".", False),  # 33.008.7
)
_LAST_GROUP = re.compile(r"\d{3}(?:,\d+)?")
_GROUPS = re.compile(r"\d{3}(?:\.\d{3})*")
_GROUP_WITH_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")  # what is counted has no thousandths: "1,062 học sinh"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MILLION = 10**6  # nothing but money is told in millions of something, "3 triệu/người", or beside a plain count
MONEY = 10**9  # nothing but money is told in thousands of millions without saying of what
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
    end: bool = False  # of a movement or range, and no level: "từ 40 tấn xuống 30 tấn", "từ 3 đến 5 tấn"
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

    def be(self, role: str, rule: str, scope: str = "own", lo: int | None = None, hi: int | None = None) -> None:
        """Take a role, and say why."""
        self.figure.role = role
        self.because("role", rule, scope, lo, hi)


def parse_number(text: str, commas: bool = False) -> tuple[Decimal | None, int, bool]:
    """Read a number as Vietnamese prints it, or with commas that part thousands: (value, decimals, regular).

    >>> parse_number("2.938.512"), parse_number("5,3"), parse_number("7.5")
    ((Decimal('2938512'), 0, True), (Decimal('5.3'), 1, True), (Decimal('7.5'), 1, False))
    """
    text = text.replace(",", "") if commas else text
    for form, group, point, regular in _FORMS:
        if form.fullmatch(text):
            whole, _, fraction = text.rpartition(point) if point and point in text else (text, "", "")
            whole = whole.replace(group, "") if group else whole
            return Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction), regular
    return None, 0, False


# Numbers that only English, or only Vietnamese, prints so: "1,234.5", "31.56%"; "31,56", "1.234,5".
_ENGLISH = re.compile(
    r"(?<![\d.,/])(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
    r"|\d+\.\d{1,2}(?=\s?%)|(?<=\t)\d+\.\d{1,2}(?=[\t\n]))(?![\d.,])"
)
_VIETNAMESE = re.compile(
    r"(?<![\d.,])(?:\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
    r"|(?<=\t)\d{1,3}\.\d{3}(?=[\t\n]))(?![\d,])"
)
_COMMAS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
MONTHS = 12  # of a year
_ABBREVIATED = shape(r"<point> <money|foreign_money|word>")  # behind a scale: "1.609 Tr.USD"
_NUMBER_BEHIND = shape(r"(?: <w|noun|W> ){0,4} <num> <noun>")
_AND_MONTHS = shape(r"<d> <month> (?! <head_of_year|year|/> )")
_SHORTER = shape(r"<d> (?: <duration|month|day> | <joint> <d> / )")
_EACH_OF = shape(r"/ <measure|month|noun>")
_PER = ("count", "money", "measure", "time", "")  # what makes a rate when it is counted per something
# The first words of a noun that is not listed.
_UNLISTED = shape(r"(?: <w> <word|noun>? | <W> <w|noun>? ) (?: ~ <word> )*")
# A noun goes on: "máy cày/100 hộ", "ĐBĐ-VHX", "Kế hoạch, Quyết định của …".
_NOUN_ON = shape(
    r"""<w>{1,2} (?=/) | ~ <W|w>
    | (?: , <noun> )+ (?=<preposition|stop|close>) (?! <preposition> <!,|;|stop|close>{1,2} <num> )"""
)
# "152 cán bộ, hội viên, phụ nữ tham gia", "tạm giữ 1.230 ô tô, mô tô, xe máy"
_LISTED_NOUNS = shape(
    r"""(?: , <noun>{1,2} )+
    (?! <num|noun|occupy|ratio|up|down|becomes|equal> | <copula> <over|under|about>* <num>
      | <joint> <!num> | , <noun> )"""
)
_NUMBER_OF = shape(r"<quantity|numbered> <noun>")  # giảm 34 số vụ
# A bracket that only names what is counted: "05 (đơn vị, cá nhân)".
_NOUNS_ONLY = shape(r"\( <noun> (?: (?:,|/|<joint>) <noun>)* \)")
_EACH = shape(r"<per> <day|month|year|quarter|hour> (?! <num> )")
_SIGN = shape(r"(?: \( | <copula|equal|up|down|becomes|from> | (?P<word><w|quantity|ratio|noun>) ) [-+] $")
# A bound behind what the noun is called: "từ 45 giải | học sinh giỏi trở lên".
_BOUND_BEHIND = shape(r"<word|noun>{1,6} (?: (?P<over><upward>) | <downward> )")


def parted_by_commas(text: str, tables: Iterable[tuple[int, int]]) -> set[int]:
    """Where numbers begin whose commas part thousands, "1,661": in tables, or texts, that print all as English does."""
    found = [m.start() for m in _COMMAS.finditer(text)]
    if not found or not (english := [m.start() for m in _ENGLISH.finditer(text)]):
        return set()
    others = [m.start() for m in _VIETNAMESE.finditer(text)]
    out = set(found) if len(english) > 1 and not others else set[int]()
    for a, b in tables:
        here = any(a <= at < b for at in english)
        mixed = any(a <= at < b for at in others)
        out |= {at for at in found if a <= at < b and here and not mixed}
    return out


def read_amount(s: Stream, i: int, block: int) -> Amount:
    """Read the amount whose first numeral is token i."""
    tags, keys = s.shape, s.keys
    quality: list[str] = []
    offsets = [s.starts[i]]
    printed, j = keys[i], i + 1
    j, printed = _joined(s, i, j, printed, offsets, quality)
    commas = s.starts[i] in s.commas
    value, decimals, regular = parse_number(printed, commas)
    if commas:
        quality.append("english")
    elif not regular or (len(offsets) > 1 and not quality):
        quality.append("irregular")
    j, scale = read_scale(s, j)
    while tags[j] in "ydnq" and value is not None:  # "12 tỷ 500 triệu 080 nghìn đồng", "3 tỷ 431,3 triệu đồng"
        k, smaller = read_scale(s, j + 1)
        more, places, whole = parse_number(keys[j], commas)
        if not (smaller < scale and (smaller > 1 or tags[k] in tags_of("money")) and whole and more is not None):
            break
        offsets.append(s.starts[j])
        value, decimals, scale, j = value * scale / smaller + more, places, smaller, k
    figure = Figure(0, s.starts[i], s.ends[j - 1], "", None if value is None else value * scale, None, scale, decimals)
    a = Amount(figure, i, i, j, tuple(offsets), block)
    _unit(s, a)
    _months_too(s, a, offsets)
    _sign(s, a)
    _bound(s, a)
    if a.sort == "count" and a.listed and scale == 1 and not commas and _GROUP_WITH_COMMA.fullmatch(printed):
        quality.append("irregular")
    figure.quality = tuple(quality)
    figure.end = s.ends[a.right - 1]
    while figure.unit and s.text[figure.end - 1] in _SUPERSCRIPTS and figure.unit[-1] not in _SUPERSCRIPTS:
        figure.end -= 1  # "10 xã²" calls a note, "24 m²" does not
    return a


def _months_too(s: Stream, a: Amount, offsets: list[int]) -> None:
    """Add the months to a time of years: "12 năm 9 tháng" is one time of 12,75 years."""
    f, j = a.figure, a.right
    of_years = a.sort == "time" and s.shape[j - 1] in tags_of("year") and f.scale == 1 and not f.decimals
    if not of_years or f.value is None or _AND_MONTHS.match(s.shape, j) is None or not 0 < int(s.keys[j]) < MONTHS:
        return
    offsets.append(s.starts[j])
    f.value, f.decimals = round(f.value + Decimal(s.keys[j]) / MONTHS, 2), 2
    a.right, a.numerals = j + 2, tuple(offsets)


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


def read_scale(s: Stream, j: int) -> tuple[int, int]:
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
    if "\t" in s.text[s.ends[j - 1] : s.starts[j]]:  # the next words are of another cell
        return
    name = _unit_class(s, j)
    if name == "money" and j > 2 and s.keys[j - 3] in lexicon().sets["silver"]:  # "16 vàng, 18 bạc, 18 đồng"
        f.unit, a.right, a.sort = s.keys[j], j + 1, "count"
    elif name:
        k = j + 1
        if name == "measure":
            k = _power(s, k)
        elif name == "noun" and tags[k] in ",~w":
            k = _noun_end(s, j, k)
        elif s.keys[j] in lex.sets["turn"] and _unit_class(s, k) == "noun":
            k += 1  # "5 lượt đoàn"
        k = _carried(s, k, name == "noun")
        f.unit = lex.classes[name].unit or (s.words(j, k) if name == "measure" else noun_text(s, j, k))
        sort = "count" if f.scale > 1 and SORTS[name] == "time" else SORTS[name]  # "3 nghìn ngày": days of guests
        a.right, a.sort, a.listed = k, "rate" if name != "noun" and "/" in f.unit else sort, True
    elif f.scale >= MILLION and _EACH_OF.match(tags, j) and s.glued(j):  # "30 triệu/m2": counts are told of nothing so
        f.unit, a.sort, a.listed = lex.classes["money"].unit, "money", True
        a.because("unit", "unit.money", "default")
    elif (m := _NUMBER_OF.match(tags, j)) and s.keys[j] in lexicon().sets["number_word"] and not s.capital(j):
        f.unit, a.right, a.sort, a.listed = noun_text(s, j + 1, m.end()), m.end(), "count", True
    elif m := _NOUNS_ONLY.match(tags, j):
        f.unit, a.right, a.sort, a.listed = noun_text(s, j + 1, m.end() - 1), m.end(), "count", True
    elif (m := _UNLISTED.match(tags, j)) and not s.glued(j) and (f.scale == 1 or not _of_money(s, j)):
        grammar = lexicon().sets["no_noun"]
        compound = s.keys[j] in lexicon().sets["counter"] and m.end() == j + 2 and _goes_on(s, j + 2)
        k = next((k for k in range(j, m.end() + compound) if s.keys[k] in grammar), m.end() + compound)
        if k > j:
            k = _carried(s, k)
            f.unit, a.right, a.sort = noun_text(s, j, k), k, "count"
    if f.unit is not None or (f.decimals and f.scale == 1):  # "mật độ 105,9/100 dân"
        _per(s, a)


def _noun_end(s: Stream, j: int, k: int) -> int:
    """Where a counted noun, of token j up to token k, ends; people that commas part count together, as vehicles do."""
    if (m := _NOUN_ON.match(s.shape, k)) is not None and not _again(s, k, m.end()):
        return m.end()
    m, people = _LISTED_NOUNS.match(s.shape, k), lexicon().sets["people_noun"]
    nouns = people if s.keys[j] in people else lexicon().sets["counted_vehicle"]
    told = [key for key in s.keys[j : m.end()] if key != ","] if m is not None else []
    if m is not None and (after := _NUMBER_BEHIND.match(s.shape, m.end())) and s.keys[after.end() - 1] == s.keys[j]:
        return k  # "lao động nam 8.120 người, lao động nữ 6.700 người" counts one noun twice
    return m.end() if m is not None and nouns.issuperset(told) and not _again(s, k, m.end()) else k


def _again(s: Stream, k: int, end: int) -> bool:
    """Whether commas part a noun, up to token k, from itself: "90 lao động, | lao động nữ", "5 lượt khách, | khách"."""
    told = [s.keys[k - 1], *s.keys[k:end]]
    return any(one != "," and other.endswith(one) for other, one in combinations(told, 2))


def _goes_on(s: Stream, k: int) -> bool:
    """Whether a noun of several syllables may go on with token k: one in small letters."""
    return s.shape[k] in "w" + tags_of("noun", "numbered") and " " not in s.keys[k]


def _carried(s: Stream, k: int, noun: bool = False) -> int:
    """Where a unit ends that token k may make one of transport: "tấn.km", "hk.km", "3 triệu người km"."""
    if s.keys[k : k + 2] == [".", "km"] and s.glued(k) and s.glued(k + 1):
        return k + 2
    return k + (noun and s.keys[k] == "km")


def noun_text(s: Stream, i: int, j: int) -> str:
    """A counted noun, tokens i to j, in small letters but for abbreviations, and without a note mark."""
    return " ".join(w.lower() if w[:2].istitle() else w for w in s.words(i, j).rstrip(_SUPERSCRIPTS).split())


def _unit_class(s: Stream, j: int) -> str | None:
    """The class of units that token j behind a number belongs to."""
    t, behind = s.shape[j], s.shape[j + 1 : j + 2] or END
    name = unit_classes().get(t)
    if s.glued(j) and s.keys[j] in lexicon().sets["glued_measure"]:
        return "measure"
    if name in ("day", "month", "year"):  # "năm 2018" behind a number is a date, "2 năm 6 tháng" is a duration
        return None if behind in "ydn" and not _SHORTER.match(s.shape, j + 1) else name
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
        or lexicon().values.get(s.keys[j - 1], 0) >= MONEY
    )


@cache
def _named_by_noun(key: str) -> bool:
    """Whether a phrase of another class begins with a noun: "đợt kiểm tra" counts inspections."""
    words, nouns = key.split(), lexicon().sets["noun"]
    return len(words) > 1 and any(" ".join(words[:n]) in nouns for n in range(1, len(words)))


@cache
def unit_classes() -> dict[str, str]:
    """The class of units that each tag belongs to, the first of SORTS where there are several."""
    return {tag: name for name in reversed(SORTS) for tag in lexicon().tags[name]}


def _power(s: Stream, k: int) -> int:
    """The end of a measure before token k: the 2 of "km2" is part of it."""
    return k + 1 if s.shape[k] == "d" and s.glued(k) else k


def _per(s: Stream, a: Amount) -> None:
    """Extend a unit by what it is counted per: "/100 dân", "/mặt", "đồng/người/tháng"."""
    units = tags_of("noun", "measure", "foreign_money", "duration", "day", "month", "year", "quarter", "hour")
    mean = a.figure.decimals > 0 or a.figure.scale > 1 or a.sort != "count"  # "44 đơn/yêu cầu" counts either
    j = end = a.right
    while s.shape[j] == "/":
        k = j + 1
        if s.shape[k] in "nqyd":
            if not counted_per(s, k):
                break
            k += 1
        k += s.shape[k] in tags_of("scale")  # "9 bác sĩ/vạn dân"
        if s.shape[k] not in units + "wW" * (mean or k > j + 1) or has(s.shape[k], "target"):
            break  # "88 tỷ đồng/kế hoạch 90 tỷ đồng" says what was planned
        if s.shape[k + 1] in "-~" and s.glued(k + 1) and s.glued(k + 2) and s.shape[k + 2] == "w":
            k += 2  # "tạ/héc-ta"
        j = _power(s, k + 1) if s.shape[k] in tags_of("measure") else k + 1
        j += s.shape[k] == "w" == s.shape[j]  # "112 bé trai/100 bé gái"
    spoken = j == end and a.sort in ("count", "money", "measure") and _EACH.match(s.shape, j) is not None
    if spoken and s.keys[j] in lexicon().sets["each"]:
        a.figure.unit = f"{a.figure.unit}/{s.words(j + 1, j + 2)}"  # "40 lượt mỗi ngày"
        a.right, a.sort = j + 2, "rate"
    elif j > end:
        per = re.sub(r"\s*/\s*", "/", s.text[s.ends[end - 1] : s.ends[j - 1]])
        a.figure.unit = " ".join(f"{a.figure.unit or ''}{per}".split())
        a.right, a.sort = j, "rate" if a.sort in _PER and per_of(a.figure.unit) else a.sort


@cache
def per_of(unit: str) -> str:
    """What a unit is per; nothing where it names places of either kind: "12 thôn/bản"."""
    each = unit.partition("/")[2].strip()
    return "" if each and lexicon().sets["inner_place"].issuperset(unit.casefold().split("/")) else each


def _sign(s: Stream, a: Amount) -> None:
    """Read a minus or plus glued to the number: "là -3,1%", "nhiệt độ -20 độ C", "(+4,2%)"; else it parts or lists."""
    i = a.at
    if i and s.shape[i - 1] in tags_of("negative") and a.figure.value is not None:  # "tăng trưởng âm 3,5%"
        a.signed, a.figure.value = True, -a.figure.value
        return
    m = _SIGN.search(s.shape, max(i - 2, 0), i) if i > 1 and s.shape[i - 1] in "-+" and s.glued(i) else None
    if m is None or (s.glued(i - 1) and s.shape[i - 2] != "("):
        return
    if (
        m["word"]
        and a.sort not in ("percent", "money")
        and (a.sort != "measure" or m["word"] in lexicon().tags["noun"])
    ):
        return  # "thôn -3 hộ", "xã -5 ha"
    a.signed = True
    if s.shape[i - 1] == "-" and a.figure.value is not None:
        a.figure.value = -a.figure.value


def _bound(s: Stream, a: Amount) -> None:
    """Read bound words before the number ("hơn", "chưa đến", "gần gấp") and after the unit ("trở lên")."""
    tags, k, bound = s.shape, a.at - a.signed, "exact"
    while k > 0 and (name := _bounds().get(tags[k - 1])):
        if name == "over" and s.keys[k - 1] in lexicon().sets["on"] and _on(s, k - 1, a):
            break
        bound = name if bound == "exact" and name != "estimate" else bound
        k -= 1
    if tags[a.right] in tags_of("upward", "downward"):
        bound = "over" if tags[a.right] in tags_of("upward") else "under"
        a.right += 1
    elif bound == "exact" and k and s.shape[k - 1] in tags_of("from") and (m := _BOUND_BEHIND.match(tags, a.right)):
        bound = "over" if m["over"] else "under"
    elif bound == "exact" and a.sort == "times" and tags[k - 1] in tags_of("multiple"):
        ahead = _bounds().get(tags[k - 2], bound)  # "tăng gần gấp 3 lần"
        bound = ahead if ahead != "estimate" else bound
    a.left, a.figure.bound = k, bound


@cache
def _bounds() -> dict[str, str]:
    """What each tag of the words before a number bounds it to."""
    return {tag: name for name in ("estimate", "about", "under", "over") for tag in lexicon().tags[name]}


def _on(s: Stream, k: int, a: Amount) -> bool:
    """Whether "trên" before a number means on a place and not more than: "đặt trên 840 vị trí", "31 trên 63"."""
    lex = lexicon()
    before = s.shape[k - 1] if k else END
    if before in "ydnq":
        said = s.shape[k - 2 : k - 1]
        dated = said in tuple(lex.tags["year"] + lex.tags["month"])  # "năm 2018 trên 640 hộ"
        return not (dated or (before == "y" and said in tuple("/-")))  # "đến ngày 31/5/2018 trên 8 tỷ đồng"
    if a.figure.scale > 1 or a.sort not in ("count", ""):
        return False
    if before in lex.tags["located"]:
        return True
    site = fold_unit(a.figure.unit) in lex.sets["site"]
    return site and before not in lex.tags["copula"] + lex.tags["up"] + lex.tags["down"]


def fold_unit(unit: str | None) -> str:
    """A unit as the lexicon spells it, to look it up in a set."""
    return " ".join(syllables(unit)) if unit else ""


def interval(a: Amount) -> Ends:
    """What the printed digits allow."""
    f = a.figure
    return ends(f.value, f.scale, f.decimals, a.sort, f.bound)


_WHOSE = shape(r"<remainder> <copula|preposition>? <over|under|about>* <num>")


def tells_whose(s: Stream, a: Amount) -> bool:
    """Whether a count says of how many others the next number is: "An Bình 40 ca, | 5 huyện còn lại | 20 ca"."""
    return a.sort == "count" and _WHOSE.match(s.shape, a.right) is not None
