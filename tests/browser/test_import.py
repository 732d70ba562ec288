"""Bringing a file in, in a browser: a table with a mistake, mended and sent again, on an office screen."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings

from gis_app.data.models import ImportJob
from layers.models import Incident
from tests.data.conftest import GOOD, LATE, sheet_rows, table, work
from tests.importing.files import incident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_table_with_a_mistake_is_mended_and_sent_again(people, signed_in, page, tmp_path, settings):
    settings.UPLOAD_DIR = tmp_path / "uploads"
    session = signed_in(people.owner).cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {
                "name": django_settings.SESSION_COOKIE_NAME,
                "value": session,
                "domain": "localhost",
                "path": "/",
            }
        ]
    )
    file = tmp_path / "tai-nan.csv"

    def bring(rows) -> None:
        file.write_bytes(table(tmp_path, rows))
        page.goto("/data/import/?layer=incidents")
        page.get_by_label("Tệp này là").select_option("incidents")
        page.get_by_label("Tệp", exact=True).set_input_files(file)
        page.get_by_role("button", name="Tải lên và xem trước").click()
        page.get_by_label("Nguồn số liệu").fill("Phòng CSGT")
        page.get_by_role("button", name="Tiếp: ghép cột").click()
        page.get_by_role("button", name="Tiếp: hệ tọa độ").click()
        page.get_by_role("button", name="Kiểm tra tệp").click()
        page.get_by_text("Chờ đến lượt.").wait_for()
        work()

    bring([*GOOD, LATE])
    page.wait_for_url("**/problems/")
    page.get_by_role("link", name="Xem các dòng").click()
    assert page.locator("tr[aria-selected=true]").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng bị từ chối (XLSX)").click()
    assert [row[0] for row in sheet_rows(download.value.path().read_bytes())] == ["ref", "L1"]
    page.get_by_role("button", name="Nhập 3 dòng đúng, giữ lại 1 dòng sai").click()
    page.get_by_text("Chờ đến lượt.").wait_for()
    work()
    page.wait_for_url("**/result/")
    assert Incident.objects.count() == 3

    bring([incident("L1")])
    page.wait_for_url("**/problems/")
    page.get_by_role("button", name="Nhập 1 dòng").click()
    page.get_by_text("Chờ đến lượt.").wait_for()
    work()
    page.get_by_text("Đã nhập xong.").wait_for()
    assert Incident.objects.count() == 4
    assert ImportJob.objects.filter(state=ImportJob.State.COMMITTED).count() == 2
