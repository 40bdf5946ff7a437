"""临时救助 for somebody without a file: begun with who they are; afterwards a file, or a reason why not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application, UnfiledAnswer
from cases.applications.selectors.unfiled import answer_blocker
from cases.applications.services.entry import save, start
from cases.applications.services.refusals import ApplicationRefused
from cases.archives.services.entry.drafts import begin_household, save_section
from cases.archives.states import Section
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit


@transaction.atomic
def start_off_file(
    *,
    programme_id: int,
    head: Mapping[str, Any],
    reason: str,
    by: User,
    amount: Decimal | None = None,
    is_urgent: bool = False,
) -> Application:
    """An application for the person whom `head` describes (fields of the worker's section of a file), on a
    draft of the own union, begun with them or found by the ID number.

    What `is_urgent` is paid first, where a route allows it; `amount` in yuan, None for what they may get.
    Raises what `start` raises, FileRefused, and HeldElsewhere for whoever stands in an active file: they are
    helped through that.
    """
    told = {name: value for name, value in head.items() if value}
    household, is_new = begin_household(union=by.union, by=by, head=told)
    if not is_new:
        household = save_section(
            household_id=household.pk, section=Section.WORKER, data=told, version=household.version, by=by
        )
    made = start(household_id=household.pk, programme_id=programme_id, by=by, off_file=True)
    return save(
        application_id=made.pk, version=made.version, by=by, reason=reason, member=made.member,
        amount=amount, is_urgent=is_urgent,
    )  # fmt: skip


@transaction.atomic
def answer_unfiled(*, application_id: int, reason: str, by: User) -> UnfiledAnswer:
    """Keeps why no file is opened for the person. Raises ApplicationRefused where one must be, or there is
    one; Application.DoesNotExist outside the person's scope."""
    rows = Application.objects.visible_to(by).select_related("union", "programme__policy")
    application = rows.select_for_update(of=("self",)).get(pk=application_id)
    if why := answer_blocker(application, by):
        raise ApplicationRefused(why)
    if not reason.strip():
        raise ApplicationRefused(_("请写明不建档的原因。"), field="reason")
    made: UnfiledAnswer = UnfiledAnswer.objects.create(
        application=application, reason=reason.strip(), by=by, stood_in_for=stood_in_for(by)
    )
    audit.record("application.leave_unfiled", target=application, by=by)
    return made
