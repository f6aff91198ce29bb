import os

import pytest

from tests.browser import chromium, serving

# Playwright's own loop runs in this thread while Django is asked from the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="module")
def address(request):
    with serving(request.module.__name__.rsplit(".", 1)[-1]) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one
