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
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown_in', models.CharField(default='files', editable=False, max_length=20, verbose_name='所在列表')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('query', models.CharField(editable=False, max_length=500, verbose_name='条件')),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='次序')),
                ('is_shared', models.BooleanField(default=False, verbose_name='本工会共用')),
                ('is_default', models.BooleanField(default=False, verbose_name='打开档案列表时先用它')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='删除时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_filters', to=settings.AUTH_USER_MODEL, verbose_name='所有人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='删除人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '常用筛选',
                'verbose_name_plural': '常用筛选',
                'indexes': [models.Index(fields=['owner', 'position'], name='saved_filter_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('owner', 'name'), name='saved_filter_name_once', violation_error_message='您已有同名的常用筛选，请换一个名称。'), models.UniqueConstraint(condition=models.Q(('is_default', True), ('removed_at__isnull', True)), fields=('owner',), name='saved_filter_one_default', violation_error_message='默认的常用筛选只能有一个。'), models.CheckConstraint(condition=models.Q(('is_default', False), ('shown_in', 'files'), _connector='OR'), name='saved_filter_default_of_files', violation_error_message='只有档案列表可以设默认的常用筛选。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_filter_named', violation_error_message='请填写常用筛选的名称。'), models.CheckConstraint(condition=models.Q(('query__regex', '(^|&)q='), _negated=True), name='saved_filter_without_search', violation_error_message='查找的内容不随常用筛选保存。')],
            },
        ),
    ]
