"""复制上年: a new application says what the last one said, each value of it unconfirmed."""

from collections.abc import Collection, Mapping
from typing import Any

from cases.applications.models import Application
from cases.applications.selectors.copying import MEMBER, REASON, list_earlier, same_person
from cases.policies.rules.asked import asked_of_applicant
from hardship.accounts.models import User


def copy_last(application: Application, *, by: User) -> None:
    """Takes from the last approved application of this programme what the file does not tell itself. What is
    copied is marked; the amount is none of it, it is computed by today's rules."""
    earlier = list_earlier(application.household, application.year, user=by)
    last = earlier.filter(programme__code=application.programme.code).first()
    if last is None:
        return
    application.copied_from = last
    asked = asked_of_applicant(application.programme.document, application.programme.code)
    new = {name: last.facts[name] for name in asked if name in last.facts and name not in application.facts}
    application.facts = {**application.facts, **new}
    copied = list(new)
    if last.reason:
        application.reason = last.reason
        copied.append(REASON)
    person = same_person(application.household, last.member)
    if application.member is None and person is not None and application.programme.needs_person:
        application.member = person
        copied.append(MEMBER)
    application.unconfirmed = copied


def values_of(application: Application) -> dict[str, Any]:
    """The values that may have been copied, by the name of their field."""
    return {**application.facts, REASON: application.reason, MEMBER: application.member_id}


def confirm(application: Application, before: Mapping[str, Any], confirmed: Collection[str]) -> None:
    """Leaves unmarked what somebody confirmed, and what they wrote otherwise than it was (`before`)."""
    now = values_of(application)
    application.unconfirmed = [
        name
        for name in application.unconfirmed
        if name not in confirmed and now.get(name) == before.get(name) and now.get(name) not in (None, "")
    ]
