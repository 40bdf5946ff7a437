import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import hardship.kernel.fields.transactions
import hardship.kernel.files
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('down', '下拨'), ('up', '退回')], default='down', editable=False, max_length=4, verbose_name='方向')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('document_no', models.CharField(max_length=60, verbose_name='文号')),
                ('document_on', models.DateField(verbose_name='文件日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='事由')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '下拨与退回',
                'verbose_name_plural': '下拨与退回',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='allocation_amount_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('direction__in', ['down', 'up'])), name='allocation_direction_known', violation_error_message='方向为下拨或退回。'), models.CheckConstraint(condition=models.Q(('direction', 'down'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='allocation_return_has_reason', violation_error_message='退回须写明事由。')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='到账日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='确认时间')),
                ('allocation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='ledgers.allocation', verbose_name='下拨与退回')),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '到账确认',
                'verbose_name_plural': '到账确认',
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设立时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('opened_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设立人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '指标',
                'verbose_name_plural': '指标',
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='budget_line_year', violation_error_message='年度应为四位数字。')],
            },
        ),
        migrations.AddField(
            model_name='allocation',
            name='lower_line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations_up', to='ledgers.budgetline', verbose_name='下级指标'),
        ),
        migrations.AddField(
            model_name='allocation',
            name='upper_line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations_down', to='ledgers.budgetline', verbose_name='上级指标'),
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bucket', models.CharField(choices=[('source', '来源'), ('available', '可用'), ('committed', '已占用'), ('in_transit', '在途'), ('paid', '已付'), ('allocated', '已下拨'), ('returned', '已退回'), ('frozen', '冻结'), ('charged', '银行扣费')], max_length=10, verbose_name='账户')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledgers.budgetline', verbose_name='指标')),
            ],
            options={
                'verbose_name': '账户',
                'verbose_name_plural': '账户',
                'constraints': [models.UniqueConstraint(fields=('line', 'bucket'), name='account_once'), models.UniqueConstraint(fields=('id', 'bucket'), name='account_bucket'), models.CheckConstraint(condition=models.Q(('bucket__in', ['source', 'available', 'committed', 'in_transit', 'paid', 'allocated', 'returned', 'frozen', 'charged'])), name='account_bucket_known', violation_error_message='账户类别不存在。')],
            },
        ),
        migrations.CreateModel(
            name='CapUsage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=60, verbose_name='对象')),
                ('scope', models.CharField(max_length=60, verbose_name='范围')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('cap', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='上限（元）')),
                ('used', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='已用（元）')),
            ],
            options={
                'verbose_name': '限额使用',
                'verbose_name_plural': '限额使用',
                'constraints': [models.UniqueConstraint(fields=('subject', 'scope', 'year'), name='cap_usage_once'), models.CheckConstraint(condition=models.Q(('used__lte', models.F('cap'))), name='cap_not_exceeded', violation_error_message='超过本年度上限。'), models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='cap_used_not_negative', violation_error_message='已用不能为负。')],
            },
        ),
        migrations.CreateModel(
            name='CapShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='占用限额')),
                ('is_times', models.BooleanField(default=False, editable=False, verbose_name='按次数')),
                ('usage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='ledgers.capusage', verbose_name='限额使用')),
            ],
            options={
                'verbose_name': '限额占用',
                'verbose_name_plural': '限额占用',
                'constraints': [models.CheckConstraint(condition=models.Q(('share__gt', 0)), name='cap_share_positive', violation_error_message='占用的限额必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=80, verbose_name='来源单据')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('committed', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已占用')),
                ('in_transit', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='在途')),
                ('paid', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已付')),
                ('recovered', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已追回')),
                ('set_off', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14, verbose_name='已抵扣')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='占用时间')),
                ('cap_usages', models.ManyToManyField(related_name='commitments', through='ledgers.CapShare', to='ledgers.capusage', verbose_name='限额使用')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='占用人')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='ledgers.budgetline', verbose_name='指标')),
                ('part_of', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='ledgers.commitment', verbose_name='同一单据的首笔占用')),
            ],
            options={
                'verbose_name': '占用',
                'verbose_name_plural': '占用',
                'constraints': [models.UniqueConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('committed__gt', 0), ('in_transit__gt', 0), ('paid__gt', 0), _connector='OR')), fields=('source',), name='commitment_live_once', violation_error_message='该单据已经占用资金。'), models.UniqueConstraint(condition=models.Q(('part_of__isnull', False)), fields=('part_of', 'line'), name='commitment_part_once', violation_error_message='同一单据在同一指标上只占用一笔。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='commitment_amount_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('in_transit__gte', 0), ('paid__gte', 0), ('recovered__gte', 0), ('set_off__gte', 0), ('set_off__lte', django.db.models.expressions.CombinedExpression(models.F('paid'), '+', models.F('recovered')))), name='commitment_parts_not_negative', violation_error_message='占用、在途、已付、已追回、已抵扣都不能为负，抵扣的算作已付。'), models.CheckConstraint(condition=models.Q(('amount__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('committed'), '+', models.F('in_transit')), '+', models.F('paid')), '+', models.F('recovered')))), name='commitment_parts_within_amount', violation_error_message='占用、在途、已付、已追回之和不能超过金额。')],
            },
        ),
        migrations.AddField(
            model_name='capshare',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='ledgers.commitment', verbose_name='占用'),
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('central', '中央财政专项'), ('provincial', '省级财政专项'), ('upper_union', '上级工会专项补助'), ('fiscal', '同级财政拨款'), ('other_fiscal', '非同级财政拨款'), ('dues', '拨缴经费'), ('administration', '行政补助'), ('donation', '社会捐赠'), ('entrusted', '代管经费'), ('interest', '账户利息')], max_length=16, verbose_name='资金来源')),
                ('name', models.CharField(max_length=60, verbose_name='资金名称')),
                ('document_no', models.CharField(max_length=60, verbose_name='文号')),
                ('document_on', models.DateField(verbose_name='文件日期')),
                ('batch', models.CharField(blank=True, max_length=30, verbose_name='批次')),
                ('total', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='文件金额（元）')),
                ('use_by', models.DateField(blank=True, null=True, verbose_name='使用期限')),
                ('leftover', models.CharField(choices=[('carry', '结转下年，用途不变'), ('free', '结转下年，重新分配'), ('return', '退回上级')], default='carry', max_length=6, verbose_name='年末结余')),
                ('return_by', models.DateField(blank=True, null=True, verbose_name='退回期限')),
                ('classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('deep', '深度困难职工'), ('relative', '相对困难职工'), ('accident', '意外致困职工'), ('own', '本级认定的困难职工'), ('model', '劳动模范'), ('other', '没有建档的职工')], max_length=8), blank=True, default=list, size=None, verbose_name='帮扶对象')),
                ('household_cap', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='每户限额（元）')),
                ('person_cap', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='每人限额（元）')),
                ('scan', models.FileField(blank=True, editable=False, max_length=120, upload_to=hardship.kernel.files.FolderName('fund_documents'), verbose_name='文件扫描件')),
                ('scan_type', models.CharField(blank=True, editable=False, max_length=40)),
                ('scan_sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='校验值')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('origin', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='ledgers.fund', verbose_name='上级资金')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '资金',
                'verbose_name_plural': '资金',
                'constraints': [models.UniqueConstraint(fields=('union', 'document_no', 'source'), name='fund_document_once', violation_error_message='该文号的这项资金已经登记。'), models.UniqueConstraint(fields=('id', 'union'), name='fund_union'), models.CheckConstraint(condition=models.Q(('source__in', ['central', 'provincial', 'upper_union', 'fiscal', 'other_fiscal', 'dues', 'administration', 'donation', 'entrusted', 'interest'])), name='fund_source_known', violation_error_message='请选择资金来源。'), models.CheckConstraint(condition=models.Q(('total__gt', 0), models.Q(('origin__isnull', False), ('total', 0)), _connector='OR'), name='fund_total_positive', violation_error_message='文件金额必须大于零。'), models.CheckConstraint(condition=models.Q(('use_by__isnull', True), ('use_by__gte', models.F('document_on')), _connector='OR'), name='fund_use_by_later', violation_error_message='使用期限不能早于文件日期。'), models.CheckConstraint(condition=models.Q(('return_by__isnull', True), ('return_by__gte', models.F('document_on')), _connector='OR'), name='fund_return_by_later', violation_error_message='退回期限不能早于文件日期。'), models.CheckConstraint(condition=models.Q(('classes__contained_by', ['deep', 'relative', 'accident', 'own', 'model', 'other'])), name='fund_classes_known', violation_error_message='帮扶对象不在所列各类之中。'), models.CheckConstraint(condition=models.Q(('household_cap__isnull', True), models.Q(('household_cap__gt', 0), ('household_cap__lt', 1000000000000)), _connector='OR'), name='fund_household_cap_positive', violation_error_message='限额必须大于零。'), models.CheckConstraint(condition=models.Q(('person_cap__isnull', True), models.Q(('person_cap__gt', 0), ('person_cap__lt', 1000000000000)), _connector='OR'), name='fund_person_cap_positive', violation_error_message='限额必须大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('scan', ''), ('scan_sha256', ''), ('scan_type', '')), models.Q(models.Q(('scan', ''), _negated=True), models.Q(('scan_type', ''), _negated=True), models.Q(('scan_sha256', ''), _negated=True)), _connector='OR'), name='fund_scan_whole', violation_error_message='扫描件要有类型和校验值。'), models.CheckConstraint(condition=models.Q(('leftover__in', ['carry', 'free', 'return'])), name='fund_leftover_known', violation_error_message='请选择年末结余怎样处理。'), models.CheckConstraint(condition=models.Q(('origin__isnull', True), ('source__in', ('central', 'provincial', 'upper_union')), _connector='OR'), name='fund_origin_is_upper', violation_error_message='下拨的资金来源应为上级工会专项补助或者财政专项。')],
            },
        ),
        migrations.AddField(
            model_name='budgetline',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledgers.fund', verbose_name='资金'),
        ),
        migrations.CreateModel(
            name='FundOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='从哪天起')),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('central', '中央财政专项'), ('provincial', '省级财政专项'), ('upper_union', '上级工会专项补助'), ('fiscal', '同级财政拨款'), ('other_fiscal', '非同级财政拨款'), ('dues', '拨缴经费'), ('administration', '行政补助'), ('donation', '社会捐赠'), ('entrusted', '代管经费'), ('interest', '账户利息')], max_length=16), size=None, verbose_name='先用的资金来源')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('state', models.CharField(choices=[('entered', '待批准'), ('in_force', '已批准'), ('dropped', '未采用')], default='entered', editable=False, max_length=8, verbose_name='状态')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='拟订时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='办理时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟订人')),
                ('entered_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁拟订')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '用款次序',
                'verbose_name_plural': '用款次序',
                'indexes': [models.Index(models.F('union'), models.OrderBy(models.F('from_on'), descending=True), name='fund_order_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('union', 'from_on'), name='fund_order_once_a_day', violation_error_message='这一天已有一份批准的用款次序，请换一个日期。'), models.UniqueConstraint(condition=models.Q(('state', 'entered')), fields=('union',), name='fund_order_waits_once', violation_error_message='已有一份用款次序等着批准。'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'in_force', 'dropped'])), name='fund_order_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('sources__contained_by', ['central', 'provincial', 'upper_union', 'fiscal', 'other_fiscal', 'dues', 'administration', 'donation', 'entrusted', 'interest']), ('sources__len__gt', 0)), name='fund_order_of_known_sources', violation_error_message='请至少选择一个资金来源。'), models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), _negated=True), ('entered_by__isnull', False)), name='fund_order_has_basis', violation_error_message='请填写依据。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'entered')), models.Q(models.Q(('state', 'entered'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='fund_order_decided', violation_error_message='办理须记录时间和人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), models.Q(models.Q(('entered_by', models.F('decided_by')), _negated=True), models.Q(('entered_by', models.F('decided_for')), _negated=True), models.Q(('entered_for', models.F('decided_by')), _negated=True), models.Q(('entered_for', models.F('decided_for')), _negated=True)), _connector='OR'), name='fund_order_by_another', violation_error_message='拟订和批准必须是两个人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='fund_order_dropped_with_reason', violation_error_message='不同意、撤回要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='日期')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveIntegerField(verbose_name='凭证号')),
                ('event', models.CharField(choices=[('receive', '到账'), ('assign', '编制指标'), ('carry', '年末结转'), ('carry_held', '占用结转'), ('shift', '用途调剂'), ('allocate', '下拨'), ('allocate_in', '收到下拨'), ('return', '退回上级'), ('return_in', '收到退回'), ('return_out', '退回拨款单位'), ('freeze', '冻结'), ('thaw', '解冻'), ('commit', '审批占用'), ('release', '释放占用'), ('send', '送盘'), ('settle', '付讫'), ('fail', '付款失败'), ('bounce', '退汇'), ('charge', '银行手续费'), ('recover', '追回入账'), ('set_off', '抵扣发放'), ('reverse', '冲销')], max_length=12, verbose_name='业务')),
                ('source', models.CharField(blank=True, max_length=80, verbose_name='来源单据')),
                ('memo', models.CharField(blank=True, max_length=200, verbose_name='摘要')),
                ('made_at', models.DateTimeField(verbose_name='制单时间')),
                ('canonical', models.BinaryField()),
                ('sha256', models.BinaryField()),
                ('xact', hardship.kernel.fields.transactions.TransactionIdField(editable=False)),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制单人')),
                ('made_for', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁制单')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by_journal', to='ledgers.journal', verbose_name='冲销的凭证')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '凭证',
                'verbose_name_plural': '凭证',
                'indexes': [models.Index(condition=models.Q(('source', ''), _negated=True), fields=['source'], name='journal_source')],
                'constraints': [models.UniqueConstraint(fields=('union', 'year', 'number'), name='journal_number_once'), models.CheckConstraint(condition=models.Q(('event__in', ['receive', 'assign', 'carry', 'carry_held', 'shift', 'allocate', 'allocate_in', 'return', 'return_in', 'return_out', 'freeze', 'thaw', 'commit', 'release', 'send', 'settle', 'fail', 'bounce', 'charge', 'recover', 'set_off', 'reverse'])), name='journal_event_known', violation_error_message='业务类型不存在。'), models.CheckConstraint(condition=models.Q(('made_by__isnull', False), models.Q(('event', 'release'), ('made_for__isnull', True)), _connector='OR'), name='journal_made_by_somebody', violation_error_message='凭证须有制单人；到期未领的释放由系统制单。'), models.CheckConstraint(condition=models.Q(models.Q(('event', 'reverse'), ('reverses__isnull', False)), models.Q(models.Q(('event', 'reverse'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='journal_reversal_names_journal', violation_error_message='冲销凭证须指明被冲销的凭证。')],
            },
        ),
        migrations.AddField(
            model_name='allocation',
            name='lower_journal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='allocation_up', to='ledgers.journal', verbose_name='下级凭证'),
        ),
        migrations.AddField(
            model_name='allocation',
            name='upper_journal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='allocation_down', to='ledgers.journal', verbose_name='上级凭证'),
        ),
        migrations.CreateModel(
            name='JournalCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('last', models.PositiveIntegerField(verbose_name='末号')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '凭证编号',
                'verbose_name_plural': '凭证编号',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='journal_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='当月一日', verbose_name='会计期间')),
                ('state', models.CharField(choices=[('open', '未结账'), ('closed', '已结账')], default='open', max_length=8, verbose_name='状态')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结账时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结账人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '会计期间',
                'verbose_name_plural': '会计期间',
                'constraints': [models.UniqueConstraint(fields=('union', 'month'), name='period_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='period_first_day', violation_error_message='会计期间以当月一日表示。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), _connector='OR'), name='period_closed_by_somebody', violation_error_message='结账须记录时间和结账人。')],
            },
        ),
        migrations.AddField(
            model_name='journal',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='ledgers.period', verbose_name='会计期间'),
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='行号')),
                ('side', models.CharField(choices=[('D', '借'), ('C', '贷')], max_length=1, verbose_name='方向')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledgers.account', verbose_name='账户')),
                ('commitment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledgers.commitment', verbose_name='占用')),
                ('journal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledgers.journal', verbose_name='凭证')),
            ],
            options={
                'verbose_name': '分录',
                'verbose_name_plural': '分录',
                'constraints': [models.UniqueConstraint(fields=('journal', 'position'), name='posting_position_once'), models.CheckConstraint(condition=models.Q(('side__in', ['D', 'C'])), name='posting_side_known', violation_error_message='方向为借或贷。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='posting_amount_positive', violation_error_message='金额必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=30, verbose_name='用途')),
                ('expense_subject', models.CharField(blank=True, max_length=5, verbose_name='支出科目')),
                ('is_special', models.BooleanField(default=False, verbose_name='财政专项可用')),
            ],
            options={
                'verbose_name': '资金用途',
                'verbose_name_plural': '资金用途',
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]*$')), name='use_code_form', violation_error_message='代码由小写字母组成。'), models.CheckConstraint(condition=models.Q(models.Q(('code', 'pool'), ('expense_subject', '')), ('expense_subject__regex', '^50[0-9]{3}$'), _connector='OR'), name='use_subject_known', violation_error_message='支出科目是 50 开头的五位数字。')],
            },
        ),
        migrations.CreateModel(
            name='FundUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='ledgers.fund', verbose_name='资金')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='ledgers.use', verbose_name='用途')),
            ],
            options={
                'verbose_name': '资金准许用途',
                'verbose_name_plural': '资金准许用途',
                'constraints': [models.UniqueConstraint(fields=('fund', 'use'), name='fund_use_once')],
            },
        ),
        migrations.AddField(
            model_name='fund',
            name='uses',
            field=models.ManyToManyField(related_name='funds', through='ledgers.FundUse', to='ledgers.use', verbose_name='准许用途'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='use',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.use', verbose_name='用途'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='use',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledgers.use', verbose_name='用途'),
        ),
        migrations.AddField(
            model_name='allocation',
            name='use',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.use', verbose_name='用途'),
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='ledgers.account', verbose_name='账户')),
                ('bucket', models.CharField(choices=[('source', '来源'), ('available', '可用'), ('committed', '已占用'), ('in_transit', '在途'), ('paid', '已付'), ('allocated', '已下拨'), ('returned', '已退回'), ('frozen', '冻结'), ('charged', '银行扣费')], editable=False, max_length=10)),
                ('debit', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='借方合计')),
                ('credit', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='贷方合计')),
            ],
            options={
                'verbose_name': '账户余额',
                'verbose_name_plural': '账户余额',
                'constraints': [models.CheckConstraint(condition=models.Q(('bucket', 'source'), ('credit__gte', models.F('debit')), _connector='OR'), name='balance_not_overdrawn', violation_error_message='余额不足。'), models.CheckConstraint(condition=models.Q(('credit__gte', 0), ('debit__gte', 0)), name='balance_not_negative', violation_error_message='合计不能为负。')],
            },
        ),
        migrations.AddConstraint(
            model_name='capshare',
            constraint=models.UniqueConstraint(fields=('commitment', 'usage'), name='cap_share_once'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('use', 'pool'), _negated=True), name='commitment_not_from_pool', violation_error_message='待分配资金不能直接占用。'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('union', 'fund', 'use', 'year'), name='budget_line_once', violation_error_message='该资金本年度已有这一用途的指标。'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('id', 'use'), name='budget_line_use'),
        ),
    ]
