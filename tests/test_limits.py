"""What must not be concluded: the English arithmetic runs, and Vietnamese prose states its numbers without code."""

import doctest
import re
from decimal import Decimal
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
REPORT = (DOCS.parent / "data" / "raw" / "travinh-2022.txt").read_bytes().decode("utf-8")
LIMITS = {"en": DOCS / "limits.md", "vi": DOCS / "limits.vi.md"}
CODE = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"(?<![\d.,])\d+,\d{2} ?%")
QUOTED = re.compile(r"“([^”]+)”")
DATE = re.compile(r"\b\d{1,2}/\d{1,2}/(?=\d{4}\b)|\b\d{1,2} [A-Z][a-z]+ (?=\d{4}\b)")
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
VIETNAMESE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def text(language):
    return LIMITS[language].read_text("utf-8")


def sections(source):
    """Give the sections with their headings, without what stands before the first."""
    return re.split(r"^## ", source, flags=re.MULTILINE)[1:]


def prose(source):
    return " ".join(CODE.sub("", source).split())


def quotations(source):
    return [quoted.strip() for quoted in QUOTED.findall(prose(source)) if quoted.strip()]


def english_numbers(source):
    return {Decimal(number.replace(",", "")) for number in ENGLISH.findall(DATE.sub("", source))}


def vietnamese_numbers(source):
    written = VIETNAMESE.findall(DATE.sub("", source))
    return {Decimal(number.replace(".", "").replace(",", ".")) for number in written}


def printed_numbers(section):
    """Give the numbers that the examples of an English section print, without their signs."""
    examples = doctest.DocTestParser().get_examples("\n".join(CODE.findall(section)))
    return english_numbers(" ".join(example.want for example in examples))


def unstated(english, vietnamese):
    """Give, by heading, the printed numbers that the Vietnamese section of the same place does not state."""
    pairs = zip(sections(english), sections(vietnamese), strict=True)
    missing = {vi.splitlines()[0]: printed_numbers(en) - vietnamese_numbers(vi) for en, vi in pairs}
    return {heading: sorted(numbers) for heading, numbers in missing.items() if numbers}


def unfounded(english, vietnamese):
    """Give, by heading, the Vietnamese numbers that the English section has neither in its own words nor quoted."""
    pairs = zip(sections(english), sections(vietnamese), strict=True)
    extra = {
        vi.splitlines()[0]: vietnamese_numbers(vi)
        - english_numbers(QUOTED.sub("", en))
        - vietnamese_numbers(" ".join(quotations(en) + PRINTED.findall(prose(en))))
        for en, vi in pairs
    }
    return {heading: sorted(numbers) for heading, numbers in extra.items() if numbers}


def failures(source):
    """Run examples as one session; give what differs, as a person would read it."""
    told = []
    test = doctest.DocTestParser().get_doctest(source, {}, "limits", None, 0)
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    return "".join(told)


def test_arithmetic_holds():
    assert failures("\n".join(CODE.findall(text("en")))) == ""


def test_wrong_arithmetic_would_be_found():
    examples = "\n".join(CODE.findall(text("en")))
    assert "Expected" in failures(examples.replace("45.7 … 55.4", "44.8 … 56.3"))


def test_every_english_limit_but_the_last_has_an_example():
    *limits, persons = sections(text("en"))
    assert len(limits) >= 18
    assert all(len(CODE.findall(limit)) == 1 for limit in limits)
    assert not CODE.search(persons)


def test_vietnamese_has_no_code():
    assert re.findall(r"`|~~~|>>>|^(?: {4}|\t).*|\b[a-z]+_[a-z]+\b", text("vi"), flags=re.MULTILINE) == []


def test_both_languages_quote_the_same_in_the_same_sections():
    english, vietnamese = sections(text("en")), sections(text("vi"))
    assert len(english) == len(vietnamese)
    assert [quotations(section) for section in english] == [quotations(section) for section in vietnamese]


def test_vietnamese_states_every_number_that_the_examples_print():
    assert sum(bool(printed_numbers(section)) for section in sections(text("en"))) >= 17
    assert unstated(text("en"), text("vi")) == {}


def test_vietnamese_states_no_other_number():
    assert unfounded(text("en"), text("vi")) == {}


@pytest.mark.parametrize(("right", "wrong"), [("1.006,2 …", "1.006,3 …"), ("21.004 |", "21,004 |"), ("3,9%", "39%")])
def test_a_wrong_vietnamese_number_would_be_found(right, wrong):
    assert right in text("vi")
    broken = text("vi").replace(right, wrong)
    assert unfounded(text("en"), broken) or unstated(text("en"), broken)


@pytest.mark.parametrize("place", range(len(sections(text("vi"))) - 1))
def test_sections_in_another_order_would_be_found(place):
    order = sections(text("vi"))
    order[place], order[place + 1] = order[place + 1], order[place]
    broken = "".join("## " + section for section in order)
    assert unfounded(text("en"), broken) or unstated(text("en"), broken)


@pytest.mark.parametrize("language", LIMITS)
def test_quotations_stand_in_the_report(language):
    flat = " ".join(REPORT.split())
    quoted = quotations(text(language))
    assert len(quoted) >= 20
    missing = [quote for quote in quoted if quote not in flat and quote.casefold() not in flat.casefold()]
    assert missing == []


def test_numbers_with_a_decimal_comma_are_printed_in_the_report():
    """English prose keeps the comma for what is printed; a point marks what is reckoned here."""
    printed = PRINTED.findall(prose(text("en")))
    assert len(printed) >= 5
    assert [number for number in printed if number.replace(" ", "") not in REPORT] == []
