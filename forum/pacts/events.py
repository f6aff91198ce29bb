"""What this room records."""

GUIDELINE_GIVEN = "guideline.given"
PROGRAMME_CHANGED = "programme.changed"
