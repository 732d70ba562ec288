"""Addresses of overlays, below /data/boundaries/succession/."""

from django.urls import path

from gis_app.data.successions import views

urlpatterns = [
    path("overlays/", views.ask, name="overlay_ask"),
    path("overlays/<int:work_id>/", views.overlay, name="overlay"),
    path("overlays/<int:work_id>/progress/", views.progress, name="overlay_progress"),
    path("overlays/<int:work_id>/again/", views.again, name="overlay_again"),
    path("overlays/<int:work_id>/store/", views.store, name="overlay_store"),
]
