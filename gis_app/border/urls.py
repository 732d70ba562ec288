"""Addresses of the border pages, below /border/."""

from django.urls import path

from gis_app.border.views import adjoining, board, exchange, field, patrols, report, routes, summary, sync
from gis_app.border.views.strip import pages as strip
from gis_app.border.views.strip import records

urlpatterns = [
    path("", board.page, name="border"),
    path("changes.json", board.changes_since, name="border_changes"),
    path("ground.json", board.ground, name="border_ground"),
    path("sync", sync.receive, name="border_sync"),
    path("reports/new/", report.new, name="border_report_new"),
    path("reports/<uuid:report_id>/", report.page, name="border_report"),
    path("reports/<uuid:report_id>/<slug:act>/", report.act, name="border_report_act"),
    path("field/", field.page, name="border_field"),
    path("field/worker.js", field.worker, name="border_field_worker"),
    path("field/manifest.webmanifest", field.manifest, name="border_field_manifest"),
    path("field/state.json", field.device_state, name="border_field_state"),
    path("field/package.json", field.map_package, name="border_field_package"),
    path("field/answers.json", field.report_answers, name="border_field_answers"),
    path("strip/", strip.page, name="border_strip"),
    path("strip/map.json", strip.map_data, name="border_strip_map"),
    path("strip/where/", strip.where_page, name="border_where"),
    path("strip/foot.json", records.foot, name="border_foot"),
    path("strip/agreements/", strip.agreements, name="border_agreements"),
    path("strip/communes/decree/", records.decree, name="border_decree"),
    path("strip/<slug:kind>/new/", records.new, name="border_record_new"),
    path("strip/<slug:kind>/<int:row_id>/", records.page, name="border_record"),
    path("patrols/", patrols.listing.page, name="border_patrols"),
    path("patrols/new/", patrols.writing.plan, name="border_patrol_new"),
    path("patrols/track/", patrols.writing.track, name="border_patrol_track"),
    path("patrols/<int:patrol_id>/", patrols.one.page, name="border_patrol"),
    path("patrols/<int:patrol_id>/done/", patrols.writing.done_page, name="border_patrol_done"),
    path("patrols/<int:patrol_id>/correct/", patrols.writing.correct, name="border_patrol_correct"),
    path("patrols/<int:patrol_id>/cancel/", patrols.one.cancel, name="border_patrol_cancel"),
    path("patrols/<int:patrol_id>/reopen/", patrols.one.reopen, name="border_patrol_reopen"),
    path("exchange/", exchange.packs, name="border_exchange"),
    path("exchange/new/", exchange.new, name="border_exchange_new"),
    path("exchange/<slug:code>/", exchange.page, name="border_exchange_pack"),
    path("exchange/<slug:code>/edit/", exchange.edit, name="border_exchange_edit"),
    path("exchange/<slug:code>/files/<slug:form>/", exchange.file, name="border_exchange_file"),
    path("exchange/<slug:code>/<slug:act>/", exchange.act, name="border_exchange_act"),
    path("routes/", routes.page, name="border_routes"),
    path("routes/new/", routes.new, name="border_route_new"),
    path("routes/<int:route_id>/", routes.route, name="border_route"),
    path("routes/<int:route_id>/measures/new/", routes.measure, name="border_measure_new"),
    path("routes/<int:route_id>/measures/<int:measure_id>/", routes.measure, name="border_measure"),
    path("summary/", summary.page, name="border_summary"),
    path("adjoining/", adjoining.pairs, name="adjoining"),
    path("adjoining/<slug:first>/<slug:second>/", adjoining.pair, name="adjoining_pair"),
    path(
        "adjoining/<slug:first>/<slug:second>/offices/<int:office_id>/retire/",
        adjoining.retire_office,
        name="adjoining_retire_office",
    ),
]
