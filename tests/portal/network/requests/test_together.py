"""Two people, or two clicks, on a request at the same moment. Ada and Luca are TEDs of Torino."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from portal.journal.models import Event
from portal.network.models import Organisation
from portal.network.requests import actions, permissions
from portal.network.requests.events import HELP_CLOSED, HELP_REQUESTED, HELP_TAKEN
from portal.network.requests.models import HelpRequest, Line, Referral
from tests.conftest import operator
from tests.practices.test_together import together

from .conftest import CANARIES, RECEIPT, Way, territory

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.both_databases]


@pytest.fixture
def cast(own_database):
    return [operator(name.lower(), name, "Prova") for name in ("Ada", "Luca", "Marta", "Paola")]


def asked(**changes) -> actions.Asked:
    fields = {"area": territory("torino"), "needs": ("bolletta",), "way": Way.CALL, **CANARIES}
    return actions.Asked(**(fields | changes))


@pytest.fixture
def request_of_torino(cast):
    """Nobody's yet: whoever can, in Torino."""
    return actions.request_help(asked(), RECEIPT)


def held(request: HelpRequest) -> HelpRequest:
    """The request as a page of one's own holds it."""
    return HelpRequest.objects.get(pk=request.pk)


def test_taken_by_four_at_once_one_has_it_and_the_others_are_told(request_of_torino, cast):
    done = together(*[partial(actions.take, held(request_of_torino), by=one) for one in cast])

    assert sorted(type(one).__name__ for one in done) == ["HelpRequest", "Taken", "Taken", "Taken"]
    now_held = held(request_of_torino)
    assert now_held.state == HelpRequest.State.TAKEN
    assert [permissions.can_work(one, now_held) for one in cast] == [isinstance(one, HelpRequest) for one in done]
    assert [permissions.can_see(one, now_held) for one in cast] == [isinstance(one, HelpRequest) for one in done]
    assert Event.objects.filter(kind=HELP_TAKEN, subject_id=str(now_held.pk)).count() == 1


def test_taken_by_two_clicks_of_one_person_it_is_hers_once(request_of_torino, cast):
    ada = cast[0]

    done = together(*[partial(actions.take, held(request_of_torino), by=ada) for _ in range(3)])

    assert sum(isinstance(one, HelpRequest) for one in done) == 1
    assert all(isinstance(one, HelpRequest | actions.Taken | PermissionDenied) for one in done)
    assert held(request_of_torino).taken_by == ada
    assert Event.objects.filter(kind=HELP_TAKEN).count() == 1


def test_sent_twice_it_is_one_request(cast):
    done = together(*[partial(actions.request_help, asked(), RECEIPT) for _ in range(4)])

    assert [type(one) for one in done] == [HelpRequest] * 4
    assert len({one.pk for one in done}) == 1 and HelpRequest.objects.count() == 1
    assert Event.objects.filter(kind=HELP_REQUESTED).count() == 1


def test_an_answer_sent_twice_is_written_once(request_of_torino, cast):
    ada, cid = cast[0], uuid4()
    actions.take(request_of_torino, by=ada)

    done = together(
        *[partial(actions.answer, held(request_of_torino), "Ci vediamo lunedì.", cid=cid, by=ada) for _ in range(4)]
    )

    assert [type(one) for one in done] == [Line] * 4
    assert len({one.pk for one in done}) == 1 and Line.objects.count() == 1


def test_passed_twice_to_the_same_body_it_is_asked_once(request_of_torino, cast):
    ada = cast[0]
    body = Organisation.objects.create(slug="comune", name="Ufficio casa", kind="public", territory=territory("torino"))
    actions.take(request_of_torino, by=ada)
    agreed = HelpRequest.objects.get(pk=request_of_torino.pk).sent_at.date().replace(day=1)

    done = together(
        *[
            partial(actions.refer, held(request_of_torino), body, "Un colloquio.", agreed_on=agreed, by=ada)
            for _ in range(3)
        ]
    )

    assert sorted(type(one).__name__ for one in done) == ["AlreadyAsked", "AlreadyAsked", "Referral"]
    assert Referral.objects.count() == 1


def test_closed_while_the_person_adds_nothing_is_added_after(request_of_torino, cast):
    ada = cast[0]
    actions.take(request_of_torino, by=ada)

    done = together(
        partial(actions.close_request, held(request_of_torino), "solved", by=ada),
        partial(actions.add, held(request_of_torino), "Aspetta.", cid=uuid4()),
    )

    assert isinstance(done[0], HelpRequest)
    assert done[1] is None or isinstance(done[1], actions.Closed)
    assert not held(request_of_torino).is_open
    assert Line.objects.filter(kind=Line.Kind.ADDED).count() == (done[1] is None)


def test_closed_twice_the_first_outcome_stays(request_of_torino, cast):
    ada = cast[0]
    actions.take(request_of_torino, by=ada)

    done = together(
        *[partial(actions.close_request, held(request_of_torino), "solved", f"Bene {n}.", by=ada) for n in range(3)]
    )

    assert sorted(type(one).__name__ for one in done) == ["HelpRequest", "PermissionDenied", "PermissionDenied"]
    assert Line.objects.count() == 1
    assert Event.objects.filter(kind=HELP_CLOSED).count() == 1


def test_erased_while_it_is_taken_nothing_of_it_stays(request_of_torino, cast):
    ada = cast[0]

    done = together(
        partial(actions.take, held(request_of_torino), by=ada),
        partial(actions.erase_request, held(request_of_torino)),
    )

    assert done[1] is None
    assert isinstance(done[0], HelpRequest | actions.Taken | PermissionDenied | Http404 | HelpRequest.DoesNotExist)
    assert not HelpRequest.objects.exists()
    assert not Event.objects.filter(subject_id=str(request_of_torino.pk)).exists()
