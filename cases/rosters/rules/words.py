"""Other words for the values of the code lists, as rosters write them: older lists, short forms, habits.

Data only. For each value the words that mean it, separated by blanks; the labels of states.py need no entry.
"""

from django.db.models import TextChoices

from cases.archives.states import (
    Category,
    Cause,
    Demand,
    DisabilityGrade,
    DisabilityKind,
    DiseaseClass,
    DocumentKind,
    Education,
    EmployerKind,
    EmployerState,
    Employment,
    Facilities,
    FilingLevel,
    Health,
    Housing,
    Insurance,
    Marriage,
    ModelWorker,
    Mood,
    Politics,
    PriorityGroup,
    Registration,
    Relation,
    Sex,
    Status,
    StockKind,
    Want,
    WorkerType,
)
from cases.policies.states import Stage
from cases.rosters.rules.school_words import SCHOOL_AND_INSURANCE


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Cells that say that there is nothing to say; of dashes that is true in every column.
DASHES = frozenset({"", "/", "\\", "-", "--", "—", "——"})
NOTHING = DASHES | {"无", "没有", "暂无", "空", "n/a", "na", "null", "none"}
YES = _set("是 有 √ ✓ y yes true 对")
NO = _set("否 无 没有 × ✗ n no false 不是")

# Categories of before 2019 and of single enterprises (domain.md 1.1). They do not map one to one to today's:
# the word is kept and today's category left open.
EARLIER_CATEGORIES = _set(
    "低保线以上 享受低保 未享受低保 低保户 低保边缘户 低保边缘 低保家庭 低保边缘家庭 特困 重困 一般困难 "
    "特困职工 困难职工 困难户 临时困难户 特殊困难户 特困户 一般困难职工 极困 生活暂时困难 特困家庭"
)
SAME_IN_EVERY_GENERATION = "意外致困户"
ON_DIBAO = _set("享受低保 低保户 低保家庭")
NOT_ON_DIBAO = frozenset({"未享受低保"})

# Causes of older lists that today's does not have: kept in words beside 其他.
EARLIER_CAUSES = _set("意外灾害 供养直系亲属负担 特殊困难 其它")

# Words that say too little to choose a value: the value is left open and the clerk told.
VAGUE: dict[type[TextChoices], frozenset[str]] = {
    Status: _set("学生 在校 在校生 在校学生 在读 读书 上学 务农 农民 个体 个体户 自由职业 其他 其它"),
    Health: _set("一般 较差 差 体弱 体弱多病 有病 患病 疾病 不健康 其他 其它"),
    Employment: _set("农民工 城镇职工 困难职工 职工"),  # a kind of worker, which is another column
    Education: _set("研究生 大学生 学生"),
    Stage: _set("研究生 大学生 大学 学生"),
}
INSURED_SOMEHOW = _set("是 有 已参保 参保 已进入 进入 已参加")

WORDS: dict[type[TextChoices], dict[str, str]] = {
    **SCHOOL_AND_INSURANCE,
    Category: {
        Category.DEEP: "深度困难职工 深困 深度 深困职工 深度困难家庭 深度困难职工家庭",
        Category.RELATIVE: "相对困难职工 相困 相对 相困职工 相对困难家庭 相对困难职工家庭",
        Category.ACCIDENT: "意外致困职工 意外致困户 意外 意外致困家庭 意外致困职工家庭",
    },
    Sex: {Sex.MALE: "男性", Sex.FEMALE: "女性"},
    Relation: {
        Relation.HEAD: "本人 户主",
        Relation.HUSBAND: "夫",
        Relation.WIFE: "妻",
        Relation.SON: "儿 子 长子 次子 三子 独子 养子 继子 大儿子 二儿子 小儿子",
        Relation.DAUGHTER: "女 长女 次女 三女 独女 养女 继女 大女儿 二女儿 小女儿",
        Relation.FATHER: "父 爸爸",
        Relation.MOTHER: "母 妈妈",
        Relation.OTHER: (
            "其它 岳父 岳母 公公 婆婆 继父 继母 祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 哥哥 "
            "弟弟 姐姐 妹妹 兄 弟 姐 妹 兄弟 姐妹 孙子 孙女 孙 外孙 外孙子 外孙女 儿媳 媳妇 女婿 "
            "侄子 侄女 外甥 外甥女 叔叔 伯父 姑姑 舅舅 姨妈 亲属 其他亲属"
        ),
    },
    Politics: {
        Politics.PARTY: "党员 中共预备党员 预备党员 中国共产党党员",
        Politics.LEAGUE: "团员 共青团",
        Politics.MASSES: "少先队员",
        Politics.DEMOCRATIC: "民革 民盟 民建 民进 农工党 致公党 九三学社 台盟",
        Politics.OTHER: "无党派 无党派人士 其它",
    },
    Health: {
        Health.GOOD: "健康 正常 较好 好 健康或良好",
        Health.DISABLED: "残疾人 伤残",
        Health.CANCER: "癌症 癌",
        Health.CARDIOVASCULAR: "心脏病 心血管疾病 心血管",
        Health.CEREBROVASCULAR: "脑血管疾病 脑血管 脑梗 中风",
        Health.RENAL: "尿毒症 肾病 终末期肾病(尿毒症)",
        Health.MENTAL: "精神疾病",
        Health.LIVER: "肝炎",
        Health.BLOOD: "白血病",
        Health.TUMOUR: "肿瘤",
        Health.SPINE: "腰椎病 颈椎病 腰颈椎",
        Health.HYPERTENSION: "高血压",
        Health.LUNG: "肺部疾病",
        Health.COMMON: "慢性病",
        Health.PARALYSIS: "瘫痪",
        Health.ALZHEIMER: "阿尔茨海默病 老年痴呆",
        Health.PARKINSON: "帕金森病 帕金森",
        Health.MOTOR_NEURON: "运动神经元病",
    },
    Status: {
        Status.ON_POST: "在职 在岗职工 在职职工 上班 就业 务工 打工 灵活就业 农民工",
        Status.OFF_POST: "下岗 待岗 下(待岗) 下岗待岗 下岗/待岗 下岗(待岗) 下待岗",
        Status.UNEMPLOYED: "失业 无业 失无业 失业/无业 失业无业 失业(无业) 待业 未就业 无工作",
        Status.RETIRED: "退休人员 退休职工 已退休",
        Status.SICK_LEAVE: "病休在家 长期病休",
        Status.INTERNAL_RETIRED: "内部退养",
        Status.GRADUATE: "硕士 博士 硕士研究生 博士研究生 硕士生 博士生",
        Status.COLLEGE: "大学 大专 本科 专科 大学本科 大专生 本科生 专科生 高职 高职专科 高职生",
        Status.VOCATIONAL: "中专 中职 中技 技校 职高 中职/中技 中职、中技 中专生 职高生",
        Status.SENIOR: "高中生",
        Status.JUNIOR: "初中生",
        Status.PRIMARY: "小学生",
        Status.PRESCHOOL: "幼儿园 学龄前 学前儿童 幼儿",
        Status.MINOR: "婴儿 未入学",
    },
    ModelWorker: {
        ModelWorker.NONE: "否 不是 无 没有",
        ModelWorker.NATIONAL: "全国劳动模范",
        ModelWorker.PROVINCIAL: "省级劳模 省劳模 省部级劳动模范",
        ModelWorker.CITY: "市级劳模 市劳模 地市级劳动模范",
        ModelWorker.OTHER: "其它",
    },
    Marriage: {
        Marriage.MARRIED: "结婚 初婚 再婚 有配偶",
        Marriage.SINGLE: "单身",
        Marriage.DIVORCED: "离婚",
        Marriage.WIDOWED: "丧夫 丧妻",
    },
    Registration: {
        Registration.URBAN: "非农 城镇 居民 非农业户口 非农户口 城镇户口",
        Registration.RURAL: "农村 农业户口 农村户口",
        Registration.CONVERTED: "农转非",
    },
    Housing: {
        Housing.UNIT_RENTED: "承租公房 单位公房 公房",
        Housing.LOW_RENT: "廉租房 公租房",
        Housing.SELF_BUILT: "自建",
        Housing.BOUGHT: "自购 自有房",
        Housing.RENTED: "租赁 租住",
        Housing.AFFORDABLE: "经适房",
        Housing.NONE: "无 没有 无住房",
        Housing.OTHER: "其它",
    },
    EmployerKind: {
        EmployerKind.STATE_ORGAN: "国有机关 国家机关 行政机关 机关 事业单位 机关事业单位 机关/事业单位",
        EmployerKind.STATE_OWNED: "国有 国企 国有控股企业",
        EmployerKind.COLLECTIVE: "集体",
        EmployerKind.PRIVATE: "民营 私营 个体 民营企业 私营企业 个体企业 民企 私企 个体工商户",
        EmployerKind.HK_MACAO_TAIWAN: "港澳台合资 港澳台企业 港澳台合资/合作",
        EmployerKind.JOINT: "中外合资 中外合作 合资 合资企业",
        EmployerKind.OTHER: "其它",
    },
    EmployerState: {
        EmployerState.NORMAL: "正常企业 正常经营 正常生产 良好",
        EmployerState.LOSS: "亏损 困难企业 停产 半停产",
        EmployerState.REFORMED: "改制",
        EmployerState.BANKRUPT: "关闭 破产 关闭破产 倒闭 关停",
    },
    Cause: {
        Cause.NO_ABILITY: "无劳动力 丧失劳动能力",
        Cause.UNEMPLOYED: "未就业",
        Cause.LAID_OFF: "下岗 失业 本人失业",
        Cause.NOT_INSURED: "未参保",
        Cause.ILLNESS: (
            "患病 大病 疾病 因病 重大疾病 患重大疾病 本人大病 供养直系亲属大病 因病致困 本人疾病 家属疾病"
        ),
        Cause.DISASTER: "自然灾害 因灾致困",
        Cause.ACCIDENT: "意外事故 意外伤害 意外致困",
        Cause.SCHOOLING: "上学 子女就学 子女助学 因学致困 因学",
        Cause.DISABILITY: "伤残致困 因残致困 因残 其他（残疾）",
        Cause.LOW_INCOME: "收入低 低收入 因收入低 其他（收入低无法维持基本生活）",
    },
    Insurance: {
        Insurance.NONE: "否 无 没有 未进入 未参加",
        Insurance.WORKER: "职工 城镇职工医保 职工基本医疗保险 城镇职工基本医疗保险",
        Insurance.RESIDENT: "居民 居民医保 城镇居民医保 新农合 城乡居民基本医疗保险 农村合作医疗",
    },
    WorkerType: {
        WorkerType.URBAN: "城镇困难职工 困难职工 城镇",
        WorkerType.MIGRANT: "困难农民工 进城务工人员",
    },
    FilingLevel: {
        FilingLevel.NATIONAL: "全国 国家级",
        FilingLevel.PROVINCIAL: "省 省部级",
        FilingLevel.CITY: "市 市级",
        FilingLevel.COUNTY: "区县 县级 区级 县区级",
        FilingLevel.GRASSROOTS: "基层级",
    },
    StockKind: {
        StockKind.STOCK: "存量 存量困难职工",
        StockKind.ADDED: "增量 新增 增量困难职工",
        StockKind.RELAPSED: "返困 返困困难职工",
    },
    PriorityGroup: {
        PriorityGroup.DIBAO_ABLE: "1低保范围内有劳动能力而未充分就业",
        PriorityGroup.BELOW_LINE: "收入/生活低于低保线而未纳入低保 收入低于低保线未纳入低保",
        PriorityGroup.EXPENSES: "支出型生活困难",
        PriorityGroup.MIGRANT: "困难农民工",
        PriorityGroup.RESTRUCTURED: "供给侧改革中的困难职工 供给侧结构性改革困难职工",
        PriorityGroup.OTHER: "其它",
    },
    Want: {
        Want.LIVING: "生活 生活帮扶 生活补助",
        Want.MEDICAL: "医疗 医疗帮扶 大病救助",
        Want.TUITION: "助学 助学救助 教育救助 金秋助学",
        Want.EMPLOYMENT: "就业 就业创业 就业援助 职业培训",
        Want.LEGAL: "法律 法律帮扶",
        Want.CARE: "心理 心理援助 精神慰藉",
    },
    Demand: {
        Demand.JOB: "工作 找工作",
        Demand.MEDICAL: "看病 治病 就医",
        Demand.SCHOOLING: "上学 子女上学 就学",
        Demand.INSURANCE: "社保",
        Demand.RIGHTS: "维权 权益",
        Demand.OTHER: "其他 其它",
    },
    Mood: {Mood.STABLE: "稳定 正常 平稳", Mood.WORRIED: "有思想顾虑", Mood.UNSETTLED: "不稳定 情绪波动"},
    Facilities: {
        Facilities.OWN: "独立 自用 煤卫独用",
        Facilities.SHARED: "合用 共用 煤卫公用 煤卫合用",
        Facilities.NONE: "无",
    },
    Employment: {
        Employment.PERMANENT: "在编职工 编制内",
        Employment.CONTRACT: "合同制 合同工 合同制工人 劳动合同",
        Employment.DISPATCHED: "派遣 劳务派遣工",
        Employment.PART_TIME: "非全日制用工 小时工",
        Employment.FLEXIBLE: "灵活就业人员 自由职业",
        Employment.BOUGHT_OUT: "买断 买断职工",
        Employment.OTHER: "其它",
    },
    Education: {
        Education.NONE: "文盲 未上学 无学历",
        Education.PRIMARY: "小学毕业",
        Education.JUNIOR: "初中毕业",
        Education.SENIOR: "高中毕业 普通高中",
        Education.VOCATIONAL: "中专 中职 中技 技校 职高 中职中技",
        Education.COLLEGE: "大专 专科 高职 大学专科",
        Education.BACHELOR: "大学 大学本科 本科生 学士",
        Education.MASTER: "硕士",
        Education.DOCTOR: "博士",
    },
    DiseaseClass: {
        DiseaseClass.SEVERE: "重疾 重病 大病 重特大疾病",
        DiseaseClass.CHRONIC: "慢病 慢性疾病",
        DiseaseClass.OTHER: "其他 其它",
    },
    DocumentKind: {
        DocumentKind.HK_MACAO: "回乡证 港澳通行证 港澳居民通行证",
        DocumentKind.TAIWAN: "台胞证 台湾居民通行证",
        DocumentKind.FOREIGN_STAY: "永居证 外国人永居证 外国人永久居留证",
    },
    DisabilityKind: {
        DisabilityKind.SIGHT: "盲 低视力",
        DisabilityKind.SPEECH: "语言",
        DisabilityKind.HEARING: "聋",
    },
    DisabilityGrade: {
        DisabilityGrade.FIRST: "1级 极重度",
        DisabilityGrade.SECOND: "2级 重度",
        DisabilityGrade.THIRD: "3级 中度",
        DisabilityGrade.FOURTH: "4级 轻度",
    },
}

# What a union's own migrant workers are called where others write a status.
MIGRANT_STATUS = "农民工"
SPOUSE = _set("配偶 爱人 夫妻 丈夫/妻子")
