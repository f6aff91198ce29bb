"""Two clicks, or two people, on a case at the same moment. Ada owns it, Bruna reads it, Carla is asked."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from forum.cases.actions import (
    Gone,
    accept_invitation,
    close_case,
    comment,
    delete_case,
    draft_practice,
    invite,
    open_case,
    remove_reader,
)
from forum.cases.events import CASE_CLOSED
from forum.cases.models import Case, Entry, Reader
from portal.journal.models import Event
from practices.models import PracticePage
from tests.conftest import operator
from tests.practices.test_together import together

from .conftest import fields_of

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


@pytest.fixture
def cast(own_database):
    return [operator(name.lower(), name, "Prova") for name in ("Ada", "Bruna", "Carla")]


@pytest.fixture
def case(cast):
    ada, bruna, _carla = cast
    case = open_case(fields_of(), by=ada)
    accept_invitation(invite(case, bruna, by=ada), by=bruna)
    return case


def held(case: Case) -> Case:
    """The case as a page of one's own holds it."""
    return Case.objects.get(pk=case.pk)


def test_made_a_practice_twice_the_second_click_leads_to_the_first_sheet(case, cast):
    ada = cast[0]
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)

    done = together(*[partial(draft_practice, held(case), by=ada) for _ in range(4)])

    assert [type(one) for one in done] == [PracticePage] * 4
    assert len({one.pk for one in done}) == 1 and PracticePage.objects.count() == 1
    assert held(case).practice == done[0].pk


def test_closed_twice_the_first_word_stays(case, cast):
    ada = cast[0]

    done = together(
        *[partial(close_case, held(case), outcome_kind="solved", outcome=f"Bene {n}.", by=ada) for n in range(4)]
    )

    assert sorted(type(one).__name__ for one in done) == ["Case", *["PermissionDenied"] * 3]
    kept = next(one for one in done if isinstance(one, Case))
    assert bytes(held(case).outcome) == bytes(kept.outcome)
    assert Event.objects.filter(kind=CASE_CLOSED, subject_id=str(case.pk)).count() == 1


def test_a_case_that_goes_meanwhile_makes_no_sheet(case, cast):
    ada = cast[0]
    closed = close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    old_page = held(closed)
    delete_case(closed, by=ada)

    with pytest.raises(Http404):
        draft_practice(old_page, by=ada)
    assert not PracticePage.objects.exists()


def test_a_colleague_asked_twice_is_asked_once(case, cast):
    ada, _bruna, carla = cast

    done = together(*[partial(invite, held(case), carla, by=ada) for _ in range(4)])

    assert len({one.pk for one in done}) == 1
    assert Reader.objects.filter(case=case, person=carla).count() == 1


def test_accepted_while_it_is_withdrawn_one_of_the_two_holds(case, cast):
    ada, _bruna, carla = cast
    reader = invite(case, carla, by=ada)

    def row() -> Reader:
        return Reader.objects.select_related("case").get(pk=reader.pk)

    done = together(partial(accept_invitation, row(), by=carla), partial(remove_reader, row(), by=ada))

    assert done[1] is None and isinstance(done[0], Reader | Gone)
    # Whoever came first, she reads no more.
    assert not Reader.objects.get(pk=reader.pk).reads


def test_sent_twice_it_is_written_once_and_each_number_is_given_once(case, cast):
    ada, bruna, _carla = cast
    cid = uuid4()

    done = together(
        *[partial(comment, held(case), "Da noi ha aiutato.", cid=cid, by=bruna) for _ in range(3)],
        *[partial(comment, held(case), f"Grazie {n}.", cid=uuid4(), by=ada) for n in range(3)],
    )

    assert [type(one) for one in done] == [Entry] * 6
    numbers = list(Entry.objects.values_list("seq", flat=True))
    assert len(numbers) == len(set(numbers)) == 4


def test_closed_while_somebody_writes_nothing_is_written_after(case, cast):
    ada, bruna, _carla = cast

    done = together(
        partial(close_case, held(case), outcome_kind="solved", outcome="Bene.", by=ada),
        partial(comment, held(case), "Aspetta.", cid=uuid4(), by=bruna),
    )

    assert isinstance(done[0], Case) and isinstance(done[1], Entry | PermissionDenied)
    assert held(case).state == "closed"
    assert Entry.objects.count() == isinstance(done[1], Entry)
