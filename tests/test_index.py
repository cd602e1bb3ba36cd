"""The index of a folder of saved reports: one row each, with the way to its files, and nothing of strangers."""

import re

import tvict
from tvict.publishing.index import write_index

WRONG = "Toàn tỉnh có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã)."


def test_each_report_has_a_row_worst_first_with_links_that_lead_to_files(tmp_path):
    tvict.parse("Có 5 xã.", name="dung").save(tmp_path / "dung")
    tvict.parse(WRONG, name="sai số").save(tmp_path / "sai số")
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "ghi-chu.txt").write_text("mine", "utf-8")
    written = write_index(tmp_path).read_text("utf-8")
    titles = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', written)
    assert titles == ["sai số", "dung"]
    assert "1 không khớp" in written
    links = re.findall(r'href="([^"d][^"]*)"', written) + re.findall(r'href="(dung[^"]*)"', written)
    for link in links:
        assert (tmp_path / link.replace("%20", " ").replace("%E1%BB%91", "ố")).is_file(), link
    assert {link.partition(".")[2] for link in links} == {"html", "xlsx", "phieu-kiem-tra.docx"}
    assert "khac" not in written


def test_what_a_report_is_called_is_no_markup(tmp_path):
    tvict.parse("Có 5 xã.", name="a&<b>").save(tmp_path / "x")
    assert "a&amp;&lt;b&gt;" in write_index(tmp_path).read_text("utf-8")


def test_an_empty_folder_has_one_too_and_two_are_the_same_bytes(tmp_path):
    assert "Chưa có báo cáo nào." in write_index(tmp_path).read_text("utf-8")
    before = (tmp_path / "index.html").read_bytes()
    assert write_index(tmp_path).read_bytes() == before
