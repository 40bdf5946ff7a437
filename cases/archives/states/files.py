"""States of a file and its transitions; what a file as a whole is called (domain.md 3.1 and 3.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Level, Role
from hardship.kernel.workflow import Transition


class State(TextChoices):
    DRAFT = "draft", _("草稿")
    UNDER_REVIEW = "under_review", _("待审核")
    RETURNED = "returned", _("退回补正")
    FILED = "filed", _("在档")
    CLOSED = "closed", _("已注销")
    DISCARDED = "discarded", _("已作废")


# A file holds its people from submission until it is closed: one person, one such file.
ACTIVE_STATES = (State.UNDER_REVIEW, State.RETURNED, State.FILED)
EDITABLE_STATES = (State.DRAFT, State.RETURNED)

TRANSITIONS = (
    Transition("submit", (State.DRAFT, State.RETURNED), State.UNDER_REVIEW, Role.CLERK, _("提交审核")),
    Transition("withdraw", (State.UNDER_REVIEW,), State.DRAFT, Role.CLERK, _("撤回修改")),
    Transition(
        "file", (State.UNDER_REVIEW,), State.FILED, Role.REVIEWER, _("审核通过，建档"),
        level=Level.COUNTY, is_decision=True,
    ),
    Transition(
        "return", (State.UNDER_REVIEW,), State.RETURNED, Role.REVIEWER, _("退回补正"),
        level=Level.COUNTY, needs_comment=True,
    ),
    Transition(
        "close", (State.FILED,), State.CLOSED, Role.REVIEWER, _("注销档案"),
        level=Level.COUNTY, needs_comment=True, danger=True,
    ),
    Transition("discard", (State.DRAFT,), State.DISCARDED, Role.CLERK, _("作废草稿"), danger=True),
    Transition("restore", (State.DISCARDED,), State.DRAFT, Role.CLERK, _("恢复草稿")),
)  # fmt: skip


class Section(TextChoices):
    """The sections of a file in the order of the task list."""

    WORKER = "worker", _("职工本人")
    MEMBERS = "members", _("家庭成员")
    MONEY = "money", _("收入与刚性支出")
    HOUSING = "housing", _("住房与财产")
    CAUSES = "causes", _("致困原因与帮扶需求")
    EVIDENCE = "evidence", _("证明材料")
    CONSENT = "consent", _("承诺与授权")


class FilingLevel(TextChoices):
    NATIONAL = "national", _("全国级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("地市级")
    COUNTY = "county", _("区县级")
    GRASSROOTS = "grassroots", _("基层")


class WorkerType(TextChoices):
    URBAN = "urban", _("城镇职工")
    MIGRANT = "migrant", _("农民工")


class Cause(TextChoices):
    """致困原因, the 2017 form."""

    NO_ABILITY = "no_ability", _("无劳动能力")
    UNEMPLOYED = "unemployed", _("有劳动能力而未就业")
    LAID_OFF = "laid_off", _("下岗失业")
    NOT_INSURED = "not_insured", _("未参加社会保险")
    INSURANCE_DUE = "insurance_due", _("社会保险待遇落实不到位")
    ILLNESS = "illness", _("患重特大疾病")
    DISASTER = "disaster", _("遭受自然灾害")
    ACCIDENT = "accident", _("遭受意外事故")
    SCHOOLING = "schooling", _("子女上学")
    OTHER = "other", _("其他")


class Want(TextChoices):
    LIVING = "living", _("生活救助")
    MEDICAL = "medical", _("医疗救助")
    TUITION = "tuition", _("子女助学")
    EMPLOYMENT = "employment", _("就业帮扶")
    LEGAL = "legal", _("法律援助")
    CARE = "care", _("心理疏导")
