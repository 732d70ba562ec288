"""What a screening was made from: the imports that were there, and the versions of what computed it."""

from __future__ import annotations

import hashlib
import platform
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import django
import numpy
import pyproj
import shapely
from django.conf import settings
from django.db import connection

from layers.models import ImportBatch

_JUDGING = ("rules", "counted", "regulations", "black_spots")


def data_cutoff() -> dict[str, list[dict[str, Any]]]:
    """Return all imports that stand, by layer: primary key, file, hash, time and accepted rows."""
    layers: dict[str, list[dict[str, Any]]] = {}
    for batch in ImportBatch.objects.standing().order_by("layer", "id"):
        layers.setdefault(batch.layer, []).append(
            {
                "batch": batch.pk,
                "file": batch.file_name,
                "sha256": batch.file_sha256,
                "imported_at": batch.imported_at.isoformat(),
                "rows": batch.rows_accepted,
            }
        )
    return layers


def software_versions() -> dict[str, str]:
    """Return the versions of the program, its rules, Django, and of the libraries that measure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT PostGIS_Lib_Version(), PostGIS_GEOS_Version(), PostGIS_PROJ_Version(), "
            "current_setting('server_version')"
        )
        postgis, geos, proj, postgresql = cursor.fetchone()
    return {
        "diaban": project_version(),
        "rules": rules_hash(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgresql,
        "postgis": postgis,
        "geos": geos,
        "proj": proj,
        "shapely": f"{shapely.__version__} (GEOS {shapely.geos_version_string})",
        "numpy": numpy.__version__,
        "pyproj": f"{pyproj.__version__} (PROJ {pyproj.proj_version_str})",
    }


@cache
def rules_hash() -> str:
    """Return a hash over every file that says what a criterion is: equal ones judged alike."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in _JUDGING:
        for file in sorted((package / folder).iterdir()):
            if file.suffix in {".py", ".sql", ".yaml"}:
                digest.update(f"{folder}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def project_version() -> str:
    """Return the version that `pyproject.toml` states."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
