"""What is sealed, as canonical text. A form is never changed: a new one gets the next number.

Plain values only, no models: a migration seals with the same functions.

Form 1 is JSON with sorted keys and without blanks, in UTF-8, of the number of the link, the link before,
every column of the decision, and its lines in the order of the areas: which area and commune went from which
status
to which, from which day on. Days are ISO, moments UTC with microseconds. Form 0 is the same text about a
decision that was recorded before there were seals: it says what the record held when the chain was begun,
not when the
decision was recorded.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

RECORDED_EARLIER = 0
CURRENT = 1

#: Columns of a decision in forms 0 and 1.
DECISION_COLUMNS = (
    "id",
    "plan_year__plan_id",
    "plan_year__year",
    "act",
    "number",
    "decided_on",
    "body",
    "decider",
    "decider_reason",
    "proposed_by",
    "signer_title",
    "starts_on",
    "caps",
    "amends_id",
    "reason",
    "recorded_by_id",
    "recorded_at",
)
#: Columns of a line in forms 0 and 1.
LINE_COLUMNS = ("id", "area_id", "area__unit_id", "from_status", "to_status", "effective_on", "reason")


def content(
    form: int,
    position: int,
    previous: str,
    decision: Mapping[str, Any],
    lines: Collection[Mapping[str, Any]],
) -> str:
    """Return the text of a link.

    Args:
        form: which form; both known ones read the same.
        position: the number of the link, from 1.
        previous: the seal before it, empty for the first.
        decision: `DECISION_COLUMNS` of the decision.
        lines: `LINE_COLUMNS` of each of its changes.
    """
    if form not in (RECORDED_EARLIER, CURRENT):
        raise ValueError(f"no form {form} of a seal")
    sealed = {
        "form": form,
        "position": position,
        "previous": previous,
        "decision": {column: decision[column] for column in DECISION_COLUMNS},
        "lines": [
            {column: line[column] for column in LINE_COLUMNS}
            for line in sorted(lines, key=lambda line: (line["area_id"], line["id"]))
        ],
    }
    return json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sealed")
