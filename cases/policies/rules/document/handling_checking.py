"""What types cannot say of how a programme is handled: what nobody could apply for, ask or count."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document import amounts, conditions, quantities
from cases.policies.rules.document.handling import CostsBetween, Goods, Paper
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.naming import Finding, sums_in
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.walking import walk
from cases.policies.rules.vocabulary import FACTS

# What is said of applications, and idle where nobody can apply.
OF_APPLICATIONS = (
    "off_file",
    "must_file",
    "asks",
    "papers",
    "season",
    "costs",
    "route",
    "instalments",
    "follow_up",
    "pay_by",
    "collect_within",
)
MOST_ITEMS = 12  # that one application asks for
MOST_OF_GOODS = {"name": 20, "unit": 6}  # letters, as a line of a paper has room for
MOST_LETTERS = {"label": 40, "summary": 300, "paragraph": 120}
POOL = "pool"  # money that has no use yet (funds.ledgers)
NEEDS_FILE = frozenset({"category", "reason"})  # columns of a notice
# What only a file tells.
OF_A_FILE = (conditions.Count, conditions.Streak, amounts.EachMember, amounts.PerPerson)
FOR_ALL_OF_THEM = (amounts.EachStudent, amounts.EachMember)


def _programme(document: PolicyDocument, key: str, value: amounts.Programme) -> Iterator[Finding]:
    yield from _too_long(key, value)
    yield from _notice(key, value)
    yield from _uses(key, value)
    yield from _goods(key, value)
    yield from _person(key, value)
    yield from _waived(key, value)
    if value.must_file and not value.off_file:
        yield dotted(key, "must_file"), _("补建档案是没有建档的职工才有的事，请同时写 off_file: true。")
    if value.pay_by is not None and value.instalments is not None:
        yield dotted(key, "pay_by"), _("分期发放的，各期按自己的日期发，不写 pay_by。")
    if value.collect_within is not None and value.instalments is not None:
        yield dotted(key, "collect_within"), _("分期发放的，各期按自己的日期发，不写 collect_within。")
    if value.off_file:
        yield from _off_file(document, key, value)


def _too_long(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """What lists, forms and the row of the programme have room for."""
    for name, most in MOST_LETTERS.items():
        if (value.uses or value.is_service) and len(getattr(value, name)) > most:
            yield dotted(key, name), _("最多 %(most)s 个字。") % {"most": most}


def _notice(key: str, value: amounts.Programme) -> Iterator[Finding]:
    if value.notice.days == 0 and not value.notice.why.strip():
        yield dotted(key, "notice.why"), _("不公示的，请写明理由和依据。")
    columns = value.notice.columns
    if len(set(columns)) < len(columns):
        yield dotted(key, "notice.columns"), _("同一栏写了两次。")
    if not columns:
        yield dotted(key, "notice.columns"), _("除了姓名，至少再公示一栏，否则看的人不知道公示什么。")
    if value.off_file and NEEDS_FILE.intersection(columns):
        yield dotted(key, "notice.columns"), _("没有建档的职工没有困难类别和致困原因，公示里请去掉这两栏。")


def _uses(key: str, value: amounts.Programme) -> Iterator[Finding]:
    if len(set(value.uses)) < len(value.uses):
        yield dotted(key, "uses"), _("同一用途写了两次。")
    if POOL in value.uses:
        yield dotted(key, "uses"), _("pool 是还没有定用途的钱，不能直接支出；请写具体的用途。")
    if value.uses or value.is_service:
        return
    for name in OF_APPLICATIONS:
        if getattr(value, name):
            yield dotted(key, name), _("没有写资金用途（uses）的项目不能申请，这一项用不上；请写 uses。")


def _goods(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """Items are asked for by the piece: of a sum, or of a service, there is nothing to count."""
    names = [row.name.strip() for row in value.goods]
    if names and (value.form != "goods" or value.amount is not None):
        yield dotted(key, "goods"), _("只有按件发的实物（form: goods，不写 amount）才写物品清单。")
    if len(set(names)) < len(names):
        yield dotted(key, "goods"), _("同一种物品写了两次。")
    if len(names) > MOST_ITEMS:
        yield dotted(key, "goods"), _("一个项目最多列 %(most)s 种物品。") % {"most": MOST_ITEMS}


def _item(_document: PolicyDocument, key: str, value: Goods) -> Iterator[Finding]:
    for name, most in MOST_OF_GOODS.items():
        text = getattr(value, name)
        if not text.strip():
            yield dotted(key, name), _("这里不能空着。")
        elif len(text) > most:
            yield dotted(key, name), _("最多 %(most)s 个字。") % {"most": most}


def _person(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """Whoever applies for a person names them; whoever applies for a family does not."""
    if value.beneficiary != "household":
        yield from _paid_for_all(key, value)
    elif value.uses or value.is_service:
        yield from _nobody_named(key, value)


def _paid_for_all(key: str, value: amounts.Programme) -> Iterator[Finding]:
    for place, inner in walk(value.amount, dotted(key, "amount")):
        if isinstance(inner, FOR_ALL_OF_THEM):
            yield place, _("逐人申请的项目，金额不能再按每个人相加，否则每份申请都给一遍全家的钱。")


def _nobody_named(key: str, value: amounts.Programme) -> Iterator[Finding]:
    for number, cap in enumerate(value.caps, start=1):
        if "person" in cap.per:
            yield dotted(key, f"caps.{number}.per"), _("每人的限制要知道给谁：请写 beneficiary。")
    for number, paper in enumerate(value.papers, start=1):
        if paper.of == "beneficiary":
            yield dotted(key, f"papers.{number}.of"), _("要受助人本人的材料，请写 beneficiary。")


def _off_file(document: PolicyDocument, key: str, value: amounts.Programme) -> Iterator[Finding]:
    """Without a file there are no category, no income of the family and no list of its people."""
    if value.for_:
        yield dotted(key, "for"), _("没有建档的职工也可以申请的，不能限定困难类别：没有档案，没有类别。")
    for place, inner in _reached(document, value, key):
        name = _needs_file(document, inner)
        if name:
            said = _("没有建档的职工也可以申请的，不能看%(name)s：没有档案，算不出来。")
            yield place, said % {"name": name}


def _reached(document: PolicyDocument, value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Every object of a programme; those of the conditions that it names, at the place of the name."""
    todo, seen = [*walk(value, key)], set()
    while todo:
        place, inner = todo.pop(0)
        yield place, inner
        if isinstance(inner, conditions.Gate) and inner.gate in document.gates and inner.gate not in seen:
            seen.add(inner.gate)
            todo += [(place, one) for _key, one in walk(document.gates[inner.gate])]


def _needs_file(document: PolicyDocument, value: Any) -> str:
    """What of a file an object looks at, by its name; '' for nothing."""
    if isinstance(value, amounts.Choose) and value.by == "category":
        return _("困难类别")
    if isinstance(value, OF_A_FILE):
        return _("家庭人口和月份")
    for name in _quantities(value):
        if name in document.quantities and not _is_stated(document, name):
            return f"“{document.quantities[name].label}”"
    return ""


def _quantities(value: Any) -> Iterator[str]:
    """The names of quantities, or of facts, that an object holds itself."""
    for name in ("quantity", "of"):
        if isinstance(held := getattr(value, name, None), str):
            yield held


def _is_stated(document: PolicyDocument, name: str) -> bool:
    """Whether a quantity is made only of what the application states."""
    terms = [
        term
        for one in sums_in(document, name)
        for term in (*document.quantities[one].plus, *document.quantities[one].minus)
        if not isinstance(term, quantities.QuantityTerm)
    ]
    return all(isinstance(term, quantities.FactTerm) and FACTS[term.fact].part == "need" for term in terms)


def _paper(_document: PolicyDocument, key: str, value: Paper) -> Iterator[Finding]:
    if len(set(value.any_of)) < len(value.any_of):
        yield dotted(key, "any_of"), _("同一种材料写了两次。")


def _waived(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """A waiver names a paper by its kinds: it would let go of every other paper of the same ones."""
    kinds = [frozenset(paper.any_of) for paper in value.papers]
    for number, paper in enumerate(value.papers, start=1):
        if paper.waived_by and kinds.count(frozenset(paper.any_of)) > 1:
            yield dotted(key, f"papers.{number}.any_of"), _("可以免交的材料，同样的种类不能另写一条。")


def _costs(_document: PolicyDocument, key: str, value: CostsBetween) -> Iterator[Finding]:
    if value.to < value.from_:
        yield dotted(key, "to"), _("截止日期早于开始日期。")


HANDLING_CHECKERS: tuple[tuple[Any, Any], ...] = (
    (amounts.Programme, _programme),
    (Paper, _paper),
    (CostsBetween, _costs),
    (Goods, _item),
)
