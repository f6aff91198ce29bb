from .adoptions import AdoptionForm, RemoveForm
from .reviews import AskForm, DecisionForm
from .sheets import SheetForm, TranslationForm, WithdrawForm

__all__ = [
    "AdoptionForm",
    "AskForm",
    "DecisionForm",
    "RemoveForm",
    "SheetForm",
    "TranslationForm",
    "WithdrawForm",
]
