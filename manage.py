#!/usr/bin/env python3
"""Diaban's command line: `manage.py --help` lists the commands."""

import gc
import os
import sys


def main() -> None:
    """Run one management command with the project's settings."""
    # A start makes many objects and no rubbish; looking for it nearly 400 times takes a tenth of the start.
    gc.set_threshold(100_000, 20, 100)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
    try:
        from layers.reading.ahead import begin

        # Before Django is loaded, which takes as long as reading a large part of the file.
        begin(sys.argv)
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(
            f"Python không tìm thấy Django ({error}). "
            "Hãy chạy script/setup rồi dùng .venv/bin/python manage.py."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
