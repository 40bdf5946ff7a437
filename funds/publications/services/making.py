"""The figures of a period are taken from the books: for the first time, anew, or to correct what was
published."""

import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.selectors import run_checks
from funds.publications.models import Publication, PublicationCounter
from funds.publications.rules import Figures, days_of, find_faults, name_of, write_figures
from funds.publications.selectors import has_moved, take_figures
from funds.publications.services.refusals import PublicationRefused, publication_write
from funds.publications.states import OPEN, VALID, WRITERS
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel.numbers import next_number


@publication_write
def draft(
    *, year: int, quarter: int, by: User, names_people: bool = False, note: str = "", reason: str = ""
) -> Publication:
    """编制: the next version of a period of the person's own union, with the figures as they stand now. What
    was published before stays readable beside it, so that a version after the first needs a `reason`. Raises
    PublicationRefused before the period is over, where nothing moved, while another version is on its way and
    while the books do not agree."""
    union: Union = by.union
    require_writer(union, by)
    of_period = Publication.objects.filter(union=union, year=year, quarter=quarter)
    if of_period.filter(state__in=OPEN).exists():
        raise PublicationRefused(_("这一期正在编制，请在列表中打开它。"), "period")
    earlier = of_period.filter(state__in=VALID).order_by("-version").first()
    if earlier and not reason.strip():
        raise PublicationRefused(_("这一期已经公开过，请填写更正的原因。"), "reason")
    _require_over(union, year, quarter)
    text = write_figures(take_sound(union, year, quarter, with_people=names_people))
    number = next_number(PublicationCounter, union_id=union.pk, year=year)
    made: Publication = Publication.objects.create(
        union=union, year=year, quarter=quarter, version=earlier.version + 1 if earlier else 1,
        number=f"{union.code}-GK{year}-{number:03d}", names_people=names_people, note=note.strip(),
        reason=reason.strip() if earlier else "", figures=text, sha256=hash_of(text),
        token=earlier.token if earlier else new_token(), made_by=by, made_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("publication.draft", target=made, by=by, sha256=made.sha256, version=made.version)
    return made


def take_sound(union: Union, year: int, quarter: int, *, with_people: bool) -> Figures:
    """The figures of a period as they stand now. Raises PublicationRefused while the books do not agree with
    what lies behind them, and for figures that do not add up."""
    wrong = [str(line) for check in run_checks([union.pk]) for line in check.differences]
    if wrong:
        told = {"first": wrong[0], "n": len(wrong)}
        raise PublicationRefused(_("账目核对有 %(n)s 处不符，先查清再公开：%(first)s") % told)
    figures = take_figures(union, year, quarter, with_people=with_people)
    for fault in find_faults(figures):
        raise PublicationRefused(_("取到的数字对不上，不能公开：%(fault)s") % {"fault": fault})
    return figures


def new_token() -> str:
    """The secret part of a public address: 99 bits and more."""
    return secrets.token_urlsafe(13)[:17]


def hash_of(text: str) -> str:
    """SHA-256 of the frozen text, as the database computes it."""
    return hashlib.sha256(text.encode()).hexdigest()


def require_writer(union: Union, by: User) -> None:
    """Raises PublicationRefused: figures are taken by the clerks and finance people of their own union."""
    if not (by.has_role(*WRITERS) and by.union_id == union.pk):
        raise PublicationRefused(_("由“%(union)s”的经办人或财务编制。") % {"union": union.name})


def _require_over(union: Union, year: int, quarter: int) -> None:
    period = {"period": name_of(year, quarter)}
    if days_of(year, quarter)[1] >= timezone.localdate():
        raise PublicationRefused(_("%(period)s还没有结束，结束以后再编制。") % period, "period")
    if not has_moved(union, year, quarter):
        raise PublicationRefused(_("%(period)s没有资金收支，不用公开。") % period, "period")
