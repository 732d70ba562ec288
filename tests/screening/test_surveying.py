"""Outer edges are surveyed when boundaries change, so that the first screening only reads them."""

from __future__ import annotations

import datetime
from unittest.mock import patch

import pytest
from django.utils import timezone

from gis_app.plans.models import Plan
from gis_app.screening import frontiers, surveying
from gis_app.screening.models import Frontier, FrontierSurvey
from gis_app.screening.rules.adjoining import RULE
from layers.boundary_sets.activating import activate, retire
from layers.importing import lines
from layers.importing.boundaries import BoundaryOptions, stage, store
from layers.models import BoundarySet, ImportBatch
from tests.importing.files import four_communes

pytestmark = pytest.mark.django_db
TOLERANCE_M = next(p.default for p in RULE.parameters if p.key == "tolerance_m")


@pytest.fixture
def staged(tmp_path) -> BoundarySet:
    options = BoundaryOptions("commune", datetime.date(2020, 1, 1))
    return store(stage(four_communes(tmp_path / "communes.geojson"), options)).record


def first_screening_finds_a_survey() -> bool:
    with patch.object(frontiers, "_frontiers", side_effect=AssertionError):
        return frontiers.survey(timezone.localdate(), TOLERANCE_M).frontiers.exists()


def test_a_set_that_comes_into_force_is_surveyed(staged, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activate(staged)
    assert first_screening_finds_a_survey()
    surveyed = FrontierSurvey.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        retire(staged)
    assert FrontierSurvey.objects.count() == surveyed + 1


def test_a_border_line_has_the_edges_surveyed_again(staged, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activate(staged)
    path = tmp_path / "line.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Biên giới"},'
        ' "geometry": {"type": "LineString", "coordinates": [[107.0, 11.0], [107.0, 11.1]]}}]}',
        encoding="utf-8",
    )
    options = lines.LineOptions(ImportBatch.Layer.BORDER_LINE, source="thử")
    with django_capture_on_commit_callbacks(execute=True):
        lines.commit(lines.stage(path, options))
    assert first_screening_finds_a_survey()
    assert Frontier.objects.filter(faces=Frontier.Faces.BORDER).exists()


def test_each_tolerance_of_the_plans_is_surveyed(staged, django_capture_on_commit_callbacks):
    plan = Plan.objects.first()
    plan.parameters.create(criterion=RULE.key, key="tolerance_m", value=50, source="thử")
    with django_capture_on_commit_callbacks(execute=True):
        activate(staged)
    with patch.object(frontiers, "_frontiers", side_effect=AssertionError):
        assert frontiers.survey(timezone.localdate(), 50).frontiers.exists()
    assert first_screening_finds_a_survey()


def test_a_survey_that_fails_undoes_nothing(staged, caplog, django_capture_on_commit_callbacks):
    with (
        patch.object(surveying, "survey", side_effect=MemoryError("too many pieces")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        activate(staged)
    staged.refresh_from_db()
    assert staged.status == BoundarySet.Status.ACTIVE
    assert "too many pieces" in caplog.text
    assert not FrontierSurvey.objects.exists()
