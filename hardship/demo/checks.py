"""The demo's cross-check and its pairs that may be one: made through the services, a second's work."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from cases.archives.models import Household
from cases.archives.services.entry.drafts import save_section
from cases.archives.states import Section, State
from cases.crosschecks import services as crosschecks
from cases.crosschecks.models import CrossCheck
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.services import decide, find_duplicates
from funds.payments.models import Payable, Payment
from funds.payments.states import LIVE_STATES, PayableState
from hardship.accounts.models import Union, User

PROGRAMMES = "applications."  # how the payables of applications name their source
LISTED, PAIRS = 6, 4
FINDINGS = (
    ("confirm", "与本人核实，今年三月起享受低保，漏报；已请补填。"),
    ("refute", "同一证件号登记错误，民政已更正。"),
)


def build_checks(*, county: Union, clerks: dict[int, User], reviewer: User, today: date) -> CrossCheck:
    """A dibao list of the county with a few differences, two of them looked into; a few pairs."""
    made = _match(county, reviewer, today)
    for hit, (action, comment) in zip(made.hits.order_by("pk"), FINDINGS, strict=False):
        by = clerks[hit.household.union_id]
        crosschecks.take_hit_step(hit_id=hit.pk, action=action, comment=comment, by=by)
    _share_numbers(county, clerks)
    find_duplicates()
    pair = DuplicateSuspicion.objects.visible_to(reviewer).order_by("pk").last()
    if pair is not None:
        decide(suspicion_id=pair.pk, action="distinct", comment="兄弟两家共用一个号码，已核实。", by=reviewer)
    return made


def _match(county: Union, reviewer: User, today: date) -> CrossCheck:
    files = Household.objects.filter(county=county, state=State.FILED).select_related("head").order_by("pk")
    lines = ["姓名,身份证号,月保障金额,享受时间"]
    for place, household in enumerate(files[:LISTED]):
        if household.head is not None:
            number = household.head.id_number.reveal()
            lines.append(f"{household.head.name},{number},{520 + 60 * place},2026-03-01")
    made = crosschecks.upload_list(
        kind="dibao", department=f"{county.short_name.removesuffix('总')}民政局",
        as_of=today - timedelta(days=20), original_name="低保对象名单.csv",
        content="\n".join(lines).encode(), by=reviewer,
    )  # fmt: skip
    crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=reviewer)
    return crosschecks.match_list(crosscheck_id=made.pk, by=reviewer)


def block_one(*, reviewers: Mapping[int, User], today: date) -> int:
    """A death list with the payee of one payable that no batch pays now, the newest of any county: nothing is
    paid until somebody has looked into it. Returns how many are on it."""
    live = Payment.objects.filter(payable=OuterRef("pk"), state__in=LIVE_STATES)
    heads = Household.objects.filter(state=State.FILED, head__id_number_index=OuterRef("id_number_index"))
    waiting = Payable.objects.filter(
        ~Exists(live), Exists(heads), state=PayableState.OPEN, county__in=reviewers,
        source__startswith=PROGRAMMES,
    )  # fmt: skip
    row = waiting.select_related("county").order_by("-pk").first()
    if row is None or row.county is None:
        return 0
    number, county, reviewer = row.id_number.reveal(), row.county, reviewers[row.county.pk]
    made = crosschecks.upload_list(
        kind="death", department=f"{county.short_name.removesuffix('总')}民政局",
        as_of=today - timedelta(days=6), original_name="火化名单.csv",
        content=f"姓名,身份证号,死亡日期\n{row.payee},{number},{today - timedelta(days=9)}".encode(),
        by=reviewer,
    )  # fmt: skip
    crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=reviewer)
    return crosschecks.match_list(crosscheck_id=made.pk, by=reviewer).hits.count()


def _share_numbers(county: Union, clerks: dict[int, User]) -> None:
    """Drafts that hold the phone or card of a household that is filed."""
    filed = Household.objects.filter(county=county, state=State.FILED).select_related("head").order_by("-pk")
    drafts = Household.objects.filter(county=county, state=State.DRAFT).order_by("pk")
    for place, (draft, home) in enumerate(zip(drafts[:PAIRS], filed[:PAIRS], strict=False)):
        if home.head is not None:
            field = "phone" if place % 2 else "bank_card"
            data = {field: getattr(home.head, field).reveal()}
            save_section(
                household_id=draft.pk, section=Section.WORKER, data=data, version=draft.version,
                by=clerks[draft.union_id],
            )  # fmt: skip
