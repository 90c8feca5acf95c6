from spinney.web.public.cover import cover
from spinney.web.routes import Audience, page

urlpatterns = [page("cover/<str:token>", cover, name="cover", audience=Audience.PUBLIC)]
