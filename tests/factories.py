"""Test data by traits; a fixed cast of people lives in conftest.py."""

import hashlib
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image, ImageDraw
from pypdf import PdfWriter

from cases.aid.services import Given, record_aid
from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors import content_hash
from cases.applications.selectors.entitling import NEED
from cases.applications.states import State as ApplicationState
from cases.approvals import services as approvals
from cases.approvals.models import ApprovalStep
from cases.archives.models import (
    CauseFinding,
    Consent,
    Evidence,
    Household,
    IncomeItem,
    Member,
    MonthlyRecord,
    RigidExpense,
)
from cases.archives.models.events import CONSENT_VERSION, consent_hash
from cases.archives.rules import required_evidence
from cases.archives.rules.exits import last_months
from cases.archives.selectors.entry import get_contents
from cases.archives.services import steps
from cases.archives.services.edits import record_edit, record_start
from cases.archives.services.entry import people
from cases.notices.models import NoticeEntry, PublicNotice
from cases.outcomes.models import Telling
from cases.outcomes.services.lapsing import lapse_uncollected
from cases.policies.models import CalendarDay, LivingStandard
from cases.policies.selectors import list_programmes
from cases.policies.services import load_calendar, load_default_policy, load_fixed_days
from cases.visits.models import HomeVisit
from cases.visits.rules import Answered, Person, VisitRecord
from cases.visits.selectors import get_checklist
from cases.visits.services import Papers, record_visit
from funds.payments.models import Payable
from funds.payments.services import recheck_these
from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.selectors import competent_union
from hardship.accounts.states import Level, Role
from hardship.kernel.documents import check_id_number, make_id_number
from hardship.kernel.files import Accepted, accept_upload
from hardship.kernel.scope import Part

PASSWORD = "correct horse battery"
REGIONS = itertools.cycle(["320602", "320612", "320681"])


class UnionFactory(factory.django.DjangoModelFactory):
    """A grassroots union with its county, city and province above it, unless a parent is given."""

    class Meta:
        model = Union
        skip_postgeneration_save = True

    class Params:
        province_level = factory.Trait(
            level=Level.PROVINCE, parent=None, region_code="320000", name="江苏省总工会"
        )
        city_level = factory.Trait(
            level=Level.CITY,
            parent=factory.SubFactory("tests.factories.UnionFactory", province_level=True),
            region_code="320600",
            name=factory.Sequence(lambda n: f"南通市总工会{n}"),
        )
        county_level = factory.Trait(
            level=Level.COUNTY,
            parent=factory.SubFactory("tests.factories.UnionFactory", city_level=True),
            name=factory.Sequence(lambda n: f"崇川区总工会{n}"),
        )

    code = factory.Sequence(lambda n: f"U{n:05d}")
    name = factory.Sequence(lambda n: f"学田街道第{n}工会")
    short_name = factory.Sequence(lambda n: f"学田{n}")
    level = Level.GRASSROOTS
    parent = factory.SubFactory("tests.factories.UnionFactory", county_level=True)
    region_code = "320602"

    @classmethod
    def _create(cls, model_class: type[Union], *args: Any, **kwargs: Any) -> Union:
        union = super()._create(model_class, *args, **kwargs)
        union.refresh_from_db()
        return union


def promote(user: User, role: str, union: Union | None = None) -> User:
    """The same person, who is nothing but this from now on, read anew."""
    user.appointments.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    Appointment.objects.create(user=user, union=union or user.union, role=role)
    return User.objects.get(pk=user.pk)


@contextmanager
def unguarded() -> Iterator[None]:
    """No trigger fires inside: for people who hold more than the database lets anybody hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


class UserFactory(factory.django.DjangoModelFactory):
    """A person with one role: `UserFactory(role=Role.CLERK, union=union)`; `roles=[…]` for several,
    with `everything=True` for such as exclude each other."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        role = Role.CLERK

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"季经办{n}")
    union = factory.SubFactory(UnionFactory)
    must_change_password = False
    roles = factory.LazyAttribute(lambda made: [made.role])

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles, everything = kwargs.pop("roles"), kwargs.pop("everything", False)
        user = model_class(*args, **kwargs)
        user.set_password(PASSWORD)
        user.save()
        rows = [
            Appointment(user=user, union=user.union, role=role, from_on=date(2000, 1, 1)) for role in roles
        ]
        with unguarded() if everything else nullcontext():
            Appointment.objects.bulk_create(rows)
        return user


def id_number(region: str = "320602", *, born: date | None = None, male: bool = False) -> str:
    """A valid ID number that no other test person has."""
    n = next(PERSONS)
    born = born or date(1960, 1, 1) + timedelta(days=n % 15000)
    return make_id_number(region, born, 2 * (n % 499) + (1 if male else 2))


PERSONS = itertools.count(1)


def living_standard(region_code: str = "320600", monthly: str = "820.00") -> LivingStandard:
    """The living standard of a region, made when it is not there yet."""
    row = LivingStandard.objects.filter(region_code=region_code).first()
    return row or LivingStandard.objects.create(
        region_code=region_code,
        region="南通市区",
        monthly=Decimal(monthly),
        effective=(date(2023, 9, 1), None),
    )


class MemberFactory(factory.django.DjangoModelFactory):
    """A person of a household with every required field; `number` is the ID number in plain text."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    household = factory.SubFactory("tests.factories.HouseholdFactory")
    relation = "daughter"
    name = factory.Sequence(lambda n: f"张雨桐{chr(0x4E00 + n % 500)}")
    number = factory.LazyFunction(id_number)
    phone = ""
    bank_card = ""
    ethnicity, politics, marriage, registration = "汉族", "masses", "single", "urban"
    health, insurance, model_worker = "good", "resident", "none"
    status, stage, employer = "senior", "senior", "启秀中学"
    monthly_income = Decimal("0.00")

    @classmethod
    def _create(cls, model_class: type[Member], *args: Any, **kwargs: Any) -> Member:
        numbers = {name: kwargs.pop(name) for name in ("name", "number", "phone", "bank_card")}
        member = kwargs.pop("member", None) or model_class()
        for field, value in kwargs.items():
            setattr(member, field, value)
        people.set_name(member, numbers["name"])
        if numbers["number"]:
            told = check_id_number(numbers["number"])
            people.set_id_number(member, told.number, birth_on=told.birth_on, sex=told.sex)
        people.set_phone(member, numbers["phone"])
        people.set_bank_card(member, numbers["bank_card"])
        member.save()
        return member


class HouseholdFactory(factory.django.DjangoModelFactory):
    """A file by traits: an empty draft, or `complete`, `submitted`, `filed`.

    A complete one has three people, 60,000 yuan of income and 30,481 of rigid expenses: 819.97 yuan per head
    and month, below the standard of 820. `clerk` makes it, `reviewer` files it; both are made when not given.
    """

    class Meta:
        model = Household
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(until="draft")
        complete = factory.Trait(until="complete")
        submitted = factory.Trait(until="submitted")
        filed = factory.Trait(until="filed")

    union = factory.SubFactory(UnionFactory)
    until = "draft"
    clerk = factory.LazyAttribute(lambda made: UserFactory(union=made.union, role=Role.CLERK))
    reviewer = None
    name = factory.Sequence(lambda n: f"王秀{chr(0x5170 + n % 500)}")
    number = factory.LazyFunction(id_number)

    @classmethod
    @transaction.atomic
    def _create(cls, model_class: type[Household], *args: Any, **kwargs: Any) -> Household:
        until, clerk, reviewer = kwargs.pop("until"), kwargs.pop("clerk"), kwargs.pop("reviewer")
        name, number = kwargs.pop("name"), kwargs.pop("number")
        household = model_class.objects.create(created_by=clerk, updated_by=clerk, **kwargs)
        household.head = Member.objects.create(household=household, relation="head")
        household.save(update_fields=["head"])
        household.refresh_from_db()
        record_start([household], by=clerk)
        load_years()
        if until != "draft":
            complete(household, name=name, number=number, by=clerk)
        if until in ("submitted", "filed"):
            steps.take_step(household_id=household.pk, action="submit", by=clerk)
        if until == "filed":
            home = competent_union(household, Part.REVIEW)
            reviewer = reviewer or UserFactory(union=home, role=Role.REVIEWER)
            steps.take_step(household_id=household.pk, action="file", by=reviewer, skips_unseen=True)
        return Household.objects.select_related("union", "head").get(pk=household.pk)


def complete(household: Household, *, name: str, number: str, by: User) -> None:
    """Fill every section of a draft, so that it can be submitted."""
    living_standard()
    MemberFactory(
        member=household.head, household=household, relation="head", name=name, number=number,
        phone="13800138000", bank_card="6222021001122330018", bank_name="中国工商银行", marriage="married",
        insurance="worker", status="on_post", stage="", employer="华联商场", employer_kind="private",
        employer_state="normal", industry="批发和零售业", working_since=date(1998, 7, 1), health="renal",
        monthly_income=Decimal("2100.00"),
    )  # fmt: skip
    MemberFactory(
        household=household,
        relation="husband",
        number=id_number(male=True),
        status="retired",
        stage="",
        employer="",
        position=1,
    )
    MemberFactory(household=household, relation="daughter", position=2)
    IncomeItem.objects.create(household=household, member=household.head, kind="wage", annual_amount=25200)
    IncomeItem.objects.create(household=household, kind="pension", annual_amount=34800)
    RigidExpense.objects.create(household=household, kind="medical", annual_amount=Decimal("30481.00"))
    facts = {
        "worker_type": "urban", "main_cause": "illness", "secondary_causes": ["schooling"],
        "cause_note": "本人尿毒症透析，女儿上高中。", "wants": ["medical", "tuition"], "is_on_dibao": False,
        "has_self_help": True,
        "address": "文峰路8号",
        "registered_at": "江苏省南通市崇川区", "housing_type": "commercial", "floor_area": Decimal("62.00"),
        "homes": 1, "vehicles": 0, "has_business": False, "deposits": Decimal("3000.00"),
    }  # fmt: skip
    Household.objects.filter(pk=household.pk).update(**facts)
    Consent.objects.create(
        household=household, signed_on=date(2026, 1, 5), signer=name, allows_check=True, allows_notice=True,
        text_version=CONSENT_VERSION, text_hash=consent_hash(), recorded_by=by,
    )  # fmt: skip
    household.refresh_from_db()
    for kind in required_evidence(get_contents(household)):
        make_evidence(household, kind=kind, by=by)
    bill = household.expenses.get()
    bill.evidence = household.evidence.filter(kind="diagnosis").first()
    bill.save()


def left_hardship(household: Household, *, months: int = 6, net: Decimal | None = None) -> None:
    """Months on record that pass the exit test, net income per head a little above the standard, and the
    cause found removed."""
    standard = living_standard()
    with written_on(household, "months", "cause"):
        for month in last_months(timezone.localdate())[:months]:
            MonthlyRecord.objects.create(
                household=household, month=month, income=(net or Decimal("820.01")) * 3, persons=3,
                standard=standard, standard_monthly=standard.monthly,
            )  # fmt: skip
        CauseFinding.objects.create(
            household=household, is_removed=True, found_on=timezone.localdate(), note="已康复返岗"
        )


def reached_standard(household: Household) -> None:
    """Months on record at the standard and not above it: relieved, but not out of hardship."""
    left_hardship(household, net=Decimal("820.00"))


@contextmanager
def written_on(household: Household, *sections: str, by: User | None = None) -> Iterator[None]:
    """Content of a file that a test writes past the services: with the edit that the database asks for."""
    with transaction.atomic():
        yield
        rows = Household.objects.select_for_update(of=("self",), no_key=True).filter(pk=household.pk)
        household.version = rows.values_list("version", flat=True).get()
        record_edit(household=household, sections=sections, by=by)


def close_file(household: Household) -> None:
    """As if the county had closed it since; nothing else of it changes."""
    Household.objects.filter(pk=household.pk).update(
        state="closed", close_reason="withdrawn", left_on=timezone.localdate()
    )


def make_evidence(household: Household, *, kind: str = "id_card", by: User | None = None) -> Evidence:
    """A stored document, a small text instead of a picture."""
    content = f"{household.pk} {kind} {next(PERSONS)}".encode()
    evidence = Evidence(
        household=household, kind=kind, original_name=f"{kind}.jpg", media_type="image/jpeg",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by,
    )  # fmt: skip
    evidence.file.save("file.jpg", ContentFile(content), save=True)
    return evidence


def make_pdf(
    household: Household, content: bytes = b"", *, by: User | None = None, pages: int = 1
) -> Evidence:
    """A stored PDF, of blank pages unless given."""
    if not content:
        blank, out = PdfWriter(), BytesIO()
        for _page in range(pages):
            blank.add_blank_page(595, 842)
        blank.write(out)
        content = out.getvalue()
    evidence = Evidence(
        household=household, kind="income", original_name="收入证明.pdf", media_type="application/pdf",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by,
    )  # fmt: skip
    evidence.file.save("file.pdf", ContentFile(content), save=True)
    return evidence


def drawn(shade: int = 0) -> Accepted:
    """A signature as the page sends it, another one for each shade."""
    picture = Image.new("RGB", (64, 22), "white")
    ImageDraw.Draw(picture).line((4, 4, 20 + shade % 40, 18), fill="black", width=2)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return accept_upload(ContentFile(stream.getvalue(), name="签名.png"))


def visit_record(household: Household, **more: Any) -> VisitRecord:
    """A visit of today by two people, everything as filed; `untrue` names the keys of items that are not."""
    untrue = more.pop("untrue", ())
    checklist = get_checklist(union=household.union, on=timezone.localdate())
    given = {
        "visited_on": timezone.localdate(), "mode": "at_home", "place": "文峰路8号",
        "visitors": [Person("季走访", "工会主席"), Person("陆同行", "帮扶干事")],
        "respondent": str(household.head.uid), "respondent_name": household.head.name,
        "respondent_relation": "户主", "persons": 3, "situation": "长期透析，入不敷出。",
        "causes_found": "患病", "wants_found": "医疗救助",
        "conclusion": "to_change" if untrue else "as_filed",
        "answers": [
            Answered(item, "untrue", "已经搬走") if item.key in untrue else Answered(item, "confirmed")
            for item in checklist.items
        ],
    }  # fmt: skip
    return VisitRecord(**{**given, **more})


def signed(count: int = 2, shade: int = 0) -> Papers:
    """Everybody has signed with a finger."""
    places = [*(str(place) for place in range(1, count + 1)), "respondent"]
    return Papers(signatures={place: drawn(shade + 3 * n) for n, place in enumerate(places)})


def make_visit(household: Household, *, by: User, papers: Papers | None = None, **more: Any) -> HomeVisit:
    """A recorded visit; `more` are fields of its record, or `corrects`."""
    corrects = more.pop("corrects", None)
    return record_visit(
        household_id=household.pk, uid=uuid.uuid4(), record=visit_record(household, **more),
        papers=papers or signed(), by=by, corrects=corrects,
    )  # fmt: skip


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application that walked through its services to `state`, by default a complete draft.

    `programme` is a code; `clerk`, `reviewer` and `approver` take the steps and are made when not given; an
    approved one needs a budget `line` of the city's. An ended notice is one whose days were moved back.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    union = factory.SubFactory(UnionFactory)
    state = ApplicationState.DRAFT
    programme = "living"
    clerk = factory.LazyAttribute(lambda made: UserFactory(union=made.union, role=Role.CLERK))
    reviewer = factory.LazyAttribute(
        lambda made: UserFactory(union=competent_union(made.union, Part.REVIEW), role=Role.REVIEWER)
    )
    approver = factory.LazyAttribute(
        lambda made: UserFactory(union=competent_union(made.union, Part.DECIDE), role=Role.APPROVER)
    )
    household = factory.LazyAttribute(
        lambda made: HouseholdFactory(filed=True, union=made.union, clerk=made.clerk)
    )
    line = None
    reason = "本人长期透析，家庭入不敷出。"

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        people_of = {name: kwargs.pop(name) for name in ("clerk", "reviewer", "approver")}
        state, line = ApplicationState(kwargs.pop("state")), kwargs.pop("line")
        application = fill_application(by=people_of["clerk"], **kwargs)
        for action, who in ROUTES[state]:
            if action == "conclude":
                end_notices(application)
            take(application, action, by=people_of[who], line=line)
        if state == ApplicationState.LAPSED:
            tell_long_ago(application)
            lapse_uncollected()
        return Application.objects.get(pk=application.pk)


def taking(spare: list[Household], more: dict[str, Any]) -> dict[str, Any]:
    """What an application is made of, with the spare household where nothing else is asked for."""
    if spare and not {"household", "union", "clerk"} & more.keys():
        return {"household": spare.pop(), **more}
    return more


ROUTES: dict[str, tuple[tuple[str, str], ...]] = {
    ApplicationState.DRAFT: (),
    ApplicationState.WITHDRAWN: (("withdraw", "clerk"),),
    ApplicationState.REVIEW: (("submit", "clerk"),),
    ApplicationState.RETURNED: (("submit", "clerk"), ("return", "reviewer")),
    ApplicationState.SUSPENDED: (("submit", "clerk"), ("suspend", "reviewer")),
    ApplicationState.PUBLIC_NOTICE: (("submit", "clerk"), ("pass", "reviewer")),
    ApplicationState.APPROVAL: (("submit", "clerk"), ("pass", "reviewer"), ("conclude", "reviewer")),
    ApplicationState.APPROVED: (
        ("submit", "clerk"), ("pass", "reviewer"), ("conclude", "reviewer"), ("approve", "approver"),
    ),
    ApplicationState.REVOKED: (
        ("submit", "clerk"), ("pass", "reviewer"), ("conclude", "reviewer"), ("approve", "approver"),
        ("revoke", "approver"),
    ),
    ApplicationState.LAPSED: (  # and then nobody comes
        ("submit", "clerk"), ("pass", "reviewer"), ("conclude", "reviewer"), ("approve", "approver"),
    ),
    ApplicationState.REJECTED: (
        ("submit", "clerk"), ("pass", "reviewer"), ("conclude", "reviewer"), ("reject", "approver"),
    ),
}  # fmt: skip


def load_years() -> None:
    """The calendar: periods that begin late in the year end in the next one."""
    if not CalendarDay.objects.exists():
        load_calendar(range(2024, 2027))
        load_fixed_days(range(2027, 2031))


def fill_application(
    *, by: User, household: Household, programme: str, reason: str, union: Union, **figures: Any
) -> Application:
    """A draft with every figure and document, ready to be submitted."""
    root = Union.objects.get(pk=household.union.path.split("/")[1])
    load_default_policy(union=root)
    load_years()
    kind = next(
        row
        for row in list_programmes(union=household.union, on=timezone.localdate())
        if row.code == programme
    )
    for document in {paper.any_of[0]: None for paper in kind.rule.papers}:
        if not household.evidence.filter(kind=document).exists():
            make_evidence(household, kind=document, by=by)
    draft = applications.start(household_id=household.pk, programme_id=kind.pk, by=by)
    kept = {"member": draft.member}
    figures.setdefault("facts", NEED.read(draft.facts) | figures.pop("more", {}))
    return applications.save(
        application_id=draft.pk, version=draft.version, by=by, reason=reason, **{**kept, **figures}
    )


def take(
    application: Application, action: str, *, by: User, line: Any = None, comment: str = "请核对", **more: Any
) -> Application:
    """One step by somebody who has seen the page as it is now."""
    application = Application.objects.get(pk=application.pk)
    seen = content_hash(application) if action == "submit" else application.content_hash
    if action == "suspend":
        more.setdefault("until_on", timezone.localdate() + timedelta(days=7))
    if action == "reject":
        more.setdefault("rule", "帮扶管理办法第十二条")
    approvals.take_step(
        application_id=application.pk,
        action=action,
        by=by,
        comment=comment,
        seen_hash=seen,
        line_id=line.pk if line else None,
        **more,
    )
    return Application.objects.get(pk=application.pk)


def begin_off_file(by: User, *, number: str = "", programme: str = "temporary", **more: Any) -> Application:
    """Aid asked for by the clerk `by` for somebody without a file: a draft that lacks nothing."""
    kind = next(
        row for row in list_programmes(union=by.union, on=timezone.localdate()) if row.code == programme
    )
    head = {
        "name": "柳春生", "id_number": number or id_number(), "employer": "外来务工",
        "phone": "13800138000", "bank_name": "工商银行", "bank_card": "6222021001122330018", **more,
    }  # fmt: skip
    made = applications.start_off_file(
        programme_id=kind.pk, head=head, reason="租住房失火，财物全毁。", by=by
    )
    if kind.rule.papers and not made.evidence.exists():
        applications.upload(application_id=made.pk, kind="facts", accepted=drawn(), by=by)
        made.refresh_from_db()
    return applications.save(
        application_id=made.pk, version=made.version, by=by, reason=made.reason, member=made.member,
        amount=None if programme == "certain" else Decimal(2000),
    )  # fmt: skip


def tell_long_ago(
    application: Application, days: int = 61, last_day: int = 60, *, has_card: bool = False
) -> Telling:
    """The family was told of the decision so many days ago, and the last day to collect was laid down to be
    `last_day` days after that; it brought no card unless it `has_card`."""
    if not has_card:
        lose_card(application)
    on = timezone.localdate() - timedelta(days=days)
    step = ApprovalStep.objects.filter(application=application).latest("pk")
    with unguarded():
        told: Telling = Telling.objects.create(
            step=step, on=on, way="call", receiver="worker", teller="王会计",
            by_id=application.submitted_by_id, collect_by=on + timedelta(days=last_day),
        )  # fmt: skip
    return told


def lose_card(application: Application) -> None:
    """There is no account that the money could go to."""
    with unguarded():
        people_of = Member.objects.filter(household=application.household_id)
        people_of.update(bank_card=None, bank_card_index=None)
    recheck_these([row.pk for row in Payable.objects.filter(source=source_of(application.pk))])


def payable_of(application: Application) -> Payable:
    """What an approved application is owed."""
    return Payable.objects.get(source=source_of(application.pk))


def give_elsewhere(household: Household, amount: int, programme: str, *, by: User) -> None:
    """Aid of a programme of ours that a union gave the worker outside these books, today."""
    given = Given("union", "other", Decimal(amount), timezone.localdate(), programme=programme)
    head = household.head
    record_aid(union=by.union, name=head.name, id_number=head.id_number, given=given, by=by)


def entry_of(application: Application) -> NoticeEntry:
    """The line of an application on the notice of its present round."""
    return NoticeEntry.objects.select_related("notice").get(
        source=source_of(application.pk), round=application.round
    )


def end_notices(application: Application) -> None:
    """Move the days of its notice back, so that they are over; notices of other days stay apart."""
    for notice in PublicNotice.objects.filter(entries__source=source_of(application.pk)):
        days = timedelta(days=30 + PublicNotice.objects.filter(union=notice.union).count())
        with unguarded():
            PublicNotice.objects.filter(pk=notice.pk).update(
                starts_on=notice.starts_on - days,
                ends_on=notice.ends_on - days,
                number=f"{notice.number}-{notice.pk}",
            )
