"""What is heard here: each thing done in a course, each answer to whoever asks to come in."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.events import ENROLLED, HOURS_CONFIRMED, LESSON_COMPLETED, SHADOWING_SIGNED_OFF
from portal.accounts.events import JOIN_APPROVED, JOIN_ASKED, JOIN_DECLINED
from portal.accounts.models import JoinRequest, Qualification
from portal.accounts.permissions import coordinators, staff
from portal.clock import now
from portal.journal.actions import on
from portal.mail.actions import write_letter
from portal.notifications.actions import notify

from . import actions
from .events import CERTIFICATE_REVOKED, CERTIFIED
from .models import Certificate


# A quiz that is passed always completes its lesson: one event is enough.
@on(LESSON_COMPLETED, HOURS_CONFIRMED, SHADOWING_SIGNED_OFF, ENROLLED)
def certify_when_complete(event) -> None:
    actions.certify_when_complete(event.subject)


@on(CERTIFIED)
def issue_papers(event) -> None:
    actions.file_papers(event.subject)


@on(CERTIFIED)
def tell_the_holder(event) -> None:
    certificate = event.subject
    # What is heard after a month is no news.
    if certificate.is_revoked or certificate.issued_at < now() - timedelta(days=30):
        return
    with override(certificate.person.language):
        url = reverse("certification:certificate_welcome", args=[certificate.shown_code])
        notify(certificate.person, CERTIFIED, _sentence(certificate), url, event)


def _sentence(certificate: Certificate) -> str:
    if certificate.kind == Certificate.Kind.PARTICIPATION:
        if certificate.course.shadowing_minutes:
            return _("Hai l’attestato di partecipazione. Da oggi sei in affiancamento.")
        return _("Hai l’attestato di partecipazione.")
    if certificate.qualification == Qualification.Kind.TED:
        return _("Sei un TED. Entra nella rete: i colleghi ti aspettano.")
    return _("La tua certificazione da attivatore di snodo è pronta. Entra nella rete.")


@on(CERTIFICATE_REVOKED)
def tell_why_it_was_revoked(event) -> None:
    """The reason is on the holder's page, never in a notice."""
    holder = event.subject.person
    with override(holder.language):
        url = reverse("certification:mine")
        notify(holder, CERTIFICATE_REVOKED, _("Un tuo attestato non vale più. Leggi il motivo."), url, event)


@on(JOIN_ASKED)
def tell_the_coordinators(event) -> None:
    request = event.subject
    if request.state != JoinRequest.State.WAITING:
        return
    # A territory without a coordinator is answered by the office.
    readers = list(coordinators(request.territory)) or list(staff())
    for reader in readers:
        with override(reader.language):
            text = _("Una persona chiede di entrare: %(place)s.") % {"place": request.territory.label}
            notify(reader, JOIN_ASKED, text, reverse("certification:admissions"), event)


@on(JOIN_APPROVED)
def tell_who_was_admitted(event) -> None:
    person, course = event.subject.person, event.labels.get("course", "")
    with override(person.language):
        url = reverse("courses:course_show", args=[course]) if course else reverse("home:home")
        text = (
            _("La tua richiesta è accolta: puoi cominciare il corso.") if course else _("La tua richiesta è accolta.")
        )
        notify(person, JOIN_APPROVED, text, url, event)
        write_letter(
            person,
            _("Sei in Snodo"),
            _("Ciao %(name)s,\n\n%(text)s\n\nEntra da qui:\n%(address)s\n")
            % {"name": person.first_name, "text": text, "address": settings.PUBLIC_URL + url},
        )


@on(JOIN_DECLINED)
def tell_who_was_not_admitted(event) -> None:
    request = event.subject
    person = request.person
    with override(person.language):
        write_letter(
            person,
            _("La tua richiesta di entrare in Snodo"),
            _(
                "Ciao %(name)s,\n\nabbiamo letto la tua richiesta e per ora non possiamo accoglierla. Il motivo:\n\n"
                "%(reason)s\n\nSe qualcosa cambia, puoi chiedere di nuovo."
            )
            % {"name": person.first_name, "reason": request.reason},
        )
        notify(person, JOIN_DECLINED, _("La tua richiesta non è stata accolta."), reverse("home:home"), event)
