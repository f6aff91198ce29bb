from .meetings import area_title, meetings_of, next_meetings
from .pages import Module, areas_of, catalogue, in_language, outline_of, shown_lesson
from .people import applications_to, done_lessons, entries_of, last_attempt, ledger_of, people_in, shadowing_of
from .progress import AreaProgress, LessonProgress, Progress, progress_of, progress_of_all

__all__ = [
    "AreaProgress",
    "LessonProgress",
    "Module",
    "Progress",
    "applications_to",
    "area_title",
    "areas_of",
    "catalogue",
    "done_lessons",
    "entries_of",
    "in_language",
    "last_attempt",
    "ledger_of",
    "meetings_of",
    "next_meetings",
    "outline_of",
    "people_in",
    "progress_of",
    "progress_of_all",
    "shadowing_of",
    "shown_lesson",
]
