"""Who has a draft open: seen by those who may read it, gone a minute later, and never a storm of writes."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW, a_membership, a_user, the_actor

from spinney.access.models import AuditLeaf
from spinney.access.types import Role
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.plans import queries, services
from spinney.plans.models import Presence

SECOND = timedelta(seconds=1)
EVERYONE_ELSE = ["head", "dsl", "teacher", "assistant", "office", "it_lead", "mother", "father",
                 "young_person", "birch_senco", "charlie"]  # fmt: skip


@pytest.fixture
def bea(world):
    user = a_user("Bea Second")
    a_membership(user, world.alder, Role.SENCO)
    return the_actor(user, "Bea Second")


@pytest.fixture
def beat(world, senco):
    def say(actor=senco, at=NOW, plan=None, **more):
        return services.be_here(actor, plan_id=plan or world.plan, now=at, **more)

    return say


def names(news):
    return [(each.name, each.section, each.now) for each in news.here]


def test_a_colleague_is_seen_with_their_section_and_since_when(beat, bea):
    beat(bea, section="outcome")
    (seen,) = beat().here
    assert (seen.name, seen.section, seen.since, seen.now) == ("Bea Second", "Outcomes", NOW, True)


def test_nobody_sees_themselves(beat):
    beat()
    assert beat(at=NOW + 20 * SECOND).here == ()


def test_after_a_minute_without_a_sign_of_life_they_are_gone(beat, bea):
    beat(bea)
    assert beat(at=NOW + 59 * SECOND).here
    assert not beat(at=NOW + 61 * SECOND).here


def test_since_begins_anew_after_an_absence(beat, bea):
    beat(bea)
    beat(bea, at=NOW + 20 * SECOND)
    assert beat(at=NOW + 25 * SECOND).here[0].since == NOW
    beat(bea, at=NOW + 600 * SECOND)
    assert beat(at=NOW + 601 * SECOND).here[0].since == NOW + 600 * SECOND


def test_signs_of_life_that_come_too_fast_write_nothing(beat, bea):
    beat(bea)
    beat(bea, at=NOW + 2 * SECOND)
    assert Presence.objects.get(user_id=bea.id).seen_at == NOW
    beat(bea, at=NOW + 6 * SECOND)
    assert Presence.objects.get(user_id=bea.id).seen_at == NOW + 6 * SECOND


def test_yesterday_s_are_swept_away(beat, bea, senco):
    beat(bea)
    beat(at=NOW + timedelta(days=1, seconds=1))
    assert list(Presence.objects.values_list("user_id", flat=True)) == [senco.id]


def test_a_section_that_the_form_does_not_have_is_nowhere(beat, bea):
    beat(bea, section="<script>")
    assert names(beat()) == [("Bea Second", "", True)]


@pytest.mark.parametrize("who", EVERYONE_ELSE)
def test_only_those_who_may_read_the_draft_see_or_are_seen(world, beat, who):
    with pytest.raises(NotAllowed):
        beat(world.actor(who))
    assert not Presence.objects.exists()


def test_a_plan_that_is_not_there_has_nobody_in_it(world, beat):
    with pytest.raises(NotFound):
        beat(plan=world.line)


def test_a_sign_of_life_is_no_leaf_but_words_handed_over_are_a_look(world, beat, bea, senco):
    before = AuditLeaf.objects.count()
    beat()
    assert AuditLeaf.objects.count() == before
    save_as(world, bea, "target", "Hers", NOW + SECOND)
    before = AuditLeaf.objects.count()
    news = beat(at=NOW + 2 * SECOND, since=NOW)
    assert [x.value for x in news.fields] == ["Hers"]
    assert AuditLeaf.objects.count() == before + 1
    # The next one hands the same words over for safety's sake, and that was recorded already.
    beat(at=NOW + 22 * SECOND, since=news.at)
    assert AuditLeaf.objects.count() == before + 1


def save_as(world, actor, field, value, at, base_rev=0):
    return services.save_field(
        actor, plan_id=world.plan, line_id=world.line, field=field, value=value, base_rev=base_rev,
        now=at,
    )  # fmt: skip


def test_what_a_colleague_wrote_comes_with_its_rev_and_name(world, beat, bea):
    save_as(world, bea, "target", "Hers", NOW + SECOND)
    (field,) = beat(at=NOW + 2 * SECOND, since=NOW).fields
    assert (field.line, field.field, field.label) == (
        world.line,
        "target",
        "What we are aiming for",
    )
    assert (field.value, field.rev, field.by) == ("Hers", 1, "Bea Second")


def test_my_own_words_do_not_come_back_to_me(world, beat, senco):
    save_as(world, senco, "target", "Mine", NOW + SECOND)
    assert beat(at=NOW + 2 * SECOND, since=NOW).fields == ()


def test_lines_that_came_and_went_are_told_in_words(world, beat, bea):
    at = NOW + SECOND
    line = services.add_line(bea, plan_id=world.plan, section="outcome", now=at)
    services.remove_line(bea, plan_id=world.plan, line_id=line, now=at + SECOND)
    told = [words for _, words in beat(at=at + 2 * SECOND, since=NOW).shape]
    assert told == ["Bea Second added an outcome.", "Bea Second removed an outcome."]


def test_someone_without_script_is_known_to_have_opened_the_draft(world, senco, bea):
    queries.draft_for_editor(bea, plan_id=world.plan, now=NOW)
    draft = queries.draft_for_editor(senco, plan_id=world.plan, now=NOW + 180 * SECOND)
    (seen,) = queries.others_here(senco, draft, now=NOW + 180 * SECOND)
    assert (seen.name.lower(), seen.now, seen.since) == ("bea second", False, NOW)
    assert queries.others_here(senco, draft, now=NOW + 660 * SECOND) == ()


def test_another_child_s_draft_is_another_matter(world, senco, bea, beat):
    queries.draft_for_editor(bea, plan_id=world.draft, now=NOW)
    beat(bea, plan=world.draft)
    draft = queries.draft_for_editor(senco, plan_id=world.plan, now=NOW)
    assert queries.others_here(senco, draft, now=NOW + SECOND) == ()
