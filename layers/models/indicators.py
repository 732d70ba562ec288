"""Figures per commune and period. Always of an area, never of a person; unknown is not zero."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit
from layers.models.imports import ImportBatch
from layers.models.labelled import Labelled
from layers.scope import Scope


@pghistory.track()
class Indicator(Labelled, models.Model):  # noqa: DJ008, __str__ is Labelled's
    """What is counted or assessed, in which unit, and for which criterion.

    `follows` says what a figure of a commune that was divided goes over by; a height or a slope goes over by
    nothing, it is measured anew. Only figures that say so may be below zero.
    """

    class Follows(models.TextChoices):
        PEOPLE = "people", _("dân số")
        GROUND = "ground", _("diện tích")
        NOTHING = "none", _("không chia")

    key = models.SlugField(_("khóa"), primary_key=True, max_length=60)
    label = models.CharField(_("tên"), max_length=200)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    unit = models.CharField(_("đơn vị tính"), max_length=40, blank=True)
    criterion = models.CharField(_("tiêu chí"), max_length=60, blank=True)
    follows = models.CharField(
        _("chia theo"),
        max_length=6,
        choices=Follows.choices,
        default=Follows.PEOPLE,
        help_text=_("khi một xã bị chia, số liệu sang các xã mới theo tỷ lệ này"),
    )
    may_be_negative = models.BooleanField(
        _("có thể âm"), default=False, help_text=_("số đo như độ cao; số đếm không bao giờ âm")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("chỉ tiêu thống kê")
        verbose_name_plural = _("chỉ tiêu thống kê")
        ordering = ["position", "key"]


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    """Questions about indicator values."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the values of units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)

    def latest_known(self, indicator: str, date: datetime.date) -> Self:
        """Return per unit the newest known value of an indicator with a cut-off on or before a date."""
        return (
            self.filter(indicator_id=indicator, as_of__lte=date, value__isnull=False)
            .order_by("unit_id", "-as_of", "-id")
            .distinct("unit_id")
        )


#: A rule between two tables, which no constraint can hold; the condition keeps it from costing anything.
_NOT_NEGATIVE = """
IF NOT (SELECT may_be_negative FROM layers_indicator WHERE key = NEW.indicator_id) THEN
    RAISE EXCEPTION 'indicator % counts something and cannot be %', NEW.indicator_id, NEW.value
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


@pghistory.track()
class IndicatorValue(models.Model):
    """One figure of one commune for one period. `value` empty means *unknown*, which is not zero."""

    unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="indicator_values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    period = models.CharField(_("kỳ"), max_length=20, help_text="2026, 2026-Q3, 2026-07")
    value = models.FloatField(_("giá trị"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=200)
    as_of = models.DateField(_("số liệu đến ngày"))
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="indicator_values")

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu")
        verbose_name_plural = _("số liệu")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "period", "source"], name="indicator_value_unique"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_negative",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__value__lt=0),
                func=_NOT_NEGATIVE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"
