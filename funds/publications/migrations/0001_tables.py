import django.db.models.deletion
import django.utils.timezone
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
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='公开编号')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('quarter', models.PositiveSmallIntegerField(choices=[(1, '一季度'), (2, '二季度'), (3, '三季度'), (4, '四季度'), (0, '全年')], verbose_name='期间')),
                ('version', models.PositiveSmallIntegerField(editable=False, verbose_name='版次')),
                ('state', models.CharField(choices=[('draft', '待复核'), ('checked', '待批准公开'), ('published', '已公开'), ('replaced', '已更正'), ('taken_down', '已撤下'), ('dropped', '已作废')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('names_people', models.BooleanField(default=False, verbose_name='附受助人员名单')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='更正原因')),
                ('figures', models.TextField(editable=False)),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('token', models.CharField(editable=False, max_length=17)),
                ('decision_no', models.CharField(blank=True, editable=False, max_length=100, verbose_name='批准文号或会议纪要')),
                ('opinion', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='取数时间')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='公开时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='撤下时间')),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('checked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤下人')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁编制')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准公开人')),
                ('published_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准公开')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '使用公开',
                'verbose_name_plural': '使用公开',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('union', 'year', 'quarter', 'version'), name='publication_version_once', violation_error_message='这一期正在编制，请在列表中打开它。'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('union', 'year', 'quarter'), name='publication_published_once'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('token',), name='publication_token_once'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='publication_year', violation_error_message='年度应为四位数字。'), models.CheckConstraint(condition=models.Q(('quarter__in', (1, 2, 3, 4, 0))), name='publication_period_known', violation_error_message='请选择期间。'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='publication_version_counts', violation_error_message='版次从 1 开始。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked', 'published', 'replaced', 'taken_down', 'dropped'])), name='publication_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='publication_corrected_with_reason', violation_error_message='更正要写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('checked_by')), _negated=True), models.Q(('made_by', models.F('checked_for')), _negated=True), models.Q(('made_for', models.F('checked_by')), _negated=True), models.Q(('made_for', models.F('checked_for')), _negated=True), models.Q(('made_by', models.F('published_by')), _negated=True), models.Q(('made_by', models.F('published_for')), _negated=True), models.Q(('made_for', models.F('published_by')), _negated=True), models.Q(('made_for', models.F('published_for')), _negated=True)), name='publication_by_others', violation_error_message='编制的人不能复核，也不能批准公开。'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state__in', ('published', 'replaced', 'taken_down')), ('checked_by__isnull', False), models.Q(('decision_no', ''), _negated=True)), models.Q(models.Q(('state__in', ('published', 'replaced', 'taken_down')), _negated=True), ('published_at__isnull', True), ('published_by__isnull', True)), _connector='OR'), name='publication_published_by_decision', violation_error_message='公开要有复核人、批准人和批准文号。')],
            },
        ),
        migrations.CreateModel(
            name='PublicationCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '公开编号计数',
                'verbose_name_plural': '公开编号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='publication_counter_once')],
            },
        ),
    ]
