"""Taking in: one matter, at once with the union that may see to it; corrected while it is open."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.petitions.models import Companion, Petition, PetitionCounter, PetitionStep
from cases.petitions.rules import Named, terms_of
from cases.petitions.selectors.petitions import find_household
from cases.petitions.selectors.terms import get_terms
from cases.petitions.services.refusals import PetitionRefused, refusing_the_accused
from cases.petitions.states import ACCUSING, DUE, WRITERS, Urgency
from cases.policies.selectors.dated import get_calendar
from hardship.accounts.models import Appointment, StandIn, Union, User, is_own, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.kernel.numbers import next_number


@dataclass(frozen=True)
class Particulars:
    """What may be put right while a petition is open: who, how many, what, how urgent."""

    text: str
    name: str = ""
    phone: str | None = None
    id_number: str | None = None
    employer: str = ""
    address: str = ""
    persons: int = 1
    urgency: str = Urgency.NORMAL


@dataclass(frozen=True)
class Accusation:
    """Whom a complaint or report is about: the unit, the person by name or by the name of their account."""

    union: Union | None = None
    name: str = ""


@dataclass(frozen=True)
class Arrival:
    """How a matter came in."""

    channel: str
    matter: str
    received_on: date
    is_anonymous: bool = False
    companions: Sequence[Named] = field(default_factory=tuple)
    accusation: Accusation = field(default_factory=Accusation)


@transaction.atomic
def record(*, arrival: Arrival, told: Particulars, by: User, key: uuid.UUID | None = None) -> Petition:
    """A petition that the person's union takes in; one about that union or somebody who works there goes at
    once to the nearest union above that is not theirs. Raises PetitionRefused for anybody but a clerk or
    reviewer, a day to come, more people named than counted, and one's own matter. A form that is sent again
    with its `key` gives the first."""
    if not by.has_role(*WRITERS):
        raise PetitionRefused(_("信访件由经办人或审核人登记。"))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # of one form sent twice the second waits
    key = key or uuid.uuid4()
    if first := Petition.objects.filter(uid=key, created_by=by).first():
        return first
    _require_sound(arrival, told)
    said = arrival.accusation
    accused = find_accused(said, by.union)
    unit = said.union or _unit_of(said, accused, by.union)
    if accused and is_own(accused, by):
        raise PetitionRefused(_("不能登记反映本人的信访件，请交由其他人登记。"), "accused_name")
    union = choose_union(by.union, unit, accused)
    year = arrival.received_on.year
    number = next_number(PetitionCounter, union_id=union.pk, year=year)
    made = Petition(
        uid=key, union=union, number=f"{union.code}-XF{year}-{number:04d}", channel=arrival.channel,
        matter=arrival.matter, received_on=arrival.received_on, is_anonymous=arrival.is_anonymous,
        created_by=by, accused=accused, accused_union=unit, accused_name=said.name,
        **asdict(told),
    )  # fmt: skip
    _index(made)
    made.due_on = due_day(made, "accept")
    made.household = _household(made, by)
    with refusing_the_accused():
        made.save()
        _keep_companions(made, arrival.companions)
        keep(made, "record", by)
    audit.record("petition.record", target=made, by=by, channel=made.channel, matter=made.matter)
    return made


@transaction.atomic
def change(*, petition_id: int, told: Particulars, by: User) -> Petition:
    """Put right what was written down, while it is open, by the union that has it. Raises PetitionRefused."""
    petition: Petition = workflow.lock(Petition.objects.visible_to(by).select_related("union"), petition_id)
    if why := change_blocker(petition, by):
        raise PetitionRefused(why)
    _require_persons(told.persons, petition.companions.count())
    new = asdict(told) if not petition.is_anonymous else asdict(told) | {
        "name": "", "phone": None, "id_number": None
    }  # fmt: skip
    if not petition.is_anonymous and not told.name:
        raise PetitionRefused(_("请填写姓名；不愿留名的重新登记为匿名。"), "name")
    changed = [
        key for key, value in new.items() if (_plain(getattr(petition, key)) or None) != (value or None)
    ]
    if changed:
        for key in changed:
            setattr(petition, key, new[key])
        _index(petition)
        is_another = {"name", "phone", "id_number"} & set(changed) and not petition.application_id
        if is_another or petition.household is None:
            petition.household = _household(petition, by)
        if "urgency" in changed:
            petition.due_on = _due_since(petition)
            petition.answer_by_on = petition.due_on if petition.answer_by_on else None
        petition.save()
        audit.record("petition.change", target=petition, by=by, fields=changed)
    return petition


def change_blocker(petition: Petition, by: User) -> str:
    """Why this person may not put right what was written down, or ''."""
    if petition.union_id != by.union_id or not by.has_role(*WRITERS):
        return _("这一件由“%(union)s”的经办人或审核人办理。") % {"union": petition.union.name}
    if petition.accuses and not knows(petition, by):
        return _("举报、投诉件只有主办人、协办人和首接人可以改。")
    return "" if petition.state in DUE and not petition.is_offered else _("现在不能再改登记的内容。")


def knows(petition: Petition, by: User) -> bool:
    """Whether this person may know who an accusing petition is from."""
    people = people_of(by)
    helping = petition.helpers.filter(user__in=people).exists()
    return petition.handler_id in people or petition.created_by_id == by.pk or helping


def find_accused(said: Accusation, own: Union) -> User | None:
    """The working account that a complaint names: by its user name, or by the name of a person at home or
    with a post at the unit or below it; without a unit at the own union, above or below it. None for somebody
    without one. Raises PetitionRefused for two."""
    people = User.objects.filter(is_active=True)
    if not said.name:
        return None
    if found := people.filter(username=said.name.lower()).first():
        return found
    unit = said.union or own
    above = _upwards(own) if said.union is None else []
    places = Union.objects.filter(Q(path__startswith=unit.path) | Q(pk__in=[row.pk for row in above]))
    posts = Appointment.objects.in_force(timezone.localdate()).filter(union__in=places)
    rows = list(people.filter(Q(union__in=places) | Q(pk__in=posts.values("user")), name=said.name)[:2])
    if len(rows) > 1 and said.union is None:
        raise PetitionRefused(_("有几位同名的账号，请选被反映的单位，或者改填用户名。"), "accused_union")
    if len(rows) > 1:
        raise PetitionRefused(_("这个单位有几位同名的账号，请改填用户名。"), "accused_name")
    return rows[0] if rows else None


def _unit_of(said: Accusation, accused: User | None, own: Union) -> Union | None:
    """Whom it is about where no unit was said: that of the account; of a name that no account has the own
    union, which it therefore leaves upwards."""
    return accused.union if accused else own if said.name else None


def choose_union(own: Union, unit: Union | None, accused: User | None) -> Union:
    """Who sees to it: the own union, or of those above it the nearest that the accused does not work at and
    that is not below where they do. Raises PetitionRefused where there is none."""
    if unit is None:
        return own
    places = [unit.path, *_paths_of(accused)]
    for union in _upwards(own):
        if not any(union.path.startswith(path) for path in places):
            return union
    raise PetitionRefused(
        _(
            "没有可以受理的上级工会。只写了姓名的，请选被反映的单位；"
            "被反映的就是最上级的，请把原件当面交给同级纪检监察机构，不要在系统里登记。"
        ),
        "accused_union",
    )


def due_day(petition: Petition, part: str, since: date | None = None) -> date:
    """The working day by which a petition is taken on (`accept`, from its reception) or answered (`answer`,
    from today), or from the day `since`. Raises UnknownYear."""
    today = timezone.localdate()
    since = since or (petition.received_on if part == "accept" else today)
    terms = terms_of(petition.matter, petition.urgency, get_terms(petition.union, petition.matter, today))
    days = terms.accept if part == "accept" else terms.answer
    # Of a year gone by whose holidays nobody entered it is enough to guess.
    guesses = since.year < today.year
    return get_calendar().fix_workday(since, days, guesses=guesses) if days else since


def _due_since(petition: Petition) -> date:
    """The day by which it is due once it is more or less urgent, from where its time began to run. What gets
    urgent late is due today; what is overdue gets no new day."""
    if petition.answer_by_on is None:
        found = due_day(petition, "accept")
    else:
        steps = petition.steps.order_by("pk")
        begun = steps.filter(action__in=("take", "reopen")).last()
        begun = begun or steps.filter(action__in=("accept", "assign")).first()
        found = due_day(petition, "answer", timezone.localdate(begun.at if begun else petition.created_at))
    today = timezone.localdate()
    return max(found, min(petition.due_on or today, today))


def keep(petition: Petition, action: str, by: User, comment: str = "", **more: object) -> PetitionStep:
    """One row of its history."""
    return PetitionStep.objects.create(
        petition=petition, action=action, target=petition.state, comment=comment, by=by,
        stood_in_for=stood_in_for(by), **more,
    )  # fmt: skip


def _household(petition: Petition, by: User) -> Household | None:
    """The file of whoever came; what accuses somebody is tied to no file."""
    if petition.accuses or petition.is_anonymous:
        return None
    said = {name: str(_plain(getattr(petition, name)) or "") for name in ("id_number", "phone")}
    return find_household(name=petition.name, user=by, **said)


def _upwards(union: Union) -> list[Union]:
    keys = [int(key) for key in union.path.split("/") if key]
    return sorted(Union.objects.filter(pk__in=keys), key=lambda row: -len(row.path))


def _paths_of(person: User | None) -> list[str]:
    if person is None:
        return []
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(user=person).values("union")
    standing = StandIn.objects.in_force(today).filter(user=person).values("appointment__union")
    places = Union.objects.filter(Q(pk=person.union_id) | Q(pk__in=posts) | Q(pk__in=standing))
    return list(places.values_list("path", flat=True))


def _require_sound(arrival: Arrival, told: Particulars) -> None:
    if arrival.received_on > timezone.localdate():
        raise PetitionRefused(_("接待日期不能晚于今天，请核对。"), "received_on")
    if arrival.is_anonymous and (told.name or told.phone or told.id_number or arrival.companions):
        raise PetitionRefused(_("勾选了匿名，就不要填姓名、电话、身份证号和同来的人。"), "is_anonymous")
    if not arrival.is_anonymous and not told.name:
        raise PetitionRefused(_("请填写姓名；不愿留名的勾选“匿名”。"), "name")
    accusation = arrival.accusation
    if arrival.matter in ACCUSING and not (accusation.union or accusation.name):
        raise PetitionRefused(_("投诉、举报请选被反映的单位，或写被反映人。"), "accused_union")
    if arrival.matter not in ACCUSING and (accusation.union or accusation.name):
        raise PetitionRefused(_("反映了单位或人的，事项请选“投诉”或“举报”。"), "matter")
    _require_persons(told.persons, len(arrival.companions))


def _require_persons(persons: int, named: int) -> None:
    if persons < named + 1:
        raise PetitionRefused(_("人数不能少于写了姓名的人数，请核对。"), "persons")


def _keep_companions(petition: Petition, rows: Sequence[Named]) -> None:
    for row in rows:
        index = blind_index(row.phone, "phone") if row.phone else None
        Companion.objects.create(petition=petition, name=row.name, phone=row.phone or None, phone_index=index)


def _index(petition: Petition) -> None:
    """The blind indexes follow the numbers."""
    for name in ("phone", "id_number"):
        number = getattr(petition, name)
        setattr(petition, f"{name}_index", blind_index(number, name) if number else None)


def _plain(value: object) -> object:
    """A number that is kept encrypted as its text."""
    return value.reveal() if hasattr(value, "reveal") else value
