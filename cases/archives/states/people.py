"""Code lists of people: the national forms' fields (domain.md 3.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class DiseaseClass(TextChoices):
    SEVERE = "severe", _("重大疾病")
    CHRONIC = "chronic", _("慢性病")
    OTHER = "other", _("其他疾病")


class Employment(TextChoices):
    """用工形式: named by later forms without a list of their own (domain.md 3.1); the usual ones."""

    PERMANENT = "permanent", _("在编")
    CONTRACT = "contract", _("劳动合同制")
    DISPATCHED = "dispatched", _("劳务派遣")
    PART_TIME = "part_time", _("非全日制")
    FLEXIBLE = "flexible", _("灵活就业")
    BOUGHT_OUT = "bought_out", _("买断工龄")
    OTHER = "other", _("其他")


class Education(TextChoices):
    """当前学历: the levels of GB/T 4658 as forms print them."""

    NONE = "none", _("未上过学")
    PRIMARY = "primary", _("小学")
    JUNIOR = "junior", _("初中")
    SENIOR = "senior", _("高中")
    VOCATIONAL = "vocational", _("中专（中职、技校）")
    COLLEGE = "college", _("大专（高职）")
    BACHELOR = "bachelor", _("本科")
    MASTER = "master", _("硕士研究生")
    DOCTOR = "doctor", _("博士研究生")


class DocumentKind(TextChoices):
    """Identity documents of people without a resident ID number."""

    PASSPORT = "passport", _("护照")
    HK_MACAO = "hk_macao", _("港澳居民来往内地通行证")
    TAIWAN = "taiwan", _("台湾居民来往大陆通行证")
    FOREIGN_STAY = "foreign_stay", _("外国人永久居留身份证")


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


class InsuranceState(TextChoices):
    """How one social insurance of a worker stands (SD2 §4.3)."""

    INSURED = "insured", _("参保")
    INTERRUPTED = "interrupted", _("断缴")
    OWED = "owed", _("欠缴")
    NONE = "none", _("未参保")


class Insurance(TextChoices):
    WORKER = "worker", _("职工医保")
    RESIDENT = "resident", _("城乡居民医保")
    NONE = "none", _("未参保")
