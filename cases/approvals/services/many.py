"""The same step on many applications: each its own transaction, each refusal named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.applications.models import Application
from cases.approvals.selectors import list_flags
from cases.approvals.services.steps import take_step
from hardship.accounts.models import User
from hardship.kernel.workflow import Refused


@dataclass
class Outcome:
    """What became of each: moved, or refused with the sentence why."""

    done: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, str]] = field(default_factory=list)


def take_many(
    *,
    items: Sequence[tuple[int, str]],
    action: str,
    by: User,
    lines: Mapping[str, int] | None = None,
    comment: str = "",
) -> Outcome:
    """Take one action on several applications, given as (id, content hash that was seen), in order of id.

    `lines` names the budget line for each permitted use that an approval needs. An application with a red
    flag (cases.approvals.selectors.list_flags) is left for a decision of its own; one that is refused does
    not hold up the others. Applications outside the person's scope are passed over.
    """
    seen = dict(items)
    rows = Application.objects.visible_to(by).filter(pk__in=seen)
    applications = list(
        rows.select_related("household__head", "household__union", "programme", "union").order_by("pk")
    )
    flags = list_flags(applications, by)
    outcome = Outcome()
    for application in applications:
        if flags[application.pk]:
            outcome.refused.append((application, flags[application.pk][0]))
            continue
        try:
            take_step(
                application_id=application.pk,
                action=action,
                by=by,
                seen_hash=seen[application.pk],
                comment=comment,
                line_id=(lines or {}).get(application.programme.use),
            )
        except Refused as refusal:
            outcome.refused.append((application, str(refusal)))
        else:
            outcome.done.append(application)
    return outcome
