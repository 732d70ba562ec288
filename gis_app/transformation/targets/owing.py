"""Which office owes what is missing, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Role
from gis_app.transformation.models import KeyArea
from gis_app.transformation.targets.progress import AreaProgress, Missing, Owes


@dataclass(frozen=True, slots=True)
class Owed:
    """What one office owes."""

    office: str
    owes: Owes
    missing: Sequence[Missing]


def owed(progress: AreaProgress) -> list[Owed]:
    """Return what is missing by the office that has to act, the commune first."""
    offices = {Owes.COMMUNE: commune_office(progress.area), Owes.PLANNER: _("Cán bộ tham mưu")}
    return [
        Owed(office, owes, found)
        for owes, office in offices.items()
        if (found := [missing for missing in progress.missing if missing.owes is owes])
    ]


def commune_office(area: KeyArea) -> str:
    """Return the office that answers for the commune: that of its officer's account, where there is one."""
    officers = Account.objects.filter(
        role=Role.COMMUNE_OFFICER, is_active=True, units=area.unit_id, agency__isnull=False
    )
    named = officers.order_by("pk").values_list("agency__name", flat=True).first()
    return named or _("Công an cấp xã (%(unit)s)") % {"unit": area.unit}
