"""Two people make a pack: one writes and submits it, the other one looks and approves; then it has files."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect

from gis_app.border.models import AgreedKind, ExchangePack, PackFile, SharingAgreement
from tests.border.conftest import line, markers, measured, posts  # noqa: F401 - the force stands on them
from tests.border.force import Force, make_force
from tests.border.packs import noon, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 30_000


@pytest.fixture
def force(people, line, posts, markers, measured) -> Force:  # noqa: F811
    return make_force(people, line, posts, measured)


@pytest.fixture
def opened(chromium: Browser, live_server, signed_in):
    """Return a function that opens a browser of its own for an account."""
    contexts = []

    def open_for(account, path: str) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN"
        )
        contexts.append(context)
        name = django_settings.SESSION_COOKIE_NAME
        value = signed_in(account).cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_for
    for context in contexts:
        context.close()


def test_a_pack_goes_from_one_person_to_the_other(force, opened, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    told(force)
    told(force, days_ago=4, kind="fire")
    author = opened(force.command, "/border/exchange/")
    author.get_by_role("link", name="Soạn gói mới").click()
    author.get_by_label("Bên nhận").select_option(label="Tỉnh Kratié (Campuchia)")
    author.get_by_label("Văn bản làm căn cứ").fill("Biên bản 05/BB-2026")
    author.get_by_label("Mục đích").fill("Họp thường kỳ")
    author.get_by_label("Từ ngày").fill(f"{noon(10):%d/%m/%Y}")
    author.get_by_label("Đến hết ngày").fill(f"{noon(1):%d/%m/%Y}")
    author.get_by_label("Buôn lậu").check()
    author.get_by_role("button", name="Ghi và xem trước").click()
    author.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
    expect(author.get_by_text("1 trong 2 tin của kỳ")).to_be_visible()
    expect(author.get_by_text("loại tin không được chọn")).to_be_visible()
    assert author.locator("#map path.leaflet-interactive").count() >= 1
    author.get_by_role("button", name="Trình duyệt").click()
    expect(author.get_by_text("người soạn không tự duyệt được").first).to_be_visible(timeout=SOON)

    reviewer = opened(force.people.owner, "/")
    reviewer.get_by_role("link", name="chờ người thứ hai duyệt").click()
    reviewer.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
    expect(reviewer.get_by_text("1 trong 2 tin của kỳ")).to_be_visible()
    reviewer.get_by_role("button", name="Duyệt, lập tệp").click()
    expect(reviewer.get_by_text("Đã duyệt; các tệp đã được lập.")).to_be_visible(timeout=SOON)

    author.reload()
    pack = ExchangePack.objects.get()
    for name, form in (("PDF", "pdf"), ("GeoPackage", "gpkg"), ("KML", "kml")):
        with author.expect_download(timeout=SOON) as download:
            author.get_by_role("link", name=name, exact=True).click()
        assert download.value.path().read_bytes() == bytes(pack.files.get(form=form).content)
    assert PackFile.objects.count() == 3
    assert pack.steps.filter(act="download").count() == 3


def test_what_the_other_side_shares_is_on_the_joint_page(force, opened):
    day = noon(30).date()
    agreement = SharingAgreement.objects.create(
        giver=force.west.agency,
        receiver=force.command.agency,
        document="07/QCPH",
        document_date=day,
        valid_from=day,
    )
    AgreedKind.objects.create(agreement=agreement, kind_id="smuggling")
    force.report(force.west, at=(106.96, 11.15))
    page = opened(force.command, "/border/adjoining/75/82/")
    page.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
    expect(page.locator("#map .report-pin")).to_have_count(1)
    page.locator("#map .report-pin").click()
    expect(page.locator("#report-state")).to_have_text("mới", timeout=SOON)
