from .bodies import BodiesForm, OrganisationForm
from .corrections import AnswerForm, ReportForm
from .desks import DeskForm, hours_formset, services_formset
from .finding import FindForm
from .listings import ListingForm
from .people import AssignForm

__all__ = [
    "AnswerForm",
    "AssignForm",
    "BodiesForm",
    "DeskForm",
    "FindForm",
    "ListingForm",
    "OrganisationForm",
    "ReportForm",
    "hours_formset",
    "services_formset",
]
