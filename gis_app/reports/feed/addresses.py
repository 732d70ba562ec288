"""Addresses of calendar feeds: 256 random bits each, kept as a hash, taken back at any time.

A calendar program cannot sign in, so the address itself is the key. It opens nothing but the calendar, and
what it answers follows the role and the jurisdiction that the account has at that moment.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.reports.models import CalendarFeed
from gis_app.transformation.refusing import RefusedError

_BYTES = 32
MOST_FEEDS = 5


@transaction.atomic
def make_feed(account: Account, label: str) -> tuple[CalendarFeed, str]:
    """Return a new feed and its token, which is shown once and cannot be read again.

    Raises RefusedError when the account has too many already.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if feeds_of(account).count() >= MOST_FEEDS:
        raise RefusedError(
            _("Tài khoản đã có %(count)s đường dẫn lịch: hãy thu hồi một đường dẫn không còn dùng.")
            % {"count": MOST_FEEDS}
        )
    token = secrets.token_urlsafe(_BYTES)
    return CalendarFeed.objects.create(account=account, label=label, token_sha256=_hash(token)), token


def feeds_of(account: Account) -> QuerySet[CalendarFeed]:
    """Return the feeds of an account that were not taken back."""
    return CalendarFeed.objects.filter(account=account, revoked_at=None)


def revoke(feed: CalendarFeed) -> None:
    """Take a feed back; its address answers nothing from now on."""
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now())


def account_behind(token: str) -> Account | None:
    """Return whose calendar a token opens; None if it is unknown, taken back or of a closed account."""
    feed = (
        CalendarFeed.objects.select_related("account")
        .filter(token_sha256=_hash(token), revoked_at=None, account__is_active=True)
        .first()
    )
    if feed is None or not may(feed.account, Action.VIEW):
        return None
    CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=timezone.now())
    account: Account = feed.account
    return account


def _hash(token: str) -> str:
    """Return what is kept of a token; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
