"""How much recorded incidents follow people and reporting: the figures under the notice on fair use.

Recorded incidents are reports. Where they follow the number of residents closely, a map of counts is mostly a
map of people; where rates differ many times between communes, part of the difference may be how readily
incidents are reported and entered. Nothing here can tell reporting from happening; the page says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from scipy.stats import spearmanr

from gis_app.formats.numbers import number
from gis_app.hotspots.methods.shape import Inputs
from gis_app.statistics.answers import Floats

_PER = 10_000
#: Below this a rank correlation says nothing. Ours, as the minimum of the other statistics.
_LEAST = 10


def measured(inputs: Inputs) -> dict[str, Any]:
    """Return the figures as they are stored: communes known and silent, incidents, rates, correlation."""
    counts, residents = inputs.counts, inputs.residents
    known = ~np.isnan(counts)
    both = known & (np.nan_to_num(residents) > 0)
    rates: Floats = counts[both] / residents[both] * _PER
    varying = both.sum() >= _LEAST and len(set(counts[both])) > 1 and len(set(residents[both])) > 1
    return {
        "communes": int(known.sum()),
        "unknown": int((~known).sum()),
        "silent": int((counts[known] == 0).sum()),
        "incidents": int(counts[known].sum()),
        "with_residents": int(both.sum()),
        "lowest": float(rates.min()) if len(rates) else None,
        "median": float(np.median(rates)) if len(rates) else None,
        "highest": float(rates.max()) if len(rates) else None,
        "correlation": float(spearmanr(counts[both], residents[both]).statistic) if varying else None,
    }


def sentences(stored: dict[str, Any], language: str) -> list[str]:
    """Return the figures in words, in the language of the page."""
    texts = [
        _(
            "Kỳ này có %(incidents)s vụ được ghi nhận ở %(communes)s xã, phường; "
            "%(silent)s xã, phường không ghi nhận vụ nào."
        )
        % {key: number(stored[key], 0, language) for key in ("incidents", "communes", "silent")}
    ]
    if stored["with_residents"]:
        texts.append(
            _(
                "Số vụ được ghi nhận trên 10.000 dân: thấp nhất %(lowest)s, ở giữa %(median)s, cao nhất "
                "%(highest)s (%(communes)s xã, phường biết số dân)."
            )
            % {
                **{key: number(stored[key], 1, language) for key in ("lowest", "median", "highest")},
                "communes": number(stored["with_residents"], 0, language),
            }
        )
    if stored["correlation"] is not None:
        texts.append(
            _(
                "Thứ hạng theo số vụ và theo số dân có hệ số tương quan %(correlation)s: gần 1 thì bản đồ "
                "số vụ chủ yếu cho thấy nơi đông dân."
            )
            % {"correlation": number(stored["correlation"], 2, language)}
        )
    return texts
