"""The laptop and the demo: everything embedded."""

from .base import *  # noqa: F403
