"""KML and KMZ: folders as layers, extended data as columns."""

from __future__ import annotations

import zipfile

import pytest

from layers.reading import ReadingError, open_source, recognise

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<name>Bản đồ</name>
<Folder><name>Chốt</name>
 <Placemark><name>Chốt 1</name><description><![CDATA[<b>x</b>]]></description>
  <ExtendedData><Data name="loại"><value>A</value></Data>
   <SchemaData schemaUrl="#s"><SimpleData name="ma">001</SimpleData></SchemaData></ExtendedData>
  <Point><coordinates> 106.5 , 11.5 , 12 </coordinates></Point></Placemark>
 <Placemark><name>Chốt 2</name><Point><coordinates>106.6,11.5,0</coordinates></Point></Placemark>
</Folder>
<Folder><name>Vùng</name>
 <Placemark><name>Hai mảnh</name><MultiGeometry>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>106,11 107,11 107,12 106,11</coordinates></LinearRing>
   </outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>106.6,11.1 106.8,11.1 106.8,11.3 106.6,11.1
   </coordinates></LinearRing></innerBoundaryIs></Polygon>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>108,11 109,11 109,12</coordinates></LinearRing>
   </outerBoundaryIs></Polygon></MultiGeometry></Placemark>
 <Placemark><gx:Track><gx:coord>106 11 0</gx:coord><gx:coord>107 11 0</gx:coord></gx:Track></Placemark>
</Folder></Document></kml>"""


@pytest.fixture
def kml(tmp_path):
    path = tmp_path / "bản đồ.kml"
    path.write_text(KML, encoding="utf-8")
    return path


def test_folders_are_layers(kml):
    with pytest.raises(ReadingError, match="Chốt, Vùng"):
        open_source(kml)


def test_names_and_extended_data_become_columns(kml):
    with open_source(kml, layer="Chốt") as source:
        frame = source.read()
        assert source.columns == ("name", "loại", "ma")
        assert recognise(source.crs).epsg == 4326
        assert [p.code for p in source.problems] == ["height_dropped"]
    assert frame["ma"].tolist() == ["001", ""]
    assert frame.geometry.iloc[0].coords[0] == (106.5, 11.5)
    assert frame.index.tolist() == [1, 2]


def test_several_parts_holes_unclosed_rings_and_tracks(kml):
    with open_source(kml, layer="Vùng") as source:
        shapes = source.read().geometry
    assert shapes.geom_type.tolist() == ["MultiPolygon", "LineString"]
    assert shapes.iloc[0].is_valid
    assert len(shapes.iloc[0].geoms[0].interiors) == 1


def test_kmz_reads_its_main_file(kml, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(kml, "doc.kml")
        archive.writestr("files/other.kml", KML)
        archive.writestr("files/icon.png", b"x")
    with open_source(tmp_path / "a.kmz", layer="Chốt") as source:
        assert source.layers == ("Chốt", "Vùng")
        assert len(source.read()) == 2


def test_pieces(kml):
    with open_source(kml, layer="Chốt") as source:
        assert [piece.index.tolist() for piece in source.chunks(rows=1)] == [[1], [2]]


def test_utf16(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML.replace("UTF-8", "UTF-16"), encoding="utf-16")
    with open_source(path, layer="Vùng") as source:
        assert source.read()["name"].tolist() == ["Hai mảnh", ""]


def test_a_real_file(shared_data):
    with open_source(shared_data / "chicago-police-districts.kml") as source:
        frame = source.read()
    assert len(frame) == 25
    assert frame.geometry.is_valid.all()
