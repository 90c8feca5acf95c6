"""Who may do what and see which class of field, written out a second time, apart from the code."""

from uuid import UUID

from spinney.access.types import Denied, Facts, Relation, Role

LOOK = "view_child view_plan view_card"
EXPECTED: dict[Role | Relation, tuple[str, str]] = {
    Role.SENCO: (
        f"{LOOK} view_draft edit_plan publish_plan end_plan enter_answer view_contacts correct_record"
        " confirm_ties see_who_looked lead_send import_pupils make_cover",
        "ordinary plan health third_party staff_only address",
    ),
    Role.HEAD: (
        f"{LOOK} view_contacts confirm_ties see_who_looked lead_send",
        "ordinary plan health third_party staff_only address",
    ),
    Role.DSL: (
        f"{LOOK} view_contacts correct_record confirm_ties see_who_looked",
        "ordinary plan health third_party staff_only address safeguarding",
    ),
    Role.OFFICE: (
        "view_child view_contacts correct_record enter_answer import_pupils make_cover",
        "ordinary address",
    ),
    Role.TEACHER: ("", ""),
    Role.ASSISTANT: ("", ""),
    Role.IT_LEAD: ("", ""),
    Relation.TEACHES: (f"{LOOK} use_strategy confirm_strategies", "ordinary plan health"),
    Relation.ASSISTS: (f"{LOOK} use_strategy", "ordinary plan health"),
    Relation.KEY_ADULT: (f"{LOOK} use_strategy", "ordinary plan health staff_only"),
    Relation.PARENT: ("view_child view_plan answer_plan see_who_looked", "ordinary plan health"),
    Relation.SELF: ("view_child view_plan answer_plan see_who_looked", "ordinary plan health"),
}
FAMILY = {Relation.PARENT, Relation.SELF}
ME, SOMEONE = UUID(int=1), UUID(int=2)


def facts_of(who: Role | Relation, *denials: Denied) -> Facts:
    if isinstance(who, Role):
        return Facts(roles=frozenset({who}), denials=frozenset(denials))
    # A staff relation counts only beside a membership; the teacher's role alone opens nothing.
    roles = frozenset() if who in FAMILY else frozenset({Role.TEACHER})
    return Facts(roles=roles, relations=frozenset({who}), denials=frozenset(denials))
