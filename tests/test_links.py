"""Links follow from wording alone: neither the order of proposals nor any value changes them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import tvict
from tvict.reading import Reading, links, read

HERE = Path(__file__).parent
TEXTS = {
    path.stem: path.read_text("utf-8")
    for folder in ("../data/raw", "unseen/tuned")
    for path in sorted((HERE / folder).glob("*.txt"))
}


def linked(reading: Reading) -> list[tuple]:
    """What every figure is linked to, and by which list."""
    return [
        (f.figure_id, f.unit, f.role, f.period, f.parent_id, f.list_id, f.closed, f.of_id, f.base_id, f.quality)
        for f in reading.figures
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_the_order_of_proposals_changes_nothing(name, monkeypatch):
    as_made = linked(read(TEXTS[name]))
    settle, shuffled = links.settle, random.Random(name)

    def settle_in_another_order(amounts, proposals):
        shuffled.shuffle(proposals)
        settle(amounts, proposals)

    monkeypatch.setattr(links, "settle", settle_in_another_order)
    for _ in range(3):
        assert linked(read(TEXTS[name])) == as_made


@pytest.mark.parametrize("name", TEXTS)
def test_no_value_makes_or_breaks_a_link(name):
    """Other digits in the place of those of counts and sums: every link stays as it was."""
    text = TEXTS[name]
    before = read(text)
    other = list(text)
    digits = random.Random(name)
    for numeral in before.numerals:
        if numeral.kind == "figure" and re.fullmatch(r"[1-9]\d?(?:\.\d{3})+|[2-9]\d{2}", numeral.text):
            for i in range(numeral.start, numeral.end):
                if other[i].isdecimal():
                    other[i] = digits.choice("2345678")
    after = read("".join(other))
    pick = [(f.parent_id, f.of_id, f.base_id) for f in before.figures]
    assert [(f.parent_id, f.of_id, f.base_id) for f in after.figures] == pick


DOUBTED = {
    # of all households as their total's share is, or of the poor ones
    "a share whose total is paragraphs back and a share itself": (
        "Huyện có 840 hộ nghèo trong tổng số 4.200 hộ, chiếm tỷ lệ 20%.\n\n"
        "Trong đó, có 630 hộ nghèo thiếu nước sạch, chiếm tỷ lệ 15%; 210 hộ nghèo thiếu nhà ở, chiếm tỷ lệ 5%."
    ),
    # "diện tích gieo cấy" is not what is sown of all crops
    "a total named more closely than the one that is printed": (
        "Diện tích gieo trồng đạt 3.200 ha. Diện tích lúa đã bón phân là 900 ha, chiếm 45% tổng diện tích gieo cấy."
    ),
}


@pytest.mark.parametrize("text", DOUBTED.values(), ids=DOUBTED)
def test_a_base_that_may_be_another_is_in_doubt(text):
    report = tvict.parse(text)
    shares = report.checks[report.checks["kind"] == "share"]
    assert "unchecked" in set(shares["verdict"])
    assert "differs" not in set(shares["verdict"])
