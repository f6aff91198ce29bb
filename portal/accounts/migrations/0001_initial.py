import django.db.models.deletion
import django.db.models.functions.text
import portal.accounts.models.joining
import portal.accounts.models.people
import portal.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('vocabulary', '0002_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('email', models.EmailField(error_messages={'unique': 'C’è già un account con questa e-mail.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('first_name', models.CharField(max_length=60, verbose_name='nome')),
                ('last_name', models.CharField(max_length=60, verbose_name='cognome')),
                ('handle', models.SlugField(unique=True)),
                ('language', models.CharField(choices=[('it', 'Italiano'), ('en', 'Inglese')], default='it', max_length=2, verbose_name='lingua')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='ente')),
                ('job', models.CharField(blank=True, max_length=80, verbose_name='che lavoro fai')),
                ('about', models.TextField(blank=True, max_length=1200, verbose_name='presentati')),
                ('languages', models.CharField(blank=True, max_length=120, verbose_name='lingue che parli')),
                ('shows_email', models.BooleanField(default=False, verbose_name='mostra la mia e-mail ai colleghi')),
                ('recognised', models.CharField(blank=True, editable=False, max_length=40)),
                ('member_since', models.DateTimeField(blank=True, null=True)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('suspended_why', models.CharField(blank=True, max_length=200)),
                ('date_joined', models.DateTimeField(default=portal.clock.now)),
                ('competences', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='di che cosa ti occupi')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory', verbose_name='territorio')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': ['last_name', 'first_name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='an_email_has_one_account'), models.CheckConstraint(condition=models.Q(('suspended_at', None), ('is_active', False), _connector='OR'), name='a_suspended_person_is_not_active')],
            },
            managers=[
                ('objects', portal.accounts.models.people.People()),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('token', models.CharField(default=portal.accounts.models.joining.new_token, max_length=40, unique=True)),
                ('course', models.SlugField(blank=True)),
                ('invited_at', models.DateTimeField(default=portal.clock.now)),
                ('expires_at', models.DateTimeField(default=portal.accounts.models.joining.in_seven_days)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
            ],
            options={
                'ordering': ['-invited_at'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='an_address_has_one_open_invitation')],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.CharField(choices=[('TED', 'Voglio fare il corso per TED'), ('ACTIVATOR', 'Voglio fare il corso per attivatori di snodo'), ('certified', 'Ho già una certificazione')], max_length=10)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('waiting', 'in attesa'), ('approved', 'accolta'), ('declined', 'non accolta')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('asked_at', models.DateTimeField(default=portal.clock.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
            ],
            options={
                'ordering': ['asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='a_person_waits_with_one_request'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_declined_request_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('TED', 'TED, tutor per l’energia domestica'), ('ACTIVATOR', 'attivatore di snodo')], max_length=10)),
                ('state', models.CharField(choices=[('in_shadowing', 'in affiancamento'), ('certified', 'certificato')], max_length=12)),
                ('source', models.CharField(choices=[('ours', 'della rete'), ('elsewhere', 'di un altro ente')], default='ours', max_length=10)),
                ('title', models.CharField(blank=True, max_length=160)),
                ('issuer', models.CharField(blank=True, max_length=120)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('issued_on', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(default=portal.clock.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['issued_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'kind'), name='a_person_has_a_qualification_once'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'elsewhere'), _negated=True), ('seen_by__isnull', False), _connector='OR'), name='what_comes_from_elsewhere_was_seen_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('trainer', 'formatore'), ('moderator', 'moderatore'), ('coordinator', 'coordinatore'), ('staff', 'redazione e amministrazione'), ('committee', 'comitato ristretto'), ('steering', 'cabina di regia'), ('funder', 'finanziatore')], max_length=12)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('granted_at', models.DateTimeField(default=portal.clock.now)),
                ('until', models.DateField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', 'granted_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'kind', 'place'), name='a_person_holds_a_role_once'), models.CheckConstraint(condition=models.Q(('granted_by', None), models.Q(('granted_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_appoints_herself')],
            },
        ),
    ]
