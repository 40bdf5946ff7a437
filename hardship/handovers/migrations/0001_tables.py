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
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(max_length=100, verbose_name='移交原因')),
                ('state', models.CharField(choices=[('offered', '待接收'), ('received', '已接收'), ('declined', '未接收'), ('withdrawn', '已撤回')], default='offered', editable=False, max_length=9, verbose_name='状态')),
                ('waiting', models.JSONField(default=list, editable=False, verbose_name='岗位上等着办的')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='办理时间')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('note', models.CharField(blank=True, editable=False, max_length=200, verbose_name='不接收的原因')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接收人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '工作移交',
                'verbose_name_plural': '工作移交',
                'indexes': [models.Index(fields=['to', 'state'], name='handover_worklist')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'received', 'declined', 'withdrawn'])), name='handover_state_known', violation_error_message='移交状态不对。'), models.CheckConstraint(condition=models.Q(('giver', models.F('to')), _negated=True), name='handover_to_somebody_else', violation_error_message='不能移交给本人。'), models.CheckConstraint(condition=models.Q(('made_by', models.F('to')), _negated=True), name='handover_made_by_another', violation_error_message='接收人不能自己办移交。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'received'), _negated=True), ('answered_by', models.F('to')), _connector='OR'), name='handover_received_by_whom_it_was_for', violation_error_message='移交由接收人本人确认。'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='handover_answered_once', violation_error_message='答复过的移交要有答复人和时间。')],
            },
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120, verbose_name='事项')),
                ('is_moved', models.BooleanField(default=False, editable=False, verbose_name='已移交')),
                ('left', models.CharField(blank=True, max_length=200, verbose_name='没有移交的原因')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='handovers.handover', verbose_name='工作移交')),
            ],
            options={
                'verbose_name': '移交事项',
                'verbose_name_plural': '移交事项',
                'indexes': [models.Index(condition=models.Q(('is_moved', True)), fields=['kind', 'key', '-id'], name='handover_item_last')],
                'constraints': [models.UniqueConstraint(fields=('handover', 'kind', 'key'), name='handover_item_once'), models.CheckConstraint(condition=models.Q(('is_moved', False), ('left', ''), _connector='OR'), name='handover_item_moved_or_left', violation_error_message='一件事不是移交了，就是留下了。')],
            },
        ),
    ]
