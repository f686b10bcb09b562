"""Open Badges 3.0: what the agency signs, and looking whether something was signed by it.

`sign()` and `jwt()` sign a credential whose `issuer` is `profile()`; `check()` looks at one, offline.
A credential that may be withdrawn takes a place with `new_entry()` and says `status_of()` it under
`credentialStatus`; `withdraw()` marks the place. Keys come from `manage.py issuer_keys`.
"""

from .checking import Finding, check
from .issuer import CONTEXTS, EXTENSIONS, identifier, profile
from .keys import NoKeyError, can_sign
from .signing import jwt, sign, sign_alike
from .status import named as status_of
from .status import new_entry, withdraw

__all__ = [
    "CONTEXTS",
    "EXTENSIONS",
    "Finding",
    "NoKeyError",
    "can_sign",
    "check",
    "identifier",
    "jwt",
    "new_entry",
    "profile",
    "sign",
    "sign_alike",
    "status_of",
    "withdraw",
]
