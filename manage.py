#!/usr/bin/env python3
"""Snodo's front door for commands."""

import argparse
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("SNODO_DEMO", "1")
        # The settings are made once: forms, sockets and letters all go by this address.
        options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        options.add_argument("--port", nargs="?")
        port = options.parse_known_args(sys.argv[2:])[0].port
        if port and not os.environ.get("PUBLIC_URL"):
            os.environ["PUBLIC_URL"] = f"http://localhost:{port}"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
