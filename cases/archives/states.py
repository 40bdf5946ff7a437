"""States of a file, its transitions, and the code lists of the national forms (domain.md 3.1 and 3.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.policies.states import Category as Category  # programmes set their amounts by it
from hardship.accounts.states import Level, Role
from hardship.jobs.states import WORKER
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


class Relation(TextChoices):
    HEAD = "head", _("户主（本人）")
    HUSBAND = "husband", _("丈夫")
    WIFE = "wife", _("妻子")
    SON = "son", _("儿子")
    DAUGHTER = "daughter", _("女儿")
    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")
    OTHER = "other", _("其他")


class Sex(TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Politics(TextChoices):
    PARTY = "party", _("中共党员")
    LEAGUE = "league", _("共青团员")
    MASSES = "masses", _("群众")
    DEMOCRATIC = "democratic", _("民主党派")
    OTHER = "other", _("其他")


class Health(TextChoices):
    """The 2019 list, with the older labels that it replaced as aliases of the importer."""

    GOOD = "good", _("良好")
    DISABLED = "disabled", _("残疾")
    CANCER = "cancer", _("恶性肿瘤")
    CARDIOVASCULAR = "cardiovascular", _("心血管病")
    CEREBROVASCULAR = "cerebrovascular", _("脑血管病")
    RENAL = "renal", _("终末期肾病")
    MENTAL = "mental", _("精神病")
    LIVER = "liver", _("肝病")
    BLOOD = "blood", _("血液病")
    DIABETES = "diabetes", _("糖尿病")
    TUMOUR = "tumour", _("肿瘤病")
    SPINE = "spine", _("腰颈椎病")
    HYPERTENSION = "hypertension", _("高血压病")
    LUNG = "lung", _("肺病")
    COMMON = "common", _("一般疾病")
    COMA = "coma", _("深度昏迷")
    PARALYSIS = "paralysis", _("永久瘫痪")
    ALZHEIMER = "alzheimer", _("严重阿尔茨海默病")
    PARKINSON = "parkinson", _("严重帕金森病")
    MOTOR_NEURON = "motor_neuron", _("严重运动神经元病")


class DisabilityKind(TextChoices):
    SIGHT = "sight", _("视力")
    SPEECH = "speech", _("言语")
    HEARING = "hearing", _("听力")
    INTELLECT = "intellect", _("智力")
    LIMB = "limb", _("肢体")
    MENTAL = "mental", _("精神")
    MULTIPLE = "multiple", _("多重")


class DisabilityGrade(TextChoices):
    FIRST = "1", _("一级")
    SECOND = "2", _("二级")
    THIRD = "3", _("三级")
    FOURTH = "4", _("四级")


class Status(TextChoices):
    """人员身份: the worker's 工作状态 and, for members, schooling as well."""

    ON_POST = "on_post", _("在岗")
    OFF_POST = "off_post", _("下（待）岗")
    UNEMPLOYED = "unemployed", _("失（无）业")
    RETIRED = "retired", _("退休")
    CADRE_RETIRED = "cadre_retired", _("离休")
    SICK_RETIRED = "sick_retired", _("病退")
    SICK_LEAVE = "sick_leave", _("病休")
    INTERNAL_RETIRED = "internal_retired", _("内退")
    GRADUATE = "graduate", _("研究生")
    COLLEGE = "college", _("大学生")
    VOCATIONAL = "vocational", _("中职中技")
    SENIOR = "senior", _("高中")
    JUNIOR = "junior", _("初中")
    PRIMARY = "primary", _("小学")
    PRESCHOOL = "preschool", _("学前")
    MINOR = "minor", _("未上学")


WORKER_STATUSES = (
    Status.ON_POST, Status.OFF_POST, Status.UNEMPLOYED, Status.RETIRED, Status.CADRE_RETIRED,
    Status.SICK_RETIRED, Status.SICK_LEAVE, Status.INTERNAL_RETIRED,
)  # fmt: skip


class ModelWorker(TextChoices):
    NONE = "none", _("非劳模")
    NATIONAL = "national", _("全国劳模")
    PROVINCIAL = "provincial", _("省部级劳模")
    CITY = "city", _("地市级劳模")
    OTHER = "other", _("其他")


class Marriage(TextChoices):
    MARRIED = "married", _("已婚")
    SINGLE = "single", _("未婚")
    DIVORCED = "divorced", _("离异")
    WIDOWED = "widowed", _("丧偶")


class Registration(TextChoices):
    URBAN = "urban", _("非农业")
    RURAL = "rural", _("农业")
    CONVERTED = "converted", _("农转居")


class Housing(TextChoices):
    SELF_BUILT = "self_built", _("自建房")
    COMMERCIAL = "commercial", _("商品房")
    AFFORDABLE = "affordable", _("经济适用房")
    LIMITED = "limited", _("两限房")
    UNIT_RENTED = "unit_rented", _("承租单位公房")
    LOW_RENT = "low_rent", _("政府廉租房")
    RENTED = "rented", _("租房")
    BOUGHT = "bought", _("自购房")
    NONE = "none", _("无房")
    OTHER = "other", _("其他")


class EmployerKind(TextChoices):
    STATE_ORGAN = "state_organ", _("国有机关/事业单位")
    STATE_OWNED = "state_owned", _("国有企业")
    COLLECTIVE = "collective", _("集体企业")
    PRIVATE = "private", _("民营/私营/个体企业")
    HK_MACAO_TAIWAN = "hk_macao_taiwan", _("与港澳台合资/合作")
    JOINT = "joint", _("中外合资/合作")
    OTHER = "other", _("其他")


class EmployerState(TextChoices):
    NORMAL = "normal", _("正常")
    LOSS = "loss", _("亏损企业")
    REFORMED = "reformed", _("改制企业")
    BANKRUPT = "bankrupt", _("关闭破产企业")


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


class IncomeKind(TextChoices):
    WAGE = "wage", _("工资性收入")
    BUSINESS = "business", _("经营净收入")
    PROPERTY = "property", _("财产净收入")
    PENSION = "pension", _("养老金、退休金")
    TRANSFER = "transfer", _("其他转移净收入")
    DIBAO = "dibao", _("低保金等政府救助")
    OTHER = "other", _("其他收入")


class ExpenseKind(TextChoices):
    MEDICAL = "medical", _("医疗自付")
    DISABILITY = "disability", _("残疾康复")
    SCHOOLING = "schooling", _("就学")
    HOUSING = "housing", _("租房")
    CARE = "care", _("长期照料、赡养")
    WORK = "work", _("必要就业成本")
    OTHER = "other", _("其他刚性支出")


class Insurance(TextChoices):
    WORKER = "worker", _("职工医保")
    RESIDENT = "resident", _("城乡居民医保")
    NONE = "none", _("未参保")


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("待对应列")
    CHECKING = "checking", _("检查中")
    CHECKED = "checked", _("待确认")
    IMPORTING = "importing", _("导入中")
    DONE = "done", _("已完成")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("未能读取")


# The people of the union choose; what the worker does on its own follows from what it reads.
IMPORT_TRANSITIONS = (
    Transition(
        "check",
        (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED),
        ImportState.CHECKING, Role.CLERK, _("检查"),
    ),
    Transition("report", (ImportState.CHECKING,), ImportState.CHECKED, WORKER, _("检查完毕")),
    Transition("fail", (ImportState.CHECKING,), ImportState.FAILED, WORKER, _("未能读取")),
    Transition(
        "import", (ImportState.CHECKED, ImportState.IMPORTING), ImportState.IMPORTING, Role.CLERK, _("导入")
    ),
    Transition("finish", (ImportState.IMPORTING,), ImportState.DONE, WORKER, _("导入完毕")),
    Transition(
        "undo", (ImportState.IMPORTING, ImportState.DONE), ImportState.UNDONE, Role.CLERK, _("撤销这次导入"),
        danger=True,
    ),
)  # fmt: skip
