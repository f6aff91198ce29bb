"""One log line, as JSON: UTC, no bodies, no query strings."""

import structlog

json_line = structlog.processors.JSONRenderer(sort_keys=True)
