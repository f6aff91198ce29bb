"""Files and pictures of lessons: each time we ask who reads (decisions.md 14)."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from ..permissions import file_for, picture_for

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}


def lesson_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = file_for(request.user, pk)
    name = f"{found.title}.{found.extension.lower()}"
    return _answer(found.file, as_attachment=True, filename=name, content_type="application/octet-stream")


def lesson_picture(request: HttpRequest, course: str, pk: int) -> HttpResponse:
    picture = picture_for(request.user, course, pk)
    # Re-encoded at a size for reading: what was uploaded, with its metadata, is never sent.
    rendition = picture.get_rendition("width-1200|format-webp")
    return _answer(rendition.file, content_type="image/webp")


def _answer(file, **how) -> HttpResponse:
    try:
        response = FileResponse(file.open("rb"), **how)
    except FileNotFoundError:
        raise Http404 from None
    for name, value in SAFE.items():
        response[name] = value
    return response
