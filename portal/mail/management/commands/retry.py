from django.core.management.base import BaseCommand

from portal.journal import actions as journal
from portal.mail import actions as mail


class Command(BaseCommand):
    help = "Try again what is dead: deliveries of events and letters. For when the cause is out of the way."

    def handle(self, *args, **options):
        self.stdout.write(f"{journal.try_again()} deliveries and {mail.try_again()} letters wait for the worker again.")
