"""Who a programme is for: pure rules over what was answered. Nothing of it is ever stored.

A result is never a bare no: it says what it rests on, what to check, and where else to go.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HIGHEST = Decimal("999999.99")
# 9500 · 9.500 · 9 500 · 9.500,50. A point before fewer than three digits could be the English one: it is refused.
_PLAIN = re.compile(r"[0-9]{1,9}(?:,[0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,[0-9]{1,2})?")
_CURRENCY = re.compile(r"^(?:€|euro\b)|(?:€|\beuro)$", re.IGNORECASE)


class NotAnAmount(ValueError):
    """These words are no amount written the Italian way."""


class Negative(NotAnAmount):
    """Less than nothing."""


class TooHigh(NotAnAmount):
    """More than any family's ISEE."""


def euros(text: str) -> Decimal | None:
    """Read an amount in euro, written the Italian way.

    Args:
        text: such as `9500`, `9.500`, `9 500`, `9.500,50`, `€ 9.500`. Empty is not known.

    Raises:
        Negative: if it is below zero.
        TooHigh: if it is above 999.999,99.
        NotAnAmount: if it can't be read, or could be read in two ways.
    """
    bare = " ".join(text.split())
    bare = _CURRENCY.sub("", _CURRENCY.sub("", bare, count=1).strip(), count=1).strip()
    if not bare:
        if text.strip():
            raise NotAnAmount(text)
        return None
    below_zero = bare[0] in "-−–"
    if below_zero:
        bare = bare[1:].strip()
    if not (_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)):
        raise NotAnAmount(text)
    amount = Decimal(bare.replace(".", "").replace(" ", "").replace(",", "."))
    if below_zero and amount:
        raise Negative(text)
    if amount > HIGHEST:
        raise TooHigh(text)
    return amount


def money(amount: Decimal) -> str:
    """Write an amount the Italian way, as `euros` reads it, in every language: «6.000», «5.999,99»."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.{0 if whole else 2}f}".translate(str.maketrans(",.", ".,"))


class Told(TextChoices):
    YES = "yes", gettext_lazy("Sì")
    NO = "no", gettext_lazy("No")
    UNKNOWN = "unknown", gettext_lazy("Non lo so")


class Other(TextChoices):
    """What is told and weighed, and is never a condition."""

    HOUSING = "housing", gettext_lazy("La casa non è sicura: uno sfratto, un affitto che finisce, un posto provvisorio")
    RUNNING = "running", gettext_lazy("È difficile stare dietro alla casa e ai conti")
    RELATIONS = "relations", gettext_lazy("Parenti e amici sono pochi, lontani o non possono aiutare")
    CARE = "care", gettext_lazy("Nessuno dà una mano ogni giorno con i bambini")


class Seems(TextChoices):
    YES = "yes", gettext_lazy("Con questi dati sembra di sì")
    MAYBE = "maybe", gettext_lazy("Con questi dati sembra possibile: manca ancora qualcosa")
    NOT_NOW = "not_now", gettext_lazy("Con questi dati sembra di no, per ora")


@dataclass(frozen=True)
class Criteria:
    """The thresholds of a programme, both included, in euro."""

    isee_from: Decimal
    isee_to: Decimal


@dataclass(frozen=True)
class Answers:
    """What was answered: an `isee` of None is not known."""

    isee: Decimal | None = None
    child: str = Told.UNKNOWN
    vulnerable: str = Told.UNKNOWN
    others: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Finding:
    """One criterion, as it looks.

    Args:
        name: of the criterion.
        met: None is not known.
        sentence: why, in plain words.
        check: what to look at before relying on it.
    """

    name: str
    met: bool | None
    sentence: str
    check: str


@dataclass(frozen=True)
class Result:
    """How it looks on the whole, criterion by criterion."""

    seems: Seems
    findings: tuple[Finding, ...]
    others: tuple[Other, ...]
    is_below: bool  # the ISEE is lower than the programme's: other aids look at it

    @property
    def label(self) -> str:
        return self.seems.label


def check(criteria: Criteria, answers: Answers) -> Result:
    """Say how a family's answers stand to a programme."""
    findings = (_family(answers), _isee(criteria, answers.isee))
    met = [finding.met for finding in findings]
    seems = Seems.NOT_NOW if False in met else Seems.MAYBE if None in met else Seems.YES
    return Result(
        seems,
        findings,
        others=tuple(other for other in Other if other in answers.others),
        is_below=answers.isee is not None and answers.isee < criteria.isee_from,
    )


def _family(answers: Answers) -> Finding:
    """A dependent child who is unemployed, a student or NEET, or a member who is disabled or elderly."""
    told = (answers.child, answers.vulnerable)
    name = _("Chi c’è in famiglia")
    if Told.YES in told:
        sentences = {
            (True, True): _("C’è un figlio a carico, e c’è una persona anziana o con disabilità: basta una delle due."),
            (True, False): _("C’è un figlio a carico che studia o che non ha un lavoro: basta questo."),
            (False, True): _("C’è una persona anziana o con disabilità: basta questo."),
        }
        sentence = sentences[answers.child == Told.YES, answers.vulnerable == Told.YES]
        return Finding(name, True, sentence, _("Chi verifica guarda insieme alla famiglia se è così."))
    check = _("Se un figlio conta come a carico, anche da maggiorenne, lo dice un CAF o chi verifica.")
    if Told.UNKNOWN in told:
        sentence = _(
            "Manca una risposta. Serve un figlio a carico che studia o che non ha un lavoro, oppure una persona "
            "anziana o con disabilità."
        )
        return Finding(name, None, sentence, check)
    sentence = _(
        "Il programma è per le famiglie con un figlio a carico che studia o che non ha un lavoro, oppure con una "
        "persona anziana o con disabilità."
    )
    return Finding(name, False, sentence, check)


def _isee(criteria: Criteria, isee: Decimal | None) -> Finding:
    name = _("L’ISEE")
    words = {"from": money(criteria.isee_from), "to": money(criteria.isee_to)}
    if isee is None:
        sentence = _("Non sappiamo ancora l’ISEE. Serve che stia fra %(from)s e %(to)s euro, compresi.") % words
        return Finding(
            name, None, sentence, _("Lo calcola gratis un CAF; con SPID o CIE si fa anche dal sito dell’INPS.")
        )
    words["isee"] = money(isee)
    if isee < criteria.isee_from:
        sentence = _("Un ISEE di %(isee)s euro è più basso di %(from)s, da dove comincia questo programma.") % words
        return Finding(name, False, sentence, _("Controlla che l’ISEE sia di quest’anno e che la cifra sia giusta."))
    if isee > criteria.isee_to:
        sentence = _("Un ISEE di %(isee)s euro è più alto di %(to)s, dove finisce questo programma.") % words
        check = _(
            "L’ISEE guarda i redditi di due anni prima. Se da allora il lavoro o le entrate sono calati, si può "
            "chiedere l’ISEE corrente: può venire più basso."
        )
        return Finding(name, False, sentence, check)
    sentence = _("Un ISEE di %(isee)s euro sta fra %(from)s e %(to)s, compresi.") % words
    return Finding(name, True, sentence, _("Controlla che l’ISEE sia di quest’anno."))
