"""Whoever may not open a page gets the very bytes of a page that is not there, and the refusal is recorded."""

import pytest
from django.test import Client

from spinney.access.models import AuditLeaf
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.web.routes import AUDIENCES

READ = {
    "pupil": "/pupils/{maya}",
    "correct": "/pupils/{maya}/correct",
    "start": "/pupils/{maya}/plan",
    "plan": "/plans/{plan}",
    "version": "/plans/{plan}/versions/1",
    "life": "/plans/{plan}/life",
    "edit": "/plans/{plan}/edit",
    "remove": "/plans/{plan}/lines/{line}/remove",
    "publish": "/plans/{plan}/publish",
    "hold": "/plans/{plan}/hold",
    "resume": "/plans/{plan}/resume",
    "end": "/plans/{plan}/end",
    "reopen": "/plans/{plan}/reopen",
    "answers": "/plans/{plan}/answers",
    "history": "/plans/{plan}/history",
}
WRITE = {
    **{
        name: READ[name]
        for name in READ
        if name not in {"pupil", "plan", "version", "life", "answers", "history"}
    },
    "save": "/plans/{plan}/save",
    "here": "/plans/{plan}/here",
    "undo": "/plans/{plan}/undo",
    "settle": "/plans/{plan}/clashes/{line}",
    "reply": "/plans/{plan}/answers/{answer}",
}
SENCO_ONLY = set(READ) - {"pupil", "plan", "version", "life"}
REFUSED = {
    "teacher": SENCO_ONLY, "assistant": SENCO_ONLY, "head": SENCO_ONLY,
    "dsl": SENCO_ONLY - {"correct"}, "office": set(READ) - {"pupil", "correct"},
    "other_teacher": set(READ), "it_lead": set(READ), "birch_senco": set(READ), "mother": set(READ),
    "father": set(READ), "young_person": set(READ), "charlie": set(READ),
}  # fmt: skip


def address(world, pattern):
    return pattern.format(maya=world.maya, plan=world.plan, line=world.line, answer=world.answer)


def nowhere(client, page):
    """What this person gets for a child or plan that does not exist at all."""
    made = [str(uuid7()) for _ in range(4)]
    missing = READ[page].format(maya=made[0], plan=made[1], line=made[2], answer=made[3])
    return client.get(missing)


@pytest.mark.parametrize("page", READ)
@pytest.mark.parametrize("who", REFUSED)
def test_a_page_that_is_not_theirs_is_like_one_that_is_not_there(as_, world, who, page):
    client = as_(who)
    answer = client.get(address(world, READ[page]))
    if page in REFUSED[who]:
        missing = nowhere(client, page)
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert answer.content == missing.content
    else:
        assert answer.status_code == 200


STRANGERS = ["teacher", "other_teacher", "office", "head", "mother", "birch_senco", "charlie"]
# The office corrects names: the one act here that is its own.
POSTS = [(who, page) for who in STRANGERS for page in WRITE if (who, page) != ("office", "correct")]


@pytest.mark.parametrize(("who", "page"), POSTS)
def test_nothing_is_written_by_a_post_that_is_not_theirs(as_, world, who, page):
    form = {"why": "x", "act": "add:need", "layer": "targeted", "choice": "other", "reply": "x",
            "forename": "X", "safety_handed_over": "on", "achievement": "met"}  # fmt: skip
    before = done_by(world, who)
    answer = as_(who).post(address(world, WRITE[page]), form)
    assert answer.status_code in {403, 404, 422}
    if answer.status_code != 404:
        # A form is not the JSON that script sends, and does not say whose it is: unread, so unjudged.
        assert page in {"save", "here", "undo"}
    assert done_by(world, who) == before


def done_by(world, who):
    with tenancy.acting_in([world.alder, world.birch]):
        leaves = AuditLeaf.objects.filter(actor_id=world.users[who]).values_list("leaf", flat=True)
        return sum(b'"outcome":"done"' in bytes(leaf) for leaf in leaves)


def test_a_refusal_is_recorded_where_the_person_is_known(as_, world):
    as_("other_teacher").get(f"/plans/{world.plan}")
    with tenancy.acting_in([world.alder]):
        leaf = AuditLeaf.objects.filter(actor_id=world.users["other_teacher"]).latest("seq")
    assert b'"outcome":"refused"' in bytes(leaf.leaf)
    assert str(world.plan).encode() in bytes(leaf.leaf)


def test_a_stranger_is_sent_to_sign_in(world):
    for pattern in {*READ.values(), *WRITE.values(), "/", "/search", "/plans", "/plans/start"}:
        answer = Client().get(address(world, pattern))
        assert answer.status_code == 302, pattern
        assert "login" in answer["Location"] or "sign" in answer["Location"], pattern


def test_every_page_here_has_an_audience(as_):
    for name in (
        "home",
        "search",
        "pupil",
        "plan",
        "edit_plan",
        "save_plan",
        "publish_plan",
        "plans",
    ):
        assert name in AUDIENCES
