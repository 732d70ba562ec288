"""One export from the choices to the file, and the line in the audit trail that says so."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyogrio.errors
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxFileError

from gis_app.access.models import Account, AuditEntry
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists import LISTS
from gis_app.data.exports.writers import FORMATS
from layers.writing.systems import WGS84
from layers.writing.table import Row

_log = logging.getLogger(__name__)

#: How the writers say that a file could not be written; each library has words of its own for a full disk.
_UNWRITABLE = (
    OSError,
    sqlite3.Error,
    XlsxFileError,
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file."""

    path: Path
    name: str
    media_type: str
    rows: int


def export(
    what: str,
    filters: Filters,
    form: str,
    epsg: int,
    account: Account | None,
    folder: Path,
    watch: Callable[[int], None],
) -> Exported:
    """Write a list into a file in the folder and record who took what.

    Args:
        what: key of `LISTS`.
        filters: what the list is narrowed to.
        form: key of `FORMATS`.
        epsg: system of the file.
        account: whose rows; None for the command line on the server.
        folder: an empty folder for the file.
        watch: is told the number of each row before it is written; what it raises ends the export.

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
            # Whatever ends the writing, the database's cursor is closed before its transaction is.
            with closing(_watched(table.rows, watch)) as rows_watched:
                rows = written.write(replace(table, rows=rows_watched), folder / name, epsg)
    except _UNWRITABLE as error:
        raise unwritable() from error
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


def unwritable() -> ExportRefusedError:
    """Return the sentence for a full or broken disk; what the libraries say of it is for the log."""
    _log.warning("an export could not be written", exc_info=True)
    return ExportRefusedError(
        _("Không ghi được tệp, ổ đĩa của máy chủ có thể đã đầy; hãy báo quản trị hệ thống kiểm tra ổ đĩa.")
    )


def _watched(rows: Generator[Row], watch: Callable[[int], None]) -> Generator[Row]:
    with closing(rows):
        for number, row in enumerate(rows, start=1):
            watch(number)
            yield row
