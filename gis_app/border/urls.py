"""Addresses of the border pages, below /border/."""

from django.urls import path

from gis_app.border.views import adjoining

urlpatterns = [
    path("adjoining/", adjoining.pairs, name="adjoining"),
    path("adjoining/<slug:first>/<slug:second>/", adjoining.pair, name="adjoining_pair"),
    path(
        "adjoining/<slug:first>/<slug:second>/offices/<int:office_id>/retire/",
        adjoining.retire_office,
        name="adjoining_retire_office",
    ),
]
