"""The notebooks: they run from top to bottom, say what is committed, and no number in them is typed."""

import ast
import base64
import importlib.util
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import nbformat
import pytest

import tvict
from tvict.names import masked

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
NAMES = (
    "01-read-the-report",
    "02-postal-decline",
    "03-telecom-growth",
    "04-ecommerce-households",
    "05-online-public-services",
    "06-digital-government",
    "07-security-press-grassroots",
    "08-does-it-add-up",
    "09-your-own-report",
    "10-several-years",
    "11-two-provinces",
)
OWN_REPORT = "09-your-own-report"
IMAGE = re.compile(r'"image/png": "[^"]*"')
YEAR = r"\b(?:19|20)\d\d\b"
LEVELS = r"\blevels? \d(?: and \d| or \d)?\b|\bmức (?:độ )?\d\b"
MAY_STAND = re.compile(rf"{YEAR}|{LEVELS}|\bUTF-8\b|`[\w./]+`|\$[^$]+\$")
"""Numbers that are names: years, levels of service, an encoding, files, the indices of a formula."""

# What findings of the report say, and must stand in the notebook about it.
FINDINGS = {
    "02-postal-decline": (
        "28,230 | 25,863 | 8.38 % (8.33 to 8.44) | 60 to 63 % | 61.7 | 87.02 to 88.18 | 3,101,332 | -15.9 %"
    ),
    "03-telecom-growth": "1,006.2 to 1,016.7 | 45.7 to 55.4 | 44.8 | 56.3 | 135,827 | 130,768 | 5.53 % | 1,052,352",
    "04-ecommerce-households": "66,543 and 124,492 | 57,949 on both | 40,000 đồng | Hậu Giang counts 273",
    "05-online-public-services": (
        "1,628 of 1,858 | 230 services | 21,004 dossiers | 15.33 | 16.15 | 64.49 %: none | 36.91 | 72.52 | 1,466"
    ),
    "06-digital-government": "2.17 percentage points | 2.76 % | 2,312 (derived) | 139, 19, 18 | rank 26 to 25",
    "07-security-press-grassroots": (
        "13 classes add up to 275 of 288 | 104.3 to 104.6 % | 21 of 47 | 4 press conferences are planned for 2023"
    ),
    "08-does-it-add-up": "20 listed, 19 stated; not issued by the committee: 12/KH-BTC | 15-CTr/TU | 24/KH-STTTT",
    "10-several-years": "11 to 24 and 48 % | 90.0 bn đồng, an estimate | 87.4 to 87.6",
    "11-two-provinces": "8 may be compared | for another year, 0 | 1.05 m đồng | 1.24 m",
}


def tool():
    spec = importlib.util.spec_from_file_location("execute", NOTEBOOKS / "execute.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def committed(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


@cache
def executed(name):
    return tool().executed(NOTEBOOKS / f"{name}.ipynb")


def told(notebook):
    """What a reader is told: outputs by cell, all but the pixels of pictures (they depend on the environment)."""
    return {
        cell.id: IMAGE.sub('"image/png"', json.dumps(cell.outputs, ensure_ascii=False, sort_keys=True))
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def words(notebook, views=True):
    """All text outputs; without ``views`` the marked text of a whole report is left out."""
    parts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {"text/plain": output.get("text", "")})
            if views or 'class="tvict"' not in data.get("text/html", ""):
                parts += [text for kind, text in data.items() if kind.startswith("text/")]
    return "\n".join(parts)


def closing(notebook):
    """Finding, caveat and passages: all that a notebook says in Markdown of its own making."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {})]


def numbers(text):
    """The numbers of a text, by value."""
    return {float(number.replace(",", "")) for number in re.findall(r"\d+(?:[.,]\d+)*", text)}


def definitions(code):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    return [node.lineno for node in ast.walk(ast.parse(code)) if isinstance(node, kinds)]


def typed_numbers(prose):
    return re.findall(r"\d[\d.,]*", MAY_STAND.sub("", prose))


def said(code):
    """The words that code hands to the reader: strings of print and Markdown, without what is put into them."""
    parts = []
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("print", "Markdown"):
            for argument in call.args:
                pieces = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                parts += [p.value for p in pieces if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    return "\n".join(parts)


def test_all_are_there():
    assert tuple(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_says_what_is_committed(name):
    assert told(executed(name)) == told(committed(name)), f"{name}: make notebooks, and look at the difference"


def test_a_second_run_gives_the_same_bytes():
    name = "04-ecommerce-households"
    assert nbformat.writes(tool().executed(NOTEBOOKS / f"{name}.ipynb")) == nbformat.writes(executed(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_clean_run(name):
    cells = [cell for cell in committed(name).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for output in (output for cell in cells for output in cell.outputs):
        assert output.output_type != "error"
        assert output.get("name") != "stderr", output.text


@pytest.mark.parametrize("name", NAMES)
def test_metadata_are_clean_and_ids_speak(name):
    notebook = committed(name)
    assert notebook.metadata == nbformat.from_dict(tool().METADATA)
    assert not [cell.id for cell in notebook.cells if cell.metadata.keys() - {"alt"}]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", each) for each in ids), ids


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_its_words(name):
    """Those of tvict bring theirs, of others the cell says them: nbconvert takes either, and warns where both lack."""
    for cell in committed(name).cells:
        shown = [output for output in cell.get("outputs", ()) if "image/png" in output.get("data", {})]
        assert all("alt" in output.metadata.get("image/png", cell.metadata) for output in shown), cell.id


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short_and_define_nothing(name):
    for cell in committed(name).cells:
        assert len(cell.source.splitlines()) <= 25, cell.id
        if cell.cell_type == "code":
            assert definitions(cell.source) == [], cell.id


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_typed(name):
    for cell in committed(name).cells:
        prose = cell.source if cell.cell_type == "markdown" else said(cell.source)
        assert typed_numbers(prose) == [], cell.id


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_selected_by_what_they_are(name):
    for cell in committed(name).cells:
        assert not re.search(r"figure_id\W+==\W*\d|quote\(\d|(?<!i)loc\[\d", cell.source), cell.id


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_with_its_question_and_closes_with_finding_caveat_and_passages(name):
    cells = committed(name).cells
    assert cells[0].source.startswith("# ")
    assert re.search(r"\*Tiếng Việt\.\* .+\*\*Question\.\*\* .+\?", cells[0].source, re.DOTALL)
    finding, caveat, passages = closing(committed(name))
    for text, english, vietnamese in ((finding, "Finding", "Kết quả"), (caveat, "Caveat", "Lưu ý")):
        assert re.fullmatch(rf"\*\*{english}\.\*\* .+\n\n\*\*{vietnamese}\.\*\* .+", text)
    assert all(re.match(r"> .*⟦.+⟧", passage, re.DOTALL) for passage in passages.split("\n\n"))


@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_in_vietnamese_it_says_in_english(name):
    """Every number of the Vietnamese finding and caveat stands in the English one, in the form of that language."""
    for text in closing(committed(name))[:2]:
        english, vietnamese = text.split("\n\n")
        assert numbers(vietnamese.translate(str.maketrans(".,", ",."))) <= numbers(english)


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_charts_that_have_words(name):
    pictures = [
        (output.data["text/plain"], base64.b64decode(output.data["image/png"]))
        for cell in committed(name).cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]
    assert pictures
    for words_, png in pictures:
        assert words_.startswith("<Figure size") or len(words_) > 60
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(png) > 8000


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_machine_and_no_private_name_stands_in_it(name):
    written = nbformat.writes(committed(name))
    assert str(ROOT) not in written
    outputs = words(committed(name))
    assert not re.search(r"/(?:home|root|tmp|usr|work|Users)/|site-packages| at 0x[0-9a-f]+", outputs)
    for sentence in words(committed(name), views=False).split("\n"):
        assert masked(sentence) == sentence


@pytest.mark.parametrize("name", FINDINGS)
def test_it_agrees_with_what_was_worked_out_by_hand(name):
    outputs = unicodedata.normalize("NFC", words(committed(name)))
    for expected in FINDINGS[name].split(" | "):
        assert expected in outputs


class TestTheTests:
    """Each rule above, broken."""

    @pytest.mark.parametrize("code", ["def f(): pass", "class A: pass", "x.map(lambda y: y)", "async def f(): pass"])
    def test_a_definition_is_seen(self, code):
        assert definitions(code)

    @pytest.mark.parametrize(
        "prose", ["revenue fell by 13 %", "giảm 13,24%", "76 tỷ", "1.858 dịch vụ", "level 3: 551", "in 2022 12 rose"]
    )
    def test_a_typed_number_is_seen(self, prose):
        assert typed_numbers(prose)

    @pytest.mark.parametrize(
        "prose", ["In 2022, levels 3 and 4", "mức 3 và mức 4", "`docs/a1.md`", "no number", "UTF-8"]
    )
    def test_a_name_with_a_number_may_stand(self, prose):
        assert typed_numbers(prose) == []

    @pytest.mark.parametrize(
        ("code", "number"),
        [('print(f"{x} of 5")', "5"), ('Markdown("fell by 8 %")', "8"), ('print(f"{y:.2f} in 76")', "76")],
    )
    def test_a_number_in_a_printed_string_is_seen(self, code, number):
        assert typed_numbers(said(code)) == [number]

    def test_a_changed_number_is_seen(self):
        changed = nbformat.from_dict(committed(NAMES[1]))
        before = told(changed)
        output = next(c for c in changed.cells if c.id == "postal-finding").outputs[0]
        kept = output["data"]["text/markdown"]
        output["data"]["text/markdown"] = kept.replace("63 %", "64 %")
        try:
            assert told(changed) != before
        finally:
            output["data"]["text/markdown"] = kept


OWN = {
    "no-figures": "Sở báo cáo kết quả công tác.",
    "one-figure": "Năm 2021, toàn tỉnh có 30 doanh nghiệp bưu chính.",
    "a-sum-short": "Năm 2021, tỉnh có 40 máy chủ (10 vật lý, 20 ảo). Doanh thu viễn thông đạt 90 tỷ đồng, tăng 5%.",
}


@pytest.mark.parametrize("name", OWN)
def test_that_of_your_own_takes_any_report(tmp_path, name):
    """Even one with nothing in it: whoever puts a file of their own in sees what it holds, and no error."""
    (tmp_path / f"{name}.txt").write_text(OWN[name], "utf-8")
    notebook = nbformat.read(NOTEBOOKS / f"{OWN_REPORT}.ipynb", as_version=4)
    line = 'MINE = "../data/raw/tanloc-2022.docx"'
    setup = next(cell for cell in notebook.cells if line in cell.source)
    setup.source = setup.source.replace(line, f"MINE = {str(tmp_path / f'{name}.txt')!r}")
    done = tool().run(notebook)
    assert f"**Finding.** {name} prints" in words(done)
    assert not [o for cell in done.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]


@pytest.mark.parametrize("name", NAMES)
def test_its_preamble_is_short(name):
    first = next(cell for cell in committed(name).cells if cell.cell_type == "code")
    lines = [line for line in first.source.splitlines() if line and not re.match("import|from|report|reports", line)]
    assert len(lines) <= 5, first.source


@pytest.mark.parametrize("path", sorted((NOTEBOOKS / "samples").glob("*.txt")), ids=lambda path: path.stem)
def test_samples_say_that_they_are_invented(path):
    report = tvict.read(path)
    assert report.metadata.invented
    assert "Văn bản giả định" in report.text
    assert len(report.checks) == (report.checks["verdict"] == "holds").sum() == 2
