"""Items that the text lists for a stated count: "3 huyện (Tân Sơn, Long Phú, Mỹ Hòa)"."""

from __future__ import annotations
