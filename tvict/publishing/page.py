"""The page for readers without Python: tables and text go in, one self-contained HTML file comes out.

The report stands beside its figures, checks, values of two years and charts, in Vietnamese with English by a switch.
It opens from disk or from a mail, asks nothing of any network, and runs no script and no style but its own two, which
its content security policy names by their hashes. Without scripts it is still whole: every link works, only longer.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal, InvalidOperation

import pandas as pd
from markupsafe import Markup

from tvict.analysis.checks import differing
from tvict.analysis.cited import documents_cited
from tvict.analysis.claims import number
from tvict.analysis.history import changes
from tvict.labels import LANGUAGES, labels
from tvict.metadata import Metadata
from tvict.names import Names
from tvict.numbers import decimals_of
from tvict.publishing.blocks import blocks
from tvict.publishing.codes import breakdown, codebook, indicator_name
from tvict.publishing.comparison import Pair, by_how_much, groups, ids_of, largest, pairs, shown
from tvict.publishing.differences import Link, checks_of, differences, links_of
from tvict.publishing.drawing import Drawing, embedded
from tvict.publishing.rows import VERDICTS, Row, checks_by_figure, one_line, rows_of
from tvict.publishing.said import Words, all_words, amount, both, dated, flags, joined, period, said, worth
from tvict.publishing.templates import source, template
from tvict.tables import ROLES

KINDS = ("year", "date", "period", "reference", "ordinal", "name", "unit")
"""Kinds of numerals that are no figures, in the order of the page."""


def page(
    metadata: Metadata,
    text: Names,
    tables: Mapping[str, pd.DataFrame],
    drawings: Sequence[Drawing] = (),
    crops: Iterable[tuple[int, bytes]] = (),
    *,
    version: str,
    lexicon: str,
) -> str:
    """Return the page of one report; the same input gives the same characters.

    ``text`` says what of it is not shown. ``tables`` are the report's, ``drawings`` the charts in the order in which
    they are to stand, each in one language; ``crops`` are pictures of what a scan shows of figures, of which CROPS
    bytes find room.
    """
    charts, drawn_style = embedded(drawings)
    style, script = source("page.css") + drawn_style, source("page.js")
    shown_blocks = list(blocks(text, tables))
    figures, checks = _figures(text, tables, _shown(crops)), checks_of(tables)
    content: dict[str, object] = {
        "report": metadata,
        "version": version,
        "lexicon": lexicon,
        "policy": _policy(style, script),
        "style": Markup(style),
        "script": Markup(script),
        "words": all_words(),
        "original": said("without_names" if text.spans else "in_vietnamese"),
        "blocks": shown_blocks,
        "marked_items": {run.item for block in shown_blocks for run in block.runs if run.item},
        "figures": figures,
        "checks": checks,
        "differences": differences(checks, text, tables),
        "changed": _changed(tables),
        "cited": _cited(documents_cited(tables)),
        "quantities": list(_quantities(tables)),
        "corrections": _corrections(tables),
        "kinds": _kinds(tables["numerals"]),
        "numerals": len(tables["numerals"]),
        "charts": charts,
        "data": _script_data(figures),
    }
    return template("page.html.j2").render(content | _facets(figures, tables))


def _facets(figures: Sequence[Row], tables: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return what rows may be filtered by, each with how many rows there are of it."""
    return {
        "sectors": _used((row["sector"] for row in figures), [*all_words()["page.sectors"]]),
        "roles": _used((row["role"] for row in figures), ROLES),
        "verdicts": _used((row["verdict"] for row in figures), VERDICTS),
        "check_verdicts": _used((str(verdict) for verdict in tables["checks"]["verdict"]), VERDICTS),
    }


def hashed(text: str) -> str:
    """Return how a content security policy names a script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _policy(style: str, script: str) -> str:
    """Return a content security policy that allows nothing but these two texts and images inside the file."""
    rules = ["default-src 'none'", f"script-src {hashed(script)}", f"style-src {hashed(style)}", "img-src data:"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _script_data(figures: Sequence[Row]) -> Markup:
    """Return what the script needs as JSON that cannot end its element: what filters and searches go by, and its own
    words. ``shared`` are words that many rows are found by; what a row shows is not said again.
    """
    shared: dict[str, int] = {}
    found = {}
    for row in figures:
        indicator, way = (f"{said.vi} {said.en}" if said else "" for said in (row["indicator"], _direction(row)))
        words = f"{row['section'] or ''} {row['heading']}", indicator, row["unit"] or "", way
        places = [shared.setdefault(said, len(shared)) for said in words if said.strip()]
        told = {name: row[name] for name in ("sector", "role", "verdict")}
        found[row["figure_id"]] = {**told, "shared": places, "why": row["why"]}
    sections = {name: labels()[f"page.{name}"].items() for name in ("script", "why", "scopes")}
    strings = {
        language: {name: {key: words[language] for key, words in entries} for name, entries in sections.items()}
        for language in LANGUAGES
    }
    data = {"figures": found, "shared": list(shared), "strings": strings}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _used(values: Iterable[str], order: Sequence[str]) -> list[tuple[str, int]]:
    """Count values; those of ``order`` first and in its order, the rest by name, "" last."""
    counts = Counter(values)
    places = {name: place for place, name in enumerate(order)}
    return sorted(counts.items(), key=lambda item: (item[0] == "", places.get(item[0], len(places)), item[0]))


CROPS = 2**20
"""Bytes of pictures of a scan in a page, which people send by mail."""


def _shown(crops: Iterable[tuple[int, bytes]]) -> dict[int, list[str]]:
    """Return pictures by figure as addresses that hold them, the first ones where there are too many."""
    found: dict[int, list[str]] = {}
    left = CROPS
    for figure, picture in crops:
        left -= len(picture)
        if left >= 0:
            found.setdefault(figure, []).append(f"data:image/png;base64,{base64.b64encode(picture).decode()}")
    return found


def _figures(text: Names, tables: Mapping[str, pd.DataFrame], crops: Mapping[int, Sequence[str]]) -> list[Row]:
    """Return the rows of the table of figures, with what the page says of each."""
    checked = checks_by_figure(tables["checks"], tables["operands"])
    reasons, corrected = _reasons(text, tables["reasons"]), _corrections(tables)
    places = {row["figure_id"]: row for row in rows_of(tables["places"])}
    seen = tables["readings"].groupby("figure_id")["text"].agg(list).to_dict()
    sections = {row["path"]: (f"s{number}", row["title"]) for number, row in enumerate(rows_of(tables["sections"]))}
    rows = []
    for row in sorted(rows_of(tables["figures"]), key=lambda row: row["start"]):
        number, code = row["figure_id"], row["indicator"] or ""
        anchor, heading = sections.get(row["section"], ("", ""))
        check = checked[number][0] if number in checked else {"verdict": "", "check_id": None}
        told = {
            "words": one_line(row["text"]),
            "subject": row["subject"] or "",
            "indicator": _indicator(code),
            "sector": codebook()[code]["sector"] if code in codebook() else code.partition(".")[0],
            "amount": _full_amount(row),
            "flags": list(flags(row)),
            "period": period(row["period"]) if row["period"] else None,
            "heading": heading,
            "anchor": anchor,
            "verdict": check["verdict"],
            "check": check["check_id"],
            "cell": _cell(row["cell"]),
            "corrected": [entry for entry in corrected if entry["figure_id"] == number],
            "why": reasons.get(number, []),
            "place": _place(places.get(number)),
            "crops": crops.get(number, []),
            "seen": list(dict.fromkeys(seen.get(number, []))),
        }
        rows.append({**row, **told})
    return rows


def _direction(row: Row) -> Words | None:
    """Say which way a change goes: a reader looks for "giảm"."""
    if row["role"] != "change" or not row["value"]:
        return None
    return said("rose" if row["value"] > 0 else "fell")


def _indicator(code: str | None) -> Words | None:
    """Name an indicator that the codebook has; None for any other."""
    return indicator_name(code) if code in codebook() else None


def _cell(cell: str | None) -> Words | None:
    """Say a breakdown in the words of its categories; None for the whole."""
    said = breakdown(cell)
    return said if said.vi else None


def _reasons(text: Names, reasons: pd.DataFrame) -> dict[int, list[tuple[str, str, str]]]:
    """Return why each figure was read so: columns that the page shows, the words that decided, and where they stand."""
    shown_columns = all_words()["page.why"]
    told: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows_of(reasons):
        if row["column"] in shown_columns:
            deciding = one_line(text.between(row["start"], row["end"]))
            shown = deciding if len(deciding) <= WORDS_SHOWN else deciding[:WORDS_SHOWN].rsplit(" ", 1)[0] + " …"
            told.setdefault(row["figure_id"], []).append((row["column"], shown, row["scope"]))
    return told


WORDS_SHOWN = 60
"""Characters of the deciding words that a row shows."""


def _place(row: Row | None) -> Words | None:
    """Say where a figure stands in the original file: its page, or its table, row and column, or its note."""
    if row is None:
        return None
    places, part = all_words()["page.places"], row["part"]
    told = [(places[name], row[name]) for name in ("page", "table", "row") if row.get(name) is not None]
    if not told and row.get("paragraph") is not None:
        told = [(places["note" if part == "note" else "paragraph"], row["paragraph"])]
    if part in ("box", "picture"):
        told.insert(0, (places[part], None))
    return joined(", ", (both(words, n=number) for words, number in told)) if told else None


def _full_amount(row: Row) -> Words | None:
    """Return a value that the print does not show as it is: shortened ("1.062 tỷ"), or with its sign in words ("giảm
    5,3%").
    """
    value, scale, unit = row["value"], row["scale"], row["unit"]
    if value is not None and row["role"] in ("change", "gap"):
        words = amount(value, row["decimals"], scale, unit)
        return both("+{}", words) if value > 0 else words
    return None if value is not None and scale == 1 else amount(value, 0, 1, unit)


def _changed(tables: Mapping[str, pd.DataFrame]) -> list[Row]:
    """Return the largest changes between two periods of one length, the largest first."""
    compared = pairs(*(rows_of(tables[name]) for name in ("history", "figures", "checks")))
    wrong = differing(tables)
    return [_change(pair, wrong) for pair in largest(compared)[:MOST_CHANGED]]


MOST_CHANGED = 6
"""How many changes the page opens with."""


def _change(pair: Pair, wrong: Set[int]) -> Row:
    """Make the card of a pair, drawn as two points (heights 0 to 1); ``wrong`` are the figures of checks that do not
    add up.
    """
    figure = pair.figure
    name = _indicator(figure["indicator"]) or Words(figure["subject"] or "", figure["subject"] or "")
    before, after = float(pair.earlier["value"]), float(pair.later["value"])
    earlier, later = (period(row["period"] or "") for row in (pair.earlier, pair.later))
    highest = max(abs(before), abs(after))
    return {
        "figure": figure["figure_id"],
        "name": joined(": ", filter(None, (name, _cell(figure["cell"])))),
        "earlier": both("{}: {}", earlier, _earlier(pair)),
        "later": both("{}: {}", later, shown(after, figure)),
        "by": by_how_much(pair),
        "rises": after > before,
        "heights": (before / highest, after / highest),
        "differs": not wrong.isdisjoint((*ids_of(pair.earlier), *ids_of(pair.later))),
    }


def _earlier(pair: Pair) -> Words:
    """Say the earlier value of a pair, and of one that is derived that it is, with ≈ where it is not known exactly."""
    value = shown(float(pair.earlier["value"]), pair.figure, pair.earlier_decimals)
    if pair.earlier["basis"] == "stated":
        return value
    return both("{}{} ({})", "≈ " if pair.spread else "", value, all_words()["basis"]["derived"])


def _cited(citations: pd.DataFrame) -> list[Row]:
    """Return every document once, in the order of its first mention, with how often it is cited, and what is odd."""
    order = all_words()["workbook.order"]
    found: dict[tuple[str, str], Row] = {}
    for row in rows_of(citations):
        key = row["number"] or "", row["issuer"] or ""
        told = {
            "number": key[0],
            "day": dated(row["date"]) if row["date"] else None,
            "title": one_line(row["title"]),
            "times": 0,
            "odd": None,
        }
        entry = found.setdefault(key, told)
        entry["times"] += 1
        entry["odd"] = entry["odd"] or order.get(row["order"] or "")
    return list(found.values())


def _quantities(tables: Mapping[str, pd.DataFrame]) -> Iterator[Row]:
    """Yield what is known for two periods, each with its values and, where one follows, the absolute change."""
    links, figures = links_of(tables), {row["figure_id"]: row for row in rows_of(tables["figures"])}
    wrong = differing(tables)
    differences = {ids_of(row): row for row in rows_of(changes(tables["figures"]))}
    for rows in groups(rows_of(tables["history"]), list(figures.values())):
        last = rows[-1]
        values = [_value(row, figures, links, wrong) for row in rows]
        rests = {identifier for row in rows for identifier in ids_of(row)}
        values += [
            _value({**row, "basis": "change"}, figures, links, wrong)
            for ids, row in differences.items()
            if rests.issuperset(ids)
        ]
        yield {"subject": last["subject"] or "", "indicator": _indicator(last["indicator"]), "values": values}


def _value(row: Row, figures: Mapping[int, Row], links: Mapping[int, Link], wrong: Set[int]) -> Row:
    """Say one value of a quantity: when, how much, what the printed digits allow, and where it comes from."""
    ids, unit = ids_of(row), row["unit"] or ""
    printed = figures[ids[0]]
    scale, digits = printed["scale"], printed["decimals"]
    value, low, high = (None if row[name] is None else float(str(row[name])) for name in ("value", "low", "high"))
    width = high - low if low is not None and high is not None else None
    stated, difference = row["basis"] == "stated", row["basis"] == "change"
    interval, fine = None, digits + stated
    if not stated and width and value is not None and low is not None and high is not None:
        digits, fine = worth(low, high, scale, value), worth(low, high, scale, low, high)
    if width != 0 and (low is not None or high is not None):
        ends = (said("open") if end is None else amount(end, fine, scale, "") for end in (low, high))
        interval = both("{} … {}", *ends)
    told = list(flags({"estimate": any(figures[rested]["estimate"] for rested in ids), "bound": "exact", **row}))
    told += [] if unit else [said("no_unit")]
    told += [] if wrong.isdisjoint(ids) else [all_words()["verdicts"]["differs"]]
    return {
        "period": said("difference") if difference else period(row["period"] or ""),
        "amount": amount(value, digits, scale, unit),
        "interval": interval,
        "basis": "stated" if stated else "derived",
        "flags": told,
        "rests_on": [links[identifier] for identifier in ids if identifier in links],
    }


def _corrections(tables: Mapping[str, pd.DataFrame]) -> list[Row]:
    """Return the cells that a person corrected, as people write them."""
    links = links_of(tables)
    return [
        {
            **row,
            "figure": links[row["figure_id"]],
            "column": all_words()["columns"][row["column"]],
            "before": _as_people_write(row["before"] or ""),
            "after": _as_people_write(row["after"] or ""),
            "reason": row["reason"] or "",
            "day": row["corrected_on"] or "",
        }
        for row in rows_of(tables["corrections"])
    ]


def _as_people_write(cell: str) -> str:
    """Return a cell with a number as Vietnamese reports print it: 31858000000.0 is 31.858.000.000."""
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return cell
    return number(value, decimals_of(value)) if value.is_finite() else cell


def _kinds(numerals: pd.DataFrame) -> list[Row]:
    """Return the numerals that are no figures by kind and rule, each with the number of its row."""
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    columns = (numerals[name].astype(str) for name in ("kind", "rule", "text"))
    for place, (kind, rule, words) in enumerate(zip(*columns, strict=True)):
        if kind != "figure":
            found.setdefault(kind, {}).setdefault(rule, []).append((place, words))
    kinds = []
    for kind in sorted(found, key=KINDS.index):
        rules = sorted(found[kind].items(), key=lambda item: (-len(item[1]), item[0]))
        kinds.append({"name": kind, "count": sum(len(members) for _, members in rules), "rules": rules})
    return kinds
