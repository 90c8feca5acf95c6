"""The one settings file. Everything that differs between places comes from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF

from spinney.config import env
from spinney.config.database import database_settings

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("SPINNEY_VAR", str(ROOT / "var")))

DEMO = env.flag("SPINNEY_DEMO", default=False)
DEBUG = False
SECRET_KEY = env.secret("SPINNEY_SECRET_KEY")
BASE_URL = env.text("SPINNEY_BASE_URL", "http://localhost:8000")
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.names("SPINNEY_HOSTS", "localhost,127.0.0.1,testserver")

DATABASE_ROLE = env.text("SPINNEY_DB_ROLE", "app")
DATABASES = {
    "default": database_settings(
        env.text("DATABASE_URL"),
        role=DATABASE_ROLE,
        role_url=env.secret(f"DATABASE_{DATABASE_ROLE.upper()}_URL", ""),
    )
}
DATABASES["default"]["TEST"]["NAME"] = env.text("SPINNEY_TEST_DB", "test_spinney")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "spinney.files",
    "spinney.events",
    "spinney.access",
    "spinney.people",
    "spinney.plans",
    "spinney.spine",
    "spinney.jobs",
    "spinney.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "spinney.web.policy.OnePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "spinney.web.account.middleware.NothingLeftBehind",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spinney.web.middleware.SignInRequired",
    "spinney.web.middleware.ActorMiddleware",
    "spinney.web.account.middleware.OwnPasswordFirst",
    "spinney.web.account.middleware.StaffSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "spinney.web.middleware.Language",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "spinney.config.urls"
WSGI_APPLICATION = "spinney.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "src/spinney/web/templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "spinney.web.design.govuk_env.environment",
            "context_processors": ["spinney.web.design.context.page"],
        },
    },
    {
        # allauth ships Django templates for mails and a few rare pages; ours in web/templates win.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["spinney.access.sessions.SignIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_start"
ACCOUNT_ADAPTER = "spinney.web.account.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "spinney.web.account.forms.SignInForm",
    "change_password": "spinney.web.account.forms.ChangePasswordForm",
    "reauthenticate": "spinney.web.account.forms.ConfirmPasswordForm",
}
# A member of staff sees no child's record before they have given a code from an authenticator app.
STAFF_MFA = env.flag("SPINNEY_STAFF_MFA", default=not DEMO)
MFA_ADAPTER = "spinney.web.account.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "spinney.web.account.forms.SecondFactorForm",
    "reauthenticate": "spinney.web.account.forms.ConfirmCodeForm",
    "activate_totp": "spinney.web.account.forms.SetUpForm",
}
MFA_TOTP_TOLERANCE = 1  # a code typed as it changes, or on a phone whose clock is half a minute out
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Spinney"

SESSION_ENGINE = "spinney.access.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a school day
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [
            SELF,
            "blob:",
        ],  # blob: what a child has just recorded, to hear it before it is sent
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],  # the one that keeps today's page in reach without a network
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English"),
    ("cy", "Cymraeg"),
]  # of the interface; a plan's own are in plans.types
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [VAR / "static"] if (VAR / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

FILES_URL = env.text("FILES_URL", f"file://{VAR / 'files'}")
CLAMD_URL = env.text("CLAMD_URL", "")
FILES_SCAN = env.text("SPINNEY_SCAN", "none" if DEMO else "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "spinney.web.uploads.NoLargerThanAllowed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
IMPORT_MAX_BYTES = env.number("SPINNEY_IMPORT_MAX_MB", 200) * 1024 * 1024

EMAIL_BACKEND = env.text("SPINNEY_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("SPINNEY_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique by a constraint on its lower-case form
