"""What an empty sheet asks where somebody is to write, and whether it was written over."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import PracticePage


def questions() -> dict[str, str]:
    """The questions of an empty sheet, one a text. They are to be written over, and say so."""
    return {
        "need": _(
            "[Inventa una situazione che somigli a tante: chi c’è in casa, in parole larghe; che cosa preoccupa; "
            "da dove si comincia. Niente che venga da una famiglia sola.]"
        ),
        "people": _("[Per quali famiglie può andare bene, e per quali no?]"),
        "steps": _("[Che cosa si fa, un passo per riga. Quali parole hanno aiutato?]"),
        "resources": _("[Che cosa serve: tempo, carte, persone, un telefono.]"),
        "results": _("[Che cosa cambia di solito, e dopo quanto?]"),
        "weak_points": _("[Dove si inceppa? Che cosa fare allora?]"),
    }


def unanswered(texts: Mapping) -> list[str]:
    """Name the texts that still hold their question, or the beginning of it, in whatever language it was asked."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, asked in questions().items():
                if " ".join(asked.split()[:3]) in " ".join((texts.get(name) or "").split()):
                    found.add(name)
    return [name for name in PracticePage.TEXTS if name in found]
