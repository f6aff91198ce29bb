"""What the library has for «Oggi»: sheets to read, and one's own that came back."""

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui.today import Item

from .models import Review
from .permissions import can_write, own_sheets, reads_every_review, visible_reviews


def items(user) -> list[Item]:
    return [*_to_read(user), *_came_back(user)]


def _to_read(user) -> list[Item]:
    """The sheets that wait for this person: those she was asked, or that nobody has taken."""
    waiting = visible_reviews(user).filter(state__in=Review.OPEN)
    waiting = waiting.filter(reviewer=user.pk) | waiting.filter(reviewer=None) if reads_every_review(user) else waiting
    found = list(waiting.select_related("revision", "submitted_by", "practice").order_by("opened_at")[:20])
    if not found:
        return []
    first = found[0]
    if len(found) == 1:
        title = _("Rileggi «%(title)s»") % {"title": first.title}
        text = _("È di %(who)s: spunta cinque criteri, oppure scrivi che cosa manca.") % {
            "who": first.submitted_by.short_name
        }
        return [Item(30, title, text, reverse("practices:review_show", args=[first.pk]), _("Rileggi"))]
    title = ngettext("%(n)d scheda da rileggere", "%(n)d schede da rileggere", len(found)) % {"n": len(found)}
    words = {"title": first.title, "who": first.submitted_by.short_name}
    text = _("%(who)s ha mandato «%(title)s»: è la prima.") % words
    return [Item(30, title, text, reverse("practices:reviews"), _("Comincia"))]


def _came_back(user) -> list[Item]:
    """Sheets of hers that a reviewer returned."""
    if not can_write(user):
        return []
    back = Review.objects.filter(
        practice__in=own_sheets(user), state=Review.State.SENT_BACK, practice__has_unpublished_changes=True
    )
    newer = Review.objects.filter(practice__in=own_sheets(user)).values("practice").order_by()
    last = back.filter(pk__in=newer.annotate(last=Max("pk")).values("last"))
    found = []
    for review in last.select_related("revision", "reviewer", "practice").order_by("-closed_at")[:3]:
        title = _("Riprendi «%(title)s»") % {"title": review.title}
        text = _("%(who)s l’ha riletta e dice che cosa manca.") % {"who": review.reviewer.short_name}
        url = reverse("practices:practice_edit", args=[review.practice_id])
        found.append(Item(25, title, text, url, _("Riprendi")))
    return found
