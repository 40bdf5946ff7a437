"""Meets the households of a roster with the files that are there: who is on file already, and which row is
about which file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.rules.answers import PERSON
from cases.archives.states import EDITABLE_STATES, IN_FORCE_STATES, ExpenseKind, State
from cases.rosters.models import RosterImport
from cases.rosters.rules.columns import TYPED_INCOMES
from cases.rosters.rules.entries import ERROR, MONTHS, TOLERANCE, WARNING, Entry, Person, check_new
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PREFIX, facts_in
from cases.rosters.selectors.imports import (
    Holder,
    Known,
    Money,
    find_holders,
    find_known,
    find_waiting,
    load_known,
)
from cases.rosters.services.asking import sections_of
from cases.rosters.services.differences import ASK, HOLD, WRITE, Difference, find_differences
from cases.rosters.states import ImportMode
from hardship.accounts.models import Union
from hardship.kernel.fields import blind_index

SHARED: tuple[Literal["phone", "bank_card"], ...] = ("phone", "bank_card")
CHANGEABLE = (*EDITABLE_STATES, *IN_FORCE_STATES)


@dataclass
class Plan:
    """What one row changes in one file: some of it is written, some asked of a checker, some held."""

    entry: Entry
    household: Household
    differences: list[Difference]

    @property
    def written(self) -> list[Difference]:
        """What is written at once."""
        return [difference for difference in self.differences if difference.way == WRITE]

    @property
    def asked(self) -> list[Difference]:
        """What a second person is asked for."""
        return [difference for difference in self.differences if difference.way == ASK]

    @property
    def does_something(self) -> bool:
        return bool(self.written or self.asked)

    def shown(self) -> list[dict[str, Any]]:
        return [difference.shown() for difference in self.differences]


class Matcher:
    """Goes through the households of one roster, some at a time, in the mode that was chosen for it.

    What `roster` itself has become does not count: a second run finds what the first did.
    """

    def __init__(
        self, *, union: Union, roster: RosterImport | None = None, mode: str = ImportMode.NEW
    ) -> None:
        self.union, self.roster, self.mode = union, roster, mode
        self.can_ask = roster is None or roster.uploaded_by_id is not None
        self._taken: dict[int, int] = {}

    def meet(self, entries: Sequence[Entry], *, lock: bool = False) -> dict[int, Plan]:
        """Remarks on whoever is somewhere else already; for each row that is about a file what it changes.

        With `lock` the files stay as they are until the caller's transaction ends.
        """
        indexes = _indexes(entries)
        known = self._known(entries, indexes)
        holders = self._holders(entries, indexes)
        for entry in entries:
            self._meet_one(entry, known.get(entry.row), indexes[entry.row], holders)
        for field in SHARED:
            self._meet_numbers(entries, known, field)
        return self._plans(entries, known, lock=lock)

    def _holders(self, entries: Sequence[Entry], indexes: dict[int, list[bytes]]) -> dict[bytes, Holder]:
        """Where these people are on file, by their ID number or, who has none, by another document."""
        numbers, papers = set[bytes](), set[bytes]()
        for entry in entries:
            for person, index in zip(entry.people, indexes[entry.row], strict=True):
                if index:
                    (numbers if person.number else papers).add(index)
        found = find_holders(list(numbers), union=self.union, roster=self.roster)
        return found | find_holders(list(papers), union=self.union, roster=self.roster, field="document")

    def _known(self, entries: Sequence[Entry], indexes: dict[int, list[bytes]]) -> dict[int, Known]:
        if self.mode == ImportMode.NEW:
            return {}
        numbers = {entry.row: entry.head.values.get("former_no") or "" for entry in entries}
        heads = {entry.row: indexes[entry.row][0] for entry in entries}
        by_no, by_head = find_known(
            [number for number in numbers.values() if number],
            [index for index in heads.values() if index],
            union=self.union,
            roster=self.roster,
        )
        found: dict[int, Known] = {}
        for entry in entries:
            first, second = by_no.get(numbers[entry.row]), by_head.get(heads[entry.row])
            if first and second and first.pk != second.pk:
                why = _("编号和身份证号是两份不同的档案，请核对后只保留正确的一个。")
                entry.remark(entry.head, "former_no", ERROR, "two_files", why)
            elif first or second:
                found[entry.row] = first or second  # type: ignore[assignment]
        return found

    def _meet_one(
        self, entry: Entry, known: Known | None, indexes: list[bytes], holders: dict[bytes, Holder]
    ) -> None:
        if any(issue.code == "two_files" for issue in entry.issues):
            return
        if known is not None:
            self._take(entry, known)
        elif self.mode == ImportMode.UPDATE:
            why = _("本工会没有这户的档案，没有更新；请核对编号和身份证号，或改用“新增和更新”重新上传。")
            entry.remark(entry.head, "id_number", ERROR, "not_found", why)
            return
        elif self.mode == ImportMode.BOTH:
            check_new(entry)
        for person, index in zip(entry.people, indexes, strict=True):
            holder = holders.get(index) if index else None
            if holder is None or (known is not None and holder.household_id == known.pk):
                continue
            key = "id_number" if person.number else "document_number"
            entry.remark(person, key, ERROR, *_holder_sentence(holder, self.union))
            if person is entry.head:
                return  # of a head who is somewhere the family is not named as well: they are there together

    def _meet_numbers(
        self, entries: Sequence[Entry], known: dict[int, Known], field: Literal["phone", "bank_card"]
    ) -> None:
        """A phone or card that another household has is a warning: families share them, clerks mistype."""
        people = [
            (entry, person, blind_index(person.values[field], field))
            for entry in entries
            for person in entry.people
            if not entry.is_refused and person.values.get(field)
        ]
        indexes = list({index for _entry, _person, index in people})
        holders = find_holders(indexes, union=self.union, roster=self.roster, field=field)
        for entry, person, index in people:
            holder, own = holders.get(index), known.get(entry.row)
            if holder is not None and (own is None or holder.household_id != own.pk):
                why = _("与“%(union)s”的另一户相同，请核对是否填错或重复建档。")
                entry.remark(person, field, WARNING, "shared", why % {"union": holder.union_name})

    def _take(self, entry: Entry, known: Known) -> None:
        row = self._taken.setdefault(known.pk, entry.row)
        if row != entry.row:
            why = _("与第 %(row)s 行是同一份档案，请合并成一行。") % {"row": row}
            entry.remark(entry.head, "former_no", ERROR, "same_file", why)
        elif known.state not in CHANGEABLE:
            why = _("这户的档案现在是“%(state)s”，不能由导入修改。") % {"state": State(known.state).label}
            entry.remark(entry.head, "id_number", ERROR, "not_changeable", why)

    def _plans(self, entries: Sequence[Entry], known: dict[int, Known], *, lock: bool) -> dict[int, Plan]:
        wanted = {entry.row: known[entry.row].pk for entry in entries if entry.row in known}
        files = load_known(list(wanted.values()), lock=lock)
        waiting = find_waiting(list(files), roster=self.roster)
        plans: dict[int, Plan] = {}
        for entry in entries:
            loaded = files.get(wanted.get(entry.row, 0))
            if loaded is not None and not entry.is_refused:
                household, members, money = loaded
                differences = find_differences(entry, household, members)
                self._hold(entry, differences, waiting.get(household.pk, frozenset()))
                _remark_on_sums(entry, differences, money)
                _remark_on_facts(entry, money)
                plans[entry.row] = Plan(entry, household, differences)
        return plans

    def _hold(self, entry: Entry, differences: list[Difference], waiting: frozenset[str]) -> None:
        """What can neither be written nor asked for now, with the reason at its cell."""
        for difference in differences:
            why = _("困难类别和建档标准由认定决定，在档户不由导入改写。") if difference.way == HOLD else ""
            if difference.way == ASK and sections_of(difference) & waiting:
                why = _("这一部分已有待审核的变更，这一项没有提交；请等审核，或先撤回那份变更。")
            elif difference.way == ASK and not self.can_ask:
                why = _("这一项须由审核人核对；命令行导入请用 --by 写明经办人，才能提交变更。")
            if why:
                difference.way = HOLD
                key = "name" if difference.key == "added" else difference.key
                entry.remark(difference.person, key, WARNING, "held", why)


def _indexes(entries: Iterable[Entry]) -> dict[int, list[bytes]]:
    return {entry.row: [_index(person) for person in entry.people] for entry in entries}


def _index(person: Person) -> bytes:
    """The blind index of the number by which the person is known; b"" for none."""
    if person.number:
        return blind_index(person.number, "id_number")
    return blind_index(person.document, "document") if person.document else b""


def _remark_on_sums(entry: Entry, differences: list[Difference], money: Money) -> None:
    """Sums of the year that the file's own items do not come to: an update writes no items."""
    values = entry.head.values
    total = values.get("annual_income")
    follows = any(difference.name in ("monthly_income", "added") for difference in differences)
    if total is not None and not follows and abs(total - money.income) > TOLERANCE * MONTHS:
        why = _("家庭年度总收入与档案的收入明细合计不一致；更新导入不改写收入明细，请在档案中核对。")
        entry.remark(entry.head, "annual_income", WARNING, "income_not_written", why)
    why = _("与档案的刚性支出明细合计不一致；更新导入不改写支出明细，请在档案中核对。")
    for expense in ExpenseKind:
        _remark_on_sum(entry, f"expense_{expense}", money.expenses.get(expense), "expense_not_written", why)
    why = _("与档案的收入明细合计不一致；更新导入不改写收入明细，请在档案中核对。")
    for income in TYPED_INCOMES:
        _remark_on_sum(entry, f"income_{income}", money.incomes.get(income), "income_not_written", why)


def _remark_on_facts(entry: Entry, money: Money) -> None:
    """Answers that differ from those on record: an update gives none, somebody has to have found them out."""
    why = _("与档案登记的核实情况不一致；更新导入不改写核实事项，请在档案的“政策核实事项”中登记。")
    names = {name: label for name, label in HOUSEHOLD_FACTS.items() if name != PERSON}
    for name, value in facts_in(entry.head.values, names).items():
        if value != money.answers.get(name):
            entry.remark(entry.head, PREFIX + name, WARNING, "fact_not_written", why)


def _remark_on_sum(entry: Entry, key: str, held: Decimal | None, code: str, why: str) -> None:
    amount = entry.head.values.get(key)
    if amount is not None and abs(amount - (held or Decimal(0))) > TOLERANCE:
        entry.remark(entry.head, key, WARNING, code, why)


def _holder_sentence(holder: Holder, union: Union) -> tuple[str, str]:
    """The code and the sentence: of another union nothing but its name (requirement A10)."""
    if not holder.is_active:
        why = _("此人已在本工会的一份草稿中，不再重复建档；需要时请在草稿中修改。")
        return "in_draft", why
    if holder.union_id == union.pk:
        number = holder.file_no or _("待审核，尚无档案号")
        why = _("此人已在本工会的有效档案中（%(number)s），请在原档案中办理。") % {"number": number}
        return "in_active_file", why
    why = _("此人已在“%(union)s”的有效档案中，一人只能在一份有效档案中；请与该工会核实后再办。")
    return "in_other_file", why % {"union": holder.union_name}
