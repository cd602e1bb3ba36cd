"""Pages saved from a portal (.html, .mht): the report of the page, without menus, counters and scripts.

The report is the innermost part that holds most words outside links. Tables for layout are read through; a page that
Word saved keeps its notes.
"""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice, takewhile

from tvict.documents.encodings import Letters, settled_runs
from tvict.documents.model import PLAIN, RAISED, Anchor, Block, Cell, Document, Note, Paragraph, Picture, Run, Table
from tvict.documents.plain import MARKS, decode_text
from tvict.errors import ReadError

_VOID = set("area base br col embed hr img input link meta param source track wbr".split())
_DROPPED = set(
    "script style noscript template svg iframe nav header footer aside form select button head title textarea".split()
)
_BLOCKS = set(
    "p div h1 h2 h3 h4 h5 h6 li ul ol tr table section article blockquote pre center tbody thead tfoot td th dl dd dt "
    "main body html caption figure".split()
)
_FURNITURE = re.compile(
    r"\b(menu|sidebar|side-bar|breadcrumbs?|footer|header|banner|comments?|related|share|tools?|navbar|date|meta)\b",
    re.IGNORECASE,
)
# What a start tag closes when it comes, and where the search for it ends.
_CLOSES = {
    "p": ({"p"}, _BLOCKS - {"p"}),
    "li": ({"li"}, {"ul", "ol"}),
    "tr": ({"tr"}, {"table"}),
    **dict.fromkeys("table ul ol div h1 h2 h3 h4 section article".split(), ({"p"}, _BLOCKS - {"p"})),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
}
_PARTS = set("html body div section article main center td th".split())
_LABEL = 3  # words of a line that is no paragraph
_DEPTH = 400
_SIGN = 100  # pixels of width, below which a picture is a sign
_MOST = 0.72  # of the words outside links, in one part, that make it the report
_SPANS = (500, 100)  # rows and columns that a cell may span
_MARK = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?\s*")
_TO_NOTE = re.compile(r"#_?(?:ftn|edn|fn|footnote|note)(?!ref)\D*\d")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class _Node:
    tag: str
    attributes: dict[str, str]
    up: _Node | None
    depth: int = 0
    children: list[_Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[_Node]:
        for child in self.children:
            if isinstance(child, _Node):
                yield child

    def upwards(self) -> Iterator[_Node]:
        """Yield the element, and those that it stands in."""
        node: _Node | None = self
        while node is not None:
            yield node
            node = node.up

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def dropped(self) -> bool:
        return self.tag in _DROPPED or bool(re.search(r"display\s*:\s*none", self.get("style")))


class _Tree(HTMLParser):
    """The elements of a page, tags that nobody closed closed where browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = _Node("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_open(tag)
        node = _Node(tag, {name: given or "" for name, given in attrs}, self.at, self.at.depth + 1)
        self.at.children.append(node)
        if tag not in _VOID and node.depth < _DEPTH:
            self.at = node

    def _close_open(self, tag: str) -> None:
        closed, stops = _CLOSES.get(tag, ((), ()))
        for node in takewhile(lambda node: node.tag not in stops, self.at.upwards()):
            if node.tag in closed:
                self.at = node.up or self.root
                return

    def handle_endtag(self, tag: str) -> None:
        if open_one := next((node for node in self.at.upwards() if node.tag == tag), None):
            self.at = open_one.up or self.root

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read_page(content: bytes) -> Document:
    """Read a page from its bytes."""
    if re.match(rb"\s*(?:MIME-Version|From|Date|Subject):", content, re.IGNORECASE):
        content, pictures = _parts(content)
    else:
        pictures = {}
    tree = _Tree()
    tree.feed(_text(content))
    walk = _Walk(pictures)
    blocks = list(walk.blocks(_report(tree.root)))
    notices = walk.letters.notices()
    if walk.outside:
        notices.append(f"pictures of the page that are not in the file: {walk.outside}")
    return Document(blocks, walk.notes, notices)


def _parts(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The page of a page saved with all it shows (.mht), and its pictures by the addresses that it calls them by."""
    page, pictures = None, {}
    for part in email.message_from_bytes(content, policy=email.policy.default).walk():
        found = part.get_payload(decode=True)
        if not isinstance(found, bytes):
            continue
        if part.get_content_type() == "text/html" and page is None:
            page = found
        elif part.get_content_maintype() == "image":
            pictures[str(part.get("Content-Location", ""))] = found
            pictures[f"cid:{str(part.get('Content-ID', '')).strip('<> ')}"] = found
    if page is None:
        raise ReadError("holds no page: save it in a browser as .html, and read that")
    return page, pictures


def _text(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith(tuple(MARKS)):
        with suppress(LookupError, UnicodeError):  # of a name that is none, and of one that the bytes are not in
            return content.decode(declared[1].decode("ascii", "replace"))
    return decode_text(content)[0]


def _words(node: _Node | str) -> int:
    """Words outside links; a link within the page, such as a note call, is none."""
    if isinstance(node, str):
        return len(node.split())
    if node.dropped or (node.tag == "a" and not node.get("href").startswith("#")):
        return 0
    return sum(map(_words, node.children))


def _report(root: _Node) -> _Node:
    """The innermost part that holds most of the words of a page, and beside which no paragraph stands."""
    total, node = _words(root), root
    while (inner := _innermost(node)) is not None and _words(inner) >= _MOST * total and not _says(node):
        node = inner
    return node


def _innermost(node: _Node) -> _Node | None:
    """The part with most words; in place of a table the cell of its that has most, in one for layout nearly all."""
    inner = max(node.elements(), key=_words, default=None)
    while inner is not None and inner.tag in ("table", "tbody", "tr"):
        inner = max(inner.elements(), key=_words, default=None)
    return inner if inner is not None and inner.tag in _PARTS else None


def _says(node: _Node) -> bool:
    """Whether an element holds words of the report itself, not only other parts."""
    return any(
        _words(child) > _LABEL
        for child in node.children
        if isinstance(child, str) or child.tag == "p" or child.tag not in _BLOCKS
    )


class _Walk:
    """One pass over the elements of a report."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self.pictures = pictures
        self.notes: dict[str, Note] = {}
        self.letters = Letters()
        self.shown: list[Picture] = []  # behind the paragraph that the walk is in
        self.outside = 0

    def blocks(self, node: _Node, font: str | None = None) -> Iterator[Block]:
        """Paragraphs and tables of an element."""
        font = _font(node) or font
        runs: list[Run] = []
        for child in node.children:
            if isinstance(child, str) or not _has_blocks(child):
                runs += self._inline(child, font)
            elif not (child.dropped or _FURNITURE.search(f"{child.get('class')} {child.get('id')}")):
                yield from self._paragraphs(runs, node)
                runs = []
                yield from self._table(child, font) if child.tag == "table" else self.blocks(child, font)
        yield from self._paragraphs(runs, node)

    def _paragraphs(self, runs: list[Run], node: _Node) -> Iterator[Block]:
        """Runs as a paragraph, or as several where two line breaks part them; a note's paragraph is put aside."""
        part: list[Run] = []
        for run in settled_runs(runs):
            part.append(run)
            if run.text == "\n" and "".join(r.text for r in part[-3:]).replace(" ", "").endswith("\n\n"):
                yield from self._paragraph(part, node)
                part = []
        yield from self._paragraph(part, node)
        yield from self.shown
        self.shown = []

    def _picture(self, node: _Node) -> None:
        """Keep a picture that lies in the file, and count one that does not; signs of a few pixels are none."""
        source, width = node.get("src"), node.get("width")
        if width.isdigit() and int(width[:9]) < _SIGN:
            return
        content = self.pictures.get(source)
        if held := re.match(r"data:image/[\w.+-]+;base64,", source, re.IGNORECASE):
            with suppress(ValueError):
                content = base64.b64decode(source[held.end() :])
        if content:
            self.shown.append(Picture(content, int(width[:9]) / 96 if width.isdigit() else None))
        else:
            self.outside += 1

    def _paragraph(self, runs: list[Run], node: _Node) -> Iterator[Block]:
        whole = "".join(run.text for run in runs)
        if not whole.strip():
            return
        mark = _MARK.match(whole.translate(PLAIN))
        if mark and _is_note(node) and mark[1] not in self.notes:
            self.notes[mark[1]] = Note(mark[1].translate(RAISED), _behind(runs, mark.end()))
        else:
            yield Paragraph(runs)

    def _inline(self, node: _Node | str, font: str | None) -> Iterator[Run]:
        if isinstance(node, str):
            yield Run(re.sub(r"[ \t\r\n\f]+", " ", self.letters.shown(node, font)), Anchor())
        elif node.tag == "br":
            yield Run("\n", Anchor())
        elif node.tag == "img":
            self._picture(node)
        elif not node.dropped:
            printed = _MARK.fullmatch(_plain(node)) if node.tag == "sup" or _calls(node) else None
            if printed and printed[1]:
                yield Run(printed[1].translate(RAISED), Anchor(), printed[1] if _calls(node) else None)
                return
            for child in node.children:
                yield from self._inline(child, _font(node) or font)

    def _table(self, table: _Node, font: str | None) -> Iterator[Block]:
        made = Table([], ruled=_ruled(table))
        taken: set[tuple[int, int]] = set()
        for caption in (node for node in table.elements() if node.tag == "caption"):
            yield from self.blocks(caption, font)
        for row, line in enumerate(_rows(table)):
            column = 0
            for cell in (node for node in line.elements() if node.tag in ("td", "th")):
                while (row, column) in taken:
                    column += 1
                height, width = _span(cell.get("rowspan"), _SPANS[0]), _span(cell.get("colspan"), _SPANS[1])
                taken |= {(row + i, column + j) for i in range(height) for j in range(width)}
                made.cells.append(Cell(list(self.blocks(cell, font)), row, column, height, width))
                column += width
            if row == made.header_rows and line.up is not None and line.up.tag == "thead":
                made.header_rows += 1
        if made.cells:
            yield made


def _has_blocks(node: _Node) -> bool:
    return node.tag in _BLOCKS or any(map(_has_blocks, node.elements()))


def _rows(table: _Node) -> Iterator[_Node]:
    for node in table.elements():
        if node.tag == "tr":
            yield node
        elif node.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(node)


def _span(written: str, most: int) -> int:
    return max(1, min(int(written), most)) if written.isdigit() and len(written) < 9 else 1


def _ruled(table: _Node) -> bool | None:
    """Whether a page says that lines are drawn: often it leaves that to a style sheet."""
    written = table.get("border")
    if written.isdigit():
        return int(written) > 0 or None
    return True if re.search(r"border[^:;]*:[^;]*(solid|\dp[tx])", table.get("style")) else None


def _font(node: _Node) -> str | None:
    if face := node.get("face"):
        return face
    found = re.search(r"font-family\s*:\s*([^;]+)", node.get("style"))
    return found[1].strip() if found else None


def _plain(node: _Node | str) -> str:
    return node if isinstance(node, str) else "".join(map(_plain, node.children))


def _calls(node: _Node) -> bool:
    """Whether an element is the call of a note: a link within the page to one, as Word saves it."""
    links = [node, *node.elements()] + ([node.up] if node.up is not None else [])
    return any(link.tag == "a" and _TO_NOTE.match(link.get("href")) for link in links)


def _is_note(node: _Node) -> bool:
    """Whether an element, or one of the two around it, is marked as a note."""
    around = islice(node.upwards(), 3)
    return any(
        re.match(r"(?:ftn|edn)\d", one.get("id")) or re.search(r"FootnoteText|EndnoteText", one.get("class"))
        for one in around
    )


def _behind(runs: list[Run], count: int) -> list[Run]:
    """Runs without their first characters."""
    out = []
    for run in runs:
        cut = min(count, len(run.text))
        count -= cut
        if run.text[cut:]:
            out.append(Run(run.text[cut:], Anchor("note"), run.calls))
    return out
