"""The layout that a file hands to reading: offsets that stay with their words when a text is read in composed form."""

from tvict.reading.layout import Cell, Layout, Note, Table, moved
from tvict.reading.unicode import composed

DECOMPOSED = "Xa\u0303\t12\nHộ¹\n\n¹ ba hộ\n"


def test_offsets_follow_the_composed_text():
    cells = (Cell(0, 3, 0, 0), Cell(4, 6, 0, 1))
    layout = Layout((Table(cells),), (Note(12, 20, 10),))
    text, origin = composed(DECOMPOSED)
    assert origin is not None
    there = moved(layout, origin)
    assert [text[c.start : c.end] for c in there.tables[0].cells] == ["Xã", "12"]
    (note,) = there.notes
    assert (note.start, note.end, note.call) == tuple(
        [o - 1 for o in (layout.notes[0].start, layout.notes[0].end, layout.notes[0].call)]
    )
    assert [(c.row, c.column, c.row_span) for c in there.tables[0].cells] == [(0, 0, 1), (0, 1, 1)]
