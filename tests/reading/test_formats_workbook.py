"""Excel tables as offices make them."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest
import xlwt

from layers.reading import ReadingError, open_source


@pytest.fixture
def office_table(tmp_path):
    """Titles above, a heading of two rows with merged cells, a row that numbers the columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Vụ việc"
    sheet["B2"], sheet["B3"] = "CÔNG AN TỈNH", "BẢNG TỔNG HỢP NĂM 2024"
    sheet.merge_cells("B2:F2")
    sheet.merge_cells("B3:F3")
    for column, heading in zip("BCDF", ["Số vụ", "Ngày", "Tọa độ", "Mã xã"], strict=True):
        sheet[f"{column}5"] = heading
    sheet["D6"], sheet["E6"] = "X", "Y"
    for area in ("D5:E5", "B5:B6", "C5:C6", "F5:F6"):
        sheet.merge_cells(area)
    for number, column in enumerate("BCDEF", start=1):
        sheet[f"{column}7"] = number
    for row in range(8, 11):
        sheet[f"B{row}"] = row
        sheet[f"C{row}"] = date(2024, 5, row)
        sheet[f"D{row}"] = 1309275.5
        sheet[f"E{row}"] = "535956,25"
        sheet[f"F{row}"] = 20 + row
        sheet[f"F{row}"].number_format = "00000"
    sheet["C10"] = datetime(2024, 5, 10, 14, 30)  # noqa: DTZ001 (Excel knows no zones)
    book.create_sheet("Sheet2")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_titles_two_heading_rows_and_column_numbers(office_table):
    with open_source(office_table) as source:
        frame = source.read()
        assert source.layers == ("Vụ việc",)
        assert source.columns == ("Số vụ", "Ngày", "Tọa độ X", "Tọa độ Y", "Mã xã")
        assert source.first_row == 8
        assert source.problems == []
    assert frame.index.tolist() == [8, 9, 10]
    assert frame.iloc[0].tolist() == ["8", "2024-05-08", "1309275.5", "535956,25", "00028"]
    assert frame["Ngày"].iloc[2] == "2024-05-10 14:30:00"


def test_problems_name_cells_rows_and_columns(office_table):
    book = openpyxl.load_workbook(office_table)
    sheet = book["Vụ việc"]
    sheet["B9"] = "=B8+1"
    sheet.row_dimensions[10].hidden = True
    sheet.column_dimensions["E"].hidden = True
    book.save(office_table)
    with open_source(office_table) as source:
        frame = source.read()
        found = {(p.row, p.code, p.severity) for p in source.problems}
        sentences = " ".join(p.sentence("vi") for p in source.problems)
    assert found == {
        (9, "cell_without_result", "error"),
        (10, "row_hidden", "error"),
        (None, "column_hidden", "warning"),
    }
    assert "B9" in sentences
    assert "Tọa độ Y" in sentences
    assert frame.index.tolist() == [8, 9]


def test_several_sheets_need_a_choice_and_hidden_ones_do_not_count(tmp_path):
    book = openpyxl.Workbook()
    for name in ("2023", "2024", "nháp"):
        sheet = book.create_sheet(name)
        sheet.append(["mã", "tên"])
        sheet.append(["01", name])
    book["nháp"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ReadingError, match="2023, 2024; "):
        open_source(tmp_path / "a.xlsx")
    with open_source(tmp_path / "a.xlsx", layer="2024") as source:
        assert source.read().to_numpy().tolist() == [["01", "2024"]]


def test_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bảng")
    style = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for column, heading in enumerate(["Mã", "Tên", "Ngày"], start=1):
        sheet.write(2, column, heading)
    for row in range(3, 7):
        sheet.write(row, 1, f"0012{row}")
        sheet.write(row, 2, "Xã Đăk Ơ")
        sheet.write(row, 3, date(2024, 5, row), style)
    sheet.row(5).hidden = True
    book.add_sheet("trống")
    book.save(str(tmp_path / "a.xls"))
    with open_source(tmp_path / "a.xls") as source:
        frame = source.read()
        assert source.layers == ("Bảng",)
        assert [(p.row, p.code) for p in source.problems] == [(6, "row_hidden")]
    assert frame.index.tolist() == [4, 5, 7]
    assert frame.iloc[0].tolist() == ["00123", "Xã Đăk Ơ", "2024-05-03"]


@pytest.mark.parametrize(
    ("rows", "columns", "first"),
    [
        ([["Số", "Tên"], ["1", "a"], ["2", "b"]], ("Số", "Tên"), 2),
        ([["Danh sách"], [], ["Số", "Tên"], ["1", "a"]], ("Số", "Tên"), 4),
        ([["Số", None, "Tên"], ["1", "x", "a"]], ("Số", "(cột 2)", "Tên"), 2),
        ([["Tên"], ["a"], ["b"]], ("Tên",), 2),
        ([["Số", "Tên", "Loại"], ["(1)", "(2)", "(3)"], ["7", "a", "b"]], ("Số", "Tên", "Loại"), 3),
    ],
)
def test_where_the_heading_is(tmp_path, rows, columns, first):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with open_source(tmp_path / "a.xlsx") as source:
        assert (source.columns, source.first_row) == (columns, first)


def test_pieces_number_on(office_table):
    with open_source(office_table) as source:
        assert [piece.index.tolist() for piece in source.chunks(rows=2)] == [[8, 9], [10]]
