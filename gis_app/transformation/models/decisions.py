"""What was decided on paper.

A decision is never changed: it is sealed when it is recorded (`gis_app.transformation.sealing`), and what was
written wrongly is set right by another act that names it (`amends`): a correction, which says how the paper
really reads, or an annulment, which takes back what it did.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.cap import Cap
from gis_app.plans.cap_groups import group_name
from gis_app.transformation.models.years import PlanYear
from layers.scope import Scope


@dataclass(frozen=True, slots=True)
class DecidedCap:
    """The cap of one group as a selection met it.

    Attributes:
        key, proper_name: the group (`gis_app.plans.cap_groups`).
        cap: its communes and the percentage on the day of the decision.
        selected: how many count against it with this decision.
        reason: why it was exceeded, empty where it was not.
    """

    key: str
    proper_name: str
    cap: Cap
    selected: int
    reason: str = ""

    @property
    def name(self) -> str:
        """Return what the group is called, in the language of the page."""
        return group_name(self.key, self.proper_name)

    @property
    def excess(self) -> int:
        """Return by how many communes the cap is exceeded."""
        return self.cap.excess(self.selected)

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Self:
        """Return the cap of one stored entry."""
        cap = Cap(entry["units"], entry["percent"])
        return cls(entry["key"], entry["name"], cap, entry["selected"], entry["reason"])

    def entry(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "key": self.key,
            "name": self.proper_name,
            "units": self.cap.units,
            "percent": self.cap.percent,
            "selected": self.selected,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper, after corrections."""

    number: str
    decided_on: datetime.date
    body: str
    signer_title: str


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the decisions, corrections and annulments about a commune that the scope may see."""
        if scope.everything:
            return self
        about = models.Q(changes__area__unit_id__in=scope.unit_ids)
        amended = models.Q(amends__changes__area__unit_id__in=scope.unit_ids)
        seen = Decision.objects.filter(about | amended).order_by().values("pk")
        return self.filter(pk__in=seen)

    def recorded(self) -> Self:
        """Return the decisions themselves, without corrections and annulments."""
        return self.filter(amends=None)

    def standing(self) -> Self:
        """Return the decisions that were not annulled."""
        annulments = Decision.objects.filter(act=Decision.Act.ANNUL).values("amends")
        return self.recorded().exclude(pk__in=annulments)


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
        CORRECT = "correct", _("đính chính quyết định")
        ANNUL = "annul", _("hủy quyết định")

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="decisions")
    act = models.CharField(_("nội dung"), max_length=16, choices=Act.choices)
    number = models.CharField(_("số"), max_length=60)
    decided_on = models.DateField(_("ngày"))
    body = models.CharField(_("cơ quan quyết định"), max_length=300)
    decider = models.CharField(
        _("nơi quyết định theo kế hoạch"),
        max_length=300,
        blank=True,
        help_text=_("trống: cơ quan mà kế hoạch không nêu"),
    )
    decider_reason = models.TextField(_("lý do nơi khác quyết định"), blank=True)
    proposed_by = models.CharField(_("cơ quan đề xuất"), max_length=300, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    starts_on = models.DateField(_("bắt đầu chuyển hóa"), null=True, blank=True)
    caps = models.JSONField(_("trần theo nhóm"), default=list, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("quyết định được đính chính, hủy"),
    )
    reason = models.TextField(_("lý do đính chính, hủy"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["decided_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=["correct", "annul"], amends__isnull=False) & ~models.Q(reason="")
                | ~models.Q(act__in=["correct", "annul"]) & models.Q(amends__isnull=True),
                name="decision_amends_with_a_reason",
            )
        ]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        paper = self.paper
        return f"{paper.number} ({paper.decided_on:%d/%m/%Y})"

    @property
    def paper(self) -> Paper:
        """Return how the paper reads: as its newest correction says, otherwise as it was recorded."""
        corrections = [one for one in self.amendments.all() if one.act == Decision.Act.CORRECT]
        read = max(corrections, key=lambda one: one.pk, default=self)
        return Paper(read.number, read.decided_on, read.body, read.signer_title)

    @property
    def annulment(self) -> Decision | None:
        """Return the act that took this decision back, or None."""
        return next((one for one in self.amendments.all() if one.act == Decision.Act.ANNUL), None)

    @property
    def decided_caps(self) -> list[DecidedCap]:
        """Return the caps of the groups that a selection added to."""
        return [DecidedCap.read(entry) for entry in self.caps]

    @property
    def breaches(self) -> list[DecidedCap]:
        """Return the groups whose cap it exceeded, each with the reason."""
        return [cap for cap in self.decided_caps if cap.excess]
