import courses.models.files
import courses.validators
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import portal.clock
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('vocabulary', '0002_words'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='CoursesIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=250, verbose_name='in una frase')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='di che cosa si occupa')),
                ('required_minutes', models.PositiveIntegerField(default=0, help_text='Lezioni e incontri insieme. 600 sono 10 ore.', verbose_name='minuti confermati che servono')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('qualification', models.CharField(choices=[('TED', 'TED, tutor per l’energia domestica'), ('ACTIVATOR', 'attivatore di snodo')], max_length=10, verbose_name='che cosa si diventa')),
                ('summary', models.CharField(max_length=250, verbose_name='in una frase')),
                ('audience_note', models.CharField(blank=True, max_length=400, verbose_name='per chi è')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='che cosa si impara e come funziona')),
                ('accepts_applications', models.BooleanField(default=True, verbose_name='ci si può candidare')),
                ('shadowing_minutes', models.PositiveIntegerField(default=0, verbose_name='minuti di affiancamento')),
                ('shadowing_inside', models.BooleanField(default=False, help_text='Di solito si aggiunge alle ore: lascia vuoto.', verbose_name='l’affiancamento è dentro le ore del corso')),
                ('hours_percent', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='parte delle ore che serve per la certificazione (%)')),
                ('participation_percent', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='parte delle ore che serve per l’attestato di partecipazione (%)')),
                ('pass_percent', models.PositiveSmallIntegerField(default=70, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='risposte giuste che servono nelle lezioni con domande (%)')),
                ('split_is_example', models.BooleanField(default=False, verbose_name='la divisione delle ore fra le aree è un esempio')),
                ('themes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='temi')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('hours_percent__range', (1, 100)), ('participation_percent__range', (1, 100)), ('pass_percent__range', (1, 100))), name='course_percents_are_percents')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Enrollment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('requested', 'candidatura in attesa'), ('declined', 'candidatura non accolta'), ('enrolled', 'nel corso'), ('withdrawn', 'fuori dal corso'), ('completed', 'corso finito')], max_length=10)),
                ('wish', models.TextField(blank=True, max_length=600, verbose_name='perché vuoi farlo')),
                ('requested_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('enrolled_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='courses.coursepage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-enrolled_at', '-pk'],
                'indexes': [models.Index(fields=['course', 'state'], name='enrollments_of_a_course')],
                'constraints': [models.UniqueConstraint(fields=('person', 'course'), name='a_person_is_in_a_course_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['enrolled', 'completed']), _negated=True), ('enrolled_at__isnull', False), _connector='OR'), name='who_is_in_a_course_was_enrolled'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_declined_application_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=250, verbose_name='in una frase')),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='minuti dichiarati')),
                ('completion', models.CharField(choices=[('read', 'quando si segna letta'), ('quiz', 'quando si superano le domande')], default='read', max_length=4, verbose_name='è finita')),
                ('pass_percent', models.PositiveSmallIntegerField(blank=True, help_text='Vuoto: quelle del corso.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='risposte giuste che servono (%)')),
                ('body', wagtail.fields.StreamField([('text', 0), ('note', 3), ('image', 7), ('video', 12), ('files', 13), ('quiz', 14)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link'], 'icon': 'pilcrow', 'label': 'testo'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('example', 'esempio costruito'), ('warning', 'attenzione'), ('check', 'da verificare')], 'label': 'di che tipo'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link'], 'label': 'testo'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'immagine'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'Chi non vede l’immagine legge o ascolta questo. Scrivi quello che serve per capire la lezione.', 'label': 'che cosa mostra', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'didascalia', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'titolo', 'max_length': 140}), 9: ('wagtail.blocks.URLBlock', (), {'label': 'indirizzo'}), 10: ('wagtail.blocks.IntegerBlock', (), {'label': 'minuti', 'max_value': 240, 'min_value': 1, 'required': False}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link'], 'label': 'trascrizione'}), 12: ('wagtail.blocks.StructBlock', [[('title', 8), ('url', 9), ('minutes', 10), ('transcript', 11)]], {}), 13: ('courses.blocks.FilesBlock', (), {}), 14: ('courses.blocks.QuizBlock', (), {})}, verbose_name='lezione')),
                ('facts', models.CharField(blank=True, help_text='Le sigle delle fonti, separate da una virgola.', max_length=250, verbose_name='fatti citati')),
                ('themes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='temi')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__range', (1, 600))), name='lesson_is_worth_some_minutes'), models.CheckConstraint(condition=models.Q(('pass_percent', None), ('pass_percent__range', (1, 100)), _connector='OR'), name='lesson_pass_percent_is_a_percent')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(max_length=140, verbose_name='che cos’è')),
                ('file', models.FileField(help_text='PDF, ODT, ODS, DOCX, XLSX, CSV o TXT, fino a 10 MB. Togli i dati delle persone.', upload_to=courses.models.files.unguessable_name, validators=[courses.validators.check_lesson_file], verbose_name='file')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='courses.lessonpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('right', models.PositiveSmallIntegerField()),
                ('asked', models.PositiveSmallIntegerField()),
                ('passed', models.BooleanField()),
                ('at', models.DateTimeField(default=portal.clock.now)),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='courses.enrollment')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='courses.lessonpage')),
            ],
            options={
                'ordering': ['enrollment', 'lesson', 'n'],
                'constraints': [models.UniqueConstraint(fields=('enrollment', 'lesson', 'n'), name='tries_at_a_quiz_are_numbered'), models.CheckConstraint(condition=models.Q(('asked__gte', 1), ('right__lte', models.F('asked'))), name='no_more_right_answers_than_questions')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.SlugField(max_length=255, verbose_name='area')),
                ('title', models.CharField(max_length=140, verbose_name='di che cosa si parla')),
                ('starts_at', models.DateTimeField(verbose_name='quando comincia')),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(600)], verbose_name='quanto dura, in minuti')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='dove')),
                ('video_url', models.URLField(blank=True, max_length=300, verbose_name='collegamento video')),
                ('planned_at', models.DateTimeField(default=portal.clock.now)),
                ('code', models.CharField(blank=True, max_length=6)),
                ('code_until', models.DateTimeField(null=True)),
                ('done', models.TextField(blank=True, max_length=1000, verbose_name='che cosa avete fatto')),
                ('closed_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='courses.coursepage')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='meeting_has_a_title'), models.CheckConstraint(condition=models.Q(('minutes__range', (15, 600))), name='meeting_lasts_up_to_ten_hours'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='a_register_is_closed_by_someone'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('closed_at', None), _connector='OR'), name='a_cancelled_meeting_has_no_register')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.SlugField(max_length=255)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('source', models.CharField(choices=[('lesson', 'lezione'), ('presence', 'incontro'), ('recorded', 'segnata da chi forma'), ('declared', 'dichiarata')], max_length=8)),
                ('what', models.CharField(max_length=200)),
                ('happened_on', models.DateField()),
                ('written_at', models.DateTimeField(default=portal.clock.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='courses.enrollment')),
                ('lesson', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.lessonpage')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='courses.meeting')),
            ],
            options={
                'ordering': ['happened_on', 'pk'],
                'indexes': [models.Index(fields=['enrollment', 'area'], name='ledger_by_area')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lesson__isnull', False), ('withdrawn_at', None)), fields=('enrollment', 'lesson'), name='a_lesson_counts_once'), models.UniqueConstraint(condition=models.Q(('meeting__isnull', False), ('withdrawn_at', None)), fields=('enrollment', 'meeting'), name='a_meeting_counts_once'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='a_ledger_line_is_worth_some_minutes'), models.CheckConstraint(condition=models.Q(models.Q(('lesson__isnull', False), ('source', 'lesson')), models.Q(models.Q(('source', 'lesson'), _negated=True), ('lesson', None)), _connector='OR'), name='a_lesson_line_names_its_lesson'), models.CheckConstraint(condition=models.Q(models.Q(('meeting__isnull', False), ('source', 'presence')), models.Q(models.Q(('source', 'presence'), _negated=True), ('meeting', None)), _connector='OR'), name='a_presence_line_names_its_meeting'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by', None), ('source', 'lesson')), models.Q(models.Q(('source', 'lesson'), _negated=True), ('confirmed_at', None), ('confirmed_by', None)), models.Q(models.Q(('source', 'lesson'), _negated=True), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='what_is_not_a_lesson_is_confirmed_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'declared'), _negated=True), ('confirmed_by', None), models.Q(('confirmed_by', models.F('written_by')), _negated=True), _connector='OR'), name='nobody_confirms_what_she_declared'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='a_withdrawn_line_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(blank=True, choices=[('present', 'Presente'), ('late', 'In ritardo'), ('absent', 'Assente')], max_length=7)),
                ('lost_minutes', models.PositiveSmallIntegerField(default=0)),
                ('checked_in_at', models.DateTimeField(null=True)),
                ('marked_at', models.DateTimeField(null=True)),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='courses.enrollment')),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='courses.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'enrollment'), name='a_person_is_in_a_register_once'), models.CheckConstraint(condition=models.Q(('mark', 'late'), ('lost_minutes', 0), _connector='OR'), name='only_who_is_late_loses_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.TextField(max_length=600, verbose_name='domanda')),
                ('first', models.CharField(max_length=300, verbose_name='prima risposta')),
                ('second', models.CharField(max_length=300, verbose_name='seconda risposta')),
                ('third', models.CharField(max_length=300, verbose_name='terza risposta')),
                ('fourth', models.CharField(blank=True, max_length=300, verbose_name='quarta risposta')),
                ('right', models.PositiveSmallIntegerField(choices=[(1, 'la prima'), (2, 'la seconda'), (3, 'la terza'), (4, 'la quarta')], verbose_name='quella giusta è')),
                ('explanation', models.TextField(help_text='Si legge dopo avere risposto, giusto o sbagliato.', max_length=600, verbose_name='perché')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='courses.lessonpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('right__range', (1, 3)), models.Q(('right', 4), models.Q(('fourth', ''), _negated=True)), _connector='OR'), name='the_right_answer_is_written', violation_error_message='La risposta giusta è la quarta, ma la quarta è vuota.')],
            },
        ),
        migrations.CreateModel(
            name='Shadowing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed_minutes', models.PositiveIntegerField(verbose_name='minuti concordati')),
                ('agreed_at', models.DateTimeField(default=portal.clock.now)),
                ('signed_off_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, max_length=1200, verbose_name='che cosa sa fare adesso')),
                ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrollment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shadowing', to='courses.enrollment')),
                ('senior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shadowings', to=settings.AUTH_USER_MODEL, verbose_name='chi affianca')),
            ],
            options={
                'ordering': ['agreed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_minutes__range', (60, 30000))), name='a_shadowing_lasts'), models.CheckConstraint(condition=models.Q(('signed_off_at', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_signed_off_shadowing_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ShadowingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('taking_charge', 'Presa in carico'), ('insertion', 'Inserimento'), ('monitoring', 'Monitoraggio'), ('project', 'Progetto personalizzato')], max_length=14, verbose_name='che cosa avete fatto')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minuti')),
                ('happened_on', models.DateField(verbose_name='quando')),
                ('logged_at', models.DateTimeField(default=portal.clock.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shadowing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='courses.shadowing')),
            ],
            options={
                'verbose_name_plural': 'shadowing entries',
                'ordering': ['happened_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__range', (15, 720))), name='a_shadowing_entry_lasts')],
            },
        ),
    ]
