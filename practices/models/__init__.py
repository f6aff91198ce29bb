from .adoptions import Adoption, Condition, Outcome, PracticeCount
from .pages import PracticePage, PracticesIndexPage, PracticeTag
from .reviews import Criterion, Review, Withdrawal

__all__ = [
    "Adoption",
    "Condition",
    "Criterion",
    "Outcome",
    "PracticeCount",
    "PracticePage",
    "PracticeTag",
    "PracticesIndexPage",
    "Review",
    "Withdrawal",
]
