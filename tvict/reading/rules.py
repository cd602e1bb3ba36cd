"""The table of role rules: patterns over word classes around one amount, "@". The first rule that fits decides.

`kinds` says which sorts of amount a rule is for. A rule that needs more than its pattern names a test in `when`.
Examples and counterexamples are run by a test; a rule that no text and no case exercises goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tvict.reading.lexicon import lexicon, shape
from tvict.reading.quantities import Amount
from tvict.reading.tokens import Stream

RATIO = ("percent", "points")
ANY = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern "BEFORE @ AFTER" that gives an amount its role."""

    name: str
    role: str
    kinds: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sign: str  # "up", "down", "group" (the group named down decides) or ""
    yes: str
    no: str
    when: str


def rule(
    name: str,
    role: str,
    kinds: tuple[str, ...],
    pattern: str,
    yes: str = "",
    no: str = "",
    sign: str = "",
    when: str = "",
) -> Rule:
    before, _, after = pattern.partition("@")
    return Rule(
        name,
        role,
        kinds,
        shape(f"(?:{before}) $") if before.strip() else None,
        shape(after) if after.strip() else None,
        sign,
        yes,
        no,
        when,
    )


MOVES = r"""(?:(?P<up><up>)|(?P<down><down>)) (?:<preposition> (?=<where>))?
    <added|over|under|about|mean|copula|estimate|word|where|per|year_part|same_period|multiple|until>{0,3} :?"""
PAST = r"""(?:(?P<up><exceed>)|(?P<down><below>))
    (?: <word|target|mean|compare|where|preposition|noun|numbered|year|y|same_period|added|copula|about|over> | <head_of_year> ){0,7}
    (?<!<numbered>)"""
TARGET = r"(?: <compare|preposition|complete>)? (?:<word> ){0,2} <target>"
COMPARED = r"(?: <word|preposition|times>){0,2} <compare|same_period>"

RULES = (
    rule(
        "rank",
        "rank",
        ("count", "", "steps"),
        r"<rank> <numbered>? | <rank|copula|becomes|up|down|where> <numbered> | <rank> <place>? <word>{0,3} <numbered> @",
        "xếp thứ 4/11",
        "lớp 4",
        when="ranked",
    ),
    rule(
        "rank.of",
        "rank",
        ("count", ""),
        r"<numbered> @ <out_of>",
        "thứ 14 trong tổng số 63 tỉnh",
        "lần thứ 2 trong năm",
        when="whole",
    ),
    rule(
        "index.times",
        "index",
        ("times",),
        r"(?:<multiple|up|down|equal>) (?:<over|about|under|added|copula|from|until>){0,2} @",
        "gấp tới 4,3 lần",
        "5 lần kiểm tra",
    ),
    rule("level.times", "level", ("times",), "@", "5 lần"),
    rule("change.signed", "change", RATIO, r"\( (?:\+|(?P<down><hyphen>))? @", "(+4,2%)", "(4,2%)", "group", "signed"),
    rule("gap.past", "gap", RATIO, PAST + "@", "vượt 3% kế hoạch", "thấp hơn mức bình quân là 6%", "group", "beyond"),
    rule("gap.past", "gap", ANY, PAST + "@", "cao hơn bình quân vùng 2,4 điểm", "vượt 5 tỷ", "group", "beyond_target"),
    rule(
        "gap.over_target",
        "gap",
        RATIO,
        r"(?:(?P<up><up>)|(?P<down><down>)) <about|over|under>? @ <compare> <word>{0,2} <target>",
        "tăng 14,7% so với dự toán",
        "tăng 5% so với cùng kỳ",
        "group",
    ),
    rule(
        "change.rate",
        "change",
        ("percent",),
        r"<up> (?: <word|noun|preposition|W|where|fulfil|located>){1,8} <copula> @ <compare|same_period>",
        "tốc độ tăng năng suất là 6,7% so với năm 2021",
        "đạt 98% so với cùng kỳ",
        when="rate",
    ),
    rule(
        "attainment", "attainment", RATIO, "@" + TARGET, "đạt 98,2% kế hoạch", "tăng 3% so với kế hoạch", when="unmoved"
    ),
    rule("change.moved", "change", ANY, MOVES + "@", "tăng 5%, giảm 3 xã", "lên 9.150 hộ", "group", "stays"),
    rule(
        "gap.difference",
        "gap",
        RATIO,
        r"<difference> (?:<word|noun|preposition|copula|W|d|n|numbered|joint|about|over>)* @",
        "chênh lệch 5 điểm",
    ),
    rule("change.points", "change", ("points",), "@", "2,3 điểm phần trăm"),
    rule(
        "change.steps",
        "change",
        ("steps",),
        r"<up|down|exceed|below|over|added|less|becomes|rank|compare> <word|copula>* @",
        "lên 5 bậc",
    ),
    rule("change.steps", "change", ("steps",), "@" + COMPARED, "5 bậc so với năm trước"),
    rule(
        "change.that_is",
        "change",
        ("count", "money", "measure", ""),
        r"<that_is> <word>? <added>? (?:<about|over|under>)? @",
        "tức 3 xã",
    ),
    rule(
        "change.added",
        "change",
        ANY,
        r"<added> (?:<about|over|under>)? @" + COMPARED,
        "thêm 3 xã so với năm trước",
        "thêm 3 xã",
    ),
    rule("change.added", "change", ANY, r"\( <added> (?:<about|over|under>)? @", "62 phòng (thêm 4)"),
    rule("change.less", "change", ANY, r"<less> @", "bớt 3 xã", "giảm bớt 3%", "down"),
    rule(
        "index.equal",
        "index",
        ("percent",),
        r"(?:<equal|complete> (?:<about|over|under|copula|word>)? | <copula>) @" + COMPARED,
        "bằng 98,3% so với cùng kỳ",
    ),
    rule(
        "index.mean",
        "index",
        ("percent",),
        r"(?:<equal|complete> (?:<about|over|under|copula|word>)? | <copula>) @ <word|numbered>? <mean>",
        "bằng 80% mức bình quân cả nước",
    ),
    rule("index.ellipsis", "index", ("percent",), r", <equal> <about|over|under>? @ [,;.)¶]", "giảm 1,9%, bằng 98,1%"),
    rule("share", "share", RATIO, "@", "chiếm 57%"),
    rule("level", "level", ANY, "@", "76 tỷ đồng"),
)


def _index() -> dict[str, tuple[Rule, ...]]:
    sorts = ("percent", "points", "money", "times", "steps", "measure", "time", "count", "")
    return {k: tuple(r for r in RULES if not r.kinds or k in r.kinds) for k in sorts}


_BY_SORT: dict[str, tuple[Rule, ...]] = {}
_MEAN_IS = shape(r"<mean> .* <copula> $")
_PAST_TARGET = shape(r"<past_target> <!copula>* $")
_REACH = shape(r"(?:<exceed|below>) (?: <about|over>)? $")
_MOVES_TO = shape(r"<becomes|from> (?:<over|about|under|copula|mean>){0,2} $")
_PAST_AFTER = shape(r"(?:<preposition>)? <compare> (?:<year|word|preposition>){0,2} <same_period|y>")
_TARGET_AFTER, _COMPARED_AFTER, _MOVE = shape(TARGET), shape(COMPARED), shape(f"{MOVES} $")
_OVER = shape(f"{PAST} $")


def decide(s: Stream, a: Amount, before: str, after: str) -> tuple[Rule, str, int]:
    """The rule that gives an amount its role, that role, and its sign."""
    if not _BY_SORT:
        _BY_SORT.update(_index())
    for r in _BY_SORT.get(a.sort, RULES):
        m = None
        if r.before is not None:
            m = r.before.search(before)
            if m is None:
                continue
        if r.after is not None and not r.after.match(after):
            continue
        role = r.role
        if r.when:
            verdict = TESTS[r.when](s, a, before, after, m)
            if not verdict:
                continue
            role = verdict if isinstance(verdict, str) else role
        sign = -1 if r.sign == "down" or (r.sign == "group" and m is not None and m["down"]) else 1
        return r, role, sign
    raise AssertionError("the last rule fits all")


def _ranked(s, a, before, after, m):
    if a.figure.decimals or a.figure.scale != 1:
        return False
    if s.shape[a.at + 1] == "/" or after[:1] in tuple(lexicon().tags["over"]):
        return True
    words = s.keys[a.left - 1].split()
    return words[-1] in lexicon().sets["ranked"] and not a.listed


def _whole(s, a, before, after, m):
    return not a.figure.decimals and a.figure.scale == 1


def _signed(s, a, before, after, m):
    return s.shape[max(0, a.at - 2) : a.at - 1] == "(" and s.shape[a.at - 1] in "+-~"


def _moved(a, before):
    return None if _MOVES_TO.search(before) and a.sort != "steps" else _MOVE.search(before)


def _beyond(s, a, before, after, m):
    moved = _moved(a, before)
    if moved and moved.start() > m.start():
        return False
    return "change" if _against_past(m.group(), after) else "gap"


def _beyond_target(s, a, before, after, m):
    moved = _moved(a, before)
    if (moved and moved.start() > m.start()) or _MEAN_IS.search(m.group()):
        return False
    tags = lexicon().tags
    about = (
        bool(_PAST_TARGET.match(m.group()))
        or any(t in tags["target"] + tags["mean"] + tags["compare"] + tags["same_period"] for t in m.group())
        or bool(_TARGET_AFTER.match(after))
        or bool(_COMPARED_AFTER.match(after))
    )
    if about:
        return "change" if _against_past(m.group(), after) else "gap"
    f = a.figure
    if f.scale > 1 and m["up"] and _REACH.search(before):
        f.bound = "over" if f.bound == "exact" else f.bound
    return False


def _against_past(over, after):
    tags = lexicon().tags
    if any(t in tags["target"] + tags["past_target"] + tags["mean"] for t in over) or _TARGET_AFTER.match(after):
        return False
    return any(t in tags["same_period"] + "y" for t in over) or bool(_PAST_AFTER.match(after))


def _unmoved(s, a, before, after, m):
    return not _moved(a, before) and after[:1] not in tuple(lexicon().tags["total"])


def _stays(s, a, before, after, m):
    return _moved(a, before) is not None


def _rate(s, a, before, after, m):
    return (
        "tốc độ" in s.keys[a.left - len(before) + m.start()] or "mức tăng" in s.keys[a.left - len(before) + m.start()]
    )


TESTS = {
    "ranked": _ranked,
    "whole": _whole,
    "signed": _signed,
    "beyond": _beyond,
    "beyond_target": _beyond_target,
    "unmoved": _unmoved,
    "stays": _stays,
    "rate": _rate,
}
