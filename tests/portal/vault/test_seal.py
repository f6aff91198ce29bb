"""Words are sealed under a key a thing, wrapped by the installation's keys, which rotate."""

import pytest
from django.core.management import CommandError, call_command

from portal.vault.actions import Unreadable, new_key, seal, unseal

WORDS = "Una famiglia con due bambini, tre bollette indietro. Perché?"


def test_what_was_sealed_opens_with_its_own_key_alone():
    key, other = new_key(), new_key()
    sealed = seal(key, WORDS)

    assert unseal(key, sealed) == WORDS
    assert WORDS.encode() not in sealed
    with pytest.raises(Unreadable):
        unseal(other, sealed)


@pytest.fixture
def draft(settings, ada):
    """A draft of Ada's, sealed while only the old key was there."""
    from forum.cases.models import CaseDraft

    settings.FIELD_KEYS = ["the old secret"]
    key = new_key()
    return CaseDraft.objects.create(owner=ada, key=key, words=seal(key, WORDS))


@pytest.mark.both_databases
def test_keys_rotate_and_the_old_one_can_go(settings, draft):
    before = bytes(draft.key)
    settings.FIELD_KEYS = ["the new secret", "the old secret"]
    call_command("rewrap_keys", verbosity=0)
    settings.FIELD_KEYS = ["the new secret"]
    draft.refresh_from_db()

    assert unseal(draft.key, draft.words) == WORDS
    with pytest.raises(Unreadable):
        unseal(before, draft.words)


@pytest.mark.both_databases
def test_a_key_that_nothing_opens_is_told_and_left_as_it_is(settings, draft):
    settings.FIELD_KEYS = ["the new secret"]
    with pytest.raises(CommandError):
        call_command("rewrap_keys", verbosity=0)

    settings.FIELD_KEYS = ["the old secret"]
    draft.refresh_from_db()
    assert unseal(draft.key, draft.words) == WORDS
