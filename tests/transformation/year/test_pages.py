"""The pages of an area through the eyes of everyone: what they show, what they take, who may not."""

from __future__ import annotations

import datetime
from html import unescape

import pytest

from gis_app.access.models import AuditEntry
from gis_app.transformation.evaluating.keeping import evaluate
from gis_app.transformation.models import Evaluation, Judgement, Measure, TargetResult

pytestmark = pytest.mark.django_db
Day = datetime.date


def text(response) -> str:
    return unescape(response.content.decode())


def fields(**more) -> dict[str, str]:
    """What the form of the figures sends; `T2_numerator` stands for the field `T2-numerator`."""
    sent = {"as_of": "30/09/2026", "source": "Công an xã"}
    return sent | {name.replace("_", "-", 1): value for name, value in more.items()}


def test_the_officer_enters_and_the_planner_confirms(year, signed_in):
    officer, planner = signed_in(year.officer), signed_in(year.planner)
    page = text(officer.get(f"/areas/{year.area.pk}/"))
    assert "Công an xã Đồng Nai 1" in page
    assert "T3b: chưa có số liệu" in page
    sent = fields(T2_numerator="42", T2_denominator="50", T3_nothing_arose="on", T1_numerator="0")
    page = text(officer.post(f"/areas/{year.area.pk}/enter/", sent, follow=True))
    assert "Đã ghi 3 số liệu, chờ xác nhận." in page
    assert "42/50 = 84 %" in page
    page = text(planner.get(f"/areas/{year.area.pk}/"))
    waiting = list(TargetResult.objects.values_list("pk", flat=True))
    assert all(f'name="results" value="{pk}"' in page for pk in waiting)
    page = text(planner.post(f"/areas/{year.area.pk}/confirm/", {"results": waiting[:2]}, follow=True))
    assert "Đã xác nhận 2 số liệu." in page
    url = f"/areas/{year.area.pk}/results/{waiting[2]}/send-back/"
    page = text(planner.post(url, {"note": "thiếu tháng 9"}, follow=True))
    assert "“thiếu tháng 9”" in page
    assert "đạt <strong>2</strong>" in page.lower()


def test_wrong_figures_stay_as_typed_with_a_sentence_each(year, signed_in):
    officer = signed_in(year.officer)
    sent = fields(T2_numerator="60", T2_denominator="50", T4_numerator="bốn", T4_denominator="5")
    answer = officer.post(f"/areas/{year.area.pk}/enter/", sent)
    page = text(answer)
    assert answer.status_code == 422
    assert "“bốn” không phải một số" in page
    assert 'value="60"' in page
    answer = officer.post(f"/areas/{year.area.pk}/enter/", fields(T2_numerator="60", T2_denominator="50"))
    assert "lớn hơn mẫu số" in text(answer)
    answer = officer.post(f"/areas/{year.area.pk}/enter/", fields())
    assert "Chưa có số liệu nào được nhập" in text(answer)
    answer = officer.post(f"/areas/{year.area.pk}/enter/", {**sent, "as_of": "hôm qua"})
    assert "Ngày không đúng" in text(answer)
    assert not TargetResult.objects.exists()


def test_who_was_slower_sees_the_newer_figure_and_can_still_save(year, signed_in):
    officer = signed_in(year.officer)
    sent = fields(T2_seen="", T2_numerator="40", T2_denominator="50")
    newer = year.say("T2", 42, 50, confirmed=False)
    answer = officer.post(f"/areas/{year.area.pk}/enter/", sent)
    page = text(answer)
    assert answer.status_code == 422
    assert "42/50 = 84 %" in page
    assert 'value="40"' in page
    assert f'name="T2-seen" value="{newer.pk}"' in page
    officer.post(f"/areas/{year.area.pk}/enter/", {**sent, "T2-seen": str(newer.pk)})
    assert year.newest("T2").numerator == 40


def test_the_steps_the_judgement_and_the_sheet(year, signed_in):
    year.meet("T1", "T2", "T3", "T3b", "T4", "T5", "T6", "T7", "T8")
    planner = signed_in(year.planner)
    url = f"/areas/{year.area.pk}/evaluation/"
    page = text(planner.get(url))
    assert "Đạt 9 trên 9 chỉ tiêu = 100 %; cần ít nhất 8" in page
    assert "Chưa kết luận được" in page
    for condition in Judgement.Condition.values:
        given = {"condition": condition, "holds": "yes", "judged_on": "01/11/2026"}
        assert "phải nói rõ căn cứ" in text(planner.post(f"{url}judge/", given))
        planner.post(f"{url}judge/", {**given, "reason": "theo báo cáo 7"})
    assert "đủ điều kiện chuyển hóa đạt" in text(planner.get(url))
    secretary = signed_in(year.secretary)
    assert "Đã lập phiếu đánh giá" in text(secretary.post(f"{url}keep/", follow=True))
    kept = Evaluation.objects.get()
    sheet = secretary.get(f"{url}{kept.pk}.pdf")
    assert sheet.content.startswith(b"%PDF")
    assert sheet.content.count(b"/Type /Page\n") + sheet.content.count(b"/Type/Page/") <= 1
    assert AuditEntry.objects.get().act == AuditEntry.Act.PRINT_EVALUATION
    assert secretary.get(f"{url}{kept.pk}.pdf").content == sheet.content


def test_a_conclusion_that_differs_is_refused_on_the_page_until_it_says_why(year, signed_in):
    year.miss("T2", "T4")
    secretary = signed_in(year.secretary)
    page = text(secretary.get(f"/areas/{year.area.pk}/"))
    seen = page.split('name="seen_revision" value="')[1].split('"')[0]
    paper = {
        "act": "recognise",
        "number": "9/QĐ",
        "decided_on": "20/11/2026",
        "body": "Ban Chỉ đạo 138",
        "areas": [year.area.pk],
        "seen_revision": seen,
        "decider": "",
        "decider_reason": "theo ủy quyền",
    }
    answer = secretary.post(f"/areas/{year.area.pk}/decide/", paper)
    assert answer.status_code == 422
    assert "khác kết quả tính theo kế hoạch" in text(answer)
    paper["difference_reason"] = "kết luận của Ban Chỉ đạo"
    answer = secretary.post(f"/areas/{year.area.pk}/decide/", paper, follow=True)
    assert "kết luận của Ban Chỉ đạo" in text(answer)
    assert "kết luận của Ban Chỉ đạo" in text(secretary.get(f"/areas/{year.area.pk}/evaluation/"))


def test_measures_models_and_documents(year, signed_in):
    officer = signed_in(year.officer)
    url = f"/areas/{year.area.pk}/work/"
    given = {"text": "Tuần tra ban đêm", "taken_on": "01/09/2026", "body": "Công an xã"}
    assert "Đã ghi “Tuần tra ban đêm”." in text(officer.post(f"{url}measures/add/", given, follow=True))
    model = {"name": "Tổ tự quản", "since": "01/03/2026", "until": "01/02/2026", "effect": "effective"}
    assert "đứng trước ngày bắt đầu" in text(officer.post(f"{url}models/add/", model))
    officer.post(f"{url}models/add/", {**model, "until": "", "members": "12"})
    paper = {"number": "5/BC", "dated": "01/09/2026", "issuer": "Công an xã", "subject": "Nguyễn Văn An"}
    answer = officer.post(f"{url}documents/add/", paper)
    assert answer.status_code == 422
    assert "có vẻ nêu họ tên" in text(answer)
    answer = officer.post(f"{url}documents/add/", {**paper, "subject": "Báo cáo quý", "dated": "01/09/2027"})
    assert "ở tương lai" in text(answer)
    strike = f"{url}measures/{Measure.objects.get().pk}/strike/"
    assert "Chưa ghi lý do gạch bỏ" in text(officer.post(strike, {"reason": " "}, follow=True))
    assert "Đã gạch bỏ" in text(officer.post(strike, {"reason": "ghi nhầm địa bàn"}, follow=True))
    page = text(signed_in(year.cycle.people.colleague).get(url))
    assert "Gạch bỏ: ghi nhầm địa bàn" in page
    assert "Tổ tự quản" in page
    assert "Ghi biện pháp" not in page


def addresses(year) -> tuple[list[str], list[str]]:
    kept = evaluate(year.area, Day(2026, 11, 22), None)
    result = year.say("T2", 42, 50, confirmed=False)
    area, selection = f"/areas/{year.area.pk}/", "/selections/dongnai-7488-2017/2026/targets"
    read = [
        *(area, f"{area}enter/", f"{area}work/", f"{area}evaluation/", f"{area}evaluation/{kept.pk}.pdf"),
        *(f"{area}targets.xlsx", f"{selection}/", f"{selection}.xlsx"),
    ]
    write = [
        *(f"{area}enter/", f"{area}confirm/", f"{area}results/{result.pk}/send-back/"),
        *(f"{area}work/measures/add/", f"{area}work/measures/1/strike/", f"{area}evaluation/judge/"),
        *(f"{area}evaluation/keep/", f"{selection}/commit/", f"{selection}/"),
    ]
    return read, write


def test_an_outsider_finds_nothing(year, signed_in):
    read, write = addresses(year)
    outsider = signed_in(year.cycle.people.outsider)
    assert {url: outsider.get(url).status_code for url in read} == dict.fromkeys(read, 404)
    assert {url: outsider.post(url, {"token": "x"}).status_code for url in write} == dict.fromkeys(write, 404)


def test_a_viewer_reads_and_changes_nothing(year, signed_in):
    read, write = addresses(year)
    viewer = signed_in(year.cycle.people.colleague)
    may_read = {url for url in read if url.endswith((f"/{year.area.pk}/", "work/", "evaluation/"))}
    assert {url for url in read if viewer.get(url).status_code == 200} == may_read
    given = {
        **{"text": "x", "taken_on": "01/09/2026", "body": "y", "note": "z", "reason": "x", "results": "1"},
        **{"condition": "basic_reduction", "holds": "yes", "judged_on": "01/11/2026"},
    }
    assert {url: viewer.post(url, given).status_code for url in write} == dict.fromkeys(write, 403)
    assert TargetResult.objects.count() == 1


def test_the_workbook_of_the_year_through_the_page(year, signed_in):
    officer = signed_in(year.officer)
    url = "/selections/dongnai-7488-2017/2026/targets/"
    assert "1 địa bàn đang chuyển hóa" in text(officer.get(url))
    answer = officer.post(url, {})
    assert answer.status_code == 422
    assert "Chưa chọn tệp" in text(answer)
    assert officer.get("/selections/dongnai-7488-2017/2026/targets.xlsx").content.startswith(b"PK")
