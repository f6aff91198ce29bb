import django.db.models.deletion
import portal.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('network', '0001_initial'),
        ('vocabulary', '0004_more_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('lead', models.CharField(max_length=300)),
                ('about', models.TextField(max_length=6000)),
                ('isee_from', models.DecimalField(decimal_places=2, max_digits=9)),
                ('isee_to', models.DecimalField(decimal_places=2, max_digits=9)),
                ('thresholds_on', models.DateField()),
                ('thresholds_source', models.CharField(max_length=200)),
                ('mail', models.EmailField(blank=True, max_length=254)),
                ('steering_from', models.DateField()),
                ('checked_at', models.DateTimeField(default=portal.clock.now)),
                ('is_example', models.BooleanField(default=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('isee_to__gte', models.F('isee_from'))), name='the_thresholds_are_in_order'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_programme_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Guideline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=140)),
                ('text', models.TextField(max_length=6000)),
                ('given_at', models.DateTimeField(default=portal.clock.now)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guidelines', to='pacts.programme')),
            ],
            options={
                'ordering': ['-given_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='a_guideline_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='AccessPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('what', models.CharField(blank=True, max_length=240)),
                ('may_verify', models.BooleanField(default=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_points', to='pacts.programme')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='an_access_point_is_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('committee', 'Comitato ristretto'), ('steering', 'Cabina di regia')], max_length=10)),
                ('title', models.CharField(max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='pacts.programme')),
            ],
            options={
                'ordering': ['body', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidelineReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=portal.clock.now)),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='pacts.guideline')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('guideline', 'person'), name='a_guideline_is_read_once')],
            },
        ),
    ]
