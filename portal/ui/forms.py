"""Fields of every form."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Whole:
    """Mixed into a field of words: a long paste comes back whole, with a sentence that says how long it is."""

    default_error_messages = {
        "max_length": _("È lungo %(show_value)d caratteri: al massimo %(limit_value)d. Accorcialo.")
    }

    def widget_attrs(self, widget) -> dict:
        # With maxlength a browser would cut what is pasted without a word.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TextField(Whole, forms.CharField):
    """Words, in a line or more."""
