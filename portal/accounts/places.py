"""Where a role or an invitation may point to: the rooms above tell us, we never look up."""

from collections.abc import Callable

_courses: list[Callable[[], list[tuple[str, str]]]] = []


def offers_courses(ask: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
    """Let the room of the courses say which there are: pairs of slug and title."""
    _courses.append(ask)
    return ask


def courses() -> list[tuple[str, str]]:
    """The courses that a person can be invited to, or appointed for."""
    return [pair for ask in _courses for pair in ask()]
