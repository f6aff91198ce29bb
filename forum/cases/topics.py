"""A case on open screens: that something changed, and nothing of what. The page asks for the words over HTTP."""

from uuid import UUID

from portal.live.topics import Change, topic

from .models import Case, Entry
from .permissions import visible_cases


def _pk(key: str) -> UUID | None:
    # Keys come from the network: what is no key is no case.
    try:
        return UUID(key)
    except ValueError:
        return None


@topic("case")
class CaseTopic:
    ids_only = True
    presence = False

    def may_follow(self, user, key: str) -> bool:
        return visible_cases(user).filter(pk=_pk(key)).exists()

    def head(self, key: str) -> tuple[str, int] | None:
        found = Case.objects.filter(pk=_pk(key)).values_list("epoch", "last_seq").first()
        return (str(found[0]), found[1]) if found else None

    def heads(self, keys) -> dict[str, int]:
        pks = [pk for pk in map(_pk, keys) if pk]
        return {str(pk): seq for pk, seq in Case.objects.filter(pk__in=pks).values_list("pk", "last_seq")}

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Change]]:
        """Give what changed after `seq`: keys of entries, or that the case itself did. The head is read first."""
        found = Case.objects.filter(pk=_pk(key)).values_list("last_seq", "words_seq").first()
        if not found or found[0] <= seq:
            return (found[0] if found else 0), []
        rows = Entry.objects.filter(case=_pk(key), mod_seq__gt=seq).order_by("mod_seq").values_list("mod_seq", "pk")
        changes = [Change(seq=number, kind="entry", data={"id": str(pk)}) for number, pk in rows[:limit]]
        if found[1] > seq:
            changes.append(Change(seq=found[1], kind="case", data={}))
        changes.sort(key=lambda change: change.seq)
        changes = changes[:limit]
        return max([found[0], *(change.seq for change in changes)]), changes
