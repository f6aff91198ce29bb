"""Walk the demo as its people do: from «Oggi» along the links, one page of each kind."""

from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation

# A link that ends the walk, or leads out of what is ours.
LEFT_OUT = ("/gestione/", "/static/", "/feed/", "/posta-demo/")


def kind_of(path: str) -> str | None:
    """Name the kind of page behind a path: its view's name."""
    language = "en" if path.startswith("/en/") else "it"
    with translation.override(language):
        try:
            return resolve(urlsplit(path).path).view_name
        except Resolver404:
            return None


def pages(page, start: str, most: int = 80):
    """Give (kind, path) for one page of each kind that can be reached from `start`, opened in `page`."""
    seen, queue = set(), deque([start])
    while queue and len(seen) < most:
        path = queue.popleft()
        kind = kind_of(path)
        if kind is None or kind in seen:
            continue
        response = page.goto(path)
        if response is None or "text/html" not in (response.headers.get("content-type") or ""):
            seen.add(kind)
            continue
        seen.add(kind)
        yield kind, path, response
        base = page.url
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            target = urldefrag(urljoin(base, link))[0]
            parts = urlsplit(target)
            if (
                parts.netloc != urlsplit(base).netloc
                or parts.path.startswith(LEFT_OUT)
                or parts.path.endswith((".pdf", ".json", ".xml", ".jwt", ".ics"))
            ):
                continue
            queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))
