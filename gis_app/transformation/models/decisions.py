"""What was decided on paper."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models.years import PlanYear


@pghistory.track()
class Decision(models.Model):
    """What a body decided about key areas of a year: number, date, body, and the act."""

    class Act(models.TextChoices):
        SELECT = "select", _("lựa chọn địa bàn")
        START = "start", _("bắt đầu chuyển hóa")
        RECOGNISE = "recognise", _("công nhận chuyển hóa đạt")
        NOT_TRANSFORMED = "not_transformed", _("kết luận chưa đạt")
        RELAPSE = "relapse", _("xác định tái phức tạp")
        WITHDRAW = "withdraw", _("rút khỏi danh sách")

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="decisions")
    act = models.CharField(_("nội dung"), max_length=16, choices=Act.choices)
    number = models.CharField(_("số"), max_length=60)
    decided_on = models.DateField(_("ngày"))
    body = models.CharField(_("cơ quan quyết định"), max_length=200)
    cap_count = models.PositiveIntegerField(_("số đơn vị tính trần"), null=True, blank=True)
    cap_allowed = models.PositiveIntegerField(_("số được chọn tối đa"), null=True, blank=True)
    cap_breach_reason = models.TextField(_("lý do vượt trần"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_year", "act", "number", "decided_on"], name="decision_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.decided_on:%d/%m/%Y})"
