"""The pictures of README and docs, made anew from the reports of data/raw: `make pictures`.

Needs Chromium, LibreOffice and JupyterLab. Pixels depend on the fonts of the machine, so no test compares them; that
every picture is made here and used somewhere is tested.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page
from programs import browser, converted
from test_app import server
from test_lab import RUN, TOKEN, leave, served

from tvict.cli import main as tvict
from tvict.publishing.sheets import HEADER

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
REPORT = "travinh-2022"
NOTEBOOK = "10-several-years"
SHEET = "Số liệu"
PRINTED, RIGHT, REMARK = "30,5 tỷ đồng", "31,858 tỷ đồng", "Bảng quyết toán: 31,858 tỷ đồng"
"""The correction that docs/corrections.vi.md explains."""
SHOWN = {
    *("Mã số liệu", "Nội dung số liệu", "Giá trị", "Đơn vị tính", "Như đã in", "Loại số liệu"),
    *("Đoạn văn (⟦ ⟧ là số liệu)", "Giá trị đúng", "Đơn vị đúng", "Loại đúng", "Ý kiến"),
}
"""Columns of the workbook that its picture shows."""


class Studio:
    """The report, built once as it is and once corrected, with a browser to look at what was made."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.folder, self.browser = folder, browser
        self.raw, self.out = folder / "raw", folder / "out" / REPORT
        self.window_shown = False
        self.raw.mkdir()
        for path in (ROOT / "data" / "raw").glob(f"{REPORT}.*"):
            shutil.copy(path, self.raw)
        self.build()

    def build(self) -> None:
        """Build the report as it is now, with its corrections."""
        assert tvict(["build", "--raw", str(self.raw), "--out", str(self.folder / "out")]) == 0

    def page(self, width: int, height: int) -> Page:
        """Open the page of the report."""
        page = self.browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)
        page.goto((self.out / f"{REPORT}.html").as_uri())
        return page

    def report_page(self, language: str, target: Path) -> None:
        """Show what the page of a report opens on."""
        page = self.page(1200, 760)
        if language == "en":
            page.locator("#language").click()
        page.screenshot(path=target)

    def workbook(self, target: Path) -> None:
        """Show the first sheet of the workbook."""
        rendered(converted(self.out / f"{REPORT}.xlsx", "pdf", self.folder), target)

    def corrected_workbook(self, target: Path) -> None:
        """Fill the yellow columns of one row as a reviewer does, and show this row and its neighbours."""
        book = openpyxl.load_workbook(self.out / f"{REPORT}.xlsx")
        sheet = book[SHEET]
        places = {cell.value: cell.column for cell in sheet[HEADER]}
        texts = {row: sheet.cell(row, places["Như đã in"]).value for row in range(HEADER + 1, sheet.max_row + 1)}
        chosen = next(row for row, text in texts.items() if text == PRINTED)
        sheet.cell(chosen, places["Giá trị đúng"]).value = RIGHT
        sheet.cell(chosen, places["Ý kiến"]).value = REMARK
        book.save(self.folder / "review.xlsx")
        for other in set(book.sheetnames) - {SHEET}:
            book[other].sheet_state = "hidden"
        book.active = book.sheetnames.index(SHEET)
        for row in (*range(1, HEADER - 1), *texts):
            sheet.row_dimensions[row].hidden = row not in (HEADER, chosen - 1, chosen, chosen + 1)
        for column in sheet.columns:
            hidden = column[HEADER - 1].value not in SHOWN
            sheet.column_dimensions[column[0].column_letter].hidden = hidden
        sheet.print_area, sheet.oddFooter.left.text, sheet.oddFooter.right.text = sheet.dimensions, None, None
        book.save(self.folder / "shown.xlsx")
        rendered(converted(self.folder / "shown.xlsx", "pdf", self.folder), target)

    def corrected_page(self, target: Path) -> None:
        """Bring the correction back, build again, and show its row on the page."""
        written = str(self.raw / f"{REPORT}.corrections.toml")
        assert tvict(["corrections", str(self.folder / "review.xlsx"), "--out", written]) == 0
        self.build()
        page = self.page(520, 900)
        row = page.locator("tr[id]", has_text=PRINTED).first
        page.evaluate("id => { location.hash = id; }", row.get_attribute("id"))
        row.screenshot(path=target)

    def notebook(self, target: Path) -> None:
        """Show a notebook in JupyterLab at a chart."""
        (self.folder / "lab").mkdir()
        with served(self.folder / "lab") as address:
            page = self.browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1.5)
            page.goto(f"{address}/lab/tree/{NOTEBOOK}.ipynb?reset&token={TOKEN}")
            page.wait_for_function(f"window.jupyterapp && {RUN}?.sessionContext?.session?.kernel?.status === 'idle'")
            page.locator(".jp-OutputArea-output img").nth(1).evaluate("image => image.scrollIntoView({block: 'end'})")
            page.wait_for_timeout(1000)
            page.screenshot(path=target)
            leave(page)

    def window(self, name: str, target: Path) -> None:
        """Show the window of `tvict serve` as two reports go through it."""
        if not self.window_shown:
            self._walk()
        shutil.copy(self.folder / f"{name}.png", target)

    def _walk(self) -> None:
        (self.folder / "serve").mkdir()
        with server(self.folder / "serve") as (address, _, _):
            page = self.browser.new_page(viewport={"width": 900, "height": 640}, device_scale_factor=1.5)
            page.goto(address)
            page.screenshot(path=self.folder / "start.png")
            page.set_input_files("#file", sorted((ROOT / "data" / "raw").glob("*-2022.*[tx]")))
            page.click("#send")
            page.wait_for_selector("#jobs[data-busy=false]", timeout=120_000)
            page.locator("section.job").first.screenshot(path=self.folder / "ask.png")
            page.click("#j-make button")
            page.wait_for_selector("#j0.done", timeout=120_000)
            page.screenshot(path=self.folder / "done.png", full_page=True)
            page.locator(".acts .go").last.click()
            page.click("nav a[data-part=figures]")
            page.locator("tr", has_text=PRINTED).locator(".correct").first.click()
            page.screenshot(path=self.folder / "fix.png", full_page=True)
        self.window_shown = True


def rendered(pdf: Path, target: Path) -> None:
    """Write the first page of a PDF as a picture, without its margins."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    page.crop(box).save(target, optimize=True)


def lean(path: Path) -> None:
    """Write a picture with 256 colours, a third of its bytes."""
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


MADE: dict[str, Callable[..., None]] = {
    "page.en.png": lambda studio, target: studio.report_page("en", target),
    "page.vi.png": lambda studio, target: studio.report_page("vi", target),
    "workbook.png": Studio.workbook,
    "notebook.png": Studio.notebook,
    "corrections-workbook.png": Studio.corrected_workbook,
    "corrections-page.png": Studio.corrected_page,
    **{f"serve-{name}.png": partial(Studio.window, name=name) for name in ("start", "ask", "done", "fix")},
}
"""Every picture and how it is made, in this order: the last shows what the one before wrote."""


def used() -> set[str]:
    """Return the names of the pictures that README and docs show."""
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    return {name for path in texts for name in re.findall(r"pictures/([\w.-]+\.png)", path.read_text("utf-8"))}


def main(names: list[str]) -> None:
    """Make the pictures named, or all."""
    with tempfile.TemporaryDirectory() as folder, browser() as running:
        studio = Studio(Path(folder), running)
        for name, make in MADE.items():
            if not names or name in names:
                print(name, flush=True)
                make(studio, target=PICTURES / name)
                lean(PICTURES / name)


if __name__ == "__main__":
    main(sys.argv[1:])
