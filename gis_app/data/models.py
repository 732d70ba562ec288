"""A file on its way into the database: what it is, how it is read, how far it has come.

The import itself is one transaction. What others may see while it runs (`JobProgress`) is therefore written
over a second connection, and never touched by the transaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from gis_app.data.exports.models import ExportJob as ExportJob  # Django looks for models here
from gis_app.data.reasons import WithReason
from gis_app.data.successions.models import OverlayWork as OverlayWork  # Django looks for models here
from layers.importing.progress import Stage
from layers.models import AdminUnit, BoundarySet, ImportBatch
from layers.models.problems import WordedProblem
from layers.scope import Scope


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Questions about import jobs."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the jobs of accounts whose whole jurisdiction lies in the scope."""
        if scope.everything:
            return self
        mine = self.filter(whole_country=False, units__in=scope.unit_ids).values("pk")
        wider = AdminUnit.objects.exclude(pk__in=scope.unit_ids)
        beyond = ImportJob.units.through.objects.filter(adminunit__in=wider).values("importjob_id")
        return self.filter(pk__in=mine).exclude(pk__in=beyond)

    def under_way(self) -> Self:
        """Return the jobs that say a worker is at them; whether one is, `gis_app.data.holding` knows."""
        return self.filter(state=ImportJob.State.RUNNING)


@pghistory.track(exclude=["look"])
class ImportJob(WithReason):
    """One uploaded file with the choices made about it.

    `folder` is the random name of its private folder below the uploads; the raw file in it is removed once
    its rows are stored. `units` and `whole_country` are the jurisdiction of the account at the upload.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("đã tải lên, chưa kiểm tra")
        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang chạy")
        CHECKED = "checked", _("đã kiểm tra, chờ xác nhận")
        REFUSED = "refused", _("bị từ chối")
        COMMITTED = "committed", _("đã nhập")
        INTERRUPTED = "interrupted", _("bị ngắt, chạy lại")
        DISCARDED = "discarded", _("đã bỏ")

    class Act(models.TextChoices):
        LOOK = "look", _("xem trước")
        CHECK = "check", _("kiểm tra")
        COMMIT = "commit", _("nhập")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người tải lên")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    units = models.ManyToManyField(AdminUnit, blank=True, related_name="+")
    whole_country = models.BooleanField(_("phạm vi toàn quốc"), default=False)

    layer = models.CharField(_("lớp"), max_length=12, choices=ImportBatch.Layer.choices)
    folder = models.CharField(_("thư mục"), max_length=32, unique=True)
    file_name = models.CharField(_("tên tệp"), max_length=255)
    file_sha256 = models.CharField(_("mã băm của tệp"), max_length=64, db_index=True)
    file_size = models.BigIntegerField(_("cỡ tệp (byte)"))
    uploaded_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)

    is_template = models.BooleanField(
        _("bảng mẫu"), default=False, help_text=_("bảng tính chỉ tiêu do chương trình lập, đã điền")
    )
    #: What the file was seen to hold under the choices below, as `gis_app.data.looking` writes it.
    look = models.JSONField(_("nội dung đã xem"), default=dict, blank=True)

    details = models.JSONField(_("mô tả"), default=dict, blank=True)
    file_layer = models.CharField(_("lớp trong tệp"), max_length=255, blank=True)
    encodings = models.JSONField(_("bảng mã theo cột"), default=dict, blank=True)
    columns = models.JSONField(_("ghép cột"), default=dict, blank=True)
    crs = models.CharField(_("hệ tọa độ"), max_length=20, blank=True)
    northing_first = models.BooleanField(_("X là hướng bắc"), default=False)
    trust_place = models.BooleanField(_("vẫn dùng hệ tọa độ dù vị trí lệch"), default=False)

    act = models.CharField(_("việc"), max_length=8, choices=Act.choices, default=Act.CHECK)
    skip_refused = models.BooleanField(_("giữ lại các dòng sai"), default=False)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.UPLOADED)
    rows_read = models.PositiveIntegerField(_("số dòng đọc"), null=True)
    rows_sound = models.PositiveIntegerField(_("số dòng dùng được"), null=True)
    rows_duplicate = models.PositiveIntegerField(_("số dòng đã có"), null=True)
    rows_refused = models.PositiveIntegerField(_("số dòng từ chối"), null=True)
    report = models.JSONField(_("báo cáo"), default=dict, blank=True)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("lần nhập")
    )
    changed_at = models.DateTimeField(_("đổi lúc"), auto_now=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc nhập tệp")
        verbose_name_plural = _("việc nhập tệp")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the file lies; it may have been removed."""
        return Path(settings.UPLOAD_DIR) / self.folder / self.file_name

    @property
    def has_file(self) -> bool:
        """Say whether the uploaded file is still there."""
        return self.path.is_file()

    @property
    def is_open(self) -> bool:
        """Say whether choices may still be changed: the file is there and nothing is done or being done."""
        return self.state in {
            ImportJob.State.UPLOADED,
            ImportJob.State.CHECKED,
            ImportJob.State.REFUSED,
            ImportJob.State.INTERRUPTED,
        }


class Progress(models.Model):
    """How far a piece of work is; written over a connection of its own while its transaction is open."""

    class StageLabel(models.TextChoices):
        READING = Stage.READING, _("đang đọc tệp")
        CHECKING = Stage.CHECKING, _("đang kiểm tra")
        STORING = Stage.STORING, _("đang lưu")
        FINISHING = Stage.FINISHING, _("đang tính lại số liệu theo xã")

    stage = models.CharField(max_length=10, choices=StageLabel.choices, default=StageLabel.READING)
    done = models.PositiveIntegerField(_("số dòng xong"), default=0)
    total = models.PositiveIntegerField(_("tổng số dòng"), null=True)
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.stage} {self.done}/{self.total}"

    @property
    def percent(self) -> int | None:
        """Return whole percents of the rows, None where their number is not known."""
        return None if not self.total else min(100, 100 * self.done // self.total)


class JobProgress(Progress):
    """How far an import job is."""

    job = models.OneToOneField(ImportJob, models.CASCADE, primary_key=True, related_name="progress")

    class Meta:
        verbose_name = _("tiến độ")
        verbose_name_plural = _("tiến độ")


class JobProblem(WordedProblem):
    """A problem that the last check of a job found; replaced by the next check, gone with the job."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="problems")
    refuses = models.BooleanField(_("loại dòng"))

    class Meta:
        verbose_name = _("lỗi của tệp")
        verbose_name_plural = _("lỗi của tệp")
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["job", "code", "row"], name="job_problem_code")]


class SetWork(WithReason, Progress):
    """An act on a boundary set that takes a while: every incident is located anew, or shapes are fitted.

    There is one row for each time that a person asked; the newest says how the act went. `made` is the
    repaired copy, where there is one.
    """

    class Act(models.TextChoices):
        ACTIVATE = "activate", _("đưa vào dùng")
        REPAIR = "repair", _("tạo bản sửa")
        RETIRE = "retire", _("cho ngừng dùng")

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang chạy")
        DONE = "done", _("đã xong")
        REFUSED = "refused", _("bị từ chối")
        INTERRUPTED = "interrupted", _("bị ngắt, chạy lại")

    boundary_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="works")
    act = models.CharField(_("việc"), max_length=8, choices=Act.choices)
    tolerance_m = models.FloatField(_("dung sai (m)"), null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người yêu cầu")
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    made = models.ForeignKey(BoundarySet, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("việc với bộ ranh giới")
        verbose_name_plural = _("việc với bộ ranh giới")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["boundary_set"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="set_work_one_at_a_time",
            )
        ]

    @property
    def is_under_way(self) -> bool:
        """Say whether a worker is at it or will be."""
        return self.state in {SetWork.State.WAITING, SetWork.State.RUNNING}
