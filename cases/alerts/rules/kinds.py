"""What a kind of warning is. A room adds one by `alert_kind` around a function that returns its SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from cases.alerts.states import Circle, Severity
from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


YUAN = "'FM999,999,999,990.00'"  # how PostgreSQL writes a sum in a sentence


@dataclass(frozen=True)
class Limit:
    """A figure that each union may set from a day on; `preset` holds where nobody did."""

    label: "StrOrPromise"
    preset: Decimal


@dataclass(frozen=True)
class AlertKind:
    """`hits` returns a SELECT of union_id, subject, household_id, label, figures (jsonb of texts and whole
    numbers that stay the same while nothing happens), over all unions at once. It joins `limits` (union_id,
    first, second) and knows %(today)s. `why` is the sentence that the figures complete. `page` is the URL
    name of the page of what a subject "word:17" names, whose key is what follows the colon."""

    code: str
    label: "StrOrPromise"
    why: "StrOrPromise"
    severity: Severity
    first: Limit
    second: Limit | None
    circle: Circle
    page: str
    hits: Callable[[], str]

    def say(self, figures: Mapping[str, Any]) -> str:
        return str(self.why) % figures

    def link(self, subject: str, household_id: int | None) -> str:
        if self.page:
            return reverse(self.page, args=[subject.partition(":")[2]])
        return reverse("desk:case", args=[household_id]) if household_id else ""


KINDS: Registry[AlertKind] = Registry(
    "alerts.kinds", "Kinds of warnings: how they are found, set by set, and how they read."
)


def alert_kind(
    code: str,
    label: "StrOrPromise",
    *,
    why: "StrOrPromise",
    first: Limit,
    second: Limit | None = None,
    severity: Severity = Severity.ORANGE,
    circle: Circle = Circle.CASES,
    page: str = "",
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Decorator of the function that returns the SQL of one kind."""

    def register(hits: Callable[[], str]) -> Callable[[], str]:
        KINDS.add(code)(AlertKind(code, label, why, severity, first, second, circle, page, hits))
        return hits

    return register
