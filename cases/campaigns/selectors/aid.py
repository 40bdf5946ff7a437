"""What campaigns gave, in cash and goods: sources of the records of aid; as which kind a plan counts cash."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
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
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from cases.archives.selectors.aid import AID_SOURCES, AidSource, has_somebody
from cases.archives.states.aid import GiverKind
from cases.campaigns.models import Beneficiary
from cases.campaigns.selectors.lists import named_code, slips_out
from cases.campaigns.selectors.visits import not_given
from cases.campaigns.states import LIST_SOURCE, SOURCE, Kind, ListState
from cases.policies.states import AidKind
from funds.budgets.selectors import AID_KINDS, AidKinds
from funds.ledgers.selectors import of_whole
from funds.payments.models import Payable, Payment
from funds.payments.states import PayableState, PaymentState
from hardship.accounts.models import Union
from hardship.kernel.statements import BYTES, IsAnyOf

TEXT = CharField()


def _told(rows: QuerySet[Any], source: str) -> QuerySet[Any]:
    """With what is the same of cash and goods. The key is that of the row, whose page a record leads to."""
    told: QuerySet[Any] = rows.annotate(
        aid_source=Value(source, output_field=TEXT),
        aid_key=F("pk"),
        aid_person=F("id_number_index"),
        aid_file=F("household_id"),
        aid_name=F("name"),
        aid_giver_kind=Value(GiverKind.OWN, output_field=TEXT),
        aid_giver=F("campaign__union__name"),
        aid_kind=Case(
            When(campaign__kind=Kind.TUITION, then=Value(AidKind.SCHOOLING.value)),
            default=Value(AidKind.CONSOLATION.value),
        ),
        aid_programme=Value("", output_field=TEXT),
        aid_title=F("campaign__name"),
        aid_is_own=Value(True, output_field=BooleanField()),
        aid_is_won=Value(False, output_field=BooleanField()),
        aid_union=F("union__name"),
    )
    return told


def _handed_out() -> QuerySet[Any]:
    """The named rows with goods whose list has its goods, on the day of the slip by which some are
    out; not those who refused them, or to whom nobody could bring them."""
    rows = Beneficiary.objects.filter(
        Q(removed_at__isnull=True) | Q(keeps_goods=True),
        ~not_given(),
        goods__gt=0,
        id_number_index__isnull=False,
        list__state=ListState.APPROVED,
    )
    place = Concat(Value(f"{LIST_SOURCE}:"), Cast("list_id", TEXT), output_field=TEXT)
    rows = rows.annotate(aid_place=place).annotate(
        aid_on=Subquery(slips_out("aid_place").order_by("-pk").values("on")[:1], output_field=DateField()),
        aid_value=F("goods"),
        aid_item=Value("慰问品", output_field=TEXT),
    )
    return _told(rows.filter(aid_on__isnull=False), LIST_SOURCE)


def _given() -> QuerySet[Any]:
    """The rows whose money arrived, each with the day on which it did, be it that all of it paid what they
    owed (抵扣); what came back of it (追回) is no aid."""
    paid = Payment.objects.filter(payable__source=OuterRef("aid_place"), state=PaymentState.PAID)
    owed = Payable.objects.filter(source=OuterRef("aid_place"), state=PayableState.PAID).order_by("-pk")
    rows = Beneficiary.objects.filter(removed_at__isnull=True, cash__gt=0).annotate(aid_place=named_code())
    rows = rows.annotate(
        aid_on=Coalesce(
            Subquery(paid.order_by("-pk").values("paid_on")[:1]),
            Subquery(owed.values("set_off_on")[:1]),
            output_field=DateField(),
        ),
        aid_value=Subquery(owed.values(yuan=of_whole("paid", "commitment"))[:1], output_field=DecimalField()),
        aid_item=Value("", output_field=TEXT),
    )
    return _told(rows.filter(aid_on__isnull=False, aid_value__gt=0), SOURCE)


def _of(rows: QuerySet[Any], files: Collection[int], people: Collection[bytes]) -> QuerySet[Any]:
    return rows.filter(Q(IsAnyOf("household_id", files)) | Q(IsAnyOf("id_number_index", people, BYTES)))


def _helped(given: Callable[[], QuerySet[Any]]) -> Q:
    """Of files: to the file, or to one of its living people, something was given."""
    return Q(Exists(given().filter(household=OuterRef("pk")))) | has_somebody(
        Q(Exists(given().filter(id_number_index=OuterRef("id_number_index"))))
    )


for code, given in ((SOURCE, _given), (LIST_SOURCE, _handed_out)):
    AID_SOURCES.add(code)(AidSource(given, _of, partial(_helped, given), page="campaigns:beneficiary"))


def name_kinds(keys: Collection[int]) -> Mapping[int, str]:
    """The kind of the campaign of each of these rows."""
    rows = Beneficiary.objects.filter(pk__in=list(keys)).values_list("pk", "campaign__kind")
    return {key: str(Kind(kind).label) for key, kind in rows}


def offer_kinds(_union: Union) -> Iterable[str]:
    """The kinds of campaigns, which any plan can name."""
    return (str(label) for label in Kind.labels)


AID_KINDS.add(SOURCE)(AidKinds(name_kinds, offer_kinds))
