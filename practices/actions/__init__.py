from .adopting import AlreadyTold, correct_adoption, remove_adoption, report_adoption
from .reviewing import accept, ask_reviewer, let_go, send_back, take_review
from .translating import TRANSLATED, add_translation
from .writing import (
    NotReady,
    Over,
    discard_draft,
    practices_index,
    save_draft,
    submit_for_review,
    take_back,
    withdraw_practice,
    write_practice,
)

__all__ = [
    "TRANSLATED",
    "AlreadyTold",
    "NotReady",
    "Over",
    "accept",
    "add_translation",
    "ask_reviewer",
    "correct_adoption",
    "discard_draft",
    "let_go",
    "practices_index",
    "remove_adoption",
    "report_adoption",
    "save_draft",
    "send_back",
    "submit_for_review",
    "take_back",
    "take_review",
    "withdraw_practice",
    "write_practice",
]
