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
        ('applications', '0001_tables'),
        ('goods', '0001_tables'),
        ('ledgers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fulfilment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', '待落实'), ('done', '已落实'), ('ended', '未落实')], default='open', editable=False, max_length=8, verbose_name='状态')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('doer', models.CharField(blank=True, max_length=100, verbose_name='由谁办')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='办成日期')),
                ('what', models.CharField(blank=True, editable=False, max_length=500, verbose_name='做了什么')),
                ('result', models.CharField(blank=True, choices=[('reached', '问题已解决'), ('partly', '部分解决'), ('failed', '没有解决')], editable=False, max_length=8, verbose_name='结果')),
                ('deed_kind', models.CharField(blank=True, editable=False, max_length=20)),
                ('deed_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('deed_title', models.CharField(blank=True, editable=False, max_length=200, verbose_name='凭哪条记录')),
                ('goods', models.CharField(blank=True, editable=False, max_length=200, verbose_name='发了什么')),
                ('goods_value', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='物资折价（元）')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='不办的原因')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('application', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='fulfilment', to='applications.application', verbose_name='申请')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('signed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '服务落实',
                'verbose_name_plural': '服务落实',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['union', 'due_on'], name='fulfilment_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'ended'])), name='fulfilment_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('result__in', ['reached', 'partly', 'failed']), ('state', 'done'), models.Q(('what', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('done_on__isnull', True), ('result', ''), ('what', '')), _connector='OR'), name='fulfilment_done_says_what', violation_error_message='办成的要写明哪天、做了什么、结果怎样。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'ended'), _negated=True), ('why', '')), _connector='OR'), name='fulfilment_ended_says_why', violation_error_message='不办的要写明原因。'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='fulfilment_signed_by_somebody', violation_error_message='须记录登记时间和登记人。')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(editable=False, verbose_name='第几期')),
                ('of', models.PositiveSmallIntegerField(editable=False, verbose_name='共几期')),
                ('due_on', models.DateField(editable=False, verbose_name='到期日')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, verbose_name='金额（元）')),
                ('state', models.CharField(choices=[('planned', '计划中'), ('confirmed', '可以发放'), ('suspended', '暂停'), ('ended', '停发')], default='planned', editable=False, max_length=10, verbose_name='状态')),
                ('draws', models.JSONField(editable=False, verbose_name='各指标的金额')),
                ('holds', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('seen', models.JSONField(default=dict, editable=False)),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('looked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('application', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='applications.application', verbose_name='申请')),
                ('checker', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='复核工会')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('line', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.budgetline', verbose_name='资金指标')),
                ('looked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('looked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '分期',
                'verbose_name_plural': '分期',
                'indexes': [models.Index(condition=models.Q(('state__in', ('planned', 'suspended'))), fields=['checker', 'due_on'], name='instalment_open')],
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='instalment_once'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'confirmed', 'suspended', 'ended'])), name='instalment_state_known', violation_error_message='分期状态不对。'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='instalment_amount_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', models.F('of'))), name='instalment_number_within', violation_error_message='期数不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('suspended', 'ended')), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='instalment_says_why', violation_error_message='暂停、停发须写明原因。'), models.CheckConstraint(condition=models.Q(('state', 'planned'), models.Q(('looked_at__isnull', False), ('looked_by__isnull', False)), _connector='OR'), name='instalment_looked_at_by_somebody', violation_error_message='复核须记录时间和复核人。'), models.CheckConstraint(condition=models.Q(('looked_for__isnull', True), models.Q(('looked_by__isnull', False), models.Q(('looked_for', models.F('looked_by')), _negated=True)), _connector='OR'), name='instalment_stands_in_for_another', violation_error_message='代谁复核不能是复核人自己。')],
            },
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='花名册号')),
                ('on', models.DateField(verbose_name='发放日期')),
                ('place', models.CharField(max_length=60, verbose_name='发放地点')),
                ('state', models.CharField(choices=[('open', '待登记签领'), ('entered', '已签领，待复核'), ('done', '已发放'), ('cancelled', '已作废')], default='open', editable=False, max_length=9, verbose_name='状态')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='制表时间')),
                ('given_on', models.DateField(editable=False, null=True, verbose_name='签领日期')),
                ('entered_at', models.DateTimeField(editable=False, null=True, verbose_name='登记签领的时间')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='作废的原因')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记签领的人')),
                ('entered_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记签领')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制表人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.store', verbose_name='仓库')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '集中发放',
                'verbose_name_plural': '集中发放',
                'indexes': [models.Index(fields=['union', '-id'], name='giving_roster_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'entered', 'done', 'cancelled'])), name='roster_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('place', ''), _negated=True), name='roster_placed', violation_error_message='请填写发放地点。'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'cancelled')), models.Q(('entered_at__isnull', False), ('entered_by__isnull', False), ('given_on__isnull', False)), _connector='OR'), name='roster_entered_by_somebody', violation_error_message='登记签领要有日期和登记人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('why', '')), _connector='OR'), name='roster_cancelled_says_why', violation_error_message='作废要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='RosterCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '集中发放编号',
                'verbose_name_plural': '集中发放编号',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='giving_roster_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='RosterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('waiting', '待签领'), ('signed', '已签领'), ('given', '已发放'), ('absent', '未领')], default='waiting', editable=False, max_length=7, verbose_name='状态')),
                ('collector', models.CharField(blank=True, editable=False, max_length=30, verbose_name='代领人')),
                ('relation', models.CharField(blank=True, editable=False, max_length=20, verbose_name='与领取人的关系')),
                ('fulfilment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_lines', to='giving.fulfilment', verbose_name='服务落实')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='giving.roster', verbose_name='集中发放')),
            ],
            options={
                'verbose_name': '集中发放的家庭',
                'verbose_name_plural': '集中发放的家庭',
                'constraints': [models.UniqueConstraint(fields=('roster', 'position'), name='roster_line_position_once'), models.UniqueConstraint(fields=('roster', 'fulfilment'), name='roster_household_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'signed'))), fields=('fulfilment',), name='roster_waits_once', violation_error_message='这户已在另一份集中发放的花名册上。'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'signed', 'given', 'absent'])), name='roster_line_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('collector', ''), ('relation', '')), models.Q(('state__in', ('signed', 'given')), models.Q(('collector', ''), _negated=True), models.Q(('relation', ''), _negated=True)), _connector='OR'), name='roster_collector_related', violation_error_message='代领的要写明谁代领、与领取人什么关系。')],
            },
        ),
        migrations.CreateModel(
            name='RosterGoods',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('units', models.PositiveIntegerField(verbose_name='数量')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.item', verbose_name='物资')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goods', to='giving.rosterline', verbose_name='家庭')),
            ],
            options={
                'verbose_name': '集中发放的物资',
                'verbose_name_plural': '集中发放的物资',
                'constraints': [models.UniqueConstraint(fields=('line', 'item'), name='roster_item_once'), models.CheckConstraint(condition=models.Q(('units__gt', 0)), name='roster_goods_some', violation_error_message='数量要大于零。')],
            },
        ),
        migrations.CreateModel(
            name='RosterPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('rosters'), verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='giving.roster', verbose_name='集中发放')),
            ],
            options={
                'verbose_name': '签领花名册照片',
                'verbose_name_plural': '签领花名册照片',
                'constraints': [models.UniqueConstraint(fields=('roster', 'sha256'), name='roster_photo_once', violation_error_message='这一页已经上传过。')],
            },
        ),
        migrations.CreateModel(
            name='RosterPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('units', models.PositiveIntegerField(verbose_name='数量')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='giving.rosterline', verbose_name='家庭')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.lot', verbose_name='库存')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.slip', verbose_name='物资单据')),
            ],
            options={
                'verbose_name': '集中发放的出库明细',
                'verbose_name_plural': '集中发放的出库明细',
                'constraints': [models.UniqueConstraint(fields=('line', 'slip', 'lot'), name='roster_lot_once'), models.CheckConstraint(condition=models.Q(('units__gt', 0)), name='roster_piece_some', violation_error_message='数量要大于零。')],
            },
        ),
    ]
