from .asking import Asked, Conflict, offer_receipt, receipt_in, request_help
from .following import Closed, add, request_of, say_if_helped
from .forgetting import delete_due_requests, erase_request, forget_contacts
from .notices import NEW
from .reading import Opened, Reach, Said, Step, audit_name, read_request, steps_of, story_of
from .referring import MOVES, AlreadyAsked, move_referral, refer
from .working import Taken, answer, close_request, entrust, hand_over, take

__all__ = [
    "MOVES",
    "NEW",
    "AlreadyAsked",
    "Asked",
    "Closed",
    "Conflict",
    "Opened",
    "Reach",
    "Said",
    "Step",
    "Taken",
    "add",
    "answer",
    "audit_name",
    "close_request",
    "delete_due_requests",
    "entrust",
    "erase_request",
    "forget_contacts",
    "hand_over",
    "move_referral",
    "offer_receipt",
    "read_request",
    "receipt_in",
    "refer",
    "request_help",
    "request_of",
    "say_if_helped",
    "steps_of",
    "story_of",
    "take",
]
