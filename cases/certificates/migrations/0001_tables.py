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
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('benefit', '困难职工优待证'), ('member', '会员卡')], max_length=7, verbose_name='种类')),
                ('number', models.CharField(max_length=40, verbose_name='证号')),
                ('from_on', models.DateField(verbose_name='有效期起')),
                ('until_on', models.DateField(verbose_name='有效期止')),
                ('state', models.CharField(choices=[('valid', '有效'), ('lost', '已挂失'), ('renewed', '已换发'), ('ended', '已注销')], default='valid', editable=False, max_length=7, verbose_name='状态')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='发证时间')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发证人')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='持证人')),
                ('household', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='archives.household', verbose_name='档案')),
                ('issuer', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='发证工会')),
                ('previous', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='certificates.certificate', verbose_name='原证')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁发证')),
            ],
            options={
                'verbose_name': '优待证',
                'verbose_name_plural': '优待证',
                'constraints': [models.UniqueConstraint(fields=('kind', 'issuer', 'number'), name='certificate_number_once', violation_error_message='这个证号已经用过。'), models.UniqueConstraint(condition=models.Q(('state__in', ('valid', 'lost'))), fields=('holder', 'kind'), name='certificate_live_once', violation_error_message='这个人已有这种证。'), models.CheckConstraint(condition=models.Q(('state__in', ['valid', 'lost', 'renewed', 'ended'])), name='certificate_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('kind__in', ['benefit', 'member'])), name='certificate_kind_known', violation_error_message='请选择种类。'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='certificate_numbered', violation_error_message='请填写证号。'), models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='certificate_of_days', violation_error_message='有效期止要晚于有效期起。')],
            },
        ),
        migrations.CreateModel(
            name='CertificateStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='操作')),
                ('source', models.CharField(choices=[('valid', '有效'), ('lost', '已挂失'), ('renewed', '已换发'), ('ended', '已注销')], max_length=7, verbose_name='原状态')),
                ('target', models.CharField(choices=[('valid', '有效'), ('lost', '已挂失'), ('renewed', '已换发'), ('ended', '已注销')], max_length=7, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='certificates.certificate', verbose_name='优待证')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '优待证记录',
                'verbose_name_plural': '优待证记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'end'), ('source', 'lost'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'valid'), ('target', 'ended')), models.Q(('action', 'find'), ('source', 'lost'), ('target', 'valid')), models.Q(('action', 'lose'), ('source', 'valid'), ('target', 'lost')), models.Q(('action', 'renew'), ('source', 'lost'), ('target', 'renewed')), models.Q(('action', 'renew'), ('source', 'valid'), ('target', 'renewed')), _connector='OR'), name='certificate_step_of_the_table', violation_error_message='这样的步骤不存在。')],
            },
        ),
        migrations.CreateModel(
            name='CertificateUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(choices=[('utilities', '水电气暖'), ('school', '学杂费'), ('rent', '房租'), ('medical', '医疗'), ('training', '培训'), ('other', '其他')], max_length=9, verbose_name='优待内容')),
                ('giver', models.CharField(max_length=60, verbose_name='优待单位')),
                ('worth', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='减免金额（元）')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='certificates.certificate', verbose_name='优待证')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
            ],
            options={
                'verbose_name': '优待记录',
                'verbose_name_plural': '优待记录',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['utilities', 'school', 'rent', 'medical', 'training', 'other'])), name='certificate_use_known', violation_error_message='请选择优待内容。'), models.CheckConstraint(condition=models.Q(('worth__gt', 0)), name='certificate_use_worth', violation_error_message='金额要大于零。'), models.CheckConstraint(condition=models.Q(('giver', ''), _negated=True), name='certificate_use_given', violation_error_message='请填写优待单位。')],
            },
        ),
    ]
