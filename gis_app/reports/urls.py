"""Addresses of the reports, below /reports/."""

from __future__ import annotations

from django.urls import path

from gis_app.reports.views import calendar

_ONE = "<slug:plan_id>/<int:year>/<slug:rule>/<int:position>/"

urlpatterns = [
    path("", calendar.reports, name="reports"),
    path(_ONE, calendar.report, name="report"),
    path(f"{_ONE}deliver/", calendar.deliver, name="report_deliver"),
    path(f"{_ONE}withdraw/<int:delivery_id>/", calendar.withdraw, name="report_withdraw"),
    path(f"{_ONE}date/", calendar.set_date, name="report_date"),
    path(f"{_ONE}parties/", calendar.set_parties, name="report_parties"),
]
