"""The words that every installation begins with: slug, Italian, English, narrower words."""

from django.db import migrations

THEMES = [
    ("energia", "Energia", "Energy", [
        ("bollette", "Bollette", "Bills"),
        ("bonus-sociali", "Bonus sociali", "Social bonuses"),
        ("distacchi-e-rate", "Distacchi e rate", "Cut-offs and instalments"),
        ("contratti", "Contratti", "Contracts"),
        ("risparmio-in-casa", "Risparmio in casa", "Saving at home"),
        ("comunita-energetiche", "Comunità energetiche", "Energy communities"),
    ]),
    ("famiglie", "Famiglie", "Families", [
        ("isee-e-sostegni", "ISEE e sostegni", "ISEE and support"),
        ("bilancio-familiare", "Bilancio familiare", "Family budget"),
        ("patto-e-restituzione", "Patto e restituzione", "Pact and give-back"),
        ("minori-e-scuola", "Minori e scuola", "Children and school"),
    ]),
    ("solitudine", "Solitudine", "Loneliness", []),
    ("divario-digitale", "Divario digitale", "Digital divide", []),
    ("sportelli", "Sportelli", "Desks", [
        ("primo-accesso", "Primo accesso", "First access"),
        ("cittadini-stranieri", "Cittadini stranieri", "Foreign citizens"),
        ("orientamento", "Orientamento", "Guidance"),
    ]),
    ("lavoro-e-formazione", "Lavoro e formazione", "Work and training", []),
    ("casa-e-abitare", "Casa e abitare", "Home and housing", []),
    ("salute-e-cura", "Salute e cura", "Health and care", []),
    ("tavoli-e-rete", "Tavoli e rete", "Tables and network", [
        ("tavoli", "Tavoli", "Tables"),
        ("opportunita", "Opportunità", "Opportunities"),
    ]),
    ("metodo", "Metodo", "Method", [
        ("colloquio", "Colloquio", "Interview"),
        ("presa-in-carico", "Presa in carico", "Taking charge"),
        ("riservatezza", "Riservatezza", "Confidentiality"),
        ("cura-di-chi-cura", "Cura di chi cura", "Care for carers"),
    ]),
]  # fmt: skip
TERRITORIES = [
    ("torino", "Torino", "Turin", []),
    ("empolese-valdelsa", "Empolese Valdelsa", "Empolese Valdelsa", [
        ("empoli", "Empoli", "Empoli"),
        ("castelfiorentino", "Castelfiorentino", "Castelfiorentino"),
        ("cerreto-guidi", "Cerreto Guidi", "Cerreto Guidi"),
    ]),
    ("cosenza", "Area di Cosenza", "Cosenza area", []),
]  # fmt: skip


def write(model, words) -> None:
    for place, (slug, name, name_en, narrower) in enumerate(words):
        wide = model.objects.create(slug=slug, name=name, name_en=name_en, order=place * 100)
        for inner, (child, child_name, child_en) in enumerate(narrower, start=1):
            model.objects.create(slug=child, name=child_name, name_en=child_en, parent=wide, order=place * 100 + inner)


def begin(apps, schema_editor) -> None:
    write(apps.get_model("vocabulary", "Theme"), THEMES)
    write(apps.get_model("vocabulary", "Territory"), TERRITORIES)


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
