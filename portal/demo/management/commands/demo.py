import time
from contextlib import closing
from urllib.parse import urlsplit

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.demo.story import load
from portal.demo.story.people import PASSWORD, accounts


class Command(BaseCommand):
    help = "Make the demo network if the database is empty, then serve the portal on http://localhost:8000."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="only prepare the data")
        parser.add_argument("--still", action="store_true", help="nobody writes by herself while it runs")
        # `manage.py` has made PUBLIC_URL of it before the settings were read.
        parser.add_argument("--port", type=int, help="another port than the one of PUBLIC_URL (8000)")

    def handle(self, *args, no_serve: bool, port: int | None, still: bool, **options):
        if settings.HTTPS or not settings.LOOPBACK:
            raise CommandError("The demo runs only on this machine: PUBLIC_URL must be http://localhost.")
        public = urlsplit(settings.PUBLIC_URL).port or 80
        if port not in (None, public):
            raise CommandError(f"PUBLIC_URL is {settings.PUBLIC_URL}: leave out either --port or the variable.")
        begun = time.monotonic()
        self._say("Preparo il database (al primo avvio serve mezzo minuto)")
        if not self._is_migrated():
            call_command("migrate", verbosity=0)
        if load.is_empty():
            self._load()
        self._say(f"Pronto in {time.monotonic() - begun:.0f} secondi.")
        if no_serve:
            return
        settings.DEMO_MOVES = not still
        self._welcome()
        self._serve(public)

    def _load(self) -> None:
        try:
            with closing(load.network()) as steps:
                for step in steps:
                    self._say(step)
        except KeyboardInterrupt:
            raise CommandError("Interrotto. Per ricominciare dai lo stesso comando.") from None

    def _is_migrated(self) -> bool:
        """Ask in a moment what `migrate` finds out in seconds: on a second start there is nothing to do."""
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())

    def _say(self, words: str) -> None:
        self.stdout.write(f"· {words}")
        self.stdout.flush()

    def _welcome(self) -> None:
        self.stdout.write(f"\nSnodo è su {settings.PUBLIC_URL}  (Ctrl-C per fermarlo)")
        self.stdout.write(f"Persone della demo, password «{PASSWORD}»:")
        for email, (name, awaits) in accounts().items():
            self.stdout.write(f"  {email:28} {name}. {awaits}")
        self.stdout.write("")
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        connection.close()
        uvicorn.run(
            "portal.asgi:application",
            host="127.0.0.1",
            port=port,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            ws_max_size=65536,
            ws_max_queue=16,
            ws_per_message_deflate=False,
            log_level="warning",
            lifespan="on",
        )
