"""Administration of what a plan sets differently from the program's defaults."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from gis_app.plans.models import PlanParameter
from gis_app.screening.parameters import ParameterError, checked
from gis_app.screening.plan_parameters import find_parameter


class PlanParameterForm(forms.ModelForm[PlanParameter]):
    """A parameter of a plan, within the bounds of the criterion it is of."""

    class Meta:
        model = PlanParameter
        fields = ["plan", "criterion", "key", "value", "source"]

    def clean(self) -> dict[str, Any]:
        """Refuse a parameter that no criterion has, and a value out of its bounds."""
        given = super().clean() or {}
        if {"criterion", "key", "value"} <= given.keys():
            try:
                settings, parameter = find_parameter(given["criterion"], given["key"])
                given["value"] = checked(parameter, settings.key, given["value"])
            except ParameterError as error:
                raise forms.ValidationError(str(error)) from error
        return given


@admin.register(PlanParameter)
class PlanParameterAdmin(admin.ModelAdmin[PlanParameter]):
    """Screening parameters of a plan, each with the document it rests on."""

    form = PlanParameterForm
    list_display = ["plan", "criterion", "key", "value", "source"]
    list_filter = ["plan", "criterion"]
