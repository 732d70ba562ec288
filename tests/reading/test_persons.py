"""Persons are refused; places, companies, codes and coordinates are not."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import open_source, person_heading, person_problems, person_values
from layers.reading.person_words import SURNAMES

PERSONS = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Minh", "Phạm Quốc Cường", "Điểu Xuân"]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Họ tên", "person_name"),
        ("ho_ten", "person_name"),
        ("HOTEN", "person_name"),
        ("Họ và tên nạn nhân", "person_name"),
        ("victim_name", "person_name"),
        ("CCCD", "person_id"),
        ("So_CMND", "person_id"),
        ("Số căn cước", "person_id"),
        ("SĐT", "person_phone"),
        ("soDienThoai", "person_phone"),
        ("phone_1", "person_phone"),
        ("Biển số", "person_plate"),
        ("BKS", "person_plate"),
        ("plate", "person_plate"),
        ("Địa chỉ", "person_address"),
        ("address", "person_address"),
        ("Ngày sinh", "person_birth"),
        ("DOB", "person_birth"),
        ("Ảnh chân dung", "person_photo"),
    ],
)
def test_headings_of_persons(heading, code):
    assert person_heading(heading) == code


@pytest.mark.parametrize(
    "heading",
    [
        *("name", "full_name", "ten", "Tên xã", "code", "ma_xa", "hotel", "Khách sạn", "ngay"),
        *("Số người chết", "bi_thuong", "dân số", "population", "tạm trú", "birth_rate", "phonecian"),
        *("Loại", "kind", "x", "y", "kinh_do", "geometry", "template", "ghi chú", "đối tượng"),
    ],
)
def test_other_headings(heading):
    assert person_heading(heading) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (PERSONS, "person_name"),
        ([p.upper() for p in PERSONS], "person_name"),
        (["Nguyen Van An", "Tran Thi Binh", "Le Quoc Minh", "Pham Van C", "Bui Thi D"], "person_name"),
        (["Nguyễn Văn An", "Trần Thị Bình"], "person_name"),
        (["075201001234", "001099123456", "079305000001"], "person_id"),
        ([75201001234 + 0, "075201001234"], "person_id"),
        (["0912345678", "0387 654 321", "+84 91 234 5678"], "person_phone"),
        (["60A-123.45", "93H1-234.56", "51G12345", "61C-1234"], "person_plate"),
        (["60-B1 123.45"], "person_plate"),
        (["đã xử lý", "ok", *["không"] * 50, "liên hệ anh Ba 0912345678"], "person_phone"),
        (["xe 60A-123.45 tông cột điện", "cháy nhỏ"], "person_plate"),
    ],
)
def test_values_of_persons(values, code):
    assert person_values(pd.Series(values, dtype=object)) == code


@pytest.mark.parametrize(
    "values",
    [
        ["Phường Trấn Biên", "Xã Nguyễn Huân", "Xã Hồ Thị Kỷ", "Xã Trần Văn Thời", "Phường Lê Bình"],
        ["Chợ Bến Thành", "Bù Gia Mập", "Trảng Bom", "Hồ Nai", "Đồng Xoài", "La Ngà", "An Lộc"],
        ["Mỏ đá Tân Cang", "Mỏ cát Trị An", "Bến thủy Hóa An", "Cảng Đồng Nai", "Bến xe Biên Hòa"],
        ["Công ty TNHH Hoàng Long", "Khách sạn Hoàng Anh", "Karaoke Lê Gia", "Nhà nghỉ Phạm Gia", "DNTN Bùi"],
        ["Nguyễn Huệ", "Lê Lợi", "Trần Hưng Đạo", "Phạm Văn Thuận", "Võ Thị Sáu", "Đồng Khởi"],
        ["25195", "25210", "25217", "26041", "26068"],
        ["106.7012345678", "106,7012345678", "107.0912345678", "10.0387654321", "10.5"],
        ["685686.5764", "1191175.4153", "658532.3233", "1161521.6316", "439602.9825"],
        ["2024-05-01", "01/05/2024 10:30", "02/05/2024", "03/05/2024", "04/05/2024"],
        ["202401010001", "202401010002", "202401010003", "202401010004", "202401010005"],
        ["TNGT-0912345678", "HS/075201001234/2024", "VV-0912345679", "VV-0912345680", "VV-1"],
        ["000000000001", "000000000002", "000000000003", "000000000004", "000000000005"],
        ["3600123456", "0301234567", "0312345678", "3700987654", "3800111222"],
        ["E05012270", "QL1A", "ĐT741", "QL13 Km 12+300", "DT.753"],
        ["theft", "traffic_crash", "fire", "drug", "other"],
        ["Cháy nhà kho", "Va chạm xe máy", "Mất trộm tài sản", "Đánh bạc", "Gây rối"],
    ],
)
def test_values_of_places_codes_and_figures(values):
    assert person_values(pd.Series(values)) is None


def test_numbers_with_a_fraction_dates_and_geometry_are_passed_over():
    frame = gpd.GeoDataFrame(
        {"a": [75201001234.5], "t": pd.to_datetime(["2024-05-01"])},
        geometry=gpd.points_from_xy([106], [10]),
    )
    assert person_problems(frame) == []


def test_the_problem_names_the_column():
    frame = pd.DataFrame({"ten": PERSONS, "ma": ["1", "2", "3", "4", "5"], "SĐT": [""] * 5})
    problems = person_problems(frame)
    assert [(p.row, p.column, p.code) for p in problems] == [
        (None, "ten", "person_name"),
        (None, "SĐT", "person_phone"),
    ]
    assert "“ten”" in problems[0].sentence("vi")


def test_a_few_persons_among_places_in_the_south(communes):
    """In Cà Mau a fifth of the communes are named after persons; not half."""
    named = ["Nguyễn Việt Khái", "Phan Ngọc Hiển", "Tạ An Khương", "Lý Văn Lâm", "Trần Phán"]
    assert person_values(pd.Series([*named, *communes["name"].head(20)])) is None


def test_real_boundary_files_pass(shared_data, communes):
    assert person_problems(communes) == []
    for name in ("communes-2008-dong-nai-binh-phuoc.gpkg", "crosswalk-2025-dong-nai.csv"):
        with open_source(shared_data / name) as source:
            assert person_problems(source.read()) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(SURNAMES)),
            st.sampled_from(["Văn", "Thị", "Quốc", "Minh", "Ngọc", "Hữu"]),
            st.sampled_from(["An", "Bảo", "Cường", "Dũng", "Hạnh", "Tùng", "Yến", "Khoa"]),
        ),
        min_size=5,
        unique=True,
    )
)
def test_any_list_of_persons_is_refused(parts):
    names = [" ".join((s.capitalize(), m, g)) for s, m, g in parts]
    assert person_values(pd.Series(names)) == "person_name"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Xã", "Phường", "Chợ", "Mỏ đá", "Khách sạn", "Công ty", "Trường", "Bến"]),
            st.sampled_from(sorted(SURNAMES)),
            st.sampled_from(["Biên", "Long", "Phú", "Hòa", "Lộc"]),
        ),
        min_size=1,
    )
)
def test_no_list_of_places_is_refused(parts):
    names = [" ".join((kind, s.capitalize(), rest)) for kind, s, rest in parts]
    assert person_values(pd.Series(names)) is None


@given(st.lists(st.floats(8, 118, allow_nan=False).map(lambda f: f"{f:.10f}"), min_size=1))
def test_no_list_of_coordinates_is_refused(values):
    assert person_values(pd.Series(values)) is None
