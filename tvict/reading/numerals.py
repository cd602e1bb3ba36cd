"""From a tagged stream to the kind of every numeral: quantity, date, year, period, reference, ordinal, name or unit.

Rules are patterns over word classes, tried in order; the first that covers a numeral decides, and is named in its row.
What no rule covers is a figure. A pattern begins with a tag and looks back only then: the engine skips to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.outline import Span
from tvict.reading.times import said_before
from tvict.reading.tokens import HEAD, NUMERAL_TAG, Stream, counted_per, is_round, proper

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"://|www\.|@(?<=\w@)\w|\.(?:vn|com|net|org|gov|edu|info|jpe?g|png|pdf|docx?|xlsx?)\b")
_ADDRESS_ENDS = " \t\r\n<>()[]“”\"';,"
_KEYCAP = re.compile("\\d(?=\ufe0f?\u20e3)")  # a digit drawn as a key: "3️⃣ Về giao thông"
_TELEPHONE = re.compile(r"(?<![\d.,])(?:0\d{2,4}(?:[ .-]?\d{3,4}){2}|1[89]00[.-]?\d{4}(?:\d\d)?)(?!\d)")
_COLUMNS = re.compile(r"\(\d{1,2}(?:\)[\s|]+(?:\(\d{1,2}\)[\s|]+)+\(\d{1,2}\)| ?=[\d ()+*/x:=-]+\))")  # (1) (2) (3=2/1)
_DOTTED = (  # numbers with dots that are none, by rule
    ("date.dotted", re.compile(r"(?:[0-3]?\d\.)?(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")),
    ("reference.procedure", re.compile(r"\d\.\d{6}(?:(?:\.\d{2,3}){3})?")),  # 1.004123.000.00.00.H20
    ("name.version", re.compile(r"(?!\d{1,3}(?:\.\d{3})+$)\d{1,2}(?:\.\d{1,2}){2,3}")),
)
_DOTTED_DAY = re.compile(r"[0-3]?\d\.(?:0?[1-9]|1[0-2])")
_DOTTED_DATE = re.compile(r"[0-3]?\d\.[01]?\d\.\d{4}")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ITEM = re.compile(r"^[ \t]*(\d{1,2})\. +(?=[^\W\d_a-zà-ỹ])", re.MULTILINE)  # "2. Tổng thu:     5 tỷ đồng"
_GENERATION = re.compile(r"[1-9]\.0")
ITEMS = 300  # tokens in which a word that numbers items stands again
SENTENCE = 100  # tokens of a sentence, at most
MOST_STARS = 7  # a hotel or product has no more

Test = Callable[[Stream, int], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern: numerals inside its groups (or all of it) are of the kind that its name begins with.

    `test` asks what the shape of a passage cannot carry: case, glue, the size of a day or month.
    """

    name: str
    pattern: re.Pattern[str]
    test: Test | None
    kind: str


def _rule(name: str, pattern: str, test: Test | None = None) -> Rule:
    return Rule(name, shape(pattern), test, name.partition(".")[0])


_NUMBER_WORD = tuple(f" {w}" for w in lexicon().sets["number_word"])
_ENDS_NUMBER = tuple(lexicon().sets["number_word"])
_PAPERS = lexicon().sets["document_kind"] | lexicon().sets["document"]


def _clock(s: Stream, i: int) -> bool:
    """Whether a colon stands close between hour and minute."""
    tags = s.shape
    behind = tags[i + 1] == ":" and s.glued(i + 1) and s.glued(i + 2)
    near = behind or (tags[i - 1] == ":" and s.glued(i) and s.glued(i - 1))
    return near and len(s.keys[i]) <= 2 and s.keys[i].isdecimal()


def _noted(s: Stream, i: int) -> bool:
    """Whether a number in brackets calls a note: in square ones, behind a year, behind a sum that ends a part, or with
    no blank before it behind what has its number already, "1.234 tàu cá(1)"; "cấp tỉnh(12), cấp huyện(30)" counts.
    """
    summed = s.shape[i - 2] in tags_of("money", "percent", "measure")
    if s.keys[i - 1] == "[" or (summed and s.shape[i + 2] in ".;¶"):
        return True
    numbered = s.shape[i - 2] == "y" or summed
    return s.glued(i - 1) and (numbered or _COUNTED.search(s.shape, max(i - 7, 0), i) is not None)


_COUNTED = shape(r"<num> <scale>? <noun|word>{1,4} \( $")


def _noted_behind(s: Stream, i: int) -> bool:
    """Whether a number glued to the end of a sentence calls a note: "58 di tích cấp tỉnh.59", and not "Q.10"."""
    word, after = s.keys[i - 2], s.shape[i + 1]
    opens = after == "¶" or s.text[s.starts[i + 1]].isupper()
    return s.glued(i) and s.glued(i - 1) and opens and len(word) > 1 and s.text[s.ends[i - 2] - 1].islower()


def _dotted_day(s: Stream, i: int) -> bool:
    return _DOTTED_DAY.fullmatch(s.keys[i]) is not None


def _dotted_from(s: Stream, i: int) -> bool:
    """Whether a day with a dot ends a span that another begins."""
    k = i - 2 if s.shape[i - 2] == "q" else i - 3
    return _dotted_day(s, k) and _dotted_day(s, i)


def _at_hour(s: Stream, i: int) -> bool:
    """Whether a number with a dot is an hour of the day behind it."""
    return _TIME.fullmatch(s.keys[i]) is not None


HOURS = 24
CALLED = 3  # digits of a number by which a steering committee is called, of the decision that set it up
_TIME = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")


def _dotted_days(s: Stream, i: int) -> bool:
    return _dotted_day(s, i) and _DOTTED_DATE.fullmatch(s.keys[i + 2]) is not None


def _horizon(s: Stream, i: int) -> bool:
    """Whether up to a year something is to come: "tính đến năm 2020" counts, and "từ 2016 đến 2020" is a span."""
    k = i - 2 if s.shape[i - 1] in tags_of("year") else i - 1
    return s.keys[k] not in lexicon().sets["as_of"]


def _month_said(s: Stream, i: int) -> bool:
    """Whether the words between a day, "tháng" and a year are the number of a month."""
    lo, hi = (i + 2, s.shape.find("y", i)) if s.shape[i] == "d" else (s.shape.rfind("d", 0, i) + 2, i)
    return " ".join(s.keys[lo:hi]) in lexicon().classes["spoken_number"].values


def _always(s: Stream, i: int) -> bool:
    """Whether all hours of a day, or of all days, are meant: "24/24", "24/7"."""
    k = i if s.keys[i + 1] == "/" else i - 2
    if s.keys[k] != "24" or s.keys[k + 2] not in ("24", "7") or has(s.shape[k - 1], "day", "dated", "until", "hyphen"):
        return False  # "16 giờ ngày 24/7" is of July
    return s.keys[k + 2] == "7" or s.shape[k + 3] not in tags_of("noun")  # "24/24 xã đạt chuẩn" counts


def _plate(s: Stream, i: int) -> bool:
    """Whether the letters of all fishing boats end a plate: "PY-91234TS", "QNg 91234 TS"."""
    k = i + 2 if s.shape[i + 1] == "~" else i + 1
    return (
        s.keys[k] in lexicon().sets["plate_end"] and s.keys[i].isdecimal() and s.text[s.starts[k] : s.ends[k]].isupper()
    )


def _short_year(s: Stream, i: int) -> bool:
    """Whether a year lost its first digit behind a day and a month."""
    k = next(k for k in (i, i - 2, i - 4) if s.shape[k : k + 5 : 2] == "ddn")
    return re.fullmatch(r"0\d\d", s.keys[k + 4]) is not None and _real_day(s, k)


def _month(s: Stream, i: int) -> bool:
    return s.shape[i] != "d" or int(s.keys[i]) <= 12  # "mỗi tháng 18 nghìn"


def _months_measured(s: Stream, i: int) -> bool:
    """Whether so many months of a year are what is measured: not "lớp nghề 3 tháng có 250 học viên"."""
    return 1 < int(s.keys[i]) < 12 and s.keys[i + 2] not in lexicon().sets["having"]


_OF_PERCENT = shape(r"<percent> <noun|word|W|tier|,|joint>{0,6} \( $")


def _real_day(s: Stream, i: int) -> bool:
    """Whether what stands behind a slash can be a month, and tells not of what a percentage is: "100% huyện (9/9)"."""
    k = i if s.keys[i + 1] == "/" else i - 2
    if s.shape[k - 1] == "(" and _OF_PERCENT.search(s.shape, max(0, k - 10), k):
        return False
    return s.keys[k + 1] != "/" or (s.keys[k + 2].isdecimal() and int(s.keys[k + 2]) <= 12)


def _first(s: Stream, i: int) -> int:
    """The day of a day and month that a slash or hyphen joins, of which token i is one."""
    return i - 2 if s.shape[i - 1] in "/~" and s.shape[i - 2] == "d" else i


def _sized(s: Stream, i: int) -> bool:
    """Whether things are of so many pieces or so much weight each: "loại 30 kg/con", "cỡ 50 con/kg"."""
    k = i - 1
    while s.shape[k] in "ydnq-~" + tags_of("over", "under", "about", "from", "until"):
        k -= 1
    sets = lexicon().sets
    return s.keys[k] in sets["size_class"] and s.keys[k - 1] not in sets["plural"]


def _outlined(s: Stream, i: int) -> bool:
    return s.keys[i - 1] in lexicon().sets["criterion"] and _NUMBERED.fullmatch(s.keys[i]) is not None


def _not_ranked(s: Stream, i: int) -> bool:
    """Whether the best are only named, of which something is one, or which it left: "một trong top 10 thương hiệu"."""
    return said_before(s, i - 1, "not_ranked") or not said_before(s, i - 1, "ranked_among")


MOTTO = 8  # tokens of a slogan before its number


def _quoted(s: Stream, i: int) -> bool:
    """Whether a number stands in a few words between quotation marks, and not between two pairs of them."""
    k = max(s.shape.rfind(mark, max(i - MOTTO, 0), i) for mark in "\"“”'‘’")
    if k < 0 or has(s.shape[k:i], "stop"):
        return False
    return s.shape[k] in "“‘" or s.shape.count(s.shape[k], s.shape.rfind("¶", 0, i) + 1, i) % 2 == 1


def _iso(s: Stream, i: int) -> bool:
    """Whether a year, a month and a day stand close together, of which token i is one."""
    k = next(k for k in (i, i - 2, i - 4) if s.shape[k] == "y")
    month, day = s.keys[k + 2], s.keys[k + 4]
    return int(month) <= 12 and int(day) <= 31 and len(month) == len(day) == 2


def _past_all(s: Stream, i: int) -> bool:
    """Whether two numbers are a day and a month, of which the first is more than all that the second counts."""
    k = _first(s, i)
    return _calendar(s, i) and int(s.keys[k]) > int(s.keys[k + 2])


def _begins(s: Stream, i: int) -> bool:
    """Whether a day is one from which something is: no month is more, a remark stands behind it, or it is till now."""
    k = _first(s, i)
    behind = s.shape[k + 3] == "(" or s.keys[k + 3] in lexicon().sets["now"]
    return _past_all(s, i) or (_calendar(s, i) and behind)


def _calendar(s: Stream, i: int) -> bool:
    """Whether the second of two numbers can be a month."""
    month = s.keys[_first(s, i) + 2]
    return month.isdecimal() and int(month) <= 12


def _said_near(s: Stream, i: int) -> bool:
    """Whether a day is told from that of the text or by a feast: "hôm nay 24/3", "chiều qua (8-7)", "dịp lễ 30/4"."""
    k = _first(s, i)
    while s.shape[k - 1] in ",-~" + tags_of("joint") and s.shape[k - 2] == "d" and s.shape[k - 3] in "/~":
        k -= 4
    before = k - 1 if s.shape[k - 1] not in ",(" else k - 2
    near = s.shape[before - 1] in tags_of("day", "daypart") and s.keys[before] in lexicon().sets["near_day"]
    return _calendar(s, i) and (near or (before == k - 1 and s.keys[before] in lexicon().sets["feast"]))


def _road(s: Stream, i: int) -> bool:
    """Whether a number is glued to the capitals that a road is called by."""
    return s.glued(i) and s.glued(i - 1) and s.text[s.starts[i - 2] : s.ends[i - 2]].isupper()


def _blend(s: Stream, i: int) -> bool:
    """Whether a number is of what holds several in one: "vắc xin 5 trong 1"."""
    inside = lexicon().sets["inside"]
    k = i if s.keys[i + 1] in inside else i - 2
    return s.keys[k + 1] in inside and s.keys[k + 2] == "1"


def _day_past(s: Stream, i: int) -> bool:
    """Whether a day told from that of the text is dated, and nothing counted, as the first number is the larger."""
    return _past_all(s, i) and _said_near(s, i)


def _near_dots(s: Stream, i: int) -> bool:
    """Whether a day with a dot is told from that of the text: "sáng nay 6.10"."""
    return _dotted_day(s, i) and s.keys[i - 1] in lexicon().sets["near_day"]


def _on_hour(s: Stream, i: int) -> bool:
    """Whether an hour of the day, and the minutes behind it, tell when something was."""
    k = i if has(s.shape[i + 1], "hour") else i - 2
    return s.keys[k - 1] in lexicon().sets["on_day"] and int(s.keys[k]) <= HOURS


def _dated_on(s: Stream, i: int) -> bool:
    return _calendar(s, i) and s.keys[_first(s, i) - 1] in lexicon().sets["on_day"]


def _as_of(s: Stream, i: int) -> bool:
    """Whether what is counted up to is a day: "tính đến 15/9 diện tích lúa mùa đạt 38 ha"."""
    k = _first(s, i)
    return s.keys[k - 1] in lexicon().sets["as_of"] and int(s.keys[k]) <= 31 and _calendar(s, i)


def _post(s: Stream, i: int) -> bool:
    """Whether a place on a road is told by its distance: "Km 12", "km 12+300"."""
    k = i - 3 if s.shape[i - 1] == "+" else i - 1
    post = s.keys[k] in lexicon().sets["post"]
    return post and ("+" in s.shape[i - 1 : i + 2] or s.capital(k))


def _seated(s: Stream, i: int) -> bool:
    """Whether vehicles are called by their seats or wheels: "xe dưới 9 chỗ", "xe 3 bánh, 4 bánh"."""
    sets, k = lexicon().sets, i - 1
    if s.keys[i + 1] not in sets["seats"]:
        return False
    if s.shape[k] in "," + tags_of("joint"):
        return s.keys[k - 1] == s.keys[i + 1] and s.shape[k - 2] in "dn" and _seated(s, k - 2)
    k -= s.shape[k] in tags_of("from", "under", "over")
    return s.keys[k].split()[-1] in sets["vehicle"]


def _in_place(s: Stream, i: int) -> bool:
    """Whether the place whose name stands behind numbers of places is where they are: "thôn 4-5 xã An Bình"."""
    k = next(k for k in range(i + 1, len(s.shape)) if s.shape[k] not in "d,-~" + tags_of("joint"))
    return s.keys[k] in lexicon().sets["place_noun"] and s.capital(k + 1)


def _voltage(s: Stream, i: int) -> bool:
    """Whether a line or station is called by its voltage: "trạm biến áp 110 kV"."""
    k = next(k for k in range(i + 1, len(s.shape)) if s.shape[k] not in "dnq/")  # "110/22 kV"
    return s.keys[k] in lexicon().sets["voltage"]


def _per_one(s: Stream, i: int) -> bool:
    """Whether what follows is told of one: "giá trị trên 1 ha đất đạt 75 triệu", "diện tích 1 ao là 0,5 ha"."""
    return s.keys[i].lstrip("0") == "1" and said_before(s, i, "of_one")


def _lettered(s: Stream, i: int) -> bool:
    """Whether two numbers have a capital each: "29R/11L"."""
    k = i if s.shape[i + 2] == "/" else i - 3
    return all(s.glued(n + 1) and len(s.keys[n + 1]) == 1 and s.capital(n + 1) for n in (k, k + 3))


def _metres(s: Stream, i: int) -> bool:
    """Whether three digits behind a plus are the metres of a place on a road."""
    k = i if s.shape[i + 1] == "+" else i - 2
    return s.glued(k + 1) and len(s.keys[k + 2]) == 3


def _disabled(s: Stream, i: int) -> bool:
    """Whether two numbers are the class of one disabled in war, of four: "thương binh 1/4, 2/4"."""
    while s.shape[i] in "d/," + tags_of("joint"):
        i -= 1
    return s.keys[i] in lexicon().sets["disabled"] and s.keys[i + 3] == "4"


def _map_scale(s: Stream, i: int) -> bool:
    """Whether a map or plan has a scale: "quy hoạch chi tiết 1/500"; "1/500 người" counts."""
    k = i if s.shape[i + 1] == "/" else i - 2
    if s.keys[k] != "1":
        return False
    parts, year = s.keys[k + 2].replace(".", ""), s.shape[k + 2] == "y"
    said = " ".join(s.keys[max(k - 5, 0) : k]).split()[-1 if year else 0 :]
    ends = not year and s.shape[k + 3] in ",.;)¶" + tags_of("joint", "preposition")
    even = len(parts) > 2 and parts.rstrip("0") in ("1", "2", "5", "25")
    return even and (ends or not lexicon().sets["mapped"].isdisjoint(said))


def _named(s: Stream, i: int) -> bool:
    """Whether a day with a name of its own is dated, "Ngày Môi trường thế giới 5-6", and nothing counted on a day."""
    k = i - 2 if s.shape[i - 2] == "d" else i  # words stand before the day
    day = max(n for n in range(max(k - 8, 0), k) if s.shape[n] in tags_of("day"))
    real = int(s.keys[k]) <= 31 and int(s.keys[k + 2]) <= 12
    opens = not day or s.shape[day - 1] in "¶.:;"
    return real and s.capital(day) and (not opens or s.capital(day + 1))


def _for_each(s: Stream, i: int) -> bool:
    """Whether so many of some are told for each so many: "cứ 100 người có 30"."""
    return s.keys[i - 1] in lexicon().sets["for_each"]


def _of_incidence(s: Stream, i: int) -> bool:
    """Whether a number is that of which a rate of cases is one: "tỷ suất tử vong trẻ sơ sinh trên 1.000 trẻ", with the
    rate before it too, "tử vong mẹ 14/100.000 trẻ"; people, and a rate with decimals, need no such words.
    """
    k = i - 2 if s.shape[i - 2] in "dnq" else i - 1
    if not is_round(s, i):
        return False
    if k == i - 2 and (_per_people(s, i) or ("," in s.keys[k] and s.keys[i + 1] not in lexicon().sets["marks"])):
        return True
    said = s.keys[max(s.shape.rfind(end, 0, k) for end in ".,;¶dnq") + 1 : k]
    return not lexicon().sets["incidence"].isdisjoint(said)


def _per_people(s: Stream, i: int) -> bool:
    k = i + 1 + (s.shape[i + 1] in tags_of("scale"))
    return is_round(s, i) and s.keys[k] in lexicon().sets["people"]


def _cites(s: Stream, i: int) -> bool:
    """Whether a document is cited: "Nghị định 45" is, "công văn 402" in a list of counts is not."""
    k = i - 1 if s.shape[i - 1] != ":" else i - 2
    return s.keys[k].endswith(_NUMBER_WORD) or _is_called(s, k, i)


def _is_called(s: Stream, k: int, i: int) -> bool:
    """Whether the paper or programme of token k is one that number i calls: "Đề án 1956", "theo đề án 1956 đạt …"."""
    by = s.keys[k - 1] in lexicon().sets["according"] or has(s.shape[k - 1], "preposition")
    by = by and _goes_on(s, i) and not has(s.shape[i + 1], "noun", "measure")
    return by or s.capital(k)


def _body_called(s: Stream, i: int) -> bool:
    """Whether a body is called by a number: "Ban Chỉ đạo 389 tỉnh", "ban chỉ đạo 138 họp"."""
    tier = s.keys[i + 1].split()[0] in lexicon().sets["category"]  # "Ban chỉ đạo 35 cấp huyện"
    called = s.capital(i - 2) or len(s.keys[i]) == CALLED or tier
    places = lexicon().sets[
        "place_noun" if len(s.keys[i]) == CALLED else "outer_place"
    ]  # "ban chỉ đạo 12 xã" are twelve
    own = not has(s.shape[i + 1], "noun") or tier or s.keys[i + 1] in places
    return called and own and said_before(s, i, "numbered_body")


def _coded(s: Stream, i: int) -> bool:
    """Whether a paper's number goes on in the capitals of its kind: "số 13/QĐXP"."""
    number = s.keys[i - 1] in lexicon().sets["number_word"] and s.glued(i + 2) and len(s.keys[i + 2]) > 2
    return number and s.text[s.starts[i + 2] : s.ends[i + 2]].isupper()


def _one_document(s: Stream, i: int) -> bool:
    """Whether "quyết định 1034 về …" is one document: in "12 quyết định 340 …" the noun counts."""
    sets, capital = lexicon().sets, s.capital(i - 1)
    kind = s.keys[i - 1] in sets["document_kind"] or (capital and s.keys[i - 1] in sets["year_plan"])
    if s.shape[i] == "y" and not (s.keys[i - 1] in sets["document_kind"] and _is_called(s, i - 1, i)):
        return False  # "kế hoạch 2019" is of that year
    cited = s.keys[i - 1] in sets["cited_kind"]
    behind = (s.keys[i + 1], " ".join(s.keys[i + 1 : i + 3]))
    measures = tags_of("noun") if cited else tags_of("noun", "copula") + "w"  # "Kế hoạch 120 đạt …"
    enacts = s.shape[i + 1] not in measures or not sets["enacts"].isdisjoint(behind)
    if not cited and has(s.shape[i + 1], "copula") and s.shape[i + 2] in "ydnq":
        return False  # "Kế hoạch 120 được 115"
    said = s.shape[i + 1] in tags_of("preposition", "dated")
    one = cited or capital or said or len(s.keys[i]) > 2 or s.keys[i][0] == "0"
    return enacts and kind and one and s.shape[i - 2] not in "ydnq" and not _with_letter(s, i)


def _paper_too(s: Stream, i: int) -> bool:
    """Whether one more document of a kind is cited: "Nghị quyết 01, 02", "thông tư 05 và 07"."""
    return s.keys[i - 3] in lexicon().sets["cited_kind"] and len(s.keys[i]) == len(s.keys[i - 2]) and _goes_on(s, i)


def _ends_name(s: Stream, i: int) -> bool:
    """Whether a word that may be of a place ends a name in capitals: "Nhật Bản"."""
    return s.shape[i - 1] == "W" and s.capital(i) and has(s.shape[i], "place")


def _issued(s: Stream, i: int) -> bool:
    """Whether a document is called by who issued it and a number: "Nghị quyết Trung ương 5, khóa VIII"."""
    k = next(k for k in range(i - 2, i - 4, -1) if s.shape[k] not in "wW")
    return s.keys[k] in lexicon().sets["document_kind"] and s.capital(k + 1)


def _of_law(s: Stream, i: int) -> bool:
    """Whether a law stands behind its article: "điều 12 Bộ luật Lao động"; in "điều 5 cán bộ" a noun is counted."""
    behind = (s.keys[i + 1], " ".join(s.keys[i + 1 : i + 3]))
    return not (_PAPERS | lexicon().sets["law"] | lexicon().sets["enacts"]).isdisjoint(behind)


def _law_named(s: Stream, i: int) -> bool:
    """Whether a year ends the name of a law: "luật Thủy sản 2003", "Luật Đất đai 2013"."""
    k = i - 1
    while i - k < LAW and s.shape[k] in "wW" + tags_of("noun", "joint", "numbered") and not _is_law(s, k):
        k -= 1
    return i - k > 1 and _is_law(s, k) and s.capital(k + 1)


LAW = 8  # tokens that a law's name has, at most


def _is_law(s: Stream, k: int) -> bool:
    return s.keys[k] in lexicon().sets["law"]


def _heading(s: Stream, i: int) -> bool:
    """Whether a heading has run into the line: "… hộ gia đình. 3. Ứng dụng công nghệ …"."""
    return s.text[s.starts[i + 2] : s.ends[i + 2]][:1].isupper()


def _lately(s: Stream, i: int) -> bool:
    """Whether so many years are the last ones: "5 năm qua", "10 năm trở lại đây"."""
    return speaks_of(" ".join(s.keys[i + 2 : i + 5]), "lately")


def _opens_inline(s: Stream, i: int) -> bool:
    """Whether a list in the line begins with a number: "như sau: 1. Số thí sinh: 963. 2. Số phòng thi: 40"."""
    second = (k for k in range(i + 2, s.shape.find("¶", i)) if s.keys[k] == "2" and s.shape[k - 1] in ".;")
    return s.keys[i] == "1" and any(s.shape[k + 1] == "." for k in second)


def _run_in(s: Stream, i: int) -> bool:
    """Whether a section in a section has run into the line: "… đạt khá. 1.1. Trồng trọt …"."""
    k = i + 1 + (s.shape[i + 1] == ".")
    return bool(_SECTION.fullmatch(s.keys[i])) and s.text[s.starts[k] : s.starts[k] + 1].isupper()


_SECTION = re.compile(r"\d(?:\.\d){1,3}")


def _called(s: Stream, i: int) -> bool:
    """Whether a programme is called by a number: "Chương trình 135"; a report may count "12 chương trình 5 năm"."""
    return _is_called(s, i - 1, i) and len(s.keys[i]) > 2


def _with_letter(s: Stream, i: int) -> bool:
    """Whether a letter is glued to a number: "Chương trình 30a"."""
    return s.glued(i + 1) and len(s.keys[i + 1]) == 1 and s.keys[i + 1].isalpha()


WIND = 9  # tokens before a category in which it is said to be one of winds


def _blows(s: Stream, i: int) -> bool:
    """Whether a category is one of winds, which go up to 17: "gió giật cấp 12 (130 km/h)"; others have one digit, and
    no word behind them that they could count but where the category before is one less: "cấp 5, cấp 6 dài 12 km".
    """
    k = i - 1 if s.shape[i - 1] not in "-~" else i - 3
    wind = not lexicon().sets["force"].isdisjoint(s.keys[max(k - WIND, 0) : k])
    next_one = s.keys[i - 4 : i - 2] == [s.keys[i - 1], str(int(s.keys[i]) - 1)]
    return wind or (len(s.keys[i]) == 1 and (s.shape[i + 1] not in "(w" or next_one))


def _heads_count(s: Stream, i: int) -> bool:
    """Whether what is counted behind a colon is of a category: "Bác sĩ hạng 2: 45 người"; "Sở Y tế hạng 7: 82,5 điểm"
    is ranked, "Đã cấp 3: 2 giấy mới" counts.
    """
    k = i
    while s.shape[k] in "d-~," + tags_of("joint", "category"):
        k -= 1
    sets, counted = lexicon().sets, s.keys[s.shape.find(":", i) + 2]
    return len(s.keys[i]) == 1 and s.keys[k] not in sets["no_noun"] and counted not in sets["marks"]


def _shouted(s: Stream, i: int) -> bool:
    """Whether a place is called by its number in a line of capitals."""
    return all(s.text[s.starts[k] : s.ends[k]].isupper() for k in (i - 1, i + 1))


def _placed(s: Stream, i: int) -> bool:
    word = s.text[s.starts[i - 1]] if s.shape[i - 1] not in ",ydnq" else "A"
    if _ends_name(s, i - 1):
        return False
    return word.isupper() or s.shape[i + 1] not in "W"


def _at_house(s: Stream, i: int) -> bool:
    """Whether a house is called by its number: "số 12/3 Lê Lợi", "ngõ 45 đường Trần Phú"; "số 12/3 xã" is none."""
    k, end = i - 1, i + 1
    joined = "ydnq/~" + tags_of("joint")
    while s.shape[k] in joined:
        k -= 1
    while s.shape[end] in joined:
        end += 1
    lane = s.keys[k] in lexicon().sets["lane"]
    said = lane or (s.keys[k].endswith(_ENDS_NUMBER) and end > k + 2)
    there = s.shape[k - 1] in tags_of("preposition") and s.shape[end] not in tags_of("noun")  # "tại số 12/3 là …"
    return said and (there or s.capital(end) or s.keys[end] in lexicon().sets["feast"])


def _street(s: Stream, i: int) -> bool:
    """Whether what stands behind a number is a street by its name: "57 Trần Phú, Hà Nội"; a noun would count."""
    k = i + 1
    while proper(s, k) and s.shape[k] == "W" and " " not in s.keys[k]:
        k += 1
    return k - i > 2 and s.shape[k] in ",.;)¶" + tags_of("copula", "preposition", "hyphen") and "." not in s.keys[i]


def _numbers(s: Stream, i: int) -> bool:
    """Whether a word before a number numbers it ("mức 3", "Lớp 1"); in "mở lớp 30 học viên" it does not."""
    tags, numbered = s.shape, tags_of("numbered")
    before, after = tags[i - 1], tags[i + 1]
    if s.keys[i + 1] in lexicon().sets["event_noun"]:
        return False  # "đường tỉnh 11 vụ"
    if after in tags_of("noun") and all(s.capital(k) for k in (i - 1, i - 2)):
        return False  # "huyện Tứ Kỳ 3 sản phẩm"
    if s.keys[i - 1] in lexicon().sets["mark"] and tags[i - 2] in tags_of("exceed", "below", "compare"):
        return False  # "cao hơn mức 9 lượt của năm trước"
    if before not in numbered:
        last = max((k for k in range(max(i - 3, 0), i) if tags[k] in "dn" or k == i - 3), default=0)
        return after not in "wW" or s.keys[last] == str(int(s.keys[i]) - 1)  # "mức 3, 4 phổ biến"
    one_less = [s.keys[i - 1], str(int(s.keys[i]) - 1)]  # "lớp 10, lớp 11 và lớp 12 học sinh"
    if any(s.keys[k : k + 2] == one_less for k in range(max(i - 9, 0), i - 2)):
        return True
    if i > 1 and tags[i - 2] in "ydnq" and (before in tags_of("measure", "noun") or after in tags_of("noun")):
        return False  # "3 tuần 5 ngày"
    if before in tags_of("noun", "measure") and after in tags_of("noun"):
        # "lớp 12 Trường THPT An", "lớp 12 trường THPT An": it has a name
        named = i + 1 + (s.keys[i + 1] in lexicon().sets["site_kind"])
        return any(s.capital(k) for k in (i - 1, i + 1, named))
    return True


def _label_again(s: Stream, i: int) -> bool:
    """Whether lines or items are numbered by a word, "Phương án 1: …", "Phương án 2: …": the number before or behind
    stands with the word again.
    """
    opens = any(s.shape[k] in "¶.;" for k in range(i - 2, i - 5, -1))
    near = {str(int(s.keys[i]) + n) for n in (1, -1)}
    words = range(max(i - ITEMS, 0), min(i + ITEMS, len(s.keys) - 3)) if opens else ()
    again = (k for k in words if s.keys[k] == s.keys[i - 1] and s.keys[k + 1] in near)
    return any(":" in s.shape[k + 2 : k + 4] for k in again)


def _mark(s: Stream, i: int) -> bool:
    """Whether a mark is named, as where marks are counted: "có 25 điểm 10"; behind it stands no noun."""
    sets = lexicon().sets
    ends = s.shape[i + 1] != "w" or s.keys[i + 1] in sets["no_noun"]
    most = int(s.keys[i]) <= 10 or s.keys[i - 2] in sets["scale_of_marks"]
    return ends and s.keys[i - 1] in sets["marks"] and most


def _listed(s: Stream, i: int) -> bool:
    """Whether a number with commas lists numbers of places or classes: "khóm 1,2,3", "lớp 6,7"; they ascend."""
    numbers = s.keys[i].split(",")
    if not all(n.isdecimal() and len(n) < 3 and n[0] != "0" for n in numbers):
        return False
    listed = s.shape[i - 1] in tags_of("place", "category", "noun") or s.keys[i - 1] in lexicon().sets["level_word"]
    if s.shape[i - 1] not in tags_of("place", "category", "numbered") and len(numbers) < 3:
        return False
    if not listed or (len(numbers) == 2 and s.shape[i + 1] in tags_of("noun")):
        return False
    return all(int(a) < int(b) for a, b in pairwise(numbers))


def _in_a_row(s: Stream, i: int) -> bool:
    """Whether numbers call what stands before them: three or more of them, each one more than the last."""
    first, parted = i, "," + tags_of("joint")
    while s.shape[first] == "d" or s.shape[first] in parted:
        first -= 1
    last = next(k for k in range(i, len(s.shape)) if s.shape[k] != "d" and s.shape[k] not in parted)
    numbers = [
        int(key) for key, tag in zip(s.keys[first + 1 : last], s.shape[first + 1 : last], strict=True) if tag == "d"
    ]
    return len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))


def _nth(s: Stream, i: int) -> bool:
    """Whether things are told by their turn, "tầng thứ 10", "vòng thi thứ 2", and not by their rank: "lớn thứ 2"."""
    sets, lo = lexicon().sets, max(s.shape.rfind(mark, max(i - SENTENCE, 0), i) for mark in ".;¶")
    ranked = not (sets["rank"] - sets["ordinal"]).isdisjoint(s.keys[lo + 1 : i])  # "xếp thứ 5, kinh tế thứ 8"
    return s.keys[i - 1] in sets["ordinal"] and s.keys[i - 2].split()[-1] not in sets["graded"] and not ranked


def _weekly(s: Stream, i: int) -> bool:
    """Whether days of the week are told: "vào thứ 2 và thứ 6 hàng tuần"."""
    sets = lexicon().sets
    return s.keys[i - 1] in sets["ordinal"] and not sets["weekly"].isdisjoint(s.keys[i + 1 : i + 7])


def _one_site(s: Stream, i: int) -> bool:
    """Whether a branch or line is called by its number, "cơ sở 2 cách đó", "tuyến 1 bắt đầu"; "số cơ sở 12" counts."""
    counted = s.shape[i - 2] in "ydnq" + tags_of("quantity", "total", "anaphor")
    return s.keys[i - 1] in lexicon().sets["numbered_site"] and not counted


def _months_listed(s: Stream, i: int, last: int = 12) -> bool:
    """Whether months are listed without a blank: "tháng 8,9"."""
    told = s.keys[i].split(",")
    return all(m.isdecimal() and 0 < int(m) <= last for m in told) and all(int(a) < int(b) for a, b in pairwise(told))


def _days_listed(s: Stream, i: int) -> bool:
    """Whether days are: "các ngày 02,03 và 04/6"."""
    return _months_listed(s, i, 31)


def _decade(s: Stream, i: int) -> bool:
    return s.keys[i - 2] in lexicon().sets["plural"] and len(s.keys[i]) == 2 and s.keys[i][1] == "0"


def _on_the_dot(s: Stream, i: int) -> bool:
    """Whether what stands behind an hour are its minutes: "18 giờ 00", "7 giờ 30"."""
    k = i if s.shape[i - 1] in tags_of("hour") else i + 2
    return len(s.keys[k]) == 2 and s.keys[k].isdecimal() and int(s.keys[k]) < 60 and not int(s.keys[k]) % 5


def _counted_up(s: Stream, i: int) -> bool:
    """Whether a label that counts, and a colon, stand before what looks like a year: "Tổng số người nghiện: 1974"."""
    return s.shape[i - 1] == ":" and _COUNT_LABEL.search(s.shape, max(i - LABEL, 0), i) is not None


LABEL = 16  # tokens of a label at most
_COUNT_LABEL = shape(r"<total|quantity> (?: <!num|,|;|stop|:> | <year> <y> )* : $")


def _opens_row(s: Stream, i: int) -> bool:
    """Whether a row of a table that lost its cells begins with its number: "12 Số vụ đã xử lý"."""
    return (i == 0 or s.on_new_line(i)) and s.capital(i + 1)


def _hour_short(s: Stream, i: int) -> bool:
    """Whether a letter between two numbers is short for the hour: "14g00"."""
    return s.keys[i + 1] in lexicon().sets["hour_short"] and bool(_TIME.fullmatch(f"{s.keys[i]}.{s.keys[i + 2]}"))


def _label(s: Stream, i: int) -> bool:
    """Whether a whole number and a capital behind it are a name, as in "5S", "10A1", and no unit, as in "220V"."""
    letter = s.keys[i + 1]
    return len(letter) == 1 and s.shape[i] != "q" and letter not in lexicon().sets["glued_measure"]


def _behind_letters(s: Stream, i: int) -> bool:
    """Whether a numeral ends a name in letters, as in "ST25" or "A4": one letter must be a capital."""
    last = s.text[s.starts[i] - 1]
    if len(s.keys[i - 1]) > 1:
        return s.shape[i - 1] in "wW" and last.isalpha()
    hour = s.shape[i - 1] in tags_of("hour") and s.glued(i - 1) and s.shape[i - 2] in "ydnq"  # "7H30"
    return last.isupper() and s.keys[i].isdecimal() and not hour


# The N of a part-year report ("9 tháng đầu năm 2018") is a period wherever it stands before "tháng" again.
_MONTHS = shape(r"<d> (?=<month|quarter>)")
_MONTH_OF_YEAR = shape(r"<month> (<d>) (?: /|<hyphen|point|year|,>)* <y>")
_PART_YEAR = shape(r"(<d>) <month|quarter> (?:<head_of_year> | (?=/? <year>? <y>))")
_NO_UNIT = r"(?! <scale|percent|points|money|measure|times> )"
_UNCOUNTED = r"(?! <scale|percent|points|money|measure|times|noun|num|/|~|duration|hour|day|month|year|w> )"
_BARE = r"(?! <scale|percent|points|money|measure|times|noun|num|/|~|duration|hour|day|month|year> )"
RULES = (
    _rule("ordinal.item", r"(<d>) (?<=[(;,].) <hyphen|point|close> (?!<num|stop|,>)"),  # (2- Giao thông; 3- …)
    _rule("date.hhmm", r"(<d|n>) : (<d|n>) (?: : (<d|n>))?", _clock),
    _rule(  # trẻ em dưới 5 tuổi, người từ 15 tuổi trở lên; a mean age is a figure
        "name.age",
        r"""<noun|word|W|preposition|comprise|,|open> <from>? <under|over>? (<d|n>)
            (?: <until|hyphen> <under>? (<d|n>) )? <month>? <age>
          | <joint> <under|over> (<d|n>) <age>""",
    ),
    _rule("name.age", r"(<d|n>) <until|hyphen> (<d|n>) <month>? <age> | <age> <from> (<d|n>) <upward>"),
    _rule(  # ở tuổi 42, độ tuổi từ 18 đến 25
        "name.age",
        r"(?<!<num>) <age> <from|over|under>? (<d|n>) (?: <until|hyphen> <under>? (<d|n>) )?" + _UNCOUNTED,
    ),
    _rule("ordinal.dotted", r"<numbered> (<q>) (?!<percent|points|scale|money|measure>)", _outlined),  # tiêu chí 8.1
    _rule("ordinal.note", r"\( (<d>) \)", _noted),  # năm 2021(1) · not: năm 2021 (12)
    _rule("ordinal.note", r"(<d|n>) (?<=[.].)", _noted_behind),
    _rule(  # cá loại 30 kg/con, tôm cỡ 50 con/kg
        "name.size",
        r"<over|under|about|from>? (<d|n|q>) (?: <hyphen|until> (<d|n|q>) )? <measure|noun> (?= / <measure|noun>)",
        _sized,
    ),
    _rule(  # tàu từ 15 m trở lên · 40 tàu có chiều dài từ 6 m đến dưới 12 m · 9 tàu dưới 6 m
        "name.size",
        r"""(?:<noun> | <num> <noun> <word|noun|copula>{1,3}) <from> (<d|n>) <measure>
            (?: <upward|downward> | <until> <under>? (<d|n>) <measure> )
          | <num> <noun> <word|noun>{0,2} <under> (<d|n>) <measure>""",
    ),
    _rule(  # tuyến từ 50 km đến dưới 230 km · tàu dưới 20 CV có 30 chiếc · …; trên 90 CV có 12 chiếc
        "name.size",
        r"""<from> (<d|n|q>) <measure>? <until> <under> (<d|n|q>) <measure>
          | <under> (<d|n|q>) <measure> (?= <copula|noun|word>{0,3} <num> )""",
    ),
    _rule(
        "name.size",
        r"<under> <d|n|q> <measure> (?:<!stop>|;)+? <over> (<d|n|q>) <measure> (?= <copula|noun|word>{0,3} <num> )",
    ),
    _rule(
        "name.size", r"<noun|word|joint|,> <under|over> (<d>) <month|year> (?=<num>)"
    ),  # học nghề dưới 3 tháng 340 người
    _rule("name.always", r"<d> / <d>", _always),
    _rule("name.post", r"<measure> (<d|n|y>) (?: [+] (<num>) )?", _post),
    _rule("name.post", r"(<d|n|y>) [+] (<n>)", _metres),  # K20+300
    _rule("name.scale", r"(<d>) / (<n|q|y>)", _map_scale),
    _rule("name.disabled", r"<noun|word|w> (<d>) / (<d>) (?: (?:,|<joint>) (<d>) / (<d>) )*", _disabled),
    _rule("name.zone", r"<timezone> [-+~] <d>"),
    _rule("name.plate", r"<W> ~? (<n>) ~? <W>", _plate),  # tàu cá PY-91234TS
    _rule(
        "ordinal.star", r"(<d>) (?: <until|hyphen|,|joint> (<d>) )? <star>", lambda s, i: int(s.keys[i]) <= MOST_STARS
    ),
    _rule("period.semester", r"<semester> (<d>)"),
    _rule(  # kỳ 1 tháng 3/2025
        "period.fortnight",
        r"<word|w|noun> (<d>) (?=<month> <d>)",
        lambda s, i: s.keys[i - 1] in lexicon().sets["fortnight"],
    ),
    _rule(  # 9 tháng đầu năm 2018 · 6 tháng cuối năm · 9 tháng năm 2018 · 6 tháng/2019 · 6 tháng của tỉnh
        "period.months",
        r"""(<d>) (?<![ydnq~].) <month|quarter>
            (?: <head_of_year|same_period> | (?=<preposition>? <year> <y>) | (?=/ <y>) | (?=<where>)
            | (?= (?:,|<joint>) <estimate> <!num|stop>{0,3} <year|year_part> <y> [¶(] ) )""",
    ),
    _rule(
        "period.months",
        r"(<d>) (?<![ydnq~].) <month> <year> <w|W>",
        lambda s, i: s.keys[i + 3] in lexicon().sets["this"],
    ),
    _rule("ordinal.inline", r"(<d>) (?: (?<=[.;:].) (?: <close> | <point> (?=<W>) ) | (?<=[.;y].) [.] .)", _heading),
    _rule("ordinal.inline", r"(?<=:) (<d>) (?=[.])", _opens_inline),
    _rule("ordinal.inline", r"(?<=[.;:]) (<q>) [.]? (?! <num|percent|scale|money|measure> )", _run_in),
    _rule(
        "period.through",
        r"""<through|preposition> (<d>) <month> (?=<estimate|copula|target|equal|up|down|shows> | ,)
          | (<d>) <month> (?=<through>) | <preposition> (<d>) <year> (?=<through>)""",
    ),
    _rule(  # 5 năm qua, trong 24 giờ qua · not: sau 5 năm
        "period.lately", r"(?<!<num>) (<d>) (?=<year|month|day|hour> <word|through>)", _lately
    ),
    _rule(  # doanh thu 9 tháng đạt 4,36 tỷ · 5 tháng ước đạt 12 tỷ · 10 tháng, …
        "period.measured",
        r"""(<d>) (?<![ydnq~].) <month> (?= <n|q> <scale|money|measure> | <estimate|up|down>
            | <copula> <over|under|about>* (?: <n|q> | <num> <scale|money|measure>))
          | (?:^|(?<=[¶:])) (<d>) <month> <,|¶>""",
        _months_measured,
    ),
    _rule(
        "period.cumulative",
        r"""(?:<cumulative|total|mean> <word|quantity>{0,2} | <year_part>) (<d>) <month> (?!<word>)
          | <cumulative> (<d>) <month>""",
    ),
    _rule(  # kế hoạch 5 năm 2016-2020
        "period.range", r"(<y>) <hyphen|until> <year>? (<y>) | (<d>) (?=<year> <y> <hyphen|until|,|joint> <y>)"
    ),
    _rule("period.span", r"<span> (?:<until> | <year>)* (<y>) (?=<!noun>)"),
    _rule("period.until", r"<until> <year>? (<y>) (?!<noun|scale|measure|money|percent>)", _horizon),
    _rule(  # tầm nhìn 2045, định hướng năm 2035
        "period.until",
        r"<w|W> <year>? (<y>) (?!<noun|scale|measure|money|percent>)",
        lambda s, i: said_before(s, i - (s.shape[i - 1] in tags_of("year")), "horizon"),
    ),
    _rule("period.quarter", r"<quarter> (<d>)"),
    _rule("period.quarter", r"<quarter> <d> <hyphen> (<d>) (?=/? <year> | / <y>)"),  # quý 1-2 năm nay
    _rule("period.quarter", r"<quarter> <W|w|d> </|hyphen> (<y>)"),
    _rule("name.road", r"<W|hotline|numbered|word> [.] (<d|n>)", _road),  # tuyến ĐT.265
    _rule("name.blend", r"(<d>) <preposition> (<d>) (?!<noun|measure|money|scale|percent|num|day|month|year>)", _blend),
    _rule(
        "name.road",
        r"<road> <d|n> (?: <hyphen|,|joint> <road>? <d|n> (?!<noun|num>) )* (?! / <num> )" + _NO_UNIT,
        _numbers,
    ),
    _rule("name.house", r"<house> (<num> (?: / <num>)*)"),
    _rule(
        "name.house",
        r"<numbered|word|noun> (<num> (?: (?:/|~) <num> ){0,3} (?: <joint> <num> / <num>)?)"
        r"(?=<W|noun|word|copula|,|open>)",
        _at_house,
    ),
    _rule("name.house", r"(<d|n> / <d|n> / <d|n>) (?=<W>)"),  # 5/46/10 Nguyễn Trãi
    _rule("name.house", r"<preposition|,|:|open|hyphen> (<d|n>) (?=<W> <W>)", _street),  # tại 218 Hùng Vương
    _rule("name.house", r"<dwells> <preposition|:>? (<d|n> / <d|n>) (?=<W|numbered|noun>)"),  # ngụ 246/12 Lê Lai
    _rule("name.house", r"<preposition> (<d|n> / <d|n>) (?=<W> <W>)"),  # tại 41/9 Lê Văn Linh
    _rule("date.words", r"<day|dated> <d> <month> (?:<d>|<w>) (?: <year> <y>)?"),
    _rule(  # 28 tháng Chạp
        "date.lunar", r"(<d>) <month> (?=<w|W>)", lambda s, i: s.keys[i + 2] in lexicon().sets["lunar_month"]
    ),
    # Thứ năm, 10 Tháng 12 2020; 25 tháng 8 năm 2025
    _rule("date.plain", r"<d> <month> <d> (?: <year> <y> | <y> (?!<noun|scale|percent>) )"),
    _rule("date.plain", r"(<d>) <month> <w|W> <per>? (<y>) (?!<noun|scale|percent>)", _month_said),  # 09 Tháng Tám 2013
    _rule(
        "date.full",
        r"""<d> (?: <hyphen> <d> )?
            (?: / <d> / <y> | <hyphen> <d> <hyphen> <y> | <point> <d> <point> <y> | / <d> <hyphen> <y>)""",
    ),
    _rule("date.full", r"<d> / <d> / <n>", _short_year),  # 30/6/017
    # ba ngày nghỉ (30, 31/12/2017 và 1/1), hội chợ (15-17/9)
    _rule("date.range", r"\( (<d>) (?=<,|joint|hyphen> <d> / <d> / <y> | <hyphen> <d> / <d> <close|,>)"),
    _rule("date.iso", r"<y> <hyphen> <d> <hyphen> <d>", _iso),  # 2013-05-08
    _rule("date.range", r"<from> <d> <until|hyphen> <d> / <d>", _real_day),
    _rule("date.range", r"<d> / <d> (?: <hyphen|until> <day>? | <dated>) <d> / <d>", _real_day),
    _rule("date.range", r"(<d>) ~ (<d>) <until> <day>? <d> ~ <d>" + _BARE, _calendar),  # 12-3 đến 11-4
    _rule("date.range", r"<day|dated> <d> / <d> (?: <,|joint> <day>? <d> / <d> )+", _real_day),
    _rule(
        "date.range",
        r"<day|dated> <d> (?: <hyphen|until|,|joint> <day>? <d> | <dated> <d>)+ (?: / <d> (?: / <y>)? )",
        _real_day,
    ),
    _rule("date.night", r"<daypart> <d> <daypart> <d> / <d>"),
    _rule("date.named", r"<day> <word|noun|W>{2,7} (<d>) (?:/|<hyphen>) (<d>) (?! <hyphen|/|measure|noun> )", _named),
    _rule(
        "date.dash",
        r"<day|dated> <d> <hyphen> <d> (?: <until> <d> <hyphen> <d> )? (?! <noun|scale|percent|money|measure|num|/> )",
    ),
    _rule(
        "date.month", r"<month> <d> (?: <hyphen|,|until|joint> <month>? <d> )* (?: </|hyphen|point|year> <y> )?", _month
    ),
    # đến 6/2022 · not: thông tư số 12/2022
    _rule(
        "date.month", r"<d> (?<![ydnq].) / <y>", lambda s, i: _month(s, i) and s.keys[_first(s, i) - 1] not in _PAPERS
    ),
    _rule("date.month", r"<until|from> (<d>) ~ (<y>)" + _UNCOUNTED, _month),
    _rule("date.month", r"<month> (<q>)" + _UNCOUNTED, _months_listed),  # tháng 8,9
    _rule("date.range", r"<day|dated> (<q>) (?=<joint> <d> / <d>)", _days_listed),  # các ngày 02,03 và 04/6/2012
    _rule("period.decade", r"<year> (<d|n>)" + _UNCOUNTED, _decade),  # những năm 90
    _rule("date.day", r"<day|dated> (?<!<per>.) <d> (?: / <d>)? (?! <hyphen> <num> <noun>)"),
    _rule("date.daypart", r"<daypart> (<d>) (?:/|<hyphen>) (<d>)", _real_day),
    _rule("date.day", r"(?<!<per>) <day> <word|noun>{1,2} (<d>) <hyphen> (<d>) (?= <,|;|stop|close> )", _calendar),
    _rule("date.dots", r"(<q>) <until|hyphen> (?=<q>)", _dotted_days),  # 26.8 - 1.9.2019
    _rule("date.dots", r"<day|dated|daypart> (<q>) (?!<scale|percent|points|money|measure|noun>)", _dotted_day),
    _rule("date.dots", r"<day|daypart> <word|through> (<q>) (?!<scale|percent|points|money|measure|noun>)", _near_dots),
    _rule("date.dots", r"(?<!<up|down|becomes>) <until|from> (<q>) (?=<,|stop|close|until|hyphen>)", _dotted_day),
    _rule(  # từ ngày 1.7 đến 30.9 có 45 ca; từ 15.8 đến 20.8 có 12 ca · not: tăng từ 15.8 đến 20.8
        "date.dots",
        r"(?<!<up|down|becomes>) <from|day|dated> <q> <until|hyphen> <day>? (<q>)" + _UNCOUNTED,
        _dotted_from,
    ),
    # 2 ngày (16-17.12), từ ngày 9-15.6 · not: ngày 9-15.6 tấn
    _rule("date.dots", r"<day|dated> \(? <d> <hyphen> (<q>) (?=<,|;|stop|close>)", _dotted_day),
    _rule("date.range", r"<day> \( (<d>) (?= <hyphen> <q> <,|close> )", lambda s, i: _dotted_day(s, i + 2)),
    _rule(
        "date.daymonth",
        r"<d> (?<=[^ydnq/].) (?<!<over|under|about|equal|occupy>.) / <d> (?=<close|quote|stop|,|:|hyphen|joint>)",
        _real_day,
    ),
    _rule(
        "date.dash", r"(?<!<up|down|copula|becomes>) <until|from|around|through> (<d>) ~ (<d>)" + _UNCOUNTED, _calendar
    ),
    _rule("date.dash", r"<preposition|word|W> (<d>) ~ (<d>)" + _UNCOUNTED, _dated_on),  # mở vào 10-11, …
    _rule("date.dash", r"<day|dated> <d> (?: <,|until|joint> <day>? <d> )+ ~ <d> (?: ~ <y> )?" + _UNCOUNTED),
    _rule("date.dash", r"<from> <d> <until> <d> ~ <d> (?: ~ <y> |" + _UNCOUNTED + ")"),
    _rule(
        "date.daymonth",
        r"<word|through|noun> (?: ,? \( | , )? (<d>) (?:/|~) (<d>) (?: <,|joint|hyphen> (<d>) (?:/|~) (<d>) )?"
        r"(?!<noun>)" + _NO_UNIT,
        _said_near,
    ),
    _rule("date.daymonth", r"(<d>) (?<![ydnq/].) (?:/|~) (<d>) (?=<copula> <day>)", _calendar),
    _rule("date.daymonth", r"<through|word> (<d>) / (<d>) (?=<noun>)", _day_past),  # hôm qua 16/7 trạm đã mở
    _rule("date.daymonth", r"<until> (<d>) / (<d>) (?!<noun>)" + _NO_UNIT, _as_of),  # tính đến 15/9 các huyện đã cấy
    _rule(
        "date.daymonth", r"<from|around|until> (<d>) / (<d>) (?! / )" + _NO_UNIT, _begins
    ),  # áp dụng từ 5/3 quy định …
    _rule(
        "date.daymonth", r"(?<!<copula>) (<d>) / (<d>) (?! / ) (?!<noun>)" + _NO_UNIT, _past_all
    ),  # ngày hội 18/11 sắp tới
    _rule("date.clock", r"<w|around> (<q>) (?=<day> <d>)", _at_hour),  # vào lúc 19.15 ngày 29/9
    _rule("date.clock", r"<d|n> <hour> <d|n>", lambda s, i: s.glued(i) or (s.glued(i + 1) and s.glued(i + 2))),
    _rule("date.clock", r"(<d|n>) <hour> (<d|n>) (?=<,|stop|close|day|dated|until|hyphen>)", _on_the_dot),  # 18 giờ 00
    _rule(  # lúc 8 giờ 25 phút 47 giây
        "date.clock",
        r"<around|until|from> <d|n> <hour> <d|n> <minute> (<d|n>) (?=<measure>)",
        lambda s, i: s.keys[i + 1] in lexicon().sets["second"],
    ),
    _rule("date.clock", r"<from> (<d>) <hyphen|until> (<d>) (?=<hour> (?: , | <copula|until> ))"),  # từ 6-7 giờ, …
    # xảy ra từ 12h - 24h, khoảng 12h - 24h
    _rule(
        "date.clock", r"<from|around|about> <d|n> <hour> <hyphen> (<d|n>) <hour>", lambda s, i: int(s.keys[i]) <= HOURS
    ),
    _rule(  # 13h30-17h, 7h-11h30
        "date.clock",
        r"<hour> <d|n> <minute>? <hyphen|until> (<d|n>) <hour> | (<d|n>) <hour> <hyphen|until> <d|n> <hour> <d|n>",
        lambda s, i: int(s.keys[i]) <= HOURS,
    ),
    _rule(  # vào 15 giờ 5 phút · not: tập trung vào 3 giờ học
        "date.clock", r"<word> (<d>) <hour> (?: (<d|n>) <minute> | (?=<,|stop|close|day|dated|copula>) )", _on_hour
    ),
    _rule(
        "date.clock",
        r"""<around|until|from> <d|n> <hour> (?: <d|n> (?:<minute> | ['’′]) | <d|n> (?=<copula|until|,>) | <d> )?
            (?!<up|down>)""",
        lambda s, i: len(s.keys[i]) < 3,
    ),
    _rule(
        "date.clock", r"<d|n> <hour> (?: <d|n> <minute>? )? (?=<daypart> | <day> | , <day>)"
    ),  # 0 giờ 00 phút ngày 1/7
    _rule(
        "unit.per",
        r"""</|over> (?: (?<=<!num> /) | (?<=<noun|measure|percent> <over>) ) (<n|q>)
            (?=<noun|word|measure|foreign_money>)""",
        counted_per,
    ),
    # bác sĩ trên 1 vạn dân, tử vong trên 1 triệu dân xếp thứ 6
    _rule("unit.per", r"<noun> <over> (<d>) (?=<scale> <noun>) | <over> (<d>) (?=<scale> <noun> <rank>)", is_round),
    _rule(  # tỷ suất tử vong trẻ sơ sinh trên 1.000 trẻ · tử vong mẹ 14/100.000 trẻ · mắc lao 35,2 trên 100.000 dân
        "unit.per", r"<over|/> (?:(?<=.<over>) | (?<=<num> /)) (<n|q>) (?=<noun>)", _of_incidence
    ),
    _rule("unit.per", r"<mean|over> (<num>) (?=<scale>? <noun> (?: [(] <noun|word>+ [)] )? :)", _per_people),
    _rule("unit.per", r"/ (<d>) (?<=[^ydnq/]..) (?= <scale>? <noun> | <word|measure> )", counted_per),
    _rule("unit.per", r"<q> / (<n|q>) (?=<noun>)", is_round),
    _rule(
        "unit.per",
        r"""<mean|per> <over>? (<d|n|q>)
            (?=<scale>? <noun> (?: <word>{0,3} <copula> | <word>{1,3} ) <over|under|about>? <num>)""",
        is_round,
    ),
    _rule("unit.per", r"<mean|per> <over>? (<d>) (?=<noun>)", is_round),
    _rule(  # cứ 100 người dân thì có 30 người nhiễm
        "unit.per", r"<per> (<num>) (?=<noun> <!num|,|;|stop>{0,8} <copula> <over|under|about|until>? <num>)", _for_each
    ),
    # hiện 1 tuần có trên 60 chuyến
    _rule("unit.per", r"(<d>) (?= <day|measure> <copula> <over|under|about>? <num>)", lambda s, i: s.keys[i] == "1"),
    _rule(  # bình quân 1 ngày tiếp 5 lượt · not: giải quyết bình quân 1 ngày, trung bình 1 tháng 5 ngày
        "unit.per", r"<mean> (<d>) (?= <day|month|year|measure> (?! [,;.)¶] | <num>) )", lambda s, i: s.keys[i] == "1"
    ),
    _rule(
        "unit.per",
        r"""<over|word|noun> (<d>) (?= <measure|noun> <!num|;|:|stop|copula>{0,12} (?:<year> <y>)?
            (?:<copula> | :) <over|under|about>* <num> )""",
        _per_one,
    ),
    _rule("unit.factor", r"<unit_label> <word>? : (<n|q>) (?=<scale|money|measure|noun>)", is_round),
    _rule("reference.code", r"<numbered> (<d|n>) / (?=<W>)", _coded),
    _rule("reference.document", r"<document> <:>? <num> (?! <scale|percent> )", _cites),
    _rule(
        "reference.bare",
        r"""<noun|target|W|document> (<d|n|y>)
            (?= <preposition|where|day|dated|located|joint|noun|w|copula|,|open|close> )""",
        _one_document,
    ),
    _rule("reference.bare", r"(?:<noun|target|document>) <d|n> <,|joint> (<d|n>)" + _BARE, _paper_too),
    _rule("reference.issuer", r"<noun|target> <word|W>{1,2} (<d>) (?= <,|open|quote|stop> )", _issued),
    _rule(  # nghị định 43/2006
        "reference.bare",
        r"<noun|target|document|numbered> (<d|n> (?:/|~) <y>) (?!<noun>)",
        lambda s, i: s.keys[i - 3 if s.shape[i - 1] in "/~" else i - 1] in _PAPERS,
    ),
    _rule(
        "reference.article",
        r"<article> <d|n> (?: <,|joint|hyphen|until> <article>? <d|n> (?!<noun>) )* (?!<scale|percent|money|noun>)",
    ),
    _rule("reference.article", r"<article> (<d|n>) (?=<article>)"),
    _rule("reference.law", r"<word|noun> (<y>)" + _UNCOUNTED, _law_named),  # luật Thủy sản 2003
    _rule("reference.article", r"<article> (<d|n>) (?=<noun|document|word>)", _of_law),
    _rule("reference.standard", r"<standard> <W|/|hyphen|:>* <num> (?: <:|hyphen> <y> )?"),  # ISO/IEC 17025: 2017
    _rule(  # phiên bản 4.2 · not: xuất bản 62.800 tên sách
        "name.version",
        r"<version> <glued|->? <num> (?!<noun|scale|percent|money>)",
        lambda s, i: _THOUSANDS.fullmatch(s.keys[i]) is None and not _ends_name(s, i - 1),
    ),
    _rule(  # công nghệ 4.0
        "name.version",
        r"<word|noun|W> (<q>) (?!<noun|/>)" + _NO_UNIT,
        lambda s, i: _GENERATION.fullmatch(s.keys[i]) is not None,
    ),
    _rule("name.band", r"<band> (<num> (?:<measure>? <hyphen|until|,> <num>)*)"),
    _rule("name.grade", r"<grade> <num> (?: <hyphen> <num>)* (?! <scale|percent|money|measure|noun|num> )"),
    _rule("name.grade", r"<noun|word|W> (<d|n|q> (?: / <d|n|q>)*) (?=<measure>)", _voltage),  # trạm biến áp 110 kV
    _rule("reference.programme", r"<programme> (<y|n>) (?!<noun|year|month|day>)" + _NO_UNIT, _called),
    _rule("reference.programme", r"<programme|document> (<d|n>) <w|W>", _with_letter),  # Chương trình 30a
    _rule(  # Ban Chỉ đạo 389 tỉnh, Hội nghị Trung ương 9
        "name.numbered",
        r"<noun|word|W> (<d|n|y>) (?! <scale|percent|points|money|measure|times|num|/|~|duration|hour|day> )",
        _body_called,
    ),
    _rule(  # 1 số xã: some
        "name.some",
        r"(?<!<num>) (<d>) (?=<numbered|quantity> <word|noun>)",
        lambda s, i: s.keys[i] == "1" and s.keys[i + 1] in lexicon().sets["some_of"],
    ),
    # danh hiệu "Sinh viên 5 tốt", cuộc vận động "5 không, 3 sạch" · not: "có 5 hộ"
    _rule("name.slogan", r"(<d>) (?= <word|preposition> <!stop|;|quote>{0,5} <quote> )", _quoted),
    # một trong Top 10 thương hiệu, rơi khỏi top 3 · not: nằm trong top 10 tỉnh
    _rule("name.top", r"<top> (<d|n>)", _not_ranked),
    _rule(  # bộ số 12 – 19 – 23 – 35
        "name.drawn", r"(<num> (?: <hyphen> <num>){3,}) (?! <noun|hyphen|num> )" + _NO_UNIT
    ),
    _rule("name.size", r"<noun|word|from|under|over|,|joint> (<d|n>) (?=<w|noun>)", _seated),  # xe dưới 9 chỗ
    _rule("name.glued", r"(<d>) <W> / (<d>) (?=<W>)", _lettered),
    _rule(  # công ty trách nhiệm hữu hạn 1 thành viên
        "name.company",
        r"<word|W|noun> (<d>) (?=<noun>)",
        lambda s, i: s.keys[i - 1] in lexicon().sets["limited"] and s.keys[i + 1] in lexicon().sets["partner"],
    ),
    _rule("name.model", r"<model> <quote>? <d> <noun>"),
    _rule(
        "name.hotline",
        r"<hotline> <:>? (<n|y|q> (?:<point|hyphen|->? <num>)*) (?!<noun|scale|percent|money|measure>)",
    ),
    _rule(  # Tổng đài Dịch vụ công 1022 của tỉnh
        "name.hotline", r"<hotline> <noun>{1,3} (<n|y>)", lambda s, i: re.fullmatch(r"1\d{3}", s.keys[i]) is not None
    ),
    _rule("year", r"<year|year_part> <y> (?: <,|joint|hyphen> <year>? <y> )*"),
    _rule("year.base", r"<compare|same_period|month|head_of_year|half_year> <y>"),
    _rule("year.column", r"<estimate|actual|target> <y> (?! <scale|noun|money|measure> )"),
    _rule(  # phụ lục 1a, 1b và 1c
        "ordinal",
        r"<numbered> <d> . (?: <,|joint> <numbered>? <d> . )+",
        lambda s, i: s.glued(i + 1) and len(s.keys[i + 1]) == 1 and s.keys[i + 1].isalpha(),
    ),
    _rule(
        "ordinal",
        r"<numbered> <d|n> (?: <hyphen|,|joint|until> <numbered>? <d|n> (?!<noun|num>)" + _NO_UNIT + ")*"
        r"(?! / <num> )" + _NO_UNIT,
        _numbers,
    ),
    _rule("ordinal.row", r"(<d|n>) (?=<quantity|total|ratio|anaphor>)", _opens_row),  # 12 Số vụ đã xử lý Vụ
    _rule("ordinal.label", r"<noun|word|numbered> (<d>) (?=<W>? :)", _label_again),
    _rule(  # tiêm 1 mũi là 22 triệu liều · not: có 5 vòng, là 40 trận
        "ordinal.label",
        r"<w> (<d>) (?= <numbered> <copula> <over|under|about>? <num> <scale>? <noun>)",
        lambda s, i: s.keys[i + 2] in lexicon().sets["equates"] and len(s.keys[i]) == 1,
    ),
    _rule("ordinal.label", r"(?: ^ | [¶.] ) (?: <hyphen> | [+] )? <target> (<d>) (?=:)"),  # Chỉ tiêu 3: …
    _rule(  # có 25 điểm 10, thang điểm 4
        "ordinal.mark",
        r"<num|per|word|copula> <noun> (<d|n>) (?! <noun|num|/> )" + _NO_UNIT,
        _mark,
    ),
    _rule("ordinal.listed", r"<place|numbered|category|noun> (<q>)" + _NO_UNIT, _listed),
    _rule("ordinal.weekday", r"<weekday> (<d>) <until|hyphen> <weekday>? (<d>)"),
    _rule("ordinal.child", r"<noun> <weekday> (<d>) (?! / )"),  # sinh con thứ 3 · not: đứng thứ 3, tỉnh thứ 5/63
    _rule(
        "ordinal.nth", r"<word|numbered|day|noun> <weekday> (<d|n|q>) (?! / | <over|out_of|where>)", _nth
    ),  # tầng thứ 10
    _rule("ordinal.weekday", r"<weekday> (<d>) (?! / )", _weekly),  # thứ 2 và thứ 6 hàng tuần
    _rule("ordinal.weekday", r"<daypart> ,? <weekday> (<d>) (?! / )", lambda s, i: 1 < int(s.keys[i]) < 8),  # tối thứ 7
    _rule("date.weekday", r"<weekday> (<d>) , <day>? (?=<d> (?:/|<hyphen>) <d> (?:/|<hyphen>) <y>)"),  # Thứ 2, 5/6/2020
    _rule(
        "ordinal.category",
        r"""(?: <noun|w|W|becomes> | [(,] ) <category> <d> (?: <,|joint|hyphen> <category>? <d> )*
            (?= <stop|close|open|,|w|preposition|copula|numbered|joint> )""",
        _blows,
    ),
    _rule(  # bác sĩ hạng 2: 45 người; hạng 3: 12 người · trường cấp 2, 3: 15 trường
        "ordinal.category",
        r"""(?: <noun|word|W|becomes> | [(,;:¶.] | ^ ) <category> <d> (?: <,|joint|hyphen> <category>? <d> )*
            (?= : <over|under|about>? <num> )""",
        _heads_count,
    ),
    _rule("ordinal.listed", r"<noun|word> (<d> (?: , <d>)+ (?: ,? <joint> <d>)?)" + _BARE, _in_a_row),  # nhánh 1, 2, 3
    _rule(  # phân theo độ nặng: độ 1 có 41 ca, độ 2a có 9 ca
        "ordinal.degree",
        r"""(?:<,|;|:|open|stop|copula|among|comprise|joint|preposition> | ^) <w> (<d>) (?=<w>? <copula|:|num>)
          | <noun|word> <w> (<d>) (?=<copula|:> <over|under|about>? <num>)""",
        lambda s, i: s.keys[i - 1] in lexicon().sets["degree"] and len(s.keys[i].lstrip("0")) == 1,
    ),
    _rule("ordinal.place", r"<place> (<d|n>) (?=<word|noun|w|W>)", _shouted),  # PHƯỜNG 15 TỔ CHỨC HỘI NGHỊ
    _rule(
        "ordinal.place", r"<place> (?<!<per>.) (<d|n> (?: , <d|n>)* ) (?=<stop|close|open|,|W|hyphen|joint>)", _placed
    ),
    _rule(
        "ordinal.place", r"<place> (?<!<num|per>.) (<d> (?: <,|hyphen|joint> <d>)* ) (?=<noun|place> <W>)", _in_place
    ),
    _rule("ordinal.place", r"<preposition> <place> (<d|n>) (?=<w|copula|preposition>)" + _NO_UNIT),  # ở thôn 6 trồng …
    _rule(  # TDP 3, thị trấn An Phú
        "ordinal.place",
        r"<W> (<d|n>) (?=<,|stop|close|hyphen|W|preposition>)",
        lambda s, i: s.keys[i - 1] in lexicon().sets["place_short"] and s.capital(i - 1),
    ),
    _rule(  # cơ sở 2 cách đó 5 km · tuyến 2: 12 cơ sở
        "ordinal.site", r"<noun|word> (<d>) (?=<w|copula> | : <over|under|about>? <num>)" + _BARE, _one_site
    ),
    _rule(  # 3 quận (1, 12 và Hóc Môn)
        "ordinal.place",
        r"<place> <noun>? \( (<d> (?: , <d>)*) (?=<,|joint> <W|noun>)",
        lambda s, i: s.capital(s.shape.find(")", i) - 1),
    ),
    _rule(
        "ordinal.place",
        r"<place> (<d|n>) (?=<!num|noun|/|~>)" + _NO_UNIT,
        lambda s, i: (
            s.keys[i + 1].split()[0] in lexicon().sets["no_noun"] or s.keys[i - 1] in lexicon().sets["borough"]
        ),
    ),
    _rule(  # Q. 7; P.4
        "ordinal.place",
        r"<W> <point> (<d|n>)" + _UNCOUNTED,
        lambda s, i: s.keys[i - 2] in lexicon().sets["place_short"] and s.capital(i - 2),
    ),
    _rule("year.bare", r"<y> (?! <foreign_money|steps|noun> )" + _NO_UNIT, lambda s, i: not _counted_up(s, i)),
    _rule(  # SIPAS 2020 tỉnh An Bình: a place with its name is counted by none
        "year.bare", r"(<y>) (?=<noun> <W>)", lambda s, i: s.keys[i + 1] in lexicon().sets["place_noun"]
    ),
)


_NEXT_COUNT = shape(r"<,|;|joint> <!num|,|;|stop>{1,6} <num>")
Kinds = dict[int, tuple[str, str]]  # kind and rule of a numeral, by its offset


def classify(stream: Stream, offsets: Sequence[int], citations: Iterable[Span], markers: Sequence[Span]) -> Kinds:
    """Kind and rule of each numeral that is no figure, by its offset; `offsets` are those of all numerals."""
    found: Kinds = {}

    def mark(spans: Iterable[Span], kind: str, rule: str) -> None:
        for a, b in spans:
            for at in offsets[bisect_left(offsets, a) : bisect_left(offsets, b)]:
                found.setdefault(at, (kind, rule))

    mark(citations, "reference", "citation")
    mark(markers, "ordinal", "marker")
    mark(_addresses(stream.text), "name", "address")
    mark((m.span() for m in _COLUMNS.finditer(stream.text)), "ordinal", "ordinal.column")
    mark((m.span(1) for m in _ITEM.finditer(stream.text)), "ordinal", "ordinal.line")
    mark((m.span() for m in _KEYCAP.finditer(stream.text)), "ordinal", "ordinal.keycap")
    mark((m.span() for m in _TELEPHONE.finditer(stream.text)), "name", "name.telephone")
    _glued(stream, found)
    starts, tags = stream.starts, stream.shape
    _again(stream, found, {stream.keys[m.start(1)] for m in _PART_YEAR.finditer(tags)})
    for rule in RULES:
        test, decided = rule.test, (rule.kind, rule.name)
        for m in rule.pattern.finditer(tags):
            for a, b in m.regs[1:] if m.lastindex else m.regs:
                for i in range(a, b):
                    if tags[i] in "ydnq" and starts[i] not in found and (test is None or test(stream, i)):
                        found[starts[i]] = decided
    _numbered(stream, found)
    months = (int(stream.keys[m.start(1)]) for m in _MONTH_OF_YEAR.finditer(tags, 0, HEAD))
    named = {str(n) for n in months if n > 1 and n % 3}  # "3 tháng", "6 tháng" are terms of loans and courses too
    _again(stream, found, named | {k for i, k in _months_in(stream) if found.get(i, _NONE)[0] == "period"})
    return found


_NONE = ("", "")


def _months_in(s: Stream) -> Iterator[tuple[int, str]]:
    """Offset and number of all that stands before "tháng"."""
    return ((s.starts[m.start()], s.keys[m.start()]) for m in _MONTHS.finditer(s.shape))


def _again(s: Stream, found: Kinds, months: set[str]) -> None:
    """Mark every number of months that is one of a part of the year elsewhere in the text."""
    for at, key in _months_in(s):
        if key in months:
            found.setdefault(at, ("period", "period.months"))


def _numbered(s: Stream, found: Kinds) -> None:
    """Mark numbers that end a name, "nhà máy Sông Bung 2", "Boeing 787", the same name again in the text, and names
    told apart by numbers that follow each other.
    """
    left = [m.start() for m in _NAMED_NUMBER.finditer(s.shape) if s.starts[m.start()] not in found]
    left = [i for i in left if s.text[s.ends[i - 1] : s.starts[i]] == " "]  # in the cell behind a name stands a value
    called = {(s.keys[i - 1], s.keys[i]) for i in left if _ends_site(s, i) or _ends_body(s, i, found)}
    names = {_named_so(s, i) for i in left if s.capital(i - 1)}
    for i in left:
        beside = (
            s.capital(i - 1) and not names.isdisjoint(_named_so(s, i, n) for n in (1, -1)) and not _counted_by(s, i)
        )
        told = s.capital(i - 1) and s.capital(i - 2) and len(s.keys[i]) == 1 and has(s.shape[i + 1], "copula", "occupy")
        if beside or told or (s.keys[i - 1], s.keys[i]) in called:  # "khu công nghiệp Cát Lũng 2 có 30 doanh nghiệp"
            found[s.starts[i]] = ("name", "name.numbered")
            if s.shape[i + 1] in tags_of("joint") and s.keys[i + 2] == str(int(s.keys[i]) + 1) and _goes_on(s, i + 2):
                found.setdefault(s.starts[i + 2], ("name", "name.numbered"))  # "Nhà máy Ninh Sơn 1 và 2"


def _counted_by(s: Stream, i: int) -> bool:
    """Whether a number counts what other names beside it do: "mất tích (Tân An 02, An Hải 08, Long Mỹ 01)"."""
    name, first = _named_so(s, i)[0], _name_begins(s, i)
    near = [first - 2] if s.shape[first - 1] == "," else []
    if s.shape[i + 1] == ",":
        near.append(next((k for k in range(i + 2, i + 8) if not s.capital(k)), i))
    return any(s.shape[k] in "dn" and s.capital(k - 1) and _named_so(s, k)[0] != name for k in near)


def _named_so(s: Stream, i: int, more: int = 0) -> tuple[str, int]:
    """The name in capitals before a number and the number, or one more or less: "xã Vân An 1, xã Vân An 2"."""
    return " ".join(s.keys[_name_begins(s, i) : i]), int(s.keys[i]) + more


def _name_begins(s: Stream, i: int) -> int:
    """The first token of the name in capitals before a number."""
    while s.capital(i - 1):
        i -= 1
    return i


# No unit stands behind the number.
_NAMED_NUMBER = shape(r"<d|n> (?<=[^ydnq,;/~-].)" + _BARE)
_NO_VALUE = shape(r"<preposition|copula>")


def _ends_site(s: Stream, i: int) -> bool:
    """Whether a thing is called by its kind, a name and a number: "cầu Mỹ Thuận 2"."""
    sites, k = lexicon().sets["site_kind"], i
    while k > 0 and (s.capital(k - 1) or (s.shape[k - 1] == "w" and s.capital(k - 2))):
        k -= 1
    head = max(k - 4, *(s.shape.rfind(mark, max(k - 4, 0), i) for mark in ",;(.")) + 1
    named = k < i and s.keys[i - 1] not in sites and not sites.isdisjoint(s.keys[head : i - 1])
    return named and len(s.keys[i]) == 1 and _goes_on(s, i) and not _value_behind(s, i)


def _goes_on(s: Stream, i: int) -> bool:
    """Whether no noun that the number could count stands behind it."""
    return s.shape[i + 1] not in "wW" or s.keys[i + 1] in lexicon().sets["no_noun"]


def _value_behind(s: Stream, i: int) -> bool:
    """Whether names with values go on behind a number: "chợ Phú 2, Mỹ 4"."""
    m = _NEXT_COUNT.match(s.shape, i + 1)
    return m is not None and s.capital(m.end() - 2)


def _ends_body(s: Stream, i: int, found: Kinds) -> bool:
    """Whether a number ends a name in capitals, and is no value of it: nothing is counted before it in its sentence,
    or what stands behind it says something of the name ("Cienco 5 thuộc …").
    """
    if s.shape[i - 1] != "W" and not _ends_name(s, i - 1):
        return False
    opens = max(s.shape.rfind(mark, max(i - SENTENCE, 0), i) for mark in ".!?¶")
    earlier = [k for k in range(i - 1, opens, -1) if s.shape[k] in "ydnq" and s.starts[k] not in found]
    if _value_behind(s, i) or not _goes_on(s, i):
        return False
    if s.shape[i + 1] == "w" or _NO_VALUE.match(s.shape, i + 1):
        return not earlier or i - earlier[0] > FAR
    k = i - 1
    while s.capital(k - 1):
        k -= 1
    kind = s.shape[k - 1] in "w(" + tags_of("noun", "joint") and s.keys[k - 1] not in lexicon().sets["near_day"]
    return kind and not earlier and k - 1 > opens


FAR = 8  # tokens between numbers, where the second is no value in a list with the first


def _addresses(text: str) -> Iterator[Span]:
    """Web and mail addresses: what stands between white space or brackets around their mark."""
    for m in _ADDRESS.finditer(text):
        a, b = m.span()
        while a and text[a - 1] not in _ADDRESS_ENDS:
            a -= 1
        while b < len(text) and text[b] not in _ADDRESS_ENDS:
            b += 1
        yield a, b


def _glued(stream: Stream, found: Kinds) -> None:
    """Numerals inside a word or term: 5G, IPv6, Covid-19, km2, Arabic dates with dots."""
    lex, starts, ends, tags, keys = lexicon(), stream.starts, stream.ends, stream.shape, stream.keys
    measure, generation = lex.tags["measure"], lex.sets["generation"]
    for m in NUMERAL_TAG.finditer(tags):
        i = m.start()
        at = starts[i]
        if at in found:
            continue
        dotted = next((name for name, form in _DOTTED if tags[i] == "q" and form.fullmatch(keys[i])), None)
        if dotted:
            found[at] = (dotted.partition(".")[0], dotted)
            continue
        if ends[i] == starts[i + 1] and keys[i + 1] in lex.sets["month_short"] and tags[i + 2 : i + 3] in ("/", "y"):
            found[at] = ("period", "period.short")
        elif ends[i] == starts[i + 1] and keys[i + 1] in generation:
            if ends[i + 1] == starts[i + 2] and _hour_short(stream, i):
                found[at] = found[starts[i + 2]] = ("date", "date.clock")  # 14g00
            else:
                found[at] = ("name", "name.generation")
        elif i and starts[i] == ends[i - 1]:
            joined = tags[i - 1] == "~" and i > 2 and ends[i - 2] == starts[i - 1]
            if tags[i - 1] in measure and keys[i] in ("2", "3"):
                found[at] = ("unit", "unit.power")
            elif joined and found.get(starts[i - 2]) == ("name", "name.glued"):
                found[at] = ("name", "name.glued")  # S10-2
            elif _behind_letters(stream, i) or (
                tags[i - 1] == "~"
                and i > 1
                and tags[i - 2] in "wW" + lex.tags["version"]
                and stream.text[starts[i - 2]].isupper()
                and keys[i].isdecimal()
                and len(keys[i]) < 4
            ):
                found[at] = ("name", "name.glued")
        elif ends[i] == starts[i + 1] and tags[i + 1] == "W" and _label(stream, i):
            found[at] = ("name", "name.glued")
        elif len(keys[i]) > 3 and keys[i][0] == "0" and keys[i].isdecimal():
            found[at] = ("name", "name.digits")
