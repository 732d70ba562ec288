"""What the command says of a grid before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from django.utils.translation import gettext as _

from layers.importing.rasters.figures import StagedFigures
from layers.importing.rasters.imagery import StagedImage
from layers.importing.rasters.population import StagedPopulation
from layers.importing.rasters.staging import StagedRaster
from layers.importing.telling import grouped


@singledispatch
def lines(staged: StagedRaster) -> Iterator[str]:
    """Yield sentences about a staged grid; each kind has its own."""
    raise TypeError(staged)


@lines.register
def _people(staged: StagedPopulation) -> Iterator[str]:
    yield _(
        "%(file)s: %(communes)s xã, phường, tổng %(people)s người; %(unknown)s nơi thiếu số liệu, "
        "%(outside)s nơi ngoài lưới."
    ) % {**_counts(staged), "people": grouped(round(staged.total))}


@lines.register
def _heights(staged: StagedFigures) -> Iterator[str]:
    yield _(
        "%(file)s: %(communes)s xã, phường, cao từ %(lowest)s đến %(highest)s m; "
        "%(unknown)s nơi thiếu số liệu, %(outside)s nơi ngoài lưới."
    ) % {
        **_counts(staged),
        "lowest": _metres(min(staged.known("elevation_lowest"), default=None), 1),
        "highest": _metres(max(staged.known("elevation_highest"), default=None), 1),
    }


@lines.register
def _picture(staged: StagedImage) -> Iterator[str]:
    yield _("%(file)s: ảnh chụp %(communes)s xã, phường: %(names)s.") % {
        "file": staged.origin.file_name,
        "communes": grouped(len(staged.units)),
        "names": ", ".join(staged.units),
    }
    pixels = {"brought": _metres(staged.brought_m, 3), "kept": _metres(staged.raster.kept_m, 3)}
    if staged.coarsened:
        yield (_("Cỡ điểm ảnh %(brought)s m; lưu ảnh thô hơn, %(kept)s m, không giữ tệp gốc.") % pixels)
    else:
        yield _("Cỡ điểm ảnh %(kept)s m; không giữ tệp gốc.") % pixels
    if staged.loses_band:
        yield _("Kênh thứ tư không phải kênh trong suốt nên không được lưu.")
    yield _("Ảnh nhận ra được người hoặc biển số thì không được nhập; hãy xem kỹ ảnh trước khi lưu.")


def _counts(staged: StagedFigures) -> dict[str, str]:
    return {
        "file": staged.origin.file_name,
        "communes": grouped(len(staged.sums)),
        "unknown": grouped(staged.unknown),
        "outside": grouped(staged.outside),
    }


def _metres(value: float | None, decimals: int) -> str:
    """Return metres with a decimal comma, without zeros at the end; a question mark where unknown."""
    if value is None:
        return "?"
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".").replace(".", ",")
