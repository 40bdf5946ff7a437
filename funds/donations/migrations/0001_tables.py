import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
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
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('person', '个人'), ('company', '单位')], max_length=8, verbose_name='捐赠人类别')),
                ('name', models.CharField(max_length=80, verbose_name='捐赠人')),
                ('number', hardship.kernel.fields.EncryptedField('document', blank=True, null=True, verbose_name='证件号码')),
                ('number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='联系电话')),
                ('publishes', models.BooleanField(default=False, verbose_name='同意公示姓名')),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='同意日期')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '捐赠人',
                'verbose_name_plural': '捐赠人',
                'constraints': [models.UniqueConstraint(fields=('union', 'number_index'), name='donor_once', violation_error_message='这个证件号码已经登记。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='donor_named', violation_error_message='请填写捐赠人。'), models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'company'])), name='donor_kind_known', violation_error_message='请选择捐赠人类别。'), models.CheckConstraint(condition=models.Q(models.Q(('consent_on__isnull', False), ('publishes', True)), models.Q(('consent_on__isnull', True), ('publishes', False)), _connector='OR'), name='donor_consents_on_a_day', violation_error_message='同意公示的要写明日期。')],
            },
        ),
        migrations.CreateModel(
            name='Drive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='活动名称')),
                ('kind', models.CharField(choices=[('one_day', '慈善一日捐'), ('colleague', '为职工募捐'), ('tuition', '金秋助学'), ('other', '其他')], max_length=10, verbose_name='活动类别')),
                ('purpose', models.CharField(max_length=300, verbose_name='募捐事由')),
                ('source', models.CharField(choices=[('donation', '捐给工会'), ('entrusted', '为职工募捐，工会代管')], max_length=16, verbose_name='资金性质')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('until_on', models.DateField(verbose_name='结束日期')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='目标金额（元）')),
                ('document_no', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('subject', models.CharField(blank=True, editable=False, max_length=60, verbose_name='为谁募捐')),
                ('state', models.CharField(choices=[('draft', '待批准'), ('open', '进行中'), ('closed', '已结束')], default='draft', editable=False, max_length=8, verbose_name='状态')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='拟定时间')),
                ('opened_at', models.DateTimeField(editable=False, null=True, verbose_name='开始办理时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束办理时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束办理人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('fund', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drive', to='ledgers.fund', verbose_name='资金')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.use', verbose_name='指定用途')),
            ],
            options={
                'verbose_name': '募捐活动',
                'verbose_name_plural': '募捐活动',
                'constraints': [models.UniqueConstraint(fields=('union', 'name'), name='drive_name_once', violation_error_message='本工会已有同名的活动。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='drive_named', violation_error_message='请填写活动名称。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='drive_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('kind__in', ['one_day', 'colleague', 'tuition', 'other'])), name='drive_kind_known', violation_error_message='请选择活动类别。'), models.CheckConstraint(condition=models.Q(('source__in', ['donation', 'entrusted'])), name='drive_source_known', violation_error_message='请选择资金性质。'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='drive_ends_later', violation_error_message='结束日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(('target__isnull', True), ('target__gt', 0), _connector='OR'), name='drive_target', violation_error_message='目标金额必须大于零。'), models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), models.Q(('opened_by', models.F('made_by')), _negated=True), _connector='OR'), name='drive_opened_by_another', violation_error_message='拟定和批准必须是两个人。'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('opened_by__isnull', False), _connector='OR'), name='drive_open_with_somebody', violation_error_message='活动要有人批准。')],
            },
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(editable=False, unique=True)),
                ('heads', models.PositiveIntegerField(blank=True, null=True, verbose_name='捐款人数')),
                ('form', models.CharField(choices=[('money', '捐款'), ('goods', '捐物')], max_length=6, verbose_name='捐赠形式')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额或折价（元）')),
                ('goods', models.CharField(blank=True, max_length=200, verbose_name='物资和数量')),
                ('valued_by', models.CharField(blank=True, max_length=60, verbose_name='折价依据')),
                ('source', models.CharField(blank=True, choices=[('donation', '捐给工会'), ('entrusted', '为职工募捐，工会代管')], max_length=16, verbose_name='资金性质')),
                ('wish', models.CharField(blank=True, max_length=200, verbose_name='捐赠意愿')),
                ('given_on', models.DateField(verbose_name='捐赠日期')),
                ('method', models.CharField(blank=True, choices=[('bank', '银行转账'), ('cash', '现金')], max_length=4, verbose_name='收款方式')),
                ('bank_serial', models.CharField(blank=True, max_length=60, verbose_name='银行流水号')),
                ('state', models.CharField(choices=[('entered', '待确认'), ('confirmed', '已确认'), ('void_asked', '待作废'), ('void', '已作废'), ('dropped', '未确认')], default='entered', editable=False, max_length=10, verbose_name='状态')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('dropped_at', models.DateTimeField(editable=False, null=True, verbose_name='退回时间')),
                ('void_asked_at', models.DateTimeField(editable=False, null=True, verbose_name='申请作废时间')),
                ('void_at', models.DateTimeField(editable=False, null=True, verbose_name='作废时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('number', models.CharField(blank=True, editable=False, max_length=40, verbose_name='收据号')),
                ('receipt_year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('receipt_seq', models.PositiveIntegerField(editable=False, null=True)),
                ('assignment', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.journal', verbose_name='指标凭证')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('confirmed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁确认')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('dropped_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('entered_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('fund', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='ledgers.fund', verbose_name='资金')),
                ('journal', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.journal', verbose_name='到账凭证')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('reversal', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.journal', verbose_name='冲销凭证')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('use', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.use', verbose_name='指定用途')),
                ('void_asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请作废人')),
                ('void_asked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁申请作废')),
                ('void_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='同意作废人')),
                ('void_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁同意作废')),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='donations.donor', verbose_name='捐赠人')),
                ('drive', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='donations.drive', verbose_name='募捐活动')),
            ],
            options={
                'verbose_name': '捐赠',
                'verbose_name_plural': '捐赠',
                'constraints': [models.UniqueConstraint(fields=('union', 'receipt_year', 'receipt_seq'), name='donation_receipt_once'), models.UniqueConstraint(condition=models.Q(models.Q(('bank_serial', ''), _negated=True), models.Q(('state__in', ('void', 'dropped')), _negated=True)), fields=('union', 'bank_serial'), name='donation_serial_once', violation_error_message='这个银行流水号已经登记过一笔捐赠。'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'confirmed', 'void_asked', 'void', 'dropped'])), name='donation_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='donation_amount', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'money'), ('goods', ''), ('use__isnull', False), ('valued_by', ''), models.Q(('method', ''), _negated=True), models.Q(('source', ''), _negated=True)), models.Q(('form', 'goods'), ('method', ''), ('source', ''), ('use__isnull', True), models.Q(('goods', ''), _negated=True), models.Q(('valued_by', ''), _negated=True)), _connector='OR'), name='donation_money_or_goods', violation_error_message='捐款写明用途和收款方式，捐物写明物资和折价依据。'), models.CheckConstraint(condition=models.Q(('source__in', ['', 'donation', 'entrusted'])), name='donation_source_known', violation_error_message='请选择资金性质。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'void_asked', 'void')), ('confirmed_by__isnull', False), ('receipt_seq__gt', 0), ('receipt_year__isnull', False), models.Q(('number', ''), _negated=True)), models.Q(models.Q(('state__in', ('confirmed', 'void_asked', 'void')), _negated=True), ('number', ''), ('receipt_seq__isnull', True), ('receipt_year__isnull', True)), _connector='OR'), name='donation_numbered_when_confirmed', violation_error_message='确认以后才有收据号。'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'money'), ('state__in', ('confirmed', 'void_asked', 'void')), ('assignment__isnull', False), ('fund__isnull', False), ('journal__isnull', False)), models.Q(models.Q(('form', 'money'), ('state__in', ('confirmed', 'void_asked', 'void')), _negated=True), ('assignment__isnull', True), ('fund__isnull', True), ('journal__isnull', True)), _connector='OR'), name='donation_money_in_the_books', violation_error_message='确认的捐款必须入账，其他的不能入账。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), ('void_asked_by__isnull', False), ('void_by__isnull', False), models.Q(('why', ''), _negated=True), models.Q(('form', 'goods'), ('reversal__isnull', False), _connector='OR')), models.Q(models.Q(('state', 'void'), _negated=True), ('reversal__isnull', True), ('void_by__isnull', True)), _connector='OR'), name='donation_void_with_reason', violation_error_message='作废要写明原因，由两个人办，账上同时冲销。'), models.CheckConstraint(condition=models.Q(models.Q(('entered_by', models.F('confirmed_by')), _negated=True), models.Q(('entered_by', models.F('confirmed_for')), _negated=True), models.Q(('entered_for', models.F('confirmed_by')), _negated=True), models.Q(('entered_for', models.F('confirmed_for')), _negated=True)), name='donation_confirmed_by_another', violation_error_message='登记和确认必须是两个人。'), models.CheckConstraint(condition=models.Q(models.Q(('void_asked_by', models.F('void_by')), _negated=True), models.Q(('void_asked_by', models.F('void_for')), _negated=True), models.Q(('void_asked_for', models.F('void_by')), _negated=True), models.Q(('void_asked_for', models.F('void_for')), _negated=True)), name='donation_void_by_another', violation_error_message='申请作废和同意作废必须是两个人。')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '收据号计数',
                'verbose_name_plural': '收据号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='receipt_counter_once')],
            },
        ),
    ]
