"""The PDF and the badge. Franca teaches the course, Ada has nothing to do with it."""

import io
import json

import pytest
from django.urls import reverse
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey
from pypdf import PdfReader

from courses.certification.actions import file_papers, revoke
from courses.certification.models import Certificate
from courses.certification.papers.badge import assertion
from courses.certification.papers.pdf import certificate_pdf
from courses.certification.papers.signature import opened

pytestmark = pytest.mark.usefixtures("papers_folder")


def pdf_url(certificate) -> str:
    return reverse("certification:certificate_pdf", args=[certificate.shown_code])


def badge_url(certificate) -> str:
    return reverse("certification:certificate_badge", args=[certificate.shown_code])


def test_the_paper_carries_name_title_hours_and_code(certified):
    paper = PdfReader(io.BytesIO(certificate_pdf(certified)))
    words = paper.pages[0].extract_text()

    assert len(paper.pages) == 1
    for wanted in ("Lara Gallo", "TED, tutor", "Corso per TED", "1 ora e 40 minuti", certified.shown_code):
        assert wanted in words
    assert paper.metadata.title == "TED, tutor per l’energia domestica · Lara Gallo"


def test_the_paper_can_be_listened_to(certified):
    root = PdfReader(io.BytesIO(certificate_pdf(certified))).trailer["/Root"]

    assert root["/Lang"].startswith("it")
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata and "<pdfaid:part>2</pdfaid:part>" in metadata


def test_the_same_certificate_gives_the_same_bytes(certified):
    assert certificate_pdf(certified) == certificate_pdf(Certificate.objects.get(pk=certified.pk))


@pytest.mark.parametrize(
    "name", ["Đorđe Şahin", "Мария Иванова", "王小明", '#eval(1) ]] $x$ <a> \\ "q"', "x" * 120, "O’Brien — Ñ"]
)
def test_any_name_makes_a_paper(certified, name):
    certified.full_name = name

    assert certificate_pdf(certified).startswith(b"%PDF")


def test_papers_are_filed_once_under_a_name_that_says_nothing(certified, papers_folder):
    first = file_papers(certified)
    again = file_papers(Certificate.objects.get(pk=certified.pk))

    assert first.paper.name == again.paper.name and first.badge == again.badge
    assert [file.name for file in papers_folder.iterdir()] == [first.paper.name]
    assert certified.code not in first.paper.name
    with pytest.raises(ValueError):
        assert first.paper.url


def test_two_at_once_leave_one_paper(certified, papers_folder):
    stale = Certificate.objects.get(pk=certified.pk)
    file_papers(certified)
    file_papers(stale)

    assert len(list(papers_folder.iterdir())) == 1


@pytest.mark.parametrize("name, status", [("lara", 200), ("franca", 200), ("ada", 404), ("nina", 404), (None, 302)])
def test_the_paper_is_for_its_holder_and_the_trainers(request, certified, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    answer = browse(one).get(pdf_url(certified))

    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_badge_is_an_open_badge_without_the_address(certified, browse):
    answer = browse(None).get(badge_url(certified))
    badge = answer.json()

    assert answer.status_code == 200
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["id"].endswith(certified.get_absolute_url())
    assert badge["validFrom"].endswith("Z")
    achievement = badge["credentialSubject"]["achievement"]
    assert achievement["name"] == certified.title and achievement["creditsAvailable"] == 1.67
    assert achievement["criteria"]["narrative"] and achievement["inLanguage"] == "it"
    assert certified.person.email not in answer.content.decode()


def test_the_email_is_hashed_with_a_salt(certified):
    import hashlib

    identity = assertion(certified, salt="abc")["credentialSubject"]["identifier"][0]

    expected = hashlib.sha256(b"corsista@example.orgabc").hexdigest()
    assert identity["identityHash"] == f"sha256${expected}" and identity["hashed"]


def test_the_signature_is_checked_with_the_published_key(certified, browse):
    anyone = browse(None)
    token = anyone.get(reverse("certification:certificate_badge_signed", args=[certified.shown_code]))
    assert token.headers["Content-Type"] == "application/vc+jwt"
    header = jws.extract_compact(token.content).headers()
    key_path = header["kid"].split("//")[1].partition("/")[2]

    key = anyone.get(f"/{key_path}").json()
    found = json.loads(jws.deserialize_compact(token.content, ECKey.import_key(key), algorithms=["ES256"]).payload)

    assert "d" not in key
    assert found["iss"] == found["issuer"]["id"] and found["jti"] == found["id"]
    assert found["credentialSubject"] == anyone.get(badge_url(certified)).json()["credentialSubject"]


def test_a_changed_badge_is_refused(certified):
    head, payload, signature = file_papers(certified).badge.split(".")

    with pytest.raises(BadSignatureError):
        opened(".".join([head, payload[:-4] + "AAAA", signature]))


@pytest.mark.parametrize("address", [badge_url, Certificate.get_absolute_url])
def test_programs_get_the_token_when_they_ask_for_it(certified, browse, address):
    answer = browse(None).get(address(certified), headers={"Accept": "application/vc+jwt"})

    assert answer.content.count(b".") == 2


@pytest.mark.parametrize("code", ["abc", "2222-2222-2222-2222-2222-2222-2222"])
def test_no_badge_for_a_wrong_code(db, browse, code):
    answer = browse(None).get(reverse("certification:certificate_badge", args=[code]))

    assert answer.status_code == 404 and answer.json()["error"]["code"] == "not_found"


def test_what_was_revoked_gives_no_paper_and_no_badge(certified, browse, elena, lara):
    from portal.vocabulary.models import Territory

    lara.territory = Territory.objects.get(slug="empolese-valdelsa")
    lara.save()
    revoke(Certificate.objects.get(pk=certified.pk), reason="Errore nelle ore.", by=elena)

    assert browse(lara).get(pdf_url(certified)).status_code == 404
    assert browse(None).get(badge_url(certified)).status_code == 410


def test_another_key_is_not_found(db, browse):
    assert browse(None).get(reverse("certification:key_show", args=["altra"])).status_code == 404
