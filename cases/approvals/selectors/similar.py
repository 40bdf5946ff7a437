"""类似申请: what was decided on others of the county for the same programme, to decide equal cases alike.

Without names, numbers and unions: whoever decides may not see those families.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.policies.rules.vocabulary import label_of

SHOWN, DAYS = 10, 365
FEWEST = 3  # of fewer one could tell who they are
DISEASE = "disease"


@dataclass(frozen=True)
class Similar:
    """The latest of them, how many there are of each decision, and the sum in the middle in yuan; `kind` says
    what they have in common beside the programme."""

    rows: Sequence[Application]
    kind: str
    approved: int
    rejected: int
    middle: Decimal | None
    since: date


def list_similar(application: Application) -> Similar | None:
    """Those decided within the last twelve months; None where there are too few to compare with."""
    since = timezone.localdate() - timedelta(days=DAYS)
    alike, kind = _alike(application)
    rows = list(
        _nearby(application)
        .filter(
            alike, programme__code=application.programme.code, decided_at__date__gte=since,
            state__in=(State.APPROVED, State.REJECTED),
        )
        .exclude(pk=application.pk)
        .order_by("-decided_at", "-pk")
        .only("state", "amount", "category", "own_category", "own_label", "decided_at")
    )  # fmt: skip
    if len(rows) < FEWEST:
        return None
    counts = Counter(row.state for row in rows)
    sums = [row.amount for row in rows if row.state == State.APPROVED and row.amount is not None]
    return Similar(
        rows[:SHOWN],
        kind,
        counts[State.APPROVED],
        counts[State.REJECTED],
        median(sums) if sums else None,
        since,
    )


def _nearby(application: Application) -> QuerySet[Application]:
    """Of its county; where the tree has none, of the nearest union above that it has."""
    levels = ("county", "city", "province", "union")
    level = next(one for one in levels if getattr(application, f"{one}_id"))
    rows: QuerySet[Application] = Application.objects.filter(**{level: getattr(application, f"{level}_id")})
    return rows


def _alike(application: Application) -> tuple[Q, str]:
    """With the same disease, or for a student of the same stage; of another kind all."""
    disease = str(application.facts.get(DISEASE, "")).strip()
    if disease:
        return Q(**{f"facts__{DISEASE}": disease}), disease
    stage = application.member.stage if application.member else ""
    if stage:
        return Q(member__stage=stage), label_of("stages", stage)
    return Q(), _("同一项目")
