"""JupyterLab itself, in Chromium: notebooks are opened and run by its menu, their charts and marked text are there.

Three of them: test_notebooks.py runs every one, and what JupyterLab does with their cells does not hang on the topic.

On copies: JupyterLab saves what it has open.
"""

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from programs import lacks, lacks_chromium
from test_notebooks import NAMES, NOTEBOOKS, OWN_REPORT, ROOT, committed, told

import tvict

SETTINGS = {
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # every cell is in the page
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
}
SHOWN = (NAMES[0], OWN_REPORT)  # the first, and the last to write; test_notebooks.py runs them all
TOKEN = "notebooks"
RUN = "window.jupyterapp.shell.currentWidget"


def lacking():
    """What this machine lacks for these tests, as a line that says what to do; None where all is there."""
    if message := lacks_chromium():
        return message
    if importlib.util.find_spec("jupyterlab") is None:
        return "jupyterlab is missing: pip install -e '.[lab]'"
    return None


def needed():
    if message := lacking():
        lacks(message)


@contextmanager
def served(folder):
    """Serve JupyterLab over copies of the notebooks in a folder; yield its address."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for name, text in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    private = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    private |= {f"JUPYTERLAB_{name}_DIR": str(folder / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
        "--ServerApp.port_retries=0",
    ]
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [*command, str(folder / "notebooks")],
        env={**os.environ, **private, "IPYTHONDIR": str(folder / "ipython")},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, (folder / "server.log").read_text()
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:  # asked to stop while a kernel does, it may wait for ever
            server.kill()
            server.wait()
        log.close()


def run_all(page, address, name):
    """Open a notebook, clear it, run all cells by the menu, wait until the kernel rests; return it as it then is."""
    page.goto(f"{address}/lab/tree/{name}.ipynb?reset&token={TOKEN}")
    page.wait_for_function(f"window.jupyterapp && {RUN}?.sessionContext?.session?.kernel?.status === 'idle'")
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    page.wait_for_function(
        f"""() => {{
            const cells = {RUN}.content.model.toJSON().cells.filter(cell => cell.cell_type === "code");
            const failed = cells.some(cell => cell.outputs.some(output => output.output_type === "error"));
            const resting = {RUN}.sessionContext.session.kernel.status === "idle";
            return resting && (failed || cells.every(cell => cell.execution_count !== null));
        }}"""
    )
    return nbformat.from_dict(page.evaluate(f"{RUN}.content.model.toJSON()"))


def leave(page):
    """Shut the kernel of the notebook down, so that one runs at a time."""
    page.evaluate(f"{RUN}.sessionContext.shutdown()")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    needed()
    with served(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def page(address, chromium):
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(120_000)
    yield page
    page.close()


@pytest.mark.parametrize("name", SHOWN)
def test_a_reader_can_run_it(page, address, name):
    notebook = run_all(page, address, name)
    errors = [o for cell in notebook.cells for o in cell.get("outputs", ()) if o.output_type == "error"]
    assert not errors, errors[0]
    assert {cell.id for cell in notebook.cells if cell.cell_type == "code"} == set(told(committed(name)))
    charts = page.locator(".jp-OutputArea-output img")
    drawn = sum(outputs.count('"data": {"image/png"') for outputs in told(committed(name)).values())
    assert charts.count() == drawn > 0
    for chart in charts.all():
        assert chart.evaluate("image => image.complete && image.naturalWidth") > 600
    for html in views(name):
        marks = page.locator(".tvict .text span")
        assert marks.count() == html.count("<span ") - page.locator(".tvict p span").count()
        assert marks.first.evaluate("mark => getComputedStyle(mark).borderBottomStyle") != "none"
        assert marks.first.get_attribute("title")
    leave(page)


def test_a_report_keeps_its_colours_and_lines_where_the_notebook_is_not_trusted(page, address):
    view = tvict.parse("Toàn tỉnh có 84 trường.\n\nDoanh thu đạt 84 tỷ đồng, tăng 5% so với năm 2021.")._repr_html_()
    page.goto(f"{address}/lab/tree/{NAMES[0]}.ipynb?reset&token={TOKEN}")
    page.wait_for_function(f"window.jupyterapp && {RUN}?.sessionContext?.session?.kernel?.status === 'idle'")
    page.evaluate(
        f"""html => {{
            const shown = document.createElement("div");
            shown.id = "untrusted";
            shown.className = "jp-RenderedHTMLCommon";
            shown.innerHTML = {RUN}.content.rendermime.sanitizer.sanitize(html);
            document.body.append(shown);
        }}""",
        view,
    )
    text = page.locator("#untrusted .text")
    assert text.evaluate("text => getComputedStyle(text).whiteSpace") == "pre-wrap"
    marks = text.locator("span").all()
    assert len(marks) == 3
    look = "mark => {const style = getComputedStyle(mark); return [style.backgroundColor, style.color]}"
    looks = [mark.evaluate(look) for mark in marks]
    assert len({ground for ground, _ in looks}) == 2, "a level, a level, a change"
    assert {letters for _, letters in looks} == {text.evaluate("text => getComputedStyle(text).color")}
    assert all(mark.get_attribute("title") for mark in marks)
    leave(page)


def views(name):
    """Return the committed views of a report."""
    outputs = [o for cell in committed(name).cells for o in cell.get("outputs", ())]
    return [html for o in outputs if 'class="tvict"' in (html := o.get("data", {}).get("text/html", ""))]


def test_the_report_shows_itself_in_the_first_and_the_last():
    assert [name for name in NAMES if views(name)] == [NAMES[0], OWN_REPORT]


@pytest.mark.parametrize(("setting", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_missing_is_said_and_fails_in_integration(monkeypatch, setting, outcome):
    monkeypatch.setattr("programs.CHROMIUM", Path("/nowhere/chromium"))
    monkeypatch.setenv("CI", setting)
    with pytest.raises(outcome, match="apt-get install chromium"):
        needed()
