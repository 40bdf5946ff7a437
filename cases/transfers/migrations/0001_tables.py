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
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('offered', '待接收'), ('accepted', '已接收'), ('refused', '不予接收'), ('withdrawn', '已撤回')], default='offered', max_length=10, verbose_name='状态')),
                ('file_no', models.CharField(max_length=40, verbose_name='档案号')),
                ('note', models.CharField(max_length=300, verbose_name='转移原因')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='办理时间')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='archives.household', verbose_name='档案')),
                ('offered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转出工会')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转入工会')),
            ],
            options={
                'verbose_name': '档案转移',
                'verbose_name_plural': '档案转移',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'refused', 'withdrawn'])), name='transfer_state_known', violation_error_message='转移状态不对。'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='transfer_to_another', violation_error_message='请选择另一个工会。'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='transfer_decided_when_over', violation_error_message='办结的转移必须有办理时间。'), models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('household',), name='transfer_offered_once', violation_error_message='这份档案已在转移中。')],
            },
        ),
        migrations.CreateModel(
            name='TransferRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', verbose_name='身份证号')),
                ('file_no', models.CharField(max_length=40, verbose_name='档案号')),
                ('reason', models.CharField(max_length=300, verbose_name='申请原因')),
                ('state', models.CharField(choices=[('waiting', '待答复'), ('agreed', '同意转出'), ('declined', '不同意'), ('withdrawn', '已撤回'), ('lapsed', '已失效')], default='waiting', max_length=10, verbose_name='状态')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='申请时间')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='申请工会')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='在档工会')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_requests', to='archives.household', verbose_name='档案')),
                ('transfer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='transfers.transfer', verbose_name='档案转移')),
            ],
            options={
                'verbose_name': '转入申请',
                'verbose_name_plural': '转入申请',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'agreed', 'declined', 'withdrawn', 'lapsed'])), name='request_state_known', violation_error_message='申请状态不对。'), models.CheckConstraint(condition=models.Q(('holder', models.F('asker')), _negated=True), name='request_of_another', violation_error_message='档案就在本工会。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='request_says_why', violation_error_message='请写明申请转入的原因。'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='request_answered_when_over', violation_error_message='办结的申请必须有答复时间。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), ('transfer__isnull', False)), models.Q(models.Q(('state', 'agreed'), _negated=True), ('transfer__isnull', True)), _connector='OR'), name='request_agreed_with_its_transfer', violation_error_message='同意转出要同时提出转移。'), models.CheckConstraint(condition=models.Q(('comment', ''), ('state', 'declined'), _negated=True), name='request_declined_with_reason', violation_error_message='不同意的，请写明原因。'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('household', 'asker'), name='request_waits_once', violation_error_message='这份档案已经申请过转入，正等答复。')],
            },
        ),
    ]
