from .channels import channels_for, memberships_of, people_of
from .moderation import audience_of, hidden_messages, waiting_reports
from .talk import AT_ONCE, Line, Talk, address_of, marks_of, talk_of
from .threads import TABS, count_unread, questions_for, similar_threads, threads_about, threads_for, waiting_threads

__all__ = [
    "AT_ONCE",
    "TABS",
    "Line",
    "Talk",
    "address_of",
    "audience_of",
    "channels_for",
    "count_unread",
    "hidden_messages",
    "marks_of",
    "memberships_of",
    "people_of",
    "questions_for",
    "similar_threads",
    "talk_of",
    "threads_about",
    "threads_for",
    "waiting_reports",
    "waiting_threads",
]
