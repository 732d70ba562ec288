"""Addresses of the history page."""

from django.urls import path

from gis_app.operations import views

urlpatterns = [
    path("history/", views.history, name="history"),
    path("history/<slug:subject>/", views.history, name="history_of"),
]
