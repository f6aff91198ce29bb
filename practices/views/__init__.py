from .adopting import adoption_edit, adoption_new, adoption_remove
from .library import history, practice_show, practices
from .reviewing import review_accept, review_ask, review_let_go, review_send_back, review_show, review_take, reviews
from .syndication import feed
from .translating import practice_translate
from .writing import (
    practice_discard,
    practice_edit,
    practice_preview,
    practice_submit,
    practice_take_back,
    practice_withdraw,
    practice_write,
    practices_mine,
)

__all__ = [
    "adoption_edit",
    "adoption_new",
    "adoption_remove",
    "feed",
    "history",
    "practice_discard",
    "practice_edit",
    "practice_preview",
    "practice_show",
    "practice_submit",
    "practice_take_back",
    "practice_translate",
    "practice_withdraw",
    "practice_write",
    "practices",
    "practices_mine",
    "review_accept",
    "review_ask",
    "review_let_go",
    "review_send_back",
    "review_show",
    "review_take",
    "reviews",
]
