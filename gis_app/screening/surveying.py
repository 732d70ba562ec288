"""Surveys outer edges before anybody screens, so that the first screening is as quick as the next."""

from __future__ import annotations

from django.utils import timezone

from gis_app.plans.models import Plan
from gis_app.screening.criteria import settings_of
from gis_app.screening.frontiers import survey
from gis_app.screening.parameters import choose
from gis_app.screening.rules import adjoining


def survey_for_plans() -> None:
    """Survey the communes in force today with the tolerance of every plan; a survey that exists is kept."""
    settings = settings_of([adjoining.RULE])
    chosen = [choose(plan, settings)[adjoining.RULE.key] for plan in Plan.objects.all()]
    for tolerance_m in sorted({parameters["tolerance_m"].value for parameters in chosen}):
        survey(timezone.localdate(), tolerance_m)
