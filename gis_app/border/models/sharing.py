"""Standing agreements: which kinds of reports one agency always shares with another."""

from __future__ import annotations

from typing import Self

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from gis_app.border.models.kinds import ReportKind
from layers.models.dated import Dated, DatedQuerySet
from layers.scope import Scope


class SharingAgreementQuerySet(DatedQuerySet["SharingAgreement"]):
    """Questions about standing agreements."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the agreements of agencies that answer for a commune which the scope may see."""
        if scope.everything:
            return self
        return self.filter(
            Q(giver__communes__unit_id__in=scope.unit_ids) | Q(receiver__communes__unit_id__in=scope.unit_ids)
        ).distinct()


@pghistory.track()
class SharingAgreement(Dated):
    """Reports of the giver, of the agreed kinds, are seen by the receiver; both ways where it says so.

    `document` is its number, `document_date` its date. It shares what the giver reported or holds while it is
    in force, whatever the receiver's jurisdiction. An agreement without kinds shares nothing.
    """

    giver = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("bên chia sẻ"))
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("bên nhận"))
    both_ways = models.BooleanField(_("hai chiều"), default=False)
    document_date = models.DateField(_("ngày văn bản"))
    kinds = models.ManyToManyField(
        ReportKind, through="AgreedKind", related_name="+", verbose_name=_("loại tin")
    )

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy chế chia sẻ tin")
        verbose_name_plural = _("quy chế chia sẻ tin")
        ordering = ["giver__name", "receiver__name", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="agreement_of_two"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        arrow = "↔" if self.both_ways else "→"
        return f"{self.giver} {arrow} {self.receiver} ({self.document})"

    def clean(self) -> None:
        """Refuse an agreement of an agency with itself, and one in force before it was signed."""
        super().clean()
        if self.valid_from and self.document_date and self.valid_from < self.document_date:
            raise ValidationError(
                {"valid_from": _now("Ngày bắt đầu đứng trước ngày văn bản: hãy xem lại hai ngày.")}
            )
        if self.giver_id is not None and self.giver_id == self.receiver_id:
            raise ValidationError({"receiver": _now("Bên nhận phải là cơ quan khác: hãy chọn lại.")})


@pghistory.track()
class AgreedKind(models.Model):
    """One kind of reports that an agreement names."""

    agreement = models.ForeignKey(SharingAgreement, models.CASCADE, related_name="agreed")
    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="+", verbose_name=_("loại tin"))

    class Meta:
        verbose_name = _("loại tin được chia sẻ")
        verbose_name_plural = _("loại tin được chia sẻ")
        ordering = ["kind__position"]
        constraints = [models.UniqueConstraint(fields=["agreement", "kind"], name="kind_agreed_once")]

    def __str__(self) -> str:
        return str(self.kind)
