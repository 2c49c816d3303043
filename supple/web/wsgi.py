"""The door for any WSGI server: `supple.web.wsgi:application`. Migrating and collecting are left to who runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supple.web.settings")
application = get_wsgi_application()
