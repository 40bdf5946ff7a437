"""批量补材料: scans go into files by their names, the rest by hand; nothing is lost, nothing kept twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Consent, Evidence, Household
from cases.intakes import services
from cases.intakes.models import Scan, ScanBatch
from cases.intakes.rules.scan_names import (
    list_folders,
    mask_folder,
    mask_name,
    mask_text,
    read_folder,
    read_name,
)
from cases.intakes.selectors.scans import list_waiting
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.navigation import current_place
from hardship.jobs.services import run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.files import read_zip
from hardship.kernel.workflow import Refused
from tests.cases.intakes.lists import UNSURE, accepted, imported, picture, sent, zipped
from tests.cases.rosters.roster_files import BORN, person
from tests.factories import HouseholdFactory, make_pdf

NUMBER = make_id_number("320602", BORN, 2)


@pytest.mark.parametrize(
    ("name", "number", "who", "kind"),
    [
        (f"{NUMBER}_身份证.jpg", NUMBER, "", "id_card"),
        (f"３２０６０２{NUMBER[6:]}　户口簿（2）.JPG", NUMBER, "", "household_register"),
        (f"{NUMBER.lower()}-收入证明-1.pdf", NUMBER, "", "income"),
        (f"{NUMBER}承诺书.png", NUMBER, "", "consent"),
        (f"{NUMBER} 授权书 - 副本.jpg", NUMBER, "", "consent"),
        (f"存量/{NUMBER}/身份证正面.jpg", NUMBER, "", "id_card"),
        (f"{NUMBER} 季小梅\\出院小结.jpg", NUMBER, "", "medical_record"),
        ("季小梅_户口本.pdf", "", "季小梅", "household_register"),
        ("季小梅/诊断证明 (3).jpg", "", "季小梅", "diagnosis"),
        ("阿依古丽·买买提-残疾证.jpg", "", "阿依古丽·买买提", "disability"),
        ("季小梅 工资.jpg", "", "季小梅", "income"),
        ("IMG_20240510.jpg", "", "", ""),
        ("身份证.jpg", "", "", "id_card"),
        ("季小梅.jpg", "", "季小梅", ""),
        (f"{NUMBER}.jpg", NUMBER, "", ""),
        ("../../etc/passwd", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_a_name_says(name, number, who, kind):
    found = read_name(name)
    assert (found.number, found.person, found.kind) == (number, who, kind)


def test_the_page_of_one_scan_belongs_to_the_place_of_all(cast):
    page = reverse("intakes:scan", args=[uuid4()])
    assert current_place(cast.clerk.roles, page) == "intakes:batches"


def test_the_number_of_a_person_is_hidden_in_what_is_kept():
    assert mask_name(f"a/b/{NUMBER}_身份证.jpg") == f"{NUMBER[:6]}********{NUMBER[-4:]}_身份证.jpg"
    assert mask_name("13812345678_身份证.jpg") == "138****5678_身份证.jpg"
    assert mask_name("6217002870012345670_卡.jpg") == "**** **** **** 5670_卡.jpg"
    assert NUMBER not in mask_name(f"{NUMBER}/{NUMBER}{'x' * 300}.jpg")


@pytest.mark.django_db
class TestSorting:
    @pytest.fixture
    def file(self, cast, reference):
        """A file that was taken over and waits for documents."""
        intake = accepted(cast, person(1, **UNSURE))
        return Household.objects.get(intake_row__intake=intake)

    def states(self, batch):
        return list(batch.scans.order_by("place").values_list("state", flat=True))

    @pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
    def test_what_is_named_goes_to_its_file_and_person(self, cast, file, encoding):
        batch = sent(
            cast, {f"{NUMBER}_身份证.jpg": picture("1"), "季小梅_户口本.jpg": picture("2")}, encoding=encoding
        )
        assert (batch.state, self.states(batch)) == ("done", ["placed", "placed"])
        card, book = (
            file.evidence.order_by("kind", "pk")
            .filter(kind__in=("id_card", "household_register"))
            .order_by("-kind")
        )
        assert (card.kind, card.member, card.original_name) == ("id_card", file.head, "身份证.jpg")
        assert (book.kind, book.member) == ("household_register", None)
        told = AuditRecord.objects.filter(action="scan.sort").get().data
        assert (told["placed"], told["waiting"]) == (2, 0)

    def test_a_draft_gets_its_documents_too(self, cast, reference):
        draft = imported(cast, person(1), filed=False).rows.get().household
        sent(cast, {f"{NUMBER}_低保证.jpg": picture("1")})
        assert draft.evidence.get().kind == "dibao"

    def test_a_filed_file_and_one_of_another_union_get_nothing(self, cast, reference):
        filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        other = HouseholdFactory(complete=True, union=cast.elsewhere, clerk=cast.stranger)
        before = Evidence.objects.count()
        numbers = [row.head.id_number.reveal() for row in (filed, other)]
        batch = sent(cast, {f"{number}_身份证.jpg": picture(number) for number in numbers})
        assert self.states(batch) == ["waiting", "waiting"]
        assert Evidence.objects.count() == before
        assert "没有这个身份证号" in batch.scans.first().why

    def test_the_unmatched_wait_each_with_why(self, cast, file):
        batch = sent(
            cast,
            {"IMG_1.jpg": picture("1"), f"{NUMBER}.jpg": picture("2"), "王无名_身份证.jpg": picture("3"),
             f"{NUMBER}_户口本.jpg": b"no picture", f"{NUMBER}_诊断.docx": b"PK\x03\x04doc"},
        )  # fmt: skip
        assert self.states(batch) == ["waiting", "waiting", "waiting", "refused", "refused"]
        why = list(batch.scans.order_by("place").values_list("why", flat=True))
        assert why[:3] == [
            "文件名中没有身份证号或姓名",
            "文件名中看不出是什么材料",
            "草稿和待补材料的档案中没有这个姓名",
        ]
        assert list_waiting(cast.clerk).count() == 3
        assert all(scan.file for scan in batch.scans.filter(state="waiting"))

    def test_two_of_one_name_wait(self, cast, reference):
        imported(cast, person(1), person(2, marriage="已婚"), filed=False)
        batch = sent(cast, {"季小梅_身份证.jpg": picture("1")})
        assert "不止一份档案中有此人" in batch.scans.get().why

    def test_the_same_zip_again_changes_nothing(self, cast, file):
        files = {
            f"{NUMBER}_身份证.jpg": picture("1"),
            "IMG_1.jpg": picture("2"),
            f"{NUMBER}_承诺书.jpg": picture("3"),
        }
        day = timezone.localdate()
        sent(cast, files, signed_on=day)
        before = (Evidence.objects.count(), Consent.objects.count(), list_waiting(cast.clerk).count())
        again = sent(cast, files, signed_on=day)
        assert self.states(again) == ["twice", "twice", "twice"]
        assert (Evidence.objects.count(), Consent.objects.count(), list_waiting(cast.clerk).count()) == before
        assert [scan.why for scan in again.scans.order_by("place")] == [
            "档案中已有同一份文件", "以前传过：待人工分拣", "档案中已有同一份文件"
        ]  # fmt: skip

    def test_one_that_waits_and_comes_again_under_its_name_waits_no_more(self, cast, file):
        waiting = sent(cast, {"IMG_1.jpg": picture("1")}).scans.get()
        sent(cast, {f"{NUMBER}_身份证.jpg": picture("1")})
        waiting.refresh_from_db()
        assert (waiting.state, waiting.household) == ("placed", file)

    def test_a_consent_is_registered_with_its_day_and_scan(self, cast, file):
        day = timezone.localdate() - timedelta(days=3)
        sent(cast, {f"{NUMBER}_授权书.jpg": picture("1")}, signed_on=day)
        consent = Consent.objects.get(household=file)
        assert (consent.signed_on, consent.signer, consent.allows_check) == (day, "季小梅", True)
        assert consent.documents.get().kind == "consent"

    def test_without_a_day_the_scan_is_kept_and_no_consent_claimed(self, cast, file):
        sent(cast, {f"{NUMBER}_授权书.jpg": picture("1")})
        assert not Consent.objects.filter(household=file).exists()
        assert file.evidence.get().kind == "consent"

    def test_a_draft_gets_its_consent_too(self, cast, reference):
        draft = imported(cast, person(1), filed=False).rows.get().household
        sent(cast, {f"{NUMBER}_承诺书.jpg": picture("1")}, signed_on=timezone.localdate())
        assert Consent.objects.get().household == draft

    def test_a_job_that_begins_again_sorts_none_twice(self, cast, file):
        batch = sent(cast, {f"{NUMBER}_身份证.jpg": picture("1")})
        with batch.file.open("rb") as stored:
            again = services.sort_scan(batch=batch, place=0, packed=next(read_zip(stored)))
        assert again == batch.scans.get()
        assert file.evidence.count() == 1

    def test_single_files_come_as_one_upload(self, cast, file):
        files = [
            SimpleUploadedFile(f"{NUMBER}_身份证.jpg", picture("1")),
            SimpleUploadedFile("b.jpg", picture("2")),
        ]
        batch = services.upload_scans(files=files, by=cast.clerk)
        run_pending()
        assert (batch.original_name, self.states(batch)) == ("2 个文件", ["placed", "waiting"])

    def test_what_is_nothing_or_too_much_or_too_late_is_refused(self, cast, monkeypatch):
        day = timezone.localdate() + timedelta(days=1)
        many = [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(101)]
        for files, more, why in (
            ([], {}, "请选择"),
            (many, {}, "最多 100 个"),
            ([zipped({})], {}, "没有文件"),
            ([zipped({"a": b"x"})], {"signed_on": day}, "不能晚于今天"),
        ):
            with pytest.raises(Refused, match=why):
                services.upload_scans(files=files, by=cast.clerk, **more)
        with pytest.raises(Refused, match="只有经办人"):
            services.upload_scans(files=[zipped({"a": b"x"})], by=cast.reviewer)
        assert not ScanBatch.objects.exists()

    def test_no_name_or_number_stands_in_the_log(self, cast, file):
        sent(cast, {f"{NUMBER}_身份证.jpg": picture("1"), f"{NUMBER}x.jpg": b"x"})
        assert NUMBER not in str(list(AuditRecord.objects.values_list("data", flat=True)))
        assert NUMBER not in str(list(Scan.objects.values_list("name", "why")))


@pytest.mark.django_db
class TestByHand:
    @pytest.fixture
    def file(self, cast, reference):
        intake = accepted(cast, person(1, **UNSURE))
        return Household.objects.get(intake_row__intake=intake)

    @pytest.fixture
    def waiting(self, cast, file):
        return (
            sent(cast, {"IMG_1.jpg": picture("1"), "IMG_2.jpg": picture("2")}).scans.order_by("place").first()
        )

    def at(self, name, scan):
        return reverse(f"intakes:{name}", args=[scan.uid])

    def test_somebody_reads_whose_it_is_and_places_it(self, client, cast, file, waiting):
        client.force_login(cast.clerk)
        assert client.get(self.at("scan_file", waiting)).status_code == 200
        assert AuditRecord.objects.filter(action="scan.read").count() == 1
        assert client.post(self.at("scan", waiting), {"who": ""}).status_code == 422
        assert "没有此人" in client.post(self.at("scan", waiting), {"who": "无此人"}).content.decode()
        page = client.post(self.at("scan", waiting), {"who": "季小梅"}).content.decode()
        assert str(file.head.uid) in page
        assert NUMBER not in page
        assert str(file.head.uid) in client.post(self.at("scan", waiting), {"who": NUMBER}).content.decode()
        client.post(self.at("scan_place", waiting), {"member": str(file.head.uid), "kind": ""})
        assert not file.evidence.exists()
        done = client.post(self.at("scan_place", waiting), {"member": str(file.head.uid), "kind": "id_card"})
        assert "IMG_2" in client.get(done.url).content.decode()
        assert file.evidence.get().kind == "id_card"
        waiting.refresh_from_db()
        assert (waiting.state, waiting.sorted_by) == ("placed", cast.clerk)

    def test_what_was_thrown_away_is_kept_and_can_be_placed_later(self, client, cast, file, waiting):
        services.throw_scan(scan_id=waiting.pk, by=cast.clerk)
        with pytest.raises(Refused, match="已经分拣过"):
            services.throw_scan(scan_id=waiting.pk, by=cast.clerk)
        again = sent(cast, {"IMG_1.jpg": picture("1")})
        assert again.scans.get().why == "以前传过：不要了"
        services.place_scan(scan_id=waiting.pk, member_uid=str(file.head.uid), kind="id_card", by=cast.clerk)
        assert file.evidence.get().kind == "id_card"
        with pytest.raises(Refused, match="已经分拣过"):
            services.place_scan(
                scan_id=waiting.pk, member_uid=str(file.head.uid), kind="income", by=cast.clerk
            )

    def test_it_goes_into_no_file_of_another_union(self, cast, waiting):
        other = HouseholdFactory(complete=True, union=cast.elsewhere, clerk=cast.stranger)
        with pytest.raises(Refused, match="请选择是谁的材料"):
            services.place_scan(
                scan_id=waiting.pk, member_uid=str(other.head.uid), kind="id_card", by=cast.clerk
            )
        with pytest.raises(Scan.DoesNotExist):
            services.throw_scan(scan_id=waiting.pk, by=cast.stranger)

    def test_the_first_page_of_a_pdf_is_shown(self, client, cast, file):
        paper = make_pdf(HouseholdFactory(union=cast.elsewhere)).file.open("rb").read()
        one = sent(cast, {"IMG.pdf": paper}).scans.get()
        client.force_login(cast.clerk)
        assert client.get(self.at("scan_page", one))["Content-Type"] == "image/jpeg"

    def test_another_union_sees_nothing(self, client, cast, waiting):
        client.force_login(cast.stranger)
        for name in ("scan", "scan_file", "scan_page"):
            assert client.get(self.at(name, waiting)).status_code == 404
        assert client.get(reverse("intakes:batch", args=[waiting.batch.uid])).status_code == 404

    def test_the_pages_of_an_upload(self, client, cast, file, waiting):
        client.force_login(cast.clerk)
        page = client.get(
            reverse("intakes:batch", args=[waiting.batch.uid]), {"state": "waiting"}
        ).content.decode()
        assert "人工分拣" in page
        assert "文件名中没有身份证号或姓名" in page
        assert client.post(reverse("intakes:batches"), {}).status_code == 409
        paper = make_pdf(HouseholdFactory(union=cast.elsewhere)).file.open("rb").read()
        file = SimpleUploadedFile(f"{NUMBER}_户口本.pdf", paper)
        other, third = (SimpleUploadedFile(f"{n}.jpg", picture(n)) for n in ("甲", "乙"))
        sent_files = {"scans": [file, other], "folder": [third], "signed_on": ""}
        done = client.post(reverse("intakes:batches"), sent_files)
        assert done.status_code == 302
        run_pending()
        page = client.get(done.url)
        assert "已归入档案" in page.content.decode()
        assert page.context["page"].paginator.count == 3
        assert "file-pick" in client.get(reverse("intakes:batches")).content.decode()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("存量/季小梅/IMG_1.jpg", ["季小梅", "存量"]),
        (f"存量\\{NUMBER} 季小梅\\IMG_1.jpg", [NUMBER, "存量"]),
        ("季小梅 (2)/x/a.jpg", ["季小梅"]),
        ("a.jpg", []),
        ("/../a.jpg", []),
        ("", []),
    ],
)
def test_whom_folders_are_named_like(name, found):
    read = [read_folder(folder) for folder in list_folders(name)]
    assert [one.number or one.person for one in read if one.number or one.person] == found


def test_folders_are_read_however_they_were_typed():
    assert list_folders("ＤＡ２０２６\\x\\a.jpg") == ["x", "DA2026"]
    assert mask_text(f"存量\\{NUMBER}／") == f"存量/{NUMBER[:6]}********{NUMBER[-4:]}/"


def test_the_folders_that_are_kept_name_no_number():
    assert mask_folder(f"存量\\{NUMBER}\\a.jpg") == f"存量/{NUMBER[:6]}********{NUMBER[-4:]}"
    assert mask_folder("../../etc/./passwd") == "etc"
    assert mask_folder("a.jpg") == ""
    assert len(mask_folder(f"{'长' * 400}/a.jpg")) == 120


@pytest.mark.django_db
class TestFolders:
    @pytest.fixture
    def file(self, cast, reference):
        intake = accepted(cast, person(1, **UNSURE))
        return Household.objects.get(intake_row__intake=intake)

    def post(self, client, cast, paths, *, told=None):
        client.force_login(cast.clerk)
        files = [
            SimpleUploadedFile(path.rpartition("/")[2], picture(path), content_type="image/jpeg")
            for path in paths
        ]
        sent = {"folder": files, "paths": "\r\n".join(paths if told is None else told)}
        answer = client.post(reverse("intakes:batches"), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        run_pending()
        return ScanBatch.objects.latest("pk").scans.order_by("place")

    def test_a_folder_of_loose_scans_says_whose_they_are(self, client, cast, file):
        card, unclear, nobody = self.post(
            client, cast, ["存量/季小梅/身份证.jpg", "存量/季小梅/IMG_1.jpg", "存量/IMG_2.jpg"]
        )
        assert (card.state, card.household, card.folder) == ("placed", file, "存量/季小梅")
        assert (unclear.state, unclear.guess, unclear.folder) == ("waiting", file.head, "存量/季小梅")
        assert (nobody.state, nobody.guess, nobody.folder) == ("waiting", None, "存量")
        page = client.get(reverse("intakes:scan", args=[unclear.uid])).text
        assert "存量/季小梅" in page
        assert "可能是" in page
        assert f'value="{file.head.uid}" checked' in page
        assert "可能是" not in client.get(reverse("intakes:scan", args=[nobody.uid])).text

    def test_a_folder_is_named_by_the_number_of_the_person_or_of_the_file(self, client, cast, file):
        by_person, by_file = self.post(client, cast, [f"{NUMBER}/IMG_1.jpg", f"{file.file_no}/x/IMG_2.jpg"])
        assert (by_person.guess, by_file.guess) == (file.head, file.head)
        assert NUMBER not in by_person.folder

    @pytest.mark.parametrize(
        "told",
        [
            [],
            ["季小梅/别的.jpg"],
            ["季小梅/" + "x" * 400 + "/IMG_1.jpg"],
            ["", "季小梅/IMG_1.jpg"],
        ],
    )
    def test_what_is_told_of_other_files_is_not_believed(self, client, cast, file, told):
        (scan,) = self.post(client, cast, ["IMG_1.jpg"], told=told)
        assert (scan.name, scan.folder, scan.guess, scan.state) == ("IMG_1.jpg", "", None, "waiting")

    def test_two_people_of_one_name_are_nobodys_guess(self, client, cast, reference):
        accepted(cast, person(1, **UNSURE))
        HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, name="季小梅")
        (scan,) = self.post(client, cast, ["季小梅/IMG_1.jpg"])
        assert scan.guess is None

    def test_a_folder_farther_off_does_not_say_which_of_two_it_is(self, client, cast, reference):
        intake = accepted(cast, person(1, **UNSURE))
        file = Household.objects.get(intake_row__intake=intake)
        HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, name="季小梅")
        other = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk, name="宋大有")
        scans = self.post(
            client,
            cast,
            [
                "宋大有/季小梅/IMG_1.jpg",  # two of the near folder
                f"{file.file_no}/季小梅/IMG_2.jpg",  # the same, and a file farther off
                f"宋大有/{file.file_no}/IMG_3.jpg",  # a file is nearer than a name
                "宋大有/谁也不是/IMG_4.jpg",  # nobody of the near folder
            ],
        )
        assert [scan.guess for scan in scans] == [None, None, file.head, other.head]

    def test_files_and_folders_are_searched_and_nothing_of_it_stands_in_the_address(self, client, cast, file):
        first, *_others = self.post(client, cast, ["季小梅/IMG_1.jpg", "别人/IMG_2.jpg", f"{NUMBER}/a.jpg"])
        url = reverse("intakes:batch", args=[first.batch.uid])
        for typed, count in (("季小梅", 1), ("img_", 2), (NUMBER, 1), ("没有", 0), (" ", 3), ("%", 0)):
            answer = client.post(url, {"text": typed})
            assert typed.strip() not in answer.url or not typed.strip()
            page = client.get(answer.url)
            assert page.context["page"].paginator.count == count, typed
            assert NUMBER not in page.text
        assert client.get(url, {"q": "no-token"}).context["page"].paginator.count == 3

    def test_a_folder_is_found_as_it_is_shown(self, client, cast, file):
        first, *_others = self.post(
            client, cast, ["存量/季小梅/身份证.jpg", f"存量/{NUMBER}/IMG_1.jpg", "别人/a.jpg"]
        )
        url = reverse("intakes:batch", args=[first.batch.uid])
        for typed, count in (("存量/季小梅", 1), ("存量\\季小梅", 1), (f"存量/{NUMBER}", 1), ("存量/", 2)):
            answer = client.post(url, {"text": typed})
            assert client.get(answer.url).context["page"].paginator.count == count, typed

    def test_a_search_keeps_the_state_and_its_chips_count_what_was_found(self, client, cast, file):
        placed, unclear, _nobody = self.post(
            client, cast, ["季小梅/身份证.jpg", "季小梅/IMG_1.jpg", "别人/IMG_2.jpg"]
        )
        url = reverse("intakes:batch", args=[placed.batch.uid])
        answer = client.post(f"{url}?state=waiting", {"text": "季小梅"})
        assert "state=waiting" in answer.url
        shown = client.get(answer.url)
        assert [scan.pk for scan in shown.context["page"]] == [unclear.pk]
        assert [(chip["label"], chip["count"]) for chip in shown.context["chips"]] == [
            ("全部", 2), ("已归入档案", 1), ("待人工分拣", 1),
        ]  # fmt: skip
        assert f'href="{url}?state=waiting"' in shown.text
        assert client.post(f"{url}?state=waiting", {"text": ""}).url == f"{url}?state=waiting"
        assert client.post(f"{url}?state=x", {"text": ""}).url == url

    def test_what_was_searched_here_is_nothing_on_another_list(self, client, cast, file):
        (scan,) = self.post(client, cast, ["季小梅/IMG_1.jpg"])
        found = client.post(reverse("intakes:batch", args=[scan.batch.uid]), {"text": "季小梅"})
        token = found.url.partition("q=")[2]
        for name in ("lists:files", "applications:list"):
            assert client.get(reverse(name), {"q": token}).status_code == 200
        files = client.post(reverse("lists:find"), {"text": "季小梅"})
        other = files.url.partition("q=")[2]
        assert other
        page = client.get(reverse("intakes:batch", args=[scan.batch.uid]), {"q": other})
        assert page.context["search"] is None

    def test_many_long_paths_are_taken(self, client, cast, file):
        told = ["季小梅/IMG_1.jpg", *("长" * 290 + f"/{number}.jpg" for number in range(150))]
        (scan,) = self.post(client, cast, ["季小梅/IMG_1.jpg"], told=told)
        assert scan.state == "waiting"
