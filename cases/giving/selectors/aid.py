"""What instalments gave: a source of the records of aid, and what of a plan is not paid any more."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from cases.applications.selectors.aid import PAID
from cases.applications.selectors.entitling import GIVEN_UP
from cases.archives.rules.subjects import household_of
from cases.archives.selectors.aid import AID_SOURCES, AidSource
from cases.archives.states.aid import GiverKind
from cases.giving.models import Instalment
from cases.giving.rules import SOURCE
from cases.giving.selectors.plans import named_source
from cases.giving.states import State
from funds.ledgers.selectors import of_whole
from funds.payments.models import Payable, Payment
from funds.payments.selectors.statements import HELD_BEFORE
from funds.payments.states import PaymentState
from hardship.kernel.statements import IsAnyOf

TEXT = CharField()


@GIVEN_UP.add("giving")
def sum_given_up(keys: Collection[int]) -> dict[int, Decimal]:
    """The yuan of the instalments of these applications that are ended, but for what was set off of them."""
    rows = Instalment.objects.filter(application__in=keys, state=State.ENDED).order_by()
    kept = Payable.objects.filter(source=OuterRef("aid_place"), set_off_on__isnull=False)
    rows = rows.annotate(aid_place=named_source()).annotate(
        left=F("amount") - Coalesce(Subquery(kept.values("commitment__set_off")[:1]), Decimal(0))
    )
    return dict(rows.values("application").annotate(total=Sum("left")).values_list("application", "total"))


def _given() -> QuerySet[Any]:
    """The instalments whose money reached the family, each with the day on which it did, be it that all of
    it, or all that was not given up, paid what they owed (抵扣); what came back of it (追回) is no aid. The
    key is that of the application, to whose page a record leads."""
    paid = Payment.objects.filter(payable__source=OuterRef("aid_place"), state=PaymentState.PAID)
    owed = Payable.objects.filter(PAID, source=OuterRef("aid_place")).order_by("-pk")
    rows = Instalment.objects.annotate(aid_place=named_source()).annotate(
        aid_on=Coalesce(
            Subquery(paid.order_by("-pk").values("paid_on")[:1]),
            Subquery(owed.values("set_off_on")[:1]),
            output_field=DateField(),
        ),
        aid_value=Subquery(owed.values(yuan=of_whole("paid", "commitment"))[:1], output_field=DecimalField()),
        aid_source=Value(SOURCE, output_field=TEXT),
        aid_key=F("application_id"),
        aid_person=Coalesce(
            "application__member__id_number_index", "application__household__head__id_number_index"
        ),
        aid_file=F("application__household_id"),
        aid_name=Coalesce("application__member__name", "application__household__head__name"),
        aid_giver_kind=Value(GiverKind.OWN, output_field=TEXT),
        aid_giver=F("union__name"),
        aid_kind=F("application__programme__kind"),
        aid_programme=F("application__programme__code"),
        aid_title=F("application__programme__name"),
        aid_item=Value("", output_field=TEXT),
        aid_is_own=Value(True, output_field=BooleanField()),
        aid_is_won=Value(False, output_field=BooleanField()),
        aid_union=F("union__name"),
    )
    return rows.filter(aid_on__isnull=False, aid_value__gt=0)


def _of(rows: QuerySet[Any], files: Collection[int], _people: Collection[bytes]) -> QuerySet[Any]:
    return rows.filter(IsAnyOf("application__household_id", files))


def _helped() -> Q:
    """Nothing beside what the source of applications asks already: it reads what was paid for a file."""
    return Q(pk__in=())


AID_SOURCES.add(SOURCE)(AidSource(_given, _of, _helped))


@HELD_BEFORE.add("giving")
def find_sources(subjects: Collection[str]) -> list[str]:
    """Of these households the instalments: their money is held from the approval on, and owed later."""
    files = {household_of(subject) for subject in subjects}
    rows = Instalment.objects.filter(application__household__in=files).order_by()
    return list(rows.values_list(named_source(), flat=True))
