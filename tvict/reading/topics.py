"""What a passage is about, where the label of a figure leaves it out: the lead of a bullet, the phrase with which the
sentence opens, what the total is called, what the paragraph measures first, the first figure of the sentence, the
heading, or the area that the sentence opens with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from tvict.reading.grammar import empty, grammar, heads_measure, lowered, measured
from tvict.reading.lexicon import lexicon, syllables
from tvict.reading.phrases import topic_span
from tvict.reading.scopes import is_plan
from tvict.reading.structure import Context
from tvict.reading.subjects import View, size, tidy, unnumbered


def place_all(contexts: Sequence[Context], views: Mapping[int, View]) -> None:
    """Fill topic of every figure of the prose, once it has its subject."""
    forms: dict[str, str] = {}  # each phrase once: many figures share a heading
    counted: dict[str, str] = {}  # what is counted in a unit where the text first says more than that
    numbering, anybody = grammar().sets["numbering"], lexicon().sets["any_person"]
    for c in contexts:
        told = [views[a.figure.figure_id] for a in c.amounts if not a.row]
        titles = reversed(c.titles) if told else ()
        heading = next((t.lower() if t.isupper() else t for t in titles if not is_plan(t)), "").partition(":")[0]
        opener, opening, led, owner = None, "", "", ""
        for v in told:
            if v.opens:
                opener, opening, led, owner = v, v.words.opening(v.a), _lead(v), ""
            owner = v.said.owner or owner
            level = views.get(v.level.figure.figure_id) if v.level is not None else None
            if level is not None and level.name == v.name and level.a.at < v.a.at:
                v.a.figure.topic = level.a.figure.topic
                continue
            name = v.name
            said, (number, _, rest) = set(syllables(name)), name.partition(v.unit) if v.unit else ("", "", name)
            rest = name if number and number.strip() not in numbering else rest
            if v.kind == "count" and " " in rest[1:] and v.unit not in anybody:
                counted.setdefault(v.unit, name)
            near = _phrases(v, opener or v, opening, told[0], heading, rest)
            short = v.unit in name and rest.count(" ") < 3  # "vụ xảy ra"
            aside = v.a.figure.role == "plan" and v.a.depth  # "đạt 80% kế hoạch năm (25 cuộc)"
            mine = "" if aside or v.own.casefold() in name.casefold() else v.own  # also a piece of words printed as one
            for phrase in chain((led, mine), near, (owner, counted.get(v.unit, "") if short else "")):
                if phrase not in forms:
                    forms[phrase] = lowered(tidy(phrase)) if phrase else ""
                topic = forms[phrase]
                named = " " in topic or not (topic.islower() or topic.lower() == topic.upper())  # no "20.9"
                says = named or phrase == heading
                if topic and says and not said.issuperset(syllables(topic)):
                    v.a.figure.topic = topic
                    break


def _phrases(v: View, opener: View, opening: str, first: View, heading: str, rest: str) -> Iterator[str]:
    """What the passage around a figure may be about, the nearest first.

    `opener` is the first figure of its sentence, which opens with `opening`; `first` is the first of the paragraph;
    `rest` is what its label says beside its unit.
    """
    if not rest:  # "mở 26 lớp kỹ năng số …, nữ 90 người"
        yield unnumbered(v.whole.figure.subject or "") if v.whole is not None else ""
        counts = v.before is not None and v.before.kind != "share" and v.before.a.sort != "time"
        yield v.last if counts else ""
    if not empty(opening) and not _beside(v, opener, opening):
        yield opening
    if v.whole is not None:
        yield unnumbered(v.whole.figure.subject or "")
    told = heads_measure(v.own) and measured(v.own)
    filled = v.kind == first.kind == "share" and v.name != v.own and v.name.split()[:2] == first.name.split()[:2]
    if v is not first and heads_measure(first.name) and not told and not filled:
        yield measured(first.name)
    near = _shared(v, opener)
    yield from (heading, near) if v.kind == "money" and heads_measure(v.own) else (near, heading)
    yield _shared(v, first)
    yield opening if opening.casefold() in lexicon().sets["where"] else ""


def _lead(v: View) -> str:
    """The words before the colon, without a time or function words at either end, and without a web address."""
    lo, hi = topic_span(v.words.s, v.words.c, v.a)
    while lo < hi and v.words.at(lo) in "TDBCXp," and not v.words.denied(lo):
        lo += 1
    while lo < hi and v.words.at(hi - 1) in "TEXCDBM,p":
        hi -= 1
    return v.words.s.words(lo, hi).split("(<")[0].strip(" ,-–")


def _shared(v: View, first: View) -> str:
    """What an amount before a figure is called; beside a member of the same list, without that member's own words."""
    if v is first or (heads_measure(v.name) and size(measured(v.name)) > 2):
        return ""
    rate = first.kind == "share" and heads_measure(first.name)  # "Tỷ lệ hộ nghèo 3%; vùng núi 9%"
    listed = not rate and v.unit == first.unit and _beside(v, first, first.own)
    return first.name.replace(first.own, "", 1) if listed else first.name


def _beside(v: View, first: View, phrase: str) -> bool:
    """Whether a phrase names what another member of a list is about: "Diện tích lúa 60 ha, diện tích ngô 20 ha"."""
    if v is first or not v.own or not first.own or (heads_measure(v.own) and not measured(v.own)):
        return False
    return phrase.casefold() in first.own.casefold() or first.own.casefold() in phrase.casefold()
