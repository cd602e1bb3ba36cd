"""Reading grows with a paragraph as with a text: twice the members of one form take no more than twice as long, nearly.

Times are of the processor. Those of one try follow each other at once and are compared with each other alone: a
processor runs now half as fast again and now slower, so that the best of many tries may be of different speeds.
"""

from __future__ import annotations

import gc
import statistics
import time

import pytest

from tvict.reading import Reading, read

MEMBERS = 400
SECONDS = 3.0
"""What twice as many members may take at most."""
GROWTH = 2.6
"""How much longer twice as many may take."""

FORMS = {
    "brackets": lambda n: "Có " + ", ".join(f"{i} xã (5 hộ)" for i in range(1, n)) + ".",
    "open brackets": lambda n: "(5 " * n,
    "a list in brackets": lambda n: "Có 900 xã (" + ", ".join(f"{i} xã" for i in range(1, n)) + ").",
    "items": lambda n: "Có 900 xã, gồm:\n" + "\n".join(f"- Huyện A{i}: {i} xã" for i in range(1, n)),
    "fractions": lambda n: "Có " + ", ".join(f"{i}/90 xã" for i in range(1, n)) + ".",
    "slashes": lambda n: "1/" * n,
    "commas": lambda n: "Có 900 xã, trong đó " + ", ".join(f"huyện A {i} xã" for i in range(1, n)) + ".",
    "semicolons": lambda n: "Có 900 xã, trong đó: " + "; ".join(f"huyện A {i} xã" for i in range(1, n)) + ".",
    "lists in lists": lambda n: "Có 900 xã" + "".join(f", trong đó {i} xã" for i in range(n, 1, -1)) + ".",
    "levels and changes": lambda n: ", ".join(f"đạt {i} tỷ đồng, tăng {i % 90}%" for i in range(1, n)) + ".",
    "changes": lambda n: "Có 5 xã, " + ", ".join(f"tăng {i % 90}% so với năm trước" for i in range(1, n)) + ".",
    "sentences": lambda n: " ".join(f"Trong đó, xã A{i} có {i} hộ, tăng 5%." for i in range(1, n)),
    "shares": lambda n: ", ".join(f"{i} xã, chiếm {i % 90}% tổng số xã" for i in range(1, n)) + ".",
    "remainders": lambda n: "Có 9 xã, " + ", ".join(f"{i} xã có chợ, còn lại {i} xã" for i in range(1, n)) + ".",
    "rows of a table": lambda n: "Xã\tNăm 2018\tNăm 2019\n" + "\n".join(f"Xã A\t{i}\t{i}" for i in range(1, n)),
    "dashed rows": lambda n: "Chỉ tiêu\tNăm 2018\n1. Hộ\t9\n" + "\n".join(f"- Hộ A\t{i}" for i in range(1, n)),
    "total rows": lambda n: "Xã\tNăm 2018\n" + "\n".join(f"Tổng số\t{i}" for i in range(1, n)),
    "numbers in a row": lambda n: "Xã A " + " ".join(f"{i},5" for i in range(1, n)),
    "cells one a line": lambda n: "\n\n".join(str(i) for i in range(1, n)),
    "documents": lambda n: "Có 5 xã theo " + ", ".join(f"Quyết định số {i}/QĐ-UBND" for i in range(1, n)),
    "parts in one verb": lambda n: (
        "Tiếp nhận 900 đơn khiếu nại, trong đó: " + "; ".join(f"giải quyết {i} đơn" for i in range(1, n)) + "."
    ),
    "what is not done yet": lambda n: (
        "Nhận 900 đơn, đã giải quyết 6 đơn, " + ", ".join(f"đang xem {i} đơn" for i in range(1, n)) + "."
    ),
    "totals behind their parts": lambda n: ", ".join(f"xã An {i} tấn, tổng cộng {i} tấn" for i in range(1, n)) + ".",
    "colons": lambda n: "Có 900 xã: " + ": ".join(f"{i} xã" for i in range(1, n)),
}


def timed(text: str) -> tuple[Reading, float]:
    """A reading and what it takes without what collecting garbage does, which comes when it comes."""
    gc.disable()
    start = time.process_time()
    reading = read(text)
    taken = time.process_time() - start
    gc.enable()
    return reading, taken


@pytest.mark.timed
@pytest.mark.parametrize("form", FORMS)
def test_twice_the_members_take_twice_as_long(form):
    once, twice = FORMS[form](MEMBERS), FORMS[form](2 * MEMBERS)
    tries = []
    for _ in range(15):  # the middle one of them settles where others use the processor too
        (_, single), (reading, double) = timed(once), timed(twice)
        assert reading.figures
        tries.append((single, double))
        growth = statistics.median(double / single for single, double in tries)
        if min(double for _, double in tries) < SECONDS and growth <= GROWTH:
            return
    raise AssertionError(tries)


def test_a_sentence_of_many_fractions_is_read():
    """What a fraction says of the one before it is no recursion."""
    assert len(read(FORMS["fractions"](1500)).figures) > 2 * 1400
