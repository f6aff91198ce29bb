"""What this room records."""

OPPORTUNITY_POSTED = "opportunity.posted"
OPPORTUNITY_CHANGED = "opportunity.changed"
OPPORTUNITY_CHECKED = "opportunity.checked"
OPPORTUNITY_WITHDRAWN = "opportunity.withdrawn"
