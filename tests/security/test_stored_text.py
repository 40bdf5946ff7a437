"""Text that was stored once with something in it is shown as text: on pages, in workbooks, in file names."""

import io
import zipfile

import pytest
from django.db import connection, models

from cases.applications.models import Application
from cases.archives.models import Evidence, Household, Member
from cases.notices.models import Objection
from cases.policies.models import Programme
from cases.rosters.models import RosterImport
from funds.ledgers.models import Fund
from funds.payments.models import Payable, Payment, PaymentBatch
from hardship.accounts.models import Union, User
from tests.addresses import ADDRESSES, FILE
from tests.security.conftest import LOGIN, body

pytestmark = pytest.mark.django_db

SCRIPT = "\"'><img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"
MODELS = (Application, Objection, Evidence, Household, Member, RosterImport, Programme, Fund, Payable,
          Payment, PaymentBatch, Union, User)  # fmt: skip


def fill(text: str) -> None:
    """Put the text into every column that holds words and is neither a choice nor a number of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for model in MODELS:
            words = {
                field.name: text[: field.max_length]
                for field in model._meta.concrete_fields
                if type(field) is models.CharField and not field.choices and not field.unique
                and (field.max_length or 0) >= 20 and field.name not in KEPT
            }  # fmt: skip
            model._default_manager.all().update(**words)
        cursor.execute("SET session_replication_role = DEFAULT")


KEPT = {
    "path",
    "password",
    "content_hash",
    "sha256",
    "media_type",
    "code",
    "document_no",  # of one fund of a union and source
    "former_document_no",  # beside its day, or not at all
    "agent_name",  # with their channel, or not at all
    "agent_relation",
    "action",
    "source",
    "scan_type",  # with their scan, or not at all
    "scan_sha256",
    "subject",
}


def test_no_page_takes_stored_text_for_markup(client, world, urls):
    fill(SCRIPT)
    seen = 0
    for name, address in ADDRESSES.items():
        if "GET" not in address.methods or address.gives == FILE:
            continue
        client.force_login(getattr(world, address.who), backend=LOGIN)
        response = client.get(urls[name], address.query(world))
        page = body(response)
        assert response.status_code < 400, (name, response.status_code)
        assert b"<img src=x" not in page, name
        seen += b"&lt;img src=x" in page
    assert seen > 20


def test_no_workbook_evaluates_stored_text(client, world, urls):
    fill(FORMULA)
    seen = 0
    for name, address in ADDRESSES.items():
        if address.gives != FILE and not name.endswith("export"):
            continue
        client.force_login(getattr(world, address.who), backend=LOGIN)
        method = client.get if "GET" in address.methods else client.post
        response = method(urls[name], address.query(world))
        content = body(response)
        assert "\n" not in response.get("Content-Disposition", ""), name
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                sheet = book.read("xl/worksheets/sheet1.xml")
            assert b"<f>" not in sheet, name
            seen += b"cmd|" in sheet
    assert seen > 3
