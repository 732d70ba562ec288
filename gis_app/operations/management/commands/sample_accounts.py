"""`manage.py sample_accounts`: which accounts the sample has, and their password on this machine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gis_app.access.models import Account
from gis_app.operations.sample.accounts import ACCOUNTS, known_password


class Command(BaseCommand):
    """Print the sample accounts that exist, or say that there are none."""

    help = "In các tài khoản mẫu và mật khẩu đã tạo trên máy này."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table of sign-in names and what each is for."""
        names = [account.username for account in ACCOUNTS]
        existing = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
        password = known_password()
        if not existing or password is None:
            self.stdout.write(
                "Không có tài khoản mẫu trên máy này. Tạo tài khoản quản trị bằng manage.py createsuperuser."
            )
            return
        self.stdout.write(f"Tài khoản mẫu (mật khẩu chung, tạo trên máy này: {password})")
        width = max(map(len, existing))
        for account in ACCOUNTS:
            if account.username in existing:
                self.stdout.write(f"  {account.username:<{width}}  {account.role.label}: {account.title}")
