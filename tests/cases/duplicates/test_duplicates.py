"""查重: who is found, who may decide, what a merge does and how it is taken back."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, Member
from cases.archives.services.entry import people
from cases.archives.services.steps import take_step
from cases.archives.states import State
from cases.duplicates.models import DuplicateSuspicion, FileMerge
from cases.duplicates.rules import similar_address
from cases.duplicates.services import decide, find_duplicates, merge_files, undo_merge
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, written_on
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.requirement("A10")]
db = pytest.mark.django_db
CARDS = iter(f"62220210011{n:08d}" for n in range(10**7))
PHONES = iter(f"139{n:08d}" for n in range(10**7))


@transaction.atomic
def family(union, clerk, **more):
    """A household whose phone, card and address are its own."""
    made = HouseholdFactory(union=union, clerk=clerk, **more)
    change(made.head, phone=next(PHONES), card=next(CARDS))
    Household.objects.filter(pk=made.pk).update(address=unlike(made.pk))
    return Household.objects.select_related("head", "union").get(pk=made.pk)


def unlike(key):
    """An address that shares no two characters in a row with that of another household."""
    return "".join(chr(0x4E00 + (key * 37 + place * 1009) % 20_000) for place in range(8))


def change(member, *, phone=None, card=None, name=None):
    if phone:
        people.set_phone(member, phone)
    if card:
        people.set_bank_card(member, card)
    if name:
        people.set_name(member, name)
    member.save()


def reasons():
    return sorted(DuplicateSuspicion.objects.filter(state="open").values_list("reason", flat=True))


@world
def pair(cast):
    """A filed household and a complete draft of the same union, with nothing in common."""
    return (
        family(cast.union, cast.clerk, reviewer=cast.reviewer, filed=True),
        family(cast.union, cast.clerk, complete=True),
    )


@world
def judge(cast):
    """A reviewer who made none of the files."""
    return UserFactory(union=cast.county, role="reviewer")


def share(pair, **what):
    for home in pair:
        with written_on(home, "worker"):
            change(home.head, **what)


@db
def test_nothing_in_common_is_nothing(pair):
    assert find_duplicates().total == 0


@db
def test_the_same_number_in_two_households_is_found_drafts_included(cast, pair):
    number = pair[0].head.id_number.reveal()
    people.set_id_number(pair[1].head, number, birth_on=pair[0].head.birth_on)
    pair[1].head.save()
    assert (find_duplicates().new, reasons()) == (1, ["same_person"])
    assert find_duplicates().new == 0


@db
@pytest.mark.parametrize(
    ("shared", "reason"),
    [({"phone": "13912345678"}, "same_phone"), ({"card": "6222021001199990018"}, "same_card")],
)
def test_the_same_phone_or_card_is_found(pair, shared, reason):
    share(pair, **shared)
    find_duplicates()
    assert reasons() == [reason]


@db
def test_nearly_the_same_person_at_the_same_address_is_found(pair):
    born = pair[0].head.birth_on
    Member.objects.filter(pk=pair[1].head.pk).update(birth_on=born)
    member = Member.objects.get(pk=pair[1].head.pk)
    change(member, name=pair[0].head.name[:2] + "萍")
    find_duplicates()
    assert reasons() == []  # another address
    Household.objects.filter(pk=pair[1].pk).update(address=pair[0].address)
    find_duplicates()
    assert reasons() == ["similar"]


@db
def test_a_number_shared_by_many_makes_one_pair_each(cast):
    homes = [family(cast.union, cast.clerk, complete=True) for _turn in range(4)]
    share(homes, phone="13912345678")
    assert find_duplicates().total == 3


@db
def test_what_is_no_more_is_cleared_and_comes_back(pair):
    share(pair, phone="13912345678")
    find_duplicates()
    change(pair[1].head, phone="13900001111")
    assert find_duplicates().gone == 1
    change(pair[1].head, phone="13912345678")
    assert (find_duplicates().again, reasons()) == (1, ["same_phone"])


@db
def test_what_was_decided_stays_decided(cast, pair):
    share(pair, phone="13912345678")
    find_duplicates()
    row = DuplicateSuspicion.objects.get()
    decide(suspicion_id=row.pk, action="distinct", by=cast.clerk, comment="兄弟两家共用一个号码。")
    find_duplicates()
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("distinct", cast.clerk)
    decide(suspicion_id=row.pk, action="reopen", by=cast.reviewer, comment="再看一次。")
    assert reasons() == ["same_phone"]


@db
def test_a_pair_across_unions_is_decided_above_both(cast, as_user):
    other = UnionFactory(parent=cast.county)
    mine = family(cast.union, cast.clerk, filed=True)
    theirs = family(other, UserFactory(union=other), filed=True)
    share((mine, theirs), phone="13912345678")
    find_duplicates()
    row = DuplicateSuspicion.objects.get()
    with pytest.raises(Refused, match=other.name):
        decide(suspicion_id=row.pk, action="distinct", by=cast.clerk, comment="不同的人")
    page = as_user(cast.clerk).get(reverse("duplicates:suspicion", args=[row.uid])).content.decode()
    assert other.name in page
    assert theirs.head.name not in page
    assert theirs.file_no not in page
    assert (
        theirs.head.name not in as_user(cast.clerk).get(reverse("duplicates:suspicion_list")).content.decode()
    )
    decide(suspicion_id=row.pk, action="distinct", by=cast.reviewer, comment="不同的人")


@world
def suspicion(pair):
    share(pair, card="6222021001199990018")
    find_duplicates()
    return DuplicateSuspicion.objects.get()


def merge(suspicion, kept, judge, taken=()):
    return merge_files(
        suspicion_id=suspicion.pk, kept_id=kept.pk, taken=taken, comment="同一家庭重复录入。", by=judge
    )


@db
def test_a_merge_closes_one_file_and_takes_what_was_chosen(pair, suspicion, judge):
    kept, gone = pair
    phone, address = gone.head.phone.reveal(), gone.address
    evidence = gone.evidence.count()
    made = merge(suspicion, kept, judge, taken=["household.address", "head.phone"])
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.state, kept.address, kept.head.phone.reveal()) == ("filed", address, phone)
    assert (gone.state, gone.evidence.count()) == ("discarded", evidence)
    assert phone not in str(made.values)
    assert {step.action for step in gone.steps.all()} == {"merge"}
    assert AuditRecord.objects.filter(action="household.merge").count() == 1
    assert reasons() == []
    assert find_duplicates().total == 0


@db
def test_undoing_a_merge_brings_both_back_as_they_were(pair, suspicion, judge):
    kept, gone = pair
    before = kept.address, kept.head.phone.reveal()
    merge(suspicion, kept, judge, taken=["household.address", "head.phone"])
    undo_merge(suspicion_id=suspicion.pk, comment="其实是两户。", by=judge)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.address, kept.head.phone.reveal(), gone.state) == (*before, "draft")
    assert reasons() == ["same_card"]
    with pytest.raises(Refused):
        undo_merge(suspicion_id=suspicion.pk, comment="再来", by=judge)


@world
def two_filed(cast):
    homes = [family(cast.union, cast.clerk, reviewer=cast.reviewer, filed=True) for _turn in range(2)]
    share(homes, card="6222021001199990018")
    find_duplicates()
    return homes, DuplicateSuspicion.objects.get()


@db
def test_a_filed_file_is_closed_as_merged_and_comes_back_in_force(two_filed, judge, as_user):
    (kept, gone), row = two_filed
    merge(row, kept, judge)
    gone.refresh_from_db()
    assert (gone.state, gone.close_reason) == (State.CLOSED, "merged")
    assert gone.left_on is not None
    client = as_user(judge)
    page = client.get(reverse("desk:case", args=[kept.pk])).content.decode()
    assert gone.file_no in page
    assert gone.members.last().name in page
    assert kept.file_no in client.get(reverse("desk:case", args=[gone.pk])).content.decode()
    undo_merge(suspicion_id=row.pk, comment="两户。", by=judge)
    gone.refresh_from_db()
    assert (gone.state, gone.close_reason, gone.left_on) == (State.FILED, "", None)
    assert gone.members.filter(in_active_file=True).count() == 3


@db
def test_no_way_back_once_the_file_was_decided_on(two_filed, judge, cast):
    (kept, _gone), row = two_filed
    merge(row, kept, judge)
    take_step(household_id=kept.pk, action="close", by=cast.reviewer, comment="迁走", close_reason="moved")
    with pytest.raises(Refused, match="不能再撤销"):
        undo_merge(suspicion_id=row.pk, comment="两户。", by=judge)


@db
def test_no_way_back_over_a_value_that_changed_since(two_filed, judge):
    (kept, _gone), row = two_filed
    merge(row, kept, judge, taken=["household.address"])
    Household.objects.filter(pk=kept.pk).update(address="新地址")
    with pytest.raises(Refused, match="家庭住址"):
        undo_merge(suspicion_id=row.pk, comment="两户。", by=judge)


@db
def test_who_entered_a_file_does_not_merge_it(pair, suspicion, cast):
    for by in (cast.clerk, UserFactory(union=cast.county, roles=["clerk", "reviewer"])):
        if by is not cast.clerk:
            Household.objects.filter(pk=pair[0].pk).update(created_by=by)
        with pytest.raises(Refused):
            merge(suspicion, pair[0], by)
    assert FileMerge.objects.count() == 0


@db
def test_a_draft_is_not_kept_in_place_of_a_filed_file(pair, suspicion, judge):
    with pytest.raises(Refused, match="已在档"):
        merge(suspicion, pair[1], judge)
    with pytest.raises(Refused, match="变化"):
        merge(suspicion, pair[0], judge, taken=["head.id_number"])


@db
def test_the_wizard_merges_and_the_page_takes_back(pair, suspicion, judge, as_user):
    client, url = as_user(judge), reverse("duplicates:merge", args=[suspicion.uid])
    assert pair[1].address in client.get(url).content.decode()
    assert client.post(url, {"kept": pair[0].pk}).status_code == 422
    sent = {"kept": pair[0].pk, "comment": "重复录入", "take-household.address": pair[1].pk}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 409
    page = reverse("duplicates:suspicion", args=[suspicion.uid])
    assert "家庭住址" in client.get(page).content.decode()
    step = reverse("duplicates:suspicion_step", args=[suspicion.uid])
    assert client.post(step, {"action": "undo", "comment": ""}).status_code == 409
    assert client.post(step, {"action": "undo", "comment": "两户"}).status_code == 302
    assert FileMerge.objects.get().undone_by == judge


@pytest.mark.django_db(transaction=True)
def test_two_people_merge_the_same_pair_at_once(two_filed, cast):
    homes, row = two_filed
    judges = [UserFactory(union=cast.county, role="reviewer") for _turn in range(2)]
    results = at_once(lambda item: merge(row, *item), list(zip(homes, judges, strict=True)))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert sorted(Household.objects.values_list("state", flat=True)) == ["closed", "filed"]


@db
def test_the_search_runs_as_command_and_as_job(pair, cast, as_user, capsys):
    share(pair, phone="13912345678")
    call_command("find_duplicates")
    assert "1 pairs, 1 new" in capsys.readouterr().out
    as_user(cast.reviewer).post(reverse("duplicates:suspicion_search"))
    run_pending()
    assert Job.objects.get(kind="find_duplicates").state == "done"


@db
def test_typing_a_phone_or_card_tells_who_has_it(cast, as_user):
    other = UnionFactory(parent=cast.county)
    mine = family(cast.union, cast.clerk, complete=True)
    theirs = family(other, UserFactory(union=other), filed=True)
    share((mine, theirs), phone="13912345678")
    client, url = as_user(cast.clerk), reverse("duplicates:number_check")
    told = client.post(url, {"field": "phone", "number": "139 1234 5678"}).content.decode()
    assert mine.head.name in told
    assert other.name in told
    assert theirs.head.name not in told
    trace = AuditRecord.objects.get(action="id_check")
    assert (trace.data["field"], trace.data["count"]) == ("phone", 1)
    assert client.post(url, {"field": "bank_card", "number": next(CARDS)}).content.strip() == b""
    assert client.post(url, {"field": "name", "number": "1"}).status_code == 422
    check = client.get(reverse("archives:check", args=[mine.pk])).content.decode()
    assert "的手机号码也填在其他工会的另一户" in check
    assert other.name not in check


# --- around Python


@db
def test_the_database_keeps_what_python_promises(pair, suspicion, judge):
    rows = DuplicateSuspicion.objects.filter(pk=suspicion.pk)
    for values in ({"state": "distinct"}, {"state": "nothing"}, {"second": suspicion.first_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicateSuspicion.objects.create(
            first=suspicion.first, second=suspicion.second, reason=suspicion.reason
        )
    made = merge(suspicion, pair[0], judge)
    twin = {"suspicion": suspicion, "merged_state": "draft", "merged": pair[1], "merged_by": judge}
    for kept in pair:
        with pytest.raises(IntegrityError), transaction.atomic():
            FileMerge.objects.create(**twin, kept=kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileMerge.objects.filter(pk=made.pk).update(undone_note="只有理由")


# --- pure


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("南通市崇川区学田路 12 号 3 幢", "学田路12号3幢", True),
        ("学田路12号3幢201室", "学田路１２号３幢２０１", True),
        ("学田路12号", "文峰路88号", False),
        ("", "学田路12号", True),
    ],
)
def test_addresses_are_alike_when_most_of_them_is_the_same(one, other, alike):
    assert similar_address(one, other) is alike


@db
@pytest.mark.parametrize("what", ["number", "phone", "card"])
def test_somebody_who_left_the_household_is_nobody_s_duplicate(pair, what):
    number = next(PHONES) if what == "phone" else next(CARDS)
    kept, gone = pair[0].head, pair[1].members.get(relation="daughter")
    with written_on(pair[1], "members"):
        if what == "number":
            gone.id_number, gone.id_number_index = kept.id_number.reveal(), kept.id_number_index
            gone.save()
        else:
            change(gone, **{what: number})
    if what != "number":
        with written_on(pair[0], "worker"):
            change(kept, **{what: number})
    assert find_duplicates().total == 1
    with written_on(pair[1], "members"):
        pair[1].members.filter(pk=gone.pk).update(removed_at=timezone.now())
    found = find_duplicates()
    assert (found.total, found.gone, reasons()) == (0, 1, [])
