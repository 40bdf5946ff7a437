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
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consultation', '咨询日'), ('lecture', '讲座'), ('exhibition', '图片展'), ('contest', '竞赛'), ('group', '团体辅导'), ('health', '健康体检'), ('women', '女职工体检')], max_length=12, verbose_name='类别')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('persons', models.PositiveIntegerField(verbose_name='参加人数')),
                ('papers', models.PositiveIntegerField(default=0, verbose_name='发放资料（份）')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '宣传服务活动',
                'verbose_name_plural': '宣传服务活动',
                'indexes': [models.Index(fields=['union', '-held_on'], name='activity_of_union')],
                'constraints': [models.UniqueConstraint(fields=('union', 'kind', 'held_on', 'title'), name='activity_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['consultation', 'lecture', 'exhibition', 'contest', 'group', 'health', 'women'])), name='activity_kind_known', violation_error_message='请选择类别。'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='activity_says_what', violation_error_message='请填写名称和地点。'), models.CheckConstraint(condition=models.Q(('papers__range', (0, 1000000)), ('persons__range', (1, 1000000))), name='activity_reached_somebody', violation_error_message='人数和份数不能超过 100 万。')],
            },
        ),
        migrations.CreateModel(
            name='EventTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('wedding', '结婚'), ('birth', '生育'), ('hospital', '住院'), ('bereavement', '丧事'), ('quarrel', '家庭纠纷'), ('retirement', '退休'), ('disaster', '灾害、意外')], max_length=11, verbose_name='事由')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('days', models.PositiveSmallIntegerField(verbose_name='几天内')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_terms', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '三必访走访期限',
                'verbose_name_plural': '三必访走访期限',
                'constraints': [models.UniqueConstraint(fields=('union', 'occasion', 'from_on'), name='event_term_once'), models.CheckConstraint(condition=models.Q(('occasion__in', ['wedding', 'birth', 'hospital', 'bereavement', 'quarrel', 'retirement', 'disaster'])), name='event_term_occasion_known', violation_error_message='请选择事由。'), models.CheckConstraint(condition=models.Q(('days__range', (0, 30))), name='event_term_days', violation_error_message='期限为 0 到 30 天。')],
            },
        ),
        migrations.CreateModel(
            name='EventVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('occasion', models.CharField(choices=[('wedding', '结婚'), ('birth', '生育'), ('hospital', '住院'), ('bereavement', '丧事'), ('quarrel', '家庭纠纷'), ('retirement', '退休'), ('disaster', '灾害、意外')], max_length=11, verbose_name='事由')),
                ('happened_on', models.DateField(verbose_name='发生日期')),
                ('name', models.CharField(max_length=50, verbose_name='职工姓名')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='电话')),
                ('unit', models.CharField(blank=True, max_length=80, verbose_name='单位、班组')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('told', models.CharField(blank=True, max_length=500, verbose_name='情况')),
                ('due_on', models.DateField(editable=False, verbose_name='走访期限')),
                ('state', models.CharField(choices=[('reported', '待走访'), ('visited', '已走访'), ('called_off', '不走访')], default='reported', editable=False, max_length=10, verbose_name='状态')),
                ('visited_on', models.DateField(editable=False, null=True, verbose_name='走访日期')),
                ('visitors', models.CharField(blank=True, max_length=120, verbose_name='走访人')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='走访情况、不走访的理由')),
                ('deed_kind', models.CharField(blank=True, editable=False, max_length=20)),
                ('deed_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('deed_title', models.CharField(blank=True, editable=False, max_length=200, verbose_name='慰问')),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='报告时间')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='登记走访的时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_visits', to='archives.household', verbose_name='档案')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('reported_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告人')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记走访的人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '三必访',
                'verbose_name_plural': '三必访',
                'indexes': [models.Index(condition=models.Q(('state', 'reported')), fields=['union', 'due_on'], name='event_waiting'), models.Index(fields=['union', '-happened_on'], name='event_of_union')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'called_off'), _negated=True), fields=('union', 'occasion', 'happened_on', 'name'), name='event_once'), models.CheckConstraint(condition=models.Q(('occasion__in', ['wedding', 'birth', 'hospital', 'bereavement', 'quarrel', 'retirement', 'disaster'])), name='event_occasion_known', violation_error_message='请选择事由。'), models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'visited', 'called_off'])), name='event_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_of_somebody', violation_error_message='请填写职工姓名。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'visited'), ('visited_on__isnull', False), models.Q(('visitors', ''), _negated=True)), models.Q(models.Q(('state', 'visited'), _negated=True), ('deed_kind', ''), ('visited_on__isnull', True), ('visitors', '')), _connector='OR'), name='event_visited_with_a_day', violation_error_message='登记走访要写明日期和走访人。'), models.CheckConstraint(condition=models.Q(('visited_on__isnull', True), ('visited_on__gte', models.F('happened_on')), _connector='OR'), name='event_visited_after_it_happened', violation_error_message='走访日期不能早于发生日期。'), models.CheckConstraint(condition=models.Q(models.Q(('comment', ''), ('settled_at__isnull', True), ('state', 'reported')), models.Q(models.Q(('state', 'reported'), _negated=True), ('settled_at__isnull', False), models.Q(('comment', ''), _negated=True)), _connector='OR'), name='event_settled_with_words', violation_error_message='请写明走访情况，或者不走访的理由。')],
            },
        ),
    ]
