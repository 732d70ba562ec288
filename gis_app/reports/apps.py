"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.reports"
    label = "reports"
    verbose_name = _("Báo cáo")
