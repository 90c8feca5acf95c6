"""A plan in other forms: translations that people made, and easy read for the child."""

from spinney.web.routes import Audience, page
from spinney.web.schools import languages

STAFF = Audience.STAFF
TRANSLATIONS = "plans/<uuid:plan_id>/translations"

urlpatterns = [
    page(TRANSLATIONS, languages.translations, name="translations", audience=STAFF),
    page(
        f"{TRANSLATIONS}/<slug:language>", languages.translate, name="translate", audience=STAFF
    ),
    page(
        f"{TRANSLATIONS}/<slug:language>/release", languages.release, name="release_translation",
        audience=STAFF,
    ),
    page(
        f"{TRANSLATIONS}/<slug:language>.pdf", languages.translation_file, name="translation_pdf",
        audience=STAFF,
    ),
    page("plans/<uuid:plan_id>/easy", languages.easy, name="easy", audience=STAFF),
    page("plans/<uuid:plan_id>/easy.pdf", languages.easy_file, name="easy_pdf", audience=STAFF),
]  # fmt: skip
