"""The pages of patrols: the list with its map, one patrol, the forms."""

from gis_app.border.views.patrols import listing, one, writing

__all__ = ["listing", "one", "writing"]
