"""催办 of an application that waits at a stage of its route."""

from django.db import transaction

from cases.applications.models import Application
from cases.approvals.selectors import get_awaited
from cases.archives.services.urging import urge
from hardship.accounts.models import User
from hardship.kernel import workflow
from hardship.messaging.models import Message

URGE = "approvals.urge"


@transaction.atomic
def urge_application(*, application_id: int, by: User) -> Message:
    """Asks the post that the application waits for to go on. Raises Refused, Application.DoesNotExist outside
    the person's scope."""
    rows = Application.objects.visible_to(by).select_related("union")
    application = workflow.lock(rows, application_id)
    return urge(
        URGE,
        about=application,
        post=get_awaited(application),
        by=by,
        number=application.number or "",
        union=application.awaits,
    )
