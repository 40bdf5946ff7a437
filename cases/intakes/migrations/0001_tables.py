import django.contrib.postgres.fields
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
        ('archives', '0001_tables'),
        ('rosters', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('document_no', models.CharField(max_length=100, verbose_name='原建档文号')),
                ('filed_on', models.DateField(verbose_name='原建档日期')),
                ('state', models.CharField(choices=[('waiting', '待区县核对'), ('agreed', '一人已同意，待第二人'), ('writing', '正在接收'), ('accepted', '已接收'), ('returned', '退回'), ('withdrawn', '已撤回')], default='waiting', editable=False, max_length=9, verbose_name='状态')),
                ('comment', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提交时间')),
                ('agreed_at', models.DateTimeField(editable=False, null=True, verbose_name='核对时间')),
                ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='接收时间')),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接收人')),
                ('agreed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('roster', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake', to='rosters.rosterimport', verbose_name='花名册导入')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '存量档案接收',
                'verbose_name_plural': '存量档案接收',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'agreed', 'writing', 'accepted', 'returned', 'withdrawn'])), name='intake_state_known', violation_error_message='接收名单的状态不对。'), models.CheckConstraint(condition=models.Q(('document_no', ''), _negated=True), name='intake_says_where_filed', violation_error_message='请填写原建档文号。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('agreed', 'writing', 'accepted')), _negated=True), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), models.Q(('agreed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='intake_agreed_by_somebody', violation_error_message='接收名单先由区县一人核对同意，提交人不能核对。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('writing', 'accepted')), _negated=True), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), models.Q(('accepted_by', models.F('agreed_by')), _negated=True), models.Q(('accepted_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='intake_accepted_by_another', violation_error_message='整批接收须由另一人复核。')],
            },
        ),
        migrations.CreateModel(
            name='IntakeDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=64, verbose_name='随机种子')),
                ('population', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None, verbose_name='抽样范围')),
                ('size', models.PositiveSmallIntegerField(verbose_name='抽取户数')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='intakes.intake', verbose_name='接收名单')),
            ],
            options={
                'verbose_name': '抽样',
                'verbose_name_plural': '抽样',
            },
        ),
        migrations.CreateModel(
            name='IntakeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(blank=True, choices=[('deep', '深度困难'), ('relative', '相对困难'), ('accident', '意外致困'), ('own', '本级类别')], max_length=8, verbose_name='困难类别')),
                ('own_category', models.CharField(blank=True, editable=False, max_length=40)),
                ('own_label', models.CharField(blank=True, editable=False, max_length=40, verbose_name='本级类别')),
                ('row', models.PositiveIntegerField(verbose_name='花名册行号')),
                ('version', models.PositiveIntegerField(editable=False)),
                ('persons', models.PositiveSmallIntegerField(verbose_name='家庭人口')),
                ('basis', models.CharField(choices=[('assessed', '按今天的政策核算'), ('roster', '事实不全，按名册'), ('unknown', '核算不出，名册上也没有'), ('ineligible', '按今天的政策不符合')], max_length=10, verbose_name='类别依据')),
                ('state', models.CharField(choices=[('open', '待接收'), ('out', '移出'), ('taken', '已接收')], default='open', editable=False, max_length=5, verbose_name='状态')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='移出原因')),
                ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='移出时间')),
                ('household', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake_row', to='archives.household', verbose_name='档案')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='intakes.intake', verbose_name='接收名单')),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
            ],
            options={
                'verbose_name': '接收名单上的档案',
                'verbose_name_plural': '接收名单上的档案',
                'constraints': [models.UniqueConstraint(fields=('intake', 'row'), name='intake_row_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'out', 'taken'])), name='intake_row_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('basis__in', ['assessed', 'roster', 'unknown', 'ineligible'])), name='intake_row_basis_known', violation_error_message='类别依据不对。'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), ('state', 'out'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'out'), _negated=True), ('reason', ''), ('removed_at__isnull', True)), _connector='OR'), name='intake_row_out_for_a_reason', violation_error_message='移出要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='IntakeSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('verdict', models.CharField(blank=True, choices=[('agrees', '一致'), ('differs', '有出入')], max_length=7, verbose_name='核对结果')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('looked_at', models.DateTimeField(editable=False, null=True, verbose_name='核对时间')),
                ('drawn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='intakes.intakedraw', verbose_name='抽样')),
                ('looked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='intakes.intakerow', verbose_name='档案')),
            ],
            options={
                'verbose_name': '抽中的档案',
                'verbose_name_plural': '抽中的档案',
                'constraints': [models.UniqueConstraint(fields=('drawn', 'row'), name='intake_sample_once'), models.CheckConstraint(condition=models.Q(models.Q(('looked_at__isnull', True), ('looked_by__isnull', True), ('verdict', '')), models.Q(('looked_at__isnull', False), ('looked_by__isnull', False), ('verdict__in', ['agrees', 'differs'])), _connector='OR'), name='intake_sample_looked_at_by_somebody', violation_error_message='核对结果要有核对人和时间。'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'differs'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='intake_sample_says_what_differs', violation_error_message='有出入的，请写明是什么。')],
            },
        ),
        migrations.CreateModel(
            name='IntakeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='办理')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('is_making', models.BooleanField(editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='intakes.intake', verbose_name='接收名单')),
            ],
            options={
                'verbose_name': '接收办理记录',
                'verbose_name_plural': '接收办理记录',
            },
        ),
        migrations.CreateModel(
            name='ScanBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', '正在分拣'), ('done', '分拣完毕'), ('failed', '未能读取')], default='waiting', editable=False, max_length=7, verbose_name='状态')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('scans'), verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='承诺授权签字日期')),
                ('failure', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('job_uid', models.UUIDField(editable=False, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '批量补材料',
                'verbose_name_plural': '批量补材料',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='scan_batch_state_known', violation_error_message='状态不对。')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('folder', models.CharField(blank=True, max_length=120, verbose_name='文件夹')),
                ('state', models.CharField(choices=[('placed', '已归入档案'), ('waiting', '待人工分拣'), ('twice', '已有，没有重存'), ('refused', '不能收'), ('thrown', '不要了')], editable=False, max_length=7, verbose_name='状态')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
                ('kind', models.CharField(blank=True, choices=[('id_card', '身份证'), ('household_register', '户口本'), ('income', '收入证明'), ('diagnosis', '诊断证明'), ('medical_record', '出院小结（病历）'), ('fee_list', '医疗费用清单'), ('admission', '录取通知书（在校证明）'), ('tuition_invoice', '学费票据'), ('hardship', '困难证明'), ('disability', '残疾证'), ('dibao', '低保证'), ('labour_contract', '劳动合同'), ('housing', '住房证明'), ('consent', '核对授权书'), ('medical_invoice', '医疗费票据'), ('surgery', '手术记录'), ('disaster', '灾害（事故）证明'), ('death', '死亡证明'), ('ticket', '车票'), ('employment', '就业（创业、培训）证明'), ('facts', '事实材料（情况说明、照片）'), ('application', '申请书（签字）'), ('receipt', '收条（签领单）'), ('other', '其他材料'), ('visit_photo', '入户照片'), ('visit_form', '入户调查表（签字）'), ('signature', '签名')], max_length=20, verbose_name='材料种类')),
                ('file', models.FileField(blank=True, max_length=120, upload_to=hardship.kernel.files.FolderName('scans'), verbose_name='文件')),
                ('media_type', models.CharField(blank=True, max_length=40)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('sorted_at', models.DateTimeField(editable=False, null=True, verbose_name='分拣时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='archives.evidence', verbose_name='证明材料')),
                ('guess', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='可能是谁的')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='archives.household', verbose_name='档案')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('sorted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='分拣人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='intakes.scanbatch', verbose_name='上传')),
            ],
            options={
                'verbose_name': '扫描件',
                'verbose_name_plural': '扫描件',
                'constraints': [models.UniqueConstraint(fields=('batch', 'place'), name='scan_place_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('union', 'sha256'), name='scan_waits_once', violation_error_message='同一份扫描件已在待分拣中。'), models.CheckConstraint(condition=models.Q(('state__in', ['placed', 'waiting', 'twice', 'refused', 'thrown'])), name='scan_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'placed'), _negated=True), models.Q(('evidence__isnull', False), ('household__isnull', False)), _connector='OR'), name='scan_placed_somewhere', violation_error_message='归入的扫描件要有档案和材料。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='scan_waits_with_its_file', violation_error_message='待分拣的要有文件。')],
            },
        ),
    ]
