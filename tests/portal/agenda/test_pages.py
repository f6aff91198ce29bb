"""The pages: what each person sees, and what a form says back."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.agenda.actions import cancel_appointment, change_appointment, say_coming, set_appointment
from portal.agenda.models import Appointment, CalendarKey, Coming
from portal.clock import at
from portal.vocabulary.models import Territory

from .conftest import LINK, NOW, fields, post, rome


def page(name: str, *args) -> str:
    return reverse(f"agenda:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_reads_what_comes_day_by_day(event, members_event, browse):
    seen = text_of(browse(None).get(page("appointments")))

    assert "Giovedì 10 dicembre" in seen and event.title in seen and "15:00–17:00" in seen
    assert members_event.title not in seen and LINK not in seen and "Aggiungi un evento" not in seen


def test_the_network_reads_its_own_too_and_sets_some(event, members_event, ada, nina, browse):
    assert members_event.title in text_of(browse(nina).get(page("appointments")))
    assert "Aggiungi un evento" in text_of(browse(ada).get(page("appointments")))
    assert "Aggiungi un evento" not in text_of(browse(nina).get(page("appointments")))


@pytest.mark.parametrize(
    "query, finds",
    [
        ("tipo=workshop", True),
        ("tipo=webinar", False),
        ("tipo=altro", False),
        ("territorio=empolese-valdelsa", True),
        ("territorio=torino", False),
        ("tema=energia", True),
        ("tema=solitudine", False),
        ("tema=%00", False),
        ("passati=1", False),
    ],
)
def test_the_address_narrows_the_list(event, browse, query, finds):
    response = browse(None).get(f"{page('appointments')}?{query}")

    assert response.status_code == 200
    assert (event.title in text_of(response)) is finds


def test_a_municipality_is_found_by_its_area(ada, monday, browse):
    empoli = Territory.objects.filter(parent__slug="empolese-valdelsa").first()
    set_appointment(fields(title="In paese", territory=empoli), by=ada)

    assert "In paese" in text_of(browse(None).get(f"{page('appointments')}?territorio=empolese-valdelsa"))


def test_mine_are_those_i_come_to_and_those_i_set(event, members_event, ada, bruno, browse):
    say_coming(event, by=bruno)
    mine = f"{page('appointments')}?miei=1"

    assert event.title in text_of(browse(bruno).get(mine)) and "Ci vieni" in text_of(browse(bruno).get(mine))
    assert members_event.title not in text_of(browse(bruno).get(mine))
    assert members_event.title in text_of(browse(ada).get(mine))


def test_what_is_past_is_a_step_away(event, browse):
    with at(NOW + timedelta(days=10)):
        now_seen = text_of(browse(None).get(page("appointments")))
        past = text_of(browse(None).get(f"{page('appointments')}?passati=1"))

    assert event.title not in now_seen and "Per ora non c’è niente in calendario" in now_seen
    assert event.title in past


def test_seats_are_told_in_words(event, ada, bruno, browse):
    change_appointment(event, {"seats": 2}, by=ada)
    assert "Restano 2 posti" in text_of(browse(None).get(page("appointments")))
    say_coming(event, by=bruno)
    assert "Resta un posto" in text_of(browse(None).get(page("appointments")))
    say_coming(event, by=ada)
    assert "Posti finiti" in text_of(browse(None).get(page("appointments")))


@pytest.mark.parametrize("name", [None, "ada", "elena"])
def test_the_list_asks_the_database_the_same_few_times(request, name, events, browse):
    user = request.getfixturevalue(name) if name else None
    reader, counts = browse(user), []
    reader.get(page("appointments"))  # the first page of a session writes it
    for more in (2, 28):
        for event in events(more):
            if user:
                say_coming(event, by=user)
        with CaptureQueriesContext(connection) as asked:
            response = reader.get(page("appointments"))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12, counts
    assert len(response.content) < 100_000


# ── one event ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_reads_how_to_come_and_no_account_is_asked(event, browse):
    response = browse(None).get(event.get_absolute_url())
    seen = text_of(response)

    assert "giovedì 10 dicembre, dalle 15:00 alle 17:00" in seen and "<strong>Porta</strong>" in seen
    assert "Per venire chiama o scrivi: <strong>0571 000 019</strong>" in seen
    assert LINK not in seen and "Ci vengo" not in seen and "Ferrero" not in seen
    assert "X-Robots-Tag" not in response


def test_an_event_for_the_network_has_no_page_for_visitors(members_event, nina, gina, browse):
    url = members_event.get_absolute_url()

    assert browse(None).get(url).status_code == browse(gina).get(url).status_code == 404
    assert browse(nina).get(url)["X-Robots-Tag"]


def test_who_says_she_comes_sees_the_link(event, bruno, browse):
    bruna = browse(bruno)
    before = text_of(bruna.get(event.get_absolute_url()))
    assert LINK not in before and "Lo vedi qui appena dici «Ci vengo»." in before

    answer = bruna.post(page("appointment_come", event.pk), follow=True)
    after = text_of(answer)
    assert LINK in after and "Non vengo più" in after and Coming.objects.filter(person=bruno, left_at=None).exists()

    bruna.post(page("appointment_leave", event.pk))
    assert LINK not in text_of(bruna.get(event.get_absolute_url()))


def test_who_has_no_name_here_cannot_say_it(event, gina, browse):
    assert browse(None).post(page("appointment_come", event.pk)).status_code == 302
    assert browse(gina).post(page("appointment_come", event.pk)).status_code == 403
    assert not Coming.objects.exists()


def test_the_last_seat_gone_is_said_kindly(event, ada, bruno, nina, browse):
    change_appointment(event, {"seats": 1}, by=ada)
    say_coming(event, by=bruno)

    seen = text_of(browse(nina).post(page("appointment_come", event.pk), follow=True))

    assert "I posti sono finiti proprio adesso" in seen and Coming.objects.count() == 1


def test_the_names_are_for_who_looks_after_it(event, ada, bruno, carla, elena, browse):
    say_coming(event, by=bruno)

    for person in (ada, elena):
        assert "Bruna Taddei" in text_of(browse(person).get(event.get_absolute_url()))
    for person in (carla, None):
        assert "Bruna Taddei" not in text_of(browse(person).get(event.get_absolute_url()))


def test_a_cancelled_event_says_so_first_and_why(event, ada, bruno, browse):
    cancel_appointment(event, "Manca la sala.", by=ada)
    seen = text_of(browse(bruno).get(event.get_absolute_url()))

    assert seen.index("Questo evento è annullato.") < seen.index("<h1>") and "Manca la sala." in seen
    assert "Ci vengo" not in seen and LINK not in seen
    assert "Annullato" in text_of(browse(None).get(page("appointments")))


@pytest.mark.parametrize("name", [None, "ada", "elena", "bruno"])
def test_the_page_of_an_event_asks_the_same_few_times(request, name, event, browse):
    from tests.conftest import operator

    user = request.getfixturevalue(name) if name else None
    reader, counts = browse(user), []
    reader.get(page("appointments"))  # the first page of a session writes it
    for more in (2, 28):
        for n in range(more):
            say_coming(event, by=operator(f"p{more}-{n}", "Nome", "Prova"))
        with CaptureQueriesContext(connection) as asked:
            reader.get(event.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12, counts


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ada_puts_an_event_in_the_calendar(ada, monday, browse):
    response = browse(ada).post(page("appointment_new"), post(link="https://video.example.org/a", seats="12"))
    event = Appointment.objects.get()

    assert response.status_code == 302 and response["Location"] == event.get_absolute_url()
    assert event.starts_at == rome(2026, 12, 10, 15) and event.seats == 12 and event.set_by == ada


def test_a_learner_has_no_form(nina, browse):
    assert browse(nina).get(page("appointment_new")).status_code == 403
    assert browse(nina).post(page("appointment_new"), post()).status_code == 403


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"title": ""}, "Scrivi come si chiama l’evento, in una riga."),
        ({"title": "x" * 130}, "È lungo 130 caratteri: al massimo 120. Accorcialo."),
        ({"kind": ""}, "Scegli che cos’è"),
        ({"day": "domani"}, "Scrivi il giorno così: 24/11/2026."),
        ({"begins": "le tre"}, "Scrivi l’ora così: 15:30."),
        ({"ends": "14:00"}, "Finisce prima di cominciare. Controlla le due ore."),
        ({"ends": "15:00"}, "Finisce prima di cominciare. Controlla le due ore."),
        ({"day": "2026-12-01"}, "Questo momento è già passato. Controlla il giorno e l’ora."),
        ({"place": ""}, "Scrivi dove si fa, oppure metti il collegamento video."),
        ({"link": "http://video.example.org/a"}, "L’indirizzo deve cominciare con https://"),
        ({"link": "javascript:alert(1)"}, "Copia qui l’indirizzo intero"),
        ({"place": "", "link": "https://video.example.org/a", "contact": ""}, "Scrivi chi sentire: chi non è della"),
        ({"seats": "12", "contact": ""}, "Scrivi chi sentire: chi non è della rete prenota così"),
        ({"seats": "0"}, "Serve almeno un posto."),
        ({"seats": "molti"}, "Scrivi un numero, per esempio 12."),
        ({"day": "2027-03-28", "begins": "02:30", "ends": "04:00"}, "torna l’ora legale e quest’ora non c’è"),
        ({"text": "Viene la signora Maria Bianchi di via Roma 12"}, "Sembra che ci sia"),
    ],
)
def test_what_is_not_right_comes_back_with_its_sentence(ada, monday, browse, changes, sentence):
    response = browse(ada).post(page("appointment_new"), post(**changes))
    seen = text_of(response)

    assert response.status_code == 422 and sentence in seen
    assert "Porta una bolletta: la guardiamo insieme." in seen and not Appointment.objects.exists()


def test_an_evening_may_end_after_midnight(ada, browse):
    assert browse(ada).post(page("appointment_new"), post(begins="21:00", ends="00:30")).status_code == 302
    made = Appointment.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=3, minutes=30)


def test_who_was_stopped_takes_no_seat(event, ada, bruno, browse):
    event.seats = 1
    event.save()
    say_coming(event, by=bruno)
    bruno.is_active = False
    bruno.save()
    shown = browse(ada).get(event.get_absolute_url())
    assert shown.context["appointment"].coming == 0 and "Bruna Taddei" not in shown.text


def test_29_march_2026_has_no_half_past_two(ada, browse):
    with at(rome(2026, 3, 1, 9)):
        response = browse(ada).post(page("appointment_new"), post(day="2026-03-29", begins="02:30", ends="04:00"))
        assert "quest’ora non c’è" in text_of(response)
        browse(ada).post(page("appointment_new"), post(day="2026-03-29", begins="01:30", ends="03:00"))

    event = Appointment.objects.get()
    assert event.ends_at - event.starts_at == timedelta(minutes=30)


def test_of_the_hour_that_comes_twice_the_first_is_meant(ada, browse):
    with at(rome(2026, 10, 1, 9)):
        browse(ada).post(page("appointment_new"), post(day="2026-10-25", begins="02:30", ends="03:30"))

    event = Appointment.objects.get()
    assert event.starts_at == rome(2026, 10, 25, 2, 30, fold=0).astimezone(UTC)
    assert event.ends_at - event.starts_at == timedelta(hours=2)


def test_the_form_of_a_change_is_filled_and_saved(event, ada, bruno, browse):
    url = page("appointment_edit", event.pk)
    seen = text_of(browse(ada).get(url))
    assert 'value="2026-12-10"' in seen and 'value="15:00"' in seen and LINK in seen

    assert browse(ada).post(url, post(begins="14:00")).status_code == 302
    event.refresh_from_db()
    assert event.starts_at == rome(2026, 12, 10, 14) and event.sequence == 1
    assert browse(bruno).get(url).status_code == 403


def test_fewer_seats_than_people_come_back_with_a_sentence(event, ada, bruno, nina, browse):
    say_coming(event, by=bruno)
    say_coming(event, by=nina)
    response = browse(ada).post(page("appointment_edit", event.pk), post(seats="1"))

    assert response.status_code == 422
    assert "2 persone hanno già detto che vengono: i posti non possono essere meno." in text_of(response)


def test_what_is_past_is_put_right_without_moving_it(event, ada, browse):
    with at(NOW + timedelta(days=10)):
        response = browse(ada).post(page("appointment_edit", event.pk), post(summary="È andata bene."))

    event.refresh_from_db()
    assert response.status_code == 302 and event.summary == "È andata bene."


def test_an_event_is_called_off_with_a_reason(event, ada, bruno, browse):
    url = page("appointment_cancel", event.pk)
    assert browse(bruno).post(url, {"reason": "Mio"}).status_code == 403
    empty = browse(ada).post(url, {"reason": ""})
    assert empty.status_code == 422 and "Scrivi perché, in una riga" in text_of(empty)

    assert browse(ada).post(url, {"reason": "Manca la sala."}).status_code == 302
    event.refresh_from_db()
    assert event.cancelled_why == "Manca la sala."


# ── the private calendar ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_address_is_made_when_it_is_asked_for_and_changed_when_it_is(ada, browse):
    mine = browse(ada)
    assert "Crea il mio indirizzo" in text_of(mine.get(page("calendar"))) and not CalendarKey.objects.exists()

    seen = text_of(mine.post(page("calendar"), follow=True))
    token = CalendarKey.objects.get().token
    assert f"/eventi/calendario/{token}.ics" in seen and "È solo tuo." in seen

    after = text_of(mine.post(page("calendar_renew"), follow=True))
    assert token not in after and CalendarKey.objects.get().token in after


def test_the_calendar_is_for_who_is_signed_in(browse):
    assert browse(None).get(page("calendar")).status_code == 302
    assert browse(None).post(page("calendar_renew")).status_code == 302
