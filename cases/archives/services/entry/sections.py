"""Writes the fields of one section and says which of them changed; who may and when is in drafts.py.

Only fields of rules.fields are ever written, whatever else the data holds.
"""

from collections.abc import Callable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Consent, Household, Member
from cases.archives.models.events import CONSENT_VERSION, consent_hash
from cases.archives.rules import stage_of
from cases.archives.rules.fields import PERSON_FIELDS, keys_in
from cases.archives.rules.schooling import stage_fault
from cases.archives.selectors import live_members
from cases.archives.selectors.entry import get_consent
from cases.archives.services.entry import people
from cases.archives.services.entry.writing import Data, assign, rows_of, write_fields, write_reviewed
from cases.archives.services.refusals import FileRefused
from cases.archives.states import Relation, Section
from hardship.accounts.models import User
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import Secret, blind_index
from hardship.kernel.permits import check_document


def write_worker(household: Household, data: Data, by: User) -> set[str]:
    """The head's fields and the household's worker type."""
    head = household.head
    if head is None:
        raise FileRefused(_("这份档案没有户主，请联系管理员。"))
    changed = _write_person(head, {**data, "relation": Relation.HEAD})
    if changed:
        head.save()
        _refuse_twins(household)
    return changed | write_fields(household, data, keys_in(Section.WORKER))


def write_members(household: Household, data: Data, by: User) -> set[str]:
    """The other members row by row; a row with `remove` leaves the household with its income and expenses."""
    present = {str(member.uid): member for member in live_members(household) if member.relation != "head"}
    changed: set[str] = set()
    for position, row in enumerate(rows_of(data, "rows"), start=1):
        uid = str(row.get("uid") or "")
        if row.get("remove"):
            changed |= _remove_member(_known(present, uid), by)
            continue
        member = _known(present, uid) if uid else _former(household, row)
        # a row that comes alone, from the page of one person, keeps its place
        changed |= _write_member(member, row, position if "reviewed" in data else member.position)
    for uid in data.get("restore", ()):
        changed |= _restore(household, uid)
    _refuse_twins(household)
    return changed | write_reviewed(household, data, "members_reviewed")


def write_housing(household: Household, data: Data, by: User) -> set[str]:
    """Address, housing and assets."""
    return write_fields(household, data, keys_in(Section.HOUSING))


def write_causes(household: Household, data: Data, by: User) -> set[str]:
    """Causes of the hardship, aid wanted, and the labels of the form."""
    main = data.get("main_cause", household.main_cause)
    secondary = data.get("secondary_causes", household.secondary_causes)
    if len(secondary) > 3 or len(set(secondary)) < len(secondary) or main in secondary:
        raise FileRefused(_("次要致困原因最多三项，不能与主要致困原因重复。"))
    return write_fields(household, data, keys_in(Section.CAUSES))


def write_consent(household: Household, data: Data, by: User) -> set[str]:
    """The family's signature under the wording in force; an earlier one stays on record."""
    if not data.get("signed_on"):
        return set()
    row = Consent(
        household=household,
        signed_on=data["signed_on"],
        signer=data.get("signer", ""),
        allows_check=bool(data.get("allows_check")),
        allows_notice=bool(data.get("allows_notice")),
        text_version=CONSENT_VERSION,
        text_hash=consent_hash(),
        recorded_by=by,
    )
    fields = ("signed_on", "signer", "allows_check", "allows_notice", "text_hash")
    last = get_consent(household)
    changed = {field for field in fields if last is None or getattr(last, field) != getattr(row, field)}
    if changed:
        row.save()
    return changed


def _write_person(member: Member, data: Data) -> set[str]:
    """Whatever `data` holds of a person; the ID number decides over birth date and sex."""
    told = {"birth_on", "sex"} if member.id_number_index else set()
    changed = assign(member, data, [field for field in PERSON_FIELDS if field not in told])
    if "name" in data and data["name"] != member.name:
        people.set_name(member, data["name"])
        changed.add("name")
    setters: tuple[tuple[str, Callable[[Member, str], None]], ...] = (
        ("id_number", _set_id_number),
        ("document_number", _set_document),
        ("phone", people.set_phone),
        ("bank_card", people.set_bank_card),
    )
    for field, set_number in setters:
        if field in data and not isinstance(data[field], Secret):  # a Secret is what is on record already
            before = _index(member, field)
            set_number(member, data[field] or "")
            changed |= {field} if before != _index(member, field) else set()
    return changed


def _set_id_number(member: Member, number: str) -> None:
    if not number:
        people.set_id_number(member, "")
        return
    try:
        checked = check_id_number(number)
    except DocumentError as error:
        raise FileRefused(str(error)) from error
    people.set_id_number(member, checked.number, birth_on=checked.birth_on, sex=checked.sex)


def _set_document(member: Member, number: str) -> None:
    """After the other fields, so that the kind of the document is the one that was chosen with it."""
    if not number:
        people.set_document(member, "")
        return
    try:
        people.set_document(member, check_document(member.document_kind, number))
    except DocumentError as error:
        raise FileRefused(str(error)) from error


def _index(member: Member, field: str) -> bytes:
    name = "document_index" if field == "document_number" else f"{field}_index"
    return bytes(getattr(member, name) or b"")


def _write_member(member: Member, row: Data, position: int) -> set[str]:
    relation = row.get("relation", member.relation)
    if relation in ("", Relation.HEAD):
        relation = Relation.OTHER
    changed = _write_person(member, {**row, "relation": relation})
    if why := stage_fault(member.status, row.get("stage") or ""):
        raise FileRefused(why)
    stage = stage_of(member.status, member.stage)
    if member.pk is None or changed or member.stage != stage:
        member.stage, member.position = stage, position
        member.save()
        return {f"member.{field}" for field in changed} | {"member"}
    return set()


def _former(household: Household, row: Data) -> Member:
    """Somebody who lived here before and has been removed, found by the ID number; otherwise somebody new."""
    number = row.get("id_number")
    if isinstance(number, str) and number:
        gone = household.members.filter(
            removed_at__isnull=False, id_number_index=blind_index(number, "id_number")
        )
        member = gone.exclude(relation=Relation.HEAD).order_by("-pk").first()
        if member is not None:
            _restore(household, member.uid)
            member.refresh_from_db()
            return member
    return Member(household=household, relation=Relation.OTHER)


def _restore(household: Household, uid: object) -> set[str]:
    """Somebody who was removed lives here again, as the same person with the same record."""
    member = household.members.filter(uid=str(uid), removed_at__isnull=False).first()
    if member is None or member.relation == Relation.HEAD:
        raise FileRefused(_("这位成员已经在家庭成员中，请刷新页面。"))
    member.removed_at = member.removed_by = None
    member.save(update_fields=["removed_at", "removed_by"])
    return {"member.restored"}


def _remove_member(member: Member, by: User) -> set[str]:
    member.incomes.all().delete()
    member.expenses.all().delete()
    member.removed_at, member.removed_by = timezone.now(), by
    member.save(update_fields=["removed_at", "removed_by"])
    return {"member.removed"}


def _known(present: Mapping[str, Member], uid: str) -> Member:
    if uid not in present:
        raise FileRefused(_("这位家庭成员已被移除，请刷新页面后重试。"))
    return present[uid]


def _refuse_twins(household: Household) -> None:
    indexes = [_index(member, "id_number") for member in live_members(household) if member.id_number_index]
    if len(set(indexes)) < len(indexes):
        raise FileRefused(_("家庭成员中有两人的身份证号相同，请核对。"))
