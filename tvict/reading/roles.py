"""From an amount and the words around it to its role: level, share, change, index, attainment, gap, rank or plan.

Grammar only: each pattern is over word classes, ends at the amount (`before`) or begins behind it (`after`).
"""

from __future__ import annotations

from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.quantities import Amount
from tvict.reading.rules import decide
from tvict.reading.tokens import Stream

_TARGET_AFTER = shape(r"(?: <compare|preposition|complete>)? (?:<word> ){0,2} <target>")
_TARGET_BEFORE = shape(
    r"""<target>
        (?: <compare|preposition|word|copula|year|y|where|same_period|head_of_year> | <until> (?=<year|y>) ){0,4}
        (?:<open|:>)? $"""
)
_COMPARED_AFTER = shape(r"(?: <word|preposition|times>){0,2} <compare|same_period>")
_SHARE_SAID = shape(r"<occupy|ratio|copula|complete|W>|\(")
_OF_WHAT = shape(r"<total|quantity|anaphor>* <noun|W|word>")
_OF_MEAN = shape(r"<word|numbered>? <mean>")  # "bằng 80% mức bình quân cả nước"
_MOVE = shape(
    r"""(?:(?P<up><up>)|(?P<down><down>))
        (?:<preposition> (?=<where>))?
        <added|over|under|about|mean|copula|estimate|word|where|per|year_part|same_period|multiple|until>{0,3} :? $"""
)
_ADDED = shape(r"<added> (?:<about|over|under>)? $")
_ADDED_BRACKET = shape(r"\( <added> (?:<about|over|under>)? $")  # "62 phòng (thêm 4)"
_STATED_AGAIN = shape(r"<that_is> <word>? <added>? (?:<about|over|under>)? $")
_DIFFERENCE = shape(r"<difference> (?:<word|noun|preposition|copula|W|d|n|numbered|joint|about|over>)* $")
_TARGET_BRACKET = shape(r"\( <target> (?: <word|year|y|preposition|copula>|:)* $")
_LESS = shape(r"<less> $")
_EXCEED = shape(
    r"""(?:(?P<up><exceed>)|(?P<down><below>))
        (?: <word|target|mean|compare|where|preposition|noun|numbered|year|y|same_period|added|copula|about|over>
          | <head_of_year> ){0,7}
        (?<!<numbered>) $"""  # "cao hơn mức 13,6 của năm trước" is a level
)
_MEAN_IS = shape(r"<mean> .* <copula> $")
_PAST_TARGET = shape(r"<past_target> <!copula>* $")  # not "số xã vượt kế hoạch là 12 xã"
_REACH = shape(r"(?:<exceed|below>) (?: <about|over>)? $")
_EQUAL = shape(r"(?: <equal|complete> (?:<about|over|under|copula|word>)? | <copula> ) $")
_ELLIPSIS = shape(r", <equal> <about|over|under>? $")  # "giảm 1,9%, bằng 98,1% và …": against the same period
_ENDS_CLAUSE = tuple(",;.)¶") + tuple(tags_of("joint"))
_MULTIPLE = shape(r"(?:<multiple|up|down|equal>) (?:<over|about|under|added|copula|from>){0,2} $")
_SIGNED = shape(r"\( (?:\+|(?P<minus><hyphen>)) $")
_PAST_AFTER = shape(r"(?:<preposition>)? <compare> (?:<year|word|preposition>){0,2} <same_period|y>")
_STEPS_MOVE = shape(r"<up|down|exceed|below|over|added|less|becomes|rank|compare>")
_RANK = shape(
    r"""(?: <rank> <numbered>? | <rank|copula|becomes|up|down|where> <numbered>
          | <rank> <place>? <word>{0,3} <numbered> ) $"""
)
_MOVES_TO = shape(r"<becomes|from> (?:<over|about|under|copula|mean>){0,2} $")


def assign_role(s: Stream, a: Amount, start: int, planned: bool) -> None:
    """Set role and sign of an amount; `start` is the first token of its context, the end of the amount before it.

    `planned`: the amount stands in a section, or behind words, that speak of what is to come.
    """
    f = a.figure
    before, after = s.shape[start : a.left], s.shape[a.right : a.right + 8]
    rule, role, sign = decide(s, a, before, after)
    silent = rule.name == "share" and not _SHARE_SAID.search(before) and not _OF_WHAT.match(after)
    a.because("role", rule.name, "default" if silent else "own")
    measured = a.sort not in ("count", "") or f.scale > 1 or (f.unit is None and f.decimals)
    if (role in ("level", "share") and _TARGET_BRACKET.search(before) and not _TARGET_AFTER.match(after)) or (
        role in ("level", "share")
        and measured
        and _TARGET_BEFORE.search(before)
        and not _TARGET_AFTER.match(after)
        and not _verbless(before)
    ):
        role = "plan"
    if planned and role in ("level", "share", "change", "index"):
        role = "plan"
    f.role = role
    if sign < 0 and f.value is not None:
        f.value = -abs(f.value)


def _verbless(before: str) -> bool:
    """A target named as the topic of a count ("11/13 chỉ tiêu", "kế hoạch … đạt") is no planned quantity."""
    tags = lexicon().tags
    tail = before[-1:]
    return bool(tail) and tail in tags["copula"] and not _IS.search(before)


_IS = shape(r"<target> (?: <word|preposition|year|y|where> | <until> (?=<year|y>) ){0,4} <copula> $")


def says_again(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount says again the change before it: "giảm 7 vụ (15,6%)", "tăng 10%, tương ứng 0,5 tỷ đồng"."""
    lex, ratios = lexicon(), ("percent", "points")
    opening, after = s.shape[before.right], s.shape[a.right]
    if before.figure.role != "change" or opening not in "(," or (a.sort in ratios) == (before.sort in ratios):
        return False
    words = range(before.right + 1, a.left)
    moves = lex.tags["up"] + lex.tags["down"] + lex.tags["that_is"]
    if not all(s.shape[k] in moves + "-~+" or s.keys[k] in lex.sets["restates"] for k in words):
        return False
    said = bool(words) or (opening == "(" and a.sort == "percent")
    return said and (after in _ENDS_CLAUSE or after in lex.tags["compare"])  # "tương ứng 3% số hộ" is a share


def goes_with(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount moves with the change it is joined to: "tăng 2,65 điểm và 4 bậc"."""
    ratios = ("percent", "points")
    return (
        a.left == before.right + 1
        and s.keys[before.right] in lexicon().sets["and"]
        and before.figure.role == "change"
        and (a.sort in ratios) == (before.sort in ratios)
    )


def plans(topic: str) -> bool:
    """Whether a paragraph's topic announces what is to come: "Kế hoạch quý III/2021: …"."""
    head = " ".join(syllables(topic))
    return any(head == w or head.startswith(w + " ") for w in lexicon().sets["plan_topic"]) and not is_result(head)


def is_result(head: str) -> bool:
    """Whether a folded heading speaks of what was done."""
    return any(f" {w} " in f" {head} " for w in lexicon().sets["result_heading"])


def is_plan(title: str) -> bool:
    """Whether a heading announces what is to come: it names plans or tasks and no result."""
    return _heads(title, "plan_heading")


def is_target(title: str) -> bool:
    """Whether a heading names targets: a plan if the year it names is still to come."""
    return _heads(title, "target_heading")


def _heads(title: str, name: str) -> bool:
    head = " ".join(syllables(title))
    return any(f" {w} " in f" {head} " for w in lexicon().sets[name]) and not is_result(head)
