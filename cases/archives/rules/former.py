"""What earlier forms called things: three generations of 困难类别, the health list before 2019.

The original value is always kept beside ours. A health label of the old list has one of ours that means the
same; a category has not (domain.md 1.1: the generations do not map one to one), so none is guessed.
"""

from cases.archives.states import Health

# Generation, and what it called a household's category (domain.md 1.1).
GENERATIONS: dict[str, tuple[str, ...]] = {
    "2011 年以前": ("低保线以上", "享受低保", "未享受低保"),
    "2012 至 2019 年": ("低保户", "低保边缘户", "意外致困户"),
    "2019 年起": ("深度困难职工", "相对困难职工", "意外致困职工"),
    "单位自定": ("特困", "重困", "一般困难", "特困职工", "困难职工"),
}
FORMER_CATEGORIES = tuple(label for labels in GENERATIONS.values() for label in labels)
FORMER_HEALTH = {
    "良好": Health.GOOD, "癌症": Health.CANCER, "心血管病": Health.CARDIOVASCULAR,
    "脑血管病": Health.CEREBROVASCULAR, "尿毒症": Health.RENAL, "精神病": Health.MENTAL, "肝病": Health.LIVER,
    "血液病": Health.BLOOD, "糖尿病": Health.DIABETES, "肿瘤病": Health.TUMOUR, "腰颈椎病": Health.SPINE,
    "高血压病": Health.HYPERTENSION, "肺病": Health.LUNG, "一般疾病": Health.COMMON, "残疾": Health.DISABLED,
}  # fmt: skip


def generation_of(label: str) -> str:
    """The years in which a category was called so, or ''."""
    return next((years for years, labels in GENERATIONS.items() if label in labels), "")


def health_of(label: str) -> str:
    """The code of today's list that an old health label means, or ''."""
    return str(FORMER_HEALTH.get(label.strip(), ""))
