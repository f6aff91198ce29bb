from .certificates import Certificate
from .codes import grouped, is_code, new_code, normalised

__all__ = ["Certificate", "grouped", "is_code", "new_code", "normalised"]
