from .bodies import organisation_check, organisation_edit, organisation_new, organisation_show, organisations
from .corrections import correction_answer, corrections, desk_report, listed_report
from .desks import desk_check, desk_close, desk_edit, desk_history, desk_new, desk_show
from .finding import find, listed_show
from .listings import listing_confirm, listing_edit, listing_leave
from .network import network, territory_show
from .people import assignment_end, organisation_people

__all__ = [
    "assignment_end",
    "correction_answer",
    "corrections",
    "desk_check",
    "desk_close",
    "desk_edit",
    "desk_history",
    "desk_new",
    "desk_report",
    "desk_show",
    "find",
    "listed_report",
    "listed_show",
    "listing_confirm",
    "listing_edit",
    "listing_leave",
    "network",
    "organisation_check",
    "organisation_edit",
    "organisation_new",
    "organisation_people",
    "organisation_show",
    "organisations",
    "territory_show",
]
