"""Delimited tables: delimiters, encodings, headings, row numbers."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import ReadingError, open_source

TEXT = "Mã vụ;Địa bàn\nV1;Xã Đăk Ơ\nV2;Phường Trấn Biên\n"
NAMES = ["Xã Đăk Ơ", "Phường Trấn Biên"]


def cp1258(text: str) -> bytes:
    """CP1258 wants base letter and hat composed, the tone after it."""
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones
    return out.encode("cp1258")


def write(tmp_path, content: str | bytes, name: str = "t.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path, delimiter):
    with open_source(write(tmp_path, TEXT.replace(";", delimiter))) as source:
        assert source.columns == ("Mã vụ", "Địa bàn")
        assert source.read()["Địa bàn"].tolist() == NAMES


def test_decimal_commas_do_not_mislead_the_delimiter(tmp_path):
    path = write(tmp_path, "ref;lon;lat\nA;106,7;10,5\nB;106,8;10,6\n")
    with open_source(path) as source:
        assert source.columns == ("ref", "lon", "lat")


@pytest.mark.parametrize(
    "encoded",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        unicodedata.normalize("NFD", TEXT).encode(),
        cp1258(TEXT),
    ],
    ids=["utf-8", "BOM", "utf-16", "decomposed", "cp1258"],
)
def test_encodings(tmp_path, encoded):
    with open_source(write(tmp_path, encoded)) as source:
        assert source.columns == ("Mã vụ", "Địa bàn")
        assert source.read()["Địa bàn"].tolist() == NAMES


@pytest.mark.parametrize("legacy", ["Léc Th¹nh, §¨k ¬", "Loäc Thaïnh"], ids=["TCVN3", "VNI"])
def test_legacy_fonts_are_read_not_taken_for_latin1(tmp_path, legacy):
    path = write(tmp_path, f'ma,ten\n1,"{legacy}"\n'.encode("latin-1"))
    with open_source(path) as source:
        assert source.read()["ten"].str.startswith("Lộc Thạnh").all()


def test_text_in_no_vietnamese_encoding_is_asked(tmp_path):
    path = write(tmp_path, "ma,ten\n1,Grüße\n2,Ångström\n".encode("latin-1"))
    with pytest.raises(ReadingError) as refused:
        open_source(path)
    assert refused.value.code == "encoding_unknown"
    assert "--encoding" in refused.value.sentence("vi")


def test_the_named_encoding_is_used_or_refused(tmp_path):
    path = write(tmp_path, "ma,ten\n1,Café\n".encode("latin-1"))
    with open_source(path, encoding="latin-1") as source:
        assert source.read()["ten"].tolist() == ["Café"]
    with pytest.raises(ReadingError) as refused:
        open_source(path, encoding="utf-8")
    assert refused.value.code == "encoding_wrong"
    with pytest.raises(ReadingError) as refused:
        open_source(path, encoding="tcvn9")
    assert refused.value.code == "encoding_not_supported"


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = write(tmp_path, 'ref,note\nA,"two\nlines"\n\nB,x\n,\nC,y\n')
    with open_source(path) as source:
        frame = source.read()
    assert dict(zip(frame["ref"], frame.index, strict=True)) == {"A": 2, "B": 4, "C": 6}


def test_pieces_are_numbered_on(tmp_path):
    path = write(tmp_path, "ref,n\n" + "".join(f"R{i},{i}\n" for i in range(10)))
    with open_source(path) as source:
        pieces = list(source.chunks(rows=3))
    assert [len(p) for p in pieces] == [3, 3, 3, 1]
    assert pd.concat(pieces).index.tolist() == list(range(2, 12))


def test_leading_zeros_and_the_word_na_stay(tmp_path):
    with open_source(write(tmp_path, "ma,ten\n00123,NA\n")) as source:
        assert source.read().iloc[0].tolist() == ["00123", "NA"]


def test_short_rows_are_filled_with_nothing(tmp_path):
    with open_source(write(tmp_path, "a,b,c\n1,2\n1,2,3\n")) as source:
        assert source.read()["c"].tolist() == ["", "3"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("\ufeff\n\n", "file_empty"),
        ("a,b,c\n", "no_rows"),
        ("a,b,c\n,,\n\n", "no_rows"),
        ("a,b\n1,2\n1,2,3\n", "csv_row_too_long"),
        ("a,b\n1,2,3\n1,2,3\n", "csv_row_too_long"),
        ('a,b\n1,"2\n', "csv_damaged"),
        ("a,A,a\n1,2,3\n", "column_repeated"),
        ("106.7,10.5\n106.8,10.6\n", "csv_without_heading"),
        ("\n\n1,2\n", "csv_without_heading"),
        (",".join(f"c{i}" for i in range(1001)) + "\n", "too_many_columns"),
        ("a,b\n1,\0\n", "format_not_supported"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path, content, code):
    path = write(tmp_path, content)
    with pytest.raises(ReadingError) as refused, open_source(path) as source:
        source.read()
    assert refused.value.code == code
    assert "t.csv" in refused.value.sentence("vi")


def test_three_hundred_columns_are_read(tmp_path):
    heading = ",".join(f"c{i}" for i in range(300))
    with open_source(write(tmp_path, f"{heading}\n{','.join(['1'] * 300)}\n")) as source:
        assert source.read().shape == (1, 300)


@given(data=st.binary(max_size=400))
def test_any_bytes_give_a_frame_or_one_sentence(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "t.csv"
    path.write_bytes(data)
    try:
        with open_source(path) as source:
            frame = source.read()
    except ReadingError as error:
        assert error.sentence("vi").endswith(".")
    else:
        assert not frame.empty


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks so small that a table of a few lines has several."""
    monkeypatch.setattr("layers.reading.formats.plain_table._BLOCK", 64)


PLAIN = [f"V{number},Xã Đăk Ơ,{number % 7}" for number in range(40)]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("last", ["", "\n"], ids=["unfinished", "finished"])
def test_plain_lines_in_blocks(tmp_path, small_blocks, end, last):
    text = end.join(["ref,name,deaths", *PLAIN]) + (end if last else "")
    with open_source(write(tmp_path, text)) as source:
        pieces = list(source.chunks(3))
    assert all(len(piece) <= 3 for piece in pieces)
    frame = pd.concat(pieces)
    assert frame.index.tolist() == list(range(2, 42))
    assert [",".join(row) for row in frame.itertuples(index=False)] == PLAIN


@pytest.mark.parametrize(
    ("odd", "row"),
    [
        ('"V,1","Xã ""Đăk"" Ơ",2', ["V,1", 'Xã "Đăk" Ơ', "2"]),
        ('V1,"Xã\nĐăk Ơ",2', ["V1", "Xã Đăk Ơ", "2"]),
        ("V1,Xã Đăk Ơ", ["V1", "Xã Đăk Ơ", ""]),
        ("V1,  Xã  Đăk Ơ ,2", ["V1", "Xã Đăk Ơ", "2"]),
    ],
    ids=["quoted", "line end in a cell", "too few cells", "spaces"],
)
def test_an_odd_line_after_plain_ones(tmp_path, small_blocks, odd, row):
    text = "\n".join(["ref,name,deaths", *PLAIN, odd, *PLAIN]) + "\n"
    with open_source(write(tmp_path, text)) as source:
        frame = source.read()
    assert frame.index.tolist() == list(range(2, 83))
    assert frame.loc[42].tolist() == row
    assert [",".join(line) for line in frame.drop(42).itertuples(index=False)] == PLAIN * 2


def test_an_empty_line_after_plain_ones_is_left_out_but_counted(tmp_path, small_blocks):
    text = "\n".join(["ref,name,deaths", *PLAIN, "", *PLAIN])
    with open_source(write(tmp_path, text)) as source:
        assert source.read().index.tolist() == [*range(2, 42), *range(43, 83)]


def test_a_line_too_long_after_plain_ones_is_named(tmp_path, small_blocks):
    text = "\n".join(["ref,name,deaths", *PLAIN, *PLAIN[:5], "V1,Xã Đăk Ơ,1,2", *PLAIN])
    with open_source(write(tmp_path, text)) as source, pytest.raises(ReadingError) as refused:
        source.read()
    assert (refused.value.code, refused.value.params["row"]) == ("csv_row_too_long", 47)


def test_a_cell_too_long_after_plain_ones_is_named(tmp_path):
    text = "\n".join(["ref,name,deaths", *PLAIN, f"V1,{'x' * 100_001},1"])
    with open_source(write(tmp_path, text)) as source, pytest.raises(ReadingError) as refused:
        source.read()
    assert (refused.value.code, refused.value.params["row"]) == ("cell_too_long", 42)
