"""Who is who."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.vocabulary.models import Territory, Theme


class People(UserManager):
    """Makes people known by their e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        email = self.normalize_email(email).lower()
        fields.setdefault("handle", self.free_handle(fields.get("first_name", ""), fields.get("last_name", "")))
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make the first account of a new installation: staff, by role and not by flag."""
        return self.create_user(email, password, **fields)

    def free_handle(self, first_name: str, last_name: str) -> str:
        """Find a handle that nobody has: «ada-ferrero», then «ada-ferrero-2»."""
        stem = slugify(f"{first_name} {last_name}")[:40].strip("-") or "persona"
        taken = set(self.filter(handle__startswith=stem).values_list("handle", flat=True))
        handle, n = stem, 1
        while handle in taken:
            n += 1
            handle = f"{stem}-{n}"
        return handle


class User(AbstractUser):
    """A person of the network, or on her way into it."""

    class Language(models.TextChoices):
        ITALIAN = "it", _("Italiano")
        ENGLISH = "en", _("Inglese")

    username = None
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("C’è già un account con questa e-mail.")}
    )
    first_name = models.CharField(_("nome"), max_length=60)
    last_name = models.CharField(_("cognome"), max_length=60)
    handle = models.SlugField(max_length=50, unique=True)
    language = models.CharField(_("lingua"), max_length=2, choices=Language, default=Language.ITALIAN)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("territorio")
    )
    organisation = models.CharField(_("ente"), max_length=120, blank=True)
    job = models.CharField(_("che lavoro fai"), max_length=80, blank=True)
    about = models.TextField(_("presentati"), max_length=1200, blank=True)
    languages = models.CharField(_("lingue che parli"), max_length=120, blank=True)
    competences = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("di che cosa ti occupi"))
    shows_email = models.BooleanField(_("mostra la mia e-mail ai colleghi"), default=False)
    # What she is recognised as, in words of the code: kept by `accounts.actions` beside her qualifications, for lists.
    recognised = models.CharField(max_length=40, blank=True, editable=False)
    member_since = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_why = models.CharField(max_length=200, blank=True)
    date_joined = models.DateTimeField(default=now)

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_has_one_account"),
            models.CheckConstraint(
                name="a_suspended_person_is_not_active",
                condition=models.Q(suspended_at=None) | models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or _("Persona senza nome")

    @property
    def short_name(self) -> str:
        return f"{self.first_name} {self.last_name[:1]}.".strip() if self.last_name else self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or "?"

    @property
    def title_line(self) -> str:
        """«TED, Torino»: load `territory` with the people of a list."""
        titles = {"TED": _("TED"), "ACTIVATOR": _("attivatore di snodo"), "SHADOWING": _("in affiancamento")}
        words = [str(titles[word]) for word in self.recognised.split()]
        if not words and self.member_since:
            words = [str(_("corsista"))]
        if self.territory_id:
            words.append(self.territory.label)
        return ", ".join(words)

    def get_absolute_url(self) -> str:
        return reverse("accounts:person_show", args=[self.handle])


# The word of the domain; Django calls it user.
Person = User
