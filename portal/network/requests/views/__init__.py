from .asking import ask, ask_new
from .following import follow, follow_add, follow_erase, follow_helped
from .working import (
    queue,
    referral_move,
    request_answer,
    request_close,
    request_hand_over,
    request_refer,
    request_show,
    request_take,
    request_write_down,
)

__all__ = [
    "ask",
    "ask_new",
    "follow",
    "follow_add",
    "follow_erase",
    "follow_helped",
    "queue",
    "referral_move",
    "request_answer",
    "request_close",
    "request_hand_over",
    "request_refer",
    "request_show",
    "request_take",
    "request_write_down",
]
