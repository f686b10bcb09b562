"""Files of strangers are read by programs of their own, which can harm nothing but themselves."""

from .running import Bounds, run

__all__ = ["Bounds", "run"]
