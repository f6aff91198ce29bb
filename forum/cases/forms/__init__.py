from .cases import CaseForm, CloseForm, WordsForm
from .talk import CorrectionForm, EntryForm, NetworkForm, PersonForm

__all__ = ["CaseForm", "CloseForm", "CorrectionForm", "EntryForm", "NetworkForm", "PersonForm", "WordsForm"]
