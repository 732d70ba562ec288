"""Field choices that every layer shares."""

from __future__ import annotations

# PostgreSQL's default C.UTF-8 order puts Đ after Z and splits accents; ICU's Vietnamese order does not.
VIETNAMESE = "vi-x-icu"

# Everything is stored in WGS 84 longitude, latitude; VN-2000 is for files and paper (design.md 5.6).
SRID = 4326
