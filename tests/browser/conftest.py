"""Browser walks: the three people, in a database that the server's thread sees."""

from __future__ import annotations

import pytest

from tests.people import People, make_people


@pytest.fixture
def people(transactional_db) -> People:
    """The three people; see `tests.people`."""
    return make_people()
