"""Which column of a file names the commune of each row."""

from __future__ import annotations

from layers.reading.choices import FileFacts
from layers.reading.names import fold_ascii

#: Headings under which a row names its commune, a code before a name.
_HEADINGS = (
    *("commune_code", "ma_xa", "ma_phuong", "ma_px", "ma_xa_phuong", "ward_code", "ma_dvhc", "id_xa"),
    *("commune", "ten_xa", "xa", "xa_phuong", "phuong_xa", "ten_xa_phuong", "ten_phuong", "phuong"),
    *("commune_name", "ward_name", "ward", "ten_px", "ten_dvhc", "xa_phuong_dac_khu"),
)


def named_commune(file: FileFacts) -> str | None:
    """Return the column that names the commune of each row: the one the user says, else by its heading."""
    if "commune" in file.columns:
        return file.columns["commune"]
    by_heading = {fold_ascii(column): column for column in reversed(file.unused)}
    return next((by_heading[key] for key in map(fold_ascii, _HEADINGS) if key in by_heading), None)
