from .enrollments import Enrollment
from .files import LessonFile
from .hours import Attendance, Meeting, Presence
from .pages import CoursePage, CoursesIndexPage, LessonPage, ModulePage
from .quizzes import Attempt, Question
from .shadowing import Shadowing, ShadowingEntry

__all__ = [
    "Attempt",
    "Attendance",
    "CoursePage",
    "CoursesIndexPage",
    "Enrollment",
    "LessonFile",
    "LessonPage",
    "Meeting",
    "ModulePage",
    "Presence",
    "Question",
    "Shadowing",
    "ShadowingEntry",
]
