"""Settings: read from the environment, safe by default; docs/deployment.md explains each one."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from ketaclinic.celery_settings import celery_settings
from ketaclinic.environment import read_environment
from ketaclinic.senders import SmsSender

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)
MODE = ENVIRONMENT.mode
VAR_DIR = ENVIRONMENT.var_dir
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = MODE == "development"
DEMO_MODE = MODE == "demo"
BIND = ENVIRONMENT.bind
PORT = ENVIRONMENT.port
SECRET_KEY = ENVIRONMENT.secret_key
MFA_KEY = ENVIRONMENT.mfa_key
SITE_URL = ENVIRONMENT.site_url
METRICS_TOKEN = ENVIRONMENT.metrics_token
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENVIRONMENT.is_production else []

INSTALLED_APPS = [
    "monitoring.demo",
    "monitoring.clinic",
    "monitoring.patient",
    "monitoring.alerts",
    "monitoring.sessions",
    "monitoring.checkins",
    "dosing",
    "intake",
    "content",
    "ketaclinic.look",
    "ketaclinic.reminders",
    "ketaclinic.policies",
    "ketaclinic.clinic",
    "ketaclinic.audit",
    "ketaclinic.accounts",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "ketaclinic.accounts.middleware.DemoLoopbackMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ketaclinic.middleware.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ketaclinic.accounts.middleware.IdleLogOffMiddleware",
    "ketaclinic.accounts.middleware.SignInRequiredMiddleware",
    "ketaclinic.accounts.middleware.SecondFactorMiddleware",
    "ketaclinic.accounts.middleware.PersonalSettingsMiddleware",
    "ketaclinic.audit.middleware.AuditContextMiddleware",
    "ketaclinic.middleware.BeginningMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "ketaclinic.urls"
WSGI_APPLICATION = "ketaclinic.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "ketaclinic.context_processors.clinic",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -----------------------------------------------------------------------------------
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENVIRONMENT.redis_url,
        }
        if ENVIRONMENT.redis_url
        # The cache holds rate limits and used one-time codes, so every process must share it.
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    )
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
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
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_for_role"
LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "ketaclinic.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
MFA_ADAPTER = "ketaclinic.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Clinic"
SECOND_FACTOR_REQUIRED = not DEMO_MODE
IDLE_LOG_OFF = {"staff": timedelta(minutes=15), "patient": timedelta(minutes=30)}
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
# A language is offered once it has a whole catalogue under LOCALE_PATHS.
LANGUAGES = [("en-us", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ketaclinic" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (prefix, folder)
        for prefix, folder in (
            ("vendor/bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
            ("vendor/uplot", BASE_DIR / "node_modules" / "uplot" / "dist"),
            (
                "vendor/atkinson",
                BASE_DIR / "node_modules/@fontsource-variable/atkinson-hyperlegible-next",
            ),
        )
        if folder.is_dir()
    ),
]
# PDF files carry their font: names in Latin, Greek, Cyrillic, Hebrew and Arabic letters come out.
PDF_FONT_FOLDER = BASE_DIR / "node_modules" / "dejavu-fonts-ttf" / "ttf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if ENVIRONMENT.is_production
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
# Outside production the files are served from where they lie, so no collect step can go stale.
WHITENOISE_USE_FINDERS = not ENVIRONMENT.is_production
WHITENOISE_AUTOREFRESH = DEBUG

# --- Security -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Wagtail's and Django's admins use inline scripts and styles without a nonce, and Wagtail frames
# its own preview. tests/architecture proves that no other address gets this policy.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
ADMIN_URL_PREFIXES = ("/admin/", "/django-admin/")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ketaclinic.views.csrf_failure"
if ENVIRONMENT.is_production:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Mail and the queue ---------------------------------------------------------------------
# The provider whose reports we read; an ordinary mail server sends none.
MAIL_PROVIDER = ""
vars().update(ENVIRONMENT.email)
SMS = ENVIRONMENT.sms
PUSH_KEY = ENVIRONMENT.push_key
DEFAULT_FROM_EMAIL = ENVIRONMENT.from_email
SERVER_EMAIL = ENVIRONMENT.from_email
if DEMO_MODE:
    EMAIL_BACKEND = "ketaclinic.reminders.mailbox.MailboxBackend"
    SMS = SmsSender(base_url="mailbox:", account="", token="", sender="demo")
vars().update(celery_settings(redis_url=ENVIRONMENT.redis_url, var_dir=VAR_DIR))

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "ketaclinic"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Logging --------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if MODE != "test" else "ERROR"},
}

if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    SMS, PUSH_KEY, MAIL_PROVIDER = None, "", ""
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # A staff client in a test has no second factor; tests/accounts turns the rule on to prove it.
    SECOND_FACTOR_REQUIRED = False
    # Refused requests are asserted on, not read.
    LOGGING["loggers"] = {"django.request": {"level": "CRITICAL"}}
