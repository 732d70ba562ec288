"""Administration of the reference data of the layers."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from layers.models import AdminUnit, IncidentCategory, Indicator, SiteKind


@admin.register(IncidentCategory)
class IncidentCategoryAdmin(admin.ModelAdmin):
    """Kinds of incidents and how precisely each may be shown."""

    list_display = ["label", "key", "criterion", "precision", "position"]
    list_filter = ["precision"]


@admin.register(SiteKind)
class SiteKindAdmin(admin.ModelAdmin):
    """Kinds of sites."""

    list_display = ["label", "key", "criterion", "position"]


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    """Figures that communes report."""

    list_display = ["label", "key", "unit", "criterion", "follows", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:
        """Keep the key of a figure: values and plans refer to it."""
        return ["key"] if obj else []


@admin.register(AdminUnit)
class AdminUnitAdmin(admin.ModelAdmin):
    """Units to choose a jurisdiction from; they are changed by importing a boundary set only."""

    list_display = ["full_name", "code", "level", "boundary_set"]
    search_fields = ["name", "full_name", "code"]
    ordering = ["level", "name"]
    fields = ["boundary_set", "code", "full_name", "level", "kind", "province_code"]

    def has_add_permission(self, request) -> bool:
        """Refuse: boundaries are imported."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Refuse: boundaries are imported."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Refuse: boundaries are imported."""
        return False

    def has_module_permission(self, request) -> bool:
        """Hide the list from the index; it only feeds the choice of a jurisdiction."""
        return False
