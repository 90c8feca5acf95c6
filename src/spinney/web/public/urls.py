from spinney.web.public.health import healthz, readyz
from spinney.web.routes import Audience, page

urlpatterns = [
    page("healthz", healthz, name="healthz", audience=Audience.PUBLIC),
    page("readyz", readyz, name="readyz", audience=Audience.PUBLIC),
]
