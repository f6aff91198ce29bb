import django.db.models.deletion
import portal.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('vocabulary', '0004_more_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(default=portal.clock.now)),
                ('is_example', models.BooleanField(default=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('address', models.CharField(blank=True, max_length=160)),
                ('directions', models.CharField(blank=True, max_length=240)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('in_person', models.BooleanField(default=True)),
                ('remote', models.BooleanField(default=False)),
                ('remote_how', models.CharField(blank=True, max_length=240)),
                ('notice', models.CharField(blank=True, max_length=200)),
                ('takes_requests', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.language')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
            ],
            options={
                'ordering': ['territory__order', 'order', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.CharField(blank=True, max_length=7)),
                ('in_person', models.BooleanField(default=True)),
                ('remote', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('shows_phone', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=240)),
                ('takes_requests', models.BooleanField(default=True)),
                ('is_listed', models.BooleanField(default=True)),
                ('listed_at', models.DateTimeField(default=portal.clock.now)),
                ('checked_at', models.DateTimeField(default=portal.clock.now)),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.language')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='listing', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('themes', models.ManyToManyField(related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['person__last_name', 'person__first_name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('phone', ''), ('shows_phone', True), _connector='OR'), name='a_phone_is_shown_with_consent'), models.CheckConstraint(condition=models.Q(('in_person', True), ('remote', True), _connector='OR'), name='who_is_listed_is_reached_somehow')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=600)),
                ('receipt', models.CharField(max_length=40, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'da guardare'), ('fixed', 'corretto'), ('kept', 'va bene com’è')], default='waiting', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=600)),
                ('reported_at', models.DateTimeField(default=portal.clock.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='network.desk')),
                ('listing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='network.listing')),
            ],
            options={
                'ordering': ['reported_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('desk__isnull', False), ('listing', None)), models.Q(('desk', None), ('listing__isnull', False)), _connector='OR'), name='a_correction_is_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answered_correction_says_what_was_done')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'lunedì'), (1, 'martedì'), (2, 'mercoledì'), (3, 'giovedì'), (4, 'venerdì'), (5, 'sabato'), (6, 'domenica')])),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('is_remote', models.BooleanField(default=False)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='network.desk')),
            ],
            options={
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='a_desk_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='a_week_has_seven_days')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(default=portal.clock.now)),
                ('is_example', models.BooleanField(default=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('public', 'ente pubblico'), ('association', 'associazione o circolo'), ('cooperative', 'cooperativa'), ('foundation', 'fondazione'), ('church', 'centro d’ascolto o parrocchia'), ('training', 'agenzia formativa o scuola'), ('health', 'servizio sanitario'), ('supplier', 'azienda di luce, gas o acqua'), ('other', 'altro')], max_length=12)),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('address', models.CharField(blank=True, max_length=160)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('website', models.URLField(blank=True)),
                ('takes_referrals', models.BooleanField(default=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='an_organisation_has_a_name')],
            },
        ),
        migrations.AddField(
            model_name='desk',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desks', to='network.organisation'),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(choices=[('referent', 'referente'), ('operator', 'operatore')], default='operator', max_length=10)),
                ('since', models.DateTimeField(default=portal.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='network.desk')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='network.organisation')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'indexes': [models.Index(fields=['person', 'ended_at'], name='places_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('desk', 'person'), name='a_person_works_at_a_desk_once'), models.UniqueConstraint(condition=models.Q(('desk', None), ('ended_at', None)), fields=('organisation', 'person'), name='a_person_works_for_a_body_once'), models.CheckConstraint(condition=models.Q(('desk', None), models.Q(('task', 'referent'), _negated=True), _connector='OR'), name='a_referent_is_of_the_whole_body')],
            },
        ),
        migrations.CreateModel(
            name='DeskService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='network.desk')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'name'), name='a_desk_tells_a_service_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_desk_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.CheckConstraint(condition=models.Q(('in_person', True), ('remote', True), _connector='OR'), name='a_desk_is_reached_somehow'),
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.CheckConstraint(condition=models.Q(('in_person', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='a_desk_in_person_has_an_address'),
        ),
    ]
