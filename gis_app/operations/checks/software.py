"""Versions, and native libraries that live in one process."""

from __future__ import annotations

import os
import platform

import django
import geopandas
import pyogrio
import pyproj
import rasterio
import shapely
from django.contrib.gis.gdal import gdal_version
from django.contrib.gis.geos import geos_version

from gis_app.operations.checks.diagnosis import Diagnosis, Verdict


def python_packages() -> Diagnosis:
    """Say which versions run."""
    finding = (
        f"Python {platform.python_version()}, Django {django.get_version()}, "
        f"geopandas {geopandas.__version__}, shapely {shapely.__version__} "
        f"(GEOS {shapely.geos_version_string}), "
        f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str}), "
        f"rasterio {rasterio.__version__} (GDAL {rasterio.__gdal_version__}), "
        f"pyogrio {pyogrio.__version__} (GDAL {pyogrio.__gdal_version_string__})"
    )
    return Diagnosis(Verdict.GOOD, "Phần mềm Python", finding)


def native_libraries() -> Diagnosis:
    """Use GeoDjango's GDAL and GEOS and the wheels' own in one process and compare what they answer."""
    from django.contrib.gis.geos import Polygon

    corner = (107.2, 10.5)
    theirs = Polygon.from_bbox((*corner, 107.3, 10.6)).area
    ours = shapely.box(*corner, 107.3, 10.6).area
    finding = f"GDAL {gdal_version().decode()} và GEOS {geos_version().decode()} của hệ điều hành"
    if abs(theirs - ours) > 1e-12:
        return Diagnosis(
            Verdict.BAD,
            "Thư viện bản đồ",
            f"{finding} tính khác thư viện trong môi trường Python",
            "Chạy lại script/setup để cài đúng phiên bản.",
        )
    return Diagnosis(Verdict.GOOD, "Thư viện bản đồ", f"{finding}; chạy chung một tiến trình được")


def projection_variables() -> Diagnosis:
    """Look for environment variables that make one PROJ read the other's database."""
    found = [name for name in ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA") if os.environ.get(name)]
    if found:
        return Diagnosis(
            Verdict.BAD,
            "Biến môi trường",
            f"đang đặt {', '.join(found)}: các bản PROJ/GDAL sẽ đọc nhầm dữ liệu của nhau",
            "Bỏ các biến này khỏi môi trường rồi chạy lại.",
        )
    return Diagnosis(Verdict.GOOD, "Biến môi trường", "không có biến PROJ/GDAL nào gây nhầm")
