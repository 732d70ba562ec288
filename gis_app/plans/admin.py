"""Administration of what a plan sets differently from the program's defaults."""

from __future__ import annotations

from django.contrib import admin

from gis_app.plans.models import PlanParameter


@admin.register(PlanParameter)
class PlanParameterAdmin(admin.ModelAdmin):
    """Screening parameters of a plan, each with the document it rests on."""

    list_display = ["plan", "criterion", "key", "value", "source"]
    list_filter = ["plan", "criterion"]
