"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HotspotsConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.hotspots"
    label = "hotspots"
    verbose_name = _("Thống kê điểm nóng")
