"""What an area reached of each target: figures with their source, confirmed or sent back, never overwritten.

What is said about a target is a chain: each row supersedes the one before it, exactly one row begins it, and
a row's content never changes. Two people who say something at the same time therefore cannot lose each
other's figure: the second would supersede a row that has been superseded already, which the database refuses.
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

_REVIEWED = ("review", "reviewed_by", "reviewed_at", "review_note")


class TargetResultQuerySet(models.QuerySet["TargetResult"]):
    """Questions about results."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the results of areas that the scope may see."""
        return self if scope.everything else self.filter(area__unit_id__in=scope.unit_ids)

    def newest(self) -> Self:
        """Return the last word on each target of each area."""
        return self.filter(superseded_by=None)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TargetResult(models.Model):
    """One thing said about one target of one area, as it stood at the end of `as_of`."""

    class State(models.TextChoices):
        MEASURED = "measured", _("có số liệu")
        ASSESSED_MET = "assessed_met", _("đánh giá đạt")
        ASSESSED_NOT_MET = "assessed_not_met", _("đánh giá chưa đạt")
        NOTHING_AROSE = "nothing_arose", _("không phát sinh")

    class Review(models.TextChoices):
        WAITING = "waiting", _("chờ xác nhận")
        CONFIRMED = "confirmed", _("đã xác nhận")
        SENT_BACK = "sent_back", _("gửi trả")

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="results")
    target = models.CharField(_("chỉ tiêu"), max_length=30, help_text=_("mã trong kế hoạch"))
    as_of = models.DateField(_("số liệu đến ngày"))
    state = models.CharField(_("nội dung"), max_length=16, choices=State.choices)
    numerator = models.DecimalField(_("tử số"), max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(
        _("mẫu số"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("trống: chỉ tiêu không phải tỷ lệ"),
    )
    source = models.CharField(_("nguồn"), max_length=200)
    document_number = models.CharField(_("số văn bản"), max_length=60, blank=True)
    document_date = models.DateField(_("ngày văn bản"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("thay cho"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    review = models.CharField(_("xác nhận"), max_length=9, choices=Review.choices, default=Review.WAITING)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("xem xét lúc"), null=True, blank=True)
    review_note = models.CharField(_("lý do gửi trả"), max_length=500, blank=True)

    objects = TargetResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả chỉ tiêu")
        verbose_name_plural = _("kết quả chỉ tiêu")
        ordering = ["area", "target", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "target"], condition=Q(supersedes=None), name="target_result_begins_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="measured", numerator__gte=0) & (Q(denominator=None) | Q(denominator__gt=0))
                )
                | (~Q(state="measured") & Q(numerator=None, denominator=None)),
                name="target_result_figures",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(numerator__lte=models.F("denominator")),
                name="target_result_part_of_whole",
            ),
            models.CheckConstraint(
                condition=~Q(review="sent_back") | ~Q(review_note=""), name="target_result_sent_back_says_why"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="content_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=_REVIEWED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.target} {self.as_of:%d/%m/%Y}"
