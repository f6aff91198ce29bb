"""English is complete, and every text of ours passes through gettext."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings

from portal.ui.words import ROOMS, messages_of

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "portal/locale/en/LC_MESSAGES/django.po"
# Names and signs that are the same in every language.
SAME = re.compile(r"^(?:Snodo|English|Italiano|SPID|CIE|TED|PDF|URL|@|%|·|–|«|»|\d|[^\w]|_)*$")
SPOKEN = ("alt", "title", "aria-label", "placeholder", "aria-description")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_every_text_has_its_english(catalogue):
    held = {(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in catalogue}
    missing = [message.text for message in messages_of(ROOT) if tuple(message) not in held]

    assert not missing, "run manage.py collect_words, then translate"
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue if "fuzzy" in entry.flags]


def test_no_english_is_left_over(catalogue):
    used = {tuple(message) for message in messages_of(ROOT)}

    assert not [
        entry.msgid for entry in catalogue if (entry.msgid, entry.msgid_plural, entry.msgctxt or "") not in used
    ]


def test_translations_keep_the_blanks_that_are_filled(catalogue):
    wrong = []
    for entry in catalogue:
        blanks = set(re.findall(r"%\(\w+\)[sd]", entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            if set(re.findall(r"%\(\w+\)[sd]", text)) - blanks:
                wrong.append(entry.msgid)
        if not entry.msgid_plural and set(re.findall(r"%\(\w+\)[sd]", entry.msgstr)) != blanks:
            wrong.append(entry.msgid)

    assert not wrong


class Words(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        for name, value in attrs:
            if name in SPOKEN and value and not SAME.match(value.strip()):
                self.found.append(value.strip())

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, text):
        if not self.silent and not SAME.match(text.strip()):
            self.found.append(text.strip())


def test_no_template_has_words_outside_gettext():
    wrong = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("templates/**/*.html"):
            text = path.read_text()
            for fenced in ("comment", "blocktranslate", "blocktrans"):
                text = re.sub(rf"{{%\s*{fenced}\b.*?{{%\s*end{fenced}\s*%}}", "", text, flags=re.S)
            text = re.sub(r"{% block \w+_(?:class|data) %}.*?{% endblock %}", "", text)
            text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
            words = Words()
            words.feed(text)
            wrong += [f"{path.relative_to(ROOT)}: {found[:60]}" for found in words.found]

    assert not wrong
