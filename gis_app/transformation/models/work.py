"""What was done in an area in its year: measures, models of mass participation, documents. No persons.

Nothing of it is deleted: an entry made in error is struck out with a reason, and the history keeps the rest.
"""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models.areas import KeyArea
from layers.scope import Scope


class WorkQuerySet(models.QuerySet[models.Model]):
    """Questions about what was done."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the entries of areas that the scope may see."""
        return self if scope.everything else self.filter(area__unit_id__in=scope.unit_ids)

    def kept(self) -> Self:
        """Return the entries that were not struck out."""
        return self.filter(struck_reason="")


class Work(models.Model):
    """What the three kinds of entry have in common."""

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="%(class)ss")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    struck_reason = models.CharField(
        _("lý do gạch bỏ"), max_length=300, blank=True, help_text=_("trống: còn hiệu lực")
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [pgtrigger.Protect(name="is_kept", operation=pgtrigger.Delete)]


@pghistory.track()
class Measure(Work):
    """Something that was done, when and by which body."""

    text = models.CharField(_("biện pháp"), max_length=500)
    taken_on = models.DateField(_("ngày"))
    body = models.CharField(_("đơn vị thực hiện"), max_length=200)

    class Meta(Work.Meta):
        verbose_name = _("biện pháp")
        verbose_name_plural = _("biện pháp")
        ordering = ["-taken_on", "-id"]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class MassModel(Work):
    """A model by which the people take part in keeping order (mô hình tự quản, tự phòng …)."""

    class Effect(models.TextChoices):
        EFFECTIVE = "effective", _("hiệu quả")
        NOT_EFFECTIVE = "not_effective", _("không hiệu quả")
        NOT_ASSESSED = "not_assessed", _("chưa đánh giá")

    name = models.CharField(_("tên mô hình"), max_length=200)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    members = models.PositiveIntegerField(_("số thành viên"), null=True, blank=True)
    effect = models.CharField(
        _("đánh giá"), max_length=13, choices=Effect.choices, default=Effect.NOT_ASSESSED
    )

    class Meta(Work.Meta):
        verbose_name = _("mô hình phong trào toàn dân")
        verbose_name_plural = _("mô hình phong trào toàn dân")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="mass_model_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AreaDocument(Work):
    """A paper about the area: number, date, issuer and what it is about; the paper itself is not kept."""

    number = models.CharField(_("số"), max_length=60)
    dated = models.DateField(_("ngày"))
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    subject = models.CharField(_("trích yếu"), max_length=300)

    class Meta(Work.Meta):
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-dated", "-id"]

    def __str__(self) -> str:
        return self.number
