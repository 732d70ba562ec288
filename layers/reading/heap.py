"""How the C library deals with memory that arrays give back.

Each piece of a file makes dozens of arrays of about a megabyte and drops them again. The library would fetch
the memory of each from the system and hand it back, and the system clears it every time: measured, half of
the system's share and a tenth of the whole time of an import.
"""

from __future__ import annotations

import ctypes

#: Names and numbers of parameters are those of malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
#: The library takes no larger one.
_LARGEST_MMAP_THRESHOLD = 32 << 20
_KEPT = 1 << 30


def keep_freed_memory() -> None:
    """Keep what is given back for the next piece, until the process ends; for processes that end soon.

    Elsewhere than on the GNU C library, nothing changes.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
