"""All settings of the portal, in one file; what differs between deployments is read from the environment.

PORTAL_ENV says what kind of place this is: `sample` (what `make run` starts: a fictional city, throw-away
logins), `test`, or `production`, where nothing has a convenient default and whatever is missing stops the
start.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import database, env, identity, single_sign_on, standby

BASE_DIR = Path(__file__).resolve().parent.parent

PORTAL_ENV = env.choice("PORTAL_ENV", "sample", ("production", "sample", "test"))
PRODUCTION = PORTAL_ENV == "production"
TESTING = PORTAL_ENV == "test"
DEBUG = env.boolean("PORTAL_DEBUG")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("PORTAL_DEBUG=1 is refused in production: it shows settings and data to strangers.")

# Everything the running site writes, except the database of a deployment that has its own.
DATA_DIR = env.path("PORTAL_DATA_DIR", BASE_DIR / "var")

# Secrets and hosts
SECRET_KEY = env.secret("SECRET_KEY")
# Encrypt personal data (foundation/encryption.py): the first one writes, all of them read.
PORTAL_DATA_KEYS = tuple(env.secret("PORTAL_DATA_KEYS").replace(",", " ").split())
# Seal the audit trail (foundation/sealing.py): the first one seals, all of them verify.  Kept outside the database.
PORTAL_AUDIT_KEYS = tuple(env.secret("PORTAL_AUDIT_KEYS").replace(",", " ").split())
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
if PRODUCTION:
    identity.refuse_sample_secret("SECRET_KEY", SECRET_KEY)
    identity.refuse_sample_secret("PORTAL_DATA_KEYS", *PORTAL_DATA_KEYS)
    identity.refuse_sample_secret("PORTAL_AUDIT_KEYS", *PORTAL_AUDIT_KEYS)
    identity.refuse_shared_secrets(
        SECRET_KEY=(SECRET_KEY,), PORTAL_DATA_KEYS=PORTAL_DATA_KEYS, PORTAL_AUDIT_KEYS=PORTAL_AUDIT_KEYS
    )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the host names of the site, separated by commas.")
else:
    SECRET_KEY = SECRET_KEY or ("tests-only" if TESTING else identity.sample_secret(DATA_DIR, "secret-key"))
    PORTAL_DATA_KEYS = PORTAL_DATA_KEYS or ("tests-only" if TESTING else identity.sample_secret(DATA_DIR, "data-key"),)
    PORTAL_AUDIT_KEYS = PORTAL_AUDIT_KEYS or (
        "tests-only" if TESTING else identity.sample_secret(DATA_DIR, "audit-key"),
    )
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]

# Transport. A proxy that ends TLS says so in X-Forwarded-Proto; PORTAL_BEHIND_PROXY=1 makes us believe it.
PORTAL_BEHIND_PROXY = env.boolean("PORTAL_BEHIND_PROXY")
if PORTAL_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.boolean("PORTAL_SSL_REDIRECT", PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked of the machine itself, see portal/health.py
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = env.integer("PORTAL_HSTS_SECONDS", 365 * 24 * 3600 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_AGE = None  # ends with the visit, as the privacy statement says
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 60 * env.integer("PORTAL_IDLE_MINUTES", 60, minimum=5, maximum=480)

INSTALLED_APPS = [
    "portal.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "procrastinate.contrib.django",
    "foundation",
    "approvals",
    "guides",
    "disclosure",
    "feedback",
    "hall",
    "portal",
]

MIDDLEWARE = [
    "portal.request_ids.RequestIdMiddleware",
    "portal.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.security_headers.SecurityHeadersMiddleware",
    "portal.health.HealthMiddleware",
    "portal.standby.StandbyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.language.PathLanguageMiddleware",
    "portal.upload_limit.UploadLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "foundation.login.sessions.SessionLimitsMiddleware",
    "portal.search.counting.CountClicksMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6's behaviour: an address typed without a scheme means https
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database: DATABASE_URL names it; without one, the private server (see portal/database.py).
DATABASE_URL = env.text("DATABASE_URL")
if PRODUCTION and not DATABASE_URL:
    raise ImproperlyConfigured("DATABASE_URL must name the PostgreSQL database, as in postgresql://user@host/name.")
PRIVATE_SERVER = None if DATABASE_URL else database.PrivateServer(DATA_DIR)
DATABASES = standby.with_standby(database.django_settings(PRIVATE_SERVER or DATABASE_URL, testing=TESTING))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # see foundation/kept_papers.py

# People and rights
AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = ["foundation.login.backend.MembershipBackend"]
if PRODUCTION:
    AUTHENTICATION_BACKENDS.insert(0, "portal.sample.accounts.RefuseSampleLogins")
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "foundation.login.passwords.KindsValidator"},
]
# Days after which a password is changed before anything else (GB/T 22239-2019); 0: never.
PORTAL_PASSWORD_DAYS = env.integer("PORTAL_PASSWORD_DAYS", 90 if PRODUCTION else 0, maximum=3650)
if TESTING:  # tests log in often; a slow hash would only make them slow
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Static files are public, served by whitenoise; uploads are private, served by their owner's view.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_FILES_ROOT = MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = ""
FONTS_DIR = DATA_DIR / "fonts"  # fonts of the deployment's own for printed papers, next to those of the package
# The newest seals of the audit trail, month by month; best on a disk that the database's administrators cannot write.
AUDIT_HEADS_DIR = env.path("PORTAL_AUDIT_HEADS_DIR", DATA_DIR / "audit")
PAPERS_DIR = DATA_DIR / "papers"  # printed papers that are kept for the next reader; all can be made anew
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Limits of what a request may bring. A larger file is refused from its Content-Length
# (portal/upload_limit.py).
PORTAL_MAX_UPLOAD_MB = env.integer("PORTAL_MAX_UPLOAD_MB", 20, minimum=1, maximum=1000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # a megabyte of Chinese text is three in a form; fields say what is too long
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a guide with all its materials, steps and places in one form
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Jobs, by name, that compute anew what a changed working-day calendar moves; the ground floor knows no app.
JOBS_AFTER_CALENDAR_CHANGE = [
    "disclosure.recompute_deadlines",
    "feedback.recompute_deadlines",
    "guides.recompute_answers",
]

# Who may vouch for staff instead of a password (OpenID Connect); None without PORTAL_OIDC_ISSUER.
OIDC = single_sign_on.from_environment()

# Who brings this token as “Authorization: Bearer …” reads /metrics; without one the page does not exist.
PORTAL_METRICS_TOKEN = env.secret("PORTAL_METRICS_TOKEN")

# Seconds after which counts that gather in memory are written (foundation/tallies.py); tests write them themselves.
COUNTS_WRITTEN_AFTER = 86_400 if TESTING else 10

# Facts about the site itself, shown in header, footer and meta tags.
SITE = identity.from_environment(sample=not PRODUCTION)

# `local_today()` honours this date outside production: a demonstration or a test can stand on any day.
PORTAL_TODAY = None if PRODUCTION else env.date("PORTAL_TODAY")

# Service guides: the months after which each is checked again, and the working days for the answer to somebody who
# reports an error in one. No law names either; the center makes its own rule.
PORTAL_GUIDE_CHECK_MONTHS = env.integer("PORTAL_GUIDE_CHECK_MONTHS", 6, minimum=1, maximum=36)
PORTAL_GUIDE_ANSWER_DAYS = env.integer("PORTAL_GUIDE_ANSWER_DAYS", 5, minimum=1, maximum=30)

# Whether the worker looks at night whether the links of public records still open; that needs a way to the internet.
PORTAL_CHECK_LINKS = env.boolean("PORTAL_CHECK_LINKS", default=PRODUCTION)

# The first year that the register of disclosure requests holds in full; annual reports on earlier years are entered by
# hand. 0: the year of the earliest receipt, which is right unless older requests were carried over into the register.
PORTAL_REGISTER_YEAR = env.integer("PORTAL_REGISTER_YEAR", 0, maximum=2200)

# Queries that take longer, in milliseconds, are logged without their values; 0: none, since whoever tries the site out
# need not see how long its tables were made.
PORTAL_SLOW_QUERY_MS = env.integer("PORTAL_SLOW_QUERY_MS", 500 if PRODUCTION else 0, maximum=600_000)

# Machines read JSON, people who look on read lines.
PORTAL_LOG_FORMAT = env.choice("PORTAL_LOG_FORMAT", "json" if PRODUCTION else "line", ("json", "line"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.request_ids.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "portal.logs.JsonFormatter"},
        "line": {
            "()": "portal.logs.LineFormatter",
            "format": "{asctime} {levelname} {request_id} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": PORTAL_LOG_FORMAT, "filters": ["request_id"]}
    },
    "loggers": {
        "portal.requests": {"level": "INFO" if env.boolean("PORTAL_LOG_REQUESTS", PRODUCTION) else "WARNING"},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},  # its lines are of one form with ours
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("PORTAL_LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
