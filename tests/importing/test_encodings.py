"""Names in legacy fonts, from the file to the database."""

from __future__ import annotations

import geopandas as gpd
import pytest

from layers.models import AdminUnit, ImportBatch
from tests.importing.files import run
from tests.reading.legacy_text import as_bytes

pytestmark = pytest.mark.django_db


def test_the_real_communes_with_every_column_in_another_font(shared_data, tmp_path):
    communes = gpd.read_file(shared_data / "communes-2025-dong-nai.gpkg")
    stored = communes.copy()
    for column, form in (("name", "tcvn3"), ("full_name", "tcvn3"), ("old_provinces", "vni")):
        stored[column] = [as_bytes(text, f"{form}+unicode").decode() for text in communes[column]]
    path = tmp_path / "xa.gpkg"
    stored.to_file(path)
    run("import_boundaries", path, "--level", "commune", "--valid-from", "2026-04-30", "--commit")
    names = dict(AdminUnit.objects.values_list("code", "full_name"))
    assert names == dict(zip(communes["code"], communes["full_name"], strict=True))
    batch = ImportBatch.objects.get()
    assert batch.encoding == "tcvn3 (name, full_name), vni (old_provinces), utf-8 (merged_from)"
