"""Invented families: names, ID numbers with valid check digits, work, illness, school, money."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases.archives.rules.insurance import INSURANCES
from hardship.kernel.documents import make_id_number

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁于蒋蔡余杜叶程苏魏"
    "吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷龙史陶贺顾毛郝龚邵万钱单"
)
MALE = "国平 志强 建华 文斌 德明 海涛 永康 卫东 晓峰 俊杰 立新 长林 光荣 学军 振宇 家辉 少华 金宝 大伟 玉祥"
FEMALE = "秀兰 桂英 丽华 春梅 晓燕 玉珍 海燕 红霞 淑芬 月娥 雪琴 美玲 爱萍 凤英 小芳 静怡 慧敏 雨桐 欣妍 兰芝"
STREETS = "学田路 钟秀路 文峰路 人民中路 工农路 青年路 北大街 解放路 建设路 健康路"
BANKS = (
    ("中国工商银行", "622202"),
    ("中国农业银行", "622848"),
    ("中国建设银行", "621700"),
    ("江苏银行", "622173"),
)
INDUSTRIES = ("制造业", "建筑业", "批发和零售业", "交通运输业", "居民服务业", "住宿和餐饮业")
# What somebody can do, looks for, wants to learn.
WISHES = (
    ("缝纫、熨烫", "家附近的服装厂", ""),
    ("叉车证", "仓库、物流园", "电工上岗证"),
    ("会做饭", "食堂帮工、保洁", "养老护理员"),
    ("", "保安、门卫", ""),
)
# Age of the first grade and number of grades; the month in which the school year begins.
SCHOOLS = {"primary": (6, 6), "junior": (12, 3), "senior": (15, 3), "college": (18, 4)}
SCHOOL_BEGINS = 9
STORIES = ("illness", "schooling", "disability", "laid_off", "accident", "single")


def luhn(body: str) -> str:
    """The card number: these digits and their check digit (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


CENT = Decimal("0.01")
# What the worker asks for and in what mind they are, by what befell the family.
VOICES: dict[str, dict[str, Any]] = {
    "illness": {"demands": ["medical"], "mood": "worried", "mood_note": "担心长期自付医疗费。"},
    "schooling": {"demands": ["schooling"], "mood": "stable"},
    "laid_off": {"demands": ["job", "insurance"], "demand_note": "盼企业补缴停产期间的养老保险。"},
}


@dataclass
class Family:
    """One household as the sections of the file take it."""

    worker: dict[str, Any]
    members: list[dict[str, Any]] = field(default_factory=list)
    incomes: list[dict[str, Any]] = field(default_factory=list)
    expenses: list[dict[str, Any]] = field(default_factory=list)
    bills: list[dict[str, Any]] = field(default_factory=list)
    housing: dict[str, Any] = field(default_factory=dict)
    causes: dict[str, Any] = field(default_factory=dict)


class Novelist:
    """Draws families, the same ones for the same seed."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.today = today
        self.count = 0

    def family(self, region: str) -> Family:
        """A worker of 30 to 56 with a spouse, children or parents, and one story of hardship."""
        story = self.random.choices(STORIES, (34, 22, 14, 14, 8, 8))[0]
        male = self.random.random() < 0.5
        worker = self._person(region, male, self.random.randint(30, 56))
        family = Family(worker=worker | self._work(story))
        if story != "single":
            spouse = self._person(region, not male, self.random.randint(30, 56))
            working = self.random.random() < 0.55
            family.members.append(
                spouse
                | {
                    "relation": "wife" if male else "husband",
                    "status": "on_post"
                    if working
                    else self.random.choice(["unemployed", "off_post", "sick_leave"]),
                    "monthly_income": Decimal(self.random.randrange(1600, 3200, 50))
                    if working
                    else Decimal(0),
                    "marriage": "married",
                }
            )
        self._children(family, region, story)
        if self.random.random() < 0.3:
            family.members.append(self._parent(region))
        self._money(family, story)
        self._circumstances(family, story)
        return family

    def _person(self, region: str, male: bool, age: int, surname: str = "") -> dict[str, Any]:
        self.count += 1
        given = self.random.choice((MALE if male else FEMALE).split())
        born = self.today - timedelta(days=age * 365 + self.random.randint(1, 300))
        sequence = (self.count % 480) * 2 + (1 if male else 2)
        return {
            "name": (surname or self.random.choice(SURNAMES)) + given,
            "id_number": make_id_number(region, born, sequence),
            "ethnicity": "汉族",
            "politics": self.random.choice(["masses", "masses", "masses", "party"]),
            "registration": "urban",
            "health": "good",
            "insurance": "worker" if age > 22 else "resident",
            "model_worker": "none",
            "marriage": "single",
        }

    def _work(self, story: str) -> dict[str, Any]:
        bank, prefix = self.random.choice(BANKS)
        idle = story == "laid_off"
        return {
            "relation": "head",
            "worker_type": "migrant" if self.random.random() < 0.12 else "urban",
            "marriage": "divorced" if story == "single" else "married",
            "status": self.random.choice(["off_post", "unemployed"]) if idle else "on_post",
            "monthly_income": Decimal(
                self.random.randrange(0, 900, 50) if idle else self.random.randrange(1800, 3400, 50)
            ),
            "health": {"illness": "renal", "disability": "disabled"}.get(story, "good"),
            "disability_kind": "limb" if story == "disability" else "",
            "disability_grade": "2" if story == "disability" else "",
            "employer": self.random.choice(
                ["华联商场", "第二棉纺织厂", "公交客运公司", "水泵厂", "机床厂", "环卫所"]
            ),
            "employer_kind": self.random.choice(["state_owned", "collective", "private"]),
            "employer_state": self.random.choice(["normal", "normal", "loss", "reformed"]),
            "industry": self.random.choice(INDUSTRIES),
            "working_since": self.today - timedelta(days=self.random.randint(1500, 9000)),
            "contract_on": self.today - timedelta(days=self.random.randint(500, 2000)),
            "contract_months": self.random.choice([12, 24, 36, 60]),
            "phone": f"13{self.random.randint(0, 9)}{self.random.randint(0, 10**8 - 1):08d}",
            "bank_name": bank,
            "bank_branch": "市区支行",
            "bank_card": luhn(prefix + f"{self.random.randint(0, 10**12 - 1):012d}"),
            **self._insurances(idle=idle),
            **(self._wishes() if idle else {}),
        }

    def _insurances(self, *, idle: bool) -> dict[str, Any]:
        """Four insurances; who is without work has stopped paying. Takes nothing from the dice."""
        if not idle:
            return {f"{kind}_insurance": "insured" for kind in INSURANCES}
        months = 3 + self.count % 30
        gone = {f"{kind}_insurance": "interrupted" for kind in ("pension", "medical")}
        owed = {"pension_arrears": months, "medical_arrears": months}
        return {**gone, **owed, "unemployment_insurance": "none", "injury_insurance": "none"}

    def _wishes(self) -> dict[str, Any]:
        """What somebody without work looks for; takes nothing from the dice, so that nobody else changes."""
        skills, job, training = WISHES[self.count % len(WISHES)]
        return {"seeks_work": True, "skills": skills, "job_wishes": job, "training_wishes": training}

    def _schooling(self, status: str, age: int) -> dict[str, Any]:
        """Grade and year of entry of the school year that runs."""
        youngest, years = SCHOOLS[status]
        grade = max(1, min(years, age - youngest + 1))
        began = self.today.year - (self.today.month < SCHOOL_BEGINS)
        return {"entry_year": began - grade + 1, "school_years": Decimal(years), "grade": grade}

    def _children(self, family: Family, region: str, story: str) -> None:
        number = 1 if story != "schooling" else self.random.choice([1, 2])
        surname = family.worker["name"][0]
        for _child in range(number if self.random.random() < 0.85 or story == "schooling" else 0):
            male = self.random.random() < 0.5
            age = self.random.randint(7, 21)
            status = "primary" if age < 12 else "junior" if age < 15 else "senior" if age < 18 else "college"
            school = {
                "primary": "实验小学",
                "junior": "启秀中学",
                "senior": "市第一中学",
                "college": "职业大学",
            }
            family.members.append(
                self._person(region, male, age, surname)
                | {
                    "relation": "son" if male else "daughter",
                    "status": status,
                    "monthly_income": Decimal(0),
                    "employer": school[status],
                    # two thirds of those who study at all study for a degree
                    "stage": "junior_college" if status == "college" and self.count % 3 == 0 else "",
                    **self._schooling(status, age),
                }
            )

    def _parent(self, region: str) -> dict[str, Any]:
        male = self.random.random() < 0.5
        return self._person(region, male, self.random.randint(66, 82)) | {
            "relation": "father" if male else "mother",
            "status": "retired",
            "monthly_income": Decimal(self.random.randrange(300, 2400, 100)),
            "marriage": "widowed",
            "health": self.random.choice(["good", "hypertension", "cardiovascular"]),
        }

    def _money(self, family: Family, story: str) -> None:
        for person in (family.worker, *family.members):
            if person["monthly_income"]:
                kind = "pension" if person["status"] == "retired" else "wage"
                family.incomes.append(
                    {
                        "kind": kind,
                        "annual_amount": person["monthly_income"] * 12,
                        "note": f"月 {person['monthly_income']}",
                    }
                )
        cost = {"illness": (12000, 42000), "disability": (4000, 12000), "accident": (15000, 50000)}.get(story)
        if cost:
            amount = Decimal(self.random.randrange(*cost, 10)) + Decimal("0.56")
            kind = "disability" if story == "disability" else "medical"
            if story == "illness":
                family.bills.append(bill_of(amount))
            else:
                family.expenses.append({"kind": kind, "annual_amount": amount, "note": "票据齐全"})
        if any(person["status"] == "college" for person in family.members):
            family.expenses.append(
                {"kind": "schooling", "annual_amount": Decimal(7200), "note": "学费、住宿费"}
            )
        if self.random.random() < 0.3:
            family.expenses.append({"kind": "housing", "annual_amount": Decimal(9600), "note": "月租 800"})

    def _circumstances(self, family: Family, story: str) -> None:
        street = self.random.choice(STREETS.split())
        family.housing = {
            "address": f"{street} {self.random.randint(1, 180)} 号 {self.random.randint(1, 9)} 幢",
            "registered_at": "江苏省",
            "housing_type": self.random.choice(
                ["commercial", "low_rent", "unit_rented", "rented", "self_built"]
            ),
            "floor_area": Decimal(self.random.randint(38, 92)),
            "homes": self.random.choice([0, 1, 1]),
            "vehicles": 0,
            "has_business": False,
            "deposits": Decimal(self.random.randrange(0, 20000, 500)),
            "housing_fund": Decimal(len(family.members) * 600) if story in ("illness", "schooling") else None,
        }
        main, note = {
            "illness": ("illness", "本人患终末期肾病，每周透析三次，自付费用高。"),
            "schooling": ("schooling", "子女在校就读，一人收入供养全家。"),
            "disability": ("no_ability", "本人肢体残疾，劳动能力受限。"),
            "laid_off": ("laid_off", "所在企业停产，本人下岗后靠零工维持。"),
            "accident": ("accident", "家庭成员遭遇交通事故，治疗费用较大。"),
            "single": ("unemployed", "单亲家庭，独自抚养子女。"),
        }[story]
        family.causes = {
            "main_cause": main,
            "secondary_causes": ["schooling"]
            if story in ("illness", "accident") and len(family.members) > 1
            else [],
            "cause_note": note,
            "wants": {"illness": ["medical", "living"], "schooling": ["tuition"]}.get(story, ["living"]),
            **VOICES.get(story, {}),
            "has_self_help": story not in ("disability", "illness"),
            "is_on_dibao": self.random.random() < 0.18,
        }


def bill_of(own: Decimal) -> dict[str, Any]:
    """A year of dialysis of which the family paid `own`: about a third of what was charged."""
    serious, assistance = (own / 2).quantize(CENT), (own / 5).quantize(CENT)
    basic = (own * Decimal("1.3")).quantize(CENT)
    return {
        "disease": "慢性肾衰竭（透析）", "hospital": "市第一人民医院", "is_designated": True,
        "billed": own + basic + serious + assistance, "paid_basic": basic, "paid_serious": serious,
        "paid_assistance": assistance, "outside_catalogue": (own / 4).quantize(CENT), "note": "结算单齐全",
    }  # fmt: skip
