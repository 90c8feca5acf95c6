"""Included by the root urls in demo mode only; a test proves that otherwise nothing here exists."""

from spinney.web.account.demo import sign_in
from spinney.web.routes import Audience, page

urlpatterns = [page("demo/sign-in", sign_in, name="demo_sign_in", audience=Audience.DEMO)]
