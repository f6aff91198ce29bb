from .adopting import AlreadyTold, Gone, correct_adoption, remove_adoption, report_adoption
from .questions import questions, unanswered
from .reviewing import Taken, accept, ask_reviewer, let_go, send_back, take_review
from .translating import TRANSLATED, add_translation
from .writing import (
    BeingRead,
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
    "BeingRead",
    "Gone",
    "NotReady",
    "Over",
    "Taken",
    "accept",
    "add_translation",
    "ask_reviewer",
    "correct_adoption",
    "discard_draft",
    "let_go",
    "practices_index",
    "questions",
    "remove_adoption",
    "report_adoption",
    "save_draft",
    "send_back",
    "submit_for_review",
    "take_back",
    "take_review",
    "unanswered",
    "withdraw_practice",
    "write_practice",
]
