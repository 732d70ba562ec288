"""Which system packages `script/setup` asks apt for, on machines that are not this one.

apt and dpkg are answered by shell functions, so nothing is installed and nothing is looked up.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LIBRARIES = ("say", "project", "python", "cluster_place", "packages")
# A fresh machine: nothing installed, no virtual environment.
FRESH = """
    dpkg-query() { return 1; }
    installed_postgis_version() { :; }
    _venv_works() { return 1; }
    command() { [[ $2 != chromium* && $2 != google-chrome ]] && builtin command "$@"; }
"""
DEBIAN_12 = """
    apt-cache() { [[ $1 != pkgnames ]] || echo postgresql-15-postgis-3; }
    python3.11() { [[ $2 != *ensurepip* ]] || return 1; echo python3.11-venv; }
    python3.12() { return 127; }
    python3.13() { return 127; }
"""
UBUNTU_22 = """
    apt-cache() {
        case $1 in
            pkgnames) echo postgresql-14-postgis-3 ;;
            *) [[ $* != *harfbuzz-subset* && $* != *python3.1[23]* ]] ;;
        esac
    }
    python3.11() { return 127; }
    python3.12() { return 127; }
    python3.13() { return 127; }
"""


def ask(tmp_path: Path, machine: str, program: str, **environment: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a program on such a machine."""
    sources = "".join(f'. "$PROJECT/script/lib/{name}.sh"\n' for name in LIBRARIES)
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DIABAN_PYTHON"}}
    answer = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{sources}{FRESH}{machine}{program}"],
        env=kept | {"PROJECT": str(PROJECT), "DIABAN_VAR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return answer.returncode, answer.stdout, answer.stderr


def test_debian_12_offers_what_is_needed(tmp_path: Path) -> None:
    status, output, _ = ask(tmp_path, DEBIAN_12, "_wanted_packages run")
    assert status == 0
    assert set(output.split()) == {
        "ca-certificates",
        "fonts-croscore",
        "gdal-bin",
        "gettext",
        "libharfbuzz-subset0",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "postgresql-15",
        "postgresql-15-postgis-3",
        "postgresql-15-postgis-3-scripts",
        "python3.11-venv",
    }


def test_working_on_the_program_needs_a_browser_and_a_pdf_reader(tmp_path: Path) -> None:
    not_ubuntu = DEBIAN_12 + "\n.() { ID=debian; }\n"
    status, output, _ = ask(tmp_path, not_ubuntu, "_wanted_packages dev")
    assert status == 0
    assert {"chromium", "poppler-utils"} <= set(output.split())


def test_too_old_a_postgresql_is_refused_with_two_ways_out(tmp_path: Path) -> None:
    status, _, errors = ask(tmp_path, UBUNTU_22, "_wanted_packages run")
    assert status == 1
    assert "chỉ có PostgreSQL 14; Diaban cần 15 trở lên" in errors
    assert "wiki.postgresql.org/wiki/Apt" in errors
    assert "DATABASE_URL=" in errors


def test_a_server_elsewhere_needs_no_server_here(tmp_path: Path) -> None:
    url = "postgis://someone@server:5432/diaban"
    status, output, _ = ask(tmp_path, UBUNTU_22, "_wanted_packages run", DATABASE_URL=url)
    assert status == 0
    assert "postgresql" not in output
    assert {"python3.11", "python3.11-venv"} <= set(output.split())


def test_without_the_right_to_install_the_command_is_printed(tmp_path: Path) -> None:
    program = "_may_install() { return 1; }; apt-get() { exit 99; }; ensure_packages run"
    status, output, errors = ask(tmp_path, DEBIAN_12, program)
    assert status == 1
    assert output == ""
    assert "sudo apt-get update && sudo apt-get install --no-install-recommends" in errors
    assert "postgresql-15-postgis-3-scripts\n" in errors


def test_nothing_missing_asks_apt_for_nothing(tmp_path: Path) -> None:
    installed = """
        dpkg-query() { local name; for name in "${@:4}"; do echo "installed $name"; done; }
        apt-get() { exit 99; }
    """
    status, output, errors = ask(tmp_path, DEBIAN_12 + installed, "ensure_packages run")
    assert (status, output, errors) == (0, "", "")


@pytest.mark.parametrize("answer", ["exit 0", "exit 1"])
def test_the_named_python_is_tried(tmp_path: Path, answer: str) -> None:
    chosen = tmp_path / "python"
    chosen.write_text(f"#!/bin/sh\n{answer}\n")
    chosen.chmod(0o755)
    status, output, errors = ask(tmp_path, DEBIAN_12, "_find_python", DIABAN_PYTHON=str(chosen))
    if answer == "exit 0":
        assert (status, output) == (0, str(chosen))
    else:
        assert status == 1
        assert "DIABAN_PYTHON" in errors
