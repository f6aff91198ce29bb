import signal
import threading

from django.core.management.base import BaseCommand

from portal.journal.actions import bell
from portal.journal.work import work_until


class Command(BaseCommand):
    help = "Deliver events and letters, keep the index, look at the clock. Ctrl-C or SIGTERM stops it cleanly."

    def handle(self, *args, **options):
        stopping = threading.Event()

        def stop(*_):
            stopping.set()
            bell.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write("worker: at work")
        work_until(stopping)
