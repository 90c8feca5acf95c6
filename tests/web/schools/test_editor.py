"""The draft as a form: every field of the template, saved without script, and by script one field at a time."""

import json
import re

import pytest
from tests.factories.access import NOW
from tests.factories.plans import line_of

from spinney.kernel import tenancy
from spinney.plans import queries, services
from spinney.plans.models import Clash, DraftLine
from spinney.web.schools.editor_form import name_for


class Form:
    """The editor's form as a browser without script holds it: what it shows is what it will post."""

    def __init__(self, client, plan):
        self.client, self.address = client, f"/plans/{plan}/edit"
        self.read(client.get(self.address).content.decode())

    def read(self, html):
        form = html.split("data-autosave-url", 1)[1].split("</form>", 1)[0]
        self.html, self.values = html, {}
        for tag in re.findall(r"<input[^>]*>", form):
            given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if given.get("type") in {"radio", "checkbox"} and " checked" not in tag:
                continue
            if "name" in given:
                self.values.setdefault(given["name"], []).append(given.get("value", ""))
        for name, text in re.findall(
            r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
        ):
            self.values[name] = [text]
        for name, options in re.findall(
            r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S
        ):
            chosen = re.findall(r'<option value="([^"]*)" selected', options)
            self.values[name] = chosen or [""]

    def write(self, line, field, value):
        self.values[name_for(line, field)] = value if isinstance(value, list) else [value]
        return self

    def press(self, act="save", **more):
        return self.client.post(self.address, {**self.values, "act": act, **more})


@pytest.fixture
def draft_of(world):
    def read(plan):
        with tenancy.acting_in([world.alder]):
            return queries.draft_for_editor(world.actor("senco"), plan_id=plan, now=NOW)

    return read


def values(world, line):
    with tenancy.acting_in([world.alder]):
        return DraftLine.objects.get(id=line).values


@pytest.fixture
def line(world):
    def of(section, plan=None):
        with tenancy.acting_in([world.alder]):
            return line_of(plan or world.plan, section)

    return of


def save_as(world, who_line, field, value, base_rev=0):
    with tenancy.acting_in([world.alder]):
        services.save_field(
            world.actor("senco"), plan_id=world.plan, line_id=who_line, field=field, value=value,
            base_rev=base_rev, now=NOW,
        )  # fmt: skip


def test_every_section_and_field_of_the_template_is_on_the_form(as_, world, draft_of):
    html = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
    draft = draft_of(world.plan)
    for section in draft.template.sections:
        assert f'id="section-{section.code}"' in html
        for item in draft.section(section.code):
            for spec in section.fields:
                assert f'name="{name_for(item.line.id, spec.code)}-here"' in html
                assert spec.label in html


def test_the_whole_form_is_saved_without_script(as_, world, line):
    client = as_("senco")
    form = Form(client, world.plan)
    review = line("review")
    form.write(world.line, "baseline", "Once a week").write(
        line("about"), "strengths", "Mends clocks."
    )
    date = name_for(review, "next_review")
    form.values |= {f"{date}-day": ["1"], f"{date}-month": ["3"], f"{date}-year": ["2027"]}
    answer = form.press()
    assert answer.status_code == 302
    assert values(world, world.line)["baseline"] == "Once a week"
    assert values(world, review)["next_review"] == "2027-03-01"
    assert "Saved " in client.get(answer["Location"]).content.decode()


def test_a_field_nobody_touched_does_not_undo_a_colleague(as_, world):
    form = Form(as_("senco"), world.plan)
    save_as(world, world.line, "target", "A colleague’s words")
    form.write(world.line, "baseline", "Mine").press()
    assert values(world, world.line)["target"] == "A colleague’s words"
    assert values(world, world.line)["baseline"] == "Mine"
    with tenancy.acting_in([world.alder]):
        assert not Clash.objects.exists()


def test_a_real_clash_is_shown_with_both_texts_and_settled_with_a_button(as_, world):
    client = as_("senco")
    form = Form(client, world.plan)
    save_as(world, world.line, "target", "Theirs")
    answer = form.write(world.line, "target", "Mine").press()
    html = client.get(answer["Location"]).content.decode()
    assert "Two people wrote" in html
    assert "Theirs" in html
    assert "Mine" in html
    with tenancy.acting_in([world.alder]):
        clash = Clash.objects.get()
    client.post(f"/plans/{world.plan}/clashes/{clash.id}", {"choice": "other"})
    assert values(world, world.line)["target"] == "Mine"
    assert "Two people wrote" not in client.get(f"/plans/{world.plan}/edit").content.decode()


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [("title", "x" * 301, "301 characters"), ("by_when", None, "not a real date")],
)
def test_a_fault_is_shown_beside_its_field_and_spoils_no_other(as_, world, field, wrong, words):
    form = Form(as_("senco"), world.plan)
    form.write(world.line, "baseline", "Kept all the same")
    name = name_for(world.line, field)
    if field == "by_when":
        form.values |= {f"{name}-day": ["31"], f"{name}-month": ["2"], f"{name}-year": ["2027"]}
    else:
        form.write(world.line, field, wrong)
    answer = form.press()
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert f'id="{name}-error"' in html
    assert f'href="#{name}' in html
    assert (wrong or 'value="31"') in html
    assert values(world, world.line)["baseline"] == "Kept all the same"


def test_a_date_with_letters_in_it_comes_back_as_it_was_typed(as_, world):
    form = Form(as_("senco"), world.plan)
    name = name_for(world.line, "by_when")
    form.values |= {f"{name}-day": ["1st"], f"{name}-month": ["May"], f"{name}-year": ["27"]}
    html = form.press().content.decode()
    assert 'value="1st"' in html
    assert 'value="May"' in html


def test_words_for_a_line_that_someone_removed_are_given_back(as_, world):
    with tenancy.acting_in([world.alder]):
        line = services.add_line(world.actor("senco"), plan_id=world.plan, section="need", now=NOW)
    form = Form(as_("senco"), world.plan)
    with tenancy.acting_in([world.alder]):
        services.remove_line(world.actor("senco"), plan_id=world.plan, line_id=line, now=NOW)
    html = form.write(line, "title", "Ten minutes of typing").press().content.decode()
    assert "Ten minutes of typing" in html
    assert "Here are your words, to copy" in html


def test_adding_keeps_what_was_typed_and_lands_on_the_new_line(as_, world):
    form = Form(as_("senco"), world.plan)
    answer = form.write(world.line, "baseline", "Typed before").press("add:need")
    assert "#line-" in answer["Location"]
    assert values(world, world.line)["baseline"] == "Typed before"
    html = as_("senco").get(answer["Location"].split("#")[0]).content.decode()
    assert answer["Location"].split("#")[1] in html


def test_lines_move_with_plain_buttons(as_, world, draft_of):
    client = as_("senco")
    Form(client, world.plan).press("add:adjustment")
    first, second = (x.line.id for x in draft_of(world.plan).section("adjustment"))
    Form(client, world.plan).press(f"up:{second}")
    assert [x.line.id for x in draft_of(world.plan).section("adjustment")] == [second, first]
    Form(client, world.plan).press(f"down:{second}")
    assert [x.line.id for x in draft_of(world.plan).section("adjustment")] == [first, second]


@pytest.mark.parametrize("act", ["add:nonsense", "up:nonsense", "remove:", "fly:me", "up:", ""])
def test_a_button_that_does_not_exist_does_nothing_and_says_so(as_, world, act):
    assert Form(as_("senco"), world.plan).press(act).status_code in {302, 422}


def test_removing_asks_first(as_, world):
    client = as_("senco")
    with tenancy.acting_in([world.alder]):
        line = services.add_line(world.actor("senco"), plan_id=world.plan, section="need", now=NOW)
    answer = Form(client, world.plan).press(f"remove:{line}")
    assert answer["Location"] == f"/plans/{world.plan}/lines/{line}/remove"
    assert "Take this line off" in client.get(answer["Location"]).content.decode()
    assert client.post(answer["Location"]).status_code == 302
    assert client.get(answer["Location"]).status_code == 302


def test_an_outcome_is_finished_with_a_result_and_can_be_brought_back(as_, world):
    client = as_("senco")
    address = f"/plans/{world.plan}/lines/{world.line}/remove"
    assert "How did it go?" in client.get(address).content.decode()
    refused = client.post(address, {"achievement": "met", "why": ""})
    assert refused.status_code == 422
    assert 'href="#why"' in refused.content.decode()
    assert client.post(address, {"achievement": "met", "why": "Alone now"}).status_code == 302
    html = client.get(f"/plans/{world.plan}/edit").content.decode()
    assert "Finished: met. Alone now" in html
    Form(client, world.plan).press(f"restore:{world.line}")
    assert "Finished:" not in client.get(f"/plans/{world.plan}/edit").content.decode()


def test_with_script_the_fields_of_a_button_s_post_are_left_alone(as_, world):
    form = Form(as_("senco"), world.plan).write(world.line, "baseline", "Old words")
    form.press("add:need", autosaved="yes")
    assert "baseline" not in values(world, world.line)


def test_sections_say_how_far_they_are(as_, world):
    html = as_("senco").get(f"/plans/{world.plan}/edit").content.decode()
    nav = html.split('class="sp-contents"')[1]
    assert re.search(r"Needs</a> <span[^>]*>Not started", nav)
    assert re.search(r"Outcomes</a> <span[^>]*>In progress", nav)
    # Every box of it is full, but only a person can say that it is done.
    assert re.search(r"What helps me in class</a> <span[^>]*>In progress", nav)
    assert "%" not in nav


def test_an_ended_plan_has_no_form(as_, world):
    with tenancy.acting_in([world.alder]):
        services.end_plan(
            world.actor("senco"), plan_id=world.plan, why="x", now=NOW, safety_handed_over=True
        )
    assert as_("senco").get(f"/plans/{world.plan}/edit").status_code == 302


def autosave(client, world, value, *, base_rev=0, field="target", line=None, **headers):
    body = {"line": str(line or world.line), "field": field, "value": value, "base_rev": base_rev}
    return client.post(
        f"/plans/{world.plan}/save",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def test_autosave_answers_with_the_time_and_the_rev(as_, world):
    answer = autosave(as_("senco"), world, "Four in five")
    assert answer.status_code == 200
    assert answer.json()["rev"] == 1
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved_at"])


def test_autosave_shows_a_clash_with_both_texts_in_words(as_, world):
    client = as_("senco")
    autosave(client, world, "partly", field="achievement")
    answer = autosave(client, world, "met", field="achievement")
    assert answer.status_code == 409
    assert answer.json() == {
        "yours": "met", "theirs": "partly", "their_name": "Senco", "rev": 1,
        "yours_text": "Met", "theirs_text": "Partly met",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 400),
        ("by_when", "2027-02-31"),
        ("nonsense", "x"),
        ("title", ["a"]),
        ("needs", [""]),
    ],
)
def test_autosave_refuses_in_words(as_, world, field, value):
    answer = autosave(as_("senco"), world, value, field=field)
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize("body", ["", "{}", "[1]", '{"line": "x"}', "not json", '{"line": 5}'])
def test_autosave_refuses_what_it_cannot_read(as_, world, body):
    answer = as_("senco").post(f"/plans/{world.plan}/save", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_words_of_someone_else_are_not_saved_under_this_name(as_, world):
    typed_by = f"{world.plan}:{world.users['head']}"
    answer = autosave(as_("senco"), world, "theirs", **{"X-Autosave-For": typed_by})
    assert answer.status_code == 403
    assert values(world, world.line).get("target") is None


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "birch_senco"])
def test_autosave_is_closed_to_everyone_else(as_, world, who):
    assert autosave(as_(who), world, "mine").status_code == 404


def test_autosave_without_sign_in_goes_to_sign_in(client, world):
    assert autosave(client, world, "mine").status_code == 302
