"""Addresses of the border pages, below /border/."""

from django.urls import path

from gis_app.border.views import adjoining, board, report, sync

urlpatterns = [
    path("", board.page, name="border"),
    path("changes.json", board.changes_since, name="border_changes"),
    path("ground.json", board.ground, name="border_ground"),
    path("sync", sync.receive, name="border_sync"),
    path("reports/new/", report.new, name="border_report_new"),
    path("reports/<uuid:report_id>/", report.page, name="border_report"),
    path("reports/<uuid:report_id>/<slug:act>/", report.act, name="border_report_act"),
    path("adjoining/", adjoining.pairs, name="adjoining"),
    path("adjoining/<slug:first>/<slug:second>/", adjoining.pair, name="adjoining_pair"),
    path(
        "adjoining/<slug:first>/<slug:second>/offices/<int:office_id>/retire/",
        adjoining.retire_office,
        name="adjoining_retire_office",
    ),
]
