"""What must not be concluded: the arithmetic in both languages runs, and what is quoted stands in the report."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
REPORT = (DOCS.parent / "data" / "raw" / "travinh-2022.txt").read_bytes().decode("utf-8")
LIMITS = {"en": DOCS / "limits.md", "vi": DOCS / "limits.vi.md"}
CODE = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"“([^”]+)”")


def text(language):
    return LIMITS[language].read_text("utf-8")


def examples(language):
    return CODE.findall(text(language))


def prose(language):
    return " ".join(CODE.sub("", text(language)).split())


def failures(source):
    """Run examples as one session; give what differs, as a person would read it."""
    told = []
    test = doctest.DocTestParser().get_doctest(source, {}, "limits", None, 0)
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    return "".join(told)


def test_arithmetic_holds():
    assert failures("\n".join(examples("en"))) == ""


def test_wrong_arithmetic_would_be_found():
    assert "Expected" in failures("\n".join(examples("en")).replace("45.7 … 55.4", "44.8 … 56.3"))


def test_both_languages_have_the_same_examples():
    assert examples("en") == examples("vi")


def test_every_limit_but_the_last_has_an_example():
    for language in LIMITS:
        *limits, persons = re.split(r"^## ", text(language), flags=re.MULTILINE)[1:]
        assert len(limits) >= 18
        assert all(len(CODE.findall(limit)) == 1 for limit in limits)
        assert not CODE.search(persons)


@pytest.mark.parametrize("language", LIMITS)
def test_quotations_stand_in_the_report(language):
    flat = " ".join(REPORT.split())
    quoted = [q.strip() for q in QUOTED.findall(prose(language)) if q.strip()]
    assert len(quoted) >= 20
    missing = [q for q in quoted if q not in flat and q.casefold() not in flat.casefold()]
    assert missing == []


def test_both_languages_quote_the_same():
    def quotations(language):
        return [q for q in QUOTED.findall(prose(language)) if q.strip()]

    assert quotations("en") == quotations("vi")


def test_numbers_with_a_decimal_comma_are_printed_in_the_report():
    """English prose keeps the comma for what is printed; a point marks what is reckoned here."""
    printed = re.findall(r"(?<![\d.,])\d+,\d{2} ?%", prose("en"))
    assert len(printed) >= 5
    assert [number for number in printed if number.replace(" ", "") not in REPORT] == []
