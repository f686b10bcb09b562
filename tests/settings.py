"""The settings of the tests: what tests.services put into the environment, and less waiting."""

from imyportal.settings import *  # noqa: F403
from imyportal.settings import MIDDLEWARE

# A real hasher costs a third of a second a log-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The live server serves static files itself; WhiteNoise would read them all anew for every test.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
