"""Indicators and cells: every entry's own examples, the gold of two reports, and what must hold whatever the words."""

import json
import re
import unicodedata
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvict.reading import indicators, read
from tvict.reading.indicators import FIGURE, Clause, assign, vocabulary
from tvict.reading.lexicon import syllables, toml
from tvict.reading.model import ROLES, Figure

HERE = Path(__file__).parent
GOLD = HERE / "gold"
RAW = HERE.parent / "data" / "raw"
NUMERAL = re.compile(r"[\d.,]*\d")
EXAMPLE = re.compile(r"(.*) \[(.*)\](?: (\S+=\S+))?")
VOCABULARY = vocabulary()
CODES = {e.code: e for e in VOCABULARY.indicators}
EXAMPLES = [(e.code, text) for e in VOCABULARY.indicators for text in e.says("examples")]
COUNTEREXAMPLES = [(e.code, text) for e in VOCABULARY.indicators for text in e.says("not")]
COMPOUNDS = toml("indicators")["compounds"]["words"]
ids = count()


def figure(subject=None, unit=None, role="level", text="7", **more):
    return Figure(next(ids), 0, len(text), text, Decimal(7), unit=unit, role=role, subject=subject, **more)


def example(text):
    """Read "subject [unit] cell" as a figure and its cell; the unit tells the role."""
    subject, unit, cell = EXAMPLE.fullmatch(text).groups()
    return figure(subject, unit or None, {"%": "share", "hạng": "rank", "bậc": "change"}.get(unit, "level")), cell


def cut(clause, figures):
    """The words of a clause with its figures marked, as reading gives them; all of them where they stand elsewhere."""
    clause, words, at = re.sub(r"(?<=[a-z])\.(?=[a-z])", " ", clause), [], 0  # voso.vn
    for f in figures:
        printed = NUMERAL.match(f.text)[0]
        start = clause.find(printed, at)
        if start < 0:
            return syllables(clause)
        words += [*syllables(clause[at:start]), FIGURE]
        at = start + len(printed)
    return [*words, *syllables(clause[at:])]


def codes(figures, headings, clauses):
    """The codes of figures, each with its headings, joined by " > ", and the sentence it stands in."""
    together = {}
    for f, heading, clause in zip(figures, headings, clauses, strict=True):
        together.setdefault((heading, clause), []).append(f)
    found = [Clause(fs, cut(clause, fs), tuple(heading.split(" > "))) for (heading, clause), fs in together.items()]
    return assign(figures, found)


def code_of(f, heading="", clause=""):
    return codes([f], [heading], [clause])[0]


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_entry_names_its_examples(code, text):
    f, cell = example(text)
    assert code_of(f) == ((None, None) if CODES[code].says("uncoded") else (code, cell))


@pytest.mark.parametrize(("code", "text"), COUNTEREXAMPLES)
def test_entry_leaves_its_counterexamples_alone(code, text):
    assert code_of(example(text)[0])[0] != code


@pytest.mark.parametrize("code", CODES)
def test_entry_has_examples_for_and_against(code):
    assert CODES[code].says("examples")
    assert CODES[code].says("not")


def test_every_word_that_forbids_does_so_somewhere(monkeypatch):
    """In an example against an entry, or at a figure of a report: an entry that nothing uses goes."""
    used = dict.fromkeys(CODES, 0)

    def noted(decide, seen_of):
        def decided(*args):
            e, seen = seen_of(*args)
            used[e.code] |= e.never & (seen.own.bits | seen.before.bits)
            return decide(*args)

        return decided

    forbids = indicators._Assignment._forbids
    monkeypatch.setattr(indicators, "_forbidden", noted(indicators._forbidden, lambda e, seen: (e, seen)))
    monkeypatch.setattr(indicators._Assignment, "_forbids", noted(forbids, lambda self, i, e: (e, self.seen[i])))
    for path in [*RAW.glob("*.txt"), *(HERE / "unseen").rglob("*.txt")]:
        read(path.read_text("utf-8"))
    for _, text in EXAMPLES + COUNTEREXAMPLES:
        code_of(example(text)[0])
    for name in ("travinh-2022", "anbinh-2019"):
        rows, figures, clauses = gold_figures(name)
        codes(figures, [""] * len(rows), clauses)
    unused = {e.code: e.never & ~used[e.code] for e in VOCABULARY.indicators}
    assert not {
        code: [w for w, n in VOCABULARY.pieces.items() if bits >> n & 1] for code, bits in unused.items() if bits
    }


def test_every_dimension_that_an_entry_names_exists():
    known = {c.dimension for c in VOCABULARY.categories} | {f"{c.dimension}={c.name}" for c in VOCABULARY.categories}
    assert {d for e in VOCABULARY.indicators for d in e.says("dimensions")} <= known


def gold_figures(name):
    """Figures as a perfect reader would give them, each with the line or sentence it stands in."""
    text = (RAW / f"{name}.txt").read_bytes().decode("utf-8")
    rows = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    rows = [r for r in rows if r["kind"] == "figure"]
    figures, clauses = [], []
    for r in rows:
        first = max(text.rfind(mark, 0, r["start"]) + len(mark) for mark in ("\n", ". "))
        last = min(p for p in (text.find("\n", r["end"]), text.find(". ", r["end"]), len(text)) if p >= 0)
        clauses.append(text[first:last])
        figures.append(
            Figure(
                r["id"], r["start"], r["end"], r["text"], Decimal(str(r["value"])), unit=r["unit"][0] or None,
                role=r["role"], bound=r["bound"], period=r["period"] or None, subject=max(r["subject"], key=len),
                parent_id=r["parent"], of_id=r["of"], base_id=r["base"],
            )
        )  # fmt: skip
    return rows, figures, clauses


# Without headings one topic is lost in each report, which only its heading names.
@pytest.mark.parametrize(("name", "without_heading"), [("travinh-2022", {333}), ("anbinh-2019", {100, 152})])
def test_gold_figures_get_their_gold_codes(name, without_heading):
    rows, figures, clauses = gold_figures(name)
    given_codes = codes(figures, [""] * len(rows), clauses)
    wrong = {
        (r["id"], max(r["subject"], key=len), code, cell, r["indicator"], r["cell"])
        for r, (code, cell) in zip(rows, given_codes, strict=True)
        if (code, cell) != (r["indicator"], r["cell"])
    }
    assert {w[0] for w in wrong} == without_heading, wrong


def test_heading_gives_what_subject_leaves_out():
    f = figure("doanh thu", "đồng")
    assert code_of(f) == (None, None)
    assert code_of(f, "Kết quả theo lĩnh vực > Bưu chính")[0] == "postal.revenue"
    assert code_of(f, "Kết quả theo lĩnh vực > Viễn thông và Internet > Doanh thu")[0] == "telecom.revenue"


def test_two_sectors_in_the_heading_leave_a_bare_revenue_without_code():
    assert code_of(figure("doanh thu", "đồng"), "Bưu chính, viễn thông") == (None, None)


def test_words_beside_the_numeral_stand_in_for_a_missing_subject():
    clause = "các nhà mạng đang khai thác 1.105 trạm 2G, 1.240 trạm 3G"
    pair = [figure(None, "trạm", text="1.105 trạm"), figure(None, "trạm", text="1.240 trạm")]
    assert codes(pair, ["Trạm BTS"] * 2, [clause] * 2) == [
        ("telecom.bts_stations", "technology=2g"),
        ("telecom.bts_stations", "technology=3g"),
    ]


def test_new_subscribers_are_not_the_stock():
    clause = "Phát triển mới 12.640 thuê bao Internet băng rộng cố định, nâng tổng số lên 61.480 thuê bao"
    pair = [
        figure("thuê bao Internet băng rộng cố định", "thuê bao", text="12.640 thuê bao"),
        figure("thuê bao Internet băng rộng cố định", "thuê bao", text="61.480 thuê bao"),
    ]
    assert [code for code, _ in codes(pair, [""] * 2, [clause] * 2)] == [None, "internet.fixed_subscribers"]


def test_row_and_column_of_a_table_serve_as_clause_for_every_figure():
    """Cells share a clause in which no numeral stands."""
    row = [figure(None, "thuê bao", text=text) for text in ("118.000", "139.240")]
    clause = "Internet băng rộng cố định · Năm 2019"
    assert codes(row, [""] * 2, [clause] * 2) == [("internet.fixed_subscribers", None)] * 2


def test_clause_is_cut_at_numerals_though_white_space_differs():
    pair = [figure(None, "trạm", text="1.105\ntrạm"), figure(None, "trạm", text="1.240\ntrạm")]
    clause = "các nhà mạng có 1.105 trạm BTS 2G, 1.240 trạm BTS 3G"
    assert [cell for _, cell in codes(pair, [""] * 2, [clause] * 2)] == ["technology=2g", "technology=3g"]


def test_fraction_is_coded_by_its_part_and_its_base_by_what_the_lexicon_says():
    def pair(subject, unit, x, y):
        base = figure(subject, unit, text=f"{y} {unit}")
        part = figure(subject, unit, text=x, parent_id=base.figure_id)
        return codes([part, base], [""] * 2, [f"{subject} là {x}/{y} {unit}"] * 2)

    assert pair("hệ thống thông tin được phê duyệt cấp độ", "hệ thống", "21", "47") == [
        ("security.systems_approved", None),
        ("security.systems", None),
    ]
    assert pair("xã có cáp quang", "xã", "109", "112") == [("telecom.fibre_communes", None), (None, None)]


def test_parts_of_what_is_newly_added_are_no_stock():
    whole = figure("thuê bao điện thoại phát triển mới", "thuê bao")
    part = figure("thuê bao cố định", "thuê bao", parent_id=whole.figure_id)
    assert codes([whole, part], [""] * 2, [""] * 2) == [(None, None)] * 2


def test_words_in_full_at_the_numeral_outweigh_a_subject_cut_too_wide():
    f = figure("doanh thu viễn thông doanh thu bưu chính, viễn thông", "đồng", text="371,2 tỷ đồng")
    clause = "trong đó doanh thu viễn thông 371,2 tỷ đồng"
    assert code_of(f, clause=clause)[0] == "telecom.revenue"
    assert code_of(f)[0] is None


def test_field_of_a_part_is_read_earlier_in_the_clause_and_not_for_its_total():
    clause = "Thanh tra 04 cuộc đối với 05 đơn vị: lĩnh vực bưu chính 01 cuộc, đối với 02 đơn vị"
    rounds = figure("cuộc thanh tra", "cuộc", text="04 cuộc")
    units = figure("đơn vị được thanh tra", "đơn vị", text="05 đơn vị")
    postal = figure("cuộc thanh tra", "cuộc", text="01 cuộc", parent_id=rounds.figure_id)
    checked = figure("đơn vị được thanh tra", "đơn vị", text="02 đơn vị", parent_id=units.figure_id)
    cells = [cell for _, cell in codes([rounds, units, postal, checked], [""] * 4, [clause] * 4)]
    assert cells == [None, None, "field=postal", "field=postal"]


RELATIVES = [("share", "%"), ("change", "%"), ("change", "trạm"), ("index", "lần"), ("attainment", "%"), ("gap", "%")]


@pytest.mark.parametrize(("role", "unit"), RELATIVES)
def test_relative_figures_measure_what_their_level_measures(role, unit):
    level = figure("trạm BTS 4G", "trạm")
    relative = figure("", unit, role, of_id=level.figure_id)
    assert codes([relative, level], [""] * 2, [""] * 2) == [("telecom.bts_stations", "technology=4g")] * 2


def test_share_of_online_dossiers_is_the_standard_share():
    total = figure("hồ sơ tiếp nhận của dịch vụ công mức 3", "hồ sơ")
    online = figure("hồ sơ tiếp nhận trực tuyến", "hồ sơ", parent_id=total.figure_id)
    share = figure("tỷ lệ", "%", "share", of_id=online.figure_id, base_id=total.figure_id)
    assert codes([total, online, share], [""] * 3, [""] * 3) == [
        ("services.dossiers_received", "service_level=level3"),
        ("services.dossiers_received", "channel=online;service_level=level3"),
        ("services.dossiers_online_share", "service_level=level3"),
    ]


def test_part_adds_its_dimension_to_its_total():
    total = figure("chứng thư số đang hoạt động", "chứng thư số")
    part = figure("cá nhân", None, parent_id=total.figure_id)
    other = figure("hỏng", None, parent_id=total.figure_id)
    found = codes([total, part, other], [""] * 3, [""] * 3)
    assert found[1] == ("signature.certificates_active", "holder=individual")
    assert found[2] == (None, None), "a part that names no dimension would double its total"


def test_towns_and_cities_within_a_province_are_of_district_level():
    names = [
        "thị xã Sơn Trầu",
        "Thành phố Phú Thuận",
        "Quận Bến Nghé",
        "phường Bến Nghé",
        "toàn Thành phố",
        "Thành phố Hà Nội",
    ]
    text = "Năm 2022\n\nĐịa bàn\tHồ sơ tiếp nhận\n" + "".join(f"{name}\t{n}5\n" for n, name in enumerate(names, 1))
    tiers = [f.cell.partition("tier=")[2] or None for f in read(text).figures]
    assert tiers == ["district", "district", "district", "commune", None, None]


def test_total_of_all_towns_is_no_count_of_towns_with_fibre():
    whole = figure("tổng số xã", "xã", text="112 xã")
    part = figure("xã có cáp quang", "xã", text="109", parent_id=whole.figure_id)
    clause = "Cáp quang đã tới 109/112 xã"
    assert [code for code, _ in codes([part, whole], [""] * 2, [clause] * 2)] == ["telecom.fibre_communes", None]


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2018-01-01/P9M", "span=9m"),
        ("2021-S1", "span=6m"),
        ("2021-Q2", "span=q2"),
        ("2019-10", "span=1m"),
        ("2019-10-12/P7D", "span=days"),
        ("2022", None),
    ],
)
def test_flow_of_a_part_of_a_year_says_so(period, span):
    assert code_of(figure("doanh thu bưu chính", "đồng", period=period)) == ("postal.revenue", span)
    assert code_of(figure("trạm BTS", "trạm", period=period)) == ("telecom.bts_stations", None)


def test_planned_growth_and_share_are_no_levels():
    assert code_of(figure("doanh thu viễn thông", "%", "plan")) == ("telecom.revenue", "target=growth")
    assert code_of(figure("thủ tục mức độ 4", "%", "plan")) == ("services.online", "service_level=level4;target=share")
    assert code_of(figure("văn bản ký số", "%", "plan")) == ("egov.documents_signed_share", None)
    ends = [figure("doanh thu viễn thông", "%", "plan", bound=b) for b in ("over", "under")]
    assert [cell for _, cell in codes(ends, [""] * 2, [""] * 2)] == ["target=growth_low", "target=growth_high"]


def test_planned_percentage_of_counted_things_is_a_share_unless_they_grow():
    assert code_of(figure("cán bộ được tập huấn", "%", "plan"))[1] == "target=share"
    assert code_of(figure("tăng số cán bộ được tập huấn", "%", "plan"))[1] == "target=growth"


def test_percentage_is_of_the_noun_at_the_head_of_its_subject():
    assert code_of(figure("giá máy điện thoại", "%", "change"))[0] is None
    assert code_of(figure("giường bệnh", "%", "share"), clause="hồ sơ nộp trực tuyến, giường bệnh kín 7 %")[0] is None
    assert code_of(figure("tăng giảm, số thuê bao điện thoại", "%", "change"))[0] == "telecom.phone_subscribers"
    aim = figure("Huyện phấn đấu nâng tỷ lệ hồ sơ trực tuyến", "%", "plan")
    assert code_of(aim)[0] == "services.dossiers_online_share"


def test_points_of_a_scale_are_no_score():
    assert code_of(figure("chỉ số DTI", "điểm"))[0] == "digital.dti_score"
    scale = Figure(next(ids), 0, 3, "300", Decimal(300), unit="điểm", subject="chỉ số DTI")
    assert code_of(scale)[0] is None


@pytest.mark.parametrize("compound", COMPOUNDS)
def test_compound_hides_the_words_in_it(compound):
    inner = indicators.words_of(compound)
    held = [words for words in VOCABULARY.options if 0 < len(words) < len(inner)]
    assert any(" ".join(words) in " ".join(inner) for words in held), "nothing to hide: the entry goes"
    assert not [n for _, n, _ in VOCABULARY.places(inner) if n < len(inner)]


@pytest.mark.parametrize(
    ("sentence", "cell"),
    [
        ("Bưu điện tỉnh năm qua thu được 7 tỷ đồng", "operator=vnpost"),
        ("Viettel và MobiFone, theo lời họ, thu được 7 tỷ đồng", None),
        ("Theo Viettel, thị trường thu được 7 tỷ đồng", None),
        ("Viettel mở mạng mới; toàn tỉnh thu được 7 tỷ đồng", None),
        ("Các điểm bưu điện văn hóa xã mở lại; thu được 7 tỷ đồng", None),
    ],
)
def test_money_of_one_company_says_whose_it_is(sentence, cell):
    f = figure("doanh thu bưu chính", "đồng", text="7 tỷ đồng")
    assert code_of(f, clause=sentence) == ("postal.revenue", cell)


@pytest.mark.parametrize(
    ("code", "subject", "unit", "sentence"),
    [
        ("telecom.revenue", "doanh thu viễn thông", "đồng", "Đơn vị này thu được 7 tỷ đồng"),
        ("inspection.fines", "tiền phạt", "đồng", "MobiFone phải nộp 7 triệu đồng"),
        ("services.dossiers_received", "hồ sơ tiếp nhận", "hồ sơ", "Bộ phận một cửa cấp huyện, cấp xã nhận 7 hồ sơ"),
    ],
)
def test_figure_of_one_holder_without_a_cell_for_it_has_no_code(code, subject, unit, sentence):
    assert code_of(figure(subject, unit, text="7"))[0] == code
    assert code_of(figure(subject, unit, text="7"), clause=sentence)[0] is None


def test_paragraph_that_begins_with_a_holder_is_of_that_holder():
    f = figure("hồ sơ tiếp nhận", "hồ sơ", text="7 hồ sơ")
    told = syllables("Trung tâm phục vụ hành chính công vừa sơ kết.")
    assert assign([f], [Clause([f], cut("Đã nhận 7 hồ sơ", [f]), told=told)])[0][1] == "tier=province"
    far = syllables("Ngày hôm qua tại hội trường lớn của ủy ban nhân dân huyện bên sông, thanh tra tỉnh có mặt.")
    rounds = figure("cuộc thanh tra", "cuộc", text="7 cuộc")
    assert assign([rounds], [Clause([rounds], cut("Đã làm 7 cuộc", [rounds]), told=far)])[0][1] is None


def test_part_that_no_cell_can_name_has_no_code():
    whole = figure("xã có báo Đảng phát trong ngày", "xã")
    part = figure("xã đặc biệt khó khăn có báo Đảng phát trong ngày", "xã", parent_id=whole.figure_id)
    found = codes([whole, part], [""] * 2, [""] * 2)
    assert found == [("postal.press_same_day_communes", None), (None, None)]


def test_several_levels_named_together_are_none():
    subject = "cơ quan cấp tỉnh, cấp huyện dùng phần mềm quản lý văn bản"
    assert code_of(figure(subject, "cơ quan"))[1] == "system=docs"
    f = figure(None, "cơ quan", text="7 cơ quan")
    clause = "phần mềm quản lý văn bản dùng tại cấp huyện, cấp xã là 7 cơ quan"
    assert code_of(f, clause=clause)[1] == "system=docs"


def test_both_levels_of_online_service_are_neither():
    assert code_of(figure("hồ sơ nhận qua mạng mức độ 3 và 4", "hồ sơ"))[1] == "channel=online"


def test_unit_says_who_broke_the_law_where_both_kinds_are_counted():
    clause = "phát hiện 30 cá nhân, 20 tổ chức vi phạm"
    pair = [figure("vi phạm", "cá nhân", text="30 cá nhân"), figure("vi phạm", "tổ chức", text="20 tổ chức")]
    cells = [cell for _, cell in codes(pair, [""] * 2, [clause] * 2)]
    assert cells == ["outcome=found;violator=individual", "outcome=found;violator=organisation"]
    assert code_of(pair[0], clause="phát hiện 30 cá nhân vi phạm")[1] == "outcome=found"


def test_list_goes_on_under_its_verb():
    clause = "di chuyển 7 trạm BTS 4G và 5 trạm BTS 3G"
    pair = [figure("trạm BTS", "trạm", text="7 trạm"), figure("trạm BTS", "trạm", text="5 trạm")]
    assert codes(pair, [""] * 2, [clause] * 2) == [(None, None)] * 2


def test_list_deals_its_categories_out():
    clause = "trạm BTS 3G, 4G và 5G lần lượt là 7 trạm, 5 trạm và 3 trạm"
    triple = [figure("trạm BTS 3G, 4G và 5G", "trạm", text=f"{n} trạm") for n in (7, 5, 3)]
    cells = [cell for _, cell in codes(triple, [""] * 3, [clause] * 3)]
    assert cells == ["technology=3g", "technology=4g", "technology=5g"]


def test_rank_within_a_region_is_no_rank_of_the_country():
    clause = "chuyển đổi số đứng thứ 7, trong vùng đứng thứ 2 và thứ 5/13 tỉnh khu vực"
    ranks = [figure("chỉ số chuyển đổi số", "hạng", "rank", text=n) for n in ("7", "2", "5")]
    base = figure(None, "tỉnh", text="13")
    found = [code for code, _ in codes([*ranks, base], [""] * 4, [clause] * 4)]
    assert found[2] is None
    assert code_of(figure("chỉ số chuyển đổi số", "hạng", "rank"))[0] == "digital.dti_rank"
    assert code_of(figure("chỉ số chuyển đổi số cấp huyện", "hạng", "rank"))[0] is None


def test_office_that_only_reports_is_no_holder():
    clause = "Theo số liệu mới nhất của thanh tra tỉnh, cả năm có 7 cuộc"
    f = figure("cuộc thanh tra", "cuộc", text="7 cuộc")
    assert code_of(f, clause=clause) == ("inspection.rounds", None)
    assert code_of(f, clause="Thanh tra tỉnh đã có 7 cuộc") == ("inspection.rounds", "tier=province")


def coded(text):
    return [(f.indicator, f.cell) for f in read(text).figures if f.indicator]


def test_inspection_of_another_service_is_none():
    text = "Trong năm đã phạt 7 vụ vi phạm.\n\nCả huyện có 40 ha rừng.\n"
    assert coded(text) == []
    assert coded(f"Thanh tra Sở Thông tin và Truyền thông\n\n{text}") == [
        ("inspection.violations", "outcome=sanctioned")
    ]
    assert coded(f"Tin bưu chính\n\n1. Rừng\n\n{text}") == [("inspection.violations", "outcome=sanctioned")]
    headed = "1. Viễn thông\n\nCó 12 trạm BTS.\n\n2. Rừng\n\nKiểm lâm phạt 7 vụ vi phạm.\n"
    assert [code for code, _ in coded(headed)] == ["telecom.bts_stations"]


def test_paragraph_of_another_matter_is_none_though_its_section_is_ours():
    f = figure("lớp mở", "lớp", text="7 lớp")
    clause = cut("Mở 7 lớp tập huấn", [f])
    trade = VOCABULARY._pieces(["<vocational>"])
    assert assign([f], [Clause([f], clause)])[0][0] == "training.classes"
    assert assign([f], [Clause([f], clause, strange=trade)])[0][0] is None
    assert coded("Việc làm và dạy nghề\n\nHuyện đã mở 7 lớp tập huấn cho 90 học viên.\n") == []


def test_class_is_no_training_by_its_word_alone():
    assert coded("Thùng hàng được bọc 2 lớp vải.\n") == []
    assert coded("Trường tiểu học của xã có 14 lớp.\n") == []
    assert coded("Phòng Giáo dục và Đào tạo huyện có 12 người.\n") == []
    assert coded("Sở đã mở 3 lớp đào tạo cho 90 cán bộ xã.\n")[0] == ("training.classes", "total")


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Viễn thông Cồn Bè vượt khó", "operator=vnpt"),
        ("VIỄN THÔNG CỒN BÈ: NHÌN LẠI MỘT NĂM", "operator=vnpt"),
        ("VNPT Cồn Bè nhìn lại", "operator=vnpt"),
        ("VIỄN THÔNG Ở CỒN BÈ HÔM NAY", "total"),
        ("Ngành Viễn thông Cồn Bè", "total"),
        ("Viễn thông Cồn Bè đứng đầu.", "total"),
    ],
)
def test_title_says_whose_figures_a_text_gives(title, cell):
    assert coded(f"{title}\n\nĐến nay có 320 trạm BTS.\n") == [("telecom.bts_stations", cell)]


def test_what_is_newly_added_is_so_down_the_list_and_in_brackets():
    clause = "lắp mới 9 cột ăng ten và 7 trạm BTS"
    pair = [figure("cột ăng ten", "cột", text="9 cột"), figure("trạm BTS", "trạm", text="7 trạm")]
    assert codes(pair, [""] * 2, [clause] * 2)[1] == ("telecom.bts_new", None)
    whole = figure("trạm BTS", "trạm", text="12 trạm")
    part = figure("trạm 4G", "trạm", text="7 trạm", parent_id=whole.figure_id)
    clause = "mở thêm 12 trạm BTS (7 trạm 4G)"
    assert codes([whole, part], [""] * 2, [clause] * 2)[1] == ("telecom.bts_new", "technology=4g")


def alike(values, subjects=None, parent=None, of_first=False):
    """Which of the inspections told in one sentence have a code, by these values; parts of the first, if so."""
    rounds = [
        figure(subject, "cuộc", text=str(n), parent_id=parent)
        for n, subject in zip(values, subjects or ["cuộc kiểm tra"] * len(values), strict=True)
    ]
    for f, n in zip(rounds, values, strict=True):
        f.value = Decimal(n)
    for f in rounds[1:] if of_first else ():
        f.parent_id = rounds[0].figure_id
    clause = "kiểm tra " + ", ".join(map(str, values))
    return [code is not None for code, _ in codes(rounds, [""] * len(values), [clause] * len(values))]


def test_figures_of_one_sentence_that_no_cell_tells_apart_are_parts_of_kinds():
    assert alike([30, 18, 12]) == alike([12, 18, 30]) == [False] * 3
    assert alike([30, 18, 12], of_first=True) == alike([12, 18, 30], of_first=True) == [True, False, False]
    assert alike([30, 18], of_first=True) == [True, False]
    assert alike([18, 30]) == alike([30, 18]) == [True, True]
    assert alike([30, 30]) == [True, True]
    assert alike([30, 18], ["cuộc thanh tra", "đợt kiểm tra"], parent=-1) == [True, True]


def test_change_of_a_part_without_code_has_none():
    whole, part = figure("cuộc kiểm tra", "cuộc", text="30"), figure("cuộc kiểm tra", "cuộc", text="18")
    part.parent_id = whole.figure_id
    whole.value, part.value = Decimal(30), Decimal(18)
    change = figure("cuộc kiểm tra", "%", "change", text="5", of_id=part.figure_id)
    clause = "kiểm tra 30 cuộc, định kỳ 18, tăng 5 %"
    assert [code for code, _ in codes([whole, part, change], [""] * 3, [clause] * 3)] == [
        "inspection.rounds",
        None,
        None,
    ]


def test_part_counted_in_another_unit_is_not_what_its_total_is():
    whole = figure("trạm BTS", "trạm")
    part = figure("nhà cung cấp Viettel", "công ty", parent_id=whole.figure_id)
    assert codes([whole, part], [""] * 2, [""] * 2)[1] == (None, None)


def test_revenue_has_its_sector_from_words_before_it():
    clause = "doanh thu cả ngành đạt 90 tỷ đồng, riêng bưu chính 7 tỷ đồng"
    pair = [figure("doanh thu cả ngành", "đồng", text="90 tỷ"), figure("bưu chính", "đồng", text="7 tỷ")]
    assert [code for code, _ in codes(pair, [""] * 2, [clause] * 2)] == [None, "postal.revenue"]


def test_what_lacks_the_thing_counted_is_no_count_of_it():
    clause = "đài truyền thanh xã: 7 xã chưa có"
    assert code_of(figure("xã có đài truyền thanh", "xã", text="7 xã"), clause=clause)[0] is None


@pytest.mark.parametrize("code", [e.code for e in VOCABULARY.indicators if e.added])
def test_what_is_newly_added_is_no_stock(code):
    f, _ = example(CODES[code].says("examples")[0])
    f.subject = f"{f.subject} xây dựng thêm"
    assert code_of(f)[0] != code


def test_part_named_by_its_unit_alone_is_what_its_total_is():
    whole = figure("thủ tục cung cấp dịch vụ công trực tuyến", "thủ tục")
    part = figure("thủ tục cấp tỉnh", "thủ tục", parent_id=whole.figure_id)
    assert codes([whole, part], [""] * 2, [""] * 2)[1] == ("services.online", "tier=province")


def test_bare_words_are_enough_in_a_report_of_the_department():
    spent = figure("vốn đã giải ngân", "đồng")
    others = [
        figure("doanh thu bưu chính", "đồng"),
        figure("trạm BTS", "trạm"),
        figure("văn bản ký số", "%", "share"),
        figure("cuộc họp báo", "cuộc"),
    ]
    assert code_of(spent)[0] is None
    assert codes([spent, *others], [""] * 5, [""] * 5)[0][0] == "capital.disbursed"


def test_index_printed_without_a_unit_is_a_score_only_with_decimals():
    score, count_ = figure("chỉ số DTI", None, decimals=4), figure("chỉ số DTI", None)
    assert code_of(score)[0] == "digital.dti_score"
    assert code_of(count_)[0] is None


def test_figures_that_lean_on_each_other_end():
    a, b = figure("trạm", "trạm"), figure("trạm", "trạm")
    a.parent_id, b.parent_id = b.figure_id, a.figure_id
    assert len(codes([a, b], [""] * 2, [""] * 2)) == 2


SUBJECTS = st.sampled_from([example(text)[0].subject for _, text in EXAMPLES])


@settings(deadline=None)
@given(SUBJECTS, st.sampled_from(ROLES), st.sampled_from([None, "%", "đồng", "hồ sơ", "trạm", "hạng"]))
def test_code_and_cell_are_of_the_codebook(subject, role, unit):
    code, cell = code_of(figure(subject, unit, role), "Viễn thông", "Trong năm, đạt 7.")
    assert code is None or code in CODES
    assert cell is None or code is not None
    keys = [pair.split("=")[0] for pair in (cell or "").split(";")]
    assert keys == sorted(set(keys))


@settings(deadline=None)
@given(SUBJECTS, st.sampled_from([str.upper, str.title, lambda s: unicodedata.normalize("NFD", s)]))
def test_letter_case_and_composition_do_not_matter(subject, spell):
    unit = "hồ sơ"
    assert code_of(figure(subject, unit)) == code_of(figure(spell(subject), unit))


def test_old_and_new_tone_marks_are_the_same_word():
    old, new = figure("tỷ lệ số hoá hồ sơ", "%", "share"), figure("tỉ lệ số hóa hồ sơ", "%", "share")
    assert code_of(old) == code_of(new) == ("services.dossiers_digitised_share", None)


def test_mean_is_no_total():
    assert code_of(figure("số tiền thanh toán trực tuyến phí, lệ phí", "đồng"))[0] == "services.online_payments"
    assert code_of(figure("số tiền thanh toán trực tuyến phí, lệ phí", "đồng/lượt"))[0] is None
    per_day = code_of(figure("số tiền thanh toán trực tuyến phí, lệ phí", "đồng/ngày"))
    assert per_day == ("services.online_payments", "per=day")


def test_plan_beside_part_year_results_is_of_the_year():
    plan = figure("doanh thu bưu chính", "đồng", "plan", period="2018-01-01/P9M")
    assert code_of(plan) == ("postal.revenue", None)
    quarter = figure("doanh thu bưu chính", "đồng", "plan", period="2021-Q3")
    assert code_of(quarter) == ("postal.revenue", "span=q3")


def test_words_right_before_the_numeral_name_the_cell_before_the_subject_does():
    subject = "hộ sản xuất nông nghiệp có tài khoản trên sàn Postmart.vn"
    whole = figure(subject, "hộ", text="66.543 hộ")
    parts = [figure(subject, "hộ", text=text, parent_id=whole.figure_id) for text in ("66.543 hộ", "57.949 hộ")]
    clause = "có 66.543 hộ có tài khoản trên sàn thương mại điện tử Postmart.vn (66.543 hộ) và Voso.vn (57.949 hộ)"
    cells = [cell for _, cell in codes([whole, *parts], [""] * 3, [clause] * 3)]
    assert cells == [None, "platform=postmart", "platform=voso"]
