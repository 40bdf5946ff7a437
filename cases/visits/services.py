"""Records home visits, once and for good; keeps what is typed until then; writes checklists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.services.entry.evidence import keep_document
from cases.archives.services.refusals import FileRefused
from cases.policies.states import EvidenceKind
from cases.transfers.services import MOVERS, Mover
from cases.visits.models import HomeVisit, VisitAnswer, VisitChecklist, VisitDocument, VisitDraft, Visitor
from cases.visits.rules import MOST_ITEMS, Item, VisitRecord, faults, signature_faults
from cases.visits.selectors import RECORDED, find_colleagues, get_checklist
from cases.visits.states import NOT_VISITED_STATES, RECORDERS
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.files import Accepted
from hardship.kernel.workflow import Refused

MOST_PHOTOS = 12
MOST_DRAFT = 20_000  # characters
RESPONDENT = "respondent"


class VisitRefused(FileRefused):
    """A visit that is not recorded. `field` is where the form shows the sentence, "" for none."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChecklistRefused(Refused):
    """A checklist that is not kept."""


@dataclass(frozen=True)
class Papers:
    """What a visit brings along. `signatures` by the place of the signer: "1", "2", …, "respondent"."""

    photos: Sequence[Accepted] = ()
    forms: Sequence[Accepted] = ()
    signatures: Mapping[str, Accepted] = field(default_factory=dict)


def recording_blocker(household: Household, user: User) -> str:
    """Why this person may not record a visit of the file; "" when they may."""
    if household.state in NOT_VISITED_STATES:
        state = household.get_state_display()
        return _("档案现在是“%(state)s”，不再登记入户调查。") % {"state": state}
    if user.has_role(*RECORDERS if household.union_id == user.union_id else (Role.REVIEWER,)):
        return ""
    return _("只有“%(union)s”的经办人和上级工会的审核人可以登记入户调查。") % {"union": household.union.name}


@transaction.atomic
def record_visit(
    *,
    household_id: int,
    uid: UUID,
    record: VisitRecord,
    papers: Papers,
    by: User,
    corrects: UUID | None = None,
) -> HomeVisit:
    """Keep one visit with its visitors, answers and documents; it does not change any more.

    `uid` is made by the page: the same one again gives the visit that is there. `corrects` is the uid of the
    visit that this one puts right. Raises VisitRefused with the field that is wrong.
    """
    household = _lock(household_id, by)
    done: HomeVisit | None = HomeVisit.objects.filter(uid=uid).first()
    if done is not None:
        if done.household_id == household.pk and done.created_by_id == by.pk:
            return done
        raise VisitRefused(_("这次入户调查已由他人登记，请重新打开页面。"))
    _require(record, papers, household, by)
    corrected = _corrected(household, corrects)
    visit = _write(household, uid, record, corrected, by)
    documents = _keep_papers(visit, household, record, papers, by)
    VisitDraft.objects.filter(household=household, saved_by=by, corrects=corrected).delete()
    for follow in RECORDED:
        follow(visit, by)
    audit.record(
        "visit.correct" if corrected else "visit.record", target=household, by=by, visit=visit.pk,
        mode=record.mode, conclusion=record.conclusion, documents=documents,
        corrects=corrected.pk if corrected else None,
    )  # fmt: skip
    return visit


@transaction.atomic
def save_visit_draft(
    *, household_id: int, values: Mapping[str, str], by: User, corrects: UUID | None = None
) -> VisitDraft:
    """Keep what somebody has typed so far. Refuses what was recorded in the meantime: a late draft would
    come back as a visit that was not made."""
    household = _lock(household_id, by)
    blocker = recording_blocker(household, by)
    if blocker:
        raise VisitRefused(blocker)
    if sum(map(len, values.values())) > MOST_DRAFT:
        raise VisitRefused(_("内容太长，没有自动保存。"))
    if str(values.get("uid")) in map(str, household.home_visits.values_list("uid", flat=True)):
        raise VisitRefused(_("这次入户调查已经登记。"))
    corrected = _corrected(household, corrects)
    draft, _made = VisitDraft.objects.update_or_create(
        household=household, saved_by=by, corrects=corrected,
        defaults={"values": {name: _kept(text) for name, text in values.items()}, "saved_at": timezone.now()},
    )  # fmt: skip
    return draft


def _kept(text: str) -> str:
    """What the database can keep: it takes no NUL, which no hand types."""
    return text.replace("\0", "")


def receive_draft(draft: VisitDraft, to: User) -> None:
    """The draft is the receiver's from now on; the caller is in a transaction and asked `draft_blocker`."""
    draft.saved_by = to
    draft.save(update_fields=["saved_by"])


@transaction.atomic
def drop_visit_draft(*, household_id: int, by: User, corrects: UUID | None = None) -> None:
    """Begin anew: what was typed and never recorded is gone."""
    household = _lock(household_id, by)
    rows = VisitDraft.objects.filter(household=household, saved_by=by)
    rows.filter(corrects__uid=corrects).delete() if corrects else rows.filter(corrects=None).delete()


@transaction.atomic
def save_checklist(*, name: str, items: Sequence[Item], starts_on: date, by: User) -> VisitChecklist:
    """The checklist of one's own union from a day on; the one before ends the day before. Saved again for
    the same day it is replaced: what visits were checked against stands in the visits. Raises
    ChecklistRefused for an empty or overlong one, and for a day before today."""
    if not by.has_role(Role.ADMINISTRATOR):
        raise ChecklistRefused(_("只有管理员可以修改入户调查清单。"))
    if not items:
        raise ChecklistRefused(_("清单至少要有一项。"))
    if len(items) > MOST_ITEMS:
        raise ChecklistRefused(_("清单最多 %(count)s 项。") % {"count": MOST_ITEMS})
    if starts_on < timezone.localdate():
        raise ChecklistRefused(_("启用日期不能早于今天：已经做过的入户调查用的是当时的清单。"))
    own = _own_checklists(by)
    own.filter(effective__startswith__gt=starts_on).delete()  # planned for later, used by nobody yet
    row = own.filter(effective__startswith=starts_on).first()
    for before in own.filter(effective__contains=starts_on, effective__startswith__lt=starts_on):
        before.effective = DateRange(before.effective.lower, starts_on)
        before.save(update_fields=["effective"])
    row = row or VisitChecklist(union=by.union)
    row.name, row.items = name, [item.to_json() for item in items]
    row.effective = DateRange(starts_on, None)
    row.created_at, row.created_by = timezone.now(), by
    row.save()
    audit.record("visit.checklist", target=row, by=by, items=len(items), starts=starts_on.isoformat())
    return row


@transaction.atomic
def end_checklist(*, by: User) -> None:
    """From today on the union works again by the checklist of the union above, or by the one that ships."""
    today = timezone.localdate()
    own = _own_checklists(by)
    if not by.has_role(Role.ADMINISTRATOR) or not own.filter(effective__endswith=None).exists():
        raise ChecklistRefused(_("没有可以停用的清单。"))
    for row in own.filter(effective__endswith=None):
        audit.record("visit.checklist_end", target=row, by=by)
        if row.effective.lower >= today:
            row.delete()  # no visit of an earlier day was checked against it
        else:
            row.effective = DateRange(row.effective.lower, today)
            row.save(update_fields=["effective"])


def _own_checklists(by: User) -> QuerySet[VisitChecklist]:
    """Those of one's own union, whose row is locked: there may be none yet to lock."""
    Union.objects.select_for_update().get(pk=by.union_id)
    return VisitChecklist.objects.filter(union=by.union)


def _lock(household_id: int, by: User) -> Household:
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    return household


def _require(record: VisitRecord, papers: Papers, household: Household, by: User) -> None:
    blocker = recording_blocker(household, by)
    if blocker:
        raise VisitRefused(blocker)
    found = faults(record, today=timezone.localdate())
    found += signature_faults(record, has_paper=bool(papers.forms), signed=list(papers.signatures))
    if found:
        raise VisitRefused(found[0][1], found[0][0])
    if len(papers.photos) + len(papers.forms) > MOST_PHOTOS:
        raise VisitRefused(_("照片最多 %(count)s 张。") % {"count": MOST_PHOTOS}, "photos")
    drawn = [accepted.sha256 for accepted in papers.signatures.values()]
    if len(set(drawn)) < len(drawn):
        raise VisitRefused(_("有两个签名完全相同，请各自签名。"), "signature1")
    checklist = get_checklist(union=household.union, on=timezone.localdate())
    if {item.key for item in checklist.items} != {answer.item.key for answer in record.answers}:
        raise VisitRefused(_("清单刚刚改过，请重新打开页面核对；已填的内容还在。"))


def _corrected(household: Household, uid: UUID | None) -> HomeVisit | None:
    if uid is None:
        return None
    visit: HomeVisit | None = household.home_visits.filter(uid=uid).first()
    if visit is None:
        raise VisitRefused(_("要更正的入户调查不在这份档案里。"))
    if visit.is_corrected:
        raise VisitRefused(_("这次入户调查已经更正过，请更正最新的一次。"))
    return visit


def _write(
    household: Household, uid: UUID, record: VisitRecord, corrected: HomeVisit | None, by: User
) -> HomeVisit:
    names = ("visited_on", "mode", "mode_reason", "place", "respondent_name", "respondent_relation",
             "unsigned_reason", "persons", "situation", "causes_found", "wants_found", "conclusion",
             "comment", "demand_note", "mood", "mood_note")  # fmt: skip
    visit = HomeVisit.objects.create(
        uid=uid,
        union=household.union,
        household=household,
        corrects=corrected,
        respondent=_respondent(household, record.respondent),
        checklist=get_checklist(union=household.union, on=timezone.localdate()).name,
        created_by=by,
        demands=list(record.demands),
        **{name: getattr(record, name) for name in names},
    )
    known = find_colleagues([person.name for person in record.visitors], user=by)
    Visitor.objects.bulk_create(
        Visitor(visit=visit, position=place, name=who.name, post=who.post, user=known.get(who.name))
        for place, who in enumerate(record.visitors, start=1)
    )
    VisitAnswer.objects.bulk_create(
        VisitAnswer(
            visit=visit, position=place, finding=answer.finding,
            note=answer.note,
            **answer.item.to_json(),
        )
        for place, answer in enumerate(record.answers, start=1)
    )  # fmt: skip
    return visit


def _respondent(household: Household, uid: str) -> Member | None:
    if not uid:
        return None
    member: Member | None = household.members.filter(uid=uid, removed_at__isnull=True).first()
    if member is None:
        raise VisitRefused(_("这位家庭成员已被移除，请重新选择。"), "respondent")
    return member


def _keep_papers(
    visit: HomeVisit, household: Household, record: VisitRecord, papers: Papers, by: User
) -> int:
    """Photos and forms that are on file already are named, not stored twice."""
    signers = {str(place): who.name for place, who in enumerate(record.visitors, start=1)}
    signers[RESPONDENT] = record.respondent_name
    kept: dict[int, VisitDocument] = {}
    papers_by_kind: list[tuple[str, Accepted, str]] = [
        *((EvidenceKind.VISIT_PHOTO, photo, "") for photo in papers.photos),
        *((EvidenceKind.VISIT_FORM, form, "") for form in papers.forms),
        *((EvidenceKind.SIGNATURE, drawn, signers[place]) for place, drawn in papers.signatures.items()),
    ]
    for kind, accepted, signer in papers_by_kind:
        twin = household.evidence.filter(removed_at__isnull=True, sha256=accepted.sha256).first()
        evidence = twin or keep_document(household=household, kind=kind, accepted=accepted, by=by)
        kept.setdefault(evidence.pk, VisitDocument(visit=visit, evidence=evidence, signer=signer))
    VisitDocument.objects.bulk_create(kept.values())
    return len(kept)


@MOVERS.add("visits")
def move_visits(household_id: int) -> Mover:
    """The visits of a file move to its new union with it."""

    def move(union: Union) -> None:
        HomeVisit.objects.filter(household=household_id).update(union=union)

    return move
