"""A union's part in a survey: submitted when no file is left out without a word, then accepted by another."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.surveys.models import SurveyUnit
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services.surveys.campaigns import SurveyRefused
from cases.surveys.states import UNDONE, UNIT_TRANSITIONS, EntryStatus
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import competent_id


@transaction.atomic
def take_unit_step(*, unit_id: int, action: str, by: User, comment: str = "") -> SurveyUnit:
    """Take one row of states.UNIT_TRANSITIONS.

    Nothing is submitted while a file is neither verified nor explained, nothing accepted while a change waits
    for the county. Raises Refused, SurveyUnit.DoesNotExist outside the person's scope.
    """
    rows = SurveyUnit.objects.visible_to(by).select_related("survey__union", "union")
    unit: SurveyUnit = workflow.lock(rows, unit_id)
    workflow.take(
        UNIT_TRANSITIONS, unit, action=action, by=by, comment=comment, blocker=_blocker, note="comment",
        effect=_enter, log=lambda step: audit.record(f"survey_unit.{action}", target=unit, by=by),
    )  # fmt: skip
    return unit


def list_unit_buttons(unit: SurveyUnit, by: User) -> list[workflow.Transition]:
    """What this person may do with a union's part now."""
    return workflow.buttons(UNIT_TRANSITIONS, unit, by=by, blocker=_blocker)


def _enter(step: workflow.Step[SurveyUnit]) -> None:
    if step.row.action == "submit":
        _require_done(step.record, step.by)
        step.stamp("submitted")
        step.clear("decided")
    elif step.row.is_decision:
        if step.row.action == "accept":
            _require_decided(step.record, step.by)
        step.stamp("decided")


def _blocker(unit: SurveyUnit, row: workflow.Transition, by: User) -> str:
    if not unit.survey.is_open:
        return _("这次核查已经结束。")
    if row.part is not None and competent_id(unit, row.part) != by.union_id:
        return _("这份清单由“%(union)s”验收。") % {"union": competent_union(unit, row.part)}
    if row.part is None and unit.union_id != by.union_id:
        return _("只有“%(union)s”的经办人可以办理“%(label)s”。") % {
            "union": unit.union.name,
            "label": row.label,
        }
    if row.is_decision and unit.submitted_by_id == by.pk:
        return _("不能验收自己提交的清单，请由其他审核人办理。")
    return ""


def _require_done(unit: SurveyUnit, by: User) -> None:
    counts = _counts(unit, by)
    undone = sum(counts[status] for status in UNDONE)
    if undone:
        raise SurveyRefused(
            _("还有 %(n)s 户没有核查：请逐户核查，确实无法核查的（如外出联系不上）逐户写明原因，再提交。")
            % {"n": undone}
        )


def _require_decided(unit: SurveyUnit, by: User) -> None:
    pending = _counts(unit, by)[EntryStatus.PENDING]
    if pending:
        raise SurveyRefused(_("还有 %(n)s 户的变更等您审核，请先审核变更，再验收。") % {"n": pending})


def _counts(unit: SurveyUnit, by: User) -> dict[str, int]:
    """Of the union's own files; those of the unions below it have their own list."""
    own = selectors.list_entries(unit.survey, user=by).filter(union=unit.union)
    return selectors.count_statuses(own)
