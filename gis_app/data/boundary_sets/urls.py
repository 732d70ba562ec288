"""Addresses of the pages of boundary sets, below /data/boundaries/."""

from django.urls import path, re_path

from gis_app.data.boundary_sets import views

urlpatterns = [
    path("", views.index, name="boundary_sets"),
    path("succession/", views.succession, name="succession"),
    path("<int:set_id>/", views.detail, name="boundary_set"),
    path("<int:set_id>/places.geojson", views.shapes, name="boundary_set_shapes"),
    path("<int:set_id>/progress/", views.progress, name="boundary_set_progress"),
    re_path(
        r"^(?P<set_id>\d{1,9})/(?P<name>activate|repair|refuse|retire)/$", views.act, name="boundary_set_act"
    ),
]
