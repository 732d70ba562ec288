"""Drafts: versions in the making."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models.plans import Plan, PlanVersion


class PlanDraftQuerySet(models.QuerySet["PlanDraft"]):
    """Questions about drafts."""

    def in_the_making(self) -> PlanDraftQuerySet:
        """Return the drafts that are neither published nor given up."""
        return self.filter(state=PlanDraft.State.OPEN)


@pghistory.track()
class PlanDraft(models.Model):
    """A version of a plan in the making; it may be broken in any way until it is published.

    `content` is a record as `PlanVersion.written` gives it, with whatever was typed: a figure that is no
    figure stays as the text that it is, so that nothing is lost. `revision` grows with every change; what
    is published is the revision that was looked at.
    """

    class State(models.TextChoices):
        OPEN = "open", _("đang soạn")
        PUBLISHED = "published", _("đã ban hành")
        GIVEN_UP = "given_up", _("đã bỏ")

    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("kế hoạch"),
        help_text=_("trống: dự thảo của một văn bản khác, chưa ban hành"),
    )
    base = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="drafts", verbose_name=_("soạn từ phiên bản")
    )
    content = models.JSONField(_("nội dung"))
    revision = models.PositiveIntegerField(_("lần sửa"), default=1)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.OPEN)
    published = models.OneToOneField(
        PlanVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("phiên bản đã ban hành"),
    )
    changed_at = models.DateTimeField(_("sửa lúc"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người sửa"),
    )

    objects = PlanDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự thảo kế hoạch")
        verbose_name_plural = _("dự thảo kế hoạch")
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state="open"),
                name="plan_has_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state="published", published__isnull=False)
                | (~models.Q(state="published") & models.Q(published__isnull=True)),
                name="published_draft_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('id')} ({self.get_state_display()})"

    @property
    def is_copy(self) -> bool:
        """Say whether the draft is of another document than the version it was made from."""
        return bool(self.content.get("id") != self.base.plan_id)

    @property
    def record(self) -> dict[str, Any]:
        """Return the content; the name is that of a version, so that both are read alike."""
        content: dict[str, Any] = self.content
        return content
