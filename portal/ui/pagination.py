from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(request: HttpRequest, things, size: int = 20) -> Page:
    """Give the asked page of `things`; a number that makes no sense gives the nearest page."""
    return Paginator(things, size).get_page(request.GET.get("pagina"))
