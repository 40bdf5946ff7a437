"""Makes files of the households of a roster: each row at most once, each household whole or not at all."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, IncomeItem, Member, RigidExpense
from cases.archives.rules import fields, stage_of
from cases.archives.rules.fields import Whose, fields_about, keys_of
from cases.archives.rules.former import health_of
from cases.archives.services.edits import record_start
from cases.archives.services.entry import people
from cases.archives.states import ExpenseKind, IncomeKind, Relation, Status, StockKind, WorkerType
from cases.rosters.models import ImportRow, RosterImport
from cases.rosters.rules.bills import medical_of
from cases.rosters.rules.entries import MONTHS, Entry, Person, parts_of_income, typed_incomes
from cases.rosters.rules.labels import CategoryLabel, CauseLabel, DisabilityLabel, HealthLabel, StatusLabel
from cases.rosters.services.answering import answers_of_entry
from cases.rosters.states import IMPORT_TRANSITIONS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.copying import copy_rows, draw_keys
from hardship.kernel.documents import IdNumber

# What a row says otherwise than field by field: see make_member and _household.
COMPOSED = frozenset(
    {
        "relation", "birth_on", "status", "health", "health_original", "disability_kind", "disability_grade",
        "document_kind", "remark", "stage",
    }
)  # fmt: skip
COMPOSED_OF_HOUSEHOLD = frozenset(
    {
        "worker_type", "main_cause", "secondary_causes", "cause_note", "is_on_dibao", "original_category",
        "former_no",
    }
)  # fmt: skip
PERSON_FIELDS = tuple(name for name in fields.PERSON_FIELDS if name not in COMPOSED)
HOUSEHOLD_FIELDS = (
    "filing_level",
    *(name for name in keys_of(fields_about(Whose.HOUSEHOLD)) if name not in COMPOSED_OF_HOUSEHOLD),
)
PENSIONED = frozenset({Status.RETIRED, Status.CADRE_RETIRED, Status.SICK_RETIRED})
ONCE = "import_row_once"


def import_entries(*, roster: RosterImport, entries: Sequence[Entry], by: User | None) -> int:
    """Drafts of several households with few statements; how many were made.

    Inside the caller's transaction. What somebody else has brought in meanwhile is found out one by one.
    """
    if not entries:
        return 0
    try:
        with transaction.atomic():
            return len(_write_all(roster, entries, by))
    except IntegrityError as error:
        _require_once(error)
    made = (import_entry(roster=roster, entry=entry, by=by) for entry in entries)
    return sum(household is not None for household in made)


def import_entry(*, roster: RosterImport, entry: Entry, by: User | None) -> Household | None:
    """The draft of one household with its people and incomes; None when this row has become one already.

    In a savepoint of its own, inside the caller's transaction: an error leaves nothing of this household.
    """
    try:
        with transaction.atomic():
            return _write_all(roster, [entry], by)[0]
    except IntegrityError as error:
        _require_once(error)
        return None


def _require_once(error: IntegrityError) -> None:
    if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != ONCE:
        raise error


def _write_all(roster: RosterImport, entries: Sequence[Entry], by: User | None) -> list[Household]:
    refused = [entry.row for entry in entries if entry.is_refused]
    if refused:
        raise ValueError(f"rows {refused} are refused")
    households = [_household(roster, entry, by) for entry in entries]
    pairs = list(zip(entries, households, strict=True))
    for household, key in zip(households, draw_keys(Household, len(households)), strict=True):
        household.pk = key
    people_of = [
        [make_member(household, person, place) for place, person in enumerate(entry.people)]
        for entry, household in pairs
    ]
    everybody = [member for members in people_of for member in members]
    for member, key in zip(everybody, draw_keys(Member, len(everybody)), strict=True):
        member.pk = key
    for household, members in zip(households, people_of, strict=True):
        household.head, household.head_pinyin = members[0], members[0].name_pinyin
    copy_rows(households)
    copy_rows(everybody)
    copy_rows(
        [
            item
            for (entry, household), members in zip(pairs, people_of, strict=True)
            for item in _incomes(household, entry, members)
        ]
    )
    copy_rows(
        [
            expense
            for (entry, household), members in zip(pairs, people_of, strict=True)
            for expense in _expenses(household, entry, members)
        ]
    )
    copy_rows(
        [
            answer
            for (entry, household), members in zip(pairs, people_of, strict=True)
            for answer in answers_of_entry(household, entry, members, by)
        ]
    )
    copy_rows(
        [
            ImportRow(
                roster=roster,
                row=entry.row,
                household=household,
                warnings=[issue.why[:300] for issue in entry.warnings],
            )
            for entry, household in pairs
        ]
    )
    record_start(households, by=by)
    told = [(household, {"roster": str(roster.uid), "row": entry.row}) for entry, household in pairs]
    audit.record_each("household.import", told, by=by)
    return households


@transaction.atomic
def finish(*, roster_id: int, by: User | None) -> RosterImport:
    """Every importable row is in."""
    roster: RosterImport = workflow.lock(RosterImport.objects.all(), roster_id)
    workflow.take(
        IMPORT_TRANSITIONS, roster, action="finish", by=by, roles={WORKER},
        log=lambda step: audit.record(
            "import.finish", target=roster, by=by, households=roster.rows.count()
        ),
    )  # fmt: skip
    return roster


def _household(roster: RosterImport, entry: Entry, by: User | None) -> Household:
    values = entry.head.values
    label: CategoryLabel = values.get("category") or CategoryLabel("")
    cause: CauseLabel = values.get("main_cause") or CauseLabel()
    secondary = [one for one in values.get("secondary_causes") or [] if one != cause.cause]
    now = timezone.now()
    return Household(
        union=roster.union,
        category=label.category,
        original_category=values.get("original_category") or label.original,
        is_on_dibao=label.is_on_dibao if values.get("is_on_dibao") is None else values["is_on_dibao"],
        main_cause=cause.cause,
        secondary_causes=secondary,
        cause_note=_note(values.get("cause_note", ""), cause.former),
        worker_type=_worker_type(values),
        # The roster says that nobody else lives here, which the file would otherwise ask.
        members_reviewed=len(entry.people) == 1 and values.get("persons") == 1,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **_stock(roster) | _filled(values, ("former_no", "filed_on", *HOUSEHOLD_FIELDS)),
    )


def _stock(roster: RosterImport) -> dict[str, Any]:
    """What was filed elsewhere before is 存量档案, where the roster does not say otherwise."""
    return {"stock_kind": StockKind.STOCK} if roster.is_of_filed else {}


def make_member(household: Household, person: Person, place: int) -> Member:
    """A person of a roster as a member, not saved yet; the first is the head."""
    values = person.values
    relation = Relation.HEAD if place == 0 else values.get("relation") or Relation.OTHER
    status: StatusLabel = values.get("status") or StatusLabel()
    disability: DisabilityLabel = values.get("disability") or DisabilityLabel()
    health: HealthLabel = values.get("health") or HealthLabel()
    former = values.get("health_original") or health.former
    member = Member(
        household=household,
        position=place,
        relation=relation,
        status=status.status,
        stage=stage_of(status.status, values.get("stage") or ""),
        disability_kind=disability.kind,
        disability_grade=disability.grade,
        health=health.health or health_of(former),
        health_original=former,
        birth_on=values.get("birth_on"),
        remark=values.get(remark_key(person)) or "",
        document_kind=values.get("document_kind") or "",
        **_filled(values, PERSON_FIELDS),
    )
    people.set_name(member, values.get("name", ""))
    checked: IdNumber | None = values.get("id_number")
    if checked is not None:
        people.set_id_number(member, checked.number, birth_on=checked.birth_on, sex=checked.sex)
    people.set_document(member, values.get("document_number") or "")
    people.set_phone(member, values.get("phone", ""))
    people.set_bank_card(member, values.get("bank_card", ""))
    return member


def remark_key(person: Person) -> str:
    """Under which key a remark on this person stands: in a head's row 备注 is the household's."""
    return "remark" if person.prefix else "own_remark"


def _expenses(household: Household, entry: Entry, members: list[Member]) -> list[RigidExpense]:
    """The yearly sums by kind; nothing for zero. A medical bill is the medical expense, of its patient."""
    values, note = entry.head.values, expense_note()
    amounts = {kind: values.get(f"expense_{kind}") for kind in ExpenseKind}
    found, bill = [], medical_of(values)
    if bill:
        amounts.pop(ExpenseKind.MEDICAL)
        patient = next((one for one in members if one.name == values.get("bill_patient")), None)
        found = [
            RigidExpense(household=household, member=patient, kind=ExpenseKind.MEDICAL, note=note, **bill)
        ]
    return found + [
        RigidExpense(household=household, kind=kind, annual_amount=amount, note=note)
        for kind, amount in amounts.items()
        if amount
    ]


def _incomes(household: Household, entry: Entry, members: list[Member]) -> list[IncomeItem]:
    """Twelve times each monthly income, what columns say of other kinds, the rest of the yearly total as
    other income; nothing for zero."""
    items = []
    for member in members:
        amount = (member.monthly_income or Decimal(0)) * MONTHS
        if amount:
            kind = IncomeKind.PENSION if member.status in PENSIONED else IncomeKind.WAGE
            note = income_note()
            items.append(
                IncomeItem(household=household, member=member, kind=kind, annual_amount=amount, note=note)
            )
    items += [
        IncomeItem(household=household, kind=kind, annual_amount=amount, note=kind_note())
        for kind, amount in typed_incomes(entry).items()
    ]
    rest = (entry.head.values.get("annual_income") or Decimal(0)) - parts_of_income(entry)
    if rest > 0:
        note = _("花名册家庭年度总收入减去已列各项")
        items.append(IncomeItem(household=household, kind=IncomeKind.OTHER, annual_amount=rest, note=note))
    return items


def income_note() -> str:
    """By this sentence an income is known that a roster made."""
    return _("花名册月收入 × 12")


def kind_note() -> str:
    """By this sentence an income of the whole family is known that a roster made."""
    return _("花名册全年收入")


def expense_note() -> str:
    """By this sentence an expense is known that a roster made."""
    return _("花名册年度支出")


def _filled(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name) not in (None, "")}


def _note(note: str, cause_word: str) -> str:
    earlier = _("原致困原因：%(word)s") % {"word": cause_word} if cause_word else ""
    return "；".join(part for part in (note, earlier) if part)[:500]


def _worker_type(values: Mapping[str, Any]) -> str:
    if values.get("worker_type"):
        return str(values["worker_type"])
    status: StatusLabel = values.get("status") or StatusLabel()
    return WorkerType.MIGRANT.value if status.is_migrant else ""
