"""How long a new report takes to reach two hundred open pages, on the real server.

    python -m bench.border_board [--readers 200] [--reports 40] [--old 100000] [--in-place]

Needs `DATABASE_URL` of a server on which a database may be made; it makes one and drops it at the end.
`--in-place` works in the database of `DATABASE_URL` itself, which must be one for measuring: what is written
stays there. The web server is started as `script/server` starts it (two processes of four threads).

Readers are two hundred signed-in accounts of twenty agencies, all of which are told of every report by
standing agreements: the most that one report can cause. Each does what `static/js/border/live.js` does: it
asks the pulse every 0.6 to 0.8 seconds over its own connection and fetches the difference when the number
moved. What a browser then needs to put a line into a list (some milliseconds) is not in it. A writer sends
reports through `/border/sync`. Told: from the moment the writer began to send until a reader had the line,
over all readers and reports; and how many answers a second the pulse gave.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import os
import random
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import django
import numpy as np

from bench.server import PROJECT, Database, own_database

AGENCIES = 20
EVERY_S, JITTER_S = 0.6, 0.2
_OLD = (Path(__file__).parent / "border_board.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Reader:
    """What a page knows: its session and its token."""

    session: str
    token: str


@dataclass
class Seen:
    """When each report was sent and when each reader had it; monotonic seconds."""

    sent: dict[str, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    pulses: int = 0
    failures: int = 0


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--old", type=int, default=100_000)
    parser.add_argument("--in-place", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        database = (
            Database(os.environ["DATABASE_URL"]) if asked.in_place else stack.enter_context(own_database())
        )
        os.environ.update(database.environment | {"DJANGO_SETTINGS_MODULE": "gis_app.settings"})
        django.setup()
        writer, readers, number = prepare(asked.readers, asked.old)
        port = stack.enter_context(server(database))
        seen = Seen()
        started = time.monotonic()
        asyncio.run(run(port, writer, readers, number, asked.reports, seen))
        tell(seen, asked.readers, asked.reports, time.monotonic() - started)


def prepare(count: int, old: int) -> tuple[Reader, list[Reader], int]:
    """Make agencies, agreements, accounts, old reports; return who writes, who reads, and from where."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection, connections
    from django.utils import timezone

    from gis_app.access.models import Account, Agency
    from gis_app.access.roles import Role
    from gis_app.border.board.pulse import token_for
    from gis_app.border.board.recording import newest_number
    from gis_app.border.models import AgreedKind, BorderReport, SharingAgreement

    run = uuid.uuid4().hex[:6]
    agencies = [
        Agency.objects.create(name=f"Bench {run}-{n}", kind=Agency.Kind.BORDER_POST)
        for n in range(AGENCIES + 1)
    ]
    day = timezone.localdate() - datetime.timedelta(days=1)
    for receiver in agencies[1:]:
        agreement = SharingAgreement.objects.create(
            giver=agencies[0], receiver=receiver, document="bench", document_date=day, valid_from=day
        )
        AgreedKind.objects.create(agreement=agreement, kind_id="suspicious")

    def page(name: str, agency: Agency) -> Reader:
        account = Account.objects.create(username=name, role=Role.BORDER_GUARD, agency=agency)
        account.set_unusable_password()
        account.save()
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        return Reader(session.session_key or "", token_for(account))

    writer = page(f"bench-{run}-writer", agencies[0])
    readers = [page(f"bench-{run}-{n}", agencies[1 + n % AGENCIES]) for n in range(count)]
    if old and not BorderReport.objects.filter(last_number__lt=0).exists():
        with connection.cursor() as cursor:
            cursor.execute(_OLD, {"rows": old, "agencies": [agency.pk for agency in agencies]})
            cursor.execute("ANALYZE border_borderreport, border_reportshare, border_reportstep")
    number = newest_number()
    connections.close_all()
    return writer, readers, number


@contextmanager
def server(database: Database) -> Iterator[int]:
    """Start the web server as `script/lib/web.sh` does; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "gis_app.wsgi", "--bind", f"127.0.0.1:{port}", "--preload"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=PROJECT, env=database.environment)
    try:
        for _attempt in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        time.sleep(3)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


class Connection:
    """One kept-alive connection, as a browser holds it for a page."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookie = f"sessionid={session}; csrftoken={'a' * 32}"
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Return the body of the answer; opens the connection anew once where the server had closed it."""
        for attempt in (1, 2):
            try:
                if self.streams is None:
                    self.streams = await asyncio.open_connection("127.0.0.1", self.port)
                return await self._exchange(method, path, body)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    async def _exchange(self, method: str, path: str, body: bytes) -> bytes:
        reader, writer = self.streams or (None, None)
        assert reader is not None and writer is not None
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
            f"X-CSRFToken: {'a' * 32}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(answer.split("content-length:")[1].split("\r\n")[0])
        content = await reader.readexactly(length)
        if "connection: close" in answer:
            self.close()
        if " 200 " not in answer.split("\r\n")[0]:
            raise RuntimeError(answer.split("\r\n")[0])
        return content

    def close(self) -> None:
        """Forget the connection."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def run(
    port: int, writer: Reader, readers: list[Reader], number: int, reports: int, seen: Seen
) -> None:
    """Let all readers follow while the writer sends."""
    over = asyncio.Event()
    tasks = [asyncio.create_task(follow(port, reader, number, seen, over)) for reader in readers]
    await asyncio.sleep(3)
    await write(port, writer, reports, seen)
    await asyncio.sleep(6)
    over.set()
    await asyncio.gather(*tasks)


async def follow(port: int, reader: Reader, number: int, seen: Seen, over: asyncio.Event) -> None:
    """Do what an open page does."""
    line = Connection(port, reader.session)
    await asyncio.sleep(random.random() * EVERY_S)
    while not over.is_set():
        try:
            newest = int(await line.ask("GET", f"/border/pulse?token={quote(reader.token)}"))
            seen.pulses += 1
            if newest != number:
                answer = json.loads(
                    await line.ask("GET", f"/border/changes.json?standing=open&since={number}")
                )
                now = time.monotonic()
                for row in answer["rows"]:
                    if row["id"] in seen.sent:
                        seen.delays.append(now - seen.sent[row["id"]])
                number = answer["number"]
        except (ConnectionError, RuntimeError, asyncio.IncompleteReadError):
            seen.failures += 1
        await asyncio.sleep(EVERY_S + random.random() * JITTER_S)
    line.close()


async def write(port: int, writer: Reader, reports: int, seen: Seen) -> None:
    """Send a report every one to two seconds."""
    line = Connection(port, writer.session)
    for _report in range(reports):
        now = datetime.datetime.now(datetime.UTC).isoformat()
        item = {
            "id": str(uuid.uuid4()), "type": "report", "kind": "suspicious", "urgency": "urgent",
            "text": "bench", "lon": 106.9, "lat": 11.2, "occurred_at": now,
        }  # fmt: skip
        seen.sent[item["id"]] = time.monotonic()
        body = json.dumps({"app": 1, "sent_at": now, "items": [item]}).encode()
        answer = json.loads(await line.ask("POST", "/border/sync", body))
        assert answer["items"][0]["outcome"] == "stored", answer
        await asyncio.sleep(1 + random.random())
    line.close()


def tell(seen: Seen, readers: int, reports: int, seconds: float) -> None:
    """Print what was measured."""
    wanted = readers * reports
    delays = np.array(seen.delays)
    print(f"readers {readers}, reports {reports}, lines received {len(delays)} of {wanted}")
    if len(delays):
        half, most = np.percentile(delays, [50, 95])
        print(f"delay: median {half:.2f} s, 95 % within {most:.2f} s, longest {delays.max():.2f} s")
    print(f"pulse: {seen.pulses / seconds:.0f} answers a second, failures {seen.failures}")
    print(f"load of the machine: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
