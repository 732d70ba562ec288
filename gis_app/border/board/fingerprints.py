"""What was sent, as one hash: the same id with another content is another thing."""

from __future__ import annotations

import hashlib
import json


def fingerprint(*parts: str | float | None) -> str:
    """Return the hash of the parts, in their order.

    >>> fingerprint("a", 1.0)[:8] == fingerprint("a", 1.0)[:8]
    True
    """
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
