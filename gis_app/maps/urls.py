"""Addresses of the overview, the map with its data, and the commune pages."""

from django.urls import path

from gis_app.maps.views import data, overview, pages, pictures, trying

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("map/", pages.map_page, name="map"),
    path("map/panel/<int:unit_id>/", pages.panel, name="map_panel"),
    path("map/communes.geojson", data.communes, name="map_communes"),
    path("map/border.geojson", data.border, name="map_border"),
    path("map/status.json", data.status, name="map_status"),
    path("map/days.json", data.status_days, name="map_days"),
    path("map/findings.json", data.findings, name="map_findings"),
    path("map/sites.geojson", data.site_shapes, name="map_sites"),
    path("map/incidents.json", data.incident_counts, name="map_incidents"),
    path("map/pictures/<int:picture_id>/<int:z>/<int:x>/<int:y>.webp", pictures.tile, name="map_picture"),
    path("screenings/try/", trying.trial_page, name="screening_try"),
    path("screenings/try/answer.json", trying.trial_answer, name="screening_try_answer"),
    path("communes/<slug:code>/", pages.commune_page, name="commune"),
]
