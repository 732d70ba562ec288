"""Addresses of the lists, below /data/."""

from django.urls import path

from gis_app.data.listing import views

urlpatterns = [
    path("incidents/", views.incident_list, name="incident_list"),
    path("incidents/<int:incident_id>/popup/", views.incident_popup, name="incident_popup"),
    path("sites/", views.site_list, name="site_list"),
    path("sites/<int:site_id>/popup/", views.site_popup, name="site_popup"),
]
