"""A channel of the network, one for learners too, and a question in each."""

from uuid import uuid4

import pytest

from forum.actions import open_channel, open_thread, post_message


@pytest.fixture
def bills(dino):
    """«Bollette e contratti», for who works in the network; Diana keeps it."""
    return open_channel("Bollette e contratti", purpose="Lettere, rate, volture.", by=dino)


@pytest.fixture
def first_questions(dino):
    """«Prime domande», for learners too."""
    return open_channel("Prime domande", purpose="Chi studia chiede.", audience="members", by=dino)


@pytest.fixture
def thread(bills, ada):
    """Ada asks in «Bollette e contratti»."""
    return open_thread(
        bills, "La voltura dopo un lutto: chi firma?", "Buongiorno. È **davvero** così?", cid=uuid4(), by=ada
    )


@pytest.fixture
def asked(first_questions, lara):
    """Lara, who studies, asks in «Prime domande»."""
    return open_thread(first_questions, "Che cos’è il POD?", "Lo trovo sulla bolletta?", cid=uuid4(), by=lara)


@pytest.fixture
def say():
    """Post a message: `say(thread, bruno, "Sì.")`."""

    def post(thread, who, text="Confermo."):
        return post_message(thread, text, cid=uuid4(), by=who)

    return post
