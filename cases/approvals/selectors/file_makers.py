"""Who wrote in the household's file what an application rests on: entered or imported it, gave documents.

They take no part in deciding it until somebody else has gone through the whole file (核查, 重新认定), after
they wrote and before it was submitted. The database has the same rule (function approvals_wrote_file).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q

from cases.applications.models import Application
from cases.archives.models import FileEdit, FileStep
from cases.archives.states.files import LOOKED_THROUGH
from hardship.kernel.together import read

Traces = list[tuple[frozenset[int], datetime]]


def wrote_file(application: Application, people: Collection[int]) -> bool:
    """Whether one of these people did, or had somebody stand in for them who did."""
    submitted = application.submitted_at
    wrote = read(application, _writings)[application.pk]
    mine = [at for who, at in wrote if not who.isdisjoint(people)]
    if submitted is None or not mine:
        return False
    return not any(
        max(mine) <= at <= submitted and who.isdisjoint(people)
        for who, at in read(application, _looks)[application.pk]
    )


def list_file_makers(application: Application) -> set[int]:
    """All of whom this is so."""
    wrote = {pk for who, _at in read(application, _writings)[application.pk] for pk in who}
    return {pk for pk in wrote if wrote_file(application, {pk})}


def on_file_of(people: Collection[int]) -> Q:
    """Of applications those of which `wrote_file` is so of these people."""
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    looks = FileStep.objects.filter(
        household=OuterRef("household"), action__in=LOOKED_THROUGH, by__isnull=False, taken_back__isnull=True,
        at__gte=OuterRef("at"), at__lte=OuterRef(OuterRef("submitted_at")),
    ).exclude(mine)  # fmt: skip
    wrote = FileEdit.objects.filter(mine)
    rested = wrote.filter(household=OuterRef("household"), at__lte=OuterRef("submitted_at"))
    # the files that they ever wrote in are few: only of those is more asked
    return Q(household__in=wrote.values("household")) & Q(Exists(rested.exclude(Exists(looks))))


def _writings(applications: Sequence[Application]) -> dict[int, Traces]:
    """Of each pair of writers the last time before it was submitted."""
    found: dict[int, Traces] = defaultdict(list)
    rows = Application.objects.filter(
        pk__in=[row.pk for row in applications], household__edits__at__lte=F("submitted_at")
    ).order_by()
    pairs = rows.values_list("pk", "household__edits__by", "household__edits__stood_in_for")
    for key, by, holder, at in pairs.annotate(last=Max("household__edits__at")):
        found[key].append((_people(by, holder), at))
    return found


def _looks(applications: Sequence[Application]) -> dict[int, Traces]:
    found: dict[int, Traces] = defaultdict(list)
    of_file: dict[int, list[int]] = defaultdict(list)
    for row in applications:
        of_file[row.household_id].append(row.pk)
    rows = FileStep.objects.filter(
        household__in=of_file, action__in=LOOKED_THROUGH, by__isnull=False, taken_back__isnull=True
    )
    for file, by, holder, at in rows.order_by().values_list("household", "by", "stood_in_for", "at"):
        for key in of_file[file]:
            found[key].append((_people(by, holder), at))
    return found


def _people(*keys: int | None) -> frozenset[int]:
    return frozenset(key for key in keys if key is not None)
