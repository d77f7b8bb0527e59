"""What an application server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.settings")

_django = get_wsgi_application()

from recert.portals.arrival import whole  # noqa: E402  (once Django is set up)

application = whole(_django)
