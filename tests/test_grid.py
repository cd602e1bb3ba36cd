"""Tables whose cells a file hands over: merged headers, headings within, notes, cells that only structure can place."""

from tvict.reading import read
from tvict.reading.layout import Cell, Layout, Table


def laid_out(rows, header_rows=0, above="", below=""):
    """Render rows of (words, row span, column span) as a document does: tabs, and each cell printed once."""
    text, cells, taken = above, [], set()
    for r, row in enumerate(rows):
        k = 0
        line = []
        for cell in row:
            words, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            while (r, k) in taken:
                line.append("")
                k += 1
            start = len(text) + sum(len(w) + 1 for w in line)
            cells.append(Cell(start, start + len(words), r, k, down, across))
            taken |= {(r + i, k + j) for i in range(down) for j in range(across)}
            line += [words] + [""] * (across - 1)
            k += across
        text += "\t".join(line) + "\n"
    return text + below, Layout((Table(tuple(cells), header_rows),))


def columns(reading, *names):
    return [tuple(getattr(f, name) for name in names) for f in reading.figures]


MERGED = [
    [("TT", 2, 1), ("Chỉ tiêu", 2, 1), ("Năm 2021", 2, 1), ("Năm 2022", 1, 2), ("So sánh (%)", 2, 1)],
    ["Kế hoạch", "Thực hiện"],
    [("I. GIÁO DỤC", 1, 6)],
    ["1", "Số lớp ghép", "40", "30", "28", "70,0"],
]


def test_merged_header_cells_head_every_column_that_they_cover():
    text, layout = laid_out(MERGED)
    reading = read(text, layout=layout)
    assert columns(reading, "value", "period", "role") == [
        (40, "2021", "level"),
        (30, "2022", "plan"),
        (28, "2022", "level"),
        (70, "2022", "index"),
    ]
    assert {f.topic for f in reading.figures} == {"giáo dục"}


def test_a_label_that_spans_rows_is_of_each_of_them():
    text, layout = laid_out([["Huyện", "Loại", "Số lượng"], [("Nậm Pồ", 2, 1), "Đập", "12"], ["Kênh", "31"]])
    assert columns(read(text, layout=layout), "value", "subject") == [
        (12, "số lượng Nậm Pồ Đập"),
        (31, "số lượng Nậm Pồ Kênh"),
    ]


def test_a_line_of_short_numbers_in_a_table_is_no_page_number():
    text, layout = laid_out([["Bản", "Số hộ"], ["Na Khê", "12"], ["", "7"]])
    assert [f.value for f in read(text, layout=layout).figures] == [12, 7]


def test_a_title_across_the_table_is_no_header():
    text, layout = laid_out([[("Kế hoạch trồng rừng năm 2023", 1, 2)], ["Huyện", "Diện tích (ha)"], ["Yên Lập", "31"]])
    assert columns(read(text, layout=layout), "unit", "role") == [("ha", "level")]


def test_the_table_goes_on_over_the_page():
    first = "Huyện\tNăm 2020\tNăm 2021\nYên Lập\t31\t35\nTân Sơn\t12\t14\n"
    reading = read(first + "\n- 2 -\n\nHạ Hòa\t40\t44\nĐoan Hùng\t51\t52\n")
    assert [f.period for f in reading.figures] == ["2020", "2021"] * 4


def test_a_note_at_the_end_is_of_the_time_of_its_caller():
    text = (
        "I. KẾT QUẢ NĂM 2020\n\nCó 40 hồ chứa¹.\n\nII. KẾ HOẠCH NĂM 2021\n\nXây 3 hồ chứa.\n\n"
        "¹ Trong đó 5 hồ chứa mới.\n"
    )
    assert columns(read(text), "value", "role", "period") == [
        (40, "level", "2020"),
        (3, "plan", "2021"),
        (5, "level", "2020"),
    ]


def test_a_row_of_small_numbers_is_no_row_of_column_numbers():
    text, layout = laid_out([["Tổ", "Số nam", "Số nữ"], ["1", "2", "3"], ["2", "3", "4"]])
    assert [f.value for f in read(text, layout=layout).figures][-2:] == [3, 4]


def test_a_table_of_sentences_is_read_as_sentences():
    text, layout = laid_out([["Việc", "Kết quả"], ["Cấp phép", "Đã cấp 12 giấy phép, tăng 20% so với năm 2020."]])
    assert columns(read(text, layout=layout), "value", "unit", "role") == [
        (12, "giấy phép", "level"),
        (20, "%", "change"),
    ]


def test_rows_are_numbered_beyond_a_hundred():
    lines = "\n".join(f"{n}\tTuyến đường thứ {chr(97 + n % 20)}: dài {n * 3} m" for n in range(98, 103))
    reading = read(f"Danh mục tuyến đường\n\n{lines}\n")
    assert [f.value for f in reading.figures] == [n * 3 for n in range(98, 103)]
    assert [n.text for n in reading.numerals if n.rule == "grid.number"] == ["98", "99", "100", "101", "102"]


FORM = laid_out(
    [
        ["Chỉ tiêu", "Đơn vị tính", "Mã số (02-05)", "Sản lượng", ("Doanh thu (chưa có thuế)", 1, 2), "Nghiệp vụ"],
        ["", "", "", "", "Phát sinh", "Lũy kế", ""],
        ["A", "B", "C", "1", "2", "3", "4"],
        ["1. Dịch vụ bưu phẩm", "", "1900", "6400", "230.336.600", "460.673.200", "0"],
        ["- Bưu phẩm trong tỉnh", "", "1910", "2044", "27.920.500", "55.841.000", "0"],
        ["- Bưu phẩm liên tỉnh", "", "1920", "4356", "202.416.100", "404.832.200", "0"],
    ]
)


def test_all_above_the_numbers_of_columns_is_header():
    """A statistical form: its codes count nothing, its counts are no years, what is left of a cell is no unit."""
    reading = read(FORM[0], layout=FORM[1])
    assert [f.text for f in reading.figures][
        :8
    ] == "6400 230.336.600 460.673.200 0 2044 27.920.500 55.841.000 0".split()
    assert reading.year is None
    assert {f.unit for f in reading.figures} == {"sản lượng", None}
    rules = {n.text: n.rule for n in reading.numerals}
    assert (rules["1910"], rules["02"], rules["4"]) == ("grid.code", "grid.header", "grid.column_number")


def test_a_unit_may_stand_behind_its_number():
    reading = read("Tổng số dư:\t80.125.209\tVNĐ\n- Tại quầy:\t60.125.209\tVNĐ\n- Đang chuyển:\t20.000.000\tVNĐ\n")
    assert [(f.value, f.unit) for f in reading.figures] == [(80125209, "đồng"), (60125209, "đồng"), (20000000, "đồng")]


def test_numbers_with_a_point_open_rows_of_sentences():
    reading = read("3.1. Số dư tiền mặt:\t54 triệu đồng\n3.2. Tiền gửi:\t6 triệu đồng tại kho bạc\n")
    assert [f.text for f in reading.figures] == ["54 triệu đồng", "6 triệu đồng"]


def test_a_title_with_a_number_beside_it_hides_no_header():
    """The order of marks is that of the table; a ratio to what was done before is no attainment."""
    text, layout = laid_out(
        [
            ["CÁC CHỈ TIÊU NĂM 2020", "", "", "", "", "2.020,0"],
            ["STT", "Tên chỉ tiêu", "DVT", "TH 2019", "KH 2020", "KH 2020/ TH 2019 (%)"],
            ["1", "Giá trị sản xuất", "Tỷ đồng", "1.525", "1.619", "106,2"],
            ["", "* Khu vực nông, lâm, thủy", "Tỷ đồng", "408", "276", "67,6"],
            ["", "- Nông nghiệp", "Tỷ đồng", "385", "230", "59,7"],
            ["", "+ Trồng trọt", "Tỷ đồng", "317", "180", "56,8"],
            ["", "+ Chăn nuôi", "Tỷ đồng", "68", "50", "73,5"],
            ["", "- Thủy sản", "Tỷ đồng", "23", "46", "200"],
            ["", "* Khu vực dịch vụ", "Tỷ đồng", "1.117", "1.343", "120,2"],
        ]
    )
    reading = read(text, layout=layout)
    assert columns(reading, "period", "role", "unit")[:3] == [
        ("2019", "level", "đồng"),
        ("2020", "plan", "đồng"),
        ("2020", "index", "%"),
    ]
    ids = {f.text: f.figure_id for f in reading.figures}
    assert [f.parent_id for f in reading.figures[::3]] == [
        None,
        ids["1.525"],
        ids["408"],
        ids["385"],
        ids["385"],
        ids["408"],
        ids["1.525"],
    ]


def test_codes_and_numbers_of_rows_among_sentences_count_nothing():
    text, layout = laid_out(
        [
            ["Mã phiếu", "Số TT", "Tên nút", "Đơn vị"],
            ["10318104", "1", "3G_BLU029M11_LAN", "Tổ hạ tầng Bến Lức"],
            ["10318161", "2", "4G-BLU029M12-LAN,4G-BLU029M13-LAN", "Tổ hạ tầng Đức Hòa"],
        ]
    )
    assert read(text, layout=layout).figures == ()


def test_a_unit_stands_in_the_cell_of_its_number():
    text, layout = laid_out([["Nút", "Loại"], ["Tân An có 12", "trạm điện"]])
    assert columns(read(text, layout=layout), "value", "unit") == [(12, None)]


def test_a_row_without_a_label_is_part_of_none():
    text, layout = laid_out(
        [["STT", "Họ tên", "Số tiền"], ["1", "Lớp 6A", "500"], ["2", "Lớp 5B", "400"], ["", "", "0"]]
    )
    assert [f.parent_id for f in read(text, layout=layout).figures] == [None, None, None]


def test_columns_that_were_taken_out_leave_gaps_in_their_numbers():
    text, layout = laid_out(
        [["TT", "Đơn vị (17 xã)", "Số hộ", "Số người"], ["A", "B", "1", "4"], ["1", "Xã Đông", "120", "480"]]
    )
    assert columns(read(text, layout=layout), "value") == [(120,), (480,)]


def test_numbers_of_columns_among_marked_header_rows_are_ordinals():
    text, layout = laid_out([["Huyện", "Năm 2021"], ["A", "1"], ["Yên Lập", "31"]], header_rows=2)
    assert columns(read(text, layout=layout), "value", "period") == [(31, "2021")]


def test_a_header_may_stand_apart_over_a_heading():
    header, above = laid_out([["TT", "Chỉ tiêu", "ĐVT", "Năm 2020", "KH năm 2021", ""]])
    text, layout = laid_out(
        [["1", "Sản lượng sắn", "Tấn", "310", "330", ""], ["", "Tăng so với năm trước", "%", "6,5", "6,25", ""]],
        above=header + "\nA. Trồng trọt\n\n",
    )
    layout = Layout((*above.tables, *layout.tables))
    assert columns(read(text, layout=layout), "value", "unit", "role", "period", "topic") == [
        (310, "tấn", "level", "2020", "trồng trọt"),
        (330, "tấn", "plan", "2021", "trồng trọt"),
        (6.5, "%", "change", "2020", "sản lượng sắn"),
        (6.25, "%", "plan", "2021", "sản lượng sắn"),
    ]


def test_a_cell_of_words_and_numbers_before_the_first_value_is_read_too():
    text, layout = laid_out([["Dự án", "Quy mô", "Vốn (USD)"], ["Trồng quế", "gồm 120 ha và 3 trạm", "2.500.000"]])
    assert columns(read(text, layout=layout), "value", "unit", "subject") == [
        (120, "ha", "Trồng quế"),
        (3, "trạm", "Trồng quế"),
        (2500000, "USD", "vốn Trồng quế"),
    ]


def test_a_label_on_the_first_row_of_its_group_is_of_the_others_too():
    text = "Nhóm\tĐặc điểm\tSố hộ\n1. Diện tích\tDưới 2 ha\t22\n\t2-4 ha\t48\n2. Giống\tLai\t54\n\tThuần\t76\n"
    assert columns(read(text), "value", "subject", "parent_id") == [
        (22, "số hộ Diện tích Dưới 2 ha", None),
        (48, "số hộ Diện tích 2-4 ha", None),
        (54, "số hộ Giống Lai", None),
        (76, "số hộ Giống Thuần", None),
    ]


def test_a_lower_header_is_in_the_year_of_the_upper_one():
    rows = [
        [("Xã", 2, 1), ("Năm 2021", 1, 2), ("6 tháng 2022", 1, 2)],
        ["6 tháng", "Cả năm", "Thực hiện", "Cùng kỳ"],
        ["Yên Lập", "12", "25", "14", "12"],
    ]
    text, layout = laid_out(rows, above="Số vụ cháy rừng năm 2022\n\n")
    assert columns(read(text, layout=layout), "value", "period") == [
        (12, "2021-S1"),
        (25, "2021"),
        (14, "2022-S1"),
        (12, "2021-S1"),
    ]


def test_a_total_under_an_upper_header_is_of_the_columns_beside_it():
    text, layout = laid_out(
        [
            [("HUYỆN", 2, 1), ("DIỆN TÍCH (HA)", 1, 3), ("SẢN LƯỢNG (TẤN)", 1, 3), ("TỶ LỆ NUÔI LỒNG (%)", 2, 1)],
            ["TỔNG SỐ", "AO", "ĐẦM", "TỔNG SỐ", "NUÔI LỒNG", "NUÔI BÈ"],
            ["Yên Lập", "50", "20", "30", "80", "60", "20", "75,0"],
            ["Tân Sơn", "10", "4", "6", "40", "10", "30", "25,0"],
        ]
    )
    reading = read(text, layout=layout)
    pond, cage, share = reading.figures[1], reading.figures[4], reading.figures[6]
    area, catch = reading.figures[0], reading.figures[3]
    assert columns(reading, "unit", "subject")[3:5] == [
        ("tấn", "sản lượng Yên Lập"),
        ("tấn", "sản lượng nuôi lồng Yên Lập"),
    ]
    assert (pond.parent_id, pond.closed, cage.parent_id) == (area.figure_id, True, catch.figure_id)
    assert (share.of_id, share.base_id) == (cage.figure_id, catch.figure_id)


def test_an_upper_header_counts_what_the_years_below_it_tell():
    text, layout = laid_out(
        [
            [("Xã", 2, 1), ("Số hồ sơ nhận", 1, 2), ("Số hồ sơ trả", 1, 2)],
            ["Năm 2020", "Năm 2021", "Năm 2020", "Năm 2021"],
            ["Nậm Ty", "52", "61", "50", "58"],
        ]
    )
    assert columns(read(text, layout=layout), "value", "unit", "period", "subject") == [
        (52, "hồ sơ", "2020", "số hồ sơ nhận Nậm Ty"),
        (61, "hồ sơ", "2021", "số hồ sơ nhận Nậm Ty"),
        (50, "hồ sơ", "2020", "số hồ sơ trả Nậm Ty"),
        (58, "hồ sơ", "2021", "số hồ sơ trả Nậm Ty"),
    ]


def test_a_percentage_under_the_plan_attains_nothing():
    text, layout = laid_out(
        [
            [("Xã", 2, 1), ("Kế hoạch", 1, 2), ("Thực hiện", 1, 2)],
            ["Số hộ", "Tỷ lệ (%)", "Số hộ", "Tỷ lệ (%)"],
            ["Nậm Ty", "240", "48,0", "235", "47,0"],
        ]
    )
    figures = columns(read(text, layout=layout), "value", "role", "base_id")
    assert [(role, base) for _, role, base in figures] == [
        ("plan", None),
        ("plan", None),
        ("level", None),
        ("share", None),
    ]
