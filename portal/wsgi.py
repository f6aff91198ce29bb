"""Pages only: what gunicorn runs in production."""

import os

from channels.layers import get_channel_layer
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()
# A cold layer would cost the first poster 70–240 ms.
get_channel_layer()
