"""A person's own tray, as it grows on her open screens."""

from portal.live.topics import Change, topic

from .models import Notification, Tray


@topic("person")
class PersonTopic:
    def may_follow(self, user, key: str) -> bool:
        return str(user.pk) == key

    def head(self, key: str) -> tuple[str, int] | None:
        tray = Tray.objects.filter(reader=key).values_list("epoch", "last_seq").first()
        return (str(tray[0]), tray[1]) if tray else ("", 0)

    def heads(self, keys) -> dict[str, int]:
        return {str(pk): seq for pk, seq in Tray.objects.filter(reader__in=keys).values_list("reader", "last_seq")}

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Change]]:
        # The head first: a notice that comes in between is told the next time.
        head = Tray.objects.filter(reader=key).values_list("last_seq", flat=True).first() or 0
        rows = Notification.objects.filter(reader=key, seq__gt=seq, seq__lte=head).order_by("seq")
        told = rows.values_list("seq", "pk")[:limit]
        return head, [Change(seq=number, kind="notice", data={"id": pk}) for number, pk in told]
