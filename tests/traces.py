"""All that an installation keeps, as text, to look for what it must not keep."""

import json
from base64 import b64decode

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection


def everything() -> str:
    """Every value of every table, bytes as they are stored; sessions opened; what each cache holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [_text(value) for value in row if value is not None]
    found += [json.dumps(session.get_decoded(), ensure_ascii=False) for session in Session.objects.all()]
    for name in caches:
        found += [_text(part) for pair in _pairs(caches[name]) for part in pair]
    return "\n".join(found)


def _pairs(cache) -> list[tuple]:
    """Names and values of a cache: in the database (where they lie in base64), in this process, or in Redis."""
    if isinstance(cache, DatabaseCache):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT cache_key, value FROM {connection.ops.quote_name(cache._table)}")
            return [(key, b64decode(value)) for key, value in cursor.fetchall()]
    if isinstance(cache, LocMemCache):
        return list(cache._cache.items())
    server = cache._cache.get_client()
    return [(key, server.dump(key) or b"") for key in server.scan_iter()]


def _text(value) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)
