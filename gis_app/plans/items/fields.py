"""One value of an item: where it stands, what it is called, how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gis_app.plans.items.kinds import CHOICE, DAY_OF_YEAR, LINES, YES_NO, Kind

#: What an empty field is in the record: nothing at all.
ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A value of an item.

    Attributes:
        way: keys from the item to the value, with dots between: `counting.convention`.
        empty: what an empty field is stored as: `ABSENT`, None, or `()` for an empty list.
        reading: whether it is the program's reading of the document, not a thing the document says. A change
            of a reading needs a reason; any other change needs another document.
        example: how it may be written, for who typed something else.
    """

    way: str
    label: str | Promise
    kind: Kind
    choices: Mapping[str, str | Promise] | None = None
    empty: Any = ABSENT
    reading: bool = False
    help: str | Promise = ""
    example: str | Promise = ""

    @property
    def name(self) -> str:
        """Return the name of the input."""
        return self.way.replace(".", "__")

    @property
    def keys(self) -> list[str]:
        """Return the way as keys."""
        return self.way.split(".")

    def value(self, item: Mapping[str, Any]) -> Any:
        """Return the value in an item, or None where it has none."""
        here: Any = item
        for key in self.keys:
            here = here.get(key) if isinstance(here, Mapping) else None
        return here

    def text(self, item: Mapping[str, Any]) -> str:
        """Return what the input holds."""
        return self.kind.text(self.value(item))

    def shown(self, item: Mapping[str, Any]) -> str:
        """Return the value in words, or an empty text where there is none."""
        value = self.value(item)
        if value is None:
            return ""
        if self.kind in (CHOICE, YES_NO) and self.choices:
            return str(self.choices.get(self.kind.text(value), value))
        if self.kind is LINES and isinstance(value, list):
            return "; ".join(map(str, value))
        if self.kind is DAY_OF_YEAR:
            return _("trước ngày %(day)s") % {"day": self.kind.text(value)}
        return self.kind.text(value)

    def put(self, item: dict[str, Any], text: str) -> None:
        """Store what was typed in an item; a text that says what is there already leaves it untouched."""
        text = text.replace("\r\n", "\n").replace("\0", "").strip()  # jsonb holds no NUL
        if self._is_in(item) and text == self.text(item):
            return
        value = self.kind.read(text) if text else [] if self.empty == () else self.empty
        self.store(item, value)

    def store(self, item: dict[str, Any], value: Any) -> None:
        """Put a value into an item, with the mappings around it; `ABSENT` takes it out."""
        if value is ABSENT:
            _take_out(item, self.keys)
            return
        holder = item
        for key in self.keys[:-1]:
            if not isinstance(holder.get(key), dict):
                holder[key] = {}
            holder = holder[key]
        holder[self.keys[-1]] = value

    def _is_in(self, item: Mapping[str, Any]) -> bool:
        here: Any = item
        for key in self.keys:
            if not isinstance(here, Mapping) or key not in here:
                return False
            here = here[key]
        return True


def _take_out(holder: Any, keys: list[str]) -> None:
    """Take out a value, and the mappings around it that hold nothing else."""
    if not isinstance(holder, dict) or keys[0] not in holder:
        return
    if len(keys) > 1:
        _take_out(holder[keys[0]], keys[1:])
    if len(keys) == 1 or holder[keys[0]] == {}:
        del holder[keys[0]]
