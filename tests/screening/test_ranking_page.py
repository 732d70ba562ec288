"""The ranking on its page: advice with reasons, its stability from the worker, who sees and asks what."""

from __future__ import annotations

import datetime

import pytest
from django_tasks_db.models import DBTaskResult

from gis_app.screening.models import RankedCommune, Ranking, Screening
from gis_app.screening.ranking.asking import ask
from gis_app.screening.ranking.computing import RankingRefusedError
from gis_app.screening.ranking.working import RankingLock, note_if_interrupted, run
from gis_app.screening.running import screen
from tests.data.conftest import work as run_worker
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
State = Ranking.State


@pytest.fixture
def made(people) -> Screening:
    """Two communes with quarries: two small ones in the first, one of 6 ha (the bound is 5) in the second."""
    for lon in (107.04, 107.06):
        SiteFactory(kind_id="mine", geometry=hectares((lon, 11.05), 1))
    SiteFactory(kind_id="mine", geometry=hectares((107.15, 11.05), 5.5))
    return screen("dongnai-7488-2017", 2026, datetime.date(2026, 6, 30))


def address(screening, more=""):
    return f"/screenings/{screening.pk}/ranking/{more}"


def found(ranking) -> list[tuple]:
    rows = ranking.communes.order_by("unit__code")
    return list(
        rows.values_list("unit__code", "place", "shared", "highest", "lowest", "unplaced", "moved_to")
    )


def test_places_are_there_at_once_and_stability_once_the_worker_was_there(people, signed_in, made):
    client = signed_in(people.owner)
    text = client.get(address(made)).content.decode()
    assert "Tham khảo; Ban Chỉ đạo quyết định." in text
    assert "2 xã đồng hạng" in text
    assert "Khai thác khoáng sản" in text
    assert "15 % của 4 = 0,6 → 0" in text
    waiting = client.post(address(made, "stability/"), follow=True).content.decode()
    assert "Chờ đến lượt tính độ ổn định" in waiting
    assert "HX-Redirect" not in client.get(address(made, "progress/")).headers
    run_worker()
    assert client.get(address(made, "progress/")).headers["HX-Redirect"] == address(made)
    ranking = Ranking.objects.get()
    assert ranking.state == State.COMPUTED
    first, second = (unit.code for unit in people.home_communes[:2])
    assert found(ranking) == [(first, 1, 2, 1, 1, 1, None), (second, 1, 2, 1, 1, 1, None)]
    text = client.get(address(made)).content.decode()
    assert "Tác động của từng tham số" in text
    assert "không còn được đề cử" in text
    assert "min_sites" not in text


def test_it_is_computed_once_and_the_same_each_time(people, made):
    ranking = ask(made, people.owner)
    with pytest.raises(RankingRefusedError, match="đang tính"):
        ask(made, people.owner)
    run(ranking.pk)
    before = found(ranking)
    run(ranking.pk)
    assert found(ranking) == before, "a job that comes twice changes nothing"
    with pytest.raises(RankingRefusedError, match="đã tính"):
        ask(made, people.owner)
    again = screen("dongnai-7488-2017", 2026, datetime.date(2026, 6, 30))
    other = ask(again, people.owner)
    run(other.pk)
    assert found(other) == before


def test_other_data_than_at_the_screening_are_refused(people, signed_in, made):
    SiteFactory(kind_id="mine", geometry=hectares((107.15, 11.15), 6))
    client = signed_in(people.owner)
    client.post(address(made, "stability/"))
    run_worker()
    text = client.get(address(made)).content.decode()
    assert "đã thay đổi sau lần rà soát này" in text
    assert "Tính lại" in text
    assert not RankedCommune.objects.exists()


def test_a_killed_worker_leaves_nothing_and_it_can_be_asked_again(people, signed_in, made, monkeypatch):
    ranking = ask(made, people.owner)
    note_if_interrupted(ranking)
    assert ranking.state == State.WAITING, "it stands in the queue"
    DBTaskResult.objects.ready().first().claim("killed")
    with RankingLock(ranking.pk) as lock:
        assert lock.got
        note_if_interrupted(ranking)
        assert ranking.state == State.WAITING, "a living worker is at it"
        run(ranking.pk)
        assert not ranking.communes.exists(), "another worker leaves it alone"
    client = signed_in(people.owner)
    assert "bị ngắt giữa chừng" in client.get(address(made)).content.decode()
    client.post(address(made, "stability/"))
    run_worker()
    ranking.refresh_from_db()
    assert ranking.state == State.COMPUTED
    assert ranking.communes.count() == 2


def test_a_failure_is_told_and_stores_nothing(people, made, monkeypatch):
    ranking = ask(made, people.owner)
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(RankedCommune.objects, "bulk_create", _fails)
        run(ranking.pk)
    ranking.refresh_from_db()
    assert ranking.state == State.INTERRUPTED
    assert ranking.effects == []
    ask(made, people.owner)
    run_worker()
    ranking.refresh_from_db()
    assert ranking.state == State.COMPUTED


def test_three_people(people, signed_in, made):
    ask(made, people.owner)
    run_worker()
    colleague = signed_in(people.colleague)
    assert "Tính độ ổn định" not in colleague.get(address(made)).content.decode()
    refused = colleague.post(address(made, "stability/"))
    assert refused.status_code == 403
    assert "cán bộ tham mưu" in refused.content.decode()
    people.colleague.units.set([people.home_communes[1]])
    text = signed_in(people.colleague).get(address(made)).content.decode()
    assert people.home_communes[1].full_name in text
    assert people.home_communes[0].full_name not in text
    assert "2 xã đồng hạng" in text, "the place is the one among all communes"
    outsider = signed_in(people.outsider)
    for more in ("", "progress/"):
        assert outsider.get(address(made, more)).status_code == 404
    assert outsider.post(address(made, "stability/")).status_code == 404


def test_nobody_signed_in_and_wrong_methods(client, people, signed_in, made):
    assert client.get(address(made)).status_code == 302
    owner = signed_in(people.owner)
    assert owner.get(address(made, "stability/")).status_code == 405
    assert owner.post(address(made)).status_code == 405
    assert owner.get("/screenings/999999999/ranking/").status_code == 404


def test_nobody_placed_is_said(people, signed_in):
    empty = screen("dongnai-7488-2017", 2026, datetime.date(2026, 6, 30))
    text = signed_in(people.owner).get(address(empty)).content.decode()
    assert "Không có xã, phường nào được đề cử" in text
    assert 'method="post" action="/screenings' not in text


def _fails(*_arguments, **_options):
    raise RuntimeError
