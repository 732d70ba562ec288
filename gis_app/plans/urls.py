"""Addresses of the plans and their drafts. The parameters of a plan are pages of `gis_app.screening`."""

from django.urls import path

from gis_app.plans.views import drafts, items, plans

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/drafts/<int:draft_id>/", drafts.draft, name="plan_draft"),
    path("plans/drafts/<int:draft_id>/publish/", drafts.publish, name="plan_draft_publish"),
    path("plans/drafts/<int:draft_id>/give-up/", drafts.give_up, name="plan_draft_give_up"),
    path("plans/drafts/<int:draft_id>/move/", drafts.move, name="plan_draft_move"),
    path("plans/drafts/<int:draft_id>/own/<slug:inherited>/", drafts.own_rules, name="plan_draft_own"),
    path("plans/drafts/<int:draft_id>/put-back/<int:number>/", drafts.put_back, name="plan_draft_put_back"),
    path("plans/drafts/<int:draft_id>/<slug:part_key>/add/", items.add, name="plan_item_add"),
    path("plans/drafts/<int:draft_id>/<slug:part_key>/", items.item, name="plan_item"),
    path("plans/drafts/<int:draft_id>/<slug:part_key>/<int:index>/", items.item, name="plan_item"),
    path("plans/drafts/<int:draft_id>/<slug:part_key>/remove/", items.remove, name="plan_item_remove"),
    path(
        "plans/drafts/<int:draft_id>/<slug:part_key>/<int:index>/remove/",
        items.remove,
        name="plan_item_remove",
    ),
    path("plans/drafts/<int:draft_id>/<slug:part_key>/restore/", items.restore, name="plan_item_restore"),
    path(
        "plans/drafts/<int:draft_id>/<slug:part_key>/<int:index>/restore/",
        items.restore,
        name="plan_item_restore",
    ),
    path("plans/<slug:plan_id>/", plans.plan, name="plan"),
    path("plans/<slug:plan_id>/versions/<int:number>/", plans.plan, name="plan_version"),
    path("plans/<slug:plan_id>/versions/<int:number>/copy/", drafts.copy, name="plan_copy"),
    path("plans/<slug:plan_id>/draft/", drafts.start, name="plan_draft_start"),
    path("plans/<slug:plan_id>/compare/", plans.compare, name="plan_compare"),
]
