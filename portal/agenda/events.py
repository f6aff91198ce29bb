"""What this room records."""

APPOINTMENT_SET = "appointment.set"
APPOINTMENT_CHANGED = "appointment.changed"
APPOINTMENT_CANCELLED = "appointment.cancelled"
COMING = "appointment.coming"
NOT_COMING = "appointment.not_coming"
