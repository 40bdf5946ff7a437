"""Settings of the project, from the environment; what production needs and lacks stops it at the start."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from hardship.rooms import ROOMS

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("HARDSHIP_DATA", BASE_DIR / ".data"))
PRODUCTION = os.environ.get("HARDSHIP_ENV") == "production"
DEBUG = not PRODUCTION and os.environ.get("DEBUG", "1") == "1"


def env(name: str, default: str | None = None) -> str:
    """A variable of the environment; in production one without a value stops the program."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None or (PRODUCTION and default == ""):
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return default


def secret(name: str) -> bytes:
    """32 bytes from a hex variable; outside production one is made and kept under the data directory."""
    if PRODUCTION or os.environ.get(name):
        value = bytes.fromhex(env(name))
        if len(value) != 32:
            raise ImproperlyConfigured(f"{name} must be 64 hexadecimal digits.")
        return value
    from hardship.local import local_secret

    return local_secret(name.lower(), 32)


def database(url: str) -> dict[str, object]:
    """A DATABASES entry from postgresql://user:password@host:port/name?host=/socket/folder."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    # what is prepared once is planned once (docs/adr/0018)
    session = "-c lock_timeout=10s -c statement_timeout=120s -c plan_cache_mode=force_generic_plan"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "hardship"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": session},
        "TEST": {"NAME": "test_hardship_" + os.environ.get("TEST_DB_SUFFIX", "main")},
    }


def database_url() -> str:
    if PRODUCTION or os.environ.get("DATABASE_URL"):
        return env("DATABASE_URL")
    from hardship.embedded import database_url as embedded_url

    return embedded_url()


SECRET_KEY = env("SECRET_KEY") if PRODUCTION else secret("DEVELOPMENT_SECRET_KEY").hex()
FIELD_KEY_ID = int(env("FIELD_KEY_ID", "1"))
FIELD_KEYS = {FIELD_KEY_ID: secret("FIELD_KEY")}
if os.environ.get("FIELD_KEY_OLD"):
    FIELD_KEYS[FIELD_KEY_ID - 1] = secret("FIELD_KEY_OLD")
BLIND_INDEX_KEY = secret("BLIND_INDEX_KEY")

ALLOWED_HOSTS = env("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "django_htmx",
    "import_export",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    *ROOMS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hardship.desk.middleware.CompressionMiddleware",  # the files of whitenoise are compressed before
    "hardship.audit.middleware.RequestTraceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hardship.accounts.middleware.TokenMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hardship.accounts.middleware.PersonMiddleware",
    "hardship.accounts.middleware.IdleTimeoutMiddleware",
    "hardship.accounts.middleware.LoginMiddleware",
    "hardship.accounts.middleware.FirstPasswordMiddleware",
    "hardship.accounts.middleware.PostMiddleware",
    "hardship.accounts.middleware.PageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hardship.accounts.middleware.PrivateResponseMiddleware",
    "hardship.unsent.middleware.SentMiddleware",
    "hardship.desk.middleware.PageMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Rooms name their tasks in RoomConfig.registers, as everything else that hangs on a lower room.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

ROOT_URLCONF = "hardship.urls"
WSGI_APPLICATION = "hardship.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hardship.desk.context.desk",
                "hardship.desk.context.session",
            ],
            "libraries": {"i18n": "hardship.kernel.templatetags.compiled_i18n"},
        },
    }
]
# compiled_i18n stands in for Django's library of that name on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
FORM_RENDERER = "hardship.kernel.renderer.Renderer"

DATABASES = {"default": database(database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hardship.accounts.rules.ContextPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"

# A county office sits behind one address, so an address alone never locks anybody out.
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 5, 0.25
AXES_LOCKOUT_PARAMETERS, AXES_RESET_ON_SUCCESS = [["username", "ip_address"]], True
AXES_LOCKOUT_CALLABLE = "hardship.accounts.views.door.locked_out"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password"]
AXES_IPWARE_PROXY_COUNT = int(env("PROXY_COUNT", "0"))

SESSION_ENGINE = "hardship.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = int(env("SESSION_IDLE_SECONDS", "1800"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
CSRF_FAILURE_VIEW = "hardship.desk.views.csrf_failure"

# The daily digest of messages; without a server nobody is offered it.
EMAIL_HOST, EMAIL_PORT = os.environ.get("EMAIL_HOST", ""), int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = os.environ.get("EMAIL_USE_TLS") == "1", 20
SMS_DROP = os.environ.get("SMS_DROP", "")  # the folder from which an SMS gateway takes its texts; '': no SMS
# Where the seal of each day of the audit trail is told outside this machine (docs/adr/0087); '': nowhere
ANCHOR_FILE, ANCHOR_EMAIL = os.environ.get("ANCHOR_FILE", ""), os.environ.get("ANCHOR_EMAIL", "")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "hardship@localhost")

LANGUAGE_CODE, LANGUAGES = "zh-hans", [("zh-hans", "中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ, USE_THOUSAND_SEPARATOR = True, False

STATIC_URL, STATIC_ROOT = "static/", DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "hardship.kernel.files.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
PRIVATE_ROOT = Path(os.environ.get("PRIVATE_ROOT", DATA_DIR / "private"))
PDF_FONT = BASE_DIR / "static" / "vendor" / "noto-sans-sc" / "NotoSansSC-Regular.ttf"
# For what that font lacks, such as 𠮷 in a name; script/setup installs them (Debian: fonts-hanazono).
PDF_RARE_FONTS = tuple(Path("/usr/share/fonts/truetype/hanazono", f"HanaMin{one}.ttf") for one in "AB")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A folder of scans (cases.intakes) is told in words that it is too many; Django's own limit answers bare.
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 3000, 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hardship.kernel.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "procrastinate": {"level": "WARNING"},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # its warning tells of every HEAD
    },
}
