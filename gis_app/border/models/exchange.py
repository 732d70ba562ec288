"""Packs for the authorities across the border: what may leave, what left, who decided it, who fetched it.

A pack is written by one account, approved by another one, and only then has files. It holds reports by kind,
day and square kilometre (`gis_app.border.exchange.grid`); which report of ours each line is stays here.
"""

from __future__ import annotations

import secrets
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from gis_app.border.models.kinds import ReportKind
from gis_app.border.models.kinds import State as ReportState
from gis_app.border.models.reports import BorderReport
from gis_app.border.models.strip import BorderSection
from layers.models import AdminUnit
from layers.models.labelled import Labelled
from layers.scope import Scope

#: Letters and figures that nobody mistakes for one another, and that make no words.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LONGEST_NOTE = 600
_PROTECT = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]


def new_code() -> str:
    """Return the name of a pack: random, so that it tells neither its number nor its day."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


@pghistory.track()
class Counterpart(Labelled, models.Model):  # noqa: DJ008 - Labelled names it
    """An authority across the border that packs are made for."""

    key = models.SlugField(_("khóa"), primary_key=True, max_length=40)
    label = models.CharField(_("tên"), max_length=120)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=120)
    country = models.CharField(
        _("nước láng giềng"),
        max_length=80,
        default="Campuchia",
        help_text=_("như ghi ở đường biên giới"),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_current = models.BooleanField(_("đang trao đổi"), default=True)

    class Meta:
        verbose_name = _("bên nhận gói trao đổi")
        verbose_name_plural = _("bên nhận gói trao đổi")
        ordering = ["position", "key"]


@pghistory.track()
class LeavingRule(models.Model):
    """Whether reports of a kind may leave the country, and on what ground. A kind without a row may not.

    The rows that the program starts with are its own (`gis_app/border/reference/leaving.yaml`).
    """

    kind = models.OneToOneField(
        ReportKind, models.CASCADE, primary_key=True, related_name="leaving", verbose_name=_("loại tin")
    )
    may_leave = models.BooleanField(_("được đưa vào gói trao đổi"), default=False)
    least_in_cell = models.PositiveSmallIntegerField(
        _("số tin ít nhất trong một ô"),
        default=1,
        help_text=_("ô 1 km có ít tin cùng loại hơn trong kỳ thì không nêu"),
    )
    source = models.CharField(_("căn cứ"), max_length=200)

    class Meta:
        verbose_name = _("loại tin được trao đổi")
        verbose_name_plural = _("loại tin được trao đổi")
        ordering = ["kind__position"]
        constraints = [
            models.CheckConstraint(condition=Q(least_in_cell__gt=0), name="leaving_rule_least_not_zero")
        ]

    def __str__(self) -> str:
        return str(self.kind)

    def clean(self) -> None:
        """Refuse to let out what could lead to victims, and what has no English name."""
        super().clean()
        if not self.may_leave:
            return
        if self.kind.is_sensitive:
            raise ValidationError(
                {
                    "may_leave": _now(
                        "Loại tin liên quan đến nạn nhân không bao giờ được đưa vào gói trao đổi."
                    )
                }
            )
        if not self.kind.label_en:
            raise ValidationError(
                {"may_leave": _now("Loại tin chưa có tên tiếng Anh: hãy ghi tên tiếng Anh trước.")}
            )


class ExchangePackQuerySet(models.QuerySet["ExchangePack"]):
    """Questions about packs."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the packs of the provinces that lie in the scope as a whole."""
        return self if scope.everything else self.filter(province_id__in=scope.unit_ids)

    def in_review(self) -> Self:
        """Return the packs that wait for a second person."""
        return self.filter(state=ExchangePack.State.IN_REVIEW)


@pghistory.track()
class ExchangePack(models.Model):
    """One pack, from the first draft to its withdrawal. Never deleted.

    `version` grows with every act, so that nobody decides on a page that is no longer true. `digest` is the
    hash of what was frozen for review (`gis_app.border.exchange.preview`), the entries are in `PackEntry`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        IN_REVIEW = "in_review", _("chờ duyệt")
        RETURNED = "returned", _("bị trả lại")
        APPROVED = "approved", _("đã duyệt")
        WITHDRAWN = "withdrawn", _("đã thu hồi")

    code = models.CharField(_("mã gói"), max_length=8, unique=True, default=new_code, editable=False)
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, related_name="packs", verbose_name=_("bên nhận")
    )
    province = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    document = models.CharField(
        _("văn bản làm căn cứ"), max_length=200, help_text=_("thỏa thuận, biên bản: số, ngày")
    )
    purpose = models.CharField(_("mục đích"), max_length=300)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    depth_m = models.PositiveIntegerField(_("cách đường biên giới không quá (m)"))
    kinds = models.ManyToManyField(ReportKind, related_name="+", verbose_name=_("loại tin"))
    states = ArrayField(
        models.CharField(max_length=12, choices=ReportState.choices), verbose_name=_("trạng thái tin")
    )
    sections = models.ManyToManyField(
        BorderSection, blank=True, related_name="+", verbose_name=_("đoạn biên giới")
    )
    note_en = models.CharField(_("ghi chú tiếng Anh"), max_length=LONGEST_NOTE, blank=True)
    note_vi = models.CharField(_("ghi chú tiếng Việt"), max_length=LONGEST_NOTE, blank=True)

    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    digest = models.CharField(_("mã kiểm"), max_length=64, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người soạn")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("đơn vị soạn"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    made_at = models.DateTimeField(_("soạn lúc"), auto_now_add=True)
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)

    objects = ExchangePackQuerySet.as_manager()

    class Meta:
        verbose_name = _("gói trao đổi")
        verbose_name_plural = _("gói trao đổi")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="exchange_pack_period_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="exchange_pack_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(reviewer__isnull=False, approved_at__isnull=False),
                name="exchange_pack_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned", "withdrawn"]) | ~Q(digest=""),
                name="exchange_pack_frozen_for_review",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Say whether its author may change it."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class LeftOut(models.TextChoices):
    """Why a report is not in a pack. The order is that of asking; the first that applies is told."""

    OTHER_PROVINCE = "other_province", _("thuộc tỉnh khác")
    OTHER_AGENCY = "other_agency", _("của đơn vị khác, chỉ được chia sẻ để biết")
    SENSITIVE = "sensitive", _("loại tin liên quan đến nạn nhân, không bao giờ ra ngoài")
    BARRED = "barred", _("loại tin không được phép trao đổi")
    KIND = "kind", _("loại tin không được chọn")
    DOUBLE = "double", _("đã gộp vào một tin khác")
    UNCONFIRMED = "unconfirmed", _("chưa được xác nhận")
    STATE = "state", _("trạng thái không được chọn")
    SECTION = "section", _("đoạn biên giới không được chọn")
    PLACE_UNKNOWN = "place_unknown", _("chưa rõ vị trí so với đường biên giới")
    OTHER_LINE = "other_line", _("gần đường biên giới với nước khác")
    BEYOND = "beyond", _("nằm ngoài đường biên giới")
    COARSE = "coarse", _("vị trí không đủ chính xác để nêu ô 1 km")
    DAY_DOUBTFUL = "day_doubtful", _("chưa chắc ngày xảy ra")
    TOO_DEEP = "too_deep", _("ô cách đường biên giới xa hơn mức đã chọn")
    SLIVER = "sliver", _("phần ô thuộc phía ta quá nhỏ, nêu ô là lộ vị trí")
    TOO_FEW = "too_few", _("ô có quá ít tin cùng loại")


class PackEntry(models.Model):
    """One report of the period as it was frozen for review: its line in the pack, or why it has none.

    The cell is named by the whole kilometres of its south-west corner. `public_id` is the line's name in this
    pack alone, random; the other side can ask about a line, and only here is it known which report that is.
    """

    pack = models.ForeignKey(ExchangePack, models.PROTECT, related_name="entries")
    report = models.ForeignKey(BorderReport, models.PROTECT, related_name="+")
    left_out = models.CharField(_("lý do không nêu"), max_length=16, choices=LeftOut.choices, blank=True)
    public_id = models.CharField(_("mã trong gói"), max_length=8, blank=True)
    kind = models.ForeignKey(ReportKind, models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("ngày"), null=True)
    east_km = models.IntegerField(null=True)
    north_km = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("tin trong gói trao đổi")
        verbose_name_plural = _("tin trong gói trao đổi")
        ordering = ["day", "kind__position", "east_km", "north_km", "public_id", "left_out", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "report"], name="pack_entry_once"),
            models.UniqueConstraint(
                fields=["pack", "public_id"], condition=~Q(public_id=""), name="pack_entry_named_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    left_out="", kind__isnull=False, day__isnull=False, east_km__isnull=False,
                    north_km__isnull=False,
                )
                & ~Q(public_id="")
                | ~Q(left_out="")
                & Q(
                    public_id="", kind__isnull=True, day__isnull=True, east_km__isnull=True,
                    north_km__isnull=True,
                ),
                name="pack_entry_in_or_left_out",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id or self.get_left_out_display()


class PackStep(models.Model):
    """One thing done with a pack: who, when, about which frozen content. Never changed, never deleted."""

    class Act(models.TextChoices):
        CREATE = "create", _("soạn")
        CHANGE = "change", _("sửa")
        SUBMIT = "submit", _("trình duyệt")
        TAKE_BACK = "take_back", _("rút về sửa")
        RETURN = "return", _("trả lại")
        APPROVE = "approve", _("duyệt, lập tệp")
        DOWNLOAD = "download", _("tải tệp")
        WITHDRAW = "withdraw", _("thu hồi")

    pack = models.ForeignKey(ExchangePack, models.PROTECT, related_name="steps")
    act = models.CharField(_("việc"), max_length=10, choices=Act.choices)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    digest = models.CharField(_("mã kiểm"), max_length=64, blank=True)
    text = models.CharField(_("nội dung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("bước của gói trao đổi")
        verbose_name_plural = _("bước của gói trao đổi")
        ordering = ["id"]
        triggers = _PROTECT

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.pack_id}"


class PackFile(models.Model):
    """One file of an approved pack, byte by byte as it was approved. Never changed, never deleted.

    It is kept in the database: made in the transaction of the approval, there wholly or not at all, and in
    every backup together with the record of who approved it.
    """

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        GPKG = "gpkg", "GeoPackage"
        KML = "kml", "KML"

    pack = models.ForeignKey(ExchangePack, models.PROTECT, related_name="files")
    form = models.CharField(_("định dạng"), max_length=4, choices=Form.choices)
    name = models.CharField(_("tên tệp"), max_length=80)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("tệp của gói trao đổi")
        verbose_name_plural = _("tệp của gói trao đổi")
        ordering = ["form"]
        constraints = [models.UniqueConstraint(fields=["pack", "form"], name="pack_file_once")]
        triggers = _PROTECT

    def __str__(self) -> str:
        return self.name
