"""How a programme is handled, in words: who applies when, with which papers, and what happens afterwards."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.policies.rules.document.amounts import Programme
from cases.policies.rules.document.handling import (
    CostsBetween,
    Goods,
    Instalments,
    InstalmentsUntil,
    Notice,
    Paper,
    RecentCosts,
    Season,
)
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.words import plain
from cases.policies.rules.engine.wording import condition_words
from cases.policies.rules.following import FOLLOW_UP_EVENTS, PAY_DAYS
from cases.policies.rules.noticing import NAME_MASKS, NOTICE_COLUMNS
from cases.policies.rules.vocabulary import FACTS, label_of

DAY = r"(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*[日号]?"
TWO_DAYS = re.compile(rf"(?:每年)?\s*{DAY}\s*[-~～—–至到]+\s*(?:次年)?\s*{DAY}")
APPLIES_FOR = {
    "worker": lazy("发给职工本人"),
    "student": lazy("按在读学生逐人申请"),
    "patient": lazy("按病人逐人申请"),
    "member": lazy("可以为全家或其中一人申请"),
}
EVERY = {"month": lazy("每月"), "quarter": lazy("每季度"), "year": lazy("每年")}
NOTICE_DAYS = {"workdays": lazy("%(days)s 个工作日"), "days": lazy("%(days)s 天")}


def handling_words(document: PolicyDocument, programme: Programme) -> str:
    """What is said of a programme beside its amount; '' for a mere standard that nobody applies for."""
    said = [*whom_words(programme), *_applying(programme), *_papers(document, programme)]
    if programme.uses or programme.is_service or programme.notice != Notice():
        said.append(notice_words(programme.notice))
    said += _paying(programme)
    return f"{programme.summary}{'；'.join(said)}{'。' if said else ''}"


def paper_words(document: PolicyDocument, paper: Paper) -> str:
    """“受助人的诊断证明或出院小结（申请金额高于 2,000 元的，近 12 个月内）”."""
    kinds = kinds_words(paper)
    owner = _("受助人的") if paper.of == "beneficiary" else ""
    limits = []
    if paper.when is not None:
        limits.append(_("%(when)s的") % {"when": condition_words(document, paper.when)})
    if paper.within_months:
        limits.append(_("近 %(months)s 个月内") % {"months": paper.within_months})
    if paper.numbered:
        limits.append(_("写明票据号码"))
    if paper.waived_by:
        limits.append(
            _("交不了的，%(who)s审批人可以同意免交") % {"who": label_of("stage_places", paper.waived_by)}
        )
    if paper.text:
        limits.append(paper.text)
    return f"{owner}{kinds}（{'，'.join(limits)}）" if limits else f"{owner}{kinds}"


def kinds_words(paper: Paper) -> str:
    """“诊断证明或出院小结”: what would do, without whose and when."""
    return _("或").join(label_of("evidence_kinds", kind) for kind in paper.any_of)


def goods_words(goods: Iterable[Goods]) -> str:
    """“大米最多 10 公斤、食用油最多 5 升”; '' where no items are named."""
    said = _("%(name)s最多 %(quantity)s %(unit)s")
    rows = ({"name": row.name, "quantity": plain(row.at_most), "unit": row.unit} for row in goods)
    return "、".join(said % row for row in rows)


def season_words(season: Season) -> str:
    """“每年 11 月 1 日至次年 2 月 10 日受理”."""
    turn = "" if season.from_ <= season.to else _("次年")
    said = {"from": _month_day(season.from_), "turn": turn, "to": _month_day(season.to)}
    return _("每年 %(from)s至%(turn)s %(to)s受理") % said


def season_text(season: Season | None) -> str:
    """As a form shows it: “07-01 至 09-30”; `read_season` takes it back."""
    return "" if season is None else f"{season.from_} 至 {season.to}"


def read_season(text: str) -> Season | None:
    """“07-01 至 09-30”, “7月1日至9月30日”, “11.1-次年2.10”; None for nothing. Raises ValueError."""
    if not text.strip():
        return None
    found = TWO_DAYS.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    months = [int(one) for one in found.groups()]
    first, last = (date(2000, *months[n : n + 2]) for n in (0, 2))
    return Season(f"{first:%m-%d}", f"{last:%m-%d}")


def costs_words(costs: RecentCosts | CostsBetween) -> str:
    """Which costs count, by their day."""
    if isinstance(costs, RecentCosts):
        return _("只算申请前 %(months)s 个月内的费用") % {"months": costs.months}
    said = {"from": costs.from_.isoformat(), "to": costs.to.isoformat()}
    return _("只算 %(from)s 至 %(to)s 的费用") % said


def notice_words(notice: Notice) -> str:
    """“公示 5 个工作日”, or why there is no notice."""
    if not notice.days:
        return _("不公示（%(why)s）") % {"why": notice.why}
    return _("公示 %(length)s") % {"length": notice_length(notice.days, notice.kind)}


def shown_words(programme: Programme) -> str:
    """“姓名（隐去中间（王*梅））、单位、金额”: what a notice shows, goods in the place of a sum."""
    notice, labels = programme.notice, {**NOTICE_COLUMNS}
    if programme.goods:
        labels["amount"] = lazy("物资")
    columns = [str(label) for name, label in labels.items() if name in notice.columns]
    said = {"mask": NAME_MASKS[notice.mask], "columns": "、".join(columns)}
    return _("姓名%(mask)s，%(columns)s") % said


def notice_length(days: int, kind: str) -> str:
    """“5 个工作日”, “7 天”."""
    return str(NOTICE_DAYS[kind]) % {"days": days}


def instalments_words(instalments: Instalments | InstalmentsUntil) -> str:
    """“分 12 次等额发放，每月一次”, “每月等额发放一次，发到 12 月 31 日”."""
    if isinstance(instalments, InstalmentsUntil):
        said = {"every": EVERY[instalments.every], "until": _month_day(instalments.until)}
        return _("%(every)s等额发放一次，发到 %(until)s") % said
    said = {"times": instalments.times, "every": EVERY[instalments.every]}
    return _("分 %(times)s 次等额发放，%(every)s一次") % said


def whom_words(programme: Programme) -> Iterator[str]:
    """For whom it is asked for, and whether without a file."""
    if programme.beneficiary in APPLIES_FOR:
        yield str(APPLIES_FOR[programme.beneficiary])
    if programme.off_file:
        must = _("，批准后 30 天内必须建档") if programme.must_file else _("，批准后 30 天内建档或说明原因")
        yield _("没有建档的职工也可以申请") + must


def _applying(programme: Programme) -> Iterator[str]:
    if programme.season is not None:
        yield season_words(programme.season)
    if programme.costs is not None:
        yield costs_words(programme.costs)
    if programme.asks:
        yield _("申请时写明%(facts)s") % {
            "facts": "、".join(str(FACTS[name].label) for name in programme.asks)
        }


def _papers(document: PolicyDocument, programme: Programme) -> Iterator[str]:
    if programme.papers:
        papers = "、".join(paper_words(document, paper) for paper in programme.papers)
        yield _("材料：%(papers)s") % {"papers": papers}


def _paying(programme: Programme) -> Iterator[str]:
    if programme.uses:
        uses = _("，其次").join(label_of("uses", use) for use in programme.uses)
        yield _("资金用途：%(uses)s") % {"uses": uses}
    if programme.instalments is not None:
        yield instalments_words(programme.instalments)
    yield from last_day_words(programme)
    yield from follow_up_words(programme)


def last_day_words(programme: Programme) -> Iterator[str]:
    """“批准的次月底前发放”, “告知之日起 60 天内领取”, where a day is laid down."""
    if programme.pay_by is not None:
        yield str(PAY_DAYS[programme.pay_by])
    if programme.collect_within is not None:
        yield _("告知之日起 %(days)s 天内领取") % {"days": programme.collect_within.days}


def follow_up_words(programme: Programme) -> Iterator[str]:
    """“发放 30 天后电话回访”."""
    for one in programme.follow_up:
        said = {"event": FOLLOW_UP_EVENTS[one.event], "days": one.after_days, "what": one.what}
        yield _("%(event)s %(days)s 天后%(what)s") % said


def _month_day(month_day: str) -> str:
    """“07-01” as “7 月 1 日”."""
    month, day = map(int, month_day.split("-"))
    return _("%(month)s 月 %(day)s 日") % {"month": month, "day": day}
