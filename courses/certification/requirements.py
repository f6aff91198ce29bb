"""What an attestato and a certification ask for, and what is still missing. Pure: numbers in, sentences' material out.

Source: decisions.md 13 (two kinds of certificate, participation at 80 % of the planned presence, certification at
100 % of the hours, shadowing beside them); domain.md, Systems 1 and 5 (finishing the training makes a TED; 105 hours,
then a senior trainer's shadowing, make an activator).
"""

from dataclasses import dataclass

PARTICIPATION = "participation"
COMPETENCE = "competence"


@dataclass(frozen=True)
class Area:
    """The hours of one macro-area.

    Args:
        slug: the area's name in the ledger.
        title: how it is called on screen and on paper.
        planned: minutes that the course plans.
        confirmed: minutes that someone confirmed; more than planned counts as planned.
        planned_presence: the part of the planned minutes that is spent with others, not on lessons.
        presence: the part of the confirmed minutes that was.
    """

    slug: str
    title: str
    planned: int
    confirmed: int
    planned_presence: int = 0
    presence: int = 0

    @property
    def credited(self) -> int:
        """Minutes that count: hours beyond the plan never make up for another area."""
        return min(self.planned, self.confirmed)

    @property
    def credited_presence(self) -> int:
        return min(self.planned_presence, self.presence)


@dataclass(frozen=True)
class Progress:
    """How far one person is in one course.

    Args:
        areas: the macro-areas with their hours; none means that nobody has written the requirements yet.
        quizzes_to_pass: quizzes of the course that she has not passed.
        shadowing_planned: minutes beside a senior trainer; 0 if the course has no shadowing.
        shadowing_done: minutes of shadowing that the senior trainer confirmed.
        shadowing_inside: the planned shadowing is a part of the planned hours, not added to them.
        signed_off: the senior trainer signed the shadowing off.
        hours_percent: share of each area's planned minutes that the certification asks for.
        participation_percent: share of the planned presence that the attestato asks for.
    """

    areas: tuple[Area, ...]
    quizzes_to_pass: int = 0
    shadowing_planned: int = 0
    shadowing_done: int = 0
    shadowing_inside: bool = False
    signed_off: bool = False
    hours_percent: int = 100
    participation_percent: int = 80


@dataclass(frozen=True)
class Missing:
    """One thing that is missing.

    Args:
        kind: `minutes`, `presence` (minutes too), `quizzes`, `shadowing` (minutes), `sign_off`, or `plan` (the course
            has no requirements yet).
        area: slug of the macro-area, for `minutes` of one area; empty for the whole course.
        amount: minutes, or how many.
    """

    kind: str
    area: str
    amount: int


def missing(progress: Progress, kind: str = COMPETENCE) -> list[Missing]:
    """Say what is missing before a certificate of this kind is issued. An empty list: it is due now.

    Args:
        progress: how far the person is.
        kind: PARTICIPATION or COMPETENCE.

    Raises:
        ValueError: if the kind is another one.
    """
    if kind not in (PARTICIPATION, COMPETENCE):
        raise ValueError(f"no such kind of certificate: {kind}")
    # A course that asks for nothing must not certify everybody who enrols.
    if not any(area.planned for area in progress.areas):
        return [Missing("plan", "", 1)]
    if kind == COMPETENCE:
        return _hours(progress) + _what_was_learnt(progress)
    if progress.shadowing_planned:
        # Before the shadowing the hours must be whole: from there on she is among people.
        return _hours(progress)
    return _presence(progress)


def _share(minutes: int, percent: int) -> int:
    """Take a share of some minutes, rounded up to the minute."""
    return -(-minutes * percent // 100)


def _hours(progress: Progress) -> list[Missing]:
    """Ask for the hours of each area; where the shadowing is inside, for those that remain, in all."""
    if progress.shadowing_planned and progress.shadowing_inside:
        planned = sum(area.planned for area in progress.areas) - progress.shadowing_planned
        credited = sum(area.credited for area in progress.areas)
        return _lacking("minutes", "", _share(max(0, planned), progress.hours_percent) - credited)
    found = []
    for area in progress.areas:
        found += _lacking("minutes", area.slug, _share(area.planned, progress.hours_percent) - area.credited)
    return found


def _presence(progress: Progress) -> list[Missing]:
    """Ask for a share of the time with others; of all the hours, where a course is made of lessons alone."""
    percent = progress.participation_percent
    planned = sum(area.planned_presence for area in progress.areas)
    if planned:
        present = sum(area.credited_presence for area in progress.areas)
        return _lacking("presence", "", _share(planned, percent) - present)
    planned, credited = sum(area.planned for area in progress.areas), sum(area.credited for area in progress.areas)
    return _lacking("minutes", "", _share(planned, percent) - credited)


def _lacking(kind: str, area: str, amount: int) -> list[Missing]:
    return [Missing(kind, area, amount)] if amount > 0 else []


def _what_was_learnt(progress: Progress) -> list[Missing]:
    unsigned = 1 if progress.shadowing_planned and not progress.signed_off else 0
    return (
        _lacking("quizzes", "", progress.quizzes_to_pass)
        + _lacking("shadowing", "", progress.shadowing_planned - progress.shadowing_done)
        + _lacking("sign_off", "", unsigned)
    )
