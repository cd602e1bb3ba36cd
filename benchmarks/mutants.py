"""Break the reader on purpose, forty ways, and see whether a test notices.

    python benchmarks/mutants.py [--seed N] [--each N] [--show]

Eight breaks of each of five kinds, drawn from all places in tvict/reading where such a break is possible: a rule of a
table left out, a sign flipped, a bound moved, two arguments exchanged, a separator that no longer separates. Each is
made in a copy of the package and put through the tests of reading; a break that no test notices is printed with its
place. The draw is fixed by its seed and by the code. What lives is explained in docs/mutants.md.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
READING = ROOT / "tvict" / "reading"
TESTS = (
    "test_cases",
    "test_rules",
    "test_gold",
    "test_citations",
    "test_indicators",
    "test_invariants",
    "test_lexicon",
)
KINDS = ("rule", "sign", "bound", "exchange", "separator")
STRICT = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
SIGNS = {ast.Add: "-", ast.Sub: "+"}


@dataclass(frozen=True)
class Break:
    """One change of one module: characters start to end become ``new``."""

    kind: str
    module: str
    line: int
    start: int
    end: int
    new: str
    told: str


def breaks(path: Path) -> Iterator[Break]:
    """Every break that is possible in a module."""
    text = path.read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()

    def place(node: ast.AST) -> tuple[int, int]:
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def made(kind: str, node: ast.AST, start: int, end: int, new: str) -> Break:
        before = " ".join(raw[start:end].decode().split())
        return Break(kind, path.stem, node.lineno, start, end, new, f"{before[:60]} → {new[:60] or 'nothing'}")

    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Tuple(elts=elements) if len(elements) > 4 and all(isinstance(e, ast.Call) for e in elements):
                for element in elements:
                    start, end = place(element)
                    yield made("rule", element, start, raw.index(b",", end) + 1, "")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=ast.Constant(value=int()) as right):
                if not isinstance(left, ast.Constant | ast.JoinedStr):
                    yield made("sign", node, place(left)[1], place(right)[0], f" {SIGNS[type(op)]} ")
            case ast.UnaryOp(op=ast.USub()):
                start = place(node)[0]
                yield made("sign", node, start, start + 1, "")
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in STRICT:
                yield made("bound", node, place(left)[1], place(right)[0], f" {STRICT[type(op)]} ")
            case ast.Call(args=[ast.Name(), ast.Name(), *_] as args, keywords=[]):
                (a, b), (c, d) = place(args[0]), place(args[1])
                yield made("exchange", node, a, d, f"{raw[c:d].decode()}{raw[b:c].decode()}{raw[a:b].decode()}")
            case ast.Compare(ops=[ast.In() | ast.NotIn() | ast.Eq()], comparators=[ast.Constant(value=str(marks))]):
                if marks and set(marks) <= set(",;:.()[]!?¶"):
                    start, end = place(node.comparators[0])
                    yield made("separator", node, start, end, repr(marks[:-1] or "\0"))


def drawn(seed: int, each: int) -> list[Break]:
    """So many breaks of each kind, spread over the modules by chance."""
    every = [b for path in sorted(READING.glob("*.py")) for b in breaks(path)]
    chance = random.Random(seed)
    return [b for kind in KINDS for b in chance.sample([b for b in every if b.kind == kind], each)]


def noticed(b: Break | None) -> str:
    """Run the tests of reading over a copy with the break; return what noticed it, empty where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tvict", "tests", "data", "docs", "pyproject.toml", "README.md"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder)
        if b is not None:
            path = Path(folder) / "tvict" / "reading" / f"{b.module}.py"
            raw = path.read_bytes()
            path.write_bytes(raw[: b.start] + b.new.encode() + raw[b.end :])
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider"]
        command += [f"tests/{name}.py" for name in TESTS if (ROOT / "tests" / f"{name}.py").exists()]
        try:
            environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return "time"
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return failed[0] if failed else "" if done.returncode == 0 else "error"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--each", type=int, default=8, help="breaks of each kind (default: 8)")
    parser.add_argument("--show", action="store_true", help="print the noticed ones too")
    options = parser.parse_args()
    if failed := noticed(None):
        raise SystemExit(f"the tests must pass before anything is broken: {failed}")
    chosen = drawn(options.seed, options.each)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(noticed, chosen))
    for b, result in zip(chosen, results, strict=True):
        if options.show or not result:
            print(f"{'noticed' if result else 'LIVES'}  {b.kind:9} {b.module}:{b.line}  {b.told}")
    print(f"{sum(map(bool, results))} of {len(results)} breaks noticed (seed {options.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
