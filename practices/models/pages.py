"""What is written: the library and its sheets."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester

from portal.clock import today
from portal.vocabulary.models import Territory, Theme


class LibraryPermissionTester(PagePermissionTester):
    """The library itself is the house's: it is opened in the admin, and nobody changes or removes it there."""

    def __init__(self, user, page):
        super().__init__(user, page)
        self.permissions = set()


class SheetPermissionTester(PagePermissionTester):
    """In the admin a sheet may be changed as it was published; a draft is its writer's alone, for moderators too.

    Whatever an editor may do with other pages, nobody publishes or deletes a sheet there: only a review publishes.
    """

    def __init__(self, user, page):
        super().__init__(user, page)
        pending = page.has_unpublished_changes and page.latest_revision and page.latest_revision.user_id != user.pk
        held = getattr(self, "permissions", set())
        self.permissions = held & {"change"} if page.live and not pending else set()


class PracticesIndexPage(Page):
    """The library: the parent of every sheet."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["practices.PracticePage"]
    max_count_per_parent = 1
    private_page_options = []
    preview_modes = []  # it is a list of ours

    class Meta:
        verbose_name = _("biblioteca delle pratiche")

    def get_url_parts(self, request=None):
        return None, settings.PUBLIC_URL, reverse("practices:practices")

    def permissions_for_user(self, user):
        return LibraryPermissionTester(user, self)


class PracticeTag(TaggedItemBase):
    """A free word of a sheet, beside the themes of the vocabulary."""

    content_object = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="tagged_items")


class PracticePage(Page):
    """A field practice: what was tried, with whom, and what came of it.

    Until it is published its row holds no word of it: the draft is in the revision, seen by its author alone.
    """

    class Kind(models.TextChoices):
        WORKED = "worked", _("Ha funzionato")
        FAILED = "failed", _("Non ha funzionato")

    class Setting(models.TextChoices):
        HOME_VISIT = "home_visit", _("Visita a casa")
        DESK = "desk", _("Sportello")
        GROUP = "group", _("Incontro di gruppo")
        PHONE = "phone", _("Al telefono")
        REMOTE = "remote", _("A distanza")
        TABLE = "table", _("Tavolo")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Tutti, anche chi non ha un account")
        MEMBERS = "members", _("Solo chi è nella rete o segue un corso")

    # Who wrote it stays when she leaves, unless she asks to be forgotten: then the sheet has no name.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="practices", editable=False
    )
    summary = models.CharField(_("in una o due frasi"), max_length=250, blank=True)
    kind = models.CharField(_("com’è andata"), max_length=8, choices=Kind, default=Kind.WORKED)
    setting = models.CharField(_("dove si fa"), max_length=12, choices=Setting, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuti che servono"), null=True, blank=True)
    cost = models.CharField(_("quanto costa"), max_length=80, blank=True)
    need = models.TextField(_("il bisogno"), max_length=6000, blank=True)
    people = models.TextField(_("per chi"), max_length=6000, blank=True)
    steps = models.TextField(_("i passi"), max_length=6000, blank=True)
    resources = models.TextField(_("che cosa serve"), max_length=6000, blank=True)
    results = models.TextField(_("che cosa cambia"), max_length=6000, blank=True)
    weak_points = models.TextField(_("dove si inceppa, e come se ne esce"), max_length=6000, blank=True)
    themes = ParentalManyToManyField(Theme, blank=True, related_name="practices", verbose_name=_("temi"))
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("territorio")
    )
    tags = ClusterTaggableManager(through=PracticeTag, blank=True, verbose_name=_("parole chiave"))
    audience = models.CharField(_("chi la può leggere"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    # Born of a discussion, it says so in plain values: the forum is a floor above. Born of a case, it says nothing.
    source_thread = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    source_title = models.CharField(max_length=140, blank=True, editable=False)
    example = models.BooleanField(_("esempio costruito"), default=False)
    # Keys of the reference facts that it relies on, so that it can be found when one changes.
    facts = models.JSONField(default=list, blank=True, editable=False)

    parent_page_types = ["practices.PracticesIndexPage"]
    subpage_types = []
    private_page_options = []
    is_creatable = False  # sheets are written on the front end
    # Drafts stay out of the admin's search, and the library has its own.
    search_auto_update = False
    context_object_name = "practice"
    template = "practices/practice_page.html"
    promote_panels = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("summary", "kind", "setting", "minutes", "cost")], heading=_("In breve")
        ),
        *[FieldPanel(name) for name in ("need", "people", "steps", "resources", "results", "weak_points")],
        MultiFieldPanel(
            [FieldPanel(name) for name in ("themes", "territory", "tags", "audience", "example")], heading=_("Dove sta")
        ),
    ]

    # The six questions, in the order of the page.
    TEXTS = ("need", "people", "steps", "resources", "results", "weak_points")

    class Meta:
        verbose_name = _("pratica")
        verbose_name_plural = _("pratiche")
        constraints = [
            models.CheckConstraint(
                name="a_source_has_a_title", condition=models.Q(source_thread=None) | ~models.Q(source_title="")
            ),
        ]

    def full_clean(self, exclude=None, **kwargs) -> None:
        """Leave the keys that no form sets to the database: asking it beforehand costs ten queries a page."""
        kept = {"locale", "content_type", "owner", "author", "latest_revision", "live_revision"}
        super().full_clean(exclude=kept | set(exclude or ()), **kwargs)

    @property
    def words(self) -> "PracticePage":
        """The sheet in the reader's language, where somebody translated it (`queries.translate`)."""
        return self.__dict__.get("translation") or self

    @property
    def is_translated(self) -> bool:
        return bool(self.__dict__.get("translation"))

    @property
    def lang(self) -> str:
        """The language of `words`."""
        return get_language() if self.is_translated else "it"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The six questions with their answers."""
        return [(self._meta.get_field(name).verbose_name.capitalize(), getattr(self, name)) for name in self.TEXTS]

    @property
    def published_on(self):
        return timezone.localtime(self.first_published_at).date() if self.first_published_at else None

    @property
    def reviewed_on(self):
        return timezone.localtime(self.last_published_at).date() if self.last_published_at else None

    @property
    def months_since_review(self) -> int:
        return (today() - self.reviewed_on).days // 30 if self.reviewed_on else 0

    @property
    def is_old(self) -> bool:
        """A year after its last review a sheet is to be read again (the network's own rule)."""
        return self.months_since_review >= 12

    @property
    def was_published(self) -> bool:
        return self.first_published_at is not None

    def get_absolute_url(self) -> str:
        return reverse("practices:practice_show", args=[self.slug])

    def get_url_parts(self, request=None):
        """Its address is a view of ours, which asks who reads; Wagtail's own way is not open."""
        return None, settings.PUBLIC_URL, self.get_absolute_url()

    def permissions_for_user(self, user):
        return SheetPermissionTester(user, self)
