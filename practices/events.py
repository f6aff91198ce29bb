"""What happens in this room. The subject is always the practice; labels say which review or adoption."""

PRACTICE_SUBMITTED = "practice.submitted"
REVIEW_ASKED = "practice.review_asked"
PRACTICE_REVIEWED = "practice.reviewed"
PRACTICE_PUBLISHED = "practice.published"
PRACTICE_WITHDRAWN = "practice.withdrawn"
PRACTICE_ADOPTED = "practice.adopted"
ADOPTION_CHANGED = "practice.adoption_changed"
