"""Addresses of the editing pages, below /data/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
