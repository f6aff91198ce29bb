"""Words are sealed under a key a thing, wrapped by the installation's keys, which rotate."""

import pytest

from portal.vault.actions import Unreadable, new_key, rewrapped, seal, unseal

WORDS = "Una famiglia con due bambini, tre bollette indietro. Perché?"


def test_what_was_sealed_opens_with_its_own_key_alone():
    key, other = new_key(), new_key()
    sealed = seal(key, WORDS)

    assert unseal(key, sealed) == WORDS
    assert WORDS.encode() not in sealed
    with pytest.raises(Unreadable):
        unseal(other, sealed)


def test_keys_rotate_and_the_old_one_can_go(settings):
    settings.FIELD_KEYS = ["the old secret"]
    key = new_key()
    sealed = seal(key, WORDS)

    settings.FIELD_KEYS = ["the new secret", "the old secret"]
    renewed = rewrapped(key)
    settings.FIELD_KEYS = ["the new secret"]

    assert unseal(renewed, sealed) == WORDS
    with pytest.raises(Unreadable):
        unseal(key, sealed)
