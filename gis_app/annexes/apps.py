"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnexesConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.annexes"
    label = "annexes"
    verbose_name = _("Phụ lục bản đồ")
