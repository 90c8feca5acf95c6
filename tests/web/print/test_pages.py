"""The addresses of the documents: who gets a file, who gets a reason, who gets nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.people import a_carer
from tests.web.print.reading import read

from spinney.access.models import AuditLeaf
from spinney.kernel import tenancy
from spinney.plans.models import PaperForm

pytestmark = pytest.mark.django_db
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


def addresses(world) -> dict[str, str]:
    plan = f"/plans/{world.plan}"
    return {
        "plan": f"{plan}/plan.pdf",
        "plan in large print": f"{plan}/plan.pdf?size=large",
        "plan for the mother": f"{plan}/plan.pdf?for={world.mother_carer}",
        "profile": f"{plan}/profile.pdf",
        "profile for the mother": f"{plan}/profile.pdf?for={world.mother_carer}",
        "cards": f"/classes/{world.group}/cards.pdf",
        "form": f"/paper-forms/{world.paper}.pdf",
        "mine": f"/my{plan}/plan.pdf",
    }


MAY = {
    "senco": {"plan", "plan in large print", "plan for the mother", "profile", "profile for the mother",
              "cards", "form"},
    "head": {"plan", "plan in large print", "plan for the mother", "profile", "profile for the mother", "cards"},
    "dsl": {"plan", "plan in large print", "plan for the mother", "profile", "profile for the mother", "cards"},
    "teacher": {"plan", "plan in large print", "profile"},
    "assistant": {"plan", "plan in large print", "profile", "cards"},
    "other_teacher": set(), "it_lead": set(), "office": {"form"}, "mother": {"mine"}, "father": set(),
    "stepfather": set(), "young_person": {"mine"}, "birch_senco": set(), "charlie": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
def test_each_person_gets_their_documents_and_no_others(world, as_, who):
    client = as_(who)
    got = set()
    for name, address in addresses(world).items():
        answer = client.get(address)
        assert answer.status_code in {200, 404}, (name, answer.status_code)
        if answer.status_code == 200:
            assert answer["Content-Type"] == "application/pdf"
            got.add(name)
    assert got == MAY[who]


def test_a_stranger_is_sent_to_sign_in(world, client):
    for address in addresses(world).values():
        assert client.get(address).status_code == 302


def test_a_file_is_kept_by_no_browser_and_named_after_no_child(world, as_):
    answer = as_("senco").get(addresses(world)["plan"])
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="support-plan-v1.pdf"'


def test_the_senco_is_told_why_nothing_prints_for_an_adult_under_a_court_order(world, as_):
    answer = as_("senco").get(f"/plans/{world.plan}/plan.pdf?for={world.father_carer}")
    assert answer.status_code == 409
    assert b"court order" in answer.content


@pytest.mark.parametrize("whom", ["nonsense", "0192aaaa-0000-7000-8000-000000000000", "../x", "'"])
def test_a_copy_for_nobody_in_the_record_is_not_there(world, as_, whom):
    assert as_("senco").get(f"/plans/{world.plan}/plan.pdf", {"for": whom}).status_code == 404


def test_large_print_is_asked_for_by_one_word(world, as_):
    client = as_("senco")
    normal = read(client.get(addresses(world)["plan"]).content)
    large = read(client.get(addresses(world)["plan in large print"]).content)
    assert large.pages > normal.pages


def test_the_page_of_a_draft_prints_nothing(world, as_):
    assert as_("senco").get(f"/plans/{world.draft}/plan.pdf").status_code == 404


def test_making_a_form_goes_to_the_paper_itself(world, as_):
    client = as_("senco")
    answer = client.post(
        f"/plans/{world.plan}/paper-form", {"carer": world.mother_carer, "size": "large"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith(".pdf?size=large")
    assert read(client.get(answer["Location"]).content).says("Ada Okafor")


@pytest.mark.parametrize(("carer", "status"), [("father_carer", 422), ("", 422), ("maya", 404)])
def test_a_form_for_the_wrong_person_is_not_made(world, as_, carer, status):
    with tenancy.acting_in([world.alder]):
        before = PaperForm.objects.count()
    named = getattr(world, carer) if carer else "x"
    answer = as_("senco").post(f"/plans/{world.plan}/paper-form", {"carer": named})
    assert answer.status_code == status
    with tenancy.acting_in([world.alder]):
        assert PaperForm.objects.count() == before


def test_the_page_of_choices_names_each_adult_and_never_an_address(world, as_):
    page = as_("senco").get(f"/plans/{world.plan}/paper-form").content.decode()
    assert "For Ada Okafor" in page
    assert "court order" in page
    for canary in ("Canary Street", "ZZ99", "07700"):
        assert canary not in page


def test_a_file_that_was_printed_counts_as_a_look(world, as_):
    with tenancy.acting_in([world.alder]):
        before = AuditLeaf.objects.count()
    as_("teacher").get(addresses(world)["plan"])
    with tenancy.acting_in([world.alder]):
        assert AuditLeaf.objects.count() == before + 1


@pytest.mark.parametrize("name", ["plan", "plan for the mother", "profile", "cards", "form"])
def test_a_document_asks_at_most_twelve_questions(world, as_, name):
    client = as_("senco")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(addresses(world)[name]).status_code == 200
    asked = [q["sql"] for q in seen if not q["sql"].lstrip().startswith(NOT_ASKING)]
    assert len(asked) <= 12, "\n".join(sql[:90] for sql in asked)


def test_more_adults_ask_no_more_questions(world, as_):
    client, address = as_("senco"), f"/plans/{world.plan}/paper-form"

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen)

    asked()  # what a process keeps for a minute is read once
    few = asked()
    with tenancy.acting_in([world.alder]):
        for name in ("Grace", "Hal", "Ivy", "Jo"):
            a_carer(world.alder, world.maya, forename=name)
    assert asked() == few <= 13
