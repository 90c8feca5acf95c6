"""The API's addresses. Its description is committed as docs/reference/openapi.json, not served."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from ninja import NinjaAPI

from spinney.api.door import hang, signed_in
from spinney.api.v1 import me, plans

v1 = NinjaAPI(
    title="Spinney",
    version="1.0.0",
    description="Read a plan as the person who asks may see it.",
    urls_namespace="api_v1",
    auth=signed_in,
    docs_url=None,
    openapi_url=None,
)
v1.add_router("", me.router)
v1.add_router("", plans.router)
hang(v1)

addresses, app_name, namespace = v1.urls
for address in addresses:
    # A machine wants 401, not the sign-in page. The route tests prove that every operation has its own auth.
    if address.callback is not None:
        login_not_required(address.callback)

urlpatterns = [path("v1/", (addresses, app_name, namespace))]
