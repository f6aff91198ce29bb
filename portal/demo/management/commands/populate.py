from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.crowd import populate


class Command(BaseCommand):
    help = "Make a large, believable, deterministic network for load work, in bulk."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=0)
        parser.add_argument("--practices", type=int, default=0)
        parser.add_argument("--messages", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, people: int, practices: int, messages: int, seed: int, **options):
        if settings.HTTPS:
            raise CommandError("populate fills a scratch installation, never one that is served to people.")
        if messages and not people:
            raise CommandError("Messages need people: add --people.")
        populate(people=people, practices=practices, messages=messages, seed=seed, tell=self._tell)
        self.stdout.write("")

    def _tell(self, what: str, done: int, total: int) -> None:
        full = 30 * done // max(total, 1)
        self.stdout.write(
            f"\r{what:10} [{'#' * full}{'·' * (30 - full)}] {done}/{total}", ending="" if done < total else "\n"
        )
        self.stdout.flush()
