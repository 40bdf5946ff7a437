"""批量申请 handed in."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.applications.models import Batch
from cases.applications.services import open_batch
from cases.applications.services.batches import MOST_WAITED_FOR
from cases.applications.views.batches import get_batch, grid
from cases.approvals.services.batches import JOB, BatchRefused, list_drafts, submit_batch, submit_whole
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.jobs.services import enqueue
from hardship.kernel.workflow import Refused

MOST_WHYS = 3  # reasons that a message names


@require_POST
@require_role(Role.CLERK)
def submit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Hands in all that is complete, and what is not stays on the grid with what it lacks; or (`whole`) all
    of it, or nothing."""
    row = get_batch(request, uid)
    try:
        return _submit_whole(request, row) if request.POST.get("whole") else _submit(request, row)
    except BatchRefused as refusal:
        return grid(request, row, problems=refusal.problems, refusal=str(refusal), status=refusal.status)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:batch", uid=uid)


def _submit_whole(request: AuthenticatedRequest, row: Batch) -> HttpResponse:
    done = submit_whole(batch_id=row.pk, by=request.user)
    messages.success(request, _("已全部提交，共 %(done)s 件。") % {"done": done})
    return redirect("applications:batch", uid=row.uid)


def _submit(request: AuthenticatedRequest, row: Batch) -> HttpResponse:
    open_batch(row.pk, request.user)
    keys = list_drafts(row, request.user)
    if len(keys) > MOST_WAITED_FOR:
        params = {"batch": str(row.uid)}
        made = enqueue(JOB, by=request.user, params=params, total=len(keys))
        return redirect("jobs:detail", uid=made.uid)
    handed = submit_batch(batch_id=row.pk, by=request.user)
    words = (
        _("已提交 %(done)s 件。")
        if not handed.left
        else _("已提交 %(done)s 件，%(left)s 件留在表上：%(why)s")
    )
    tell = messages.success if handed.done else messages.warning
    why = " ".join(handed.why[:MOST_WHYS])
    tell(request, words % {"done": handed.done, "left": handed.left, "why": why})
    return redirect("applications:batch", uid=row.uid)
