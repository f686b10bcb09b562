"""All settings, read from the environment. With nothing set the portal refuses to start."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import env, logs

# Lets classes say what they hold, as in `ModelAdmin[Trainee]`.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- What kind of place this is ---------------------------------------------------------------

LOCAL = env.flag("DEBUG")  # on somebody's own machine, without TLS and secrets
DEMO = env.flag("DEMO")
if DEMO and not LOCAL:
    raise ImproperlyConfigured("DEMO=1 opens every door; it works only together with DEBUG=1.")
DEBUG = LOCAL and not DEMO  # who walks through the demo sees our error pages, not Django's

# A forgotten DEBUG must fail closed, so only DEBUG earns a throw-away key.
SECRET_KEY = env.text("SECRET_KEY", "not-a-secret-" * 5 if LOCAL else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
LINK_KEY = env.text("LINK_KEY", SECRET_KEY if LOCAL else None)
LINK_KEY_FALLBACKS = env.words("LINK_KEY_FALLBACKS")
# Locks the private halves of the keys that sign badges; see assessment/credentials/keys.py.
CREDENTIAL_KEY = env.text("CREDENTIAL_KEY", SECRET_KEY if LOCAL else None)
CREDENTIAL_KEY_FALLBACKS = env.words("CREDENTIAL_KEY_FALLBACKS")
# Seals texts about needs and support where they lie in the database; see imyportal/vault.py.
VAULT_KEY = env.text("VAULT_KEY", SECRET_KEY if LOCAL else None)
VAULT_KEY_FALLBACKS = env.words("VAULT_KEY_FALLBACKS")
# PEM; certificates are sealed with it when it is there: imyportal/pdf_signing.py.
PDF_SIGNING_KEY = env.text("PDF_SIGNING_KEY", "")
PDF_SIGNING_CERTIFICATE = env.text("PDF_SIGNING_CERTIFICATE", "")
PDF_SIGNING_PASSPHRASE = env.text("PDF_SIGNING_PASSPHRASE", "")
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if LOCAL else [])
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000" if LOCAL else None).rstrip("/")
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
STAFF_MFA = not (DEMO and not env.flag("STAFF_MFA"))

AGENCY = {
    "name": env.text("AGENCY_NAME", "IMY"),
    "address": env.text("AGENCY_ADDRESS", "Via Puccini 80, Pistoia"),
    "country": env.text("AGENCY_COUNTRY", "IT"),
    "city": env.text("AGENCY_CITY", "Pistoia"),
    "email": env.text("AGENCY_EMAIL", "help@imy.example"),
    "phone": env.text("AGENCY_PHONE", "+39 0573 000 001"),
    # No number is made up for an agency at work: without one, pages say 112 and the desk says so.
    "emergency_phone": env.text("AGENCY_EMERGENCY_PHONE", "+39 0573 000 000" if LOCAL else ""),
    "emergency_fallback": env.text("AGENCY_EMERGENCY_FALLBACK", ""),
}

# --- Apps -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "imyportal.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "imyportal",
    "accounts",
    "trainees",
    "placements",
    "assessment",
    "helpdesk",
]

MIDDLEWARE = [
    "imyportal.middleware.watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "imyportal.middleware.headers",
    "imyportal.middleware.readable",
    "imyportal.middleware.visitor",
    "imyportal.middleware.office_hours",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.session_limits",
    "imyportal.middleware.language",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "imyportal.middleware.explained",
]

ROOT_URLCONF = "imyportal.urls"
WSGI_APPLICATION = "imyportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "imyportal.context.portal",
                "helpdesk.context.tabs",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of our own: templates/django/
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database and files -----------------------------------------------------------------------

if not (_ADDRESS := env.text("DATABASE_URL", "")):
    raise ImproperlyConfigured("DATABASE_URL is not set.")
_DATABASE: dict[str, Any] = dict(dj_database_url.parse(_ADDRESS))
if _DATABASE["ENGINE"].endswith("sqlite3"):
    if _DATABASE["NAME"] != ":memory:":
        _DATABASE["NAME"] = str(BASE_DIR / _DATABASE["NAME"])
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _DATABASE |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Short questions: compiling them takes longer than answering, and no disk has a head to move.
    # What the address itself asks for, such as sslmode, stays.
    _DATABASE["OPTIONS"] = {
        "options": "-c jit=off -c random_page_cost=1.1",
        **_DATABASE.get("OPTIONS", {}),
    }
    if _PASSWORD := env.text("DATABASE_PASSWORD", ""):
        _DATABASE["PASSWORD"] = _PASSWORD
DATABASES = {"default": _DATABASE}

CACHES = {
    # Rate limits live here, so that they hold with and without Redis.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "imyportal_cache",
        # Beyond it rows are thrown away whose time has not come: limits that no longer hold.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

MEDIA_ROOT = env.text("MEDIA_ROOT", "") or str(VAR_DIR / "media")
FILE_UPLOAD_PERMISSIONS = 0o600
BACKUP_DIR = env.text("BACKUP_DIR", "") or str(VAR_DIR / "backups")
BACKUP_KEY = env.text("BACKUP_KEY", "")
BACKUP_KEEP = env.number("BACKUP_KEEP", 14)
FILE_UPLOAD_HANDLERS = [
    "imyportal.uploads.handlers.LimitedRequest",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # forms take five and say so in words
CLAMD_SOCKET = env.text("CLAMD_SOCKET", "")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
BUILD_DIR = VAR_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", *([BUILD_DIR] if BUILD_DIR.is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff2", "png", "map"]
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_AUTOREFRESH = False

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.TutorBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotOfThisPlace"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "welcome"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what a sign-in asks for; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # ASVS 5.0, 6.5.5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # our own mail says it, in the same time
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_FORMS = {
    "login": "accounts.forms.PasswordSignInForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "confirm_login_code": "accounts.forms.ConfirmCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the agency's business, not allauth's
MFA_TOTP_TOLERANCE = 1  # phones are slow by up to half a minute
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = AGENCY["name"]

SESSION_COOKIE_AGE = int(timedelta(days=90).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Names of people stand in messages: they stay on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LINK_LIFETIME = timedelta(days=21)
LINK_SESSION = timedelta(minutes=30)
# A trainee who works less than this share of what was agreed so far is named on the Today board.
BELOW_AGREED_PERCENT = env.number("BELOW_AGREED_PERCENT", 90)

# --- Browser policy ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics/$"]  # asked from inside, without TLS
    SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    LANGUAGE_COOKIE_SECURE = True
    if TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Languages and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
# The languages the pages speak; what a person speaks is `accounts.enums.Language`.
LANGUAGES = [("en", "English"), ("it", "Italiano")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Rome"
FORMAT_MODULE_PATH = ["imyportal.formats"]
USE_TZ = True

# --- Mail -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{AGENCY['name']} <{AGENCY['email']}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
BOUNCE_EMAIL = env.text("BOUNCE_EMAIL", "")
# Where answers to mails of ours go, with * for what tells the thread; without it they go nowhere.
REPLY_EMAIL = env.text("REPLY_EMAIL", "").lower()
if REPLY_EMAIL and (REPLY_EMAIL.count("*"), REPLY_EMAIL.count("@")) != (1, 1):
    raise ImproperlyConfigured("REPLY_EMAIL is not like reply+*@portal.example.")
IMAP_URL = env.with_password(env.text("IMAP_URL", ""), env.text("IMAP_PASSWORD", ""))
EMAIL_TIMEOUT = 20
if env.text("EMAIL_URL", ""):
    _EMAIL = dj_email_url.parse(env.text("EMAIL_URL"))
    EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
    EMAIL_HOST = _EMAIL["EMAIL_HOST"]
    EMAIL_PORT = _EMAIL["EMAIL_PORT"]
    EMAIL_HOST_USER = _EMAIL["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _EMAIL["EMAIL_USE_TLS"]
    EMAIL_USE_SSL = _EMAIL["EMAIL_USE_SSL"]
elif LOCAL:
    # Kept as files, for /demo/ to show.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    raise ImproperlyConfigured("EMAIL_URL is not set.")

# --- Background work --------------------------------------------------------------------------

REDIS_URL = env.with_password(env.text("REDIS_URL", ""), env.text("REDIS_PASSWORD", ""))
WORK_LEASE = timedelta(minutes=5)
WORK_RETRY_FIRST = timedelta(seconds=30)
WORK_RETRY_MOST = timedelta(hours=1)
MAIL_PATIENCE = timedelta(days=4)  # a mail that old is given up; the desk says so
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "imyportal.sweep", "schedule": 60.0}}

# --- Logs -------------------------------------------------------------------------------------

LOGGING = logs.config(lines=LOCAL)
