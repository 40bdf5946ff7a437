"""The layouts that come with the program. A union whose bank wants another makes one of its own from these.

What banks publish of their counter software differs by branch and year: these show each shape once and are
to be compared with the bank's own template before the first use, as their notes say.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from funds.payments.rules.layouts import Layout, LayoutColumn
from funds.payments.rules.writing import BankLine, Control
from funds.payments.states import Encoding, Shape, Unit, Value

COMPARE = "第一次使用前，请与开户行的模板逐列核对。"
_LINE, _PAYEE = LayoutColumn(Value.LINE, "序号"), LayoutColumn(Value.PAYEE, "户名")
_CARD, _AMOUNT = LayoutColumn(Value.CARD, "账号"), LayoutColumn(Value.AMOUNT, "金额")

SHIPPED: Mapping[str, Layout] = {
    "plain": Layout(
        name="通用 Excel 代发表",
        note="第一行是标题，一人一行，最后一行合计。多数网银都能导入。",
        columns=(
            _LINE,
            LayoutColumn(Value.PAYEE, "收款人户名"),
            LayoutColumn(Value.CARD, "收款账号"),
            LayoutColumn(Value.BANK, "开户银行"),
            LayoutColumn(Value.BRANCH, "开户网点"),
            LayoutColumn(Value.AMOUNT, "金额（元）"),
            LayoutColumn(Value.PURPOSE, "附言"),
        ),
        totals=(
            LayoutColumn(Value.TEXT, text="合计"),
            LayoutColumn(Value.COUNT),
            *(LayoutColumn(Value.TEXT) for _blank in range(3)),
            LayoutColumn(Value.TOTAL),
            LayoutColumn(Value.TEXT),
        ),
        totals_first=False,
    ),
    "card_first": Layout(
        name="工行样式：账号、户名、金额",
        note=f"Excel，账号在前，没有合计行。{COMPARE}",
        columns=(
            LayoutColumn(Value.CARD, "账号"),
            LayoutColumn(Value.PAYEE, "户名"),
            LayoutColumn(Value.AMOUNT, "金额"),
            LayoutColumn(Value.PURPOSE, "用途"),
        ),
        file_name="{batch}_{date}",
    ),
    "numbered": Layout(
        name="建行样式：序号、账号、户名、金额、备注",
        note=f"Excel，带序号和批次号备注。{COMPARE}",
        columns=(_LINE, _CARD, _PAYEE, _AMOUNT, LayoutColumn(Value.BATCH, "备注")),
        file_name="{date}_{batch}",
    ),
    "bars": Layout(
        name="GBK 文本：竖线分隔，首行总笔数、总金额",
        note=f"一人一行：账号|户名|金额|用途；金额以元计。{COMPARE}",
        shape=Shape.DELIMITED,
        titles=False,
        columns=(_CARD, _PAYEE, _AMOUNT, LayoutColumn(Value.PURPOSE, "用途")),
        totals=(
            LayoutColumn(Value.COUNT),
            LayoutColumn(Value.TOTAL),
            LayoutColumn(Value.DAY),
            LayoutColumn(Value.BATCH),
        ),
        file_name="{batch}_{date}",
    ),
    "fixed": Layout(
        name="GBK 定长文本：金额以分计",
        note=f"账号 32、户名 60、金额 15（分，左补零）、用途 40，末行合计。宽度按字节算。{COMPARE}",
        shape=Shape.FIXED,
        unit=Unit.FEN,
        titles=False,
        columns=(
            LayoutColumn(Value.CARD, "账号", width=32),
            LayoutColumn(Value.PAYEE, "户名", width=60),
            LayoutColumn(Value.AMOUNT, "金额", width=15, right=True, zeros=True),
            LayoutColumn(Value.PURPOSE, "用途", width=40),
        ),
        totals=(
            LayoutColumn(Value.TEXT, text="TOTAL", width=32),
            LayoutColumn(Value.COUNT, width=60, right=True, zeros=True),
            LayoutColumn(Value.TOTAL, width=15, right=True, zeros=True),
            LayoutColumn(Value.DAY, width=40),
        ),
        totals_first=False,
        file_name="{batch}",
    ),
    "commas": Layout(
        name="UTF-8 文本：逗号分隔，带标题行",
        note=f"生僻字多时用它，多数新网银支持。{COMPARE}",
        shape=Shape.DELIMITED,
        encoding=Encoding.UTF8_BOM,
        separator=",",
        columns=(_LINE, _CARD, _PAYEE, _AMOUNT, LayoutColumn(Value.PURPOSE, "用途")),
        file_name="{batch}_{date}",
    ),
}

# What a layout is shown by before there is a batch.
SAMPLE_LINES = (
    BankLine(1, "张建国", "6222020000000000011", Decimal("3000.00"), "中国工商银行", "崇川支行", "生活救助"),
    BankLine(2, "欧阳小红", "6217000000000000022", Decimal("1860.50"), "中国建设银行", "人民路支行", "助学"),
)
SAMPLE = Control("CC-FF2026-001", date(2026, 11, 30), len(SAMPLE_LINES), Decimal("4860.50"))
