from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from portal.ui.words import messages_of


class Command(BaseCommand):
    help = "Bring the English catalogue in step with the sources: new texts come in empty, those that are gone leave."

    def handle(self, *args, **options):
        file = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        held = {}
        if file.exists():
            held = {(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): entry for entry in polib.pofile(str(file))}
        catalogue = polib.POFile(wrapwidth=110)
        catalogue.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "en",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        new = 0
        for message, used in sorted(messages_of(Path(settings.BASE_DIR)).items(), key=lambda item: (item[1], item[0])):
            entry = held.get((message.text, message.plural, message.context))
            if entry is None:
                new += 1
                entry = polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgctxt=message.context or None)
                if message.plural:
                    entry.msgstr_plural = {0: "", 1: ""}
            entry.occurrences = [(used, "")]
            if "%(" in message.text and "python-format" not in entry.flags:
                entry.flags.append("python-format")
            catalogue.append(entry)
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))
        self.stdout.write(f"{len(catalogue)} texts, {new} new, {len(catalogue.untranslated_entries())} without English")
