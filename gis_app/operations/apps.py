"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.operations"
    label = "operations"
    verbose_name = _("Vận hành")
