"""The door for any WSGI server: `supple.web.wsgi:application`. Migrating and collecting are left to who runs it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from supple.core.content import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supple.web.settings")
application = get_wsgi_application()
load()  # a host's file that must not be used stops the start, in one sentence

# What is loaded by now stays for good, and a session's document is thousands of small objects at once: the collector
# need not walk over all of them again and again.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
