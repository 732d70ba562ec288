"""`print_annex`: what is on the sheets, which fonts, what happens with bad input."""

from __future__ import annotations

import datetime
import io
import subprocess
import unicodedata

import pypdf
import pytest
from django.core.management import CommandError, call_command

from gis_app import files
from gis_app.access.models import AuditEntry
from gis_app.annexes import fonts
from gis_app.annexes.errors import PrintingError
from gis_app.annexes.paper import Paper
from gis_app.annexes.printing import Order, print_annex
from gis_app.plans.models import Plan
from gis_app.transformation.models import Decision, Status, StatusChange
from layers.models import BoundarySet
from tests.annexes.cycle import DAY, PLAN, YEAR, key_area

pytestmark = pytest.mark.django_db


def order(**changes) -> Order:
    return Order(**({"plan": Plan.objects.get(pk=PLAN), "year": YEAR, "on": DAY} | changes))


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def test_the_sheets_say_what_an_annex_must_say(people):
    key_area(people.home_communes[0], Status.IN_TRANSFORMATION)
    text = text_of(print_annex(order(annex_number="II"), people.owner))
    for sentence in (
        "Phụ lục II",
        "ĐỊA BÀN TRỌNG ĐIỂM, PHỨC TẠP VỀ TRẬT TỰ, AN TOÀN XÃ HỘI",
        "(Kèm theo Quyết định số 12/QĐ-BCĐ138 ngày 12 tháng 5 năm 2026 của Ban Chỉ đạo 138 tỉnh Đồng Nai)",
        "Dấu chỉ độ mật",
        "Tỷ lệ 1:",
        "kinh tuyến trục 107°45′ (EPSG:5899)",
        "Nguồn ranh giới: Bộ ranh giới thử nghiệm",
        "Số liệu rà soát đến ngày 30/04/2026.",
        "Kế hoạch 7488/KH-UBND đã hết thời gian thực hiện (31/12/2020).",
        "15 % của 4 = 0,6 → 0; đã lựa chọn 1.",
        "Xã Đồng Nai 1",
        "75001",
        "đang chuyển hóa",
        "Quyết định số 12/QĐ-BCĐ138 ngày 12/05/2026, Ban Chỉ đạo 138 tỉnh Đồng Nai",
        "d5: Có 3 mỏ đá đang khai thác; ngưỡng 2 <mỏ>.",
        "121,0",
        "Các đơn vị không thuộc diện chuyển hóa (3): Xã Đồng Nai 2, Xã Đồng Nai 3, Xã Đồng Nai 4.",
        "Tờ 1/2",
        "Tờ 2/2",
    ):
        assert sentence in text
    assert unicodedata.is_normalized("NFC", text)
    assert "CỘNG HÒA XÃ HỘI" not in text


def test_the_sheets_go_with_the_decision_that_selected_even_after_a_withdrawal(people):
    area = key_area(people.home_communes[0])
    withdrawal = Decision.objects.create(
        plan_year=area.plan_year,
        act=Decision.Act.WITHDRAW,
        number="40/QĐ-BCĐ138",
        decided_on=datetime.date(2026, 9, 1),
        body="Ban Chỉ đạo 138 tỉnh Đồng Nai",
    )
    StatusChange.objects.create(
        area=area,
        from_status=Status.SELECTED,
        to_status=Status.WITHDRAWN,
        effective_on=withdrawal.decided_on,
        decision=withdrawal,
    )
    text = text_of(print_annex(order(), people.owner))
    assert "(Kèm theo Quyết định số 12/QĐ-BCĐ138 ngày 12 tháng 5 năm 2026" in text
    assert "Quyết định số 40/QĐ-BCĐ138 ngày 01/09/2026" in text


def test_a_breach_of_the_cap_is_printed_with_its_reason(people):
    key_area(people.home_communes[0], breach="Tuyến biên giới phức tạp kéo dài.")
    text = text_of(print_annex(order(), people.owner))
    assert "Vượt trần 1 đơn vị. Lý do: Tuyến biên giới phức tạp kéo dài." in text


def test_a_year_without_key_areas_says_so_and_leaves_blanks(people):
    text = text_of(print_annex(order(), people.owner))
    assert "Năm 2026 chưa có địa bàn nào; toàn bộ 4 đơn vị không thuộc diện chuyển hóa." in text
    assert "(Kèm theo Văn bản số ……/…… ngày …… tháng …… năm …… của ……)" in text


def test_sample_boundaries_are_called_approximate(people):
    BoundarySet.objects.update(is_sample=True)
    assert "DỮ LIỆU MẪU: ranh giới gần đúng" in text_of(print_annex(order(), people.owner))


@pytest.mark.parametrize("paper", Paper)
def test_every_font_is_tinos_and_embedded(people, tmp_path, paper):
    key_area(people.home_communes[0])
    pdf = tmp_path / "fonts.pdf"
    pdf.write_bytes(print_annex(order(paper=paper), people.owner))
    listed = subprocess.run(["pdffonts", pdf], check=True, capture_output=True, text=True).stdout
    rows = listed.splitlines()[2:]
    assert rows
    for row in rows:
        assert "Tinos" in row.split()[0]
        assert row.split()[-5] == "yes"


def test_paper_has_its_size_and_the_map_its_own_page(people):
    reader = pypdf.PdfReader(io.BytesIO(print_annex(order(paper=Paper.A3), people.owner)))
    sizes = [sorted(float(side) / 72 * 25.4 for side in page.mediabox[2:]) for page in reader.pages]
    assert sizes[0] == pytest.approx([297, 420], abs=0.1)
    assert sizes[1] == pytest.approx([210, 297], abs=0.1)


def test_the_same_input_gives_the_same_file(people):
    key_area(people.home_communes[0])
    assert print_annex(order(), people.owner) == print_annex(order(), people.owner)


def test_the_status_is_that_of_the_day(people):
    key_area(people.home_communes[0])
    before = text_of(print_annex(order(on=datetime.date(2026, 5, 11)), people.owner))
    assert "chưa có địa bàn nào" in before
    assert "Trạng thái tính đến hết ngày 11/05/2026." in before


def test_each_sees_only_the_communes_of_the_own_jurisdiction(people):
    key_area(people.home_communes[0])
    people.colleague.units.set([people.home_communes[1]])
    text = text_of(print_annex(order(), people.colleague))
    assert "Đồng Nai 2" in text
    assert "Đồng Nai 1" not in text
    assert "12/QĐ-BCĐ138" not in text
    assert "chỉ gồm 1 đơn vị thuộc phạm vi phụ trách" in text
    assert "Trần lựa chọn" not in text
    with pytest.raises(PrintingError, match="Không có đơn vị cấp xã nào"):
        print_annex(order(), people.outsider)


def test_printing_is_logged_and_a_failure_is_not(people):
    print_annex(order(), people.owner)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.account, entry.details["paper"]) == ("print_annex", people.owner, "A4")
    with pytest.raises(PrintingError):
        print_annex(order(), people.outsider)
    assert AuditEntry.objects.count() == 1


def test_without_tinos_nothing_is_printed(people, monkeypatch):
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", lambda: ["/fonts/Tinos-Regular.ttf"])
    with pytest.raises(PrintingError, match="fonts-croscore"):
        print_annex(order(), people.owner)


def test_the_command_writes_the_file(people, tmp_path):
    out = tmp_path / "phụ lục.pdf"
    call_command("print_annex", plan=PLAN, year="2026", date="2026-11-20", out=out)
    assert out.read_bytes().startswith(b"%PDF")
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"plan": "khong-co"}, "Không có kế hoạch “khong-co”"),
        ({"year": "hai"}, "Năm “hai” không hợp lệ"),
        ({"year": "99999999999"}, "không hợp lệ"),
        ({"date": "31/02/2026"}, "Ngày “31/02/2026” không hợp lệ"),
        ({"date": "2001-01-01"}, "Không có đơn vị cấp xã nào"),
        ({"annex": "2"}, "chữ số La Mã"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(people, tmp_path, changed, sentence):
    out = tmp_path / "out.pdf"
    with pytest.raises(CommandError, match=sentence):
        call_command("print_annex", **({"plan": PLAN, "year": "2026", "out": out} | changed))
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_one_sentence(people, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("print_annex", plan=PLAN, year="2026", out=tmp_path / "no" / "out.pdf")


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    out = tmp_path / "out.pdf"
    out.write_bytes(b"old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(files.CannotWriteError, match="No space left"):
        files.write_whole(out, b"new")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]
