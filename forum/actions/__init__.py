from .channels import join, leave, mute, open_channel, settle_in
from .messages import (
    Conflict,
    accept_answer,
    edit_message,
    mark_useful,
    post_message,
    render_again,
    withdraw_message,
)
from .moderation import confirm_hidden, hide_message, leave_message, report_message, restore_message
from .practices import begin_practice, remember_practice
from .reading import attend, mark_all_read, read_thread
from .threads import lock_thread, open_thread, pin_thread, reopen, retitle
from .welcome import welcome

__all__ = [
    "Conflict",
    "accept_answer",
    "begin_practice",
    "confirm_hidden",
    "attend",
    "edit_message",
    "hide_message",
    "join",
    "leave",
    "leave_message",
    "lock_thread",
    "mark_all_read",
    "mark_useful",
    "mute",
    "open_channel",
    "open_thread",
    "pin_thread",
    "post_message",
    "read_thread",
    "remember_practice",
    "render_again",
    "reopen",
    "report_message",
    "restore_message",
    "retitle",
    "settle_in",
    "welcome",
    "withdraw_message",
]
