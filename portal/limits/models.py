from django.db import models


class Spending(models.Model):
    """How often something was done in a window of time. Shared by all workers, kept over restarts."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="spending_until")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
