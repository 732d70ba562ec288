"""How long a try-out answer takes: every parameter moved, over a province, against the goal of 300 ms.

    DATABASE_URL=… .venv/bin/python bench/try_out.py [--account thammuu.dongnai] [--plan dongnai-7488-2017]

Asks the page's own address in one process, signed in as a planner, after one answer with all criteria (which
is what the page does when it opens). Each parameter is moved a fifth up (down where that is out of bounds),
as often as `--requests` says. The median is told beside the goal, and how much of it this process computed.
The machine's load is told too: on a busy one the medians are upper bounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
GOAL_MS = 300
ADDRESS = "/screenings/try/answer.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is the number of criteria above the goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--account", default="thammuu.dongnai")
    parser.add_argument("--plan", default="dongnai-7488-2017")
    parser.add_argument("--year", default="2026")
    parser.add_argument("--as-of", default="")
    parser.add_argument("--requests", type=int, default=5, help="per parameter")
    asked = parser.parse_args(arguments)

    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from gis_app.access.models import Account
    from gis_app.screening.ranking.variations import moved
    from gis_app.screening.trying import start

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(
        Account.objects.get(username=asked.account), backend="django.contrib.auth.backends.ModelBackend"
    )
    base = {"plan": asked.plan, "year": asked.year}
    if asked.as_of:
        base["as_of"] = asked.as_of

    def measured(values: dict[str, str]) -> tuple[float, float]:
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(ADDRESS, base | values)
        if answer.status_code != 200:
            raise SystemExit(f"{values}: {answer.status_code} {answer.content.decode()[:200]}")
        return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000

    first, second = measured({})[0], measured({})[0]
    print(f"load {os.getloadavg()[0]:.1f}; all criteria, twice: {first:.0f}, {second:.0f} ms")
    print(f"{'parameter':45} {'value':>8}   {'tried':8} {'median':>7}    of it own CPU")
    slow = 0
    for group in start(asked.plan, int(asked.year)).groups():
        worst = 0.0
        for setting in group.settings:
            value = moved(setting.parameter, setting.value, 1.2) or moved(
                setting.parameter, setting.value, 0.8
            )
            values = {"settings": group.key, setting.name: f"{value:g}"}
            walls, works = zip(*(measured(values) for _ in range(asked.requests)), strict=True)
            median, own = statistics.median(walls), statistics.median(works)
            worst = max(worst, median)
            print(f"{setting.name:45} {setting.value:>8g} → {value:<8g} {median:7.0f} ms {own:6.0f} ms")
        slow += worst > GOAL_MS
        print(f"{group.key:45} {'worst':>20} {worst:7.0f} ms{'  above the goal' if worst > GOAL_MS else ''}")
    return slow


if __name__ == "__main__":
    sys.exit(main())
