"""A long list on its way into a file, made by the worker while its reader does something else."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models import AdminUnit
from layers.scope import Scope


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    """Questions about export jobs."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the jobs whose whole jurisdiction lies in the scope: their file holds nothing beyond it."""
        if scope.everything:
            return self
        wider = AdminUnit.objects.exclude(pk__in=scope.unit_ids)
        beyond = ExportJob.units.through.objects.filter(adminunit__in=wider).values("exportjob_id")
        return self.filter(whole_country=False).exclude(pk__in=beyond)

    def under_way(self) -> Self:
        """Return the jobs that wait for a worker, or say that one is at them."""
        return self.filter(state__in=[ExportJob.State.WAITING, ExportJob.State.RUNNING])


class ExportJob(models.Model):
    """One export that the queue makes.

    `choices` is the address of the form; it is checked again, under the rights of that moment, when the file
    is made. `units` and `whole_country` are the jurisdiction of the account when it asked. What was exported
    is recorded in the audit trail when the file is made, so this row keeps no history of its own.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang ghi tệp")
        DONE = "done", _("đã xong")
        REFUSED = "refused", _("không làm được")
        INTERRUPTED = "interrupted", _("bị ngắt, chạy lại được")
        CANCELLED = "cancelled", _("đã hủy")
        REMOVED = "removed", _("tệp đã xóa")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("người xuất")
    )
    units = models.ManyToManyField(AdminUnit, blank=True, related_name="+")
    whole_country = models.BooleanField(_("phạm vi toàn quốc"), default=False)
    what = models.CharField(_("danh sách"), max_length=20)
    choices = models.TextField(_("bộ lọc"))
    language = models.CharField(_("ngôn ngữ"), max_length=10)
    folder = models.CharField(_("thư mục"), max_length=32, unique=True)
    file_name = models.CharField(_("tên tệp"), max_length=120, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField(_("số dòng đã ghi"), default=0)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    sentence = models.TextField(_("lý do"), blank=True)
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    changed_at = models.DateTimeField(_("đổi lúc"), auto_now=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        app_label = "data"
        verbose_name = _("việc xuất tệp")
        verbose_name_plural = _("việc xuất tệp")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.get_state_display()}"

    @property
    def path(self) -> Path:
        """Where the file lies once it is made; it may have been removed."""
        return Path(settings.VAR_DIR) / "exports" / self.folder / self.file_name

    @property
    def is_under_way(self) -> bool:
        """Say whether a worker is or will be at it."""
        return self.state in {ExportJob.State.WAITING, ExportJob.State.RUNNING}

    @property
    def kept_until(self) -> datetime.datetime:
        """Return when the file is removed."""
        return self.changed_at + datetime.timedelta(days=settings.EXPORT_DAYS)
