"""What a new reader reads otherwise, told by places in the text and never by numbers of figures."""

import pandas as pd
import pytest
from test_report import handmade

import tvict
from tvict.cli import main
from tvict.diff import Difference, diff
from tvict.errors import LoadError
from tvict.publishing.package import csv_text

TEXT = "Có 5 xã, 7 thôn; tăng 3 xã; tỷ lệ 40%."
OLD = [("5 xã", "level"), ("7 thôn", "level"), ("3 xã", "change")]


@pytest.fixture
def save(tmp_path):
    """Save a report made of (words, role) pairs, cells changed by (words, column)."""

    def write(name, figures, cells=None, text=TEXT):
        report = handmade(text, *figures)
        folder = tmp_path / name
        report.save(folder)
        table = report.figures
        for (words, column), value in (cells or {}).items():
            table.loc[table["text"] == words, column] = value
        (folder / "figures.csv").write_text(csv_text("figures", table), "utf-8-sig")
        return folder

    return write


def test_nothing_differs_between_two_of_the_same(save):
    assert diff(save("old", OLD), save("new", OLD)) == []


def test_gained_lost_and_changed_figures_are_told_in_order(save):
    old = save("old", OLD)
    new = save("new", [OLD[0], OLD[2], ("40%", "share")], {("5 xã", "unit"): "xã", ("5 xã", "value"): 6.0})
    assert diff(old, new) == [
        Difference(3, "5 xã", "changed", (("value", "5", "6"), ("unit", "–", "xã"))),
        Difference(9, "7 thôn", "lost"),
        Difference(34, "40%", "gained"),
    ]


def test_a_figure_that_moved_to_another_number_has_not_changed(save):
    """The third figure leads to the first in both; between them one is gone, so numbers differ and places do not."""
    of_first = {("3 xã", "of_id"): 0}
    old = save("old", OLD, of_first)
    new = save("new", [OLD[0], OLD[2]], of_first)
    assert [difference.kind for difference in diff(old, new)] == ["lost"]


def test_a_link_to_another_figure_is_told_in_its_words(save):
    old = save("old", OLD, {("3 xã", "of_id"): 0})
    new = save("new", OLD, {("3 xã", "of_id"): 1})
    (difference,) = diff(old, new)
    assert difference.cells == (("of_id", "5 xã (3)", "7 thôn (9)"),)


def test_two_texts_are_not_compared(save, tmp_path):
    old = save("old", OLD)
    report = tvict.parse(TEXT, name="other")
    report.save(tmp_path / "other")
    with pytest.raises(LoadError, match=r"are not of the same text \(report made and other\): give two folders"):
        diff(old, tmp_path / "other")
    for name in ("one", "two"):
        path = tmp_path / name / "r.txt"
        path.parent.mkdir()
        path.write_text(f"Có 5 xã. {name}", "utf-8")
        tvict.read(path).save(tmp_path / f"saved-{name}")
    with pytest.raises(LoadError, match="sha256"):
        diff(tmp_path / "saved-one", tmp_path / "saved-two")


def test_a_folder_of_an_older_version_is_read_as_far_as_needed(save):
    old, new = save("old", OLD), save("new", OLD)
    (old / "corrections.csv").unlink()
    assert diff(old, new) == []
    with pytest.raises(LoadError):
        tvict.load(old)


def test_the_command_prints_them_and_tells_by_its_exit_code(save, capsys):
    old, new = save("old", OLD), save("new", OLD[:2], {("5 xã", "role"): "plan"})
    assert main(["diff", str(old), str(new)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "changed        3  5 xã",
        "                  role: level → plan",
        "lost          22  3 xã",
        "1 lost, 1 changed",
    ]
    assert main(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "no figure is read otherwise\n"
    assert main(["diff", str(old), str(old / "none")]) == 2


def test_a_real_report_against_its_corrected_self(tmp_path):
    raw = tmp_path / "r.txt"
    raw.write_text("Doanh thu đạt 76 tỷ đồng, tăng 5% so với năm 2021.", "utf-8")
    tvict.read(raw).save(tmp_path / "old")
    raw.with_suffix(".corrections.toml").write_text(
        '[[correction]]\nnumeral = "5%"\ncolumn = "value"\nvalue = -5\nreason = "x"\ndate = 2026-01-02\n', "utf-8"
    )
    tvict.read(raw).save(tmp_path / "new")
    (difference,) = diff(tmp_path / "old", tmp_path / "new")
    told = {column: (old, new) for column, old, new in difference.cells}
    assert told["value"] == ("5", "-5")
    assert told["quality"] == ("–", "corrected")
    assert pd.notna(tvict.load(tmp_path / "new").figures["value"]).all()
