"""The private PostGIS cluster: made in a throw-away folder, killed, recovered, closed to others.

These tests run `script/database` and the shell functions under it as a person's shell would, each on
clusters of their own (`DIABAN_VAR`), never on the one that the other tests use.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = PROJECT / "script" / "database"
LIBRARIES = ("say", "project", "cluster_place", "cluster")

pytestmark = pytest.mark.skipif(
    not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")),
    reason="no PostgreSQL server on this machine (DATABASE_URL is in use)",
)


class Place:
    """One `DIABAN_VAR` with its cluster."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.hash = hashlib.sha256(str(var).encode()).hexdigest()[:12]

    @property
    def environment(self) -> dict[str, str]:
        """The caller's environment, pointed at this place."""
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and k[:2] != "PG"}
        return kept | {"DIABAN_VAR": str(self.var)}

    def database(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `script/database` from a folder that is not the project's."""
        return subprocess.run(
            [DATABASE, *arguments],
            env=self.environment,
            cwd="/",
            check=check,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )

    def sql(self, statement: str) -> str:
        """Answer of one statement, as psql prints it without decoration."""
        return self.database("shell", "-qAtc", statement).stdout.strip()

    def shell(self, program: str) -> subprocess.Popen[str]:
        """Start a bash program that has the project's shell functions."""
        sources = " ".join(f'. "$PROJECT/script/lib/{name}.sh";' for name in LIBRARIES)
        return subprocess.Popen(
            ["bash", "-c", f"set -euo pipefail; {sources} {program}"],
            env=self.environment | {"PROJECT": str(PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def data(self) -> Path:
        return self.var / "postgres" / "data"

    @property
    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def is_running(self) -> bool:
        return self.database("status", check=False).returncode == 0

    def remove(self) -> None:
        self.database("stop", "--force", check=False)
        for folder in (
            self.var,
            Path("/var/lib/diaban") / self.hash,
            Path("/run") / f"diaban-{self.hash}",
            Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"diaban-{self.hash}",
        ):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def new_place() -> Iterator[Callable[[str], Place]]:
    """Maker of places under one short folder that any system user may pass through."""
    root = Path(tempfile.mkdtemp(prefix="diaban-"))
    root.chmod(0o755)
    places: list[Place] = []

    def make(name: str) -> Place:
        places.append(Place(root / name))
        return places[-1]

    yield make
    for place in places:
        place.remove()
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def running(new_place: Callable[[str], Place]) -> Place:
    """A cluster that `script/database start` made in a folder with spaces and Vietnamese letters."""
    place = new_place("máy của tôi")
    place.database("start")
    return place


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something another process does; the deadline only ends a hanging test."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "the other process never came that far"
        time.sleep(0.05)


def test_listens_on_no_tcp_port(running: Place) -> None:
    assert running.sql("show listen_addresses") == ""
    sockets = {
        target.removeprefix("socket:[").removesuffix("]")
        for descriptor in Path(f"/proc/{running.postmaster}/fd").iterdir()
        if (target := str(descriptor.readlink())).startswith("socket:[")
    }
    listening_on_tcp = {
        line.split()[9]
        for table in ("tcp", "tcp6")
        if Path(f"/proc/net/{table}").exists()
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    }
    assert sockets
    assert not sockets & listening_on_tcp


def test_socket_and_data_are_closed_to_other_users(running: Place) -> None:
    owner = running.data.stat().st_uid
    for folder in (running.data, running.var / "postgres" / "run"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == owner
    assert stat.S_IMODE((running.var / "secret_key").stat().st_mode) == 0o600


def test_has_postgis_and_the_address_names_the_socket(running: Place) -> None:
    assert running.sql("select postgis_version()")
    address = (running.var / "database_url").read_text()
    assert address == running.database("url").stdout
    assert address.startswith("postgis://gis@%2F")
    assert "m%C3%A1y%20c%E1%BB%A7a%20t%C3%B4i" in address


def test_second_start_keeps_the_running_process(running: Place) -> None:
    before = running.postmaster
    running.database("start")
    assert running.postmaster == before


def test_recovers_after_kill(new_place: Callable[[str], Place]) -> None:
    place = new_place("killed")
    place.database("start")
    place.sql("create table kept as select 42 as answer")
    before = place.postmaster
    os.kill(before, signal.SIGKILL)
    assert place.database("status", check=False).returncode == 3

    place.database("start")

    assert place.postmaster != before
    assert place.sql("select answer from kept") == "42"


#: Adopts what its children leave behind and never asks how it ended, as the first process of many
#: containers does: a postmaster killed under it stays on the list of processes.
CARELESS_PARENT = """
import ctypes, os, pathlib, signal, subprocess, sys
PR_SET_CHILD_SUBREAPER = 36
assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
database, data = sys.argv[1:]
start = [database, "start"]
subprocess.run(start, check=True)
killed = int(pathlib.Path(data, "postmaster.pid").read_text().split()[0])
os.kill(killed, signal.SIGKILL)
status = subprocess.run(start).returncode
assert pathlib.Path(f"/proc/{killed}/stat").exists()
sys.exit(status)
"""


def test_recovers_where_nobody_buries_the_dead_process(new_place: Callable[[str], Place]) -> None:
    place = new_place("unburied")
    program = [sys.executable, "-c", CARELESS_PARENT, str(DATABASE), str(place.data)]
    subprocess.run(program, env=place.environment, cwd="/", check=True, capture_output=True, timeout=120)
    assert place.sql("select 1") == "1"


def test_recovers_when_the_old_process_number_belongs_to_another_program(
    new_place: Callable[[str], Place],
) -> None:
    place = new_place("reused")
    place.database("start")
    os.kill(place.postmaster, signal.SIGKILL)
    stranger = place.shell("cluster_locate; as_cluster_user sh -c 'echo $$; exec sleep 120'")
    assert stranger.stdout is not None
    number = stranger.stdout.readline().strip()
    lock = place.data / "postmaster.pid"
    lock.write_text("\n".join([number, *lock.read_text().split("\n")[1:]]))
    try:
        place.database("start")
        assert place.postmaster != int(number)
        assert Path(f"/proc/{number}").exists(), "the other program must be left alone"
    finally:
        os.kill(int(number), signal.SIGKILL)
        stranger.communicate()


def test_recovers_when_the_socket_was_cleaned_away(new_place: Callable[[str], Place]) -> None:
    place = new_place("cleaned")
    place.database("start")
    (place.var / "postgres" / "run" / ".s.PGSQL.55432").unlink()
    place.database("start")
    assert place.sql("select 1") == "1"


def test_an_interrupted_initdb_leaves_no_half_cluster(new_place: Callable[[str], Place]) -> None:
    place = new_place("interrupted")
    program = 'ensure_var; cluster_locate; _as_daemon() { mkdir "$4"; kill -9 $$; }; _cluster_init'
    attempt = place.shell(program)
    attempt.communicate(timeout=60)
    assert attempt.returncode == -signal.SIGKILL
    assert not (place.data / "PG_VERSION").exists()
    place.database("start")
    assert place.sql("select 1") == "1"


def test_two_starts_at_once_end_with_one_cluster(new_place: Callable[[str], Place]) -> None:
    place = new_place("raced")
    starts = [place.shell("cluster_start; cluster_pid") for _ in range(2)]
    answers = [start.communicate(timeout=120)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0], answers
    assert {answer.splitlines()[-1] for answer in answers} == {str(place.postmaster)}


def test_the_last_to_leave_stops_it(new_place: Callable[[str], Place]) -> None:
    place = new_place("shared")
    program = "cluster_join; echo joined; read -r; cluster_leave"
    users = [place.shell(program), place.shell(program)]
    for user in users:
        assert user.stdout is not None
        wait_until(lambda lines=user.stdout: lines.readline() == "joined\n")
    assert "--force" in place.database("stop", check=False).stderr

    users[0].communicate("\n", timeout=60)
    assert place.is_running()
    users[1].communicate("\n", timeout=60)
    assert not place.is_running()


def test_left_over_by_a_killed_script_it_is_stopped_by_the_next(
    new_place: Callable[[str], Place],
) -> None:
    place = new_place("orphaned")
    killed = place.shell("cluster_join; echo joined; read -r")
    assert killed.stdout is not None
    wait_until(lambda: killed.stdout.readline() == "joined\n")
    killed.kill()
    killed.communicate()
    assert place.is_running()

    following = place.shell("cluster_join; cluster_leave")
    following.communicate(timeout=60)
    assert following.returncode == 0
    assert not place.is_running()


def test_the_server_holds_no_lock_of_the_script_that_started_it(
    new_place: Callable[[str], Place],
) -> None:
    place = new_place("locks")
    place.var.mkdir()
    user = place.shell('exec 6>>"$VAR/server.lock"; cluster_join')
    user.communicate(timeout=60)
    opened = {d.readlink().parent for d in Path(f"/proc/{place.postmaster}/fd").iterdir()}
    assert place.var not in opened
    assert opened


def test_started_on_purpose_it_outlives_the_scripts(running: Place) -> None:
    user = running.shell("cluster_join; cluster_leave")
    user.communicate(timeout=60)
    assert user.returncode == 0
    assert running.is_running()


def test_a_path_too_long_for_a_socket_gets_a_short_one(new_place: Callable[[str], Place]) -> None:
    place = new_place("/".join(["một thư mục có tên thật dài"] * 4))
    place.var.mkdir(parents=True)
    printed = place.database("start").stdout
    folder = Path(place.sql("show unix_socket_directories"))
    assert str(folder) in printed
    assert len(os.fsencode(folder / ".s.PGSQL.55432")) <= 107
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.is_relative_to(place.var)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the cluster as another user")
def test_as_root_a_closed_folder_is_left_for_a_place_that_is_printed(
    new_place: Callable[[str], Place],
) -> None:
    place = new_place("closed/var")
    place.var.parent.mkdir(mode=0o700)
    printed = place.database("start").stdout
    assert f"/var/lib/diaban/{place.hash}/data" in printed
    assert place.sql("select 1") == "1"


def test_a_full_disk_is_said_before_anything_is_made(new_place: Callable[[str], Place]) -> None:
    place = new_place("full")
    disk = "Filesystem 1M-blocks Used Available\\n/dev/x 9 8 100 1% /\\n"
    attempt = place.shell(f"df() {{ printf '{disk}'; }}; cluster_start")
    output, _ = attempt.communicate(timeout=60)
    assert attempt.returncode == 1
    assert "chỉ còn 100 MB" in output
    assert "DIABAN_VAR" in output
    assert not place.data.exists()


def test_data_of_another_user_is_left_alone(new_place: Callable[[str], Place]) -> None:
    place = new_place("foreign")
    (place.var / "postgres").mkdir(parents=True)
    program = "stat() { echo somebody; }; cluster_start"
    attempt = place.shell(program)
    output, _ = attempt.communicate(timeout=60)
    assert attempt.returncode == 1
    assert "thuộc người dùng «somebody»" in output


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a$b"])
def test_a_path_that_postgresql_cannot_take_is_refused(new_place: Callable[[str], Place], name: str) -> None:
    answer = new_place(name).database("start", check=False)
    assert answer.returncode == 1
    assert "ký tự mà PostgreSQL không nhận" in answer.stderr
