"""One export from the choices to the file, and the line in the audit trail that says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, AuditEntry
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists import LISTS
from gis_app.data.exports.systems import WGS84
from gis_app.data.exports.writers import FORMATS


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file."""

    path: Path
    name: str
    media_type: str
    rows: int


def export(
    what: str, filters: Filters, form: str, epsg: int, account: Account | None, folder: Path
) -> Exported:
    """Write a list into a file in the folder and record who took what.

    Args:
        what: key of `LISTS`.
        filters: what the list is narrowed to.
        form: key of `FORMATS`.
        epsg: system of the file.
        account: whose rows; None for the command line on the server.
        folder: an empty folder for the file.

    Raises:
        ExportRefusedError: when the list may not be given, does not fit the format, or the disk is full.
    """
    written = FORMATS[form]
    if written.fixed_system and epsg != WGS84:
        raise ExportRefusedError(str(written.fixed_system))
    try:
        # One snapshot: the counts of a long list are those of one moment.
        with transaction.atomic():
            table = LISTS[what].make(filters, account)
            name = f"{table.name}-{timezone.localdate():%Y%m%d}{written.suffix}"
            rows = written.write(table, folder / name, epsg)
    except OSError as error:
        raise ExportRefusedError(
            _("Không ghi được tệp (%(why)s); hãy báo quản trị hệ thống kiểm tra ổ đĩa.")
            % {"why": error.strerror or error}
        ) from error
    AuditEntry.write(
        AuditEntry.Act.EXPORT_DATA,
        str(LISTS[what].label),
        account,
        list=what,
        filter=filters.record(),
        format=form,
        crs=f"EPSG:{epsg}",
        rows=rows,
    )
    return Exported(folder / name, name, written.media_type, rows)
