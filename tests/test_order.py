"""Citations out of order: which numbers, dates and codes of issuers contradict the rest, judged on the table alone."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import tvict
from tvict.analysis.order import in_order
from tvict.tables import frame

RAW = Path(__file__).parents[1] / "data" / "raw"

# Documents as "number day", and the numbers that are flagged
ORDER = {
    "rising": ("1/KH-STTTT 2/3/2022, 2/KH-STTTT 2/3/2022, 9/KH-STTTT 5/6/2022", []),
    "one too late among three": ("1/KH-SX 2/3/2022, 2/KH-SX 9/9/2022, 3/KH-SX 4/3/2022, 4/KH-SX 5/3/2022", ["2/KH-SX"]),
    "two alone: the lower number": ("15-CTr/TU 31/3/2022, 19-CTr/TU 23/9/2021", ["15-CTr/TU"]),
    "two alone: the one mentioned once": ("5-NQ/TU 31/3/2022, 5-NQ/TU 31/3/2022, 9-NQ/TU 23/9/2021", ["9-NQ/TU"]),
    "open choice: other drafters decide": (
        "22/KH-STTTT-A 18/3/2022, 24/KH-STTTT-A 24/10/2022, 38/KH-STTTT-A 12/5/2022, 19/KH-STTTT-B 15/3/2022, "
        "43/KH-STTTT-B 1/8/2022, 48/KH-STTTT-B 31/8/2022",
        ["24/KH-STTTT-A"],
    ),
    "open choice: other drafters overrule the lower number": (
        "22/KH-STTTT-A 18/3/2022, 24/KH-STTTT-A 20/3/2022, 38/KH-STTTT-A 19/3/2022, 30/KH-STTTT-B 1/5/2022",
        ["38/KH-STTTT-A"],
    ),
    "drafters may number apart": ("24/KH-STTTT-A 24/10/2022, 43/KH-STTTT-B 1/8/2022", []),
    "one number, two dates": ("7/KH-SX 2/3/2022, 7/KH-SX 2/3/2022, 7/KH-SX 2/4/2022", ["7/KH-SX"]),
    "numbers begin anew each year": ("108/KH-UBND 31/12/2021, 16/KH-UBND 24/02/2022", []),
    "normative acts are a series apart": ("14/2022/QĐ-UBND 18/7/2022, 373/QĐ-UBND 15/02/2022", []),
    "types are series apart": ("9/KH-UBND 1/9/2022, 20/QĐ-UBND 2/2/2022", []),
    "a party numbers through its term": ("30-NQ/TU 2/3/2022, 40-NQ/TU 9/9/2021", ["30-NQ/TU"]),
    "near a congress nothing is said": ("90-NQ/TU 2/3/2020, 2-NQ/TU 9/11/2020, 12-NQ/TU 5/2/2021", []),
    "missing dates raise no alarm": ("15/KH-UBND, 19/KH-UBND 23/9/2021, 12/KH-UBND", []),
    "year in the number against the date": ("107/2021/NĐ-CP 06/12/2022", ["107/2021/NĐ-CP"]),
    "districts are series apart": ("9/KH-UBND 1/9/2022 của UBND huyện Tân Sơn, 20/KH-UBND 2/2/2022", []),
}  # fmt: skip


def order_of(listed: str) -> list[str]:
    text = "; ".join(re.sub(r" (\d+/\d+/\d{4})", r" ngày \1", item) for item in listed.split(", "))
    return sorted({c.number for c in tvict.parse(text).citations.itertuples() if isinstance(c.order, str)})


@pytest.mark.parametrize("case", ORDER)
def test_documents_out_of_order(case: str) -> None:
    listed, flagged = ORDER[case]
    assert order_of(listed) == flagged


def test_the_2022_report_has_two_documents_out_of_order_and_one_odd_code() -> None:
    cited = tvict.read(RAW / "travinh-2022.txt").citations
    flagged = cited[cited["order"].notna()].set_index("number")["order"].to_dict()
    assert flagged == {
        "15-CTr/TU": "number-date",
        "24/KH-STTTT-BCVTCNTT": "number-date",
        "27/QĐ-UBND-UBQGCS": "issuer",
    }


def cited(*rows: tuple[str, str, str | None], report: str = "r") -> pd.DataFrame:
    """A table of citations from numbers, issuers and dates."""
    return frame(
        "citations",
        [
            {
                "start": at, "end": at + len(number), "text": number, "number": number, "issuer": issuer, "date": day,
                "type": re.split(r"[/-]", number)[1], "system": "state", "normative": False, "numbering": "year",
            }
            for at, (number, issuer, day) in enumerate(rows)
        ],
        report=report,
    )  # fmt: skip


def test_a_frame_made_by_hand_is_judged_like_a_text() -> None:
    rows = cited(("1/KH-SX", "SX", "2022-03-02"), ("2/KH-SX", "SX", "2022-09-09"), ("3/KH-SX", "SX", "2022-03-04"))
    more = cited(("4/KH-SX", "SX", "2022-03-05"))
    both = pd.concat([rows, more], ignore_index=True)
    assert list(in_order(both)["order"].notna()) == [False, True, False, False]


def test_reports_are_judged_apart() -> None:
    both = pd.concat([cited(("9/KH-SX", "SX", "2022-03-02")), cited(("1/KH-SX", "SX", "2022-09-09"), report="s")])
    assert in_order(both.reset_index(drop=True))["order"].isna().all()


ODD = {
    "a body cited elsewhere joined to an unknown one": (("UBND", "UBND", "UBND-UBQGX"), [3]),
    "the body is cited nowhere else": (("BCĐ-TTĐN", "STTTT"), []),
    "two documents have the code": (("UBND", "UBND", "UBND-VX", "UBND-VX"), []),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_codes_of_issuers(case: str) -> None:
    issuers, odd = ODD[case]
    table = in_order(cited(*((f"{at}/QĐ-{issuer}", issuer, None) for at, issuer in enumerate(issuers, 1))))
    assert list(table.index[table["order"] == "issuer"] + 1) == odd


def test_joint_documents_have_no_odd_code() -> None:
    rows = [(f"{at}/TT-BTC", "BTC", None) for at in (1, 2)]
    assert in_order(cited(*rows, ("5/TTLT-BTC-BNV", "BTC-BNV", None)))["order"].isna().all()
