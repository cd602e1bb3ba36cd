"""All links of a text, paragraph by paragraph, in an order in which each step may use those before it."""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.amounts import Amount
from tvict.reading.comparisons import comparisons, from_to, planned_base
from tvict.reading.enumerations import cut, enumerated
from tvict.reading.parts import (
    at_fault,
    bracketed,
    exceeding,
    fractions,
    itemised,
    remainders,
    restated,
    stepwise,
    totalled,
)
from tvict.reading.proposals import propose, settle
from tvict.reading.shares import disbursed, share_totals, shares
from tvict.reading.structure import Context, is_level


def all_links(contexts: Sequence[Context]) -> None:
    """Fill every link of a text, block by block, in an order in which each step may use those before it."""
    before: Amount | None = None
    for c in contexts:
        if not c.amounts or c.amounts[0].row:
            continue
        cut(c)
        fractions(c)
        bracketed(c)
        at_fault(c)
        stepwise(c)
        enumerated(c, before)
        remainders(c)
        exceeding(c)
        restated(c)
        from_to(c)
        comparisons(c)
        planned_base(c)
        roots = [a for a in c.amounts if is_level(a) and a.figure.parent_id is None and a.depth == 0]
        before = roots[-1] if roots else before
    itemised(contexts)
    totalled(contexts)
    for c in contexts:
        if c.amounts and not c.amounts[0].row:
            shares(c)
            disbursed(c)
            settle(list(propose(c)))
    share_totals(contexts)
