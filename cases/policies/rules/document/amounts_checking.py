"""What types cannot say of amounts: what they are shares of, bands in order, bounds, codes to choose by."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document import amounts
from cases.policies.rules.document.amounts import OF_BENEFICIARY
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.naming import Finding, unknown, unknown_names
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.words import plain
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS

# What a programme says of its sum and of the money that pays for it.
OF_A_SUM = ("amount", "uses", "floor", "cap", "instalments", "approval", "follow_up", "pay_by")


def _base(document: PolicyDocument, key: str, value: Any) -> Iterator[Finding]:
    if not isinstance(value.of, str):
        return
    known = tuple(document.quantities) + tuple(CODE_LISTS["money_facts"])
    if value.of not in known:
        yield dotted(key, "of"), unknown(_("数量或费用"), value.of, known)


def _steps(document: PolicyDocument, key: str, value: amounts.Steps) -> Iterator[Finding]:
    yield from _base(document, key, value)
    last: tuple[Decimal, int] | None = None
    for number, step in enumerate(value.steps, start=1):
        place = dotted(dotted(key, "steps"), number)
        if (step.from_ is None) == (step.above is None):
            yield place, _("请写 from（含）或 above（不含）其中一个。")
            continue
        bound = (step.from_, 0) if step.from_ is not None else (step.above or Decimal(0), 1)
        if last is not None and bound <= last:
            yield place, _("各档请由低到高排列，不能重叠。")
        last = bound


def _bands(document: PolicyDocument, key: str, value: amounts.Bands) -> Iterator[Finding]:
    yield from _base(document, key, value)
    last = Decimal(0)
    for number, band in enumerate(value.bands, start=1):
        place = dotted(dotted(key, "bands"), number)
        if band.up_to is None:
            if number < len(value.bands):
                yield place, _("只有最后一档可以不写 up_to。")
        elif band.up_to <= last:
            yield place, _("各档请由低到高排列，不能重叠。")
        else:
            last = band.up_to
    if value.bands and value.bands[-1].up_to is not None:
        said = _("最后一档不要写 up_to：超过 %(end)s 元的怎样计没有规定；不再计的，再加一档 {rate: 0%%}。")
        yield dotted(dotted(key, "bands"), len(value.bands)), said % {"end": plain(value.bands[-1].up_to)}


def _choose(document: PolicyDocument, key: str, value: amounts.Choose) -> Iterator[Finding]:
    if value.by == "category":
        yield from unknown_names(document, dotted(key, "amounts"), _("类别"), tuple(value.amounts))
        return
    fact = FACTS.get(value.by)
    listed = OF_BENEFICIARY.get(value.by) or (fact.codes if fact and fact.kind == "code" else "")
    if not listed:
        known = ("category", *OF_BENEFICIARY, *(name for name, fact in FACTS.items() if fact.kind == "code"))
        yield dotted(key, "by"), unknown(_("分类依据"), value.by, known)
        return
    for code in value.amounts:
        if code not in CODE_LISTS[listed]:
            yield dotted(key, f"amounts.{code}"), unknown(_("代码"), code, tuple(CODE_LISTS[listed]))


def _between(_document: PolicyDocument, key: str, value: amounts.Between) -> Iterator[Finding]:
    low, high = value.at_least, value.at_most
    if isinstance(low, Decimal) and isinstance(high, Decimal) and high < low:
        yield key, _("at_most 不能小于 at_least。")


def _cap(document: PolicyDocument, key: str, value: amounts.Cap) -> Iterator[Finding]:
    if (value.limit is None) == (value.times is None):
        yield key, _("请写 limit（金额）或 times（次数）其中一个。")
    if "fund" in value.per and ({*value.per} - {"fund", "year"} or value.form is not None):
        yield (
            dotted(key, "per"),
            _("整笔资金的总额或名额由所有家庭合计：除 fund 外只能再写 year，也不写 form。"),
        )
    yield from unknown_names(document, dotted(key, "programmes"), _("帮扶项目"), value.programmes)


def _programme(document: PolicyDocument, key: str, value: amounts.Programme) -> Iterator[Finding]:
    yield from unknown_names(document, dotted(key, "for"), _("类别"), value.for_)
    above = [approval.above for approval in value.approval if isinstance(approval.above, Decimal)]
    if above != sorted(set(above)):
        yield dotted(key, "approval"), _("各档请由低到高排列，不能重叠。")
    yield from _shared_caps(document, key, value)
    yield from _pools(key, value)
    yield from _without_sum(key, value) if value.is_service else _with_sum(key, value)
    if value.round.to <= 0:
        yield dotted(key, "round.to"), _("取整单位必须大于零。")


def _pools(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """What all families together get is counted by the money that is held for them, once in yuan and once in
    grants."""
    pools = [cap for cap in value.caps if "fund" in cap.per]
    if pools and value.is_service:
        yield dotted(key, "caps"), _("服务和按件发的实物不占用资金，不能限整笔资金的名额。")
    if len({cap.limit is None for cap in pools}) < len(pools):
        yield dotted(key, "caps"), _("整笔资金的总额和名额各写一条。")


def _with_sum(key: str, value: amounts.Programme) -> Iterator[Finding]:
    if value.amount is None:
        yield key, _("缺少“amount”；只提供服务的，请写 form: service；按件发实物的，请写 form: goods。")


def _without_sum(key: str, value: amounts.Programme) -> Iterator[Finding]:
    """What is said of a sum is idle where there is none."""
    for name in OF_A_SUM:
        if getattr(value, name):
            yield dotted(key, name), _("服务（form: service）和按件发的实物没有金额，这一项用不上。")
    for number, cap in enumerate(value.caps, start=1):
        if cap.limit is not None:
            yield (
                dotted(key, f"caps.{number}.limit"),
                _("服务和按件发的实物没有金额，只能限次数，请写 times。"),
            )


def _shared_caps(document: PolicyDocument, key: str, value: amounts.Programme) -> Iterator[Finding]:
    """A cap that several programmes share stands at each of them, with the same programmes: the ledger counts
    what was approved by the cap's own list, and two lists would be counted apart."""
    code = key.rpartition(".")[2]
    for number, cap in enumerate(value.caps, start=1):
        place = dotted(key, f"caps.{number}.programmes")
        if cap.programmes and code not in cap.programmes:
            yield place, _("合计的项目里要有这个项目自己（%(code)s）。") % {"code": code}
        known = [name for name in cap.programmes if name != code and name in document.programmes]
        lacking = [
            name for name in known if not any(_same_cap(cap, c) for c in document.programmes[name].caps)
        ]
        if lacking:
            names = "、".join(document.programmes[name].label for name in lacking)
            said = _("几个项目合计的限制，每个项目都要写同样的一条：%(names)s还没有。")
            yield place, said % {"names": names}


def _same_cap(one: amounts.Cap, other: amounts.Cap) -> bool:
    """Whether two caps count together: the same programmes, scope and form, both in yuan or both in times."""
    return (
        {*one.programmes} == {*other.programmes}
        and {*one.per} == {*other.per}
        and one.form == other.form
        and (one.times is None) == (other.times is None)
    )


AMOUNT_CHECKERS: tuple[tuple[Any, Any], ...] = (
    (amounts.Part, _base),
    (amounts.Steps, _steps),
    (amounts.Bands, _bands),
    (amounts.Choose, _choose),
    (amounts.Between, _between),
    (amounts.Cap, _cap),
    (amounts.Programme, _programme),
)
