"""Score the reading of a report against its gold: a report and hand-made answers go in, measures out.

python tests/gold_score.py [--misses N] [--raise]

Prints every measure of every text in tests/gold and tests/unseen, with what was gained and lost against the committed
floors (tests/gold/floors.json), and the mean of each measure over the passages of tests/unseen/test. ``--raise`` lifts
the floors to what is reached now; they never sink. Links, bounds, estimates and periods are scored as F1 over the
figures whose value is not the common one (no link, exact, no estimate, the report's main year): a reader that always
gives the common answer scores 0 there. "Trusted accuracy" is strict accuracy over the figures that flag nothing as
inferred or odd. The conventions of the gold are in tests/gold/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import tvict

GOLD = Path(__file__).parent / "gold"
UNSEEN = Path(__file__).parent / "unseen"
RAW = Path(__file__).parents[1] / "data" / "raw"
FLOORS = GOLD / "floors.json"
LOWER_IS_BETTER = ("numerals invented", "figures without a numeral", "alarms false")

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
SYNONYMS = {"đ": "đồng", "vnd": "đồng", "vnđ": "đồng", "phần trăm": "%", "điểm %": "điểm phần trăm"}
# Said or left out at will: no part of what is measured.
BOILERPLATE = set(
    "số tổng của được trên tại tỉnh địa bàn do các về cho sở thông tin và truyền thông năm mức tăng giảm so với".split()
)
LINKS = ("parent", "of", "base")


def null(x) -> bool:
    return x is None or str(x) in ("<NA>", "nan", "NaT", "None", "")


def norm(s) -> str:
    s = "" if null(s) else " ".join(unicodedata.normalize("NFC", str(s)).casefold().split())
    return SYNONYMS.get(s, s)


def words(s) -> list[str]:
    return re.findall(r"[^\s,;]+", norm(s))


def unit_agrees(got, answers: list[str]) -> bool:
    """One of the answers, or one of them with at most two syllables more."""
    g = words(got)
    return any(g == w or (w and g[: len(w)] == w and len(g) <= len(w) + 2) for w in map(words, answers))


def value_agrees(got, wanted: float) -> bool:
    return not null(got) and abs(float(got) - wanted) <= 1e-9 * max(1.0, abs(wanted))


def subject_f1(got, answers: list[str]) -> float:
    def bag(s):
        return Counter(w for w in re.findall(r"\w+", norm(s)) if w not in BOILERPLATE)

    best, g = 0.0, bag(got)
    for a in map(bag, answers):
        common = sum((g & a).values())
        if common:
            p, r = common / sum(g.values()), common / sum(a.values())
            best = max(best, 2 * p * r / (p + r))
    return best


def ratio(a, b):
    return round(a / b, 4) if b else None


def f1(right, given, wanted):
    """F1 from counts; None where the gold has no case."""
    return round(2 * right / (given + wanted), 4) if wanted else None


def cells(x) -> frozenset:
    return frozenset() if null(x) else frozenset(str(x).split(";"))


class Scoring:
    """One report against one gold: ``out`` the measures in order, ``misses`` a line each."""

    def __init__(self, report, gold):
        self.report, self.text = report, report.text
        self.out: dict[str, float | int | None] = {}
        self.misses: list[str] = []
        self.numerals = {(int(r.start), int(r.end)): r for r in report.numerals.itertuples()}
        self.rows = {int(r.figure_id): r for r in report.figures.itertuples()}
        self.figure_of = {s: int(r.figure_id) for s, r in self.numerals.items() if not null(r.figure_id)}
        self.span_of = {g["id"]: (g["start"], g["end"]) for g in gold}
        self.golds = {self.span_of[g["id"]]: g for g in gold}
        self.figures = {s: g for s, g in self.golds.items() if g["kind"] == "figure"}
        self.found = {s: self.rows[self.figure_of[s]] for s in self.figures if self.figure_of.get(s) in self.rows}

    def miss(self, span, what):
        a, b = span
        t = self.text
        self.misses.append(f"{what}: …{t[max(0, a - 40) : a]}⟦{t[a:b]}⟧{t[b : b + 40]}…".replace("\n", "⏎"))

    def score_numerals(self):
        spans = {m.span() for m in NUMERAL.finditer(self.text)}
        self.out["numerals in text"] = len(spans)
        self.out["numerals accounted for"] = ratio(len(spans & set(self.numerals)), len(spans))
        self.out["numerals invented"] = len(set(self.numerals) - spans)
        self.out["figures without a numeral"] = len(set(self.rows) - set(self.figure_of.values()))
        right = 0
        for s, g in self.golds.items():
            got = getattr(self.numerals.get(s), "kind", None)
            right += got == g["kind"]
            if got != g["kind"]:
                self.miss(s, f"kind {got}, gold {g['kind']}")
        self.out["kind accuracy"] = ratio(right, len(self.golds))

    def score_figures(self):
        claimed = sum(1 for s in self.golds if self.figure_of.get(s) in self.rows)
        self.out["figures in gold"] = len(self.figures)
        self.out["figure recall"] = ratio(len(self.found), len(self.figures))
        self.out["figure precision"] = ratio(len(self.found), claimed)
        hit: Counter = Counter()
        strict = subject = 0.0
        trusted = Counter(right=0, figures=0)  # figures that flag nothing as inferred or odd
        for s, f in self.found.items():
            g = self.figures[s]
            value = g.get("compound", g["value"])
            ok = {
                "value": value_agrees(f.value, value),
                "unit": unit_agrees(f.unit, g["unit"]),
                "role": str(f.role) == g["role"],
            }
            hit.update(k for k, v in ok.items() if v)
            strict += all(ok.values())
            if null(f.inferred) and null(f.quality):
                trusted.update(right=all(ok.values()), figures=1)
            for k in (k for k, v in ok.items() if not v):
                self.miss(s, f"{k} {getattr(f, k)!r}, gold {g[k] if k != 'value' else value!r}")
            agreement = subject_f1(f.subject, g["subject"])
            subject += agreement
            if agreement < 0.5:
                self.miss(s, f"subject {f.subject!r}, gold {g['subject'][0]!r}")
        for k in ("value", "unit", "role"):
            self.out[f"{k} accuracy"] = ratio(hit[k], len(self.found))
        self.out["strict F1"] = f1(strict, claimed, len(self.figures))
        self.out["trusted figures"] = trusted["figures"]
        self.out["trusted accuracy"] = ratio(*trusted.values()) if trusted["figures"] else None
        self.out["subject F1"] = ratio(subject, len(self.figures))

    def score_uncommon(self):
        """Bound, estimate and period, over the figures where either side is not the common answer."""
        years = Counter(str(g["period"])[:4] for g in self.figures.values()).most_common(1)
        common = {"bound": "exact", "estimate": False, "period": years[0][0] if years else ""}
        for k, usual in common.items():
            right = given = wanted = 0
            for s, g in self.figures.items():
                want = str(g["period"])[:4] if k == "period" else g[k]
                got = self._said(self.found[s], k) if s in self.found else usual
                given += got != usual
                wanted += want != usual
                right += got != usual and got == want
                if s in self.found and got != want:
                    self.miss(s, f"{k} {got!r}, gold {want!r}")
            self.out[f"{k} F1"] = f1(right, given, wanted)

    @staticmethod
    def _said(figure, name):
        if name == "bound":
            return str(figure.bound)
        if name == "estimate":
            return not null(figure.estimate) and str(figure.estimate).lower() == "true"
        return "" if null(figure.period) else str(figure.period)[:4]

    def score_links(self):
        for k in LINKS:
            right = given = wanted = 0
            for s, g in self.figures.items():
                want = None if g.get(k) is None else self.figure_of.get(self.span_of[g[k]], -1)
                got = getattr(self.found.get(s), f"{k}_id", None)
                got = None if null(got) else int(got)
                right += got is not None and got == want
                given += got is not None
                wanted += want is not None
                if s in self.found and got != want:
                    gold = None if g.get(k) is None else self.golds[self.span_of[g[k]]]["text"]
                    self.miss(s, f"{k} {got}, gold {gold}")
            self.out[f"{k} F1"] = f1(right, given, wanted)

    def score_indicators(self):
        coded = [s for s, g in self.figures.items() if g.get("indicator")]
        given = {s: f.indicator for s, f in self.found.items() if not null(f.indicator)}
        agree = [s for s in coded if given.get(s) == self.figures[s]["indicator"]]
        for s, g in self.figures.items():
            if given.get(s) != g.get("indicator"):
                self.miss(s, f"indicator {given.get(s)}, gold {g.get('indicator')}")
        self.out["indicator recall"] = ratio(len(agree), len(coded))
        self.out["indicator precision"] = ratio(len(agree), len(given))
        same = sum(cells(self.found[s].cell) == cells(self.figures[s].get("cell")) for s in agree)
        self.out["cell accuracy"] = ratio(same, len(agree))

    def score_relations(self, relations):
        made = self._checks_made()
        loose = {(k, w): v for (k, w, _), v in made.items() if k == "count"}
        accepted, found, right = set(), 0, 0
        for r in relations:
            whole = self.figure_of.get(self.span_of[r["whole"]])
            key = (r["type"], whole, frozenset(self.figure_of.get(self.span_of[i]) for i in r["parts"]))
            count = r["type"] == "count"
            verdict = loose.get(key[:2]) if count else made.get(key)
            if "differs" in r["verdict"]:
                accepted.add(key[:2] if count else key)
            found += verdict is not None
            right += verdict in r["verdict"]
            if verdict not in r["verdict"]:
                self.miss(self.span_of[r["whole"]], f"relation {r['type']} {verdict}, gold {r['verdict']}")
        alarms = [k for k, v in made.items() if v == "differs"]
        false = [k for k in alarms if (k[:2] if k[0] == "count" else k) not in accepted]
        place = {i: s for s, i in self.figure_of.items()}
        for k in false:
            self.miss(place.get(k[1], (0, 0)), f"false alarm {k[0]}")
        self.out["relations in gold"] = len(relations)
        self.out["relation recall"] = ratio(found, len(relations))
        self.out["verdict accuracy"] = ratio(right, found)
        self.out["alarms raised"], self.out["alarms false"] = len(alarms), len(false)

    def _checks_made(self):
        operands: dict = {}
        for o in self.report.operands.sort_values(["check_id", "position"]).itertuples():
            operands.setdefault(o.check_id, []).append(int(o.figure_id))
        return {
            (str(c.kind), None if null(c.whole_id) else int(c.whole_id), frozenset(operands.get(c.check_id, ()))): str(
                c.verdict
            )
            for c in self.report.checks.itertuples()
        }

    def score_citations(self, citations):
        mentions = sorted(
            ((int(c.start), int(c.end), c) for c in self.report.citations.itertuples()), key=lambda m: m[:2]
        )
        used: set[int] = set()
        right: Counter = Counter()
        for g in citations:
            span = g["start"], g["end"]
            overlapping = (
                i for i, (a, b, _) in enumerate(mentions) if i not in used and a < g["end"] and g["start"] < b
            )
            i = next(overlapping, None)
            if i is None:
                self.miss(span, f"citation {g['number']} not found")
                continue
            used.add(i)
            for k in ("number", "type", "issuer", "date"):
                got = getattr(mentions[i][2], k)
                got = "" if null(got) else str(got)[:10] if k == "date" else str(got).strip()
                want = [w for w in [g[k], *(g.get("issuer_alt", []) if k == "issuer" else [])] if w] or [""]
                right[k] += got in want
                if got not in want:
                    self.miss(span, f"citation {k} {got!r}, gold {g[k]!r}")
        self.out["citations in gold"] = len(citations)
        self.out["citation recall"] = ratio(len(used), len(citations))
        self.out["citation precision"] = ratio(len(used), len(mentions))
        for k in ("number", "type", "issuer", "date"):
            self.out[f"citation {k} accuracy"] = ratio(right[k], len(used))


def texts() -> list[str]:
    """The names of the gold texts: whole reports, then passages as "tuned/NAME" and "test/NAME"."""
    passages = sorted(f"{p.parent.name}/{p.stem}" for p in UNSEEN.glob("*/*.txt"))
    return sorted(p.stem for p in GOLD.glob("*.jsonl") if not p.stem.endswith(".citations")) + passages


def score(name: str) -> Scoring:
    """Read one gold text as a bare string, so without its metadata, and score it."""
    labels, raw = (UNSEEN, UNSEEN) if "/" in name else (GOLD, RAW)
    text = (raw / f"{name}.txt").read_bytes().decode("utf-8")
    scoring = Scoring(tvict.parse(text), _lines(labels / f"{name}.jsonl"))
    scoring.score_numerals()
    scoring.score_figures()
    scoring.score_uncommon()
    scoring.score_links()
    scoring.score_indicators()
    scoring.score_relations(json.loads((labels / f"{name}.relations.json").read_text("utf-8")))
    scoring.score_citations(_lines(labels / f"{name}.citations.jsonl"))
    return scoring


def means(outs: list[dict]) -> dict[str, float]:
    """The mean of each graded measure over texts in which it can be taken; alarms are added up.

    Trusted accuracy is a share of figures, so it is taken over those of all texts together.
    """
    measures = dict.fromkeys(m for out in outs for m in out if graded(m))
    taken = {m: [out[m] for out in outs if out.get(m) is not None] for m in measures}
    mean = {m: sum(v) if m in LOWER_IS_BETTER else round(sum(v) / len(v), 4) for m, v in taken.items() if v}
    trusted = sum(out.get("trusted figures", 0) for out in outs)
    if trusted:
        right = sum(out["trusted accuracy"] * out["trusted figures"] for out in outs if out.get("trusted figures"))
        mean["trusted accuracy"] = round(right / trusted, 4)
    return mean


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def floors() -> dict[str, dict[str, float]]:
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def better(measure: str, now, before) -> float:
    """How much better a measure is than before, negative where it is worse; a measure that cannot be taken is 0."""
    now = now if now is not None else 0.0
    return round(before - now if measure in LOWER_IS_BETTER else now - before, 4)


def graded(measure: str) -> bool:
    """Tell measures, which have a floor, from mere counts."""
    return measure in LOWER_IS_BETTER or measure.split()[-1] in ("accuracy", "recall", "precision", "F1", "for")


def raised(floor: dict[str, float], out: dict) -> dict[str, float]:
    """The floors of one text after a reading: each at least what it was, in the order of the measures."""
    reached = {m: v for m, v in out.items() if graded(m) and v is not None}
    return {m: v if m not in floor or better(m, v, floor[m]) > 0 else floor[m] for m, v in {**floor, **reached}.items()}


def report_lines(name: str, out: dict, floor: dict[str, float]):
    yield name
    for measure, value in out.items():
        change = better(measure, value, floor[measure]) if measure in floor else 0
        note = f"  {'gained' if change > 0 else 'LOST'} {abs(change):.4f}" if change else ""
        yield f"  {measure:28} {'-' if value is None else value}{note}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N misses of each text")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what is reached now")
    options = parser.parse_args()
    before, lost = floors(), False
    after = dict(before)
    test = []
    for name in texts():
        scoring = score(name)
        test += [scoring.out] if name.startswith("test/") else []
        floor = before.get(name, {})
        print("\n".join(report_lines(name, scoring.out, floor)))
        print("".join(f"    {miss}\n" for miss in scoring.misses[: options.misses]), end="")
        lost |= any(better(m, scoring.out.get(m), floor[m]) < 0 for m in floor)
        after[name] = raised(floor, scoring.out)
    print(f"mean of {len(test)} passages in tests/unseen/test")
    print("".join(f"  {measure:28} {value}\n" for measure, value in means(test).items()), end="")
    if options.lift:
        FLOORS.write_text(json.dumps(after, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
