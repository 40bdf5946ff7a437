"""What a team carries: the leader's sheet (走访单) and the roster that everybody signs (签领花名册); the
report of a campaign on paper, as a sheet and as a draft of its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.campaigns.columns import DETAILS
from cases.campaigns.models import Beneficiary, Campaign, VisitTeam
from cases.campaigns.rules import ZERO
from cases.campaigns.selectors.figures import Calls, Figures
from cases.campaigns.selectors.teams import Talk, get_talks
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.fields import Secret
from hardship.kernel.sheets import write_sheet


@dataclass(frozen=True)
class Stop:
    """One visit on a leader's sheet, with the phone as it may be printed and the day and yuan of the last
    aid."""

    talk: Talk
    phone: str
    address: str


def team_sheet(team: VisitTeam, rows: Sequence[Beneficiary], *, full: bool) -> bytes:
    """Who is where, why, what to bring, what to talk of. `full`: with whole phone numbers."""
    from hardship.kernel.pdf import render_rows

    stops = [Stop(talk, _phone(talk.row, full), _address(talk.row)) for talk in get_talks(rows)]
    context = {"team": team, "sums": _sums(rows), "phone": _shown(team.phone, full)}
    return render_rows("pdf/team_sheet.html", context, stops, title=_("慰问组走访单"), landscape=True)


def team_roster(team: VisitTeam, rows: Sequence[Beneficiary]) -> bytes:
    """A line for each with room for the signature, and the sums of all."""
    from hardship.kernel.pdf import render_rows

    context = {"team": team, "sums": _sums(rows)}
    return render_rows("pdf/team_roster.html", context, rows, title=_("慰问签领花名册"))


def _sums(rows: Iterable[Beneficiary]) -> dict[str, Any]:
    kept = list(rows)
    cash, goods = (sum((getattr(row, name) for row in kept), ZERO) for name in ("cash", "goods"))
    return {
        "rows": len(kept),
        "people": sum(row.heads for row in kept),
        "cash": cash,
        "goods": goods,
        "yuan": cash + goods,
    }


def _phone(row: Beneficiary, full: bool) -> str:
    head = row.household.head if row.household is not None else None
    return _shown(head.phone if head else row.person.phone if row.person is not None else row.phone, full)


def _shown(phone: Any, full: bool) -> str:
    if not phone:
        return ""
    return phone.reveal() if full and isinstance(phone, Secret) else str(phone)


def _address(row: Beneficiary) -> str:
    file = row.household
    return file.address if file is not None and file.address else row.employer


def report_pdf(campaign: Campaign, figures: Figures, late: Sequence[str], *, on: date) -> bytes:
    """活动总结: the words, the tables, what does not add up, who is late."""
    from hardship.kernel.pdf import render_pdf

    context = {
        "campaign": campaign, "figures": figures, "late": late, "on": on,
        "text": campaign.note if campaign.is_reported else draft_text(campaign, figures),
    }  # fmt: skip
    return render_pdf("pdf/campaign_report.html", context, title=_("慰问活动总结"))


def report_sheet(campaign: Campaign, figures: Figures, *, by: User) -> bytes:
    """What each union gave to each group, with the totals and what does not add up above."""
    header = export_header(_("慰问情况统计表"), by=by, conditions=[campaign.name], lines=figures.gaps)
    rows = (values(DETAILS, row) for row in figures.details)
    return write_sheet(
        DETAILS, rows, header=header,
        totals={name: Decimal(getattr(figures.total, name)) for name in ("times", "cash", "goods", "yuan")},
    )  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence of the draft, and the part of the page (#…) that has its numbers."""

    text: str
    at: str


def draft_text(campaign: Campaign, figures: Figures) -> str:
    """A draft of the words, all of whose numbers are those of the tables."""
    return "".join(one.text for one in draft_sentences(campaign, figures))


def draft_sentences(campaign: Campaign, figures: Figures) -> list[Sentence]:
    """The same, each with where its numbers stand."""
    total = figures.total
    told = _(
        "%(start)s至%(end)s，“%(name)s”共慰问 %(times)s 人次、%(people)s 人，其中建档困难家庭 %(files)s 户；"
        "发放慰问金 %(cash)s 元，慰问品折价 %(goods)s 元，合计 %(yuan)s 元。"
    ) % {
        "start": _day(campaign.from_on), "end": _day(campaign.until_on), "name": campaign.name,
        "times": f"{total.times:,}", "people": f"{total.people:,}", "files": f"{total.households:,}",
        "cash": f"{total.cash:,.2f}", "goods": f"{total.goods:,.2f}", "yuan": f"{total.yuan:,.2f}",
    }  # fmt: skip
    parts = [Sentence(told, "against")]
    if len(figures.by_group.lines) > 1:
        groups = "；".join(
            _("%(label)s %(times)s 人次、%(yuan)s 元")
            % {"label": one.label, "times": f"{one.times:,}", "yuan": f"{one.yuan:,.2f}"}
            for one in figures.by_group.lines
        )
        parts.append(Sentence(_("其中：%(groups)s。") % {"groups": groups}, "groups"))
    if figures.funds:
        funds = "、".join(f"{one.name} {one.yuan:,.2f} {_('元')}" for one in figures.funds)
        parts.append(Sentence(_("慰问金来源：%(funds)s。") % {"funds": funds}, "funds"))
    if figures.calls.tries:
        parts.append(Sentence(_said_of_visits(figures.calls), "visits"))
    return parts


def _said_of_visits(calls: Calls) -> str:
    told = _("组成 %(teams)s 个慰问组，走访 %(tries)s 次，见到 %(met)s 个慰问对象。") % {
        "teams": calls.teams, "tries": f"{calls.tries:,}", "met": f"{calls.met:,}"
    }  # fmt: skip
    if calls.leaders:
        told += _("%(leaders)s等带队。") % {"leaders": "、".join(calls.leaders)}
    if calls.missed or calls.refused:
        said = {"missed": calls.missed, "refused": calls.refused}
        told += _("没有送到 %(missed)s 个，谢绝 %(refused)s 个。") % said
    return told


def _day(day: date) -> str:
    return _("%(y)s年%(m)s月%(d)s日") % {"y": day.year, "m": day.month, "d": day.day}
