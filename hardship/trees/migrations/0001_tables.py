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
    ]

    operations = [
        migrations.CreateModel(
            name='UnionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('rename', '更名'), ('move', '换上级'), ('merge', '合并'), ('split', '分立')], max_length=6, verbose_name='变更')),
                ('on', models.DateField(verbose_name='起始日期')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='新名称')),
                ('short_name', models.CharField(blank=True, max_length=20, verbose_name='新简称')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='新工会编码')),
                ('document', models.CharField(max_length=60, verbose_name='批复文号')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('chosen', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('planned', '待确认'), ('confirmed', '已确认，到日办理'), ('done', '已完成'), ('declined', '未同意'), ('withdrawn', '已撤回')], default='planned', editable=False, max_length=9, verbose_name='状态')),
                ('planned_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='完成日期')),
                ('held_up', models.CharField(blank=True, editable=False, max_length=600, verbose_name='到日没有办成的原因')),
                ('moved', models.JSONField(default=dict, editable=False)),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
                ('made', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='新工会')),
                ('parent', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='原上级工会')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='并入或新上级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '工会变更',
                'verbose_name_plural': '工会变更',
                'indexes': [models.Index(fields=['state', 'on'], name='union_change_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['rename', 'move', 'merge', 'split'])), name='union_change_kind_known', violation_error_message='请选择变更的种类。'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'confirmed', 'done', 'declined', 'withdrawn'])), name='union_change_state_known', violation_error_message='变更状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'rename'), ('target__isnull', True), models.Q(('name', ''), _negated=True)), models.Q(('kind__in', ('move', 'merge')), ('target__isnull', False)), models.Q(('kind', 'split'), ('target__isnull', True), models.Q(('name', ''), _negated=True), models.Q(('code', ''), _negated=True)), _connector='OR'), name='union_change_complete', violation_error_message='请填写变更的内容。'), models.CheckConstraint(condition=models.Q(('target', models.F('union')), _negated=True), name='union_change_to_another', violation_error_message='请选择另一个工会。'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('planned_by')), _negated=True), _connector='OR'), name='union_change_confirmed_by_another', violation_error_message='变更由提出人以外的人确认。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('done_on__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_on__isnull', True)), _connector='OR'), name='union_change_done_when_confirmed', violation_error_message='完成的变更要有确认人和完成日期。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'declined')), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='union_change_decided', violation_error_message='确认过的变更要有确认人。'), models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'confirmed'))), fields=('union',), name='union_change_one_at_a_time', violation_error_message='这个工会已有一项没有办完的变更，请先办完或撤回。')],
            },
        ),
    ]
