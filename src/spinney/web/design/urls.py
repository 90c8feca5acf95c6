from spinney.web.design import views
from spinney.web.routes import Audience, page

urlpatterns = [
    page("design", views.gallery, name="design", audience=Audience.DEMO),
    page("design/family", views.family, name="design_family", audience=Audience.DEMO),
]
