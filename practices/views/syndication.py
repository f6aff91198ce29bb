from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ..permissions import WRITTEN_IN
from ..queries import newest_public

NEWEST = 50


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The public practices that were published last, for who follows from outside."""
    with override(WRITTEN_IN):
        atom = Atom1Feed(
            title=_("Snodo: pratiche"),
            link=settings.PUBLIC_URL + reverse("practices:practices"),
            description=_("Che cosa hanno fatto altri al tuo posto, e com’è andata."),
            language=WRITTEN_IN,
            feed_url=settings.PUBLIC_URL + reverse("practices_feed"),
        )
        for practice in newest_public(NEWEST):
            address = settings.PUBLIC_URL + practice.get_absolute_url()
            atom.add_item(
                title=practice.title,
                link=address,
                unique_id=address,
                description=practice.summary,
                author_name=practice.author.short_name if practice.author else _("La rete"),
                pubdate=practice.first_published_at,
                updateddate=practice.last_published_at,
                categories=[theme.label for theme in practice.themes.all()],
            )
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        atom.write(response, "utf-8")
    return response
