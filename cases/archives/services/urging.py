"""催办: whoever waits for another person's step asks for it, once a working day: of a file or what
belongs to one."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.services.refusals import FileRefused
from cases.archives.states import ChangeState, State
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import competent_union
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.desk import Post
from hardship.kernel.scope import Part, ScopedModel, competent_id
from hardship.messaging import services as messaging
from hardship.messaging.models import Message
from hardship.messaging.selectors import list_urges

URGE = "archives.urge"
URGE_CHANGES = "archives.changes.urge"


@dataclass(frozen=True)
class Urging:
    """What a page shows of it: whether this person may urge, and the last time that somebody did."""

    is_open: bool
    last: Message | None


def get_urging(row: ScopedModel, post: Post | None, user: User, union: Union | None = None) -> Urging:
    """`post` is the one that the row waits for, None for a row that waits for nobody; at `union`, or where
    its part is played."""
    if post is None:
        return Urging(is_open=False, last=None)
    asked = union.pk if union else competent_id(row, post.part)
    last = list_urges(row).filter(role=post.role, union=asked).first()
    is_free = last is None or timezone.localdate(last.sent_at) < open_day()
    return Urging(is_open=is_free and waits_for(row, post, user, union), last=last)


def waits_for(row: ScopedModel, post: Post, user: User, union: Union | None = None) -> bool:
    """Whether the row is this person's matter, who does not hold the post themselves: a clerk of the union
    that entered it, or a reviewer of the one that passed it on."""
    awaited = union.pk if union else competent_id(row, post.part)
    if post.is_held_by(user) and awaited == user.union_id:
        return False
    is_clerk = user.has_role(Role.CLERK) and row.union_id == user.union_id
    return is_clerk or (CASE_REVIEWER.is_held_by(user) and competent_id(row, Part.REVIEW) == user.union_id)


def get_awaited(household: Household) -> Post | None:
    """Whose step a file waits for."""
    return CASE_REVIEWER if household.state == State.UNDER_REVIEW else None


def get_awaited_of_changes(household: Household) -> Post | None:
    """Whose decision the changes of a file wait for."""
    return CASE_REVIEWER if household.changes.filter(state=ChangeState.PENDING).exists() else None


@transaction.atomic
def urge_changes(*, household_id: int, by: User) -> Message:
    """Asks the reviewers to decide on the changes of a file, all of which stand on one page. Raises Refused,
    Household.DoesNotExist outside the person's scope."""
    household = workflow.lock(Household.objects.visible_to(by).select_related("union"), household_id)
    post, number = get_awaited_of_changes(household), household.file_no or ""
    return urge(URGE_CHANGES, about=household, post=post, by=by, number=number)


@transaction.atomic
def urge_file(*, household_id: int, by: User) -> Message:
    """Asks the reviewers of a submitted file to go on. Raises Refused, Household.DoesNotExist outside the
    person's scope."""
    household = workflow.lock(Household.objects.visible_to(by).select_related("union"), household_id)
    return urge(URGE, about=household, post=get_awaited(household), by=by, number=household.file_no or "")


def urge(
    kind: str, *, about: ScopedModel, post: Post | None, by: User, number: str, union: Union | None = None
) -> Message:
    """Asks the holders of a post, at `union` or where its part is played, to go on with a row, which the
    caller has locked; the log keeps it under the row. Raises Refused."""
    if post is None:
        raise FileRefused(_("现在没有等别人办的环节，不用催办。请重新打开，看最新状态。"))
    if not waits_for(about, post, by, union):
        raise FileRefused(_("只有等对方办理的人可以催办。"))
    union = union or competent_union(about, post.part)
    message = messaging.urge(
        kind, about=about, union=union, role=post.role, since=open_day(), by=by, number=number
    )
    audit.record(f"{about._meta.model_name}.urge", target=about, by=by, message=message.pk)
    return message


def open_day() -> date:
    """The working day that has not passed yet: today, or the last one before a weekend or holiday."""
    today, calendar = timezone.localdate(), get_calendar()
    return today if calendar.is_workday(today) else calendar.add_workdays(today, -1)
