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


class DayKey(models.Model):
    """The key of one day, under which addresses are counted; it is thrown away when the day is over."""

    day = models.DateField(primary_key=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"key of {self.day}"
