"""The files of an approved pack, made from its frozen entries and nothing else.

The same pack gives the same bytes. Words are not those of the interface but of `words.yaml`, both languages
side by side, because the other side reads them.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pyogrio.errors
from django.conf import settings
from django.utils.translation import gettext as _

from gis_app.border.board.refusing import RefusedError
from gis_app.border.exchange.files.lines import Told, told
from gis_app.border.exchange.files.sheet import pdf_of
from gis_app.border.exchange.files.table import geopackage_of, kml_of
from gis_app.border.models import ExchangePack, PackFile

_MAKERS = {PackFile.Form.PDF: pdf_of, PackFile.Form.GPKG: geopackage_of, PackFile.Form.KML: kml_of}
#: How the writers say that a disk is full.
_UNWRITABLE = (
    OSError,
    sqlite3.Error,
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
)


def make_files(pack: ExchangePack) -> list[PackFile]:
    """Return the files of a pack that is being approved, unsaved. Its row is locked by the caller.

    Raises RefusedError where one of them cannot be written; nothing is left behind then. What a killed
    process left is removed by the next one that makes the same pack.
    """
    folder = Path(settings.VAR_DIR) / "exchange" / pack.code
    content = told(pack)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        return [_file(content, form, folder) for form in PackFile.Form]
    except _UNWRITABLE as error:
        raise RefusedError(
            _("Không lập được tệp, ổ đĩa của máy chủ có thể đã đầy; gói chưa được duyệt, hãy báo quản trị.")
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _file(content: Told, form: PackFile.Form, folder: Path) -> PackFile:
    name = f"border-exchange-{content.pack.code}.{form}"
    path = folder / name
    _MAKERS[form](content, path)
    written = path.read_bytes()
    return PackFile(
        pack=content.pack, form=form, name=name, sha256=hashlib.sha256(written).hexdigest(), content=written
    )
