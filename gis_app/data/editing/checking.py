"""The checks of an import, for one row that a person typed."""

from __future__ import annotations

import pandas as pd
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.editing.errors import EditRefusedError
from layers.importing.findings import as_findings
from layers.models import AdminUnit, BoundarySet
from layers.reading.extent import SURROUNDINGS
from layers.reading.persons import person_values
from layers.reading.problems import Problem


def no_person(text: str, label: str, field: str) -> None:
    """Refuse text that holds an identity number, a phone number or a plate.

    Raises:
        EditRefusedError: with the field named.
    """
    code = person_values(pd.Series([text], dtype=object))
    if code is not None:
        (finding,) = as_findings([Problem(None, label, code)])
        raise EditRefusedError(finding.sentence, field)


def in_jurisdiction(shape: GEOSGeometry, account: Account, field: str) -> None:
    """Refuse a shape that does not touch a commune which the account sees.

    Raises:
        EditRefusedError: also for what is nowhere near Việt Nam.
    """
    west, south, east, north = SURROUNDINGS
    left, bottom, right, top = shape.extent
    if not (west <= left and right <= east and south <= bottom and top <= north):
        raise EditRefusedError(_("Vị trí này nằm ngoài Việt Nam; hãy kiểm tra kinh độ, vĩ độ."), field)
    communes = AdminUnit.objects.communes().filter(
        boundary_set__status=BoundarySet.Status.ACTIVE, geometry__intersects=shape
    )
    if not restrict(communes, account).exists():
        raise EditRefusedError(
            _("Vị trí này nằm ngoài địa bàn phụ trách của bạn; hãy chọn lại trên bản đồ."), field
        )
