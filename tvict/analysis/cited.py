"""Which documents a report cites: its tables go in, the table of citations without the report's own number comes out.

The table itself keeps the number of the letterhead, as it keeps whatever the text prints.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def documents_cited(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the citations of other documents: those that bear the report's own number, and no other date, left out."""
    citations = tables["citations"]
    if "sources" not in tables:
        return citations
    own = citations.merge(
        tables["sources"][["report", "number", "date"]], on="report", how="left", suffixes=("", "_own")
    )
    other_date = own["date"].notna() & own["date_own"].notna() & (own["date"] != own["date_own"])
    mine = (own["number"] == own["number_own"]).fillna(False) & ~other_date
    return citations[~mine.to_numpy(dtype=bool)]
