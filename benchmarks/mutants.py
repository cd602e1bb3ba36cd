"""Break the reader or the checks on purpose, and see whether a test notices.

    python benchmarks/mutants.py [reading|analysis] [--seed N] [--number N] [--show]

Forty breaks of tvict/reading or twenty of tvict/analysis, as many of each kind as of the others: a rule of a table left
out, a sign flipped, a bound moved, two arguments exchanged, a separator that no longer separates. Each is made in a
copy of the package and put through the tests of that part; a break that no test notices is printed with its place.
The seed gives a number to every break that is possible and the lowest are drawn, so that a draw stays while the code
around it changes. What lives is explained in docs/mutants.md.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[1]
KINDS = ("rule", "sign", "bound", "exchange", "separator")
STRICT = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
SIGNS = {ast.Add: "-", ast.Sub: "+"}
SECONDS = 150  # of a processor: a break may loop for ever, and all tests of a part take a third of this
RUN = f"""
import resource, sys, pytest
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
sys.exit(pytest.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Part:
    """Modules that are broken, how often, and their tests in turn: first those that notice most in the least time."""

    modules: tuple[str, ...]
    number: int
    tests: tuple[tuple[str, ...], ...]


PARTS = {
    "reading": Part(
        ("*",),
        40,
        (("cases", "rules"), ("grid", "citations", "indicators", "links", "gold", "lexicon", "invariants")),
    ),
    "analysis": Part(
        ("checks", "relations", "intervals", "history", "compare"),
        20,
        (("intervals", "checks"), ("compare", "history")),
    ),
}


@dataclass(frozen=True)
class Break:
    """One change of one module: bytes start to end become ``new``; ``nth`` counts those that look the same."""

    kind: str
    path: Path
    line: int
    start: int
    end: int
    new: str
    told: str
    nth: int

    def number(self, seed: int) -> str:
        """Return what decides whether it is drawn: no more than the seed and the break itself go into it."""
        return sha256(f"{seed} {self.kind} {self.path.stem} {self.told} {self.nth}".encode()).hexdigest()


def breaks(path: Path) -> Iterator[Break]:
    """Every break that is possible in a module."""
    text = path.read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw, lines = text.encode(), text.splitlines()
    seen: Counter[str] = Counter()

    def place(node: ast.AST) -> tuple[int, int]:
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def made(kind: str, node: ast.AST, start: int, end: int, new: str) -> Break:
        before = " ".join(raw[start:end].decode().split())
        told = f"{before[:60]} → {new[:60] or 'nothing'}"
        if kind != "rule":  # where the rule stands in its table is of no matter, and what it says is long
            told += f" in {lines[node.lineno - 1].strip()}"
        seen[f"{kind} {told}"] += 1
        return Break(kind, path, node.lineno, start, end, new, told, seen[f"{kind} {told}"])

    def operator(kind: str, node: ast.AST, left: ast.AST, right: ast.AST, new: str) -> Break:
        start, end = place(left)[1], place(right)[0]
        between = raw[start:end].decode()  # round brackets of either side too: "(a or 0) < b"
        return made(kind, node, start, end, f"{')' * between.count(')')} {new} {'(' * between.count('(')}")

    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Tuple(elts=elements) if len(elements) > 4 and all(isinstance(e, ast.Call) for e in elements):
                for element in elements:
                    start, end = place(element)
                    yield made("rule", element, start, raw.index(b",", end) + 1, "")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=ast.Constant(value=int()) as right) if (
                not isinstance(left, ast.Constant | ast.JoinedStr)
            ):
                yield operator("sign", node, left, right, SIGNS[type(op)])
            case ast.UnaryOp(op=ast.USub()):
                start = place(node)[0]
                yield made("sign", node, start, start + 1, "")
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in STRICT:
                yield operator("bound", node, left, right, STRICT[type(op)])
            case ast.Call(args=[ast.Name(), ast.Name(), *_] as args, keywords=[]):
                (a, b), (c, d) = place(args[0]), place(args[1])
                yield made("exchange", node, a, d, f"{raw[c:d].decode()}{raw[b:c].decode()}{raw[a:b].decode()}")
            case ast.Compare(ops=[ast.In() | ast.NotIn() | ast.Eq()], comparators=[ast.Constant(value=str(marks))]) if (
                marks and set(marks) <= set(",;:.()[]!?¶")
            ):
                start, end = place(node.comparators[0])
                yield made("separator", node, start, end, repr(marks[:-1] or "\0"))


def drawn(name: str, seed: int, number: int) -> list[Break]:
    """So many breaks of a part, of each kind in turn, spread over the modules by chance."""
    paths = sorted(p for module in PARTS[name].modules for p in (ROOT / "tvict" / name).glob(f"{module}.py"))
    every = sorted((b for path in paths for b in breaks(path)), key=lambda b: b.number(seed))
    by_kind = [[b for b in every if b.kind == kind] for kind in KINDS]
    in_turn = [b for b in chain.from_iterable(zip_longest(*by_kind)) if b is not None][:number]
    return sorted(in_turn, key=lambda b: KINDS.index(b.kind))


def noticed(part: Part, b: Break | None) -> str:
    """Run the tests of a part over a copy with the break; return what noticed it, empty where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tvict", "tests", "data", "docs", "pyproject.toml", "README.md"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder)
        if b is not None:
            raw = b.path.read_bytes()
            (Path(folder) / b.path.relative_to(ROOT)).write_bytes(raw[: b.start] + b.new.encode() + raw[b.end :])
        return next(filter(None, (_failed(folder, tests) for tests in part.tests)), "")


def _failed(folder: str, tests: Sequence[str]) -> str:
    """The first of these tests that fails in a copy of the project."""
    command = [sys.executable, "-c", RUN, "-q", "-x", "--no-header", "-p", "no:cacheprovider"]
    command += [f"tests/test_{name}.py" for name in tests]
    environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0] if failed else "stopped" if done.returncode < 0 else "error"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS, default="reading")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--number", type=int, help="how many breaks (default: 40 of reading, 20 of analysis)")
    parser.add_argument("--show", action="store_true", help="print the noticed ones too, and by which test")
    options = parser.parse_args()
    part = PARTS[options.part]
    if failed := noticed(part, None):
        raise SystemExit(f"the tests must pass before anything is broken: {failed}")
    chosen = drawn(options.part, options.seed, options.number or part.number)
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        results = list(pool.map(lambda b: noticed(part, b), chosen))
    for b, result in zip(chosen, results, strict=True):
        if options.show or not result:
            print(f"{'noticed' if result else 'LIVES'}  {b.kind:9} {b.path.stem}:{b.line}  {b.told}  {result}".rstrip())
    print(f"{sum(map(bool, results))} of {len(results)} breaks noticed (seed {options.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
