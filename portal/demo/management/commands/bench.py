import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

BENCHES = Path(settings.BASE_DIR) / "tests" / "bench"


class Command(BaseCommand):
    help = "Run a bench of tests/bench/ on data of its own; the last line printed is one JSON object of figures."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=sorted(path.stem for path in BENCHES.glob("[a-z]*.py")))
        parser.add_argument("--quick", action="store_true", help="end within 50 seconds")

    def handle(self, *args, name: str, quick: bool, **options):
        if os.environ.get("SNODO_BENCH") == name:
            self._run(name, quick)
            return
        # A process of its own, whose data lie in a scratch folder: nothing here touches an installation.
        with tempfile.TemporaryDirectory(prefix="snodo-bench-") as scratch:
            environment = os.environ | {
                "SNODO_BENCH": name,
                "DATA_DIR": scratch,
                "DATABASE_URL": "",
                "PUBLIC_URL": "http://localhost:8000",
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "SNODO_TEST_SCRATCH": scratch,
            }
            command = [sys.executable, "manage.py", "bench", name, *(["--quick"] if quick else [])]
            if subprocess.run(command, cwd=settings.BASE_DIR, env=environment).returncode:
                raise CommandError(f"the bench {name} did not end well")

    def _run(self, name: str, quick: bool) -> None:
        spec = importlib.util.spec_from_file_location(f"tests.bench.{name}", BENCHES / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        print(json.dumps(module.run(quick=quick)))
