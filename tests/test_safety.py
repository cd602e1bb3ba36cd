"""Nothing lost and nothing let in: folders from strangers, odd settings, odd names, whatever is thrown at it."""

import csv
import errno
import hashlib
import json
import os
import shutil
import sys
import types
import zipfile
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
from test_corrections import correction

import tvict
from tvict.cli import main
from tvict.errors import LoadError, ReadError, SaveError
from tvict.publishing import staging
from tvict.publishing.bundle import bundle
from tvict.publishing.markdown import plain
from tvict.publishing.package import load_tables
from tvict.tables import frame

TEXT = "Doanh thu bưu chính ước đạt 76 tỷ đồng, giảm 13,24% so với năm 2021. Có 12 xã (A 5 xã, B 7 xã).\n"


@pytest.fixture(scope="module")
def written_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once") / "made"
    tvict.parse(TEXT, "made").save(folder)
    return folder


@pytest.fixture
def saved(written_once, tmp_path):
    return shutil.copytree(written_once, tmp_path / "made")


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "made.txt").write_text(TEXT, "utf-8")
    return tmp_path / "raw"


class TestFoldersOfOthers:
    def test_a_package_of_somebody_else_is_not_swapped(self, tmp_path):
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        (theirs / "thesis.csv").write_text("mine", "utf-8")
        resources = [{"name": "thesis", "path": "thesis.csv"}]
        (theirs / "datapackage.json").write_text(json.dumps({"name": "thesis", "resources": resources}), "utf-8")
        before = {path.name: path.read_bytes() for path in theirs.iterdir()}
        with pytest.raises(SaveError, match=r"datapackage\.json"):
            tvict.parse(TEXT).save(theirs)
        assert {path.name: path.read_bytes() for path in theirs.iterdir()} == before

    @pytest.mark.parametrize("path", ["thesis.docx", "../secret.csv", "notes.csv", "sub/notes.csv", "/etc/passwd"])
    def test_what_a_manifest_lists_of_others_stays(self, saved, path):
        manifest = json.loads((saved / "datapackage.json").read_text("utf-8"))
        manifest["resources"].append({"name": "x", "path": path, "hash": "sha256:0"})
        (saved / "datapackage.json").write_text(json.dumps(manifest), "utf-8")
        if not path.startswith("/"):
            (saved / path).parent.mkdir(exist_ok=True)
            (saved / path).write_text("mine", "utf-8")
        tvict.parse(TEXT, "made").save(saved)
        assert path.startswith("/") or (saved / path).read_text("utf-8") == "mine"

    @pytest.mark.parametrize("path", ["/etc/hostname", "../secret.txt", "sub/secret.txt", "secret.txt"])
    def test_a_bundle_holds_only_tables(self, saved, tmp_path, path):
        (tmp_path / "secret.txt").write_text("secret", "utf-8")
        (saved / "sub").mkdir()
        for place in (saved, saved / "sub"):
            (place / "secret.txt").write_text("secret", "utf-8")
        manifest = json.loads((saved / "datapackage.json").read_text("utf-8"))
        manifest["resources"].append({"name": "x", "path": path})
        (saved / "datapackage.json").write_text(json.dumps(manifest), "utf-8")
        with zipfile.ZipFile(bundle(saved)) as made:
            assert not [name for name in made.namelist() if "secret" in name or "host" in name]

    def test_a_report_named_by_a_stranger_names_no_file(self, saved, tmp_path):
        (tmp_path / "secret.html").write_text("secret", "utf-8")
        rows = (saved / "sources.csv").read_text("utf-8-sig").replace("made", "../secret", 1)
        (saved / "sources.csv").write_text(rows, "utf-8-sig")
        with zipfile.ZipFile(bundle(saved)) as made:
            assert not [name for name in made.namelist() if ".." in name]

    @pytest.mark.parametrize("name", ["figures.csv", "README.md", "made.html", "sources.csv", "datapackage.json"])
    def test_no_link_is_followed(self, saved, tmp_path, name):
        (tmp_path / "elsewhere").write_bytes((saved / name).read_bytes())
        (saved / name).unlink()
        (saved / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(LoadError, match=r"link|none that tvict wrote"):
            bundle(saved)

    def test_load_follows_no_link(self, saved, tmp_path):
        (saved / "figures.csv").rename(tmp_path / "elsewhere.csv")
        (saved / "figures.csv").symlink_to(tmp_path / "elsewhere.csv")
        with pytest.raises(LoadError, match=r"figures\.csv is a link"):
            tvict.load(saved)

    def test_charts_that_are_links_stay_out(self, saved, tmp_path):
        (tmp_path / "secret.svg").write_text("secret", "utf-8")
        charts = tmp_path / "charts"
        charts.mkdir()
        (charts / "own.svg").write_text("<svg/>", "utf-8")
        (charts / "away.svg").symlink_to(tmp_path / "secret.svg")
        (charts / "folder").symlink_to(tmp_path)
        with zipfile.ZipFile(bundle(saved, charts=charts)) as made:
            assert [Path(name).name for name in made.namelist() if name.endswith(".svg")] == ["own.svg"]


MALFORMED = [
    b"",
    b"[]",
    b"null",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b"{}",
    b'{"tvict": 5, "resources": []}',
    b'{"tvict": {"version": 1, "lexicon": null}, "resources": []}',
    b'{"tvict": {"version": "1", "lexicon": "a"}, "resources": {}}',
    b'{"tvict": {"version": "1", "lexicon": "a"}}',
]


@pytest.mark.parametrize("content", MALFORMED)
def test_a_malformed_manifest_is_a_line(saved, content, capsys):
    (saved / "datapackage.json").write_bytes(content)
    for refuse in (bundle, tvict.load):
        with pytest.raises(LoadError, match="none that tvict wrote"):
            refuse(saved)
    assert main(["bundle", str(saved)]) == 2
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("tvict: ")


@pytest.mark.parametrize("resources", [[5], [None], [{}], [{"path": 5}], [{"path": None}], ["figures.csv"]])
def test_odd_resources_are_no_crash(saved, resources):
    manifest = json.loads((saved / "datapackage.json").read_text("utf-8"))
    (saved / "datapackage.json").write_text(json.dumps({**manifest, "resources": resources}), "utf-8")
    with zipfile.ZipFile(bundle(saved)) as made:
        assert [name for name in made.namelist() if name.endswith("/datapackage.json")]
    tvict.parse(TEXT, "made").save(saved)
    assert len(tvict.load(saved).figures) == 5


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("estimate", "maybe", "estimate is 'maybe' in row 2"),
        ("role", "king", "role is 'king' in row 2"),
        ("text", "", "text is nan in row 2"),
        ("value", "inf", "value is .*inf.* in row 2"),
        ("figure_id", "x", "figures|figure_id|parse"),
    ],
)
def test_cells_that_the_schema_does_not_allow_are_refused(saved, column, cell, said):
    with (saved / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[2][rows[0].index(column)] = cell
    with (saved / "figures.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with pytest.raises(LoadError, match=said) as refused:
        tvict.load(saved)
    assert "\n" not in str(refused.value)


METADATA = {
    "year of 20 digits": "year = 99999999999999999999",
    "year of 5000 digits": f"year = {'9' * 5000}",
    "year before Christ": "year = -5",
    "NUL in a title": 'title = "a\\u0000b"',
    "two lines": 'title = """a\nb"""',
    "a title without end": f'title = "{"a" * 10**6}"',
    "a title of 3000 letters": f'title = "{"a" * 3000}"',
    "no title": 'title = ""',
    "year in words": 'year = "2022"',
    "year as a float": "year = 2022.0",
    "a table": "[title]\na = 1",
    "no area": 'area = "Trà Vinh"',
    "deep": f"title = {'[' * 5000}",
    "not UTF-8": "\udcff",
    "a date that is none": "year = 2022-13-01",
}


@pytest.mark.parametrize("written", METADATA.values(), ids=METADATA)
def test_odd_metadata_are_a_line(raw, written, capsys):
    (raw / "made.toml").write_bytes(written.encode("utf-8", "surrogateescape"))
    assert main(["read", str(raw / "made.txt")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("tvict: ")
    assert len(line) < 500


def test_a_byte_order_mark_is_read(raw):
    (raw / "made.toml").write_bytes('﻿title = "Báo cáo"\n'.encode())
    (raw / "made.corrections.toml").write_bytes(("\ufeff" + correction()).encode())
    report = tvict.read(raw / "made.txt")
    assert report.metadata.title == "Báo cáo"
    assert len(report.corrections) == 1


CORRECTIONS = {
    "value inf": {"column": '"value"', "value": "inf"},
    "value nan": {"column": '"value"', "value": "nan"},
    "value 1e400": {"column": '"value"', "value": "1e400"},
    "value of 5000 digits": {"column": '"value"', "value": "9" * 5000},
    "scale 0": {"column": '"scale"', "value": "0"},
    "scale -1": {"column": '"scale"', "value": "-1"},
    "scale 2^70": {"column": '"scale"', "value": str(2**70)},
    "decimals 10^9": {"column": '"decimals"', "value": "1000000000"},
    "decimals -1": {"column": '"decimals"', "value": "-1"},
    "low above high": {"column": '"low"', "value": "99e15"},
    "low nan": {"column": '"low"', "value": "nan"},
    "period abc": {"column": '"period"', "value": '"abc"'},
    "period of month 99": {"column": '"period"', "value": '"2022-99-99/P9M"'},
    "period of day 31 February": {"column": '"period"', "value": '"2022-02-31/P9M"'},
    "as of yesterday": {"column": '"as_of"', "value": '"yesterday"'},
    "as of no day": {"column": '"as_of"', "value": '"2022-02-30"'},
    "base of itself": {"column": '"base_id"', "value": "28"},
    "parent of itself": {"column": '"parent_id"', "value": "28"},
    "parent below 0": {"column": '"parent_id"', "value": "-5"},
    "parent of 30 digits": {"column": '"parent_id"', "value": "9" * 30},
    "a time, no day": {"date": "2022-01-01T10:00:00"},
    "a reason of a million letters": {"reason": f'"{"a" * 10**6}"'},
    "NUL in a reason": {"reason": '"a\\u0000"'},
    "NUL in a value": {"value": '"a\\u0000"'},
    "a numeral of a million digits": {"numeral": f'"{"7" * 10**6}"'},
    "a list": {"value": "[1, 2]"},
    "start below 0": {"start": "-1"},
}


@pytest.mark.parametrize("changes", CORRECTIONS.values(), ids=CORRECTIONS)
def test_odd_corrections_are_a_line(raw, changes, capsys):
    assert TEXT[28:33] == "76 tỷ"
    (raw / "made.corrections.toml").write_text(correction(**changes), "utf-8")
    assert main(["read", str(raw / "made.txt")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("tvict: ")
    assert len(line) < 500


def test_links_that_lead_in_a_circle_are_refused(raw):
    at = [TEXT.index("12 xã"), TEXT.index("5 xã")]
    circle = [
        correction(numeral=f'"{TEXT[here : here + 4]}"', start=str(here), column='"parent_id"', value=str(there))
        for here, there in (at, at[::-1])
    ]
    (raw / "made.corrections.toml").write_text("\n".join(circle), "utf-8")
    with pytest.raises(ReadError, match="back to itself"):
        tvict.read(raw / "made.txt")


class TestCsv:
    WORDS = ("=1+1", "+5", "-5", "@x", "'=x", "'", "5 xã", "\t=1")

    @pytest.fixture
    def table(self):
        return frame("lists", [{"figure_id": 0, "start": 0, "end": 1, "text": word} for word in self.WORDS], report="r")

    def test_no_cell_is_a_formula_and_all_come_back(self, saved, table):
        from tvict.publishing.package import csv_text

        (saved / "lists.csv").write_bytes(csv_text("lists", table).encode("utf-8-sig"))
        with (saved / "lists.csv").open(encoding="utf-8-sig", newline="") as file:
            cells = [row["text"] for row in csv.DictReader(file)]
        assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
        assert list(load_tables(saved, ["lists"])["lists"]["text"]) == list(self.WORDS)

    def test_frictionless_reads_the_same_but_for_the_apostrophe(self, raw, tmp_path):
        (raw / "made.toml").write_text('issuer = "=HYPERLINK(1)"', "utf-8")
        tvict.read(raw / "made.txt").save(tmp_path / "out")
        package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
        assert package.validate().valid
        assert package.get_resource("sources").read_rows()[0]["issuer"] == "'=HYPERLINK(1)"
        assert tvict.load(tmp_path / "out").sources.loc[0, "issuer"] == "=HYPERLINK(1)"

    def test_numbers_stay_numbers(self, saved):
        with (saved / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
            assert not [cell for row in csv.DictReader(file) for cell in row.values() if cell.startswith("'")]


def test_markdown_of_metadata_is_words(raw, tmp_path):
    title = "# <script>x</script> [a](b) | *c* `d`"
    (raw / "made.toml").write_text(
        f"title = '{title}'\nissuer = '<img src=x>'\nsource = '[x](javascript:x)'\n", "utf-8"
    )
    tvict.read(raw / "made.txt").save(tmp_path / "out")
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "<script>" not in readme
    assert "<img" not in readme
    assert "[x](" not in readme
    assert readme.startswith(f"# {plain(title)}\n")
    with zipfile.ZipFile(bundle(tmp_path / "out")) as made:
        (readme,) = (name for name in made.namelist() if name.endswith("/README.md"))
        assert b"<script>" not in made.read(readme)


def test_what_is_missing_is_never_an_empty_text_nor_endless():
    row = {"subject": "", "figure_ids": "0", "basis": "stated", "bound": "exact", "estimate": False}
    for value in (float("inf"), float("-inf"), Decimal("1e400")):
        table = frame("history", [{**row, "value": value}], report="r")
        assert table[["subject", "value"]].isna().all(axis=None)


class TestSwap:
    def test_a_folder_is_never_missing(self, saved, tmp_path):
        """While one run swaps it a hundred times, another always finds it."""
        if not staging._exchange(*self.two(tmp_path)):
            pytest.skip("this file system swaps in two steps")
        new = tmp_path / "new"
        new.mkdir()
        missing = 0
        child = os.fork()
        if child == 0:
            for _ in range(300):
                staging._swap(new, saved)
            os._exit(0)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            missing += not saved.exists()
        assert missing == 0

    @staticmethod
    def two(folder: Path) -> tuple[Path, Path]:
        one, other = folder / "one", folder / "other"
        one.mkdir()
        other.mkdir()
        return one, other

    def test_leftovers_of_killed_runs_are_cleared(self, saved):
        left = saved.with_name(".made.new-99999")
        left.mkdir()
        (left / "x").write_text("x", "utf-8")
        saved.with_name(".made.old").mkdir()
        others = saved.with_name(".other.new-99999")
        others.mkdir()
        tvict.parse(TEXT, "made").save(saved)
        assert sorted(path.name for path in saved.parent.iterdir()) == [".other.new-99999", "made"]

    def test_another_run_is_told(self, saved):
        before = {path.name: path.read_bytes() for path in saved.iterdir()}
        with (
            staging.locked(saved.resolve()),
            pytest.raises(SaveError, match="is being written by another run of tvict: wait"),
        ):
            tvict.parse("Có 6 xã.", "made").save(saved)
        assert {path.name: path.read_bytes() for path in saved.iterdir()} == before
        tvict.parse("Có 6 xã.", "made").save(saved)
        assert len(tvict.load(saved).figures) == 1

    def test_another_run_is_told_on_windows_too(self, saved, monkeypatch):
        """The locks of Windows, played by those of this system: they go with the file, which cannot go while open."""
        fcntl = pytest.importorskip("fcntl")

        def locking(number, mode, count):
            assert (mode, count) == (2, 1)
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)

        monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
        monkeypatch.setattr(sys, "platform", "win32")
        with staging.locked(saved.resolve()):
            with pytest.raises(SaveError, match="another run"), staging.locked(saved.resolve()):
                pass
            assert saved.with_name(".made.lock").exists()
        assert not saved.with_name(".made.lock").exists()
        tvict.parse("Có 6 xã.", "made").save(saved)
        assert [path.name for path in saved.parent.iterdir()] == ["made"]

    def test_a_lock_left_by_a_killed_run_locks_nobody_out(self, saved):
        saved.with_name(".made.lock").write_text("", "utf-8")
        tvict.parse(TEXT, "made").save(saved)
        assert [path.name for path in saved.parent.iterdir()] == ["made"]

    def test_a_name_too_long_is_said(self, tmp_path):
        with pytest.raises(SaveError, match="the name is too long"):
            tvict.parse(TEXT).save(tmp_path / ("x" * 300))


def test_the_hash_of_every_table_is_its_own(saved):
    for entry in json.loads((saved / "datapackage.json").read_text("utf-8"))["resources"]:
        assert entry["hash"] == "sha256:" + hashlib.sha256((saved / entry["path"]).read_bytes()).hexdigest()


def test_letters_that_no_encoding_has_are_no_crash(tmp_path):
    report = tvict.parse("Có 5 xã \ud800 và 7 ấp \udfff.", "odd\ud800")
    report.save(tmp_path / "out")
    assert list(tvict.load(tmp_path / "out").figures["value"]) == [5.0, 7.0]
    assert isinstance(report._repr_html_(), str)


LONG_NUMBERS = [
    "Có 12345678901234567890123456789 hộ, trong đó: xã A 12345678901234567890123456780 hộ, xã B 9 hộ.",
    "Tổng 12345678901234567890 tỷ đồng (A: 12345678901234567880 tỷ, B: 10 tỷ).",
    "Tăng 99999999999999999999999999999999,5% so với 5 xã.",
    f"Đạt {'9' * 400} hộ (A {'9' * 399} hộ, B 1 hộ), tăng 5%.",
]


@pytest.mark.parametrize("text", LONG_NUMBERS)
def test_numbers_of_many_digits_are_no_crash(tmp_path, text):
    tvict.parse(text, "long").save(tmp_path / "out")
    figures = tvict.load(tmp_path / "out").figures
    assert len(figures) > 1
    assert not figures["value"].isin([float("inf")]).any()


def test_full_disk_and_odd_system_errors_stay_one_line(saved, monkeypatch):
    def failing(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(SaveError, match="Input/output error, choose another folder"):
        tvict.parse(TEXT).save(saved)


def test_a_text_that_no_report_comes_near_is_refused(tmp_path, capsys):
    (tmp_path / "huge.txt").write_bytes(b"5 " * (10 * 2**20 + 1))
    assert main(["read", str(tmp_path / "huge.txt")]) == 2
    assert "huge.txt has more than 20 MB: give the report alone" in capsys.readouterr().err
    with pytest.raises(ReadError, match="more than 20,000,000 characters"):
        tvict.parse("5 " * 10_000_001)
