"""Every service that writes content of a file leaves an edit: who wrote which part, at which version."""

import ast
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cases.archives.models import Household, PolicyAnswer
from cases.archives.rules.exits import last_months
from cases.archives.services.entry import consents, dating, drafts, evidence, people
from cases.archives.services.entry.answers import Answer, record_answers
from cases.archives.services.entry.bundles import bundle_evidence
from cases.archives.services.entry.refiling import refile_evidence
from cases.archives.services.life import changes, months, reopening
from cases.archives.states import Section
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.services import find_duplicates, merge_files, undo_merge
from cases.rosters import services as imports
from cases.rosters.models import RosterImport
from cases.rosters.states import ImportMode
from hardship.accounts.states import Role
from hardship.kernel.files import accept_upload
from tests.cases.archives.test_evidence import add, picture
from tests.cases.rosters.roster_files import person, roster
from tests.cases.rosters.test_import import bring_in
from tests.factories import HouseholdFactory, UserFactory, close_file

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
# A writer yields the file before it writes (None: there is none yet), then the file, what it wrote, and who.
Steps = Iterator[Any]
WRITTEN: dict[Section, dict[str, Any]] = {
    Section.WORKER: {"employer": "新单位"},
    Section.MEMBERS: {"rows": [{"relation": "son", "name": "王小二"}]},
    Section.MONEY: {"expenses": [{"kind": "medical", "annual_amount": Decimal(1), "note": "", "member": ""}]},
    Section.HOUSING: {"address": "新地址"},
    Section.CAUSES: {"cause_note": "新情况"},
    Section.CONSENT: {"signed_on": date(2026, 2, 1), "signer": "王", "allows_check": True},
}


def draft(cast) -> Household:
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)


def filed(cast) -> Household:
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


def starting(cast) -> Steps:
    yield None
    yield drafts.start_household(union=cast.union, by=cast.clerk), set(), cast.clerk


def saving(part):
    def run(cast) -> Steps:
        file = draft(cast)
        yield file
        drafts.save_section(
            household_id=file.pk, section=part, data=WRITTEN[part], version=file.version, by=cast.clerk
        )
        yield file, {part}, cast.clerk

    return run


def changing(part):
    """A field that nobody checks, of a file in force."""

    def run(cast) -> Steps:
        file, colleague = filed(cast), UserFactory(union=cast.union, role=Role.CLERK)
        yield file
        data = {Section.WORKER: {"phone": "13911112222"}, Section.CONSENT: WRITTEN[part]}[part]
        changes.save_change(household_id=file.pk, section=part, data=data, version=file.version, by=colleague)
        yield file, {part}, colleague

    return run


def accepting(part):
    """A proposal: whose words they are is who asked, not who accepted."""

    def run(cast) -> Steps:
        file, colleague = filed(cast), UserFactory(union=cast.union, role=Role.CLERK)
        data = {**WRITTEN, Section.HOUSING: {"vehicles": 2}, Section.CAUSES: {"main_cause": "accident"}}
        data[Section.WORKER] = {"bank_name": "中国银行"}
        asked = changes.save_change(
            household_id=file.pk, section=part, data=data[part], version=file.version, by=colleague
        )
        file.refresh_from_db()
        yield file
        changes.decide(change_id=asked.pk, action="accept", by=cast.reviewer)
        yield file, {part}, colleague

    return run


def adding_evidence(cast) -> Steps:
    file = draft(cast)
    yield file
    add(file, cast.clerk, picture())
    yield file, {Section.EVIDENCE}, cast.clerk


def removing_evidence(cast) -> Steps:
    file = draft(cast)
    yield file
    evidence.remove_evidence(household_id=file.pk, uid=file.evidence.first().uid, by=cast.clerk)
    yield file, {Section.EVIDENCE}, cast.clerk


def refiling_evidence(cast) -> Steps:
    file = draft(cast)
    yield file
    refile_evidence(
        household_id=file.pk, uid=file.evidence.first().uid, kind="other", reason="wrong_kind", by=cast.clerk
    )
    yield file, {Section.EVIDENCE}, cast.clerk


def dating_evidence(cast) -> Steps:
    file, colleague = draft(cast), UserFactory(union=cast.union, role=Role.CLERK)
    yield file
    dating.date_evidence(
        household_id=file.pk, uid=file.evidence.first().uid, issued_on=date(2026, 1, 5), by=colleague
    )
    yield file, {Section.EVIDENCE}, colleague


def bundling_pictures(cast) -> Steps:
    file = draft(cast)
    for colour in ("red", "blue"):
        add(file, cast.clerk, picture(f"{colour}.png", colour))
    uids = [row.uid for row in file.evidence.order_by("-pk")[:2]]
    yield file
    bundle_evidence(household_id=file.pk, uids=[str(uid) for uid in uids], by=cast.clerk)
    yield file, {Section.EVIDENCE}, cast.clerk


def taking_consent_back(cast) -> Steps:
    file = filed(cast)
    yield file
    consents.take_back(household_id=file.pk, signed_on=timezone.localdate(), signer="王", by=cast.clerk)
    yield file, {Section.CONSENT}, cast.clerk


def signing_consent(cast) -> Steps:
    """With its paper, which is an edit of its own."""
    file = filed(cast)
    yield file
    consents.sign(
        household_id=file.pk, signed_on=timezone.localdate(), signer="王", allows_check=True,
        allows_notice=True, documents=[accept_upload(picture())], by=cast.clerk,
    )  # fmt: skip
    yield file, {Section.CONSENT}, cast.clerk


def answering(cast) -> Steps:
    file = draft(cast)
    yield file
    record_answers(
        household_id=file.pk, answers=[Answer("local_hukou", True)], version=file.version, by=cast.clerk
    )
    assert PolicyAnswer.objects.exists()
    yield file, {"answers"}, cast.clerk


def recording_months(cast) -> Steps:
    file = filed(cast)
    yield file
    entry = months.MonthEntry(Decimal(2000), Decimal(0), 3)
    entries = {last_months(timezone.localdate())[0]: entry}
    months.save_months(household_id=file.pk, entries=entries, version=file.version, by=cast.clerk)
    yield file, {"months"}, cast.clerk


def finding_a_cause(cast) -> Steps:
    file = filed(cast)
    yield file
    months.record_cause(
        household_id=file.pk, is_removed=True, found_on=timezone.localdate(), note="已返岗", by=cast.clerk
    )
    yield file, {"cause"}, cast.clerk


def reopening_a_file(cast) -> Steps:
    file = filed(cast)
    close_file(file)
    yield None
    yield reopening.reopen(household_id=file.pk, by=cast.clerk), set(), cast.clerk


def upload(cast, *lines, by, mode=ImportMode.UPDATE) -> RosterImport:
    return imports.upload_roster(
        union=cast.union, by=by, original_name="册.xlsx", content=roster(*lines), mode=mode
    )


def importing(cast) -> Steps:
    yield None
    bring_in(upload(cast, person(1), by=cast.clerk, mode=ImportMode.NEW), cast.clerk)
    yield Household.objects.get(), set(), cast.clerk


def updating(cast) -> Steps:
    file, colleague = draft(cast), UserFactory(union=cast.union, role=Role.CLERK)
    yield file
    line = {"id_number": file.head.id_number.reveal(), "address": "新地址", "health": "糖尿病"}
    bring_in(upload(cast, line, by=colleague), colleague)
    yield file, {Section.HOUSING, Section.WORKER}, colleague


def undoing_a_roster(cast) -> Steps:
    file, colleague = draft(cast), UserFactory(union=cast.union, role=Role.CLERK)
    line = {"id_number": file.head.id_number.reveal(), "address": "新地址"}
    made = bring_in(upload(cast, line, by=cast.clerk), cast.clerk)
    file.refresh_from_db()
    yield file
    imports.undo_roster(roster_id=made.pk, by=colleague)
    yield file, {Section.HOUSING}, colleague


def pair_of(cast) -> tuple[Household, Household, DuplicateSuspicion]:
    """A filed household, and a draft of the same family that a colleague began."""
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    kept, gone = filed(cast), HouseholdFactory(union=cast.union, clerk=colleague)
    people.set_name(gone.head, "王另名")
    people.set_bank_card(gone.head, kept.head.bank_card.reveal())
    gone.head.save()
    Household.objects.filter(pk=gone.pk).update(address="新地址")
    find_duplicates()
    return kept, gone, DuplicateSuspicion.objects.get()


def merge(cast, kept, suspicion) -> None:
    judge = UserFactory(union=cast.county, role=Role.REVIEWER)
    merge_files(
        suspicion_id=suspicion.pk, kept_id=kept.pk, taken=["household.address"], comment="重复", by=judge
    )
    kept.refresh_from_db()


def merging(cast) -> Steps:
    """Who wrote the other file wrote what came over from it; who merges chose between two records."""
    kept, gone, suspicion = pair_of(cast)
    yield kept
    merge(cast, kept, suspicion)
    yield kept, {Section.HOUSING}, gone.created_by


def undoing_a_merge(cast) -> Steps:
    kept, _gone, suspicion = pair_of(cast)
    merge(cast, kept, suspicion)
    yield kept
    judge = UserFactory(union=cast.county, role=Role.REVIEWER)
    undo_merge(suspicion_id=suspicion.pk, comment="不是一家", by=judge)
    yield kept, {Section.HOUSING}, None


# By the function that goes through the door (services/edits.py).
WRITERS = {
    "drafts.start_household": [starting],
    "drafts.save_section": [saving(part) for part in Section if part != Section.EVIDENCE],
    "changes.save_change": [changing(part) for part in (Section.WORKER, Section.CONSENT)],
    "changes._apply": [
        accepting(part) for part in Section if part not in (Section.EVIDENCE, Section.CONSENT)
    ],
    "bundles.bundle_evidence": [bundling_pictures],
    "evidence._log": [adding_evidence, removing_evidence],
    "dating.date_evidence": [dating_evidence],
    "refiling.refile_evidence": [refiling_evidence],
    "consents._keep": [taking_consent_back, signing_consent],
    "answers.record_answers": [answering],
    "months._log": [recording_months, finding_a_cause],
    "reopening.reopen": [reopening_a_file],
    "writing._write_all": [importing],
    "updating._write": [updating],
    "updating._put_back": [undoing_a_roster],
    "merging._record": [merging, undoing_a_merge],
}
CASES = [(door, number) for door, ways in WRITERS.items() for number in range(len(ways))]


@pytest.mark.parametrize(("door", "number"), CASES)
def test_every_writer_leaves_who_wrote_what_at_which_version(cast, reference, door, number):
    way = WRITERS[door][number](cast)
    file = next(way)
    version = file.version if file else 0
    file, sections, by = next(way)
    file.refresh_from_db()
    last = file.edits.order_by("-version")[0]
    assert file.version > version
    assert (last.version, set(last.sections), last.by) == (file.version, set(sections), by)


DOORS = {"record_edit", "record_start", "log_save"}


def callers() -> Iterator[str]:
    """module.function of all that goes through the door. What writes content without going through it
    is refused by the database (test_edits.py)."""
    for path in sorted((Path(settings.BASE_DIR) / "cases").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and function.name not in DOORS:
                calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
                if any(isinstance(call, ast.Name) and call.id in DOORS for call in calls):
                    yield f"{path.stem}.{function.name}"


def test_no_writer_is_missing_here():
    assert set(callers()) == set(WRITERS)
