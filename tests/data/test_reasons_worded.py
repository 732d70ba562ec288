"""Why work was refused is kept as text and figures, and worded in the language of whoever reads it."""

from __future__ import annotations

import ast
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from gis_app.data.models import ImportJob, OverlayWork, SetWork
from gis_app.data.running import note_if_interrupted
from gis_app.data.successions.running import run as run_overlay
from layers.boundary_sets.repairing import repair
from layers.importing.findings import Finding, refusal
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, BoundarySet
from layers.reading.messages import MESSAGES
from layers.saying import Said, said
from tests.data.conftest import GOOD, NOWHERE, describe, table, upload, work
from tests.factories import AdminUnitFactory, BoundarySetFactory

State = ImportJob.State

OUTSIDE_VI = "1 dòng bị từ chối, chưa lưu gì; ví dụ dòng 5: Vị trí (108,9; 12,9) nằm ngoài"
OUTSIDE_EN = (
    "1 rows were refused, nothing was saved; for example row 5: The position (108.9; 12.9) is outside"
)


@pytest.mark.django_db
@pytest.mark.parametrize("checked_under", ["vi", "en"])
def test_a_refused_job_is_read_in_the_language_of_the_reader(checked_under, checked, people, signed_in):
    with translation.override(checked_under):
        client, job = checked([*GOOD, NOWHERE])
    assert job.sentence.startswith(OUTSIDE_VI)
    page = f"/data/import/{job.pk}/problems/"
    assert OUTSIDE_VI in client.get(page).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = client.get(page).content.decode()
    assert OUTSIDE_EN in told
    assert "dòng bị từ chối" not in told


@pytest.mark.django_db
def test_what_the_reader_of_files_refuses_is_worded_too(people, signed_in, tmp_path):
    client = signed_in(people.owner)
    upload(client, table(tmp_path, GOOD))
    job = ImportJob.objects.get()
    describe(client, job)
    job.path.write_bytes(b"")
    work()
    job.refresh_from_db()
    assert job.state == State.REFUSED
    assert job.sentence == MESSAGES["file_empty"].vi.format(file="vu-viec.csv")
    with translation.override("en"):
        assert job.sentence == MESSAGES["file_empty"].en.format(file="vu-viec.csv")


@pytest.mark.django_db
def test_an_interrupted_job_says_so_in_both_languages(checked):
    _client, job = checked(GOOD)
    ImportJob.objects.filter(pk=job.pk).update(state=State.RUNNING)
    job.refresh_from_db()
    assert note_if_interrupted(job)
    assert job.sentence.startswith("Tiến trình xử lý bị ngắt giữa chừng")
    with translation.override("en"):
        assert job.sentence.startswith("The process was cut off")


@pytest.mark.django_db
def test_an_overlay_that_cannot_be_computed(people):
    sets = [
        BoundarySetFactory(
            name=f"Bộ cấp tỉnh {year}", status=BoundarySet.Status.STAGED, valid_from=datetime.date(year, 1, 1)
        )
        for year in (2025, 2026)
    ]
    for one in sets:
        AdminUnitFactory(boundary_set=one, level=AdminUnit.Level.PROVINCE)
    overlay = OverlayWork.objects.create(old_set=sets[0], new_set=sets[1], account=people.owner)
    with translation.override("en"):
        run_overlay(overlay.pk)
    overlay.refresh_from_db()
    assert overlay.state == OverlayWork.State.REFUSED
    assert overlay.sentence == "Bộ ranh giới “Bộ cấp tỉnh 2025” không có xã, phường; hãy chọn bộ cấp xã."
    with translation.override("en"):
        assert overlay.sentence.endswith("has no communes; choose a set of commune level.")


@pytest.mark.django_db
def test_a_name_that_nobody_gave_is_worded_inside_the_sentence():
    figures = {"say": "set_of_commune", "date": "01/07/2025", "what": "NQ 1662"}
    made = BoundarySetFactory(name="Cấp xã từ 01/07/2025 (NQ 1662)", name_figures=figures)
    AdminUnitFactory(boundary_set=made)
    with pytest.raises(ImportRefused) as refused:
        repair(made, 2.0)
    work = SetWork()
    work.explain(refused.value.sentence)
    assert work.sentence == "Bộ ranh giới “Cấp xã từ 01/07/2025 (NQ 1662)” đã khớp kín; không có gì để sửa."
    with translation.override("en"):
        assert f"The boundary set “{made.title}” has no overlaps or gaps" in work.sentence
        assert "Cấp xã" not in work.sentence


@pytest.mark.parametrize("name", ["50 %", "%(name)s", "100%%", "{name}", "{0!r}", "%", "a\x00b", "x" * 5000])
def test_signs_in_a_figure_are_only_signs(name):
    job = ImportJob()
    job.explain(said("Đã có bộ “%(name)s”; hãy xem bộ đó.") % {"name": name})
    job.reason = json.loads(json.dumps(job.reason))
    kept = name.replace("\x00", "")
    kept = kept if len(kept) <= 400 else f"{kept[:399]}…"
    assert job.sentence == f"Đã có bộ “{kept}”; hãy xem bộ đó."
    code = Finding(7, "Cột %(x)s {y}", "unit_outside", {"name": name}).said
    assert f"“{kept}” nằm ngoài địa bàn" in str(Said(json.loads(json.dumps(code.figures))))
    whole = refusal([Finding(7, "{cột} 5%", "count_unreadable", {"value": name})])
    assert whole is not None
    assert kept in str(whole)


def test_a_text_without_figures_is_read_as_it_is_written():
    job = ImportJob()
    job.explain(said("Ngưỡng dải hẹp phải dưới 50 % diện tích và không quá 1000 m; hãy sửa lại."))
    assert "dưới 50 % diện tích" in job.sentence
    with translation.override("en"):
        assert "50 %" in job.sentence
        assert "diện tích" not in job.sentence
    job.explain(None)
    assert job.sentence == ""


def test_words_of_the_interface_inside_a_sentence_are_worded_again():
    with translation.override("en"):
        told = said("Lần tính này đang ở trạng thái “%(state)s” nên không nhận yêu cầu; hãy tải lại trang.")
        told = Said(json.loads(json.dumps((told % {"state": State.WAITING.label}).figures)))
    assert "“chờ đến lượt”" in str(told)
    with translation.override("en"):
        assert "“waiting its turn”" in str(told)


def test_a_sentence_of_an_earlier_version_is_shown_as_it_is():
    old = OverlayWork(stored_sentence="Bộ “A 5%(x)s” không có xã, phường; hãy chọn bộ cấp xã.")
    with translation.override("en"):
        assert old.sentence == "Bộ “A 5%(x)s” không có xã, phường; hãy chọn bộ cấp xã."
    old.explain(said("Hai bộ này đang có lần tính mới hơn; hãy mở lần tính đó."))
    assert old.stored_sentence == ""


def refusals() -> Iterator[tuple[str, ast.Call, ast.Module]]:
    """Yield every place in the program that refuses an import."""
    for folder in ("layers", "gis_app"):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if "ImportRefused(" not in text:
                continue
            module = ast.parse(text)
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ImportRefused":
                    yield f"{path.name}:{node.lineno}", node, module


def test_every_refusal_is_given_as_text_and_figures():
    seen = 0
    for where, call, module in refusals():
        bound = {
            alias.asname or alias.name: node.module
            for node in ast.walk(module)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        given, figures = call.args[0], set()
        if isinstance(given, ast.BinOp):
            assert isinstance(given.right, ast.Dict), where
            figures = {key.value for key in given.right.keys if isinstance(key, ast.Constant)}
            given = given.left
        if not isinstance(given, ast.Call):
            continue  # What is known as `Said` already.
        assert bound[given.func.id] == "layers.saying", where
        texts = [n.value for n in ast.walk(given) if isinstance(n, ast.Constant)]
        if len(texts) == 1:
            seen += 1
            assert set(re.findall(r"%\((\w+)\)s", texts[0])) == figures, where
    assert seen > 50
