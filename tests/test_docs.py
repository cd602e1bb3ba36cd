"""The documentation: it builds without a warning or the network, its examples run, its links lead somewhere."""

import doctest
import importlib
import inspect
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd
import pictures
import pytest
from generated import RECENT, accuracy, percent, rounds, rows, together

import tvict
from tvict.labels import labels

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
EXAMPLES = [path for path in [*PAGES, *ROOT.glob("README*.md")] if ">>>" in path.read_text("utf-8")]
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


class Seen(HTMLParser):
    """What a page of the site names, links to and shows."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.images, self.language = set(), [], [], None
        self.formulas, self.fetched = text.count("<math "), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id"))
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.fetched += [
            given[name] for name in ("src", "href") if tag in ("script", "link", "img") and "//" in given.get(name, "")
        ]
        if tag == "img":
            self.images.append(given)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the documentation elsewhere as `make docs` does, with no way to the network."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs", "-d", str(folder / "doctrees")]
    environment = {**os.environ, **NO_NETWORK, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, ".", str(folder / "html")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(folder / "html").as_posix(): Seen(path.read_text("utf-8"))
        for path in (folder / "html").rglob("*.html")
    }


def test_the_make_target_builds_what_is_tested():
    recipe = re.search(r"^docs:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE).group(1)
    assert "tests/generated.py" in recipe
    assert "sphinx -q -W --keep-going -c docs" in recipe


def test_every_document_is_in_it(site):
    written = [*PAGES, *(ROOT / "notebooks").glob("*.ipynb"), *ROOT.glob("README*.md"), ROOT / "CHANGELOG.md"]
    assert {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in written} <= set(site)


def test_every_page_in_vietnamese_says_so_and_is_listed_for_its_readers(site):
    in_vietnamese = {name for name, page in site.items() if page.language == "vi"}
    assert {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in DOCS.glob("*.vi.md")} <= in_vietnamese
    assert "docs/start.html" not in in_vietnamese
    listed = (DOCS / "vi.md").read_text("utf-8")
    assert not [path.name for path in PAGES if path.name.endswith(".vi.md") and f"]({path.name})" not in listed]


def test_links_lead_somewhere(site):
    for name, page in site.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                assert re.fullmatch(r"https?://[\w.-]+(/\S*)?|mailto:\S+", link), f"{name}: {link}"
            elif unquote(parts.fragment) and not parts.path:
                assert unquote(parts.fragment) in page.ids, f"{name}: {link}"


def test_what_it_shows_is_in_it_and_described(site):
    for name, page in site.items():
        for image in page.images:
            if "pictures" in image["src"]:
                assert len(image["alt"]) > 20, f"{name}: {image['src']}"


def test_no_page_fetches_anything_and_formulas_are_drawn_by_the_browser(site):
    assert {name: page.fetched for name, page in site.items() if page.fetched} == {}
    written = {path.stem: path.read_text("utf-8").count("$$") // 2 for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert sum(written.values()) >= 1
    assert all(site[f"notebooks/{name}.html"].formulas >= count for name, count in written.items())


def test_every_call_is_in_the_reference(site):
    reference = site["docs/calls.html"].ids
    for name in set(tvict.__all__) - {"__version__", "charts"}:
        assert f"tvict.{name}" in reference, name
    for name in set(tvict.charts.__all__) - {"CATALOGUE"}:
        assert f"tvict.charts.{name}" in reference, name
    for name in vars(tvict.Report):
        assert name.startswith("_") or f"tvict.Report.{name}" in reference, name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_give_the_output_they_show(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    text = "\n".join(re.findall(r"```py(?:thon|con)\n(.*?)```", path.read_text("utf-8"), re.DOTALL))
    told: list[str] = []
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        example = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
        failed = doctest.DocTestRunner().run(example, out=told.append).failed
    assert example.examples
    assert not failed, "".join(told)


def calls():
    """Every call that `dir(tvict)` shows, the report with its own and the charts with theirs."""
    yield from ((f"tvict.{name}", getattr(tvict, name)) for name in tvict.__all__)
    yield from ((f"tvict.charts.{name}", getattr(tvict.charts, name)) for name in tvict.charts.__all__)
    yield from ((f"tvict.Report.{name}", call) for name, call in vars(tvict.Report).items() if name[0] != "_")


CALLS = {name: call for name, call in calls() if not isinstance(call, str | tuple)}
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "tvict").rglob("*.py"))
    if ">>>" in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", CALLS)
def test_every_call_has_a_docstring_and_every_function_an_example(name):
    said = inspect.getdoc(CALLS[name])
    assert said
    assert ">>>" in said or not inspect.isfunction(CALLS[name])


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_docstrings_run(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(name)
    told: list[str] = []
    runner = doctest.DocTestRunner()
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        for example in doctest.DocTestFinder().find(module, name, extraglobs={"tvict": tvict}):
            runner.run(example, out=told.append)
    assert runner.tries
    assert not runner.failures, "".join(told)


def test_pictures_are_made_by_the_script_and_used():
    there = {path.name for path in pictures.PICTURES.glob("*.png")}
    assert there == set(pictures.MADE) == pictures.used()


def test_the_record_of_rounds_is_read_whole():
    section = (DOCS / "unseen.md").read_text("utf-8").split("## 6.")[1]
    later = set(re.findall(r"^\| first readings, (\d+[ab]?)", section, re.MULTILINE))
    assert len(rounds()) == len(re.findall(r"^\| \d+, ", section, re.MULTILINE)) + len(later) >= 4
    assert len(rows()) == len(re.findall(r"^\| \d+ \|", section, re.MULTILINE)) >= 2
    assert together(rounds()[:1]).right == float(rounds()[0]["right"])


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_rates_of_the_readme_are_those_of_the_last_rounds(name):
    text = " ".join((ROOT / name).read_text("utf-8").split())
    recent, links = rounds()[-RECENT:], rows()[-RECENT:]
    last = together(recent)
    figures = f"{last.figures:,}".replace(",", "." if name == "README.vi.md" else ",")
    wanted = [f" {last.passages} ", f" {figures} ", f" {last.alarms} ", f" {last.founded} "]
    told, real = (sum(map(int, numbers)) for numbers in zip(*(told.split(" of ") for *_, told in links), strict=True))
    wanted += [f" {told}", f" {real} "]
    whole = [float(shares[0] or 0) for _, shares, _ in links]
    mean = sum(share * int(one["figures"]) for share, one in zip(whole, recent, strict=True)) / last.figures
    spans = (whole, *([float(one[k]) for one in recent] for k in ("right", "period")))
    wanted += [f"{share:.0%}" for share in (last.right, last.period, mean, *map(max, spans))]
    wanted += [f"{share:.0%}"[:-1] for share in map(min, spans)]
    assert not [rate for rate in wanted if rate.replace("%", " %") not in text], f"{name} should say {wanted}"
    assert percent(last.right) in accuracy()


def test_the_glossary_uses_the_words_of_page_and_workbook():
    rows = [line.split(" | ") for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if line[:2] == "| "]
    words = {
        code: row[1].split(",")[0].strip() for row in rows for code in re.findall(r"^(?:role|verdict) `(\w+)`", row[2])
    }
    said = {**labels()["roles"], **labels()["verdicts"]}
    assert set(words) == {*labels()["roles"], *labels()["verdicts"]}
    assert {code: said[code]["vi"] for code in words} == words
