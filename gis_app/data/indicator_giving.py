"""The template of figures for one plan: the communes of its territory, and what its criteria count."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import communes_of
from layers.importing.indicator_template import Made, write_workbook
from layers.importing.refusing import ImportRefused
from layers.models import Indicator
from layers.saying import said as _

#: What every plan needs to make rates of its counts, and for its criteria of group d.
_FOR_EVERY_PLAN = ("population", "households", "temporary_residents", "foreign_workers")
_PERIOD = re.compile(r"^(19|20)\d{2}(-Q[1-4]|-(0[1-9]|1[0-2]))?$")


def indicators_of(version: PlanVersion) -> list[Indicator]:
    """Return the figures that every plan needs, then those that the plan's groups a to c count."""
    keys = {criterion.get("key") for criterion in version.record["criteria"]}
    wanted = [*_FOR_EVERY_PLAN, *(key for key in keys if key and key[:2] in ("a.", "b.", "c."))]
    return list(Indicator.objects.filter(pk__in=wanted))


def write_template(path: str | Path, version: PlanVersion, period: str, account: Account | None) -> Made:
    """Write the template for the communes in force today that the account sees; return what it is for.

    Raises:
        ImportRefused: for a period that is not one, a territory without communes, or a closed folder.
    """
    if not _PERIOD.match(period):
        raise ImportRefused(
            _("Kỳ “%(period)s” không đúng dạng; hãy viết 2026, 2026-Q3 hoặc 2026-07.")
            % {"period": period[:40]}
        )
    today = timezone.localdate()
    units = list(restrict(communes_of(version, today), account).order_by("code").defer("geometry"))
    if not units:
        raise ImportRefused(_("Chưa có xã, phường nào của kế hoạch này; hãy nhập ranh giới trước."))
    columns = indicators_of(version)
    made = Made(
        plan=version.plan_id,
        plan_version=version.number,
        period=period,
        on=today,
        communes=tuple(unit.code for unit in units),
        indicators=tuple(indicator.pk for indicator in columns),
    )
    title = gettext("Số liệu theo xã, kỳ %(period)s: kế hoạch %(plan)s") % {
        "period": period,
        "plan": version.label,
    }
    write_workbook(path, made, title, units, columns)
    return made
