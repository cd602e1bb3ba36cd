"""Densities: of a rate, the count and the population that the same paragraph prints and that it is computed from.

"5.600 giường bệnh, dân số 1,4 triệu người, đạt 40 giường bệnh/vạn dân": words alone decide. The noun before the stroke
is that of the count, the noun behind it that of what is counted per; where several may be meant, none is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.model import DENOMINATOR, NUMERATOR
from tvict.reading.spots import syllables_in
from tvict.reading.structure import Context, is_denominator, per

_SQUARE = str.maketrans("²³", "23")
_NAMES = shape(r"<preposition> W | W W")

Noun = tuple[str, ...]


def densities(contexts: Iterable[Context]) -> None:
    """Give each rate that is computed from two figures of its paragraph the reasons that name them."""
    for c in contexts:
        rates = [a for a in c.amounts if a.sort == "rate" and a.figure.role == "level" and not a.row]
        for rate in rates:
            found = _operands(c, rate, [a for a in c.amounts if a.figure.role == "level" and not is_denominator(a)])
            if found is not None and not any(_rivals(rate, other) for other in rates):
                for column, a, rule in zip((NUMERATOR, DENOMINATOR), found, ("counted", "per"), strict=True):
                    rate.because(column, f"density.{rule}", "sentence", a.at, a.right)


def _rivals(rate: Amount, other: Amount) -> bool:
    """Whether another rate may be computed from the same: "đạt 40 giường/vạn dân, cả nước đạt 31 giường/vạn dân"."""
    one_time = rate.figure.period == other.figure.period
    return rate is not other and one_time and _nouns(rate) == _nouns(other)


def _operands(c: Context, rate: Amount, levels: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """The count and the population of a rate, of its time and its place."""
    counted, each = _nouns(rate)
    of_time = [a for a in levels if a.figure.period == rate.figure.period]
    under = _one(rate, [a for a in of_time if a.sort in ("count", "measure") and _counts_all(each, a)])
    area = under is not None and under.sort == "measure"
    alike = [a for a in of_time if a.sort == "count" and _in_regard(rate, a)]
    # "giường bệnh" are "giường"
    some = [a for a in alike if counted and syllables(a.figure.unit or "")[: len(counted)] == counted]
    over = _one(rate, [a for a in alike if _counts_all(counted, a)] if area else some)
    if over is None or under is None or over is under:
        return None
    _, *later = sorted((over, under, rate), key=lambda a: a.at)
    return None if any(_placed(c, a) for a in later) else (over, under)


def _nouns(rate: Amount) -> tuple[Noun, Noun]:
    """What a rate counts, and per what, its number apart: of "thuê bao/100 dân" "thuê bao" and "dân"."""
    scales, each = lexicon().sets["scale"], list(syllables(per(rate).translate(_SQUARE)))
    while each and (each[0][0].isdecimal() or each[0] in scales or not each[0].isalnum()):
        each.pop(0)
    return syllables((rate.figure.unit or "").partition("/")[0]), tuple(each)


def _counts_all(noun: Noun, a: Amount) -> bool:
    """Whether an amount counts what a noun names and no sort of it; of people all who live there: "dân số 8.000"."""
    unit, name = " ".join(syllables((a.figure.unit or "").translate(_SQUARE))), " ".join(noun)
    lives, persons = lexicon().sets["populace"], lexicon().sets["persons"]
    if name not in lives | persons:
        return unit == name
    population = speaks_of(" ".join(syllables(a.figure.subject or "")), "population")
    return unit in lives or (unit in persons and population)


def _in_regard(rate: Amount, a: Amount) -> bool:
    """Whether a count is of what the label of its rate names: "mật độ thuê bao di động đạt 90 thuê bao/100 dân"."""
    counted, each = _nouns(rate)
    words = {word for word in syllables(rate.figure.subject or "") if word.isalpha()}
    told = {*syllables(a.figure.subject or ""), *syllables(a.figure.unit or "")}
    return words - syllables_in("density_word", "silent", "scale") - {*counted, *each} <= told


def _one(rate: Amount, found: Sequence[Amount]) -> Amount | None:
    """The one that is no part of another; of several the one of the sentence of the rate."""
    ids = {a.figure.figure_id for a in found}
    wholes = [a for a in found if a.figure.parent_id not in ids]
    near = wholes if len(wholes) == 1 else [a for a in wholes if a.sentence == rate.sentence]
    return near[0] if len(near) == 1 else None


def _placed(c: Context, a: Amount) -> bool:
    """Whether the words before an amount name a place, which what is told before it need not be of: "huyện Tân Lập"."""
    s, places = c.s, lexicon().sets["place_noun"]
    lo = max(a.sentence, c.first, *(b.right for b in c.amounts if b.at < a.at))
    named = any(s.keys[k] in places and s.shape[k + 1] in "W" + tags_of("noun") for k in range(lo, a.left))
    nation = not lexicon().sets["nation"].isdisjoint(s.keys[lo : a.left])
    return named or nation or _NAMES.search(s.shape, lo, a.left) is not None
