"""Search, the codebook, and the figures from outside."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from frames import fig, figures
from generated import SECTORS
from gold_frames import GOLD, RAW, gold_figures
from hypothesis import given, settings
from hypothesis import strategies as st

import tvict
import tvict.codebook as codebook
from tvict.analysis.search import bare, find, pick

ROOT = Path(__file__).parents[1]
REPORT = gold_figures(GOLD / "travinh-2022.jsonl", (RAW / "travinh-2022.txt").read_bytes().decode("utf-8"))


def ids(query, frame=REPORT):
    return list(find(frame, query)["figure_id"])


@pytest.mark.parametrize(
    "query", ["doanh thu bưu chính", "doanh thu buu chinh", "DOANH THU BUU CHINH", "bưu chinh thu doanh"]
)
def test_accents_case_and_order_are_optional(query):
    assert ids(query) == [176, 177]


def test_accent_that_is_written_must_be_right():
    assert ids("doanh thu bửu chính") == []


def test_labels_are_searched_in_both_languages():
    assert ids("telecom service revenue") == [296, 297]
    assert 296 in ids("telecom.revenue")


def test_the_topic_of_a_passage_is_searched_where_no_row_says_it_all():
    text = "NĂM 2023\n\n- Tay chân miệng: ghi nhận 74 ca, tăng 12 ca.\n- Lao: ghi nhận 9 ca.\n"
    report = tvict.parse(text)
    assert report.find("tay chan mieng")["text"].tolist() == ["74 ca", "12 ca"]
    assert report.find("số ca tay chân miệng")["text"].tolist() == ["74 ca", "12 ca"]
    assert report.find("so ca")["text"].tolist() == ["74 ca", "12 ca", "9 ca"]
    own = tvict.parse(f"{text}- Lao: có 3 người mắc bệnh tay chân miệng.\n")
    assert own.find("tay chan mieng")["text"].tolist() == ["3 người"], "a row that says it all goes before"


def test_every_word_must_be_a_whole_word():
    frame = figures(fig(1, "3 trạm", subject="trạm BTS"), fig(2, "3 trạm", subject="trạm y tế"))
    assert ids("tram bts", frame) == [1]
    assert ids("tra", frame) == []


@pytest.mark.parametrize(
    ("codes", "figure_id"),
    [
        (("postal.revenue",), 176),
        (("postal.revenue", None, "change"), 177),
        (("services.dossiers_received", "channel=online"), 378),
        (("services.dossiers_received", "channel=online;service_level=level3"), 383),
        (("egov.documents_signed_share", None, "share", "2021"), 312),
    ],
)
def test_one_figure_is_picked_by_its_codes(codes, figure_id):
    assert pick(REPORT, *codes)["figure_id"] == figure_id


def test_a_value_printed_twice_is_picked_where_it_stands_first():
    twice = figures(fig(1, "40 trang", indicator="x"), fig(2, "40 trang", indicator="x"))
    assert pick(twice, "x")["figure_id"] == 1


def test_values_that_differ_are_not_picked_from():
    differing = figures(fig(1, "40 trang", indicator="x"), fig(2, "41 trang", indicator="x"))
    with pytest.raises(LookupError, match=r"2 figures are x · level; the table holds of it: .*40 trang; .*41 trang"):
        pick(differing, "x")


def test_what_is_not_there_is_said_with_what_is():
    with pytest.raises(LookupError, match=r"0 figures are postal.revenue · level · 2019; .* 76 tỷ"):
        pick(REPORT, "postal.revenue", period="2019")
    with pytest.raises(LookupError, match="holds of it: none"):
        pick(REPORT, "no.such")


@pytest.mark.parametrize("query", ["", "  ", "…"])
def test_empty_query_finds_nothing(query):
    assert ids(query) == []


def test_columns_and_types_stay():
    found = find(REPORT, "bưu chính")
    pd.testing.assert_series_equal(found.dtypes, REPORT.dtypes)


def test_cell_and_print_are_searched():
    assert ids("voso") == [170]
    assert ids("57.949") == [170]


def test_every_table_is_searched_and_keeps_its_columns():
    tables = tvict.parse("Thực hiện Quyết định số 12/QĐ-UBND ngày 3/2/2022. Có 30 máy chủ (10 vật lý, 25 ảo).").tables
    assert find(tables["citations"], "ubnd 12")["number"].tolist() == ["12/QĐ-UBND"]
    assert find(tables["checks"], "differs")["verdict"].tolist() == ["differs"]
    for table in tables.values():
        assert find(table, "không có từ này").columns.equals(table.columns)
        assert find(table, "không có từ này").empty


@pytest.mark.parametrize("given", [{"figures": REPORT}, [REPORT], [{"figures": REPORT}]])
def test_tables_of_a_report_and_lists_of_them_are_searched(given):
    assert ids("voso", given) == [170]


@pytest.mark.parametrize("given", ["travinh-2022.txt", None, 3, [], ["a"], Path("a")])
def test_what_cannot_be_searched_says_what_to_pass(given):
    with pytest.raises(TypeError, match=r"pass a report \(tvict\.read\), a list of reports, or their table figures"):
        find(given, "voso")


def test_codes_are_labelled_in_both_languages():
    frame = figures(
        fig(1, "5", indicator="services.dossiers_received", cell="channel=online;service_level=level3"),
        fig(2, "6", indicator="services.dossiers_received", role="plan", cell="total"),
        fig(3, "7"),
    )
    vi, en = codebook.labelled(frame, "vi"), codebook.labelled(frame, "en")
    assert en["indicator_label"].tolist()[0] == "Administrative dossiers received"
    assert en["cell_label"].tolist()[:2] == ["online, level 3", "total"]
    assert vi["cell_label"].tolist()[:2] == ["trực tuyến, qua mạng, mức độ 3", "tổng số"]
    assert vi["role_label"].tolist() == ["số lượng", "kế hoạch", "số lượng"]
    assert en[["indicator_label", "cell_label"]].iloc[2].isna().all()
    assert list(frame.columns) == [name for name in vi.columns if not name.endswith("_label")]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_table_can_be_labelled(lang):
    tables = tvict.parse("Có 30 máy chủ (10 vật lý, 25 ảo). Doanh thu đạt 90 tỷ đồng, tăng 5% so với năm 2021.").tables
    labelled = {name: codebook.labelled(table, lang) for name, table in tables.items()}
    assert {name for name, table in labelled.items() if len(table.columns) > len(tables[name].columns)} == {
        *("figures", "checks", "history"),
    }
    assert labelled["checks"]["verdict_label"].notna().all()
    assert labelled["history"]["basis_label"].notna().all()


def test_frame_without_indicators_is_searched_by_subject():
    assert ids("buu chinh revenue", REPORT.drop(columns="indicator")) == []
    assert 176 in ids("buu chinh", REPORT.drop(columns="indicator"))


@settings(deadline=None)
@given(st.sampled_from([s for s in REPORT["subject"] if isinstance(s, str)]))
def test_figure_is_found_by_its_subject_with_and_without_accents(subject):
    with_accents = ids(subject)
    assert with_accents
    assert set(with_accents) <= set(ids(bare(subject)))


def test_indicators_are_one_row_a_code():
    table = codebook.indicators()
    assert table["indicator"].is_unique
    assert len(table) >= 107
    assert table[["label_vi", "label_en", "sector", "unit", "measure"]].notna().all(axis=None)
    assert set(table["measure"]) == {"stock", "flow", "ratio", "score"}
    assert (table["indicator"].str.split(".").str[0] == table["sector"]).all()
    assert set(table["sector"]) == set(SECTORS)


def test_labels_tell_indicators_apart():
    table = codebook.indicators()
    assert table["label_vi"].is_unique
    assert table["label_en"].is_unique


def test_cells_of_the_codebook_exist():
    table = codebook.indicators()
    known = set(codebook.dimensions()["dimension"])
    assert {d for dims in table["dimensions"].dropna() for d in dims.split(";")} <= known


def test_overlapping_platforms_and_generations_are_not_additive():
    table = codebook.dimensions()
    additive = table.groupby("dimension")["additive"].all()
    assert not additive[["platform", "technology", "per", "span", "target"]].any()
    assert additive[["channel", "holder", "tier", "service_level"]].all()


def test_codebook_document_names_every_code_and_cell_and_claims_no_equivalence():
    text = (ROOT / "docs" / "indicators.md").read_text("utf-8")
    for code in codebook.indicators()["indicator"]:
        assert f"| `{code}` |" in text
    assert "not equivalent" in text
    for code in codebook.indicators().dropna(subset="added")["indicator"]:
        assert f"- `{code}`: " in text


def test_context_in_the_package_is_the_one_in_data():
    packaged = (ROOT / "tvict" / "context.csv").read_bytes()
    assert packaged == (ROOT / "data" / "context" / "context.csv").read_bytes()


def test_package_carries_the_context():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "**/*.csv" in settings["tool"]["setuptools"]["package-data"]["tvict"]


def test_context_is_typed_and_sourced():
    table = codebook.context()
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == codebook.CONTEXT
    assert table[["area", "period", "role", "value", "unit", "source"]].notna().all(axis=None)
    nation = table.query("area == 'VN' and indicator == 'telecom.revenue' and role == 'level'")
    assert dict(zip(nation["period"], nation["value"], strict=True)) == {"2022": 138e12, "2021": 130.768e12}


def test_context_uses_codes_and_cells_of_the_codebook():
    table, cells = codebook.context(), codebook.dimensions()
    assert set(table["indicator"].dropna()) <= set(codebook.indicators()["indicator"])
    assert set(table["cell"].dropna()) <= {codebook.TOTAL, *(cells["dimension"] + "=" + cells["category"])}
    assert table["cell"].notna().equals(table["indicator"].notna())
