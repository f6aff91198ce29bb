from .corrections import Correction
from .listings import Listing
from .organisations import Assignment, Desk, DeskService, OpeningHours, Organisation, Weekday

__all__ = [
    "Assignment",
    "Correction",
    "Desk",
    "DeskService",
    "Listing",
    "OpeningHours",
    "Organisation",
    "Weekday",
]
