"""What bodies and desks have in common: an address of their own, and a last look."""

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from portal.clock import now

# Words that are pages of their own, under the same address.
TAKEN = {"nuovo", "nuova"}
TRIES = 5


def free_slug(model: type[models.Model], name: str) -> str:
    """Find an address that no other has: «sportello-pagnana», then «sportello-pagnana-2»."""
    stem = slugify(name)[:50].strip("-") or "pagina"
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | TAKEN
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug


def save_new(thing: models.Model, name: str) -> None:
    """Save a new thing under a free address; if another takes it in the same moment, under the next one."""
    for left in reversed(range(TRIES)):
        thing.slug = free_slug(type(thing), name)
        try:
            with transaction.atomic():
                return thing.save(force_insert=True)
        except IntegrityError:
            if not left or not type(thing).objects.filter(slug=thing.slug).exists():
                raise


def put(thing: models.Model, fields: dict) -> list[str]:
    """Put new values in the place of the old ones. Returns the names of those that changed, in order."""
    changed = [name for name, value in fields.items() if getattr(thing, name, None) != value]
    for name in changed:
        setattr(thing, name, fields[name])
    return changed


def looked_at(thing: models.Model, *, by) -> None:
    """Say that `by` found everything right now; what nobody looked after is hers to look after."""
    thing.checked_at, thing.checked_by = now(), by
    if thing.keeper_id is None:
        thing.keeper = by
