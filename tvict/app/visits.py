"""What visitors brought: files go in, jobs with their states and results come out, gone an hour after the last act.

A visit is known by a key that nobody can guess; it lies in a folder of its own below one private folder.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from tvict.app.line import Line
from tvict.app.worker import FIGURES, TOGETHER, Task
from tvict.documents.files import SUFFIXES
from tvict.metadata import YEARS
from tvict.publishing.staging import FACES, INDEX
from tvict.reviewed import COLUMNS, corrections_of
from tvict.settings import LONGEST

KEPT = 3600
"""Seconds that a visit stays after its owner last did something."""

MEMORY = 5 * 2**29
"""Bytes of address space for one file; a report takes half of it, most of which it never touches."""

LONGEST_STEM = 150
"""Bytes of a file's name that are kept."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows gives to devices."""

ASKED = ("area_name", "year", "issuer")
"""What a visitor may correct of a report before its result is made."""

Fix = dict[str, str]
"""What a visitor wrote of a figure: the columns of tvict.reviewed and ``remark``."""


def clean_name(given: str, taken: set[str]) -> tuple[str, str]:
    r"""Return stem and suffix for a file that came under any name: no path, no odd signs, none that is taken.

    >>> clean_name("..\\x/../Báo cáo: 2022?.DOCX", set())
    ('Báo cáo 2022', '.docx')
    """
    last = unicodedata.normalize("NFC", re.split(r"[\\/]", given)[-1])
    shown = "".join(sign if sign.isprintable() and sign not in ':*?"<>|' else " " for sign in last)
    stem, point, end = " ".join(shown.split()).rpartition(".")
    suffix = f".{end.lower()}".strip() if point else ""
    if suffix not in SUFFIXES:
        stem, suffix = f"{stem}{point}{end}", ""
    stem = stem.encode()[:LONGEST_STEM].decode(errors="ignore").strip(". ") or "bao-cao"
    stem = f"_{stem}" if RESERVED.match(stem) else stem
    return next(name for name in _numbered(stem) if name.casefold() not in taken), suffix


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, and the same with a number behind it, 2 and more."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


@dataclass(eq=False)
class Job:
    """One file of a visit, or (number 0) what is made of all together.

    ``state`` is waiting, working, asking, done, failed or cancelled; ``step`` what is or was done last; ``turn`` counts
    how often it was stopped, so that a process ends whose turn is over; ``page`` how far a scan is; ``failed`` what
    went wrong, in the reader's words; ``known`` what was read of the report, ``asked`` what the visitor wrote instead;
    ``made`` counts of the result, empty before there is one.
    """

    visit: Visit
    number: int
    stem: str
    suffix: str
    step: str = "look"
    state: str = "waiting"
    turn: int = 0
    page: tuple[int, int] | None = None
    failed: str = ""
    known: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    fixes: dict[int, Fix] = field(default_factory=dict)
    unbuilt: bool = False
    keep: Path | None = None

    @property
    def pending(self) -> bool:
        """Whether it waits or is worked on."""
        return self.state in ("waiting", "working")

    @property
    def name(self) -> str:
        """The file's name as it is kept and shown."""
        return self.stem + self.suffix

    @property
    def folder(self) -> Path:
        """The folder of this job."""
        return self.visit.folder / str(self.number)

    @property
    def file(self) -> Path:
        """Where the file lies."""
        return self.folder / self.name

    def task(self) -> Task:
        """Return what a process is to do, and count it as begun."""
        self.state, self.page = "working", None
        reports = tuple(job.stem for job in self.visit.jobs if job.made)
        return Task(self.step, self.folder, self.visit.out, self.file, self.keep, reports, MEMORY)

    def hear(self, told: dict[str, Any]) -> None:
        """Take what the process told."""
        if "page" in told:
            self.page = (int(told["page"]), int(told["of"]))
        elif "failed" in told:
            self.fail(str(told["failed"]))
        elif self.step == "look":
            self.state, self.known = "asking", told["done"]
        else:
            self.state, self.made, self.unbuilt = "done", {"at": time.time(), **told["done"]}, False
            self.visit.stale = self.visit.stale or self.step == "make"

    def fail(self, why: str) -> None:
        """Give up, for a reason in the reader's words."""
        self.state, self.failed = "failed", why

    def correct(self, figure: int, fix: Fix | None, language: str) -> dict[str, str]:
        """Take what a visitor wrote of a figure, None to take it back, and write all corrections beside the file.

        Return what there is to say of what is not taken, by column.
        """
        fixes = {number: words for number, words in {**self.fixes, figure: fix}.items() if words is not None}
        shown, tables = self.figures, []
        for number, words in sorted(fixes.items()):
            cells = {name: words.get(name) or None for name in (*COLUMNS, "remark")}
            printed = {"printed": shown[str(number)]["text"], "start": shown[str(number)]["start"]}
            taken, odd = corrections_of({**printed, **cells}, date.today(), language)
            if odd:
                return odd
            tables += taken
        self.fixes, self.unbuilt = fixes, True
        self.corrections.write_text("\n".join(tables), encoding="utf-8")
        return {}

    @property
    def corrections(self) -> Path:
        """Where the corrections of the file stand."""
        return self.file.with_suffix(".corrections.toml")

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """The figures of the result, by id."""
        found: dict[str, dict[str, Any]] = json.loads((self.folder / FIGURES).read_text("utf-8"))
        return found


@dataclass(eq=False)
class Visit:
    """The files that one visitor brought, and what became of them."""

    key: str
    folder: Path
    touched: float
    jobs: list[Job] = field(default_factory=list)
    together: Job | None = None
    stale: bool = False

    @property
    def out(self) -> Path:
        """The folder of results, as `tvict build` writes it."""
        return self.folder / "out"

    @property
    def due(self) -> bool:
        """Whether there are results to put together, of files that are all done with."""
        done = not self.asking and not any(job.pending for job in self.jobs)
        return self.stale and done and sum(bool(job.made) for job in self.jobs) > 1

    @property
    def busy(self) -> bool:
        """Whether anything waits or is worked on, or soon will be."""
        together = self.together is not None and self.together.pending
        return self.due or together or any(job.pending for job in self.jobs)

    @property
    def asking(self) -> list[Job]:
        """The jobs that wait for their owner."""
        return [job for job in self.jobs if job.state == "asking"]

    def results(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that may be had, by their path in the address."""
        for job in self.jobs:
            if job.made:
                made = self.out / job.stem
                yield from ((f"{job.stem}/{job.stem}{end}", made / f"{job.stem}{end}") for end in FACES)
                yield f"{job.stem}/{job.stem}.zip", job.folder / f"{job.stem}.zip"
                if job.fixes:
                    yield f"{job.stem}/{job.corrections.name}", job.corrections
        if self.together and self.together.made:
            names = (INDEX, TOGETHER, str(Path(TOGETHER).with_suffix(".xlsx")))
            yield from ((name, self.out / name) for name in names)

    def file(self, path: str) -> Path | None:
        """Return the file at a path of the address; None for any that is not a result."""
        found = dict(self.results()).get(path)
        return found if found is not None and found.is_file() else None


class Visits:
    """All visits, and the line in which their files stand."""

    def __init__(self, folder: Path, workers: int, keep: Path | None) -> None:
        self.folder = folder
        self.line = Line(workers, self._ended)
        self._keep = keep
        self._kept: set[str] = set()
        self._by_key: dict[str, Visit] = {}

    def begin(self) -> Visit:
        """Return a new visit."""
        key = secrets.token_urlsafe(18)
        visit = Visit(key, self.folder / key, time.time())
        visit.out.mkdir(parents=True)
        self._by_key[key] = visit
        return visit

    def get(self, key: str) -> Visit | None:
        """Return the visit of a key, None where there is none any more."""
        return self._by_key.get(key)

    def bring(self, visit: Visit, given: str) -> Job:
        """Add a file to a visit; its content is to be put where ``Job.file`` says, and then it can be handed in."""
        stem, suffix = clean_name(given, {job.stem.casefold() for job in visit.jobs})
        job = Job(visit, len(visit.jobs) + 1, stem, suffix)
        job.folder.mkdir()
        visit.jobs.append(job)
        return job

    def hand_in(self, job: Job, step: str) -> None:
        """Let a job stand in line for a step."""
        job.visit.touched = time.time()
        job.step, job.state, job.failed = step, "waiting", ""
        if step == "make" and self._keep is not None and job.keep is None:
            job.keep = self._place(self._keep, job.stem)
        self.line.add(job)

    def _place(self, keep: Path, stem: str) -> Path:
        """Return a folder for a result that nobody has."""
        names = (name for name in _numbered(stem) if name not in self._kept and not (keep / name).exists())
        name = next(names)
        self._kept.add(name)
        return keep / name

    def make(self, job: Job, asked: dict[str, str]) -> None:
        """Make the result of a report, what the visitor wrote of it in place of what was read."""
        known = {name: str(job.known[name] or "") for name in ASKED}
        job.asked = {name: asked[name] for name in ASKED if asked.get(name) and asked[name] != known[name]}
        words = {name: json.dumps(said, ensure_ascii=False) for name, said in job.asked.items()}
        lines = [f"{name} = {words[name] if name != 'year' else job.asked['year']}\n" for name in words]
        job.file.with_suffix(".toml").write_text("".join(lines), encoding="utf-8")
        self.hand_in(job, "make")

    def cancel(self, job: Job) -> None:
        """Give a job up: a result that was made before stays."""
        self.line.stop(job)
        job.visit.touched = time.time()
        job.state = "done" if job.made else "cancelled"
        self._ended(job)

    def _ended(self, job: Job) -> None:
        """Put the results of a visit together once all its files are done with, and again when one is new."""
        visit = job.visit
        visit.touched = time.time()
        if visit.due and not (visit.together and visit.together.pending):
            visit.stale = False
            visit.together = Job(visit, 0, "", "")
            visit.together.folder.mkdir(exist_ok=True)
            self.hand_in(visit.together, "together")

    def clear(self, now: float) -> None:
        """Take away the visits whose time is over."""
        over = [one for one in self._by_key.values() if now - one.touched > KEPT and not one.busy]
        for visit in over:
            del self._by_key[visit.key]
            shutil.rmtree(visit.folder, ignore_errors=True)


def odd_words(asked: dict[str, str]) -> set[str]:
    """Return the names of what a visitor wrote that cannot be: a year that is none, words without end."""
    odd = {name for name, words in asked.items() if len(words) > LONGEST // 10}
    year = asked.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
        odd.add("year")
    return odd
