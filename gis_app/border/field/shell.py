"""The shell: the files that the page is made of, kept by the device under one version.

A file belongs to the shell when the page names it, when it is one of the page's modules, or a font. The
version changes with the content of any of them, because packaged files bear a hash of their content.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.border.field.words import words
from gis_app.border.models.reports import LONGEST_TEXT

#: The version of what the page says to `gis_app.border.board.syncing`.
APP = 1
ICON_SIZES = (192, 512)
_FOLDERS = ("js/border/field/*.js", "fonts/*.woff2")
_NAMED = re.compile(r'(?:href|src)="([^"#]+)"')


def page() -> str:
    """Return the page, the same for every account, made without request and database."""
    addresses = {
        "state": "border_field_state",
        "package": "border_field_package",
        "answers": "border_field_answers",
        "sync": "border_sync",
        "worker": "border_field_worker",
        "signOut": "sign_out",
    }
    told = {
        "app": APP,
        "longest": LONGEST_TEXT,
        "scope": reverse("border_field"),
        "addresses": {key: reverse(name) for key, name in addresses.items()},
        "report": reverse("border_report", args=["00000000-0000-0000-0000-000000000000"]),
        "words": words(),
    }
    return render_to_string("border/field/page.html", {"settings": told})


def files(rendered: str) -> list[str]:
    """Return the addresses of the shell's files, in a fixed order."""
    named = [address for address in _NAMED.findall(rendered) if address.startswith(settings.STATIC_URL)]
    return list(dict.fromkeys([*named, *_addresses()]))


def worker() -> str:
    """Return the service worker: what it has to keep, then the script that keeps it.

    A browser takes a service worker for a new one when its text differs, so the version stands in it.
    """
    rendered = page()
    kept = files(rendered)
    hashed = hashlib.sha256("\n".join([rendered, *kept, *_packaged()]).encode())
    told = {"version": hashed.hexdigest()[:16], "page": reverse("border_field"), "files": kept}
    script = json.dumps(static("js/border/field-worker.js"))
    return f"self.SHELL = {json.dumps(told)};\nimportScripts({script});\n"


def manifest() -> dict[str, Any]:
    """Return the web app manifest (W3C Web Application Manifest)."""
    address = reverse("border_field")
    return {
        "id": address,
        "name": _("Diaban hiện trường biên giới"),
        "short_name": _("Báo tin biên giới"),
        "lang": "vi",
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#132b40",
        "theme_color": "#132b40",
        "icons": [
            {
                "src": static(f"img/field/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in ICON_SIZES
            for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        ],
    }


def _paths() -> list[str]:
    root = Path(settings.BASE_DIR) / "static"
    return [found.relative_to(root).as_posix() for folder in _FOLDERS for found in sorted(root.glob(folder))]


def _addresses() -> list[str]:
    """Return the modules as they name one another, without a hash, and the fonts as style sheets do."""
    return [
        static(path) if path.startswith("fonts/") else f"{settings.STATIC_URL}{path}" for path in _paths()
    ]


def _packaged() -> list[str]:
    """Return the files by the names that tell their content."""
    return [static(path) for path in (*_paths(), "js/border/field-worker.js")]
