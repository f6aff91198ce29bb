from .joining import (
    accept_invitation,
    approve_join,
    ask_to_join,
    decline_join,
    invite,
    join_network,
    withdraw_invitation,
)
from .people import change_profile, suspend, unsuspend
from .standing import begin_shadowing, grant_role, qualify, withdraw_qualification, withdraw_role

__all__ = [
    "accept_invitation",
    "approve_join",
    "ask_to_join",
    "begin_shadowing",
    "change_profile",
    "decline_join",
    "grant_role",
    "invite",
    "join_network",
    "qualify",
    "suspend",
    "unsuspend",
    "withdraw_invitation",
    "withdraw_qualification",
    "withdraw_role",
]
