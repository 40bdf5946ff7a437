"""The columns of a roster: key, name in the layout, the other names that people give it. Data only.

HEAD and MEMBER are the national layout of 2017 (domain.md 3.3); the rest is what the archive form and later
forms hold besides (domain.md 3.1, 3.5).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column by its name in the layout. `kept` is False for what a file records by itself."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kept: bool = True


HEAD = (
    Column("former_no", "编号", ("档案编号", "档案号", "原编号")),
    Column("category", "困难类别", ("困难职工类别", "困难户类别", "困难类型", "困难程度")),
    Column("name", "姓名", ("职工姓名", "户主姓名", "户主", "本人姓名", "困难职工姓名")),
    Column("ethnicity", "民族", ()),
    Column("sex", "性别", ("本人性别",)),
    Column("politics", "政治面貌", ("政治面目",)),
    Column(
        "id_number",
        "身份证号",
        ("身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "居民身份证号码", "本人身份证号"),
    ),
    Column("birth_on", "出生日期", ("出生年月日", "出生年月", "生日")),
    Column("health", "健康状况", ("健康状态", "身体状况")),
    Column("disability", "残疾类别", ("残疾类型", "残疾等级", "残疾类别及等级")),
    Column("status", "工作状态", ("工作状况", "身份", "职工身份", "人员身份", "就业状况")),
    Column("model_worker", "劳模类型", ("劳模类别", "劳模称号", "劳模")),
    Column("housing_type", "住房类型", ("住房性质", "住房情况")),
    Column("floor_area", "建筑面积", ("住房面积", "房屋面积", "住房建筑面积")),
    Column("phone", "手机号码", ("手机", "手机号", "联系电话", "电话", "电话号码", "联系方式", "移动电话")),
    Column("other_contact", "其他联系方式", ("其它联系方式", "其他电话", "固定电话", "备用电话")),
    Column("postcode", "邮政编码", ("邮编",)),
    Column("working_since", "工作时间", ("参加工作时间", "参加工作日期", "工作日期", "参加工作年月")),
    Column("industry", "所属行业", ("行业", "行业类别")),
    Column("marriage", "婚姻状态", ("婚姻状况", "婚姻", "婚否")),
    Column("registration", "户口类型", ("户籍类型", "户口性质", "户籍性质", "户口类别")),
    Column("address", "家庭住址", ("家庭地址", "住址", "现住址", "居住地址", "家庭详细地址", "地址")),
    Column("employer", "工作单位", ("单位", "单位名称", "所在单位", "所属单位", "工作单位名称")),
    Column("employer_kind", "单位性质", ("单位类型", "企业性质")),
    Column("employer_state", "企业状态", ("企业状况", "单位状况", "单位状态")),
    Column("is_single_parent", "是否单亲", ("单亲", "是否单亲家庭")),
    Column(
        "monthly_income",
        "本人月平均收入",
        ("本人月收入", "本人月均收入", "月平均收入", "个人月收入", "月收入"),
    ),
    Column(
        "annual_income",
        "家庭年度总收入",
        ("家庭年总收入", "家庭年收入", "家庭总收入", "家庭收入", "年度总收入"),
    ),
    Column("persons", "家庭人口", ("家庭人数", "家庭人口数", "人口", "家庭成员数")),
    Column(
        "monthly_per_capita",
        "家庭月人均收入",
        ("家庭人均月收入", "人均月收入", "月人均收入", "家庭人均收入", "人均收入"),
    ),
    Column("registered_at", "户口所在地", ("户籍所在地", "户口所在地行政区划", "户籍地", "户籍地址")),
    Column("insurance", "是否进入医保", ("医保状况", "医保类型", "是否参加医保", "是否享受医保", "医保情况")),
    Column("has_self_help", "是否有一定自救能力", ("自救能力", "是否有自救能力", "有一定自救能力")),
    Column("is_zero_employment", "是否为零就业家庭", ("零就业家庭", "是否零就业家庭")),
    Column("main_cause", "主要致困原因", ("致困原因", "主要困难原因", "困难原因", "致贫原因")),
    Column("bank_name", "开户银行", ("开户行", "银行名称", "银行")),
    Column("bank_branch", "支行名称", ("支行", "开户支行", "开户网点")),
    Column("bank_card", "银行卡号", ("银行账号", "银行帐号", "卡号", "账号", "帐号", "银行卡账号", "银行卡")),
    Column("filed_by_name", "建档人", ("登记人",), kept=False),
    Column("reviewed_by_name", "审核人", (), kept=False),
    Column("entered_by_name", "录入人", ("填表人", "经办人"), kept=False),
    Column("filed_on", "建档日期", ("建档时间", "建档年月日")),
)
MEMBER = (
    Column("name", "姓名", ()),
    Column("relation", "关系", ("与户主关系", "与本人关系", "称谓", "与职工关系")),
    Column("sex", "性别", ()),
    Column("politics", "政治面貌", ("政治面目",)),
    Column("id_number", "身份证号", ("身份证号码", "身份证", "证件号码", "公民身份号码")),
    Column("health", "健康状况", ("健康状态", "身体状况")),
    Column("monthly_income", "月收入", ("月平均收入", "月均收入")),
    Column("status", "身份", ("人员身份", "工作状态", "职业")),
    Column(
        "employer", "单位或学校", ("工作单位或学校", "单位", "学校", "工作单位", "单位/学校", "单位、学校")
    ),
)
# Columns of later forms and of other unions that a file has room for: of the household first.
OF_HOUSEHOLD = (
    Column("worker_type", "用工类别", ("职工类别", "职工类型", "人员类别")),
    Column("filing_level", "建档标准", ("档案级别", "困难标准", "建档级别")),
    Column("stock_kind", "档案类别", ("档案类型", "存量增量")),
    Column("priority_group", "重点群体", ("五类重点群体", "重点群体类别")),
    Column("original_category", "原困难类别", ("旧困难类别", "原类别")),
    Column("secondary_causes", "次要致困原因", ("次要困难原因", "其他致困原因")),
    Column("cause_note", "困难情况说明", ("说明", "困难情况", "其他说明", "致困说明")),
    Column("wants", "帮扶需求", ("救助需求", "帮扶意愿")),
    Column("is_on_dibao", "享受低保", ("是否享受低保", "低保", "是否低保")),
    Column("dibao_amount", "低保金额", ("低保金", "月低保金", "每月低保金额")),
    Column("relief_card", "特困救助卡号", ("特困救助卡", "救助卡号", "特困证号")),
    Column("usable_area", "使用面积", ("住房使用面积",)),
    Column("monthly_rent", "月租金", ("租金", "每月租金", "房租")),
    Column("facilities", "厨卫使用", ("煤卫", "煤卫使用", "煤卫独用/公用", "厨卫")),
    Column("homes", "自有房产", ("房产", "房产套数", "自有房产套数")),
    Column("vehicles", "机动车", ("车辆", "机动车数", "车辆数")),
    Column("vehicle_note", "车辆说明", ("车辆情况",)),
    Column("vehicle_value", "车辆购置价合计", ("车辆购置价", "车价")),
    Column("has_business", "办有企业或雇工经营", ("经营", "是否经营", "是否办有企业")),
    Column("deposits", "存款及有价证券", ("存款", "金融资产", "银行存款")),
    Column("securities", "其中有价证券、基金", ("有价证券", "证券基金")),
    Column("asset_note", "财产说明", ("财产情况", "资产说明")),
    *(Column(f"expense_{kind}", label, (f"年{label}", *aliases)) for kind, label, aliases in (
        ("medical", "医疗自付支出", ("医疗支出", "自付医疗费", "年度医疗自付")),
        ("disability", "残疾康复支出", ("康复支出",)),
        ("schooling", "就学支出", ("教育支出", "上学支出")),
        ("housing", "租房支出", ("住房支出",)),
        ("care", "照料赡养支出", ("赡养支出", "长期照料支出")),
        ("work", "必要就业成本", ("就业成本",)),
        ("other", "其他刚性支出", ("其他支出", "年度必要支出", "必要支出", "刚性支出")),
    )),
    Column("remark", "备注", ("档案备注",)),
)  # fmt: skip
# Of whoever the row is about, the worker as much as a member.
OF_PERSON = (
    Column("document_kind", "其他证件种类", ("其他证件", "证件种类", "证件类型")),
    Column("document_number", "其他证件号码", ("其他证件号",)),
    Column("health_original", "原健康状况", ("旧健康状况",)),
    Column("disease", "疾病名称", ("疾病", "病种", "患病名称", "患何疾病")),
    Column("disease_class", "疾病类型", ("疾病类别", "病种类型")),
    Column("is_union_member", "工会会员", ("是否工会会员", "是否会员")),
    Column("employment", "用工形式", ("用工方式",)),
    Column("joined_on", "到本单位时间", ("到本单位日期", "入职时间", "入职日期", "入职年月")),
    Column(
        "contract_on", "劳动合同签订日期",
        ("劳动合同签订时间", "合同签订日期", "合同签订时间", "劳动合同签订/入伍时间"),
    ),
    Column("contract_months", "合同期限", ("劳动合同期限", "合同年限")),
    Column("education", "当前学历", ("学历", "文化程度", "受教育程度", "最高学历")),
    Column("seeks_work", "求职", ("正在找工作", "是否求职", "求职意向")),
    Column("skills", "技能特长", ("技能", "特长", "职业技能")),
    Column("job_wishes", "就业意愿", ("就业需求",)),
    Column("training_wishes", "培训意愿", ("培训需求",)),
)  # fmt: skip
OF_HEAD = (
    Column("staff_no", "职工编号", ("员工编号", "员工编码", "工号")),
    *OF_PERSON,
    Column("own_remark", "本人备注", ()),
)
EXTRA = (*OF_HOUSEHOLD, *OF_HEAD)
# What the nine columns of the national layout do not say of a member: the long form of domain.md 3.1.
MEMBER_MORE = (
    Column("ethnicity", "民族", ()),
    Column("birth_on", "出生日期", ("出生年月日", "出生年月", "生日")),
    Column("marriage", "婚姻状况", ("婚姻状态", "婚姻")),
    Column("registration", "户口类型", ("户籍类型", "户口性质")),
    Column("disability", "残疾类别", ("残疾类型", "残疾等级", "残疾类别及等级")),
    Column("insurance", "医保状况", ("是否进入医保", "医保类型", "是否享受医保")),
    Column("phone", "手机号码", ("手机", "手机号", "联系电话", "电话")),
    Column("other_contact", "其他联系方式", ("其它联系方式",)),
    Column("postcode", "邮政编码", ("邮编",)),
    Column("model_worker", "劳模类型", ("劳模类别", "劳模")),
    Column("employer_kind", "单位性质", ("单位类型", "企业性质")),
    Column("employer_state", "企业状况", ("企业状态", "单位状况")),
    Column("industry", "所属行业", ("行业",)),
    Column("working_since", "工作时间", ("参加工作时间", "参加工作日期")),
    Column("staff_no", "工号", ("员工编号", "员工编码")),
    *OF_PERSON,
    Column("entry_year", "入学年份", ("入学年", "入学时间")),
    Column("school_years", "年制", ("学制", "学制年数")),
    Column("grade", "年级", ("在读年级",)),
    Column("remark", "备注", ()),
)
# What leads from a row of the second sheet to its household.
OWNER = (
    Column("owner_no", "编号", ("户主编号", "档案编号", "档案号", "职工编号", "原编号")),
    Column(
        "owner_id",
        "户主身份证号",
        ("职工身份证号", "本人身份证号", "户主身份证", "户主身份证号码", "户主证件号码"),
    ),
)
