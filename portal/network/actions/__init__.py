from .bodies import change_organisation, check_organisation, open_organisation
from .corrections import (
    AlreadyAnswered,
    answer_correction,
    erase_correction,
    forget_old_corrections,
    offer_receipt,
    receipt_in,
    report_error,
)
from .desks import change_desk, check_desk, close_desk, open_desk
from .listings import confirm_listing, list_ted, unlist, unlist_who_lost_her_title
from .people import AlreadyThere, assign, end_places, relieve

__all__ = [
    "AlreadyAnswered",
    "AlreadyThere",
    "answer_correction",
    "assign",
    "change_desk",
    "change_organisation",
    "check_desk",
    "check_organisation",
    "close_desk",
    "confirm_listing",
    "end_places",
    "erase_correction",
    "forget_old_corrections",
    "list_ted",
    "offer_receipt",
    "open_desk",
    "open_organisation",
    "receipt_in",
    "relieve",
    "report_error",
    "unlist",
    "unlist_who_lost_her_title",
]
