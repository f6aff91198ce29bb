"""Write down who did what where rights or trust are concerned. No content, ever."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import models, transaction

from .models import Chain, Note


def note(act: str, /, *, by=None, subject: models.Model | None = None, **labels) -> Note:
    """Append one line, inside the caller's transaction.

    Args:
        act: what was done, such as `role.granted`.
        by: who did it; None is the portal.
        subject: the thing it was done to, kept as label and key.
        labels: identifiers and slugs.
    """
    with transaction.atomic():
        chain, _ = Chain.objects.select_for_update().get_or_create(pk=1)
        line = Note(
            act=act, by=by, subject=f"{subject._meta.label_lower}:{subject.pk}" if subject else "", labels=labels
        )
        line.seal = chain.head = _seal(chain.head, line)
        line.save(force_insert=True)
        chain.save(update_fields=["head"])
    return line


def is_whole() -> bool:
    """Check that no line was changed or taken out, the last ones included."""
    head = Chain.objects.values_list("head", flat=True).first() or ""
    before, reached = "", head == ""
    for line in Note.objects.order_by("pk").iterator():
        if not hmac.compare_digest(line.seal, _seal(before, line)):
            return False
        before = line.seal
        reached = reached or before == head
    return reached


def _seal(before: str, line: Note) -> str:
    # Who did it is left out: erasure empties it, and the chain must still hold.
    words = json.dumps([before, line.act, line.subject, line.labels, line.at.isoformat()], sort_keys=True)
    return hmac.new(settings.AUDIT_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()
