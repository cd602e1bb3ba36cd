"""Names of persons and their numbers stand in nothing made from a report; places and bodies keep theirs."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

import tvict
from tvict.names import Names, masked

SENTENCES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
RAW = Path(__file__).parents[1] / "data" / "raw"
MARKED = re.compile(r"⟦(.*?)⟧", re.DOTALL)


def test_there_are_sixty_of_each():
    assert [len(set(SENTENCES[name])) for name in ("named", "nameless")] == [60, 60]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("marked", [*SENTENCES["named"], *SENTENCES["numbers"]])
def test_names_and_numbers_become_an_ellipsis(marked, form):
    marked = unicodedata.normalize(form, marked)
    assert masked(MARKED.sub(r"\1", marked)) == MARKED.sub("…", marked)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", [*SENTENCES["nameless"], *SENTENCES["numberless"], "", "5"])
def test_places_bodies_and_quantities_stay(text, form):
    text = unicodedata.normalize(form, text)
    assert masked(text) == text


def test_a_name_is_known_again_in_words_made_of_the_text():
    names = Names.of("Thăm Mẹ VNAH Nguyễn Thị Lành và ông Ngô Phú: 5 triệu đồng.")
    assert names.hide("nguyễn Thị Lành nhận") == "… nhận"
    assert names.hide("Thị Lành, Ngô Phú") == "…, …"
    assert names.hide("An Lành, Tân Phú") == "An Lành, Tân Phú"


def test_a_stretch_of_the_text_is_shown_without_the_names_in_it():
    text = "Bà Lâm Thị Tuyết, ông Ngô Văn Phú có 5 đơn."
    names = Names.of(text)
    assert names.between(0, len(text)) == "Bà …, ông … có 5 đơn."
    assert names.between(7, 19) == "…, ô"
    assert names.between(19, 26) == "ng …"
    assert names.between(34, len(text)) == "có 5 đơn."


def test_the_report_of_2022_names_three_persons_and_its_signer():
    text = (RAW / "travinh-2022.txt").read_text("utf-8")
    assert masked(text).count("…") - text.count("…") == 4
    for name in ("Tuyết", "Văn Phú", "Thị Hương"):
        assert name in text
        assert name not in masked(text)


LETTER = """\
Sở tặng Mẹ VNAH Nguyễn Thị Lành 5 triệu đồng, theo Quyết định số 9/QĐ-UBND ngày 2/3/2022 về khen thưởng ông Trần Văn Nam
ở xã Long Đức.

Có 3 người được khen: Lê Thị Nở, Phan Quốc Dũng và bà Kim Thị Hên. Chủ tịch UBND tỉnh Lê Văn Bảy dự 5 cuộc họp.

II. CÔNG TÁC CỦA ÔNG NGUYỄN VĂN TÁM

Điện thoại (0294) 3850 850, CCCD 084123456789: 7 thẻ.
"""
HIDDEN = ("Lành", "Nam", "Nở", "Dũng", "Hên", "Bảy", "TÁM", "0294", "3850", "084123456789")


@pytest.fixture(scope="module")
def letter():
    return tvict.parse(LETTER, "letter")


def test_no_table_holds_a_name_or_a_number(letter):
    written = "\n".join(table.to_csv() for table in letter.tables.values())
    assert not [word for word in HIDDEN if re.search(rf"(?<!\w){word}(?!\w)", written, re.IGNORECASE)]
    assert "về khen thưởng ông …" in written
    assert len(letter.figures) > 3
    assert letter.figures.loc[letter.figures["text"] == "…", ["value", "low", "high"]].isna().all(axis=None)


def test_a_name_is_no_place(letter):
    assert letter.metadata.area_name is None
    assert letter.sources["area_name"].isna().all()


def test_no_quotation_or_view_holds_a_name(letter):
    shown = [re.sub("<style>.*</style>", "", letter._repr_html_()), *map(letter.quote, letter.figures["figure_id"])]
    assert not [word for word in HIDDEN for words in shown if word in words]
    assert any("Mẹ VNAH … ⟦5 triệu đồng⟧" in words for words in shown)


def test_what_a_person_wrote_is_looked_through_too(tmp_path):
    (tmp_path / "made.txt").write_text("Có 5 xã đạt chuẩn.", "utf-8")
    (tmp_path / "made.toml").write_text('issuer = "Văn phòng của ông Trần Văn Nam"\n', "utf-8")
    correction = 'numeral = "5 xã"\ncolumn = "unit"\nvalue = "xã"\nreason = "theo bà Lê Thị Nở"\ndate = 2022-03-01\n'
    (tmp_path / "made.corrections.toml").write_text(f"[[correction]]\n{correction}", "utf-8")
    report = tvict.read(tmp_path / "made.txt")
    assert report.sources.loc[0, "issuer"] == "Văn phòng của ông …"
    assert report.corrections.loc[0, "reason"] == "theo bà …"
