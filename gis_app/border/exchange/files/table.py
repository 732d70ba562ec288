"""The lines of a pack as GeoPackage and KML: one layer of cells, WGS 84."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gis_app.border.exchange.files.lines import LANGUAGES, Told, words
from layers.writing.geopackage import write_geopackage
from layers.writing.kml import write_kml
from layers.writing.systems import WGS84
from layers.writing.table import Column, Table, Type

#: GDAL writes the present moment into a GeoPackage; the same pack gives the same bytes with the day alone.
_MOMENTS = (
    "UPDATE gpkg_contents SET last_change = :moment",
    "UPDATE gpkg_metadata_reference SET timestamp = :moment",
)
_METADATA = """
INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
VALUES ('dataset', 'http://www.geopackage.org', 'text/plain', :text)
"""
_REFERENCE = """
INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id)
VALUES ('geopackage', :moment, last_insert_rowid())
"""
_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
    metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
SELECT name, NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'
FROM (SELECT 'gpkg_metadata' AS name UNION SELECT 'gpkg_metadata_reference')
"""


def table_of(told: Told) -> Table:
    """Return the lines as a table of cells."""
    columns = [
        Column("name", "name", words("en")["name"]),
        Column("kind_en", "kind_en", words("en")["kind"]),
        Column("kind_vi", "kind_vi", words("vi")["kind"]),
        Column("day", "day", words("en")["day"], Type.DATE),
        Column("cell", "cell", words("en")["cell"]),
    ]
    rows = (
        ((line.name, line.kind.label_en, line.kind.label, line.day, line.cell.name), line.cell.outline)
        for line in told.lines
    )
    return Table(
        name="border_exchange",
        title=f"{words('en')['title']} {told.pack.code}",
        columns=columns,
        rows=rows,
        geometry="Polygon",
        notes=notes_of(told),
    )


def notes_of(told: Told) -> list[str]:
    """Return what a reader of the lines must know, English first."""
    pack = told.pack
    said = []
    for language in LANGUAGES:
        word = words(language)
        english = language == "en"
        sender = f"{pack.province.name}, Viet Nam" if english else pack.province.full_name
        addressee = pack.counterpart.label_en if english else pack.counterpart.label
        said += [
            f"{word['title']} {pack.code}. {word['from']}: {sender}. {word['to']}: {addressee}. "
            f"{word['document']}: {pack.document}. {word['period']}: {pack.first_day.isoformat()} – "
            f"{pack.last_day.isoformat()}. {word['approved_on']}: {told.on.isoformat()}.",
            getattr(pack, f"note_{language}"),
            word["precision"],
            word["grid"],
            f"{word['not_held']}: {'; '.join(word['not_held_list'])}.",
            word["use"],
        ]
    return [sentence for sentence in said if sentence]


def geopackage_of(told: Told, path: Path) -> None:
    """Write the lines as a GeoPackage with the notes as its metadata; its only date is the approval's."""
    write_geopackage(table_of(told), path, WGS84)
    given = {"moment": f"{told.on.isoformat()}T00:00:00.000Z", "text": "\n".join(notes_of(told))}
    with closing(sqlite3.connect(path)) as database:
        with database:
            for statement in _TABLES.split(";\n"):
                database.execute(statement)
            database.execute(_METADATA, given)
            database.execute(_REFERENCE, given)
            for statement in _MOMENTS:
                database.execute(statement, given)
        # Nothing of what was overwritten stays in free pages.
        database.execute("VACUUM")


def kml_of(told: Told, path: Path) -> None:
    """Write the lines as KML."""
    write_kml(table_of(told), path, WGS84)
