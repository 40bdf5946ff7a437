"""People are put on a list, corrected and taken off while it is open: one by one, chosen from the archive or
from people off file, out of a workbook."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Member
from cases.campaigns.models import Beneficiary, CampaignList, Renewal, TargetGroup
from cases.campaigns.rules import Entry, amounts_of, find_row_fault
from cases.campaigns.selectors import get_caps
from cases.campaigns.selectors.gifts import get_given
from cases.campaigns.services.refusals import TWICE, CampaignRefused, ListedElsewhere, campaign_write
from cases.campaigns.states import WRITERS, Twice
from cases.people.models import Person
from cases.people.services import note_lookup, require_may_ask
from cases.policies.models import GiftCap
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.imports.models import ListImport
from hardship.kernel import workflow
from hardship.kernel.fields import Secret, blind_index

MOST_AT_ONCE = 5000


@campaign_write
def add(*, list_id: int, entry: Entry, by: User) -> Beneficiary:
    """Puts somebody on an open list. Raises CampaignRefused with the field that it is about: a group without
    its number or head count, more than the standard or the caps allow, somebody twice where the campaign
    allows nobody twice, and ListedElsewhere where that is on the list of a union beyond the scope."""
    row = lock_open(list_id, by)
    made = make_rows(row, [entry], by=by)[0]
    require_account(made)
    _require_year(row, made)
    _require_once(row, made, by)
    made.save()
    audit.record("campaign_list.add", target=row, by=by, count=1)
    return made


@campaign_write
def change(*, beneficiary_id: int, entry: Entry, by: User) -> Beneficiary:
    """Puts a corrected row in the place of one on an open list; of one chosen from a file or from the people
    off file only group, sums and reason are its own. Raises as `add` does."""
    old = Beneficiary.objects.get(pk=beneficiary_id)
    row = lock_open(old.list_id, by)
    if remove_rows(row, [old.pk], by) != 1:
        raise CampaignRefused(_("这一行刚被移出或改过，请刷新页面再办理。"))
    if old.household_id is not None or old.person_id is not None:
        entry = replace(entry, name=old.name, id_number=old.id_number, employer=old.employer, heads=1)
    made = make_rows(row, [entry], by=by)[0]
    made.household_id, made.member_id, made.person_id = old.household_id, old.member_id, old.person_id
    require_account(made)
    _require_year(row, made)
    _require_once(row, made, by)
    made.save()
    _carry(old, made)
    audit.record("campaign_list.change", target=row, by=by, row=made.pk)
    return made


@campaign_write
def remove(*, list_id: int, keys: Collection[int], by: User) -> int:
    """Takes people off an open list; returns how many."""
    row = lock_open(list_id, by)
    count = remove_rows(row, keys, by)
    if count:
        audit.record("campaign_list.remove", target=row, by=by, count=count)
    return count


@campaign_write
def choose_files(*, list_id: int, group_id: int, members: QuerySet[Any], by: User) -> int:
    """Puts heads and students of files on an open list by the standard of a group; returns how many. Raises
    CampaignRefused for more than 5,000 at once."""
    row = lock_open(list_id, by)
    return _put(row, group_id, _few(members.select_related("household")), by)


@campaign_write
def choose_people(*, list_id: int, group_id: int, people: QuerySet[Any], by: User) -> int:
    """The same of people off file."""
    row = lock_open(list_id, by)
    return _put(row, group_id, _few(people), by)


def import_entries(
    *, row: CampaignList, entries: Mapping[int, Entry], by: User, source: ListImport | None
) -> None:
    """Puts the people of a workbook, by their lines, on an open list that `lock_open` gave; the caller is in
    a transaction. A line comes in once, however often an import that was stopped begins again."""
    made = make_rows(row, entries.values(), by=by)
    for one, line in zip(made, entries, strict=True):
        one.source, one.source_line = source, line if source is not None else None
    Beneficiary.objects.bulk_create(made)
    audit.record("campaign_list.add", target=row, by=by, count=len(made))


@campaign_write
def take_back_import(source: ListImport, by: User) -> int:
    """Takes off whom an import put on lists, and returns how many. Raises CampaignRefused once a list of them
    was handed in."""
    rows = Beneficiary.objects.filter(source=source, removed_at__isnull=True)
    count = 0
    for key in sorted(set(rows.values_list("list", flat=True))):
        count += remove_rows(lock_open(key, by), rows.filter(list=key).values_list("pk", flat=True), by)
    return count


def remove_rows(row: CampaignList, keys: Collection[int], by: User) -> int:
    """Takes rows off a locked list; returns how many were on it."""
    rows = Beneficiary.objects.filter(list=row, pk__in=keys, removed_at__isnull=True)
    return rows.update(removed_at=timezone.now(), removed_by=by)


@dataclass(frozen=True)
class Frame:
    """What the rows of a list are judged by: the groups by key, and the caps of the first day or None."""

    groups: Mapping[int, TargetGroup]
    caps: GiftCap | None


def frame_of(row: CampaignList) -> Frame:
    """That of a list, read once for all of its rows."""
    groups = {group.pk: group for group in TargetGroup.objects.filter(campaign=row.campaign_id)}
    return Frame(groups, get_caps(row.union, row.campaign.from_on))


def make_rows(
    row: CampaignList, entries: Iterable[Entry], *, by: User, frame: Frame | None = None
) -> list[Beneficiary]:
    """The rows of entries, not saved. Raises CampaignRefused for what does not fit the group or the cap of
    each time."""
    frame = frame or frame_of(row)
    return [_make(row, frame, entry, by) for entry in entries]


def lock_open(list_id: int, by: User) -> CampaignList:
    """A list of the person's own union, locked. Raises CampaignRefused once it was handed in."""
    rows = CampaignList.objects.visible_to(by).select_related("union", "campaign")
    row: CampaignList = workflow.lock(rows, list_id)
    if row.union_id != by.union_id or not by.has_role(*WRITERS):
        raise CampaignRefused(_("由“%(union)s”的经办人编制。") % {"union": row.union.name})
    if not row.is_open:
        raise CampaignRefused(_("名单已经上报，撤回以后才能改。"))
    if not row.campaign.takes_lists:
        raise CampaignRefused(_("活动已不再收名单，请与组织活动的工会联系。"))
    return row


def _make(row: CampaignList, frame: Frame, entry: Entry, by: User) -> Beneficiary:
    group = frame.groups.get(entry.group_id)
    if group is None:
        raise CampaignRefused(_("请选择本活动的慰问对象。"), "group")
    sums = amounts_of(group.group, entry)
    if fault := find_row_fault(group.group, entry, sums, frame.caps.each if frame.caps else None):
        raise CampaignRefused(fault[1], fault[0])
    number, phone, card = (_plain(value) for value in (entry.id_number, entry.phone, entry.bank_card))
    return Beneficiary(
        list=row, union_id=row.union_id, campaign_id=row.campaign_id, group=group,
        name=entry.name, id_number=number or None,
        id_number_index=blind_index(number, "id_number") if number else None, employer=entry.employer,
        phone=phone or None, bank_name=entry.bank_name, bank_card=card or None, reason=entry.reason,
        heads=entry.heads, cash=sums[0], goods=sums[1], may_repeat=row.campaign.twice == Twice.WARN,
        added_by=by,
    )  # fmt: skip


def require_account(made: Beneficiary) -> None:
    """Raises CampaignRefused for cash of somebody whose account nothing but this row tells, without one: what
    was handed in is frozen, and could never be paid."""
    is_chosen = made.household_id is not None or made.person_id is not None
    if made.cash and not is_chosen and not made.bank_card:
        raise CampaignRefused(_("慰问金发到本人的卡上，请填银行卡号。"), "bank_card")


def _plain(value: Any) -> str:
    return value.reveal() if isinstance(value, Secret) else value or ""


def _few(rows: QuerySet[Any]) -> list[Any]:
    found = list(rows[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise CampaignRefused(_("一次最多列入 5,000 人，请先筛选。"))
    return found


def _put(row: CampaignList, group_id: int, chosen: Sequence[Any], by: User) -> int:
    if not chosen:
        return 0
    made = make_rows(row, [Entry(group_id, one.name, one.id_number) for one in chosen], by=by)
    for one, found in zip(made, chosen, strict=True):
        point_to(one, found)
    Beneficiary.objects.bulk_create(made)
    audit.record("campaign_list.add", target=row, by=by, count=len(made))
    return len(made)


def _carry(old: Beneficiary, made: Beneficiary) -> None:
    """A corrected row is the next of the same row of last year, by the same proof if that is still there."""
    renewal = Renewal.objects.filter(row=old).select_related("proof").first()
    if renewal is not None:
        if not renewal.is_proved:
            renewal.proof = renewal.proved_at = renewal.proved_by = renewal.proved_for = None
        renewal.pk, renewal.row, renewal._state.adding = None, made, True
        renewal.save()


def point_to(row: Beneficiary, found: Any) -> None:
    """A row is about a member of a file or somebody off file: account and phone are read there."""
    row.employer = found.employer
    if isinstance(found, Member):
        row.member, row.household = found, found.household
    elif isinstance(found, Person):
        row.person = found


def _require_year(row: CampaignList, made: Beneficiary) -> None:
    """Raises CampaignRefused for somebody who would get more in the year than the cap allows, as far as lists
    are approved by now; the approval asks again, under the lock."""
    caps = get_caps(row.union, row.campaign.from_on)
    if caps is None or not made.id_number_index:
        return
    index = bytes(made.id_number_index)
    given = get_given([index], row.campaign.year).of(index)
    if given + made.cash + made.goods > caps.yearly:
        said = {"cap": f"{caps.yearly:,.2f}"}
        raise CampaignRefused(
            _("连同已批准的慰问，超过每人每年 %(cap)s 元的限额，请减少金额。") % said, "cash"
        )


def _require_once(row: CampaignList, made: Beneficiary, by: User) -> None:
    if not made.id_number_index:
        return
    rows = Beneficiary.objects.filter(
        campaign=row.campaign_id, id_number_index=made.id_number_index, removed_at__isnull=True
    )
    found = rows.select_related("list__union").first()
    if found is None:
        return
    if by.covers([found.list.union]):
        if not made.may_repeat:
            said = {"union": found.list.union.name}
            raise CampaignRefused(_("此人已在“%(union)s”的名单上，不能重复列入。") % said, "id_number")
        return
    require_may_ask(by)
    if not made.may_repeat:
        raise ListedElsewhere(str(TWICE), "id_number")
    note_lookup(by=by)
