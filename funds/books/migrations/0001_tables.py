import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import hardship.kernel.fields
import hardship.kernel.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('ledgers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='归户时间')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='归户人')),
                ('fund', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_share', to='ledgers.fund', verbose_name='资金')),
            ],
            options={
                'verbose_name': '资金归户',
                'verbose_name_plural': '资金归户',
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('special', '专户'), ('basic', '基本户')], max_length=8, verbose_name='账户性质')),
                ('name', models.CharField(max_length=80, verbose_name='户名')),
                ('bank_name', models.CharField(max_length=40, verbose_name='开户银行')),
                ('bank_branch', models.CharField(blank=True, max_length=60, verbose_name='开户网点')),
                ('number', hardship.kernel.fields.EncryptedField('bank_card', verbose_name='账号')),
                ('number_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('opening', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='期初余额（元）')),
                ('opening_on', models.DateField(verbose_name='期初日期')),
                ('proof', models.FileField(editable=False, max_length=120, upload_to=hardship.kernel.files.FolderName('bank_proofs'), verbose_name='期初余额证明')),
                ('proof_type', models.CharField(editable=False, max_length=40)),
                ('headings', models.JSONField(default=dict, editable=False, verbose_name='对账单列名')),
                ('state', models.CharField(choices=[('entered', '待确认'), ('open', '使用中'), ('closed', '已销户'), ('dropped', '未启用')], default='entered', editable=False, max_length=8, verbose_name='状态')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='退回或销户时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('confirmed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁确认')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回或销户人')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('entered_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('funds', models.ManyToManyField(related_name='accounts', through='books.AccountFund', to='ledgers.fund', verbose_name='资金')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '银行账户',
                'verbose_name_plural': '银行账户',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('number_index',), name='bank_account_once', violation_error_message='这个账号已经登记。'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'open', 'closed', 'dropped'])), name='bank_account_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('kind__in', ['special', 'basic'])), name='bank_account_kind_known', violation_error_message='请选择账户性质。'), models.CheckConstraint(condition=models.Q(('opening__gte', 0), ('opening__lt', 1000000000000)), name='bank_account_opening', violation_error_message='期初余额不能是负数。'), models.CheckConstraint(condition=models.Q(('state__in', ('entered', 'dropped')), ('confirmed_by__isnull', False), _connector='OR'), name='bank_account_confirmed', violation_error_message='确认以后才能使用。'), models.CheckConstraint(condition=models.Q(models.Q(('entered_by', models.F('confirmed_by')), _negated=True), models.Q(('entered_by', models.F('confirmed_for')), _negated=True), models.Q(('entered_for', models.F('confirmed_by')), _negated=True), models.Q(('entered_for', models.F('confirmed_for')), _negated=True)), name='bank_account_by_another', violation_error_message='登记和确认必须是两个人。')],
            },
        ),
        migrations.AddField(
            model_name='accountfund',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='books.bankaccount', verbose_name='银行账户'),
        ),
        migrations.CreateModel(
            name='LineMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rule', '按规则对上'), ('hand', '手工对上'), ('booked', '补记入账'), ('aside', '非帮扶资金')], max_length=6, verbose_name='方式')),
                ('on', models.DateField(verbose_name='日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='对账时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='books.bankaccount', verbose_name='银行账户')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对账人')),
            ],
            options={
                'verbose_name': '对账',
                'verbose_name_plural': '对账',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'hand', 'booked', 'aside'])), name='line_match_kind_known', violation_error_message='方式不对。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'aside'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='line_match_aside_explained', violation_error_message='请写明理由。')],
            },
        ),
        migrations.CreateModel(
            name='MatchedJournal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='books.bankaccount', verbose_name='银行账户')),
                ('journal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matched', to='ledgers.journal', verbose_name='凭证')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='books.linematch', verbose_name='对账')),
            ],
            options={
                'verbose_name': '对上的凭证',
                'verbose_name_plural': '对上的凭证',
                'constraints': [models.UniqueConstraint(fields=('account', 'journal'), name='journal_matched_once')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='当月一日', verbose_name='月份')),
                ('until_on', models.DateField(verbose_name='截止日期')),
                ('bank_balance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='银行对账单余额')),
                ('book_balance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='账面余额')),
                ('bank_in', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='银行已收、企业未收')),
                ('bank_out', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='银行已付、企业未付')),
                ('book_in', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='企业已收、银行未收')),
                ('book_out', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='企业已付、银行未付')),
                ('agreed', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='调节后余额')),
                ('items', models.JSONField(default=list, verbose_name='未达账项')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='签字时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='books.bankaccount', verbose_name='银行账户')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签字人')),
                ('signed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁签字')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '余额调节表',
                'verbose_name_plural': '余额调节表',
                'constraints': [models.UniqueConstraint(fields=('account', 'month'), name='reconciliation_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reconciliation_first_day', violation_error_message='月份以当月一日表示。'), models.CheckConstraint(condition=models.Q(('agreed', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('bank_balance'), '+', models.F('book_in')), '-', models.F('book_out'))), ('agreed', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('book_balance'), '+', models.F('bank_in')), '-', models.F('bank_out')))), name='reconciliation_agrees', violation_error_message='调节后余额不相符。')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('until_on', models.DateField(verbose_name='截止日期')),
                ('opening', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='期初余额（元）')),
                ('closing', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='期末余额（元）')),
                ('original_name', models.CharField(editable=False, max_length=120, verbose_name='原文件名')),
                ('file', models.FileField(editable=False, max_length=120, upload_to=hardship.kernel.files.FolderName('bank_statements'), verbose_name='文件')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                ('rows', models.PositiveIntegerField(editable=False, verbose_name='笔数')),
                ('state', models.CharField(choices=[('waiting', '待确认'), ('taken', '已导入'), ('dropped', '未采用')], default='waiting', editable=False, max_length=8, verbose_name='状态')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='确认或放弃时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='books.bankaccount', verbose_name='银行账户')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认或放弃人')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('taken_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('taken_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁上传')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '银行对账单',
                'verbose_name_plural': '银行对账单',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('account', 'sha256'), name='statement_file_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('account',), name='statement_waits_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'taken', 'dropped'])), name='statement_state_known', violation_error_message='对账单状态不对。'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='statement_days_in_order', violation_error_message='截止日期不能早于起始日期。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='statement_ended_by_somebody', violation_error_message='确认或放弃对账单须记录时间和人。')],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='文件第几行')),
                ('on', models.DateField(verbose_name='日期')),
                ('way', models.CharField(choices=[('in', '收入'), ('out', '支出')], max_length=3, verbose_name='收支')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('balance', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='余额（元）')),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='摘要')),
                ('party', models.CharField(blank=True, max_length=80, verbose_name='对方户名')),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='流水号')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.bankaccount', verbose_name='银行账户')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.statement', verbose_name='银行对账单')),
            ],
            options={
                'verbose_name': '对账单明细',
                'verbose_name_plural': '对账单明细',
                'indexes': [models.Index(fields=['account', 'on'], name='statement_line_day')],
                'constraints': [models.UniqueConstraint(fields=('account', 'fingerprint'), name='statement_line_once'), models.CheckConstraint(condition=models.Q(('way__in', ['in', 'out'])), name='statement_line_way_known', violation_error_message='收支不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='statement_line_amount', violation_error_message='金额必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='MatchedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.linematch', verbose_name='对账')),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='matched', to='books.statementline', verbose_name='对账单明细')),
            ],
            options={
                'verbose_name': '对上的对账单明细',
                'verbose_name_plural': '对上的对账单明细',
            },
        ),
        migrations.CreateModel(
            name='LineBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('interest', '账户利息'), ('fee', '银行手续费')], max_length=8, verbose_name='业务')),
                ('state', models.CharField(choices=[('asked', '待确认'), ('booked', '已入账'), ('dropped', '未入账')], default='asked', editable=False, max_length=8, verbose_name='状态')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提出时间')),
                ('booked_at', models.DateTimeField(editable=False, null=True, verbose_name='办理时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('asked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁提出')),
                ('booked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('booked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.fund', verbose_name='利息记入')),
                ('journal', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.journal', verbose_name='凭证')),
                ('line_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.budgetline', verbose_name='手续费出自')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='books.statementline', verbose_name='对账单明细')),
            ],
            options={
                'verbose_name': '补记入账',
                'verbose_name_plural': '补记入账',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('line',), name='line_booked_once'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'booked', 'dropped'])), name='line_booking_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('fund__isnull', False), ('kind', 'interest'), ('line_of__isnull', True)), models.Q(('fund__isnull', True), ('kind', 'fee'), ('line_of__isnull', False)), _connector='OR'), name='line_booking_target', violation_error_message='利息记入一项资金，手续费出自一条指标。'), models.CheckConstraint(condition=models.Q(models.Q(('booked_by__isnull', False), ('journal__isnull', False), ('state', 'booked')), models.Q(models.Q(('state', 'booked'), _negated=True), ('journal__isnull', True)), _connector='OR'), name='line_booking_in_the_books', violation_error_message='确认以后才入账。'), models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('booked_by')), _negated=True), models.Q(('asked_by', models.F('booked_for')), _negated=True), models.Q(('asked_for', models.F('booked_by')), _negated=True), models.Q(('asked_for', models.F('booked_for')), _negated=True)), name='line_booking_by_another', violation_error_message='提出和确认必须是两个人。')],
            },
        ),
    ]
