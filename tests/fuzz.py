"""Thousands of inputs that nobody would write: `make fuzz`; a few hundred of them in `make test`.

    python tests/fuzz.py [COUNT] [SEED] [SECONDS]

Every input is made from its own seed, which is printed where something does not hold: `python tests/fuzz.py 1 SEED`
makes it again. What must hold stands in the functions that begin with `try_`: texts give tables whose places are the
text's and which come back from a folder equal; settings, corrections and manifests give a result or one line.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from test_cases import apart, sentences

import tvict
from tvict.cli import main
from tvict.errors import LoadError, ReadError, SaveError
from tvict.names import Names
from tvict.reading.lexicon import FILES, load
from tvict.reading.times import bounds
from tvict.tables import TABLES

RAW = Path(__file__).parents[1] / "data" / "raw"
SIGNS = (
    " \n\t\r\f\u00a0\u2009\u200b\ufeff.,;:!?%/()[]{}“”\"'-–—−+*|_…°²³¹½①đĐĂơỷ0123456789٣९OlI\u0301\u0323\u202e\ud800\0"
)
NUMERALS = (
    "5",
    "03/03",
    "1.062",
    "13,24",
    "1/2",
    "2022",
    "99999999999999999999999999999",
    "0",
    "1.000.000,5",
    "5²",
    "0912345678",
)
JOINTS = (
    " ",
    "\n",
    "\n\n",
    ". ",
    "; ",
    ", ",
    ": ",
    " (",
    ") ",
    "\n- ",
    ", trong đó: ",
    ". Trong đó, ",
    ", gồm: ",
    ", lũy kế ",
)
LONGEST = 4_000
"""Characters of a text, so that the time of one input is bounded."""

SLOWEST = 30.0
"""Seconds that one input may take on a busy machine."""


@cache
def reports() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(RAW.glob("*.txt")))


@cache
def words() -> tuple[str, ...]:
    return tuple(sorted({word for name in FILES for entry in load(name) for word in entry.words}))


# Inputs


def a_text(chance: random.Random) -> str:
    made = chance.choice((cut, mutated, lexical, odd, repeated, joined, parted, spliced))(chance)
    return made[:LONGEST]


def cut(chance: random.Random) -> str:
    text = chance.choice(reports())
    at = chance.randrange(len(text))
    return text[at : at + chance.randrange(2_500)]


def mutated(chance: random.Random) -> str:
    signs = list(cut(chance))
    for _ in range(chance.randrange(1, 40)):
        if signs:
            at = chance.randrange(len(signs))
            signs[at : at + chance.randrange(3)] = [chance.choice(SIGNS)] * chance.randrange(3)
    return "".join(signs)


def lexical(chance: random.Random) -> str:
    parts = [chance.choice((words(), NUMERALS, SIGNS)) for _ in range(chance.randrange(120))]
    return chance.choice((" ", "", " ", "\n")).join(chance.choice(part) for part in parts)


def odd(chance: random.Random) -> str:
    planes = ((0, 0x250), (0x300, 0x370), (0x1E00, 0x1F00), (0x2000, 0x2300), (0xD7F0, 0xE010), (0x1F600, 0x1F650))
    return "".join(chr(chance.randrange(*chance.choice(planes))) for _ in range(chance.randrange(400)))


def repeated(chance: random.Random) -> str:
    """Shapes whose cost once grew with the square or the cube of their length."""
    piece = chance.choice(
        (
            "(5 ",
            "xã A: 5 trạm, ",
            "1/",
            "1 ",
            "5%; ",
            "tăng 5% so với 5 xã ",
            "- 5 xã\n",
            "|5|\n",
            "5 xã (",
            "¹²³ ",
            "(16)\n",
            "1)\nCó 5 xã\n",
        )
    )
    return piece * chance.randrange(1, 200)


def joined(chance: random.Random) -> str:
    form = chance.choice(("NFC", "NFD", "NFKC", "NFKD"))
    return unicodedata.normalize(form, cut(chance) + chance.choice(("", " ", "\n\n")) + lexical(chance))


def parted(chance: random.Random) -> str:
    """Sentences that are read alone elsewhere, each a paragraph of its own: what is told apart may still be linked."""
    return apart(" ".join(chance.sample(sentences(), chance.randrange(1, 5))))


def spliced(chance: random.Random) -> str:
    """Parts of sentences behind each other that nobody wrote so: a list that goes on from another paragraph's total."""
    parts = pieces()
    begin, long = chance.randrange(len(parts)), chance.randrange(3, 10)
    near = parts[begin : begin + long] + chance.sample(parts, chance.randrange(4))
    if chance.random() < 0.3:
        chance.shuffle(near)
    return "".join(part + chance.choice(JOINTS) for part in near)


@cache
def pieces() -> list[str]:
    return [
        part for text in (*sentences(), *reports()) for part in re.split(r"(?<=[.;:,)\n])\s+", text) if part.strip()
    ]


def a_value(chance: random.Random) -> str:
    values = (
        "inf",
        "nan",
        "-1",
        "0",
        "1e400",
        "2022",
        "true",
        '""',
        '"x"',
        "[1]",
        "{a = 1}",
        "2022-01-01",
        "2022-13-99",
        "9" * 40,
    )
    return chance.choice(
        (*values, json.dumps(odd(chance)[:50].encode("utf-8", "ignore").decode()), f'"{cut(chance)[:20]}"')
    )


def a_setting(chance: random.Random) -> bytes:
    names = ("title", "year", "area", "invented", "sha256", "issuer", "x", "report", "licence")
    lines = [f"{chance.choice(names)} = {a_value(chance)}" for _ in range(chance.randrange(4))]
    return broken(chance, "\n".join(lines))


def a_correction(chance: random.Random) -> bytes:
    keys = {"numeral": '"5 xã"', "column": '"unit"', "value": '"ấp"', "reason": '"x"', "date": "2022-01-01"}
    columns = [*TABLES["figures"].names, "x"]
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice([*keys, "start", "y"])
        keys[name] = f'"{chance.choice(columns)}"' if name == "column" else a_value(chance)
    return broken(chance, "\n".join(["[[correction]]", *(f"{name} = {value}" for name, value in keys.items())]))


def broken(chance: random.Random, written: str) -> bytes:
    content = written.encode("utf-8", "replace")
    if chance.random() < 0.3 and content:
        at = chance.randrange(len(content))
        content = content[:at] + bytes([chance.randrange(256)]) * chance.randrange(3) + content[at + 1 :]
    return chance.choice((b"", b"\xef\xbb\xbf")) + content


def a_manifest(chance: random.Random, good: bytes) -> bytes:
    if chance.random() < 0.5:
        return broken(chance, good.decode())
    said = json.loads(good)
    at = said
    for _ in range(chance.randrange(1, 4)):
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if isinstance(at[key], (dict, list)) and at[key] and chance.random() < 0.6:
            at = at[key]
            continue
        at[key] = chance.choice((None, 5, "x", [], {}, "../x", "/etc/passwd", True, [None], {"path": 5}))
        break
    return json.dumps(said).encode()


# What must hold


def check_line(error: Exception) -> None:
    """A refusal is one line that fits a screen."""
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 600


def try_text(chance: random.Random, folder: Path) -> None:
    text = a_text(chance)
    report = tvict.parse(text, "fuzz")
    names = Names.of(text)
    for name, table in report.tables.items():
        assert list(table.columns) == TABLES[name].names, name
        assert not table.duplicated(list(TABLES[name].key)).any(), name
        for column in TABLES[name].columns:
            cells = table[column.name].dropna()
            assert not (cells == "").any(), (name, column.name)
            if column.dtype == "Float64":
                assert not cells.isin([float("inf"), float("-inf")]).any(), (name, column.name)
        if {"start", "end", "text"} <= set(table.columns) and name != "corrections":
            shown = [names.between(start, end) for start, end in zip(table["start"], table["end"], strict=True)]
            assert shown == table["text"].tolist(), name
    assert list(report.numerals["start"]) == [hit.start() for hit in re.finditer(r"\d+(?:[.,]\d+)*", text)]
    periods = report.figures["period"].dropna().unique()
    assert all(map(bounds, periods)), periods
    ids = set(report.figures["figure_id"])
    for link in ("parent_id", "of_id", "base_id"):
        assert set(report.figures[link].dropna()) <= ids
    again = tvict.parse(text, "fuzz")
    assert all(again.tables[name].equals(table) for name, table in report.tables.items())
    if chance.random() < 0.15:
        try_folder(report, folder)


def try_folder(report: tvict.Report, folder: Path) -> None:
    report.save(folder / "out", only_tables=True)
    loaded = tvict.load(folder / "out")
    if not any(0xD800 <= ord(sign) < 0xE000 or sign in "\0\r" for sign in report.text):
        for name, table in report.tables.items():
            pd.testing.assert_frame_equal(loaded.tables[name], table)
    report._repr_html_()
    for figure in report.figures["figure_id"]:
        report.quote(int(figure))


def try_settings(chance: random.Random, folder: Path) -> None:
    (folder / "made.txt").write_text("Có 5 xã, 7 ấp; tăng 5% so với 4 xã.", "utf-8")
    for path in (folder / "made.toml", folder / "made.corrections.toml"):
        path.unlink(missing_ok=True)
    made, suffix = chance.choice(((a_setting, ".toml"), (a_correction, ".corrections.toml")))
    (folder / f"made{suffix}").write_bytes(made(chance))
    try:
        _ = tvict.read(folder / "made.txt").tables
    except ReadError as error:
        check_line(error)


def try_manifest(chance: random.Random, folder: Path) -> None:
    saved = folder / "saved"
    if not (saved / "datapackage.json").is_file():
        shutil.rmtree(saved, ignore_errors=True)
        tvict.parse("Có 5 xã, 7 ấp.", "saved").save(saved, only_tables=True)
    good = (saved / "datapackage.json").read_bytes()
    (saved / "datapackage.json").write_bytes(a_manifest(chance, good))
    (folder / "secret.txt").write_text("secret", "utf-8")
    try:
        tvict.load(saved)
    except LoadError as error:
        check_line(error)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main(["bundle", str(saved), "--out", str(folder / "b.zip")]) in (0, 2)
    try:
        tvict.parse("Có 6 xã.", "saved").save(saved, only_tables=True)
    except SaveError as error:
        check_line(error)
    (saved / "datapackage.json").write_bytes(good)
    assert (folder / "secret.txt").read_text("utf-8") == "secret"


def try_bytes(chance: random.Random, folder: Path) -> None:
    """A file of any bytes is read or refused in a line."""
    content = bytearray(
        chance.choice(reports())[:3_000].encode(chance.choice(("utf-8", "utf-16", "cp1258")), "replace")
    )
    for _ in range(chance.randrange(30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = folder / f"made{chance.choice(('.txt', '.md'))}"
    path.write_bytes(bytes(content[: chance.randrange(len(content))]))
    try:
        _ = tvict.read(path).tables
    except ReadError as error:
        check_line(error)


TRIES: tuple[tuple[int, Callable[[random.Random, Path], None]], ...] = (
    (60, try_text),
    (20, try_settings),
    (12, try_bytes),
    (8, try_manifest),
)
"""What is tried, and how often in a hundred."""


def run(count: int, first: int, seconds: float = float("inf")) -> tuple[int, list[str]]:
    """Try inputs made from seeds in a row; return how many, and what did not hold, each with its seed."""
    broken_ones, begun, tried = [], time.monotonic(), 0
    with tempfile.TemporaryDirectory() as place:
        for seed in range(first, first + count):
            if time.monotonic() - begun > seconds:
                break
            chance = random.Random(seed)
            attempt = chance.choices([one for _, one in TRIES], [weight for weight, _ in TRIES])[0]
            start = time.process_time()
            try:
                attempt(chance, Path(place))
                took = time.process_time() - start
                assert took < SLOWEST, f"{took:.0f} s"
            except Exception:
                broken_ones.append(f"seed {seed}, {attempt.__name__}: {traceback.format_exc()}")
            tried += 1
    return tried, broken_ones


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    count, seed, seconds = [*numbers, *(10_000, random.randrange(10**9), 3600)[len(numbers) :]]
    print(f"{count} inputs from seed {seed}, at most {seconds} s", flush=True)
    tried, failures = run(count, seed, seconds)
    for failure in failures:
        print(failure)
    print(f"{tried} tried, {len(failures)} did not hold")
    sys.exit(bool(failures))
