"""WSGI entry point; `script/server` runs it with gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")

application = get_wsgi_application()
# Gunicorn loads this once, before its processes part. Left to the first request, loading the pages and the
# libraries behind them takes each process three seconds of its own, while somebody waits.
get_resolver().url_patterns  # noqa: B018 - reading it loads them
