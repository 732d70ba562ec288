"""The import record of a row that came in by hand: every row says where it is from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from layers.models import ImportBatch

#: Stands in `ImportBatch.kind` for rows that a person entered on the map.
BY_HAND = "by_hand"


def record_by_hand(layer: ImportBatch.Layer, source: str, account: Account) -> ImportBatch:
    """Write the record of one row; it has no file, so no file is ever taken for it."""
    return ImportBatch.objects.create(
        layer=layer,
        file_name=_("nhập tay trên bản đồ"),
        kind=BY_HAND,
        source=source,
        crs="EPSG:4326",
        imported_by=account,
        rows_read=1,
        rows_accepted=1,
    )
