"""What somebody finds who looks at an instalment again: whether the family still has what was decided on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import PARTS
from cases.applications.selectors import get_parts
from cases.applications.selectors.entitling import category_in, get_basis, grant
from cases.applications.selectors.offers import application_obstacle, asked_by
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household
from cases.giving.models import Instalment

# The parts of the content that are the file's, not the application's.
OF_THE_FILE = ("household", "members", "incomes", "expenses")


@dataclass(frozen=True)
class Finding:
    """What keeps an instalment from being paid for good (`obstacle`), and what somebody must have an answer
    to before it goes on all the same (`doubts`)."""

    obstacle: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.obstacle and not self.doubts


def look_at(row: Instalment) -> Finding:
    """The family today against what was decided, or looked at last: file, category, people, standards."""
    obstacle = find_obstacle(row)
    if obstacle:
        return Finding(obstacle)
    application = row.application
    doubts = (_category(application), _changed(row), _standard(application))
    return Finding(doubts=tuple(text for text in doubts if text))


def find_obstacle(row: Instalment) -> str:
    """Why nothing more can be paid on this application, or ''."""
    application = row.application
    if application.state != ApplicationState.APPROVED:
        return _("申请现在是“%(state)s”，不能发放。") % {"state": application.get_state_display()}
    return application_obstacle(application) or _person(application) or _not_eligible(application)


def fingerprint(application: Application) -> dict[str, str]:
    """The file as it is now, part by part."""
    parts = get_parts(application)
    return {name: parts[name] for name in OF_THE_FILE}


def last_seen(row: Instalment) -> dict[str, str]:
    """The file as it was when an instalment of the plan was confirmed last."""
    rows = row.application.instalments.exclude(seen={}).order_by("-looked_at", "-number")
    return dict(rows.values_list("seen", flat=True).first() or {})


def _person(application: Application) -> str:
    member = application.member
    if member is not None and member.removed_at is not None:
        return _("受助人“%(name)s”已不在这户的家庭成员中。") % {"name": member.name}
    return ""


def _not_eligible(application: Application) -> str:
    household, programme = application.household, application.programme
    allowed = programme.rule.for_
    if not allowed or category_in(programme.document, household) in allowed:
        return ""
    said = {"category": household.get_category_display(), "programme": programme.name}
    return _("现在的类别是“%(category)s”，不能享受“%(programme)s”。") % said


def _category(application: Application) -> str:
    """Another category of those that the programme is for."""
    household = application.household
    if _own(household) == _own(application):
        return ""
    said = {"then": application.get_category_display(), "now": household.get_category_display()}
    return _("困难类别由“%(then)s”变为“%(now)s”。") % said


def _own(row: Household | Application) -> tuple[str, str]:
    return row.category, row.own_category


def _changed(row: Instalment) -> str:
    seen, now = last_seen(row), fingerprint(row.application)
    changed = [str(PARTS[name]) for name in OF_THE_FILE if seen and seen.get(name) != now[name]]
    return _("上次复核以后，档案有变动：%(parts)s。") % {"parts": "、".join(changed)} if changed else ""


def _standard(application: Application) -> str:
    """By the standards of today, beside what else the family holds."""
    basis = get_basis(application.household, year=timezone.localdate().year, without=application.pk)
    entitled = grant(basis, application.programme, asked_by(application)).entitled
    amount = application.amount or 0
    if entitled.amount is None:
        return _untold(entitled.missing)
    if entitled.amount >= amount:
        return ""
    if entitled.refused:
        return _("按今天的情况核算：%(why)s。") % {"why": entitled.refused}
    said = {"now": f"{entitled.amount:,.2f}", "then": f"{amount:,.2f}"}
    return _("按今天的标准核算，可享受 %(now)s 元，低于批准的 %(then)s 元。") % said


def _untold(missing: Sequence[str]) -> str:
    """What is not known today is no proof that the family still has it."""
    what = "、".join(dict.fromkeys(missing))
    return _("按今天的情况还算不出可享受多少：缺%(what)s。") % {"what": what or _("计算所需的信息")}
