"""Accounts of offices, their agencies and jurisdictions, and the log of prints and exports.

An account belongs to a post, not to a person: it has a sign-in name and a title, no personal name, e-mail or
telephone number.
"""

from __future__ import annotations

import datetime
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.roles import Role
from layers.models import AdminUnit
from layers.models.fields import VIETNAMESE


@pghistory.track()
class Agency(models.Model):
    """An office that has accounts: a police department, a border post, a steering board."""

    class Kind(models.TextChoices):
        POLICE_PROVINCE = "police_province", _("Công an cấp tỉnh")
        POLICE_COMMUNE = "police_commune", _("Công an cấp xã")
        BORDER_COMMAND = "border_command", _("Bộ Chỉ huy Bộ đội Biên phòng")
        BORDER_POST = "border_post", _("Đồn biên phòng")
        STEERING_BOARD = "steering_board", _("Ban Chỉ đạo 138")
        PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
        OTHER = "other", _("Cơ quan khác")

    name = models.CharField(_("tên"), max_length=200, unique=True, db_collation=VIETNAMESE)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("cơ quan cấp trên")
    )
    valid_to = models.DateField(
        _("hoạt động đến trước ngày"), null=True, blank=True, help_text=_("trống: đang hoạt động")
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("cơ quan kế tục"),
        help_text=_("tiếp nhận việc và hồ sơ của cơ quan này sau ngày đó"),
    )

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="agency_with_successor_has_ended",
            ),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="agency_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a successor without an end, and a chain of successors that comes back."""
        super().clean()
        if self.successor is not None and self.valid_to is None:
            raise ValidationError(
                {"valid_to": _now("Cơ quan có cơ quan kế tục phải có ngày thôi hoạt động.")}
            )
        step, seen = self.successor, {self.pk}
        while step is not None:
            if step.pk in seen:
                raise ValidationError({"successor": _now("Chuỗi kế tục quay lại chính nó: hãy chọn lại.")})
            seen.add(step.pk)
            step = step.successor

    def existed_on(self, day: datetime.date) -> bool:
        """Say whether the agency exists on a day."""
        return self.valid_to is None or day < self.valid_to


class AccountManager(UserManager["Account"]):
    """Makes accounts; Django's `createsuperuser` gives an administrator of the whole country."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:  # type: ignore[override]
        """Create an account; there is no e-mail address to give."""
        account: Account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> Account:  # type: ignore[override]
        """Create an administrator."""
        fields |= {"role": Role.ADMINISTRATOR, "whole_country": True}
        return self.create_user(username, password, **fields)


@pghistory.track(exclude=["password", "last_login"])
class Account(AbstractUser):
    """A post that signs in, with one role and a jurisdiction.

    What Django calls staff and superuser follows from the role; it opens the administration pages and nothing
    else: those pages hold accounts, agencies and reference data, no incidents and no decisions.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]
    EMAIL_FIELD = ""
    REQUIRED_FIELDS: list[str] = []

    title = models.CharField(
        _("chức danh"), max_length=120, blank=True, help_text=_("vị trí công tác, không ghi họ tên")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("cơ quan"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    whole_country = models.BooleanField(_("phạm vi toàn quốc"), default=False)
    units = models.ManyToManyField(
        AdminUnit,
        blank=True,
        related_name="+",
        verbose_name=_("địa bàn phụ trách"),
        help_text=_("gồm cả các đơn vị cấp dưới và các đơn vị kế thừa qua sắp xếp"),
    )

    objects = AccountManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.title or self.username

    @property
    def is_staff(self) -> bool:
        """Say whether the account may open the administration pages."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def is_superuser(self) -> bool:
        """Say whether the account may change what the administration pages offer."""
        return self.is_staff

    def clean(self) -> None:
        """Skip the parent's normalisation of an e-mail address that does not exist here."""
        self.username = self.normalize_username(self.username)


class AuditEntry(models.Model):
    """A print, export or other act that leaves no row elsewhere: who did what, when, with which choices."""

    class Act(models.TextChoices):
        PRINT_ANNEX = "print_annex", _("in phụ lục")
        EXPORT_MAP = "export_map", _("xuất bản đồ một tệp")
        EXPORT_DATA = "export_data", _("xuất dữ liệu")
        PRINT_EVALUATION = "print_evaluation", _("in phiếu đánh giá")

    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("trống: dòng lệnh trên máy chủ"),
    )
    act = models.CharField(_("việc"), max_length=20, choices=Act.choices)
    subject = models.CharField(_("đối tượng"), max_length=200)
    details = models.JSONField(_("chi tiết"), default=dict, blank=True)

    class Meta:
        verbose_name = _("nhật ký in, xuất")
        verbose_name_plural = _("nhật ký in, xuất")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.subject}"

    @classmethod
    def write(cls, act: Act, subject: str, account: Account | None = None, **details: Any) -> AuditEntry:
        """Record one act; `account` is None when the command line did it."""
        return cls.objects.create(act=act, subject=subject, account=account, details=details)
