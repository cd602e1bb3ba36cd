"""From a tagged stream to the kind of every numeral: quantity, date, year, period, reference, ordinal, name or unit.

Rules are patterns over word classes, tried in order; the first that covers a numeral decides, and is named in its row.
What no rule covers is a figure. A pattern begins with a tag and looks back only then: the engine skips to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tvict.reading.lexicon import FIXED, either, has, lexicon, shape, speaks_of, tags_of
from tvict.reading.outline import Span
from tvict.reading.times import opens_with, said_before
from tvict.reading.tokens import END, HEAD, NUMERAL_TAG, Stream, counted_per, is_round, proper

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"://|www\.|@(?<=\w@)\w|\.(?:vn|com|net|org|gov|edu|info|jpe?g|png|pdf|docx?|xlsx?)\b")
_ADDRESS_ENDS = " \t\r\n<>()[]“”\"';,"
_KEYCAP = re.compile("\\d(?=\ufe0f?\u20e3)")  # a digit drawn as a key: "3️⃣ Về giao thông"
_TELEPHONE = re.compile(r"(?<![\d.,])(?:0\d{2,4}(?:[ .-]?\d{3,4}){2}|1[89]00[.-]?\d{4}(?:\d\d)?)(?!\d)")
_RECEIVERS = re.compile(  # those a letter goes to, in a list or on one line: "- Lưu: VT, TH (05 bản)."
    rf"^[ \t*_]*(?i:{either('receivers')})[ \t*_]*:.*(?:\n(?:[ \t]*\n)?[ \t]*[-–+*•].*)*", re.MULTILINE
)
_COLUMNS = re.compile(r"\(\d{1,2}(?:\)[\s|]+(?:\(\d{1,2}\)[\s|]+)+\(\d{1,2}\)| ?=[\d ()+*/x:=-]+\))")  # (1) (2) (3=2/1)
_DOTTED = (  # numbers with dots that are none, by rule
    ("date.dotted", re.compile(r"(?:[0-3]?\d\.)?(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")),
    ("reference.procedure", re.compile(r"\d\.\d{6}(?:(?:\.\d{2,3}){3})?")),  # 1.004123.000.00.00.H20
    ("name.version", re.compile(r"(?!\d{1,3}(?:\.\d{3})+$)\d{1,2}(?:\.\d{1,2}){2,3}")),
)
_ITEM = re.compile(r"^[ \t]*(\d{1,2})\. +(?=[^\W\d_a-zà-ỹ])", re.MULTILINE)  # "2. Tổng thu:     5 tỷ đồng"
ITEMS = 300  # tokens in which a word that numbers items stands again
SENTENCE = 100  # tokens of a sentence, at most
MOST_STARS = 7  # a hotel or product has no more

Test = Callable[[Stream, int], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern: numerals inside its groups (or all of it) are of the kind that its name begins with.

    `test` asks what the shape of a passage cannot carry: case, glue, the size of a day or month. It is asked of every
    numeral, or of the first alone, which then speaks for the others: of "24/7", "5 trong 1".
    """

    name: str
    pattern: re.Pattern[str]
    test: Test | None
    kind: str
    by_first: bool = False


def _rule(name: str, pattern: str, *tests: Test) -> Rule:
    """A rule whose tests must all hold."""
    one = tests[0] if tests else None
    test = one if len(tests) < 2 else lambda s, i: all(test(s, i) for test in tests)
    return Rule(name, shape(pattern), test, name.partition(".")[0])


def _whole(name: str, pattern: str, *tests: Test) -> Rule:
    """A rule whose tests are asked of the first numeral for all."""
    return replace(_rule(name, pattern, *tests), by_first=True)


def _word(at: int, name: str) -> Test:
    """Test whether the word so many tokens from a numeral is of a class."""
    words = lexicon().sets[name]
    return lambda s, i: s.keys[i + at] in words


def _form(form: str) -> Test:
    """Test whether a numeral is printed in a form."""
    printed = re.compile(form)
    return lambda s, i: printed.fullmatch(s.keys[i]) is not None


def _most(most: int) -> Test:
    """Test whether a numeral is no more than so many."""
    return lambda s, i: int(s.keys[i]) <= most


def _capital(at: int) -> Test:
    """Test whether the word so many tokens from a numeral begins with a capital."""
    return lambda s, i: s.capital(i + at)


def _back(s: Stream, i: int, passed: str) -> int:
    """The nearest token at or before token i whose tag is none of these."""
    while s.shape[i] in passed:
        i -= 1
    return i


def _on(s: Stream, i: int, passed: str) -> int:
    """The nearest token at or behind token i whose tag is none of these."""
    while s.shape[i] in passed:
        i += 1
    return i


_NUMBER_WORD = tuple(f" {w}" for w in lexicon().sets["number_word"])
_ENDS_NUMBER = tuple(lexicon().sets["number_word"])
_PAPERS = lexicon().sets["document_kind"] | lexicon().sets["document"]
_AND = tags_of("joint")


def _clock(s: Stream, i: int) -> bool:
    """Whether a colon stands close between hour and minute."""
    tags = s.shape
    behind = tags[i + 1] == ":" and s.glued(i + 1) and s.glued(i + 2)
    near = behind or (tags[i - 1] == ":" and s.glued(i) and s.glued(i - 1))
    return near and len(s.keys[i]) <= 2


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
    opens = after == "¶" or s.capital(i + 1)
    return s.glued(i) and s.glued(i - 1) and opens and len(word) > 1 and s.text[s.ends[i - 2] - 1].islower()


def _noted_glued(s: Stream, i: int) -> bool:
    """Whether a number glued to a word calls a note where the clause ends: "6,3%/năm1 - thuộc", "tăng lên6; xếp"."""
    if not s.glued(i) or (s.shape[i + 1] == "-" and s.glued(i + 1)):
        return False
    word = s.words(i - 1, i)
    return len(word) > 1 and word.islower()


def _opens_sentence(s: Stream, i: int) -> bool:
    """Whether a number stands before a capital behind the end of a sentence, as that of a note: "… 8 bậc. 3 Quy mô"."""
    if not s.glued(i - 1) or s.glued(i) or not s.capital(i + 1):
        return False
    word = s.words(i - 2, i - 1)
    return word[-1:] in ")%" or word.isdecimal() or (len(word) > 2 and word.islower())


def _noted_counted(s: Stream, i: int) -> bool:
    """Whether a number glued to what has its number already calls a note: "10 tàu loại 5 sao15.", "(79 tỷ đồng)13"."""
    if not s.glued(i) or s.keys[i][0] == "0" or len(s.keys[i]) >= CALLED:
        return False
    word = s.words(i - 1, i)
    if len(word) > 1 and word.islower() and not has(s.shape[i - 1], "scale"):  # "120 máy chạy IPv6" names one
        return _COUNT_BEHIND.search(s.shape, max(i - 7, 0), i) is not None
    return word in (")", "%")


_COUNT_BEHIND = shape(r"<num> <!num|stop|,|;>{1,4} $")
_dotted_day, _dotted_date = _form(r"[0-3]?\d\.(?:0?[1-9]|1[0-2])"), _form(r"[0-3]?\d\.[01]?\d\.\d{4}")


HOURS = 24
CALLED = 3  # digits of a number by which a steering committee is called, of the decision that set it up
_TIME = r"(?:[01]?\d|2[0-3])\.[0-5]\d"


def _horizon(s: Stream, i: int) -> bool:
    """Whether up to a year something is to come: "tính đến năm 2020" counts, and "từ 2016 đến 2020" is a span."""
    k = i - 2 if s.shape[i - 1] in tags_of("year") else i - 1
    return s.keys[k] not in lexicon().sets["as_of"]


def _month_said(s: Stream, i: int) -> bool:
    """Whether the words between a day, "tháng" and a year are the number of a month."""
    return " ".join(s.keys[i + 2 : s.shape.find("y", i)]) in lexicon().classes["spoken_number"].values


def _always(s: Stream, i: int) -> bool:
    """Whether all hours of a day, or of all days, are meant: "24/24", "24/7"."""
    if s.keys[i] != "24" or s.keys[i + 2] not in ("24", "7") or has(s.shape[i - 1], "day", "dated", "until", "hyphen"):
        return False  # "16 giờ ngày 24/7" is of July
    return s.keys[i + 2] == "7" or s.shape[i + 3] not in tags_of("noun")  # "24/24 xã đạt chuẩn" counts


def _plate(s: Stream, i: int) -> bool:
    """Whether the letters of all fishing boats end a plate: "PY-91234TS", "QNg 91234 TS"."""
    k = i + 2 if s.shape[i + 1] == "~" else i + 1
    return s.keys[k] in lexicon().sets["plate_end"] and s.words(k, k + 1).isupper()


def _month(s: Stream, i: int) -> bool:
    return s.shape[i] != "d" or int(s.keys[i]) <= 12  # "mỗi tháng 18 nghìn"


_BESIDE = shape(r"<month> (?P<of><d>) | (?P<first><d>) <month> <head_of_year>")


def _month_beside(s: Stream, i: int) -> bool:
    """Whether so many months open a clause behind the last of them, or behind the first months of the year."""
    months = int(s.keys[i])
    told = _BESIDE.finditer(s.shape, s.shape.rfind("¶", 0, i) + 1, i)
    ends = (int(s.keys[m.start("of")]) == months if m["of"] else int(s.keys[m.start("first")]) < months for m in told)
    return 1 < months <= 12 and any(ends)


_REST = shape(r"(?P<last><d>) <month> <head_of_year> [¶ydnq]")


def _rest_behind(s: Stream, i: int) -> bool:
    """Whether the months of the year that so many months leave are named behind them, in one line."""
    rest = _REST.search(s.shape, i + 2, s.shape.find("¶", i))
    return rest is not None and int(s.keys[i]) + int(s.keys[rest.start("last")]) == 12


_OF_PERCENT = shape(r"<percent> <noun|word|W|tier|,|joint>{0,6} \( $")


def _real_day(s: Stream, i: int) -> bool:
    """Whether what stands behind a slash can be a month, and tells not of what a percentage is: "100% huyện (9/9)"."""
    k = i if s.keys[i + 1] == "/" else i - 2
    if s.shape[k - 1] == "(" and _OF_PERCENT.search(s.shape, max(0, k - 10), k):
        return False
    return s.keys[k + 1] != "/" or (s.keys[k + 2].isdecimal() and int(s.keys[k + 2]) <= 12)


def _sized(s: Stream, i: int) -> bool:
    """Whether things are of so many pieces or so much weight each: "loại 30 kg/con", "cỡ 50 con/kg"."""
    sets, k = lexicon().sets, _back(s, i - 1, "ydnq-~" + tags_of("over", "under", "about", "from", "until"))
    return s.keys[k] in sets["size_class"] and s.keys[k - 1] not in sets["plural"]


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


def _past_all(s: Stream, i: int) -> bool:
    """Whether two numbers are a day and a month, of which the first is more than all that the second counts."""
    return _calendar(s, i) and int(s.keys[i]) > int(s.keys[i + 2])


def _begins(s: Stream, i: int) -> bool:
    """Whether a day is one from which something is: no month is more, a remark stands behind it, or it is till now."""
    behind = s.shape[i + 3] == "(" or s.keys[i + 3] in lexicon().sets["now"]
    return _past_all(s, i) or (_calendar(s, i) and behind)


def _calendar(s: Stream, i: int) -> bool:
    """Whether the second of two numbers can be a month."""
    return int(s.keys[i + 2]) <= 12


def _said_near(s: Stream, i: int) -> bool:
    """Whether a day is told from that of the text or by a feast: "hôm nay 24/3", "chiều qua (8-7)", "dịp lễ 30/4"."""
    before = i - 1 if s.shape[i - 1] not in ",(" else i - 2
    near = s.shape[before - 1] in tags_of("day", "daypart") and s.keys[before] in lexicon().sets["near_day"]
    return _calendar(s, i) and (near or (before == i - 1 and s.keys[before] in lexicon().sets["feast"]))


def _road(s: Stream, i: int) -> bool:
    """Whether a number is glued to the capitals that a road is called by."""
    return s.glued(i) and s.glued(i - 1) and s.words(i - 2, i - 1).isupper()


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
    k = _on(s, i, "d,-~" + _AND)
    return s.keys[k] in lexicon().sets["place_noun"] and s.capital(k + 1)


def _map_scale(s: Stream, i: int) -> bool:
    """Whether a map or plan has a scale: "quy hoạch chi tiết 1/500"; "1/500 người" counts."""
    parts, year = s.keys[i + 2].replace(".", ""), s.shape[i + 2] == "y"
    said = " ".join(s.keys[max(i - 5, 0) : i]).split()[-1 if year else 0 :]
    ends = not year and s.shape[i + 3] in ",.;)¶" + tags_of("joint", "preposition")
    even = len(parts) > 2 and parts.rstrip("0") in ("1", "2", "5", "25")
    return s.keys[i] == "1" and even and (ends or not lexicon().sets["mapped"].isdisjoint(said))


def _named(s: Stream, i: int) -> bool:
    """Whether a day with a name of its own is dated, "Ngày Môi trường thế giới 5-6", and nothing counted on a day."""
    day = max(n for n in range(max(i - 8, 0), i) if s.shape[n] in tags_of("day"))
    opens = not day or s.shape[day - 1] in "¶.:;"
    return _calendar(s, i) and s.capital(day) and (not opens or s.capital(day + 1))


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
    tier = opens_with(s, i + 1, "category")  # "Ban chỉ đạo 35 cấp huyện"
    called = s.capital(i - 2) or len(s.keys[i]) == CALLED or tier
    places = lexicon().sets[
        "place_noun" if len(s.keys[i]) == CALLED else "outer_place"
    ]  # "ban chỉ đạo 12 xã" are twelve
    own = not has(s.shape[i + 1], "noun") or tier or s.keys[i + 1] in places
    return called and own and said_before(s, i, "numbered_body")


def _coded(s: Stream, i: int) -> bool:
    """Whether a paper's number goes on in the capitals of its kind: "số 13/QĐXP"."""
    number = s.keys[i - 1] in lexicon().sets["number_word"] and s.glued(i + 2) and len(s.keys[i + 2]) > 2
    return number and s.words(i + 2, i + 3).isupper()


def _one_document(s: Stream, i: int) -> bool:
    """Whether "quyết định 1034 về …" is one document: in "12 quyết định 340 …" the noun counts."""
    sets, capital = lexicon().sets, s.capital(i - 1)
    kind = s.keys[i - 1] in sets["document_kind"] or (capital and s.keys[i - 1] in sets["year_plan"])
    if s.shape[i] == "y" and not (s.keys[i - 1] in sets["document_kind"] and _is_called(s, i - 1, i)):
        return False  # "kế hoạch 2019" is of that year
    cited = s.keys[i - 1] in sets["cited_kind"]
    measures = tags_of("noun") if cited else tags_of("noun", "copula") + "w"  # "Kế hoạch 120 đạt …"
    enacts = s.shape[i + 1] not in measures or _behind(s, i, sets["enacts"])
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


def _behind(s: Stream, i: int, words: frozenset[str]) -> bool:
    """Whether one or two tokens behind a number are one of these words."""
    return not words.isdisjoint((s.keys[i + 1], " ".join(s.keys[i + 1 : i + 3])))


def _of_law(s: Stream, i: int) -> bool:
    """Whether a law stands behind its article: "điều 12 Bộ luật Lao động"; in "điều 5 cán bộ" a noun is counted."""
    return _behind(s, i, _PAPERS | lexicon().sets["law"] | lexicon().sets["enacts"])


def _law_named(s: Stream, i: int) -> bool:
    """Whether a year ends the name of a law: "luật Thủy sản 2003", "Luật Đất đai 2013"."""
    k = i - 1
    while i - k < LAW and s.shape[k] in "wW" + tags_of("noun", "joint", "numbered") and not _is_law(s, k):
        k -= 1
    return i - k > 1 and _is_law(s, k) and s.capital(k + 1)


LAW = 8  # tokens that a law's name has, at most


def _is_law(s: Stream, k: int) -> bool:
    return s.keys[k] in lexicon().sets["law"]


def _opens_inline(s: Stream, i: int) -> bool:
    """Whether a list in the line begins with a number: "như sau: 1. Số thí sinh: 963. 2. Số phòng thi: 40"."""
    second = (k for k in range(i + 2, s.shape.find("¶", i)) if s.keys[k] == "2" and s.shape[k - 1] in ".;")
    return s.keys[i] == "1" and any(s.shape[k + 1] == "." for k in second)


def _with_letter(s: Stream, i: int) -> bool:
    """Whether a letter is glued to a number: "Chương trình 30a"."""
    return s.glued(i + 1) and len(s.keys[i + 1]) == 1 and s.keys[i + 1].isalpha()


WIND = 9  # tokens before a category in which it is said to be one of winds


def _opens_line(s: Stream, i: int) -> bool:
    """Whether a number opens a line, before a word with a capital."""
    return s.capital(i + 1) and (i == 0 or s.on_new_line(i))


def _in_sequence(s: Stream, i: int) -> bool:
    """Whether the paragraph before or behind opens with the number before or behind, as notes and rows do."""
    return any(s.capital(k + 1) for k in _next_openings(s, i))


def _year_of_row(s: Stream, i: int) -> bool:
    """Whether a year opens a row of numbers, below or above the row of the year before or behind."""
    return any(s.shape[k + 1] in "ydnq" for k in _next_openings(s, i))


def _next_openings(s: Stream, i: int) -> Iterator[int]:
    """Where the paragraphs before and behind open with the number before and behind the one that opens its own."""
    behind, before = s.shape.find(END, i) + 1, s.shape.rfind(END, 0, max(i - 1, 0)) + 1
    near = ((behind, 1), (before, -1)) if behind and s.shape[i - 1 : i] in ("", END) else ()
    return (k for k, step in near if k < len(s.keys) - 1 and s.keys[k] == str(int(s.keys[i]) + step))


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
    k, counted = _back(s, i, "d-~," + tags_of("joint", "category")), s.keys[s.shape.find(":", i) + 2]
    sets = lexicon().sets
    return len(s.keys[i]) == 1 and s.keys[k] not in sets["no_noun"] and counted not in sets["marks"]


def _placed(s: Stream, i: int) -> bool:
    called = s.shape[i - 1] in ",ydnq" or s.capital(i - 1) or s.shape[i + 1] != "W"
    return called and not _ends_name(s, i - 1)


def _at_house(s: Stream, i: int) -> bool:
    """Whether a house is called by its number: "số 12/3 Lê Lợi", "ngõ 45 đường Trần Phú"; "số 12/3 xã" is none."""
    k, end = i - 1, _on(s, i, "ydnq/~" + _AND)
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
    opens = any(s.shape[k] in "¶.;,(" for k in range(i - 2, i - 5, -1))
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
    tag, several = s.shape[i - 1], s.keys[i].count(",") > 1
    listed = tag in tags_of("place", "category", "noun") or s.keys[i - 1] in lexicon().sets["level_word"]
    told = several or (tag in tags_of("place", "category", "numbered") and s.shape[i + 1] not in tags_of("noun"))
    return listed and told and _ascends(s, i, 99) and not any(n[0] == "0" for n in s.keys[i].split(","))


def _in_a_row(s: Stream, i: int) -> bool:
    """Whether numbers call what stands before them: three or more of them, each one more than the last."""
    numbers = [int(s.keys[k]) for k in range(i, _on(s, i, "d," + _AND)) if s.shape[k] == "d"]
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


def _ascends(s: Stream, i: int, last: int) -> bool:
    """Whether numbers are listed without a blank, each more than the one before, none more than the last there is."""
    told = s.keys[i].split(",")
    return all(map(str.isdecimal, told)) and all(a < b for a, b in pairwise([0, *map(int, told), last + 1]))


def _counted_up(s: Stream, i: int) -> bool:
    """Whether a label that counts, and a colon, stand before what looks like a year: "Tổng số người nghiện: 1974"."""
    return s.shape[i - 1] == ":" and _COUNT_LABEL.search(s.shape, max(i - LABEL, 0), i) is not None


LABEL = 16  # tokens of a label at most
_COUNT_LABEL = shape(r"<total|quantity> (?: <!num|,|;|stop|:> | <year> <y> )* : $")


def _hour_short(s: Stream, i: int) -> bool:
    """Whether a letter between two numbers is short for the hour: "14g00"."""
    return s.keys[i + 1] in lexicon().sets["hour_short"] and bool(re.fullmatch(_TIME, f"{s.keys[i]}.{s.keys[i + 2]}"))


def _label(s: Stream, i: int) -> bool:
    """Whether a whole number and a capital behind it are a name, as in "5S", "10A1", and no unit, as in "220V"."""
    letter = s.keys[i + 1]
    return len(letter) == 1 and s.shape[i] != "q" and letter not in lexicon().sets["glued_measure"]


def _behind_letters(s: Stream, i: int) -> bool:
    """Whether a numeral ends a name in letters, as in "ST25" or "A4": one letter must be a capital."""
    last = s.text[s.starts[i] - 1]
    if len(s.keys[i - 1]) > 1:
        return s.shape[i - 1] in "wW"
    hour = s.shape[i - 1] in tags_of("hour") and s.glued(i - 1) and s.shape[i - 2] in "ydnq"  # "7H30"
    return last.isupper() and s.keys[i].isdecimal() and not hour


# The N of a part-year report ("9 tháng đầu năm 2018") is a period wherever it stands before "tháng" again.
_MONTHS = shape(r"<d> (?=<month|quarter>)")
_MONTH_OF_YEAR = shape(r"<month> (<d>) (?: /|<hyphen|point|year|,>)* <y>")
_PART_YEAR = shape(r"(<d>) <month|quarter> (?:<head_of_year> | (?=/? <year>? <y>))")
# What patterns name as one: bounds of an amount, what it may be counted in, and what else may stand behind a number.
_UNITS = tags_of("scale", "percent", "points", "money", "measure", "times")
_VALUES = _UNITS + tags_of("noun", "duration", "hour", "day", "month", "year") + "ydnq/~"
FIXED.update(bound=tags_of("over", "under", "about"), unit=_UNITS, value=_VALUES)
_MONTHS_ALONE = r"(<d>) (?<![ydnq~].) <month|quarter> "  # behind no other number
_BOATS = r"(?:<noun> | <num> <noun> <word|noun|copula>{1,3}) "
RULES = (
    _rule("ordinal.item", r"(<d>) (?<=[(;,].) <hyphen|point|close> (?!<num|stop|,>)"),  # (2- Giao thông; 3- …)
    _rule("date.hhmm", r"(<d|n>) : (<d|n>) (?: : (<d|n>))?", _clock),
    # trẻ em dưới 5 tuổi, người từ 15 tuổi trở lên; a mean age is a figure
    _rule(
        "name.age", r"<noun|word|preposition|among|comprise|,|;|:|open> <from>? <under|over>? (<d|n>) <month>? <age>"
    ),
    _rule(
        "name.age", r"<infant> <from>? <under|over>? (<d|n>) (?: <until|hyphen> <under>? (<d|n>) )? <month> (?!<num>)"
    ),
    _rule("name.age", r"<joint> <under|over> (<d|n>) <age> | <age> <from> (<d|n>) <upward>"),
    _rule("name.age", r"(<d|n>) <until|hyphen> <under>? (<d|n>) <month>? <age>"),
    _rule(  # ở tuổi 42, độ tuổi từ 18 đến 25
        "name.age",
        r"(?<!<num>) <age> <from|over|under>? (<d|n>) (?: <until|hyphen> <under>? (<d|n>) )? (?!<value|w>)",
    ),
    # tiêu chí 8.1
    _rule("ordinal.dotted", r"<numbered> (<q>) (?!<unit>)", _word(-1, "criterion"), _form(r"\d{1,2}(?:\.\d{1,2})+")),
    _rule("ordinal.note", r"\( (<d>) \)", _noted),  # năm 2021(1) · not: năm 2021 (12)
    _rule("ordinal.note", r"(<d|n>) (?<=[.].)", _noted_behind),
    _rule("ordinal.note", r"<word|year|up|down|becomes> (<d>) (?= [.,;] | <hyphen> )", _noted_glued),
    _rule("ordinal.note", r"<!num|stop|,|;|open|hyphen> (<d|n>) (?!<num>)", _noted_counted),
    _rule("ordinal.note", r"<!stop> [.] (<d>) (?!<num|stop|unit>)", _opens_sentence),
    _rule(  # cá loại 30 kg/con, tôm cỡ 50 con/kg
        "name.size",
        r"<bound|from>? (<d|n|q>) (?: <hyphen|until> (<d|n|q>) )? <measure|noun> (?= / <measure|noun>)",
        _sized,
    ),
    # tàu từ 15 m trở lên · 40 tàu có chiều dài từ 6 m đến dưới 12 m · 9 tàu dưới 6 m
    _rule(
        "name.size", _BOATS + r"<from> (<d|n>) <measure> (?: <upward|downward> | <until> <under>? (<d|n>) <measure> )"
    ),
    _rule("name.size", r"<num> <noun> <word|noun>{0,2} <under> (<d|n>) <measure>"),
    # tuyến từ 50 km đến dưới 230 km · tàu dưới 20 CV có 30 chiếc · …; trên 90 CV có 12 chiếc
    _rule("name.size", r"<from> (<d|n|q>) <measure>? <until> <under> (<d|n|q>) <measure>"),
    _rule("name.size", r"<under> (<d|n|q>) <measure> (?= <copula|noun|word|:>{0,3} <num> )"),
    # tàu dưới 15 m có 20 chiếc, từ 15 m trở lên có 961 chiếc
    _rule("name.size", r"[,;:] <from> (<d|n|q>) <measure> <upward|downward> (?= <copula|:> <num> )"),
    _rule(
        "name.size",
        r"<under> <d|n|q> <measure> (?:<!stop>|;)+? <over> (<d|n|q>) <measure> (?= <copula|noun|word|:>{0,3} <num> )",
    ),
    # học nghề dưới 3 tháng 340 người
    _rule("name.size", r"<noun|word|among|joint|,|;|:> <under|over> (<d>) <month|year> (?= :? <num> )"),
    _whole("name.always", r"<d> / <d>", _always),
    # "đã tiêm đủ 2 mũi", "tiêm 1 mũi vắc xin đạt 99,3%": who they are of whom the figure behind it tells
    _rule("name.doses", r"<w|over> (<d>) <noun|numbered>", _word(-1, "full_course"), _word(1, "dose")),
    _rule(
        "name.doses",
        r"<w> (<d>) <noun|numbered> <w>{0,3} <copula> <over|under|about>* (?=<num>)",
        _word(-1, "injected"),
        _word(1, "dose"),
    ),
    # Km 12, km 12+300: a place on a road; K20+300
    _rule("name.post", r"<measure> (<d|n|y>) (?! [+] )", _word(-1, "post"), _capital(-1)),
    _whole("name.post", r"<measure> (<d|n|y>) [+] (<num>)", _word(-1, "post")),
    _whole("name.post", r"(<d|n|y>) [+] (<n>)", lambda s, i: s.glued(i + 1) and len(s.keys[i + 2]) == 3),
    _whole("name.scale", r"(<d>) / (<n|q|y>)", _map_scale),
    _whole(  # the class of one disabled in war, of four: thương binh 1/4, 2/4
        "name.disabled",
        r"<noun|word|w> (<d>) / (<d>) (?: (?:,|<joint>) (<d>) / (<d>) )*",
        _word(-1, "disabled"),
        lambda s, i: s.keys[i + 2] == "4",
    ),
    _rule("name.sessions", r"(<d>) (?=<noun> / <day>)", _word(1, "session")),  # học 2 buổi/ngày
    _rule("name.zone", r"<timezone> [-+~] <d>"),
    _rule("name.plate", r"<W> ~? (<n>) ~? <W>", _plate),  # tàu cá PY-91234TS
    _rule("ordinal.star", r"(<d>) (?: <until|hyphen|,|joint> (<d>) )? <star>", _most(MOST_STARS)),
    _rule("period.semester", r"<semester> (<d>)"),
    _rule("period.fortnight", r"<word|w|noun> (<d>) (?=<month> <d>)", _word(-1, "fortnight")),  # kỳ 1 tháng 3/2025
    # 9 tháng đầu năm 2018 · 6 tháng cuối năm · 9 tháng năm 2018 · 6 tháng/2019 · 6 tháng của tỉnh
    _rule(
        "period.months", _MONTHS_ALONE + r"(?= <head_of_year|same_period|where> | <preposition>? <year> <y> | / <y> )"
    ),
    _rule("period.months", _MONTHS_ALONE + r"(?= <,|joint> <estimate> <!num|stop>{0,3} <year|year_part> <y> [¶(] )"),
    _rule("period.months", r"(<d>) (?<![ydnq~].) <month> <year> <w|W>", _word(3, "this")),
    # a heading has run into the line: … hộ gia đình. 3. Ứng dụng công nghệ …
    _rule("ordinal.inline", r"(<d>) (?: (?<=[.;:].) (?: <close> | <point> (?=<W>) ) | (?<=[.;y].) [.] .)", _capital(2)),
    _rule("ordinal.inline", r"(?<=:) (<d>) (?=[.])", _opens_inline),
    # so has a section in a section: … đạt khá. 1.1. Trồng trọt …
    _rule("ordinal.inline", r"(?<=[.;:]) (<q>) [.] (?!<unit>)", _form(r"\d(?:\.\d){1,3}"), _capital(2)),
    _rule("ordinal.inline", r"(?<=[.;:]) (<q>) (?!<unit>)", _form(r"\d(?:\.\d){1,3}"), _capital(1)),
    _rule(
        "period.through", r"<through|preposition> (<d>) <month> (?=<estimate|copula|target|equal|up|down|shows> | ,)"
    ),
    _rule("period.through", r"(<d>) <month> (?=<through>) | <preposition> (<d>) <year> (?=<through>)"),
    _rule(  # 5 năm qua, 10 năm trở lại đây, trong 24 giờ qua · not: sau 5 năm
        "period.lately",
        r"(?<!<num>) (<d>) (?=<year|month|day|hour> <word|through>)",
        lambda s, i: speaks_of(" ".join(s.keys[i + 2 : i + 5]), "lately"),
    ),
    _rule(  # doanh thu 9 tháng đạt 4,36 tỷ · 5 tháng ước đạt 12 tỷ · 10 tháng, … · not: lớp 3 tháng có 250 học viên
        "period.measured",
        r"""(<d>) (?<![ydnq~].) <month> (?= <n|q> <scale|money|measure> | <estimate|up|down>
            | <copula> <bound>* (?: <n|q> | <num> <scale|money|measure>))
          | (?:^|(?<=[¶:])) (<d>) <month> <,|¶>""",
        _form("0?[2-9]|1[01]"),
        lambda s, i: s.keys[i + 2] not in lexicon().sets["having"],
    ),
    # tháng 9 thu 5 tỷ đồng; 9 tháng thu 40 tỷ đồng · 6 tháng đầu năm 30 vụ, 9 tháng 41 vụ
    _rule("period.beside", r"(?: (?<=[;,.¶(]) | (?<=<estimate>) ) (<d>) <month> (?!<age>)", _month_beside),
    # kết quả 9 tháng và nhiệm vụ 3 tháng cuối năm 2022
    _rule("period.beside", r"(<d>) <month> (?=<,|joint|stop>)", _rest_behind),
    _rule("period.cumulative", r"<cumulative> (<d>) <month>"),
    _rule(
        "period.cumulative", r"(?:<total|mean|cumulative> <word|quantity>{0,2} | <year_part>) (<d>) <month> (?!<word>)"
    ),
    # kế hoạch 5 năm 2016-2020
    _rule("period.range", r"(<y>) <hyphen|until> <year>? (<y>) | (<d>) (?=<year> <y> <hyphen|until|,|joint> <y>)"),
    _rule("period.span", r"<span> (?:<until> | <year>)* (<y>) (?=<!noun>)"),
    _rule("period.until", r"<until> <year>? (<y>) (?!<unit|noun>)", _horizon),
    _rule(  # tầm nhìn 2045, định hướng năm 2035
        "period.until",
        r"<w|W> <year>? (<y>) (?!<unit|noun>)",
        lambda s, i: said_before(s, i - (s.shape[i - 1] in tags_of("year")), "horizon"),
    ),
    _rule("period.quarter", r"<quarter> (<d>)"),
    _rule("period.quarter", r"<quarter> <d> <hyphen> (<d>) (?=/? <year> | / <y>)"),  # quý 1-2 năm nay
    _rule("period.quarter", r"<quarter> <W|w|d> </|hyphen> (<y>)"),
    _rule("name.road", r"<W|hotline|numbered|word> [.] (<d|n>)", _road),  # tuyến ĐT.265
    # vắc xin 5 trong 1: it holds several in one
    _whole(
        "name.blend", r"(<d>) <preposition> (<d>) (?!<value>)", _word(1, "inside"), lambda s, i: s.keys[i + 2] == "1"
    ),
    _rule(
        "name.road",
        r"<road> <d|n> (?: <hyphen|,|joint> <road>? <d|n> (?!<noun|num>) )* (?! / <num> ) (?!<unit>)",
        _numbers,
    ),
    _rule("name.house", r"<house> (<num> (?: / <num>)*)"),
    _whole(
        "name.house",
        r"<numbered|word|noun> (<num> (?:</|~> <num>){0,3} (?:<joint> <num> / <num>)?) (?=<W|noun|word|copula|,|open>)",
        _at_house,
    ),
    _rule("name.house", r"(<d|n> / <d|n> / <d|n>) (?=<W>)"),  # 5/46/10 Nguyễn Trãi
    _rule("name.house", r"<preposition|,|:|open|hyphen> (<d|n>) (?=<W> <W>)", _street),  # tại 218 Hùng Vương
    _rule("name.house", r"<dwells> <preposition|:>? (<d|n> / <d|n>) (?=<W|numbered|noun>)"),  # ngụ 246/12 Lê Lai
    _rule("name.house", r"<preposition> (<d|n> / <d|n>) (?=<W> <W>)"),  # tại 41/9 Lê Văn Linh
    _rule("date.words", r"<day|dated> <d> <month> (?:<d>|<w>) (?: <year> <y>)?"),
    _rule("date.lunar", r"(<d>) <month> (?=<w|W>)", _word(2, "lunar_month")),  # 28 tháng Chạp
    # Thứ năm, 10 Tháng 12 2020; 25 tháng 8 năm 2025
    _rule("date.plain", r"<d> <month> <d> (?: <year> <y> | <y> (?!<unit|noun>) )"),
    _whole("date.plain", r"(<d>) <month> <w|W> <per>? (<y>) (?!<unit|noun>)", _month_said),  # 09 Tháng Tám 2013
    _rule(
        "date.full", r"<d> (?: <hyphen> <d> )? (?: / <d> </|hyphen> | <hyphen> <d> <hyphen> | <point> <d> <point> ) <y>"
    ),
    # 30/6/017: a year that lost its first digit
    _whole("date.full", r"<d> / <d> / <n>", _real_day, lambda s, i: re.fullmatch(r"0\d\d", s.keys[i + 4]) is not None),
    # ba ngày nghỉ (30, 31/12/2017 và 1/1), hội chợ (15-17/9)
    _rule("date.range", r"\( (<d>) (?=<,|joint|hyphen> <d> / <d> / <y> | <hyphen> <d> / <d> <close|,>)"),
    _whole(  # 2013-05-08
        "date.iso",
        r"<y> <hyphen> <d> <hyphen> <d>",
        _calendar,
        lambda s, i: len(s.keys[i + 2]) == len(s.keys[i + 4]) == 2,
    ),
    _rule("date.range", r"<from> <d> <until|hyphen> <d> / <d>", _real_day),
    _rule("date.range", r"<d> / <d> (?: <hyphen|until> <day>? | <dated>) <d> / <d>", _real_day),
    _whole("date.range", r"(<d>) ~ (<d>) <until> <day>? <d> ~ <d> (?!<value>)", _calendar),  # 12-3 đến 11-4
    _rule("date.range", r"<day|dated> <d> / <d> (?: <,|joint> <day>? <d> / <d> )+", _real_day),
    _rule(
        "date.range",
        r"<day|dated> <d> (?: <hyphen|until|,|joint> <day>? <d> | <dated> <d>)+ (?: / <d> (?: / <y>)? )",
        _real_day,
    ),
    _rule("date.night", r"<daypart> <d> <daypart> <d> / <d>"),
    _whole("date.named", r"<day> <word|noun|W>{2,7} (<d>) (?:/|<hyphen>) (<d>) (?! <hyphen|/|measure|noun> )", _named),
    _rule("date.dash", r"<day|dated> <d> <hyphen> <d> (?: <until> <d> <hyphen> <d> )? (?!<num|/|unit|noun>)"),
    _rule(
        "date.month",
        r"<month> <d> (?! <scale>) (?:<hyphen|,|until|joint> <month>? <d>)* (?:</|hyphen|point|year> <y>)?",
        _month,
    ),
    # đến 6/2022 · not: thông tư số 12/2022
    _rule(
        "date.month",
        r"<d> (?<![ydnq].) / <y>",
        _month,
        lambda s, i: s.keys[i - 3 if s.shape[i] == "y" else i - 1] not in _PAPERS,
    ),
    _rule("date.month", r"<until|from> (<d>) ~ (<y>) (?!<value|w>)", _month),
    _rule("date.month", r"<month> (<q>) (?!<value|w>)", lambda s, i: _ascends(s, i, 12)),  # tháng 8,9
    # các ngày 02,03 và 04/6/2012
    _rule("date.range", r"<day|dated> (<q>) (?=<joint> <d> / <d>)", lambda s, i: _ascends(s, i, 31)),
    _rule("period.decade", r"<year> (<d|n>) (?!<value|w>)", _word(-2, "plural"), _form(r"\d0")),  # những năm 90
    _rule("date.day", r"<day|dated> (?<!<per>.) <d> (?: / <d>)? (?! <hyphen> <num> <noun>)"),
    _rule("date.daypart", r"<daypart> (<d>) (?:/|<hyphen>) (<d>)", _real_day),
    _whole("date.day", r"(?<!<per>) <day> <word|noun>{1,2} (<d>) <hyphen> (<d>) (?= <,|;|stop|close> )", _calendar),
    # 26.8 - 1.9.2019
    _rule("date.dots", r"(<q>) <until|hyphen> (?=<q>)", _dotted_day, lambda s, i: _dotted_date(s, i + 2)),
    _rule("date.dots", r"<day|dated|daypart> (<q>) (?!<unit|noun>)", _dotted_day),
    # sáng nay 6.10
    _rule("date.dots", r"<day|daypart> <word|through> (<q>) (?!<unit|noun>)", _dotted_day, _word(-1, "near_day")),
    _rule("date.dots", r"(?<!<up|down|becomes>) <until|from> (<q>) (?=<,|stop|close|until|hyphen>)", _dotted_day),
    _rule(  # từ ngày 1.7 đến 30.9 có 45 ca; từ 15.8 đến 20.8 có 12 ca · not: tăng từ 15.8 đến 20.8
        "date.dots",
        r"(?<!<up|down|becomes>) <from|day|dated> <q> <until|hyphen> <day>? (<q>) (?!<value|w>)",
        lambda s, i: _dotted_day(s, i - 2 if s.shape[i - 2] == "q" else i - 3),
        _dotted_day,
    ),
    # 2 ngày (16-17.12), từ ngày 9-15.6 · not: ngày 9-15.6 tấn
    _rule("date.dots", r"<day|dated> \(? <d> <hyphen> (<q>) (?=<,|;|stop|close>)", _dotted_day),
    _rule("date.range", r"<day> \( (<d>) (?= <hyphen> <q> <,|close> )", lambda s, i: _dotted_day(s, i + 2)),
    _rule(
        "date.daymonth",
        r"<d> (?<=[^ydnq/].) (?<!<bound|equal|occupy>.) / <d> (?=<close|quote|stop|,|:|hyphen|joint>)",
        _real_day,
    ),
    _whole(
        "date.dash", r"(?<!<up|down|copula|becomes>) <until|from|around|through> (<d>) ~ (<d>) (?!<value|w>)", _calendar
    ),
    # mở vào 10-11, …
    _whole("date.dash", r"<preposition|word|W> (<d>) ~ (<d>) (?!<value|w>)", _word(-1, "on_day"), _calendar),
    # trong các ngày 27, 28 và 29-5 hoãn lịch
    _rule("date.dash", r"<day|dated> <d> (?: <,|until|joint> <day>? <d> )+ ~ <d> (?: ~ <y> )? (?!<unit|noun>)"),
    _rule("date.dash", r"<from> <d> <until> <d> ~ <d> (?: ~ <y> |(?!<value|w>) )"),
    _whole(
        "date.daymonth",
        r"<word|through|noun> ,? \(? (<d>) </|~> (<d>) (?: <,|joint|hyphen> (<d>) </|~> (<d>) )? (?!<unit|noun>)",
        _said_near,
    ),
    _whole("date.daymonth", r"(<d>) (?<![ydnq/].) (?:/|~) (<d>) (?=<copula> <day>)", _calendar),
    # hôm qua 16/7 trạm đã mở
    _whole("date.daymonth", r"<through|word> (<d>) / (<d>) (?=<noun>)", _past_all, _said_near),
    # tính đến 15/9 các huyện đã cấy
    _whole("date.daymonth", r"<until> (<d>) / (<d>) (?!<unit|noun>)", _word(-1, "as_of"), _calendar),
    # áp dụng từ 5/3 quy định …
    _whole("date.daymonth", r"<from|around|until> (<d>) / (<d>) (?!<unit|/>)", _begins),
    # ngày hội 18/11 sắp tới
    _whole("date.daymonth", r"(?<!<copula>) (<d>) (?<!<d>~.) / (<d>) (?!<unit|noun|/>)", _past_all),
    # tổ chức 13-17/10
    _rule("date.daymonth", r"<d> ~ <d> / (<d>) (?!<unit|noun|/>)", lambda s, i: _past_all(s, i - 2)),
    _rule("date.clock", r"<w|around> (<q>) (?=<day> <d>)", _form(_TIME)),  # vào lúc 19.15 ngày 29/9
    _rule("date.clock", r"<d|n> <hour> <d|n>", lambda s, i: s.glued(i) or (s.glued(i + 1) and s.glued(i + 2))),
    _whole(  # 18 giờ 00, 7 giờ 30
        "date.clock",
        r"(<d|n>) <hour> (<d|n>) (?=<,|stop|close|day|dated|until|hyphen>)",
        lambda s, i: re.fullmatch("[0-5][05]", s.keys[i + 2]) is not None,
    ),
    # lúc 8 giờ 25 phút 47 giây
    _rule("date.clock", r"<around|until|from> <d|n> <hour> <d|n> <minute> (<d|n>) (?=<measure>)", _word(1, "second")),
    _rule("date.clock", r"<from> (<d>) <hyphen|until> (<d>) (?=<hour> (?: , | <copula|until> ))"),  # từ 6-7 giờ, …
    # xảy ra từ 12h - 24h, khoảng 12h - 24h
    _rule("date.clock", r"<from|around|about> <d|n> <hour> <hyphen> (<d|n>) <hour>", _most(HOURS)),
    # 13h30-17h, 7h-11h30
    _rule("date.clock", r"<hour> <d|n> <minute>? <hyphen|until> (<d|n>) <hour>", _most(HOURS)),
    _rule("date.clock", r"(<d|n>) <hour> <hyphen|until> <d|n> <hour> <d|n>", _most(HOURS)),
    # vào 15 giờ 5 phút · not: tập trung vào 3 giờ học
    _whole(
        "date.clock",
        r"<word> (<d>) <hour> (?: (<d|n>) <minute> | (?=<,|stop|close|day|dated|copula>) )",
        _word(-1, "on_day"),
        _most(HOURS),
    ),
    _rule(
        "date.clock",
        r"""<around|until|from> <d|n> <hour> (?: <d|n> (?:<minute> | ['’′]) | <d|n> (?=<copula|until|,>) | <d> )?
            (?!<up|down>)""",
        lambda s, i: len(s.keys[i]) < 3,
    ),
    # 0 giờ 00 phút ngày 1/7
    _rule("date.clock", r"<d|n> <hour> (?: <d|n> <minute>? )? (?=<daypart> | <day> | , <day>)"),
    _rule("unit.per", r"/ (?<=<!num>.) (<n|q>) (?=<noun|word|measure|foreign_money>)", counted_per),
    _rule(
        "unit.per", r"<over> (?<=<noun|measure|percent>.) (<n|q>) (?=<noun|word|measure|foreign_money>)", counted_per
    ),
    # bác sĩ trên 1 vạn dân, 17 máy trên 100 nghìn dân, tử vong trên 1 triệu dân xếp thứ 6
    _rule(
        "unit.per",
        r"(?: <noun> <over> (<d>) | <q> <noun> <over> (<n>) ) (?=<scale> <noun>)"
        r" | <over> (<d>) (?=<scale> <noun> <rank>)",
        is_round,
    ),
    # tỷ suất tử vong trẻ sơ sinh trên 1.000 trẻ · tử vong mẹ 14/100.000 trẻ · mắc lao 35,2 trên 100.000 dân
    _rule("unit.per", r"<over|/> (?:(?<=.<over>) | (?<=<num> /)) (<n|q>) (?=<noun>)", _of_incidence),
    _rule("unit.per", r"<mean|over> (<num>) (?=<scale>? <noun> (?: [(] <noun|word>+ [)] )? :)", _per_people),
    _rule("unit.per", r"/ (<d>) (?<=[^ydnq/]..) (?= <scale>? <noun> | <word|measure> )", counted_per),
    _rule("unit.per", r"<q> / (<n|q>) (?=<noun>)", is_round),
    _rule("unit.per", r"<measure> / <noun> / (<d>) (?=<month>)"),  # 45 kg/người/6 tháng
    _rule(
        "unit.per", r"<mean|per> <over>? (<d|n|q>) (?=<scale>? <noun> <word>{0,3} <copula> <bound>? <num>)", is_round
    ),
    _rule("unit.per", r"<mean|per> <over>? (<d|n|q>) (?=<scale>? <noun> <word>{1,3} <bound>? <num>)", is_round),
    _rule("unit.per", r"<mean|per> <over>? (<d>) (?=<noun>)", is_round),
    _rule(  # cứ 100 người dân thì có 30 người nhiễm
        "unit.per",
        r"<per> (<num>) (?=<noun> <!num|,|;|stop>{0,8} <copula> <bound|until>? <num>)",
        _word(-1, "for_each"),
    ),
    # hiện 1 tuần có trên 60 chuyến
    _rule("unit.per", r"(<d>) (?= <day|measure> <copula> <bound>? <num>)", _form("1")),
    # bình quân 1 ngày tiếp 5 lượt · not: giải quyết bình quân 1 ngày, trung bình 1 tháng 5 ngày
    _rule("unit.per", r"<mean> (<d>) (?= <day|month|year|measure> (?! [,;.)¶] | <num>) )", _form("1")),
    _rule(  # giá trị trên 1 ha đất đạt 75 triệu, diện tích 1 ao là 0,5 ha
        "unit.per",
        r"""<over|word|noun> (<d>) (?= <measure|noun> <!num|;|:|stop|copula>{0,12} (?:<year> <y>)?
            (?:<copula> | :) <bound>* <num> )""",
        _form("0*1"),
        lambda s, i: said_before(s, i, "of_one"),
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
    _rule("reference.bare", r"(?:<noun|target|document>) <d|n> <,|joint> (<d|n>) (?!<value>)", _paper_too),
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
    _rule("reference.law", r"<word|noun> (<y>) (?!<value|w>)", _law_named),  # luật Thủy sản 2003
    _rule("reference.article", r"<article> (<d|n>) (?=<noun|document|word>)", _of_law),
    _rule("reference.standard", r"<standard> <W|/|hyphen|:>* <num> (?: <:|hyphen> <y> )?"),  # ISO/IEC 17025: 2017
    _rule(  # phiên bản 4.2 · not: xuất bản 62.800 tên sách
        "name.version",
        r"<version> <glued|->? <num> (?!<noun|scale|percent|money>)",
        _form(r"(?!\d{1,3}(?:\.\d{3})+$).+"),
        lambda s, i: not _ends_name(s, i - 1),
    ),
    _rule("name.version", r"<word|noun|W> (<q>) (?!<unit|noun|/>)", _form(r"[1-9]\.0")),  # công nghệ 4.0
    _rule("name.band", r"<band> (<num> (?:<measure>? <hyphen|until|,> <num>)*)"),
    _rule("name.grade", r"<grade> <num> (?: <hyphen> <num>)* (?!<num|unit|noun>)"),
    _rule(  # trạm biến áp 110 kV, 110/22 kV
        "name.grade",
        r"<noun|word|W> (<d|n|q> (?: / <d|n|q>)*) (?=<measure>)",
        lambda s, i: s.keys[_on(s, i, "dnq/")] in lexicon().sets["voltage"],
    ),
    # Chương trình 135 · not: 12 chương trình 5 năm
    _rule(
        "reference.programme",
        r"<programme> (<y|n>) (?!<noun|year|month|day|unit>)",
        lambda s, i: _is_called(s, i - 1, i) and len(s.keys[i]) > 2,
    ),
    _rule("reference.programme", r"<programme|document> (<d|n>) <w|W>", _with_letter),  # Chương trình 30a
    # Ban Chỉ đạo 389 tỉnh, Hội nghị Trung ương 9
    _rule("name.numbered", r"<noun|word|W> (<d|n|y>) (?!<num|/|~|duration|hour|day|unit>)", _body_called),
    # 1 số xã: some
    _rule("name.some", r"(?<!<num>) (<d>) (?=<numbered|quantity> <word|noun>)", _form("1"), _word(1, "some_of")),
    # danh hiệu "Sinh viên 5 tốt", cuộc vận động "5 không, 3 sạch" · not: "có 5 hộ"
    _rule("name.slogan", r"(<d>) (?= <word|preposition> <!stop|;|quote>{0,5} <quote> )", _quoted),
    # một trong Top 10 thương hiệu, rơi khỏi top 3 · not: nằm trong top 10 tỉnh
    _rule("name.top", r"<top> (<d|n>)", _not_ranked),
    # bộ số 12 – 19 – 23 – 35
    _rule("name.drawn", r"(<num> (?: <hyphen> <num>){3,}) (?!<noun|hyphen|num|unit>)"),
    _rule("name.drawn", r"<target> (<num> (?: <hyphen> <num>){2}) (?!<noun|hyphen|num|unit>)"),  # mục tiêu 90 - 90 - 90
    _rule("name.size", r"<noun|word|from|under|over|,|joint> (<d|n>) (?=<w|noun>)", _seated),  # xe dưới 9 chỗ
    _whole(  # 29R/11L
        "name.glued",
        r"(<d>) <W> / (<d>) (?=<W>)",
        lambda s, i: all(s.glued(n) and len(s.keys[n]) == 1 and s.capital(n) for n in (i + 1, i + 4)),
    ),
    # công ty trách nhiệm hữu hạn 1 thành viên
    _rule("name.company", r"<word|W|noun> (<d>) (?=<noun>)", _word(-1, "limited"), _word(1, "partner")),
    _rule("name.model", r"<model> <quote>? <d> <noun>"),
    _rule("name.hotline", r"<hotline> <:>? (<n|y|q> (?:<point|hyphen|->? <num>)*) (?!<unit|noun>)"),
    # các đầu số như 7060, 7160 và 555
    _rule("name.hotline", r"<hotline> <such_as> :? (<num> (?: <,|joint> <num> )*) (?!<unit|noun>)"),
    _rule("name.hotline", r"<hotline> <noun>{1,3} (<n|y>)", _form(r"1\d{3}")),  # Tổng đài Dịch vụ công 1022 của tỉnh
    _rule("year", r"<year|year_part> <y> (?: <,|joint|hyphen> <year>? <y> )*"),
    _rule("year.base", r"<compare|same_period|month|head_of_year|half_year> <y>"),
    _rule("year.column", r"<estimate|actual|target> <y> (?! <scale|noun|money|measure> )"),
    _rule("ordinal", r"<numbered> <d> . (?: <,|joint> <numbered>? <d> . )+", _with_letter),  # phụ lục 1a, 1b và 1c
    _rule(
        "ordinal",
        r"<numbered> <d|n> (?: <hyphen|,|joint|until> <numbered>? <d|n> (?!<noun|num|unit>) )* (?! / <num> | <unit> )",
        _numbers,
    ),
    _rule(  # a row of a table that lost its cells begins with its number: 12 Số vụ đã xử lý Vụ
        "ordinal.row",
        r"(<d|n>) (?=<quantity|total|ratio|anaphor>)",
        _opens_line,
    ),
    _rule("year.row", r"(<y>) (?=<num>)", _year_of_row),  # 2019 45 52 ¶ 2020 47 55
    _rule("ordinal.row", r"(<d|n>) (?=<!num|stop|unit>)", _opens_line, _in_sequence),  # 1 Năm 2025, … ¶ 2 Học sinh …
    _rule("ordinal.label", r"<noun|word|numbered> (<d>) (?=<W>? :)", _label_again),
    _rule(  # tiêm 1 mũi là 22 triệu liều · not: có 5 vòng, là 40 trận
        "ordinal.label",
        r"<w> (<d>) (?= <numbered> <copula> <bound>? <num> <scale>? <noun>)",
        _word(2, "equates"),
        _form("[1-9]"),
    ),
    _rule("ordinal.label", r"(?: ^ | [¶.] ) (?: <hyphen> | [+] )? <target> (<d>) (?=:)"),  # Chỉ tiêu 3: …
    # có 25 điểm 10, thang điểm 4
    _rule("ordinal.mark", r"<num|per|word|copula> <noun> (<d|n>) (?!<noun|num|/|unit>)", _mark),
    _rule("ordinal.listed", r"<place|numbered|category|noun> (<q>) (?!<unit>)", _listed),
    _rule("ordinal.listed", r"<place> <d> <joint> (<d>) (?=<close|,|;|stop>)"),  # nối quận 2 và 4
    _rule("ordinal.weekday", r"<weekday> (<d>) <until|hyphen> <weekday>? (<d>)"),
    _rule("ordinal.child", r"<noun> <weekday> (<d>) (?! / )"),  # sinh con thứ 3 · not: đứng thứ 3, tỉnh thứ 5/63
    # tầng thứ 10
    _rule("ordinal.nth", r"<word|numbered|day|noun> <weekday> (<d|n|q>) (?! / | <over|out_of|where>)", _nth),
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
            (?= : <bound>? <num> )""",
        _heads_count,
    ),
    # nhánh 1, 2, 3
    _whole("ordinal.listed", r"<noun|word> (<d> (?: , <d>)+ (?: ,? <joint> <d>)?) (?!<value>)", _in_a_row),
    _rule(  # phân theo độ nặng: độ 1 có 41 ca, độ 2a có 9 ca
        "ordinal.degree",
        r"""(?:<,|;|:|open|stop|copula|among|comprise|joint|preposition> | ^) <w> (<d>) (?=<w>? <copula|:|num>)
          | <noun|word> <w> (<d>) (?=<copula|:> <bound>? <num>)""",
        _word(-1, "degree"),
        _form("0*[1-9]"),
    ),
    # PHƯỜNG 15 TỔ CHỨC HỘI NGHỊ
    _rule("ordinal.place", r"<place> (<d|n>) (?=<word|noun|w|W>)", lambda s, i: s.words(i - 1, i + 2).isupper()),
    _rule("ordinal.place", r"<place> (?<!<per>.) (<d|n> (?:, <d|n>)*) (?=<stop|close|open|,|W|hyphen|joint>)", _placed),
    _whole("ordinal.place", r"<place> (?<!<num|per>.) (<d> (?:<,|hyphen|joint> <d>)*) (?=<noun|place> <W>)", _in_place),
    _rule("ordinal.place", r"<preposition> <place> (<d|n>) (?=<w|copula|preposition>) (?!<unit>)"),  # ở thôn 6 trồng …
    # thôn 6 có 30 hộ · not: số thôn 6, đạt …
    _rule("ordinal.place", r"(?<!<num|per|total|quantity|anaphor>) <place> (<d>) (?=<copula>) (?!<unit>)"),
    # TDP 3, thị trấn An Phú
    _rule("ordinal.place", r"<W> (<d|n>) (?=<,|stop|close|hyphen|W|preposition>)", _word(-1, "place_short")),
    # cơ sở 2 cách đó 5 km · tuyến 2: 12 cơ sở
    _rule("ordinal.site", r"<noun|word> (<d>) (?=<w|copula> | : <bound>? <num>) (?!<value>)", _one_site),
    _rule(  # 3 quận (1, 12 và Hóc Môn)
        "ordinal.place",
        r"<place> <noun>? \( (<d> (?: , <d>)*) (?=<,|joint> <W|noun>)",
        lambda s, i: s.capital(s.shape.find(")", i) - 1),
    ),
    _rule(
        "ordinal.place",
        r"<place> (<d|n>) (?=<!num|noun|/|~>) (?!<unit>)",
        lambda s, i: opens_with(s, i + 1, "no_noun") or s.keys[i - 1] in lexicon().sets["borough"],
    ),
    _rule("ordinal.place", r"<W> <point> (<d|n>) (?!<value|w>)", _word(-2, "place_short")),  # Q. 7; P.4
    _rule("year.bare", r"<y> (?! <foreign_money|steps|noun> ) (?!<unit>)", lambda s, i: not _counted_up(s, i)),
    # SIPAS 2020 tỉnh An Bình: a place with its name is counted by none
    _rule("year.bare", r"(<y>) (?=<noun> <W>)", _word(1, "place_noun")),
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
    mark((m.span() for m in _RECEIVERS.finditer(stream.text)), "name", "name.receivers")
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
            first = -1
            for a, b in m.regs[1:] if m.lastindex else m.regs:
                for i in range(a, b):
                    if tags[i] in "ydnq":
                        first = i if first < 0 or not rule.by_first else first
                        if starts[i] not in found and (test is None or test(stream, first)):
                            found[starts[i]] = decided
    _numbered(stream, found)
    _noted_below(stream, found)
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


def _noted_below(s: Stream, found: Kinds) -> None:
    """Mark the number of a note that is called elsewhere, where it opens a line or a sentence: "12 Tăng trưởng …"."""
    notes = (at for at, (_, rule) in found.items() if rule == "ordinal.note")
    called = {s.keys[bisect_left(s.starts, at)] for at in notes}
    for m in _OPENS_NOTE.finditer(s.shape) if called else ():
        i = m.start("n")
        if s.keys[i] in called and s.capital(i + 1):
            found.setdefault(s.starts[i], ("ordinal", "ordinal.note"))


_OPENS_NOTE = shape(r"(?: ^ | [¶.] ) (?P<n><d|n>) (?=<!num|stop>)")


def _numbered(s: Stream, found: Kinds) -> None:
    """Mark numbers that end a name, "nhà máy Sông Bung 2", "Boeing 787", the same name again in the text, and names
    told apart by numbers that follow each other.
    """
    left = [m.start() for m in _NAMED_NUMBER.finditer(s.shape) if s.starts[m.start()] not in found]
    left = [i for i in left if s.text[s.ends[i - 1] : s.starts[i]] == " "]  # in the cell behind a name stands a value
    called = {(s.keys[i - 1], s.keys[i]) for i in left if _ends_site(s, i) or _ends_body(s, i, found)}
    names = {_named_so(s, i) for i in left if s.capital(i - 1)}
    for i in left:
        near = s.capital(i - 1) and not names.isdisjoint(_named_so(s, i, n) for n in (1, -1))
        told = s.capital(i - 1) and s.capital(i - 2) and len(s.keys[i]) == 1 and has(s.shape[i + 1], "copula", "occupy")
        # "khu công nghiệp Cát Lũng 2 có 30 doanh nghiệp"
        if told or (near and not _counted_by(s, i)) or (s.keys[i - 1], s.keys[i]) in called:
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
_NAMED_NUMBER = shape(r"<d|n> (?<=[^ydnq,;/~-].) (?!<value>)")
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
    k = _name_begins(s, i - 1)
    kind = s.shape[k - 1] in "w(" + tags_of("noun", "joint") and s.keys[k - 1] not in lexicon().sets["near_day"]
    return kind and not earlier


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


def _glued(s: Stream, found: Kinds) -> None:
    """Mark numerals inside a word or term: 5G, IPv6, Covid-19, km2, Arabic dates with dots."""
    for m in NUMERAL_TAG.finditer(s.shape):
        i = m.start()
        if s.starts[i] not in found and (rule := _rule_inside(s, i, found)):
            found[s.starts[i]] = (rule.partition(".")[0], rule)
            if rule == "date.clock":  # 14g00
                found[s.starts[i + 2]] = found[s.starts[i]]


def _rule_inside(s: Stream, i: int, found: Kinds) -> str:
    """The rule of a numeral that its form, or what it is glued to, decides; "" where that is neither."""
    lex, tags, key, behind = lexicon(), s.shape, s.keys[i], s.keys[i + 1]
    if tags[i] == "q":
        for name, form in _DOTTED:
            if form.fullmatch(key):
                return name
    glued = s.ends[i] == s.starts[i + 1]
    if glued and behind in lex.sets["month_short"] and tags[i + 2] in "/y":
        return "period.short"
    if glued and behind in lex.sets["generation"]:
        return "date.clock" if s.ends[i + 1] == s.starts[i + 2] and _hour_short(s, i) else "name.generation"
    if i and s.starts[i] == s.ends[i - 1]:
        if tags[i - 1] in lex.tags["measure"] and key in ("2", "3"):
            return "unit.power"
        return "name.glued" if _behind_letters(s, i) or (tags[i - 1] == "~" and _behind_dash(s, i, found)) else ""
    if glued and tags[i + 1] == "W" and _label(s, i):
        return "name.glued"
    return "name.digits" if len(key) > 3 and key[0] == "0" and key.isdecimal() else ""


def _behind_dash(s: Stream, i: int, found: Kinds) -> bool:
    """Whether a hyphen ties a numeral to a name before it: "S10-2", "Covid-19"."""
    if found.get(s.starts[i - 2]) == ("name", "name.glued"):
        return True
    named = s.shape[i - 2] in "wW" + lexicon().tags["version"] and s.capital(i - 2)
    return named and s.keys[i].isdecimal() and len(s.keys[i]) < 4
