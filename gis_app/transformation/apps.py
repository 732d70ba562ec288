"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformationConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.transformation"
    label = "transformation"
    verbose_name = _("Chuyển hóa địa bàn")

    def ready(self) -> None:
        """Tell screening which communes are key areas; it is a floor below and cannot ask."""
        from gis_app.screening import key_areas
        from gis_app.transformation.reading import key_area_units

        key_areas.told_by(key_area_units)
