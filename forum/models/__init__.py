from .channels import Channel, Membership
from .messages import Mention, Message, MessageVersion, Reaction, Report
from .threads import Thread, ThreadRead

__all__ = [
    "Channel",
    "Membership",
    "Mention",
    "Message",
    "MessageVersion",
    "Reaction",
    "Report",
    "Thread",
    "ThreadRead",
]
