"""A secretary in a browser: what is due, the figures, the letter, and that it was sent."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from gis_app.access.roles import Role
from gis_app.plans.models import Plan
from gis_app.transformation.models import PlanYear
from tests.factories import IncidentFactory, located

pytestmark = pytest.mark.browser


def test_from_the_calendar_to_the_letter_and_the_record_of_sending(people, enter):
    year = timezone.localdate().year
    PlanYear.objects.create(plan=Plan.objects.get(pk="dongnai-7488-2017"), year=year)
    located(IncidentFactory(occurred_on=timezone.localdate()), people.home_communes[0])
    people.owner.role = Role.SECRETARY
    people.owner.save()
    page = enter(people.owner)

    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.get_by_role("link", name=f"Báo cáo năm {year}").first.click()
    expect(page.get_by_text(f"24/11/{year}")).to_be_visible()
    page.get_by_role("link", name="Lập báo cáo").click()
    expect(page.get_by_text("Số liệu sẽ có trong báo cáo")).to_be_visible()
    page.get_by_label("Chức vụ người ký").fill("Trưởng ban")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Tải văn bản (.docx)").click()
    letter = Document(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    assert "TRƯỞNG BAN" in [
        p.text for table in letter.tables for cell in table._cells for p in cell.paragraphs
    ]

    page.get_by_role("link", name="Quy định và văn bản đã gửi").click()
    page.get_by_label("Số văn bản").fill("125/BC-BCĐ")
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.get_by_role("cell", name="125/BC-BCĐ")).to_be_visible()
    page.get_by_role("link", name="Lịch cả năm").click()
    expect(page.get_by_text("đã gửi", exact=False).first).to_be_visible()
