"""The site's own settings over a data folder that lasts as long as the tests."""

import atexit
import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="supple-tests-")
atexit.register(_folder.cleanup)
os.environ["SUPPLE_DATA_DIR"] = _folder.name

from supple.web.settings import *  # noqa: E402, F403
from supple.web.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# A file, not memory: the tests meet the same locks as a home does.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}

# The tests' server reads static files from where they are written; test_serve.py starts the real one over hashed names.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
