"""What a province promised, as data."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Publishes the records of the five documents after each migration."""

    name = "gis_app.plans"
    label = "plans"
    verbose_name = _("Kế hoạch")

    def ready(self) -> None:
        """Connect the publication; a new database must know the plans."""
        from gis_app.plans.publishing import publish_records

        post_migrate.connect(publish_records, sender=self)
