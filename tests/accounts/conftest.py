import pytest
from allauth.mfa.totp.internal import auth

from tests.accounts.coming_in import PASSWORD, SECRET
from tests.factories import UserFactory


@pytest.fixture
def tutor():
    user = UserFactory(tutor=True)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.fixture
def with_app(tutor):
    auth.TOTP.activate(tutor, SECRET)
    return tutor
