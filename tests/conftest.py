"""What every test shares: the three people, the real test data where they are present, no outside network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.browsing import _database_from_the_browser_thread, chromium, context, enter, page  # noqa: F401
from tests.people import People, make_people

# No test passes or fails by how quick the machine is.
hypothesis_settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any_machine")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real boundaries beside the project; they are never part of it.

    Skips where the folder is absent (on a user's machine) and fails where it must be present (in CI).
    """
    folder = Path(os.environ.get("DIABAN_TEST_DATA", ROOT.parent / "shared" / "data"))
    return _beside_the_project(folder, "communes-2025-dong-nai.gpkg")


@pytest.fixture(scope="session")
def seed_texts() -> Path:
    """The folder with the texts of the five documents, beside that of the shared data; as `shared_data`."""
    data = Path(os.environ.get("DIABAN_TEST_DATA", ROOT.parent / "shared" / "data"))
    return _beside_the_project(data.parent / "seeds", "dong-nai-7488-KH-UBND-2017.txt")


def _beside_the_project(folder: Path, file: str) -> Path:
    if (folder / file).exists():
        return folder
    message = f"shared data missing: {folder}"
    if os.environ.get("DIABAN_REQUIRE_DATA") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Serve static files without the collected manifest, which only a running server has."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash passwords quickly: slowness is a virtue against thieves, not in tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people(db) -> People:
    """The owner, the colleague and the outsider; see `tests.people`."""
    return make_people()


@pytest.fixture
def signed_in():
    """Return a function that gives a browserless client signed in as an account."""

    def sign_in(account) -> Client:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
