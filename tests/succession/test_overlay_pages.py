"""An overlay on the pages: asked for, computed by the worker, looked at, stored once; who may do so."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from gis_app.data.models import OverlayWork
from gis_app.data.successions.asking import ask
from layers.importing.boundaries import BoundaryOptions, stage, store
from layers.models import BoundarySet, Succession
from tests.boundary_sets.files import rectangle
from tests.data.conftest import work as run_worker
from tests.factories import AccountFactory
from tests.importing.files import write_layer

pytestmark = pytest.mark.django_db

#: Of the owner's four squares, the two in the west become A; B and C cut those in the east at 40 %.
SHAPES = {
    "A": rectangle(107.0, 11.0, 107.1, 11.2),
    "B": rectangle(107.1, 11.0, 107.14, 11.2),
    "C": rectangle(107.14, 11.0, 107.2, 11.2),
}
State = OverlayWork.State


@pytest.fixture
def pair(people, tmp_path) -> dict[str, int]:
    """The set of the two provinces, and a staged one of the owner's ground; as a form sends them."""
    features = [
        (s, {"code": c, "full_name": f"Phường {c}", "province_code": "75"}) for c, s in SHAPES.items()
    ]
    path = write_layer(tmp_path / "new.geojson", features)
    new = store(stage(path, BoundaryOptions("commune", datetime.date(2026, 1, 1), name="Bộ mới"))).record
    return {"old": people.home.boundary_set_id, "new": new.pk}


@pytest.fixture
def computed(people, pair, signed_in):
    """A client of the owner and the overlay that waits for the decision."""
    client = signed_in(people.owner)
    client.post(reverse("overlay_ask"), pair)
    run_worker()
    return client, OverlayWork.objects.get()


def page(work, name="overlay"):
    return reverse(name, kwargs={"work_id": work.pk})


def known():
    rows = Succession.objects.values_list("old_unit__code", "new_unit__code", "known_by")
    return {(old, new): by for old, new, by in rows}


def test_it_is_computed_by_the_worker_and_shown_before_anything_is_stored(people, pair, signed_in):
    client = signed_in(people.owner)
    answer = client.post(reverse("overlay_ask"), pair, follow=True)
    work = OverlayWork.objects.get()
    assert "Đang chồng ghép" in answer.content.decode()
    assert "HX-Redirect" not in client.get(page(work, "overlay_progress")).headers
    run_worker()
    assert client.get(page(work, "overlay_progress")).headers["HX-Redirect"] == page(work)
    text = client.get(page(work)).content.decode()
    assert "Lưu 6 liên kết" in text and "chuyển một phần: 4" in text
    assert "40,0 %" in text and "chia theo diện tích" in text
    assert not Succession.objects.exists()


def test_it_is_stored_once(computed, pair):
    client, work = computed
    said = client.post(page(work, "overlay_store"), follow=True).content.decode()
    assert "Đã lưu 6 liên kết" in said and "theo chồng ghép ranh giới" in said
    assert set(known().values()) == {"overlay"} and len(known()) == 6
    before = list(Succession.objects.values_list("pk", flat=True))
    assert "đã lưu" in client.post(page(work, "overlay_store"), follow=True).content.decode()
    assert list(Succession.objects.values_list("pk", flat=True)) == before
    text = client.get(reverse("boundary_set", kwargs={"set_id": pair["new"]})).content.decode()
    assert "Hình thành từ" in text and "(6 liên kết)" in text


def test_a_decree_is_kept_and_every_difference_is_listed(people, pair, computed):
    client, work = computed
    old = people.home_communes[1]
    new = {unit.code: unit for unit in BoundarySet.objects.get(pk=pair["new"]).units.all()}
    for code, share in (("A", 0.3), ("B", 0.7)):
        Succession.objects.create(
            old_unit=old, new_unit=new[code], area_share=share, known_by=Succession.KnownBy.DECREE
        )
    text = client.get(page(work)).content.decode()
    assert "khác nhau: 3 cặp" in text
    for sentence in ("văn bản có, ranh giới không", "văn bản không nêu", "tỷ lệ diện tích khác nhau"):
        assert sentence in text
    client.post(page(work, "overlay_store"))
    assert {pair[1] for pair, by in known().items() if by == "decree"} == {"A", "B"}
    assert sum(by == "overlay" for by in known().values()) == 4


def test_who_may_not_import_or_is_of_another_province_gets_nowhere(people, pair, computed, signed_in):
    _client, work = computed
    for account, status in ((people.colleague, 403), (people.outsider, 404)):
        client = signed_in(account)
        assert client.get(page(work)).status_code == status
        for name in ("overlay_again", "overlay_store"):
            assert client.post(page(work, name)).status_code == status
    assert signed_in(people.colleague).post(reverse("overlay_ask"), pair).status_code == 403
    said = signed_in(people.outsider).post(reverse("overlay_ask"), pair, follow=True).content.decode()
    assert "Hãy chọn bộ cũ và bộ mới" in said
    assert OverlayWork.objects.count() == 1 and not Succession.objects.exists()


def test_only_links_of_the_jurisdiction_are_stored_and_those_of_others_stay(people, pair):
    from gis_app.data.successions import asking

    narrow = AccountFactory()
    narrow.units.add(people.home_communes[0], BoundarySet.objects.get(pk=pair["new"]).units.get(code="B"))
    theirs = Succession.objects.create(
        old_unit=people.away_communes[0],
        new_unit=BoundarySet.objects.get(pk=pair["new"]).units.get(code="C"),
        area_share=1,
        known_by=Succession.KnownBy.OVERLAY,
    )
    work = ask(*(BoundarySet.objects.get(pk=pair[end]) for end in ("old", "new")), narrow)
    run_worker()
    work.refresh_from_db()
    # All of 75001, and all parts of the two that gave ground to B; 75003 became A alone.
    assert asking.store(work, narrow) == 5
    assert Succession.objects.filter(pk=theirs.pk).exists()


def test_the_same_pair_is_asked_for_once_and_can_be_computed_again(people, pair, computed):
    client, work = computed
    client.post(reverse("overlay_ask"), pair)
    assert OverlayWork.objects.count() == 1
    client.post(page(work, "overlay_again"))
    work.refresh_from_db()
    assert work.state == State.WAITING and not work.result
    run_worker()
    work.refresh_from_db()
    assert work.state == State.COMPUTED


def test_a_worker_that_died_is_noticed_and_the_work_can_be_repeated(people, pair, signed_in):
    client = signed_in(people.owner)
    client.post(reverse("overlay_ask"), pair)
    work = OverlayWork.objects.get()
    DBTaskResult.objects.ready().get().claim("test")  # a worker took it and is gone
    assert "bị ngắt giữa chừng" in client.get(page(work)).content.decode()
    client.post(page(work, "overlay_again"))
    run_worker()
    assert "Lưu 6 liên kết" in client.get(page(work)).content.decode()


@pytest.mark.parametrize("given", [{}, {"old": "x", "new": "y"}, {"old": 999999, "new": 999999}])
def test_bad_choices_are_one_sentence(people, signed_in, given):
    answer = signed_in(people.owner).post(reverse("overlay_ask"), given, follow=True)
    assert "Hãy chọn bộ cũ và bộ mới" in answer.content.decode()


def test_a_set_over_itself_or_an_older_one_is_refused(people, pair, signed_in):
    client = signed_in(people.owner)
    for old, new in ((pair["new"], pair["new"]), (pair["new"], pair["old"])):
        said = client.post(reverse("overlay_ask"), {"old": old, "new": new}, follow=True).content.decode()
        assert "phải khác và có hiệu lực sau" in said
    assert not OverlayWork.objects.exists()
