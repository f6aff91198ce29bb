from .asking import TO_AREA, DownForm, HowForm, WhatForm
from .following import AddForm, ReceiptForm
from .working import AnswerForm, CloseForm, HandOverForm, MoveForm, ReferForm

__all__ = [
    "TO_AREA",
    "AddForm",
    "AnswerForm",
    "CloseForm",
    "DownForm",
    "HandOverForm",
    "HowForm",
    "MoveForm",
    "ReceiptForm",
    "ReferForm",
    "WhatForm",
]
