"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.screening"
    label = "screening"
    verbose_name = _("Rà soát")
