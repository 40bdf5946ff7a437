"""What becomes of applications that stand on public notices."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.approvals.services import notices, steps
from cases.completions import services as completions
from cases.notices.models import SOURCES, NoticeSource, Objection
from cases.notices.states import Outcome
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User


def conclude_row(key: str, by: User | None) -> None:
    """公示期满, by a person or by the clock; of urgent aid the notice that followed the money."""
    application = Application.objects.get(pk=key)
    if application.state == State.APPROVED:
        completions.conclude(application, by=by)
    else:
        steps.conclude(application_id=application.pk, by=by)


def uphold(key: str, objection: Objection, by: User) -> None:
    """Returns the application to its clerk with what was found, or refuses it by the rule that was named. One
    whose notice ended is with the approver, who returns or refuses it: nothing else is open to them
    (notices.require_free). One that came back since with another content stays where it is: what was found
    is of an earlier round."""
    application = Application.objects.get(pk=key)
    is_refused = objection.outcome == Outcome.REFUSED
    if (application.state, application.round) == (State.PUBLIC_NOTICE, objection.entry.round):
        action = "reject" if is_refused else "return"
        rule = objection.rule if is_refused else ""
        steps.end_objected(
            application_id=application.pk, action=action, by=by, comment=_found(objection), rule=rule
        )
    elif notices.completion_on_notice(application, objection.entry.round) is not None:
        action = "refuse" if is_refused else "return"
        said = _found(objection)
        if is_refused:
            said += _("　依据：%(rule)s") % {"rule": objection.rule}
        completions.end_objected(application, action=action, by=by, comment=said)


def _found(objection: Objection) -> str:
    """What was found, in words, with room left for the rule."""
    is_refused = objection.outcome == Outcome.REFUSED
    return _("公示异议成立：%(answer)s") % {"answer": objection.answer[: 280 if is_refused else 480]}


def take_down(key: str, reason: str, by: User) -> None:
    """Returns an application whose notice was taken down early."""
    application, comment = (
        Application.objects.get(pk=key),
        _("公示提前撤下：%(reason)s") % {"reason": reason[:480]},
    )
    if application.state == State.APPROVED:
        completions.take_down(application, by=by, comment=comment)
        return
    steps.take_down(application_id=application.pk, by=by, comment=comment)


def delay(keys: Collection[str], ends_on: date) -> None:
    """Their stage is due on the working day after the new end of the notice."""
    due_on = get_calendar().add_workdays(ends_on, 1)
    Application.objects.filter(pk__in=keys, state=State.PUBLIC_NOTICE).update(due_on=due_on)


SOURCES.add(SOURCE)(
    NoticeSource(
        page="applications:detail",
        lock=notices.lock_row,
        read_names=notices.read_names,
        find_visible=notices.find_visible,
        find_actors=notices.find_actors,
        keeps_out=notices.keeps_out,
        list_kept_from=notices.list_kept_from,
        foretell=notices.foretell,
        is_undecided=notices.is_undecided,
        get_owner=notices.get_owner,
        conclude=conclude_row,
        uphold=uphold,
        take_down=take_down,
        delay=delay,
        find_faults=notices.find_faults,
        find_exposed=notices.find_exposed,
    )
)
