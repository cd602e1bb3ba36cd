"""How long reading takes, against one bare scan of the numerals by `re` in the same run.

python benchmarks/speed.py [--rounds N]

Prints the time of numerals, figures, lists and citations of the 2022 report as a multiple of the bare scan, and the
time of a text ten times as long as a multiple of that of the text. The aims are 75 and 12. The second is reached (9.0
to 9.3), the first is not: 163 to 188 times with the tables and 158 to 172 without, in eight runs of 8 to 15 rounds on
two busy processors on 28 November 2026, beside 174 to 186 and 154 to 166 of the version before in the same minutes. No
step stands out: labels take a fifth of it, codes of indicators and links a sixth and an eighth, tables and names an
eighth, tokens a tenth; each is many small calls for each of 171 figures.

Time is what the process itself spends on the processor (`time.process_time`): waiting for a busy machine does not
count. Each task runs once to warm up, then the tasks run in turn, several rounds, and the best of each counts; garbage
is collected between rounds. What others do with the same memory counts all the same: reading has been 158 and 257 times
the scan within an hour, for one and the same version. So calls are counted too (functions in Python and in C): they are
the same in every run, and a step that grows shows.

Duckling stands beside it where `pyduckling-native-phihos` is installed.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import tvict
from tvict import reading

REPORT = Path(__file__).parents[1] / "data" / "raw" / "travinh-2022.txt"
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
TABLES = ("numerals", "figures", "lists", "citations")
AIM, MOST_TIMES_A_SCAN, MOST_TIMES_FOR_TEN = 75, 300, 11
MOST_TIMES_FOR_FIVE = 8  # paragraphs in one
MOST_CALLS, MOST_CALLS_FOR_TEN = 400_000, 10


def scan(text: str) -> list[re.Match[str]]:
    return list(NUMERAL.finditer(text))


def tables(text: str) -> list[object]:
    report = tvict.parse(text)
    return [getattr(report, name) for name in TABLES]


def best(rounds: int, *tasks: Callable[[], object]) -> list[float]:
    """Return the shortest processor time of each task in seconds, the tasks run in turn."""
    times = [[] for _ in tasks]
    for task in tasks:
        task()
    gc.disable()
    for _ in range(rounds):
        for task, taken in zip(tasks, times, strict=True):
            start = time.process_time()
            task()
            taken.append(time.process_time() - start)
        gc.collect()
    gc.enable()
    return [min(taken) for taken in times]


def calls(task: Callable[[], object]) -> int:
    """Return how many functions a task calls, in Python and in C, once it is warm."""
    made = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    task()
    gc.disable()  # what others have called at each collection would count as well
    sys.setprofile(count)
    try:
        task()
    finally:
        sys.setprofile(None)
        gc.enable()
    return made


def duckling() -> Callable[[str], object] | None:
    """Return a parse of Vietnamese text by Duckling, or None where it is not installed."""
    try:
        from duckling import (
            Context,
            default_locale_lang,
            load_time_zones,
            parse,
            parse_dimensions,
            parse_lang,
            parse_locale,
            parse_ref_time,
        )
    except ImportError:
        return None
    zones = load_time_zones("/usr/share/zoneinfo")
    locale = parse_locale("VI_VN", default_locale_lang(parse_lang("VI")))
    context = Context(parse_ref_time(zones, "Asia/Ho_Chi_Minh", 1672506000), locale)
    dimensions = parse_dimensions(["number", "amount-of-money", "quantity", "ordinal", "time", "duration"])
    return lambda text: parse(text, context, dimensions, False)


def against_the_scan(rounds: int = 15) -> dict[str, float]:
    """Return seconds by what was done with the text: scan, records, tables."""
    text = REPORT.read_text("utf-8")
    bare, records, frames = best(rounds, lambda: scan(text), lambda: reading.read(text), lambda: tables(text))
    return {"scan": bare, "records": records, "tables": frames}


def against_ten(rounds: int = 15) -> dict[str, float]:
    """Return seconds of the text once and ten times."""
    text = REPORT.read_text("utf-8")
    tenfold = "\n\n".join([text] * 10)
    once, ten = best(max(3, rounds // 5), lambda: reading.read(text), lambda: reading.read(tenfold))
    return {"once": once, "ten": ten}


def against_five(rounds: int = 15) -> dict[str, float]:
    """Return seconds of one long paragraph that tells the same over and over, and of one five times as long."""
    text = "Toàn tỉnh có 45 trường trong năm 2016-2017, thêm 3 trường năm 2017-2018. " * 300
    one, five = best(max(2, rounds // 5), lambda: reading.read(text), lambda: reading.read(text * 5))
    return {"one": one, "five": five}


def called() -> dict[str, int]:
    """Return how many calls the text takes with its tables, and as records, once and ten times as long."""
    text = REPORT.read_text("utf-8")
    tenfold = "\n\n".join([text] * 10)
    return {
        "tables": calls(lambda: tables(text)),
        "once": calls(lambda: reading.read(text)),
        "ten": calls(lambda: reading.read(tenfold)),
    }


def quick(taken: dict[str, float]) -> bool:
    """Tell whether the text with its tables takes no longer than the test allows."""
    return taken["tables"] <= MOST_TIMES_A_SCAN * taken["scan"]


def frugal(made: dict[str, int]) -> bool:
    """Tell whether the text takes no more calls than the test allows, and ten times the text no more than ten times."""
    return made["tables"] <= MOST_CALLS and made["ten"] <= MOST_CALLS_FOR_TEN * made["once"]


def steady(taken: dict[str, float]) -> bool:
    """Tell whether ten times the text takes no longer than the test allows."""
    return taken["ten"] <= MOST_TIMES_FOR_TEN * taken["once"]


def even(taken: dict[str, float]) -> bool:
    """Tell whether five times the paragraph takes no longer than the test allows."""
    return taken["five"] <= MOST_TIMES_FOR_FIVE * taken["one"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often each is timed (default: 15)")
    rounds = parser.parse_args().rounds
    text = REPORT.read_text("utf-8")
    taken = against_the_scan(rounds) | against_ten(rounds) | against_five(rounds)
    print(f"{len(text)} characters, {len(scan(text))} numerals; best of {rounds}")
    line("bare scan of the numerals", taken["scan"])
    line("reading, as records", taken["records"], taken["scan"], "the scan")
    line("reading, with the tables", taken["tables"], taken["scan"], "the scan")
    print(f"{'':28} the aim is {AIM} times the scan")
    line("reading ten times the text", taken["ten"], taken["once"], "the text")
    line("reading one long paragraph", taken["one"])
    line("one five times as long", taken["five"], taken["one"], "the paragraph")
    made = called()
    print(f"{'calls, with the tables':28} {made['tables']:9,}     at most {MOST_CALLS:,}")
    if peer := duckling():
        line("Duckling (Vietnamese)", best(3, lambda: peer(text))[0], taken["scan"], "the scan")
    return int(not (quick(taken) and steady(taken) and even(taken) and frugal(made)))


def line(what: str, seconds: float, base: float | None = None, name: str = "") -> None:
    print(f"{what:28} {seconds * 1000:9.2f} ms" + (f"  {seconds / base:8.1f} times {name}" if base else ""))


if __name__ == "__main__":
    sys.exit(main())
