"""Every address of the project, walked as every role, against the written matrix.

`matrix.yaml` says for each address with which arguments it is asked (names of `world.py`), and what each role gets by
each method. An address that is not in it fails.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.world import ROLES, build, signed_in

MATRIX = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text())
# Wagtail's own addresses: one rule for all, tested below.
ADMIN = "gestione/"
# How many addresses a visitor may read.
PUBLIC = 47


def addresses(patterns=None, namespace: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """Every named address of ours and of allauth: name, route."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        here = route + str(pattern.pattern)
        if here.startswith(ADMIN):
            continue
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            yield (f"{namespace}:{pattern.name}" if namespace else str(pattern.name)), here


def admin_addresses(patterns=None, route: str = "") -> Iterator[str]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern.url_patterns, here)
        elif here.startswith(ADMIN):
            yield here


def test_every_address_is_in_the_matrix():
    found = {name for name, _route in addresses()}

    assert found - set(MATRIX) == set(), "add them to tests/house/matrix.yaml"
    assert set(MATRIX) - found == set(), "these are gone: take them out of the matrix"


def test_public_addresses_are_counted():
    """A view that nobody meant to open would change this number."""
    public = [name for name, rule in MATRIX.items() if any(200 == told(rule, m, "anonymous") for m in asked(rule))]

    assert len(public) == PUBLIC, public


def asked(rule: dict) -> list[str]:
    return [method for method in ("get", "post") if method in rule]


def told(rule: dict, method: str, role: str) -> int:
    """What the matrix says that a role gets."""
    return rule[method].get(role, rule[method]["signed"])


def ask(client: Client, method: str, name: str, args: list, world) -> int:
    url = reverse(name, args=[getattr(world, arg) if isinstance(arg, str) else arg for arg in args])
    # What a role does must not change what the next one finds.
    with transaction.atomic():
        response = getattr(client, method)(url)
        if hasattr(response, "streaming_content"):
            list(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """One world for the whole walk: every request is rolled back."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        yield build()
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(role, shared_world, django_db_blocker):
    wrong = []
    with django_db_blocker.unblock():
        client = Client(raise_request_exception=False)
        person = shared_world.people[role]
        if person is not None:
            signed_in(client, person)
        for name, rule in MATRIX.items():
            for method in asked(rule):
                got = ask(client, method, name, rule.get("args", []), shared_world)
                if got != told(rule, method, role):
                    wrong.append(f"{method} {name}: {got} instead of {told(rule, method, role)}")
                if person is not None and not client.session.get("_auth_user_id"):
                    signed_in(client, person)

    assert not wrong, f"as {role}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["anonymous", "learner", "operator", "coordinator", "committee"])
def test_under_the_admin_refusal_looks_like_absence(role, shared_world, django_db_blocker):
    with django_db_blocker.unblock():
        client = Client(raise_request_exception=False)
        if shared_world.people[role] is not None:
            signed_in(client, shared_world.people[role])
        open_ones = []
        for route in sorted(set(admin_addresses())):
            if "<" in route or "(" in route or "\\" in route:
                continue
            if client.get("/" + route.replace("^", "").replace("$", "")).status_code != 404:
                open_ones.append(route)

    assert not open_ones


def test_a_mistyped_address_is_absent_and_no_sign_in(client, db):
    assert client.get("/pratiche/questa-non-esiste/").status_code == 404
    assert client.get("/non-esiste/").status_code == 404


def test_a_script_gets_401_and_never_the_sign_in_page(client, db):
    answer = client.get(reverse("forum:channels"), headers={"accept": "application/json"})

    assert answer.status_code == 401 and answer.json()["error"]["code"] == "sign_in"
