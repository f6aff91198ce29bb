"""Fields of every form."""

import re
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Whole:
    """Mixed into a field of words: a long paste comes back whole, with a sentence that says how long it is."""

    default_error_messages = {
        "max_length": _("È lungo %(show_value)d caratteri: al massimo %(limit_value)d. Accorcialo.")
    }

    def widget_attrs(self, widget) -> dict:
        # With maxlength a browser would cut what is pasted without a word.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TextField(Whole, forms.CharField):
    """Words, in a line or more. Characters that nobody types are taken out: feeds and databases refuse them."""

    def to_python(self, value) -> str:
        return super().to_python(
            _UNTYPED.sub("", (value or "").replace("\r\n", "\n")) if isinstance(value, str) else value
        )


class LineField(TextField):
    """One line of words."""

    def to_python(self, value) -> str:
        return " ".join(super().to_python(value).split())


class WebField(Whole, forms.URLField):
    """An address of the web, and of nothing else: a link to it is shown to others."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Scrivi l’indirizzo intero, così: https://www.esempio.it.")}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class CidField(forms.UUIDField):
    """The writer's own key of what she sends. One that makes no sense is replaced: it only serves to know a repeat."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, initial=uuid4, **kwargs)

    def clean(self, value) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except ValidationError:
            return uuid4()


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def missing(sentence) -> dict:
    """What to say when a field is empty: what to do, never «obbligatorio»."""
    return {"error_messages": {"required": sentence}}
