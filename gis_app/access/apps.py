"""Agencies, roles, jurisdictions and the audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may see and do what."""

    name = "gis_app.access"
    label = "access"
    verbose_name = _("Tài khoản và phân quyền")
