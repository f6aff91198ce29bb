"""What was recognised so far, and who asks to come in: Lara and Pietro have their attestato, Elena has two requests."""

from django.db.models import Max

from courses.certification.actions import certify_when_complete, issue_again, revoke
from courses.certification.models import Certificate
from courses.models import Attendance, Enrollment
from portal.accounts.actions import ask_to_join
from portal.accounts.models import User
from portal.clock import at
from portal.vocabulary.models import Territory

from .files import moment
from .people import as_now

# (e-mail, first name, last name, what she wants, days ago, hour, what she writes)
REQUESTS = [
    (
        "zoe@example.org",
        "Zoe",
        "Lupi",
        "TED",
        1,
        "17:20",
        "Lavoro nell’emporio di Empoli. Ogni settimana qualcuno mi mostra una bolletta e io non so che cosa dire.",
    ),
    (
        "renzo@example.org",
        "Renzo",
        "Cecchi",
        "certified",
        3,
        "10:05",
        "Ho fatto il corso per tutor dell’energia due anni fa, a Firenze. Adesso sto a Castelfiorentino il mercoledì.",
    ),
]


def tell(cast) -> None:
    _what_is_due()
    _one_taken_back(as_now(cast))
    place = Territory.objects.get(slug="empolese-valdelsa")
    for email, first, last, wish, days_ago, hour, words in REQUESTS:
        with at(moment(days_ago, hour)):
            # No password: nobody enters as them, they only wait.
            person = User.objects.create_user(email, first_name=first, last_name=last)
            ask_to_join(person, territory=place, wish=wish, message=words)


def _one_taken_back(cast) -> None:
    """Pietro's first attestato had the hours of one meeting wrong: it was revoked, and issued again."""
    wrong = Certificate.objects.filter(person=cast["pietro"], revoked_at=None).order_by("pk").first()
    with at(moment(60, "9:30")):
        revoke(wrong, reason="Le ore di un incontro erano contate due volte: ne esce uno nuovo.", by=cast["mimmo"])
    with at(moment(60, "9:45")):
        issue_again(wrong, by=cast["mimmo"])


def _what_is_due() -> None:
    """Issue each certificate on the day of the line that completed it."""
    confirmed = Attendance.objects.filter(withdrawn_at=None, confirmed_at__isnull=False)
    last = dict(confirmed.order_by().values_list("enrollment").annotate(Max("confirmed_at")))
    for enrollment in Enrollment.objects.filter(pk__in=last).select_related("course", "person"):
        with at(last[enrollment.pk]):
            certify_when_complete(enrollment)
