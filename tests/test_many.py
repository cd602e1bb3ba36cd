"""A folder of many reports: one bad one keeps nobody back, what is unchanged is skipped, a stop leaves nothing half."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from programs import interruptible

import tvict
from tvict import build as building
from tvict.build import Done, report_files
from tvict.cli import main
from tvict.errors import ReadError
from tvict.processes import spread

ROOT = Path(__file__).parents[1]
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw").mkdir()
    for number in range(4):
        (tmp_path / "raw" / f"r{number}.txt").write_text(f"Có {number + 5} xã (A 2 xã, B {number + 3} xã).", "utf-8")
    return tmp_path / "raw"


def run(raw, *more: str) -> int:
    return main(["build", "--raw", str(raw), "--out", str(raw.parent / "out"), "--tables", *more])


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class TestOneBadReport:
    @JOBS
    def test_is_told_at_the_end_and_the_others_are_built(self, raw, capsys, jobs):
        (raw / "r1.txt").write_bytes(b"")
        (raw / "r3.toml").write_text("year = 'no'", "utf-8")
        assert run(raw, "--jobs", jobs) == 1
        printed = capsys.readouterr()
        assert printed.out.split() == [str(raw.parent / "out" / name) for name in ("r0", "r2")]
        assert sorted(path.name for path in (raw.parent / "out").iterdir()) == ["r0", "r2"]
        *_, empty, year, summary = printed.err.splitlines()
        assert "r1.txt is empty" in empty
        assert "gives year as 'no'" in year
        assert re.fullmatch(
            r"tvict: 2 reports \(0 unchanged\), \d+ figures, 0 differences; 2 failed and are as they were before",
            summary,
        )

    def test_is_as_it_was_before(self, raw):
        assert run(raw) == 0
        before = content(raw.parent / "out" / "r1")
        (raw / "r1.txt").write_bytes(b"")
        assert run(raw) == 1
        assert content(raw.parent / "out" / "r1") == before

    def test_may_fail_in_any_way(self, raw, capsys, monkeypatch):
        def failing(path):
            raise RuntimeError("two\nlines")

        monkeypatch.setattr("tvict.report.read", failing)
        assert run(raw, "--jobs", "1") == 1
        assert "r0.txt cannot be built: RuntimeError: two lines; please report this" in capsys.readouterr().err

    def test_may_end_its_process(self, raw):
        told = list(spread(_ends_on_two, sorted(raw.iterdir()), 2, building._ended))
        assert [done.failed is not None for done in told] == [False, False, True, False]
        assert "ended the process that read it" in told[2].failed

    def test_a_long_path_of_the_temporary_folder_keeps_nobody_back(self, raw, tmp_path, monkeypatch):
        """No socket fits into it, which a process that begins others would need."""
        place = tmp_path / ("a" * 100)
        place.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(place))
        assert list(spread(str.upper, ["a", "b"], 2, str)) == ["A", "B"]

    def test_the_longest_of_those_at_hand_is_begun_first(self, monkeypatch):
        """Outcomes come in the order of the items all the same."""
        begun = []

        class Pool:
            def __init__(self, *_, **__):
                pass

            def submit(self, do, task, item):
                begun.append(item)
                done: Future[str] = Future()
                done.set_result(task(item))
                return done

            def shutdown(self, **_):
                pass

        monkeypatch.setattr("tvict.processes.ProcessPoolExecutor", Pool)
        assert list(spread(str.upper, ["a", "bbb", "cc"], 2, str, len)) == ["A", "BBB", "CC"]
        assert begun == ["bbb", "cc", "a"]


def _ends_on_two(path: Path) -> Done:
    if path.stem == "r2":
        os._exit(9)
    return Done(path)


@pytest.mark.parametrize(
    "name", ["...txt", ".hidden.txt", "a\nb.txt", "x:y.txt", "a .txt", f"{'é' * 110}.txt", "b\udcff.txt"]
)
def test_a_name_that_no_folder_can_have_is_refused(raw, name, capsys):
    (raw / name).write_text("Có 5 xã.", "utf-8")
    before = sorted(path.name for path in raw.parent.iterdir())
    assert run(raw, "--jobs", "1") == 1
    assert "name" in capsys.readouterr().err.splitlines()[-2]
    assert len(content(raw.parent / "out")) == 4 * len(content(raw.parent / "out" / "r0"))
    assert sorted(path.name for path in raw.parent.iterdir()) == sorted([*before, "out"])


class TestOneName:
    """A report saved twice, a.txt and a.docx: one is read, the other named, and nobody else is kept waiting."""

    @pytest.fixture
    def twice(self, raw):
        (raw / "r1.md").write_text("Có 7 huyện.", "utf-8")
        return raw

    def test_the_others_are_built_and_the_one_left_is_named(self, twice, capsys):
        assert run(twice) == 1
        out = twice.parent / "out"
        assert sorted(path.name for path in out.iterdir() if path.is_dir()) == ["r0", "r1", "r2", "r3"]
        assert "2 xã" in (out / "r1" / "figures.csv").read_text("utf-8")
        told = capsys.readouterr().err
        assert f"tvict: {twice / 'r1.md'} has the name of r1.txt, which is read: rename one" in told
        assert "passed over" not in told
        assert told.splitlines()[-1].startswith("tvict: 4 reports")

    def test_read_all_warns_of_it(self, twice):
        with pytest.warns(UserWarning, match=r"r1\.md has the name of r1\.txt"):
            assert [report.name for report in tvict.read_all(twice)] == ["r0", "r1", "r2", "r3"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        report_files(tmp_path / ("x" * 300), [".txt"])


class TestCharts:
    """`make` draws each chart once, for the page and for the gallery."""

    @pytest.fixture
    def wanted(self, tmp_path):
        (tmp_path / "raw").mkdir()
        for name in ("anbinh-2019.txt", "anbinh-2019.toml"):
            shutil.copy(ROOT / "data" / "raw" / name, tmp_path / "raw")
        (tmp_path / "raw" / "none.txt").write_text("Có 5 xã.", "utf-8")
        places = ["--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]
        return ["build", *places, "--charts", str(tmp_path / "figures"), "--jobs", "1"]

    def test_they_are_those_of_the_command_for_charts_and_drawn_once(self, wanted, tmp_path, monkeypatch):
        from matplotlib.figure import Figure

        painted = []
        save = Figure.savefig
        monkeypatch.setattr(Figure, "savefig", lambda *a, **k: (painted.append(k["format"]), save(*a, **k))[1])
        assert main(wanted) == 0
        made = content(tmp_path / "figures")
        assert painted.count("svg") == painted.count("png") == (len(made) - 1) // 2 > 4
        assert main(["charts", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "again"), "--jobs", "1"]) == 0
        assert content(tmp_path / "again") == made

    def test_unchanged_ones_stay_and_lost_ones_are_drawn_again(self, wanted, tmp_path, capsys):
        assert main(wanted) == 0
        made = content(tmp_path / "figures")
        capsys.readouterr()
        assert main(wanted) == 0
        assert "(2 unchanged)" in capsys.readouterr().err
        next((tmp_path / "figures" / "anbinh-2019").glob("*.svg")).unlink()
        (tmp_path / "figures" / "README.md").unlink()
        assert main(wanted) == 0
        assert "(1 unchanged)" in capsys.readouterr().err
        assert content(tmp_path / "figures") == made

    def test_two_runs_at_once_are_told_apart(self, wanted, tmp_path, capsys):
        with building.locked((tmp_path / "figures").resolve()):
            assert main(wanted) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


class TestUnchanged:
    def test_reports_are_left_as_they_are(self, raw, capsys):
        assert run(raw) == 0
        times = {path: path.stat().st_mtime_ns for path in (raw.parent / "out").rglob("*")}
        capsys.readouterr()
        assert run(raw) == 0
        assert "4 reports (4 unchanged)" in capsys.readouterr().err
        assert {path: path.stat().st_mtime_ns for path in (raw.parent / "out").rglob("*")} == times

    @pytest.mark.parametrize("change", ["text", "metadata", "corrections", "wish", "code", "damage"])
    def test_what_changed_is_built_again(self, raw, capsys, monkeypatch, change):
        assert run(raw) == 0
        more = []
        match change:
            case "text":
                (raw / "r1.txt").write_text("Có 9 xã.", "utf-8")
            case "metadata":
                (raw / "r1.toml").write_text("year = 2022", "utf-8")
            case "corrections":
                keys = 'numeral = "2 xã"\ncolumn = "unit"\nvalue = "ấp"\nreason = "x"\ndate = 2022-01-01\n'
                (raw / "r1.corrections.toml").write_text(f"[[correction]]\n{keys}", "utf-8")
            case "wish":
                more = ["--names"]
            case "code":
                monkeypatch.setattr(building, "code_version", lambda: "other")
            case "damage":
                (raw.parent / "out" / "r1" / "datapackage.json").unlink()
                for path in (raw.parent / "out" / "r1").iterdir():
                    path.unlink()
        capsys.readouterr()
        assert run(raw, *more) == 0
        kept = {"wish": 0, "code": 0}.get(change, 3)
        assert f"4 reports ({kept} unchanged)" in capsys.readouterr().err

    def test_counts_are_those_of_the_first_run(self, raw, capsys):
        run(raw)
        first = capsys.readouterr().err.splitlines()[-1]
        run(raw)
        assert capsys.readouterr().err.splitlines()[-1] == first.replace("0 unchanged", "4 unchanged")


@JOBS
def test_one_process_or_two_give_the_same_bytes(raw, jobs, tmp_path):
    assert run(raw, "--jobs", jobs) == 0
    out = tmp_path / "other"
    assert main(["build", "--raw", str(raw), "--out", str(out), "--tables", "--jobs", "1"]) == 0
    assert content(out) == content(raw.parent / "out")


def test_tables_alone_leave_no_old_page(raw):
    assert main(["build", "--raw", str(raw), "--out", str(raw.parent / "out")]) == 0
    assert (raw.parent / "out" / "r0" / "r0.html").is_file()
    (raw.parent / "out" / "r0" / "mine.html").write_text("mine", "utf-8")
    assert run(raw) == 0
    assert sorted(path.name for path in (raw.parent / "out" / "r0").glob("*.[hx]*")) == ["mine.html"]


def test_two_builds_at_once_are_told_apart(raw, capsys):
    with building.locked((raw.parent / "out").resolve()):
        assert run(raw) == 2
    assert "is being written by another run of tvict: wait" in capsys.readouterr().err


def start(raw: Path, jobs: str) -> subprocess.Popen:
    out = str(raw.parent / "out")
    command = [sys.executable, "-m", "tvict", "build", "--raw", str(raw), "--out", out, "--tables", "--jobs", jobs]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(command, **pipes, cwd=ROOT, preexec_fn=interruptible)


@pytest.mark.skipif(os.name == "nt", reason="no signals")
class TestStopped:
    @JOBS
    def test_says_how_far_it_came_and_goes_on_from_there(self, raw, jobs, capsys):
        for number in range(4, 40):
            (raw / f"r{number:02}.txt").write_text(f"Có {number} xã.", "utf-8")
        process = start(raw, jobs)
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 130
        assert re.fullmatch(
            r"tvict: stopped after \d+ of 40 reports, the others are as they were: run again to go on",
            told.splitlines()[-1],
        )
        assert "Traceback" not in told
        assert not [path for path in raw.parent.rglob(".*") if path.name != ".built"]
        done = sum((path / ".built").is_file() for path in (raw.parent / "out").iterdir())
        assert 0 < done < 40
        assert run(raw) == 0
        assert f"40 reports ({done} unchanged)" in capsys.readouterr().err

    def test_killed_it_goes_on_and_clears_what_was_left(self, raw):
        for number in range(4, 12):
            (raw / f"r{number:02}.txt").write_text(f"Có {number} xã.", "utf-8")
        process = start(raw, "2")
        assert process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        for _ in range(100):  # its workers notice within a second
            if run(raw, "--jobs", "1") == 0:
                break
            time.sleep(0.1)
        assert len(list((raw.parent / "out").iterdir())) == 12
        assert not [path for path in raw.parent.rglob(".*") if path.name != ".built"]
        for folder in (raw.parent / "out").iterdir():
            assert json.loads((folder / "datapackage.json").read_text("utf-8"))["tvict"]

    @pytest.mark.parametrize("delay", [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8])
    def test_at_any_moment_is_one_line(self, raw, delay):
        out = str(raw.parent / "out")
        code = (
            "import sys\nimport tvict.__main__\nprint('ready', flush=True)\n"
            f"sys.argv = ['tvict', 'build', '--tables', '--jobs', '1', '--raw', {str(raw)!r}, '--out', {out!r}]\n"
            "tvict.__main__.script()\n"
        )
        for number in range(4, 40):
            (raw / f"r{number:02}.txt").write_text(f"Có {number} xã.", "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=interruptible,
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay + 0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 130, told
        assert re.search(r"^tvict: stopped.*\n\Z", told, re.MULTILINE)
        assert "Traceback" not in told
        assert not [path for path in raw.parent.rglob(".*") if path.name != ".built"]


def test_closed_standard_output_is_one_line():
    for closed in (">&-", ">&- 2>&-"):
        command = f"exec {sys.executable} -m tvict read data/raw/anbinh-2019.txt {closed}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
        assert done.returncode == 2
        assert done.stderr in ("tvict: standard output is closed: leave it open, or lead it to a file\n", "")
        assert "Traceback" not in done.stderr


def test_a_full_output_is_said():
    command = f"exec {sys.executable} -m tvict read data/raw/anbinh-2019.txt >/dev/full"
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"tvict: the output cannot be written \(.*\): make room, or lead it elsewhere\n", done.stderr)


@pytest.mark.parametrize("command", ["read", "check"])
def test_an_input_that_cannot_be_opened_is_not_called_output(tmp_path, command, capsys):
    assert main([command, str(tmp_path / ("x" * 300))]) == 2
    said = capsys.readouterr().err
    assert "write" not in said
    assert len(said.splitlines()) == 1


def test_a_file_name_that_is_not_utf_8_is_read(tmp_path, capsys):
    name = os.fsdecode(b"b\xff.txt")
    (tmp_path / name).write_text("Có 5 xã.", "utf-8")
    for arguments in (["read"], ["read", "--format", "csv"], ["read", "--format", "json"], ["check"]):
        assert main([*arguments, str(tmp_path / name)]) == 0


def test_the_module_of_the_commands_runs_too():
    command = [sys.executable, "-m", "tvict.cli", "read", "data/raw/anbinh-2019.txt"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0
    assert "figure_id" in done.stdout


def test_progress_on_a_terminal_is_a_bar(raw, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert run(raw, "--jobs", "1") == 0
    told = capsys.readouterr().err
    assert "4/4" in told
    assert "reports/s" in told
