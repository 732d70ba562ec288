"""What two adjoining provinces agreed: documents, offices to call, meetings. Offices, never persons.

A pair is named by two province codes in the order of their text, so that each pair is written one way.
"""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from layers.models import AdminUnit
from layers.models.dated import Dated
from layers.reading.persons import person_text
from layers.scope import Scope


class OfPairQuerySet(models.QuerySet[models.Model]):
    """Questions about what belongs to a pair of provinces."""

    def in_scope(self, scope: Scope) -> Self:
        """Return what is about a province in which the scope may see a unit."""
        if scope.everything:
            return self
        mine = AdminUnit.objects.in_scope(scope).order_by().values("province_code").distinct()
        return self.filter(Q(province__in=mine) | Q(other_province__in=mine))

    def of_pair(self, province: str, other_province: str) -> Self:
        """Return what is about two provinces, named in either order."""
        first, second = sorted((province, other_province))
        return self.filter(province=first, other_province=second)


class OfPair(models.Model):
    """Something that two provinces have together."""

    province = models.CharField(_("mã tỉnh"), max_length=20)
    other_province = models.CharField(_("mã tỉnh giáp ranh"), max_length=20)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse text that names a person."""
        super().clean()
        for field in self._meta.get_fields():
            value = getattr(self, field.name, "") if isinstance(field, models.CharField) else ""
            if person_text(value) is not None:
                raise ValidationError(
                    {
                        field.name: _now(
                            "Nội dung có vẻ chứa họ tên, số định danh, điện thoại di động hoặc biển số: "
                            "hãy bỏ thông tin cá nhân, chỉ ghi chức danh và số máy cơ quan."
                        )
                    }
                )


@pghistory.track()
class JointAgreement(OfPair, Dated):
    """A regulation or plan of coordination between the two sides."""

    subject = models.CharField(_("nội dung phối hợp"), max_length=500)

    class Meta:
        verbose_name = _("văn bản phối hợp giáp ranh")
        verbose_name_plural = _("văn bản phối hợp giáp ranh")
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(province__lt=F("other_province")), name="joint_agreement_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="joint_agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.subject}"

    def clean(self) -> None:
        """Check both what belongs to a pair and the days."""
        OfPair.clean(self)
        Dated.clean(self)


@pghistory.track()
class ContactOffice(OfPair):
    """An office of one side that the other may call."""

    side = models.CharField(_("thuộc tỉnh"), max_length=20)
    office = models.CharField(_("cơ quan, bộ phận"), max_length=200)
    channel = models.CharField(
        _("kênh liên lạc"),
        max_length=200,
        help_text=_("số máy trực ban, hộp thư cơ quan; không ghi tên người"),
    )
    is_current = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("đầu mối liên lạc giáp ranh")
        verbose_name_plural = _("đầu mối liên lạc giáp ranh")
        ordering = ["side", "office", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(province__lt=F("other_province")), name="contact_office_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(side=F("province")) | Q(side=F("other_province")),
                name="contact_office_of_the_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.office


@pghistory.track()
class JointMeeting(OfPair):
    """A meeting of the two sides: when, under which minutes, what was agreed, when the next one is due."""

    held_on = models.DateField(_("ngày họp"))
    minutes = models.CharField(_("số biên bản, thông báo"), max_length=200)
    outcome = models.CharField(_("nội dung thống nhất"), max_length=1000, blank=True)
    next_on = models.DateField(_("lần họp sau"), null=True, blank=True)

    class Meta:
        verbose_name = _("họp giao ban giáp ranh")
        verbose_name_plural = _("họp giao ban giáp ranh")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(province__lt=F("other_province")), name="joint_meeting_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")),
                name="joint_meeting_next_after_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} ({self.held_on:%d/%m/%Y})"

    def clean(self) -> None:
        """Refuse a next meeting before this one."""
        super().clean()
        if self.held_on and self.next_on and self.next_on <= self.held_on:
            raise ValidationError({"next_on": _now("Lần họp sau phải sau ngày họp: hãy sửa lại ngày.")})
