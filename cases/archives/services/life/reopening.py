"""A family comes back (返困), or goes on under a survivor when the worker has died: a new file that is
linked to the one before, nothing deleted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, IncomeItem, Member, PolicyAnswer, RigidExpense
from cases.archives.rules.fields import Whose, fields_about, keys_of
from cases.archives.rules.kin import relation_to
from cases.archives.selectors import live_members
from cases.archives.selectors.answers import list_answers
from cases.archives.services.edits import record_start
from cases.archives.services.refusals import FileRefused
from cases.archives.states import LEFT_STATES, CloseReason, Relation, State
from cases.policies.rules.vocabulary import FACTS
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit

# What a person's row does not take along: who they are in the new file is its own.
OWN = frozenset({"id", "uid", "household", "in_active_file", "removed_at", "removed_by"})
CARRIED = keys_of(fields_about(Whose.HOUSEHOLD))


def may_reopen(household: Household, by: User) -> bool:
    """Whether the page offers it."""
    return _obstacle(household, by) == ""


def list_survivors(household: Household) -> list[Member]:
    """Who may be the head of the next file: the family of a worker who died, where it is closed for that."""
    if household.close_reason != CloseReason.DECEASED:
        return []
    return [member for member in live_members(household) if member.relation != Relation.HEAD]


@transaction.atomic
def reopen(*, household_id: int, by: User, survivor: int | None = None) -> Household:
    """A draft with the people, money and answers of a file that the family left; evidence and consent are
    asked for again. When it is filed, a file that was lifted becomes relapsed.

    After a death `survivor` is the key of the member who is its head; who died does not come along, and the
    others are to the survivor what `rules.kin` says. Raises FileRefused, Household.DoesNotExist outside the
    person's scope.
    """
    rows = Household.objects.visible_to(by).select_related("union", "head")
    old: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    obstacle = _obstacle(old, by)
    if obstacle:
        raise FileRefused(obstacle)
    carried = {name: getattr(old, name) for name in CARRIED} | {"former_no": old.file_no or ""}
    new = Household.objects.create(union=old.union, previous=old, created_by=by, updated_by=by, **carried)
    head = _survivor(old, survivor)
    people = {member.pk: _copy_member(member, new, head) for member in _who_comes(old)}
    _copy_items(IncomeItem, old, new, people)
    _copy_items(RigidExpense, old, new, people)
    _copy_answers(old, new, people, by)
    new.head = next((row for row in people.values() if row.relation == Relation.HEAD), None)
    new.save(update_fields=["head"])
    new.refresh_from_db()
    record_start([new], by=by)
    audit.record("household.reopen", target=new, by=by, previous=old.pk)
    audit.record("household.reopen", target=old, by=by, following=new.pk)
    return new


def _obstacle(household: Household, by: User) -> str:
    if household.union_id != by.union_id or not by.has_role(Role.CLERK):
        return _("只有“%(union)s”的经办人可以重新建档。") % {"union": household.union.name}
    if household.state not in LEFT_STATES:
        return _("档案现在是“%(state)s”，不用重新建档。") % {"state": household.get_state_display()}
    if household.close_reason == CloseReason.DECEASED and not list_survivors(household):
        return _("户主已故，档案里没有其他家庭成员，不能续档。")
    if household.followers.exclude(state=State.DISCARDED).exists():
        return _("这份档案已经重新建档，请打开新档案办理。")
    return ""


def _who_comes(old: Household) -> list[Member]:
    return list_survivors(old) if old.close_reason == CloseReason.DECEASED else list(live_members(old))


def _survivor(old: Household, key: int | None) -> Member | None:
    """The member who is the head from now on; None where nobody died."""
    if old.close_reason != CloseReason.DECEASED:
        return None
    chosen = next((member for member in list_survivors(old) if member.pk == key), None)
    if chosen is None:
        raise FileRefused(_("户主已故，请选择由哪位家庭成员作新户主。"))
    return chosen


def _copy_member(member: Member, household: Household, head: Member | None = None) -> Member:
    copy = Member(household=household)
    for field in Member._meta.concrete_fields:
        if field.name in OWN:
            continue
        value = getattr(member, field.name)
        # a number is sealed for its row: it is opened here and sealed again for the new one
        setattr(copy, field.name, (value.reveal() or None) if hasattr(value, "reveal") else value)
    if head is not None:
        copy.relation = Relation.HEAD if member.pk == head.pk else relation_to(head.relation, member.relation)
    copy.save()
    return copy


def _copy_answers(old: Household, new: Household, people: dict[int, Member], by: User) -> None:
    """What was found for the policy, to be looked at again: without what was needed that time, and without
    the documents, which are asked for anew; the note says from when it is."""
    for (member_id, name), row in list_answers(old).items():
        fact = FACTS.get(name)
        if row.value is None or (member_id and member_id not in people) or (fact and fact.part == "need"):
            continue
        said = {"day": timezone.localdate(row.at).isoformat(), "note": row.note}
        note = _("沿用原档案 %(day)s 的登记，请核对。%(note)s") % said
        member = people[member_id] if member_id else None
        copy = PolicyAnswer(household=new, member=member, fact=name, value=row.value, note=note[:200], by=by)
        copy.save()


def _copy_items(
    model: type[IncomeItem] | type[RigidExpense], old: Household, new: Household, people: dict[int, Member]
) -> None:
    for item in model._default_manager.filter(household=old).order_by("pk"):
        if old.close_reason == CloseReason.DECEASED and item.member_id and item.member_id not in people:
            continue  # what the dead earned and cost
        member = people.get(item.member_id or 0)
        item.pk, item.household, item.member = None, new, member
        item._state.adding = True
        item.save()
