"""What editors compose: the public home and the information pages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.clock import now


class HomePage(Page):
    """The public home of the network. Its text parts are Markdown, in the order of the page."""

    lead = models.CharField(_("apertura"), max_length=240, blank=True)
    body = models.TextField(_("testo"), max_length=12_000, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    subpage_types = ["home.InfoPage", "practices.PracticesIndexPage", "courses.CoursesIndexPage"]
    max_count_per_parent = 1
    private_page_options = []


class InfoPage(Page):
    """A page of information: how it works, privacy, accessibility."""

    lead = models.CharField(_("in una frase"), max_length=300, blank=True)
    body = models.TextField(_("testo"), max_length=20_000)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    private_page_options = []


class GuideStep(models.Model):
    """One thing of the first day that a person has done; without its rows the guide begins anew."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=20)
    done_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_step_of_the_guide_is_done_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.key}"
