from .enrollments import admit, apply_for_course, decline, enroll, finish_course, withdraw
from .hours import confirm_hours, declare_hours, record_hours, withdraw_hours
from .lessons import Unanswered, answer_quiz, complete_lesson
from .meetings import (
    Marked,
    Unmarked,
    cancel_meeting,
    check_in,
    close_register,
    correct_presence,
    is_check_in_open,
    keep_register,
    open_check_in,
    plan_meeting,
)
from .publishing import bring_course, courses_index, found_course, mirror_trainers, translate_lesson
from .shadowing import TooEarly, agree_shadowing, confirm_entry, log_shadowing, remove_entry, sign_off_shadowing

__all__ = [
    "Marked",
    "TooEarly",
    "Unanswered",
    "Unmarked",
    "admit",
    "agree_shadowing",
    "answer_quiz",
    "apply_for_course",
    "bring_course",
    "cancel_meeting",
    "check_in",
    "close_register",
    "complete_lesson",
    "confirm_entry",
    "confirm_hours",
    "correct_presence",
    "courses_index",
    "decline",
    "declare_hours",
    "enroll",
    "finish_course",
    "found_course",
    "is_check_in_open",
    "keep_register",
    "log_shadowing",
    "mirror_trainers",
    "open_check_in",
    "plan_meeting",
    "record_hours",
    "remove_entry",
    "sign_off_shadowing",
    "translate_lesson",
    "withdraw",
    "withdraw_hours",
]
