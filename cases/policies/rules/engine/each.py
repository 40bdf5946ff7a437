"""Amounts of one person after another, times persons or months, as a share of another, within two others."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.policies.rules.case import Member, Student
from cases.policies.rules.document.amounts import OF_BENEFICIARY, EachMember
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.asking import NOTHING, Asking, fact_reader
from cases.policies.rules.engine.members import fits
from cases.policies.rules.engine.outcome import shown
from cases.policies.rules.engine.worth import Worth, WorthOf, lacking, together
from cases.policies.rules.vocabulary import FACTS

OWN_LABELS = {
    "stage": _("在读阶段"),
    "school_kind": _("学校类别"),
    "relation": _("与户主的关系"),
    "health": _("健康状况"),
    "sex": _("性别"),
    "disability_kind": _("残疾类别"),
}


def own_code(by: str) -> Callable[[Asking], str | None]:
    """Reads a code of the one person whom the aid is for; None where it is not known."""

    def code(asking: Asking) -> str | None:
        member, student = asking.beneficiary()
        holder = student if by == "school_kind" else member
        return getattr(holder, by) if holder else None

    return code


def chosen(by: str) -> tuple[Callable[[Asking], str | None], str, str]:
    """The code that decides, its label, and the list of its codes ('' for a category)."""
    if by == "category":
        return (lambda asking: None if asking.undecided else asking.category), _("困难类别"), ""
    if by in OF_BENEFICIARY:
        return own_code(by), OWN_LABELS[by], OF_BENEFICIARY[by]
    read, fact = fact_reader(by), FACTS[by]
    return (lambda asking: read(asking.case)), str(fact.label), fact.codes


def for_each(
    asking: Asking, people: Iterable[tuple[Member | None, Student | None]], inside: WorthOf
) -> Worth:
    """The amount of each, added up; what it asks of the person is asked of each of them."""
    before = asking.member, asking.student
    found = []
    for asking.member, asking.student in people:
        found.append(inside(asking))
    asking.member, asking.student = before
    return together(found, lambda values: sum(values, NOTHING))


def each_member(amount: EachMember, inside: WorthOf) -> WorthOf:
    """Of the members who fit; cannot tell where it is not known of one whether they do."""
    fitting, nobody = fits(amount.members), Worth(NOTHING, NOTHING, (), _("没有符合条件的家庭成员"))

    def worth(asking: Asking) -> Worth:
        members = asking.case.members
        if members is None:
            return lacking(_("家庭成员"))
        answers = [fitting(member, asking.case.on) for member in members]
        if None in answers:
            return lacking(_("家庭成员的情况"))
        wanted = [member for member, does in zip(members, answers, strict=True) if does]
        if not wanted:
            return nobody
        return for_each(asking, [asking.joined(member.key) for member in wanted], inside)

    return worth


def multiplied(
    inside: WorthOf, count_of: Callable[[Asking], Decimal | int | None], label: str, text: str
) -> WorthOf:
    """An amount times a number of the case."""

    def worth(asking: Asking) -> Worth:
        found, count = inside(asking), count_of(asking)
        if found.low is None or found.high is None or count is None:
            return lacking(*found.missing, *(() if count is not None else (label,)))
        if found.refused:
            return found
        low, high = found.low * max(0, count), found.high * max(0, count)
        said = {"amount": shown(found.high), "count": plain(Decimal(count))}
        asking.steps.append(f"{text % said} = {shown(high)} 元")
        return Worth(low, high)

    return worth


def share_of(share: Decimal, inside: WorthOf) -> WorthOf:
    """A share of another amount."""

    def worth(asking: Asking) -> Worth:
        found = inside(asking)
        if found.low is None or found.high is None or found.refused:
            return found
        said = {"base": shown(found.high), "share": plain(share * 100), "value": shown(found.high * share)}
        asking.steps.append(_("%(base)s 元 × %(share)s%% = %(value)s 元") % said)
        return Worth(found.low * share, found.high * share)

    return worth


def within(low_of: WorthOf, high_of: WorthOf) -> WorthOf:
    """From one amount to another, as the approver decides; the lower one is never above the upper one."""

    def worth(asking: Asking) -> Worth:
        low, high = low_of(asking), high_of(asking)
        if low.high is None or high.high is None:
            return lacking(*dict.fromkeys((*low.missing, *high.missing)))
        least = min(low.high, high.high)
        said = {"low": shown(least), "high": shown(high.high)}
        asking.steps.append(_("%(low)s 至 %(high)s 元之间，由审批人确定") % said)
        return Worth(least, high.high)

    return worth
