"""Numbers of persons stand in the clear nowhere but in the answer that was asked for them."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from cases.rosters.models import RosterImport
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.logs import JsonFormatter
from tests.addresses import ADDRESSES, FILE
from tests.cases.rosters.roster_files import BORN, person, roster
from tests.security.conftest import LOGIN, body

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("H3")]

CARD, PHONE = "6228480402564890018", "13912345678"
WRONG_PHONE, WRONG_ID = "13987654321098", "320602198005170009"


@pytest.fixture
def numbers(world):
    """Every number that the flow below touches, right and wrong ones."""
    imported = [make_id_number("320602", BORN, 2 * number) for number in (301, 302)]
    head = world.filed.head
    found = [head.id_number.reveal(), head.phone.reveal(), head.bank_card.reveal()]
    typed = make_id_number("320602", BORN, 998)
    return {
        "typed": typed,
        "known": found,
        "imported": imported,
        "more": [CARD, PHONE, WRONG_PHONE, WRONG_ID],
    }


@pytest.fixture
def told(caplog):
    """What the logs said, as the formatter writes it."""
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(JsonFormatter().format(record) for record in caplog.records)


def everything_of(numbers) -> list[str]:
    return [numbers["typed"], *numbers["known"], *numbers["imported"], *numbers["more"]]


def flow(client, world, numbers):
    """Type, look up, search, reveal, import, refuse, export, pay: whatever handles a number."""
    typed = numbers["typed"]
    client.force_login(world.clerk, backend=LOGIN)
    worker = {"version": world.draft.version, "name": "季小梅", "phone": PHONE, "bank_card": CARD}
    for number in (typed, WRONG_ID):
        client.post(reverse("archives:id_check"), {"id_number": number})
        client.post(reverse("archives:new"), {"id_number": number, "name": "季小梅"})
        client.post(
            reverse("archives:autosave", args=[world.draft.pk, "worker"]), {**worker, "id_number": number}
        )
    client.post(
        reverse("archives:section", args=[world.draft.pk, "worker"]), {**worker, "phone": WRONG_PHONE}
    )
    for text in (typed, PHONE, CARD, *numbers["known"]):
        client.get(client.post(reverse("desk:search"), {"text": text}, follow=False)["Location"])
        client.get(client.post(reverse("lists:find"), {"text": text})["Location"])
        client.post(reverse("rosters:export") + "?q=x", {"numbers": "full"})
    client.post(reverse("archives:reveal", args=[world.filed.pk, world.filed.head.uid, "id_number"]))
    content = roster(
        person(301, id_number=numbers["imported"][0], phone=PHONE),
        person(302, id_number=numbers["imported"][1], phone=WRONG_PHONE, bank_card=CARD),
        person(303, id_number=WRONG_ID),
    )
    upload = {"file": SimpleUploadedFile("名单.xlsx", content), "union": world.union.pk}
    page = client.post(reverse("rosters:import_new"), upload)["Location"]
    client.post(page)
    run_pending()
    detail = page.replace("columns/", "")
    client.post(f"{detail}confirm/")
    run_pending()
    body(client.get(f"{detail}errors/"))
    client.force_login(world.finance, backend=LOGIN)
    body(client.get(reverse("payments:bank_list", args=[world.sent_batch.pk])))
    account = reverse("payments:account", args=[world.failed_payment.pk])
    client.post(account, {"bank_name": "银行", "bank_card": f"{CARD}1"})
    client.post(account, {"bank_name": "银行", "bank_card": CARD})
    client.post(reverse("payments:reveal", args=[world.failed_payment.pk]))
    client.get(reverse("payments:roster_xlsx"), {"batch": CARD, "note": numbers["typed"]})
    call_command("check_ledger", stdout=io.StringIO())


def test_a_flow_with_known_numbers_leaves_none_of_them_behind(client, world, numbers, told):
    flow(client, world, numbers)
    done = set(AuditRecord.objects.values_list("action", flat=True))
    assert {
        "reveal",
        "household.save",
        "import.upload",
        "payment.correct_account",
        "export.bank_list",
    } <= done
    assert RosterImport.objects.latest("pk").issues
    secrets = everything_of(numbers)
    assert not [number for number in secrets if number in told()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM public."{table}" t')
            rows = "\n".join(row for (row,) in cursor.fetchall())
            plain = [number for number in secrets if number in rows]
            coded = [number for number in secrets if number.encode().hex() in rows]
            assert not plain + coded, (table, plain, coded)


def test_the_session_holds_no_number(client, world, numbers):
    flow(client, world, numbers)
    client.force_login(world.clerk, backend=LOGIN)
    client.post(reverse("desk:search"), {"text": numbers["typed"]})
    client.post(reverse("desk:search"), {"text": PHONE})
    held = str(dict(client.session.items()))
    assert "searches" in held
    assert not [number for number in everything_of(numbers) if number in held]


def test_no_page_shows_a_number_in_full_unasked(client, world, urls, numbers):
    """Whoever may open a page sees the mask; what is printed to be signed is the exception."""
    for name, address in ADDRESSES.items():
        if "GET" not in address.methods or address.gives == FILE:
            continue
        client.force_login(getattr(world, address.who), backend=LOGIN)
        shown = body(client.get(urls[name], address.query(world))).decode()
        assert not [number for number in numbers["known"] if number in shown], name
