"""The bank's pages: look through it, change it, share it, and put an entry into a plan."""

from spinney.web.routes import Audience, page
from spinney.web.schools import bank, bank_plan, bank_share

STAFF = Audience.STAFF
ENTRY = "bank/entries/<slug:code>"
FILE = "bank/take-over/<uuid:token>"

urlpatterns = [
    page("bank", bank.bank, name="bank", audience=STAFF),
    page("bank/add", bank.add_bank_entry, name="add_bank_entry", audience=STAFF),
    page("bank/share", bank_share.share_bank, name="share_bank", audience=STAFF),
    page("bank/take-over", bank_share.bank_file, name="bank_file", audience=STAFF),
    page(FILE, bank_share.take_bank_file, name="take_bank_file", audience=STAFF),
    page(f"{FILE}/discard", bank_share.discard_bank_file, name="discard_bank_file", audience=STAFF),
    page(ENTRY, bank.bank_entry, name="bank_entry", audience=STAFF),
    page(f"{ENTRY}/change", bank.change_bank_entry, name="change_bank_entry", audience=STAFF),
    page(f"{ENTRY}/set", bank.set_bank_entry, name="set_bank_entry", audience=STAFF),
    page(
        "plans/<uuid:plan_id>/bank/<slug:section>", bank_plan.plan_bank, name="plan_bank",
        audience=STAFF,
    ),
]  # fmt: skip
