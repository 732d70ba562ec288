"""The frame of all pages: the rail, the error pages, one palette, nothing inline, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.urls import reverse

from gis_app.access.errors import server_error
from gis_app.access.roles import Role
from gis_app.transformation.palette import STYLES

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OWN_STATIC = settings.BASE_DIR / "static"
# Sheets and the one-file map are documents of their own, not pages under the program's policy.
DOCUMENTS = {"annexes/sheet.html"}


def pages() -> list[Path]:
    return [
        path
        for path in TEMPLATES
        if path.relative_to(settings.BASE_DIR / "templates").as_posix() not in DOCUMENTS
        and "handover" not in path.parts
    ]


@pytest.mark.parametrize("path", pages(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|hx-on", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_static_file_that_is_named_exists(path):
    for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", path.read_text(encoding="utf-8")):
        assert finders.find(name), name


def test_scripts_and_sheets_name_no_address_outside():
    for path in [*OWN_STATIC.rglob("*.js"), *OWN_STATIC.rglob("*.css"), *OWN_STATIC.rglob("*.svg")]:
        if "vendor" in path.parts:
            continue  # a library names its makers; what it does is asked below
        addresses = set(re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8")))
        assert addresses <= {"http://www.w3.org/2000/svg"}, path


def test_libraries_of_others_fetch_nothing():
    for path in (OWN_STATIC / "vendor").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        for word in ("fetch(", "XMLHttpRequest", "import(", "sendBeacon", "WebSocket", "sourceMappingURL"):
            assert word not in text, path
        assert (path.parent / "LICENSE").exists()


def test_the_swatches_have_the_colours_of_the_palette():
    sheet = (OWN_STATIC / "css" / "status.css").read_text(encoding="utf-8")
    for style in STYLES:
        rule = re.search(rf"\.swatch--{style.key} {{(.*?)}}", sheet, re.DOTALL)
        assert rule, style.key
        assert f"background-color: {style.colour};" in rule[1]
        assert ("background-image" in rule[1]) == (style.hatch != "none")


@pytest.mark.django_db
def test_the_rail_marks_where_one_is(people, signed_in):
    text = signed_in(people.owner).get(reverse("map")).content.decode()
    active = re.findall(r'<a href="([^"]+)" aria-current="page">', text)
    assert active == [reverse("map")]
    assert reverse("admin:index") not in text


@pytest.mark.django_db
def test_only_administrators_are_offered_the_administration(people, signed_in):
    people.owner.role = Role.ADMINISTRATOR
    people.owner.save()
    assert reverse("admin:index") in signed_in(people.owner).get(reverse("map")).content.decode()


@pytest.mark.django_db
def test_the_sample_is_announced_only_while_it_is_loaded(people, signed_in):
    client = signed_in(people.owner)
    assert "Dữ liệu mẫu" not in client.get(reverse("overview")).content.decode()
    people.home.boundary_set.is_sample = True
    people.home.boundary_set.save()
    assert "Dữ liệu mẫu" in client.get(reverse("overview")).content.decode()


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_one_sentence(client, people):
    response = client.post(reverse("sign_in"), {"username": "owner", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in response.content.decode()


@pytest.mark.django_db
def test_ten_wrong_passwords_lock_for_a_while(client, people):
    for _ in range(10):
        response = client.post(reverse("sign_in"), {"username": "owner", "password": "sai"})
    assert response.status_code == 429
    assert "hãy chờ 15 phút" in response.content.decode()


@pytest.mark.django_db
def test_an_unknown_address(people, signed_in):
    response = signed_in(people.owner).get("/khong-co/")
    assert response.status_code == 404
    assert "không thuộc địa bàn phụ trách của bạn" in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_before_the_sign_in(people):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("sign_in"), {"username": "owner", "password": "sai"})
    assert response.status_code == 403
    assert "hãy tải lại trang rồi gửi lần nữa" in response.content.decode()


def test_an_error_of_the_program_shows_its_number_without_the_database():
    request = RequestFactory().get("/")
    request.META["DIABAN_REQUEST_ID"] = "abc123def456"
    response = server_error(request)
    assert response.status_code == 500
    assert "abc123def456" in response.content.decode()
