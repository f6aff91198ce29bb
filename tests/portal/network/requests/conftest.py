"""The desk of Empoli, where Bruna and Ilaria work; Elena coordinates there. Ada and Luca are TEDs of Torino."""

import uuid

import pytest

from portal.network.models import Assignment, Desk, Listing, Organisation
from portal.network.requests.actions import Asked, request_help
from portal.network.requests.models import HelpRequest
from portal.vocabulary.models import Territory
from tests.conftest import operator

Way = HelpRequest.Way
RECEIPT = "4831096277541208"
# A word that nobody else writes, in every place where a person writes.
CANARIES = {
    "text": "La zampogna è spenta da ieri",
    "name": "Biancospino",
    "contact": "333 000 0042",
    "when": "al tramonto",
}


def territory(slug: str) -> Territory:
    return Territory.objects.select_related("parent").get(slug=slug)


@pytest.fixture
def circle(db):
    return Organisation.objects.create(
        slug="circolo-pagnana", name="Circolo Arci Pagnana", kind="association", territory=territory("empoli")
    )


@pytest.fixture
def town(db):
    return Organisation.objects.create(
        slug="comune",
        name="Ufficio casa",
        kind="public",
        territory=territory("empolese-valdelsa"),
        phone="0571 000 001",
    )


@pytest.fixture
def desk(circle, bruno):
    made = Desk.objects.create(
        slug="empoli", organisation=circle, name="Sportello di Empoli", territory=territory("empoli"),
        address="via di Pagnana", phone="0571 000 012",
    )  # fmt: skip
    Assignment.objects.create(organisation=circle, desk=made, person=bruno)
    return made


@pytest.fixture
def other_desk(circle, tino):
    """In the same area, where Tino works."""
    made = Desk.objects.create(
        slug="certaldo",
        organisation=circle,
        name="Sportello di Certaldo",
        territory=territory("certaldo"),
        address="via Roma 1",
    )
    Assignment.objects.create(organisation=circle, desk=made, person=tino)
    return made


@pytest.fixture
def ilaria(db, desk, circle):
    """A colleague of the same desk."""
    one = operator("ilaria", "Ilaria", "Conti", territory="empolese-valdelsa")
    Assignment.objects.create(organisation=circle, desk=desk, person=one)
    return one


@pytest.fixture
def luca(db):
    """Another TED of Torino."""
    return operator("luca", "Luca", "Rossi")


@pytest.fixture
def listing(ada):
    return Listing.objects.create(person=ada, territory=ada.territory, days="024")


@pytest.fixture
def ask(db):
    """Leave a request: `ask(desk=desk)`; without a place it goes to whoever can in Torino."""

    def asking(receipt: str | None = None, written_by=None, **changes) -> HelpRequest:
        if changes.get("desk"):
            changes.setdefault("area", territory("empolese-valdelsa"))
        fields = {"area": changes.pop("area", territory("torino")), "needs": ("bolletta",), "way": Way.CALL, **CANARIES}
        fields |= changes
        if fields["way"] == Way.NONE:
            fields["contact"] = fields["when"] = ""
        receipt = receipt or f"{uuid.uuid4().int % 10**16:016d}"
        return request_help(Asked(**fields), receipt, written_by=written_by)

    return asking


@pytest.fixture
def visit(browse):
    """A browser signed in a moment ago: these pages ask for it again after half an hour."""
    from tests.house.world import signed_in

    def as_person(one):
        browser = browse(None)
        if one is not None:
            signed_in(browser, one)
        return browser

    return as_person


@pytest.fixture(autouse=True)
def tuesday():
    """Here time goes by: who wrote last is a matter of moments."""
