from django.core.management.base import BaseCommand, CommandError

from portal.accounts.actions import grant_role
from portal.accounts.models import Role, User


class Command(BaseCommand):
    help = "Give a role to a person from the machine itself: how an installation gets its first office."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("kind", choices=Role.Kind.values)
        parser.add_argument(
            "--place", default="", help="a course's slug for a trainer, a territory's for a coordinator"
        )

    def handle(self, *args, email: str, kind: str, place: str, **options):
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        grant_role(person, kind, place=place, by=None)
        self.stdout.write(f"{person.full_name}: {kind} {place}".rstrip())
