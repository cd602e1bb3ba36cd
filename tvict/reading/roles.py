"""From an amount and the words around it to its role: level, share, change, index, attainment, gap, rank or plan.

RULES is the table: patterns over word classes around one amount, "@", tried in order; the first that fits decides and
is named in the table of reasons. What a pattern cannot carry is a named test. tests/cases/rules-amounts.toml holds an
example and a counterexample of every rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.scopes import Aim, promises, reported
from tvict.reading.structure import LEVELS, Context, counts, is_level, is_yearly, same_kind
from tvict.reading.times import Time, opens_with
from tvict.reading.tokens import Stream


@dataclass(frozen=True, slots=True)
class Around:
    """An amount and the tags around it: those since the amount before, those behind it, and what a rule matched."""

    s: Stream
    a: Amount
    before: str
    after: str
    found: re.Match[str] | None = None

    def token(self, tag: int) -> int:
        """The token whose tag stands at a place of `before`."""
        return self.a.left - len(self.before) + tag

    def key(self, tag: int) -> str:
        """The word whose tag stands at a place of `before`."""
        return self.s.keys[self.token(tag)]

    @property
    def opens(self) -> int:
        """The token at which what the rule matched begins, else the first of `before`."""
        return self.token(self.found.start() if self.found is not None else 0)


Test = Callable[[Around], bool]
WHOLE = 100  # per cent


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern "BEFORE @ AFTER" for amounts of some sorts: it gives the role that its name begins with.

    A change or gap is negative where the group `down` is found.
    """

    name: str
    sorts: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    test: Test | None

    @property
    def role(self) -> str:
        """The role that the rule gives."""
        return self.name.partition(".")[0]


PERCENT, TIMES = ("percent",), ("times",)
RATIO = ("percent", "points")
SCALAR = ("count", "money", "measure", "rate", "")  # what may rise by so much
ANY = ("percent", "points", "money", "times", "rank", "measure", "rate", "time", "count", "")

MOVES = r"""(?:(?P<up><up>)|(?P<down><down>)) (?:<preposition> (?=<where>))?
    <added|over|under|about|mean|copula|estimate|word|where|per|year_part|same_period|multiple|until|respectively>{0,3}
    (?:<occupy> (?= (?:<about|over|under>)* $))? :?"""
PAST = r"""(?: (?P<up>
        <exceed> | <over> (?=<around>? <same_period|head_of_year> | <mean>) | (?<=<up>) <over> (?=<year> <y>))
      | (?P<down><below>) )
    (?: <word|target|mean|compare|where|preposition|noun|numbered|tier|year|y|same_period|added|copula|about|over>
      | <around|head_of_year|year_part> | <d>? <month|quarter> <d>? | <target> <word|W|noun>{0,3} <comprise> ){0,7}"""
TARGET = r"(?: (?: <compare|preposition|complete>)? (?:<word|numbered|total> ){0,2} <target> | <compare> <aim> )"
COMPARED = r"(?: <word|preposition|times>){0,2} <compare|same_period>"
# so với năm 2019, so với tháng 7 năm trước, so với quý I/2023
THEN = "<compare> <year|word|noun|preposition>{0,6} (?: <month|quarter> <d|w|W> <year|/>? )? <same_period|y>"
# What the patterns of rules name in capitals.
_NAMED = {
    "MOVES": MOVES,
    "PAST": PAST,
    "TARGET": TARGET,
    "COMPARED": COMPARED,
    "THEN": THEN,
    "EQUALS": r"(?: <equal|complete> (?:<about|over|under|copula|word>)? | <copula> )",
    "TURN": r"(?:(?P<up><up>)|(?P<down><down>))",
    "PASS": r"(?:(?P<up><exceed>)|(?P<down><below>))",
    "ABOUT": r"<about|over|under>?",
}


def _rule(name: str, sorts: tuple[str, ...], pattern: str, test: Test | None = None) -> Rule:
    before, after = re.sub("[A-Z]{2,}", lambda m: _NAMED[m[0]], pattern).split("@")
    before, after = before.strip(), after.strip()
    return Rule(name, sorts, shape(f"(?:{before}) $") if before else None, shape(after) if after else None, test)


_MOVE = shape(f"{MOVES} $")
_MOVES_TO = shape(r"<becomes|from> (?:<over|about|under|copula|mean>){0,2} $")
# vượt chỉ tiêu được giao 12 xã · not: số xã vượt kế hoạch là 12 xã
_PAST_TARGET = shape(r"<past_target> (?:<!copula>|<copula> (?=<word>))* $")
_PAST_AFTER = shape(rf"(?:<preposition>)? (?: {THEN} | <compare> <preposition>? <month|quarter> <d|w|W> )")
_AGAINST = shape(
    r"""<compare> (?: <word|W|noun|preposition|fulfil|receive|target|mean>
      | <same_period|y|year|month|quarter|year_part> ){1,8} (?:, <word|noun|W|quantity|numbered|fulfil>{1,6})? $"""
)
_OUT_OF = shape(r"/ <num>")
_TARGET_AFTER, _COMPARED_AFTER = shape(TARGET), shape(COMPARED)
_BARS = ("noun", "word", "tier", "numbered", "year", "year_part", "where")
_AGAINST_TIME = shape(
    r"<compare>? <word|preposition>{0,2} <same_period|year|year_part|head_of_year|quarter|month|y|d|target|mean|actual>"
)
_AGAINST_TOTAL = shape(  # "đạt 82% so với | tổng số", "so với | số hồ sơ đã nhận", but not "so với số hồ sơ năm trước"
    r"<compare> (?: <total> | <anaphor> <noun> (?! <!,|;|stop|brk>{0,8} <same_period|year|year_part|month|quarter|y>) )"
)
_RATE_AS_NORM = shape(r"<compare> <word|noun|target>{1,4} <copula|over|under|about>* <num> <percent>")
_BOUNDS = tags_of("about", "over", "under")
_BEYOND = ("upward", "downward")


def _moved(w: Around) -> re.Match[str] | None:
    """The move that ends at an amount: "tăng 5%", and not "tăng từ 3 lên 5%"; moves in rank may say "lên 5 bậc"."""
    if _MOVES_TO.search(w.before) and w.a.sort != "rank":
        return None
    m = _MOVE.search(w.before)
    if m is not None and "w" in w.before[m.start() :] and w.key(m.start()) in lexicon().sets["falls"]:
        return None  # "lao xuống suối làm 4 người chết"
    if m is not None and w.a.sort == "money" and not _PAST_AFTER.match(w.after):
        named = w.s.keys[w.token(max(m.start() - 3, 0)) : w.a.left]
        if speaks_of(" ".join(named), "capital_raised"):
            return None  # "vốn đầu tư tăng thêm 12 triệu USD", beside what was granted anew
    return m


def _ranked(w: Around) -> bool:
    """Whether a number behind a word of rank is a rank: "xếp thứ 4", "hạng 12/118", "xếp 5 trên 63"."""
    if w.s.shape[w.a.at + 1] == "/" or w.after[:1] in tuple(tags_of("over", "out_of")):
        return True
    bare, word = w.a.right == w.a.at + 1 or not w.a.listed, w.s.keys[w.a.left - 1].split()[-1]
    return word in lexicon().sets["ordinal" if not bare else "ranked"]


def _whole(w: Around) -> bool:
    return not w.a.figure.decimals and w.a.figure.scale == 1


def _signed(w: Around) -> bool:
    return w.s.shape[max(0, w.a.at - 2) : w.a.at - 1] == "(" and w.s.shape[w.a.at - 1] in "+-~"


def _over_a_stroke(w: Around) -> bool:
    return w.s.shape[w.a.at + 1] == "/"


def _ranges(w: Around) -> bool:
    return "range" in w.a.figure.quality


def _at_pace(w: Around) -> bool:
    """Whether "ở mức" stands before a rate, and no ratio is told."""
    return w.key(len(w.before.rstrip(_BOUNDS)) - 1) in lexicon().sets["at_pace"] and not has(w.before, "ratio")


def _falls_by(w: Around) -> bool:
    """Whether a hyphen joins the ends by which something moved: "giảm năng suất từ 10% - 70%"."""
    return "range" in w.a.figure.quality and not has(w.before[-6:], "ratio")


def _signed_too(w: Around) -> bool:
    """Whether a sign in a bracket stands glued before an amount, behind one that is told so or what was before: "(+10%;
    +12 tỷ đồng)", "(cùng kỳ 26, +61)".
    """
    opening = w.s.shape.rfind("(", w.a.sentence, w.a.at)
    glued = w.s.shape[w.a.at - 1] in "+-~" and w.s.glued(w.a.at) and not w.s.glued(w.a.at - 1)
    return w.a.depth > 0 and glued and w.s.shape[opening + 1] in "+-~" + tags_of("same_period", "year")


def _sign_alone(w: Around) -> bool:
    """Whether a sign is glued to a percentage, behind words: "khai thác -0,8%", not "từ 5 -8%"."""
    k = w.a.at - 1
    return (
        w.s.shape[k] in "+-~"
        and w.s.glued(k + 1)
        and not w.s.glued(k)
        and w.s.shape[k - 1] not in "ydnq" + tags_of("percent")
    )


def _exceeds(w: Around) -> bool:
    """Whether the word that exceeds stands nearer to the amount than one that moves, and says how a thing is of none:
    "bền vững 46%, kém bền vững 24%".
    """
    moved, found = _moved(w), w.found
    if found is not None and found["down"] is not None and " " not in w.key(found.start()):
        told = found.group()[len(found["down"]) :]
        if told and set(told) == {"w"} and not _names_bar(w):
            return False
    level = w.key(len(w.before) - 1) in lexicon().sets["mark"]  # "cao hơn mức 13,6 của năm trước" is a level
    return found is not None and not level and not (moved and moved.start() > found.start())


def _bar(w: Around) -> str:
    """The words of what is exceeded, behind the word or before it: "so với năm 2022 nhiều hơn 15 vụ"."""
    if w.found is None:
        return ""
    before = _AGAINST.search(w.before[: w.found.start()])
    return (before.group() if before else "") + w.found.group()


def _past(w: Around) -> bool:
    """Whether what is exceeded is an earlier time and no target or mean: "cao hơn năm trước 3%"."""
    said, tags = _bar(w), lexicon().tags
    if any(t in tags["target"] + tags["past_target"] + tags["mean"] for t in said) or _TARGET_AFTER.match(w.after):
        return False
    times = "y" + tags["head_of_year"]
    earlier = any(t in tags["same_period"] + times for t in said) or bool(_PAST_AFTER.match(w.after))
    season = w.before[-1] in tags["around"] and speaks_of(
        " ".join(w.s.keys[w.opens : w.a.left]), "crop_year"
    )  # "cao hơn vụ mùa trước | 2 tạ/ha"
    earlier, last = earlier or season, season or w.before[-1] in times
    named = w.a.sort in RATIO or last or _names_bar(w) or _sets_against(w)  # "hơn năm 2022 | 60 xã"
    return earlier and _exceeds(w) and named


def _beyond(w: Around) -> bool:
    if _TARGET_OF_YEAR.search(w.before):
        return False  # "vượt mục tiêu năm 2022 là 85%": what was aimed at
    if _is_set(w.s, w.a, w.before) or (w.a.sort in ("count", "") and _OUT_OF.match(w.s.shape, w.a.at + 1)):
        return False  # "vượt chỉ tiêu Nghị quyết đề ra là 90%", "hoàn thành vượt kế hoạch 21/22 chỉ tiêu"
    last = w.before.rstrip(_BOUNDS)
    bar = w.found.start() if w.found is not None else 0
    if w.a.sort == "percent" and has(last[-1:], "copula") and has(last[:bar], "ratio") and not _names_bar(w):
        return False  # "tỷ lệ mẫu vượt giới hạn cho phép là 3%"
    set_out = " ".join(w.s.keys[w.a.right : w.a.right + 2]) in lexicon().sets["set_out"]
    aimed = w.a.sort == "percent" and (set_out or w.key(len(last) - 1) in lexicon().sets["goal"])
    if aimed and has(last[-2:-1], "compare"):
        return False  # "thấp hơn so với mục tiêu 4,5%", "so với kế hoạch 4% đề ra": what was aimed at
    if has(last[-1:], "copula") and has(_bar(w), "compare") and w.key(len(last) - 1) not in lexicon().sets["equates"]:
        return False  # "cao hơn so với tàu lớn đạt 6%"
    if _marks(w):
        return False  # "cao hơn mức bình quân 35% của giai đoạn 2011-2015"
    return _exceeds(w) and (w.a.sort in RATIO or _names_bar(w) or _sets_against(w))


def _more_or_fewer(w: Around) -> bool:
    """Whether a bracket right behind a count says by how many there are more or fewer than before."""
    told = w.found is not None and w.key(w.found.start() + 1) in lexicon().sets["more_fewer"]
    return told and not _TARGET_AFTER.match(w.after)


def _marks(w: Around) -> bool:
    """Whether a percentage is the mark or the mean of a time or place that is named behind it."""
    sets = lexicon().sets
    said = w.key(len(w.before.rstrip(_BOUNDS)) - 1)
    named = has(w.after[:1], "span", "year") or w.s.keys[w.a.right] in sets["of_what"]
    return named and w.a.sort == "percent" and said in sets["mark"] | sets["mean"]


def _sets_against(w: Around) -> bool:
    """Whether a clause opens with what an amount is more than: "có 12 máy, thấp hơn huyện Tân An 5 máy"."""
    if w.found is None or not w.found.start():
        return False
    lo, last = w.found.start(), w.key(w.found.start()).split()[-1]
    bar = w.before[lo + 1 :].rstrip(tags_of("copula", "about", "over"))
    sets = lexicon().sets
    return w.before[lo - 1] in ",;" and last in sets["over"] | sets["below"] and has(bar, *_BARS)


def _names_bar(w: Around) -> bool:
    """Whether what an amount exceeds is named: "vượt kế hoạch 2 trường", "cao hơn bình quân vùng 2,4 điểm"."""
    said, named = _bar(w), tags_of("target", "mean", "compare", "same_period")
    return (
        bool(w.found and _PAST_TARGET.match(w.found.group()))
        or any(t in named for t in said)
        or bool(_TARGET_AFTER.match(w.after))
        or bool(_COMPARED_AFTER.match(w.after))
    )


def _unmoved(w: Around) -> bool:
    return not _moved(w) and w.after[:1] not in tuple(lexicon().tags["total"])


def _stays(w: Around) -> bool:
    """Whether a move stays with its amount: in "giảm mạnh đạt 3,45%" only a noun, "tỷ lệ tăng đạt 6%", is so much."""
    moved = _moved(w)
    if w.a.sort in ("count", "") and _OUT_OF.match(w.s.shape, w.a.at + 1):
        return False  # "cắt giảm 26/80 điều kiện": so many of them
    if moved is None or w.key(len(w.before) - 1) in lexicon().sets["all_of"]:  # "giảm cả 3 tiêu chí": they are 3
        return False
    lex, lo = lexicon(), moved.start()
    if w.a.sort in ("count", "") and any(w.key(k) in lex.sets["money_topic"] for k in range(lo + 1, moved.end())):
        return False  # "điều chỉnh tăng vốn 5 dự án": of them the capital grew
    got = lex.sets["got"] | (lex.sets["no_more"] if w.a.sort == "percent" else frozenset())
    reaches = any(w.before[k] in lex.tags["copula"] and w.key(k) not in got for k in range(lo, moved.end()))
    return not reaches or w.key(lo) in lex.sets["growth"] or w.before[lo - 1 : lo] in tuple(lex.tags["ratio"])


def _fractional(w: Around) -> bool:
    """Whether a number may say to what it is equal; a part of a total is none: "đạt 72% so với tổng số"."""
    if w.before[-1:] in tuple(tags_of("copula")) and has(w.before, "ratio") and not _AGAINST_TIME.match(w.after):
        return False  # "tỷ lệ che phủ đạt 13% so với diện tích tự nhiên"
    against = (_AGAINST_TOTAL.match(w.after) and not _is_beyond(w)) or _RATE_AS_NORM.match(w.after)
    return (w.a.sort == "percent" or w.a.figure.decimals > 0) and not against


def _beyond_all(w: Around) -> bool:
    """Whether a percentage is more than any part of anything: of a target then."""
    return _is_beyond(w) and not has(w.before, "ratio")


def _is_beyond(w: Around) -> bool:
    """Whether a percentage is of more than there is, and so no share: "bằng 107% so với tổng số năm trước"."""
    return w.a.figure.value is not None and w.a.figure.value > WHOLE


def _yearly(w: Around) -> bool:
    """Whether so much a year is how fast something that its sentence says to move does so, and no rate of interest."""
    said = " ".join(w.s.keys[w.a.sentence : w.a.left]) if is_yearly(w.a) else ""
    return bool(said) and has(w.s.shape[w.a.sentence : w.a.left], "up", "down") and not speaks_of(said, "interest")


def _scored(w: Around) -> bool:
    """Whether a percentage is the score of an index, no part of anything: "chỉ số hài lòng đạt 88,4%"."""
    lo = w.a.left - len(w.before) if _OF_WHAT.match(w.after) else w.a.sentence
    told = not lexicon().sets["score"].isdisjoint(w.s.keys[lo : w.a.left])
    return told and not has(w.before, "ratio", "occupy", "equal")


def _of_interest(w: Around) -> bool:
    """Whether a percentage is a rate of interest, no part of anything: "lãi suất qua đêm ở mức 10,5%/năm"."""
    return _is_rate(w, w.a.sentence if is_yearly(w.a) else w.token(0), "interest")


def _of_inflation(w: Around) -> bool:
    """Whether a percentage is a rate of inflation, by which prices rise."""
    return _is_rate(w, w.token(0), "inflation")


def _is_rate(w: Around, lo: int, name: str) -> bool:
    """Whether a percentage is what the words from token lo speak of, and no share."""
    return speaks_of(" ".join(w.s.keys[lo : w.a.left]), name) and not has(w.before, "ratio", "occupy")


def _at_rate(w: Around) -> bool:
    """Whether "với mức", "với tốc độ" stands before a rate of growth, with a word of its own at most."""
    words = w.before.rstrip(_BOUNDS)
    return any(w.key(n) in lexicon().sets["pace"] for n in range(max(len(words) - 2, 0), len(words)))


def _rate(w: Around) -> bool:
    if w.found is None:
        return False
    lo, s, a = w.found.start(), w.s, w.a
    reached = w.before[-1] in tags_of("copula", "respectively", "mean", "aim") + ":"
    if not reached and not has(s.shape[a.left : a.at], "estimate"):
        return False
    grown = any(w.key(k) in lexicon().sets["growth"] for k in range(lo, len(w.before)))
    return grown or w.before[lo + 1] in tags_of("ratio")


def _beside_rate(w: Around) -> bool:
    """Whether what moved is a rate told before: "tỷ lệ là 5%, giảm so với năm 2015 (8%)"."""
    return w.s.shape[w.opens - 1] == "," and has(w.s.shape[w.opens - 2], "percent")


def _object(w: Around) -> bool:
    """Whether words behind a move name at length what moved, or the move is itself a noun, or set against a time."""
    if w.found is None:
        return False
    lo = w.found.start()
    at_length = len(w.before) - lo > 2 or w.key(lo) in lexicon().sets["growth"]
    return at_length or _AGAINST_TIME.match(w.after) is not None


def _aims_to_move(w: Around) -> bool:
    at = w.found.start() + 1 if w.found is not None else 0
    return w.before[at] in tags_of("target") or w.key(at) in lexicon().sets["plan_short"]


def _of_norm(w: Around) -> bool:
    """Whether what a rate is set against is a norm, and none in per cent itself: "đạt 120% so với quy định"."""
    return w.s.keys[w.a.right + 1] in lexicon().sets["norm"] and _RATE_AS_NORM.match(w.after) is None


def _of_planned(w: Around) -> bool:
    """Whether what stands before "kế hoạch" is a quantity, and no rate of it."""
    return w.s.shape[w.a.left - len(w.before) - 1] not in tags_of("percent", "points")


RULES = (
    # xếp thứ 4/11 · not: lớp 4
    _rule(
        "rank",
        ("count", "", "rank"),
        """<rank> <numbered>? | <copula|becomes|up|down|where> <numbered> | <rank> <place>? <word>{0,3} <numbered>
        | <rank> <word|copula>{0,3} <up|down> <from> @""",
        _ranked,
    ),
    _rule("rank.top", ("count", ""), "<top> @", _whole),  # Top 10 cả nước
    _rule("rank.leading", ("count",), "<numbered> @ <word|noun>? <leading>", _whole),  # nhóm 20 tỉnh dẫn đầu
    _rule("attainment.times", TIMES, "<multiple|equal> ABOUT @ TARGET"),  # vượt gấp 2,5 lần kế hoạch năm
    _rule("change.fraction", TIMES, "TURN @", _over_a_stroke),  # giảm 1/3 so với cùng kỳ, giảm 2/3 số ổ dịch
    # gấp tới 4,3 lần · not: 5 lần kiểm tra
    _rule(
        "index.times", TIMES, "<multiple|up|down|equal|exceed|below> <over|about|under|added|copula|from|until>{0,2} @"
    ),
    _rule("index.times", TIMES, "@ <compare>"),  # cao gần 3 lần so với tỷ lệ chung
    _rule("share.fraction", TIMES, "@", _over_a_stroke),  # khoảng 2/3 trang web
    _rule("level.times", TIMES, "@"),
    _rule("change.signed", ANY, r"\( (?:\+|(?P<down><hyphen>))? @", _signed),  # (+4,2%) · not: (4,2%)
    _rule("change.signed", ANY, r"[;,] (?:\+|(?P<down><hyphen>))? @", _signed_too),  # (+10%; +12 tỷ đồng)
    _rule("change.past", ANY, "PAST @", _past),  # cao hơn cùng kỳ 3%
    _rule("gap.past", ANY, "PAST @", _beyond),  # vượt 3% kế hoạch, thấp hơn mức bình quân là 6%
    # thấp hơn tỉnh bên từ 22% đến 28%
    _rule("gap.range", RATIO, "PASS <word|noun|W|compare|preposition|mean>{0,6} <from> @", _ranges),
    # tăng 14,7% so với dự toán · not: tăng 5% so với cùng kỳ
    _rule(
        "gap.over_target",
        (*RATIO, *SCALAR),
        r"""TURN <from>? ABOUT
        @ (?: <hyphen|until> <num> <percent>? | \( (?: \+ | <hyphen|up|down> )? <num> <percent> \) )?
        (?: <compare> <word>{0,2} )? <target>""",
    ),
    # tăng 11% (kế hoạch tăng 8%), tăng 18%/KH tăng 10%
    _rule(
        "plan.change",
        RATIO,
        "[(/,] <target|word|W> <year|y|word|:>{0,3} TURN <word|noun|W|mean>{0,4} ABOUT @",
        _aims_to_move,
    ),
    # tốc độ tăng năng suất nuôi tôm là 4,3% · not: xã tăng diện tích đạt 98%
    _rule(
        "change.rate",
        PERCENT,
        """TURN (?:<!num|;|,|copula|respectively>|<y|,> (?!<up|down>)|<d> (?=<month>)|(?<=<month|quarter>) <d>)+
        <copula|respectively|mean|aim>* @""",
        _rate,
    ),
    # tăng nhẹ với mức 1,9%, tăng trưởng với tốc độ bình quân 12,5%
    _rule(
        "change.at_rate",
        PERCENT,
        "TURN <word>{0,3} <joint|preposition> <numbered|word> <mean|copula|word>? ABOUT @",
        _at_rate,
    ),
    # tăng mạnh ở mức 31% so với cùng kỳ · not: lạm phát ở mức 3%
    _rule("change.at_rate", PERCENT, "TURN <word|respectively>{0,3} <copula> ABOUT @", _at_pace),
    # một số huyện tăng cao như An Hải 23% · not: ở các xã như An Hải 23%
    _rule("change.such_as", PERCENT, "TURN <word>{0,3} <such_as> :? <!num|,|;|occupy|ratio|copula>{1,6} @"),
    # tăng mạnh nhất là nhóm giao thông, với 1,66%
    _rule("change.most", RATIO, "TURN <word>* <most> <!num|;|up|down>* <joint|copula> ABOUT @"),
    # tăng hơn so với tháng trước gần 6% · not: cao hơn so với xã Đông đạt 6%
    _rule(
        "change.against",
        (*RATIO, *SCALAR),
        """TURN (?: <over|word|respectively>{0,2} <compare> | <over> (?=<month|quarter|year|same_period|y>) )
        <word|same_period|month|quarter|year|y|d|preposition|head_of_year|year_part>{1,4} <copula>? :? ABOUT @""",
    ),
    _rule("change.whole", PERCENT, "<preposition|out_of> @ <word|quantity>? <up>"),  # trong 8% mức tăng chung
    _rule("plan.against", RATIO, "<compare> ABOUT @ <target>"),  # đạt 93,5% so với 80% kế hoạch
    _rule("attainment", RATIO, "@ TARGET", _unmoved),  # đạt 98,2% kế hoạch
    # 71.290 liều/102.000 liều kế hoạch (69,9%) · not: đạt 80% kế hoạch (95%)
    _rule("attainment.norm", RATIO, "@ <compare>", _of_norm),  # rộng 22 km2 (đạt 396% so với quy định)
    # bằng 55% sản lượng dự kiến cả năm
    _rule("attainment.foreseen", PERCENT, "@ <noun|word|quantity|receive>{1,3} <aim> <preposition>? <year_part|year>"),
    _rule("attainment.planned", PERCENT, r"^ <target> \( @ \)", _of_planned),
    # so dự toán giao đạt 42% · not: so với chỉ tiêu là 70%
    _rule(
        "attainment.against",
        PERCENT,
        """<compare> <target> <word|noun|W|where|year|y|year_part|preposition>{0,6}
        <copula|equal|complete> ABOUT @""",
        lambda w: w.key(len(w.before) - 1 - (w.before[-1] in _BOUNDS)) not in lexicon().sets["equates"],
    ),
    _rule("change.moved", ANY, "MOVES @", _stays),  # tăng 5%, giảm 3 xã · not: lên 9.150 hộ
    _rule("change.yearly", PERCENT, "@", _yearly),  # tăng nhanh, đạt 8,7%/năm · not: giảm lãi suất còn 6%/năm
    # doanh thu tăng từ 50% trở lên
    _rule("change.bounded", RATIO, "TURN <word>? <from> @", lambda w: has(w.s.shape[w.a.right - 1], *_BEYOND)),
    # tăng nhẹ từ 0,3% đến dưới 2% · not: tăng từ 3% lên 5%
    _rule("change.range", RATIO, "TURN <word>? <from> @", _ranges),
    # giảm năng suất từ 10% - 70% · not: giảm tỷ lệ hộ nghèo từ 10% đến 5%
    _rule("change.range", RATIO, "TURN <word|noun|quantity>{1,4} <from> @ <hyphen> <num>", _falls_by),
    # chênh lệch 5 điểm
    _rule(
        "gap.difference",
        (*RATIO, "count"),
        "<difference> <word|noun|preposition|copula|W|d|n|numbered|joint|about|over|compare|becomes|where>* @",
    ),
    # cao hơn tỷ lệ chung của vùng 0,34 điểm phần trăm
    _rule("gap.points", ("points",), "PASS <!num|,|;|same_period|year|year_part|month|quarter|head_of_year>{1,9} @"),
    _rule("change.points", ("points",), "@"),  # 2,3 điểm phần trăm
    # lên 5 bậc · 5 bậc so với năm trước
    _rule("change.steps", ("rank",), "<up|down|exceed|below|over|added|less|becomes|rank|compare> <word|copula>* @"),
    _rule("change.steps", ("rank",), "@ COMPARED"),
    _rule("change.that_is", SCALAR, "<that_is> <word>? <added>? ABOUT @"),  # tức 3 xã
    # do giảm diện tích trồng sắn 10,4%, mức giảm hộ nghèo 1,5% · not: giảm nghèo, 98% hộ
    _rule(
        "change.object",
        PERCENT,
        """TURN <noun|word|quantity>{1,6}
        @ (?: <hyphen|until> <num> <percent> )? (?:[,;.)¶] | <compare|preposition> )""",
        _object,
    ),
    # lượt khám tăng (24%), lượt khám tăng so với tháng trước (24%) · not: tỷ lệ giảm so với tháng trước (24%)
    _rule("change.bracket", RATIO, r"TURN <word>{0,2} <most>? \( ABOUT @ \)"),  # tăng mạnh nhất (5%)
    _rule(
        "change.bracket",
        RATIO,
        r"""TURN <word>{0,2} <compare|joint> <word|year|month|quarter|preposition>{0,2} <same_period|y>
        \( ABOUT @ \)""",
        lambda w: not has(w.before, "ratio") and not _beside_rate(w),
    ),
    # 84 hồ sơ, nhiều hơn 6 hồ sơ (tăng 7,7%)
    _rule("change.more", SCALAR, r", PASS ABOUT @ <word|noun>{0,2} \( (?:<up|down>|[+-])"),
    _rule("change.more", ("count",), r"\( PASS @", _more_or_fewer),  # 84 hồ sơ (ít hơn 6 hồ sơ)
    _rule("change.added", ANY, "<added> ABOUT @ COMPARED"),  # thêm 3 xã so với năm trước
    # so với năm 2007 thêm 3 sở
    _rule("change.added", ANY, "<compare> <year|year_part|same_period|y|word>{1,3} ,? <added> ABOUT @"),
    _rule("change.added", ANY, r"\( <added> ABOUT @"),  # 62 phòng (thêm 4)
    _rule("change.lost", SCALAR, "[,;(] (?P<down><lost>) @"),  # giảm mạnh, mất 19 thuê bao
    _rule("change.less", ANY, "(?P<down><less>) <copula>? @"),  # bớt 3 xã, bớt được 3 xã
    _rule("index.equal", ("percent", ""), "EQUALS @ COMPARED", _fractional),  # bằng 98,3% so với cùng kỳ
    # bằng 118% năm 2013, bằng 90% số hồ sơ của cả năm 2021
    _rule(
        "index.of_time",
        PERCENT,
        """<equal> ABOUT
        @ <word|noun|W|anaphor|total|quantity|preposition>{0,8} <year|year_part|quarter> <y|d|W|w>""",
    ),
    # so với cùng kỳ năm trước chỉ bằng 56%
    _rule(
        "index.against",
        PERCENT,
        """THEN (?: <!num|;|stop|:|target|occupy|ratio|up|down|copula|open> | <y> ){0,8} <equal> ABOUT
        @ [,;.)¶]""",
    ),
    # khai thác -0,8%, nuôi +3,2% · not: từ 5 -8%
    _rule("change.signed", PERCENT, "(?P<down><hyphen>) @", _sign_alone),
    _rule("change.signed", PERCENT, "@", _sign_alone),
    _rule("index.mean", PERCENT, "EQUALS @ <word|numbered>? <mean>"),  # bằng 80% mức bình quân cả nước
    _rule("index.ellipsis", PERCENT, ", <equal> ABOUT @ [,;.)¶]"),  # giảm 1,9%, bằng 98,1%
    _rule("level.interest", PERCENT, "@", _of_interest),  # lãi suất cho vay còn 6%/năm
    _rule("change.inflation", PERCENT, "@", _of_inflation),  # lạm phát bình quân 3,2%
    # tăng khá cao, ước đạt 5% so với cùng kỳ
    _rule("change.compared", PERCENT, "TURN <!num|;|compare|from>{0,9} @ COMPARED"),
    _rule("level.score", PERCENT, "@", _scored),  # chỉ số hài lòng đạt 88,4%
    _rule("attainment.beyond", PERCENT, "(?: ^ | [,(] ) <copula> ABOUT @", _beyond_all),  # trồng 90 ha, đạt 132%
    _rule("share", RATIO, "@"),  # chiếm 57%
    _rule("level", ANY, "@"),  # 76 tỷ đồng
)
_BY_SORT = {sort: tuple(r for r in RULES if sort in r.sorts) for sort in ANY}


def decide(s: Stream, a: Amount, before: str, after: str) -> tuple[Rule, int]:
    """The rule that gives an amount its role, and the sign that its words give it."""
    for rule in _BY_SORT[a.sort]:
        found = rule.before.search(before) if rule.before else None
        if (rule.before and found is None) or (rule.after and not rule.after.match(after)):
            continue
        if rule.test is None or rule.test(Around(s, a, before, after, found)):
            down = found is not None and "down" in found.re.groupindex and found["down"] is not None
            return rule, -1 if down else 1
    raise AssertionError("the last rule fits all")


_TARGET_BEFORE = shape(
    r"""<target>
        (?: <compare|preposition|word|copula|year|y|where|same_period|head_of_year> | <until> (?=<year|y>) ){0,4}
        (?:<open|:>)? $"""
)
_AGAINST_TARGET = shape(  # "so với chỉ tiêu giao của huyện (5 người)"
    r"<compare> <word>{0,2} <target|aim> <word|noun|W|preposition|where|year|y>{0,7} \( <about|over|under>* $"
)
# vượt chỉ tiêu giao (45%) là 9,2 điểm · not: vượt chỉ tiêu giao (9,2%)
_PAST_BRACKET = shape(
    r"(?:<past_target>|<exceed|below> <target>) <word|noun|W|preposition|where|year|y|copula|over>{0,7}"
    r" \( <about|over|under>* $"
)
_PAST_RULES = ("change.past", "follows.past_too", "follows.joined")
_MORE_OR_LESS = shape(r"<word|noun|fulfil|receive>{0,3} (?: , <joint>? | <joint> ) <exceed|below> <about|over|under>*")
_PAST_OTHER = shape(r"[,;] <exceed|below> <word|noun|W|where|tier>{1,6} \( <about|over|under>* $")
_BY_SO_MUCH = shape(r"<word|noun>? \) <copula>? <about|over>* <num>")
_CALLED_TARGET = shape(r"<word>{0,2} <target> (?:[(,;.)¶])")  # 71/102 liều kế hoạch, 80/90 ha diện tích kế hoạch
_TO_CARRY_OUT = shape(r"(?: ^ | [,;.] ) <target> <!num|,|;>{0,6} $")  # kế hoạch dạy nghề cho 55 người, thực hiện 56
_CARRIED_OUT = shape(r"<word|noun|W>{0,4} , <actual>")
_TARGET_OF_YEAR = shape(r"<target|past_target> <!num|,|;>{0,9} <year|year_part|head_of_year>? <y> <copula> $")
_TARGET_IS_SET = shape(r"<target|past_target> <!num|,|;>{0,9} <copula> $")
_TARGET_IS = shape(r"<target> (?: <word|preposition|year|y|where> | <until> (?=<year|y>) ){0,4} <copula> $")
# mở 32 lớp so với kế hoạch 40 lớp, 734 con/KH năm 720 con, KH cả năm 250 lớp, chưa đạt KH giao (09 xã), 88 máy/100
# dân, kế hoạch năm 90
_TARGET_SAID = shape(
    r"""(?: <compare> <target> <year_part|year>?
      | \( <target|aim> (?: <word|year|y|preposition|copula>|:)*
      | / <target> <year|year_part|word|:>{0,2}
      | (?: ^ | [:(] ) <target> <year_part|year>? :?
      | <copula|complete|below|under|exceed|equal> <word>? <target> <word|where|year|y|year_part>{0,4}
        \( <about|over|under>*
      | [,;] <target> <year|year_part> ) $"""
)
_SHARE_SAID = shape(r"<occupy|ratio|copula|complete|W>|\(")
_OF_WHAT = shape(r"<total|quantity|anaphor>* <noun|W|word>")
_NEXT_ASIDE = shape(r"\)? (?: , | <joint> | , <joint> ) (?P<name><W|noun|word|tier|place>{1,6}) \(")
_NEXT_TIME = shape(
    r"""<percent>? [,;] <joint|preposition>? <span|year|month|quarter>
    <year|month|quarter|y|d|hyphen|preposition|year_part|head_of_year>* <estimate|copula|about|over|under|word>{0,3}"""
)
_NEXT_NAMED = shape(
    r"(?: <!num|stop> | ; ){0,14} (?: [,;] | (?=<such_as>) ) (?P<name><!num|,|;|stop|occupy|ratio|up|down|exceed>{1,9})"
)
_ESTIMATE = shape(r"(?<!<compare>)<estimate>")
_REACH = shape(r"<exceed> (?: <about|over>)? $")
_BEHIND = shape(r"\) <copula>? <about|over|under>*")
_EXCEEDED = shape(PAST + "$")
_PAST_BASE = shape(r"<compare> <same_period|year|year_part|month|quarter|y>+ \( <about|over|under>* $")
_ALSO = shape(r"(?: <joint> | - ) <about|over|under>*")  # "dự kiến có 8 xã | và | 9 tổ", "mưa 250 | - | 400 mm"
_EARLIER_YEAR = shape(r"<preposition|year_part>? <year>? (?P<y><y>)")
_ESTIMATES = shape(r"(?<!<compare>)<estimate> <copula|becomes|word>{0,2} (?: $ | <over|under|about>* <num> )")
_AGAINST_SAME = shape(r"<word|noun|quantity>{0,3} (?: <percent>? \) )? <compare> <word>? <same_period>")
_FROM_IT = shape(r"<from> <about|over|under>* $")
_TO_AIM = shape(r"<becomes> (?:<copula|about|over|under|becomes>)*")
_SO = shape(r"<word|noun|W|numbered|where>{0,6} , <copula|complete|equal> <about|over|under>*")
_WILL_REACH = shape(r". (?<=<aim>) <copula|up|down|becomes> <word|added|copula|becomes|over|under|about>* $")
_OUTCOME = shape(r"<copula|up|down|estimate|becomes> <word|added|copula|over|under|about>* $")
_SET_BY = shape(
    r"(?: <target> (?: <word|noun|W|over|quantity|located|preposition> | <year>? y ){1,14} "
    r"| \( <word|noun|W|target|where>{1,4} ) (?P<end><copula>? \(?) $"
)


def tell_roles(c: Context, time: Time, planned: Sequence[Aim]) -> None:
    """Set role, sign and estimate of every amount of a paragraph.

    `planned` are the tokens that speak of what is to come; all of the paragraph does where its `time` says so.
    """
    planned = [x for x in planned if not _tells_results(c, x)]
    s, equal, ahead = c.s, None, list(promises(c.s, c.first, c.last, time.year)) if planned else []
    last, foreseen = None, False
    for k, a in enumerate(c.amounts):
        f, before = a.figure, s.shape[c.starts[k] : a.left]
        if before[:1] == ")":
            before = _outside(c, k, before)
        rule = _own_role(s, a, before)
        if rule.name == "change.that_is" and k and c.amounts[k - 1].figure.role == "share":
            a.be("level", "level")  # "72% hội viên, tức 3.600 hội viên"
        aim = next((x for x in planned if x.lo <= a.left and a.at < x.hi), None)
        past = (aim is not None or time.planned) and _was(s, a, aim)
        if past or (aim is not None and aim is last and aim.rule == "aim.is" and _attains(c, k)):
            aim = None
        if aim is None or aim is not last:
            last, foreseen = aim, False
        # what goes on from an outcome that is foreseen is foreseen too: "dự kiến đạt 63 tỷ, bằng 112% năm trước"
        on = foreseen and (a.sort in RATIO or _ALSO.fullmatch(s.shape, c.amounts[k - 1].right, a.left) is not None)
        foreseen = aim is not None and not time.planned and (on or _foreseen(s, aim, a, before, ahead))
        ahead_of = aim or (
            time.planned and not past and not _told_before(s, a.sentence, time.year) and not _reports(s, a)
        )
        if aim is not None and not time.planned and rule.role == "change" and _may_come(s, aim):
            ahead_of = False  # "dự kiến trồng 90 ha, giảm 5 ha": by how much, whatever comes
        if ahead_of and _tells(c, k, rule, aim) and not (foreseen or _from_now(c, k) or _already(s, a)):
            lo, hi = (aim.at, aim.at + 1) if aim else (time.lo, max(time.hi, time.lo + 1))
            a.be("plan", aim.rule if aim else "aim.section", "sentence" if aim else "section", lo, hi)
        _follow(c, k, equal)
        if a.sort == "times" and f.role in ("level", "plan") and (f.scale > 1 or not f.decimals):
            a.sort = "count"  # "phát hiện 40 lần tấn công"
        if f.role in ("attainment", "index") and s.shape[a.left - 1] in tags_of("equal", "complete"):
            equal = a  # the last that says to what it is equal
        if f.role not in ("attainment", "index", "rank", "gap") or has(s.shape[a.left : a.at], "estimate"):
            gap = s.shape[c.starts[k] : a.at]  # behind a semicolon "ước" is not said of what is compared with
            f.estimate = foreseen or _ESTIMATE.search(gap, gap.rfind(";") + 1) is not None


def _was(s: Stream, a: Amount, aim: Aim | None) -> bool:
    """Whether what is planned is compared with an amount: "phấn đấu đón 25 lượt, tăng 5% so với năm 2022 (20 lượt)"."""
    return _PAST_BASE.search(s.shape, aim.lo if aim is not None else a.sentence, a.left) is not None


def _may_come(s: Stream, aim: Aim) -> bool:
    """Whether an aim is but foreseen or promised, and set by nobody; "mức dự kiến" is a rate that was set."""
    sets = lexicon().sets
    foreseen = s.keys[aim.at] in sets["forecast"] or opens_with(s, aim.at, "will")
    return foreseen and s.keys[aim.at - 1] not in sets["pace"]


_OWN_WORDS = shape(r"(?: / <num> )? <!num|;|:|stop|open|close>{0,7}")


def _already(s: Stream, a: Amount) -> bool:
    """Whether the words behind an amount say that it is so already: "dự kiến xong trong năm; 19/22 bộ | đã có"."""
    m = _OWN_WORDS.match(s.shape, a.right) if a.sort not in RATIO else None  # "phấn đấu nâng hạng 20% sản phẩm đã có"
    said = range(*m.span()) if m is not None else ()
    return any(opens_with(s, k, "already") and s.shape[k - 1] != "," for k in said)


def _tells(c: Context, k: int, rule: Rule, aim: Aim | None) -> bool:
    """Whether an amount tells of something itself, and not of a plan for it; so does "cam kết giải ngân 98% kế hoạch",
    but not behind a sum: "… và vốn của tỉnh đạt 95% kế hoạch".
    """
    if rule.role != "attainment" or aim is None:
        return rule.role in ("level", "share", "change", "index", "rank")
    before = c.amounts[k - 1]
    return k == 0 or before.at < aim.lo or _TARGET_AFTER.match(c.s.shape, before.right) is not None


def _outside(c: Context, k: int, before: str) -> str:
    """The tags before an amount, or before a bracket in what it is more than: "cao hơn cả nước (92%) 2,1 điểm"."""
    if not _BEHIND.fullmatch(before):
        return before
    a, opening = c.amounts[k], c.s.shape.rfind("(", c.amounts[k].sentence, c.amounts[k].left)
    host = next((b for b in reversed(c.amounts[:k]) if b.right <= opening), None)
    outside = c.s.shape[host.right if host is not None else a.sentence : opening]
    return outside + before[1:] if _EXCEEDED.search(outside) else before


def _told_before(s: Stream, i: int, year: int) -> bool:
    """Whether a sentence of a plan opens with a year before that of the plan: "Năm 2022, xã có 5 tổ"."""
    m = _EARLIER_YEAR.match(s.shape, i)
    return m is not None and int(s.keys[m.start("y")]) < year


def _reports(s: Stream, a: Amount) -> bool:
    """Whether an amount in a part about the future tells what was: its sentence estimates results, or it is set against
    the same period: "lượng khách ước đạt 52 lượt, tăng 5% so với cùng kỳ".
    """
    told = _ESTIMATES.search(s.shape, a.sentence, a.at) is not None
    return told or _AGAINST_SAME.match(s.shape, a.right) is not None


def _from_now(c: Context, k: int) -> bool:
    """Whether an amount is what there is, which an aim starts from: "phấn đấu nâng số lớp từ 42 lớp lên 51 lớp"."""
    s, a, b = c.s, c.amounts[k], c.amounts[k + 1] if k + 1 < len(c.amounts) else None
    told = b is not None and _FROM_IT.search(s.shape, c.starts[k], a.left) is not None
    return told and b is not None and _TO_AIM.fullmatch(s.shape, a.right, b.left) is not None


def _attains(c: Context, k: int) -> bool:
    """Whether what attains a plan stands behind an amount: "giải ngân 53 tỷ, đạt 72%", "đạt 41/40 tấn, đạt 103%"."""
    s, under = c.s, c.amounts[k + 1 : k + 2]
    n = k + (2 if under and under[0].fraction_of is c.amounts[k] else 1)
    if n >= len(c.amounts) or _SO.fullmatch(s.shape, c.amounts[n - 1].right, c.amounts[n].left) is None:
        return False
    b = c.amounts[n]
    return decide(s, b, s.shape[c.starts[n] : b.left], s.shape[b.right : b.right + 8])[0].role == "attainment"


def _tells_results(c: Context, aim: Aim) -> bool:
    """Whether targets are but the topic of what reached them: "Chỉ tiêu nghề cá: Đạt 41/40 tấn, đạt 103% kế hoạch"."""
    s, k = c.s, next((k for k, a in enumerate(c.amounts) if aim.lo <= a.left < aim.hi), None)
    topic = aim.rule == "aim.is" and ":" in s.shape[aim.at : aim.lo]
    return topic and k is not None and s.shape[c.amounts[k].left - 1] != ":" and _attains(c, k)


def _own_role(s: Stream, a: Amount, before: str) -> Rule:
    """Give an amount the role that the words next to it say, and return the rule that decided."""
    f, after = a.figure, s.shape[a.right : a.right + 8]
    rule, sign = decide(s, a, before, after)
    silent = rule.name == "share" and not _SHARE_SAID.search(before) and not _OF_WHAT.match(after)
    a.be(rule.role, rule.name, "default" if silent else "own")
    told = a.fraction_of is not None or not _TARGET_AFTER.match(after)
    if rule.role in ("level", "share") and told and _of_target(s, a, before):
        a.be("plan", "plan.target", "clause")
    if sign < 0:
        _fell(a)
    if rule.name == "level" and f.scale > 1 and f.bound == "exact" and _REACH.search(before):
        f.bound = "over"  # "vượt 5 tỷ đồng": more than that
    return rule


def _foreseen(s: Stream, aim: Aim, a: Amount, before: str, promises: Sequence[int]) -> bool:
    """Whether an outcome is foreseen ("dự kiến cả năm thu đạt 5 tỷ"): nothing promised, and for no year to come."""
    forecast, outcome = lexicon().sets["forecast"], lexicon().sets["outcome"]
    lo = max(aim.at, a.left - len(before))
    last = next((s.keys[k] for k in range(a.left - 1, lo - 1, -1) if s.keys[k] in forecast), "")
    if s.keys[aim.at] in lexicon().sets["foretold"]:
        return True  # "dự báo mưa 200-350 mm", "dự báo đến năm 2030 sẽ tăng lên 1.900 tấn"
    told = last in outcome or _OUTCOME.search(s.shape, a.left - len(before), a.at)
    first, end = bisect_left(promises, a.sentence), bisect_left(promises, a.left)
    if first < end and _WILL_REACH.match(s.shape, promises[end - 1], a.at):
        end -= 1  # "dự kiến sẽ đạt 5 tỷ USD" promises nothing, as "sẽ" does in "dự kiến sẽ mở 5 lớp"
    return aim.rule == "aim.aim" and s.keys[aim.at] in forecast and bool(told) and first == end


# What follows from the amounts before: the words between two of them, or around both.
_REACHED_PART = shape(r"\( <copula> <about|over|under>* $")
_PAIR_BEHIND = shape(r"\( <num> / <num> \) (?:<,|joint>|;)?")
_FROM_BASE = shape(r"<compare> <!,|;|:|stop|open|close>{1,5}")
_ITEM_ONLY = shape(r"; <word|W|noun|,|joint>{1,12}")
_ITEM_MOVES = shape(r"; <word|W|noun|,|joint>{1,12} (?P<move><up|down>) <num> <percent>")
# "Một số ngành tăng cao: than (12%), dệt (9%)", "Dư nợ tăng ở các chương trình như: hộ nghèo (27 tỷ đồng)"
_MOVED_LEAD = shape(
    r"""(?P<move><up|down>) (?: <!num|,|;|copula|among|comprise|open> | y ){0,9}
    (?: : | <such_as> :? | (?P<is><copula>) )
    (?: (?: <joint|,|;|such_as> | ) <!num|,|;|open|:|up|down|copula>{1,12} \( <!open|close>{1,6} \) )*
    (?: <joint|,|;>{1,2} | ) <!num|,|;|open|:|up|down|copula>{1,12} \( $"""
)
_REACHED = shape(r", (?:<estimate> | <estimate>? <copula>) <about|over|under>* $")
_REACHED_PLAN = shape(r", (?:<estimate> | <estimate>? <copula|equal|complete>) <about|over|under>* $")
_EQUAL_TO = shape(r"<equal|complete> <about|over|under|copula>? $")
_EARLIER = shape(r"\( <same_period>? <year>? <y> <copula>? $")
_ENDS_CLAUSE = tuple(",;.)¶") + tuple(tags_of("joint"))
_BOTH_COMPARED = shape(r"\) <compare>")
_BOTH_THEN = shape(rf"\)? {THEN}")
_OPENS_AGAIN = shape(
    r"""<word|noun>{1,4} \(
    | <compare>? <target> <!num|,|;|open|stop>{0,6} \(
    | <compare> <word|same_period|year|y|quarter|month|d|/|preposition|head_of_year|year_part>*
      (?: \( | , (?=<that_is|occupy>) )"""
)
_BARE_AMOUNT = shape(r"\) (?! <compare> )")  # "5 ha, tăng 2% (4,9 ha)" may be what was before
_IN_ITS_UNIT = shape(r"\( | , <equal>")
_REACHED_IT = shape(r", (?:<estimate> | <estimate>? <copula>)? <about|over|under>* $")
_REACHED_LEVEL = shape(r"<copula|estimate> <about|over|under>* $")
_BEYOND_IT = shape(r"<word|target|preposition|year|y|year_part|W>{0,5} \)? [,(]? <exceed>")
_IN_BRACKET = shape(r"<word|noun>? \) <copula>? <about|over>*")
_LISTED_CLOSE = shape(r"<word|noun>? ,")
_LISTED = shape(r"<word|noun|anaphor|total>{0,6} <,|joint>")  # "tăng 7,7% số vụ, 2,9% số người chết"
_RESPECTS = shape(
    r"<preposition> <word|noun|quantity|total|money|receive|fulfil|numbered>{1,8} (?:<,|joint>|, <joint>)"
)
_LIST_ENDS = shape(r"<word|noun|anaphor|total>{0,6} (?: [,;.()¶] | <joint|compare> )")
_OWN_CHANGE = shape(
    "<word|noun|W>{0,3} , <up|down> <about|over|under>* <num> (?P<unit><noun|word>) (?=[,;.)¶] | <compare>)"
)
_NEXT_RANK = shape(  # chính quyền số hạng 22, kinh tế số 31; từ vị trí 77 năm 2018 lên 67
    r", <among>? <word|noun|W|quantity>{1,6} | <year>? <y>? <becomes>+"
)
_NEXT_BRACKET = shape(
    r"<target|word|noun|compare|same_period>* \) <,|;|joint> <word|noun|W|numbered>{1,6} \( <copula>?"
)
_REACHED_AIM = shape(r"<noun|word>? \) ,? <word>{0,3} <copula|complete> <about|over|under>*")
_CARRIED_TO = shape(r"<word|noun>? , <estimate>? <copula|equal|complete> <about|over|under>*")
_THEN_REACHED = shape(
    r"<compare>? <target> <word|noun|W|joint|,>{0,4} <same_period> <year>? <y>? <word>? <copula> <about|over|under>*"
)
_MOVED_THEN = shape(r"\( <same_period> <year>? <y>? <word>? <copula>?")
_RATE_OF_YEAR = shape(r"(?: [,;(] | <joint> ) <year> <y> <word>? (?:<copula>|:)?")
_SINCE_YEAR = shape("<compare> <word>? <year>? <y|same_period>")


def _follow(c: Context, k: int, equal: Amount | None) -> None:
    """Give an amount the role, and the direction, of one before it that it goes on from."""
    a = c.amounts[k]
    if c.s.shape[a.left - 1] == "(" and (move := _moved_in_list(c, k)):
        a.be("change", "change.listed", "sentence")
        if has(move, "down"):
            _fell(a)
        return
    between = _moved_between(c, k) or _moved_from(c, k) if k and a.reasons["role"].rule == "share" else None
    if (moved := _moved_too(c, k) or between) is not None:
        a.because("role", "follows.paired", "sentence", moved.left, moved.right)
        _goes_on(a, moved)
        return
    if not k or not (_joined(c, k) or _turned(c, k)):
        _reach_too(c, k)
        _left_out(c, k, equal)


def _before(c: Context, k: int) -> Amount:
    """The amount before one, or before the fraction of which that is the second number."""
    before = c.amounts[k - 1]
    return before.fraction_of if before.fraction_of is not None and c.s.shape[c.amounts[k].at + 1] == "/" else before


def _joined(c: Context, k: int) -> bool:
    """Give an amount the role of the one before it, where it goes on with that or repeats it; tell whether it does."""
    a, before = c.amounts[k], _before(c, k)
    name = next((name for name, follows in FOLLOWS if follows(c.s, a, before)), "")
    if name := name or ("follows.amount" if _how_much(c, k) else ""):
        alone = a.sort not in RATIO and c.s.shape[before.right : a.left] == "("
        doubt = alone and (name == "follows.again" or _BARE_AMOUNT.match(c.s.shape, a.right) is not None)
        a.because("role", name, "default" if doubt else "sentence", before.left, before.right)
        _goes_on(a, before)
    return name != ""


def _turned(c: Context, k: int) -> bool:
    """Give an amount the role that the one before it makes of its own; tell whether it does."""
    a, before = c.amounts[k], _before(c, k)
    name, role = next(((name, role) for name, role, turns in TURNS if turns(c.s, a, before)), ("", ""))
    if not name:
        return False
    a.be(role, name, "sentence", before.left, before.right)
    if name == "follows.past_bracket" and _missed(c.s, a, before):
        _fell(a)
    if name == "follows.past_too" and has(c.s.shape[before.right : a.left], "below"):
        _fell(a)
    if name == "follows.beyond":
        a.figure.bound = "exact"
    return True


def _reach_too(c: Context, k: int) -> None:
    """Make attainments of the percentages that leave their plan to the last: "đạt lần lượt 38% và 42% kế hoạch"."""
    a = c.amounts[k]
    if k and a.figure.role == "attainment" and _shares_target(c.s, c.amounts[k - 1], a):
        c.amounts[k - 1].be("attainment", "follows.joined", "sentence", a.left, a.right)
    for before in _listed_towards(c, k) if k and a.figure.role == "attainment" else ():
        before.be("attainment", "follows.listed_target", "list", a.left, a.right)


def _left_out(c: Context, k: int, equal: Amount | None) -> None:
    """Give a bare percentage the role that words before it say, which it leaves out."""
    a, own = c.amounts[k], c.amounts[k].reasons["role"].rule
    last = c.amounts[k - 1] if k else a
    beside = own == "index.ellipsis" and is_level(last) and counts(last) and last.sentence == a.sentence
    # "muối 40 nghìn tấn, tăng 6%; cá khô 12 nghìn tạ, bằng 93%" goes on with changes
    rate = next(_rates_before(c, k), None) if beside else None
    if beside and (rate is None or rate.figure.role != "change"):
        own = "share"  # "loại tốt 4 đơn vị, bằng 36%"
        a.be("share", own, "default")
    if a.sort != "percent" or not (own == "share" or (own == "index.ellipsis" and last.figure.role != "change")):
        return
    if (said := _said_before(c, k, equal) or _said_of_the_like(c, k)) is not None:
        scope = "sentence" if said.sentence == a.sentence else "paragraph"
        a.be(said.figure.role, "follows.same_words", scope, said.left, said.right)
    elif _reaches_plan(c, k):
        a.be("attainment", "follows.plan", "sentence", c.amounts[k - 2].left, c.amounts[k - 2].right)
    elif own == "share" and (rule := _next_in_list(c, k)):
        a.be(last.figure.role, rule, "sentence", last.left, last.right)
        _goes_on(a, last)
    elif (attained := _attained_too(c, k)) is not None:
        a.be("attainment", "follows.attained", "sentence", attained.left, attained.right)


def _rates_before(c: Context, k: int) -> Iterator[Amount]:
    """The percentages before an amount in its sentence, the nearest first."""
    before = (c.amounts[m] for m in range(k - 1, -1, -1))
    here = takewhile(lambda b: b.sentence == c.amounts[k].sentence, before)
    return (b for b in here if b.sort == "percent")


def _attained_too(c: Context, k: int) -> Amount | None:
    """The attainment of a total, where a bracket says how much of its plan a part reached: "chi 520 tỷ đồng, đạt 80% dự
    toán, trong đó chi đầu tư 190 tỷ đồng (đạt 76%)".
    """
    a, s, part = c.amounts[k], c.s, c.amounts[k - 1]
    if part.sort not in ("money", "measure") or not _REACHED_PART.search(s.shape, max(a.left - 4, a.sentence), a.left):
        return None
    told = next((rate for rate in _rates_before(c, k) if not rate.depth), None)
    if told is None or told.figure.role != "attainment":
        return None
    return told if has(s.shape[told.right : part.left], "among", "comprise") else None


def _next_in_list(c: Context, k: int) -> str:
    """The rule by which a bare percentage is what the one before it is, of the next time or name in a list: "giai đoạn
    2016-2020 tăng 6%; giai đoạn 2021-2025 đạt 6,2%", "An Hải tăng 6%, Tân Lộc (19,1%)", "huyện An Hải đạt 52% kế hoạch,
    huyện Tân Lộc 59%", "đạt trên 50% kế hoạch, như Tân Lộc 62%", "tăng cao như An Hải 23%, Tân Lộc 18%".
    """
    a, before, s = c.amounts[k], c.amounts[k - 1], c.s
    role = before.figure.role if k and before.sort == "percent" and before.sentence == a.sentence else ""
    if role in ("change", "attainment", "index") and _NEXT_TIME.fullmatch(s.shape, before.right, a.left):
        return "follows.time"
    aside = role == "change" and s.shape[a.right] == ")"
    example = role == "change" and before.reasons["role"].rule in ("change.such_as", "follows.listed")
    named = aside or (
        (role == "attainment" or example) and before.depth == a.depth and not _OF_WHAT.match(s.shape, a.right)
    )
    m = (_NEXT_ASIDE if aside else _NEXT_NAMED).fullmatch(s.shape, before.right, a.left) if named else None
    if m is None or not any(map(s.capital, range(*m.span("name")))):
        return ""
    return "follows.aside" if aside else "follows.listed"


def _moved_too(c: Context, k: int) -> Amount | None:
    """The change behind which an amount stands, each with now and then: "tăng 54 vụ (209/155), 127 người (408/281)"."""
    if k < 3 or c.amounts[k - 3].figure.role != "change":
        return None
    moved, a = c.amounts[k - 3], c.amounts[k]
    joined = _PAIR_BEHIND.fullmatch(c.s.shape, moved.right, a.left) is not None
    return moved if joined and _PAIR_BEHIND.match(c.s.shape, a.right) is not None else None


def _moved_between(c: Context, k: int) -> Amount | None:
    """The change whose verb a rate leaves out, where the one behind it moves so too: "A giảm 46%; B 38%; C giảm 9%"."""
    before, a = c.amounts[k - 1 : k + 1]
    beside = before.reasons["role"].rule == "change.moved" and a.sort == before.sort
    then = _ITEM_MOVES.match(c.s.shape, a.right) if beside else None
    if then is None or _ITEM_ONLY.fullmatch(c.s.shape, before.right, a.left) is None:
        return None
    return before if has(then["move"], "down") == ((before.figure.value or 0) < 0) else None


def _moved_from(c: Context, k: int) -> Amount | None:
    """The change whose rate a bracket tells behind its base: "tăng 6 tấn so với cùng kỳ 60 tấn (9%)"."""
    moved, base, a = c.amounts[max(k - 2, 0)], c.amounts[k - 1], c.amounts[k]
    bracket = a.sort == "percent" and c.s.shape[base.right : a.left] == "(" and c.s.shape[a.right] == ")"
    alike = bracket and moved.figure.role == "change" and moved.sort == base.sort != a.sort
    return moved if alike and _FROM_BASE.fullmatch(c.s.shape, moved.right, base.left) is not None else None


def _told_with_is(s: Stream, a: Amount, m: re.Match[str]) -> bool:
    """Whether a move says right away which names it is of: "tăng mạnh là An Hải (64%)", not "tăng, còn An Hải (64 hộ)";
    nor what they have of a target: "3 khoản hụt là phí (92% dự toán), thuế (88%)".
    """
    near = m.start("is") < m.end("move") + 2 and s.keys[m.start("is")] in lexicon().sets["equates"]
    return near and a.sort == "percent" and not has(s.shape[m.start() : a.left], "target")


def _moved_in_list(c: Context, k: int) -> str:
    """The word that says how all of a list of names moved, each with its amount in brackets."""
    s, a = c.s, c.amounts[k]
    if s.shape[a.right] != ")" or a.figure.role not in ("level", "share"):
        return ""
    m = _MOVED_LEAD.search(s.shape, a.sentence, a.left)
    if m is None or has(s.shape[a.sentence : m.start()], "ratio"):  # "tỷ trọng tăng ở các ngành: than (12%)"
        return ""
    if m["is"] and not _told_with_is(s, a, m):
        return ""
    return "" if speaks_of(" ".join(s.keys[a.sentence : m.end("move")]), "value_added") else m["move"]


def _goes_on(a: Amount, before: Amount) -> None:
    """Give an amount the role, and the direction, of another."""
    f, g = before.figure, a.figure
    g.role = f.role
    if g.role == "gap":  # "vượt 9% dự toán (tương ứng vượt 74 tỷ đồng)": no more than that
        g.bound = f.bound
    if g.role in ("change", "gap", "plan") and f.value is not None and f.value < 0:
        _fell(a)


def _fell(a: Amount) -> None:
    """Say that it is a fall that an amount tells."""
    if a.figure.value is not None:
        a.figure.value = -abs(a.figure.value)


def _said_before(c: Context, k: int, equal: Amount | None) -> Amount | None:
    """The amount whose comparison a bare percentage leaves out: "tỉnh A bằng 8,7% kế hoạch; tỉnh B bằng 6,2%"."""
    s, a = c.s, c.amounts[k]
    before = s.shape[c.starts[k] : a.left]
    if _EQUAL_TO.search(before):
        return equal
    if a.depth and _EARLIER.search(before):
        return next((b for b in _rates_before(c, k) if b.depth < a.depth and b.figure.role != "change"), None)
    return None


def _said_of_the_like(c: Context, k: int) -> Amount | None:
    """The attainment that a bare "đạt N%" goes on from: "thu 12 tỷ, đạt 51% dự toán; thu nội địa 10 tỷ, đạt 50%"."""
    s, a, level = c.s, c.amounts[k], c.amounts[k - 1] if k else None
    if level is None or level.figure.role not in LEVELS or not _REACHED.search(s.shape, c.starts[k], a.at):
        return None
    rates = ((n, b) for n, b in enumerate(c.amounts[1 : k - 1], 1) if b.figure.role in ("attainment", "share"))
    # "… đạt 51% dự toán, trong đó A 4 tỷ (chiếm 49%); B 3 tỷ, đạt 50%": a share says that it is one
    n = max((n for n, b in rates if not has(s.shape[max(b.left - 2, 0) : b.at], "occupy")), default=0)
    before = c.amounts[n]
    if before.figure.role != "attainment" or not _REACHED_PLAN.search(s.shape, max(before.left - 8, 0), before.at):
        return None
    opened = has(s.shape[before.right : a.left], "among")
    return before if level.sort in ("money", "measure") or not opened else None


def _reaches_plan(c: Context, k: int) -> bool:
    """Whether a bare "đạt N%" is at which a plan told before is reached: "kế hoạch 40 ha, thực hiện 18 ha, đạt 45%"."""
    plan, level, a = c.amounts[max(k - 2, 0)], c.amounts[max(k - 1, 0)], c.amounts[k]
    told = plan.figure.role == "plan" and level.figure.role == "level" and same_kind(plan, level)
    if not told or plan.sentence != a.sentence or not plan.depth == level.depth == a.depth:
        return False
    s = c.s
    planned = has(s.shape[c.starts[k - 2] : plan.left], "target") and not has(
        s.shape[plan.right : level.left], "among", "comprise"
    )
    return planned and _REACHED_PLAN.search(s.shape, level.right, a.at) is not None


def _high_end(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether two amounts are the ends of one range: "gấp từ 2,5 đến 3 lần"."""
    ends = before.figure.bound, a.figure.bound
    return "range" in before.figure.quality and "range" in a.figure.quality and ends == ("over", "under")


def _of_target(s: Stream, a: Amount, before: str) -> bool:
    """Whether the words before an amount call it a target; the topic of a count ("kế hoạch … đạt 5 xã") does not."""
    if _OUT_OF.match(s.shape, a.at + 1):
        return False  # "đạt 64% kế hoạch (26/40 tỷ đồng)": 26 is what was done
    end = a.left - has(before[-1:], "from")  # "kế hoạch giao | từ 60% trở lên"
    before = before[: len(before) - (a.left - end)]
    if before[-1:] == ":" and reported(s, a.sentence, a.left - 1):
        return False
    if speaks_of(" ".join(s.keys[max(end - 4, a.sentence) : end]), "handed_down"):
        return True
    bracket = _PAST_BRACKET.search(before) and _BY_SO_MUCH.match(s.shape, a.right)
    done = _CARRIED_OUT.match(s.shape, a.right) and (_TO_CARRY_OUT.search(before) or _TARGET_BEFORE.search(before))
    called = a.fraction_of is not None and _CALLED_TARGET.match(s.shape, a.right)
    said = any(words.search(before) for words in (_TARGET_SAID, _TARGET_OF_YEAR, _AGAINST_TARGET))
    if done or said or called or bracket or _set_by(s, end, before) or _is_set(s, a, before):
        return True
    measured = a.sort not in ("count", "") or a.figure.scale > 1 or (a.figure.unit is None and a.figure.decimals)
    verb = before[-1:] in tuple(tags_of("copula")) and not _TARGET_IS.search(before)
    return bool(measured) and _TARGET_BEFORE.search(before) is not None and not verb


def _is_set(s: Stream, a: Amount, before: str) -> bool:
    """Whether a percentage is said to be what a target was set to: "vượt chỉ tiêu đề ra là 90%"."""
    told = " ".join(s.keys[a.left - 3 : a.left - 1]).endswith(tuple(lexicon().sets["set_out"]))
    return told and a.sort == "percent" and _TARGET_IS_SET.search(before) is not None


def _set_by(s: Stream, end: int, before: str) -> bool:
    """Whether a body has assigned what stands at a token: "đạt 60% (tỉnh giao 70%)", "chỉ tiêu tỉnh giao là 70%"."""
    m = _SET_BY.search(before)
    return m is not None and s.keys[end - len(m["end"]) - 1] in lexicon().sets["assigned"]


def _says_again(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount says again the change, or the gap, before it: "giảm 7 vụ (15,6%)", "tăng 10%, tương ứng 0,5 tỷ
    đồng", "vượt 9% dự toán (tương ứng vượt 74 tỷ đồng)".
    """
    if before.figure.role not in ("change", "gap") or (a.sort in RATIO) == (before.sort in RATIO):
        return False
    lex = lexicon()
    opens = _OPENS_AGAIN.match(s.shape, before.right)  # "tăng 1 người bị thương (100%)", "giảm 7 vụ so với 2019 (9%)"
    opening, after = s.shape[opens.end() - 1] if opens else s.shape[before.right], s.shape[a.right]
    moves, bare = tags_of("up", "down", "that_is", *(("exceed", "below") if before.figure.role == "gap" else ())), ""
    if _BOTH_COMPARED.match(s.shape, a.right):  # "tăng 7 vụ (bằng 15,6%) so với cùng kỳ"
        moves += lex.tags["equal"]
    if _BOTH_THEN.match(s.shape, a.right):  # "tăng 7 vụ chiếm 15,6% so với năm 2019"
        bare = tags_of("occupy")
        moves += tags_of("occupy", "ratio")
    if s.keys[before.right] in lex.sets["restates"]:  # "tăng 7,5% tương đương 1,2 triệu đồng"
        bare += opening
    if opening not in "(,-~" + bare:
        return False
    words = range(opens.end() if opens else before.right + (opening not in bare), a.left)
    if not all(s.shape[k] in moves + "-~+" or s.keys[k] in lex.sets["restates"] for k in words):
        return False
    # "tăng 2% (1,3 tạ/ha) so với vụ trước"
    both = a.sort == "percent" or _BOTH_COMPARED.match(s.shape, a.right) is not None
    said = bool(words) or (opening == "(" and both)
    return said and (after in _ENDS_CLAUSE or after in "(" + lex.tags["compare"])  # "tương ứng 3% số hộ" is a share


def _how_much(c: Context, k: int) -> bool:
    """Whether an amount says in the unit of the level what a rate of change comes to: "5 ha, tăng 2% (0,1 ha)"."""
    a, rate, level = c.amounts[k], c.amounts[k - 1], c.amounts[max(k - 2, 0)]
    told = a.figure.role == "level" and rate.figure.role == "change" and rate.sort == "percent"
    alone = k == 1 or c.amounts[k - 2].sentence != a.sentence or c.amounts[k - 2].figure.role != "level"
    if told and alone and rate.sentence == a.sentence and counts(a) and c.s.shape[rate.right] == "(":
        return c.s.shape[a.right] == ")" and rate.right + 1 == a.left  # "số ca giảm 5% (54 ca)"
    told = told and level.figure.role == "level"
    alike = level.sentence == a.sentence and level.figure.unit is not None and level.figure.unit == a.figure.unit
    closes = c.s.shape[a.right] in _ENDS_CLAUSE
    return told and alike and closes and _IN_ITS_UNIT.fullmatch(c.s.shape, rate.right, a.left) is not None


def _beyond_it(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount is by how much that before it is past its aim: "đạt 118%, vượt 876 tỷ", "đạt 9, vượt 1 tỷ"."""
    rate = before.sort == "percent" and before.figure.role in ("share", "attainment") and a.sort in SCALAR
    reached = rate and (
        before.figure.role == "attainment" or _REACHED_IT.search(s.shape, max(before.left - 4, 0), before.at)
    )
    if before.figure.role == "level" and before.figure.unit and before.figure.unit == a.figure.unit:
        reached = _REACHED_LEVEL.search(s.shape, max(before.left - 3, 0), before.at)
    if before.figure.role == "plan" or before.fraction_of is not None:  # "52/50 xe, vượt 2 xe", "(500 ha), vượt 2 ha"
        reached = a.figure.unit is not None and before.figure.unit == a.figure.unit
    against = _PAST_AFTER.match(s.shape, a.right)  # "là 9 ngày, nhiều hơn 2 ngày so với năm 2018" exceeds no aim
    return bool(reached) and not against and _BEYOND_IT.fullmatch(s.shape, before.right, a.left) is not None


def _past_bracket(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount is by how much the aim in brackets before it is passed: "vượt chỉ tiêu (45%) là 9 điểm"."""
    aim = before.figure.role == "plan" and _PAST_BRACKET.search(s.shape, a.sentence, before.left) is not None
    # "thấp hơn huyện Phú Tràng (85,60 điểm) 1,24 điểm"
    other = before.figure.role == "level" and before.figure.unit == a.figure.unit
    aim = aim or (other and _PAST_OTHER.search(s.shape, a.sentence, before.left) is not None)
    return aim and _IN_BRACKET.fullmatch(s.shape, before.right, a.left) is not None


def _shares_target(s: Stream, before: Amount, a: Amount) -> bool:
    """Whether a bare share is joined to an attainment, so that both are of the plan: "38% và 42% kế hoạch"."""
    joined = a.left == before.right + 1 and s.shape[before.right] in tags_of("joint")
    return joined and before.sort == a.sort == "percent" and before.reasons["role"].rule == "share"


def _listed_towards(c: Context, k: int) -> Iterator[Amount]:
    """The bare percentages of the plan that the last of their list names: "thu 50 tỷ đồng, đạt 90%; chi 40 tỷ đồng, đạt
    80%; vay 9 tỷ đồng, đạt 70% kế hoạch", each behind a level of one unit and in the same words.
    """
    a, level, s = c.amounts[k], c.amounts[k - 1], c.s
    reached = s.keys[level.right : a.left]
    for m in range(k - 2, 0, -1):
        part, before = c.amounts[m - 1 : m + 1]
        if before.sentence != a.sentence or before.figure.role == "attainment":
            return
        listed = before.sort == a.sort == "percent" and s.shape[before.right] in ";,"
        alike = part.figure.role == level.figure.role == "level" and part.figure.unit == level.figure.unit
        if listed and alike and before.reasons["role"].rule == "share" and _said_alike(s, part, before, reached):
            yield before


def _said_alike(s: Stream, part: Amount, share: Amount, said: Sequence[str]) -> bool:
    """Whether between a level and its percentage the last words are those of another pair, from the comma on."""
    own = s.keys[part.right : share.left]
    ends = [words[len(words) - 1 - words[::-1].index(",") :] for words in (own, said) if "," in words]
    return len(ends) == 2 and ends[0] == ends[1]


def _past_too(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount is as much more, or less, than at the time that the one before it is compared with: "so với năm
    2022 nhiều hơn 7 vụ, ít hơn 5 đối tượng".
    """
    past = before.figure.role == "change" and before.reasons["role"].rule in _PAST_RULES
    return past and a.figure.role == "level" and _MORE_OR_LESS.fullmatch(s.shape, before.right, a.left) is not None


def _missed(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether the aim in brackets before an amount is missed by it: "thấp hơn mục tiêu (70%) là 8,6 điểm"."""
    found = (words.search(s.shape, a.sentence, before.left) for words in (_PAST_BRACKET, _PAST_OTHER))
    return any(m is not None and has(m[0], "below") for m in found)


def _goes_with(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount moves with the change it is joined to: "tăng 2,65 điểm và 4 bậc"."""
    told = a.figure.role in ("attainment", "rank")  # "tăng 23,5%, ước đạt 48% kế hoạch"
    if a.figure.role == "level" and a.sort == before.sort == "times" and before.figure.role == "index":
        return a.left == before.right + 1 and s.shape[before.right] in tags_of("joint")  # "cao gấp 245 và 260 lần mức"
    if before.figure.role != "change" or (a.sort in RATIO) != (before.sort in RATIO) or told:
        return False
    against = a.figure.role == "share" and s.shape[a.right] in lexicon().tags["compare"]
    if against:
        return True  # "tăng 5% so với năm 2015 và 9% so với năm 2010"
    sets = lexicon().sets  # "tăng 12 vụ với 30 bị cáo"
    next_ = a.left == before.right + 1
    comma = a.left == before.right + 2 and s.shape[before.right] == ","  # "giảm 50 công chức, và khoảng 90 viên chức"
    if (next_ or comma) and s.keys[a.left - 1] in sets["and"] | sets["with"]:
        return True
    if next_ and s.shape[before.right] == "/" and counts(a) and before.figure.unit != a.figure.unit:
        a.fraction_of = None  # "giảm 5 vụ/7 đối tượng": both fell
        return True
    if s.keys[before.right] == s.keys[a.right] and _RESPECTS.fullmatch(s.shape, before.right, a.left):
        return True  # "tăng 12% về số lượng và 8% về giá trị"
    if next_ and s.shape[before.right] in ",;" and has(s.shape[before.sentence : before.at], "respectively"):
        return a.sort == before.sort  # "tăng trưởng lần lượt là 3%; 5% và 2,5%"
    if (own := _OWN_CHANGE.match(s.shape, a.right)) is not None and s.keys[own.start("unit")] == s.keys[a.right - 1]:
        return False  # "90 xe, tăng 5 xe, 65 tàu, tăng 2 tàu"
    listed = _LISTED if a.figure.unit == before.figure.unit else _LISTED_CLOSE
    return bool(listed.fullmatch(s.shape, before.right, a.left)) and bool(_LIST_ENDS.match(s.shape, a.right))


def _ranks(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether ranks are listed: "giữ vị trí thứ 5, 6 và 7", "hạng 6/10, trên An Bình (8/10)": all out of as many."""
    if before.sentence == a.sentence and s.shape[before.at + 1] == s.shape[a.at + 1] == "/":
        alike = s.shape[a.left - 1] in "," + tags_of("joint") or s.keys[before.at + 2] == s.keys[a.at + 2]
        return before.figure.role == "rank" and alike
    close = a.left == before.right + 1 and s.shape[before.right] in ("," + tags_of("joint"))
    close = close or _NEXT_RANK.fullmatch(s.shape, before.right, a.left) is not None
    return before.figure.role == "rank" and close and a.sort == "" and a.figure.decimals == 0


def _bracketed(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a bare rate behind a name is what that of the name before is: "An Bình (tăng 18%), Tân Lập (17%)"."""
    told = a.figure.role == "share" and before.figure.role in ("attainment", "change") and a.depth == before.depth > 0
    return told and s.shape[a.right] == ")" and _NEXT_BRACKET.fullmatch(s.shape, before.right, a.left) is not None


def _attains_it(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is that at which an aim in brackets before it is reached: "so với chỉ tiêu (5 tấn) đạt 84%"."""
    told = a.sort == "percent" and a.figure.role in ("share", "index") and before.figure.role == "plan"
    against = told and _AGAINST_TARGET.search(s.shape, a.sentence, before.left) is not None
    return against and _REACHED_AIM.fullmatch(s.shape, before.right, a.left) is not None


def _carries_out(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is how much was done of a measure or sum behind a stroke: "đào 116/130 m3, đạt 89,2%"; how full
    something is says so: "chứa 15/23 triệu m3, đạt 65% dung tích".
    """
    measured = before.fraction_of is not None and before.sort in ("money", "measure")
    told = measured and a.sort == "percent" and a.figure.role in ("share", "index") and s.shape[a.right] in ",;.(¶"
    return told and _CARRIED_TO.fullmatch(s.shape, before.right, a.left) is not None


def _reached_then(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is what was attained in the same period, beside this year's: "đạt 22% KH, cùng kỳ đạt 31%"."""
    told = a.sort == "percent" and before.figure.role == "attainment" and a.figure.role == "share"
    return told and _THEN_REACHED.fullmatch(s.shape, before.right, a.left) is not None


def _moved_then(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is how fast something moved at another time: "tăng trưởng đạt 11% (cùng kỳ là 6%)"."""
    bare = a.figure.role == "share" and a.sort == before.sort == "percent" and before.figure.role == "change"
    rate = before.reasons["role"].rule in ("change.rate", "follows.moved_then")
    forms = (_MOVED_THEN, _RATE_OF_YEAR) if rate else (_MOVED_THEN,)
    return bare and any(form.fullmatch(s.shape, before.right, a.left) for form in forms)


def _and_since(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate without a word of its own is of an earlier time, beside one of a plan: "… và 5% so với 2021"."""
    bare = a.figure.role == "share" and a.sort == before.sort == "percent"
    return bare and _SINCE_YEAR.match(s.shape, a.right) is not None


def _moved_since(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is of change beside one against a plan: "tăng 23% so với kế hoạch năm và 5% so với năm 2021"."""
    rise = before.figure.role == "gap" and (before.figure.value or 0) > 0
    return rise and s.keys[a.left - 1] in lexicon().sets["and"] and _and_since(s, a, before)


def _of_then_too(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether a rate is an index beside one of a plan: "đạt 61% kế hoạch và 103% so với cùng kỳ"."""
    joined = s.keys[a.left - 1] in lexicon().sets["and"] or s.shape[a.left - 1] == ","
    return before.figure.role == "attainment" and joined and _and_since(s, a, before)


FOLLOWS = (
    ("follows.ranks", _ranks),
    ("follows.range", _high_end),
    ("follows.again", _says_again),
    ("follows.joined", _goes_with),
    ("follows.bracketed", _bracketed),
)
# What an amount is because of what stands before it, and not of its role.
TURNS = (
    ("follows.attains", "attainment", _attains_it),
    ("follows.then", "attainment", _reached_then),
    ("follows.carried_out", "attainment", _carries_out),
    ("follows.since", "change", _moved_since),
    ("follows.moved_then", "change", _moved_then),
    ("follows.then_too", "index", _of_then_too),
    ("follows.past_bracket", "gap", _past_bracket),
    ("follows.past_too", "change", _past_too),
    ("follows.beyond", "gap", _beyond_it),
)
