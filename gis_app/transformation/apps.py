"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformationConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.transformation"
    label = "transformation"
    verbose_name = _("Chuyển hóa địa bàn")
