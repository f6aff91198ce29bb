from django.core.management.base import BaseCommand, CommandError

from portal.audit.actions import is_whole
from portal.audit.models import Note


class Command(BaseCommand):
    help = "Check that no line of the audit was changed or taken out; exit 1 if one was."

    def handle(self, *args, **options):
        if not is_whole():
            raise CommandError("The audit does not hold together: a line was changed, added or taken out.")
        self.stdout.write(f"The audit is whole: {Note.objects.count()} lines.")
