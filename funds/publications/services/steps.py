"""The steps of a publication: figures taken anew, checked, published, sent back, taken down, dropped."""

from django.utils.translation import gettext as _

from funds.publications.models import Publication
from funds.publications.rules import write_figures
from funds.publications.selectors import take_figures
from funds.publications.services.making import hash_of, take_sound
from funds.publications.services.refusals import PublicationRefused, publication_write
from funds.publications.states import TRANSITIONS, State
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.messaging import services as messaging

STAMPS = {"retake": "made", "check": "checked", "publish": "published", "take_down": "ended"}
ANSWERED = "publications.answered"


@publication_write
def take_step(
    *, publication_id: int, action: str, by: User, comment: str = "", decision_no: str = ""
) -> Publication:
    """Take one row of states.TRANSITIONS. Whoever publishes says by which document or minutes; the version
    that stood until then is replaced with it. Raises Refused with a sentence."""
    rows = Publication.objects.visible_to(by).select_related("union")
    row: Publication = workflow.lock(rows, publication_id)
    workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=comment, blocker=step_blocker,
        stamp=STAMPS.get(action, ""), effect=lambda step: _effect(step, decision_no.strip()),
        log=lambda step: audit.record(f"publication.{action}", target=row, by=by, sha256=row.sha256),
    )  # fmt: skip
    if action in ("return", "publish") and row.made_by_id not in people_of(by):
        messaging.send(ANSWERED, about=row, union=row.union, to=row.made_by, by=by, number=str(row))
    return row


def step_blocker(row: Publication, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if step.action == "replace":
        return _("公开更正后的版本时自动办理。")
    if step.action in ("retake", "drop"):
        return "" if by.union_id == row.union_id else _("由“%(union)s”办理。") % {"union": row.union.name}
    if step.is_decision and not {row.made_by_id, row.made_for_id}.isdisjoint(people_of(by)):
        return _("数字是您取的，要由另一个人复核、批准。")
    part = Part.REVIEW if step.action == "check" else Part.DECIDE
    if by.union_id in (row.union_id, competent_id(row, part)):
        return ""
    return _("由本工会，或审核、审批它的工会办理。")


def has_drifted(row: Publication) -> bool:
    """Whether the books say something else now than the figures that were taken."""
    now = take_figures(row.union, row.year, row.quarter, with_people=row.names_people)
    return write_figures(now) != row.figures


def _effect(step: workflow.Step[Publication], decision_no: str) -> None:
    row, action = step.record, step.row.action
    if step.row.needs_comment:
        row.opinion = step.comment
    if action in ("retake", "check", "publish"):
        setattr(row, f"{STAMPS[action]}_for", stood_in_for(step.by))
    if action == "retake":
        taken = take_sound(row.union, row.year, row.quarter, with_people=row.names_people)
        row.figures = write_figures(taken)
        row.sha256, row.opinion = hash_of(row.figures), ""
    elif action == "return":
        step.clear("checked")
        row.checked_for = None
    elif action == "check":
        _require_current(row, _("请编制人“重新取数”。"))
    elif action == "publish":
        if not decision_no:
            raise PublicationRefused(_("请填写批准文号或会议纪要。"), "decision_no")
        _require_current(row, _("请退回，由编制人“重新取数”。"))
        row.decision_no = decision_no
        _replace_earlier(row, step.by)


def _require_current(row: Publication, then: str) -> None:
    if has_drifted(row):
        raise PublicationRefused(_("取数以后账上又有变动，数字已经不是最新的。%(then)s") % {"then": then})


def _replace_earlier(row: Publication, by: User) -> None:
    """What stood until now is marked as corrected, and stays readable inside."""
    same = Publication.objects.filter(union=row.union, year=row.year, quarter=row.quarter)
    for old in same.filter(state=State.PUBLISHED).select_for_update(of=("self",)):
        workflow.take(
            TRANSITIONS, old, action="replace", by=by, stamp="ended",
            log=lambda step: audit.record("publication.replaced", target=step.record, by=by),
        )  # fmt: skip
