"""States of a file and its transitions; what a file as a whole is called (domain.md 3.1 and 3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class State(TextChoices):
    DRAFT = "draft", _("草稿")
    UNDER_REVIEW = "under_review", _("待审核")
    RETURNED = "returned", _("退回补正")
    FILED = "filed", _("在档")
    REVIEW_DUE = "review_due", _("核查到期")
    RELIEVED = "relieved", _("解困（常态帮扶）")
    LIFTED = "lifted", _("已脱困")
    RELAPSED = "relapsed", _("已返困转新档")
    CLOSED = "closed", _("已注销")
    DISCARDED = "discarded", _("已作废")


# Steps that stand out in a file's history.
STEP_TONES = {"return": "warning", "file": "success"}
FILE_TONES: Mapping[str, str] = {
    State.DRAFT: "muted",
    State.UNDER_REVIEW: "info",
    State.RETURNED: "warning",
    State.FILED: "success",
    State.REVIEW_DUE: "warning",
    State.RELIEVED: "success",
    State.LIFTED: "info",
    State.RELAPSED: "muted",
    State.CLOSED: "muted",
    State.DISCARDED: "muted",
}


class CloseReason(TextChoices):
    """注销原因 (domain.md 2.4). Nobody chooses the last two: `merged` is what the merge of two files leaves,
    `unrecorded` stands in files closed before reasons had codes."""

    DECEASED = "deceased", _("死亡")
    MOVED = "moved", _("调离")
    RETIRED = "retired", _("退休")
    WITHDRAWN = "withdrawn", _("自愿退出")
    INELIGIBLE = "ineligible", _("不符合条件")
    MERGED = "merged", _("并入另一份档案")
    UNRECORDED = "unrecorded", _("未登记（旧档）")


NOT_CHOSEN = (CloseReason.MERGED, CloseReason.UNRECORDED)


# Files under which aid is applied for and paid: a late re-verification is the union's delay, not the
# family's, and a relieved family stays under regular aid (domain.md 2.4 and 2.6).
IN_FORCE_STATES = (State.FILED, State.REVIEW_DUE, State.RELIEVED)
# A file holds its people from submission until the family leaves: one person, one such file. The trigger
# member_active restates this list.
ACTIVE_STATES = (State.UNDER_REVIEW, State.RETURNED, *IN_FORCE_STATES)
EDITABLE_STATES = (State.DRAFT, State.RETURNED)
# The family has left: the ten years of retention run (domain.md 2.5).
LEFT_STATES = (State.LIFTED, State.CLOSED)
NUMBERED_STATES = (*IN_FORCE_STATES, *LEFT_STATES, State.RELAPSED)

TRANSITIONS = (
    Transition("submit", (State.DRAFT, State.RETURNED), State.UNDER_REVIEW, Role.CLERK, _("提交审核")),
    Transition("withdraw", (State.UNDER_REVIEW,), State.DRAFT, Role.CLERK, _("撤回修改")),
    Transition(
        "file", (State.UNDER_REVIEW,), State.FILED, Role.REVIEWER, _("审核通过，建档"),
        part=Part.REVIEW, is_decision=True,
    ),
    Transition(
        "return", (State.UNDER_REVIEW,), State.RETURNED, Role.REVIEWER, _("退回补正"),
        part=Part.REVIEW, needs_comment=True,
    ),
    # the yearly work; a relieved file is checked too, and stays relieved
    Transition("fall_due", (State.FILED,), State.REVIEW_DUE, WORKER, _("核查到期")),
    Transition("verify", (State.FILED, State.REVIEW_DUE), State.FILED, Role.CLERK, _("核查无变化")),
    Transition("verify", (State.RELIEVED,), State.RELIEVED, Role.CLERK, _("核查无变化")),
    Transition(
        "reassess", (State.FILED, State.REVIEW_DUE), State.FILED, Role.REVIEWER, _("重新认定"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition(
        "reassess", (State.RELIEVED,), State.RELIEVED, Role.REVIEWER, _("重新认定"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition("confirm", (State.REVIEW_DUE,), State.FILED, WORKER, _("变更审核通过，核查完成")),
    # the ways out, and back
    Transition(
        "lift", IN_FORCE_STATES, State.LIFTED, Role.REVIEWER, _("脱困"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition(
        "relieve", (State.FILED, State.REVIEW_DUE), State.RELIEVED, Role.REVIEWER, _("解困，转常态帮扶"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition(
        "resume", (State.RELIEVED,), State.FILED, Role.REVIEWER, _("恢复在档"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition(
        "close", IN_FORCE_STATES, State.CLOSED, Role.REVIEWER, _("注销档案"),
        part=Part.REVIEW, needs_comment=True, danger=True,
    ),
    Transition(
        "leave", IN_FORCE_STATES, State.CLOSED, Role.CLERK, _("登记自愿退出"),
        needs_comment=True, danger=True,
    ),
    Transition("relapse", (State.LIFTED,), State.RELAPSED, WORKER, _("返困，转入新档案")),
    Transition("discard", (State.DRAFT,), State.DISCARDED, Role.CLERK, _("作废草稿"), danger=True),
    Transition("restore", (State.DISCARDED,), State.DRAFT, Role.CLERK, _("恢复草稿")),
)  # fmt: skip

# Taking back one's own last step, within a day and before anybody else acts (kernel.undoing). The step stays
# on record beside the one that takes it back; what it wrote over is put back (models.FileStep.before).
UNDO_TRANSITIONS = (
    Transition(
        "unfile", (State.FILED,), State.UNDER_REVIEW, Role.REVIEWER, _("撤回建档"),
        part=Part.REVIEW, needs_comment=True,
    ),
    Transition(
        "unreturn", (State.RETURNED,), State.UNDER_REVIEW, Role.REVIEWER, _("撤回退回"), part=Part.REVIEW
    ),
    *(
        Transition("unverify", (source,), target, Role.CLERK, _("撤回“核查无变化”"))
        for source, target in (
            (State.FILED, State.FILED), (State.FILED, State.REVIEW_DUE), (State.RELIEVED, State.RELIEVED)
        )
    ),
    Transition("unrelapse", (State.RELAPSED,), State.LIFTED, WORKER, _("撤回返困")),
)  # fmt: skip
# What each takes back.
UNDONE_BY: Mapping[str, str] = {
    "unfile": "file", "unreturn": "return", "unverify": "verify", "unrelapse": "relapse"
}  # fmt: skip

# By which somebody goes through a whole file in force: who wrote in it before may decide on aid from then on
# (approvals.selectors.file_makers).
LOOKED_THROUGH = ("verify", "reassess")

# Usual words of an opinion, to be chosen; a paper marks them as chosen.
PRESETS: Mapping[str, tuple[str, ...]] = {
    "submit": ("情况属实，同意申报。",),
    "file": ("材料齐全，核算无误，同意建档。",),
    "return": ("材料不齐，请补充后重新提交。",),
}

# What stands among the steps of a file and is no transition of its own.
# What becomes of the file that does not stay: one that was never filed is discarded. Undoing brings each back
# to where it was, but for what waited for a decision, which is a draft again.
MERGE_TRANSITIONS = (
    Transition("merge", IN_FORCE_STATES, State.CLOSED, Role.REVIEWER, _("并入另一份档案"), is_decision=True),
    Transition(
        "merge", (State.DRAFT, State.RETURNED, State.UNDER_REVIEW), State.DISCARDED, Role.REVIEWER,
        _("并入另一份档案"), is_decision=True,
    ),
    *(
        Transition("absorb", (state,), state, Role.REVIEWER, _("并入另一份档案的内容"), is_decision=True)
        for state in (State.DRAFT, *ACTIVE_STATES)
    ),
    *(
        Transition("unmerge", (State.CLOSED,), state, Role.REVIEWER, _("撤销合并，恢复档案"))
        for state in IN_FORCE_STATES
    ),
    Transition("unmerge", (State.DISCARDED,), State.DRAFT, Role.REVIEWER, _("撤销合并，恢复为草稿")),
)  # fmt: skip
OTHER_STEPS = {"transfer": _("转入本工会")}

# The approvals that rest on an assessment of that day, as a paper names them: 按 2026-03-04 建档时的情况.
JUDGEMENTS: "Mapping[str, StrOrPromise]" = {
    "file": _("建档"),
    "verify": _("核查"),
    "reassess": _("重新认定"),
    "change": _("变更审核通过"),
    "take_over": _("整批接收"),
    "complete": _("确认材料补齐"),
}


class ReviewKind(TextChoices):
    """How steady a household's need is: decides how often the file is checked again."""

    STABLE = "stable", _("情况稳定")
    UNSTABLE = "unstable", _("收入不稳定或有劳动能力")
    ACCIDENT = "accident", _("意外致困")


@dataclass(frozen=True)
class ReviewDefault:
    """Every how many months a kind of file is checked again, and who says so."""

    kind: ReviewKind
    months: int
    source: "StrOrPromise"


# Where no union has laid down its own (models.ReviewPeriod).
REVIEW_PERIODS = (
    ReviewDefault(ReviewKind.STABLE, 12, _("最低生活保障审核确认办法：变化不大的每年核查一次")),
    ReviewDefault(ReviewKind.UNSTABLE, 6, _("最低生活保障审核确认办法：收入不稳定或有劳动能力的每半年一次")),
    ReviewDefault(ReviewKind.ACCIDENT, 3, _("意外致困一般一次性帮扶，按季度核查（本系统缺省，可改）")),
)


class Section(TextChoices):
    """The sections of a file in the order of the task list."""

    WORKER = "worker", _("职工本人")
    MEMBERS = "members", _("家庭成员")
    MONEY = "money", _("收入与刚性支出")
    HOUSING = "housing", _("住房与财产")
    CAUSES = "causes", _("致困原因与帮扶需求")
    EVIDENCE = "evidence", _("证明材料")
    CONSENT = "consent", _("承诺与授权")


# What of a file is written beside its sections, each saved on a page of its own.
ANSWERS, MONTHS, CAUSE = "answers", "months", "cause"
EDITED_PARTS = (*Section.values, ANSWERS, MONTHS, CAUSE)


class FilingLevel(TextChoices):
    NATIONAL = "national", _("全国级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("地市级")
    COUNTY = "county", _("区县级")
    GRASSROOTS = "grassroots", _("基层")


class StockKind(TextChoices):
    """档案类别 of the national dashboard."""

    STOCK = "stock", _("存量档案")
    ADDED = "added", _("增量档案")
    RELAPSED = "relapsed", _("返困档案")


class PriorityGroup(TextChoices):
    """五类重点群体 of the 2017 form."""

    DIBAO_ABLE = "dibao_able", _("低保范围内有劳动能力而未充分就业")
    BELOW_LINE = "below_line", _("收入低于低保线而未纳入低保")
    EXPENSES = "expenses", _("支出性生活困难")
    MIGRANT = "migrant", _("城市困难农民工")
    RESTRUCTURED = "restructured", _("供给侧结构性改革中的困难职工")
    OTHER = "other", _("其他")


class WorkerType(TextChoices):
    URBAN = "urban", _("城镇职工")
    MIGRANT = "migrant", _("农民工")


class Cause(TextChoices):
    """致困原因: the list of the 2017 form, and disability and low income, which it calls 其他."""

    NO_ABILITY = "no_ability", _("无劳动能力")
    UNEMPLOYED = "unemployed", _("有劳动能力而未就业")
    LAID_OFF = "laid_off", _("下岗失业")
    NOT_INSURED = "not_insured", _("未参加社会保险")
    INSURANCE_DUE = "insurance_due", _("社会保险待遇落实不到位")
    ILLNESS = "illness", _("患重特大疾病")
    DISASTER = "disaster", _("遭受自然灾害")
    ACCIDENT = "accident", _("遭受意外事故")
    SCHOOLING = "schooling", _("子女上学")
    DISABILITY = "disability", _("残疾")
    LOW_INCOME = "low_income", _("收入低无法维持基本生活")
    OTHER = "other", _("其他")


# What the national form has no word for stands there as 其他, with the word kept (domain.md 3.2, list A).
NATIONAL_CAUSES: Mapping[str, Cause] = {Cause.DISABILITY: Cause.OTHER, Cause.LOW_INCOME: Cause.OTHER}


class Want(TextChoices):
    LIVING = "living", _("生活救助")
    MEDICAL = "medical", _("医疗救助")
    TUITION = "tuition", _("子女助学")
    EMPLOYMENT = "employment", _("就业帮扶")
    LEGAL = "legal", _("法律援助")
    CARE = "care", _("心理疏导")


# Who may see the numbers of a case and print it: everybody but administrators.
CASE_ROLES = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.AUDITOR)
# The county's decisions on a file in force; each has its own form on the page of leaving.
DECISIONS = ("lift", "relieve", "resume", "reassess", "close")
