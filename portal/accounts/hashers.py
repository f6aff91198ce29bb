from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at OWASP's cost for small servers (security.md R6). Memory in KiB."""

    algorithm = "argon2"
    time_cost = 2
    memory_cost = 19456
    parallelism = 1
