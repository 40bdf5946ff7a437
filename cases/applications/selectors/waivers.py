"""Which papers an application goes on without, who agreed, and who may say so."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit, PaperWaiver
from cases.applications.states import EDITABLE_STATES, OPEN_STATES, WAIVER_TRANSITIONS, WaiverState
from cases.archives.models import FileEdit
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.policies.rules.document.handling import Paper
from hardship.accounts.models import User, people_of
from hardship.kernel import workflow
from hardship.kernel.together import read

SHOWN = ("asked_by", "asked_for", "decided_by", "decided_for", "undone_by", "undone_for", "decider")


def key_of(paper: Paper) -> str:
    """How a waiver names a paper."""
    return ",".join(paper.any_of)


def granted_of(applications: Sequence[Application]) -> dict[int, list[PaperWaiver]]:
    """The waivers that hold, by the key of each application: one query."""
    found: dict[int, list[PaperWaiver]] = {row.pk: [] for row in applications}
    rows = PaperWaiver.objects.filter(application__in=found, state=WaiverState.GRANTED)
    for row in rows.order_by("pk"):
        found[row.application_id].append(row)
    return found


def waited_for(applications: Sequence[Application]) -> dict[int, dict[str, str]]:
    """The papers (`kinds`) whose waiver was asked for and waits, and the union that is to answer, by the key
    of each application: one query."""
    found: dict[int, dict[str, str]] = {row.pk: {} for row in applications}
    rows = PaperWaiver.objects.filter(application__in=found, state=WaiverState.ASKED)
    for row in rows.select_related("decider"):
        found[row.application_id][row.kinds] = row.decider.name
    return found


def still_asked(application: Application, papers: Iterable[Paper]) -> list[Paper]:
    """The papers without those that were waived."""
    waived = {row.kinds for row in read(application, granted_of)[application.pk]}
    return [paper for paper in papers if key_of(paper) not in waived]


def waived_content(application: Application) -> list[list[str]]:
    """What a decision rests on: which paper, who agreed, on which day, why."""
    return [
        [row.kinds, row.decided_name, timezone.localdate(row.decided_at).isoformat(), row.answer]
        for row in read(application, granted_of)[application.pk]
    ]


def list_waivers(application: Application, by: User) -> list[PaperWaiver]:
    """All that was asked for, each with the `buttons` of this person."""
    rows = list(application.waivers.select_related(*SHOWN).order_by("pk"))
    for row in rows:
        row.application = application
        row.buttons = workflow.buttons(WAIVER_TRANSITIONS, row, by=by, blocker=waiver_blocker)  # type: ignore[attr-defined]
    return rows


def waiver_blocker(waiver: PaperWaiver, row: workflow.Transition, by: User) -> str:
    """Why this person may not decide on a waiver that their role allows, or ''."""
    application = waiver.application
    if by.union_id != waiver.decider_id:
        return _("这份材料的免交由“%(union)s”审批。") % {"union": waiver.decider}
    if application.state not in (EDITABLE_STATES if row.is_decision else OPEN_STATES):
        return _("申请现在是“%(state)s”，不能再办理免交。") % {"state": application.get_state_display()}
    if not row.is_decision:
        return ""
    if _has_made(application, by) or by.pk in (waiver.asked_by_id, waiver.asked_for_id):
        return _("不能同意免交自己填写的档案或申请的材料，请由其他审批人办理。")
    return recusal_blocker(application.household, by)


def _has_made(application: Application, by: User) -> bool:
    """Whether this person wrote on it or on its file (function application_was_made_by of the database)."""
    if by.pk in (application.created_by_id, application.submitted_by_id):
        return True
    edits: tuple[QuerySet[Any], ...] = (
        application.edits.all(), FileEdit.objects.filter(household=application.household_id)
    )  # fmt: skip
    return any(rows.filter(by=by.pk).exists() or rows.filter(stood_in_for=by.pk).exists() for rows in edits)


def list_to_waive(user: User) -> QuerySet[Application]:
    """Applications with a paper of which the person's union is asked whether it may be missing: none that
    they wrote on, or on its file, nor whoever they stand in for."""
    people = sorted(people_of(user))
    mine = Q(by__in=people) | Q(stood_in_for__in=people)
    asked = PaperWaiver.objects.filter(
        state=WaiverState.ASKED, decider=user.union, application__state__in=EDITABLE_STATES
    ).exclude(Q(asked_by__in=people) | Q(asked_for__in=people))
    rows: QuerySet[Application] = Application.objects.visible_to(user).filter(
        pk__in=asked.values("application")
    )
    rows = rows.exclude(
        Q(created_by__in=people)
        | Q(submitted_by__in=people)
        | Exists(ApplicationEdit.objects.filter(mine, application=OuterRef("pk")))
        | Exists(FileEdit.objects.filter(mine, household=OuterRef("household")))
        | kept_out(user)
    )
    return rows.select_related("household__head", "programme", "union")
