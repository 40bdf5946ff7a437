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
        ('imports', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='MutualEnrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', verbose_name='身份证号')),
                ('person_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('employer', models.CharField(blank=True, max_length=80, verbose_name='单位')),
                ('paid_on', models.DateField(verbose_name='交费日期')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='退出时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=200, verbose_name='退出原因')),
                ('cancelled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退出办理人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('source', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imports.listimport', verbose_name='导入')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '医疗互助参保',
                'verbose_name_plural': '医疗互助参保',
                'indexes': [models.Index(fields=['person_index'], name='mutual_enrolment_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='mutual_enrolment_named', violation_error_message='请填写姓名。'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('why', '')), models.Q(('cancelled_at__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='mutual_enrolment_cancelled_with_a_reason', violation_error_message='退出要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='MutualClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('hospital', models.CharField(max_length=60, verbose_name='医院')),
                ('treated_on', models.DateField(verbose_name='出院或就诊日期')),
                ('self_paid', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='个人自付（元）')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='应给付（元）')),
                ('steps_said', models.JSONField(default=list, verbose_name='计算过程')),
                ('state', models.CharField(choices=[('filed', '待复核'), ('checked', '待给付'), ('paid', '已给付'), ('refused', '不予给付')], default='filed', editable=False, max_length=7, verbose_name='状态')),
                ('payer', models.CharField(blank=True, max_length=60, verbose_name='给付单位')),
                ('paid_on', models.DateField(editable=False, null=True, verbose_name='给付日期')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='申请时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='mutual.mutualenrolment', verbose_name='参保人')),
            ],
            options={
                'verbose_name': '医疗互助给付',
                'verbose_name_plural': '医疗互助给付',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('enrolment', 'treated_on', 'hospital', 'self_paid'), name='mutual_claim_once', violation_error_message='这次就诊已经申请。'), models.CheckConstraint(condition=models.Q(('state__in', ['filed', 'checked', 'paid', 'refused'])), name='mutual_claim_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', models.F('self_paid')), ('self_paid__gt', 0)), name='mutual_claim_of_costs', violation_error_message='给付要大于零，不超过个人自付。'), models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('state', 'paid'), models.Q(('payer', ''), _negated=True)), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', True), ('payer', '')), _connector='OR'), name='mutual_claim_paid_by_somebody', violation_error_message='已给付的要写明给付单位和日期。')],
            },
        ),
        migrations.CreateModel(
            name='MutualPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('product', models.CharField(max_length=40, verbose_name='互助项目')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几期')),
                ('fee', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='每人交费（元）')),
                ('from_on', models.DateField(verbose_name='保障起')),
                ('until_on', models.DateField(verbose_name='保障止')),
                ('claims_until', models.DateField(verbose_name='最迟申请给付')),
                ('bands', models.JSONField(verbose_name='分档比例')),
                ('cap', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='每期最多（元）')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '医疗互助期次',
                'verbose_name_plural': '医疗互助期次',
                'constraints': [models.UniqueConstraint(fields=('union', 'product', 'number'), name='mutual_period_once', violation_error_message='这一期已经建立。'), models.CheckConstraint(condition=models.Q(('number__range', (1, 999))), name='mutual_period_numbered', violation_error_message='期数从 1 开始。'), models.CheckConstraint(condition=models.Q(('cap__gt', 0), ('fee__gte', 0)), name='mutual_period_of_money', violation_error_message='限额要大于零。'), models.CheckConstraint(condition=models.Q(('claims_until__gte', models.F('until_on')), ('until_on__gt', models.F('from_on'))), name='mutual_period_of_days', violation_error_message='保障止要晚于保障起，最迟申请不能早于保障止。'), models.CheckConstraint(condition=models.Q(('bands', []), _negated=True), name='mutual_period_has_bands', violation_error_message='请写明分档比例。'), models.CheckConstraint(condition=models.Q(models.Q(('document', ''), _negated=True), models.Q(('product', ''), _negated=True)), name='mutual_period_founded', violation_error_message='请填写依据。')],
            },
        ),
        migrations.AddField(
            model_name='mutualenrolment',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='mutual.mutualperiod', verbose_name='期次'),
        ),
        migrations.CreateModel(
            name='ClaimStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='操作')),
                ('source', models.CharField(choices=[('filed', '待复核'), ('checked', '待给付'), ('paid', '已给付'), ('refused', '不予给付')], max_length=7, verbose_name='原状态')),
                ('target', models.CharField(choices=[('filed', '待复核'), ('checked', '待给付'), ('paid', '已给付'), ('refused', '不予给付')], max_length=7, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='mutual.mutualclaim', verbose_name='给付申请')),
            ],
            options={
                'verbose_name': '医疗互助给付记录',
                'verbose_name_plural': '医疗互助给付记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'check'), ('source', 'filed'), ('target', 'checked')), models.Q(('action', 'pay'), ('source', 'checked'), ('target', 'paid')), models.Q(('action', 'refuse'), ('source', 'filed'), ('target', 'refused')), _connector='OR'), name='mutual_claim_step_of_the_table', violation_error_message='这样的步骤不存在。')],
            },
        ),
        migrations.AddConstraint(
            model_name='mutualenrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('period', 'person_index'), name='mutual_enrolment_once', violation_error_message='这个人本期已经参加。'),
        ),
    ]
