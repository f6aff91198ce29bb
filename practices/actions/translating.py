"""Give a practice its page in English."""

from collections.abc import Mapping

from django.db import transaction
from wagtail.models import Locale

from portal.accounts.permissions import require

from ..models import PracticePage
from ..permissions import can_translate

TRANSLATED = ("title", "summary", "cost", *PracticePage.TEXTS)


@transaction.atomic
def add_translation(practice: PracticePage, fields: Mapping, *, by, language: str = "en") -> PracticePage:
    """Publish a practice in another language, beside the one that was reviewed; again, in the place of the first.

    Args:
        practice: a published practice.
        fields: title, summary, cost and the six texts, in that language.
        by: who looks after the library.
        language: "en".

    Returns:
        The twin: its counts, themes and reports are those of the practice.

    Raises:
        PermissionDenied: if `by` may not translate it.
    """
    require(can_translate(by, practice))
    locale = Locale.objects.get(language_code=language)
    twin = PracticePage.objects.filter(locale=locale, translation_key=practice.translation_key).first()
    if twin is None:
        twin = practice.copy_for_translation(locale, copy_parents=True)
    for name in TRANSLATED:
        longest = PracticePage._meta.get_field(name).max_length
        setattr(twin, name, (fields.get(name) or "")[:longest])
    twin.slug = practice.slug
    twin.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    return twin
