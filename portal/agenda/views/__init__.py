from .calendars import appointment_ics, calendar, calendar_feed, calendar_renew
from .coming import appointment_come, appointment_leave
from .reading import appointment_show, appointments
from .setting import appointment_cancel, appointment_edit, appointment_new

__all__ = [
    "appointment_cancel",
    "appointment_come",
    "appointment_edit",
    "appointment_ics",
    "appointment_leave",
    "appointment_new",
    "appointment_show",
    "appointments",
    "calendar",
    "calendar_feed",
    "calendar_renew",
]
