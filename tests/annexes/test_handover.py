"""The map to hand over: one file, nothing from outside, opens in a browser with the network off."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.core.management import CommandError, call_command
from django.urls import reverse

from gis_app.access.models import AuditEntry
from gis_app.maps.handover.exporting import export_map
from gis_app.plans.models import Plan
from gis_app.transformation.models import Status
from layers.models import BorderLine, BoundarySet
from tests.annexes.cycle import DAY, PLAN, YEAR, key_area
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db

NAMESPACE = "http://www.w3.org/2000/svg"


def exported(account) -> str:
    return export_map(Plan.objects.get(pk=PLAN), YEAR, DAY, account).decode()


@pytest.fixture
def border():
    line = MultiLineString(LineString((107.0, 11.2), (107.2, 11.2)), srid=4326)
    return BorderLine.objects.create(
        name="Thử", geometry=line, is_approximate=True, batch=ImportBatchFactory()
    )


def test_the_file_names_no_address_outside(people, border):
    key_area(people.home_communes[0])
    page = exported(people.owner)
    assert set(re.findall(r"https?:[^\s\"'<>)]*", page)) <= {NAMESPACE}
    assert not re.findall(r"[\"'(]//\w", page)
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=", page)
    for address in re.findall(r"url\(([^)]*)\)", page):
        assert address.strip("'\"").startswith(("data:", "#")), address
    assert "sourceMappingURL" not in page
    assert "@import" not in page


def test_what_is_in_it_and_what_is_not(people, border):
    key_area(people.home_communes[0], Status.TRANSFORMED)
    BoundarySet.objects.update(is_sample=True)
    page = exported(people.owner)
    assert page.count('"type": "Feature"') == 4 + 1
    for text in (
        "Xã Đồng Nai 1",
        "12/QĐ-BCĐ138",
        "chuyển hóa đạt",
        "url(#hatch-transformed)",
        "DỮ LIỆU MẪU: ranh giới gần đúng",
        "biên giới quốc gia (gần đúng)",
        "không chứa vị trí vụ việc",
        "hết ngày 20/11/2026",
    ):
        assert text in page or json.dumps(text)[1:-1] in page, text
    assert "<mỏ>" not in page
    assert json.dumps("<mỏ>")[1:-1] not in page
    assert "Đồng Tháp" not in page
    assert json.dumps("Đồng Tháp")[1:-1] not in page


def test_the_same_input_gives_the_same_file(people, border):
    key_area(people.home_communes[0])
    assert exported(people.owner) == exported(people.owner)


def test_the_download_needs_the_right_and_is_logged(people, signed_in):
    choice = {"plan": PLAN, "year": YEAR}
    assert signed_in(people.colleague).get(reverse("export_map"), choice).status_code == 403
    assert signed_in(people.outsider).get(reverse("export_map"), choice).status_code == 404
    assert not AuditEntry.objects.exists()
    answer = signed_in(people.owner).get(reverse("export_map"), choice)
    assert answer["Content-Disposition"] == f'attachment; filename="ban-do-{PLAN}-2026.html"'
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.account, entry.details["communes"]) == ("export_map", people.owner, 4)


@pytest.mark.parametrize(
    "choice", [{}, {"plan": PLAN}, {"plan": "x", "year": "2026"}, {"plan": PLAN, "year": "x"}]
)
def test_a_wrong_choice_is_not_found(people, signed_in, choice):
    assert signed_in(people.owner).get(reverse("export_map"), choice).status_code == 404


def test_the_command(people, tmp_path):
    out = tmp_path / "map.html"
    call_command("export_map", plan=PLAN, year="2026", out=out)
    assert out.read_text().startswith("<!DOCTYPE html>")
    with pytest.raises(CommandError, match="Không có kế hoạch"):
        call_command("export_map", plan="x", year="2026", out=out)
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("export_map", plan=PLAN, year="2026", out=tmp_path / "no" / "map.html")


@pytest.mark.browser
def test_it_opens_from_a_stick_with_the_network_off(people, border, chromium, tmp_path):
    key_area(people.home_communes[0])
    out = tmp_path / "map.html"
    out.write_text(exported(people.owner), encoding="utf-8")
    asked, complaints = [], []

    def only_files(route) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.route("**/*", only_files)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(out.as_uri())
    area = page.locator("path[fill='url(#hatch-selected)']")
    area.click()
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    shown = popup.inner_text()
    drawn = page.locator("path.leaflet-interactive").count()
    filled = area.evaluate("path => getComputedStyle(path).fill")
    page.close()
    assert asked == []
    assert complaints == []
    assert drawn == 4
    assert "hatch-selected" in filled
    assert "Xã Đồng Nai 1" in shown
    assert "ngưỡng 2 <mỏ>." in shown
