import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('approvals', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='告知日期')),
                ('way', models.CharField(choices=[('meeting', '当面'), ('call', '电话'), ('text', '短信'), ('letter', '邮寄')], max_length=8, verbose_name='告知方式')),
                ('receiver', models.CharField(choices=[('worker', '职工本人'), ('family', '家属'), ('agent', '代办人')], max_length=8, verbose_name='告知了谁')),
                ('teller', models.CharField(max_length=50, verbose_name='告知人')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='approvals.approvalstep', verbose_name='决定')),
            ],
            options={
                'verbose_name': '结果告知',
                'verbose_name_plural': '结果告知',
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['meeting', 'call', 'text', 'letter'])), name='telling_way_known', violation_error_message='请选择告知方式。'), models.CheckConstraint(condition=models.Q(('receiver__in', ['worker', 'family', 'agent'])), name='telling_receiver_known', violation_error_message='请选择告知了谁。'), models.CheckConstraint(condition=models.Q(('teller', ''), _negated=True), name='telling_names_teller', violation_error_message='请填写告知人。')],
            },
        ),
    ]
