from .asking import DownForm, HowForm, WhatForm
from .following import AddForm, ReceiptForm
from .working import AnswerForm, CloseForm, HandOverForm, MoveForm, ReferForm

__all__ = [
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
