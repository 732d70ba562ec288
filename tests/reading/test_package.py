"""What the package offers by name is the same whichever of its modules was loaded before."""

from __future__ import annotations

import pkgutil

import pytest

from layers import reading


def test_no_name_is_that_of_a_module():
    """Loading a module puts it into the package under its own name, over whatever the package offers so."""
    modules = {module.name for module in pkgutil.iter_modules(reading.__path__)}
    assert modules.isdisjoint(reading.__all__)


def test_every_name_is_there():
    for name in reading.__all__:
        assert getattr(reading, name) is not None, name
    with pytest.raises(AttributeError, match="no_such_name"):
        reading.no_such_name  # noqa: B018
