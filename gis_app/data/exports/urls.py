"""Addresses of the exports, below /data/export/."""

from django.urls import path

from gis_app.data.exports import views

urlpatterns = [path("", views.export_page, name="export_data")]
