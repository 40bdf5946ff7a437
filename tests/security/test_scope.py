"""Nothing of one branch stands in any answer to another: lists, counts, choices, files, refusals."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from tests.addresses import ADDRESSES
from tests.factories import payable_of
from tests.security.conftest import LOGIN, body

pytestmark = pytest.mark.django_db
NUMBERS = (0, 2**31, 2**63, 10**30)
# Open to anybody; they say which union asks or publishes.
PUBLIC = {
    "leads:fill", "leads:filled", "notices:public", "notices:objected", "publications:public",
    "applications:guide_public",
}  # fmt: skip
# What a union sees of a notice on which it has no line, because the union above them both put it up.
NEXT_DOOR = {
    "notices:notices",
    "notices:notices_export",
    "notices:notice",
    "notices:notice_pdf",
    "notices:photo",
}


def marks(world) -> list[str]:
    """What would give the world away: names, numbers, amounts' documents, of every kind of thing in it."""
    head = world.filed.head
    return [
        *(str(household) for household in (world.draft, world.submitted, world.filed, world.returned)),
        world.filed.file_no, str(head.id_number), head.id_number.reveal(), str(head.phone),
        str(head.bank_card), world.sent.number, world.sent_batch.number, world.fund.document_no,
        world.finance.username, world.union.name, world.colleague.username,
        world.checked_roster.original_name,
    ]  # fmt: skip


def find_marks(marks, seen) -> list[str]:
    """Those of them that an answer holds; user4 is not given away by user40."""
    return [mark for mark in marks if re.search(re.escape(mark.encode()) + rb"(?![0-9])", seen)]


def text_of(response) -> bytes:
    """The bytes of an answer; of a workbook those of its parts."""
    content = body(response)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return content


def test_no_answer_to_a_stranger_holds_anything_of_the_branch(client, world, urls, strangers):
    """The union next door asks everywhere; those of another branch each at every third address."""
    given_away = marks(world)
    for turn, stranger in enumerate(strangers):
        client.force_login(stranger, backend=LOGIN)
        next_door = stranger.union.county_id == world.county.pk
        for place, (name, url) in enumerate(urls.items()):
            if name == "accounts:logout" or (next_door and name in NEXT_DOOR):
                continue
            if not next_door and place % 3 != turn:
                continue
            for method in ADDRESSES[name].methods:
                query = ADDRESSES[name].query(world)
                response = client.get(url, query) if method == "GET" else client.post(url, query)
                seen = text_of(response)
                found = find_marks(given_away, seen)
                # a lead may be passed to a union beside one's own, a complaint be about it; a public
                # questionnaire says whose it is
                if (next_door and name in ("leads:lead_new", "petitions:new")) or name in PUBLIC:
                    found = [mark for mark in found if mark != world.union.name]
                assert not found, (name, method, stranger.union, found)


def test_a_choice_of_another_branch_is_no_choice(client, world, strangers):
    """Filters, batches, lines and rosters do not take what a stranger names out of another branch."""
    item = f"{world.at_city.pk}:{world.at_city.content_hash}"
    given_away = marks(world)
    named = {"name": "x", "short_name": "x", "code": "x", "region_code": "320602"}
    for stranger in strangers[:3]:
        client.force_login(stranger, backend=LOGIN)
        for name, query in (
            ("lists:files", {"union": world.union.pk}),
            ("applications:list", {"union": world.union.pk}),
            ("approvals:inbox", {"union": world.union.pk}),
            ("payments:roster", {"union": world.union.pk, "fund": world.fund.pk}),
            ("payments:roster", {"batch": world.sent_batch.number}),
            ("desk:log", {"by": world.finance.pk}),
            ("lists:files", {"list": f"union={world.union.pk}"}),
        ):
            seen = text_of(client.get(reverse(name), query))
            assert not [mark for mark in find_marks(given_away, seen) if mark != query.get("batch")]
        for name, data in (
            ("payments:new", {"pk": [payable_of(world.payable).pk], "title": "x"}),
            ("approvals:confirm", {"pk": [world.in_review.pk, world.at_city.pk]}),
            ("approvals:decide", {"item": [item], "action": "approve", "line_living": world.line.pk}),
            ("applications:new", {"household": world.filed.pk, "programme": world.sent.programme_id}),
            ("accounts:user_new", {"username": "x.y", "union": world.union.pk, **named, "roles": "clerk"}),
            ("accounts:union_new", {"level": "grassroots", "parent": world.county.pk, **named}),
        ):
            response = client.post(reverse(name), data)
            seen = text_of(response)
            assert not find_marks(given_away, seen), name
        world.payable.refresh_from_db()
        world.at_city.refresh_from_db()
        assert (payable_of(world.payable).payments.count(), world.at_city.state) == (0, "approval")
        assert world.union.users.filter(username="x.y").count() == 0


def test_a_check_of_an_id_number_tells_the_union_and_leaves_a_trace(client, world, strangers):
    from hardship.audit.models import AuditRecord

    client.force_login(strangers[0], backend=LOGIN)
    number = world.filed.head.id_number.reveal()
    told = body(client.post(reverse("archives:id_check"), {"id_number": number, "household": world.filed.pk}))
    assert world.union.name.encode() in told
    for mark in (str(world.filed), world.filed.file_no, f"/archives/{world.filed.pk}/"):
        assert mark.encode() not in told
    trace = AuditRecord.objects.get(action="id_check", by=strangers[0])
    assert (trace.by, trace.union, trace.target_id, trace.data) == (
        strangers[0], strangers[0].union, "", {"count": 1, "field": "id_number"},
    )  # fmt: skip


def test_an_unknown_number_is_not_found_and_nothing_worse(everything, world):
    for name, address in ADDRESSES.items():
        for number in NUMBERS:
            args = [number if type(value) is int else value for value in address.of(world)]
            if number not in args:
                continue
            for method in address.methods:
                response = getattr(everything, method.lower())(reverse(name, args=args))
                assert response.status_code == 404, (name, number, response.status_code)


def test_what_belongs_together_is_not_mixed(client, world):
    """A person or a document of another household under an address of one's own."""
    client.force_login(world.clerk, backend=LOGIN)
    stolen = world.filed.head
    reveal = reverse("archives:reveal", args=[world.draft.pk, stolen.uid, "id_number"])
    assert client.post(reveal).status_code == 404
    for field in ("name", "password", "id_number_index", "pk", "household"):
        assert (
            client.post(reverse("archives:reveal", args=[stolen.household_id, stolen.uid, field])).status_code
            == 404
        )
    evidence = world.filed.evidence.first()
    client.post(reverse("archives:evidence_remove", args=[world.draft.pk, evidence.uid]))
    evidence.refresh_from_db()
    assert evidence.removed_at is None
    begun = world.begun
    response = client.post(
        reverse("applications:edit", args=[begun.pk]),
        {"version": begun.version, "reason": "x", "evidence": [evidence.pk], "member": str(stolen.uid)},
    )
    assert response.status_code == 422
    assert not begun.evidence.filter(pk=evidence.pk).exists()
