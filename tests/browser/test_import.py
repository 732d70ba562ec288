"""Bringing a file in, in a browser: a table with a mistake, mended and sent again, on an office screen."""

from __future__ import annotations

import pytest

from gis_app.data.models import ImportJob
from layers.models import Incident
from tests.browser.conftest import bring, let_the_worker, press
from tests.data.conftest import GOOD, LATE, sheet_rows, table
from tests.importing.files import incident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_table_with_a_mistake_is_mended_and_sent_again(planner, tmp_path):
    page = planner
    file = tmp_path / "tai-nan.csv"

    def send(rows) -> None:
        file.write_bytes(table(tmp_path, rows))
        bring(page, "incidents", file)
        page.get_by_label("Nguồn số liệu").fill("Phòng CSGT")
        press(page, "Tiếp: ghép cột", "Tiếp: hệ tọa độ", "Kiểm tra tệp")
        let_the_worker(page)

    send([*GOOD, LATE])
    page.wait_for_url("**/problems/")
    page.get_by_role("link", name="Xem các dòng").click()
    assert page.locator("tr[aria-selected=true]").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng bị từ chối (XLSX)").click()
    assert [row[0] for row in sheet_rows(download.value.path().read_bytes())] == ["ref", "L1"]
    press(page, "Nhập 3 dòng đúng, giữ lại 1 dòng sai")
    let_the_worker(page)
    page.wait_for_url("**/result/")
    assert Incident.objects.count() == 3

    send([incident("L1")])
    page.wait_for_url("**/problems/")
    press(page, "Nhập 1 dòng")
    let_the_worker(page)
    page.get_by_text("Đã nhập xong.").wait_for()
    assert Incident.objects.count() == 4
    assert ImportJob.objects.filter(state=ImportJob.State.COMMITTED).count() == 2
