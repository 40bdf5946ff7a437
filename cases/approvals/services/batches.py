"""批量申请 handed in: each application by itself, and what lacks something stays; or all of them, or none."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application, Batch
from cases.applications.selectors import content_hash
from cases.applications.selectors.batches import list_of_batch
from cases.applications.services import ApplicationRefused, open_batch
from cases.applications.services.batches import MOST_WAITED_FOR
from cases.applications.states import EDITABLE_STATES
from cases.approvals.services.steps import take_step
from hardship.accounts.models import User
from hardship.kernel.workflow import Refused

JOB = "submit_batch"


@dataclass(frozen=True)
class Handed:
    """How many were handed in, how many stay, and why, each reason once."""

    done: int
    left: int
    why: tuple[str, ...] = ()


class BatchRefused(ApplicationRefused):
    """Not one of a batch was handed in: `problems` says of each that could not be why, by its key."""

    def __init__(self, problems: Mapping[int, str], total: int) -> None:
        said = {"total": total, "wrong": len(problems)}
        super().__init__(_("共 %(total)s 件，有 %(wrong)s 件不能提交，一件也没有提交。") % said)
        self.problems = dict(problems)


def list_drafts(batch: Batch, by: User) -> list[int]:
    """The keys of those that are not handed in."""
    rows = list_of_batch(batch, by).filter(state__in=EDITABLE_STATES)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def submit_one(*, application_id: int, by: User, comment: str = "") -> str:
    """Hands in one application as it is now; why it stays, or ''. What changes between the reading and
    the lock is refused (steps.take_step)."""
    rows = Application.objects.visible_to(by)
    application = rows.select_related("household__union", "programme__policy", "member").get(
        pk=application_id
    )
    if application.state not in EDITABLE_STATES:
        return _("已经提交或撤回")
    try:
        take_step(
            application_id=application_id,
            action="submit",
            by=by,
            seen_hash=content_hash(application),
            comment=comment,
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def submit_batch(*, batch_id: int, by: User, comment: str = "") -> Handed:
    """Hands in all that is complete. Raises ApplicationRefused for the batch of
    another union."""
    batch = open_batch(batch_id, by)
    keys = list_drafts(batch, by)
    found = [submit_one(application_id=key, by=by, comment=comment) for key in keys]
    whys = [why for why in found if why]
    return Handed(len(keys) - len(whys), len(whys), tuple(dict.fromkeys(whys)))


@transaction.atomic
def submit_whole(*, batch_id: int, by: User, comment: str = "") -> int:
    """Hands in all of a batch in one transaction; returns how many. Raises BatchRefused with every problem,
    and nothing is handed in, where one cannot be; ApplicationRefused where nothing is left to hand in, and
    for a batch of more than MOST_WAITED_FOR, of which the good ones go by a job."""
    batch = open_batch(batch_id, by)
    keys = list_drafts(batch, by)
    if not keys:
        raise ApplicationRefused(_("这一批没有待提交的申请，可能已经提交过了。"))
    if len(keys) > MOST_WAITED_FOR:
        raise ApplicationRefused(
            _("全部一起提交最多 %(most)s 件，请分成几批，或者提交没有问题的。") % {"most": MOST_WAITED_FOR}
        )
    found = {key: submit_one(application_id=key, by=by, comment=comment) for key in keys}
    problems = {key: why for key, why in found.items() if why}
    if problems:
        raise BatchRefused(problems, len(keys))
    return len(keys)
