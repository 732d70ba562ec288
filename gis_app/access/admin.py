"""Administration of accounts and agencies. What happened (history, prints) is on its own page, read-only."""

from __future__ import annotations

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from gis_app.access.models import Account, Agency


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """Offices that have accounts."""

    list_display = ["name", "kind", "superior", "valid_to", "successor"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Account)
class AccountAdmin(UserAdmin):
    """Accounts, their role and jurisdiction; an account that has acted is closed, not deleted."""

    list_display = ["username", "title", "role", "agency", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "title"]
    ordering = ["username"]
    filter_horizontal: list[str] = []
    autocomplete_fields = ["units"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Vị trí"), {"fields": ["title", "agency", "role", "is_active"]}),
        (_("Địa bàn phụ trách"), {"fields": ["whole_country", "units"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "username",
                    "usable_password",
                    "password1",
                    "password2",
                    "title",
                    "agency",
                    "role",
                ],
            },
        )
    ]

    def has_delete_permission(self, request, obj=None) -> bool:
        """Refuse: the history would lose who acted."""
        return False


# Nothing is done with these here: roles stand in place of groups, the queue has its own pages, and a sign-in
# that was locked is opened by `manage.py axes_reset_username`.
for _unused in (Group, AccessAttempt, AccessFailureLog, AccessLog, DBTaskResult):
    if admin.site.is_registered(_unused):
        admin.site.unregister(_unused)

admin.site.site_header = _("Quản trị Diaban")
admin.site.site_title = _("Diaban")
admin.site.index_title = _("Tài khoản, cơ quan và danh mục")
