"""Who stays out of a case, and why."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.archives.models import CaseRecusal, Household, Member
from cases.archives.states.recusals import KEEPING_OUT
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role
from hardship.kernel.fields import blind_index
from hardship.kernel.names import surname_of
from hardship.kernel.together import read


def recusal_blocker(household: Household, by: User) -> str:
    """Why this person decides nothing of the case, or '': they belong to the family, or stay out by 回避."""
    if is_of_family(household, by):
        return _("您是这家的成员，应当回避，请由其他人员办理。")
    if by.pk in _who_stays_out(household):
        return _("您已申请回避这家，不能审核、审批它的档案和申请，请由其他人员办理。")
    return ""


def is_of_family(household: Household, by: User) -> bool:
    """Whether somebody in the file has this person's ID number. Told by fingerprints: neither is opened."""
    index = by.id_number_index
    return index is not None and bytes(index) in read(household, _numbers)[household.pk]


def kin_hint(household: Household, by: User) -> str:
    """What to heed where no number tells: somebody in the file has the person's own name, or their surname at
    their address; or the worker is of the department that they are head of. It keeps nobody from anything.
    '' for none."""
    names = list(_members(household).order_by().values_list("name", flat=True))
    if by.id_number_index is None and by.name in names:
        return _("这家有人与您同名。是您本人或亲属的，请申请回避。")
    if _lives_there(household, by) and surname_of(by.name) in {surname_of(name) for name in names}:
        return _("这家有人与您同姓，住址也相同。是亲属的，请申请回避。")
    if Role.DEPARTMENT in by.places.get(household.union_id, ()) and household.union_id != by.union_id:
        return _("您也是这位职工所在单位的部门负责人。有利害关系的，请申请回避。")
    return ""


def _lives_there(household: Household, by: User) -> bool:
    """Whether the file has the address that was noted of the person. Told by fingerprints."""
    index, address = by.home_index, household.address.strip()
    return index is not None and bool(address) and bytes(index) == blind_index(address, "home")


def keeping_out(by: User) -> QuerySet[CaseRecusal]:
    """What keeps this person, or whom they stand in for, out of cases now."""
    people = sorted(people_of(by))
    rows: QuerySet[CaseRecusal] = CaseRecusal.objects.filter(declared_by__in=people, state__in=KEEPING_OUT)
    return rows


def kept_out(user: User, path: str = "household") -> Q:
    """Of rows about cases those that a person, or whom they stand in for, stays out of by declaration; `path`
    leads to the household."""
    return Q(Exists(keeping_out(user).filter(household=OuterRef(path))))


def list_recusals(*, user: Any) -> QuerySet[CaseRecusal]:
    """The recusals declared at unions of the user's subtree, the latest first."""
    rows: QuerySet[CaseRecusal] = CaseRecusal.objects.visible_to(user)
    return rows.select_related("household__head", "declared_by", "union", "decided_by").order_by("-pk")


def list_kept_out(household: Household) -> QuerySet[CaseRecusal]:
    """Who stays out of a case, for its papers, the first first."""
    rows = CaseRecusal.objects.filter(household=household, state__in=KEEPING_OUT)
    return rows.select_related("declared_by", "decided_by").order_by("pk")


def count_others(row: CaseRecusal) -> int:
    """How many others at that union hold a role which the person holds there: to whom the step goes."""
    roles = row.declared_by.places.get(row.union_id, frozenset())
    holders: QuerySet[User] = User.objects.holding(*roles, union=row.union_id)
    return holders.exclude(pk=row.declared_by_id).count()


def _who_stays_out(household: Household) -> frozenset[int]:
    """The people who stay out of a case by declaration, read once for one row of a file: a page asks for each
    button, and a step locks the file and so reads it anew."""
    known: dict[str, frozenset[int]] = household.__dict__
    if "who_stays_out" not in known:
        known["who_stays_out"] = frozenset(read(household, _kept_out)[household.pk])
    return known["who_stays_out"]


def _kept_out(households: Sequence[Household]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {household.pk: set() for household in households}
    rows = CaseRecusal.objects.filter(household__in=found, state__in=KEEPING_OUT).order_by()
    for household, person in rows.values_list("household", "declared_by"):
        found[household].add(person)
    return found


def _numbers(households: Sequence[Household]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = {household.pk: set() for household in households}
    rows = Member.objects.filter(household__in=found, removed_at__isnull=True, id_number_index__isnull=False)
    for household, index in rows.order_by().values_list("household", "id_number_index"):
        found[household].add(bytes(index or b""))
    return found


def _members(household: Household) -> QuerySet[Member]:
    rows: QuerySet[Member] = Member.objects.filter(household=household, removed_at__isnull=True)
    return rows
