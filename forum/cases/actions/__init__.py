from .closing import ask_the_network, close_case, delete_case, delete_due_cases, draft_practice
from .numbers import topic_of
from .opening import drop_draft, drop_old_drafts, open_case, read_draft, reword_case, save_draft
from .readers import Full, Gone, accept_invitation, decline_invitation, invite, leave_case, remove_reader
from .reading import NotLogged, Opened, Said, read_case, words_for_change
from .talking import (
    Conflict,
    comment,
    edit_entry,
    flag_entry,
    flag_words,
    recommend,
    show_again,
    take_up,
    tell_news,
    withdraw_entry,
)
from .words import LONGEST_ENTRY, LONGEST_QUESTION, LONGEST_TEXT, CaseWords

__all__ = [
    "LONGEST_ENTRY",
    "LONGEST_QUESTION",
    "LONGEST_TEXT",
    "CaseWords",
    "Conflict",
    "Full",
    "Gone",
    "NotLogged",
    "Opened",
    "Said",
    "accept_invitation",
    "ask_the_network",
    "close_case",
    "comment",
    "decline_invitation",
    "delete_case",
    "delete_due_cases",
    "draft_practice",
    "drop_draft",
    "drop_old_drafts",
    "edit_entry",
    "flag_entry",
    "flag_words",
    "invite",
    "leave_case",
    "open_case",
    "read_case",
    "read_draft",
    "recommend",
    "remove_reader",
    "reword_case",
    "save_draft",
    "show_again",
    "take_up",
    "tell_news",
    "topic_of",
    "withdraw_entry",
    "words_for_change",
]
