"""Django's registration of the package."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BorderConfig(AppConfig):
    """See the package's docstring."""

    name = "gis_app.border"
    label = "border"
    verbose_name = _("Biên giới")

    def ready(self) -> None:
        """Connect the reference rows (they come after the categories they name), the rail, the overview."""
        from gis_app.access.navigation import offer_only_to
        from gis_app.border.board import waiting as board
        from gis_app.border.board.seeing import is_concerned
        from gis_app.border.exchange import waiting as exchange
        from gis_app.border.measures import waiting as measures
        from gis_app.border.patrols import waiting as patrols
        from gis_app.border.reference import add_missing_rows
        from gis_app.transformation.waiting import offer

        offer_only_to("border", is_concerned)
        offer(board.waiting_for)
        offer(patrols.waiting_for)
        offer(exchange.waiting_for)
        offer(measures.waiting_for)
        post_migrate.connect(add_missing_rows, sender=self)
