"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BorderConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.border"
    label = "border"
    verbose_name = _("Biên giới")
