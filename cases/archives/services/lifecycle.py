"""What happens to a file after it was filed: due, verified, left; the pieces that steps.py puts together."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Assessment, FileSnapshot, FileStep, Household
from cases.archives.models.events import canonical_hash
from cases.archives.rules.relief import ReliefTest
from cases.archives.rules.reviews import next_review, review_kind
from cases.archives.selectors import get_content, live_members
from cases.archives.selectors.filed import get_findings
from cases.archives.selectors.lifecycle import get_exit_test, get_relief_test
from cases.archives.selectors.reviews import get_review_months
from cases.archives.services.refusals import FileRefused
from cases.archives.states import JUDGEMENTS, NOT_CHOSEN, ChangeState, CloseReason, ReviewKind
from cases.archives.states.taking_over import COMPLETE, TAKE_OVER
from hardship.accounts.models import User
from hardship.kernel.registry import Registry

LEAVING: Registry[Callable[[Household, User | None], None]] = Registry(
    "archives.leaving",
    "Ends what waits for an answer about a household whose file is left, in the step's transaction.",
)

# Steps by which somebody vouches for what the file says.
APPROVALS = frozenset(
    {
        "file",
        "verify",
        "reassess",
        "relieve",
        "resume",
        "lift",
        "close",
        "leave",
        "change",
        TAKE_OVER,
        COMPLETE,
    }
)
# Steps at which the content is kept: what is submitted again is read against what was returned.
LOOKED_AT = APPROVALS | {"return"}


def keep_snapshot(
    household: Household, *, action: str, by: User | None, step: FileStep | None = None
) -> FileSnapshot:
    """The file as it is approved or returned now, with the assessment that is accepted by it; later
    differences are told against it, and the form is printed from it."""
    content = get_content(household)
    return FileSnapshot.objects.create(
        household=household, action=action, content=content, content_hash=canonical_hash(content),
        found=get_findings(household), by=by, step=step,
        assessment=household.assessments.order_by("-pk").first() if action in JUDGEMENTS else None,
    )  # fmt: skip


def name_outcome(assessment: Assessment) -> str:
    """What an assessment comes to, in words."""
    return assessment.get_category_display() or _("不符合认定条件")


def set_review(household: Household) -> None:
    """How steady the household's need is, and when it is checked again; not saved."""
    household.review_kind, household.review_due_on = plan_review(household)


def plan_review(household: Household) -> tuple[ReviewKind, date]:
    """The kind of review that a household needs, and its next day if it were checked today."""
    today = timezone.localdate()
    kind = review_kind(
        category=household.category,
        main_cause=household.main_cause,
        has_self_help=household.has_self_help,
        people=live_members(household),
        on=today,
    )
    months = get_review_months(union=household.union, kind=kind, on=today)
    return kind, next_review(after=today, months=months)


def set_verified(household: Household, *, by: User | None) -> None:
    """Somebody looked at the file today; not saved."""
    household.verified_at, household.verified_by = timezone.now(), by
    set_review(household)


def require_no_pending_change(household: Household) -> None:
    if household.changes.filter(state=ChangeState.PENDING).exists():
        raise FileRefused(_("这份档案还有待审核的变更，请先由审核工会审核；审核通过即完成核查。"))


def require_exit(household: Household) -> None:
    """The exit test as it stands today; what it lacks is the refusal."""
    test = get_exit_test(household)
    if not test.passed:
        raise FileRefused(_("还不能办理脱困：%(why)s") % {"why": test.sentence})


def require_relief(household: Household) -> ReliefTest:
    """The test of relief as it stands today, passed; what it lacks is the refusal."""
    test = get_relief_test(household)
    if not test.passed:
        raise FileRefused(_("还不能办理解困：%(why)s") % {"why": test.sentence})
    return test


def close(household: Household, *, by: User | None, reason: str) -> None:
    """注销 for a reason that has a code; not saved."""
    if reason not in CloseReason.values or reason in NOT_CHOSEN:
        raise FileRefused(_("请选择注销原因。"))
    household.close_reason = reason
    household.closed_at, household.closed_by = timezone.now(), by
    set_left(household, by=by)


def set_left(household: Household, *, by: User | None) -> None:
    """The family leaves: retention begins, what still waited for an answer needs none; not saved."""
    now = timezone.now()
    household.left_on, household.review_due_on = timezone.localdate(), None
    over = {"decided_at": now, "decided_by": by, "comment": _("档案已退出，自动撤回")}
    household.changes.filter(state=ChangeState.PENDING).update(state=ChangeState.WITHDRAWN, **over)
    for end in LEAVING:
        end(household, by)
