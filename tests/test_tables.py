"""The schema of the tables: complete, documented, and what the frames really are."""

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from generated import DOCUMENTS, columns

from tvict import tables
from tvict.labels import LANGUAGES, labels
from tvict.reading import model
from tvict.tables import TABLES, frame

CONTRACT = {
    "numerals": "report start end text kind figure_id rule",
    "figures": "report figure_id section indicator cell subject topic value unit sort scale decimals role bound "
    "estimate period as_of low high parent_id list_id closed of_id base_id inferred quality text start end",
    "reasons": "report figure_id column rule start end scope",
    "lists": "report figure_id start end text",
    "citations": "report start end text number type issuer drafter year_in_number date title system "
    "normative place numbering order",
    "checks": "report check_id kind whole_id claim stated low high gap verdict section",
    "operands": "report check_id position figure_id",
    "history": "report indicator cell subject unit period value low high basis estimate bound figure_ids",
}
RECORDS = {
    "numerals": model.Numeral,
    "figures": model.Figure,
    "reasons": model.Reason,
    "lists": model.CountedList,
    "citations": model.Citation,
    "sections": model.Section,
}


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_those_of_the_contract(name):
    assert TABLES[name].names == CONTRACT[name].split()


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_of_a_record_is_a_column(name):
    judged = {"order"} if name == "citations" else set()  # filled by analysis, on the table
    assert {"report", *judged, *(field.name for field in fields(RECORDS[name]))} == set(TABLES[name].names)


def test_values_are_those_of_the_reader():
    assert TABLES["numerals"].column("kind").values == model.KINDS
    assert tables.ROLES == model.ROLES
    assert tables.BOUNDS == model.BOUNDS


@pytest.mark.parametrize("name", TABLES)
def test_empty_tables_have_columns_and_types(name):
    empty = frame(name, [])
    assert empty.empty
    for column in TABLES[name].columns:
        assert empty[column.name].dtype == column.pandas_dtype()


@pytest.mark.parametrize("name", TABLES)
def test_types_are_those_of_the_contract(name):
    for column in TABLES[name].columns:
        if column.name in ("start", "end"):
            assert column.dtype == "int64"
        elif column.name != "list_id" and column.name.endswith(("_id", "position")):
            assert column.dtype == "Int64"
        elif column.name in ("value", "stated", "low", "high", "gap"):
            assert column.dtype == "Float64"
        elif column.name in ("role", "bound"):
            assert column.dtype == "category"
        elif column.name in ("text", "subject", "unit", "period", "list_id", "claim"):
            assert column.dtype == "str"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_named_in_both_languages(name):
    table = TABLES[name]
    assert table.description.endswith(".")
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert len(column.description) > 10
        assert column.description.endswith(".")
        assert set(labels()["columns"][column.name]) == set(LANGUAGES)
    for place in table.refers.values():
        other, key = place
        assert key in TABLES[other].names


def test_no_heading_is_left_without_a_column():
    used = {column.name for table in TABLES.values() for column in table.columns}
    assert set(labels()["columns"]) == used
    assert tuple(labels()["roles"]) == tables.ROLES


def test_concepts_of_sdmx_are_named():
    named = {(column.name, column.concept) for column in TABLES["figures"].columns if column.concept}
    assert named >= {
        ("value", "OBS_VALUE"),
        ("unit", "UNIT_MEASURE"),
        ("scale", "UNIT_MULT"),
        ("decimals", "DECIMALS"),
        ("period", "TIME_PERIOD"),
        ("estimate", "OBS_STATUS"),
    }
    assert TABLES["sources"].column("area").concept == "REF_AREA"


def test_records_become_typed_rows():
    figure = model.Figure(
        figure_id=3, start=0, end=8, text="1.062 tỷ", value=Decimal("1062e9"), scale=10**9, inferred=("unit", "period")
    )
    row = frame("figures", [figure], report="r").iloc[0]
    assert row["report"] == "r"
    assert row["value"] == 1.062e12
    assert row["inferred"] == "unit;period"
    assert all(pd.isna(row[name]) for name in ("quality", "unit", "low", "parent_id", "indicator"))


def test_misuse_is_told():
    with pytest.raises(ValueError, match="no column"):
        frame("operands", [{"check_id": 1, "position": 0, "figure_id": 2, "colour": "red"}], report="r")
    with pytest.raises(ValueError, match="figure_id is missing in row 1"):
        frame(
            "operands",
            [{"check_id": 1, "position": 0, "figure_id": 2}, {"check_id": 1, "position": 1}],
            report="r",
        )
    with pytest.raises(KeyError):
        frame("no_such_table", [])


def test_frames_of_several_reports_join_with_their_types():
    a, b = (frame("figures", [model.Figure(1, 0, 1, "1", Decimal(1))], report=name) for name in "ab")
    joined = pd.concat([a, b, frame("figures", [])], ignore_index=True)
    assert dict(joined.dtypes) == dict(a.dtypes)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_generated_documents_are_fresh(path):
    assert Path(path).read_text("utf-8") == DOCUMENTS[path](), "run `make docs`"


@pytest.mark.parametrize("name", TABLES)
def test_the_document_names_every_column(name):
    section = columns().split(f"\n## {name}\n")[1].split("\n## ")[0]
    for column in TABLES[name].columns:
        assert f"| `{column.name}` | {column.dtype} |" in section
        assert column.description in section


def test_commands_name_every_table():
    from tvict.arguments import TABLE_NAMES

    assert list(TABLE_NAMES) == list(TABLES)
