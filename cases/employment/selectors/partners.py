"""Agreements with institutions and bases: whom a union may name, what came of each, what has run out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cases.employment.models import Course, JobOpening, Partner, Referral
from cases.employment.rules import Figures
from cases.employment.selectors.courses import get_figures
from cases.employment.states import PartnerKind, ReferralState
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with its courses and their figures; at a base how many were hired there, and how many of
    its places are free, whoever works there."""

    partner: Partner
    courses: int
    figures: Figures
    hired: int
    working: int

    @property
    def free(self) -> int | None:
        return max(self.partner.places - self.working, 0) if self.partner.places is not None else None


def list_agreements(user: User) -> QuerySet[Partner]:
    """What the person's union, those above and those below it agreed, what runs longest first."""
    near = Q(union__in=user.union.lineage) | Q(union__path__startswith=user.union.path)
    rows = Partner.objects.filter(near).select_related("union", "made_by", "made_for")
    return rows.order_by("-until_on", "name", "pk")


def list_to_name(union: Union, kind: str = "", kept: int | None = None) -> QuerySet[Partner]:
    """Whom a union may name: its own and those of the unions above it, also what has run out; `kept` is named
    already, wherever it went."""
    rows = Partner.objects.filter(Q(union__in=union.lineage) | Q(pk=kept))
    return (rows.filter(kind=kind) if kind else rows).order_by("-until_on", "name", "pk")


def list_bases(union: Union, kept: int | None = None) -> QuerySet[Partner]:
    return list_to_name(union, PartnerKind.BASE, kept)


def make_agreement_lines(partners: Iterable[Partner], user: User) -> list[AgreementLine]:
    """The agreements with what came of those of their courses and openings that the person sees."""
    rows = list(partners)
    keys = [row.pk for row in rows]
    courses: dict[int, list[int]] = {key: [] for key in keys}
    seen = Course.objects.visible_to(user).filter(agreement__in=keys).order_by()
    for key, partner in seen.values_list("pk", "agreement"):
        courses[partner].append(key)
    figures = get_figures([key for found in courses.values() for key in found])
    hired, working = _hired(keys, user), _working(keys)
    return [
        AgreementLine(
            row, len(courses[row.pk]), sum((figures[key] for key in courses[row.pk]), Figures()),
            hired.get(row.pk, 0), working.get(row.pk, 0),
        )
        for row in rows
    ]  # fmt: skip


def _hired(bases: list[int], user: User) -> dict[int, int]:
    """By base how many were ever hired there, of the openings that the person sees."""
    openings = JobOpening.objects.visible_to(user).filter(base__in=bases)
    return _count(Referral.objects.filter(opening__in=openings, hired_on__isnull=False))


def _working(bases: list[int]) -> dict[int, int]:
    """By base how many work there now, from wherever: its places are one for all unions below it."""
    return _count(Referral.objects.filter(opening__base__in=bases, state=ReferralState.HIRED))


def _count(rows: QuerySet[Referral]) -> dict[int, int]:
    counted = rows.order_by().values("opening__base").annotate(n=Count("pk"))
    return dict(counted.values_list("opening__base", "n"))


def agreement_remark(partner: Partner | None, starts_on: date, ends_on: date) -> str:
    """What is said where a course is planned whose days the agreement does not cover, or ''."""
    if partner is None or (partner.from_on <= starts_on and ends_on <= partner.until_on):
        return ""
    words = {
        "name": partner.name, "no": partner.contract_no, "from": f"{partner.from_on:%Y-%m-%d}",
        "until": f"{partner.until_on:%Y-%m-%d}",
    }  # fmt: skip
    return (
        _(
            "与“%(name)s”的协议（%(no)s）从 %(from)s 到 %(until)s，没有覆盖这个班的全部日期，"
            "请先续签，再开班。"
        )
        % words
    )
