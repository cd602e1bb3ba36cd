"""Score the reading of texts against hand-made answers.

    python tests/gold_score.py [FOLDER] [--misses N] [--rules] [--raise]

Without a folder: each text of tests/gold and tests/unseen/tuned and all of tests/unseen/manner together, with what was
gained and lost against the committed floors (tests/gold/floors.json); the ten passages of tests/unseen/test, all their
figures counted together, without floors and without misses, for nothing may be tuned on them; and the lists of
tests/labels.toml. With a folder: every
NAME.txt in it that has NAME.jsonl beside it, counted together. ``--rules`` prints how often each rule decided rightly,
``--raise`` lifts the floors to what is reached; they never sink; and writes down what tests/unseen/test and the lists
reach, from which docs/accuracy.md is made. tests/gold/README.md has the conventions of the gold.

What the measures mean, where the name does not say:

- strict: value, unit and role are all right; a row for a numeral that is no figure counts against it.
- row: the whole row: strict, and bound, period, links right and the subject at least WHOLE_ROW; false rows count.
- silent period errors: wrong periods that the column `inferred` does not name.
- trusted: rows whose `inferred` names none of value, unit, role and whose `quality` has no flag but a `base:` time.
- subject: words in order (longest common subsequence) against the best answer. Subject form: see `faults`.
- bound, estimate, parent, of, base: F1 over the figures whose value is not the common one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import tvict

TESTS = Path(__file__).parent
GOLD, TUNED, TEST = TESTS / "gold", TESTS / "unseen" / "tuned", TESTS / "unseen" / "test"
MANNER = TESTS / "unseen" / "manner"
RAW = TESTS.parent / "data" / "raw"
FLOORS = GOLD / "floors.json"
UNSEEN = GOLD / "unseen.json"
LOWER_IS_BETTER = ("numerals invented", "figures without a numeral", "alarms false", "silent period errors")

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
SYNONYMS = {"đ": "đồng", "vnd": "đồng", "vnđ": "đồng", "phần trăm": "%", "điểm %": "điểm phần trăm"}
SYNONYMS |= {"bậc": "hạng", "vị trí": "hạng"}
# Said or left out at will: no part of what is measured.
BOILERPLATE = set(
    "số tổng của được trên tại tỉnh địa bàn do các về cho sở thông tin và truyền thông năm mức tăng giảm so với".split()
)
LINKS = ("parent", "of", "base")
WHOLE_ROW = 0.6
USUAL = {"bound": "exact", "estimate": False}


def null(x) -> bool:
    return x is None or str(x) in ("<NA>", "nan", "NaT", "None", "")


def norm(s) -> str:
    s = "" if null(s) else " ".join(unicodedata.normalize("NFC", str(s)).casefold().split())
    return SYNONYMS.get(s, s)


def words(s) -> list[str]:
    return re.findall(r"[^\s,;]+", norm(s))


def unit_agrees(got, answers: list) -> bool:
    """One of the answers, or one of them with at most two syllables more."""
    if null(got):
        return any(map(null, answers))
    g = words(got)
    return any(g == w or (w and g[: len(w)] == w and len(g) <= len(w) + 2) for w in map(words, answers))


def value_agrees(got, wanted) -> bool:
    if null(got) or wanted is None:
        return null(got) and wanted is None
    return abs(float(got) - wanted) <= 1e-9 * max(1.0, abs(wanted))


def period_agrees(got, want: str, named: bool) -> bool:
    """The same period or the closing year of a span; where the gold knows none, a missing or an inferred one."""
    got = "" if null(got) else str(got)
    if not want:
        return not got or named
    span = re.fullmatch(r"(\d{4})-01-01/P(\d+)Y", want)
    return got == want or (bool(span) and got == str(int(span[1]) + int(span[2]) - 1))


def in_order(a: list[str], b: list[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        left = 0
        for j, y in enumerate(b, 1):
            row[j], left = (left + 1 if x == y else max(row[j], row[j - 1])), row[j]
    return row[-1]


def subject_f1(got, answers: list) -> float:
    def said(s):
        return [w for w in re.findall(r"\w+", norm(s)) if w not in BOILERPLATE]

    g = said(got)
    return max((2 * in_order(g, a) / (len(g) + len(a)) for a in map(said, answers) if g and a), default=0.0)


OPENERS = set(
    "của tại trên trong cho với về theo từ đến tới ở do để nhằm so và hoặc còn nhưng là đạt chiếm tăng giảm đã đang sẽ "
    "được bị cũng hiện bằng khoảng hơn gần dưới nên mà".split()
)
CLOSERS = OPENERS | set("các những tổng một".split())
CLAUSE = re.compile(
    r"\b(?:trong đó|theo đó|cho biết|cho hay|đến nay|hiện nay|này|ước đạt|ước tính|cùng kỳ|so với năm)\b"
)
VERB = re.compile(
    r"(?:^|\s)(?:đạt|chiếm|tăng|giảm|là|gồm) "
    r"(?!chuẩn|yêu|tiêu|chứng|danh|giải|và|nghèo|hộ|trừ|thiểu|tốc)"
)


def faults(subject) -> list[str]:
    """What keeps a subject from being printed as the label of a row: form alone, nothing of meaning."""
    text = "" if null(subject) else " ".join(str(subject).split())
    said = [w.casefold().strip('“”"(),.:;') for w in text.split()]
    if not said:
        return ["empty"]
    pairs = list(pairwise(said))
    odd_quotes = text.count("“") != text.count("”") or text.count('"') % 2 == 1
    tests = {
        "opens": said[0] in OPENERS,
        "ends": said[-1] in CLOSERS,
        "long": len(said) > 15,
        "one word": len(said) == 1,
        "repeats": len(set(pairs)) < len(pairs) or any(a == b for a, b in pairs),
        "punctuation": bool(re.search(r"[:;|*<>]|\.\s|\.{2}|…", text)),
        "bracket": text.count("(") != text.count(")") or odd_quotes,
        "clause": bool(CLAUSE.search(text)),
        "verb": bool(VERB.search(text)),
    }
    return [name for name, bad in tests.items() if bad]


def cells(x) -> frozenset:
    return frozenset() if null(x) or str(x) == "total" else frozenset(str(x).split(";"))


class Tally(Counter):
    """Counts over one or many texts: `measures` makes the shares of them."""

    def rules(self) -> list[str]:
        """How often each rule decided rightly, by column, the busiest first."""
        names = sorted((k[1], -n, k[2]) for k, n in self.items() if isinstance(k, tuple) and k[0] == "decided")
        return [f"{c:8} {rule:32} {self['right', c, rule]} / {-n}" for c, n, rule in names]

    def _ratio(self, a, b):
        return round(self[a] / self[b], 4) if self[b] else None

    def _f1(self, right, given, wanted):
        return round(2 * self[right] / (self[given] + self[wanted]), 4) if self[wanted] else None

    def measures(self) -> dict:
        """Every measure in order; None where the gold has nothing to measure by."""
        ratio, rows = self._ratio, self["figures"] + self["claimed"] - self["found"]
        out = {
            "numerals in text": self["numerals"],
            "numerals accounted for": ratio("accounted", "numerals"),
            "numerals invented": self["invented"],
            "figures without a numeral": self["loose figures"],
            "kind accuracy": ratio("kind", "labelled"),
            "figures in gold": self["figures"],
            "figure recall": ratio("found", "figures"),
            "figure precision": ratio("found", "claimed"),
        }
        out |= {f"{k} accuracy": ratio(k, "found") for k in ("value", "unit", "role")}
        out["strict F1"] = self._f1("strict", "claimed", "figures")
        out["subject F1"] = ratio("subject", "figures")
        out["subject form accuracy"] = ratio("form", "found")
        out["period accuracy"] = ratio("period", "found")
        out["silent period errors"] = ratio("period silent", "found")
        out |= {f"{k} F1": self._f1(f"{k} right", f"{k} given", f"{k} wanted") for k in (*USUAL, *LINKS)}
        out["row accuracy"] = round(self["row"] / rows, 4) if rows else None
        out["trusted share"], out["trusted accuracy"] = ratio("trusted", "claimed"), ratio("trusted right", "trusted")
        return out | self._optional()

    def _optional(self) -> dict:
        ratio, out = self._ratio, {}
        if self["coded"]:
            out["indicator recall"] = ratio("indicator", "coded")
            out["indicator precision"] = ratio("indicator", "indicators given")
            out["cell accuracy"] = ratio("cell", "indicator")
        if self["with relations"]:
            out["relations in gold"], out["relation recall"] = self["relations"], ratio("relations found", "relations")
            out["verdict accuracy"] = ratio("verdict", "relations found")
            out["differences in gold"], out["differences told"] = self["differences"], self["differences told"]
            out["alarms raised"], out["alarms false"] = self["alarms"], self["false alarms"]
        if self["citations"]:
            out["citations in gold"], out["citation recall"] = self["citations"], ratio("cited", "citations")
            out["citation precision"] = ratio("cited", "mentions")
            out |= {
                f"citation {k} accuracy": ratio(f"cited {k}", "cited") for k in ("number", "type", "issuer", "date")
            }
        return out


class Scoring:
    """One report against its gold: ``tally`` the counts, ``out`` the measures, ``misses`` a line each."""

    def __init__(self, report, gold, relations=None, citations=None):
        self.report, self.text, self.tally, self.misses = report, report.text, Tally(), []
        self.why = {(int(r.figure_id), str(r.column)): str(r.rule) for r in report.reasons.itertuples()}
        self.numerals = {(int(r.start), int(r.end)): r for r in report.numerals.itertuples()}
        self.rows = {int(r.figure_id): r for r in report.figures.itertuples()}
        self.figure_of = {s: int(r.figure_id) for s, r in self.numerals.items() if not null(r.figure_id)}
        self.span_of = {g["id"]: (g["start"], g["end"]) for g in gold}
        self.golds = {self.span_of[g["id"]]: g for g in gold}
        self.figures = {s: g for s, g in self.golds.items() if g["kind"] == "figure"}
        self.found = {s: self.rows[self.figure_of[s]] for s in self.figures if self.figure_of.get(s) in self.rows}
        self._score_numerals()
        self._score_figures()
        self._score_indicators()
        if relations is not None:
            self._score_relations(relations)
        if citations:
            self._score_citations(citations)
        self.out = self.tally.measures()

    def _miss(self, span, what):
        (a, b), t = span, self.text
        self.misses.append(f"{what}: …{t[max(0, a - 40) : a]}⟦{t[a:b]}⟧{t[b : b + 40]}…".replace("\n", "⏎"))

    def _judged(self, figure, column: str, right: bool):
        rule = self.why.get((int(figure.figure_id), column), "no reason")
        self.tally["decided", column, rule] += 1
        self.tally["right", column, rule] += right

    def _score_numerals(self):
        spans, c = {m.span() for m in NUMERAL.finditer(self.text)}, self.tally
        c["numerals"], c["accounted"] = len(spans), len(spans & set(self.numerals))
        c["invented"] = len(set(self.numerals) - spans)
        c["loose figures"] = len(set(self.rows) - set(self.figure_of.values()))
        c["labelled"] = len(self.golds)
        for s, g in self.golds.items():
            got = getattr(self.numerals.get(s), "kind", None)
            c["kind"] += got == g["kind"]
            if got != g["kind"]:
                self._miss(s, f"kind {got}, gold {g['kind']}")

    def _score_figures(self):
        c = self.tally
        claimed = [s for s in self.golds if self.figure_of.get(s) in self.rows]
        c["figures"], c["found"], c["claimed"] = len(self.figures), len(self.found), len(claimed)
        c["trusted"] += sum(self._trusted(self.rows[self.figure_of[s]]) for s in claimed)
        for s, g in self.figures.items():
            figure = self.found.get(s)
            whole = figure is not None and self._whole(s, g, figure)
            whole &= self._sides(s, g, figure) & self._links(s, g, figure)
            c["row"] += whole

    @staticmethod
    def _trusted(f) -> bool:
        said = "" if null(f.inferred) else str(f.inferred)
        odd = set() if null(f.quality) else {flag for flag in str(f.quality).split(";") if not flag.startswith("base:")}
        return not odd and not set(said.split(";")) & {"value", "unit", "role"}

    def _whole(self, s, g, f) -> bool:
        """Score value, unit, role, subject and period of one row; tell whether all are right."""
        c, value = self.tally, g.get("compound", g["value"])
        ok = {
            "value": value_agrees(f.value, value),
            "unit": unit_agrees(f.unit, g["unit"]),
            "role": str(f.role) == g["role"],
        }
        for k, right in ok.items():
            c[k] += right
            if k != "value":
                self._judged(f, k, right)
            if not right:
                self._miss(s, f"{k} {getattr(f, k)!r}, gold {g[k] if k != 'value' else value!r}")
        c["strict"] += all(ok.values())
        c["trusted right"] += self._trusted(f) and all(ok.values())
        agreement = subject_f1(f.subject, g["subject"])
        if not null(f.topic):
            agreement = max(agreement, subject_f1(f"{f.subject} {f.topic}", g["subject"]))
        c["subject"] += agreement
        c["form"] += not faults(f.subject)
        if agreement < WHOLE_ROW:
            self._miss(s, f"subject {f.subject!r}, gold {g['subject'][0]!r}")
        named = "period" in ("" if null(f.inferred) else str(f.inferred))
        dated = period_agrees(f.period, g["period"], named)
        self._judged(f, "period", dated)
        c["period"] += dated
        c["period silent"] += not dated and not named
        if not dated:
            self._miss(s, f"period {f.period!r}{' (inferred)' if named else ''}, gold {g['period']!r}")
        return all(ok.values()) and dated and agreement >= WHOLE_ROW

    def _sides(self, s, g, f) -> bool:
        """Score bound and estimate; tell whether the bound is right."""
        got = dict(USUAL)
        if f is not None:
            got = {"bound": str(f.bound), "estimate": not null(f.estimate) and str(f.estimate).lower() == "true"}
        for k, usual in USUAL.items():
            want = g[k]
            self.tally[f"{k} right"] += got[k] == want != usual
            self.tally[f"{k} given"] += got[k] != usual
            self.tally[f"{k} wanted"] += want != usual
            if f is not None and got[k] != want:
                self._miss(s, f"{k} {got[k]!r}, gold {want!r}")
        return got["bound"] == g["bound"]

    def _links(self, s, g, f) -> bool:
        whole = True
        for k in LINKS:
            want = None if g.get(k) is None else self.figure_of.get(self.span_of[g[k]], -1)
            got = getattr(f, f"{k}_id", None)
            got = None if null(got) else int(got)
            self.tally[f"{k} right"] += got is not None and got == want
            self.tally[f"{k} given"] += got is not None
            self.tally[f"{k} wanted"] += want is not None
            if got is not None:
                self._judged(f, k, got == want)
            if f is not None and got != want:
                gold = None if g.get(k) is None else self.golds[self.span_of[g[k]]]["text"]
                self._miss(s, f"{k} {got}, gold {gold}")
            whole &= got == want
        return whole

    def _score_indicators(self):
        coded = [s for s, g in self.figures.items() if g.get("indicator")]
        if not coded:
            return
        c, given = self.tally, {s: f.indicator for s, f in self.found.items() if not null(f.indicator)}
        agree = [s for s in coded if given.get(s) == self.figures[s]["indicator"]]
        for s, g in self.figures.items():
            if given.get(s) != g.get("indicator"):
                self._miss(s, f"indicator {given.get(s)}, gold {g.get('indicator')}")
        c["coded"], c["indicators given"], c["indicator"] = len(coded), len(given), len(agree)
        c["cell"] = sum(cells(self.found[s].cell) == cells(self.figures[s].get("cell")) for s in agree)

    def _score_relations(self, relations):
        made, c = self._checks_made(), self.tally
        loose, accepted = {(k, w): v for (k, w, _), v in made.items() if k == "count"}, set()
        c["with relations"] = 1
        for r in relations:
            key = self._key(r["type"], self.figure_of.get(self.span_of[r["whole"]]), self._parts(r))
            key = key[:2] if r["type"] == "count" else key
            verdict = loose.get(key) if r["type"] == "count" else made.get(key)
            if "differs" in r["verdict"]:
                accepted.add(key)
            c["relations"] += 1
            c["relations found"] += verdict is not None
            c["verdict"] += verdict in r["verdict"]
            c["differences"] += r["verdict"] == ["differs"]
            c["differences told"] += r["verdict"] == ["differs"] == [verdict]
            if verdict not in r["verdict"]:
                self._miss(self.span_of[r["whole"]], f"relation {r['type']} {verdict}, gold {r['verdict']}")
        alarms = [k for k, v in made.items() if v == "differs"]
        false = [k for k in alarms if (k[:2] if k[0] == "count" else k) not in accepted]
        place = {i: s for s, i in self.figure_of.items()}
        for k in false:
            self._miss(place.get(k[1], (0, 0)), f"false alarm {k[0]}")
        c["alarms"], c["false alarms"] = len(alarms), len(false)

    def _parts(self, relation) -> frozenset:
        return frozenset(self.figure_of.get(self.span_of[i]) for i in relation["parts"])

    @staticmethod
    def _key(kind: str, whole, parts: frozenset) -> tuple:
        """Two prints of one quantity have no whole: either order is the same relation."""
        return (kind, None, parts | {whole}) if kind == "restated" else (kind, whole, parts)

    def _checks_made(self):
        operands: dict = {}
        for o in self.report.operands.sort_values(["check_id", "position"]).itertuples():
            operands.setdefault(o.check_id, []).append(int(o.figure_id))
        return {
            self._key(
                str(c.kind), None if null(c.whole_id) else int(c.whole_id), frozenset(operands.get(c.check_id, ()))
            ): str(c.verdict)
            for c in self.report.checks.itertuples()
        }

    def _score_citations(self, citations):
        mentions = sorted(
            ((int(c.start), int(c.end), c) for c in self.report.citations.itertuples()), key=lambda m: m[:2]
        )
        used, c = set(), self.tally
        c["citations"], c["mentions"] = len(citations), len(mentions)
        for g in citations:
            span = g["start"], g["end"]
            touching = (i for i, (a, b, _) in enumerate(mentions) if i not in used and a < span[1] and span[0] < b)
            i = next(touching, None)
            if i is None:
                self._miss(span, f"citation {g['number']} not found")
                continue
            used.add(i)
            for k in ("number", "type", "issuer", "date"):
                got = getattr(mentions[i][2], k)
                got = "" if null(got) else str(got)[:10] if k == "date" else str(got).strip()
                want = [w for w in [g[k], *(g.get("issuer_alt", []) if k == "issuer" else [])] if w] or [""]
                c[f"cited {k}"] += got in want
                if got not in want:
                    self._miss(span, f"citation {k} {got!r}, gold {g[k]!r}")
        c["cited"] = len(used)


def score_text(path: Path, gold: Path) -> Scoring:
    """Read one text as a bare string, so without its metadata, and score it against the gold beside ``gold``."""
    relations = gold.with_suffix(".relations.json")
    return Scoring(
        tvict.parse(path.read_bytes().decode("utf-8"), path.stem),
        _lines(gold),
        json.loads(relations.read_text("utf-8")) if relations.exists() else None,
        _lines(gold.with_suffix(".citations.jsonl")),
    )


class Together(NamedTuple):
    """Many passages as one text, all their figures counted together."""

    tally: Tally
    misses: list[str]

    @property
    def out(self):
        return self.tally.measures()


def texts() -> list[str]:
    """The names of the texts with floors: whole reports, passages as "tuned/NAME", and those of a folder together."""
    reports = sorted(p.stem for p in GOLD.glob("*.jsonl") if not p.stem.endswith(".citations"))
    return [*reports, *sorted(f"tuned/{p.stem}" for p in TUNED.glob("*.txt")), MANNER.name]


def score(name: str) -> Scoring | Together:
    """Score one text by its name in `texts`."""
    if name == MANNER.name:
        return Together(*folder(MANNER))
    text = TUNED.parent / f"{name}.txt" if "/" in name else RAW / f"{name}.txt"
    return score_text(text, text.with_suffix(".jsonl") if "/" in name else GOLD / f"{name}.jsonl")


def folder(path: Path) -> tuple[Tally, list[str]]:
    """Score every text of a folder that has its gold beside it, all figures counted together."""
    tally, misses = Tally(), []
    for text in sorted(path.glob("*.txt")):
        if text.with_suffix(".jsonl").exists():
            scoring = score_text(text, text.with_suffix(".jsonl"))
            tally.update(scoring.tally)
            misses += [f"{text.stem}: {miss}" for miss in scoring.misses]
    return tally, misses


def labels() -> list[tuple[str, str, str]]:
    """Lists of two whose numbers must keep their own label: sentence, own label, the neighbour's, of every number."""
    made = tomllib.loads((TESTS / "labels.toml").read_text("utf-8"))
    return [
        (frame.format(a=a, b=b), number, own, other)
        for frame in made["frames"]
        for a, b in made["pairs"]
        for number, own, other in (("60", a, b), ("40", b, a))
    ]


def keeps_label(sentence: str, number: str, own: str, other: str) -> bool:
    """Whether the subject of a number holds its own label and not its neighbour's."""
    figures = tvict.parse("BÁO CÁO NĂM 2023\n\n" + sentence).figures
    subjects = [str(f.subject) for f in figures.itertuples() if f.text.split()[0] == number]
    return bool(subjects) and own in subjects[0] and other not in subjects[0]


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()] if path.exists() else []


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


def _score_folder(path: Path, options) -> int:
    tally, misses = folder(path)
    if not tally:
        raise SystemExit(f"{path} holds no text with gold: NAME.txt and NAME.jsonl beside it")
    print("\n".join(report_lines(str(path), tally.measures(), {})))
    print("".join(f"    {miss}\n" for miss in misses[: options.misses]), end="")
    print("\n".join(tally.rules() if options.rules else []))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="texts with their gold (default: those of tests/)")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N misses of each text")
    parser.add_argument("--rules", action="store_true", help="print how often each rule decided rightly")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what is reached now")
    options = parser.parse_args()
    if options.folder:
        return _score_folder(options.folder, options)
    before, lost, rules = floors(), False, Tally()
    after = {name: before.get(name, {}) for name in texts()}
    for name in texts():
        scoring, floor = score(name), before.get(name, {})
        print("\n".join(report_lines(name, scoring.out, floor)))
        print("".join(f"    {miss}\n" for miss in scoring.misses[: options.misses]), end="")
        lost |= any(better(m, scoring.out.get(m), floor[m]) < 0 for m in floor)
        after[name] = raised(floor, scoring.out)
        rules.update(scoring.tally)
    unseen = folder(TEST)[0].measures()
    print("\n".join(report_lines("tests/unseen/test, all figures together", unseen, {})))
    kept = [keeps_label(*probe) for probe in labels()]
    print(f"numbers of a list that keep their own label: {sum(kept)} of {len(kept)}")
    print("\n".join(rules.rules() if options.rules else []))
    if options.lift:
        FLOORS.write_text(json.dumps(after, ensure_ascii=False, indent=2) + "\n", "utf-8")
        written = {"on": date.today().isoformat(), "passages": len(list(TEST.glob("*.txt")))}
        written |= {**unseen, "labels": len(kept), "labels kept": sum(kept)}
        UNSEEN.write_text(json.dumps(written, indent=2) + "\n", "utf-8")
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
