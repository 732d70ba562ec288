"""All addresses of the program, one include per package."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("", include("gis_app.access.urls")),
    path("", include("gis_app.maps.urls")),
    path("data/boundaries/succession/", include("gis_app.data.successions.urls")),
    path("data/boundaries/", include("gis_app.data.boundary_sets.urls")),
    path("", include("gis_app.maps.handover.urls")),
    path("", include("gis_app.annexes.urls")),
    path("", include("gis_app.screening.urls")),
    path("", include("gis_app.plans.urls")),
    path("", include("gis_app.transformation.urls")),
    path("reports/", include("gis_app.reports.urls")),
    path("statistics/", include("gis_app.hotspots.urls")),
    path("border/", include("gis_app.border.urls")),
    path("data/export/", include("gis_app.data.exports.urls")),
    path("data/", include("gis_app.data.listing.urls")),
    path("data/", include("gis_app.data.editing.urls")),
    path("data/", include("gis_app.data.urls")),
    path("", include("gis_app.operations.urls")),
    path("admin-area/", admin.site.urls),
]

handler500 = "gis_app.access.errors.server_error"
