"""The letter read back: head and names of its day, figures with their cut-off, what is lacking."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from docx import Document
from docx.shared import Mm, Pt

from gis_app.access.models import Agency, AuditEntry
from gis_app.access.roles import Role
from gis_app.reports.letter.default_template import default_template
from gis_app.reports.letter.head import head_for
from gis_app.reports.letter_forms import LetterForm
from gis_app.reports.producing import write_letter, write_workbook
from layers.models import AdminUnit
from tests.factories import AdminUnitFactory, BoundarySetFactory, IncidentFactory, located, square
from tests.reports.conftest import TODAY, first

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.fixture
def office(people) -> Agency:
    people.owner.agency = Agency.objects.create(
        name="Công an tỉnh Đồng Nai", kind=Agency.Kind.POLICE_PROVINCE
    )
    people.owner.save()
    return people.owner.agency


def written(version, account, **changed) -> Document:
    one = first(version).occurrence
    made = write_letter(
        one, filled(one, account, changed).period, filled(one, account, changed).choices(), account
    )
    return Document(io.BytesIO(made.content))


def filled(one, account, changed: dict[str, str]) -> LetterForm:
    initial = LetterForm(occurrence=one, account=account).initial
    data = {
        name: value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else value
        for name, value in initial.items()
    }
    form = LetterForm(data | changed, occurrence=one, account=account)
    assert form.is_valid(), form.errors
    return form


def text(document: Document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_form_is_that_of_the_decree(version, people, office):
    document = written(version, people.owner, on="05/02/2026", number="12/BC-CA")
    section = document.sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length / Mm(1)) for length in page] == [210, 297, 20, 30]
    assert section.different_first_page_header_footer
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size == Pt(14)
    left, right = document.tables[0].rows[0].cells
    assert left.text.split("\n")[:2] == ["BỘ CÔNG AN", "CÔNG AN TỈNH ĐỒNG NAI"]
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert document.tables[0].rows[1].cells[0].text == "Số: 12/BC-CA"
    assert document.tables[0].rows[1].cells[1].text == "Đồng Nai, ngày 05 tháng 02 năm 2026"
    assert "BÁO CÁO" in [paragraph.text for paragraph in document.paragraphs]
    assert "Nơi nhận:" in text(document)
    assert "GIÁM ĐỐC" in text(document)


def test_no_tag_is_left_and_nothing_is_empty_that_should_not_be(version, people, office):
    said = text(written(version, people.owner))
    assert "{{" not in said
    assert "{%" not in said
    assert "7488/KH-UBND" in said
    assert "Kế hoạch đã hết thời gian thực hiện" in said
    assert "chưa có địa bàn nào trong danh sách" in said


def test_names_are_those_of_the_day_of_the_letter(version, people, office):
    before = AdminUnit.objects.get(code="75", level="province")
    before.valid_to = DAY(2026, 4, 30)
    before.save()
    city = BoundarySetFactory(valid_from=DAY(2026, 4, 30))
    AdminUnitFactory(
        boundary_set=city,
        code="75",
        province_code="75",
        level=AdminUnit.Level.PROVINCE,
        kind=AdminUnit.Kind.THANH_PHO,
        name="Đồng Nai",
        full_name="Thành phố Đồng Nai",
        geometry=square(107.0, 11.0, 0.2),
    )
    assert head_for(version, people.owner, DAY(2026, 4, 29)).agency == "Công an tỉnh Đồng Nai"
    assert head_for(version, people.owner, DAY(2026, 4, 30)).agency == "Công an thành phố Đồng Nai"


def test_an_account_without_an_office_gets_a_letter_to_fill_in(version, people):
    assert "(TÊN CƠ QUAN)" in text(written(version, people.owner))


def test_figures_stand_with_their_cut_off_and_what_is_lacking(version, people, office):
    unit = people.home_communes[0]
    for day in (DAY(2026, 10, 30), DAY(2026, 5, 1), DAY(2025, 5, 1)):
        located(IncidentFactory(category_id="theft", occurred_on=day), unit)
    located(IncidentFactory(category_id="fire", occurred_on=DAY(2026, 5, 1)), unit)
    document = written(version, people.owner)
    said = text(document)
    # The usual cut-off is the last incident known, so that both years are as long.
    assert "từ ngày 31/10/2025 đến hết ngày 30/10/2026" in said
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "Loại vụ việc")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows[1:]}
    assert rows["Trộm cắp tài sản"] == ["2", "1", "1", "+1", "không rõ rệt"]
    assert rows["Cháy"] == ["1", "chưa rõ", "chưa rõ", "—", "không so sánh được"]
    assert "không so sánh được: Cháy" in said
    assert "phiên bản 1 trong chương trình" in said


def test_markup_in_a_name_stays_text(version, people, office):
    said = text(written(version, people.owner, signer="A & B <w:p> {{ 7 * 7 }}"))
    assert "A & B <W:P> {{ 7 * 7 }}" in said


def test_the_workbook_has_numbers_as_numbers_and_no_formulas(version, people, office):
    located(IncidentFactory(category_id="theft", occurred_on=DAY(2026, 5, 1)), people.home_communes[0])
    one = first(version).occurrence
    made = write_workbook(one, filled(one, people.owner, {}).period, people.owner)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["Tổng hợp", "Địa bàn", "Vụ việc", "Liên quan nạn nhân", "Còn thiếu"]
    (row,) = list(book["Vụ việc"].iter_rows(min_row=2, values_only=True))
    assert row[:4] == ("Trộm cắp tài sản", 1, "chưa rõ", "chưa rõ")
    facts = dict(book["Tổng hợp"].iter_rows(min_row=2, values_only=True))
    assert facts["Phiên bản kế hoạch"] == 1
    assert facts["Số xã, phường, đặc khu"] == 4
    assert any("không so sánh được" in line for (line,) in book["Còn thiếu"].iter_rows(values_only=True))


def test_each_file_is_in_the_log(version, people, office):
    one = first(version).occurrence
    written(version, people.owner)
    write_workbook(one, filled(one, people.owner, {}).period, people.owner)
    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.act, entry.details["format"]) for entry in entries] == [
        ("export_data", "docx"),
        ("export_data", "xlsx"),
    ]
    assert all(entry.account == people.owner for entry in entries)


def test_who_does_not_report_writes_none(version, people, signed_in):
    from tests.reports.conftest import address

    people.owner.role = Role.COMMUNE_OFFICER
    people.owner.save()
    one = first(version).occurrence
    assert signed_in(people.owner).get(address("report_write", one)).status_code == 403
    assert signed_in(people.owner).post(address("report_file", one)).status_code == 403
    assert not AuditEntry.objects.exists()


def test_the_programs_own_template_opens_in_word_processors():
    document = Document(io.BytesIO(default_template()))
    assert "{{ trich_yeu }}" in text(document)
