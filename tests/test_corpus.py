"""A corpus: the tables of many reports as Parquet, the same rows whoever reads them, gone on with after a stop."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import dask.bag
import dask.dataframe
import duckdb
import pandas as pd
import pyarrow.dataset
import pytest
from distributed import LocalCluster
from programs import interruptible

import tvict
from tvict import corpus as making
from tvict.cli import main
from tvict.tables import TABLES

ROOT = Path(__file__).parents[1]


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "GROUP", 3)
    (tmp_path / "raw").mkdir()
    for number in range(8):
        text = f"Năm {2018 + number % 3} có {number + 9} xã (A 2 xã, B {number + 7} xã), tăng 5% so với năm trước."
        (tmp_path / "raw" / f"r{number}.txt").write_text(text, "utf-8")
        (tmp_path / "raw" / f"r{number}.toml").write_text(f"year = {2018 + number % 3}", "utf-8")
    (tmp_path / "raw" / "r7.toml").unlink()
    (tmp_path / "raw" / "r7.txt").write_text("Có 5 xã.", "utf-8")
    return tmp_path / "raw"


def run(raw: Path, *more: str) -> int:
    return main(["corpus", str(raw), str(raw.parent / "out"), "--jobs", "1", *more])


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_records_are_the_rows_of_the_tables():
    path = ROOT / "data" / "raw" / "anbinh-2019.txt"
    report, rows = tvict.read(path), tvict.records(path)
    assert list(rows) == list(TABLES)
    for name, table in report.tables.items():
        assert len(rows[name]) == len(table)
        kinds = {type(cell) for row in rows[name] for cell in row.values()}
        assert kinds <= {str, int, float, bool, type(None)}
        assert [[cell is None for cell in row.values()] for row in rows[name]] == table.isna().to_numpy().tolist()


def test_every_table_is_one_data_set_by_year(raw, capsys):
    assert run(raw) == 0
    assert "8 reports, 29 figures, 0 differences" in capsys.readouterr().err
    out = raw.parent / "out"
    figures = pd.read_parquet(out / "figures", dtype_backend="numpy_nullable")
    expected = pd.concat([tvict.read(path).figures for path in sorted(raw.glob("*.txt"))], ignore_index=True)
    figures = figures.sort_values(["report", "figure_id"], ignore_index=True)
    for name in expected.columns:
        cells, others = figures[name].astype(object), expected[name].astype(object)
        assert cells.isna().tolist() == others.isna().tolist(), name
        assert cells[cells.notna()].tolist() == others[others.notna()].tolist(), name
    assert {path.name for path in (out / "figures").iterdir()} == {
        "year=2018",
        "year=2019",
        "year=2020",
        "year=0",
    }
    whole = pyarrow.dataset.dataset(out / "sources", partitioning="hive").to_table().to_pylist()
    assert {row["report"]: row["year"] for row in whole}["r4"] == 2019


def test_duckdb_and_dask_read_the_same_rows_as_pandas(raw):
    assert run(raw) == 0
    out = raw.parent / "out"
    for table in ("figures", "checks", "sources"):
        read = pd.read_parquet(out / table).astype({"year": "int64"})
        keys = ["report", *TABLES[table].key]
        keys = list(dict.fromkeys(keys))
        wanted = read.sort_values(keys, ignore_index=True)
        lazy = dask.dataframe.read_parquet(out / table).compute().astype({"year": "int64"})
        pd.testing.assert_frame_equal(
            lazy.sort_values(keys, ignore_index=True)[wanted.columns], wanted, check_dtype=False
        )
        place = f"read_parquet('{(out / table).as_posix()}/*/*.parquet', hive_partitioning = true)"
        for column in wanted.columns:
            cells = duckdb.sql(f'SELECT "{column}" FROM {place} ORDER BY {", ".join(keys)}').fetchall()
            expected = wanted[column].astype(object)
            assert [cell for (cell,) in cells] == expected.where(expected.notna(), None).tolist(), (table, column)
    years = duckdb.sql(f"SELECT year, count(*) FROM {place} GROUP BY year ORDER BY year").fetchall()
    assert years == [(0, 1), (2018, 3), (2019, 2), (2020, 2)]


def test_types_are_the_same_in_every_part(raw):
    assert run(raw) == 0
    for table in (raw.parent / "out").iterdir():
        if table.name == making.GROUPS:
            continue
        parts = [pyarrow.dataset.dataset(path).schema for path in table.rglob("*.parquet")]
        assert all(part == parts[0] for part in parts)


def test_it_goes_on_and_ends_with_the_same_bytes(raw, capsys):
    assert run(raw) == 0
    whole = content(raw.parent / "out")
    times = {path: path.stat().st_mtime_ns for path in (raw.parent / "out").rglob("*.parquet")}
    assert run(raw) == 0
    assert {path: path.stat().st_mtime_ns for path in times} == times
    group = raw.parent / "out" / making.GROUPS / "000001.json"
    said = json.loads(group.read_text("utf-8"))
    group.write_text(json.dumps({**said, "done": {}, "failed": {}, "counts": [0, 0]}), "utf-8")
    for part in (raw.parent / "out").rglob("part-000001.parquet"):
        part.write_bytes(b"half")
    assert run(raw) == 0
    assert content(raw.parent / "out") == whole


def test_what_is_new_is_added_and_what_changed_is_made_again(raw, capsys):
    assert run(raw) == 0
    before = content(raw.parent / "out")
    (raw / "a-new.txt").write_text("Có 77 xã.", "utf-8")
    (raw / "r4.toml").write_text("year = 2030", "utf-8")
    (raw / "r0.txt").unlink()
    capsys.readouterr()
    assert run(raw) == 0
    after = content(raw.parent / "out")
    kept = [name for name in before if "000002" in name]
    assert kept
    assert all(before[name] == after[name] for name in kept)
    figures = pd.read_parquet(raw.parent / "out" / "figures")
    assert set(figures["report"]) == {"a-new", *(f"r{number}" for number in range(1, 8))}
    assert set(figures.loc[figures["report"] == "r4", "year"]) == {2030}
    assert not figures.duplicated(["report", "figure_id"]).any()


def test_a_report_that_fails_is_left_out_and_told(raw, capsys):
    (raw / "r1.txt").write_bytes(b"")
    for _ in range(2):
        assert run(raw) == 1
        told = capsys.readouterr().err
        assert "r1.txt is empty" in told
        assert "7 reports" in told
        assert "1 failed and are left out" in told
    assert "r1" not in set(pd.read_parquet(raw.parent / "out" / "sources")["report"])


# The command in a process of its own, which writes a part every ten reports instead of every two hundred.
COMMAND = "from tvict import __main__, corpus; corpus.GROUP = 10; __main__.script()"


def corpus_command(raw: Path, out: str, jobs: int) -> list[str]:
    return [sys.executable, "-c", COMMAND, "corpus", str(raw), str(raw.parent / out), "--jobs", str(jobs)]


def test_killed_it_goes_on(raw):
    for number in range(8, 45):
        (raw / f"r{number}.txt").write_text(f"Có {number} xã.", "utf-8")
    process = subprocess.Popen(
        corpus_command(raw, "out", 1), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT
    )
    assert process.stderr.readline().startswith(b"[10/45]")
    process.kill()
    process.communicate(timeout=60)
    assert not [path for path in (raw.parent / "out").rglob("*") if path.name == "part-000005.parquet"]
    for out in ("out", "whole"):
        subprocess.run(corpus_command(raw, out, 2), check=True, capture_output=True, cwd=ROOT)
    assert content(raw.parent / "out") == content(raw.parent / "whole")


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_stopped_it_says_how_far_it_came(raw):
    for number in range(8, 80):
        (raw / f"r{number}.txt").write_text(f"Có {number} xã.", "utf-8")
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "encoding": "utf-8"}
    process = subprocess.Popen(corpus_command(raw, "out", 2), **pipes, cwd=ROOT, preexec_fn=interruptible)
    assert process.stderr.readline().startswith("[10/")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.splitlines()[-1].endswith("of 80 reports: run again to go on")
    assert "Traceback" not in told


def test_it_needs_pyarrow(raw, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run(raw) == 2
    assert "pip install 'tvict[corpus]'" in capsys.readouterr().err


def test_pools_and_dask_give_the_same_records(raw):
    """A cluster of two workers, and a pool of two processes, against one process."""
    paths = sorted(map(str, raw.glob("*.txt")))
    alone = [tvict.records(path) for path in paths]
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
        assert list(pool.map(tvict.records, paths)) == alone
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, cluster.get_client():
        assert dask.bag.from_sequence(paths, npartitions=4).map(tvict.records).compute() == alone
