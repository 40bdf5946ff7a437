"""Numbers without gaps for each union and year: the row lock of a counter is what makes them so."""

from django.db import models


class YearCounter(models.Model):
    """The last number given in one union and year. A subclass names the unique constraint on both."""

    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.union_id} {self.year} {self.last}"


def next_number(counters: type[YearCounter], *, union_id: int, year: int) -> int:
    """The next number; it is taken for good when the transaction commits and given back when it does not."""
    rows = counters._default_manager
    rows.bulk_create([counters(union_id=union_id, year=year)], ignore_conflicts=True)
    counter = rows.select_for_update().get(union_id=union_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
