"""Browser walks: the three people, in a database that the server's thread sees, and a file on its way in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page

from tests.data.conftest import work
from tests.people import People, make_people

Bring = Callable[[str, Path], None]


@pytest.fixture
def people(transactional_db) -> People:
    """The three people; see `tests.people`."""
    return make_people()


@pytest.fixture
def planner(people, signed_in, page, tmp_path, settings) -> Page:
    """A page at which the owner is signed in already; uploads and files lie in the test's own folder."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    settings.VAR_DIR = tmp_path / "var"
    session = signed_in(people.owner).cookies[django_settings.SESSION_COOKIE_NAME].value
    cookie = {
        "name": django_settings.SESSION_COOKIE_NAME,
        "value": session,
        "domain": "localhost",
        "path": "/",
    }
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


def bring(page: Page, layer: str, file: Path) -> None:
    """Upload a file as one kind of rows; the preview comes next."""
    page.goto("/data/import/")
    page.get_by_label("Tệp này là").select_option(layer)
    page.get_by_label("Tệp", exact=True).set_input_files(file)
    page.get_by_role("button", name="Tải lên và xem trước").click()


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other."""
    for name in names:
        page.get_by_role("button", name=name).click()


def let_the_worker(page: Page) -> None:
    """Wait until something stands in the queue, and do it; the page goes on by itself."""
    page.get_by_text("Chờ đến lượt.").wait_for()
    work()
