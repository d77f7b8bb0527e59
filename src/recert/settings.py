"""Django's settings, read from the environment.

docs/reference/settings.md explains each variable. The file's order: where things are, what is
switched on, the parts, the database, who signs in, what a browser is told, files, mail, logs.
"""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from recert import environment as env

# --- where things are

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parent
RECERT_VAR = env.folder("RECERT_VAR", default=PROJECT / "var")
RECERT_BODY = env.folder("RECERT_BODY", default=PROJECT / "bodies" / "action")
RECERT_POLICIES = env.folder("RECERT_POLICIES", default=PROJECT / "policies")
EVIDENCE_ROOT = RECERT_VAR / "evidence"
DOCUMENTS_ROOT = RECERT_VAR / "documents"
ARRIVED_ROOT = RECERT_VAR / "arrived"  # mail as it came in

# --- what is switched on

DEBUG = env.truth("RECERT_DEBUG", default=False)
RECERT_DEMONSTRATION = env.truth("RECERT_DEMONSTRATION", default=False)
HTTPS = env.truth("RECERT_HTTPS", default=not (DEBUG or RECERT_DEMONSTRATION))
TRUSTED_PROXY = env.truth("RECERT_TRUSTED_PROXY", default=False)
AT_HOME = DEBUG or RECERT_DEMONSTRATION  # on somebody's own machine, in a browser on the same one

# Without a secret this process makes one for itself: safe, but sessions end with it, and two
# processes do not understand each other. `manage.py check --deploy` refuses it.
_secret = env.secret("RECERT_SECRET_KEY")
SECRET_KEY = _secret or secrets.token_urlsafe(48)
SECRET_KEY_IS_SET = bool(_secret)
SECRET_KEY_FALLBACKS = env.words("RECERT_OLD_SECRET_KEYS")
ALLOWED_HOSTS = env.words("RECERT_HOSTS", default="localhost")
# Where people reach the site: for the links in mail and the codes on documents.
_home = f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS or ['localhost'])[0].lstrip('.')}"
RECERT_ADDRESS = env.text("RECERT_ADDRESS", default=_home).rstrip("/")

# --- the parts

INSTALLED_APPS = [
    "recert",
    "recert.records",
    "recert.portals",
    "recert.portals.public",
    "recert.portals.accounts",
    "recert.portals.trainer",
    "recert.portals.review",
    "recert.portals.office",
    "recert.portals.provider",
    "recert.portals.classes",
    "recert.portals.calendars",
    "recert.portals.uploads",
    "recert.portals.guide",
    "recert.portals.help",
    "recert.portals.reminders",
    "recert.portals.requests",
    *(["recert.portals.demonstration"] if RECERT_DEMONSTRATION else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "recert.portals.headers.add_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "recert.portals.arrival.Gate",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "recert.portals.accounts.sessions.KeepToLengths",
    "django_htmx.middleware.HtmxMiddleware",
    *(["recert.portals.demonstration.day.one_day_a_request"] if RECERT_DEMONSTRATION else []),
]

ROOT_URLCONF = "recert.urls"
WSGI_APPLICATION = "recert.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "portals" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "recert.portals.context.body",
                *(["recert.portals.demonstration.context.bar"] if RECERT_DEMONSTRATION else []),
            ],
        },
    },
]

FORM_RENDERER = "recert.portals.inputs.PlainInputs"

# --- the database

DATABASES = {
    "default": env.database("RECERT_DATABASE_URL", default=RECERT_VAR / "recert.sqlite3"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_memory = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _memory},  # allauth counts here what guards its forms
    # Apart, so that pages never crowd out what is counted; some 40 kB each.
    "pages": {"BACKEND": _memory, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}},
}

# --- time and language: the body's own zone comes from body.toml

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]

# --- who signs in: a code by e-mail, or a passkey; no passwords

AUTH_USER_MODEL = "records.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # a constraint keeps addresses unique, whatever capitals
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_ADAPTER = "recert.portals.accounts.adapter.FrontDoor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_MAX_RESEND_COUNT = 2
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the register; a code shows who reads them
ACCOUNT_FORMS = {
    "request_login_code": "recert.portals.accounts.forms.AskForCodeForm",
    "confirm_login_code": "recert.portals.accounts.forms.EnterCodeForm",
}
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
MFA_ADAPTER = "recert.portals.accounts.adapter.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {"login_webauthn": "recert.portals.accounts.forms.SignInByPasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = AT_HOME

_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}recert"
SESSION_COOKIE_AGE = 3600  # seconds; a device called one's own is given more at sign-in
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser is told: everything from this host, nothing inline, no frame around it

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
X_FRAME_OPTIONS = "DENY"

# --- files: what comes in with a request, and what every page needs

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 30  # past what an activity takes, so that the page can say that
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # a larger file goes to disk while it arrives
FILE_UPLOAD_PERMISSIONS = 0o600

RECERT_CLAMD = env.text("RECERT_CLAMD")  # without a scanner, files are shown as not scanned

STATIC_URL = "/static/"
STATIC_ROOT = None if AT_HOME else RECERT_VAR / "static"
WHITENOISE_USE_FINDERS = AT_HOME  # at home nobody runs collectstatic
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
_static = "django.contrib.staticfiles.storage.StaticFilesStorage"
_hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": EVIDENCE_ROOT},
    },
    "staticfiles": {"BACKEND": _static if AT_HOME else _hashed},
}

# --- mail: without a host it stays in a folder, where the demonstration shows it

EMAIL_HOST = env.text("RECERT_EMAIL_HOST")
EMAIL_PORT = env.number("RECERT_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("RECERT_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("RECERT_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.truth("RECERT_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds
EMAIL_FILE_PATH = RECERT_VAR / "mail"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "recert.outside.mail.SinkBackend"
)
DEFAULT_FROM_EMAIL = env.text("RECERT_EMAIL_FROM", default="recertification@localhost")

# --- logs: one JSON object a line, to standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "recert.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.text("RECERT_LOG_LEVEL", default="INFO").upper(),
    },
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
