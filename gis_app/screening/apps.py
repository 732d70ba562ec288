"""Django's registration of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.screening"
    label = "screening"
    verbose_name = _("Rà soát")

    def ready(self) -> None:
        """Have outer edges surveyed whenever boundaries change; `layers` is floors below and cannot ask."""
        from layers.boundary_sets import afterwards

        afterwards.also(_survey)


def _survey() -> None:
    # Brings what reads shapes, which other commands would wait for at their start.
    from gis_app.screening.surveying import survey_for_plans

    survey_for_plans()
