"""Plans and their versions.

The rules are expected to change (the Đồng Tháp plan itself asks for it in II.7), so nothing of a document is
code. A version that has been published never changes: a change is a new version.
"""

from __future__ import annotations

import datetime
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans import promises
from gis_app.plans.inheriting import own_part


@pghistory.track()
class Plan(models.Model):
    """A document that a province published, under a stable id such as `dongnai-7488-2017`."""

    id = models.SlugField(_("mã"), primary_key=True, max_length=60)
    title = models.CharField(_("tên"), max_length=300)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    province_code = models.CharField(
        _("mã tỉnh hiện nay"), max_length=20, help_text=_("tỉnh kế thừa sau 01/7/2025")
    )

    class Meta:
        verbose_name = _("kế hoạch")
        verbose_name_plural = _("kế hoạch")
        ordering = ["issuer", "id"]

    def __str__(self) -> str:
        return f"{self.current.label}, {self.issuer}"

    @property
    def current(self) -> PlanVersion:
        """Return the newest version."""
        version = self.versions.order_by("-number").first()
        if version is None:
            raise PlanVersion.DoesNotExist(f"{self.pk} has no version")
        return version

    def version_for(self, year: int) -> PlanVersion:
        """Return the version that a year goes by: the one it was begun under, the newest for a year to come.

        The years are `gis_app.transformation.models.PlanYear`, a floor above.
        """
        return self.versions.filter(years__year=year).first() or self.current


class PlanVersion(models.Model):
    """The content of a plan as it was published at one time; never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("phiên bản"))
    record = models.JSONField(_("nội dung"))
    sha256 = models.CharField(_("mã băm"), max_length=64)
    published_at = models.DateTimeField(_("ban hành lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("phiên bản kế hoạch")
        verbose_name_plural = _("phiên bản kế hoạch")
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_unique")]
        triggers = [
            pgtrigger.Protect(name="published_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"

    @property
    def written(self) -> dict[str, Any]:
        """Return the record as its authors write it: without the rules taken over from another plan."""
        return own_part(self.record)

    @property
    def label(self) -> str:
        """Return the document's number, or what stands for it in a draft without one."""
        return self.record.get("doc_no") or str(_("dự thảo chưa có số"))

    @property
    def print_crs(self) -> int:
        """Return the EPSG code of the VN-2000 zone that the plan's sheets are drawn in."""
        return int(self.record["print_crs"])

    @property
    def cap_percent(self) -> int:
        """Return the highest share of communes that may be selected in a year, in percent."""
        return int(self.record["selection"]["cap_pct"])

    @property
    def duration_months(self) -> int:
        """Return for how many months a selected area is worked on."""
        return int(self.record["selection"]["duration_months"])

    @property
    def targets(self) -> list[promises.Target]:
        """Return every target, in the order of the document."""
        return [promises.Target.read(entry) for entry in self.record["targets"]]

    @property
    def counted_targets(self) -> list[promises.Target]:
        """Return the targets that enter the success rule of an area."""
        return [target for target in self.targets if target.counts]

    @property
    def kpis(self) -> list[promises.Kpi]:
        """Return the shares that the whole programme is judged by."""
        return [promises.kpi(entry) for entry in self.record["kpis"]]

    @property
    def relapse_watch(self) -> promises.RelapseWatch | None:
        """Return for how long a transformed area is watched, or None where the record does not say."""
        return promises.relapse_watch(self.record.get("relapse_watch"))

    @property
    def success_rule(self) -> promises.SuccessRule | None:
        """Return when an area is transformed, or None where the document does not say."""
        entry = self.record["success"]
        return promises.success_rule(entry) if entry else None

    @property
    def basic_reduction(self) -> promises.Reduction | None:
        """Return the figure for "giảm cơ bản", or None where the document has none."""
        return promises.reduction(self.record["basic_reduction"])

    def cap_grouping(self, on: datetime.date) -> promises.Grouping:
        """Return what the share of the cap is taken of on a day."""
        return promises.grouping_on(self.record["selection"]["cap_grouping"], on)

    @property
    def proposers(self) -> list[promises.Body]:
        """Return who proposes areas."""
        return [promises.body(entry) for entry in self.record["selection"]["proposers"]]

    @property
    def deciders(self) -> list[promises.Body]:
        """Return who decides on areas; a text may name two, and a decision says which of them it was."""
        return [promises.body(entry) for entry in self.record["selection"]["deciders"]]

    @property
    def reporting_rules(self) -> list[promises.ReportingRule]:
        """Return which reports are owed, by whom and before which day."""
        return [promises.reporting_rule(entry) for entry in self.record["reporting"]]

    @property
    def tasks(self) -> list[promises.Task]:
        """Return what else is to be done, with first and last day."""
        return [promises.task(entry) for entry in self.record["tasks"]]

    def criterion(self, key: str) -> dict[str, Any] | None:
        """Return the plan's entry for a plan-independent criterion key, or None if it has none."""
        return next((c for c in self.record["criteria"] if c.get("key") == key), None)

    def covers_year(self, year: int) -> bool:
        """Say whether the plan's own period includes some day of the year.

        A plan whose period is over may still be used; pages and sheets then say so.
        """
        period = self.record["period"]
        start, end = period.get("start"), period.get("end")
        begins_in_time = start is None or datetime.date.fromisoformat(start).year <= year
        ends_late_enough = end is None or datetime.date.fromisoformat(end).year >= year
        return begins_in_time and ends_late_enough
