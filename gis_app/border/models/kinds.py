"""What is reported, how urgent it is, where a report can stand, and how long it may stay there."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.models import IncidentCategory
from layers.models.labelled import Labelled


class Urgency(models.TextChoices):
    """How soon somebody has to act; the order is that of haste."""

    FLASH = "flash", _("hỏa tốc")
    URGENT = "urgent", _("khẩn")
    ROUTINE = "routine", _("thường")


class State(models.TextChoices):
    """Where a report can stand; the order is that of its way."""

    NEW = "new", _("mới")
    VERIFYING = "verifying", _("đang xác minh")
    CONFIRMED = "confirmed", _("đã xác nhận")
    REFUTED = "refuted", _("không đúng")
    HANDED_OVER = "handed_over", _("đã bàn giao")
    ACKNOWLEDGED = "acknowledged", _("đã tiếp nhận")
    CLOSED = "closed", _("đã kết thúc")


@pghistory.track()
class ReportKind(Labelled, models.Model):  # noqa: DJ008 - Labelled names it
    """A kind of report, and the incident category it belongs to where one fits.

    A kind whose category is only ever shown per commune and year keeps its place to the agencies that work
    on it (`gis_app.border.board.seeing`).
    """

    key = models.SlugField(_("khóa"), primary_key=True, max_length=40)
    label = models.CharField(_("tên"), max_length=120)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    category = models.ForeignKey(
        IncidentCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("loại vụ việc"),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("loại tin")
        verbose_name_plural = _("loại tin")
        ordering = ["position", "key"]

    @property
    def is_sensitive(self) -> bool:
        """Say whether victims could be found by its place."""
        return (
            self.category is not None and self.category.precision == IncidentCategory.Precision.COMMUNE_YEAR
        )


@pghistory.track()
class TimeLimit(models.Model):
    """How many minutes a report may stay in a state; a row of its own kind goes before the one of all.

    The figures that the program starts with are its own (`gis_app/border/reference/limits.yaml`); an office
    puts those of its regulation in their place, with the document.
    """

    kind = models.ForeignKey(
        ReportKind,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="limits",
        verbose_name=_("loại tin"),
        help_text=_("trống: mọi loại"),
    )
    urgency = models.CharField(_("độ khẩn"), max_length=8, choices=Urgency.choices)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices)
    minutes = models.PositiveIntegerField(_("số phút"))
    source = models.CharField(_("căn cứ"), max_length=200)

    class Meta:
        verbose_name = _("thời hạn xử lý tin")
        verbose_name_plural = _("thời hạn xử lý tin")
        ordering = ["urgency", "state", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "urgency", "state"], name="time_limit_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(state=State.CLOSED), name="time_limit_of_what_is_open"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="time_limit_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()}, {self.get_state_display()}: {self.minutes}"
