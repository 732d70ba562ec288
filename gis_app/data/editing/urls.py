"""Addresses of the editing pages, below /data/."""

from django.urls import path

from gis_app.data.editing.views import incidents, sites

urlpatterns = [
    path("incidents/new/", incidents.new, name="incident_new"),
    path("incidents/<int:incident_id>/", incidents.page, name="incident_page"),
    path("incidents/<int:incident_id>/standing/", incidents.standing, name="incident_standing"),
    path("sites/new/", sites.new, name="site_new"),
    path("sites/<int:site_id>/", sites.page, name="site_page"),
]
