"""Which 票据 an application rests on that another one has claimed already."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.applications.models import Application, InvoiceClaim
from cases.policies.rules import kinds_words
from cases.policies.rules.document.handling import Paper
from hardship.accounts.models import User


def list_claimed(application: Application, by: User | None = None) -> list[str]:
    """A sentence for each number that is not free: by what it is used where this person may see that, else
    only that it is, and that another union's does where it is known who reads. No numbers, no query."""
    numbers = [row["number"] for row in application.invoices]
    if not numbers:
        return []
    claims = InvoiceClaim.objects.filter(number__in=numbers).exclude(application=application.pk)
    found = list(claims.select_related("application__programme").order_by("number"))
    keys = [claim.application_id for claim in found]
    seen = (
        Application.objects.visible_to(by).filter(pk__in=keys) if by and keys else Application.objects.none()
    )
    open_ones = set(seen.values_list("pk", flat=True))
    whose = _("另一工会的申请") if by else _("另一份申请")
    return [_say(claim, "" if claim.application_id in open_ones else whose) for claim in found]


def lacks_invoices(application: Application, papers: Iterable[Paper]) -> str:
    """What is said where a paper is to be there with its number and none is noted; '' otherwise."""
    kinds = [kinds_words(paper) for paper in papers if paper.numbered]
    if application.invoices or not kinds:
        return ""
    return _("请写明“%(kinds)s”的票据号码和开票单位。") % {"kinds": "、".join(dict.fromkeys(kinds))}


def _say(claim: InvoiceClaim, whose: str) -> str:
    said = {"number": claim.number, "whose": whose}
    if whose:
        return (
            _(
                "票据 %(number)s：%(whose)s已使用，一张票据只能申请一次。"
                "请核对号码，没有写错的请上级工会核实。"
            )
            % said
        )
    used = claim.application
    said |= {"used": used.number or "", "programme": used.programme.name}
    return (
        _("票据 %(number)s 已用于申请 %(used)s（%(programme)s），一张票据只能申请一次，请核对后去掉。") % said
    )
