"""Django's settings, for one home and for a health service alike. What differs comes from the environment:

SUPPLE_DATA_DIR        folder of the database, the secret key and the collected static files
SUPPLE_SECRET_KEY      signs the cookies; without it a key is made once and kept in the data folder
SUPPLE_ALLOWED_HOSTS   names the site answers to, with commas (default: this machine alone)
SUPPLE_HTTPS           1 behind HTTPS: cookies travel over it alone
SUPPLE_CONTENT         a folder of the host's own exercises and questionnaires, read beside the shipped ones
SUPPLE_DEBUG           1 shows errors with their values and static files uncollected; for developers
"""

from csp.constants import NONE, SELF

from supple.core import own
from supple.web import env

DATA_DIR = env.data_dir()
own.use(env.content_dir())
SECRET_KEY = env.secret_key(DATA_DIR)
DEBUG = env.flag("SUPPLE_DEBUG")
HTTPS = env.flag("SUPPLE_HTTPS")
ALLOWED_HOSTS = env.words("SUPPLE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

ROOT_URLCONF = "supple.web.urls"
WSGI_APPLICATION = "supple.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "supple.web.people",
    "supple.web.training",
    "supple.web.measures",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "supple.web.headers.permissions_policy",  # of pages alone: a drawing or a letter has no abilities to use
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.PROJECT / "supple/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "django.templatetags.i18n", "supple.web.parts"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "supple.web.people.tones.shown",
            ],
        },
    }
]

# IMMEDIATE: a transaction that reads and then writes must not find that another has written in between. FULL: after a
# power cut nothing saved is lost, for 5 % of the speed. The engine adds a queue, so that no writer waits for seconds.
# secure_delete: what is erased is overwritten, not only unlinked. Each thread keeps its connection: opening one took a
# third of a request.
DATABASES = {
    "default": {
        "ENGINE": "supple.web.sqlite",
        "NAME": DATA_DIR / "supple.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [env.PROJECT / "supple/web/static", ("figures", env.PROJECT / "supple/content/baked"),
                    ("films", env.PROJECT / "supple/content/films"), *own.drawn()]  # fmt: skip
STATICFILES_FINDERS = ["supple.web.figures.Finder"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for the others; half as many to look through at each start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "supple.web.storage.Hashed"
    },
}

# Nothing from elsewhere, nothing inline: what is not one of our own files does not run, load, frame or receive.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "supple_csrf"
SECURE_HSTS_SECONDS = 365 * 86_400 if HTTPS else 0

# Requests, answers and the words of an exception can hold health data: no log line carries them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "supple.web.log.Quiet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a wrong address is no fault of ours
    },
}
