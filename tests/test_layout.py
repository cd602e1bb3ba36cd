"""The layout that a file hands to reading: offsets that stay with their words when a text is read in composed form."""

from tvict.reading.layout import Cell, Layout, Table, moved
from tvict.reading.unicode import composed

DECOMPOSED = "Xa\u0303\t12\nHộ¹\n\n¹ ba hộ\n"


def test_offsets_follow_the_composed_text():
    cells = (Cell(0, 3, 0, 0), Cell(4, 6, 0, 1))
    layout = Layout((Table(cells),))
    text, origin = composed(DECOMPOSED)
    assert origin is not None
    there = moved(layout, origin)
    assert [text[c.start : c.end] for c in there.tables[0].cells] == ["Xã", "12"]
    assert [(c.row, c.column, c.row_span) for c in there.tables[0].cells] == [(0, 0, 1), (0, 1, 1)]
