"""Names of private persons stand in no file made from a report."""

import unicodedata
from pathlib import Path

import pytest

from tvict.publishing.masking import masked

RAW = Path(__file__).parents[1] / "data" / "raw"

NAMED = {
    "theo yêu cầu của hộ Bà Lâm Thị Tuyết, ông Ngô Văn Phú; Cho ý kiến": "theo yêu cầu của hộ Bà …, ông …; Cho ý kiến",
    "tặng quà Mẹ Việt Nam anh hùng Võ Thị Hương tại ấp": "tặng quà Mẹ Việt Nam anh hùng … tại ấp",
    "đồng chí Nguyễn Văn Nam, Trần Thị Ba và Lê Văn Tư dự 5 cuộc": "đồng chí …, … và … dự 5 cuộc",
    "Đồng chí Phó Giám đốc Trần Văn Nam trao 5 suất": "Đồng chí Phó Giám đốc … trao 5 suất",
    "ông\nTrần Văn\nNam có 2 đơn": "ông\n… có 2 đơn",
    "bác sĩ Lê Thị Hoa được thưởng 500.000 đồng": "bác sĩ … được thưởng 500.000 đồng",
}
NAMELESS = [
    "tỉnh Bà Rịa - Vũng Tàu có 5 xã",
    "Hội Nhà báo Việt Nam",
    "trẻ em Trà Vinh",
    "bà con nông dân Trà Vinh",
    "đồng chí\n\nTrà Vinh, ngày 5",
    "",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "shown"), NAMED.items())
def test_names_become_an_ellipsis(text, shown, form):
    assert masked(unicodedata.normalize(form, text)) == unicodedata.normalize(form, shown)


@pytest.mark.parametrize("text", NAMELESS)
def test_places_and_bodies_keep_their_names(text):
    assert masked(text) == text


def test_the_report_of_2022_names_three_persons():
    text = (RAW / "travinh-2022.txt").read_text("utf-8")
    assert masked(text).count("…") - text.count("…") == 3
    for name in ("Tuyết", "Văn Phú", "Thị Hương"):
        assert name in text
        assert name not in masked(text)
