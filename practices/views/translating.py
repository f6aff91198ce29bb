from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.accounts.permissions import require

from .. import actions, queries
from ..forms import TranslationForm
from ..permissions import can_translate, practice_for


def practice_translate(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the English page of a practice, beside the Italian one."""
    practice = practice_for(request.user, slug)
    require(can_translate(request.user, practice))
    twin = queries.twin_of(practice, "en")
    start = {name: getattr(twin, name) for name in actions.TRANSLATED} if twin else None
    form = TranslationForm(request.POST if request.method == "POST" else None, initial=start, practice=practice)
    if request.method == "POST" and form.is_valid():
        actions.add_translation(practice, form.cleaned_data, by=request.user)
        form.note_override(by=request.user, place="practices.translation")
        messages.success(request, _("Fatto. Chi legge in inglese trova questa pagina."))
        return redirect(practice)
    context = {"here": "practices", "practice": practice, "form": form, "twin": twin}
    return render(request, "practices/practice_translate.html", context, status=422 if form.errors else 200)
