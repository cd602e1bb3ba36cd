"""Sentences that a person can check: a relation and how it was judged go in, "139 + 332 + 106 = 577" comes out.

Numbers stand as the report prints them and computed ones in the same notation; the signs are = (closes as printed), →
(printed cut off), ≠ and < (does not close), ≟ (cannot be tried) and ? (not printed), so a claim needs no translation.
`sentences` puts what is measured before it, in Vietnamese or English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import pandas as pd

from tvict.analysis.intervals import Interval
from tvict.analysis.printed import PERCENT, RATIOS, Printed
from tvict.english import as_english
from tvict.labels import label
from tvict.numbers import decimals_of
from tvict.tables import rows_of

LISTED = re.compile(r"(?<=… \()\d+(?=\))")
"""How many items a claim counts."""
COUNTED = re.compile(r"\(1\) …[^→≠≟<]* [=→≠≟<] (.+)")
"""A claim about listed items, which end with what is printed."""
UNPRINTED = re.compile(r"(.+) / \? = (.+?)(?:, \? (=|≤) (.+))?")
"""A claim about a percentage of what is not printed, which may end with what it implies of that."""
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
WIDE = Context(prec=10_000)
"""Room for every digit that a text may print in a row."""

BOUND_SIGNS = {"exact": "", "over": ">", "under": "<", "about": "≈"}
VERDICT_SIGNS = {"holds": "=", "truncated": "→", "partial": "<", "differs": "≠", "unchecked": "≟"}
ROUNDED = "≈"
"""Between what printed numbers come to and a total that they make up within what was rounded."""


def number(value: Decimal, places: int) -> str:
    """Write a number as Vietnamese reports do.

    >>> number(Decimal("-1062.456"), 2)
    '−1.062,46'
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
    digits = f"{abs(rounded):,f}".translate(str.maketrans(",.", ".,"))
    return f"−{digits}" if rounded < 0 else digits


def numeral(figure: Printed) -> str:
    """Return the digits of a figure as printed, with the sign of a decrease and of a bound; "?" after an unread one.

    Of a figure that a person corrected the corrected number, in the scale that is printed.
    """
    digits = NUMERAL.search(figure.text)
    if "corrected" in figure.quality and figure.value is not None:
        value = figure.value / figure.scale
        return f"{BOUND_SIGNS[figure.bound]}{number(value, decimals_of(value))}"
    if figure.value is None:
        return f"{digits.group() if digits else ''}?"
    sign = "−" if figure.value < 0 else ""
    shown = digits.group() if digits else number(abs(figure.value), figure.decimals if figure.scale == 1 else 0)
    return f"{BOUND_SIGNS[figure.bound]}{sign}{shown}"


def reckoned(value: Decimal, places: int, figures: Sequence[Printed]) -> str:
    """Write a computed number as the figures beside it are printed: without dots where theirs have none."""
    printed = [digits.group() for figure in figures if (digits := NUMERAL.search(figure.text))]
    long = [digits.partition(",")[0] for digits in printed if len(digits.partition(",")[0]) >= len("1000")]
    shown = number(value, places)
    return shown.replace(".", "") if long and not any("." in digits for digits in long) else shown


def words(figure: Printed) -> str:
    """Return a figure with its unit: "80,71 %", "2,17 điểm phần trăm", "76 tỷ đồng"; a bare count stays bare."""
    if figure.sort in RATIOS:
        return f"{numeral(figure)} {figure.unit}"
    return numeral(figure) if _bare(figure) else full(figure)


def sum_claim(whole: Printed, parts: Sequence[Printed], verdict: str, computed: Decimal | None) -> str:
    """Say a sum; one that holds within what was rounded says what the printed numbers come to."""
    left = " + ".join(_terms(whole, parts))
    if computed is None or (verdict == "holds" and computed == whole.value):
        return f"{left} {VERDICT_SIGNS[verdict]} {words(whole)}"
    places = max(figure.decimals for figure in (whole, *parts))
    given = reckoned(computed / whole.scale, places, (whole, *parts))
    return _coming_to(f"{left} = {given}", verdict, words(whole))


def _coming_to(computed: str, verdict: str, stated: str) -> str:
    """Set what printed numbers come to against what is stated."""
    return f"{computed} {ROUNDED if verdict == 'holds' else VERDICT_SIGNS[verdict]} {stated}"


def ratio_claim(
    whole: Printed, pattern: str, of: Printed, base: Printed, verdict: str, computed: Decimal | None
) -> str:
    """Say a share, change, index, attainment or density; ``pattern`` is its formula with places for both operands.

    A difference that holds within what was rounded says what the printed numbers come to, as a sum does.
    """
    left = pattern.format(*_terms(base, (of, base), always=of.measure == PERCENT)).replace("− −", "+ ")
    density = whole.sort == "rate" and whole.measure != of.measure
    stated = full(whole) if density else words(whole)
    rounded = "/" not in pattern and computed is not None and computed != whole.value
    if (verdict == "holds" and not rounded) or computed is None:
        return f"{left} {VERDICT_SIGNS[verdict]} {stated}"
    unit = f" {whole.unit}" if whole.sort in RATIOS else ""
    value = computed / whole.scale
    places = whole.decimals + 2 if unit or density else max(whole.decimals, of.decimals, base.decimals)
    if verdict == "holds":  # a difference, which has an end
        places = max(0, -int(value.normalize(WIDE).as_tuple().exponent))
    given = reckoned(value, places, (whole, of, base))
    return _coming_to(f"{left} = {given}{unit}", verdict, stated)


def target_claim(whole: Printed, of: Printed, target: tuple[Decimal, Interval] | None) -> str:
    """Say what target an attainment implies where none is printed; 100 % only says that the target was reached."""
    claim = f"{words(of)} / ? = {words(whole)}"
    if target is None:
        return claim
    if whole.value == 100 and whole.decimals == 0:
        return f"{claim}, ? ≤ {words(of)}"
    places = max(of.decimals, 1)
    middle, low, high = (number(value / of.scale, places) for value in (target[0], target[1].low, target[1].high))
    unit = f" {of.unit}" if of.sort in RATIOS else "" if _bare(of) else _tail(of)
    return f"{claim}, ? = {middle} ({low} … {high}){unit}"


def count_claim(whole: Printed, items: Sequence[str], counted: int, dates: bool, verdict: str) -> str:
    """Say a count of listed items, which are numbered and not named, or of days or years between two dates."""
    left = f"{items[0].strip()} … {items[1].strip()}" if dates else f"(1) … ({len(items)})"
    if verdict != "holds":
        left = f"{left} = {counted}"
    return f"{left} {VERDICT_SIGNS[verdict]} {full(whole)}"


def ways_claim(whole: Printed, ways: Sequence[int]) -> str:
    """Say a count whose list can be read in several ways: "(1) … (3) / (1) … (6) ≟ 4 trang"."""
    left = " / ".join(f"(1) … ({way})" for way in ways)
    return f"{left} {VERDICT_SIGNS['unchecked']} {full(whole)}"


def pair_claim(whole: Printed, other: Printed, verdict: str, differs: str = VERDICT_SIGNS["differs"]) -> str:
    """Say that a quantity is printed twice, "23 nhiệm vụ = 23 nhiệm vụ", or that a part is larger than its whole:
    "41 > 40 hộ"; "41 ≟ 40 hộ" where it may be no part.
    """
    return f"{full(other)} {differs if verdict == 'differs' else VERDICT_SIGNS[verdict]} {full(whole)}"


def sentences(checks: pd.DataFrame, figures: pd.DataFrame, language: str) -> list[str]:
    """Say each check so that it can be read alone, what is measured first: "văn bản: báo cáo in 19, liệt kê 20".

    A plan is said to be one, and of checks of one quantity in several years each says its year.
    """
    figure = {(row["report"], row["figure_id"]): row for row in rows_of(figures)}
    told = []
    years: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for check in rows_of(checks):
        whole = figure.get((check["report"], check["whole_id"]), {})
        what, kind, year = _what(whole, language), check["kind"], _year(whole)
        years[what, kind].add(year)
        told.append((check, what, kind, year))
    said = []
    for check, what, kind, year in told:
        about = f"{what}, {year}" if year and len(years[what, kind]) > 1 else what
        claim = in_words(check["claim"], language)
        said.append(f"{about}: {claim}" if about else claim)
    return said


def _what(whole: Mapping[str, Any], language: str) -> str:
    """Name what a check is about, by the words of the report; "" where nothing is said."""
    name: str = whole.get("subject") or whole.get("unit") or ""
    return f"{name}, {label('roles', 'plan', language)}" if name and whole["role"] == "plan" else name


def _year(whole: Mapping[str, Any]) -> str:
    """Return the year of a figure; "" where its time is another, or not known."""
    period: str = whole.get("period") or ""
    return period if period.isdigit() else ""


def in_words(claim: str, language: str) -> str:
    """Say a claim to readers: of listed items, which have numbers and no names, how many there are, and what is not
    printed without a sign for it.

    >>> in_words("(1) … (3) / (1) … (4) ≟ 04 chuyên trang", "vi"), in_words("139 + 332 = 471", "vi")
    ('báo cáo in 04 chuyên trang, liệt kê 3 hoặc 4', '139 + 332 = 471')
    >>> in_words("(1) … (20) = 20 ≠ 19 văn bản", "en")
    'the report prints 19 documents and lists 20'
    >>> in_words("415 / ? = 83 %, ? = 500,0 (497,0 … 503,0)", "vi")
    '415 bằng 83 % của một số mà báo cáo không in, suy ra là 500,0 (497,0 … 503,0)'
    """
    own = str if language == "vi" else as_english
    if counted := COUNTED.fullmatch(claim):
        either = f" {label('claims', 'either', language)} ".join(LISTED.findall(claim))
        return label("claims", "count", language).format(stated=own(counted[1]), listed=either)
    if unprinted := UNPRINTED.fullmatch(claim):
        of, part, sign, implied = unprinted.groups()
        told = label("claims", "unprinted", language).format(of=own(of), part=own(part))
        more = label("claims", "implied" if sign == "=" else "at_most", language) if sign else ""
        return told + more.format(implied=own(implied or ""))
    return own(claim)


def full(figure: Printed) -> str:
    """Return a figure with all that is printed behind its digits: "19 kế hoạch"."""
    return f"{numeral(figure)}{_tail(figure)}"


def _terms(whole: Printed, parts: Sequence[Printed], always: bool = False) -> list[str]:
    """Write operands bare where all have one scale, else each with its unit."""
    figures = (whole, *parts)
    bare = not always and len({figure.scale for figure in figures}) == 1 and not any(map(_compound, figures))
    return [numeral(part) if bare else words(part) for part in parts]


def _bare(figure: Printed) -> bool:
    return figure.scale == 1 and not _compound(figure)


def _compound(figure: Printed) -> bool:
    """Tell whether the first digits do not say it all: "32 triệu 500 nghìn", "91 thuê bao/100 dân"."""
    return len(NUMERAL.findall(figure.text)) > 1


def _tail(figure: Printed) -> str:
    """Return what is printed behind a figure's digits: " tỷ đồng"."""
    digits = NUMERAL.search(figure.text)
    tail = figure.text[digits.end() :].strip() if digits else figure.unit or ""
    return f" {tail}" if tail else ""
