"""Public codes: unguessable, and written so that nobody mistakes one letter for another."""

import secrets
import unicodedata

# Of each group of signs that look alike (0 O Q D · 1 I L 7 · 2 Z · 5 S · 6 G · 8 B · U V) only one is used.
ALPHABET = "23456789ACDEFHJKMNPRTVWXY"
LENGTH = 28  # 25 signs, 28 times: 130 bits
_LOOK_ALIKES = str.maketrans("0OQ1ILZSGBU", "DDD7772568V")


def new_code() -> str:
    """Make a code of 130 random bits, without the dashes that people see."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """Write a code as people read it: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalised(text: str) -> str:
    """Read a code as people type it: any case, spaces or dashes, look-alike letters, or the whole address of the page.

    Returns:
        The signs that count, at most 64 of them; whether they make a code is `is_code`'s question.
    """
    text = unicodedata.normalize("NFKC", text[:300])
    if "/attestati/" in text:
        text = text.partition("/attestati/")[2].partition("/")[0].removesuffix(".pdf")
    signs = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    return signs.translate(_LOOK_ALIKES)[:64]


def is_code(signs: str) -> bool:
    return len(signs) == LENGTH and set(signs) <= set(ALPHABET)
