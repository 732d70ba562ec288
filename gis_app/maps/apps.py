"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.maps"
    label = "maps"
    verbose_name = _("Bản đồ")
