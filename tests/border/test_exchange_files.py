"""The three files of a pack hold kind, day and square kilometre, and nothing else of a report."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import subprocess
from xml.etree import ElementTree

import pyogrio
import pytest
import shapely

from gis_app.border.board.refusing import RefusedError
from gis_app.border.exchange import files, reviewing
from gis_app.border.exchange.files import make_files
from gis_app.border.exchange.grid import cell_of
from gis_app.border.models import ExchangePack, PackFile
from tests.border.packs import NEAR, SECRET, approved, content, noon, submitted, told

pytestmark = pytest.mark.django_db
_KML = "{http://www.opengis.net/kml/2.2}"
_TIME_OF_DAY = re.compile(r"\b\d{1,2}:\d{2}\b")


@pytest.fixture
def pack(force, settings, tmp_path) -> ExchangePack:
    settings.VAR_DIR = tmp_path
    told(force)
    told(force, days_ago=4, kind="illegal_crossing", at=(107.06, 11.185))
    return approved(force, note_en="Joint patrol proposed.", note_vi="Đề nghị tuần tra chung.")


@pytest.fixture
def everything(pack, tmp_path) -> dict[str, str]:
    """Return all text of each file, whatever part of it it stands in."""
    (tmp_path / "p.gpkg").write_bytes(content(pack, "gpkg"))
    (tmp_path / "p.pdf").write_bytes(content(pack, "pdf"))
    with sqlite3.connect(tmp_path / "p.gpkg") as database:
        dump = "\n".join(database.iterdump())
    text = subprocess.run(
        ["/usr/bin/pdftotext", "-layout", tmp_path / "p.pdf", "-"], capture_output=True, check=True
    )
    info = subprocess.run(["/usr/bin/pdfinfo", tmp_path / "p.pdf"], capture_output=True, check=True)
    return {
        "pdf": (text.stdout + info.stdout).decode(),
        "gpkg": dump + content(pack, "gpkg").decode("latin-1"),
        "kml": content(pack, "kml").decode(),
    }


def test_each_file_tells_kind_day_and_cell(pack, everything):
    cell = cell_of(*NEAR).name
    day = noon().date()
    for form, text in everything.items():
        squeezed = " ".join(text.split())
        assert "Smuggling" in squeezed, form
        assert "Buôn lậu" in squeezed, form
        assert cell in squeezed, form
        assert (f"{day:%d/%m/%Y}" if form == "pdf" else day.isoformat()) in squeezed, form
        assert "Joint patrol proposed." in squeezed, form


def test_nothing_else_of_a_report_is_in_any_file(pack, everything, force):
    entries = list(pack.entries.select_related("report"))
    assert len(entries) == 2
    for form, text in everything.items():
        for secret in (
            SECRET,
            "xe tải",
            "Đồn Biên phòng",
            "Biên phòng thử",
            "đã đến nơi xem",
            "Họp thường kỳ",
        ):
            assert secret not in text, (form, secret)
        for entry in entries:
            assert str(entry.report_id) not in text, form
            assert entry.report_id.hex not in text, form
            assert f"{entry.report.point.x:.4f}" not in text, form
            assert f"{entry.report.point.y:.4f}" not in text, form
        for account in (force.command, force.east, force.people.owner):
            assert account.username not in text, form
    for form in ("pdf", "kml"):
        assert not _TIME_OF_DAY.search(everything[form]), form
    moments = set(_TIME_OF_DAY.findall(everything["gpkg"].split("COMMIT")[0]))
    assert moments <= {"00:00"}, "the format asks for a moment; it is midnight of the day of approval"


def test_the_geopackage_has_one_layer_of_cells_with_what_a_reader_must_know(pack, tmp_path):
    path = tmp_path / "opened.gpkg"
    path.write_bytes(content(pack, "gpkg"))
    assert [name for name, _kind in pyogrio.list_layers(path)] == ["border_exchange"]
    frame = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == ["name", "kind_en", "kind_vi", "day", "cell", "geometry"]
    assert set(frame["name"]) == set(pack.entries.values_list("public_id", flat=True))
    for entry in pack.entries.select_related("report"):
        (shape,) = frame[frame["name"] == entry.public_id].geometry
        assert shape.covers(shapely.Point(*entry.report.point.coords))
        assert shape.equals_exact(cell_of(*entry.report.point.coords).outline, 1e-9)
    with sqlite3.connect(path) as database:
        (text,) = database.execute("SELECT metadata FROM gpkg_metadata").fetchone()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert pack.code in text
    assert "no legal value" not in text, "there is no border line in this file"
    assert "cells of 1 km" in text


def test_the_kml_has_the_same_cells(pack):
    marks = ElementTree.fromstring(content(pack, "kml")).iter(f"{_KML}Placemark")
    named = {mark.find(f"{_KML}name").text: mark for mark in marks}
    assert set(named) == set(pack.entries.values_list("public_id", flat=True))
    for entry in pack.entries.select_related("report"):
        coordinates = next(named[entry.public_id].iter(f"{_KML}coordinates")).text
        ring = shapely.Polygon([tuple(map(float, pair.split(","))) for pair in coordinates.split()])
        assert ring.equals_exact(cell_of(*entry.report.point.coords).outline, 1e-7)


def test_the_same_pack_gives_the_same_bytes(pack):
    again = {file.form: file.sha256 for file in make_files(ExchangePack.objects.get(pk=pack.pk))}
    kept = dict(pack.files.values_list("form", "sha256"))
    assert again == kept
    for form in PackFile.Form:
        assert hashlib.sha256(content(pack, form)).hexdigest() == kept[form]


def test_nothing_is_left_on_the_disk(pack, tmp_path):
    assert [path.name for path in (tmp_path / "exchange").iterdir()] == []


@pytest.mark.parametrize("form", list(PackFile.Form))
def test_a_full_disk_approves_nothing(form, force, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    told(force)
    waits = submitted(force)

    def full(_content, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(files._MAKERS, form, full)
    with pytest.raises(RefusedError, match="ổ đĩa"):
        reviewing.approve(waits.code, waits.version, waits.digest, force.people.owner)
    waits.refresh_from_db()
    assert waits.state == "in_review"
    assert not waits.files.exists()
    assert list((tmp_path / "exchange").iterdir()) == []
    monkeypatch.undo()
    settings.VAR_DIR = tmp_path
    done = reviewing.approve(waits.code, waits.version, waits.digest, force.people.owner)
    assert done.files.count() == 3


def test_what_a_killed_process_left_is_never_part_of_a_pack(force, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    told(force)
    waits = submitted(force)
    left = tmp_path / "exchange" / waits.code
    left.mkdir(parents=True)
    (left / f"border-exchange-{waits.code}.gpkg").write_bytes(b"half a file")
    done = reviewing.approve(waits.code, waits.version, waits.digest, force.people.owner)
    assert content(done, "gpkg").startswith(b"SQLite format 3")
    assert not left.exists()
