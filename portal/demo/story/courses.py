"""The two courses, and who learns in them. Lara lacks one lesson, Nina begins today, Irene is halfway, Pietro works
beside Giulio, Samira adds the TED course to what she is already.
"""

from datetime import datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from courses.actions import (
    Marked,
    admit,
    agree_shadowing,
    answer_quiz,
    apply_for_course,
    bring_course,
    close_register,
    complete_lesson,
    declare_hours,
    enroll,
    log_shadowing,
    plan_meeting,
    record_hours,
)
from courses.imports import read_course
from courses.models import CoursePage, Enrollment, LessonPage
from courses.queries import Module, outline_of
from portal.clock import at

from .files import folder, moment

# What is done in the meetings, in order, area by area: the hours that are not lessons are cut into these.
TED_MEETINGS = {
    "casa-e-bollette": [
        "Bollette vere, a coppie",
        "Le letture: dal contatore al conguaglio",
        "Riconoscere un contratto che non è stato chiesto",
    ],
    "aiuti-e-diritti": [
        "Una domanda di bonus, dall’inizio alla fine",
        "La telefonata al venditore, provata in coppia",
        "Messa in mora: contare i giorni",
        "Scrivere un reclamo che riceve risposta",
    ],
    "risparmio-e-visita": [
        "La visita simulata, nella casa di quartiere",
        "Muffa e umidità: che cosa guardare",
        "La borsa degli attrezzi poveri",
    ],
    "relazione-e-rete": [
        "Il primo quarto d’ora, con un osservatore",
        "Le cose che non si scrivono",
        "Chi chiama chi: la mappa dei contatti",
    ],
}
ACTIVATOR_MEETINGS = {
    "presa-in-carico": [
        "Il primo incontro, in coppia e con un osservatore",
        "Il colloquio: tacere, riassumere, chiudere",
        "Disegnare legami su un foglio grande",
        "Scrivere un progetto di una pagina",
        "Quando la persona non viene",
        "Rileggere i progetti fra noi",
        "Una giornata con chi segnala",
    ],
    "rete-e-comunicazione": [
        "Visita ai servizi della zona",
        "La mappa delle porte: chi fa entrare, che carte chiede",
        "Le parole di una telefonata difficile",
        "La tessera, provata con chi la userà",
        "Il calendario dei sostegni",
        "Raccontare la rete in tre minuti",
    ],
    "tavoli-delle-opportunita": [
        "Un tavolo simulato: la convocazione",
        "Un tavolo simulato: condurre settantacinque minuti",
        "Dopo il tavolo: chi fa che cosa",
        "Quando il tavolo si blocca",
        "Osservare un tavolo vero",
    ],
}


def tell(cast) -> None:
    with at(moment(400)):
        ted = bring_course(read_course(folder("courses") / "corso-ted"))
        activators = bring_course(read_course(folder("courses") / "corso-attivatori"))
    _ted(cast, ted)
    _activators(cast, activators)


# ── the TED course ───────────────────────────────────────────────────────────────────────────────────────────────────


def _ted(cast, course: CoursePage) -> None:
    outline = outline_of(course)
    lara = _admitted(
        cast["lara"], course, 118, cast["franca"], "Sto allo sportello il giovedì: voglio capire le bollette."
    )
    samira = _admitted(
        cast["samira"], course, 112, cast["ilaria"], "Le famiglie che seguo mi chiedono sempre della luce."
    )
    meetings = [(module, title, minutes) for module in outline for title, minutes in _cut(module, TED_MEETINGS, 180)]
    for number, (module, title, minutes) in enumerate(meetings):
        # Every week, on the same day; the last one a week and a half ago. Samira came to the first half.
        held = _met(10 + 7 * (len(meetings) - 1 - number), "15:00")
        samira_came = number < len(meetings) // 2
        with at(held + timedelta(minutes=minutes)):
            meeting = plan_meeting(
                course, area=module.page.area, title=title, starts_at=held, minutes=minutes,
                place="Torino, casa di quartiere Il Telaio", by=cast["franca"],
            )  # fmt: skip
            # Lara missed the simulated visit: it is held again, and its register is still open.
            lara_came = title != TED_MEETINGS["risparmio-e-visita"][0]
            marks = {
                lara.pk: Marked("present" if lara_came else "absent"),
                samira.pk: Marked("present" if samira_came else "absent"),
            }
            close_register(meeting, marks, done=title + ".", by=cast["franca"])
    lessons = [lesson for module in outline for lesson in module.lessons]
    # Lara lacks the lesson on confidentiality, with its questions.
    _study(lara, [*lessons[:-2], lessons[-1]], 114, 7)
    _study(samira, lessons[:6], 100, 9)
    with at(moment(4, "18:10")):
        declare_hours(
            samira, area="aiuti-e-diritti", minutes=120, what="Mattina allo sportello: quattro domande di bonus",
            happened_on=moment(4).date(), by=cast["samira"],
        )  # fmt: skip
    with at(moment(6, "11:20")):
        plan_meeting(
            course, area="relazione-e-rete", title="Recupero: chi chiama chi", starts_at=_later(3, 15),
            minutes=180, place="Torino, casa di quartiere Il Telaio", by=cast["franca"],
        )  # fmt: skip
        plan_meeting(
            course, area="casa-e-bollette", title="Bollette vere, a coppie", starts_at=_later(9, 15),
            minutes=180, place="Empoli, Circolo Arci Pagnana", video_url="https://meet.example.org/corso-ted",
            by=cast["ilaria"],
        )  # fmt: skip
    with at(moment(1, "15:00")):
        plan_meeting(
            course, area="risparmio-e-visita", title="Recupero: la visita simulata", starts_at=_met(1, "15:00"),
            minutes=180, place="Torino, casa di quartiere Il Telaio", by=cast["franca"],
        )  # fmt: skip
    with at(moment(2, "17:40")):
        apply_for_course(
            course, wish="Al tavolo di Cosenza la bolletta torna sempre. Vorrei saper rispondere io.", by=cast["rocco"]
        )
    with at(moment(0, "8:40")):
        enroll(cast["nina"], course, by=cast["elena"])


# ── the activators' course ───────────────────────────────────────────────────────────────────────────────────────────


def _activators(cast, course: CoursePage) -> None:
    outline = outline_of(course)
    lessons = [lesson for module in outline for lesson in module.lessons]
    _pietro(cast, course, outline, lessons)
    irene = _admitted(
        cast["irene"], course, 92, cast["giulio"], "Lavoro con i ragazzi: voglio imparare a condurre un tavolo."
    )
    done = [(outline[0], *cut) for cut in _cut(outline[0], ACTIVATOR_MEETINGS, 360)]
    done += [(outline[1], *cut) for cut in _cut(outline[1], ACTIVATOR_MEETINGS, 360)[:2]]
    for number, (module, title, minutes) in enumerate(done):
        held = _met(11 + 9 * (len(done) - 1 - number), "9:30")
        with at(held + timedelta(minutes=minutes)):
            meeting = plan_meeting(
                course, area=module.page.area, title=title, starts_at=held, minutes=minutes,
                place="Cosenza, Cooperativa La Ginestra", by=cast["giulio"],
            )  # fmt: skip
            close_register(meeting, {irene.pk: Marked("present")}, done=title + ".", by=cast["giulio"])
    _study(irene, lessons[:6], 88, 13)
    with at(moment(3, "19:05")):
        declare_hours(
            irene, area="rete-e-comunicazione", minutes=240, what="Visita al consultorio e al centro per l’impiego",
            happened_on=moment(5).date(), by=cast["irene"],
        )  # fmt: skip
    with at(moment(5, "9:50")):
        title, minutes = _cut(outline[1], ACTIVATOR_MEETINGS, 360)[2]
        plan_meeting(
            course, area=outline[1].page.area, title=title, starts_at=_later(6, 9), minutes=minutes,
            place="Cosenza, Cooperativa La Ginestra", video_url="https://meet.example.org/attivatori",
            by=cast["giulio"],
        )  # fmt: skip
    with at(moment(1, "12:15")):
        apply_for_course(
            course, wish="Seguo già otto famiglie con la parrocchia. Mi manca il metodo dei tavoli.", by=cast["teresa"]
        )


def _pietro(cast, course: CoursePage, outline: list[Module], lessons: list[LessonPage]) -> None:
    """He did the spring edition, whose sheets Giulio copied into the ledger, and works beside him now."""
    pietro = _admitted(cast["pietro"], course, 260, cast["giulio"], "Vengo da una comunità per minori.")
    sheets = [(module, *cut) for module in outline for cut in _cut(module, ACTIVATOR_MEETINGS, 360)]
    for number, (module, title, minutes) in enumerate(sheets):
        held = _met(90 + 8 * (len(sheets) - number), "17:30")
        with at(held):
            record_hours(
                pietro, area=module.page.area, minutes=minutes, what=title, happened_on=held.date(), by=cast["giulio"]
            )
    _study(pietro, lessons, 250, 12)
    with at(moment(70, "10:00")):
        shadowing = agree_shadowing(pietro, senior=cast["giulio"], by=cast["giulio"])
    spent = [
        (62, "taking_charge", 180),
        (50, "taking_charge", 150),
        (41, "insertion", 180),
        (27, "project", 150),
        (13, "monitoring", 120),
    ]
    for days_ago, kind, minutes in spent:
        with at(moment(days_ago, "18:00")):
            log_shadowing(shadowing, kind=kind, minutes=minutes, happened_on=moment(days_ago).date(), by=cast["giulio"])
    with at(moment(2, "18:30")):
        log_shadowing(shadowing, kind="monitoring", minutes=90, happened_on=moment(2).date(), by=cast["pietro"])


# ── how it is told ───────────────────────────────────────────────────────────────────────────────────────────────────


def _admitted(person, course: CoursePage, days_ago: int, trainer, wish: str) -> Enrollment:
    with at(moment(days_ago + 3, "20:30")):
        enrollment = apply_for_course(course, wish=wish, by=person)
    with at(moment(days_ago, "9:15")):
        return admit(enrollment, by=trainer)


def _met(days_ago: int, hour: str) -> datetime:
    """Say a moment of a working day, that many days ago or just before."""
    return moment(days_ago + {6: 1, 7: 2}.get(moment(days_ago).isoweekday(), 0), hour)


def _later(days: int, hour: int) -> datetime:
    """Say a moment to come, on a working day."""
    day = moment(0).date() + timedelta(days=days)
    day += timedelta(days={6: 2, 7: 1}.get(day.isoweekday(), 0))
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _cut(module: Module, titles: dict[str, list[str]], most: int) -> list[tuple[str, int]]:
    """Cut what is not lessons into meetings of up to `most` minutes, each with its title."""
    left, cuts = module.page.required_minutes - module.online_minutes, []
    for number, title in enumerate(cycle(titles[module.page.area])):
        if left <= 0:
            return cuts
        again = number >= len(titles[module.page.area])
        cuts.append((f"{title}, seconda parte" if again else title, min(left, most)))
        left -= most
    return cuts


def _study(enrollment: Enrollment, lessons: list[LessonPage], first: int, every: int) -> None:
    """Do these lessons, one every so many days. Every fifth quiz is passed at the second try."""
    person = enrollment.person
    for number, lesson in enumerate(lessons):
        days_ago = max(3, first - every * number)
        with at(moment(days_ago, f"{18 + number % 4}:{10 + number}")):
            if lesson.completion == LessonPage.Completion.READ:
                complete_lesson(enrollment, lesson, by=person)
                continue
            questions = list(lesson.questions.all())
            right = {one.pk: one.right for one in questions}
            if number % 5 == 2:
                answer_quiz(enrollment, lesson, {one.pk: one.right % 3 + 1 for one in questions}, by=person)
            answer_quiz(enrollment, lesson, right, by=person)
