"""The files of a lesson: what they may be, and who gets them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.models import LessonFile
from courses.validators import check_lesson_file

PDF = b"%PDF-1.7\n..."


def package(*names: str, filler: bytes = b"x") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, filler)
    return packed.getvalue()


@pytest.mark.parametrize(
    "name, content",
    [("a.pdf", PDF), ("a.txt", "Così è".encode()), ("a.csv", b"a;b"), ("a.docx", package("word/document.xml"))],
)
def test_what_is_welcome(name, content):
    check_lesson_file(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.exe", b"MZ"),
        ("a.svg", b"<svg/>"),
        ("a", PDF),
        ("a.pdf", b"<html>"),
        ("a.txt", b"a\x00b"),
        ("a.docx", b"PK\x03\x04 rotto"),
        ("a.docx", package("../../etc/passwd")),
        ("a.xlsx", package("xl/vbaProject.bin")),
        ("a.odt", package("bomba", filler=b"0" * 3_000_000)),
        ("a.docx", package(*[f"{n}.xml" for n in range(201)])),
        ("a.pdf", PDF + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_what_is_refused(name, content):
    with pytest.raises(ValidationError):
        check_lesson_file(SimpleUploadedFile(name, content))


@pytest.fixture
def file(read_lesson, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return LessonFile.objects.create(
        lesson=read_lesson, title="La scheda dei consumi", file=SimpleUploadedFile("scheda.pdf", PDF)
    )


def test_who_follows_the_course_has_it_and_nobody_else(file, place, lara, franca, ada, nina, browse):
    url = f"/corsi/materiali/{file.pk}/"

    for person in (lara, franca):
        answer = browse(person).get(url)
        assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF
        assert "attachment" in answer["Content-Disposition"] and answer["X-Content-Type-Options"] == "nosniff"
    for person in (ada, nina):
        assert browse(person).get(url).status_code == 404
    assert browse(None).get(url).status_code == 302
    assert "La scheda dei consumi" in browse(lara).get("/corsi/corso-ted/bollette/leggere/").content.decode()


def test_its_name_on_the_disk_says_nothing(file):
    assert "scheda" not in file.file.name and len(file.file.name) > 30


def test_a_file_that_went_is_not_there(file, place, lara, browse):
    file.file.storage.delete(file.file.name)

    assert browse(lara).get(f"/corsi/materiali/{file.pk}/").status_code == 404
    assert browse(lara).get("/corsi/corso-ted/bollette/leggere/").status_code == 200


def test_a_file_of_a_withdrawn_lesson_is_not_there(file, place, lara, read_lesson, browse):
    read_lesson.unpublish()

    assert browse(lara).get(f"/corsi/materiali/{file.pk}/").status_code == 404
