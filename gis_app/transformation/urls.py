"""Addresses of the lists of each year and of the key areas."""

from django.urls import path

from gis_app.transformation.views import area, selection

urlpatterns = [
    path("selections/", selection.selections, name="selections"),
    path("selections/<slug:plan_id>/<int:year>/", selection.selection, name="selection"),
    path("selections/<slug:plan_id>/<int:year>/propose/", selection.propose, name="selection_propose"),
    path("selections/<slug:plan_id>/<int:year>/add/", selection.add, name="selection_add"),
    path("selections/<slug:plan_id>/<int:year>/decide/", selection.decide_on_list, name="selection_decide"),
    path("areas/<int:area_id>/", area.area, name="area"),
    path("areas/<int:area_id>/decide/", area.decide_on_area, name="area_decide"),
    path("areas/<int:area_id>/remove/", area.remove, name="area_remove"),
]
