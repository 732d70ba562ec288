#!/usr/bin/env python3
"""Diaban's command line: `manage.py --help` lists the commands."""

import gc
import os
import sys


def main() -> None:
    """Run one management command with the project's settings."""
    # A start makes 200,000 objects and no rubbish; looking for it 400 times takes a tenth of the start.
    gc.set_threshold(250_000, 20, 100)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
    # No product of matrices here is worth a second thread, and one that waits for work takes a processor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    try:
        execute_from_command_line(sys.argv)
    finally:
        # The process ends, and the system takes everything back; looking for rubbish would take 0.3 s.
        gc.freeze()


if __name__ == "__main__":
    main()
