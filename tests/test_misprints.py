"""A misprint changes a verdict and never makes a check disappear: digit by digit, on frames and on texts."""

from __future__ import annotations

import pytest
from frames import fig, figures, lists
from hypothesis import given, settings
from hypothesis import strategies as st
from misprints import alterations, measure, verdicts

import tvict
from tvict.analysis.checks import check
from tvict.tables import frame

FOUND_WHERE_IT_IS = "exceeds"
"""A part that exceeds its whole is a finding and no relation: it is there where it is so."""


def test_alterations_are_digit_by_digit():
    assert list(alterations("1,9")) == ["4,9", "1,2", "9,1"]
    assert list(alterations("70")) == ["50", "73"]
    assert list(alterations("7")) == ["0"]
    assert list(alterations("11")) == ["41", "14"]


def every_relation(numbers):
    """A frame that holds every kind of relation between these numbers: sum, cross sum, share, change, attainment,
    one number printed twice, and a density.
    """
    total, a, b, c, online, a_online, b_online, c_online, share, rise, amount, attained, target, again, rate = map(
        str, numbers
    )
    tiers = [(2, a, "x"), (3, b, "y"), (4, c, "z")]
    parts = [fig(i, n, parent_id=1, list_id="t", closed=True, cell=f"tier={name}") for i, n, name in tiers]
    across = [
        fig(i + 4, n, parent_id=i, list_id=f"o{i}", cell=f"channel=online;tier={name}")
        for (i, _, name), n in zip(tiers, (a_online, b_online, c_online), strict=True)
    ]
    return figures(
        fig(1, total),
        *parts,
        fig(5, online, parent_id=1, list_id="o1", cell="channel=online"),
        *across,
        fig(10, f"{share} %", role="share", of_id=2, base_id=1),
        fig(11, f"{rise} %", role="change", of_id=1),
        fig(12, amount, role="change", of_id=1),
        fig(13, f"{attained} %", role="attainment", of_id=5, base_id=14),
        fig(14, target, role="plan"),
        fig(15, f"{attained} %", role="attainment", of_id=3),
        fig(16, again),
        fig(17, f"{rate} xã/100 hộ", sort="rate"),
    )


REASONS = [
    {"figure_id": 16, "column": "restated", "rule": "restated.again", "scope": "clause", "start": 1400, "end": 1404},
    {"figure_id": 17, "column": "numerator", "rule": "density.counted", "scope": "sentence", "start": 200, "end": 204},
    {"figure_id": 17, "column": "denominator", "rule": "density.per", "scope": "sentence", "start": 300, "end": 304},
]
"""The one before the last figure says that of the target again, the last is computed from two parts."""


def relations(table):
    checks, operands = check(table, lists({1: ["x", "y"]}), {}, frame("reasons", REASONS, report="r"))
    used = operands.groupby("check_id")["figure_id"].agg(tuple).to_dict()
    return {(r.kind, r.whole_id, used.get(r.check_id, ())) for r in checks.itertuples() if r.kind != FOUND_WHERE_IT_IS}


RELATIONS = relations(every_relation(range(1, 16)))


def test_the_frame_holds_every_kind_of_relation():
    kinds = {"sum", "share", "change", "attainment", "count", "restated", "density"}
    assert {kind for kind, _, _ in RELATIONS} == kinds
    assert ("sum", 5, (6, 7, 8)) in RELATIONS
    assert len(RELATIONS) == 9


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=15, max_size=15))
def test_no_number_makes_a_check_of_a_frame_disappear(numbers):
    assert relations(every_relation(numbers)) == RELATIONS


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), min_size=2, max_size=2))
def test_a_part_exceeds_where_it_is_larger_and_nowhere_else(numbers):
    whole, part = numbers
    table = figures(fig(1, str(whole)), fig(2, str(part), parent_id=1))
    assert check(table, lists({}))[0]["kind"].tolist() == [FOUND_WHERE_IT_IS] * (part > whole)


TEXTS = [
    "Có 4 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận, Hòa Phú).",
    "Cổng có 3 ngôn ngữ: Tiếng Việt, tiếng Tày và tiếng Nùng.",
    "Tân Lập, Long Bình và Mỹ Thuận là 3 huyện dẫn đầu.",
    "Ban hành 12 kế hoạch: Kế hoạch số 1/KH-UBND về đê; Kế hoạch số 2/KH-UBND về kè; Kế hoạch số 3/KH-UBND.",
    "Mở 14 chuyên trang: Cửa hàng Tân Lập, Bến Cũ; Bãi Đông, Rạch Giữa.",
    "Doanh thu năm 2022 đạt 142,5 tỷ đồng, tăng 14,0% so với năm 2021 (125 tỷ đồng).",
    "Toàn tỉnh có 840 hộ nuôi tôm, tăng 40 hộ (tăng 5%) so với năm 2021.",
    "Lễ hội kéo dài 04 ngày (từ 18/4 – 21/4/2022).",
    "Đã triển khai cho 577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 106).",
    "Toàn huyện có 114 đơn vị (15 phòng, 9 trạm, 90 trường).",
    "Năm 2022 phát hành 217.199 văn bản, trong đó 175.293 văn bản được ký số, đạt 80,71%.",
    "Đã cấp 2.107 thiết bị (2.033 USB và 74 SIM).",
    "Toàn tỉnh có 1.742 tổ, trong đó 187 tổ cấp xã và 1.555 tổ cấp thôn.",
    "Đã giải quyết 1.398/1.474 đơn, đạt tỷ lệ 94,84%.",
    "Diện tích lúa đạt 103.607 ha, chia ra: vụ xuân 58.853 ha, hè thu 44.290 ha, vụ mùa 464 ha.",
    "Thuê bao di động tăng từ 812 nghìn lên 905 nghìn thuê bao, tăng 11,5%.",
    "Thu ngân sách đạt 142,5 tỷ đồng, bằng 101,8% kế hoạch (140 tỷ đồng).",
    "Đã cấp 3.180 giấy phép. Trong 3.180 giấy phép đã cấp có 2.000 giấy phép điện tử.",
    "Cảng đón 12 lượt tàu cá. Cả 12 lượt tàu cá đều được kiểm tra.",
    "Có 8.210 hộ nghèo. Tỷ lệ hộ nghèo giảm.\n\nTrong tổng số 8.210 hộ nghèo, có 4.000 hộ dân tộc.",
    "I. SẢN XUẤT LÚA\n\nSản lượng lúa đạt 845.300 tấn, tăng 2%.\n\nII. KẾT LUẬN\n\nSản lượng lúa đạt 845.300 tấn.",
    "An Hải: xử lý 366 vụ vi phạm trên biển\n\nNăm qua, đội kiểm tra 812 vụ, số vụ bị xử lý là 366 vụ.",
    "Tân Lập có 16 xã đạt chuẩn văn minh\n\nTheo báo cáo, Tân Lập có 16 xã đạt chuẩn văn minh, tăng 2 xã.",
    "Toàn tỉnh có 5.600 giường bệnh, dân số 1.400.000 người, đạt 40 giường bệnh/vạn dân.",
    "Diện tích 2.000 km², dân số 800.000 người, mật độ dân số 400 người/km².",
    "Cảng cấp 36 thẻ.\n\nBến\tThẻ được cấp\nBến Đông\t20\nBến Tây\t16\nTổng cộng\t36",
    "Đội của tỉnh xếp hạng 12/126 đội tham gia, tăng 3 bậc so với năm 2021 (hạng 15).",
]


@pytest.mark.parametrize("text", TEXTS)
def test_no_misprint_makes_a_check_of_a_text_disappear(text):
    report = tvict.parse(text)
    kept = {key for key in verdicts(report) if key[0] != FOUND_WHERE_IT_IS}
    assert kept
    for row in report.figures.itertuples():
        printed = text[row.start : row.end].split()[0].rstrip("%")
        for altered in alterations(printed):
            now = verdicts(tvict.parse(text[: row.start] + altered + text[row.start + len(printed) :]))
            assert kept <= now.keys(), altered


def test_what_is_told_is_counted():
    shown: list[str] = []
    found = measure("Có 3 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận). Mở 25 lớp.", shown)
    once = dict.fromkeys(("alone", "told", "checked tried", "checked told"), 1)
    assert found == {"figures": 2, "tried": 4, "false": 0, "checked unchecked": 0, **once}
    assert shown == []
