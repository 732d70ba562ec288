"""Addresses of the screening pages."""

from django.urls import path

from gis_app.screening.views import comparing, findings, plan_parameters, ranking, running

urlpatterns = [
    path("plans/<slug:plan_id>/parameters/", plan_parameters.parameters, name="plan_parameters"),
    path(
        "plans/<slug:plan_id>/parameters/<str:criterion>/<str:key>/",
        plan_parameters.set_one,
        name="plan_parameter_set",
    ),
    path("screenings/", running.screenings, name="screenings"),
    path("screenings/<int:screening_id>/", findings.screening, name="screening"),
    path(
        "screenings/<int:screening_id>/communes/<int:unit_id>/",
        findings.commune,
        name="screening_commune",
    ),
    path("screenings/<int:screening_id>/compare/", comparing.comparison, name="screening_compare"),
    path("screenings/<int:screening_id>/ranking/", ranking.ranking, name="screening_ranking"),
    path(
        "screenings/<int:screening_id>/ranking/progress/", ranking.progress, name="screening_ranking_progress"
    ),
    path("screenings/<int:screening_id>/ranking/stability/", ranking.stability, name="screening_stability"),
    path(
        "screenings/<int:screening_id>/findings.geojson",
        findings.evidence_geojson,
        name="screening_evidence",
    ),
]
