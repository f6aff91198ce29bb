"""What the index still has to hear, and what people looked for in vain."""

from django.db import models

from portal.clock import now


class IndexRequest(models.Model):
    """An entry that changed: the writer looks at the thing as it is then, and puts it or takes it away.

    Rows are only added and deleted, so that a change during the writing is never lost.
    """

    key = models.CharField(max_length=40)
    # What may no longer be found goes before what may be found from now on.
    is_removal = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-is_removal", "pk"]
        indexes = [models.Index(fields=["-is_removal", "id"], name="index_request_order")]
        constraints = [models.CheckConstraint(name="an_index_request_names_an_entry", condition=~models.Q(key=""))]

    def __str__(self) -> str:
        return self.key


class UnmetNeed(models.Model):
    """Words that found nothing, with how often: what somebody in the network could write an answer to.

    Nothing says who searched, and words in which the guard sees a person are not kept.
    """

    words = models.CharField(max_length=200, unique=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-count", "-last_at"]
        constraints = [
            models.CheckConstraint(
                name="an_unmet_need_was_looked_for", condition=models.Q(count__gte=1) & ~models.Q(words="")
            )
        ]

    def __str__(self) -> str:
        return self.words
