"""Word files (.docx): the final view of their XML, as Word or LibreOffice writes it.

What is printed comes through once: insertions in, deletions out, text boxes behind the paragraph they hang on, notes
behind the paragraph that calls them, the numbers that Word counts. Headers, footers, comments, hidden words and tables
of contents stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from tvict.documents.encodings import Letters, decoded, settled_runs
from tvict.documents.model import LOWERED, RAISED, Anchor, Block, Cell, Document, Note, Paragraph, Picture, Run, Table
from tvict.documents.safety import open_archive, read_part, xml_part
from tvict.documents.word_styles import Numbering, Styles, W, number, value
from tvict.errors import ReadError

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
EMU = 914_400
"""In which Word gives the width of a drawing, of an inch."""
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"

_HOLDERS = {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")}
_DROPPED = {
    *(W + name for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "rt", "object")),
    MC + "Fallback",
}
_COUNTED = {W + "del": "deletions", W + "moveFrom": "deletions", W + "ins": "insertions", CHART: "charts"}
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip": RELATION + "embed",
    "{urn:schemas-microsoft-com:vml}imagedata": RELATION + "id",
}
_SIGNS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "sym": "•", W + "ptab": " "}
_CALLS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_RAISED = re.compile(r"[\s(\[]*\d+[\s)\],]*")


def read_word(content: bytes) -> Document:
    """Read a Word file from its bytes; ReadError where it is damaged, locked, or holds no document."""
    archive = open_archive(content)
    body = xml_part(archive, "word/document.xml").find(W + "body")
    if body is None:
        raise ReadError("holds no Word document: save it as .docx in Word or LibreOffice, and read that")
    styles = Styles(xml_part(archive, "word/styles.xml"))
    numbering = Numbering(xml_part(archive, "word/numbering.xml"), styles)
    notes: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        for note in xml_part(archive, f"word/{kind}s.xml").findall(W + kind):
            if note.get(W + "type", "normal") == "normal":
                notes[f"{kind} {note.get(W + 'id')}"] = note
    return _Walk(styles, numbering, notes, _pictures(archive)).document(body)


def _pictures(archive: ZipFile) -> dict[str, bytes]:
    """The pictures that lie in the file, by the keys that the document calls them by."""
    held = {}
    for relation in xml_part(archive, "word/_rels/document.xml.rels"):
        target = relation.get("Target", "")
        path = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
        if relation.get("Type", "").endswith("/image") and (content := read_part(archive, path)):
            held[relation.get("Id", "")] = content
    return held


class _Walk:
    """One pass over the XML of a document."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: dict[str, Element], pictures: dict[str, bytes]
    ) -> None:
        self.styles, self.numbering, self.elements, self.pictures = styles, numbering, notes, pictures
        self.width: float | None = None  # of the drawing that the walk is in, in inches
        self.called: dict[str, str] = {}  # the mark of each note, in the order of the calls
        self.boxes: list[tuple[Element, Anchor] | Picture] = []
        self.counts: Counter[str] = Counter()
        self.letters = Letters()

    def document(self, body: Element) -> Document:
        out = Document(blocks=list(self.blocks(body, Anchor())))
        for key in list(self.called):
            out.notes[key] = Note(self.called[key], self.note(key))
        out.notices = self.notices()
        return out

    def notices(self) -> list[str]:
        said = {
            "deletions": "tracked deletions left out: {}",
            "insertions": "tracked insertions taken in: {}",
            "contents": "lines of a table of contents left out: {}",
            "hidden": "runs of hidden words left out: {}",
            "charts": "charts not read: {}",
        }
        out = [sentence.format(self.counts[name]) for name, sentence in said.items() if self.counts[name]]
        return out + self.letters.notices()

    def blocks(self, holder: Element, anchor: Anchor) -> Iterator[Block]:
        """Paragraphs and tables of a body, a cell or a box; the boxes that hang on a block come behind it."""
        open_runs: list[Run] = []
        for element in self._inner(holder, W + "p", W + "tbl"):
            if element.tag == W + "tbl":
                yield self.table(element, anchor)
            elif self.styles.lists_contents(element):
                self.counts["contents"] += 1
            else:
                marker = self.numbering.marker(element)
                runs = open_runs + ([Run(marker, anchor)] if marker else []) + self.paragraph(element, anchor)
                # A paragraph whose mark was deleted goes on in the next one.
                if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    open_runs = runs
                    continue
                open_runs = []
                yield Paragraph(runs)
            yield from self._hanging()
        if open_runs:
            yield Paragraph(open_runs)

    def _hanging(self) -> Iterator[Block]:
        while self.boxes:
            box = self.boxes.pop(0)
            if isinstance(box, Picture):
                yield box
            else:
                yield from self.blocks(*box)

    def _inner(self, holder: Element, *tags: str) -> Iterator[Element]:
        """The elements of some kinds in one that holds them, also by way of others that only hold."""
        for element in holder:
            if element.tag in tags:
                yield element
            elif value(element, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
                self.counts["contents"] += sum(1 for _ in element.iter(W + "p"))
            elif element.tag in _HOLDERS:
                yield from self._inner(element, *tags)

    def paragraph(self, element: Element, anchor: Anchor) -> list[Run]:
        """The runs of a paragraph."""
        return settled_runs(self.runs(element, element, anchor))

    def runs(self, elements: Iterable[Element], paragraph: Element, anchor: Anchor) -> list[Run]:
        """The runs of elements and all they hold, in order."""
        out: list[Run] = []
        for child in elements:
            tag = child.tag
            if tag in _COUNTED:
                self.counts[_COUNTED[tag]] += 1
            if tag in _DROPPED:
                continue
            if tag == EXTENT:
                written = child.get("cx", "")
                self.width = int(written) / EMU if re.fullmatch(r"[1-9]\d{0,9}", written) else None
            elif tag in _PICTURES and (content := self.pictures.get(child.get(_PICTURES[tag], ""))):
                self.boxes.append(Picture(content, self.width))
            elif tag == W + "txbxContent":
                self.boxes.append((child, Anchor(part="box")))
            elif tag == W + "r":
                out += self.run(child, paragraph, anchor)
            elif tag == MATH + "t":
                out.append(Run(child.text or "", anchor))
            else:
                out += self.runs(child, paragraph, anchor)
        return out

    def run(self, run: Element, paragraph: Element, anchor: Anchor) -> list[Run]:
        """The words of one run, its note calls apart; raised digits stay apart from the number before them."""
        if value(run, "rPr/vanish") not in (None, "0", "false", "none"):
            self.counts["hidden"] += any(True for _ in run.iter(W + "t"))
            return []
        font = self.styles.font(run, paragraph)
        out: list[Run] = []
        for child in run:
            if child.tag == W + "t":
                out.append(Run(self._shown(child.text or "", font, value(run, "rPr/vertAlign")), anchor))
            elif child.tag == W + "softHyphen":
                out.append(Run(decoded("\u00ad", font), anchor))
            elif child.tag in _SIGNS:
                out.append(Run(_SIGNS[child.tag], anchor))
            elif child.tag in _CALLS:
                out += self._call(f"{_CALLS[child.tag]} {child.get(W + 'id')}", anchor)
            elif child.tag not in _DROPPED:
                out += self.runs([child], paragraph, anchor)
        return out

    def _shown(self, text: str, font: str | None, align: str | None) -> str:
        shown = self.letters.shown(text, font)
        if align in ("superscript", "subscript") and _RAISED.fullmatch(shown):
            return shown.translate(RAISED if align == "superscript" else LOWERED)
        return shown

    def _call(self, key: str, anchor: Anchor) -> list[Run]:
        if key not in self.elements:
            return []
        mark = self.called.setdefault(key, str(len(self.called) + 1).translate(RAISED))
        return [Run(mark, anchor, calls=key)]

    def note(self, key: str) -> list[Run]:
        out: list[Run] = []
        anchor = Anchor(part="note")
        for paragraph in self.elements[key].iter(W + "p"):
            out += [Run(" ", anchor)] if out else []
            out += self.paragraph(paragraph, anchor)
        self.boxes.clear()
        return out

    def table(self, element: Element, anchor: Anchor) -> Table:
        out = Table([], ruled=self.styles.ruled(element))
        above: dict[int, Cell] = {}
        lines = list(self._inner(element, W + "tr"))
        kept = [line for line in lines if line.find(f"{W}trPr/{W}del") is None]
        self.counts["deletions"] += len(lines) - len(kept)
        for row, line in enumerate(kept):
            if line.find(f"{W}trPr/{W}tblHeader") is not None and out.header_rows == row:
                out.header_rows += 1
            column = number(line, "trPr/gridBefore", 0)
            for cell in self._inner(line, W + "tc"):
                span = max(1, min(number(cell, "tcPr/gridSpan", 1), 100))
                merge = value(cell, "tcPr/vMerge")
                if merge in ("1", "continue") and column in above:
                    above[column].row_span = row - above[column].row + 1
                else:
                    made = Cell(list(self.blocks(cell, anchor)), row, column, 1, span)
                    out.cells.append(made)
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = made
                column += span
        return out
