"""What a household may get of each programme now, and why not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import Offer, offer_of
from cases.applications.selectors.entitling import Asked, Basis, basis_of, get_basis, grant, suggest_facts
from cases.applications.states import OPEN_STATES
from cases.archives.models import Household, Member
from cases.archives.selectors import live_members
from cases.archives.selectors.grace import list_aided, may_be_aided
from cases.archives.states import State as FileState
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.selectors.halts import list_obstacles
from cases.policies.states import Beneficiary


@dataclass(frozen=True)
class Choice:
    """One programme on the page that starts an application.

    `obstacle` says why the family cannot apply now, `open` is the application that is under way already;
    `guessed` whether the amount rests on what the file tells and may still change.
    """

    programme: Programme
    offer: Offer
    obstacle: str = ""
    open: Application | None = None
    guessed: bool = False


def asked_by(application: Application) -> Asked:
    """What an application states now."""
    return Asked(application.facts, application.member, application.amount)


def get_offer(application: Application, asked: Asked | None = None, *, basis: Basis | None = None) -> Offer:
    """What this application, or what somebody types into it, may ask for today; `basis` where it was read."""
    return offer_of(
        grant(basis or basis_of(application), application.programme, asked or asked_by(application))
    )


def first_asked(basis: Basis, programme: Programme, members: Sequence[Member]) -> Asked:
    """What a new application states: what the file tells, the one person who can be meant."""
    facts = suggest_facts(basis, programme)
    able = eligible(programme, members) if programme.needs_person else []
    open_to = [row for row in able if not offer_of(grant(basis, programme, Asked(facts, row))).is_refused]
    return Asked(facts, open_to[0] if len(open_to) == 1 else None)


def eligible(programme: Programme, members: Sequence[Member]) -> list[Member]:
    """The people whom a programme can be for; nobody where it is for the family as a whole."""
    if programme.beneficiary in (Beneficiary.HOUSEHOLD, Beneficiary.WORKER):
        return []
    return [member for member in members if member.stage or not programme.is_for_students]


def list_choices(household: Household) -> list[Choice]:
    """Every programme in force for the household with what it would get, and what stands in the way."""
    today, barred = timezone.localdate(), file_obstacle(household)
    members, basis = live_members(household), get_basis(household, year=today.year)
    under_way = {
        row.programme.code: row
        for row in household.applications.filter(state__in=OPEN_STATES, year=today.year)
        .select_related("programme")
        .order_by("-pk")
    }
    choices, programmes = [], list_programmes(union=household.union, on=today)
    halted = list_obstacles(programmes)
    for programme in programmes:
        able = eligible(programme, members)
        asked = Asked(suggest_facts(basis, programme), able[0] if programme.needs_person and able else None)
        found = offer_of(grant(basis, programme, asked))
        choices.append(
            Choice(
                programme=programme,
                offer=found,
                obstacle=barred
                or halted.get(programme.pk)
                or season_obstacle(programme)
                or _obstacle(programme, found, able),
                open=under_way.get(programme.code),
                guessed=bool(asked.facts or asked.member),
            )
        )
    return choices


def file_obstacle(household: Household) -> str:
    """Why no application may rest on this file now, or ''."""
    if not may_be_aided(household):
        return _("档案现在是“%(state)s”，在档后才能申请帮扶。") % {"state": household.get_state_display()}
    if not household.category:
        return _("档案还没有认定困难类别。")
    return ""


def application_obstacle(application: Application) -> str:
    """Why an application may not go on with its file as it is now, or ''. One that is off file needs no file
    in force, only the draft that says who it is for."""
    if rests_on_file(application):
        return file_obstacle(application.household)
    if application.household.state == FileState.DISCARDED:
        return _("登记此人的档案草稿已经作废，请撤回后重新申请。")
    return ""


def rests_on_file(application: Application) -> bool:
    """Whether the file decides about an application: always, unless it is off file, and once the draft that
    one such rests on was filed."""
    return not application.off_file or application.household.filed_at is not None


def list_payable(applications: Collection[Application]) -> set[int]:
    """The keys of those under whose file, as it is now, money may be paid: it is on record or in its grace
    period; or it is still the draft of one off file."""
    aided = list_aided([row.household for row in applications])
    return {
        row.pk
        for row in applications
        if (row.household_id in aided if rests_on_file(row) else row.household.state != FileState.DISCARDED)
    }


def halt_obstacle(programme: Programme) -> str:
    """Why nobody may apply, or '': the union has stopped the programme."""
    return list_obstacles([programme]).get(programme.pk, "")


def season_obstacle(programme: Programme) -> str:
    """Why applications are not taken today, or ''."""
    season = programme.rule.season
    if season is None or season.holds(f"{timezone.localdate():%m-%d}"):
        return ""
    return _("“%(name)s”每年 %(start)s 至 %(end)s 受理申请，今天不在受理期内。") % {
        "name": programme.name, "start": season.from_, "end": season.to,
    }  # fmt: skip


def _obstacle(programme: Programme, found: Offer, able: Sequence[Member]) -> str:
    if programme.needs_person and not able:
        if programme.is_for_students:
            return _("家庭成员中没有登记在读的学生。")
        return _("档案中还没有登记家庭成员。")
    # With several people the first one's no says nothing of the others.
    is_final = found.is_refused and not (programme.needs_person and len(able) > 1)
    return found.why if is_final or (found.limit is None and not found.missing) else ""
