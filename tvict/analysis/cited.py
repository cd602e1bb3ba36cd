"""Which documents a report cites: what it prints of numbered documents goes in, without its own number it comes out."""

from __future__ import annotations

import pandas as pd


def documents_cited(citations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the citations of other documents: those that bear the report's own number, and no other date, left out;
    that number stands in ``sources``.
    """
    own = citations.merge(sources[["report", "number", "date"]], on="report", how="left", suffixes=("", "_own"))
    other_date = own["date"].notna() & own["date_own"].notna() & (own["date"] != own["date_own"])
    mine = (own["number"] == own["number_own"]).fillna(False) & ~other_date
    return citations[~mine.to_numpy(dtype=bool)].reset_index(drop=True)
