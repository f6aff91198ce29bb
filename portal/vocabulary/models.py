"""The network's one vocabulary: themes, territories, languages, used by every kind of thing."""

from django.db import models
from django.utils.translation import get_language


class Term(models.Model):
    """A word of the vocabulary; its parent is the wider word."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Theme(Term):
    """What a thing is about."""


class Territory(Term):
    """Where the network works: an area, or a municipality inside it."""

    @property
    def area_pk(self) -> int:
        """The key of the area that it is, or lies in."""
        return self.parent_id or self.pk


class Language(Term):
    """A language that people speak."""


class Postcode(models.Model):
    """A CAP: several municipalities may share it, a city has many."""

    code = models.CharField(max_length=5)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="postcodes")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code", "territory"], name="a_postcode_is_told_once")]

    def __str__(self) -> str:
        return self.code
