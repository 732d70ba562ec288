"""What the share of a cap is taken of, in words; the arithmetic is `gis_app.plans.cap`."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import REFORM


def denominator_note(version: PlanVersion, on: datetime.date) -> str:
    """Say on which units the percentage is taken, and where that departs from the plan's own words.

    The plans speak of each district, a level abolished on 1 July 2025; no later text names another
    denominator, so the whole province is taken and the page says so.
    """
    if version.record["selection"].get("denominator_level") != "district":
        return _("Tính trên toàn tỉnh.")
    if on < REFORM:
        return _(
            "Văn bản tính trần theo từng huyện, thị xã, thành phố; ở đây tính trên toàn tỉnh: "
            "hãy đối chiếu thêm từng huyện."
        )
    return _(
        "Văn bản tính trần theo từng huyện, thị xã, thành phố; từ 01/7/2025 không còn cấp huyện "
        "nên tính trên toàn tỉnh."
    )
