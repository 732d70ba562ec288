"""Files with legacy Vietnamese text: read right without a choice, forced, asked, refused."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely
import xlsxwriter

from layers.reading import ReadingError, column_proposals, open_source, person_problems
from layers.reading.names import nfc
from tests.reading.legacy_text import (
    FORMS,
    LEGACY,
    as_bytes,
    encoding_of,
    write_csv,
    write_mapinfo,
    write_shapefile,
)


@pytest.fixture(scope="module")
def names(communes) -> list[str]:
    return communes["full_name"].tolist()


@pytest.mark.parametrize("cpg", ["1258", "ISO-8859-1", None])
@pytest.mark.parametrize("form", FORMS)
def test_real_names_come_back_from_a_shapefile(tmp_path, names, form, cpg):
    path = write_shapefile(tmp_path, {"TEN_XA": [as_bytes(name, form) for name in names]}, cpg)
    with open_source(path) as source:
        assert source.read()["TEN_XA"].tolist() == names
        assert source.encoding == encoding_of(form)


@pytest.mark.parametrize("form", FORMS)
def test_real_names_come_back_from_a_csv(tmp_path, names, form):
    path = write_csv(tmp_path / "xa.csv", {"ten": [as_bytes(name, form) for name in names]})
    with open_source(path) as source:
        assert source.read()["ten"].tolist() == names
        assert source.encoding == encoding_of(form)


@pytest.mark.parametrize("charset", ["Neutral", "WindowsLatin1", "WindowsVietnamese"])
@pytest.mark.parametrize("form", ["utf-8", *LEGACY])
def test_real_names_come_back_from_mapinfo(tmp_path, names, form, charset):
    path = write_mapinfo(tmp_path, [as_bytes(name, form) for name in names], charset)
    with open_source(path) as source:
        assert source.read()["TEN"].tolist() == names
        assert source.encoding == encoding_of(form)


@pytest.mark.parametrize("form", ["tcvn3+unicode", "vni+unicode", "utf-8-twice", "decomposed"])
@pytest.mark.parametrize("extension", ["gpkg", "geojson", "kml", "xlsx"])
def test_legacy_text_inside_unicode_formats(tmp_path, names, form, extension):
    stored = [as_bytes(name, form).decode() for name in names]
    path = tmp_path / f"xa.{extension}"
    if extension == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_column(0, 0, ["ten", *stored])
    elif extension == "kml":
        place = (
            '<Placemark><ExtendedData><Data name="ten"><value>{}</value></Data></ExtendedData></Placemark>'
        )
        path.write_text(f"<kml><Document>{''.join(map(place.format, stored))}</Document></kml>")
    else:
        points = [shapely.Point(106, 11)] * len(stored)
        gpd.GeoDataFrame({"ten": stored}, geometry=points, crs=4326).to_file(path)
    with open_source(path) as source:
        assert source.read()["ten"].tolist() == names
        assert source.encoding == encoding_of(form)
    with open_source(path, encoding="utf-8") as source:
        assert source.read()["ten"].tolist() == [nfc(text) for text in stored]


def test_columns_of_one_file_in_different_encodings(tmp_path, names):
    columns = {
        "MA": [str(i).encode() for i in range(len(names))],
        "TEN_XA": [as_bytes(name, "tcvn3") for name in names],
        "GHI_CHU": [as_bytes(name, "utf-8") for name in names],
    }
    for path in (write_shapefile(tmp_path, columns, "1258"), write_csv(tmp_path / "xa.csv", columns)):
        with open_source(path) as source:
            frame = source.read()
            assert source.encoding == "tcvn3 (TEN_XA), utf-8 (GHI_CHU)"
            proposals = column_proposals(source)
        assert frame["TEN_XA"].tolist() == frame["GHI_CHU"].tolist() == names
        assert {c: p[0].encoding for c, p in proposals.items()} == {
            "MA": "ascii",
            "TEN_XA": "tcvn3",
            "GHI_CHU": "utf-8",
        }


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_pieces_of_any_size_read_alike(tmp_path, names, rows):
    path = write_csv(tmp_path / "xa.csv", {"ten": [as_bytes(name, "vni") for name in names]})
    with open_source(path) as source:
        assert [name for piece in source.chunks(rows) for name in piece["ten"]] == names


def test_headings_are_decoded_too(tmp_path, names):
    heading = "Mã xã,Tên xã".encode()
    for encoding in LEGACY:
        lines = [as_bytes("Mã xã,Tên xã", encoding)]
        lines += [f"{i},".encode() + as_bytes(name, encoding) for i, name in enumerate(names)]
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(b"\n".join(lines))
        with open_source(path) as source:
            assert ",".join(source.columns).encode() == heading
            assert source.read()["Tên xã"].tolist() == names


@pytest.mark.parametrize("form", LEGACY)
def test_the_named_encoding_is_forced_on_all_text(tmp_path, form):
    columns = {"A": [as_bytes("Phú Lý", form)], "B": [as_bytes("Bà Rá", form)]}
    for path in (write_csv(tmp_path / "xa.csv", columns), write_shapefile(tmp_path, columns)):
        with open_source(path, encoding=form) as source:
            row = source.read().iloc[0]
            assert (row["A"], row["B"]) == ("Phú Lý", "Bà Rá")
            assert source.encoding == form


def test_an_encoding_for_one_column_leaves_the_others_to_be_told(tmp_path, names):
    columns = {"A": [as_bytes("Lò Gò", "vni")] * 95, "B": [as_bytes(name, "tcvn3") for name in names]}
    path = write_csv(tmp_path / "xa.csv", columns)
    with open_source(path, encoding={"A": "vni"}) as source:
        frame = source.read()
    assert frame["A"].iloc[0] == "Lò Gò"
    assert frame["B"].tolist() == names
    with pytest.raises(ReadingError) as refused:
        open_source(path, encoding={"C": "vni"})
    assert refused.value.code == "column_unknown"
    with pytest.raises(ReadingError) as refused:
        open_source(path, encoding={"A": "klingon"})
    assert refused.value.code == "encoding_not_supported"


def test_a_wrong_choice_is_refused(tmp_path, names):
    path = write_csv(tmp_path / "xa.csv", {"ten": [as_bytes(name, "tcvn3") for name in names]})
    for wrong in ("vni", "utf-8"):
        with pytest.raises(ReadingError) as refused:
            open_source(path, encoding=wrong)
        assert refused.value.code == "encoding_wrong"


def test_what_is_not_clear_is_asked_with_names_to_choose_by(tmp_path):
    path = write_csv(tmp_path / "xa.csv", {"ten": [b"B\xecnh S\xc6\xf6n"]})
    with pytest.raises(ReadingError) as refused:
        open_source(path)
    assert refused.value.code == "encoding_unknown"
    sentence = refused.value.sentence("vi")
    assert "--encoding" in sentence
    assert "xa.csv – ten" in sentence
    with open_source(path, encoding="best") as source:
        best = column_proposals(source)["ten"]
        assert best[0].encoding in sentence
        assert source.read()["ten"].tolist() == list(best[0].samples)


def test_bytes_further_down_that_are_not_utf8_are_refused_not_lost(tmp_path, names):
    many = [as_bytes(f"Xã Tân Lập {i}", "utf-8") for i in range(2_500)]
    columns = {"a": [*many, as_bytes("Lộc", "tcvn3")], "b": [as_bytes(names[0], "tcvn3")] * 2_501}
    path = write_csv(tmp_path / "xa.csv", columns)
    with pytest.raises(ReadingError) as refused, open_source(path) as source:
        source.read()
    assert refused.value.code == "encoding_wrong"


@pytest.mark.parametrize("form", FORMS)
def test_persons_are_recognised_in_any_encoding(tmp_path, form):
    persons = [
        "Nguyễn Văn Hùng",
        "Trần Thị Bích",
        "Lê Quốc Việt",
        "Phạm Thị Mỹ",
        "Đặng Hữu Nghĩa",
        "Vũ Đức Thọ",
    ]
    path = write_csv(tmp_path / "t.csv", {"cot": [as_bytes(name, form) for name in persons]})
    with open_source(path) as source:
        problems = person_problems(source.read())
    assert [(p.column, p.code) for p in problems] == [("cot", "person_name")]


def test_unicode_with_a_few_european_words_is_left_alone(tmp_path):
    path = tmp_path / "t.geojson"
    place = {"type": "Point", "coordinates": [106, 11]}
    features = [
        {
            "type": "Feature",
            "properties": {"ten": text},
            "geometry": place,
        }
        for text in ("Café Đà Lạt", "Hôtel Métropole", "Phú Mỹ")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with open_source(path) as source:
        assert source.read()["ten"].tolist() == ["Café Đà Lạt", "Hôtel Métropole", "Phú Mỹ"]
