"""What is said of an entitlement, and the content that a decision binds to: pure, no database."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.states import Channel
from cases.policies.rules import Grant
from cases.policies.rules.describing import SCOPES
from cases.policies.rules.document.handling import Goods, Paper, say_goods
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.caps import CapLine
from cases.policies.rules.vocabulary import FACTS
from cases.policies.states import INVOICE_KINDS
from hardship.kernel.widths import half_width

# The parts of a submitted application, each with a hash of its own, so that a change can be named.
PARTS = {
    "application": gettext_lazy("申请内容"),
    "evidence": gettext_lazy("申请材料"),
    "household": gettext_lazy("家庭情况"),
    "members": gettext_lazy("家庭成员"),
    "incomes": gettext_lazy("家庭收入"),
    "expenses": gettext_lazy("刚性支出"),
}


# How the ledger and the payments, which know no application, name one.
SOURCE = "applications.application"
NOTHING = Decimal(0)
MOST_INVOICES, LONGEST_ISSUER, LONGEST_LINE = 60, 60, 160
INVOICE_NUMBER = re.compile(r"[0-9A-Z]{6,40}")
# The number as it is written, a gap, and who issued it, whose first word is not all letters and figures.
INVOICE_LINE = re.compile(
    r"(?P<number>[0-9A-Za-z][0-9A-Za-z\s./:_-]*?)[\s,、;]+(?P<issuer>[^\s,、;]*[^\x00-\x7f].*)"
)
BETWEEN_FIGURES = re.compile(r"[\s./:_-]+")


@dataclass(frozen=True)
class Received:
    """How an application came in: by which way, on which day, brought by whom where somebody else did."""

    channel: str = Channel.IN_PERSON
    on: date | None = None
    agent_name: str = ""
    agent_relation: str = ""


def source_of(application_id: int) -> str:
    """The source of an application's commitment and payable: "applications.application:42"."""
    return f"{SOURCE}:{application_id}"


@dataclass(frozen=True)
class Bound:
    """A cap of the programme as it is now, in yuan or, where `is_times`, in times."""

    name: str
    most: Decimal
    used: Decimal
    is_times: bool

    @property
    def left(self) -> Decimal:
        return max(self.most - self.used, NOTHING)


@dataclass(frozen=True)
class Offer:
    """What a programme offers a household for what it asks now, in yuan.

    `limit` is the most that may be applied for: 0 where the programme refuses, None where it cannot be told
    yet; then `why` says so and `missing` names the facts of the form that are not filled in. `at_least` is
    the lower bound where the approver decides within bounds. Of what has no sum (`is_service`) the limit
    says nothing: `why` is what speaks against it.
    """

    limit: Decimal | None
    at_least: Decimal | None = None
    steps: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    papers: tuple[Paper, ...] = ()
    why: str = ""
    missing: tuple[str, ...] = ()
    is_service: bool = False

    @property
    def is_refused(self) -> bool:
        if self.is_service:
            return self.limit is not None and bool(self.why)
        return self.limit is not None and self.limit <= 0

    @property
    def is_due_service(self) -> bool:
        """Whether it is a service that nothing speaks against."""
        return self.is_service and self.limit is not None and not self.why


def offer_of(grant: Grant) -> Offer:
    """A grant in words."""
    entitled = grant.entitled
    missing = dict.fromkeys(entitled.missing)
    return Offer(
        limit=entitled.amount,
        at_least=entitled.at_least,
        steps=entitled.steps,
        bounds=tuple(Bound(name_of(line), line.most, line.used, line.is_times) for line in grant.caps),
        papers=grant.needed,
        why=_why(grant),
        missing=tuple(name for name, fact in FACTS.items() if str(fact.label) in missing),
        is_service=entitled.is_sumless,
    )


def _why(grant: Grant) -> str:
    entitled = grant.entitled
    if entitled.missing:
        return _("还不能计算，缺少：%(what)s。") % {"what": "、".join(dict.fromkeys(entitled.missing))}
    if entitled.refused:
        return f"{entitled.refused}。"
    return _("按规则算得 0 元。") if entitled.amount == 0 and not entitled.is_sumless else ""


def name_of(line: CapLine) -> str:
    """What a cap is called: 每年每户累计上限, 每年每人次数, 名额."""
    if line.is_pool:
        when = str(SCOPES["year"]) if "year" in line.per else ""
        return when + (_("名额") if line.is_times else str(SCOPES["fund"]))
    scope = "".join(str(SCOPES[name]) for name in SCOPES if name in line.per)
    return (
        _("%(scope)s次数") % {"scope": scope} if line.is_times else _("%(scope)s累计上限") % {"scope": scope}
    )


def goods_field(place: int) -> str:
    """The field of the form that holds how much of an item, by its place on the list."""
    return f"goods_{place + 1}"


def goods_refusal(item: Goods, quantity: Decimal) -> str:
    """Why this much of an item cannot be asked for; '' where nothing speaks against it. What is given by
    whole numbers is asked for by whole numbers."""
    if quantity < 0:
        return _("数量不能小于 0。")
    if quantity > item.at_most:
        return _("最多 %(most)s %(unit)s。") % {"most": plain(item.at_most), "unit": item.unit}
    places = _places(item.at_most)
    if _places(quantity) > places:
        return _("最多 %(n)s 位小数。") % {"n": places} if places else _("请填整数。")
    return ""


def _places(number: Decimal) -> int:
    return len(plain(number).partition(".")[2])


def say_quantity(quantity: Decimal, unit: str) -> str:
    """“2.5 升”."""
    return f"{plain(quantity)} {unit}"


def say_all_goods(goods: Iterable[Mapping[str, str]]) -> str:
    """“大米 10 公斤、食用油 5 升”; '' for none."""
    return "、".join(say_goods(row["name"], Decimal(row["quantity"]), row["unit"]) for row in goods)


def asks_invoices(papers: Iterable[Paper]) -> bool:
    """Whether what is asked for with these papers rests on 票据, whose numbers are noted."""
    return any(paper.numbered or INVOICE_KINDS.intersection(paper.any_of) for paper in papers)


def read_invoices(text: str) -> list[dict[str, str]]:
    """The 票据 that people wrote down, one in each line: code and number, a gap, who issued it. Width, gaps
    and case make no other number of it. Raises ValueError with a sentence that names the line."""
    found: list[dict[str, str]] = []
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_INVOICES:
        raise ValueError(_("一份申请最多写 %(most)s 张票据，其余的请另行申请。") % {"most": MOST_INVOICES})
    for place, line in enumerate(lines, start=1):
        row = _read_invoice(line, place)
        if any(row["number"] == one["number"] for one in found):
            raise ValueError(_("第 %(n)s 行的票据 %(number)s 写了两次。") % {"n": place, **row})
        found.append(row)
    return found


def _read_invoice(line: str, place: int) -> dict[str, str]:
    try:
        match = INVOICE_LINE.fullmatch(half_width(line).strip()) if len(line) <= LONGEST_LINE else None
    except ValueError as error:
        raise ValueError(_("第 %(n)s 行：%(why)s") % {"n": place, "why": error}) from None
    if match is None:
        sample = _(
            "第 %(n)s 行请写成“票据代码和号码，空一格，开票单位”，例如：06010124 0012345678 市人民医院。"
        )
        raise ValueError(sample % {"n": place})
    number = BETWEEN_FIGURES.sub("", match["number"]).upper()
    issuer = " ".join(match["issuer"].split())
    if not INVOICE_NUMBER.fullmatch(number):
        raise ValueError(_("第 %(n)s 行的号码应为 6 至 40 位数字或字母，票据代码也写上。") % {"n": place})
    if len(issuer) > LONGEST_ISSUER:
        said = {"n": place, "most": LONGEST_ISSUER}
        raise ValueError(_("第 %(n)s 行的开票单位最多 %(most)s 个字，请缩短。") % said)
    return {"number": number, "issuer": issuer}


def write_invoices(invoices: Iterable[Mapping[str, str]]) -> str:
    """The lines that `read_invoices` reads."""
    return "\n".join(f"{row['number']} {row['issuer']}" for row in invoices)


def say_invoices(invoices: Iterable[Mapping[str, str]]) -> str:
    """“060101240012345678（市人民医院）、…”; '' for none."""
    return "、".join(f"{row['number']}（{row['issuer']}）" for row in invoices)


def say_issued(day: str) -> str:
    """When a document was issued, of its ISO day; '' where that is not known."""
    return _("%(day)s 出具") % {"day": day} if day else ""


def canonical(value: Any) -> bytes:
    """JSON bytes that are the same for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprints(content: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each part."""
    return {part: hashlib.sha256(canonical(content[part])).hexdigest() for part in PARTS}


def digest(parts: Mapping[str, str]) -> str:
    """The SHA-256 over the fingerprints: what a decision binds to."""
    return hashlib.sha256(canonical(dict(parts))).hexdigest()


def changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The labels of the parts that differ; nothing when one side is not known."""
    if not before or not after:
        return []
    return [str(label) for part, label in PARTS.items() if before.get(part) != after.get(part)]
