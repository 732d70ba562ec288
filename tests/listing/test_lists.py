"""The lists of incidents and sites: what they show to whom, narrowed and paged, and where they lead."""

from __future__ import annotations

import datetime
import html
import re
from urllib.parse import quote

import pytest

from gis_app.access.versions import version_of
from gis_app.data.editing import incidents as editing
from gis_app.data.listing import paging
from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Incident, IncidentCategory
from tests.factories import ImportBatchFactory, IncidentFactory, SiteFactory

pytestmark = pytest.mark.django_db

LISTS = ("/data/incidents/", "/data/sites/")


def refs(response) -> list[str]:
    """Return the references of the page's lines in their order."""
    return [line.row.ref for line in response.context["listed"].lines]


@pytest.fixture
def province(people):
    """Incidents and sites on both sides of the boundary, in two communes, of two sources and imports."""
    mine = ImportBatchFactory(source="sổ A", file_name="so-a.csv")
    day = datetime.date(2026, 6, 1)
    IncidentFactory(ref="H1", at=(107.05, 11.05), occurred_on=day, source="sổ A", batch=mine)
    IncidentFactory(ref="H2", at=(107.15, 11.05), occurred_on=day + datetime.timedelta(3), category_id="fire")
    IncidentFactory(ref="H3", at=(107.05, 11.15), occurred_on=day - datetime.timedelta(9), deaths=0)
    IncidentFactory(ref="NGOAI-1", at=(106.85, 11.05), occurred_on=day, source="sổ của tỉnh khác")
    IncidentFactory(ref="N1", at=(107.05, 11.05), occurred_on=day, category_id="child_abuse")
    locate_all_incidents(BoundarySet.objects.get())
    SiteFactory(ref="S1", name="Chợ Bình Minh", at=(107.05, 11.05), source="sở A")
    SiteFactory(ref="S2", name="Mỏ Đá Xanh", at=(107.15, 11.05), kind_id="mine", valid_to=day)
    SiteFactory(ref="S3", name="Ánh Sáng", at=(107.05, 11.15), kind_id="karaoke")
    SiteFactory(ref="AS", name="Chợ phía tây", at=(106.85, 11.05))
    return people


def test_the_own_rows_newest_first_and_sites_by_vietnamese_name(province, signed_in):
    for account in (province.owner, province.colleague):
        client = signed_in(account)
        assert refs(client.get("/data/incidents/")) == ["H2", "H1", "H3"]
        assert refs(client.get("/data/incidents/?order=oldest")) == ["H3", "H1", "H2"]
        assert refs(client.get("/data/sites/")) == ["S3", "S1"]
    assert refs(signed_in(province.outsider).get("/data/incidents/")) == ["NGOAI-1"]
    assert refs(signed_in(province.outsider).get("/data/sites/")) == ["AS"]


def test_nothing_of_another_province_is_named_even_in_the_choices(province, signed_in):
    page = signed_in(province.owner).get("/data/incidents/").content.decode()
    assert "sổ A" in page
    assert "sổ của tỉnh khác" not in page


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("categories=fire", ["H2"]),
        ("categories=fire,theft&since=30/05/2026", ["H2", "H1"]),
        ("since=01/06/2026&last_day=01/06/2026", ["H1"]),
        ("source=s%E1%BB%95+A", ["H1"]),
        ("commune={commune}", ["H1"]),
        ("batch={batch}", ["H1"]),
        ("standing=withdrawn", []),
    ],
)
def test_incidents_are_narrowed(province, signed_in, narrowed, found):
    batch = Incident.objects.get(ref="H1").batch_id
    address = narrowed.format(commune=province.home_communes[0].code, batch=batch)
    assert refs(signed_in(province.owner).get(f"/data/incidents/?{address}")) == found


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("kinds=karaoke", ["S3"]),
        ("presence=closed", ["S2"]),
        ("presence=ever&order=latest", ["S3", "S2", "S1"]),
        ("on=31/05/2026", ["S3", "S1", "S2"]),
        ("source=s%E1%BB%9F+A", ["S1"]),
        ("commune={commune}", ["S1"]),
    ],
)
def test_sites_are_narrowed(province, signed_in, narrowed, found):
    address = narrowed.format(commune=province.home_communes[0].code)
    assert refs(signed_in(province.owner).get(f"/data/sites/?{address}")) == found


def test_victims_are_never_single_rows(province, signed_in):
    client = signed_in(province.owner)
    refused = client.get("/data/incidents/?categories=child_abuse")
    assert refused.status_code == 400
    # As a cell, because two letters may also stand in a token of the page.
    assert ">N1<" not in refused.content.decode()
    IncidentCategory.objects.filter(pk="fire").update(precision="commune")
    assert refs(client.get("/data/incidents/")) == ["H1", "H3"]
    assert client.get(f"/data/incidents/{Incident.objects.get(ref='N1').pk}/popup/").status_code == 404


def test_what_counts_no_more_is_a_list_of_its_own_with_its_reason(province, signed_in):
    withdrawn, twin = Incident.objects.get(ref="H1"), Incident.objects.get(ref="H3")
    editing.withdraw(withdrawn.pk, version_of(withdrawn), "ghi hai lần")
    twin.locations.all().delete()
    Incident.objects.filter(pk=twin.pk).update(duplicate_of=Incident.objects.get(ref="H2"))
    client = signed_in(province.colleague)
    assert refs(client.get("/data/incidents/")) == ["H2"]
    page = client.get("/data/incidents/?standing=withdrawn")
    assert refs(page) == ["H1"]
    assert "ghi hai lần" in page.content.decode()
    assert province.home_communes[0].full_name in page.content.decode()
    assert refs(client.get("/data/incidents/?standing=duplicate")) == ["H3"]
    assert refs(signed_in(province.outsider).get("/data/incidents/?standing=withdrawn")) == []
    here, other = (unit.code for unit in province.home_communes[:2])
    assert refs(client.get(f"/data/incidents/?standing=withdrawn&commune={here}")) == ["H1"]
    assert refs(client.get(f"/data/incidents/?standing=withdrawn&commune={other}")) == []


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_go_on_where_the_last_one_ended_there_and_back(people, signed_in, monkeypatch, order):
    monkeypatch.setattr(paging, "ROWS_PER_PAGE", 4)
    for n in range(11):
        IncidentFactory(ref=f"R{n:02d}", occurred_on=datetime.date(2026, 6, 1 + n // 3))
    locate_all_incidents(BoundarySet.objects.get())
    client, address = signed_in(people.owner), f"/data/incidents/?order={order}"
    seen, pages = [], []
    while address:
        response = client.get(address)
        pages.append(refs(response))
        seen += pages[-1]
        after = response.context["listed"].page.after
        address = f"/data/incidents/?order={order}&after={after}" if after else ""
    wanted = [f"R{n:02d}" for n in range(11)]
    assert seen == (wanted if order == "oldest" else wanted[::-1])
    assert [len(page) for page in pages] == [4, 4, 3]
    before = response.context["listed"].page.before
    middle = client.get(f"/data/incidents/?order={order}&before={before}")
    assert refs(middle) == pages[1]
    first = client.get(f"/data/incidents/?order={order}&before={middle.context['listed'].page.before}")
    assert refs(first) == pages[0]
    assert first.context["listed"].page.before == ""


def test_a_long_list_says_more_than(province, signed_in, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    monkeypatch.setattr("gis_app.data.listing.views.MOST_COUNTED", 2)
    assert "hơn 2 dòng" in signed_in(province.owner).get("/data/incidents/").content.decode()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "since=h%C3%B4m+qua&on=32/13/2026",
        "last_day=31/12/9999&on=31/12/9999",
        "since=01/01/0001&on=01/01/0001",
        "commune=7fffffff",
        "commune=%00",
        "commune={away}",
        "categories=l%E1%BA%A1&kinds=l%E1%BA%A1",
        "categories=%00&kinds=%00",
        "source=kh%C3%B4ng+c%C3%B3",
        "standing=x&presence=x",
        "batch=99999999999999999999999999",
        "batch=-1",
        "batch=abc",
        "after=999999999999999999999",
        "after=" + "A" * 5000,
        "after=WzFd",
        "after=W251bGwsbnVsbCxudWxsXQ",
        "before=%00%F0%9F%92%A5",
        "order=../../etc",
        "page=99999999999999999999",
    ],
)
def test_a_bad_address_is_told_and_never_a_crash(province, signed_in, path, query):
    query = query.format(away=province.away_communes[0].code)
    response = signed_in(province.owner).get(f"{path}?{query}")
    assert response.status_code in (200, 400)
    assert "NGOAI-1" not in response.content.decode()
    assert "Chợ phía tây" not in response.content.decode()


def test_another_provinces_commune_and_import_are_refused_with_a_sentence(province, signed_in):
    client = signed_in(province.owner)
    page = client.get(f"/data/incidents/?commune={province.away_communes[0].code}")
    assert page.status_code == 400
    assert "Không có xã, phường mã này trong địa bàn của bạn" in page.content.decode()
    foreign = Incident.objects.get(ref="NGOAI-1").batch_id
    page = client.get(f"/data/incidents/?batch={foreign}")
    assert page.status_code == 400
    assert "Không có lần nhập này" in page.content.decode()


def test_the_export_holds_exactly_the_list(province, signed_in):
    client = signed_in(province.owner)
    page = client.get("/data/incidents/?categories=theft&since=01/01/2026&order=oldest").content.decode()
    address = html.unescape(re.search(r'href="(/data/export/\?list=incidents[^"]*)"', page)[1])
    assert address == "/data/export/?list=incidents&categories=theft&since=" + quote("01/01/2026", safe="")
    offered = client.get(address).context["form"]
    chosen = {field.name: field.value() for field in offered.narrowing if field.value()}
    answer = client.post(address, {**chosen, "format": "csv"})
    written = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in written.splitlines()[1:]] == ["H1", "H3"]


def test_an_import_alone_is_listed_and_exported(province, signed_in):
    client = signed_in(province.owner)
    batch = Incident.objects.get(ref="H1").batch_id
    assert f"/data/incidents/?batch={batch}" in client.get(f"/data/imports/{batch}/").content.decode()
    page = client.get(f"/data/incidents/?batch={batch}").content.decode()
    assert "so-a.csv" in page
    answer = client.post("/data/export/?list=incidents", {"batch": batch, "format": "csv"})
    assert b"".join(answer.streaming_content).decode().count("\n") == 2


def test_who_may_change_data_is_led_to_editing_the_others_to_looking(province, signed_in):
    incident = Incident.objects.get(ref="H1").pk
    for account, word in ((province.owner, "Sửa"), (province.colleague, "Xem")):
        page = signed_in(account).get("/data/incidents/").content.decode()
        assert f'href="/data/incidents/{incident}/">{word}<' in page
        assert ("Xuất danh sách" in page) == (account == province.owner)
        popup = signed_in(account).get(f"/data/incidents/{incident}/popup/").content.decode()
        assert f"{word} vụ việc này" in popup
        assert f"/data/incidents/?commune={province.home_communes[0].code}" in popup
    assert signed_in(province.outsider).get(f"/data/incidents/{incident}/popup/").status_code == 404


def test_a_site_on_the_map_tells_what_it_is_and_where_its_neighbours_are(province, signed_in):
    from layers.models import Site

    site = Site.objects.get(ref="S1").pk
    popup = signed_in(province.owner).get(f"/data/sites/{site}/popup/").content.decode()
    assert "Chợ Bình Minh" in popup
    assert f"/data/sites/?commune={province.home_communes[0].code}" in popup
    assert signed_in(province.outsider).get(f"/data/sites/{site}/popup/").status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_what_to_do_next(people, signed_in, path):
    page = signed_in(people.owner).get(path).content.decode()
    assert "Chưa có" in page
    assert "/data/import/?layer=" in page
    assert "/data/import/?layer=" not in signed_in(people.colleague).get(path).content.decode()


def test_a_list_that_the_choices_emptied_offers_to_drop_them(province, signed_in):
    page = signed_in(province.owner).get("/data/incidents/?categories=robbery").content.decode()
    assert "Không có dòng nào khớp bộ lọc" in page
    assert "Bỏ bộ lọc" in page
