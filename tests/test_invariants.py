"""What holds of every reading, whatever the text: by hypothesis, over reports, cases and text at random."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_cases import apart, sentences

from tvict.reading import Reading, read
from tvict.reading.lexicon import FILES, load, syllables
from tvict.reading.model import BOUNDS, KINDS, ROLES

settings.register_profile("reading", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.load_profile("reading")

DATA = Path(__file__).parents[1] / "data" / "raw"
REPORTS = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))}
SENTENCES = sentences()
WORDS = sorted({w for name in FILES for c in load(name) for w in c.words})
SIGNS = " \n\t\f\r\u00a0\u2009\u200b.,;:!?%/()[]“”\"'-–—−+*|_…°²³¹½①đĐĂơỷ0123456789٣９OlI"

# Text at random, but close to what a report prints: words of the lexicon, numerals, signs, whole sentences.
numerals = st.from_regex(r"[0-9]{1,4}([.,/-][0-9]{1,4}){0,3}", fullmatch=True)
pieces = st.one_of(numerals, st.sampled_from(WORDS), st.text(SIGNS, max_size=4), st.sampled_from(SENTENCES))
texts = st.one_of(st.lists(pieces, max_size=24).map(" ".join), st.lists(pieces, max_size=24).map("".join), st.text())


def check(reading: Reading, text: str) -> None:
    """Every span equals its text, every digit is accounted for once, and rows point at rows that are there."""
    assert reading.text == text
    for table in (reading.numerals, reading.figures, reading.lists, reading.citations):
        for row in table:
            assert text[row.start : row.end] == row.text
    for section in reading.sections:
        assert 0 <= section.start <= section.end <= len(text)
    assert [n.text for n in reading.numerals] == re.findall(r"\d+(?:[.,]\d+)*", text)
    starts = [n.start for n in reading.numerals]
    assert starts == sorted(set(starts))
    assert {n.kind for n in reading.numerals} <= set(KINDS)
    assert all(n.rule for n in reading.numerals)

    ids = [f.figure_id for f in reading.figures]
    assert ids == sorted(set(ids))
    assert {n.figure_id for n in reading.numerals if n.kind == "figure"} == set(ids)
    assert all((n.figure_id is None) == (n.kind != "figure") for n in reading.numerals)
    for f in reading.figures:
        assert f.start <= reading.numerals[f.figure_id].start < f.end
        assert f.role in ROLES
        assert f.bound in BOUNDS
        assert f.value is None or f.value.is_finite()
        assert f.value is not None or f.quality
        assert f.unit is None or f.unit.strip()
        for link in (f.parent_id, f.of_id, f.base_id):
            assert link is None or (link in ids and link != f.figure_id)
    assert {row.figure_id for row in reading.lists} <= set(ids)


def meaning(reading: Reading) -> list:
    """What a reading says, apart from offsets and the spelling of words."""
    return [
        (f.figure_id, f.value, tuple(syllables(f.unit or "")), f.role, f.bound, f.estimate, f.period, f.of_id)
        for f in reading.figures
    ] + [n.kind for n in reading.numerals]


@settings(max_examples=250)
@given(texts)
@example("1/1/0")
def test_no_text_makes_it_fail(text):
    check(read(text), text)


ODD = [
    "",
    " ",
    "\n",
    "5",
    ".5",
    "5.",
    "%",
    "\ufeff5",
    "5\x00",
    "/5/",
    "((5",
    "١",
    "1²",
    "-5",
    "§5",
    "năm",
    "\u0301",
    "5\u0301",
]


@pytest.mark.parametrize("text", [*ODD, ".A"])
def test_odd_texts(text):
    check(read(text), text)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", " ", "\r\n", "\t"]))
def test_cases_in_any_order(sentences, between):
    text = between.join(sentences)
    check(read(text), text)


@pytest.mark.parametrize("first", range(8))
def test_sentences_in_paragraphs_of_their_own(first):
    """What a level, a plan or a total is told of may stand in another paragraph."""
    some = SENTENCES[first::8]
    for n in range(0, len(some), 6):
        text = apart(" ".join(some[n : n + 6]))
        check(read(text), text)


@pytest.mark.parametrize("first", range(8))
def test_sentences_within_one_bracket(first):
    """A bracket may hold a whole paragraph of sentences, the first of them without a number."""
    for text in SENTENCES[first::16]:
        held = f"(Xem báo cáo. {text})"
        check(read(held), held)


@pytest.mark.parametrize("first", range(8))
def test_a_text_may_end_anywhere(first):
    """What a rule looks for behind a numeral may be cut off: at the numeral, or behind the next word or mark."""
    for n, text in enumerate(SENTENCES[8 + first :: 16]):
        ends = [m.end() for m in re.finditer(r"\d+(?:[.,]\d+)*(?:\W*\w+|\W)?", text)]
        cut = text[: ends[n % len(ends)]] if ends else text
        check(read(cut), cut)


@pytest.mark.parametrize("name", REPORTS)
def test_reports(name):
    check(read(REPORTS[name]), REPORTS[name])


@settings(max_examples=40)
@given(st.data(), st.sampled_from(sorted(REPORTS)))
def test_a_report_cut_anywhere(data, name):
    text = REPORTS[name]
    start = data.draw(st.integers(0, len(text)))
    cut = text[start : start + data.draw(st.integers(0, 6000))]
    check(read(cut), cut)


# Spelling: Unicode forms, and the two places of a tone mark.

_OPEN = re.compile(r"(?<![qQ])([oO][àáảãạèéẻẽẹ]|[uU][ỳýỷỹỵ])(?!\w)")


def old_tones(text: str) -> str:
    """Set the tone of open oa, oe, uy on the first vowel: "hoà" → "hòa"."""

    def move(m: re.Match[str]) -> str:
        first, second = m.group()
        base, tone = unicodedata.normalize("NFD", second)
        return unicodedata.normalize("NFC", first + tone) + base

    return _OPEN.sub(move, text)


def new_tones(text: str) -> str:
    """Set it on the second: "hòa" → "hoà"."""

    def move(m: re.Match[str]) -> str:
        first, second = m.group()
        base, tone = unicodedata.normalize("NFD", first)
        return base + unicodedata.normalize("NFC", second + tone)

    return re.sub(r"(?:[òóỏõọ][ae]|(?<![qQ])[ùúủũụ]y)(?!\w)", move, text)


def mixed(text: str) -> str:
    """Every other word decomposed."""
    words = re.split(r"(\s+)", text)
    return "".join(unicodedata.normalize("NFD", w) if n % 4 else w for n, w in enumerate(words))


SPELLINGS = {
    "NFC": lambda t: unicodedata.normalize("NFC", t),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "mixed": mixed,
    "old tones": old_tones,
    "new tones": new_tones,
    "new tones, NFD": lambda t: unicodedata.normalize("NFD", new_tones(t)),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", REPORTS)
def test_spelling_changes_nothing_in_a_report(name, spelling):
    text = SPELLINGS[spelling](REPORTS[name])
    reading = read(text)
    check(reading, text)
    assert meaning(reading) == meaning(read(REPORTS[name]))


@settings(max_examples=150)
@given(st.sampled_from(SENTENCES), st.sampled_from(sorted(SPELLINGS)))
def test_spelling_changes_nothing_in_a_sentence(sentence, spelling):
    text = SPELLINGS[spelling](sentence)
    reading = read(text)
    check(reading, text)
    assert meaning(reading) == meaning(read(sentence))


# Wrapping: a line end inside a paragraph of prose says no more than a space.

_PROSE = re.compile(r"^(?!.*(?:\t|  |[|]))[^\n]{120,}[.;:]$", re.MULTILINE)
# A line may not begin with what opens an item of a list: there a line end does say more.
_SPACE = re.compile(
    r"(?<=\S) (?![-–—+*•●o·] ?|\(?\d{1,2}(?:\.\d{1,2})*[.)/](?:\D|$)|\d{1,2}\.\d{1,2} |\(?[a-zđIVX]{1,4}[.)])(?=\S)"
)
LINE = 24  # characters at least in a wrapped line: a shorter one may be a page number


def wrapped(text: str, wishes: list[int]) -> str:
    """Turn some spaces inside paragraphs of prose into line ends."""
    spaces = [p.start() + m.start() for p in _PROSE.finditer(text) for m in _SPACE.finditer(p.group())]
    out, last = list(text), -LINE
    for at in sorted({spaces[w % len(spaces)] for w in wishes}):
        line_end = text.find("\n", at)
        if at - max(last, text.rfind("\n", 0, at)) > LINE and (line_end < 0 or line_end - at > LINE):
            out[at], last = "\n", at
    return "".join(out)


def folded(text: str, width: int) -> str:
    """Wrap paragraphs of prose as an editor does."""
    out = list(text)
    for p in _PROSE.finditer(text):
        last = p.start()
        spaces = [p.start() + m.start() for m in _SPACE.finditer(p.group())]
        for here, there in zip(spaces, [*spaces[1:], p.end()], strict=True):
            if there - last > width and here - last > LINE < p.end() - here:
                out[here], last = "\n", here
    return "".join(out)


@pytest.fixture(scope="module")
def meanings() -> dict[str, list]:
    return {name: meaning(read(text)) for name, text in REPORTS.items()}


# Where a paragraph may end: behind a stop, or before capitals alone or a number, which may open another.
_ENDED = re.compile(r"[.:] |; (?=[A-ZĐÀ-Ỹ\d])|[^\W\d_] (?=[A-Z]{2,}\b)|, (?=[A-Z]\. )")
_NAME = re.compile(r"\b[A-ZĐÀ-Ỹ][^\W\d_]*(?: \d+(?:, | và ))?$")
ONE_LINE = [s for s in SENTENCES if not re.search(r"[\n\t\f\r]|  |[^.]$", s)]


@settings(max_examples=200)
@given(st.sampled_from(ONE_LINE), st.integers(0, 100))
def test_a_line_end_in_a_sentence_changes_nothing(sentence, wish):
    spaces = [m.start() for m in _SPACE.finditer(sentence) if LINE < m.start() < len(sentence) - LINE]
    spaces = [at for at in spaces if not _ENDED.match(sentence, at - 1)]
    named = [at for at in spaces if sentence[at + 1].isdecimal() or sentence[at + 1].isupper()]
    spaces = [at for at in spaces if at not in named or not _NAME.search(sentence[:at])]  # in the middle of a name
    if spaces:
        at = spaces[wish % len(spaces)]
        reading = read(f"{sentence[:at]}\n{sentence[at + 1 :]}")
        assert meaning(reading) == meaning(read(sentence))


@settings(max_examples=40)
@given(st.sampled_from(sorted(REPORTS)), st.lists(st.integers(0, 10**6), min_size=1, max_size=250))
def test_line_ends_in_prose_change_nothing(meanings, name, wishes):
    text = wrapped(REPORTS[name], wishes)
    reading = read(text)
    check(reading, text)
    assert meaning(reading) == meanings[name]


@pytest.mark.parametrize("width", [40, 45, 55, 64, 72, 80, 95, 120])
@pytest.mark.parametrize("name", REPORTS)
def test_wrapping_prose_changes_nothing(meanings, name, width):
    text = folded(REPORTS[name], width)
    assert text.count("\n") > REPORTS[name].count("\n") + 10
    reading = read(text)
    check(reading, text)
    assert meaning(reading) == meanings[name]


# Numbers: written as Vietnamese prints them, they read back.


def printed(value: Decimal) -> str:
    """A number with dots between thousands and a comma before decimals."""
    whole, _, fraction = f"{value:,f}".partition(".")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


SCALES = {"": 1, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn tỷ": 10**12}
UNITS = ["đồng", "tấn", "hộ", "lượt khách", "ha", "USD"]
numbers = st.one_of(
    st.integers(1, 10**9).map(Decimal),
    st.decimals(Decimal("0.01"), 10**6, places=2, allow_nan=False),
    st.decimals(Decimal("0.1"), 10**6, places=1, allow_nan=False),
)


@settings(max_examples=300)
@given(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(UNITS), st.booleans())
def test_numbers_read_back(value, scale, unit, opens):
    amount = " ".join(f"{printed(value)} {scale} {unit}".split())
    reading = read(f"{amount} được ghi nhận ở các xã." if opens else f"Kết quả chung đạt {amount}.")
    assert [(f.value, f.unit, f.text) for f in reading.figures] == [(value * SCALES[scale], unit, amount)]
    figure = reading.figures[0]
    assert figure.low <= figure.value <= figure.high
    assert not figure.quality


@settings(max_examples=60)
@given(
    st.integers(1, 999), st.integers(1, 999), st.sampled_from([("tỷ", "triệu"), ("triệu", "nghìn"), ("tỉ", "triệu")])
)
def test_amounts_of_two_numerals_read_back(large, small, scales):
    reading = read(f"Kinh phí là {large} {scales[0]} {small} {scales[1]} đồng.")
    whole = large * SCALES[scales[0]] + small * SCALES[scales[1]]
    assert [(f.value, f.unit) for f in reading.figures] == [(whole, "đồng")]


@pytest.mark.parametrize("text", ["e\u0301 Có 5\u0323 máy, 7 trạm", "tỷ lệ ¹²³ 5%", "a\u0300 1\u0323.062\u0301 trạm"])
def test_marks_on_digits_and_raised_digits_lose_no_numeral(text):
    reading = read(text)
    check(reading, text)
    assert [n.text for n in reading.numerals] == re.findall(r"\d+(?:[.,]\d+)*", text)


def test_reasons_hang_on_no_order_of_a_set():
    """Strings hash anew in each run of Python; "phải xử lý" is said in the order of the text."""
    text = (
        "Tổng số phải xử lý là 9.200 việc, trong đó: số có điều kiện là 6.900 việc, tăng 30 việc; "
        "chiếm 75% trong tổng số phải xử lý."
    )
    read = f"import tvict; print(tvict.parse({text!r}).reasons.to_csv())"
    runs = [
        subprocess.run([sys.executable, "-c", read], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
        for seed in "012"
    ]
    assert all(run.returncode == 0 for run in runs)
    assert len({run.stdout for run in runs}) == 1
