"""Pages in Debian's Chromium against a running server, with everything outside that server cut off.

The fixtures are offered to all tests by `tests/conftest.py`: a process can start Playwright only once.
`page` fails the test on any console error, script error or attempted request to another host.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

CHROMIUM = Path(os.environ.get("DIABAN_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def _database_from_the_browser_thread() -> Iterator[None]:
    """Allow the test's own database calls: Playwright keeps an event loop in this thread, Django sees it."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def chromium(_database_from_the_browser_thread) -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Trouble:
    """What went wrong in a page while a test looked at it."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@pytest.fixture
def context(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """A fresh office screen of 1366×768 that reaches nothing but the test server."""
    made = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN"
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, live_server) -> Iterator[Page]:
    """A page that must stay free of errors and of requests to other hosts; nobody is signed in."""
    trouble = Trouble()
    home = urlsplit(live_server.url).netloc

    def only_home(route: Route) -> None:
        if urlsplit(route.request.url).netloc == home:
            route.continue_()
        else:
            trouble.outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_home)
    made = context.new_page()
    made.on("console", lambda m: trouble.errors.append(m.text) if m.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: trouble.errors.append(str(error)))
    yield made
    context.unroute_all(behavior="wait")
    assert trouble.outside == []
    assert trouble.errors == []


@pytest.fixture
def enter(page: Page):
    """Return a function that signs an account in through the form and returns the page."""

    def sign_in(account) -> Page:
        page.goto("/")
        page.get_by_label("Tên đăng nhập").fill(account.username)
        page.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name="Tổng quan").wait_for()
        return page

    return sign_in
