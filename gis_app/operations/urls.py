"""Addresses of the data and history pages."""

from django.urls import path

from gis_app.operations import views

urlpatterns = [
    path("data/", views.data, name="data"),
    path("history/", views.history, name="history"),
    path("history/<slug:subject>/", views.history, name="history_of"),
]
