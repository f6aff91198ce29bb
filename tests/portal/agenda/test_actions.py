"""Setting, changing, calling off; coming and leaving. Ada sets, Bruna and Nino come."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from portal.agenda.actions import (
    Full,
    Over,
    TooFewSeats,
    calendar_of,
    cancel_appointment,
    change_appointment,
    renew_calendar,
    say_coming,
    say_not_coming,
    set_appointment,
)
from portal.agenda.events import APPOINTMENT_CHANGED, APPOINTMENT_SET, COMING
from portal.agenda.models import Appointment, CalendarKey, Coming
from portal.agenda.queries import coming_appointments, public_coming
from portal.clock import at
from portal.journal.models import Event
from portal.mail.models import Letter
from portal.notifications.models import Notification

from .conftest import NOW, fields, rome


def told(person) -> list[str]:
    return list(Notification.objects.filter(reader=person).order_by("pk").values_list("text", flat=True))


def test_an_operator_sets_an_event(ada, monday):
    event = set_appointment(fields(), by=ada)

    assert event.set_by == ada and event.sequence == 0 and [theme.slug for theme in event.themes.all()] == ["energia"]
    assert Event.objects.filter(kind=APPOINTMENT_SET, subject_id=event.pk).count() == 1


def test_a_learner_sets_none(nina, monday):
    with pytest.raises(PermissionDenied):
        set_appointment(fields(), by=nina)

    assert not Appointment.objects.exists()


def test_the_same_form_sent_twice_sets_one_event(ada, bruno, monday):
    cid = uuid4()
    first, again = (set_appointment(fields(cid=cid), by=ada) for _ in range(2))
    changed = set_appointment(fields(cid=cid, title="Un altro"), by=ada)
    other = set_appointment(fields(cid=cid), by=bruno)

    assert first == again and len({first, changed, other}) == 3
    assert changed.title == "Un altro" and cid not in (changed.uid, other.uid)


def test_who_comes_is_told_of_a_change_and_others_are_not(event, ada, bruno, carla, after_commit):
    say_coming(event, by=bruno)
    say_coming(event, by=ada)
    with after_commit():
        change_appointment(event, {"starts_at": rome(2026, 12, 10, 14)}, by=ada)

    event.refresh_from_db()
    assert event.sequence == 1 and event.changed_at == NOW
    assert told(bruno) == [
        "È cambiato quando o dove: «Leggere la bolletta insieme». Ora è giovedì 10 dicembre, dalle 14:00 alle 17:00."
    ]
    assert told(carla) == told(ada) == []


def test_a_change_of_words_says_that_the_hour_is_the_same(event, ada, bruno, after_commit):
    say_coming(event, by=bruno)
    with after_commit():
        change_appointment(event, {"summary": "Porta due bollette."}, by=ada)

    assert told(bruno) == ["È cambiato qualcosa in «Leggere la bolletta insieme». Quando e dove restano uguali."]


def test_who_comes_tomorrow_has_a_letter_when_the_hour_changes(event, ada, bruno, after_commit):
    say_coming(event, by=bruno)
    for days, letters in ((20, 0), (1, 1)):
        moved = {"starts_at": NOW + timedelta(days=days), "ends_at": NOW + timedelta(days=days, hours=2)}
        with after_commit():
            change_appointment(event, fields(**moved), by=ada)
        assert Letter.objects.filter(to=bruno.email).count() == letters


def test_what_changes_nothing_is_told_to_nobody(event, ada, bruno, after_commit):
    say_coming(event, by=bruno)
    with after_commit():
        change_appointment(event, fields(), by=ada)

    event.refresh_from_db()
    assert event.sequence == 0 and told(bruno) == []
    assert not Event.objects.filter(kind=APPOINTMENT_CHANGED).exists()


def test_each_change_has_its_number(event, ada):
    change_appointment(event, {"themes": []}, by=ada)
    change_appointment(event, {"title": "Un altro titolo"}, by=ada)
    event.refresh_from_db()
    cancel_appointment(event, "Manca la sala.", by=ada)

    event.refresh_from_db()
    assert event.sequence == 3 and event.title == "Un altro titolo" and not event.themes.exists()


def test_a_colleague_changes_nothing(event, bruno):
    with pytest.raises(PermissionDenied):
        change_appointment(event, {"title": "Mio"}, by=bruno)
    with pytest.raises(PermissionDenied):
        cancel_appointment(event, "Perché sì.", by=bruno)

    event.refresh_from_db()
    assert event.sequence == 0 and event.cancelled_at is None


def test_seats_are_never_fewer_than_who_comes(event, ada, bruno, nina):
    say_coming(event, by=bruno)
    say_coming(event, by=nina)

    with pytest.raises(TooFewSeats) as few:
        change_appointment(event, {"seats": 1}, by=ada)
    assert few.value.taken == 2

    assert change_appointment(event, {"seats": 2}, by=ada).seats == 2


def test_a_cancelled_event_is_told_with_a_letter_only_when_it_is_near(event, ada, bruno, after_commit):
    far = set_appointment(
        fields(title="Lontano", starts_at=rome(2026, 12, 20, 15), ends_at=rome(2026, 12, 20, 16)), by=ada
    )
    say_coming(event, by=bruno)
    say_coming(far, by=bruno)
    Letter.objects.all().delete()

    with after_commit():
        cancel_appointment(far, "Manca la sala.", by=ada)
    assert not Letter.objects.exists()

    with at(rome(2026, 12, 9, 10)), after_commit():
        cancel_appointment(event, "Manca la sala.", by=ada)

    assert told(bruno) == [
        "Annullato: «Lontano», domenica 20 dicembre, dalle 15:00 alle 16:00. Qui trovi il perché.",
        "Annullato: «Leggere la bolletta insieme», giovedì 10 dicembre, dalle 15:00 alle 17:00. Qui trovi il perché.",
    ]
    letter = Letter.objects.get()
    assert letter.to == bruno.email and "giovedì 10 dicembre" in letter.text
    assert "bolletta" not in letter.text + letter.subject and "sala" not in letter.text


def test_a_listener_that_runs_twice_tells_once(event, ada, bruno, after_commit):
    from portal.agenda.events import APPOINTMENT_CANCELLED
    from portal.agenda.handlers import tell_that_it_was_cancelled

    say_coming(event, by=bruno)
    with at(rome(2026, 12, 9, 10)), after_commit():
        cancel_appointment(event, "Manca la sala.", by=ada)
    letters = Letter.objects.count()
    with at(rome(2026, 12, 9, 10)):
        tell_that_it_was_cancelled(Event.objects.get(kind=APPOINTMENT_CANCELLED))

    assert len(told(bruno)) == 1 and Letter.objects.count() == letters == 1


def test_an_event_is_called_off_once_and_with_a_reason(event, ada):
    with pytest.raises(ValueError):
        cancel_appointment(event, "  ", by=ada)
    stale = Appointment.objects.get(pk=event.pk)
    cancel_appointment(event, "Manca la sala.", by=ada)

    with pytest.raises(Over):
        cancel_appointment(stale, "Di nuovo.", by=ada)
    with pytest.raises(Over):
        change_appointment(stale, {"title": "Tardi"}, by=ada)
    assert Appointment.objects.get(pk=event.pk).cancelled_why == "Manca la sala."


def test_coming_is_said_once_and_taken_back(event, bruno):
    first, again = say_coming(event, by=bruno), say_coming(event, by=bruno)
    assert first == again and Event.objects.filter(kind=COMING).count() == 1

    assert say_not_coming(event, by=bruno) and not say_not_coming(event, by=bruno)
    assert not Coming.objects.filter(left_at=None).exists()

    assert say_coming(event, by=bruno) != first


def test_the_last_seat_is_free_again_when_somebody_leaves(event, ada, bruno, nina):
    change_appointment(event, {"seats": 1}, by=ada)
    say_coming(event, by=bruno)
    with pytest.raises(Full):
        say_coming(event, by=nina)

    say_not_coming(event, by=bruno)

    assert say_coming(event, by=nina)


def test_a_page_that_was_left_open_does_not_let_come(event, ada, bruno, gina):
    stale = Appointment.objects.get(pk=event.pk)
    cancel_appointment(event, "Manca la sala.", by=ada)

    with pytest.raises(Over):
        say_coming(stale, by=bruno)
    with pytest.raises(PermissionDenied):
        say_coming(stale, by=gina)
    assert not Coming.objects.exists()


def test_what_is_past_is_past(event, bruno):
    say_coming(event, by=bruno)
    with at(rome(2026, 12, 11, 9)):
        with pytest.raises(Over):
            say_not_coming(event, by=bruno)
        with pytest.raises(Over):
            say_coming(event, by=bruno)


def test_a_calendar_is_its_persons_alone(ada, bruno, sara):
    key = calendar_of(ada, by=ada)
    assert calendar_of(ada, by=ada).token == key.token

    assert renew_calendar(ada, by=ada).token != key.token and CalendarKey.objects.count() == 1
    for one in (bruno, sara):
        with pytest.raises(PermissionDenied):
            renew_calendar(ada, by=one)
    with pytest.raises(PermissionDenied):
        calendar_of(sara, by=sara)


def test_other_pages_show_what_comes_and_is_not_cancelled(event, members_event, ada, gina):
    gone = set_appointment(fields(title="Annullato"), by=ada)
    cancel_appointment(gone, "Manca la sala.", by=ada)

    assert list(public_coming(5)) == list(coming_appointments(gina, 5)) == [event]
    assert list(coming_appointments(ada, 5)) == [event, members_event]
    with at(rome(2026, 12, 11, 9)):
        assert not public_coming(5) and not coming_appointments(ada, 5)
