"""批量申请 handed in: each application by itself, those with something missing stay drafts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.applications.models import Application, Batch
from cases.applications.selectors import content_hash
from cases.applications.selectors.batches import list_of_batch
from cases.applications.services import open_batch
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
