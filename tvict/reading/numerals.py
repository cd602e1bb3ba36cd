"""From a tagged stream to the kind of every numeral: quantity, date, year, period, reference, ordinal, name or unit.

Rules are patterns over word classes, tried in order; the first that covers a numeral decides, and is named in its row.
What no rule covers is a figure. A pattern begins with a tag and looks back only then: the engine skips to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.outline import Span
from tvict.reading.tokens import NUMERAL_TAG, ROUND, Stream

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"://|www\.|@(?<=\w@)\w|\.(?:vn|com|net|org|gov|edu|info|jpe?g|png|pdf|docx?|xlsx?)\b")
_ADDRESS_ENDS = " \t\r\n<>()[]“”\"';,"
_TELEPHONE = re.compile(r"0(?<![\d.,]0)\d{2,4}(?:[ .-]?\d{3,4}){2}(?!\d)")
_CLOCK = re.compile(r"(?<![\d:.,])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
_DOTTED_DATE = re.compile(r"(?:[0-3]?\d\.)?(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")
_COLUMNS = re.compile(r"(?:\(\d{1,2}\)[\s|]+){2,}\(\d{1,2}\)|\(\d{1,2} ?=[\d ()+*/x:=-]+\)")  # (1) (2) (3=2/1)
_PROCEDURE = re.compile(r"\d\.\d{6}")
_DOTTED_DAY = re.compile(r"[0-3]?\d\.(?:0?[1-9]|1[0-2])")
_GENERATION = re.compile(r"[1-9]\.0")
MOST_STARS = 7  # a hotel or product has no more
_MULTILEVEL = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,3}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern; numerals inside its group "k" (or all of it) are of this kind."""

    name: str
    kind: str
    pattern: re.Pattern[str]


def _rule(name: str, kind: str, pattern: str) -> Rule:
    return Rule(name, kind, shape(pattern))


# The N of a part-year report ("9 tháng đầu năm 2018") is a period wherever it stands before "tháng" again.
_MONTHS = shape(r"<d> (?=<month>)")
_PART_YEAR = shape(r"(<d>) <month> (?:<head_of_year> | (?=/? <year>? <y>))")
RULES = (
    # (2- Giao thông; 3- Thủy lợi) · mũi 1: 25.000
    _rule("ordinal.item", "ordinal", r"(<d>) (?<=[(;,].) <hyphen|point|close> (?!<num|stop|,>)"),
    _rule("date.hhmm", "date", r"(<d|n>) : (<d|n>) (?: : (<d|n>))?"),
    _rule("ordinal.label", "ordinal", r"<noun> (<d>) (?=: <over|under|about|estimate>? <num>)"),
    # trẻ em dưới 5 tuổi, người từ 15 tuổi trở lên; a mean age is a figure
    _rule(
        "name.age",
        "name",
        r"""<noun|word|W|preposition|comprise|,> (?: <from>? <under|over>? ) (<d|n>)
            (?: <until|hyphen> <under>? (<d|n>) )? <month>? <age>""",
    ),
    _rule("name.age", "name", r"(<d>) <until|hyphen> (<d>) <month>? <age> | <age> <from> (<d>) <upward>"),
    _rule("ordinal.note", "ordinal", r"\[ <d> \]"),
    _rule("name.size", "name", r"<noun> <from> (<d|n>) <measure> <upward|downward>"),  # tàu từ 15 m trở lên
    _rule("name.zone", "name", r"<timezone> [-+~] <d>"),
    _rule("ordinal.star", "ordinal", r"(<d>) (?: (?:<until|hyphen|,|joint>) (<d>) )? <star>"),
    _rule("period.semester", "period", r"<semester> (<d>)"),
    # 9 tháng đầu năm 2018 · 6 tháng cuối năm · 9 tháng năm 2018 · 6 tháng/2019
    _rule(
        "period.months",
        "period",
        r"(<d>) (?<![ydnq~].) <month> (?: <head_of_year> | <same_period> | (?=<year> <y>) | (?=/ <y>) | (?=<where>) )",
    ),
    _rule("ordinal.inline", "ordinal", r"(<d>) (?: (?<=[.;:].) <point|close> (?=<W>) | (?<=[.;].) [.] .)"),
    _rule(
        "period.through",
        "period",
        r"""<through|preposition> (<d>) <month> (?=<estimate|copula|target|equal|up|down> | ,)
          | (<d>) <month> (?=<through>)""",
    ),
    _rule(
        "period.cumulative",
        "period",
        r"(?:<cumulative|total|mean> <word|quantity>{0,2} | <year_part>) (<d>) <month> (?!<word>)",
    ),
    _rule("period.range", "period", r"<y> <hyphen|until> <year>? <y>"),
    _rule("period.years", "period", r"<from> <year> (<y>) (?=<until|becomes> <year|year_part> <y>)"),
    _rule("period.span", "period", r"<span> (?:<until> | <year>)* (<y>) (?=<!noun>)"),
    _rule("period.until", "period", r"<until> <year> (<y>)"),
    _rule("period.quarter", "period", r"<quarter> (<d>)"),
    _rule("period.quarter", "period", r"<quarter> <W|w|d> </|hyphen> (<y>)"),
    _rule("name.house", "name", r"<house> (<num> (?: / <num>)*)"),
    _rule(
        "date.days",
        "date",
        r"""<day|dated> <d> (?: <hyphen|until|,|joint> <day>? <d> | <dated> <d>)+
            <month> (?:<d>|<w>) (?: <year> <y> | <hyphen|/> <y>)?""",
    ),
    _rule("date.words", "date", r"<day|dated> <d> <month> (?:<d>|<w>) (?: <year> <y>)?"),
    _rule(
        "date.full",
        "date",
        r"""<d> (?: <hyphen> <d> )?
            (?: / <d> / <y> | <hyphen> <d> <hyphen> <y> | <point> <d> <point> <y> | / <d> <hyphen> <y>)""",
    ),
    _rule("date.range", "date", r"<d> / <d> (?: <hyphen|until> <day>? | <dated>) <d> / <d>"),
    _rule("date.range", "date", r"<day|dated> <d> / <d> (?: (?:,|<joint>) <day>? <d> / <d> )+"),
    _rule(
        "date.range",
        "date",
        r"<day|dated> <d> (?: <hyphen|until|,|joint> <day>? <d> | <dated> <d>)+ (?: / <d> (?: / <y>)? )",
    ),
    _rule("date.night", "date", r"<daypart> <d> <daypart> <d> / <d>"),
    _rule("date.dash", "date", r"<day|dated> <d> <hyphen> <d> (?=<stop|close|quote|,>)"),
    _rule(
        "date.month",
        "date",
        r"<month> <d> (?: <hyphen|,|until|joint> <month>? <d> )* (?: (?:/|<hyphen>|<point>|<year>) <y> )?",
    ),
    _rule("date.month", "date", r"<d> (?<![ydnq].) / <y>"),
    _rule("date.day", "date", r"<day|dated> (?<!<per>.) <d> (?: / <d>)? (?! <hyphen> <num> <noun>)"),
    _rule("date.dots", "date", r"<day|dated|daypart> (<q>) (?!<scale|percent|points|money|measure|noun>)"),
    _rule("date.dots", "date", r"<until|from> (<q>) (?=<,|stop|close|until|hyphen>)"),
    _rule("date.by", "date", r"<until|around|from> <day>? <d> / <d> (?!<noun>)"),
    _rule("date.daymonth", "date", r"<d> (?<=[^ydnq/].) / <d> (?=<close|quote|stop|,|:|hyphen>|<joint>)"),
    _rule("date.clock", "date", r"<around|until|from> <d> <hour> (?: <d> <minute>? )? (?!<up|down>)"),
    _rule("date.clock", "date", r"<d> <hour> (?: <d> <minute>? )? (?=<daypart> | <day> | , <day>)"),
    _rule(
        "unit.per",
        "unit",
        r"</|over> (?: (?<=<!num> /) | (?<=<noun|measure|percent> <over>) ) (<n|q>) (?=<noun|word|measure>)",
    ),
    _rule("unit.per", "unit", r"/ (<d>) (?<=[^ydnq/]..) (?: (?=<scale> <noun>) | (?=<noun|word|measure>) )"),
    _rule("unit.per", "unit", r"<q> / (<n|q>) (?=<noun>)"),
    _rule("unit.per", "unit", r"<mean|per> (<n|q>) (?=<noun> <word>{0,3} <copula> <over|under|about>? <num>)"),
    _rule("unit.per", "unit", r"<mean|per> (<d>) (?=<noun>)"),
    _rule("unit.factor", "unit", r"<unit_label> <word>? : (<n|q>) (?=<scale|money|measure|noun>)"),
    _rule("reference.document", "reference", r"<document> <:>? <num> (?! <scale|percent> )"),
    _rule("reference.bare", "reference", r"<noun> (<n>) (?=<preposition|day|dated>)"),
    _rule(
        "reference.article",
        "reference",
        r"<article> <d|n> (?: (?:,|<joint>|<hyphen>) <d|n> (?!<noun>) )* (?!<scale|percent|money|noun>)",
    ),
    _rule(
        "reference.standard",
        "reference",
        r"<standard> (?:<glued|-|W|/|:>)* <num> (?: <glued>? <:> <y> | <hyphen|:> <num>)?",
    ),
    _rule("name.version", "name", r"<version> <glued|->? <num> (?!<noun|scale|percent|money>)"),
    _rule("name.version", "name", r"<word|noun|W> (<q>) (?! <scale|percent|points|money|measure|times|noun|/> )"),
    _rule("name.band", "name", r"<band> (<num> (?:<measure>? <hyphen|until|,> <num>)*)"),
    _rule("name.grade", "name", r"<grade> <num> (?: <hyphen> <num>)* (?! <scale|percent|money|measure|noun> | <num> )"),
    _rule(
        "name.programme", "name", r"<programme> (<y|n>) (?! <scale|percent|money|measure|times|noun|year|month|day> )"
    ),
    _rule("name.model", "name", r"<model> <quote>? <d> <noun>"),
    _rule(
        "name.hotline",
        "name",
        r"<hotline> <:>? (<n|y|q> (?:<point|hyphen|->? <num>)*) (?!<noun|scale|percent|money|measure>)",
    ),
    _rule("year", "year", r"<year|year_part> <y> (?: (?:,|<joint>|<hyphen>) <year>? <y> )*"),
    _rule("year.base", "year", r"<compare|same_period|month|head_of_year> <y>"),
    _rule("year.column", "year", r"<estimate|actual|target> <y> (?! <scale|noun|money|measure> )"),
    _rule(
        "ordinal",
        "ordinal",
        r"""<numbered> <:>? <d|n>
            (?: <hyphen|,|joint|until> <numbered>? <d|n> (?!<noun|scale|percent|points|money|measure|times|num>) )*
            (?! <scale|percent|points|money|measure|times> | / <num> )""",
    ),
    _rule(
        "ordinal.listed", "ordinal", r"<place|numbered|category> (<q>) (?! <scale|percent|points|money|measure|times> )"
    ),
    _rule("ordinal.weekday", "ordinal", r"<weekday> (<d>) <until|hyphen> <weekday>? (<d>)"),
    _rule(
        "ordinal.category",
        "ordinal",
        r"<noun|w|W> <category> <d> (?: <,|joint|hyphen> <d> )* (?= <stop|close|,|preposition|copula> )",
    ),
    _rule("ordinal.place", "ordinal", r"<place> (<d|n> (?: , <d|n>)* ) (?=<stop|close|open|,|W|hyphen|joint>)"),
    _rule("year.bare", "year", r"<y> (?! <scale|percent|points|money|foreign_money|measure|times|steps> | <noun> )"),
    _rule("year.bare", "year", r"<hyphen> <y> (?! <scale|percent|money> )"),
)


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
    mark((m.span() for m in _TELEPHONE.finditer(stream.text)), "name", "name.telephone")
    _glued(stream, found)
    starts, tags = stream.starts, stream.shape
    for months in {stream.keys[m.start(1)] for m in _PART_YEAR.finditer(tags)}:
        for m in _MONTHS.finditer(tags):
            if stream.keys[m.start()] == months:
                found.setdefault(starts[m.start()], ("period", "period.months"))
    for rule in RULES:
        groups = range(1, rule.pattern.groups + 1)
        for m in rule.pattern.finditer(tags):
            for a, b in map(m.span, groups if m.lastindex else (0,)):
                for i in range(a, b):
                    if tags[i] in "ydnq" and starts[i] not in found and _admits(stream, i, rule):
                        found[starts[i]] = (rule.kind, rule.name)
    return found


def _addresses(text: str) -> Iterator[Span]:
    """Web and mail addresses: what stands between white space or brackets around their mark."""
    for m in _ADDRESS.finditer(text):
        a, b = m.span()
        while a and text[a - 1] not in _ADDRESS_ENDS:
            a -= 1
        while b < len(text) and text[b] not in _ADDRESS_ENDS:
            b += 1
        yield a, b


_NUMBER_WORD = tuple(f" {w}" for w in lexicon().sets["number_word"])


def _admits(stream: Stream, i: int, rule: Rule) -> bool:
    """The tests that the shape of a passage cannot carry: case, glue, the size of a day or month."""
    if rule.name == "date.hhmm":
        tags, glued = stream.shape, stream.glued
        near = (tags[i + 1] == ":" and glued(i + 1) and glued(i + 2)) or (
            tags[i - 1] == ":" and glued(i) and glued(i - 1)
        )
        return near and len(stream.keys[i]) <= 2 and stream.keys[i].isdecimal()
    if rule.name == "ordinal":
        return _numbers(stream, i)
    if rule.name == "period.until":  # "đến năm 2025" is a horizon, "tính đến năm 2020" a date at which was counted
        return stream.keys[i - 2] not in lexicon().sets["as_of"]
    if rule.name == "date.dots":
        return _DOTTED_DAY.fullmatch(stream.keys[i]) is not None
    if rule.name == "ordinal.star":
        return int(stream.keys[i]) <= MOST_STARS
    if rule.name == "reference.bare":  # "quyết định 1034 về …"; in "12 quyết định 340 …" the noun counts
        kind = stream.keys[i - 1] in lexicon().sets["document_kind"]
        return kind and stream.shape[i - 2] not in "ydnq" and len(stream.keys[i]) > 2
    if rule.name == "ordinal.inline":  # "… hộ gia đình. 3. Ứng dụng công nghệ …": a heading run into the line
        return stream.text[stream.starts[i + 2] : stream.ends[i + 2]][:1].isupper()
    if rule.name == "reference.document":  # "Nghị định 45" cites; "công văn 402" in a list of counts does not
        k = i - 1 if stream.shape[i - 1] != ":" else i - 2
        return stream.text[stream.starts[k]].isupper() or stream.keys[k].endswith(_NUMBER_WORD)
    if rule.name == "name.version" and stream.shape[i] == "q" and stream.shape[i - 1] not in lexicon().tags["version"]:
        return _GENERATION.fullmatch(stream.keys[i]) is not None  # "công nghệ 4.0"
    if rule.name == "date.month" and stream.shape[i] == "d" and int(stream.keys[i]) > 12:
        return False  # "mỗi tháng 18 nghìn"
    if rule.name in ("date.daymonth", "date.by", "date.range"):
        k = i if stream.keys[i + 1] == "/" else i - 2
        if stream.keys[k + 1] == "/":
            return stream.keys[k + 2].isdecimal() and int(stream.keys[k + 2]) <= 12
    if rule.kind == "unit":
        per_one = int(stream.keys[i]) == 1 if stream.shape[i] == "d" else False
        return per_one or stream.keys[i].replace(".", "") in ROUND
    if rule.name == "ordinal.category":
        return len(stream.keys[i]) == 1
    if rule.name == "ordinal.listed":
        return _listed(stream, i)
    if rule.name == "name.programme":  # "Chương trình 135" is called so; a report may count "12 chương trình 5 năm"
        return stream.text[stream.starts[i - 1]].isupper() and len(stream.keys[i]) > 2
    if rule.name == "ordinal.place":
        word = stream.text[stream.starts[i - 1]] if stream.shape[i - 1] not in ",ydnq" else "A"
        return word.isupper() or stream.shape[i + 1] not in "W"
    return True


def _numbers(stream: Stream, i: int) -> bool:
    """Whether a word before a number numbers it ("mức 3", "Lớp 1"); in "mở lớp 30 học viên" it does not."""
    tags, lex = stream.shape, lexicon()
    before, after = tags[i - 1], tags[i + 1]
    if (
        before not in lex.tags["numbered"] + ":" and after in "wW"
    ):  # "mức 3, 4 phổ biến": it goes on with the next number
        last = max(k for k in range(max(i - 3, 0), i) if tags[k] in "dn")
        return int(stream.keys[i]) == int(stream.keys[last]) + 1
    if before in lex.tags["numbered"] and before in lex.tags["measure"] and i > 1 and tags[i - 2] in "ydnq":
        return False  # "3 tuần 5 ngày"
    if before in lex.tags["numbered"] and before in tags_of("noun", "measure") and after in lex.tags["noun"]:
        return stream.text[stream.starts[i - 1]].isupper()
    return True


def _listed(stream: Stream, i: int) -> bool:
    """Whether a number with commas lists numbers of places or classes: "khóm 1,2,3", "lớp 6,7"; they ascend."""
    numbers = stream.keys[i].split(",")
    if not all(n.isdecimal() and len(n) < 3 and n[0] != "0" for n in numbers):
        return False
    before, nouns = stream.shape[i - 1], lexicon().tags["noun"]
    if before not in tags_of("place", "category", "noun") or (len(numbers) == 2 and stream.shape[i + 1] in nouns):
        return False
    return all(int(a) < int(b) for a, b in pairwise(numbers))


def _label(stream: Stream, i: int) -> bool:
    """Whether a whole number and a capital behind it are a name, as in "5S", "10A1", and no unit, as in "220V"."""
    letter = stream.keys[i + 1]
    return len(letter) == 1 and stream.shape[i] != "q" and letter not in lexicon().sets["glued_measure"]


def _behind_letters(stream: Stream, i: int) -> bool:
    """Whether a numeral ends a name in letters, as in "ST25" or "A4": one letter must be a capital."""
    last = stream.text[stream.starts[i] - 1]
    if len(stream.keys[i - 1]) > 1:
        return stream.shape[i - 1] in "wW" and last.isalpha()
    hour = stream.shape[i - 2] in "ydnq" if i > 1 and stream.glued(i - 1) else False  # "7H30"
    return last.isupper() and stream.keys[i].isdecimal() and (stream.shape[i - 1] == "W" or not hour)


def _glued(stream: Stream, found: Kinds) -> None:
    """Numerals inside a word or term: 5G, IPv6, Covid-19, km2, Arabic dates with dots."""
    lex, starts, ends, tags, keys = lexicon(), stream.starts, stream.ends, stream.shape, stream.keys
    measure, generation = lex.tags["measure"], lex.sets["generation"]
    for m in NUMERAL_TAG.finditer(tags):
        i = m.start()
        at = starts[i]
        if at in found:
            continue
        if tags[i] == "q":
            if _DOTTED_DATE.fullmatch(keys[i]):
                found[at] = ("date", "date.dotted")
                continue
            if _PROCEDURE.fullmatch(keys[i]):
                found[at] = ("reference", "reference.procedure")
                continue
            if _MULTILEVEL.fullmatch(keys[i]) and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", keys[i]):
                found[at] = ("name", "name.version")
                continue
        if ends[i] == starts[i + 1] and keys[i + 1] in lex.sets["month_short"] and tags[i + 2 : i + 3] in ("/", "y"):
            found[at] = ("period", "period.short")
        elif ends[i] == starts[i + 1] and keys[i + 1] in generation:
            found[at] = ("name", "name.generation")
        elif i and starts[i] == ends[i - 1]:
            if tags[i - 1] in measure and keys[i] in ("2", "3"):
                found[at] = ("unit", "unit.power")
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
