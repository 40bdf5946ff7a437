import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields.transactions
import uuid
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
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='物资名称')),
                ('specification', models.CharField(blank=True, max_length=40, verbose_name='规格')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('value', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='参考单价（元）')),
                ('expires', models.BooleanField(default=False, verbose_name='有保质期')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '物资品目',
                'verbose_name_plural': '物资品目',
                'constraints': [models.UniqueConstraint(fields=('union', 'name', 'specification', 'unit'), name='goods_item_once', violation_error_message='这个品目已经登记。'), models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='goods_item_value', violation_error_message='单价必须大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='goods_item_named', violation_error_message='请填写物资名称和单位。')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expires_on', models.DateField(null=True, verbose_name='有效期至')),
                ('value', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='单价（元）')),
                ('quantity', models.IntegerField(default=0, editable=False, verbose_name='库存数量')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='goods.item', verbose_name='物资')),
            ],
            options={
                'verbose_name': '库存',
                'verbose_name_plural': '库存',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='goods_lot_not_negative', violation_error_message='库存不足。'), models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='goods_lot_value', violation_error_message='单价必须大于零。')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('purchase', '购入'), ('donation', '捐赠入库'), ('transfer', '调拨'), ('issue', '发放'), ('loss', '报损'), ('count', '盘点'), ('return', '退回入库'), ('reversal', '冲销')], max_length=8, verbose_name='业务')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='单号')),
                ('on', models.DateField(verbose_name='日期')),
                ('party', models.CharField(blank=True, max_length=60, verbose_name='供货或捐赠单位')),
                ('document_no', models.CharField(blank=True, max_length=60, verbose_name='合同、验收单或捐赠协议号')),
                ('invoice_no', models.CharField(blank=True, max_length=40, verbose_name='发票或捐赠票据号')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='处理依据')),
                ('memo', models.CharField(blank=True, max_length=100, verbose_name='摘要')),
                ('source', models.CharField(blank=True, max_length=80, verbose_name='来源单据')),
                ('times', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='第几次发放')),
                ('sent', models.CharField(blank=True, editable=False, max_length=64)),
                ('state', models.CharField(choices=[('prepared', '待复核'), ('sent', '待对方签收'), ('posted', '已记账'), ('received', '对方已签收'), ('refused', '未通过'), ('sent_back', '对方未收，已退回'), ('withdrawn', '已撤回')], editable=False, max_length=9, verbose_name='状态')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='制单时间')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核、签收时间')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('xact', hardship.kernel.fields.transactions.TransactionIdField(editable=False)),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核、签收人')),
                ('checked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核、签收')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制单人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁制单')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('returns', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comebacks', to='goods.slip', verbose_name='退回的发放单')),
                ('reverses', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='goods.slip', verbose_name='冲销的单据')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '物资单据',
                'verbose_name_plural': '物资单据',
                'indexes': [models.Index(condition=models.Q(('source', ''), _negated=True), fields=['source'], name='goods_slip_source')],
                'constraints': [models.UniqueConstraint(fields=('union', 'year', 'number'), name='goods_slip_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('prepared', 'posted'))), fields=('reverses',), name='goods_slip_reversed_once', violation_error_message='这张单据已经冲销或正在冲销。'), models.UniqueConstraint(condition=models.Q(('kind', 'issue')), fields=('source', 'times'), name='goods_slip_issued_once', violation_error_message='这一份物资已经发放。'), models.CheckConstraint(condition=models.Q(('kind__in', ['purchase', 'donation', 'transfer', 'issue', 'loss', 'count', 'return', 'reversal'])), name='goods_slip_kind_known', violation_error_message='业务类型不存在。'), models.CheckConstraint(condition=models.Q(('state__in', ['prepared', 'sent', 'posted', 'received', 'refused', 'sent_back', 'withdrawn'])), name='goods_slip_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='goods_slip_reversal_names_slip', violation_error_message='冲销要写明冲销哪一张单据。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'return'), ('returns__isnull', False), models.Q(('memo', ''), _negated=True)), models.Q(models.Q(('kind', 'return'), _negated=True), ('returns__isnull', True)), _connector='OR'), name='goods_slip_return_names_issue', violation_error_message='退回要写明退回哪一张发放单、为什么。'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('purchase', 'donation')), _negated=True), models.Q(('party', ''), _negated=True), _connector='OR'), name='goods_slip_incoming_names_party', violation_error_message='入库要写明供货或捐赠单位。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'loss'), _negated=True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='goods_slip_loss_decided', violation_error_message='报损要写明处理依据。'), models.CheckConstraint(condition=models.Q(models.Q(('checked_by__isnull', True), ('state__in', ('prepared', 'sent'))), models.Q(('checked_by__isnull', True), ('kind__in', ('issue',)), ('state', 'posted')), models.Q(models.Q(('state__in', ('prepared', 'sent')), _negated=True), ('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='goods_slip_checked', violation_error_message='记账的单据要有复核人。'), models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), models.Q(models.Q(('checked_by__isnull', True), ('made_by__isnull', True), models.Q(('checked_by', models.F('made_by')), _negated=True), _connector='OR'), models.Q(('checked_by__isnull', True), ('made_for__isnull', True), models.Q(('checked_by', models.F('made_for')), _negated=True), _connector='OR'), models.Q(('checked_for__isnull', True), ('made_by__isnull', True), models.Q(('checked_for', models.F('made_by')), _negated=True), _connector='OR'), models.Q(('checked_for__isnull', True), ('made_for__isnull', True), models.Q(('checked_for', models.F('made_for')), _negated=True), _connector='OR')), _connector='OR'), name='goods_slip_second_person', violation_error_message='制单、复核由两个人分别办理。')],
            },
        ),
        migrations.CreateModel(
            name='SlipCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('last', models.PositiveIntegerField(verbose_name='末号')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '物资单据编号',
                'verbose_name_plural': '物资单据编号',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='goods_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='SlipLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='行号')),
                ('change', models.IntegerField(verbose_name='数量')),
                ('book', models.PositiveIntegerField(null=True, verbose_name='账面数量')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='goods.lot', verbose_name='库存')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='goods.slip', verbose_name='单据')),
            ],
            options={
                'verbose_name': '物资单据明细',
                'verbose_name_plural': '物资单据明细',
                'constraints': [models.UniqueConstraint(fields=('slip', 'position'), name='goods_line_position_once'), models.UniqueConstraint(fields=('slip', 'lot'), name='goods_line_lot_once'), models.CheckConstraint(condition=models.Q(('change__gte', -1000000), ('change__lte', 1000000)), name='goods_line_sensible', violation_error_message='数量太大，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='Store',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='仓库名称')),
                ('address', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '物资仓库',
                'verbose_name_plural': '物资仓库',
                'constraints': [models.UniqueConstraint(fields=('union', 'name'), name='goods_store_once', violation_error_message='本工会已有同名的仓库。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='goods_store_named', violation_error_message='请填写仓库名称。')],
            },
        ),
        migrations.AddField(
            model_name='slip',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='goods.store', verbose_name='仓库'),
        ),
        migrations.AddField(
            model_name='slip',
            name='to_store',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='goods.store', verbose_name='调入仓库'),
        ),
        migrations.AddField(
            model_name='lot',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='goods.store', verbose_name='仓库'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'transfer'), ('to_store__isnull', False), models.Q(('to_store', models.F('store')), _negated=True)), models.Q(models.Q(('kind', 'transfer'), _negated=True), ('to_store__isnull', True)), _connector='OR'), name='goods_slip_transfer_names_store', violation_error_message='调拨要写明调入另一个仓库。'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.UniqueConstraint(fields=('store', 'item', 'expires_on', 'value'), name='goods_lot_once', nulls_distinct=False),
        ),
    ]
