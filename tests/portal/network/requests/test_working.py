"""Bruna and Ilaria work at the desk of Empoli, Elena coordinates there; Ada and Luca are TEDs of Torino."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from portal.accounts.permissions import forget_standing
from portal.clock import at, now, today
from portal.journal.models import Event
from portal.network.models import Assignment, Desk, Organisation
from portal.network.requests import actions, permissions
from portal.network.requests.models import Contact, HelpRequest, Line, Referral, Tally
from portal.network.requests.today import items
from portal.notifications.models import Notification
from portal.workdays import a_working_day_after
from tests.conftest import operator
from tests.portal.network.requests.conftest import CANARIES, territory

CAST = [
    "ada",
    "bruno",
    "carla",
    "dino",
    "elena",
    "franca",
    "nina",
    "lara",
    "gina",
    "rosa",
    "furio",
    "sara",
    "tino",
    "anita",
]


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in CAST}


def seen_by(cast, request) -> set[str]:
    return {name for name, one in cast.items() if permissions.can_see(one, request)}


def read_by(cast, request) -> set[str]:
    return {name for name, one in cast.items() if permissions.can_read(one, request)}


def reached_by(cast, request) -> set[str]:
    found = set()
    for name, one in cast.items():
        try:
            if actions.read_request(request.code, by=one).reach:
                found.add(name)
        except Http404:
            pass
    return found


def test_a_desks_request_is_read_there_and_reached_by_who_takes_it(cast, ask, desk, bruno, ilaria):
    one = ask(desk=desk)
    everybody = cast | {"ilaria": ilaria}
    assert seen_by(everybody, one) == read_by(everybody, one) == {"bruno", "ilaria", "elena"}
    assert reached_by(everybody, one) == set()

    actions.take(one, by=bruno)
    assert read_by(everybody, one) == {"bruno", "ilaria", "elena"}
    assert reached_by(everybody, one) == {"bruno"}


def test_an_areas_request_shows_area_and_topic_until_one_takes_it(cast, ask, ada, luca):
    one = ask()
    everybody = cast | {"luca": luca}
    assert seen_by(everybody, one) == {"ada", "luca", "dino", "franca"}  # the operators of Torino
    assert read_by(everybody, one) == reached_by(everybody, one) == set()
    shown = actions.read_request(one.code, by=ada)
    assert not shown.is_read and shown.text == shown.name == "" and not shown.said

    actions.take(one, by=ada)
    assert seen_by(everybody, one) == read_by(everybody, one) == reached_by(everybody, one) == {"ada"}


def test_a_request_to_a_person_is_hers(cast, ask, listing, ada):
    one = ask(listing=listing)
    assert seen_by(cast, one) == read_by(cast, one) == {"ada"}


def test_what_nobody_took_for_a_working_day_is_entrusted_by_who_coordinates(cast, ask, elena, bruno, tino):
    one = ask(area=territory("empolese-valdelsa"))
    HelpRequest.objects.filter(pk=one.pk).update(waiting_since=now() - timedelta(days=6))
    one.refresh_from_db()

    assert "elena" in seen_by(cast, one) and read_by(cast, one) == set()
    assert permissions.can_entrust(elena, one)
    actions.entrust(one, tino, "È vicino a casa sua.", by=elena)
    one.refresh_from_db()
    assert one.taken_by == tino and reached_by(cast, one) == {"tino"}


def test_who_coordinates_gives_it_to_others_and_never_to_herself(ask, desk, elena, bruno, ilaria, after_commit):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    with pytest.raises(PermissionDenied):
        actions.entrust(one, elena, "La seguo io.", by=elena)
    assert elena not in permissions.who_can_follow(one, by=elena)
    with after_commit():
        actions.entrust(one, ilaria, "Bruna è malata.", by=elena)

    told = set(Notification.objects.values_list("reader", "kind"))
    assert (bruno.pk, "help.taken_away") in told and (ilaria.pk, "help.handed_over") in told
    assert not permissions.can_see_contact(elena, one)


def test_put_back_it_waits_from_now_and_who_can_take_it_is_told(ask, desk, bruno, ilaria, elena, after_commit):
    with after_commit():
        one = ask(desk=desk)
    actions.take(one, by=bruno)
    late = a_working_day_after(one.sent_at) + timedelta(hours=1)
    with at(late), after_commit():
        actions.hand_over(one, None, "Non riesco", by=bruno)
    with at(late + timedelta(minutes=5)):
        assert not permissions.visible_requests(elena).filter(permissions.to_entrust(elena)).exists()
    assert Notification.objects.filter(reader=ilaria, kind="help.new").exists()
    assert not Notification.objects.filter(reader=bruno, kind="help.new").exists()


def test_where_she_works_is_not_hers_to_say(ask, carla, elena, anita, browse):
    """Carla writes another territory in her profile: the requests of Torino stay out of her sight."""
    from portal.accounts.actions import move_person

    one = ask()
    fields = {"first_name": "Carla", "last_name": "Spina", "language": "it", "territory": one.area_id}
    assert browse(carla).post("/io/", fields).status_code == 302
    carla.refresh_from_db()
    assert carla.territory.slug == "cosenza" and not permissions.can_see(carla, one)

    with pytest.raises(PermissionDenied):
        move_person(carla, one.area, by=elena)
    with pytest.raises(PermissionDenied):
        move_person(carla, one.area, by=carla)
    move_person(carla, one.area, by=anita)
    assert permissions.can_see(carla, one)


def test_a_request_whose_operator_left_is_entrusted_anew(ask, elena, bruno, tino, desk):
    one = ask(area=territory("empolese-valdelsa"))
    actions.take(one, by=tino)
    assert not permissions.can_entrust(elena, one)
    tino.qualifications.update(withdrawn_at=now())
    forget_standing(tino)

    assert permissions.can_entrust(elena, one) and not permissions.can_work(tino, one)
    actions.entrust(one, bruno, "Chi la seguiva non c’è più.", by=elena)


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("bruno", "elena")])
def test_for_everybody_else_it_does_not_exist(name, cast, ask, desk):
    one = ask(desk=desk)

    with pytest.raises(Http404):
        permissions.request_for(cast[name], one.code)
    with pytest.raises(PermissionDenied):
        actions.take(one, by=cast[name])
    assert not permissions.can_entrust(cast[name], one)


def test_predicates_and_sets_agree(cast, ask, desk, listing, bruno, ada):
    requests = [ask(desk=desk), ask(), ask(listing=listing), ask(area=territory("cosenza")), ask(desk=desk), ask()]
    actions.take(requests[4], by=bruno)
    actions.take(requests[5], by=ada)
    for one in cast.values():
        visible, readable = set(permissions.visible_requests(one)), set(permissions.readable_requests(one))
        assert readable <= visible
        for kept in requests:
            assert permissions.can_see(one, kept) == (kept in visible)
            assert permissions.can_read(one, kept) == (kept in readable)
            assert not permissions.can_see_contact(one, kept) or kept in readable


def test_of_two_who_take_it_the_second_is_told(ask, visit, ada, luca):
    one = ask()
    screens = {name: visit(who) for name, who in (("ada", ada), ("luca", luca))}
    for browser in screens.values():
        assert "La prendo io" in browser.get(f"/richieste/{one.code}/").content.decode()

    first = screens["ada"].post(f"/richieste/{one.code}/prendi/")
    second = screens["luca"].post(f"/richieste/{one.code}/prendi/", follow=True)
    assert first.status_code == 302 and HelpRequest.objects.get().taken_by == ada
    assert "un momento prima di te" in second.content.decode()
    assert screens["luca"].get(f"/richieste/{one.code}/").status_code == 404


def test_the_slower_of_two_hears_it_from_the_action_too(ask, ada, luca):
    one, same = ask(), None
    same = HelpRequest.objects.get(pk=one.pk)
    actions.take(one, by=ada)

    with pytest.raises(actions.Taken):
        actions.take(same, by=luca)


def test_the_whole_way_to_a_closed_request(ask, desk, bruno, town):
    one = ask("4831096277541208", desk=desk)
    actions.take(one, by=bruno)
    actions.answer(one, "Ci vediamo giovedì alle 10?", cid=uuid.uuid4(), by=bruno)
    actions.add(one, "Sì, va bene", cid=uuid.uuid4())
    one.refresh_from_db()
    assert one.waits_for_us
    referral = actions.refer(one, town, "Un appuntamento per la casa", agreed_on=today(), by=bruno)
    with pytest.raises(actions.AlreadyAsked):
        actions.refer(one, town, "Ancora", agreed_on=today(), by=bruno)
    actions.move_referral(referral, "accepted", "La chiamano lunedì", by=bruno)
    actions.move_referral(referral, "accepted", "", by=bruno)
    actions.move_referral(referral, "done", "Ha l’appuntamento", by=bruno)
    with pytest.raises(PermissionDenied):
        actions.move_referral(referral, "accepted", "", by=bruno)
    actions.close_request(one, "passed_on", by=bruno)
    actions.say_if_helped(one, "yes")

    kept = actions.request_of("4831 0962 7754 1208")
    steps = actions.steps_of(actions.story_of(kept))
    assert [step.kind for step in steps] == [
        "sent", "taken", "answer", "added", "referred", "accepted", "accepted", "done", "closed"
    ]  # fmt: skip
    assert [step.text for step in steps[-4:]] == ["La chiamano lunedì", "", "Ha l’appuntamento", ""]
    assert kept.helped == "yes" and kept.delete_on == today() + timedelta(days=90)


def test_closing_says_nothing_for_a_body_that_has_not_answered(ask, desk, bruno, town):
    one = ask("4831096277541208", desk=desk)
    actions.take(one, by=bruno)
    actions.refer(one, town, "Un posto", agreed_on=today(), by=bruno)
    actions.close_request(one, "not_found", "Qui non c’è posto: prova al comune.", by=bruno)

    kinds = [step.kind for step in actions.steps_of(actions.story_of(actions.request_of("4831096277541208")))]
    assert kinds == ["sent", "taken", "referred", "answer", "closed"]
    with pytest.raises(actions.Closed):
        actions.add(one, "Ancora una cosa", cid=uuid.uuid4())


def test_who_closes_is_told_what_is_still_asked_of_a_body(ask, desk, bruno, town, visit):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    page = f"/richieste/{one.code}/chiudi/"
    assert "Non sai ancora com’è andata" not in visit(bruno).get(page).text
    actions.refer(one, town, "Un appuntamento", agreed_on=today(), by=bruno)
    assert "Non sai ancora com’è andata con: Ufficio casa." in visit(bruno).get(page).text


def test_taken_again_after_it_was_put_back_she_reads_who_follows(ask, desk, bruno, ilaria):
    one = ask("4831096277541208", desk=desk)
    actions.take(one, by=bruno)
    actions.hand_over(one, None, "Non riesco", by=bruno)
    one.refresh_from_db()
    actions.take(one, by=ilaria)

    steps = actions.steps_of(actions.story_of(actions.request_of("4831096277541208")))
    assert [(step.kind, step.who) for step in steps][1:] == [("handover", ""), ("taken", "Ilaria")]


def test_every_request_that_waits_is_told_and_opening_the_queue_ends_it(ask, desk, bruno, visit, after_commit):
    with after_commit():
        first, _second = ask(desk=desk), ask(desk=desk)
    waiting = Notification.objects.filter(reader=bruno, kind="help.new", read_at=None)
    assert waiting.count() == 2
    with after_commit():
        actions.take(first, by=bruno)
    assert waiting.count() == 1
    visit(bruno).get("/richieste/")
    assert waiting.count() == 0


def test_a_body_that_says_no_says_why(ask, desk, bruno, town):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    referral = actions.refer(one, town, "Un posto", agreed_on=today(), by=bruno)
    with pytest.raises(ValueError):
        actions.move_referral(referral, "refused", " ", by=bruno)
    actions.move_referral(referral, "refused", "Finiti", by=bruno)

    with pytest.raises(PermissionDenied):
        actions.move_referral(referral, "done", "", by=bruno)
    assert actions.refer(one, town, "Di nuovo", agreed_on=today(), by=bruno).state == "sent"


def test_only_who_follows_it_works_on_it(ask, desk, bruno, ilaria, elena, town):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    for other in (ilaria, elena):
        with pytest.raises(PermissionDenied):
            actions.answer(one, "Ciao", cid=uuid.uuid4(), by=other)
        with pytest.raises(PermissionDenied):
            actions.refer(one, town, "Un posto", agreed_on=today(), by=other)
        with pytest.raises(PermissionDenied):
            actions.close_request(one, "solved", by=other)
        with pytest.raises(PermissionDenied):
            actions.hand_over(one, other, "Dammela", by=other)


def test_handed_over_the_contact_goes_with_it(ask, desk, bruno, ilaria, ada, after_commit):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    with pytest.raises(PermissionDenied):
        actions.hand_over(one, ada, "È di Torino", by=bruno)
    with after_commit():
        actions.hand_over(one, ilaria, "Vado in ferie", by=bruno)
    one.refresh_from_db()

    assert permissions.can_see_contact(ilaria, one) and not permissions.can_see_contact(bruno, one)
    assert Notification.objects.filter(reader=ilaria, kind="help.handed_over").count() == 1
    actions.hand_over(one, None, "Non riesco", by=ilaria)
    one.refresh_from_db()
    assert one.state == "waiting" and permissions.can_take(bruno, one)


def test_of_a_request_without_a_desk_only_its_area_can_go_on(ask, cast, visit):
    """Ada works for a whole body of Torino, at no desk of its: neither is the request at one."""
    ada, bruno = cast["ada"], cast["bruno"]
    body = Organisation.objects.create(slug="to", name="Torino Casa", kind="association", territory=territory("torino"))
    Assignment.objects.create(organisation=body, person=ada, task="referent")
    one = ask(area=territory("empolese-valdelsa"))
    actions.take(one, by=bruno)

    assert not permissions.who_can_follow(one, by=bruno).filter(pk=ada.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.hand_over(one, ada, "Vado in ferie", by=bruno)
    assert ada.full_name not in visit(bruno).get(f"/richieste/{one.code}/affida/").text


def test_in_a_big_area_the_colleague_is_found_by_name_and_nothing_written_is_lost(ask, desk, bruno, ilaria, visit):
    """Thirteen colleagues of the area are too many for a list: hers of the desk come first, Zita is looked for."""
    for number in range(13):
        operator(f"b{number}", "Berta", f"Rossi{number:02}", territory="empoli")
    zita = operator("zita", "Zita", "Maestrelli", territory="empoli")
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    browser, url = visit(bruno), f"/richieste/{one.code}/affida/"
    page = browser.get(url).text
    assert page.index("Nessuno: torna") < page.index("Ilaria Conti") < page.index("Rossi00") and "Zita" not in page

    typed = {"reason": "Vado in ferie", "to": ilaria.handle}
    looking = browser.post(url, typed | {"nome": " maestrelli ", "cercato": ""})
    assert looking.status_code == 200 and "c’è una persona" in looking.text
    assert "Vado in ferie" in looking.text and f'value="{ilaria.handle}" selected' in looking.text
    nobody = browser.post(url, typed | {"nome": "Gozzi", "cercato": "maestrelli"})
    assert "si chiama «Gozzi»" in nobody.text and "Vado in ferie" in nobody.text
    again = browser.post(url, typed | {"nome": "maestrelli", "cercato": "maestrelli", "cerca": "1"})
    one.refresh_from_db()
    assert again.status_code == 200 and one.taken_by == bruno
    sent = typed | {"to": zita.handle, "nome": "maestrelli", "cercato": "maestrelli"}
    assert browser.post(url, sent | {"reason": ""}).status_code == 422
    assert browser.post(url, sent).status_code == 302
    one.refresh_from_db()
    assert one.taken_by == zita


def test_moved_to_another_desk_it_waits_there_and_here_it_is_gone(
    cast, ask, desk, other_desk, bruno, visit, after_commit
):
    """Tino works at the other desk. Without the person's yes it stays where it is."""
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    url, form = f"/richieste/{one.code}/affida/", {"desk": other_desk.pk, "reason": "Abita lì vicino"}
    page = visit(bruno).post(url, form)
    assert page.status_code == 422 and "Chiedilo prima alla persona" in page.text and "Abita lì vicino" in page.text
    both = visit(bruno).post(url, form | {"to": cast["tino"].handle, "agreed": "on"})
    assert both.status_code == 422 and "non tutti e due" in both.text
    with after_commit():
        assert visit(bruno).post(url, form | {"agreed": "on"}).status_code == 302

    one.refresh_from_db()
    assert (one.state, one.desk, one.taken_by) == ("waiting", other_desk, None)
    assert read_by(cast, one) == {"tino", "elena"} and not reached_by(cast, one)
    assert [step.who for step in actions.steps_of(actions.story_of(one)) if step.kind == "moved"] == [other_desk.name]
    assert Notification.objects.filter(reader=cast["tino"], kind="help.new").exists()


def test_it_is_moved_within_its_area_and_by_who_follows_it(ask, desk, other_desk, bruno, ilaria, elena):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    for by in (ilaria, elena):
        with pytest.raises(PermissionDenied):
            actions.hand_over(one, other_desk, "Abita lì vicino", by=by)
    far = Desk.objects.create(
        slug="torino",
        organisation=desk.organisation,
        name="Sportello di Torino",
        territory=territory("torino"),
        address="via Po 1",
    )
    for to in (far, desk):
        with pytest.raises(PermissionDenied):
            actions.hand_over(one, to, "Sta là", by=bruno)


def test_what_a_person_wrote_is_news_until_it_is_read(ask, desk, bruno, visit):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    actions.answer(one, "Giovedì alle 10?", cid=uuid.uuid4(), by=bruno)
    actions.add(one, "Sì, va bene", cid=uuid.uuid4())
    assert "Leggi che cosa ti ha scritto una persona" in [item.title for item in items(bruno)]

    visit(bruno).get(f"/richieste/{one.code}/")
    assert "Leggi che cosa ti ha scritto una persona" not in [item.title for item in items(bruno)]
    one.refresh_from_db()
    assert one.waits_for_us  # her page goes on saying that it waits for an answer


def test_it_did_not_help_is_heard_by_who_followed_it(ask, desk, bruno, after_commit):
    one = ask(desk=desk)
    actions.take(one, by=bruno)
    actions.close_request(one, "solved", by=bruno)
    with after_commit():
        actions.say_if_helped(one, "partly")
        actions.say_if_helped(one, "no")
        actions.say_if_helped(one, "no")
    assert Notification.objects.filter(reader=bruno, kind="help.judged").count() == 1


def test_what_waits_at_a_desk_that_closes_is_entrusted(ask, desk, bruno, ilaria, elena, after_commit):
    from portal.network.actions import close_desk

    with after_commit():
        one = ask(desk=desk)
    with after_commit():
        close_desk(desk, by=elena)
    assert not Notification.objects.filter(reader=ilaria, kind="help.new").exists()
    assert Notification.objects.filter(reader=elena, kind="help.new").exists()
    assert permissions.visible_requests(elena).filter(permissions.to_entrust(elena)).get() == one


def test_a_second_click_leads_where_the_first_one_led(ask, desk, bruno, town, visit):
    one = ask(desk=desk)
    page = f"/richieste/{one.code}/"
    browser = visit(bruno)
    for _twice in range(2):
        assert browser.post(f"{page}prendi/").url == page
    referral = actions.refer(one, town, "Un appuntamento", agreed_on=today(), by=bruno)
    for _twice in range(2):
        assert browser.post(f"{page}invii/{referral.pk}/", {"state": "done", "answer": "Fatto"}).url == page
    assert referral.replies.count() == 1
    for answer in [browser.post(f"{page}chiudi/", {"outcome": "solved", "words": ""}) for _twice in range(2)]:
        assert answer.status_code == 302


def test_an_answer_sent_twice_is_one(ask, desk, bruno):
    one, cid = ask(desk=desk), uuid.uuid4()
    actions.take(one, by=bruno)
    lines = [actions.answer(one, "Eccomi", cid=cid, by=bruno) for _ in range(2)]

    assert lines[0] == lines[1] and Line.objects.count() == 1


def test_no_contact_any_more_takes_it_away_at_once(ask, desk, bruno):
    one = ask(desk=desk)
    assert Contact.objects.count() == 1
    actions.add(one, "Basta così", cid=uuid.uuid4(), no_contact=True)
    one.refresh_from_db()

    assert one.way == "none" and Contact.objects.count() == 0


# ── what goes, and when ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_contact_goes_in_thirty_days_and_the_rest_in_ninety(ask, desk, bruno):
    noon = now().replace(hour=12)  # away from midnight: the clocks may change in between
    with at(noon):
        one = ask(desk=desk)
        actions.take(one, by=bruno)
        actions.close_request(one, "solved", by=bruno)
    for days, contacts, requests in ((29, 1, 1), (31, 0, 1), (89, 0, 1), (91, 0, 0)):
        with at(noon + timedelta(days=days)):
            actions.forget_contacts()
            actions.delete_due_requests()
        assert (Contact.objects.count(), HelpRequest.objects.count()) == (contacts, requests), days
    assert not Event.objects.filter(kind__startswith="help.").exists()
    assert [(tally.need, tally.outcome, tally.count) for tally in Tally.objects.all()] == [("bolletta", "solved", 1)]


def test_a_silent_contact_goes_in_sixty_days(ask):
    ask()
    with at(now() + timedelta(days=59)):
        assert actions.forget_contacts() == 0
    with at(now() + timedelta(days=61)):
        assert actions.forget_contacts() == 1


def test_erased_by_the_person_nothing_is_left(ask, desk, bruno, client):
    one = ask("4831096277541208", desk=desk)
    actions.take(one, by=bruno)
    answer = client.post("/richiesta/cancella/", {"receipt": "4831096277541208"})
    assert "Cancellare la richiesta" in answer.content.decode() and HelpRequest.objects.count() == 1
    client.post("/richiesta/cancella/", {"receipt": "4831096277541208", "sicuro": "1"})

    assert not HelpRequest.objects.exists() and not Contact.objects.exists()
    assert client.post("/richiesta/", {"receipt": "4831096277541208"}).status_code == 422


# ── what awaits them ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_today(ask, desk, bruno, elena, ada, town, cast):
    one, other = ask(desk=desk), ask()
    assert [item.weight for item in items(bruno)] == [13]
    assert [item.weight for item in items(ada)] == [28]
    assert items(elena) == [] and items(cast["gina"]) == items(cast["nina"]) == []

    late = a_working_day_after(one.sent_at) + timedelta(minutes=1)
    with at(late):
        assert [item.weight for item in items(elena)] == [11]
    actions.take(one, by=bruno)
    referral = actions.refer(one, town, "Una cosa", agreed_on=today(), by=bruno)
    with at(now() + timedelta(days=8)):
        assert [item.weight for item in items(bruno)] == [18, 32]
        assert Referral.objects.get(pk=referral.pk).is_silent
    actions.add(one, "Eccomi", cid=uuid.uuid4())
    assert items(bruno)[0].weight == 12
    assert other.is_open


def test_who_is_told_and_of_what(ask, desk, bruno, ilaria, ada, luca, after_commit):
    from portal.mail.models import Letter

    with after_commit():
        one = ask(desk=desk)
        two = ask()
    told = {(notice.reader.first_name, notice.kind) for notice in Notification.objects.filter(kind="help.new")}
    assert told == {("Bruna", "help.new"), ("Ilaria", "help.new"), ("Ada", "help.new"), ("Luca", "help.new")}
    assert {letter.to for letter in Letter.objects.filter(subject="Ti aspetta una novità")} == {
        bruno.email,
        ilaria.email,
    }
    for notice in Notification.objects.all():
        assert notice.url == "/richieste/" or one.code not in notice.url
    with after_commit():
        actions.take(two, by=ada)
    assert not Notification.objects.filter(kind="help.new", reader=luca).exists()
    for letter in Letter.objects.all():
        assert not any(word in letter.subject + letter.text for word in CANARIES.values())
