import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import modelcluster.contrib.taggit
import modelcluster.fields
import portal.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('vocabulary', '0002_words'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='PracticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=250, verbose_name='in una o due frasi')),
                ('kind', models.CharField(choices=[('worked', 'Ha funzionato'), ('failed', 'Non ha funzionato')], default='worked', max_length=8, verbose_name='com’è andata')),
                ('setting', models.CharField(blank=True, choices=[('home_visit', 'Visita a casa'), ('desk', 'Sportello'), ('group', 'Incontro di gruppo'), ('phone', 'Al telefono'), ('remote', 'A distanza'), ('table', 'Tavolo')], max_length=12, verbose_name='dove si fa')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minuti che servono')),
                ('cost', models.CharField(blank=True, max_length=80, verbose_name='quanto costa')),
                ('need', models.TextField(blank=True, max_length=6000, verbose_name='il bisogno')),
                ('people', models.TextField(blank=True, max_length=6000, verbose_name='per chi')),
                ('steps', models.TextField(blank=True, max_length=6000, verbose_name='i passi')),
                ('resources', models.TextField(blank=True, max_length=6000, verbose_name='che cosa serve')),
                ('results', models.TextField(blank=True, max_length=6000, verbose_name='che cosa cambia')),
                ('weak_points', models.TextField(blank=True, max_length=6000, verbose_name='dove si inceppa, e come se ne esce')),
                ('audience', models.CharField(choices=[('public', 'Tutti, anche chi non ha un account'), ('members', 'Solo chi è nella rete o segue un corso')], default='public', max_length=8, verbose_name='chi la può leggere')),
                ('source_thread', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('source_title', models.CharField(blank=True, editable=False, max_length=140)),
                ('example', models.BooleanField(default=False, verbose_name='esempio costruito')),
                ('facts', models.JSONField(blank=True, default=list, editable=False)),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practices', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory', verbose_name='territorio')),
                ('themes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='practices', to='vocabulary.theme', verbose_name='temi')),
            ],
            options={
                'verbose_name': 'pratica',
                'verbose_name_plural': 'pratiche',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PracticesIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'biblioteca delle pratiche',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('works', 'Funziona quando'), ('fails', 'Non funziona quando')], max_length=6)),
                ('text', models.CharField(max_length=160)),
                ('counted', models.PositiveIntegerField(default=0)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='practices.practicepage')),
            ],
            options={
                'ordering': ['-counted', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('practice'), models.F('kind'), django.db.models.functions.text.Lower('text'), name='a_practice_has_a_condition_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='condition_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tried_on', models.DateField()),
                ('outcome', models.CharField(choices=[('worked', 'Ha funzionato'), ('partly', 'In parte'), ('failed', 'Non ha funzionato')], max_length=8)),
                ('changed', models.TextField(blank=True, max_length=1200)),
                ('happened', models.TextField(max_length=2000)),
                ('again', models.BooleanField()),
                ('reported_at', models.DateTimeField(default=portal.clock.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_why', models.CharField(blank=True, max_length=300)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('conditions', models.ManyToManyField(blank=True, related_name='adoptions', to='practices.condition')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='practices.practicepage')),
            ],
            options={
                'ordering': ['-tried_on', '-pk'],
                'indexes': [models.Index(fields=['practice', '-tried_on'], name='adoptions_of_a_practice')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('practice', 'person', 'tried_on'), name='a_person_tries_a_practice_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='what_was_removed_was_removed_by_someone'), models.CheckConstraint(condition=models.Q(('happened', ''), _negated=True), name='adoption_says_what_happened')],
            },
        ),
        migrations.CreateModel(
            name='PracticeTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='practices.practicepage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='practicepage',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='practices.PracticeTag', to='taggit.Tag', verbose_name='parole chiave'),
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Aspetta chi la rilegge'), ('in_review', 'La stanno rileggendo'), ('sent_back', 'Rimandata'), ('accepted', 'Accettata'), ('withdrawn', 'Ritirata')], default='waiting', max_length=10)),
                ('ticks', models.JSONField(default=list)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('opened_at', models.DateTimeField(default=portal.clock.now)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='practices.practicepage')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
                'indexes': [models.Index(fields=['state', 'opened_at'], name='reviews_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'in_review'])), fields=('practice',), name='a_practice_has_one_open_review'), models.CheckConstraint(condition=models.Q(('reviewer', None), models.Q(('reviewer', models.F('submitted_by')), _negated=True), _connector='OR'), name='nobody_reviews_her_own_sheet'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_review', 'sent_back', 'accepted']), _negated=True), ('reviewer__isnull', False), _connector='OR'), name='a_decision_has_a_reviewer'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent_back'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_sheet_is_sent_back_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['waiting', 'in_review'])), models.Q(('closed_at__isnull', False), ('state__in', ['sent_back', 'accepted', 'withdrawn'])), _connector='OR'), name='a_review_is_closed_when_it_is_over')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=1000)),
                ('at', models.DateTimeField(default=portal.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='practices.practicepage')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_withdrawal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PracticeCount',
            fields=[
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='counts', serialize=False, to='practices.practicepage')),
                ('worked', models.PositiveIntegerField(default=0)),
                ('partly', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('tried', models.PositiveIntegerField(db_index=True, default=0)),
                ('territories', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tried', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('worked'), '+', models.F('partly')), '+', models.F('failed')))), name='a_practice_was_tried_as_often_as_it_went_somehow')],
            },
        ),
        migrations.AddConstraint(
            model_name='practicepage',
            constraint=models.CheckConstraint(condition=models.Q(('source_thread', None), models.Q(('source_title', ''), _negated=True), _connector='OR'), name='a_source_has_a_title'),
        ),
    ]
