import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('surveys', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('state', models.CharField(choices=[('draft', '收集中'), ('submitted', '待审定'), ('returned', '退回补正'), ('approved', '已审定')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('comment', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='审定时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审定人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('survey', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.survey', verbose_name='依据的年度核查')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '帮扶对象名单',
                'verbose_name_plural': '帮扶对象名单',
                'constraints': [models.UniqueConstraint(fields=('union', 'year', 'title'), name='selection_title_once', violation_error_message='这一年已有同名的名单，请换一个名称。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'approved'])), name='selection_state_known', violation_error_message='名单状态不对。'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='selection_named', violation_error_message='请填写名称。'), models.CheckConstraint(condition=models.Q(('year__range', (2016, 2100))), name='selection_year_sensible', violation_error_message='年度不对，请核对。'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'returned')), ('submitted_at__isnull', False), _connector='OR'), name='selection_submitted_first', violation_error_message='先提交才能审定。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('decided_by', models.F('created_by')), _negated=True)), _connector='OR'), name='selection_approved_by_another', violation_error_message='不能审定自己建立或提交的名单。')],
            },
        ),
        migrations.CreateModel(
            name='SelectionRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(blank=True, choices=[('deep', '深度困难'), ('relative', '相对困难'), ('accident', '意外致困'), ('own', '本级类别')], max_length=8, verbose_name='困难类别')),
                ('own_category', models.CharField(blank=True, editable=False, max_length=40)),
                ('own_label', models.CharField(blank=True, editable=False, max_length=40, verbose_name='本级类别')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('origin', models.CharField(choices=[('survey', '年度核查'), ('new', '新建档'), ('chosen', '在档家庭')], editable=False, max_length=6, verbose_name='来源')),
                ('persons', models.PositiveSmallIntegerField(editable=False, verbose_name='家庭人口')),
                ('state', models.CharField(choices=[('open', '待审定'), ('agreed', '同意'), ('refused', '不同意'), ('back', '退回核实')], default='open', editable=False, max_length=7, verbose_name='审定意见')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='理由')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='列入时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='审定时间')),
                ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='移出时间')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='列入人')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审定人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='selection_rows', to='archives.household', verbose_name='档案')),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='selections.selection', verbose_name='帮扶对象名单')),
            ],
            options={
                'verbose_name': '名单上的家庭',
                'verbose_name_plural': '名单上的家庭',
                'indexes': [models.Index(fields=['selection', 'state'], name='selection_row_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('state', 'refused'), _negated=True)), fields=('household', 'year'), name='selection_row_once_a_year', violation_error_message='这户本年度已在一份帮扶对象名单上。'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'agreed', 'refused', 'back'])), name='selection_row_state_known', violation_error_message='审定意见不对。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='selection_row_decided_by_somebody', violation_error_message='审定意见要有审定人和时间。'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'agreed')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='selection_row_refused_for_a_reason', violation_error_message='不同意或退回的，请写明理由。')],
            },
        ),
        migrations.CreateModel(
            name='SelectionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='办理')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('is_making', models.BooleanField(editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='selections.selection', verbose_name='帮扶对象名单')),
            ],
            options={
                'verbose_name': '名单办理记录',
                'verbose_name_plural': '名单办理记录',
            },
        ),
    ]
