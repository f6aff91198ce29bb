from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..forms import ListingForm
from ..models import Listing
from ..permissions import can_be_listed, require


def listing_edit(request: HttpRequest) -> HttpResponse:
    """«Farsi trovare»: an operator chooses what citizens see of her."""
    user = request.user
    require(can_be_listed(user))
    shown = Listing.objects.select_related("person", "territory").filter(person=user).first()
    form = ListingForm(request.POST if request.method == "POST" else None, initial=ListingForm.initial_of(user, shown))
    if request.method == "POST" and form.is_valid():
        actions.list_ted(user, form.chosen, by=user)
        form.note_override(by=user, place="network.listing")
        messages.success(request, _("Fatto. Sotto vedi quello che vedono i cittadini."))
        return redirect("network:listing_edit")
    context = {"form": form, "listing": shown if shown and shown.is_listed else None}
    return render(request, "network/listing_edit.html", context, status=422 if form.errors else 200)


@require_POST
def listing_leave(request: HttpRequest) -> HttpResponse:
    """Leave the public list, at once."""
    actions.unlist(request.user, by=request.user)
    messages.success(request, _("Fatto. Da ora non ti si trova più. Il numero è cancellato."))
    return redirect("network:listing_edit" if can_be_listed(request.user) else "network:find")


@require_POST
def listing_confirm(request: HttpRequest) -> HttpResponse:
    """«È tutto giusto»."""
    actions.confirm_listing(request.user, by=request.user)
    messages.success(request, _("Grazie. La tua pagina risulta verificata oggi."))
    return redirect("network:listing_edit")
