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
            name='Payable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(editable=False, max_length=80, verbose_name='来源单据')),
                ('subject', models.CharField(blank=True, editable=False, max_length=60, verbose_name='帮扶对象')),
                ('number', models.CharField(editable=False, max_length=40, verbose_name='单据号')),
                ('purpose', models.CharField(editable=False, max_length=60, verbose_name='帮扶项目')),
                ('category', models.CharField(blank=True, editable=False, max_length=40, verbose_name='困难类别')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name='金额（元）')),
                ('state', models.CharField(choices=[('open', '待发放'), ('paid', '已发放'), ('void', '已取消')], default='open', editable=False, max_length=6, verbose_name='状态')),
                ('payee', models.CharField(max_length=50, verbose_name='收款人')),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', blank=True, null=True, verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('bank_name', models.CharField(blank=True, max_length=40, verbose_name='开户银行')),
                ('bank_branch', models.CharField(blank=True, max_length=60, verbose_name='支行名称')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='银行卡号')),
                ('bank_card_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='形成时间')),
                ('voided_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('commitment', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='payable', to='ledgers.commitment', verbose_name='占用')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('voided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取消人')),
            ],
            options={
                'verbose_name': '应付款项',
                'verbose_name_plural': '应付款项',
                'indexes': [models.Index(fields=['source'], name='payable_source'), models.Index(fields=['subject', 'state'], name='payable_subject'), models.Index(condition=models.Q(('state', 'open')), fields=['province', 'created_at'], name='payable_province_open'), models.Index(condition=models.Q(('state', 'open')), fields=['city', 'created_at'], name='payable_city_open'), models.Index(condition=models.Q(('state', 'open')), fields=['county', 'created_at'], name='payable_county_open'), models.Index(condition=models.Q(('state', 'open')), fields=['township', 'created_at'], name='payable_township_open'), models.Index(condition=models.Q(('state', 'open')), fields=['union', 'created_at'], name='payable_union_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'void'])), name='payable_state_known', violation_error_message='应付款项状态不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='payable_amount_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('payee', ''), _negated=True), name='payable_has_payee', violation_error_message='应付款项必须有收款人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), ('voided_at__isnull', False), ('voided_by__isnull', False)), models.Q(models.Q(('state', 'void'), _negated=True), ('voided_at__isnull', True), ('voided_by__isnull', True)), _connector='OR'), name='payable_voided_by_somebody', violation_error_message='取消应付款项须记录时间和取消人。')],
            },
        ),
        migrations.CreateModel(
            name='PaymentBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='批次号')),
                ('title', models.CharField(max_length=80, verbose_name='批次名称')),
                ('state', models.CharField(choices=[('made', '待复核'), ('checked', '待放行'), ('released', '已送银行'), ('settled', '已办结'), ('cancelled', '已取消')], default='made', editable=False, max_length=10, verbose_name='状态')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('seq', models.PositiveIntegerField(editable=False)),
                ('count', models.PositiveIntegerField(verbose_name='人数')),
                ('total', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额合计（元）')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='制单时间')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='放行时间')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
                ('cancel_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='取消原因')),
                ('cancelled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取消人')),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('checked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制单人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁制单')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('released_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='放行人')),
                ('released_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁放行')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '发放批次',
                'verbose_name_plural': '发放批次',
                'constraints': [models.UniqueConstraint(fields=('union', 'year', 'seq'), name='batch_number_once'), models.CheckConstraint(condition=models.Q(('state__in', ['made', 'checked', 'released', 'settled', 'cancelled'])), name='batch_state_known', violation_error_message='批次状态不对。'), models.CheckConstraint(condition=models.Q(('count__gt', 0), ('total__gt', 0)), name='batch_total_positive', violation_error_message='批次不能是空的。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('checked_by')), _negated=True), models.Q(('made_by', models.F('checked_for')), _negated=True), models.Q(('made_for', models.F('checked_by')), _negated=True), models.Q(('made_for', models.F('checked_for')), _negated=True), models.Q(('made_by', models.F('released_by')), _negated=True), models.Q(('made_by', models.F('released_for')), _negated=True), models.Q(('made_for', models.F('released_by')), _negated=True), models.Q(('made_for', models.F('released_for')), _negated=True), models.Q(('checked_by', models.F('released_by')), _negated=True), models.Q(('checked_by', models.F('released_for')), _negated=True), models.Q(('checked_for', models.F('released_by')), _negated=True), models.Q(('checked_for', models.F('released_for')), _negated=True)), name='batch_three_people', violation_error_message='制单、复核、放行必须是三个人。'), models.CheckConstraint(condition=models.Q(('released_by__isnull', True), ('checked_by__isnull', False), _connector='OR'), name='batch_released_after_check', violation_error_message='未复核的批次不能放行。')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('line', models.PositiveIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('ready', '待发放'), ('sent', '银行处理中'), ('paid', '已到账'), ('failed', '发放失败'), ('cancelled', '已取消')], default='ready', editable=False, max_length=10, verbose_name='状态')),
                ('payee', models.CharField(max_length=50, verbose_name='收款人')),
                ('bank_name', models.CharField(blank=True, max_length=40, verbose_name='开户银行')),
                ('bank_branch', models.CharField(blank=True, max_length=60, verbose_name='支行名称')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', verbose_name='银行卡号')),
                ('bank_card_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='金额（元）')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='到账日期')),
                ('bank_serial', models.CharField(blank=True, max_length=60, verbose_name='银行流水号')),
                ('failure', models.CharField(blank=True, max_length=200, verbose_name='失败原因')),
                ('corrected_bank_name', models.CharField(blank=True, max_length=40, verbose_name='更正后的开户银行')),
                ('corrected_bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='更正后的卡号')),
                ('corrected_at', models.DateTimeField(editable=False, null=True, verbose_name='更正时间')),
                ('resolved_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('corrected_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更正人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('payable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.payable', verbose_name='应付款项')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('resolved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.paymentbatch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '发放明细',
                'verbose_name_plural': '发放明细',
                'indexes': [models.Index(fields=['province', 'state', 'paid_on'], name='payment_province_state'), models.Index(fields=['city', 'state', 'paid_on'], name='payment_city_state'), models.Index(fields=['county', 'state', 'paid_on'], name='payment_county_state'), models.Index(fields=['township', 'state', 'paid_on'], name='payment_township_state'), models.Index(fields=['union', 'state', 'paid_on'], name='payment_union_state')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'line'), name='payment_line_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('ready', 'sent', 'paid'))), fields=('payable',), name='payment_live_once', violation_error_message='该款项已有一笔有效的发放。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_amount_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', False), _connector='OR'), name='payment_paid_has_date', violation_error_message='到账的发放必须有日期。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='payment_failed_has_reason', violation_error_message='失败的发放必须写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='BankResultFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='导入时间')),
                ('taken_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='result_files', to='payments.paymentbatch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '银行结果文件',
                'verbose_name_plural': '银行结果文件',
            },
        ),
        migrations.CreateModel(
            name='BatchCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '批次号计数',
                'verbose_name_plural': '批次号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='batch_counter_once')],
            },
        ),
    ]
