"""What the sign-in page of the demo offers: «Entra come…»."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .story.people import accounts


def people(request: HttpRequest) -> dict:
    return {"demo_people": SimpleLazyObject(accounts)}
