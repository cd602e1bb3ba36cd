"""Rate and memory of a corpus of many reports: made of the reports at hand, read in two processes, stopped and gone on.

Every text is the paragraphs of a report in another order, with other digits, so that no two are alike. What is printed
stands in docs/scale.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
AIM = 450_000
"""Texts that the time of a run is told for."""


def write_texts(folder: Path, count: int, paragraphs: int) -> int:
    """Write texts made by changing numbers and order; return their characters."""
    random.seed(7)
    at_hand = [path.read_text("utf-8") for path in sorted((ROOT / "data" / "raw").glob("*.txt"))]
    pieces = [piece for text in at_hand for piece in text.split("\n\n") if piece.strip()]
    written = 0
    for number in range(count):
        year = str(random.randint(2010, 2025))
        chosen = random.sample(pieces, paragraphs)
        text = YEAR.sub(year, "\n\n".join(chosen))
        parts = re.split(r"((?<!\d)20\d\d(?!\d))", text)
        text = "".join(part if YEAR.fullmatch(part) else DIGIT.sub(_digit, part) for part in parts)
        (folder / f"r{number:06}.txt").write_text(text, "utf-8")
        written += len(text)
    return written


def _digit(hit: re.Match[str]) -> str:
    return hit[0] if hit[0] == "0" else str(random.randint(1, 9))


@dataclass
class Seen:
    """What was seen of one process, once a second: its memory in MB, and the seconds of processor time it had taken."""

    memory: list[float] = field(default_factory=list)
    worked: float = 0.0


def run(raw: Path, out: Path, jobs: int, kill_after: float | None = None) -> tuple[float, list[Seen]]:
    """Make a corpus; return the seconds, and what was seen of each process."""
    command = [sys.executable, "-m", "tvict", "corpus", str(raw), str(out), "--jobs", str(jobs)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    seen: dict[int, Seen] = {}
    while process.poll() is None:
        for child in descendants(process.pid):
            at = seen.setdefault(child, Seen())
            at.memory.append(memory(child))
            at.worked = max(at.worked, worked(child))
        if kill_after is not None and time.perf_counter() - start > kill_after:
            process.kill()
            process.wait()
            time.sleep(3)  # its workers notice
            break
        time.sleep(1)
    return time.perf_counter() - start, list(seen.values())


def descendants(process: int) -> list[int]:
    """Return a process and all below it."""
    found = [process]
    for at in found:
        try:
            for task in Path(f"/proc/{at}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def memory(process: int) -> float:
    """Return the memory of a process in MB, what it shares with others counted in parts."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except OSError:
        return 0.0


def worked(process: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def digest(folder: Path) -> str:
    """Return a hash over all files of a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="texts (default: 20000)")
    parser.add_argument("--paragraphs", type=int, default=3, help="paragraphs of each (default: 3)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        raw, out = Path(place) / "raw", Path(place) / "out"
        raw.mkdir()
        characters = write_texts(raw, options.count, options.paragraphs)
        print(f"{options.count} texts, {characters / options.count:.0f} characters each, load {os.getloadavg()[0]:.1f}")
        seconds, seen = run(raw, out, options.jobs)
        work = sum(process.worked for process in seen) / options.count
        print(f"{options.count / seconds:.1f} reports/s by the clock, load {os.getloadavg()[0]:.1f}")
        print(
            f"{work * 1000:.1f} ms of processor time a report, everything counted: {1 / work:.1f} reports/s a free core"
        )
        for cores in (2, 64):
            print(f"{AIM} such texts on {cores} free cores: {AIM * work / cores / 3600:.2f} h")
        workers = sorted(seen, key=lambda process: process.worked)[-options.jobs :]
        for levels in (process.memory for process in workers):
            quarter = max(1, len(levels) // 4)
            parts = [max(levels[at : at + quarter]) for at in range(0, quarter * 4, quarter)]
            print(f"memory of a worker, by quarters: {', '.join(f'{part:.0f}' for part in parts)} MB")
        again = Path(place) / "again"
        run(raw, again, options.jobs, kill_after=seconds / 3)
        left, _ = run(raw, again, options.jobs)
        same = "the same bytes" if digest(again) == digest(out) else "OTHER BYTES"
        print(f"killed after a third and gone on: {left:.0f} s more, {same}")


if __name__ == "__main__":
    main()
