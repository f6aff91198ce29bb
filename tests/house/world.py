"""One of each thing, made by the cast with the rooms' own actions, for the walk of every address.

Ada is a TED and wrote the practice and the case; Bruna reads the case with her; Carla, of another territory, was invited to nothing.
Lara learns in the TED course; Pietro is in his shadowing; Gemma asked to come in and waits. Franca trains, Diana moderates, Elena
coordinates the Empolese, Anita is the office, Gina sits in the committee.
"""

import time
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile

from tests.conftest import appointed, operator, person

ROLES = [
    "anonymous", "waiting", "learner", "shadowing", "operator", "colleague", "stranger",
    "trainer", "moderator", "coordinator", "staff", "committee",
]  # fmt: skip


def build() -> SimpleNamespace:
    """Make the world; its attributes are the arguments that `matrix.yaml` names."""
    world = SimpleNamespace(people=_people())
    people = world.people
    _accounts(world, people)
    _courses(world, people)
    _practices(world, people)
    _forum(world, people)
    _cases(world, people)
    _needs(world)
    _network(world, people)
    _opportunities(world, people)
    _agenda(world, people)
    _pacts(world, people)
    _requests(world, people)
    world.guide_step = "canali"
    return world


def signed_in(client, one) -> None:
    """Sign a person in as if she had just typed her password: rooms with cases ask for it again."""
    client.force_login(one, backend="portal.accounts.backends.PersonBackend")
    session = client.session
    session["fresh_at"] = int(time.time())
    session.save()


def _people() -> dict:
    from portal.accounts.actions import begin_shadowing, join_network

    people = {
        "anonymous": None,
        "waiting": person("gemma", "Gemma", "Riva", territory="empolese-valdelsa"),
        "learner": person("corsista", "Lara", "Gallo"),
        "shadowing": person("pietro", "Pietro", "Falbo", territory="cosenza"),
        "operator": operator("ted", "Ada", "Ferrero"),
        "colleague": operator("attivatrice", "Bruna", "Taddei", kind="ACTIVATOR", territory="empolese-valdelsa"),
        "stranger": operator("carla", "Carla", "Spina", territory="cosenza"),
        "trainer": appointed(operator("formatore", "Franco", "Bellini"), "trainer", "corso-ted"),
        "moderator": appointed(operator("moderatrice", "Diana", "Moretti"), "moderator"),
        "coordinator": appointed(
            operator("coordinatrice", "Elena", "Vannini", territory="empolese-valdelsa"),
            "coordinator",
            "empolese-valdelsa",
        ),
        "staff": appointed(person("admin", "Anita", "Doria"), "staff"),
        "committee": appointed(person("comitato", "Gina", "Olivieri"), "committee"),
    }
    join_network(people["learner"])
    begin_shadowing(people["shadowing"], "ACTIVATOR")
    return people


def _accounts(world, people) -> None:
    from portal.accounts.actions import ask_to_join, grant_role, invite
    from portal.notifications.actions import notify

    invitation = invite("nuova@example.org", by=people["coordinator"])
    world.invitation, world.token = invitation.pk, invitation.token
    world.handle = people["operator"].handle
    request = ask_to_join(people["waiting"], territory=people["waiting"].territory, wish="TED", message="Buongiorno.")
    world.join_request = request.pk
    world.role = grant_role(people["colleague"], "trainer", place="corso-attivatori", by=people["staff"]).pk
    world.notice = notify(people["operator"], "x", "Una novità", "/canali/").pk
    world.info = "privacy"
    from portal.home.models import HomePage, InfoPage

    home = HomePage.objects.get(locale__language_code="it")
    home.add_child(instance=InfoPage(title="Privacy", slug="privacy", body="Come usiamo i dati.", locale=home.locale))


def _courses(world, people) -> None:
    from courses.actions import (
        agree_shadowing,
        apply_for_course,
        courses_index,
        declare_hours,
        enroll,
        log_shadowing,
        plan_meeting,
    )
    from courses.models import CoursePage, LessonFile, LessonPage, ModulePage
    from portal.clock import now

    index = courses_index()
    course = index.add_child(
        instance=CoursePage(
            title="Corso per TED", slug="corso-ted", summary="Si impara.", qualification="TED", locale=index.locale
        )
    )
    module = course.add_child(
        instance=ModulePage(title="Bollette", slug="bollette", required_minutes=60, locale=index.locale)
    )
    lesson = LessonPage(title="Leggere", slug="leggere", minutes=20, completion="read", locale=index.locale)
    lesson.body = [("text", "<p>Comincia dalla prima pagina.</p>")]
    module.add_child(instance=lesson)
    other = index.add_child(
        instance=CoursePage(
            title="Corso per attivatori", slug="corso-attivatori", summary="Si impara.", qualification="ACTIVATOR",
            shadowing_minutes=600, locale=index.locale,
        )
    )  # fmt: skip
    other.add_child(instance=ModulePage(title="Rete", slug="rete", required_minutes=60, locale=index.locale))
    world.course, world.module, world.lesson = "corso-ted", "bollette", "leggere"
    place = enroll(people["learner"], course)
    world.enrollment = place.pk
    world.application = apply_for_course(course, by=people["stranger"]).pk
    world.line = declare_hours(
        place, area="bollette", minutes=30, what="Sportello", happened_on=date(2026, 11, 2), by=people["learner"]
    ).pk
    world.meeting = plan_meeting(
        course, area="bollette", title="In aula", starts_at=now() + timedelta(days=2), minutes=60, by=people["trainer"]
    ).pk
    shadowed = enroll(people["shadowing"], other)
    world.shadowed = shadowed.pk
    pair = agree_shadowing(shadowed, senior=people["colleague"], by=people["colleague"])
    world.shadowing_entry = log_shadowing(
        pair, kind="monitoring", minutes=60, happened_on=date(2026, 11, 3), by=people["shadowing"]
    ).pk
    sheet = ContentFile(b"%PDF-1.4\n", name="modulo.pdf")
    world.file = LessonFile.objects.create(lesson=lesson, title="Modulo", file=sheet).pk
    _certificate(world, people, place)


def _certificate(world, people, place) -> None:
    # Somebody else finished the course, so that Lara still has something to do.
    from courses.actions import complete_lesson, enroll, record_hours
    from courses.certification.actions import certify_when_complete
    from courses.certification.models import Certificate

    done = enroll(people["stranger"], place.course)
    lesson = place.course.get_descendants().type(type_of_lesson()).first().specific
    complete_lesson(done, lesson, by=people["stranger"])
    record_hours(done, area="bollette", minutes=40, what="In aula", happened_on=date(2026, 11, 2), by=people["trainer"])
    certify_when_complete(done)
    world.code = Certificate.objects.filter(person=people["stranger"], kind="competence").get().code


def type_of_lesson():
    from courses.models import LessonPage

    return LessonPage


def _practices(world, people) -> None:
    from portal.clock import today
    from practices.actions import accept, report_adoption, submit_for_review, write_practice
    from practices.models import Criterion, PracticePage

    def sheet(title: str) -> PracticePage:
        texts = dict.fromkeys(PracticePage.TEXTS, "Si fa insieme, un passo alla volta.")
        fields = {
            "title": title,
            "summary": "Si fa insieme.",
            "setting": "desk",
            "minutes": 30,
            "themes": ["bollette"],
            "territory": "torino",
        }
        return write_practice(fields | texts, by=people["operator"])

    practice = accept(
        submit_for_review(sheet("Le rate prima del distacco"), by=people["operator"]),
        list(Criterion),
        by=people["moderator"],
    )
    world.practice, world.practice_page = practice.slug, practice.pk
    world.adoption = report_adoption(
        practice,
        by=people["colleague"],
        territory=people["colleague"].territory,
        tried_on=today(),
        outcome="worked",
        happened="È andata bene.",
    ).pk
    world.draft = sheet("Una bozza").pk
    world.review = submit_for_review(sheet("Da rileggere"), by=people["operator"]).pk


def _forum(world, people) -> None:
    from forum.actions import open_channel, open_thread, post_message, report_message

    channel = open_channel(
        "Bollette", purpose="Si parla di bollette.", by=people["coordinator"], keeper=people["moderator"]
    )
    thread = open_thread(channel, "Come si legge?", "Da dove parto?", cid=uuid.uuid4(), by=people["operator"])
    message = post_message(thread, "Dalla prima pagina.", cid=uuid.uuid4(), by=people["colleague"])
    world.channel, world.thread, world.thread_pk, world.message = channel.slug, thread.slug, thread.pk, message.pk
    world.report = report_message(message, "wrong", by=people["stranger"]).pk


def _cases(world, people) -> None:
    from forum.cases.actions import accept_invitation, comment, invite, open_case, recommend, save_draft
    from portal.vocabulary.models import Territory, Theme

    fields = {
        "pseudonym": "Fiordaliso", "basis": "informed", "question": "Che cosa faccio se la rata è troppo alta?",
        "themes": list(Theme.objects.filter(slug="bollette")), "area": Territory.objects.get(slug="torino"),
    }  # fmt: skip
    case = open_case(fields, by=people["operator"])
    world.case = case.code
    world.reader = invite(case, people["colleague"], by=people["operator"]).pk
    accept_invitation(case.readers.get(pk=world.reader), by=people["colleague"])
    world.entry = recommend(case, "Chiedi un piano corto.", cid=uuid.uuid4(), by=people["colleague"]).pk
    world.own_entry = comment(case, "Ci provo.", cid=uuid.uuid4(), by=people["operator"]).pk
    world.case_draft = save_draft({"question": ["Una domanda"]}, by=people["operator"]).pk


def _needs(world) -> None:
    from courses.certification.papers.signature import key_name
    from search.models import UnmetNeed

    world.need = UnmetNeed.objects.create(words="bonus idrico").pk
    world.key = key_name()


def _opportunities(world, people) -> None:
    from portal.network.models import Organisation
    from portal.opportunities.actions import post_opportunity
    from portal.vocabulary.models import Territory, Theme

    place = Territory.objects.select_related("parent").get(slug="empoli")
    body = Organisation.objects.create(
        slug="centro-famiglie-empoli", name="Centro famiglie", kind="public", territory=place
    )
    world.opportunity = post_opportunity(
        {
            "title": "Corso di italiano con baby-sitting",
            "summary": "Due mattine a settimana.",
            "organisation": body,
            "territory": place,
            "themes": Theme.objects.filter(slug="cittadini-stranieri"),
            "for_whom": "Per chi vuole imparare l’italiano.",
            "contact": "Lo sportello",
            "phone": "0571 000 019",
        },
        by=people["operator"],
    ).pk


def _agenda(world, people) -> None:
    from portal.agenda.actions import calendar_of, say_coming, set_appointment
    from portal.clock import now

    soon = now() + timedelta(days=3)
    appointment = set_appointment(
        {
            "title": "Riunione della rete", "kind": "meeting", "audience": "members",
            "summary": "Ci vediamo e mettiamo in fila le cose.", "starts_at": soon, "ends_at": soon + timedelta(hours=2),
            "place": "Circolo Pagnana, Empoli", "link": "https://video.example.org/rete", "seats": 20,
            "contact": "0571 000 019", "territory": people["coordinator"].territory,
        },
        by=people["operator"],
    )  # fmt: skip
    say_coming(appointment, by=people["colleague"])
    world.appointment = appointment.pk
    world.calendar_token = calendar_of(people["operator"], by=people["operator"]).token


def _pacts(world, people) -> None:
    from decimal import Decimal

    from forum.pacts.actions import give_guideline, open_programme

    steering = appointed(person("cabina", "Rosa", "Mancini", territory="empolese-valdelsa"), "steering")
    programme = open_programme(
        "comunita-energetiche",
        by=people["staff"],
        name="Comunità energetiche",
        lead="Un patto fra la famiglia e chi la segue.",
        about="La famiglia riceve, cresce e dà.",
        isee_from=Decimal("6000"),
        isee_to=Decimal("12000"),
        thresholds_on=date(2026, 11, 24),
        thresholds_source="Scheda del programma",
        mail="patti@example.org",
        steering_from=date(2026, 11, 9),
        access_points=[{"name": "Centro di ascolto", "may_verify": True}, {"name": "Consultorio"}],
        seats=[{"body": "committee", "title": "Responsabile del progetto", "person": people["committee"]}],
    )
    world.programme = programme.slug
    world.guideline = give_guideline(programme, "Prima le famiglie con ragazzi", "Guardate ai ragazzi.", by=steering).pk


def _requests(world, people) -> None:
    from portal.clock import today
    from portal.network.models import Desk, Organisation
    from portal.network.requests.actions import Asked, answer, refer, request_help, take

    desk = Desk.objects.select_related("territory__parent").get(slug=world.desk)
    area = desk.territory.parent
    town = Organisation.objects.create(slug="comune", name="Ufficio casa", kind="public", territory=area)
    asked = Asked(
        area=area, needs=("bolletta",), way="call", desk=desk, text="Una lettera che non capisco",
        contact="333 000 0042",
    )  # fmt: skip
    one = take(request_help(asked, "4831096277541208"), by=people["colleague"])
    answer(one, "Vieni giovedì alle 10.", cid=uuid.uuid4(), by=people["colleague"])
    world.request = one.code
    world.referral = refer(one, town, "Un appuntamento", agreed_on=today(), by=people["colleague"]).pk
    request_help(Asked(area=area, needs=("casa",), way="none", text="Fa freddo"), "4831096277541209")


def _network(world, people) -> None:
    from datetime import time as clock

    from portal.network.actions import assign, list_ted, open_desk, open_organisation, report_error
    from portal.vocabulary.models import Territory, Theme

    empoli = Territory.objects.select_related("parent").get(slug="empoli")
    theme = Theme.objects.get(slug="bollette")
    elena, bruna, ada = people["coordinator"], people["colleague"], people["operator"]
    body = open_organisation(
        {"name": "Circolo Pagnana", "kind": "association", "territory": empoli.parent, "about": "Aiuta chi passa."},
        by=elena,
    )
    desk = open_desk(
        body,
        {"name": "Sportello Pagnana", "territory": empoli, "address": "Via della Motta 1", "phone": "0571 000 012"},
        by=elena,
        services=[("Leggere la bolletta", theme.pk)],
        hours=[(1, clock(15), clock(18), False)],
    )
    world.organisation, world.desk, world.territory = body.slug, desk.slug, "empolese-valdelsa"
    world.assignment = assign(body, bruna, "operator", desk, by=elena).pk
    list_ted(ada, {"territory": ada.territory, "themes": [theme], "in_person": True, "days": "03"}, by=ada)
    world.correction = report_error("Il numero non risponde.", desk=desk)[0].pk
