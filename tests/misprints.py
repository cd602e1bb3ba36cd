"""Would tvict notice a slip? Alter one digit of one printed number, or exchange two neighbours, and look at the checks.

    python tests/misprints.py [TEXT …] [--show N]

Without texts: the two reports of data/raw that have a gold standard, and the counts are written to
tests/gold/misprints.json, from which docs/accuracy.md is made. Every digit of every figure is altered in turn,
and every pair of neighbouring digits that differ is exchanged. What is counted:

- told: a check that has the altered number among its own says `differs` and did not before;
- told as unchecked: such a check says `unchecked` and did not before;
- false: checks that say `differs` now, did not before, and have not the altered number among theirs.

Told of the checked: in numbers that stand in a check which closes before. A misprint within the rounding of a relation
cannot be told by anybody and counts as not told. Figures in no relation are counted beside.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import tvict

TESTS = Path(__file__).parent
TEXTS = tuple(
    TESTS.parent / "data" / "raw" / f"{path.stem.removesuffix('.relations')}.txt"
    for path in sorted((TESTS / "gold").glob("*.relations.json"))
)
WRITTEN = TESTS / "gold" / "misprints.json"
CLOSES = ("holds", "truncated", "partial")

#: What a check is known by: its kind, the figure tested, and the figures it reckons with.
Key = tuple[str, int, tuple[int, ...]]


def alterations(printed: str) -> Iterator[str]:
    """Yield a printed number with one digit altered, or two neighbours exchanged; it never begins with a new 0."""
    places = [at for at, letter in enumerate(printed) if letter.isdecimal()]
    for at in places:
        digit = (int(printed[at]) + 3) % 10
        if digit == 0 and at == places[0] and len(places) > 1:
            digit = 5
        yield f"{printed[:at]}{digit}{printed[at + 1 :]}"
    for one, other in pairwise(places):
        if printed[one] != printed[other] and not (one == places[0] and printed[other] == "0"):
            letters = list(printed)
            letters[one], letters[other] = letters[other], letters[one]
            yield "".join(letters)


def verdicts(report: tvict.Report) -> dict[Key, str]:
    """Return the verdict of each check by what it is known by."""
    used = report.operands.groupby("check_id")["figure_id"].agg(list).to_dict()
    return {
        (str(row.kind), int(row.whole_id), tuple(used.get(row.check_id, ()))): str(row.verdict)
        for row in report.checks.itertuples()
    }


def measure(text: str, shown: list[str]) -> Counter[str]:
    """Alter every number of a text in turn, and count what is told."""
    report = tvict.parse(text)
    before = verdicts(report)
    checked = {i for (_, whole, parts), verdict in before.items() if verdict in CLOSES for i in (whole, *parts)}
    related = {i for _, whole, parts in before for i in (whole, *parts)}
    starts = report.numerals.dropna(subset="figure_id").drop_duplicates("figure_id")
    found: Counter[str] = Counter(figures=len(starts), alone=len(starts) - len(related))
    for row in starts.itertuples():
        figure = int(row.figure_id)
        for altered in alterations(str(row.text)):
            now = verdicts(tvict.parse(text[: row.start] + altered + text[row.end :]))
            new = {key: verdict for key, verdict in now.items() if verdict != before.get(key)}
            own = {verdict for (_, whole, parts), verdict in new.items() if figure in (whole, *parts)}
            others = [v for (_, whole, parts), v in new.items() if figure not in (whole, *parts)]
            found["tried"] += 1
            found["told"] += "differs" in own
            found["false"] += others.count("differs")
            if figure in checked:
                found["checked tried"] += 1
                found["checked told"] += "differs" in own
                found["checked unchecked"] += "differs" not in own and "unchecked" in own
                if "differs" not in own:
                    line = text.rfind("\n", 0, row.start) + 1
                    shown.append(f"{row.text} → {altered}: {text[max(line, row.start - 60) : row.end + 40]!r}")
    return found


def main() -> None:
    """Print the rates of each text and of all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N misprints of checked numbers not told"
    )
    options = parser.parse_args()
    total: Counter[str] = Counter()
    shown: list[str] = []
    written: dict[str, Counter[str]] = {}
    for path in options.texts or TEXTS:
        found = written[path.stem] = measure(path.read_bytes().decode("utf-8"), shown)
        print(f"{path.stem:32} {rates(found)}", flush=True)
        total.update(found)
    if not options.texts:
        measured = {"on": date.today().isoformat(), "reports": written}
        WRITTEN.write_text(json.dumps(measured, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"{'together':32} {rates(total)}")
    print("\n".join(shown[: options.show]))


def rates(found: Counter[str]) -> str:
    """Write the rates of one text on a line."""
    checked, tried = found["checked tried"] or 1, found["tried"] or 1
    told, doubted = found["checked told"] / checked, found["checked unchecked"] / checked
    return (
        f"told of the checked {told:.3f} (unchecked {doubted:.3f}), of all {found['told'] / tried:.3f}, "
        f"false {found['false'] / tried:.3f}; tried {tried}, {found['figures']} figures, {found['alone']} alone"
    )


if __name__ == "__main__":
    main()
