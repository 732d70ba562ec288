"""The neighbours of communes, found once for a list of communes and kept until the communes are others.

`layers.models.UnitAdjacency` knows lengths of common boundaries within one file; statistics also need
corners, and communes in force on a day may come from several files.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from gis_app.hotspots.figures import shapes
from gis_app.hotspots.models import NeighbourTable
from gis_app.statistics.neighbours import Neighbours, queen

# Raised whenever another definition of "neighbour" is meant.
_METHOD = 1

_FINGERPRINT = """
SELECT md5(%s::text || string_agg(concat_ws(':', id, area_m2, md5(ST_AsBinary(geometry))), ';' ORDER BY id))
FROM layers_adminunit WHERE id = ANY(%s)
"""


def neighbours_of(unit_ids: Sequence[int]) -> Neighbours:
    """Return the neighbours (common boundary or corner) of communes, from the store where they are known.

    Args:
        unit_ids: primary keys, rising; positions in the answer follow them.
    """
    fingerprint = _fingerprint(unit_ids)
    known = NeighbourTable.objects.filter(fingerprint=fingerprint).first()
    if known is not None:
        return Neighbours.from_arrays(known.starts, known.columns, known.definition)
    found = queen(shapes(unit_ids))
    starts, columns = found.arrays()
    # Two workers may find the same at once; either answer is right.
    NeighbourTable.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "definition": found.definition,
            "starts": starts.tolist(),
            "columns": columns.tolist(),
        },
    )
    return found


def _fingerprint(unit_ids: Sequence[int]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINT, [_METHOD, list(unit_ids)])
        return str(cursor.fetchone()[0])
