from .meetings import AreaTogether, area_title, meetings_of, missing_together, next_meetings, open_meetings, place_in
from .pages import Module, areas_of, catalogue, in_language, outline_of, shown_lesson
from .people import applications_to, done_lessons, entries_of, last_attempt, ledger_of, people_in, shadowing_of
from .progress import AreaProgress, LessonProgress, Progress, progress_of, progress_of_all

__all__ = [
    "AreaProgress",
    "AreaTogether",
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
    "missing_together",
    "next_meetings",
    "open_meetings",
    "outline_of",
    "people_in",
    "place_in",
    "progress_of",
    "progress_of_all",
    "shadowing_of",
    "shown_lesson",
]
