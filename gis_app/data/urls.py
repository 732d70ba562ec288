"""Addresses of the data pages, below /data/."""

from django.urls import path

from gis_app.data.views import choosing, deciding, duplicates, overview, records, starting, templates
from gis_app.data.withdrawing import views as withdrawing

urlpatterns = [
    path("", overview.data, name="data"),
    path("import/", starting.new, name="import_new"),
    path("import/<int:job_id>/", starting.job, name="import_job"),
    path("import/<int:job_id>/progress/", starting.progress, name="import_progress"),
    path("import/<int:job_id>/again/", starting.again, name="import_again"),
    path("import/<int:job_id>/discard/", starting.discard, name="import_discard"),
    path("import/<int:job_id>/preview/", choosing.preview, name="import_preview"),
    path("import/<int:job_id>/columns/", choosing.columns, name="import_columns"),
    path("import/<int:job_id>/place/", choosing.place, name="import_place"),
    path("import/<int:job_id>/problems/", deciding.problems, name="import_problems"),
    path("import/<int:job_id>/rows/<slug:which>.xlsx", deciding.rows, name="import_rows"),
    path("import/<int:job_id>/result/", deciding.result, name="import_result"),
    path("indicator-template/", templates.indicator_template, name="indicator_template"),
    path("imports/<int:batch_id>/", records.record, name="import_record"),
    path("imports/<int:batch_id>/withdraw/", withdrawing.withdraw, name="import_withdraw"),
    path("imports/<int:batch_id>/withdraw/progress/", withdrawing.progress, name="import_withdraw_progress"),
    path("set-aside/", records.set_aside, name="set_aside"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/<int:pair_id>/", duplicates.decide, name="duplicate_decide"),
]
