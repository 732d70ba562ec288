"""The boundary sets of the sample: communes before and after 1 July 2025, their provinces and districts."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
from django.conf import settings

from layers.importing.boundaries import BoundaryOptions, commit, stage
from layers.models import AdminUnit, BoundarySet, Succession

REFORM = datetime.date(2025, 7, 1)
# The district units of the sample are those of the years just before the reform.
BEFORE = datetime.date(2020, 1, 1)
SOURCE = "Dữ liệu mẫu, ranh giới gần đúng"
AFTER_NAME = "Mẫu: xã, phường sau sắp xếp 01/7/2025"
BEFORE_NAME = "Mẫu: xã, phường, thị trấn trước 01/7/2025"
DECREE = "202/2025/QH15"

Level = AdminUnit.Level


def load_boundaries() -> None:
    """Load the sets that are not there yet: provinces first, so that districts and communes find theirs."""
    before = settings.SAMPLE_DIR / "communes-before-reform.shp"
    after = settings.SAMPLE_DIR / "communes-2025.shp"
    _load_outlines(before, "prov", Level.PROVINCE, "Mẫu: tỉnh, thành phố trước 01/7/2025", BEFORE, REFORM)
    _load_outlines(before, "dist", Level.DISTRICT, "Mẫu: huyện, quận trước 01/7/2025", BEFORE, REFORM)
    _load_outlines(after, "prov", Level.PROVINCE, "Mẫu: tỉnh, thành phố sau sắp xếp 01/7/2025", REFORM, None)
    _load(before, Level.COMMUNE, BEFORE_NAME, BEFORE, REFORM)
    _load(after, Level.COMMUNE, AFTER_NAME, REFORM, None)
    _load_successions(settings.SAMPLE_DIR / "succession.csv")


def _load(
    path: Path, level: str, name: str, valid_from: datetime.date, valid_to: datetime.date | None
) -> None:
    if BoundarySet.objects.filter(name=name).exists():
        return
    options = BoundaryOptions(
        level=level,
        valid_from=valid_from,
        valid_to=valid_to,
        decree=DECREE if valid_from == REFORM else "",
        name=name,
        source=SOURCE,
        is_sample=True,
    )
    commit(stage(path, options))


def _load_outlines(
    communes: Path,
    prefix: str,
    level: str,
    name: str,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
) -> None:
    """Load the units above the communes; their outline is the union of their communes."""
    if BoundarySet.objects.filter(name=name).exists():
        return
    frame = gpd.read_file(communes)
    kept = dict.fromkeys([f"{prefix}_code", f"{prefix}_name", "prov_code", "geometry"])
    outlines = frame.dissolve(by=f"{prefix}_code", as_index=False)[list(kept)]
    outlines = outlines.rename(columns={f"{prefix}_code": "code", f"{prefix}_name": "full_name"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{prefix}-{communes.stem}.geojson"
        outlines.to_file(path, driver="GeoJSON")
        _load(path, level, name, valid_from, valid_to)


def _load_successions(path: Path) -> None:
    """Link the old communes to the new ones; links that are there already stay as they are."""
    shares = pd.read_csv(path, dtype={"old_code": str, "new_code": str})
    old = dict(AdminUnit.objects.filter(boundary_set__name=BEFORE_NAME).values_list("code", "pk"))
    new = dict(AdminUnit.objects.filter(boundary_set__name=AFTER_NAME).values_list("code", "pk"))
    Succession.objects.bulk_create(
        [
            Succession(
                old_unit_id=old[row.old_code],
                new_unit_id=new[row.new_code],
                area_share=row.area_share,
                known_by=Succession.KnownBy.SAMPLE,
            )
            for row in shares.itertuples()
        ],
        ignore_conflicts=True,
    )
