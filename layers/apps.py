"""The layers app: everything that has a place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LayersConfig(AppConfig):
    """Registers the reference rows (categories, kinds, indicators) after each migration."""

    name = "layers"
    verbose_name = _("Lớp dữ liệu")

    def ready(self) -> None:
        """Connect the reference data; a new database must know the categories of the plans."""
        from layers.reference import add_missing_reference_rows

        post_migrate.connect(add_missing_reference_rows, sender=self)
