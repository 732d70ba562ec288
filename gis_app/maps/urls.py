"""Addresses of the overview and the map."""

urlpatterns: list[object] = []
