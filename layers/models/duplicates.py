"""Incidents of two sources that may be one: proposed as pairs, decided by a person, never merged silently."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.incidents import Incident, IncidentLocation
from layers.scope import Scope


@pghistory.track()
class DuplicateRule(models.Model):
    """How near in place and time two cases of one category must be to be asked about.

    The defaults are ours, not those of a regulation: GPS in a town is good to some tens of metres, and two
    offices seldom write the same hour more than an hour apart.
    """

    metres = models.PositiveSmallIntegerField(
        _("khoảng cách tối đa (m)"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("mặc định 50 m do phần mềm đề xuất, không phải quy định"),
    )
    minutes = models.PositiveSmallIntegerField(
        _("chênh lệch thời gian tối đa (phút)"),
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(1440)],
        help_text=_("mặc định 60 phút do phần mềm đề xuất, không phải quy định"),
    )

    class Meta:
        verbose_name = _("ngưỡng nghi trùng")
        verbose_name_plural = _("ngưỡng nghi trùng")

    def __str__(self) -> str:
        return f"{self.metres} m, {self.minutes} phút"

    @classmethod
    def current(cls) -> DuplicateRule:
        """Return the rule that counts; the defaults where nobody has changed them."""
        return cls.objects.order_by("pk").first() or cls()


class SuspectedDuplicateQuerySet(models.QuerySet["SuspectedDuplicate"]):
    """Questions about pairs."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the pairs of which the scope may see every case that is counted.

        A pair across the boundary of two jurisdictions is for those who see both.
        """
        if scope.everything:
            return self
        mine = IncidentLocation.objects.filter(unit_id__in=scope.unit_ids).values("incident_id")
        first, second = models.Q(first__in=mine), models.Q(second__in=mine)
        same = models.Q(decision=SuspectedDuplicate.Decision.SAME)
        return self.filter((first & second) | (same & (first | second)))

    def open(self) -> Self:
        """Return the pairs that wait for a person."""
        return self.filter(decision="")


@pghistory.track()
class SuspectedDuplicate(models.Model):
    """Two cases of one category near each other in place and time, from different sources.

    `first` was stored earlier; where a person says they are the same, `second` becomes a duplicate of it.
    """

    class Decision(models.TextChoices):
        SAME = "same", _("cùng một vụ")
        DIFFERENT = "different", _("hai vụ khác nhau")

    first = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    second = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    metres = models.FloatField(_("cách nhau (m)"))
    minutes = models.FloatField(_("lệch nhau (phút)"))
    decision = models.CharField(_("kết luận"), max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("kết luận lúc"), null=True, blank=True)

    objects = SuspectedDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("cặp nghi trùng")
        verbose_name_plural = _("cặp nghi trùng")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suspected_duplicate_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="suspected_duplicate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"

    @property
    def cases(self) -> tuple[Incident, Incident]:
        """Return both cases, the one stored earlier first."""
        return self.first, self.second
