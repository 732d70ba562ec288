"""Addresses of the lists of each year and of the key areas."""

from django.urls import path

from gis_app.transformation.views import (
    adopting,
    area,
    decision,
    evaluation,
    programme,
    relapse,
    selection,
    targets,
    work,
    workbook,
)

urlpatterns = [
    path("selections/", selection.selections, name="selections"),
    path("selections/<slug:plan_id>/<int:year>/", selection.selection, name="selection"),
    path("selections/<slug:plan_id>/<int:year>/propose/", selection.propose, name="selection_propose"),
    path("selections/<slug:plan_id>/<int:year>/add/", selection.add, name="selection_add"),
    path("selections/<slug:plan_id>/<int:year>/decide/", selection.decide_on_list, name="selection_decide"),
    path("selections/<slug:plan_id>/<int:year>/adopt/", adopting.adopt, name="year_adopt"),
    path("selections/<slug:plan_id>/<int:year>/targets/", workbook.import_targets, name="targets_import"),
    path(
        "selections/<slug:plan_id>/<int:year>/targets/commit/", workbook.commit_targets, name="targets_commit"
    ),
    path(
        "selections/<slug:plan_id>/<int:year>/targets.xlsx", workbook.year_template, name="targets_template"
    ),
    path("selections/<slug:plan_id>/<int:year>/carry/", selection.carry, name="selection_carry"),
    path("selections/<slug:plan_id>/<int:year>/close/", selection.close, name="selection_close"),
    path("decisions/", decision.find_seal, name="decision_by_seal"),
    path("decisions/<int:decision_id>/", decision.decision, name="decision"),
    path("decisions/<int:decision_id>/correct/", decision.correct_decision, name="decision_correct"),
    path("decisions/<int:decision_id>/annul/", decision.annul_decision, name="decision_annul"),
    path("areas/<int:area_id>/", area.area, name="area"),
    path("areas/<int:area_id>/enter/", targets.enter_figures, name="area_enter"),
    path("areas/<int:area_id>/confirm/", targets.confirm_figures, name="area_confirm"),
    path(
        "areas/<int:area_id>/results/<int:result_id>/send-back/",
        targets.send_figure_back,
        name="area_send_back",
    ),
    path("areas/<int:area_id>/targets.xlsx", workbook.area_template, name="area_template"),
    path("areas/<int:area_id>/work/", work.work, name="area_work"),
    path("areas/<int:area_id>/work/<slug:kind>/add/", work.add_work, name="area_work_add"),
    path(
        "areas/<int:area_id>/work/<slug:kind>/<int:entry_id>/strike/",
        work.strike_work,
        name="area_work_strike",
    ),
    path("areas/<int:area_id>/evaluation/", evaluation.evaluation, name="area_evaluation"),
    path("areas/<int:area_id>/evaluation/judge/", evaluation.judge_condition, name="area_judge"),
    path("areas/<int:area_id>/evaluation/keep/", evaluation.keep_evaluation, name="area_evaluation_keep"),
    path(
        "areas/<int:area_id>/evaluation/<int:evaluation_id>.pdf",
        evaluation.evaluation_sheet,
        name="area_evaluation_sheet",
    ),
    path("selections/<slug:plan_id>/programme/", programme.programme, name="programme"),
    path("selections/<slug:plan_id>/programme.xlsx", programme.programme_xlsx, name="programme_xlsx"),
    path("selections/<slug:plan_id>/watch/", relapse.relapse_watch, name="relapse_watch"),
    path("areas/<int:area_id>/judged/", programme.judged, name="judged"),
    path("areas/<int:area_id>/watch/", relapse.relapse_answer, name="relapse_answer"),
    path("areas/<int:area_id>/decide/", area.decide_on_area, name="area_decide"),
    path("areas/<int:area_id>/remove/", area.remove, name="area_remove"),
]
