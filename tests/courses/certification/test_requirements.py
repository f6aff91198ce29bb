"""What is missing, to the minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certification.requirements import COMPETENCE, PARTICIPATION, Area, Missing, Progress, missing


def area(slug: str, planned: int, confirmed: int, **presence) -> Area:
    return Area(slug, slug.capitalize(), planned, confirmed, **presence)


def test_one_minute_missing_is_missing():
    progress = Progress(areas=(area("bollette", 600, 599), area("visite", 600, 600)))

    assert missing(progress) == [Missing("minutes", "bollette", 1)]


def test_exactly_enough_is_enough():
    assert missing(Progress(areas=(area("bollette", 600, 600), area("visite", 600, 600)))) == []


def test_hours_of_one_area_never_make_up_for_another():
    progress = Progress(areas=(area("bollette", 600, 1200), area("visite", 600, 30)))

    assert missing(progress) == [Missing("minutes", "visite", 570)]


def test_a_quiz_not_passed_is_missing_for_the_certification_only():
    progress = Progress(areas=(area("bollette", 60, 60),), quizzes_to_pass=1)

    assert missing(progress) == [Missing("quizzes", "", 1)]
    assert missing(progress, PARTICIPATION) == []


@pytest.mark.parametrize("present, lacking", [(395, 1), (396, 0), (397, 0)])
def test_the_attestato_asks_for_eighty_percent_of_the_presence(present, lacking):
    # 495 minutes with others are planned: 80 % are 396.
    progress = Progress(areas=(area("bollette", 600, present, planned_presence=495, presence=present),))

    assert missing(progress, PARTICIPATION) == ([Missing("presence", "", lacking)] if lacking else [])


def test_lessons_do_not_make_up_for_presence():
    progress = Progress(areas=(area("bollette", 600, 600, planned_presence=500, presence=100),))

    assert missing(progress, PARTICIPATION) == [Missing("presence", "", 300)]


def test_a_course_of_lessons_alone_counts_all_its_hours():
    assert missing(Progress(areas=(area("bollette", 100, 79),)), PARTICIPATION) == [Missing("minutes", "", 1)]
    assert missing(Progress(areas=(area("bollette", 100, 80),)), PARTICIPATION) == []


def test_before_a_shadowing_the_hours_must_be_whole():
    progress = Progress(areas=(area("carico", 2400, 2399), area("rete", 3900, 3900)), shadowing_planned=1200)

    assert missing(progress, PARTICIPATION) == [Missing("minutes", "carico", 1)]


def test_an_activator_needs_the_shadowing_and_the_signature():
    whole = (area("carico", 2400, 2400), area("rete", 3900, 3900))
    begun = Progress(areas=whole, shadowing_planned=1200, shadowing_done=1199)

    assert missing(begun, PARTICIPATION) == []
    assert missing(begun) == [Missing("shadowing", "", 1), Missing("sign_off", "", 1)]
    assert missing(Progress(areas=whole, shadowing_planned=1200, shadowing_done=1200)) == [Missing("sign_off", "", 1)]
    assert missing(Progress(areas=whole, shadowing_planned=1200, shadowing_done=1200, signed_off=True)) == []


def test_a_shadowing_inside_the_hours_is_taken_off_them():
    progress = Progress(
        areas=(area("carico", 6300, 5100),), shadowing_planned=1200, shadowing_inside=True, shadowing_done=0
    )

    assert missing(progress, PARTICIPATION) == []
    assert missing(progress) == [Missing("shadowing", "", 1200), Missing("sign_off", "", 1)]


def test_a_course_may_ask_for_less_than_all():
    progress = Progress(areas=(area("bollette", 101, 90),), hours_percent=90)

    assert missing(progress) == [Missing("minutes", "bollette", 1)]


@pytest.mark.parametrize("kind", [PARTICIPATION, COMPETENCE])
def test_a_course_that_asks_for_nothing_certifies_nobody(kind):
    assert missing(Progress(areas=()), kind) == [Missing("plan", "", 1)]
    assert missing(Progress(areas=(area("vuota", 0, 0),)), kind) == [Missing("plan", "", 1)]


def test_another_kind_is_refused():
    with pytest.raises(ValueError, match="no such kind"):
        missing(Progress(areas=(area("bollette", 60, 60),)), "diploma")


minutes = st.integers(0, 5000)


@given(st.lists(st.tuples(minutes, minutes), min_size=1, max_size=4), st.integers(0, 3), minutes)
def test_more_hours_never_make_more_missing(areas, quizzes, more):
    def total(extra: int) -> int:
        found = tuple(Area(str(n), "", planned, done + extra) for n, (planned, done) in enumerate(areas))
        return sum(one.amount for one in missing(Progress(areas=found, quizzes_to_pass=quizzes)))

    assert total(more) <= total(0)
