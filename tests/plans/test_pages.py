"""The pages of plans and drafts, asked by the three people."""

from __future__ import annotations

import pytest

from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from tests.plans.conftest import BASIS, PLAN

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_owner_and_colleague_see_the_plan_the_outsider_does_not(people, signed_in):
    for account, status in ((people.owner, 200), (people.colleague, 200), (people.outsider, 404)):
        client = signed_in(account)
        assert ("7488/KH-UBND" in text(client.get("/plans/"))) is (status == 200)
        for page in ("", "versions/1/", "compare/", "parameters/"):
            assert client.get(f"/plans/{PLAN}/{page}").status_code == status
    assert signed_in(people.owner).get(f"/plans/{PLAN}/versions/2/").status_code == 404


def test_the_page_shows_clause_quotation_figure_and_what_is_left_open(people, signed_in):
    page = text(signed_in(people.owner).get(f"/plans/{PLAN}/"))
    for words in (
        "mục II.2 gạch 1",
        "tỷ lệ điều tra, khám phá các loại tội phạm đạt từ 80% trở lên",
        "≥ 80 %",
        "&lt; 15 %",
        "trước ngày 25/11",
        "Văn bản bỏ ngỏ, chương trình quy ước",
        "để ngoài cả tử số và mẫu số",
        "Văn bản không có từ so sánh.",
    ):
        assert words in page, words
    inherited = Plan.objects.get(pk="binhphuoc-07-2022").current
    assert inherited.record["selection_from"] == "brvt-94-2017"
    assert "theo 94/KH-UBND" in text(signed_in(people.owner).get("/plans/binhphuoc-07-2022/"))


def test_only_the_owner_has_the_draft(people, signed_in, drafting):
    address = f"/plans/drafts/{drafting.draft.pk}/"
    assert signed_in(people.owner).get(address).status_code == 200
    for account in (people.colleague, people.outsider):
        client = signed_in(account)
        for page in ("", "targets/1/", "head/", "targets/add/"):
            assert client.get(address + page).status_code == 404
        for act in ("publish/", "give-up/", "move/", "own/selection/", "put-back/0/", "targets/1/remove/"):
            assert client.post(address + act).status_code == 404
    assert signed_in(people.colleague).post(f"/plans/{PLAN}/draft/").status_code == 403
    assert signed_in(people.colleague).get(f"/plans/{PLAN}/versions/1/copy/").status_code == 404


def test_every_form_opens(people, signed_in, drafting):
    client, address = signed_in(people.owner), f"/plans/drafts/{drafting.draft.pk}/"
    for page in (
        "head",
        "selection",
        "success",
        "reduction",
        "groupings/0",
        "criteria/26",
        "tasks/0",
        "bodies/0",
    ):
        response = client.get(f"{address}{page}/")
        assert response.status_code == 200, page
    for part in ("targets", "criteria", "exclusions", "kpis", "reporting"):
        assert client.get(f"{address}{part}/add/").status_code == 200
    for wrong in ("nothing", "targets/99", "success/add/1"):
        assert client.get(f"{address}{wrong}/").status_code == 404


def test_a_change_with_its_basis_is_published(people, signed_in, drafting):
    client, address = signed_in(people.owner), f"/plans/drafts/{drafting.draft.pk}/"
    place = drafting.place_of("targets", "T2")
    seen = drafting.item("targets", place).fingerprint
    refused = client.post(f"{address}targets/{place}/", {"threshold": "", "seen": seen})
    assert refused.status_code == 422
    assert "Chưa ghi; hãy ghi theo văn bản." in text(refused)
    draft = PlanDraft.objects.get()
    assert draft.content["targets"][place]["threshold"] is None
    assert "cần sửa" in text(client.get(address))
    drafting.draft = draft
    seen = drafting.item("targets", place).fingerprint
    saved = client.post(f"{address}targets/{place}/", {"threshold": "85", "seen": seen, **BASIS})
    assert saved.status_code == 302
    draft.refresh_from_db()
    stale = client.post(f"{address}publish/", {"revision": draft.revision - 1})
    assert stale.status_code == 409
    assert "vừa được" in text(stale)
    assert client.post(f"{address}publish/", {"revision": draft.revision}).status_code == 302
    assert PlanVersion.objects.filter(plan_id=PLAN).count() == 2
    page = text(client.get(f"/plans/{PLAN}/compare/"))
    assert "<del>80</del>" in page
    assert "<ins>85</ins>" in page
    assert "Sửa theo 12/KH-UBND ngày 05/01/2026" in page
    assert "đã sửa" in text(client.get(f"/plans/{PLAN}/"))
    assert client.get(address).status_code == 404


def test_a_draft_is_given_up_and_another_begun(people, signed_in, drafting):
    client = signed_in(people.owner)
    assert client.post(f"/plans/drafts/{drafting.draft.pk}/give-up/").status_code == 302
    begun = client.post(f"/plans/{PLAN}/draft/")
    assert begun.url != f"/plans/drafts/{drafting.draft.pk}/"
    assert client.post(f"/plans/{PLAN}/draft/").url == begun.url


def test_a_copy_for_another_document(people, signed_in):
    client, address = signed_in(people.owner), f"/plans/{PLAN}/versions/1/copy/"
    assert client.get(address).status_code == 200
    for plan_id, said in (
        ("Đồng Nai", "Chỉ dùng chữ thường"),
        (PLAN, "Đã có kế hoạch"),
        ("drafts", "từ dành riêng"),
    ):
        refused = client.post(address, {"plan_id": plan_id, "title": "Kế hoạch mới"})
        assert refused.status_code == 422
        assert said in text(refused)
        assert "Kế hoạch mới" in text(refused)
    made = client.post(address, {"plan_id": "dongnai-9-2026", "title": "Kế hoạch mới"})
    page = text(client.get(made.url))
    assert "Dự thảo văn bản mới: dongnai-9-2026" in page
    assert "còn trích nguyên văn của văn bản cũ" in page
    assert "Kế hoạch mới" in text(client.get("/plans/"))
