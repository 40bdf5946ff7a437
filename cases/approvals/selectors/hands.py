"""Who had a hand in an application: nobody of those looks into an objection to it or a review of it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.applications.models import Application, ApplicationEdit
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.file_makers import list_file_makers, on_file_of
from cases.completions.models import CompletionStep


def find_actors(application: Application) -> set[int]:
    """The ids of whoever began, submitted or wrote on it, also in the file that it rests on, took a step with
    it in whichever round, or had somebody stand in for them who did. The database keeps the same rule
    (function acted_on)."""
    wrote = application.edits.values_list("by", "stood_in_for")
    took = application.steps.values_list("by", "stood_in_for")
    completed = _completing(Q(completion__application=application)).values_list("by", "stood_in_for")
    actors = {application.created_by_id, application.submitted_by_id}
    actors.update(pk for pair in (*wrote, *took, *completed) for pk in pair)
    return {pk for pk in actors if pk is not None} | list_file_makers(application)


def touched_by(people: Collection[int]) -> Q:
    """Of applications those in which one of these people had a hand, as `find_actors` has it."""
    mine = Q(application=OuterRef("pk"))
    wrote = ApplicationEdit.objects.filter(mine, Q(by__in=people) | Q(stood_in_for__in=people))
    took = ApprovalStep.objects.filter(mine, Q(by__in=people) | Q(stood_in_for__in=people))
    began = Q(created_by__in=people) | Q(submitted_by__in=people)
    completed = _completing(
        Q(completion__application=OuterRef("pk")), Q(by__in=people) | Q(stood_in_for__in=people)
    )
    return began | on_file_of(people) | Q(Exists(wrote)) | Q(Exists(took)) | Q(Exists(completed))


def _completing(*which: Q) -> QuerySet[CompletionStep]:
    """What was done to complete urgent aid afterwards: it is shown for that, and objected to."""
    return CompletionStep.objects.filter(*which)
