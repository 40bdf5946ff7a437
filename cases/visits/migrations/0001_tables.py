import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
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
            name='HomeVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('demands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('job', '就业'), ('medical', '医疗'), ('schooling', '子女就学'), ('housing', '住房'), ('insurance', '社会保险'), ('rights', '维护权益'), ('other', '其他诉求')], max_length=9), blank=True, default=list, size=None, verbose_name='利益诉求')),
                ('demand_note', models.CharField(blank=True, max_length=300, verbose_name='诉求内容')),
                ('mood', models.CharField(blank=True, choices=[('stable', '思想稳定'), ('worried', '有顾虑'), ('unsettled', '情绪不稳')], max_length=9, verbose_name='思想动态')),
                ('mood_note', models.CharField(blank=True, max_length=300, verbose_name='思想动态说明')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('visited_on', models.DateField(verbose_name='走访日期')),
                ('mode', models.CharField(choices=[('at_home', '上门'), ('phone', '电话'), ('video', '视频')], max_length=8, verbose_name='方式')),
                ('mode_reason', models.CharField(blank=True, max_length=120, verbose_name='不上门的原因')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='走访地点')),
                ('respondent_name', models.CharField(max_length=50, verbose_name='被访人姓名')),
                ('respondent_relation', models.CharField(max_length=20, verbose_name='与户主关系')),
                ('unsigned_reason', models.CharField(blank=True, max_length=120, verbose_name='家属未签名的原因')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='家庭人数')),
                ('situation', models.CharField(max_length=500, verbose_name='困难状况')),
                ('causes_found', models.CharField(max_length=300, verbose_name='致困原因')),
                ('wants_found', models.CharField(max_length=300, verbose_name='帮扶需求')),
                ('conclusion', models.CharField(choices=[('as_filed', '情况属实，档案不变'), ('to_change', '有出入，需要变更档案'), ('to_leave', '可能不再符合条件，建议复核'), ('unverified', '未能核实，需要再访')], max_length=10, verbose_name='结论')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='补充说明')),
                ('checklist', models.CharField(max_length=40, verbose_name='所用清单')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('xact', models.BigIntegerField(editable=False, null=True)),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='visits.homevisit', verbose_name='更正的入户调查')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='home_visits', to='archives.household', verbose_name='档案')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('respondent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='被访人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '入户调查',
                'verbose_name_plural': '入户调查',
                'indexes': [models.Index(fields=['household', '-visited_on'], name='visit_household_day'), models.Index(fields=['province', '-visited_on', '-id'], name='visit_province_day'), models.Index(fields=['city', '-visited_on', '-id'], name='visit_city_day'), models.Index(fields=['county', '-visited_on', '-id'], name='visit_county_day'), models.Index(fields=['township', '-visited_on', '-id'], name='visit_township_day'), models.Index(fields=['union', '-visited_on', '-id'], name='visit_union_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('demands__contained_by', ['job', 'medical', 'schooling', 'housing', 'insurance', 'rights', 'other'])), name='visit_demands_known', violation_error_message='请选择利益诉求。'), models.CheckConstraint(condition=models.Q(('mood__in', ['', 'stable', 'worried', 'unsettled'])), name='visit_mood_known', violation_error_message='请选择思想动态。'), models.CheckConstraint(condition=models.Q(('mode__in', ['at_home', 'phone', 'video'])), name='visit_mode_known', violation_error_message='请选择方式。'), models.CheckConstraint(condition=models.Q(('conclusion__in', ['as_filed', 'to_change', 'to_leave', 'unverified'])), name='visit_conclusion_known', violation_error_message='请选择结论。'), models.CheckConstraint(condition=models.Q(('mode', 'at_home'), models.Q(('mode_reason', ''), _negated=True), _connector='OR'), name='visit_remote_for_a_reason', violation_error_message='电话、视频调查请写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('mode', 'at_home'), _negated=True), models.Q(('place', ''), _negated=True), _connector='OR'), name='visit_at_home_somewhere', violation_error_message='请填写走访地点。'), models.CheckConstraint(condition=models.Q(('respondent_name', ''), _negated=True), name='visit_with_somebody', violation_error_message='请填写被访人姓名。'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='visit_persons_counted', violation_error_message='家庭人数至少 1 人。'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('corrects', models.F('id')), _negated=True), _connector='OR'), name='visit_not_its_own_correction', violation_error_message='不能更正自己。')],
            },
        ),
        migrations.CreateModel(
            name='VisitAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=12)),
                ('group', models.CharField(choices=[('identity', '一查身份与家庭人口'), ('means', '二查收入与财产'), ('cause', '三查困难原因与需求'), ('home', '一访家庭')], max_length=8, verbose_name='分组')),
                ('text', models.CharField(max_length=120, verbose_name='项目')),
                ('section', models.CharField(blank=True, choices=[('worker', '职工本人'), ('members', '家庭成员'), ('money', '收入与刚性支出'), ('housing', '住房与财产'), ('causes', '致困原因与帮扶需求'), ('evidence', '证明材料'), ('consent', '承诺与授权')], max_length=10, verbose_name='部分')),
                ('finding', models.CharField(choices=[('confirmed', '属实'), ('untrue', '不属实'), ('unchecked', '未查')], max_length=9, verbose_name='结果')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='实际情况')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='visits.homevisit', verbose_name='入户调查')),
            ],
            options={
                'verbose_name': '调查项目结果',
                'verbose_name_plural': '调查项目结果',
                'constraints': [models.UniqueConstraint(fields=('visit', 'position'), name='visit_answer_position_once'), models.CheckConstraint(condition=models.Q(('finding__in', ['confirmed', 'untrue', 'unchecked'])), name='visit_answer_known', violation_error_message='请选择结果。'), models.CheckConstraint(condition=models.Q(models.Q(('finding', 'untrue'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='visit_answer_untrue_has_its_note', violation_error_message='不属实的请写明实际情况。')],
            },
        ),
        migrations.CreateModel(
            name='VisitChecklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=40, verbose_name='清单名称')),
                ('items', models.JSONField(verbose_name='项目')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='有效期间')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='保存时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '入户调查清单',
                'verbose_name_plural': '入户调查清单',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('union', '='), ('effective', '&&')], name='visit_checklist_no_overlap', violation_error_message='这段时间已有清单，请先截止旧清单。'), models.CheckConstraint(condition=models.Q(('effective__startswith__isnull', False)), name='visit_checklist_dated', violation_error_message='请填写日期。'), models.CheckConstraint(condition=models.Q(('items', []), _negated=True), name='visit_checklist_has_items', violation_error_message='清单至少要有一项。')],
            },
        ),
        migrations.CreateModel(
            name='VisitDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer', models.CharField(blank=True, max_length=50, verbose_name='签名人')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='archives.evidence', verbose_name='证明材料')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='visits.homevisit', verbose_name='入户调查')),
            ],
            options={
                'verbose_name': '入户调查材料',
                'verbose_name_plural': '入户调查材料',
                'constraints': [models.UniqueConstraint(fields=('visit', 'evidence'), name='visit_document_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict, verbose_name='内容')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='保存时间')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.homevisit', verbose_name='更正的入户调查')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
                ('saved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
            ],
            options={
                'verbose_name': '入户调查草稿',
                'verbose_name_plural': '入户调查草稿',
                'constraints': [models.UniqueConstraint(fields=('household', 'saved_by', 'corrects'), name='visit_draft_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Visitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('post', models.CharField(max_length=50, verbose_name='职务')),
                ('user', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visitors', to='visits.homevisit', verbose_name='入户调查')),
            ],
            options={
                'verbose_name': '走访人',
                'verbose_name_plural': '走访人',
                'constraints': [models.UniqueConstraint(fields=('visit', 'position'), name='visitor_position_once'), models.UniqueConstraint(fields=('visit', 'name'), name='visitor_named_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='visitor_has_a_name', violation_error_message='请填写走访人姓名。')],
            },
        ),
    ]
