"""Screenings and their findings. Both are records: written once, never changed, repeatable.

`FrontierSurvey` and `Frontier` are not records but a store of derived geometry: `gis_app.screening.frontiers`
makes them again whenever the boundaries or the border line are others.
"""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models import PlanVersion
from gis_app.screening.measures import measure
from gis_app.screening.ranking.models import RankedCommune as RankedCommune  # Django looks for models here
from gis_app.screening.ranking.models import Ranking as Ranking
from gis_app.screening.territory import Territory
from gis_app.screening.wording import Text, page_language
from layers.models import AdminUnit, BorderLine, BoundarySet
from layers.models.fields import SRID
from layers.scope import Scope

NEVER_CHANGES = pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)


class Screening(models.Model):
    """One run of a plan's criteria over communes, with all that is needed to run it again."""

    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="screenings")
    year = models.PositiveSmallIntegerField(_("năm lựa chọn"))
    as_of = models.DateField(_("số liệu đến ngày"))
    boundary_sets = models.ManyToManyField(BoundarySet, related_name="+")
    territory = models.JSONField(
        _("phạm vi"), help_text=_("số liệu để viết thành lời; lần rà soát cũ: câu viết sẵn")
    )
    parameters = models.JSONField(_("tham số"))
    data_cutoff = models.JSONField(
        _("dữ liệu đã dùng"), help_text=_("các lần nhập có mặt khi chạy, theo lớp")
    )
    seed = models.BigIntegerField(_("mầm ngẫu nhiên"), default=0)
    permutations = models.PositiveIntegerField(_("số hoán vị"), default=0)
    versions = models.JSONField(_("phiên bản phần mềm"))
    run_at = models.DateTimeField(_("chạy lúc"), auto_now_add=True)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("trống: dòng lệnh trên máy chủ"),
    )

    class Meta:
        verbose_name = _("lần rà soát")
        verbose_name_plural = _("lần rà soát")
        ordering = ["-run_at", "-id"]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.plan_version.label}, {self.year}, {self.as_of:%d/%m/%Y}"

    def candidate_findings(self) -> FindingQuerySet:
        """Return the met findings of the communes that are candidates, on the plan's own criteria only."""
        held_back = self.candidacies.held_back().values("unit")
        own = [entry["key"] for entry in self.plan_version.record["criteria"]]
        return Finding.objects.filter(screening=self, criterion__in=own).met().exclude(unit__in=held_back)

    @property
    def territory_wording(self) -> Text:
        """Return which communes were screened; earlier versions stored a sentence in one language."""
        if isinstance(self.territory, str):
            return Text(self.territory, self.territory)
        return Territory.from_json(self.territory).text()

    @property
    def territory_text(self) -> str:
        """Return which communes were screened, in the language of the page."""
        return self.territory_wording.in_language(page_language())


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the findings on units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)

    def met(self) -> Self:
        """Return the findings that make a commune a candidate."""
        return self.filter(outcome=Finding.Outcome.MET)


class Finding(models.Model):
    """The outcome of one criterion for one commune, with the figures and the places behind it.

    `value` and `threshold` are the figures of the deciding comparison, in `measure` units; both are empty
    where there was nothing to compare. `evidence` lists what was counted, see `gis_app.screening.evidence`.
    """

    class Outcome(models.TextChoices):
        MET = "met", _("đạt tiêu chí")
        NOT_MET = "not_met", _("không")
        NO_DATA = "no_data", _("thiếu dữ liệu")

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="findings")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="findings")
    criterion = models.CharField(_("tiêu chí"), max_length=60)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome.choices)
    value = models.FloatField(_("giá trị"), null=True)
    threshold = models.FloatField(_("ngưỡng"), null=True)
    measure = models.CharField(_("đơn vị"), max_length=60, blank=True)
    reason_vi = models.TextField(_("lý do"))
    reason_en = models.TextField(_("lý do (tiếng Anh)"))
    details = models.JSONField(_("số liệu"), default=dict)
    evidence = models.JSONField(_("căn cứ"), default=list)
    evidence_geometry = models.GeometryCollectionField(
        _("vị trí căn cứ"), srid=SRID, null=True, spatial_index=False
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả tiêu chí")
        verbose_name_plural = _("kết quả tiêu chí")
        ordering = ["unit__name", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "unit", "criterion"], name="finding_once_per_criterion"
            )
        ]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.unit}: {self.criterion} {self.outcome}"

    @property
    def reason(self) -> str:
        """Return the reason in the language of the page."""
        return Text(self.reason_vi, self.reason_en).in_language(page_language())

    @property
    def measure_text(self) -> str:
        """Return what value and threshold are counted in, in the language of the page."""
        return measure(self.measure).in_language(page_language())


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    """Questions about candidacies."""

    def in_scope(self, scope: Scope) -> Self:
        """Return those of units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)

    def held_back(self) -> Self:
        """Return those that meet a criterion and are no candidate all the same."""
        return self.filter(status__in=(Candidacy.Status.EXCLUDED, Candidacy.Status.BELOW_MINIMUM))


class Candidacy(models.Model):
    """Whether a screening offers a commune as a candidate; see `gis_app.screening.candidacy`."""

    class Status(models.TextChoices):
        CANDIDATE = "candidate", _("đề cử được")
        BELOW_MINIMUM = "below_minimum", _("chưa đủ số tiêu chí tối thiểu")
        EXCLUDED = "excluded", _("loại trừ theo kế hoạch")
        NONE_MET = "none_met", _("không đạt tiêu chí nào")

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="candidacies")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="candidacies")
    status = models.CharField(_("kết luận"), max_length=14, choices=Status.choices)
    met = models.JSONField(_("số tiêu chí đạt theo nhóm"), default=dict)
    reason_vi = models.TextField(_("lý do"), blank=True)
    reason_en = models.TextField(_("lý do (tiếng Anh)"), blank=True)
    evidence = models.JSONField(_("căn cứ"), default=list)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết luận rà soát của xã")
        verbose_name_plural = _("kết luận rà soát của xã")
        ordering = ["unit__name"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "unit"], name="candidacy_once_per_screening")
        ]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_status_display()}"

    @property
    def held_back(self) -> bool:
        """Say whether the commune meets criteria and is no candidate all the same."""
        return self.status in (Candidacy.Status.EXCLUDED, Candidacy.Status.BELOW_MINIMUM)

    @property
    def reason(self) -> str:
        """Return why the commune is no candidate, in the language of the page."""
        return Text(self.reason_vi, self.reason_en).in_language(page_language())


class FrontierSurvey(models.Model):
    """One look at the outer edges of all communes in force, named by a hash of what it was made from."""

    fingerprint = models.CharField(_("mã băm của dữ liệu gốc"), max_length=64, unique=True)
    surveyed_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("bảng đường giáp ranh")
        verbose_name_plural = _("bảng đường giáp ranh")

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Frontier(models.Model):
    """A part of a commune's outer edge with what it faces.

    That is one commune of another province, one border line, or nothing that is loaded.
    """

    class Faces(models.TextChoices):
        BORDER = "border", _("nước láng giềng")
        PROVINCE = "province", _("tỉnh khác")
        OPEN = "open", _("chưa rõ bên ngoài là gì")

    survey = models.ForeignKey(FrontierSurvey, models.CASCADE, related_name="frontiers")
    unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="+")
    faces = models.CharField(_("giáp với"), max_length=8, choices=Faces.choices)
    neighbour = models.ForeignKey(AdminUnit, models.CASCADE, null=True, blank=True, related_name="+")
    border_line = models.ForeignKey(BorderLine, models.CASCADE, null=True, blank=True, related_name="+")
    length_m = models.FloatField(_("chiều dài trắc địa (m)"))
    geometry = models.MultiLineStringField(_("đường giáp ranh"), srid=SRID)

    class Meta:
        verbose_name = _("đường giáp ranh")
        verbose_name_plural = _("đường giáp ranh")
        indexes = [models.Index(fields=["survey", "unit"], name="frontier_survey_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.get_faces_display()}: {self.length_m:.0f} m"
