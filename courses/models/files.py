"""The files given with a lesson: our own uploads, served by a view that asks who reads (decisions.md 14)."""

import secrets
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from ..validators import check_lesson_file


def unguessable_name(instance, filename: str) -> str:
    return f"lessons/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()[:6]}"


class LessonFile(Orderable):
    """Something to download with a lesson."""

    lesson = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("che cos’è"), max_length=140)
    file = models.FileField(
        _("file"),
        upload_to=unguessable_name,
        validators=[check_lesson_file],
        help_text=_("PDF, ODT, ODS, DOCX, XLSX, CSV o TXT, fino a 10 MB. Togli i dati delle persone."),
    )

    panels = [FieldPanel("title"), FieldPanel("file")]

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        return PurePath(self.file.name).suffix.lstrip(".").upper()

    @property
    def size(self) -> int:
        """Bytes, or 0 if the file went."""
        try:
            return self.file.size
        except OSError:
            return 0
