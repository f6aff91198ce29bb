import time

from django.core.management.base import BaseCommand, CommandError

from search import actions
from search.engines import engine
from search.models import IndexRequest


class Command(BaseCommand):
    help = "The search index: make it anew, bring it up to date, compare it with the database, say how it is."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["rebuild", "update", "verify", "status"])

    def handle(self, *args, what: str, **options):
        getattr(self, what)()

    def rebuild(self) -> None:
        begun = time.monotonic()
        try:
            count = actions.rebuild()
        except actions.Busy:
            raise CommandError("Another writer has held the index for a minute: try again later.")
        self.stdout.write(f"{count} entries in {time.monotonic() - begun:.1f} s; searches went on meanwhile.")

    def update(self) -> None:
        self.stdout.write(f"{actions.update()} entries looked at again.")

    def verify(self) -> None:
        found = actions.difference()
        if not found:
            self.stdout.write("The index says what the database says.")
            return
        for sort in ("missing", "left_over", "changed"):
            for key in getattr(found, sort)[:20]:
                self.stdout.write(f"{sort.replace('_', ' ')}: {key}")
        waiting = IndexRequest.objects.count()
        raise CommandError(
            f"{len(found)} entries differ ({waiting} changes are waiting for the writer): run search_index update.",
            returncode=1,
        )

    def status(self) -> None:
        for name, value in engine().status().items():
            self.stdout.write(f"{name}: {value}")
        self.stdout.write(f"waiting: {IndexRequest.objects.count()}")
