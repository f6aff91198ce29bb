"""How we answer programs: htmx, and whoever asks for JSON."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MESSAGES = {
    "sign_in": gettext_lazy(
        "Per sicurezza ti abbiamo fatto uscire. Entra di nuovo: quello che hai scritto è ancora qui."
    ),
    "second_factor": gettext_lazy("Serve il secondo passo per entrare. Apri la pagina «Sicurezza»."),
    "not_found": gettext_lazy("Non troviamo questa pagina."),
    "forbidden": gettext_lazy("Questo non lo puoi fare da qui."),
    "too_many": gettext_lazy("Troppe volte di seguito. Aspetta un momento e riprova."),
    "invalid": gettext_lazy("C’è qualcosa da correggere."),
    "conflict": gettext_lazy("Questo è già stato fatto in un altro modo. Ricarica la pagina."),
    "trouble": gettext_lazy("Qualcosa non va da noi. Il tuo testo è salvo: riprova tra poco."),
}


def is_program(request: HttpRequest) -> bool:
    """Say whether a script waits for the answer, not a person."""
    return (
        request.headers.get("HX-Request") == "true"
        or "application/json" in request.headers.get("Accept", "")
        or request.path.startswith(("/live/", "/api/"))
    )


def refused(
    request: HttpRequest, code: str, message: str | None = None, fields: dict | None = None, *, status: int = 422
) -> JsonResponse:
    """Refuse a program's request: `{"error": {"code", "message", "fields"}}`."""
    text = message or MESSAGES.get(code) or _("Non si può fare.")
    return JsonResponse({"error": {"code": code, "message": str(text), "fields": fields or {}}}, status=status)
