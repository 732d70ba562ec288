"""Addresses of the printed sheets."""

from __future__ import annotations

from django.urls import path

from gis_app.annexes import views

urlpatterns = [
    path("annexes/", views.annexes, name="annexes"),
    path("annexes/preview.svg", views.preview, name="annex_preview"),
    path("annexes/print.pdf", views.print_pdf, name="annex_print"),
]
