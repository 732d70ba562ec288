"""What a document sets from a day on. Nothing of it is deleted: what ends has a last day."""

from __future__ import annotations

import datetime
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Questions about what a document sets from a day on."""

    def on(self, date: datetime.date) -> Self:
        """Return what holds on a date."""
        return self.not_over_on(date).filter(valid_from__lte=date)

    def not_over_on(self, date: datetime.date) -> Self:
        """Return what holds on a date or will from a later one."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=date))


class Dated(models.Model):
    """Something that a document sets from a day on; `valid_to` is the first day on which it holds no more."""

    document = models.CharField(_("văn bản"), max_length=200, help_text=_("số, ngày, cơ quan ban hành"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": _now("Ngày hết hiệu lực phải sau ngày bắt đầu: hãy sửa lại.")})
