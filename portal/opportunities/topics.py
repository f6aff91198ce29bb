"""The board on open screens: one for the whole network."""

from portal.live.topics import Change, topic

from .models import Board, Opportunity

KEY = "rete"
TOPIC = f"board:{KEY}"
BOARD = 1  # the one row


@topic("board")
class BoardTopic:
    presence = False
    takes_away = ("withdrawn",)

    def may_follow(self, user, key: str) -> bool:
        """The board is public; who has no account loads the page again."""
        return key == KEY and user.is_authenticated and user.is_active

    def head(self, key: str) -> tuple[str, int] | None:
        if key != KEY:
            return None
        board = Board.objects.filter(pk=BOARD).values_list("epoch", "last_seq").first()
        return (str(board[0]), board[1]) if board else ("", 0)

    def heads(self, keys) -> dict[str, int]:
        return {KEY: _last_seq()} if KEY in keys else {}

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Change]]:
        """Give the present state of each opportunity changed after `seq`, in order.

        The head is read first: a change that commits between the two reads comes with the rows, and is not passed
        over.
        """
        head = _last_seq() if key == KEY else 0
        if head <= seq:
            return head, []
        rows = Opportunity.objects.filter(mod_seq__gt=seq).select_related("checked_by").order_by("mod_seq")[:limit]
        changes = [change_of(row) for row in rows]
        return max([head, *(change.seq for change in changes)]), changes


def _last_seq() -> int:
    return Board.objects.filter(pk=BOARD).values_list("last_seq", flat=True).first() or 0


def change_of(opportunity: Opportunity) -> Change:
    """Put an opportunity in a frame: the same bytes for every reader. Of one that was withdrawn only the key goes."""
    if opportunity.withdrawn_at:
        return Change(seq=opportunity.mod_seq, kind="withdrawn", data={"id": opportunity.pk})
    return Change(
        seq=opportunity.mod_seq,
        kind="opportunity",
        data={
            "id": opportunity.pk,
            "state": opportunity.state,
            "title": opportunity.title,
            "checked": opportunity.checked_at.isoformat(),
            "by": opportunity.checked_by.short_name,
            "places": opportunity.places,
        },
    )
