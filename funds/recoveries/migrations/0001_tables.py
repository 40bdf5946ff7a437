import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('payments', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='追回单号')),
                ('reason', models.CharField(choices=[('overpaid', '多发'), ('wrong_person', '发错了人'), ('revoked', '批准已撤销'), ('urgent', '急难救助查实不符合'), ('death', '发放前已去世'), ('other', '其他')], editable=False, max_length=12, verbose_name='原因')),
                ('note', models.CharField(editable=False, max_length=300, verbose_name='情况说明')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='应追回（元）')),
                ('repaid', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=12, verbose_name='已收回（元）')),
                ('state', models.CharField(choices=[('opened', '待还款'), ('agreed', '已约定分期'), ('repaying', '还款中'), ('settled', '已结清'), ('waived', '已豁免'), ('void', '已作废')], default='opened', editable=False, max_length=8, verbose_name='状态')),
                ('next_due_on', models.DateField(verbose_name='还款期限')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='发起时间')),
                ('agreed_at', models.DateTimeField(editable=False, null=True, verbose_name='约定时间')),
                ('waiver', models.CharField(blank=True, editable=False, max_length=300, verbose_name='豁免理由')),
                ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='申请豁免时间')),
                ('waived_at', models.DateTimeField(editable=False, null=True, verbose_name='豁免时间')),
                ('declined_at', models.DateTimeField(editable=False, null=True, verbose_name='不同意豁免时间')),
                ('declined_why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='不同意豁免的理由')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='结清时间')),
                ('voided_at', models.DateTimeField(editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='作废原因')),
                ('agreed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='约定人')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请豁免人')),
                ('asked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁申请豁免')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('declined_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='不同意豁免人')),
                ('declined_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁不同意豁免')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                ('payment', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='payments.payment', verbose_name='发放')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结清登记人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('voided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人')),
                ('voided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁作废')),
                ('waived_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准豁免人')),
                ('waived_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准豁免')),
            ],
            options={
                'verbose_name': '追回',
                'verbose_name_plural': '追回',
                'indexes': [models.Index(fields=['union', 'state', 'next_due_on'], name='recovery_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'agreed', 'repaying', 'settled', 'waived', 'void'])), name='recovery_state_known', violation_error_message='追回状态不对。'), models.CheckConstraint(condition=models.Q(('reason__in', ['overpaid', 'wrong_person', 'revoked', 'urgent', 'death', 'other']), models.Q(('note', ''), _negated=True)), name='recovery_reason_known', violation_error_message='追回要写明原因。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('repaid__gte', 0), ('repaid__lte', models.F('amount'))), name='recovery_amount_in_range', violation_error_message='收回的不能超过应追回的。'), models.CheckConstraint(condition=models.Q(models.Q(('repaid', models.F('amount')), ('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'settled')), models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(('repaid', models.F('amount')), _negated=True), ('settled_at__isnull', True), ('settled_by__isnull', True)), _connector='OR'), name='recovery_settled_when_whole', violation_error_message='全部收回的才是已结清。'), models.CheckConstraint(condition=models.Q(models.Q(('asked_by__isnull', False), ('state', 'waived'), ('waived_at__isnull', False), ('waived_by__isnull', False), models.Q(('waiver', ''), _negated=True), models.Q(('asked_by', models.F('waived_by')), _negated=True), models.Q(('asked_by', models.F('waived_for')), _negated=True), models.Q(('asked_for', models.F('waived_by')), _negated=True), models.Q(('asked_for', models.F('waived_for')), _negated=True)), models.Q(models.Q(('state', 'waived'), _negated=True), ('waived_at__isnull', True), ('waived_by__isnull', True)), _connector='OR'), name='recovery_waived_by_two', violation_error_message='豁免由一人申请、另一人批准。'), models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', False), ('declined_by__isnull', False), models.Q(('declined_why', ''), _negated=True)), models.Q(('declined_at__isnull', True), ('declined_by__isnull', True), ('declined_why', '')), _connector='OR'), name='recovery_declined_with_reason', violation_error_message='不同意豁免要写明理由。'), models.CheckConstraint(condition=models.Q(models.Q(('repaid', 0), ('state', 'void'), ('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('state', 'void'), _negated=True), ('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), _connector='OR'), name='recovery_void_with_reason', violation_error_message='没有收到钱的才能作废，要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '追回单号计数',
                'verbose_name_plural': '追回单号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='recovery_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.PositiveSmallIntegerField(editable=False, verbose_name='第几次约定')),
                ('due_on', models.DateField(editable=False, verbose_name='还款日期')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='金额（元）')),
                ('recovery', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='recoveries.recovery', verbose_name='追回')),
            ],
            options={
                'verbose_name': '追回分期',
                'verbose_name_plural': '追回分期',
                'constraints': [models.UniqueConstraint(fields=('recovery', 'plan', 'due_on'), name='recovery_part_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='recovery_part_positive', violation_error_message='金额必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='SetOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='抵扣（元）')),
                ('consented_on', models.DateField(editable=False, verbose_name='本人同意的日期')),
                ('proof', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('set_offs'), verbose_name='本人签名的同意书')),
                ('proof_type', models.CharField(editable=False, max_length=40)),
                ('proof_sha256', models.CharField(editable=False, max_length=64, verbose_name='校验值')),
                ('state', models.CharField(choices=[('asked', '待批准'), ('approved', '已抵扣'), ('declined', '不同意'), ('withdrawn', '已撤回'), ('undoing', '待撤销'), ('undone', '已撤销')], default='asked', editable=False, max_length=9, verbose_name='状态')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='办理时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='不同意或撤回的原因')),
                ('undo_at', models.DateTimeField(editable=False, null=True, verbose_name='申请撤销时间')),
                ('undo_why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='撤销原因')),
                ('reviewed_at', models.DateTimeField(editable=False, null=True, verbose_name='撤销办理时间')),
                ('review', models.CharField(blank=True, editable=False, max_length=300, verbose_name='不同意撤销的原因')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('asked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁申请')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('payable', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='set_offs', to='payments.payable', verbose_name='应付款项')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('recovery', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='set_offs', to='recoveries.recovery', verbose_name='追回')),
                ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销办理人')),
                ('reviewed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理撤销')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('undo_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请撤销人')),
                ('undo_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁申请撤销')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '抵扣',
                'verbose_name_plural': '抵扣',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('payable',), name='set_off_waits_once', violation_error_message='这笔款已有一份抵扣申请等着批准。'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'declined', 'withdrawn', 'undoing', 'undone'])), name='set_off_state_known', violation_error_message='抵扣状态不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='set_off_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('asked_by__isnull', False), models.Q(('proof', ''), _negated=True), models.Q(('proof_sha256', ''), _negated=True)), name='set_off_consented', violation_error_message='抵扣要有本人签名的同意书。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='set_off_decided', violation_error_message='办理须记录时间和人。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'declined')), _negated=True), models.Q(models.Q(('asked_by', models.F('decided_by')), _negated=True), models.Q(('asked_by', models.F('decided_for')), _negated=True), models.Q(('asked_for', models.F('decided_by')), _negated=True), models.Q(('asked_for', models.F('decided_for')), _negated=True)), _connector='OR'), name='set_off_by_another', violation_error_message='抵扣由一人申请、另一人批准。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('undoing', 'undone')), _negated=True), models.Q(('undo_at__isnull', False), ('undo_by__isnull', False), models.Q(('undo_why', ''), _negated=True)), _connector='OR'), name='set_off_undone_by_two', violation_error_message='撤销抵扣要有人申请并写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), ('state', 'undone'), models.Q(('undo_by', models.F('reviewed_by')), _negated=True), models.Q(('undo_by', models.F('reviewed_for')), _negated=True), models.Q(('undo_for', models.F('reviewed_by')), _negated=True), models.Q(('undo_for', models.F('reviewed_for')), _negated=True)), models.Q(('state', 'undone'), _negated=True), _connector='OR'), name='set_off_undone_by_another', violation_error_message='撤销抵扣由一人申请、另一人批准。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('declined', 'withdrawn')), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='set_off_ended_with_reason', violation_error_message='不同意、撤回要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='Repayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(editable=False, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='金额（元）')),
                ('on', models.DateField(editable=False, verbose_name='收款日期')),
                ('way', models.CharField(choices=[('bank', '银行转账'), ('set_off', '抵扣')], editable=False, max_length=7, verbose_name='收款方式')),
                ('serial', models.CharField(editable=False, max_length=60, verbose_name='流水号')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('recovery', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='repayments', to='recoveries.recovery', verbose_name='追回')),
                ('set_off', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repayment', to='recoveries.setoff', verbose_name='抵扣')),
            ],
            options={
                'verbose_name': '追回收款',
                'verbose_name_plural': '追回收款',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='repayment_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('serial', ''), _negated=True), name='repayment_has_serial', violation_error_message='收款要写流水号或收据号。'), models.CheckConstraint(condition=models.Q(models.Q(('set_off__isnull', True), ('way', 'bank')), models.Q(('set_off__isnull', False), ('way', 'set_off')), _connector='OR'), name='repayment_way_known', violation_error_message='收款方式不对。')],
            },
        ),
    ]
