"""受理: how an application came in, who has it in hand (首问负责), and the receipt that the family gets."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ContactStep, Receipt, ReceiptCounter
from cases.applications.rules import Received
from cases.applications.selectors import entry_blocker, list_attached, missing_papers, papers_of
from cases.applications.selectors.permits import colleagues_of, contact_blocker, taking_blocker
from cases.applications.services.refusals import ApplicationRefused
from cases.applications.states import OPEN_STATES, REPLY_WORKDAYS, Channel, ContactAct
from cases.archives.models import Evidence
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number
from hardship.kernel.registry import Registry
from hardship.messaging import services as messaging

LATEST_ENTRY = timedelta(days=365)
OFFER = "applications.offer"
REPLY_DAYS: Registry[Callable[[Application], int]] = Registry(
    "applications.reply_days", "Within how many working days the first stage of an application is done."
)


def take_category(application: Application) -> None:
    """That of the file; who has none is called so. Not saved."""
    application.adopt(application.household)
    if application.off_file and not application.category:
        application.own_label = str(_("未建档"))


def put_received(application: Application, received: Received) -> None:
    """Notes how it came in; only one that somebody brought for the family keeps who that was. Raises
    ApplicationRefused for a day to come or one more than a year ago."""
    today = timezone.localdate()
    if received.on and not today - LATEST_ENTRY <= received.on <= today:
        raise ApplicationRefused(_("收到日期应在今天以前的一年之内。"), field="received_on")
    is_brought = received.channel == Channel.AGENT
    application.channel, application.received_on = received.channel, received.on
    application.agent_name = received.agent_name.strip() if is_brought else ""
    application.agent_relation = received.agent_relation.strip() if is_brought else ""


def put_in_hand(application: Application, by: User) -> None:
    """The first step: whoever received it has it in hand."""
    ContactStep.objects.create(application=application, act=ContactAct.RECEIVED, to=by, by=by)


@transaction.atomic
def offer(*, application_id: int, to_id: int, by: User, note: str = "") -> ContactStep:
    """Asks a colleague to take the application in hand; until they do it stays where it is.

    Raises ApplicationRefused, Application.DoesNotExist outside the person's scope.
    """
    application = _lock(application_id, by)
    _require(contact_blocker(application, by))
    to = colleagues_of(application).exclude(pk=by.pk).filter(pk=to_id).first()
    if to is None:
        raise ApplicationRefused(_("请选择本工会的另一位经办人。"), field="to")
    step = _step(application, ContactAct.OFFERED, to=to, by=by, note=note, offered=to)
    number = application.number or ""
    messaging.send(OFFER, about=application, union=application.union, to=to, by=by, number=number)
    return step


@transaction.atomic
def take(*, application_id: int, by: User) -> ContactStep:
    """Takes in hand what a colleague offered, or what somebody left behind who works here no more.

    Raises ApplicationRefused, Application.DoesNotExist outside the person's scope.
    """
    application = _lock(application_id, by)
    _require(taking_blocker(application, by))
    application.contact = by
    return _step(application, ContactAct.TAKEN, to=by, by=by, offered=None)


def receive_handed(application: Application, to: User) -> None:
    """Whoever receives what a colleague hands over (hardship.handovers) takes it in hand; the caller holds
    the row locked and asked whether they may."""
    application.contact = to
    _step(application, ContactAct.TAKEN, to=to, by=to, offered=None)


@transaction.atomic
def keep(*, application_id: int, by: User) -> ContactStep:
    """Ends an offer: by whoever made it, or whom it was made to. Raises ApplicationRefused."""
    application = _lock(application_id, by)
    if application.offered_id is None or by.pk not in (application.contact_id, application.offered_id):
        raise ApplicationRefused(_("这份申请现在没有等您答复的移交。"))
    return _step(application, ContactAct.KEPT, to=application.contact, by=by, offered=None)


@transaction.atomic
def issue_receipt(*, application_id: int, by: User) -> Receipt:
    """受理回执: a new one where something came in since the last, else the last one.

    Raises ApplicationRefused, UnknownYear, Application.DoesNotExist outside the person's scope.
    """
    application = _lock(application_id, by)
    _require(entry_blocker(application, by) or _closed(application))
    if application.received_on is None:
        raise ApplicationRefused(_("请先填写收到日期，再开回执。"), field="received_on")
    told = _told(application)
    last = application.receipts.order_by("-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in told.items()):
        return last
    number = _number(application)
    receipt = Receipt.objects.create(application=application, number=number, by=by, **told)
    audit.record("application.receipt", target=application, by=by, receipt=number)
    return receipt


def _told(application: Application) -> dict[str, object]:
    """What a receipt says, as it is now."""
    received_on = application.received_on or timezone.localdate()
    return {
        "received_on": received_on,
        "due_on": get_calendar().fix_workday(received_on, _reply_workdays(application)),
        "channel": _channel(application),
        "taken": [_label(row) for row in list_attached(application)],
        "missing": [paper.label for paper in missing_papers(application, papers_of(application))],
        "contact": application.contact,
    }


def _reply_workdays(application: Application) -> int:
    """Within how many working days the family hears what the review found."""
    days = [found for say in REPLY_DAYS if (found := say(application))]
    return days[0] if days else REPLY_WORKDAYS


def _channel(application: Application) -> str:
    label = str(application.get_channel_display())
    if not application.agent_name:
        return label
    who = "，".join(filter(None, (application.agent_name, application.agent_relation)))
    return _("%(channel)s（%(who)s）") % {"channel": label, "who": who}


def _label(row: Evidence) -> str:
    kind = str(row.get_kind_display())
    return f"{kind}（{row.member.name}）" if row.member else kind


def _number(application: Application) -> str:
    year = timezone.localdate().year
    number = next_number(ReceiptCounter, union_id=application.desk_id, year=year)
    return f"受-{application.desk.code}-{year}-{number:04d}"


def _closed(application: Application) -> str:
    return "" if application.state in OPEN_STATES else _("申请已经办结，不再开受理回执。")


def _lock(application_id: int, by: User) -> Application:
    rows = Application.objects.visible_to(by).select_related(
        "household__union", "programme__policy", "union", "desk", "contact", "offered", "member"
    )
    return workflow.lock(rows, application_id)


def _require(blocker: str) -> None:
    if blocker:
        raise ApplicationRefused(blocker)


def _step(
    application: Application,
    act: ContactAct,
    *,
    to: User | None,
    by: User,
    offered: User | None,
    note: str = "",
) -> ContactStep:
    application.offered = offered
    application.save(update_fields=["contact", "offered"])
    step = ContactStep.objects.create(application=application, act=act, to=to, by=by, note=note.strip())
    audit.record(f"application.contact_{act}", target=application, by=by, to=to.pk if to else None)
    return step
