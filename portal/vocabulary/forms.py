"""Fields that choose from the vocabulary."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Language, Territory, Theme


class TerritoryField(forms.ModelChoiceField):
    """Where: a municipality stands under its area."""

    def __init__(self, **kwargs):
        places = Territory.objects.select_related("parent")
        kwargs.setdefault("empty_label", _("Scegli il territorio"))
        kwargs.setdefault("error_messages", {"required": _("Scegli il territorio.")})
        super().__init__(places, **kwargs)

    def label_from_instance(self, territory: Territory) -> str:
        return f"{territory.parent.label}: {territory.label}" if territory.parent_id else territory.label


class ThemesField(forms.ModelMultipleChoiceField):
    """What it is about: one theme or more."""

    def __init__(self, **kwargs):
        kwargs.setdefault("error_messages", {"required": _("Scegli almeno un argomento.")})
        super().__init__(Theme.objects.all(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, theme: Theme) -> str:
        return theme.label


class LanguagesField(forms.ModelMultipleChoiceField):
    """Languages that are spoken."""

    def __init__(self, **kwargs):
        super().__init__(Language.objects.all(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, language: Language) -> str:
        return language.label


def grouped_themes(boxes: forms.BoundField) -> list[tuple[str, list, bool]]:
    """Give the boxes of a field of themes under their wider word, and whether one of them is ticked."""
    groups: dict[int, list] = {}
    for box in boxes:
        theme = box.data["value"].instance
        groups.setdefault(theme.parent_id or theme.pk, []).append((theme, box))
    return [
        (
            next((theme.label for theme, _box in found if theme.parent_id is None), found[0][0].label),
            [box for _theme, box in found],
            any(box.data["selected"] for _theme, box in found),
        )
        for found in groups.values()
    ]
