"""It is enough when the limit is passed, for each key alone, until the window is over."""

from datetime import timedelta

import pytest

from portal.clock import real_now
from portal.limits.actions import TooMany, spend, sweep
from portal.limits.models import Spending

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def true_limits(settings):
    settings.LIMITS_FACTOR = 1


def test_the_limit_is_refused_beyond_and_says_when_to_try_again():
    for _ in range(3):
        spend("message:1", limit=3, seconds=60)

    with pytest.raises(TooMany) as refusal:
        spend("message:1", limit=3, seconds=60)

    assert 1 <= refusal.value.retry_after <= 60
    spend("message:2", limit=3, seconds=60)


def test_a_window_that_is_over_begins_again():
    spend("message:1", limit=1, seconds=60)
    Spending.objects.update(until=real_now() - timedelta(seconds=1))

    spend("message:1", limit=1, seconds=60)

    assert Spending.objects.get().count == 1


def test_old_windows_are_swept():
    spend("message:1", limit=1, seconds=60)
    Spending.objects.update(until=real_now() - timedelta(seconds=1))

    assert sweep() == 1
