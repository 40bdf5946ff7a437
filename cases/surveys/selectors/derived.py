"""What became of each file in a survey, derived anew from the file, without triggers: what the kept status is
compared with.

A verification counts from the first day of the survey, and after a return only from then on; it counts until
the survey is closed, so that a closed survey says the same for ever.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from cases.archives.models import ChangeRequest, FileStep
from cases.archives.states import ChangeState
from cases.surveys.models import SurveyEntry
from cases.surveys.states import VERIFYING, EntryStatus
from hardship.kernel.scope import SCOPE_COLUMNS

EVER, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
TRIGGERS = (
    "surveys_surveyentry_status", "filestep_survey_entries", "change_survey_entries",
    "household_survey_entries", "survey_survey_entries",
)  # fmt: skip


def with_derived(entries: QuerySet[SurveyEntry]) -> QuerySet[Any]:
    """With `derived`, one of EntryStatus, as the file stands now or stood when the survey was closed."""
    since = Coalesce(OuterRef("returned_at"), Value(EVER))
    until = Coalesce(OuterRef("survey__closed_at"), Value(LATEST))
    changes = ChangeRequest.objects.filter(household=OuterRef("household"), asked_at__lte=until)
    accepted = changes.filter(
        state=ChangeState.ACCEPTED, asked_at__date__gte=OuterRef("survey__from_on"), asked_at__gt=since
    )
    steps = FileStep.objects.filter(
        household=OuterRef("household"), action__in=VERIFYING, at__date__gte=OuterRef("survey__from_on"),
        at__gt=since, at__lte=until, taken_back__isnull=True,
    )  # fmt: skip
    # who has left needs no verification; what the file was sent back for is moot
    left = Q(household__left_on__isnull=False) & (
        Q(survey__closed_at__isnull=True) | Q(household__left_on__lte=F("survey__closed_at__date"))
    )
    return entries.annotate(
        derived=Case(
            When(left, then=Value(EntryStatus.LEFT)),
            When(Exists(changes.filter(state=ChangeState.PENDING)), then=Value(EntryStatus.PENDING)),
            When(Exists(accepted), then=Value(EntryStatus.CHANGED)),
            When(Exists(steps), then=Value(EntryStatus.VERIFIED)),
            When(excused_at__gt=Coalesce(F("returned_at"), Value(EVER)), then=Value(EntryStatus.EXCUSED)),
            When(returned_at__isnull=False, then=Value(EntryStatus.RETURNED)),
            default=Value(EntryStatus.OPEN),
            output_field=TextField(),
        )
    )


def list_differences() -> QuerySet[Any]:
    """The entries of all surveys that say something else than their file, with what it says as `derived`."""
    same = {f"own_{name}": Coalesce(F(f"household__{name}"), 0) for name in SCOPE_COLUMNS}
    own = {f"own_{name}": Coalesce(F(name), 0) for name in SCOPE_COLUMNS}
    rows = with_derived(SurveyEntry.objects.alias(**own))
    return rows.exclude(status=F("derived"), **same).order_by("survey", "household")


def list_missing_triggers() -> list[str]:
    """The triggers that keep the status and are not there, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in present]
