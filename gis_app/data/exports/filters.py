"""What a list is narrowed to. Which rows an account may see at all is never here, but in `restrict`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.screening.models import Screening
from layers.models import AdminUnit, ImportBatch, IncidentCategory, Indicator, SiteKind
from layers.models.boundaries import AdminUnitQuerySet


class Standing(TextChoices):
    """Which incidents are meant: those that count, or those that are kept but count nowhere."""

    COUNTED = "", _("còn hiệu lực")
    WITHDRAWN = "withdrawn", _("đã rút")
    DUPLICATE = "duplicate", _("trùng vụ khác")


class Presence(TextChoices):
    """Which sites are meant: those of the day, those that are gone by then, or all ever known."""

    ON_DAY = "", _("có vào ngày đó")
    CLOSED = "closed", _("đã đóng trước ngày đó")
    EVER = "ever", _("mọi địa điểm")


_AS_THEY_ARE = ("period", "year", "source", "standing", "presence")


@dataclass(frozen=True)
class Filters:
    """The choices of one export; what a list does not know, it passes over.

    Attributes:
        on: the day whose communes, sites and statuses are meant.
        since: first day of incidents; `last_day` is included too.
        commune: only this commune.
        source: only what this office or register says, by its exact name.
        batch: only what this import brought.
    """

    on: datetime.date
    since: datetime.date | None = None
    last_day: datetime.date | None = None
    commune: AdminUnit | None = None
    source: str = ""
    batch: ImportBatch | None = None
    standing: Standing = Standing.COUNTED
    presence: Presence = Presence.ON_DAY
    categories: Sequence[IncidentCategory] = field(default_factory=tuple)
    kinds: Sequence[SiteKind] = field(default_factory=tuple)
    indicators: Sequence[Indicator] = field(default_factory=tuple)
    period: str = ""
    plan: Plan | None = None
    year: int | None = None
    screening: Screening | None = None

    def communes(self, account: Account | None) -> AdminUnitQuerySet:
        """Return the communes of the day that the account sees, or only the chosen one."""
        seen = restrict(AdminUnit.objects.communes().on(self.on), account)
        return seen if self.commune is None else seen.filter(pk=self.commune.pk)

    def record(self) -> dict[str, Any]:
        """Return the choices as the audit trail keeps them."""
        kept: dict[str, Any] = {"on": self.on.isoformat()}
        for name in ("since", "last_day"):
            if (day := getattr(self, name)) is not None:
                kept[name] = day.isoformat()
        for name in ("categories", "kinds", "indicators"):
            if chosen := getattr(self, name):
                kept[name] = [row.pk for row in chosen]
        for name in ("plan", "screening", "batch"):
            if (row := getattr(self, name)) is not None:
                kept[name] = row.pk
        if self.commune is not None:
            kept["commune"] = self.commune.code
        return kept | {name: value for name in _AS_THEY_ARE if (value := getattr(self, name))}
