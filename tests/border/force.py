"""The people of the board: two posts side by side, their command, a commune police, and short ways to act."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Role
from gis_app.border.board import handling
from gis_app.border.board.reporting import Told, report
from gis_app.border.board.steps import Act
from gis_app.border.models import BorderReport, ReportStep
from layers.models import BorderLine
from layers.reading.measured_lines import MeasuredLines
from tests.factories import AccountFactory
from tests.people import People

#: Inside the owner's north-western commune, two kilometres from the line; and in the one west of it.
EAST, WEST = (107.05, 11.18), (106.95, 11.18)


@dataclass
class Force:
    """Accounts of the west post, the east post, the commune police, and their command."""

    people: People
    west: Account
    east: Account
    police: Account
    command: Account

    def told(self, **fields) -> Told:
        """Return what a sender says; everything but the given has a usual value."""
        now = timezone.now()
        at = fields.pop("at", EAST)
        given = {
            "kind": "smuggling",
            "urgency": "urgent",
            "text": "Hai xe tải nhỏ qua suối, đi về phía nam",
            "lon": at[0],
            "lat": at[1],
            "occurred_at": now - datetime.timedelta(minutes=10),
            "sent_at": now,
            "accuracy_m": 12.0,
        }
        return Told(**given | fields)

    def report(self, account: Account | None = None, **fields) -> BorderReport:
        """Report as the east post, or as another account."""
        return report(self.told(**fields), account or self.east)

    def confirmed(self, account: Account | None = None, **fields) -> BorderReport:
        """Report, verify and confirm."""
        account = account or self.east
        made = self.report(account, **fields)
        handling.move(made.pk, Act.VERIFY, account)
        handling.move(made.pk, Act.CONFIRM, account, "đã đến nơi xem")
        return made

    def taken_to(self, state: str, account: Account | None = None) -> BorderReport:
        """Return a report in a state, with acts of the east post and the police."""
        account = account or self.east
        made = self.report(account)
        for act, by, text in {
            "new": (),
            "verifying": ((Act.VERIFY, account, ""),),
            "confirmed": ((Act.VERIFY, account, ""), (Act.CONFIRM, account, "")),
            "refuted": ((Act.VERIFY, account, ""), (Act.REFUTE, account, "không có gì")),
            "handed_over": ((Act.VERIFY, account, ""), (Act.CONFIRM, account, "")),
            "acknowledged": ((Act.VERIFY, account, ""), (Act.CONFIRM, account, "")),
            "closed": (
                (Act.VERIFY, account, ""),
                (Act.CONFIRM, account, ""),
                (Act.CLOSE, account, "xong"),
            ),
        }[state]:
            handling.move(made.pk, act, by, text)
        if state in {"handed_over", "acknowledged"}:
            handling.hand_over(made.pk, self.police.agency, account)
        if state == "acknowledged":
            handling.move(made.pk, Act.ACKNOWLEDGE, self.police)
        made.refresh_from_db()
        return made


def make_force(
    people: People, line: BorderLine, posts: tuple[Agency, Agency], measured: MeasuredLines
) -> Force:
    """Create the agencies, accounts, duties and sections."""
    from tests.border.conftest import make_section

    command = Agency.objects.create(name="Ban Chỉ huy Biên phòng thử", kind=Agency.Kind.BORDER_COMMAND)
    police = Agency.objects.create(name="Công an xã thử", kind=Agency.Kind.POLICE_COMMUNE)
    Agency.objects.filter(pk__in=[post.pk for post in posts]).update(superior=command)
    middle = measured.length_m(0) / 2
    make_section(line, posts[0], 0, middle)
    make_section(line, posts[1], middle, measured.length_m(0))

    def account(name: str, role: Role, agency: Agency, *units) -> Account:
        made = AccountFactory(username=name, role=role, agency=agency)
        made.units.set(units)
        return made

    home, away = people.home_communes, people.away_communes
    return Force(
        people,
        west=account("west", Role.BORDER_GUARD, posts[0], *away),
        east=account("east", Role.BORDER_GUARD, posts[1], *home),
        police=account("police", Role.COMMUNE_OFFICER, police, *home),
        command=account("command", Role.BORDER_GUARD, command, people.home),
    )


def steps_of(report: BorderReport) -> list[str]:
    """Return the acts done with a report, in their order."""
    return list(ReportStep.objects.filter(report=report).values_list("act", flat=True))


def identity() -> uuid.UUID:
    """Return an id as a device makes it."""
    return uuid.uuid4()
