"""What companies and people gave to the demo's two cities: confirmed, waiting, void, collected for a
colleague, and goods."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stdnum.cn.uscc import calc_check_digit

from cases.archives.models import Household
from cases.archives.rules.subjects import subject_of
from funds.donations import services
from funds.donations.models import Donation, Drive
from funds.donations.services import DonorTold, Gift, Plan
from hardship.accounts.models import User
from hardship.demo import clock

NAMESPACE = uuid.UUID("5a9d0c61-2f0e-4f0b-9f53-6c8f0b0d47aa")
# kind, name, first 17 places of the code, whether they agreed to be published
DONORS = {
    "textile": ("company", "南通金河纺织有限公司", "91320602MA1W3K2P0", True),
    "bank": ("company", "江海农村商业银行股份有限公司", "91320600138300021", True),
    "shop": ("company", "崇川万家超市有限公司", "91320602MA20T5C41", False),
    "retired": ("person", "顾文英", "", False),
    "model": ("person", "季建华", "", True),
}
BANK, CASH = {"method": "bank"}, {"method": "cash"}
GIVEN = {"source": "donation"}
# days ago, donor ('' for none), yuan, what else
MONEY: Mapping[str, tuple[tuple[int, str, str, dict[str, Any]], ...]] = {
    "nt": (
        (120, "textile", "50000", {"use": "tuition", **BANK, **GIVEN, "wish": "资助本市困难职工子女上大学"}),
        (95, "bank", "80000", {"use": "medical", **BANK, **GIVEN}),
        (60, "retired", "2000", {"use": "living", **CASH, **GIVEN}),
        (41, "", "680.50", {"use": "living", **CASH, **GIVEN}),
        (33, "model", "12600", {"use": "medical", **BANK, **GIVEN, "wish": "用于患重病的一线职工"}),
        (20, "shop", "3000", {"use": "living", **BANK, **GIVEN}),
        (3, "textile", "20000", {"use": "medical", **BANK, **GIVEN}),
    ),
    "yz": (
        (70, "bank", "30000", {"use": "living", **BANK, **GIVEN}),
        (15, "", "1500", {"use": "tuition", **CASH, **GIVEN}),
    ),
}
INVOICE = "采购发票 20471936"
GOODS: Mapping[str, tuple[int, str, str, dict[str, Any]]] = {
    "nt": (25, "shop", "9600", {"goods": "大米 10 千克装 80 袋、食用油 5 升装 80 桶", "valued_by": INVOICE}),
}

# kind, name, use, source, first day from today, days
DRIVES = (
    ("colleague", "为患病职工募捐", "medical", "entrusted", -160, 30),
    ("one_day", "慈善一日捐", "living", "donation", -20, 40),
    ("tuition", "春季助学募捐", "tuition", "donation", 10, 60),
)
PURPOSES = {
    "colleague": "为突患重病的一线职工筹集治疗费用，全数交给本人。",
    "one_day": "捐出一天的收入，帮扶本市生活困难的职工家庭。",
    "tuition": "资助困难职工家庭的子女完成学业。",
}
UNITS = (
    ("南通机床厂工会", 126, "6300"),
    ("公交客运公司工会", 210, "10500"),
    ("崇川区环卫所工会", 88, "2640"),
)


def build_donations(*, people: Mapping[str, User], today: date) -> int:
    """Returns how many. The last one of the first city waits for a second person, the one before is void."""
    for city, rows in MONEY.items():
        finance, approver = people[f"{city}.finance"], people[f"{city}.approver"]
        made = [_give("money", city, finance, today, *row) for row in rows]
        if city in GOODS:
            made.insert(0, _give("goods", city, finance, today, *GOODS[city]))
        for donation in made[:-1] if city == "nt" else made:
            _step(donation, "confirm", approver, after=1)
        if city == "nt":
            _step(made[-2], "ask_void", finance, after=2, comment="单位名称开错，重新开具")
            _step(made[-2], "void", approver, after=3)
    _build_drives(people["nt.finance"], people["nt.approver"], today)
    return Donation.objects.count()


def _build_drives(finance: User, approver: User, today: date) -> None:
    """One that is over with money left, one that runs with a gift that waits, one to be opened."""
    over, runs, _planned = (
        _drive(finance, approver, today, *row, is_opened=place < 2) for place, row in enumerate(DRIVES)
    )
    for drive, ago, rows in ((over, 150, UNITS[:2]), (runs, 6, UNITS)):
        for place, (name, heads, yuan) in enumerate(rows):
            donation = _give_unit(drive, name, heads, yuan, finance, today - timedelta(days=ago))
            if drive == over or place < 2:
                _step(donation, "confirm", approver, after=1)
    with clock.at(over.until_on + timedelta(days=2), 10):
        services.take_drive_step(drive_id=over.pk, action="close", by=approver)


def _drive(
    finance: User, approver: User, today: date, kind: str, name: str, use: str, source: str, starts: int,
    days: int, *, is_opened: bool,
) -> Drive:  # fmt: skip
    from_on = today + timedelta(days=starts)
    plan = Plan(
        name=f"{today.year}年{name}", kind=kind, purpose=PURPOSES[kind], source=source, use=use,
        from_on=from_on, until_on=from_on + timedelta(days=days), target=Decimal(60000),
        subject=_somebody(finance) if source == "entrusted" else "",
    )  # fmt: skip
    drawn_on = min(from_on, today) - timedelta(days=4)
    with clock.at(drawn_on, 10):
        drive = services.draw_up(plan=plan, by=finance)
    if not is_opened:
        return drive
    with clock.at(drawn_on + timedelta(days=1), 10):
        return services.take_drive_step(drive_id=drive.pk, action="open", by=approver)


def _somebody(finance: User) -> str:
    """The first family on file in the scope, as the drives know it."""
    rows = Household.objects.visible_to(finance).filter(file_no__isnull=False)
    return subject_of(rows.order_by("pk")[0].pk)


def _give_unit(drive: Drive, name: str, heads: int, yuan: str, by: User, on: date) -> Donation:
    gift = Gift(
        form="money", amount=Decimal(yuan), given_on=on, source=drive.source, use=drive.use_id, heads=heads,
        drive=drive, **BANK,
    )  # fmt: skip
    with clock.at(on, 16):
        key = uuid.uuid5(NAMESPACE, f"{drive.name} {name}")
        return services.enter(gift=gift, donor=DonorTold("company", name), by=by, key=key)


def _give(
    form: str, city: str, by: User, today: date, ago: int, donor: str, yuan: str, more: dict[str, Any]
) -> Donation:
    on = today - timedelta(days=ago)
    gift = Gift(form=form, amount=Decimal(yuan), given_on=on, **more)
    with clock.at(on, 15):
        key = uuid.uuid5(NAMESPACE, f"{city} {ago} {yuan}")
        return services.enter(gift=gift, donor=_told(donor, on) if donor else None, by=by, key=key)


def _told(donor: str, on: date) -> DonorTold:
    kind, name, code, agrees = DONORS[donor]
    number = code + calc_check_digit(code) if code else ""
    return DonorTold(kind, name, number, consent_on=on if agrees else None)


def _step(donation: Donation, action: str, by: User, *, after: int, comment: str = "") -> None:
    with clock.at(donation.given_on + timedelta(days=after), 10):
        services.take_step(donation_id=donation.pk, action=action, by=by, comment=comment)
