"""Taking a certificate back. Mimmo coordinates the holder's territory; Elena another one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from courses.certification.actions import NotDue, certify_when_complete, issue_again, revoke
from courses.certification.models import Certificate
from portal.accounts.models import Qualification
from portal.accounts.permissions import forget_standing, is_operator
from portal.journal.models import Event
from portal.notifications.models import Notification

REASON = "Le ore di ottobre erano di un’altra persona."


@pytest.fixture
def mimmo(db):
    """Coordinator of Torino, where Lara lives."""
    from portal.accounts.actions import grant_role, qualify
    from portal.accounts.models import User

    person = User.objects.create_user("mimmo@example.org", "una parola lunga", first_name="Domenico", last_name="Greco")
    qualify(person, "TED")
    grant_role(person, "coordinator", place="torino", by=None)
    return person


def test_a_coordinator_takes_it_back_and_the_door_closes(certified, lara, mimmo, after_commit):
    with after_commit():
        assert revoke(certified, reason=REASON, by=mimmo)

    forget_standing(lara)
    assert certified.is_revoked and not is_operator(lara)
    notice = Notification.objects.get(reader=lara, kind="certificate.revoked")
    assert REASON not in notice.text and notice.url == reverse("certification:mine")


def test_a_coordinator_of_another_territory_may_not(certified, lara, elena):
    with pytest.raises(PermissionDenied):
        revoke(certified, reason=REASON, by=elena)

    forget_standing(lara)
    assert is_operator(lara) and not Certificate.objects.exclude(revoked_at=None).exists()


@pytest.mark.parametrize("name", ["ada", "dino", "franca", "lara", "anita", "nina"])
def test_nobody_else_may(request, certified, name):
    with pytest.raises(PermissionDenied):
        revoke(certified, reason=REASON, by=request.getfixturevalue(name))


def test_nobody_revokes_her_own(certified, lara):
    from portal.accounts.actions import grant_role

    grant_role(lara, "coordinator", place="torino", by=None)
    with pytest.raises(PermissionDenied):
        revoke(certified, reason=REASON, by=lara)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certified.pk).update(
            revoked_at=certified.issued_at, revoked_by=lara, revoked_reason="x"
        )


def test_revoked_once(certified, mimmo):
    twin = Certificate.objects.get(pk=certified.pk)
    assert revoke(certified, reason=REASON, by=mimmo)

    assert revoke(twin, reason="Un altro motivo", by=mimmo) is False
    assert Certificate.objects.get(pk=certified.pk).revoked_reason == REASON


def test_a_revoked_certificate_is_not_issued_again_by_itself(certified, mimmo, lara):
    revoke(certified, reason=REASON, by=mimmo)

    assert certify_when_complete(lara.enrollments.get()) == []


def test_issued_again_it_has_a_code_of_its_own_and_opens_the_door(certified, mimmo, lara, browse, after_commit):
    revoke(certified, reason=REASON, by=mimmo)
    coordinator = browse(mimmo)
    assert "Rilascia di nuovo" in coordinator.get(certified.get_absolute_url()).content.decode()
    url = reverse("certification:certificate_issue_again", args=[certified.shown_code])

    with after_commit():
        first, again = coordinator.post(url), coordinator.post(url)

    new = Certificate.objects.get(person=lara, kind="competence", revoked_at=None)
    assert first.status_code == 302 and first["Location"] == again["Location"] == new.get_absolute_url()
    assert new.code != certified.code and new.hours == certified.hours
    certified.refresh_from_db()
    assert certified.is_revoked and certified.revoked_reason == REASON
    forget_standing(lara)
    assert is_operator(lara)
    page = coordinator.get(certified.get_absolute_url()).content.decode()
    assert "Rilascia di nuovo" not in page and new.get_absolute_url() in page
    public = browse(None).get(certified.get_absolute_url()).content.decode()
    assert new.shown_code not in public and "Non vale più" in public
    assert Event.objects.filter(kind="certificate.issued", subject_id=str(new.pk), actor=mimmo).exists()


def test_what_is_missing_is_said_and_nothing_is_issued(certified, mimmo, lara, franca, browse):
    from courses.actions import withdraw_hours

    revoke(certified, reason=REASON, by=mimmo)
    withdraw_hours(lara.enrollments.get().attendances.get(area="visite"), reason="Non erano sue.", by=franca)

    with pytest.raises(NotDue):
        issue_again(certified, by=mimmo)
    url = reverse("certification:certificate_issue_again", args=[certified.shown_code])
    page = browse(mimmo).post(url, follow=True).content.decode()

    assert "la conferma di 40 minuti" in page
    assert not Certificate.objects.filter(kind="competence", revoked_at=None).exists()


@pytest.mark.parametrize("name", ["elena", "ada", "dino", "franca", "lara", "anita"])
def test_nobody_else_issues_again(request, certified, mimmo, name):
    one = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        issue_again(certified, by=mimmo)  # it is still valid
    revoke(certified, reason=REASON, by=mimmo)

    with pytest.raises(PermissionDenied):
        issue_again(certified, by=one)


def test_what_another_body_recognised_stays(certified, lara, mimmo, elena):
    Qualification.objects.filter(person=lara).update(source="elsewhere", seen_by=elena)

    revoke(certified, reason=REASON, by=mimmo)

    forget_standing(lara)
    assert is_operator(lara)


def test_the_page_asks_why_and_the_holder_alone_reads_it(certified, lara, mimmo, browse):
    url = reverse("certification:certificate_revoke", args=[certified.shown_code])
    browser = browse(mimmo)

    assert browser.get(url).status_code == 200
    missing = browser.post(url, {"reason": "", "sure": "on"})
    unsure = browser.post(url, {"reason": REASON})
    done = browser.post(url, {"reason": REASON, "sure": "on"})

    assert missing.status_code == 422 and unsure.status_code == 422
    assert REASON in unsure.content.decode()
    assert done.status_code == 302
    assert REASON in browse(lara).get(reverse("certification:mine")).content.decode()
    public = browse(None).get(certified.get_absolute_url()).content.decode()
    assert REASON not in public and "Non vale più" in public


def test_a_withdrawn_paper_says_its_day_and_no_validity(certified, mimmo, browse):
    assert "Vale fino al" in browse(None).get(certified.get_absolute_url()).content.decode()
    revoke(certified, reason=REASON, by=mimmo)

    page = browse(None).get(certified.get_absolute_url()).content.decode()
    issued = browse(mimmo).get(reverse("certification:issued")).content.decode()

    held = date_format(timezone.localtime(certified.revoked_at), "j F Y")
    assert f"Ritirato: {held}." in page
    assert "Vale fino al" not in page and "Non scade" not in page
    assert f"Ritirato: {held}." in issued


@pytest.mark.parametrize("name, status", [(None, 302), ("elena", 404), ("ada", 404), ("lara", 403), ("franca", 403)])
def test_the_page_is_closed_to_others(request, certified, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    answer = browse(one).get(reverse("certification:certificate_revoke", args=[certified.shown_code]))

    assert answer.status_code == status


@pytest.mark.parametrize("reason", ["\x00", "x" * 100_000, "   ", "x" * 401, "<script>", "🙂" * 400])
@pytest.mark.parametrize("sure", ["on", ""])
def test_any_reason_gets_a_sentence(certified, mimmo, browse, reason, sure):
    url = reverse("certification:certificate_revoke", args=[certified.shown_code])

    answer = browse(mimmo).post(url, {"reason": reason, "sure": sure})

    good = len(reason.strip()) <= 400 and reason.strip("\x00 ") and sure == "on"
    assert answer.status_code == (302 if good else 422)
