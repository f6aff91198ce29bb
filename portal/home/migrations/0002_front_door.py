"""The tree that every installation begins with: our home in the place of Wagtail's welcome, and both languages."""

from django.db import migrations


def begin(apps, schema_editor) -> None:
    Locale = apps.get_model("wagtailcore", "Locale")
    italian, _ = Locale.objects.get_or_create(language_code="it")
    Locale.objects.get_or_create(language_code="en")
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth=2, slug="home").delete()
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="home", model="homepage")
    title = "Chi aiuta le famiglie non lavora da solo"
    home = apps.get_model("home", "HomePage").objects.create(
        title=title,
        draft_title=title,
        slug="snodo",
        content_type=kind,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/snodo/",
        locale=italian,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site = apps.get_model("wagtailcore", "Site")
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True, site_name="Snodo")


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
