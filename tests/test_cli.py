"""The command line, as a person types it: output, exit codes, and one line for everything that can go wrong."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_report import NAMES, RAW

import tvict
from tvict.cli import main
from tvict.tables import TABLES

ROOT = RAW.parents[1]
REPORT = str(RAW / "anbinh-2019.txt")


def run(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tvict", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)


@pytest.fixture(scope="module")
def report():
    return tvict.read(REPORT)


class TestRead:
    def test_csv_is_the_table(self, capsys, report):
        assert main(["read", REPORT, "--table", "numerals", "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert [row["text"] for row in rows] == list(report.numerals["text"])

    @pytest.mark.parametrize("table", TABLES)
    def test_json_is_every_table_with_null_for_missing(self, capsys, report, table):
        assert main(["read", REPORT, "--table", table, "--format", "json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        frame = getattr(report, table)
        assert len(rows) == len(frame)
        assert all(list(row) == list(frame.columns) for row in rows)
        for row, (_, expected) in zip(rows, frame.iterrows(), strict=True):
            assert [value is None for value in row.values()] == list(expected.isna())

    def test_table_fits_the_eye(self, capsys, report):
        assert main(["read", REPORT]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == len(report.figures) + 1
        assert lines[0].split()[0] == "figure_id"
        assert lines[0].split()[-1] == "text"
        assert not {"report", "start", "end"} & set(lines[0].split())
        column = lines[0].index("value")
        assert all(line[column - 1] == " " for line in lines), "columns are aligned"

    def test_output_is_utf_8_whatever_the_shell_says(self):
        done = run("read", REPORT, "--format", "csv", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
        assert done.returncode == 0
        assert "đồng" in done.stdout

    def test_a_pipe_that_closes_is_no_error(self):
        command = f"{sys.executable} -m tvict read {REPORT} --format json | head -1"
        done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
        assert done.stdout == "[\n"
        assert done.stderr == ""


class TestQuote:
    def test_prints_the_passage(self, capsys, report):
        first = int(report.figures["figure_id"].iloc[0])
        assert main(["quote", REPORT, str(first)]) == 0
        assert capsys.readouterr().out == report.quote(first) + "\n"

    def test_of_no_figure_is_told(self, capsys):
        assert main(["quote", REPORT, "99999"]) == 2
        assert "anbinh-2019 has no figure 99999" in capsys.readouterr().err


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checks")
    texts = {
        "holds": "Đã triển khai cho 577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 106).",
        "differs": "Đã triển khai cho 120 cơ quan (cấp tỉnh: 5, cấp huyện: 9, cấp xã: 106).\n\n"
        "Đã triển khai cho 577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 107).",
        "alone": "Có 5 xã.",
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


class TestCheck:
    @pytest.mark.parametrize(("name", "code"), [("holds", 0), ("differs", 1), ("alone", 0)])
    def test_exit_code_says_whether_any_differs(self, capsys, files, name, code):
        assert main(["check", str(files / f"{name}.txt")]) == code
        lines = capsys.readouterr().out.splitlines()
        first = {"holds": "adding up ", "differs": "not adding up ", "alone": "no checks"}
        assert lines[0].startswith(first[name])
        last = {"holds": "1 check: 1 adding up", "differs": "3 checks: 1 not adding up, 1 not checked, 1 adding up"}
        assert name not in last or lines[-1] == last[name]
        assert (name == "differs") == any("⟦" in line for line in lines)

    def test_a_difference_is_told_with_its_subject_and_its_passage(self, capsys, tmp_path):
        path = tmp_path / "r.txt"
        path.write_text("Có 4 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận)." + " Việc khác." * 40, "utf-8")
        for language, words in (("vi", "báo cáo in 4, liệt kê 3"), ("en", "the report prints 4 and lists 3")):
            assert main(["check", str(path), "--lang", language]) == 1
            told, passage, _ = capsys.readouterr().out.splitlines()
            assert told.startswith({"vi": "không khớp  đếm danh sách", "en": "not adding up  count"}[language])
            assert "huyện" in told.partition(words)[0]
            assert passage.strip().startswith("Có ⟦4 huyện⟧ đạt chuẩn (Tân Lập")
            assert passage.endswith(" …")
            assert len(passage.strip()) < 130

    def test_differences_come_first(self, capsys, files):
        assert main(["check", str(files / "differs.txt"), "--format", "json"]) == 1
        verdicts = [row["verdict"] for row in json.loads(capsys.readouterr().out)]
        assert verdicts[0] == "differs"
        assert "holds" in verdicts
        assert verdicts.index("holds") > verdicts.index("differs")


class TestBuild:
    def test_writes_what_save_writes(self, tmp_path, capsys, report):
        assert main(["build", "--raw", str(RAW), "--out", str(tmp_path / "built")]) == 0
        printed = capsys.readouterr()
        names = sorted([*NAMES, "tanloc-2022"])
        assert printed.out.split() == [str(tmp_path / "built" / name) for name in [*names, "index.html"]]
        lines = printed.err.splitlines()
        notice = f"tvict: {RAW / 'tanloc-2022.docx'}: tracked deletions left out: 1"
        assert [line for line in lines if line[0] == "["] == [f"[{i}/3] {name}" for i, name in enumerate(names, 1)]
        assert notice in lines
        assert re.fullmatch(r"tvict: 3 reports \(0 unchanged\), \d+ figures, \d+ differences", lines[-1])
        report.save(tmp_path / "saved")
        for path in (tmp_path / "saved").iterdir():
            assert (tmp_path / "built" / "anbinh-2019" / path.name).read_bytes() == path.read_bytes()

    def test_tells_no_progress_of_one_report(self, tmp_path, capsys):
        (tmp_path / "raw").mkdir()
        (tmp_path / "raw" / "one.md").write_text("Có 5 xã.", "utf-8")
        assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "built")]) == 0
        assert capsys.readouterr().err == "tvict: 1 figures, 0 differences\n"
        assert (tmp_path / "built" / "one" / "figures.csv").is_file()

    @pytest.mark.parametrize(
        ("files", "said"),
        [([], "holds no report"), (None, "is no folder")],
    )
    def test_a_folder_that_cannot_be_built_is_told(self, tmp_path, capsys, files, said):
        raw = tmp_path / "raw"
        if files == []:
            raw.mkdir()
        assert main(["build", "--raw", str(raw), "--out", str(tmp_path / "built")]) == 2
        assert said in capsys.readouterr().err
        assert not (tmp_path / "built").exists()

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path, capsys):
        (tmp_path / "built").write_text("a file", "utf-8")
        assert main(["build", "--raw", str(RAW), "--out", str(tmp_path / "built")]) == 2
        assert "is a file" in capsys.readouterr().err.splitlines()[-1]

    @pytest.mark.skipif(os.name == "nt", reason="no signals")
    def test_a_termination_leaves_the_old_files(self, tmp_path):
        """Stop the build while it writes: a writer that sleeps holds it there."""
        script = (
            "import sys, time, tvict.report, tvict.__main__\n"
            "def slow(folder, *args, **kwargs):\n"
            "    (folder / 'half').write_text('x')\n"
            "    print('writing', flush=True)\n"
            "    time.sleep(60)\n"
            "tvict.report.write_package = slow\n"
            f"sys.argv = {['tvict', 'build', '--jobs', '1', '--raw', str(RAW), '--out', str(tmp_path / 'built')]}\n"
            "tvict.__main__.script()\n"
        )
        old = tmp_path / "built" / "anbinh-2019"
        old.mkdir(parents=True)
        (old / "datapackage.json").write_text("old", "utf-8")
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 143
        process.stdout.close()
        assert [path.name for path in old.iterdir()] == ["datapackage.json"]
        assert [path.name for path in old.parent.iterdir()] == ["anbinh-2019"]


BAD = {
    "missing": (None, "does not exist"),
    "folder": ("folder", "is a folder"),
    "empty": (b"", "is empty"),
    "binary": (bytes(range(256)), "binary"),
    "undecidable": ("Příliš žluťoučký kůň".encode("cp1250") * 9, "encoding that cannot be told"),
}


def test_a_text_without_a_figure_is_not_taken_for_one_that_adds_up(tmp_path, capsys):
    path = tmp_path / "r.txt"
    path.write_text("Không có số nào.", "utf-8")
    for form in ("table", "json"):
        assert main(["check", str(path), "--format", form, "--lang", "vi"]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert (
            printed.err
            == f"tvict: {path} không có số liệu nào nên không kiểm tra được gì: hãy nêu báo cáo có số liệu\n"
        )


def test_a_folder_that_is_given_where_none_is_taken_is_told_what_is_meant(tmp_path, capsys):
    for command in ("build", "charts"):
        with pytest.raises(SystemExit) as stopped:
            main([command, "reports", "--lang", "vi"])
        assert stopped.value.code == 2
        told = f"{command} không nhận reports: nêu thư mục báo cáo bằng --raw reports"
        assert capsys.readouterr().err.splitlines()[-1] == f"tvict: lỗi: {told}"
    with pytest.raises(SystemExit):
        main(["build", "--rwa", "reports", "--lang", "vi"])
    assert "không có tham số --rwa" in capsys.readouterr().err
    (tmp_path / "r.txt").write_text("Có 5 xã.", "utf-8")
    assert main(["panel", str(tmp_path), "--lang", "vi"]) == 2
    assert f"nêu tên từng báo cáo: {tmp_path}/* là mọi báo cáo trong {tmp_path}" in capsys.readouterr().err


def test_files_of_a_folder_that_are_no_reports_are_told(tmp_path, capsys):
    for name in ("r.txt", "bảng.csv", "r.toml", "README.md", ".ẩn", "~$r.docx"):
        (tmp_path / name).write_text("Có 5 xã.", "utf-8")
    (tmp_path / "r.toml").write_text('title = "Báo cáo"\n', "utf-8")
    build = ["build", "--raw", str(tmp_path), "--tables", "--out", str(tmp_path / "out")]
    for command in (build, ["corpus", str(tmp_path), str(tmp_path / "all")]):
        assert main([*command, "--lang", "vi"]) == 0
        err = capsys.readouterr().err
        told = [line for line in err.splitlines() if "bỏ qua" in line]
        assert "~$" not in err  # the lock of a file that Word holds open
        assert told == ["tvict: bỏ qua, vì không phải loại tệp đọc được: bảng.csv"]
    main(["charts", "--raw", "data/raw", "--out", str(tmp_path / "charts")])
    assert "passed over" not in capsys.readouterr().err


@pytest.mark.parametrize("command", [["read"], ["check"], ["quote"]])
@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_code_2(tmp_path, capsys, command, case):
    content, said = BAD[case]
    path = tmp_path / "input.txt"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    arguments = [*command, str(path), *(["1"] if command == ["quote"] else [])]
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert printed.err.startswith(f"tvict: {path} ")
    assert said in printed.err
    assert sorted(tmp_path.iterdir()) == before


def test_what_was_decided_is_said_on_standard_error(tmp_path, capsys):
    (tmp_path / "r.txt").write_bytes("Có 5 xã và 6 huyện.".encode("utf-16-le"))
    assert main(["read", str(tmp_path / "r.txt")]) == 0
    assert "read as utf-16-le" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "told"), [("en", "please report this"), ("vi", "xin báo lỗi này")])
def test_a_fault_of_the_program_is_no_difference(language, told, capsys, files, monkeypatch):
    def failing(*_):
        raise IndexError("out of range")

    monkeypatch.setitem(tvict.cli.RUN, "check", failing)
    assert main(["check", str(files / "alone.txt"), "--lang", language]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "IndexError: out of range (test_cli.py:" in line
    assert told in line


@pytest.mark.parametrize(
    "arguments", [[], ["sing"], ["read"], ["quote", REPORT, "x"], ["read", REPORT, "--table", "x"]]
)
def test_wrong_arguments_exit_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: tvict" in capsys.readouterr().err


def test_version():
    assert run("--version").stdout == f"tvict {tvict.__version__}\n"


@pytest.mark.timed
def test_help_is_quick():
    """Under 0.2 s on an idle machine; here against a bare start of Python, so that a busy one does not matter."""

    def best(*command: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], capture_output=True, check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert best("-m", "tvict", "--help") < max(0.2, 6 * best("-c", "pass"))


@pytest.mark.parametrize("command", ["", "build", "corpus", "charts", "read", "quote", "check", "bundle", "diff"])
def test_help_tells_every_option(command):
    text = run(*command.split(), "--help").stdout
    assert text.startswith("usage: tvict")
    for option in re.findall(r"^  (-{0,2}\w+)", text, re.MULTILINE):
        line = re.search(rf"^  {re.escape(option)}\b.*(?:\n {{4,}}.*)*", text, re.MULTILINE).group()
        assert len(line.split()) > 1 or option in ("FILE",), f"{option} is not explained"


def test_documents_name_every_command():
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("build", "corpus", "charts", "read", "quote", "check", "bundle", "diff"):
        assert f"tvict {command}" in readme


def test_paths_stay_readable_in_messages(capsys):
    assert main(["read", str(Path("nowhere") / "r.txt")]) == 2
    assert capsys.readouterr().err == f"tvict: {Path('nowhere') / 'r.txt'} does not exist: check the path\n"
