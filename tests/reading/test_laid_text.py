"""Text that stays as it lies in the file says the same as strings do, to every check that takes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import VIETNAM, IncidentChecker, open_source
from layers.reading.laid_text import LaidText, as_bytes, factorized, laid, lengths
from layers.reading.numbers import parse_numbers
from layers.reading.seen import SeenRefs

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=VIETNAM)
FIELDS = ("ref", "category", "occurred_at", "lon", "lat", "deaths", "injuries")
CATEGORIES = {"Trộm cắp": "theft", "Cháy": "fire"}
#: Cells as they come, and some that only a careful reader takes right.
CELLS = {
    "ref": ["R1", "R2", "r-3", "", " R1", "R 1", "R  1", "x" * 63, "y" * 64, "z" * 65, "Mã 7"],
    "category": ["theft", "THEFT", "Trộm cắp", "fire", "gì", ""],
    "occurred_at": [
        *("05/03/2024 14:30", "31/02/2024 10:00", "05/03/1970 14:30", "05/03/2024", "05-03-2024 14:30"),
        *(
            "0503/2024  14:30",
            "05/03/2024 24:00",
            "05/13/2024 10:00",
            "01/01/2090 00:00",
            "",
            ":5/03/2024 14:30",
        ),
    ],
    "lon": [
        "106.8",
        "106,8",
        "106.123456",
        "106.8.1",
        "-106.8",
        "1e2",
        ".",
        "",
        "106",
        "10°30'15\"",
        "+106.8",
    ],
    "lat": ["10.95", "10.", ".95", "10.9500000000000000001", "nan", "inf", "0x1A", "1_0", "10 30 15"],
    "deaths": ["0", "1", "", "-1", "1.5", "70000", "một"],
    "injuries": ["0", "2", " 3", ""],
}
ROW = st.fixed_dictionaries({name: st.sampled_from(cells[:1] * 6 + cells) for name, cells in CELLS.items()})


def write(folder: Path, rows: list[dict[str, str]], end: str = "\n") -> Path:
    path = folder / "t.csv"
    lines = [";".join(FIELDS), *(";".join(row[name] for name in FIELDS) for row in rows)]
    path.write_bytes((end.join(lines) + end).encode())
    return path


@given(rows=st.lists(ROW, min_size=1, max_size=12), end=st.sampled_from(["\n", "\r\n"]))
def test_the_checks_find_the_same(tmp_path_factory, rows, end):
    path = write(tmp_path_factory.mktemp("laid"), rows, end)
    answers = []
    with open_source(path) as source:
        for pieces in (source.chunks(5), source.quick_chunks(5, FIELDS)):
            checker = IncidentChecker({name: name for name in FIELDS}, CATEGORIES, 4326, NOW)
            checked = [checker.check(piece) for piece in pieces]
            found = [problem for _sound, problems in checked for problem in problems]
            answers.append(
                (pd.concat([sound.astype({"ref": object}) for sound, _problems in checked]), found)
            )
    (strings, problems), (lying, same_problems) = answers
    assert same_problems == problems
    pd.testing.assert_frame_equal(lying, strings)


def test_only_tidy_ascii_in_the_columns_asked_for_stays_as_it_lies(tmp_path):
    rows = [dict.fromkeys(FIELDS, "1"), {**dict.fromkeys(FIELDS, "22"), "category": "Cháy", "lon": "1  2"}]
    with open_source(write(tmp_path, rows)) as source:
        (piece,) = source.quick_chunks(10, ("ref", "category", "lon"))
    assert [name for name in FIELDS if laid(piece[name]) is not None] == ["ref"]
    assert piece["lon"].tolist() == ["1", "1 2"]
    assert piece["category"].tolist() == ["1", "Cháy"]


def test_a_first_piece_may_be_shorter(tmp_path):
    rows = [dict.fromkeys(FIELDS, str(n)) for n in range(10)]
    with open_source(write(tmp_path, rows)) as source:
        pieces = list(source.quick_chunks(4, ("ref",), 2))
    assert [piece["ref"].tolist() for piece in pieces] == [list("01"), list("2345"), list("6789")]
    assert pd.concat(pieces).index.tolist() == list(range(2, 12))


def lying_text(*cells: str) -> pd.Series:
    return pd.Series(LaidText._from_sequence(cells))


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=6).map(lambda d: f"{d:f}"), min_size=1))
def test_decimals_are_the_floats_that_python_reads(texts):
    numbers = parse_numbers(lying_text(*texts))
    assert numbers.values.tolist() == [float(text) for text in texts]
    assert not (numbers.bad | numbers.empty).any()


@pytest.mark.parametrize("text", ["1.2.3", ".", "", "12a", "1 2", "-", "12345678901234567890"])
def test_what_is_no_plain_decimal_is_read_as_strings_are(text):
    mine, theirs = (
        parse_numbers(lying_text("1.5", text)),
        parse_numbers(pd.Series(["1.5", text], dtype=object)),
    )
    for ours, other in zip(mine, theirs, strict=True):
        np.testing.assert_array_equal(ours, other)


def test_a_reference_is_known_again_in_either_form():
    seen, given = SeenRefs(), np.ones(2, dtype=bool)
    assert seen.add(lying_text("A1", "A2"), np.array([2, 3]), given) == []
    assert seen.add(pd.Series(["A2", "A3"], dtype=object), np.array([4, 5]), given) == [(0, 3)]
    assert seen.add(lying_text("A3", "A1"), np.array([6, 7]), given) == [(0, 5), (1, 2)]


@given(st.lists(st.text("ab", max_size=20), min_size=1))
def test_it_is_a_column_like_any_other(cells):
    column, strings = lying_text(*cells), pd.Series(cells, dtype=object)
    assert column.tolist() == cells
    assert as_bytes(column) == as_bytes(strings)
    assert lengths(column).tolist() == lengths(strings).tolist()
    assert (column == "").tolist() == (strings == "").tolist()
    assert column[::-1].tolist() == cells[::-1]
    assert pd.concat([column, lying_text("b" * 30)]).tolist() == [*cells, "b" * 30]
    codes, different = factorized(column)
    assert (codes.tolist(), different.tolist()) == tuple(map(list, pd.factorize(strings)))
