from .catalogue import course_apply, course_leave, course_show, courses
from .files import lesson_file, lesson_picture
from .hours import hours, hours_confirm, hours_declare, hours_record, hours_withdraw
from .lessons import lesson_answer, lesson_complete, lesson_show
from .meetings import (
    meeting_cancel,
    meeting_check_in,
    meeting_code,
    meeting_plan,
    meeting_register,
    meeting_show,
    meetings,
    presence_correct,
)
from .people import application_admit, application_decline, people, person_show, person_withdraw
from .shadowing import (
    entry_confirm,
    entry_remove,
    shadowing_agree,
    shadowing_log,
    shadowing_show,
    shadowing_sign_off,
)

__all__ = [
    "application_admit",
    "application_decline",
    "course_apply",
    "course_leave",
    "course_show",
    "courses",
    "entry_confirm",
    "entry_remove",
    "hours",
    "hours_confirm",
    "hours_declare",
    "hours_record",
    "hours_withdraw",
    "lesson_answer",
    "lesson_complete",
    "lesson_file",
    "lesson_picture",
    "lesson_show",
    "meeting_cancel",
    "meeting_check_in",
    "meeting_code",
    "meeting_plan",
    "meeting_register",
    "meeting_show",
    "meetings",
    "people",
    "person_show",
    "person_withdraw",
    "presence_correct",
    "shadowing_agree",
    "shadowing_log",
    "shadowing_show",
    "shadowing_sign_off",
]
