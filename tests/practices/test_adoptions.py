"""«L’ho provata»: Ada wrote the practice, Bruna and Carla tried it, Lara is still learning."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from portal.notifications.models import Notification
from practices.actions import AlreadyTold, Gone, correct_adoption, remove_adoption
from practices.models import Adoption, Condition, PracticeCount
from practices.permissions import visible_adoptions

DAY = date(2026, 11, 2)
SOON = ("works", "Chiami entro venti giorni dalla lettera")


def counts(practice) -> tuple:
    kept = PracticeCount.objects.get(practice=practice)
    return kept.worked, kept.partly, kept.failed, kept.tried, kept.territories


def recounted(practice) -> tuple:
    """The same numbers, counted from the reports."""
    reports = Adoption.objects.filter(practice=practice, removed_at=None).select_related("territory")
    by = [sum(report.outcome == name for report in reports) for name in ("worked", "partly", "failed")]
    areas = {report.territory.parent_id or report.territory_id for report in reports}
    return (*by, len(reports), len(areas))


def test_a_report_counts_and_the_author_is_told(practice, told, bruno, ada, after_commit):
    with after_commit():
        told(practice, bruno, "partly", conditions=[SOON])

    assert counts(practice) == (0, 1, 0, 1, 1) == recounted(practice)
    assert Condition.objects.get(practice=practice).counted == 1
    assert Notification.objects.get(reader=ada, kind="practice.adopted").text.startswith("Bruna T. ha provato")


def test_neither_the_author_nor_a_learner_reports(practice, told, ada, lara, after_commit):
    for person in (ada, lara):
        with after_commit(), pytest.raises(PermissionDenied):
            told(practice, person)

    assert counts(practice) == (0, 0, 0, 0, 0) and not Notification.objects.filter(kind="practice.adopted").exists()


def test_once_a_day_and_again_another_day(practice, told, bruno):
    told(practice, bruno)
    with pytest.raises(AlreadyTold):
        told(practice, bruno, "failed")

    told(practice, bruno, "failed", day=date(2026, 11, 3))

    assert counts(practice) == (1, 0, 1, 2, 1)


def test_the_same_condition_adds_up_whatever_its_capitals(practice, told, bruno, carla):
    told(practice, bruno, conditions=[SOON])
    told(
        practice,
        carla,
        conditions=[("works", "  chiami entro venti giorni  dalla lettera. "), ("fails", "Manca un acconto")],
    )

    assert list(Condition.objects.filter(practice=practice).values_list("kind", "text", "counted")) == [
        ("works", SOON[1], 2),
        ("fails", "Manca un acconto", 1),
    ]


def test_more_than_three_conditions_are_refused(practice, told, bruno):
    with pytest.raises(ValueError, match="three"):
        told(practice, bruno, conditions=[("works", f"Condizione {n}") for n in range(4)])

    assert not Adoption.objects.exists() and counts(practice) == (0, 0, 0, 0, 0)


def test_a_correction_moves_the_count(practice, told, bruno, carla):
    report = told(practice, bruno, conditions=[SOON])
    with pytest.raises(PermissionDenied):
        correct_adoption(report, by=carla, outcome="failed")

    correct_adoption(report, by=bruno, outcome="failed", conditions=[("fails", "La potenza è già ridotta")])

    assert counts(practice) == (0, 0, 1, 1, 1) == recounted(practice)
    assert [condition.text for condition in practice.conditions.all()] == ["La potenza è già ridotta"]


def test_her_own_report_she_takes_off_a_moderator_says_why(practice, told, bruno, carla, dino, after_commit):
    mine, other = told(practice, bruno), told(practice, carla, "failed")
    remove_adoption(mine, by=bruno)
    with pytest.raises(PermissionDenied):
        remove_adoption(other, "perché sì", by=bruno)
    with pytest.raises(ValueError, match="reason"):
        remove_adoption(other, "  ", by=dino)
    with after_commit():
        remove_adoption(other, "Si riconosce una famiglia.", by=dino)

    assert counts(practice) == (0, 0, 0, 0, 0) == recounted(practice)
    assert not visible_adoptions(dino).exists()
    assert Notification.objects.filter(kind="practice.adoption_removed").values_list("reader", flat=True)[0] == carla.pk


def test_what_was_taken_off_meanwhile_is_neither_corrected_nor_taken_off_again(practice, told, bruno, dino):
    report = told(practice, bruno)
    old_page = Adoption.objects.select_related("practice").get(pk=report.pk)
    remove_adoption(report, "Si riconosce una famiglia.", by=dino)

    with pytest.raises(Gone):
        correct_adoption(old_page, by=bruno, outcome="failed")
    with pytest.raises(Gone):
        remove_adoption(old_page, by=bruno)
    assert counts(practice) == (0, 0, 0, 0, 0)


def test_after_taking_it_off_she_may_tell_that_day_again(practice, told, bruno):
    remove_adoption(told(practice, bruno), by=bruno)

    told(practice, bruno, "failed")

    assert counts(practice) == (0, 0, 1, 1, 1)


def test_the_counts_agree_with_the_reports_after_any_story(practice, told, bruno, carla, elena, tino):
    reports = [
        told(practice, person, outcome, day=date(2026, 10, 1 + n))
        for n, (person, outcome) in enumerate(
            [(bruno, "worked"), (carla, "failed"), (elena, "partly"), (tino, "worked"), (bruno, "failed")]
        )
    ]
    correct_adoption(reports[0], by=bruno, outcome="partly")
    remove_adoption(reports[1], by=carla)

    assert counts(practice) == recounted(practice)
