import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
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
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='借款单号')),
                ('subject', models.CharField(editable=False, max_length=60, verbose_name='借款家庭')),
                ('borrower', models.CharField(editable=False, max_length=50, verbose_name='借款人')),
                ('purpose', models.CharField(editable=False, max_length=60, verbose_name='借款用途')),
                ('approval_no', models.CharField(editable=False, max_length=100, verbose_name='批准文号或会议纪要')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name='本金（元）')),
                ('repaid', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已还（元）')),
                ('written_off', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已核销（元）')),
                ('state', models.CharField(choices=[('granted', '待发放'), ('lent', '已借出'), ('repaid', '已还清'), ('written', '已核销'), ('cancelled', '已取消')], default='granted', editable=False, max_length=9, verbose_name='状态')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='批准时间')),
                ('lent_on', models.DateField(editable=False, null=True, verbose_name='借出日期')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='核销或取消的原因')),
                ('document_no', models.CharField(blank=True, editable=False, max_length=100, verbose_name='核销文号或会议纪要')),
                ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='申请核销时间')),
                ('declined_at', models.DateTimeField(editable=False, null=True, verbose_name='不同意核销时间')),
                ('declined_why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='不同意核销的理由')),
                ('written_at', models.DateTimeField(editable=False, null=True, verbose_name='核销时间')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请核销人')),
                ('asked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁申请核销')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('commitment', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='loan', to='ledgers.commitment', verbose_name='占用')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('declined_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='不同意核销人')),
                ('declined_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁不同意核销')),
                ('granted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('granted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准核销人')),
                ('written_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准核销')),
            ],
            options={
                'verbose_name': '周转金借款',
                'verbose_name_plural': '周转金借款',
                'indexes': [models.Index(fields=['union', 'state'], name='loan_state'), models.Index(fields=['subject'], name='loan_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['granted', 'lent', 'repaid', 'written', 'cancelled'])), name='loan_state_known', violation_error_message='借款状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('approval_no', ''), _negated=True), ('granted_by__isnull', False)), name='loan_decided', violation_error_message='借款要有批准人和文号。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('repaid__gte', 0), ('written_off__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('repaid'), '+', models.F('written_off')))), name='loan_within_principal', violation_error_message='还的和核销的不能超过本金。'), models.CheckConstraint(condition=models.Q(models.Q(('repaid', models.F('amount')), ('state', 'repaid')), models.Q(models.Q(('state', 'repaid'), _negated=True), models.Q(('repaid', models.F('amount')), _negated=True)), _connector='OR'), name='loan_repaid_when_whole', violation_error_message='全部还了的才是已还清。'), models.CheckConstraint(condition=models.Q(models.Q(('asked_by__isnull', False), ('state', 'written'), ('written_by__isnull', False), ('written_off', django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('repaid'))), models.Q(('reason', ''), _negated=True), models.Q(('document_no', ''), _negated=True), models.Q(('asked_by', models.F('written_by')), _negated=True), models.Q(('asked_by', models.F('written_for')), _negated=True), models.Q(('asked_for', models.F('written_by')), _negated=True), models.Q(('asked_for', models.F('written_for')), _negated=True)), models.Q(models.Q(('state', 'written'), _negated=True), ('written_by__isnull', True), ('written_off', 0)), _connector='OR'), name='loan_written_off_by_two', violation_error_message='核销要有文件，由一人申请、另一人批准，把没有还的全部核销。'), models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', False), ('declined_by__isnull', False), models.Q(('declined_why', ''), _negated=True)), models.Q(('declined_at__isnull', True), ('declined_by__isnull', True), ('declined_why', '')), _connector='OR'), name='loan_declined_with_reason', violation_error_message='不同意核销要写明理由。'), models.CheckConstraint(condition=models.Q(models.Q(('lent_on__isnull', True), ('state__in', ('granted', 'cancelled'))), models.Q(('lent_on__isnull', False), models.Q(('state__in', ('granted', 'cancelled')), _negated=True)), _connector='OR'), name='loan_lent_on_a_day', violation_error_message='借出要有日期。')],
            },
        ),
        migrations.CreateModel(
            name='LoanCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '借款单号计数',
                'verbose_name_plural': '借款单号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='loan_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='LoanPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='还款日期')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('upto', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='累计应还（元）')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='loans.loan', verbose_name='借款')),
            ],
            options={
                'verbose_name': '还款计划',
                'verbose_name_plural': '还款计划',
                'constraints': [models.UniqueConstraint(fields=('loan', 'due_on'), name='loan_part_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='loan_part_positive', violation_error_message='金额必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='LoanRepayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(editable=False, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('on', models.DateField(verbose_name='收款日期')),
                ('way', models.CharField(choices=[('bank', '银行转账'), ('cash', '现金')], max_length=4, verbose_name='收款方式')),
                ('serial', models.CharField(max_length=60, verbose_name='流水号或收据号')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repayments', to='loans.loan', verbose_name='借款')),
            ],
            options={
                'verbose_name': '还款',
                'verbose_name_plural': '还款',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='loan_repayment_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('serial', ''), _negated=True), name='loan_repayment_has_serial', violation_error_message='收款要写流水号或收据号。'), models.CheckConstraint(condition=models.Q(('way', 'bank')), name='loan_repayment_by_bank', violation_error_message='现金先存入银行账户，再登记还款。')],
            },
        ),
    ]
