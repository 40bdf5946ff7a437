"""Students of last year who may be on this year's list again, and why the others may not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.models import Evidence, Member
from cases.archives.states import IN_FORCE_STATES
from cases.campaigns.models import Beneficiary, CampaignList, Renewal
from cases.campaigns.rules.renewals import Student, why_not
from cases.campaigns.states import Kind, ListState
from cases.policies.states import Beneficiary as For
from cases.policies.states import EvidenceKind


@dataclass(frozen=True)
class Candidate:
    """Somebody of last year: the row or the application, the member of a file in force today (None for
    none), the how many-th year of aid it would be, and `why` they are not taken."""

    name: str
    group: str
    previous: Beneficiary | None
    application: Application | None
    member: Member | None
    aid_year: int
    why: str

    @property
    def stage(self) -> str:
        return str(self.member.get_stage_display()) if self.member else ""

    @property
    def graduates(self) -> str:
        """The year in which they leave the school."""
        if self.member is None or not self.member.entry_year or not self.member.school_years:
            return ""
        return str(int(self.member.entry_year + self.member.school_years))

    @property
    def words(self) -> str:
        return self.why or str(_("可以列入"))


def list_candidates(row: CampaignList) -> list[Candidate]:
    """Everybody of last year's approved lists of this union and of its families' approved applications for
    students; whoever may be taken first, each person once."""
    return sorted(_candidates(row), key=lambda one: (bool(one.why), one.name))


def list_proofs(renewal: Renewal) -> QuerySet[Evidence]:
    """The documents that can show that a student is still there this year: of them or of the whole family,
    uploaded in the year of the campaign."""
    row = renewal.row
    rows: QuerySet[Evidence] = Evidence.objects.filter(
        Q(member=row.member_id) | Q(member__isnull=True), household=row.household_id, removed_at__isnull=True,
        kind=EvidenceKind.ADMISSION, uploaded_at__year=row.campaign.year,
    )  # fmt: skip
    return rows.order_by("-pk")


def list_unproved(row: CampaignList) -> QuerySet[Renewal]:
    """The renewals on a list whose proof of this year nobody has looked at, or is there no more."""
    rows: QuerySet[Renewal] = Renewal.objects.filter(row__list=row, row__removed_at__isnull=True)
    return rows.filter(Q(proof__isnull=True) | Q(proof__removed_at__isnull=False))


def _candidates(row: CampaignList) -> Iterator[Candidate]:
    before, files = _rows_before(row), _applications_before(row)
    indexes = [one.id_number_index for one in before] + [
        one.member.id_number_index for one in files if one.member is not None
    ]
    today = _members(row, indexes)
    listed = {
        bytes(index)
        for index in Beneficiary.objects.filter(
            campaign=row.campaign_id, removed_at__isnull=True, id_number_index__in=[i for i in indexes if i]
        ).values_list("id_number_index", flat=True)
        if index
    }
    seen: set[bytes] = set()
    years = _years_before(indexes, row.campaign.year)
    for one in before:
        index = bytes(one.id_number_index or b"")
        if index in seen:
            continue
        seen.add(index)
        renewed = getattr(one, "renewal", None)
        member, stage = today.get(index), renewed.stage if renewed else ""
        yield Candidate(
            one.name, one.group.name, one, None, member,
            max(len(years[index]), renewed.aid_year if renewed else 1) + 1,
            _why(row, member, stage, index in listed),
        )  # fmt: skip
    for asked in files:
        index = bytes(asked.member.id_number_index or b"") if asked.member else b""
        if asked.member is None or index in seen:
            continue
        seen.add(index)
        member = today.get(index)
        yield Candidate(
            asked.member.name, "", None, asked, member, len(years[index]) + 1,
            _why(row, member, "", index in listed),
        )  # fmt: skip


def _why(row: CampaignList, member: Member | None, stage_before: str, is_listed: bool) -> str:
    if is_listed:
        return _("已在这次活动的名单上")
    if member is None:
        return _("不在本工会在册的家庭里：没有档案，已脱困、注销，或者转到了别处")
    return why_not(
        Student(member.stage, stage_before, member.entry_year, member.school_years), row.campaign.year
    )


def _rows_before(row: CampaignList) -> list[Any]:
    """Whoever was on a list of this union last year by name and was not taken off."""
    rows = Beneficiary.objects.filter(
        list__union=row.union_id, list__state=ListState.APPROVED, campaign__kind=Kind.TUITION,
        campaign__year=row.campaign.year - 1, removed_at__isnull=True, id_number_index__isnull=False,
    )  # fmt: skip
    return list(rows.select_related("group", "renewal").order_by("-campaign__from_on", "pk"))


def _applications_before(row: CampaignList) -> list[Application]:
    """What students of the list's union were granted last year; those of unions below that have a list of
    their own in this campaign are theirs."""
    lists = CampaignList.objects.filter(campaign=row.campaign_id, union__path__startswith=row.union.path)
    theirs = Q(pk__in=())
    for own in lists.exclude(union=row.union_id).select_related("union"):
        theirs |= Q(**{f"household__{own.union.scope_column}_id": own.union_id})
    rows = Application.objects.filter(
        programme__beneficiary=For.STUDENT, state=ApplicationState.APPROVED, member__isnull=False,
        year=row.campaign.year - 1, **{f"household__{row.union.scope_column}_id": row.union_id},
    )  # fmt: skip
    return list(rows.exclude(theirs).select_related("member").order_by("-pk"))


def _years_before(indexes: Iterable[Any], year: int) -> defaultdict[bytes, set[int]]:
    """The years before this one in which somebody was aided as a student, on a list or by an application, by
    the blind index of their ID number."""
    wanted = [index for index in indexes if index]
    listed = Beneficiary.objects.filter(
        id_number_index__in=wanted, list__state=ListState.APPROVED, campaign__kind=Kind.TUITION,
        campaign__year__lt=year, removed_at__isnull=True,
    )  # fmt: skip
    granted = Application.objects.filter(
        member__id_number_index__in=wanted, programme__beneficiary=For.STUDENT,
        state=ApplicationState.APPROVED, year__lt=year,
    )  # fmt: skip
    years: defaultdict[bytes, set[int]] = defaultdict(set)
    for rows, names in (
        (listed, ("id_number_index", "campaign__year")), (granted, ("member__id_number_index", "year")),
    ):  # fmt: skip
        for index, one in rows.order_by().values_list(*names).distinct():
            years[bytes(index)].add(one)
    return years


def _members(row: CampaignList, indexes: Iterable[Any]) -> dict[bytes, Member]:
    """The people of files in force of the list's union today, by the blind index of their ID number."""
    rows = Member.objects.filter(
        id_number_index__in=[index for index in indexes if index], removed_at__isnull=True,
        household__state__in=IN_FORCE_STATES,
        **{f"household__{row.union.scope_column}_id": row.union_id},
    )  # fmt: skip
    return {bytes(one.id_number_index or b""): one for one in rows.select_related("household")}
