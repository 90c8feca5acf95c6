"""The coach beside the editor, and the quality of plans for those who lead."""

from spinney.web.routes import Audience, page
from spinney.web.schools import coach, quality

STAFF = Audience.STAFF

urlpatterns = [
    page("plans/<uuid:plan_id>/check", coach.plan_check, name="plan_check", audience=STAFF),
    page("plans/<uuid:plan_id>/coach", coach.plan_coach, name="plan_coach", audience=STAFF),
    page("quality", quality.plan_quality, name="plan_quality", audience=STAFF),
    page("quality/sample", quality.quality_sample, name="quality_sample", audience=STAFF),
    page("quality/counts.csv", quality.quality_csv, name="quality_csv", audience=STAFF),
]
