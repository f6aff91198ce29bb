from .joining import Invitation, JoinRequest
from .people import Person, User
from .standing import Qualification, Role

__all__ = ["Invitation", "JoinRequest", "Person", "Qualification", "Role", "User"]
