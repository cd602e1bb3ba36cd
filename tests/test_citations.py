"""Numbered documents: what is found, what is not, and how well on the gold."""

from __future__ import annotations

import dataclasses
import datetime
import json
import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvict.reading.citations import LEXICON, find_citations, words
from tvict.reading.model import Citation

HERE = Path(__file__).parent
RAW = HERE.parent / "data" / "raw"
FLOORS: dict[str, dict[str, float]] = {
    "travinh-2022": {"recall": 0.98, "precision": 0.98, "number": 0.98, "type": 0.98, "issuer": 0.98, "date": 0.98,
                     "drafter": 0.98, "year_in_number": 0.98, "system": 0.98, "title": 0.95},
    "anbinh-2019": {"recall": 1, "precision": 1, "number": 1, "type": 1, "issuer": 1, "date": 1,
                    "drafter": 1, "year_in_number": 1, "system": 1, "title": 1},
}  # fmt: skip


def raw(name: str) -> str:
    return (RAW / f"{name}.txt").read_bytes().decode("utf-8")


def score(name: str) -> dict[str, float]:
    """Score against the gold; a title is right if it says what the gold's says, which may be a shorter piece of it."""
    found = {c.start: c for c in find_citations(raw(name))}
    lines = (HERE / "gold" / f"{name}.citations.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    pairs = [(found[g["start"]], g) for g in gold if g["start"] in found]
    right: Counter[str] = Counter()
    for c, g in pairs:
        for column in ("number", "type", "issuer", "drafter", "year_in_number", "date", "system"):
            accepted = [g[column], *(g["issuer_alt"] if column == "issuer" else [])]
            right[column] += getattr(c, column) in accepted
        right["title"] += (g["title"] or "") in (c.title or "") and bool(g["title"]) == bool(c.title)
    shares = {column: right[column] / len(pairs) for column in FLOORS[name] if column not in ("recall", "precision")}
    return {"recall": len(pairs) / len(gold), "precision": len(pairs) / len(found), **shares}


@pytest.mark.parametrize("name", FLOORS)
def test_gold_is_met_in_every_column(name: str) -> None:
    reached = score(name)
    print(name, {column: round(share, 3) for column, share in reached.items()})
    assert {c: share for c, share in reached.items() if share < FLOORS[name][c]} == {}


# One mention each: text → number, type, issuer, drafter, date

ONE = {
    "letterhead in cells": (
        "Số: 71/BC-STTTT\n|\nTân Lộc, ngày\n09 tháng 12 năm 2021",
        "71/BC-STTTT BC STTTT - 2021-12-09",
    ),
    "decision of the province": ("Quyết định số 16/QĐ-UBND ngày 24/02/2022", "16/QĐ-UBND QĐ UBND - 2022-02-24"),
    "year inside the number": ("Quyết định số 14/2022/QĐ-UBND ngày 18/7/2022", "14/2022/QĐ-UBND QĐ UBND - 2022-07-18"),
    "unit after the issuer": ("38/KH-STTTT-VT ngày 12/5/2022", "38/KH-STTTT-VT KH STTTT VT 2022-05-12"),
    "letter after the serial number": ("Nghị quyết 36a/NQ-CP ngày 14/10/2015", "36a/NQ-CP NQ CP - 2015-10-14"),
    "no word for number": ("Quyết định 1605/QĐ-TTg", "1605/QĐ-TTg QĐ TTg - -"),
    "two issuers": ("Thông tư liên tịch số 05/2013/TTLT-BTTTT-BKHĐT", "05/2013/TTLT-BTTTT-BKHĐT TTLT BTTTT-BKHĐT - -"),
    "letter with a unit": ("Công văn 123/UBND-VX ngày 5-3-2012", "123/UBND-VX CV UBND VX 2012-03-05"),
    "letter without a noun": ("theo 1552/BTTTT-CATTT ngày 28/4/2020", "1552/BTTTT-CATTT CV BTTTT CATTT 2020-04-28"),
    "letter of an unknown body": ("Văn bản số 88/CATTT-NCSC", "88/CATTT-NCSC CV CATTT NCSC -"),
    "letter without a unit": ("Công văn số 77/STTTT", "77/STTTT CV STTTT - -"),
    "party resolution, short noun": ("NQ số 04-NQ/TW ngày 30/10/2016", "04-NQ/TW NQ TW - 2016-10-30"),
    "party committee": ("Kế hoạch số 04-KH/BCĐ-TTĐN", "04-KH/BCĐ-TTĐN KH BCĐ-TTĐN - -"),
    "party code of two types, by noun": ("Quy định số 47-QĐ/TW", "47-QĐ/TW QyĐ TW - -"),
    "party letter": ("Công văn số 512-CV/TU", "512-CV/TU CV TU - -"),
    "law with its name between": ("Luật An toàn thông tin mạng số 86/2015/QH13", "86/2015/QH13 L QH - -"),
    "resolution of parliament": ("Nghị quyết số 43/2022/QH15 ngày 11/01/2022", "43/2022/QH15 NQ QH - 2022-01-11"),
    "standard": ("QCVN 84:2021/BTTTT", "QCVN 84:2021/BTTTT QCVN BTTTT - -"),
    "standard without issuer": ("tiêu chuẩn TCVN ISO 9001:2015.", "TCVN ISO 9001:2015 TCVN - - -"),
    "spaces before the slash": ("số 1234 /QĐ-UBND", "1234/QĐ-UBND QĐ UBND - -"),
    "spaces around the hyphen": ("số 1234/ QĐ - UBND ngày 2/3/2020", "1234/QĐ-UBND QĐ UBND - 2020-03-02"),
    "small letters": ("quyết định 12/qđ-ubnd", "12/QĐ-UBND QĐ UBND - -"),
    "capitals throughout": ("75/TTR-UBND", "75/TTr-UBND TTr UBND - -"),
    "lost hyphen, page break": ("Nghị định 107/2021/NĐCP\n\n7\n\nngày 06/12/2021", "107/2021/NĐ-CP NĐ CP - 2021-12-06"),
    "two bodies in one number": ("Quyết định số 27/QĐ-UBND-UBQGCS)", "27/QĐ-UBND-UBQGCS QĐ UBND-UBQGCS - -"),
    "dot in the serial number": ("Quyết định số 1.234/QĐ-UBND", "1234/QĐ-UBND QĐ UBND - -"),
    "ampersand in a code": ("Công văn 9/SVHTT&DL-TTr", "9/SVHTT&DL-TTr CV SVHTT&DL TTr -"),
    "full stop without a space": ("Kế hoạch số 5/KH-UBND.Thông tư", "5/KH-UBND KH UBND - -"),
    "matter in the issuer's place": ("Quyết định số 12/QĐ-XPVPHC", "12/QĐ-XPVPHC QĐ - - -"),
    "unknown issuer": ("Kế hoạch số 12/KH-ABCD", "12/KH-ABCD KH ABCD - -"),
    "space inside a date": ("61/2018/NĐ-CP ngày 23/4/ 2018;", "61/2018/NĐ-CP NĐ CP - 2018-04-23"),
    "date in words": ("25/2015/TT-BTTTT ngày 09 tháng 9 năm 2015", "25/2015/TT-BTTTT TT BTTTT - 2015-09-09"),
    "date with dots": ("Kế hoạch số 9/KH-UBND (ngày 12.12.2019)", "9/KH-UBND KH UBND - 2019-12-12"),
    "date after the issuer": ("749/QĐ-TTg của Thủ tướng Chính phủ ngày 03/6/2020", "749/QĐ-TTg QĐ TTg - 2020-06-03"),
    "date ahead": ("Ngày 24/02/2022, UBND tỉnh ban hành Kế hoạch số 16/KH-UBND", "16/KH-UBND KH UBND - 2022-02-24"),
    "date of something else ahead": ("Ngày 24/02/2022, Sở họp theo Kế hoạch số 16/KH-UBND", "16/KH-UBND KH UBND - -"),
    "anniversary in the title": ("10/KH-UBND về kỷ niệm ngày 02/9/1945", "10/KH-UBND KH UBND - -"),
    "no such day": ("10/KH-UBND ngày 31/02/2022", "10/KH-UBND KH UBND - -"),
    "no full year": ("10/KH-UBND ngày 3/02", "10/KH-UBND KH UBND - -"),
    "own number, date in the dateline": (
        "SỞ X\n\nSố: 45/BC-STTTT\nAn Bình, ngày 12 tháng 12 năm 2019\n",
        "45/BC-STTTT BC STTTT - 2019-12-12",
    ),
    "own number and dateline on a line": (
        "Số: 45/BC-STTTT    An Bình, ngày 02 tháng 01 năm 2020",
        "45/BC-STTTT BC STTTT - 2020-01-02",
    ),
    "own number in Markdown": (
        "**Số:** 45/BC-STTTT\n\n*An Bình, ngày 12 tháng 12 năm 2019*",
        "45/BC-STTTT BC STTTT - 2019-12-12",
    ),
}  # fmt: skip


def summary(c: Citation) -> str:
    return " ".join(value or "-" for value in (c.number, c.type, c.issuer, c.drafter, c.date))


@pytest.mark.parametrize("case", ONE)
def test_one_number_is_read(case: str) -> None:
    text, expected = ONE[case]
    assert [summary(c) for c in find_citations(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "trực 24/7", "21/47 hệ thống", "thuê bao/100 dân", "hạng 12/118 đội", "60 km/h", "3,4 lượt/ngày", "24m²/mặt",
        "18/4/2022", "từ ngày 18/4 – 21/4/2022", "giai đoạn 2021-2025", "https://x.vn/2/KH-UBND", "0294.3855/3856",
        "VNCERT/CC", "Bộ TT&TT", "57 kế hoạch, 138 quyết định", "đạt 80% kế hoạch 12/15", "4G/LTE-A",
        "nhà số 12/AB-CD", "so với quý 2/KH năm", "50 đại biểu/cuộc", "tiêu chí số 8", "ISO 9001:2015",
        "năm 2022 - UBND tỉnh",
        "Số:     /BC-STTTT", "1.062 tỷ/năm", "đường số 7/Khu phố 3", "", "/", "12/", "12-",
    ],
)  # fmt: skip
def test_nothing_is_invented(text: str) -> None:
    assert [c.text for c in find_citations(text)] == []


def test_a_list_shares_noun_and_date() -> None:
    text = "các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND và 14/QĐ-UBND ngày 05/3/2022"
    assert [(c.number, c.type, c.date) for c in find_citations(text)] == [
        ("12/QĐ-UBND", "QĐ", "2022-03-05"), ("13/QĐ-UBND", "QĐ", "2022-03-05"), ("14/QĐ-UBND", "QĐ", "2022-03-05"),
    ]  # fmt: skip


def test_a_list_of_letters_shares_its_noun() -> None:
    found = find_citations("các Công văn số 1/CATTT-NCSC ngày 02/3/2021, 2/CATTT-NCSC và 3/CATTT-VP ngày 5/4/2021")
    assert [(c.type, c.date) for c in found] == [("CV", "2021-03-02"), ("CV", "2021-04-05"), ("CV", "2021-04-05")]


def test_numbers_of_the_same_day_share_it() -> None:
    found = find_citations("Quyết định số 7/QĐ-UBND, 8/QĐ-UBND cùng ngày 04/5/2021")
    assert [c.date for c in found] == ["2021-05-04", "2021-05-04"]


def test_another_document_does_not_share_its_date() -> None:
    found = find_citations("Quyết định số 12/QĐ-UBND và Kế hoạch số 13/KH-UBND ngày 05/3/2022")
    assert [c.date for c in found] == [None, "2022-03-05"]


def test_a_shared_date_agrees_with_the_year_in_the_number() -> None:
    found = find_citations("số 12/2021/QĐ-UBND và số 13/2022/QĐ-UBND ngày 05/3/2022")
    assert [c.date for c in found] == [None, "2022-03-05"]


TITLES = {
    "a bracket in the name of the body": (
        "Nghị quyết số 31-NQ/TW ngày 15/3/2014 của Bộ Chính trị (khóa XI) về phát triển vùng cao",
        "về phát triển vùng cao",
    ),
    "after the date": ("16/KH-UBND ngày 24/02/2022 về hạ tầng số; việc khác", "về hạ tầng số"),
    "after the issuer": ("4/QĐ-TTg ngày 2/3/2020 của Thủ tướng Chính phủ phê duyệt Đề án.", "phê duyệt Đề án"),
    "issuer with a conjunction": ("9/TT-BTTTT của Bộ Thông tin và Truyền thông quy định về cước.", "quy định về cước"),
    "none after the issuer": ("9/TT-BTTTT ngày 2/3/2020 của Bộ Nội vụ và xin ý kiến dự thảo Ban hành Quy chế", None),
    "none after a bracket": ("(theo Quyết định số 9/QĐ-UBND) và triển khai", None),
    "none before a place": ("9/QĐ-TTg ngày 2/3/2020 trên địa bàn tỉnh", None),
    "without an opening word": ("9/QĐ-UBND ngày 05/10/2022 Ngày Chuyển đổi số tỉnh;", "Ngày Chuyển đổi số tỉnh"),
    "bracketed": ("Công văn số 9/UBND-VX (V/v góp ý dự thảo) và", "V/v góp ý dự thảo"),
    "up to the main clause": ("Theo Công văn 4/BTTTT-VP về chế độ tổng kết, Sở Nội vụ báo cáo", "về chế độ tổng kết"),
    "across a page break": ("9/KH-UBND ngày 5/10/2022 triển khai\n\nNền tảng số;", "triển khai Nền tảng số"),
    "not into a new paragraph": ("9/KH-UBND ngày 5/10/2022 về chuyển đổi số\n\nSở đã họp", "về chuyển đổi số"),
    "not into a list item": ("9/KH-UBND về chuyển đổi số\n- Kế hoạch khác", "về chuyển đổi số"),
    "with a version number": ("9/QĐ-UBND phê duyệt Kiến trúc phiên bản 1.5. Sở", "phê duyệt Kiến trúc phiên bản 1.5"),
    "abbreviation with a stop": ("9/QĐ-UBND về trụ sở tại TP. Cần Thơ. Sở", "về trụ sở tại TP. Cần Thơ"),
    "wrapped": ("9/KH-UBND về chuyển\nđổi số.", "về chuyển đổi số"),
    "not the sentence going on": ("Theo Kế hoạch số 9/KH-UBND ngày 5/3/2022, VNPT đã mở 5 lớp", None),
    "not what was done": ("Theo Kế hoạch số 9/KH-UBND ngày 5/3/2022, triển khai 5 lớp", None),
    "after a comma": ("4/CT-TTg ngày 7/6/2019 của Thủ tướng Chính phủ, về việc họp;", "về việc họp"),
    "not into an open bracket": ("9/TT-BTTTT ban hành Quy chuẩn (ký hiệu: A1)", "ban hành Quy chuẩn"),
    "of a law": ("Luật Phòng, chống ma túy số 73/2021/QH14;", "Phòng, chống ma túy"),
    "after an issuer between commas": ("9/CT-TTg, ngày 7/6/2019, của Thủ tướng về việc họp;", "về việc họp"),
    "place that looks like a name": ("9/QĐ-UBND về tỉnh Bà Rịa - Vũng Tàu;", "về tỉnh Bà Rịa - Vũng Tàu"),
    "common word that looks like an address": ("9/QĐ-UBND hỗ trợ bà con nông dân;", "hỗ trợ bà con nông dân"),
}  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_the_title_of_the_first_document(case: str) -> None:
    text, title = TITLES[case]
    assert find_citations(text)[0].title == title


def test_a_title_takes_in_the_document_it_is_about_but_not_the_one_beside_it() -> None:
    about, beside = "về thực hiện Nghị quyết số 5-NQ/TU về số hóa", "về hạ tầng và Kế hoạch số 7/KH-UBND về bưu chính"
    assert [c.title for c in find_citations(f"Kế hoạch số 6/KH-UBND {about}")] == [
        "về thực hiện Nghị quyết số 5-NQ/TU", "về số hóa",
    ]  # fmt: skip
    assert [c.title for c in find_citations(f"Kế hoạch số 6/KH-UBND {beside}")] == ["về hạ tầng", "về bưu chính"]


def test_no_name_of_the_report_stands_in_a_title() -> None:
    titles = " ".join(c.title or "" for name in FLOORS for c in find_citations(raw(name)))
    assert re.findall("Lâm Thị|Ngô Văn|Võ Thị|Nguyễn Văn", titles) == []


def test_normative_acts_carry_the_year_and_a_normative_type() -> None:
    found = find_citations("14/2022/QĐ-UBND; 373/QĐ-UBND; Luật số 15/2020/QH14; QCVN 8:2022/BTTTT; 3/2022/KH-UBND")
    assert [c.normative for c in found] == [True, False, True, False, False]


def test_party_and_state_are_told_apart() -> None:
    found = find_citations("09-NQ/TU; 16/KH-UBND; Nghị quyết số 12/NQ-TU")
    assert [c.system for c in found] == ["party", "state", "party"]


@pytest.mark.parametrize("name", FLOORS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_wrapping_prose_changes_nothing(name: str, seed: int) -> None:
    text, chance = raw(name), random.Random(seed)
    prose = re.compile(r"^.{90,}$", re.MULTILINE)  # headings and datelines are shorter, and their lines mean something
    wrapped = prose.sub(
        lambda line: re.sub(r"(?<=\w) (?=\w)", lambda _: "\n" if chance.random() < 0.1 else " ", line.group()), text
    )
    assert [dataclasses.replace(c, text="") for c in find_citations(wrapped)] == [
        dataclasses.replace(c, text="") for c in find_citations(text)
    ]


# The lexicon proves itself


def entries(table: str) -> list[tuple[str, str, bool]]:
    proofs = []
    for name, entry in LEXICON[table].items():
        assert entry["examples"], f"{table}.{name} has no example"
        assert entry["not"], f"{table}.{name} has no counter-example"
        proofs += [(name, text, True) for text in entry["examples"]] + [(name, text, False) for text in entry["not"]]
    return proofs


@pytest.mark.parametrize(("code", "text", "expected"), entries("types"))
def test_examples_of_document_types(code: str, text: str, expected: bool) -> None:
    assert (code in [c.type for c in find_citations(text)]) is expected


@pytest.mark.parametrize(("code", "text", "expected"), entries("issuers"))
def test_examples_of_issuers(code: str, text: str, expected: bool) -> None:
    form = re.compile(LEXICON["issuers"][code].get("form", code))
    issuers = [part for c in find_citations(text) if c.issuer for part in (c.issuer, *c.issuer.split("-"))]
    assert any(form.fullmatch(issuer) for issuer in issuers) is expected


@pytest.mark.parametrize(("name", "text", "expected"), entries("words"))
def test_examples_of_word_classes(name: str, text: str, expected: bool) -> None:
    assert (re.search(words(name), text) is not None) is expected


# Whatever the text

PIECES = st.sampled_from([
    "Quyết định", " số ", "12", "/", "-", "QĐ", "UBND", "TU", "2022", "QH14", " ngày ", "24/02/2022", "QCVN ", ":", ".",
    "\n", "\n\n", " và ", "của ", "về ", "(", ")", "“", "”", "Số: ", "BÁO CÁO", "ông ", "Trần Văn", "31/02/2022",
        "&", ";", ",",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_every_span_holds_its_text_and_whole_numerals(text: str) -> None:
    found = find_citations(text)
    numerals = [m.span() for m in re.finditer(r"\d+(?:[.,]\d+)*", text)]
    for c in found:
        assert text[c.start : c.end] == c.text
        assert not [n for n in numerals if n[0] < c.start < n[1] or n[0] < c.end < n[1]]
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(1, 9999), st.sampled_from(["QĐ", "KH", "BC", "TTr", "CTr", "NQ"]), st.dates())
def test_a_number_written_is_read_back(serial: int, code: str, day: datetime.date) -> None:
    date = f"{day.day:02}/{day.month:02}/{day.year:04}"
    (c,) = find_citations(f"Văn bản số {serial}/{code}-UBND ngày {date} về chuyển đổi số")
    assert (c.number, c.type, c.issuer, c.date) == (f"{serial}/{code}-UBND", code, "UBND", str(day))
