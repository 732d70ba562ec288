"""Addresses of the reports, below /reports/."""

from __future__ import annotations

from django.urls import path

from gis_app.reports.views import calendar, feeds, letters, templates

_ONE = "<slug:plan_id>/<int:year>/<slug:rule>/<int:position>/"

urlpatterns = [
    path("", calendar.reports, name="reports"),
    path("calendar/<str:token>.ics", feeds.calendar, name="report_calendar"),
    path("feeds/", feeds.feeds, name="report_feeds"),
    path("feeds/make/", feeds.make, name="report_feed_make"),
    path("feeds/<int:feed_id>/revoke/", feeds.take_back, name="report_feed_revoke"),
    path("templates/", templates.templates, name="report_templates"),
    path("templates/upload/", templates.upload, name="report_template_upload"),
    path("templates/reset/", templates.restore, name="report_template_reset"),
    path("templates/default.docx", templates.download, name="report_template_default"),
    path("templates/<int:template_id>.docx", templates.download, name="report_template"),
    path("templates/<int:template_id>/restore/", templates.restore, name="report_template_restore"),
    path(_ONE, calendar.report, name="report"),
    path(f"{_ONE}deliver/", calendar.deliver, name="report_deliver"),
    path(f"{_ONE}withdraw/<int:delivery_id>/", calendar.withdraw, name="report_withdraw"),
    path(f"{_ONE}date/", calendar.set_date, name="report_date"),
    path(f"{_ONE}parties/", calendar.set_parties, name="report_parties"),
    path(f"{_ONE}write/", letters.write, name="report_write"),
    path(f"{_ONE}file/", letters.produce, name="report_file"),
]
