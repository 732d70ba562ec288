"""The pages of boundary sets: who sees which set, who may decide about it, and what a decision does."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.data.models import SetWork
from layers.importing.boundaries import BoundaryOptions, stage, store
from layers.models import AdminUnit, BoundarySet, Succession
from tests.boundary_sets.files import ill_fitting, rectangle
from tests.data.conftest import work
from tests.importing.files import every_count, write_layer

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 1)
ACTS = ("activate", "repair", "refuse", "retire")
GIVEN = {"repair": {"tolerance_m": "30"}, "refuse": {"reason": "tệp sai"}}


@pytest.fixture
def staged_set(people, tmp_path) -> BoundarySet:
    """A staged set of two overlapping communes on the ground of the owner's province."""
    shapes = {"1": rectangle(107.0, 11.0, 107.1, 11.2), "2": rectangle(107.0995, 11.0, 107.2, 11.2)}
    features = [(s, {"code": c, "full_name": f"Xã Số {c}", "province_code": "75"}) for c, s in shapes.items()]
    path = write_layer(tmp_path / "home.geojson", features)
    return store(stage(path, BoundaryOptions("commune", DAY, name="Bộ chờ"))).record


def page(boundary_set, address="boundary_set", /, **more):
    return reverse(address, kwargs={"set_id": boundary_set.pk, **more})


def layer_counts():
    """Return the rows of every table of layers; signing in leaves rows elsewhere."""
    return {table: count for table, count in every_count().items() if table.startswith("layers_")}


def do(client, boundary_set, act, **given):
    """Ask for an act and let the worker do it; the answer is that of the page."""
    answer = client.post(page(boundary_set, "boundary_set_act", name=act), given or GIVEN.get(act, {}))
    work()
    return answer


def test_owner_and_colleague_see_the_set_and_its_places_the_outsider_neither(people, signed_in, staged_set):
    for account, status in ((people.owner, 200), (people.colleague, 200), (people.outsider, 404)):
        client = signed_in(account)
        assert client.get(page(staged_set)).status_code == status
        assert client.get(page(staged_set, "boundary_set_shapes")).status_code == status
        listed = client.get(reverse("boundary_sets")).content.decode()
        assert ("Bộ chờ" in listed) == (status == 200)


def test_the_page_tells_places_consequences_and_replaced_units(people, signed_in, staged_set):
    text = signed_in(people.owner).get(page(staged_set)).content.decode()
    assert "Xã Số 1 (1), Xã Số 2 (2)" in text
    assert "thay cho 4 đơn vị đang có hiệu lực" in text and "Xã Đồng Nai 1" in text
    assert "Bộ này còn chỗ không khớp" in text
    for act in ("activate", "repair", "refuse"):
        assert page(staged_set, "boundary_set_act", name=act) in text


def test_the_map_draws_units_and_places(people, signed_in, staged_set):
    answer = signed_in(people.colleague).get(page(staged_set, "boundary_set_shapes")).json()
    assert [f["properties"].get("defect") for f in answer["features"]] == [None, None, "overlap"]
    assert answer["features"][2]["id"] == staged_set.defects.get().pk


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_decide_changes_nothing(people, signed_in, staged_set, act):
    before = layer_counts()
    assert do(signed_in(people.colleague), staged_set, act).status_code == 403
    assert do(signed_in(people.outsider), staged_set, act).status_code == 404
    assert layer_counts() == before
    staged_set.refresh_from_db()
    assert staged_set.status == "staged"
    assert "Quyết định" not in signed_in(people.colleague).get(page(staged_set)).content.decode()


def test_the_owner_may_not_replace_the_neighbours_communes(people, signed_in, tmp_path):
    beyond = store(stage(ill_fitting(tmp_path / "b.geojson"), BoundaryOptions("commune", DAY))).record
    client = signed_in(people.owner)
    assert client.get(page(beyond)).status_code == 200
    assert do(client, beyond, "activate").status_code == 403
    beyond.refresh_from_db()
    assert beyond.status == "staged"


def test_the_owner_puts_it_into_force_and_takes_it_out_again(people, signed_in, staged_set):
    client = signed_in(people.owner)
    client.post(page(staged_set, "boundary_set_act", name="activate"))
    waiting = client.get(page(staged_set)).content.decode()
    assert "Chờ đến lượt" in waiting and "Quyết định" not in waiting
    work()
    answer = client.get(page(staged_set, "boundary_set_progress"))
    assert answer.headers["HX-Redirect"] == page(staged_set)
    assert "Đã đưa vào dùng" in client.get(page(staged_set)).content.decode()
    codes = AdminUnit.objects.communes().on(DAY).of_province("75").values_list("code", flat=True)
    assert set(codes) == {"1", "2"}
    do(client, staged_set, "activate")
    assert "đang được dùng rồi" in client.get(page(staged_set)).content.decode()
    do(client, staged_set, "retire")
    assert len(AdminUnit.objects.communes().on(DAY).of_province("75")) == 4


def test_a_second_act_waits_until_the_first_is_done(people, signed_in, staged_set):
    client = signed_in(people.owner)
    client.post(page(staged_set, "boundary_set_act", name="activate"))
    client.post(page(staged_set, "boundary_set_act", name="repair"), GIVEN["repair"])
    assert list(staged_set.works.values_list("act", flat=True)) == ["activate"]
    assert "đang được xử lý" in client.get(page(staged_set)).content.decode()


def test_an_act_whose_worker_is_gone_can_be_asked_for_again(people, signed_in, staged_set):
    client = signed_in(people.owner)
    client.post(page(staged_set, "boundary_set_act", name="activate"))
    staged_set.works.update(state=SetWork.State.RUNNING)
    assert "bị ngắt giữa chừng" in client.get(page(staged_set)).content.decode()
    do(client, staged_set, "activate")
    staged_set.refresh_from_db()
    assert staged_set.status == "active"


def test_a_repair_is_shown_unit_by_unit(people, signed_in, staged_set):
    client = signed_in(people.owner)
    do(client, staged_set, "repair")
    made = BoundarySet.objects.get(repair__original=staged_set)
    assert client.get(page(staged_set, "boundary_set_progress")).headers["HX-Redirect"] == page(made)
    text = client.get(page(made)).content.decode()
    assert "Những gì bản sửa đã thay đổi" in text and "vượt dung sai" in text
    assert "từ 1 còn 0 chỗ không khớp" in text
    assert made.repair.made_by == people.owner


def test_a_refusal_goes_with_its_reason(people, signed_in, staged_set):
    batch = staged_set.batch
    do(signed_in(people.owner), staged_set, "refuse")
    assert not BoundarySet.objects.filter(name="Bộ chờ").exists()
    assert "tệp sai" in batch.problems.get().sentence


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("repair", {"tolerance_m": "abc"}),
        ("repair", {"tolerance_m": "900"}),
        ("repair", {}),
        ("refuse", {"reason": " "}),
    ],
)
def test_bad_input_comes_back_with_the_form(people, signed_in, staged_set, act, given):
    before = layer_counts()
    answer = signed_in(people.owner).post(page(staged_set, "boundary_set_act", name=act), given)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert layer_counts() == before


def test_unknown_acts_and_sets_are_not_found(people, signed_in, staged_set):
    client = signed_in(people.owner)
    assert client.post(f"/data/boundaries/{staged_set.pk}/burn/").status_code == 404
    assert client.get("/data/boundaries/999999/").status_code == 404
    assert client.get(page(staged_set, "boundary_set_act", name="activate")).status_code == 405


def test_the_succession_of_two_sets_says_what_happened(people, signed_in, staged_set):
    old = people.home_communes[0]
    new = staged_set.units.get(code="1")
    Succession.objects.create(old_unit=old, new_unit=new, area_share=1, known_by="overlay")
    Succession.objects.create(
        old_unit=people.home_communes[1], new_unit=new, area_share=0.25, known_by="decree"
    )
    pair = {"old": old.boundary_set_id, "new": staged_set.pk}
    text = signed_in(people.owner).get(reverse("succession"), pair).content.decode()
    assert "nhập toàn bộ" in text and "chuyển một phần" in text and "25" in text
    assert "theo văn bản" in text
    hidden = signed_in(people.outsider).get(reverse("succession"), pair).content.decode()
    assert old.full_name not in hidden
    for bad in ({"old": "x", "new": ""}, {}, {"old": 999999, "new": staged_set.pk}):
        assert signed_in(people.owner).get(reverse("succession"), bad).status_code == 200


def test_nobody_sees_anything_without_signing_in(client, staged_set):
    for url in (reverse("boundary_sets"), page(staged_set), page(staged_set, "boundary_set_shapes")):
        assert client.get(url).status_code == 302
