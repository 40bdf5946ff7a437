"""A day of the trail is sealed once it is over, and what a superuser did to it afterwards is named."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from freezegun import freeze_time

from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.seals.models import Anchor, Seal, Verification
from hardship.seals.rules import SIZE, anchor_line, chain_of, digest_of, read_anchors
from hardship.seals.selectors import compare, find_faults, start_of
from hardship.seals.services import seal_days, tell_anchors, verify
from tests.factories import UnionFactory, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E6")]


def told():
    return [str(fault) for fault in find_faults()]


def told_outside():
    """What left the machine of each day, the newest first."""
    seals = Seal.objects.order_by("-day")
    return [anchor_line(day=one.day, rows=one.rows, chain=one.chain) for one in seals]


def sql(text, *values):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(text, values)


class TestSealing:
    def test_days_that_are_over_are_sealed_one_after_the_other(self, sealed):
        days = list(Seal.objects.order_by("day"))
        assert [row.rows for row in days] == [3, 3, 3, 0]  # a day without a row is a day
        assert days[-1].day == timezone.localdate() - timedelta(days=1)
        assert days[0].previous == "0" * 64
        assert [row.previous for row in days[1:]] == [row.chain for row in days[:-1]]
        assert seal_days() == 0
        assert told() == []

    def test_anybody_can_compute_the_chain_again(self, sealed):
        day = Seal.objects.order_by("day").first()
        digest = hashlib.sha256(bytes(day.prints)).hexdigest()
        text = f"{day.day} 3 {digest} {'0' * 64}"
        assert day.chain == hashlib.sha256(text.encode()).hexdigest()

    def test_nothing_is_sealed_where_nothing_is(self):
        assert seal_days() == 0
        assert told() == []

    @pytest.mark.parametrize(("minutes", "over"), [(14, False), (15, True)])
    def test_a_day_is_over_a_quarter_after_midnight(self, trail, minutes, over):
        trail(days=1)
        day = timezone.localdate() - timedelta(days=2)
        with freeze_time(start_of(day + timedelta(days=1)) + timedelta(minutes=minutes)):
            assert seal_days() == over

    def test_a_row_of_a_sealed_day_is_refused(self, cast, sealed):
        then = freeze_time(timezone.now() - timedelta(days=2))
        with then, pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            audit.record("log.look", target=None, by=cast.clerk)
        assert audit.record("log.look", target=None, by=cast.clerk).pk  # today goes on

    def test_a_union_that_moves_breaks_no_seal(self, cast, sealed):
        cast.county.parent = UnionFactory(city_level=True, parent=cast.province)
        cast.county.save()
        assert AuditRecord.objects.filter(city=cast.county.parent, by=cast.clerk).exists()
        assert told() == []


class TestWhatASuperuserDid:
    """With the triggers off, as somebody has it who owns the server."""

    def test_a_row_that_says_something_else(self, sealed):
        row = sealed[1][1]
        sql("UPDATE audit_auditrecord SET data = '{\"n\": 7}' WHERE id = %s", row.pk)
        assert told() == [f"{timezone.localdate(row.at)} 第 {row.pk} 条被改动过。"]

    @pytest.mark.parametrize(
        "change",
        [
            "uid = gen_random_uuid()", "kind = 'read'", "action = 'x'", "target_type = 'x'",
            "target_id = '1'",
            "union_id = (SELECT parent_id FROM accounts_union u WHERE u.id = union_id)",
            "at = at + interval '1 microsecond'", "by_id = NULL", "stood_in_for_id = by_id",
            "address = '203.0.113.9'", "request_id = gen_random_uuid()", "changes = '\\x00'",
        ],
    )  # fmt: skip
    def test_whatever_a_row_says(self, sealed, change):
        key = sealed[0][2].pk
        sql(f"UPDATE audit_auditrecord SET {change} WHERE id = %s", key)  # written above
        assert [fault.key for fault in find_faults()] == [key]

    def test_a_row_that_is_gone(self, sealed):
        sql("DELETE FROM audit_auditrecord WHERE id = %s", sealed[0][0].pk)
        (text,) = told()
        assert f"第 {sealed[0][0].pk} 条被删除" in text

    def test_a_row_that_was_put_in(self, sealed):
        row = sealed[2][2]
        sql(
            "INSERT INTO audit_auditrecord (uid, kind, action, target_type, target_id, union_id, at,"
            " request_id, data) SELECT gen_random_uuid(), kind, action, target_type, target_id, union_id, at,"
            " request_id, data FROM audit_auditrecord WHERE id = %s",
            row.pk,
        )
        (text,) = told()
        assert "封存以后加进去的" in text

    def test_a_row_that_was_moved_to_another_day(self, sealed):
        sql("UPDATE audit_auditrecord SET at = at - interval '1 day' WHERE id = %s", sealed[1][0].pk)
        assert sorted(text[11:] for text in told()) == [
            f"第 {sealed[1][0].pk} 条是封存以后加进去的。",
            f"第 {sealed[1][0].pk} 条被删除，或者改到了别的日期。",
        ]

    def test_a_row_from_before_the_first_day(self, sealed):
        sql("UPDATE audit_auditrecord SET at = at - interval '90 days' WHERE id = %s", sealed[0][0].pk)
        assert any("早于第一次封存" in text for text in told())

    def test_a_seal_made_to_fit_the_row(self, sealed):
        first, second = Seal.objects.order_by("day")[:2]
        sql("DELETE FROM audit_auditrecord WHERE id = %s", sealed[0][0].pk)
        prints = bytes(first.prints)[SIZE:]
        told_anew = {"day": first.day, "rows": 2, "digest": digest_of(prints), "previous": first.previous}
        sql(
            "UPDATE seals_seal SET rows = 2, prints = %s, digest = %s, chain = %s WHERE id = %s",
            prints, told_anew["digest"], chain_of(**told_anew), first.pk,
        )  # fmt: skip
        assert told() == [f"{second.day} 封存本身被改动：校验码和内容、前一天对不上。"]

    def test_a_seal_that_is_gone(self, sealed):
        sql("DELETE FROM seals_seal WHERE day = %s", timezone.localdate() - timedelta(days=3))
        assert any("这一天的封存被删除了" in text for text in told())

    def test_a_guard_that_is_off(self, sealed):
        connection.check_constraints()  # a table with events that wait is not altered
        sql("ALTER TABLE audit_auditrecord DISABLE TRIGGER audit_auditrecord_append_only")
        (text,) = told()
        assert "audit_auditrecord_append_only" in text

    def test_all_seals_made_anew_agree_with_themselves_and_not_with_what_left(self, sealed):
        lines = [
            anchor_line(day=one.day, rows=one.rows, chain=one.chain) for one in Seal.objects.order_by("-day")
        ]
        sql("DELETE FROM audit_auditrecord WHERE id = %s", sealed[1][0].pk)
        sql("DELETE FROM seals_seal")
        seal_days()
        assert told() == []
        outside = [fault.day for fault in compare(read_anchors(lines))]
        since = timezone.localdate(sealed[1][0].at)
        assert sorted(outside) == [one.day for one in Seal.objects.filter(day__gte=since).order_by("day")]


class TestAnchors:
    def test_a_line_a_day_goes_to_the_file_and_once(self, sealed, settings, tmp_path):
        settings.ANCHOR_FILE = str(tmp_path / "anchors.txt")
        assert (tell_anchors(), tell_anchors()) == (4, 0)
        found = list(read_anchors((tmp_path / "anchors.txt").read_text().splitlines()))
        assert [one.day for one in found] == [one.day for one in Seal.objects.order_by("day")]
        assert list(compare(found)) == []
        assert set(Anchor.objects.values_list("way", flat=True)) == {"file"}

    def test_a_file_that_cannot_be_written_is_tried_again(self, sealed, settings, tmp_path):
        settings.ANCHOR_FILE = str(tmp_path / "gone" / "anchors.txt")
        assert tell_anchors() == 0
        (tmp_path / "gone").mkdir()
        assert tell_anchors() == 4

    def test_by_mail_to_people_outside(self, sealed, settings):
        settings.EMAIL_HOST, settings.ANCHOR_EMAIL = "mail.example.org", "a@example.org,b@example.org"
        assert tell_anchors() == 4
        assert mail.outbox[0].to == ["a@example.org", "b@example.org"]
        assert Seal.objects.order_by("day").first().chain in mail.outbox[0].body

    def test_nowhere_when_no_way_is_open(self, sealed):
        assert tell_anchors() == 0

    @pytest.mark.parametrize(
        "line", ["2026-03-06", "2026-03-06 3 abc", "2026-13-06 3 " + "0" * 64, "x 3 " + "0" * 64]
    )
    def test_a_line_that_is_none_is_named(self, line):
        with pytest.raises(ValueError, match="2"):
            list(read_anchors(["", line]))


class TestCommand:
    def test_says_that_all_is_as_it_was(self, sealed, capsys):
        call_command("verify_audit")
        assert "封存 4 天 9 条，逐条相符" in capsys.readouterr().out
        assert Verification.objects.get().by is None

    def test_ends_with_one_and_names_the_first(self, sealed, capsys):
        sql("UPDATE audit_auditrecord SET action = 'x' WHERE id = %s", sealed[0][0].pk)
        with pytest.raises(CommandError) as failed:
            call_command("verify_audit")
        assert failed.value.returncode == 1
        assert f"第 {sealed[0][0].pk} 条被改动过" in capsys.readouterr().out

    def test_compares_what_left_the_machine(self, sealed, tmp_path, capsys):
        file = tmp_path / "a.txt"
        file.write_text(f"2020-01-01 3 {'0' * 64}\n")
        with pytest.raises(CommandError) as failed:
            call_command("verify_audit", anchors=str(file))
        assert failed.value.returncode == 1
        assert "系统里没有这一天的封存" in capsys.readouterr().out

    @pytest.mark.parametrize(("text", "said"), [(None, "读不了文件"), ("nonsense", "第 1 行不是校验码")])
    def test_a_file_of_something_else(self, tmp_path, text, said):
        file = tmp_path / "a.txt"
        if text:
            file.write_text(text)
        with pytest.raises(CommandError, match=said) as failed:
            call_command("verify_audit", anchors=str(file))
        assert failed.value.returncode == 2


class TestPage:
    def test_shows_the_days_and_the_last_reading(self, sealed, as_user, cast, settings):
        page = as_user(cast.auditor).get("/seals/").text
        assert Seal.objects.latest("day").chain in page
        assert "校验码还没有送到系统以外" in page
        verify(by=cast.auditor)
        assert "4 天、9 条，逐条相符" in as_user(cast.auditor).get("/seals/").text
        settings.ANCHOR_FILE = "/mnt/archive/anchors.txt"
        assert "系统以外" not in as_user(cast.auditor).get("/seals/").text

    def test_says_what_was_found(self, sealed, as_user, cast):
        sql("UPDATE audit_auditrecord SET action = 'x' WHERE id = %s", sealed[0][0].pk)
        verify()
        page = as_user(cast.auditor).get("/seals/").text
        assert "发现 1 处不符" in page
        assert f"第 {sealed[0][0].pk} 条被改动过" in page

    def test_says_that_nothing_is_sealed_yet(self, as_user, cast):
        assert "还没有封存" in as_user(cast.auditor).get("/seals/").text

    def test_the_reading_is_a_job(self, sealed, as_user, cast, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            as_user(cast.auditor).post("/seals/verify/")
        run_pending()
        made = Verification.objects.get()
        assert (made.by, made.days, made.rows, made.faults) == (cast.auditor, 4, 9, 0)
        assert AuditRecord.objects.filter(action="seals.verify", by=cast.auditor, data__faults=0).exists()

    def test_what_was_kept_outside_is_compared(self, sealed, as_user, cast):
        lines = [
            anchor_line(day=one.day, rows=one.rows, chain=one.chain) for one in Seal.objects.order_by("-day")
        ]
        client = as_user(cast.administrator)
        assert "4 天和系统里的封存一致" in client.post("/seals/check/", {"lines": "\n".join(lines)}).text
        wrong = lines[0][:-1] + ("0" if lines[0][-1] != "0" else "1")
        assert "整套重做过" in client.post("/seals/check/", {"lines": wrong}).text
        answer = client.post("/seals/check/", {"lines": f"{lines[0]}\nnonsense"})
        assert answer.status_code == 422
        assert "第 2 行不是" in answer.text
        assert "nonsense" in answer.text  # what was typed stays

    def test_is_for_who_looks_at_the_trail(self, as_user, cast):
        assert as_user(cast.clerk).get("/seals/").status_code == 403
        assert as_user(cast.finance).post("/seals/verify/").status_code == 403
