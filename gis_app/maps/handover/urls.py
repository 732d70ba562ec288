"""Address of the map to hand over."""

from __future__ import annotations

from django.urls import path

from gis_app.maps.handover.views import export

urlpatterns = [path("map/export.html", export, name="export_map")]
