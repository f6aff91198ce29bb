"""What a file given with a lesson may be (security.md R16)."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 10 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024
# Extension → how the file begins; plain text begins with anything that is text.
BEGINNINGS = {
    "pdf": b"%PDF-",
    "odt": b"PK\x03\x04",
    "ods": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "csv": b"",
    "txt": b"",
}


def check_lesson_file(file) -> None:
    """Refuse a file that is not what its name says, is too big, or could do something on its own.

    Raises:
        ValidationError: with one sentence that says what to do.
    """
    extension = PurePath(file.name).suffix.lower().lstrip(".")
    if extension not in BEGINNINGS:
        raise ValidationError(_("Qui vanno bene PDF, ODT, ODS, DOCX, XLSX, CSV e TXT. Salva il file in uno di questi."))
    if file.size > LARGEST:
        raise ValidationError(_("Il file supera 10 MB. Riducilo, o dividilo in due."))
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if not start.startswith(BEGINNINGS[extension]) or (not BEGINNINGS[extension] and b"\x00" in start):
        raise ValidationError(_("Il contenuto non corrisponde al nome del file. Salvalo di nuovo e riprova."))
    if BEGINNINGS[extension].startswith(b"PK"):
        _check_package(file)


def _check_package(file) -> None:
    """Office files are packages: look inside without unpacking them."""
    strange = ValidationError(_("Questo documento ha qualcosa di strano dentro. Esportalo in PDF e carica quello."))
    try:
        with zipfile.ZipFile(file) as package:
            inside = package.infolist()
    except zipfile.BadZipFile:
        raise strange from None
    finally:
        file.seek(0)
    packed = sum(entry.compress_size for entry in inside) or 1
    unpacked = sum(entry.file_size for entry in inside)
    if len(inside) > 200 or unpacked > UNPACKED or unpacked / packed > 100:
        raise strange
    for entry in inside:
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if (
            ".." in entry.filename
            or entry.filename.startswith("/")
            or is_link
            or "vbaproject" in entry.filename.lower()
        ):
            raise strange
