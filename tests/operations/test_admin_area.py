"""The administration's pages: found by the addresses of the program, sound, and each of them opens."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib import admin

from gis_app.access.roles import Role
from tests.factories import AccountFactory


@pytest.mark.django_db
def test_every_list_of_the_administration_opens(signed_in):
    client = signed_in(AccountFactory(role=Role.ADMINISTRATOR, whole_country=True))
    listed = client.get("/admin-area/").context["app_list"]
    pages = [model["admin_url"] for app in listed for model in app["models"]]
    assert len(pages) > 5
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_the_administration_is_sound():
    import gis_app.urls  # noqa: F401 - it looks for the pages

    assert admin.site.check(None) == []


def test_commands_start_without_the_administration():
    """What only pages need is not loaded for an import; nor is structlog, until something is logged."""
    look = (
        "import sys, django; django.setup();"
        "import layers.management.commands.import_incidents;"
        "print({'gis_app.access.admin', 'structlog', 'gis_app.urls'} & set(sys.modules))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gis_app.settings"}
    told = subprocess.run(
        [sys.executable, "-c", look],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "set()"
