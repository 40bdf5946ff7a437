"""What was paid on applications: a source of the records of aid (cases.archives.selectors.aid)."""

from collections.abc import Collection
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.archives.models import Member
from cases.archives.rules.subjects import SUBJECT
from cases.archives.selectors.aid import AID_SOURCES, AidSource, has_somebody
from cases.archives.states.aid import GiverKind
from funds.ledgers.selectors import of_whole
from funds.payments.models import Payable, Payment
from funds.payments.states import PayableState, PaymentState
from hardship.kernel.statements import IsAnyOf

PAID = Q(state=PayableState.PAID) | Q(set_off_on__isnull=False)  # set off in part, the rest given up


def _given() -> QuerySet[Any]:
    """The applications whose money reached the family, each with the day on which it did, be it that all
    of it, or all that was not given up, paid what they owed (抵扣); what came back of it (追回) is no aid."""
    text = CharField()
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("pk"), text), output_field=text)
    paid = Payment.objects.filter(payable__source=source, state=PaymentState.PAID).order_by("-pk")
    owed = Payable.objects.filter(PAID, source=source).order_by("-pk")
    rows = Application.objects.filter(state__in=(State.APPROVED, State.REVOKED)).annotate(
        aid_on=Coalesce(
            Subquery(paid.values("paid_on")[:1]),
            Subquery(owed.values("set_off_on")[:1]),
            output_field=DateField(),
        ),
        aid_value=Subquery(owed.values(yuan=of_whole("paid", "commitment"))[:1], output_field=DecimalField()),
        aid_source=Value(SOURCE, output_field=text),
        aid_key=F("pk"),
        aid_person=Coalesce("member__id_number_index", "household__head__id_number_index"),
        aid_file=F("household_id"),
        aid_name=Coalesce("member__name", "household__head__name"),
        aid_giver_kind=Value(GiverKind.OWN, output_field=text),
        aid_giver=F("union__name"),
        aid_kind=F("programme__kind"),
        aid_programme=F("programme__code"),
        aid_title=F("programme__name"),
        aid_item=Value("", output_field=text),
        aid_is_own=Value(True, output_field=BooleanField()),
        aid_is_won=Value(False, output_field=BooleanField()),
        aid_union=F("union__name"),
    )
    return rows.filter(aid_on__isnull=False, aid_value__gt=0)


def _of(rows: QuerySet[Any], files: Collection[int], _people: Collection[bytes]) -> QuerySet[Any]:
    return rows.filter(IsAnyOf("household_id", files))


def _helped() -> Q:
    """Paid under this file, or under another one in which somebody who lives here stands or stood."""
    elsewhere = Member.objects.filter(
        Q(Exists(_paid_under("household_id"))), id_number_index=OuterRef("id_number_index")
    )
    return Q(Exists(_paid_under("pk"))) | has_somebody(Q(Exists(elsewhere)))


def _paid_under(key: str) -> QuerySet[Payable]:
    """What was paid for the file whose key the outer query has under this name."""
    subject = Concat(Value(f"{SUBJECT}:"), Cast(OuterRef(key), CharField()))
    rows: QuerySet[Payable] = Payable.objects.filter(PAID, subject=subject)
    return rows


AID_SOURCES.add(SOURCE)(AidSource(_given, _of, _helped))
