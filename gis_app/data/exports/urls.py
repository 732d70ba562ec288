"""Addresses of the exports, below /data/export/."""

from django.urls import path

from gis_app.data.exports import job_views, views

urlpatterns = [
    path("", views.export_page, name="export_data"),
    path("jobs/<int:job_id>/", job_views.job_page, name="export_job"),
    path("jobs/<int:job_id>/progress/", job_views.progress, name="export_progress"),
    path("jobs/<int:job_id>/file/", job_views.file, name="export_file"),
    path("jobs/<int:job_id>/cancel/", job_views.cancel, name="export_cancel"),
    path("jobs/<int:job_id>/again/", job_views.again, name="export_again"),
]
