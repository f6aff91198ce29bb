"""What «Oggi» is made of: each room's `today.py` gives some."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One thing that needs this person now, one tap from being done.

    Args:
        weight: 10 waits for this person now … 90 can wait.
        title: what to do, as a sentence that begins with the verb.
        text: one sentence more.
        url: where it is done.
        button: the word on the button.
    """

    weight: int
    title: str
    text: str
    url: str
    button: str = ""
