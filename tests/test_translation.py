"""The English interface: every text of the source has an English one that fits it, and the pages show it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Role
from gis_app.border.models import Counterpart
from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.regulations import REGULATIONS
from gis_app.transformation.proposing import propose_by_hand
from layers.models import AdminUnit, BoundarySet

CATALOGUE = project.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Where texts stand; tests, benches and the sample have none.
SOURCES = ("gis_app", "layers", "templates")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[a-z]|%%|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
# A document keeps its number: 34/2014/NĐ-CP, 06/QĐ-BCĐ.
DOCUMENT = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ][\w.-]*")
PAGES = (
    "/",
    "/map/",
    "/screenings/",
    "/selections/",
    "/annexes/",
    "/data/",
    "/data/import/",
    "/data/set-aside/",
    "/data/duplicates/",
    "/data/export/",
    "/data/incidents/new/",
    "/data/sites/new/",
    "/data/boundaries/",
    "/data/boundaries/succession/",
    "/history/",
    "/history/prints/",
    "/history/cycle/",
    "/history/moment/",
    "/plans/",
    "/plans/dongnai-7488-2017/parameters/",
    "/selections/dongnai-7488-2017/programme/",
    "/selections/dongnai-7488-2017/watch/",
    "/reports/",
    "/reports/templates/",
    "/reports/feeds/",
    "/border/",
    "/border/adjoining/",
    "/border/exchange/",
    "/border/exchange/new/",
    "/border/strip/",
    "/border/strip/where/?at=11,85;106,60",
    "/border/strip/agreements/",
    "/border/strip/sections/new/",
    "/border/strip/communes/decree/",
    "/border/routes/",
    "/border/patrols/",
    "/border/summary/",
    "/border/field/",
    "/statistics/",
)


@dataclass
class Entry:
    """One text of the catalogue: the Vietnamese forms, the English forms, its flags."""

    sources: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    flags: str = ""


def entries(catalogue: str) -> list[Entry]:
    """Read a catalogue, without its header."""
    found = []
    for block in re.split(r"\n\s*\n", catalogue.strip()):
        entry = Entry()
        forms: list[str] = []
        for line in block.splitlines():
            if line.startswith("#"):
                entry.flags += line if line.startswith("#,") else ""
                continue
            keyword, quoted = re.fullmatch(r'(\w+(?:\[\d\])?)? ?(".*")', line).groups()
            if keyword == "msgctxt":
                forms = []
            elif keyword:
                forms = entry.english if keyword.startswith("msgstr") else entry.sources
                forms.append("")
            if forms:
                forms[-1] += ast.literal_eval(quoted)
        if entry.sources and entry.sources[0]:
            found.append(entry)
    return found


ENTRIES = entries(CATALOGUE.read_text(encoding="utf-8"))


def test_every_text_has_an_english_one():
    assert len(ENTRIES) > 500
    assert [entry.sources[0] for entry in ENTRIES if not all(form.strip() for form in entry.english)] == []
    assert [entry.sources[0] for entry in ENTRIES if "fuzzy" in entry.flags] == []


@pytest.mark.parametrize("marks", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_the_english_text_takes_the_same_values(marks):
    def differs(entry: Entry) -> bool:
        allowed = [sorted(marks.findall(source)) for source in entry.sources]
        return any(sorted(marks.findall(form)) not in allowed for form in entry.english)

    assert [entry.sources[0] for entry in ENTRIES if differs(entry)] == []


def test_texts_that_are_joined_keep_their_edges():
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [e.sources[0] for e in ENTRIES if any(edges(form) != edges(e.sources[0]) for form in e.english)]
    assert wrong == []


def test_the_english_texts_are_english():
    """Except what is quoted, such as the Vietnamese heading of a column in a file."""
    unquoted = [re.sub("“[^”]*”", "", form) for entry in ENTRIES for form in entry.english]
    assert [form for form in unquoted if VIETNAMESE.search(form)] == []


def test_every_text_of_the_source_is_in_the_catalogue(tmp_path):
    """Extract again, beside the project; a new text must come with its English one."""
    for folder in SOURCES:
        shutil.copytree(project.BASE_DIR / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--add-location=never", "--no-wrap"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    extracted = entries((tmp_path / CATALOGUE.relative_to(project.BASE_DIR)).read_text(encoding="utf-8"))
    known = {tuple(entry.sources) for entry in ENTRIES}
    assert [entry.sources for entry in extracted if tuple(entry.sources) not in known] == []


@pytest.fixture(scope="session")
def compiled(tmp_path_factory) -> Path:
    """A locale folder with the catalogue as it is now, compiled."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "en" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    subprocess.run(["msgfmt", "--check-format", "-o", target, CATALOGUE], check=True, capture_output=True)
    return folder


@pytest.fixture
def reader(people, signed_in, settings, compiled) -> Client:
    """The owner, reading in English."""
    settings.LOCALE_PATHS = [compiled]
    client = signed_in(people.owner)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return client


class _Words(HTMLParser):
    """Collects what a page says: its text and the attributes that are shown or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0
        self._foreign = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"script", "style"}:
            self._silent += 1
        # The button that leads to the other language is written in that language.
        self._foreign += tag == "button" and named.get("lang") == "vi"
        for name in ("title", "placeholder", "aria-label", "alt"):
            self.said.append(named.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent -= 1
        if tag == "button":
            self._foreign = 0

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._foreign:
            self.said.append(data.strip())


def _texts(value: object) -> Iterator[str]:
    """Every string in a plan's record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _names_in_the_data() -> set[str]:
    """Names of places, agencies and documents: they stay Vietnamese in every language."""
    names: set[str] = set()
    for rows in (
        AdminUnit.objects.values_list("full_name", "name"),
        BoundarySet.objects.values_list("name", "decree"),
        Agency.objects.values_list("name"),
        Account.objects.values_list("title", "username"),
        Counterpart.objects.values_list("label", "label_en"),
    ):
        for row in rows:
            names.update(row)
    for record in PlanVersion.objects.values_list("record", flat=True):
        # Single words of a record ("xã", "năm") would excuse half the interface.
        names.update(text.strip() for text in _texts(record) if len(text) > 10 or text.startswith("mục "))
    # Wordings of regulations are those of the document, as the wordings of plans are.
    names.update(regulation.text for regulation in REGULATIONS)
    # Signs on the map: two letters, the same in every language.
    names.update({"Cđ", "ĐB"})
    without_documents = {DOCUMENT.sub("", " ".join(name.split())) for name in names}
    return {name for name in without_documents if name.strip()}


def _vietnamese_left(html: str, names: Iterable[str]) -> list[str]:
    """Return what a page says in Vietnamese besides the names."""
    words = _Words()
    words.feed(html)
    left = []
    longest_first = sorted(names, key=len, reverse=True)
    for said in words.said:
        rest = DOCUMENT.sub("", " ".join(said.split()))
        for name in longest_first:
            rest = rest.replace(name, "")
        if VIETNAMESE.search(rest):
            left.append(said)
    return left


def test_the_whole_history_is_english(reader, people):
    people.owner.role = Role.ADMINISTRATOR
    people.owner.save()
    response = reader.get("/history/database/")
    assert response.status_code == 200
    assert _vietnamese_left(response.content.decode(), _names_in_the_data()) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_in_english_says_nothing_in_vietnamese(address, reader):
    response = reader.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="en"' in html
    assert _vietnamese_left(html, _names_in_the_data()) == []


def test_the_page_of_a_plan_is_english_around_the_words_of_the_document(reader):
    record = Plan.objects.get(pk="dongnai-7488-2017").current.record
    html = reader.get("/plans/dongnai-7488-2017/").content.decode()
    assert _vietnamese_left(html, _names_in_the_data() | set(_texts(record))) == []


def test_the_pages_of_a_commune_and_its_list_are_english(reader, people):
    plan = Plan.objects.get(pk="dongnai-7488-2017")
    unit = people.home_communes[0]
    area = propose_by_hand(plan, 2026, unit, "test reason", people.owner)
    for address in (f"/selections/{plan.pk}/2026/", f"/areas/{area.pk}/", f"/communes/{unit.code}/"):
        response = reader.get(address)
        assert response.status_code == 200, address
        assert _vietnamese_left(response.content.decode(), _names_in_the_data()) == [], address


def test_a_page_nobody_may_see_is_refused_in_english(reader):
    response = reader.get("/areas/999999/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "Not found" in html
    assert _vietnamese_left(html, _names_in_the_data()) == []


def test_the_sign_in_page_offers_both_languages(client, db, settings, compiled):
    settings.LOCALE_PATHS = [compiled]
    assert "English" in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    html = client.get("/sign-in/").content.decode()
    assert "Tiếng Việt" in html
    assert _vietnamese_left(html, set()) == []


def test_an_unknown_language_is_refused(client, db):
    response = client.post("/language/", {"language": "xx"})
    assert response.status_code == 400
    assert project.LANGUAGE_COOKIE_NAME not in response.cookies
