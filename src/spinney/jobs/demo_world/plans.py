"""Give about 300 children a plan in every state a plan can be in, with history over two years."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.answers import SILENT_CASES, Asked, answer
from spinney.jobs.demo_world.bank import age_of, for_age, general
from spinney.jobs.demo_world.calendar import school_day_near
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.families import Adult
from spinney.jobs.demo_world.history import Ended, make_imperfect, review
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.states import OVER, Track, share_out
from spinney.jobs.demo_world.story import SECTIONS, Speaker, Story, add_safety, write
from spinney.jobs.demo_world.wording import Who
from spinney.people.types import GroupStaffRole
from spinney.plans.types import AnswerKind, Layer, Lifecycle, Line

RELATION = {"PAM": "mother", "PAF": "father", "STP": "step-parent", "FOM": "foster mother",
            "REL": "grandparent", "SWR": "social worker"}  # fmt: skip
TWO_YEARS = 104
SETTLING_IN = 10  # days
Around = dict[UUID, list[tuple[Adult, rows.Carer]]]


@dataclass
class Desk:
    """What writing plans needs to know of the world."""

    maker: Maker
    around: Around
    needs: dict[UUID, tuple[str, ...]]
    helpers: dict[UUID, rows.Staff]
    teachers: dict[UUID, rows.Staff]
    since: dict[UUID, date]

    def school(self, child: rows.Child) -> rows.School:
        return next(s for s in self.maker.schools.values() if s.id == child.school_id)


def choose_children(maker: Maker) -> list[rows.Child]:
    """Special cases first, then children with an EHC plan, then by lot."""
    scripted = set(maker.cases.values())
    found = []
    for key, most in maker.scale.plans:
        school_id = maker.schools[key].id
        pool = [
            c
            for c in maker.children.values()
            if c.school_id == school_id and c.sen_provision != "N"
        ]
        pool = [child for child in pool if not child.left_on and _known_here(maker, child)]
        mixed = maker.dice("who has a plan", key).shuffled(pool)
        mixed.sort(key=lambda c: (c.id not in scripted, c.sen_provision != "E"))
        found += [c for i, c in enumerate(mixed) if i < most or c.id in scripted]
    return found


def _known_here(maker: Maker, child: rows.Child) -> bool:
    """In the first days of September nobody has written a plan for the newest children yet."""
    return (maker.today - child.joined_on).days > SETTLING_IN


def make_desk(maker: Maker, around: Around, needs: dict[UUID, tuple[str, ...]]) -> Desk:
    staff = {person.id: person for person in maker.staff}
    members: dict[UUID, list[UUID]] = {}
    for row in maker.group_children:
        members.setdefault(row.group_id, []).append(row.child_id)
    helpers: dict[UUID, rows.Staff] = {}
    teachers: dict[UUID, rows.Staff] = {}
    for link in maker.group_staff:
        found = helpers if link.role is GroupStaffRole.ASSISTS else teachers
        for child_id in members.get(link.group_id, ()):
            found.setdefault(child_id, staff[link.staff_id])
    since: dict[UUID, date] = {}
    for status in maker.sen_statuses:
        since[status.child_id] = min(
            since.get(status.child_id, status.valid_from), status.valid_from
        )
    return Desk(maker, around, needs, helpers, teachers, since)


def write_plans(desk: Desk, children: list[rows.Child]) -> None:
    maker = desk.maker
    scripted = set(maker.cases.values())
    earliest = {child.id: _earliest(desk, child) for child in children}
    ready = [
        (c.id, earliest[c.id], desk.school(c).review_interval_weeks, c.id in scripted)
        for c in children
    ]
    tracks = share_out(maker, ready)
    for child in children:
        maker.plans.append(_plan(desk, child, tracks[child.id], earliest[child.id]))
    _moved_childs_old_plan(desk)


def _earliest(desk: Desk, child: rows.Child) -> date:
    return max(child.joined_on, desk.since[child.id], desk.maker.weeks_ago(TWO_YEARS))


def new_story(desk: Desk, child: rows.Child) -> Story:
    maker, age = desk.maker, age_of(desk.school(child).key, child.year)
    dice = maker.dice("story", str(child.id))
    interest, other = dice.some(for_age(general().interests, age), 2)
    secondary = desk.school(child).key == "secondary"
    helper, teacher = desk.helpers.get(child.id), desk.teachers.get(child.id)
    who = Who(
        child.known_as, child.sex,
        f"{helper.title} {helper.surname}" if helper else "a learning support assistant",
        f"{teacher.title} {teacher.surname}" if teacher and not secondary else "the subject teacher",
        interest, other,
    )  # fmt: skip
    speakers = [
        Speaker(carer.id, f"{adult.name}, {RELATION[adult.relationship]}")
        for adult, carer in desk.around[child.id]
        if (adult.parental_responsibility or adult.relationship == "FOM") and not adult.court_order
        and adult.relationship != "SWR" and not adult.restriction
    ]  # fmt: skip
    story = Story(maker.ids, dice, who, age, desk.needs[child.id], speakers)
    story.every_voice = child.id == maker.cases["separated parents"]
    return story


def after_school(day: date, dice: Dice) -> datetime:
    return datetime.combine(day, time(dice.between(15, 16), dice.between(0, 59)), UTC)


def _layer(child: rows.Child, dice: Dice) -> Layer:
    if child.sen_provision == "E":
        return Layer.SPECIALIST
    return Layer.TARGETED_PLUS if dice.chance(0.3) else Layer.TARGETED


def _plan(desk: Desk, child: rows.Child, track: Track, earliest: date) -> rows.Plan:
    maker = desk.maker
    story = new_story(desk, child)
    dice = story.dice
    layer = _layer(child, dice)
    author = maker.posts[f"{desk.school(child).key}/senco"]
    plan_id = maker.ids.next()
    if track.name == "proposed":
        return _proposed(maker, story, (plan_id, child, author.user_id, layer))
    versions = _versions(desk, story, track, earliest, layer, child)
    plan = rows.Plan(
        plan_id, child.school_id, child.id, author.user_id, versions[-1].layer, Lifecycle.ACTIVE,
        versions[0].published_at - timedelta(days=dice.between(7, 24)),
        versions[-1].lines, None, tuple(versions), states=(track.name,),
    )  # fmt: skip
    plan = _moved_on(maker, story, track, plan)
    if track.draft:
        plan = _unpublished(maker, story, plan)
    return _answered(desk, story, track, plan, child)


def _proposed(maker: Maker, story: Story, key: tuple[UUID, rows.Child, UUID, Layer]) -> rows.Plan:
    plan_id, child, author, layer = key
    day = school_day_near(maker.today - timedelta(days=story.dice.between(3, 40)))
    opened = after_school(day, story.dice)
    write(story, starts=maker.today, review=school_day_near(maker.today + timedelta(weeks=14)))
    lines = story.snapshot()
    if story.dice.chance(0.5):  # only begun
        begun = {"about", "child_voice", "need"} if story.dice.chance(0.5) else {"about", "review"}
        lines = tuple(line if line.section in begun else replace(line, values={}) for line in lines
                      if line.section in begun | {"review", "child_voice"})  # fmt: skip
    changed = after_school(
        min(opened.date() + timedelta(days=3), maker.today - timedelta(days=1)), story.dice
    )
    return rows.Plan(
        plan_id, child.school_id, child.id, author, layer, Lifecycle.PROPOSED, opened, lines,
        max(changed, opened), (), states=("proposed",),
    )  # fmt: skip


def _versions(
    desk: Desk, story: Story, track: Track, earliest: date, layer: Layer, child: rows.Child
) -> list[rows.PlanVersion]:
    days = _publishing_days(
        desk, story.dice, track, earliest, desk.school(child).review_interval_weeks
    )
    found: list[rows.PlanVersion] = []
    started_at = layer
    if layer is Layer.TARGETED_PLUS and len(days) > 1 and story.dice.chance(0.6):
        started_at = Layer.TARGETED
    for number, (day, due) in enumerate(days, start=1):
        ended: list[Ended] = []
        why = story.say(story.dice.pick(general().why["first"]))
        if number == 1:
            write(story, starts=day, review=due)
            _case_lines(desk, story, child)
            if story.dice.chance(0.15):
                make_imperfect(story)
        else:
            ended, why = review(story, on=day, until=due)
        at = after_school(day, story.dice)
        now = layer if number == len(days) else started_at
        found.append(rows.PlanVersion(number, at, now, story.snapshot(), tuple(ended), why, due))
    return found


def _case_lines(desk: Desk, story: Story, child: rows.Child) -> None:
    """Two children with nearly the same name: only one of them has the allergy."""
    if child.id == desk.maker.cases.get("near-identical name 1"):
        add_safety(
            story, "allergy",
            "Severe allergy to sesame. Itching mouth, hives, cough, hoarse voice, floppy.",
            "Adrenaline pen from the yellow bag into the outer thigh at once. Call 999, say anaphylaxis. "
            "Keep {him} lying down.",
        )  # fmt: skip


def _publishing_days(
    desk: Desk, dice: Dice, track: Track, earliest: date, interval: int
) -> list[tuple[date, date]]:
    """(published, review due), first version first. The last due date is what the track asks for."""
    today, first = desk.maker.today, earliest + timedelta(days=4)
    due = school_day_near(track.due, not_before=today if track.due >= today else date.min)
    last = due - timedelta(weeks=interval, days=dice.between(-4, 4))
    last = min(max(last, first), today - timedelta(days=2))
    days = [(school_day_near(last, not_before=earliest), due)]
    for _ in range(dice.between(0, 4)):
        ahead = days[0][0]
        before = school_day_near(ahead - timedelta(weeks=interval, days=dice.between(-10, 10)))
        if before < first:
            break
        days.insert(0, (before, school_day_near(ahead + timedelta(days=dice.between(-6, 9)))))
    return days


def _moved_on(maker: Maker, story: Story, track: Track, plan: rows.Plan) -> rows.Plan:
    dice, last = story.dice, plan.versions[-1].published_at
    gap = max(1, (maker.today - last.date()).days - 2)
    later = after_school(last.date() + timedelta(days=max(1, gap * 2 // 3)), dice)
    sooner = after_school(last.date() + timedelta(days=max(1, gap // 3)), dice)
    why = story.say(dice.pick(general().ended["reasons"]))
    if track.name == "on hold":
        return replace(
            plan, lifecycle=Lifecycle.ON_HOLD, moves=(rows.PlanMove(later, Lifecycle.ON_HOLD, ""),)
        )
    if track.name == "ended":
        return replace(
            plan, lifecycle=Lifecycle.ENDED, moves=(rows.PlanMove(later, Lifecycle.ENDED, why),)
        )
    if track.name == "reopened":
        ends = rows.PlanMove(sooner, Lifecycle.ENDED, why)
        opens = rows.PlanMove(later, Lifecycle.PROPOSED, "")
        return replace(plan, lifecycle=Lifecycle.PROPOSED, moves=(ends, opens))
    if track.name == "reopened, active" and len(plan.versions) > 1:
        before, after = plan.versions[-2].published_at.date(), last.date()
        third = (after - before) // 3
        ends = rows.PlanMove(after_school(before + third, dice), Lifecycle.ENDED, why)
        opens = rows.PlanMove(after_school(before + 2 * third, dice), Lifecycle.PROPOSED, "")
        return replace(plan, moves=(ends, opens))
    return plan


def _unpublished(maker: Maker, story: Story, plan: rows.Plan) -> rows.Plan:
    """The SENCO has begun the next version and nobody outside has seen it yet."""
    dice = story.dice
    lines = list(plan.draft)
    for at, line in enumerate(lines):
        if line.section == "outcome" and dice.chance(0.6):
            lines[at] = replace(
                line, values={**line.values, "achievement": dice.pick(("met", "partly", "not_met"))}
            )
        if line.section == "adjustment" and story.spare_adjustments and dice.chance(0.5):
            lines[at] = replace(line, values={"text": story.spare_adjustments.pop()})
    place = sum(line.section == "adjustment" for line in lines)
    text = story.say("Ask {name} at the end of the lesson what helped today.")
    lines.append(Line(maker.ids.next(), "adjustment", place, {"text": text}))
    day = max(
        plan.versions[-1].published_at.date(), maker.today - timedelta(days=dice.between(1, 9))
    )
    lines.sort(key=lambda line: SECTIONS.index(line.section))
    return replace(
        plan, draft=tuple(lines), draft_changed_at=after_school(day, dice) + timedelta(hours=1)
    )


def _answered(
    desk: Desk, story: Story, track: Track, plan: rows.Plan, child: rows.Child
) -> rows.Plan:
    silent = {desk.maker.cases.get(name) for name in SILENT_CASES}
    if child.id in silent or plan.lifecycle in {Lifecycle.ENDED, Lifecycle.PROPOSED}:
        return plan
    office = desk.maker.posts[f"{desk.school(child).key}/office"]
    asked = Asked(child, plan.versions[-1], story.who, desk.around[child.id], office.user_id)
    kinds = {
        "agreed": (AnswerKind.AGREE, False), "views": (AnswerKind.VIEWS, False),
        "question": (AnswerKind.QUESTION, False), "question answered": (AnswerKind.QUESTION, True),
    }  # fmt: skip
    found = [
        (name, made)
        for name in track.answers
        if (made := answer(desk.maker, asked, kinds[name][0], replied=kinds[name][1]))
    ]
    return replace(
        plan, answers=tuple(made for _, made in found), states=(*plan.states, *(name for name, _ in found))
    )  # fmt: skip


def _moved_childs_old_plan(desk: Desk) -> None:
    maker = desk.maker
    old = maker.children[maker.cases["moved school, old record"]]
    left = old.left_on or maker.today
    track = Track(OVER, left + timedelta(weeks=3))
    plan = _plan(desk, old, track, left - timedelta(weeks=70))
    new_school = maker.schools["primary"].name
    end = rows.PlanMove(after_school(left, maker.dice("moved")), Lifecycle.ENDED,
                        f"{old.known_as} moved to {new_school}. The plan was sent to the new school.")  # fmt: skip
    versions = tuple(v for v in plan.versions if v.published_at < end.at) or plan.versions
    maker.plans.append(
        replace(plan, lifecycle=Lifecycle.ENDED, moves=(end,), versions=versions,
                draft=versions[-1].lines, draft_changed_at=None, states=("ended",))
    )  # fmt: skip
