"""Who answers for which part of the border, and which communes a document names as border area.

Lines, belts, gates, posts, markers and trails are layers like others (`layers.models`: `BorderLine`,
`BorderBelt`, `Site`); here is what documents say about them. Nothing is deleted: what ends has a last day.
"""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from layers.models import AdminUnit, BorderLine, SupersededLine
from layers.models.dated import Dated, DatedQuerySet, Row
from layers.models.fields import VIETNAMESE
from layers.scope import Scope


class OfCommuneQuerySet(DatedQuerySet[Row]):
    """Questions about what a document says of communes."""

    def in_scope(self, scope: Scope) -> Self:
        """Return what is about a commune that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)


@pghistory.track()
class ListedCommune(Dated):
    """A commune or ward that a document names as "khu vực biên giới đất liền".

    Nghị định 34/2014/NĐ-CP, amended by Nghị định 299/2025/NĐ-CP: every commune and ward a part of whose
    boundary coincides with the state border; its annex has the list. Membership is this list, checked by
    topology (`gis_app.border.strip.membership`), never a distance.
    """

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+", verbose_name=_("xã, phường"))

    objects = OfCommuneQuerySet["ListedCommune"].as_manager()

    class Meta:
        verbose_name = _("xã, phường khu vực biên giới")
        verbose_name_plural = _("xã, phường khu vực biên giới")
        ordering = ["unit__name", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="listed_commune_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="listed_commune_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.document})"


@pghistory.track()
class CommuneDuty(Dated):
    """An agency answers for a commune: a border post for those of its section, the police for their own."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="communes", verbose_name=_("cơ quan"))
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+", verbose_name=_("xã, phường"))

    objects = OfCommuneQuerySet["CommuneDuty"].as_manager()

    class Meta:
        verbose_name = _("địa bàn phụ trách của cơ quan")
        verbose_name_plural = _("địa bàn phụ trách của cơ quan")
        ordering = ["agency__name", "unit__name", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "unit", "valid_from"], name="duty_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="duty_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.unit}"


class OnLineQuerySet(DatedQuerySet[Row]):
    """Questions about stretches of a line."""

    def on(self, date: datetime.date) -> Self:
        """Return what holds on a date along a drawing that is in use then."""
        return super().on(date).filter(line__in=BorderLine.objects.on(date).values("pk"))

    def left_behind(self, date: datetime.date) -> Self:
        """Return what holds on a date along a drawing that is no longer used: to be recorded anew."""
        return super().on(date).filter(line__in=SupersededLine.objects.on(date).values("line"))


class BorderSectionQuerySet(OnLineQuerySet["BorderSection"]):
    """Questions about sections of the border line."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the sections of agencies that answer for a commune which the scope may see."""
        if scope.everything:
            return self
        return self.filter(agency__communes__unit_id__in=scope.unit_ids).distinct()


class OnLine(models.Model):
    """A stretch of a border line: geodesic metres along the line as it is drawn.

    `layers.reading.measured_lines` counts them. They say where the stretch lies on our drawing, nothing of
    its official length.
    """

    from_m = models.FloatField(_("từ mét thứ"))
    to_m = models.FloatField(_("đến mét thứ"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a stretch that runs backwards."""
        super().clean()
        if self.from_m is not None and self.to_m is not None and self.to_m <= self.from_m:
            raise ValidationError(
                {"to_m": _now("Điểm cuối phải sau điểm đầu theo chiều vẽ của đường biên giới.")}
            )


@pghistory.track()
class BorderSection(OnLine, Dated):
    """The stretch of a border line that one agency answers for.

    The official length is `published_length_km`, with its document.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sections", verbose_name=_("cơ quan"))
    name = models.CharField(_("tên đoạn"), max_length=200, db_collation=VIETNAMESE)
    line = models.ForeignKey(
        BorderLine, models.PROTECT, related_name="sections", verbose_name=_("đường biên giới")
    )
    published_length_km = models.FloatField(_("chiều dài công bố (km)"), null=True, blank=True)

    objects = BorderSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đoạn biên giới phụ trách")
        verbose_name_plural = _("đoạn biên giới phụ trách")
        ordering = ["line", "from_m", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_m__gte=0) & Q(to_m__gt=F("from_m")), name="section_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="section_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check both the stretch and the days."""
        OnLine.clean(self)
        Dated.clean(self)


class RiverStretchQuerySet(OnLineQuerySet["RiverStretch"]):
    """Questions about where the line follows a river."""

    def in_scope(self, scope: Scope) -> Self:
        """Return all for whoever sees anything: what was taken for the line is no secret of a province."""
        return self.all() if scope.everything or scope.unit_ids else self.none()


@pghistory.track()
class RiverStretch(OnLine, Dated):
    """Where a border line follows a river, and which line of the river the drawing took.

    Treaties mostly run the border along the deepest channel; a drawing often has the middle of the water or a
    bank. Distances "from the border" are measured from what was taken, so it is told with every answer.
    """

    class Taken(models.TextChoices):
        THALWEG = "thalweg", _("trục luồng sâu nhất")
        MIDDLE = "middle", _("giữa sông")
        OWN_BANK = "own_bank", _("bờ phía Việt Nam")
        OTHER_BANK = "other_bank", _("bờ phía nước láng giềng")
        UNKNOWN = "unknown", _("chưa rõ")

    line = models.ForeignKey(
        BorderLine, models.PROTECT, related_name="river_stretches", verbose_name=_("đường biên giới")
    )
    river = models.CharField(_("sông, suối"), max_length=200, db_collation=VIETNAMESE)
    taken = models.CharField(_("đường đã lấy"), max_length=12, choices=Taken.choices)

    objects = RiverStretchQuerySet.as_manager()

    class Meta:
        verbose_name = _("đoạn biên giới theo sông")
        verbose_name_plural = _("đoạn biên giới theo sông")
        ordering = ["line", "from_m", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_m__gte=0) & Q(to_m__gt=F("from_m")), name="river_stretch_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="river_stretch_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return _now("%(river)s (lấy theo %(taken)s)") % {
            "river": self.river,
            "taken": self.get_taken_display(),
        }

    def clean(self) -> None:
        """Check both the stretch and the days."""
        OnLine.clean(self)
        Dated.clean(self)
