"""FIELDS: everything that is filled in of a household and of its people, one row for each field.

From this table follow what a section writes and what of it needs a checker (services.entry.sections,
life.proposals), what must be there before a file is submitted (rules.completeness), the fields of the forms
and their groups (forms.catalogue), the columns of a roster with the names that people give them, how a cell
is read, what an import and an update write (cases.rosters), what may be taken over from a duplicate
(cases.duplicates), and the table in docs/fields.md. Type, length and label are those of the model's column
of the same name.

A new field is a row here and a column in models. Only what a rule has to know by name stands anywhere else.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cases.archives import states
from cases.archives.rules.field_rows import FileField, Group, Reader, Whose, household, person
from cases.archives.rules.insurance import MOST_MONTHS
from cases.archives.states import Section
from cases.policies.states import SchoolKind, Stage

__all__ = [
    "APART", "FIELDS", "FREE_FIELDS", "NUMBERS", "PERSON_FIELDS", "FileField", "Group", "Reader", "Whose",
    "fields_about", "keys_in", "keys_of", "required_of", "section_of",
]  # fmt: skip
HEAD, MEMBER = frozenset({Whose.HEAD}), frozenset({Whose.MEMBER})
BOTH = HEAD | MEMBER
ASKED = frozenset({Whose.HOUSEHOLD})
WORKER, HOUSING, CAUSES = Section.WORKER, Section.HOUSING, Section.CAUSES
FIELDS: tuple[FileField, ...] = (
    # who it is
    person("relation", Group.IDENTITY, "关系", "与户主关系 与本人关系 称谓 与职工关系", whose=Whose.MEMBER,
           codes=states.Relation, required=MEMBER, is_identity=True, sample="儿子"),
    person("id_number", Group.IDENTITY, "身份证号",
           "身份证号码 身份证 证件号码 证件号 公民身份号码 居民身份证号码 本人身份证号",
           members="身份证号码 身份证 证件号码 公民身份号码", required=BOTH, is_identity=True, has_index=True,
           help=_("填满 18 位后自动带出出生日期和性别，并查重"), sample="11010119900307002X"),
    person("name", Group.IDENTITY, "姓名", "职工姓名 户主姓名 户主 本人姓名 困难职工姓名", members="",
           required=BOTH, is_identity=True, sample="王小梅"),
    person("birth_on", Group.IDENTITY, "出生日期", "出生年月日 出生年月 生日", required=HEAD,
           is_identity=True, past_only=True, sample="1990-03-07"),
    person("sex", Group.IDENTITY, "性别", "本人性别", members="", codes=states.Sex, required=HEAD,
           is_identity=True, is_radio=True, sample="女"),
    person("ethnicity", Group.IDENTITY, "民族", required=HEAD, is_free=True, sample="汉族"),
    person("politics", Group.IDENTITY, "政治面貌", "政治面目", codes=states.Politics, required=HEAD,
           is_free=True, sample="群众"),
    person("marriage", Group.IDENTITY, "婚姻状态", "婚姻状况 婚姻 婚否", member_column="婚姻状况",
           members="婚姻状态 婚姻", codes=states.Marriage, required=HEAD, is_free=True, sample="已婚"),
    person("registration", Group.IDENTITY, "户口类型", "户籍类型 户口性质 户籍性质 户口类别",
           members="户籍类型 户口性质", codes=states.Registration, required=HEAD, is_free=True,
           sample="非农业"),
    person("document_kind", Group.PAPERS, "其他证件种类", "其他证件 证件种类 证件类型",
           codes=states.DocumentKind, is_identity=True, label=_("证件种类")),
    person("document_number", Group.PAPERS, "其他证件号码", "其他证件号", is_identity=True, has_index=True,
           label=_("证件号码")),
    # work
    household(WORKER, "worker_type", Group.WORK, "用工类别", "职工类别 职工类型 人员类别",
              codes=states.WorkerType, required=ASKED, is_radio=True, sample="城镇职工"),
    person("status", Group.WORK, "工作状态", "工作状况 身份 职工身份 人员身份 就业状况", member_column="身份",
           members="人员身份 工作状态 职业", codes=states.Status, required=BOTH, sample="在岗"),
    person("model_worker", Group.WORK, "劳模类型", "劳模类别 劳模称号 劳模", members="劳模类别 劳模",
           codes=states.ModelWorker, required=HEAD, is_free=True, sample="非劳模"),
    person("employer", Group.WORK, "工作单位", "单位 单位名称 所在单位 所属单位 工作单位名称",
           member_column="单位或学校", members="工作单位或学校 单位 学校 工作单位 单位/学校 单位、学校",
           is_free=True, sample="南通第二纺织厂"),
    person("employer_kind", Group.JOB, "单位性质", "单位类型 企业性质", codes=states.EmployerKind,
           is_free=True, sample="国有企业"),
    person("employer_state", Group.JOB, "企业状态", "企业状况 单位状况 单位状态", member_column="企业状况",
           members="企业状态 单位状况", codes=states.EmployerState, is_free=True, sample="正常"),
    person("industry", Group.JOB, "所属行业", "行业 行业类别", members="行业", is_free=True, sample="制造业"),
    person("working_since", Group.JOB, "工作时间", "参加工作时间 参加工作日期 工作日期 参加工作年月",
           members="参加工作时间 参加工作日期", is_free=True, past_only=True, needs_day=False,
           sample="2010-07-01"),
    person("contract_on", Group.JOB, "劳动合同签订日期",
           "劳动合同签订时间 合同签订日期 合同签订时间 劳动合同签订/入伍时间", past_only=True,
           needs_day=False, help=_("农民工须满一年"), sample="2024-01-01"),
    person("contract_months", Group.JOB, "合同期限", "劳动合同期限 合同年限", reader=Reader.TERM,
           help=_("例如 3年、18个月、无固定期限"), sample="3年"),
    person("monthly_income", Group.WORK, "本人月平均收入",
           "本人月收入 本人月均收入 月平均收入 个人月收入 月收入", member_column="月收入",
           members="月平均收入 月均收入", required=BOTH, sample="2100"),
    person("staff_no", Group.TERMS, "职工编号", "员工编号 员工编码 工号", member_column="工号",
           members="员工编号 员工编码", sample="A0231"),
    person("is_union_member", Group.TERMS, "工会会员", "是否工会会员 是否会员", sample="是"),
    person("employment", Group.TERMS, "用工形式", "用工方式", codes=states.Employment, sample="劳动合同制"),
    person("joined_on", Group.TERMS, "到本单位时间", "到本单位日期 入职时间 入职日期 入职年月",
           past_only=True, needs_day=False, sample="2012-03-01"),
    # social insurance of the worker
    *(
        row
        for kind, label in (
            ("pension", "养老保险"), ("medical", "医疗保险"),
            ("unemployment", "失业保险"), ("injury", "工伤保险"),
        )
        for row in (
            person(f"{kind}_insurance", Group.INSURANCES, label, f"{label}状况 {label}状态 {label}情况",
                   whose=Whose.HEAD, codes=states.InsuranceState, sample="参保"),
            person(f"{kind}_arrears", Group.INSURANCES, f"{label}断欠月数",
                   f"{label}欠缴月数 {label}断缴月数", whose=Whose.HEAD, reader=Reader.WHOLE,
                   bounds=(0, MOST_MONTHS)),
        )
    ),
    # health
    person("health", Group.HEALTH, "健康状况", "健康状态 身体状况", codes=states.Health, required=BOTH,
           sample="良好"),
    person("insurance", Group.HEALTH, "是否进入医保", "医保状况 医保类型 是否参加医保 是否享受医保 医保情况",
           member_column="医保状况", members="是否进入医保 医保类型 是否享受医保", codes=states.Insurance,
           required=HEAD, is_free=True, sample="职工医保"),
    person("disability_kind", Group.HEALTH, "", codes=states.DisabilityKind),
    person("disability_grade", Group.HEALTH, "", codes=states.DisabilityGrade),
    person("disease", Group.ILLNESS, "疾病名称", "疾病 病种 患病名称 患何疾病"),
    person("disease_class", Group.ILLNESS, "疾病类型", "疾病类别 病种类型", codes=states.DiseaseClass),
    person("health_original", Group.ILLNESS, "原健康状况", "旧健康状况", help=_("旧表上的写法，照原文保留")),
    # how to reach and to pay
    person("phone", Group.CONTACT, "手机号码", "手机 手机号 联系电话 电话 电话号码 联系方式 移动电话",
           members="手机 手机号 联系电话 电话", required=HEAD, is_free=True, has_index=True,
           sample="13800138000"),
    person("other_contact", Group.CONTACT, "其他联系方式", "其它联系方式 其他电话 固定电话 备用电话",
           members="其它联系方式", is_free=True),
    person("postcode", Group.CONTACT, "邮政编码", "邮编", is_free=True, sample="226001"),
    person("bank_card", Group.ACCOUNT, "银行卡号", "银行账号 银行帐号 卡号 账号 帐号 银行卡账号 银行卡",
           whose=Whose.HEAD, has_index=True, help=_("本人名下的借记卡，帮扶款打到这张卡上"),
           sample="6228482052032513466"),
    person("bank_name", Group.ACCOUNT, "开户银行", "开户行 银行名称 银行", whose=Whose.HEAD,
           help=_("留空时按卡号识别"), sample="中国农业银行"),
    person("bank_branch", Group.ACCOUNT, "支行名称", "支行 开户支行 开户网点", whose=Whose.HEAD,
           sample="南通崇川支行"),
    # schooling, wishes
    person("education", Group.STUDY, "当前学历", "学历 文化程度 受教育程度 最高学历", codes=states.Education,
           sample="高中"),
    person("stage", Group.STUDY, "在读阶段", "就读阶段 学段 在学阶段", whose=Whose.MEMBER, codes=Stage,
           help=_("留空时按人员身份；专科、博士、特教请选定"), sample="小学"),
    person("school_kind", Group.STUDY, "院校类型", "学校类型", whose=Whose.MEMBER, codes=SchoolKind,
           help=_("军校、免费师范等，有的政策不资助"), sample="普通院校"),
    person("entry_year", Group.STUDY, "入学年份", "入学年 入学时间", whose=Whose.MEMBER, reader=Reader.WHOLE,
           bounds=(1950, 2100), sample="2024"),
    person("school_years", Group.STUDY, "年制", "学制 学制年数", whose=Whose.MEMBER, reader=Reader.YEARS,
           sample="6"),
    person("grade", Group.STUDY, "年级", "在读年级", whose=Whose.MEMBER, reader=Reader.WHOLE, bounds=(1, 12),
           sample="2"),
    person("seeks_work", Group.WISHES, "求职", "正在找工作 是否求职 求职意向", label=_("正在找工作"),
           sample="否"),
    person("skills", Group.WISHES, "技能特长", "技能 特长 职业技能", sample="缝纫"),
    person("job_wishes", Group.WISHES, "就业意愿", "就业需求", help=_("想做什么、在哪里、期望月薪")),
    person("training_wishes", Group.WISHES, "培训意愿", "培训需求"),
    person("remark", Group.NOTE, "本人备注", member_column="备注", lines=2),
    # address, housing, assets
    household(HOUSING, "address", Group.ADDRESS, "家庭住址",
              "家庭地址 住址 现住址 居住地址 家庭详细地址 地址", required=ASKED, is_free=True,
              sample="南通市学田街道 1 号"),
    household(HOUSING, "registered_at", Group.ADDRESS, "户口所在地",
              "户籍所在地 户口所在地行政区划 户籍地 户籍地址", required=ASKED, is_free=True,
              help=_("填到区县，例如 江苏省南通市崇川区"), sample="江苏省南通市"),
    household(HOUSING, "housing_type", Group.HOUSING, "住房类型", "住房性质 住房情况", codes=states.Housing,
              required=ASKED, is_free=True, sample="租房"),
    household(HOUSING, "floor_area", Group.HOUSING, "建筑面积", "住房面积 房屋面积 住房建筑面积",
              reader=Reader.AREA, is_free=True, sample="46.5"),
    household(HOUSING, "homes", Group.HOUSING, "自有房产", "房产 房产套数 自有房产套数", reader=Reader.WHOLE,
              bounds=(0, 99), required=ASKED, help=_("全家名下的房产，没有填 0"), sample="0"),
    household(HOUSING, "monthly_rent", Group.RENT, "月租金", "租金 每月租金 房租",
              help=_("租房的填写，刚性支出中另填全年租金"), sample="600"),
    household(HOUSING, "usable_area", Group.RENT, "使用面积", "住房使用面积", reader=Reader.AREA,
              sample="38"),
    household(HOUSING, "facilities", Group.RENT, "厨卫使用", "煤卫 煤卫使用 煤卫独用/公用 厨卫",
              codes=states.Facilities, sample="独用"),
    household(HOUSING, "vehicles", Group.ASSETS, "机动车", "车辆 机动车数 车辆数", reader=Reader.WHOLE,
              bounds=(0, 99), required=ASKED, help=_("不含残疾人代步车和摩托车，没有填 0"), sample="0"),
    household(HOUSING, "vehicle_note", Group.ASSETS, "车辆说明", "车辆情况", is_free=True,
              help=_("有机动车时填写用途和购置价")),
    household(HOUSING, "has_business", Group.ASSETS, "办有企业或雇工经营", "经营 是否经营 是否办有企业",
              required=ASKED, sample="否"),
    household(HOUSING, "deposits", Group.ASSETS, "存款及有价证券", "存款 金融资产 银行存款", required=ASKED,
              reader=Reader.ASSETS, help=_("没有填 0"), sample="3000"),
    household(HOUSING, "asset_note", Group.ASSETS, "财产说明", "财产情况 资产说明", is_free=True, lines=3),
    household(HOUSING, "vehicle_value", Group.ASSET_DETAILS, "车辆购置价合计", "车辆购置价 车价"),
    household(HOUSING, "securities", Group.ASSET_DETAILS, "其中有价证券、基金", "有价证券 证券基金"),
    household(HOUSING, "housing_fund", Group.ASSET_DETAILS, "住房公积金余额", "公积金 住房公积金 公积金余额",
              help=_("全家公积金账户余额合计，没有账户填 0"), sample="1200"),
    # why, and what is wanted
    household(CAUSES, "main_cause", Group.CAUSE, "主要致困原因", "致困原因 主要困难原因 困难原因 致贫原因",
              codes=states.Cause, required=ASKED, sample="子女上学"),
    household(CAUSES, "secondary_causes", Group.CAUSE, "次要致困原因", "次要困难原因 其他致困原因",
              codes=states.Cause, help=_("最多三项"), sample="患重特大疾病、未参加社会保险"),
    household(CAUSES, "cause_note", Group.CAUSE, "困难情况说明", "说明 困难情况 其他说明 致困说明",
              required=ASKED, is_free=True, lines=4,
              help=_("写清谁、什么时候、因为什么、每月花多少，500 字以内"),
              sample="丈夫 2025 年 3 月查出尿毒症，每周透析三次。"),
    household(CAUSES, "wants", Group.WANTS, "帮扶需求", "救助需求 帮扶意愿", codes=states.Want,
              required=ASKED, is_free=True, sample="生活救助、子女助学"),
    household(CAUSES, "demands", Group.VOICES, "利益诉求", "诉求 本人诉求 职工诉求 主要诉求",
              codes=states.Demand, is_free=True, sample="子女就学、住房"),
    household(CAUSES, "demand_note", Group.VOICES, "诉求内容", "诉求说明 具体诉求", is_free=True, lines=2,
              help=_("按本人的说法写；选了其他诉求的请写明"), sample="希望申请公共租赁住房"),
    household(CAUSES, "mood", Group.VOICES, "思想动态", "思想状况 思想情况", codes=states.Mood, is_free=True,
              sample="思想稳定"),
    household(CAUSES, "mood_note", Group.VOICES, "思想动态说明", "思想状况说明", is_free=True, lines=2,
              help=_("有顾虑、情绪不稳的写明为什么，只记与帮扶有关的")),
    household(CAUSES, "is_on_dibao", Group.FAMILY, "享受低保", "是否享受低保 低保 是否低保", required=ASKED,
              sample="否"),
    household(CAUSES, "is_dibao_marginal", Group.FAMILY, "低保边缘家庭",
              "是否低保边缘家庭 低保边缘 是否低保边缘 低保边缘户", help=_("民政认定的；享受低保的不填“是”"),
              sample="否"),
    household(CAUSES, "has_self_help", Group.FAMILY, "是否有一定自救能力",
              "自救能力 是否有自救能力 有一定自救能力", sample="是"),
    household(CAUSES, "dibao_amount", Group.DIBAO, "低保金额", "低保金 月低保金 每月低保金额",
              help=_("全家每月领取的低保金")),
    household(CAUSES, "marginal_no", Group.DIBAO, "低保边缘认定文号", "低保边缘证号 边缘户证号",
              help=_("民政认定书或证件上的编号"), sample="崇民边〔2026〕118号"),
    household(CAUSES, "marginal_on", Group.DIBAO, "低保边缘认定日期", "边缘户认定日期", past_only=True,
              sample="2026-03-05"),
    household(CAUSES, "relief_card", Group.DIBAO, "特困救助卡号", "特困救助卡 救助卡号 特困证号"),
    household(CAUSES, "stock_kind", Group.FORMER, "档案类别", "档案类型 存量增量", codes=states.StockKind,
              sample="存量档案"),
    household(CAUSES, "priority_group", Group.FORMER, "重点群体", "五类重点群体 重点群体类别",
              codes=states.PriorityGroup, sample="支出性生活困难"),
    household(CAUSES, "original_category", Group.FORMER, "原困难类别", "旧困难类别 原类别",
              help=_("旧系统或旧表上写的困难类别，照原文填写，不会被换算")),
    household(CAUSES, "former_no", Group.FORMER, "编号", "档案编号 档案号 原编号", sample="NT2026001"),
    household(CAUSES, "remark", Group.FORMER, "备注", "档案备注", lines=2),
)  # fmt: skip


def fields_about(who: Whose) -> list[FileField]:
    """The fields of the HOUSEHOLD, of the HEAD or of a MEMBER, in the order of the table."""
    return [field for field in FIELDS if field.is_about(who)]


def keys_of(fields: Iterable[FileField]) -> tuple[str, ...]:
    """Their keys, each once."""
    return tuple(dict.fromkeys(field.key for field in fields))


def keys_in(section: Section) -> tuple[str, ...]:
    """What a section holds of the household itself."""
    return keys_of(field for field in FIELDS if field.section == section)


def section_of(key: str) -> Section | None:
    """The section in which a field of the household is filled in; None for what is no such field."""
    return next((field.section for field in FIELDS if field.section and field.key == key), None)


def required_of(who: Whose, section: Section | None = None) -> tuple[str, ...]:
    """What must be filled in of the HEAD, of a MEMBER, or of the HOUSEHOLD in one section."""
    return keys_of(
        field for field in fields_about(who) if who in field.required and section in (None, field.section)
    )


NUMBERS = keys_of(field for field in FIELDS if field.has_index)
# Set by services.entry.people with what is derived from them: pinyin and grams of a name, index of a number.
APART = ("name", *NUMBERS)
PERSON_FIELDS = tuple(
    key for key in keys_of(field for field in FIELDS if field.whose != Whose.HOUSEHOLD) if key not in APART
)
# What a clerk changes in a filed household without a checker: it neither says who somebody is, nor decides on
# a category, nor where money goes. A field needs a checker unless its row says is_free.
FREE_FIELDS = frozenset(field.key for field in FIELDS if field.is_free)
