"""The PostGIS server and the state of the schema."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gis_app.operations.checks.diagnosis import Diagnosis, Verdict

OLDEST_POSTGRESQL = 150000
OLDEST_POSTGIS = (3, 3)


def server() -> Diagnosis:
    """Say which PostgreSQL and PostGIS answer; older ones than 15 and 3.3 are not supported."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'),"
            " postgis_lib_version(), postgis_geos_version(), postgis_proj_version()"
        )
        number, name, postgis, geos, proj = cursor.fetchone()
    finding = f"PostgreSQL {name}, PostGIS {postgis} (GEOS {geos}, PROJ {proj.split()[0]})"
    if number < OLDEST_POSTGRESQL or tuple(map(int, postgis.split(".")[:2])) < OLDEST_POSTGIS:
        return Diagnosis(
            Verdict.BAD,
            "Cơ sở dữ liệu",
            finding,
            "Cần PostgreSQL 15 và PostGIS 3.3 trở lên: nâng cấp máy chủ cơ sở dữ liệu.",
        )
    return Diagnosis(Verdict.GOOD, "Cơ sở dữ liệu", finding)


def migrations() -> Diagnosis:
    """Say whether the schema is that of this version of the program."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Diagnosis(
            Verdict.BAD,
            "Cấu trúc dữ liệu",
            f"còn {len(waiting)} bước nâng cấp chưa chạy",
            "Chạy manage.py migrate.",
        )
    return Diagnosis(Verdict.GOOD, "Cấu trúc dữ liệu", "đúng phiên bản chương trình")


def history_triggers() -> Diagnosis:
    """Say whether the triggers that keep the history and protect sealed records are in place and enabled."""
    from pgtrigger.registry import registered

    expected = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registered()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        installed = set(cursor.fetchall())
    missing = sorted(f"{table}.{name}" for table, name in expected - installed)
    if missing:
        return Diagnosis(
            Verdict.BAD,
            "Lịch sử thay đổi",
            f"thiếu hoặc đã tắt {len(missing)} trigger, ví dụ {missing[0]}",
            "Chạy manage.py pgtrigger install và xem ai đã tắt chúng.",
        )
    return Diagnosis(Verdict.GOOD, "Lịch sử thay đổi", f"{len(expected)} trigger đang hoạt động")
