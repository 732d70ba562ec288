"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.data"
    label = "data"
    verbose_name = _("Dữ liệu")
