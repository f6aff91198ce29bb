"""What a programme has for «Oggi»: the dates of committee and steering group, and guidelines to read."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.clock import day_of, today
from portal.ui.today import Item

from . import queries, rounds
from .models import Guideline, Programme
from .permissions import programmes_of

NEAR_CLOSING = timedelta(days=10)
NEAR_STEERING = timedelta(days=21)


def items(user) -> list[Item]:
    return [*_of_the_committee(user), *_of_the_steering_group(user)]


def _of_the_committee(user) -> list[Item]:
    programmes = list(programmes_of(user, Role.Kind.COMMITTEE))
    if not programmes:
        return []
    found = [item for programme in programmes for item in _dates_of(programme)]
    return found + [_to_read(guideline) for guideline in queries.unread_guidelines(user)[:3]]


def _dates_of(programme: Programme) -> list[Item]:
    found = []
    evaluated, receiving = rounds.under_evaluation(today()), rounds.round_of(today())
    words, url = {"programme": programme.name}, programme.get_absolute_url() + "#giri"
    if evaluated:
        words |= {"by": rounds.in_short(evaluated.evaluate_by), "closed": rounds.in_short(evaluated.closes)}
        title = _("Valuta entro %(by)s i patti arrivati fino a %(closed)s") % words
        text = _("È il giro di %(month)s di «%(programme)s».") % (words | {"month": evaluated.label})
        found.append(Item(30, title, text, url, _("Guarda le date")))
    if receiving.closes - today() <= NEAR_CLOSING:
        title = _("Entro %(by)s arrivano le proposte di patto") % {"by": rounds.in_short(receiving.closes)}
        text = _("«%(programme)s»: quelle che arrivano dopo passano al giro del mese che segue.") % words
        found.append(Item(40, title, text, url, _("Guarda le date")))
    return found


def _to_read(guideline: Guideline) -> Item:
    words = {"title": guideline.title, "programme": guideline.programme.name}
    text = _("La cabina di regia di «%(programme)s» ha scritto: «%(title)s».") % words
    return Item(20, _("Leggi gli indirizzi della cabina di regia"), text, guideline.get_absolute_url(), _("Leggi"))


def _of_the_steering_group(user) -> list[Item]:
    found = []
    programmes = list(programmes_of(user, Role.Kind.STEERING))
    newest = _newest_of(programmes) if programmes else {}
    for programme in programmes:
        last = newest.get(programme.pk)
        due, missed = queries.steering_due(programme, last), queries.steering_missed(programme, last)
        if missed:
            title = _("Gli indirizzi si davano entro %(by)s: mancano ancora") % {"by": rounds.in_words(missed)}
        else:
            title = _("Gli indirizzi nuovi si danno entro %(by)s") % {"by": rounds.in_words(due)}
        text = _("Per il comitato di «%(programme)s», ogni quattro mesi.") % {"programme": programme.name}
        weight = 25 if missed or due - today() <= NEAR_STEERING else 55
        found.append(Item(weight, title, text, reverse("pacts:guidelines", args=[programme.slug]), _("Apri")))
        if last and day_of(last.given_at) < queries.recent_from():
            words = {"title": last.title, "programme": programme.name}
            text = _("«%(title)s», per «%(programme)s»: hanno più di quattro mesi.") % words
            found.append(Item(50, _("Rileggi gli ultimi indirizzi"), text, _url_of(last, programme), _("Rileggi")))
    return found


def _newest_of(programmes: list[Programme]) -> dict[int, Guideline]:
    """The newest guideline of each programme."""
    newest = Guideline.objects.filter(programme=OuterRef("programme")).values("pk")[:1]
    found = Guideline.objects.filter(programme__in=programmes, pk=Subquery(newest)).defer("text")
    return {guideline.programme_id: guideline for guideline in found}


def _url_of(guideline: Guideline, programme: Programme) -> str:
    return reverse("pacts:guideline_show", args=[programme.slug, guideline.pk])
