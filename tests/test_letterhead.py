"""The letterhead of a report: what it says of itself, in the forms that offices use, and what it leaves blank."""

from pathlib import Path

import pytest

import tvict
from tvict.documents.letterhead import Letterhead, letterhead
from tvict.reading import read

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = "\n\nI. KẾT QUẢ\n\nĐạt 12 tỷ đồng.\n"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            f"UBND TỈNH AN BÌNH\nSỞ Y TẾ\n{NATION}Số: 45/BC-SYT\nAn Bình, ngày 3 tháng 7 năm 2021\n\nBÁO CÁO\n"
            "Công tác y tế 6 tháng đầu năm 2021",
            Letterhead(
                "SỞ Y TẾ, UBND TỈNH AN BÌNH",
                "45/BC-SYT",
                "An Bình",
                "2021-07-03",
                "Báo cáo Công tác y tế 6 tháng đầu năm 2021",
            ),
        ),
        (
            "UBND HUYỆN SÔNG TRẦU\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "PHÒNG NÔNG NGHIỆP   Độc lập - Tự do - Hạnh phúc\n"
            "Số:      /BC-PNN\tSông Trầu, ngày    tháng 10 năm 2020\n\nBÁO CÁO\nSản xuất vụ mùa\nnăm 2020\n\nCăn cứ",
            Letterhead("PHÒNG NÔNG NGHIỆP, UBND HUYỆN SÔNG TRẦU", None, None, None, "Báo cáo Sản xuất vụ mùa năm 2020"),
        ),
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\n-------\n{NATION}\nSố 7/BC-UBND\n\nBÁO CÁO\n-------\n\n"
            "Cải cách hành chính quý I\n\nThực hiện chỉ đạo",
            Letterhead("ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "7/BC-UBND", None, None, "Báo cáo Cải cách hành chính quý I"),
        ),
        ("BÁO CÁO\n\nKính gửi: Sở Y tế", Letterhead()),
        ("Doanh thu đạt 5 tỷ đồng, ngày 3 tháng 2 năm 2021.", Letterhead()),
        (
            "An Bình, ngày 31 tháng 2 năm 2021\n\nBÁO CÁO\nCông tác",
            Letterhead(place="An Bình", title="Báo cáo Công tác"),
        ),
        ("", Letterhead()),
    ],
)
def test_what_a_letterhead_says(head, said):
    assert letterhead(head + BODY if head else "") == said


def test_what_is_read_is_marked_and_what_is_written_stands(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text(f"SỞ Y TẾ\nSố: 45/BC-SYT\n\nBÁO CÁO\nCông tác y tế năm 2021{BODY}", "utf-8")
    source = tvict.read(path).sources.iloc[0]
    assert (source["issuer"], source["number"]) == ("SỞ Y TẾ", "45/BC-SYT")
    assert source["as_read"].split(";") == ["issuer", "number", "title", "year"]
    path.with_suffix(".toml").write_text('issuer = "Sở Y tế tỉnh An Bình"\nyear = 2021', "utf-8")
    source = tvict.read(path).sources.iloc[0]
    assert source["issuer"] == "Sở Y tế tỉnh An Bình"
    assert source["as_read"].split(";") == ["number", "title"]


def test_a_file_gives_what_its_clean_text_gives():
    report = tvict.read(Path(__file__).parent / "documents" / "d-python.docx")
    source = report.sources.iloc[0]
    assert source["issuer"] == "ỦY BAN NHÂN DÂN TỈNH TÂN LỘC"
    assert source["date"] == "2022-12-05"
    assert source["place"] == "Tân Lộc"


@pytest.mark.parametrize(
    ("text", "province"),
    [
        (
            "UBND TỈNH HẬU GIANG\nBÁO CÁO\n\nNăm 2023 thành phố Ngã Bảy có 268 ca, thành phố Ngã Bảy nhiều nhất.",
            "Hậu Giang",
        ),
        ("Tỉnh Quảng Ninh có 9 cảng, thành phố Cẩm Phả 3 cảng, thành phố Cẩm Phả nhiều nhất.", "Quảng Ninh"),
        ("Thành phố Cẩm Phả có 3 cảng.", None),
        ("Thành phố Đà Nẵng có 3 cảng.", "Đà Nẵng"),
        ("UBND TỈNH QUẢNG NAM\n\nSo với TP Đà Nẵng (3 cảng) và TP Đà Nẵng mở rộng.", "Quảng Nam"),
        ("Long Xuyên, ngày 3 tháng 5 năm 2021\n\nTỉnh An Giang có 5 cảng.", "An Giang"),
        (
            "Vĩnh Long, ngày   tháng 5 năm 2021\n\nTỉnh Bến Tre 5 cảng, tỉnh Bến Tre 2 bến; tỉnh Vĩnh Long 3 cảng.",
            "Vĩnh Long",
        ),
        ("KẾ HOẠCH NUÔI TÔM TỈNH LẠNG SƠN NĂM 2024\n\n5 ha ở tỉnh Lạng Sơn.", "Lạng Sơn"),
        ("UBND TỈNH BÀ RỊA - VŨNG TÀU\n\nCó 5 cảng.", "Bà Rịa - Vũng Tàu"),
        ("Năm 2019, thành phố Huế có 5 bến, thành phố Huế 2 cảng; tỉnh Thừa Thiên Huế có 9 bến.", "Thừa Thiên Huế"),
        ("Năm 2025, thành phố Huế có 5 bến.", "Huế"),
    ],
)
def test_a_province_issues_a_report_and_no_city_of_one(text, province):
    assert read(text).province == province
