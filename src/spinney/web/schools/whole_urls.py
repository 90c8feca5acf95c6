"""The whole school at once: steps for many plans, the provision map, paper in batches, copies for a spreadsheet."""

from spinney.web.print import batch
from spinney.web.routes import Audience, page
from spinney.web.schools import bulk, export, provision

STAFF = Audience.STAFF

urlpatterns = [
    page("plans/steps", bulk.bulk_steps, name="bulk_steps", audience=STAFF),
    page("plans/steps/<uuid:batch_id>", bulk.bulk_batch, name="bulk_batch", audience=STAFF),
    page("plans/steps/<uuid:batch_id>/undo", bulk.bulk_undo, name="bulk_undo", audience=STAFF),
    page("provision", provision.provision_map, name="provision_map", audience=STAFF),
    page("plans/print", batch.print_centre, name="print_centre", audience=STAFF),
    page("plans/print.pdf", batch.batch_pdf, name="batch_pdf", audience=STAFF),
    page("plans/export", export.export_page, name="export_plans", audience=STAFF),
]
