"""Synthetic indicator values per commune and year; a few are unknown, so that the pages show it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from places import Ground, stream

#: Cut-off date of each period.
PERIODS = {"2024": "2024-12-31", "2025": "2025-12-31", "2026": "2026-10-31"}
SOURCE = "Dữ liệu mẫu, tổng hợp"


def indicators(ground: Ground) -> pd.DataFrame:
    """Return commune, indicator, period, value (integer text, empty = unknown), source, as_of."""
    rng = stream("indicators")
    rows = ground.communes
    # One commune in each province has reported nothing.
    silent = set(rows.groupby("prov_code").head(8).groupby("prov_code").tail(1).index)
    ward = (rows.kind == "phuong").to_numpy()
    base = rows.population.to_numpy(float)
    shares = {
        "population": np.ones(len(rows)),
        "households": 1 / rng.normal(3.6, 0.2, len(rows)),
        "temporary_residents": np.where(ward, 0.16, 0.04) * rng.lognormal(0, 0.5, len(rows)),
        "foreign_workers": np.where(ward, 0.004, 0.0006) * rng.lognormal(0, 0.9, len(rows)),
    }
    table = []
    for year, (period, as_of) in enumerate(PERIODS.items()):
        growth = 1.012**year
        for indicator, share in shares.items():
            values = (base * share * growth).round().astype(int)
            for code, value in zip(rows.index, values, strict=True):
                shown = "" if code in silent else str(value)
                table.append((code, indicator, period, shown, SOURCE, as_of))
    return pd.DataFrame(table, columns=["commune", "indicator", "period", "value", "source", "as_of"])
