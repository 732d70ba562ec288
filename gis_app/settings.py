"""Settings, all from the environment; a missing or unsafe value stops the start with a sentence.

Two modes, chosen by `DIABAN_ENV`:

* `local` (default): what `script/server` and `script/test` run on one machine. The secret key and the
  address of the private PostGIS cluster are read from the folder those scripts make (`var/`).
* `production`: behind a TLS proxy on an office server. Every secret comes from the environment.

No address outside the machine is ever used; `Content-Security-Policy` below says so to the browser.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gis_app.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("DIABAN_VAR", BASE_DIR / "var"))


def _flag(name: str, default: bool) -> bool:
    """Read a yes/no environment variable; anything else than the listed words is an error."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0.")


def _whole_number(name: str, default: int) -> int:
    """Read a positive whole number from the environment."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number from 1 on.")
    return int(value)


def _list(name: str) -> list[str]:
    """Read a comma-separated environment variable."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _secret(variable: str, file: Path, remedy: str) -> str:
    """Return the environment variable, else the file's content, else stop with the remedy."""
    if value := os.environ.get(variable, "").strip():
        return value
    try:
        value = file.read_text(encoding="utf-8").strip()
    except OSError:
        value = ""
    if not value:
        raise ImproperlyConfigured(f"{variable} is not set and {file} does not exist. {remedy}")
    return value


ENVIRONMENT = os.environ.get("DIABAN_ENV", "local")
if ENVIRONMENT not in {"local", "production"}:
    raise ImproperlyConfigured(f"DIABAN_ENV={ENVIRONMENT!r}: write local or production.")
PRODUCTION = ENVIRONMENT == "production"

DEBUG = _flag("DIABAN_DEBUG", False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DIABAN_DEBUG must be off in production: it shows data to anyone.")

if PRODUCTION:
    SECRET_KEY = os.environ.get("DIABAN_SECRET_KEY", "")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "DIABAN_SECRET_KEY is missing or too weak for production: set at least 50 random "
            "characters, for instance from `openssl rand -base64 48`."
        )
    ALLOWED_HOSTS = _list("DIABAN_HOSTS")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "DIABAN_HOSTS must name the server in production, for instance diaban.dongnai.local."
        )
    if not os.environ.get("DATABASE_URL"):
        raise ImproperlyConfigured("DATABASE_URL is missing: set postgis://user:password@host:port/name.")
else:
    SECRET_KEY = _secret("DIABAN_SECRET_KEY", VAR_DIR / "secret_key", "Run script/setup once.")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_list("DIABAN_HOSTS")]

DATABASE_URL = _secret(
    "DATABASE_URL",
    VAR_DIR / "database_url",
    "Run script/server (it makes a private PostGIS cluster) or set DATABASE_URL.",
)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(
            DATABASE_URL,
            engine="django.contrib.gis.db.backends.postgis",
            conn_max_age=60,
            conn_health_checks=True,
        ),
        "TEST": {"NAME": os.environ.get("DIABAN_TEST_DATABASE", "test_diaban")},
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "diaban"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    # Its pages are looked for in `gis_app.urls`: commands, which have none, start without them.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_htmx",
    "leaflet",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
    "layers",
    "gis_app.access",
    "gis_app.plans",
    "gis_app.screening",
    "gis_app.transformation",
    "gis_app.reports",
    "gis_app.maps",
    "gis_app.hotspots",
    "gis_app.border",
    "gis_app.annexes",
    "gis_app.data",
    "gis_app.operations",
]

MIDDLEWARE = [
    # First: it answers what open pages ask every second, before anything else costs time.
    "gis_app.border.board.pulse.PulseMiddleware",
    "gis_app.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gis_app.access.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gis_app.urls"
WSGI_APPLICATION = "gis_app.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["gis_app.formats.template_filters"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gis_app.access.context.chrome",
            ],
        },
    }
]

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "sign_in"
# Ten wrong passwords for one account from one address close that pair for a quarter of an hour: an account
# is slowed down for an attacker without letting the attacker lock the officer out from elsewhere.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "access/locked_out.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["gis_app.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

# Debian's GDAL is older than the one that can be kept from the network. GeoDjango's GDAL is given nothing but
# this program's own PROJ strings; files from users are read by the newer GDAL inside pyogrio.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("DIABAN_STATIC_ROOT", VAR_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gis_app.static_storage.PackagedStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files that people bring in: onto the disk piece by piece, into a folder that only the program's user reads.
UPLOAD_DIR = VAR_DIR / "uploads"
MAX_UPLOAD_BYTES = _whole_number("DIABAN_MAX_UPLOAD_MB", 1024) * 1024 * 1024
#: A file up to this size is looked into while the browser waits; a larger one by the worker.
LOOK_AT_ONCE_BYTES = 2 * 1024 * 1024
UPLOAD_DAYS = _whole_number("DIABAN_UPLOAD_DAYS", 30)
# Longer lists are written by the worker: so many rows take two to six seconds, by format, about
# what a person waits for without asking whether the page has died.
EXPORT_ROWS_AT_ONCE = _whole_number("DIABAN_EXPORT_ROWS_AT_ONCE", 20_000)
# A finished file is a copy of data outside the jurisdiction filter: it does not lie about longer than a week.
EXPORT_DAYS = _whole_number("DIABAN_EXPORT_DAYS", 7)
FILE_UPLOAD_HANDLERS = ["gis_app.data.receiving.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Where the maker of the software keeps its sample area; `load_sample` reads nothing else.
SAMPLE_DIR = BASE_DIR / "shapefiles"

# Deletions leave a trace too; the library alone keeps insertions and updates.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)

# A queue in the database: a job is there exactly when the data that ask for it are.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False}
LOGGING = logging_settings(production=PRODUCTION)
