"""Administration of what the board and the packs go by: kinds, limits, agreements, what may leave."""

from __future__ import annotations

from django.contrib import admin

from gis_app.border.models import (
    AgreedKind,
    Counterpart,
    LeavingRule,
    ReportKind,
    SharingAgreement,
    TimeLimit,
)


@admin.register(ReportKind)
class ReportKindAdmin(admin.ModelAdmin):
    """Kinds of reports and the incident category of each."""

    list_display = ["label", "key", "category", "position"]


@admin.register(TimeLimit)
class TimeLimitAdmin(admin.ModelAdmin):
    """How long a report may wait, with the document that says so."""

    list_display = ["urgency", "state", "kind", "minutes", "source"]
    list_filter = ["urgency", "state"]


class AgreedKindInline(admin.TabularInline):
    """The kinds that an agreement names."""

    model = AgreedKind
    extra = 1


@admin.register(SharingAgreement)
class SharingAgreementAdmin(admin.ModelAdmin):
    """Standing agreements; what has ended gets a last day and stays."""

    list_display = ["giver", "receiver", "both_ways", "document", "valid_from", "valid_to"]
    search_fields = ["giver__name", "receiver__name", "document"]
    inlines = [AgreedKindInline]

    def has_delete_permission(self, request, obj=None) -> bool:
        """Refuse: what was shared under it would have no ground any more."""
        return False


@admin.register(Counterpart)
class CounterpartAdmin(admin.ModelAdmin):
    """Authorities across the border; one that is no longer exchanged with stays in the record."""

    list_display = ["label", "label_en", "country", "is_current"]

    def has_delete_permission(self, request, obj=None) -> bool:
        """Refuse: packs name it."""
        return False


@admin.register(LeavingRule)
class LeavingRuleAdmin(admin.ModelAdmin):
    """Which kinds of reports may leave the country, with the document that says so."""

    list_display = ["kind", "may_leave", "least_in_cell", "source"]
