"""Faults that someone could write into the access code: each is planted, and each must be caught.

A mutant is a piece of the source and what it is replaced by. The piece must occur exactly `times`, so a change to
the code that loses a mutant fails the test instead of weakening it.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from spinney.access import queries, rules
from spinney.access.services import decide


@dataclass(frozen=True, slots=True)
class Mutant:
    name: str
    module: ModuleType
    was: str
    now: str
    times: int = 1


R, Q, D = rules, queries, decide
MUTANTS = [
    Mutant("court orders bind nobody", R, "if _barred(actor_id, facts):", "if False:"),
    Mutant("court orders bind everybody", R,
           "denial.kind is DenialKind.COURT_ORDER and denial.user_id == actor_id",
           "denial.kind is DenialKind.COURT_ORDER"),
    Mutant("court orders bind the others", R, "denial.user_id == actor_id", "denial.user_id != actor_id"),
    Mutant("a leaver keeps the timetable", R, "if not facts.roles:\n", "if False:\n"),
    Mutant("any role opens any act", R, "grant.to in held and action in grant.actions", "grant.to in held"),
    Mutant("any grant opens its acts to all", R, "grant.to in held and action in grant.actions",
           "action in grant.actions"),
    Mutant("a freeze leaves the family in", R, "if frozen and grant.to in FAMILY_RELATIONS:", "if False:"),
    Mutant("a freeze shuts the school out", R, "if frozen and grant.to in FAMILY_RELATIONS:", "if frozen:"),
    Mutant("the last grant wins", R, "classes |= grant.classes", "classes = grant.classes"),
    Mutant("no grant is a grant", R, "if not classes:", "if classes is None:"),
    Mutant("the shield hides from the head only", R, "not facts.roles & SHIELD_EXEMPT",
           "facts.roles & SHIELD_EXEMPT"),
    Mutant("the shield hides nothing", R, "return classes - {F.ADDRESS}", "return classes"),
    Mutant("the SENCO sees shielded addresses", R, "SHIELD_EXEMPT = frozenset({Role.DSL, Role.HEAD})",
           "SHIELD_EXEMPT = frozenset({Role.DSL, Role.HEAD, Role.SENCO})"),
    Mutant("parents see addresses", R, "FAMILY = frozenset({F.ORDINARY,",
           "FAMILY = frozenset({F.ADDRESS, F.ORDINARY,"),
    Mutant("teachers see what others said", R, "CLASSROOM = frozenset({F.ORDINARY,",
           "CLASSROOM = frozenset({F.THIRD_PARTY, F.ORDINARY,"),
    Mutant("the office reads plans", R,
           "Role.OFFICE,\n        frozenset(\n            {\n                A.VIEW_CHILD,",
           "Role.OFFICE,\n        frozenset(\n            {\n                A.VIEW_CHILD, A.VIEW_PLAN,"),
    Mutant("a young person is not family", R, "FAMILY_RELATIONS = frozenset({Relation.PARENT, Relation.SELF})",
           "FAMILY_RELATIONS = frozenset({Relation.PARENT})"),
    Mutant("the key adult loses staff notes", R, "CLASSROOM | {F.STAFF_ONLY}", "CLASSROOM"),
    Mutant("lists open to every role", R, "isinstance(g.to, Role) and action in g.actions",
           "isinstance(g.to, Role)"),
    Mutant("lists open to every relation", R, "isinstance(g.to, Relation) and action in g.actions",
           "isinstance(g.to, Relation)"),
    Mutant("begins a day late", Q, "valid_from <= %(day)s", "valid_from < %(day)s"),
    Mutant("ends a day early", Q, "valid_to >= %(day)s", "valid_to > %(day)s"),
    Mutant("dates do not matter", Q, 'IN_FORCE = "', 'IN_FORCE = "TRUE OR '),
    Mutant("what has ended still holds", Q, "(valid_to IS NULL OR valid_to >= %(day)s)", "TRUE"),
    Mutant("a proposed tie opens", Q, "AND user_id = %(user)s\n   AND state = 'confirmed'",
           "AND user_id = %(user)s\n   AND state <> 'refused'"),
    Mutant("a refused tie opens", Q, "AND user_id = %(user)s\n   AND state = 'confirmed'",
           "AND user_id = %(user)s\n   AND state <> 'proposed'"),
    Mutant("a tie to one child opens all", Q, "ties[subject].add(Relation(word))",
           "[ties[one].add(Relation(word)) for one in subject_ids]"),
    Mutant("a tie at one school opens the other", Q,
           "FROM access_tie\n WHERE school_id = %(school)s AND subject_id", "FROM access_tie\n WHERE subject_id"),
    Mutant("another's tie opens", Q, "subject_id = ANY(%(subjects)s) AND user_id = %(user)s\n",
           "subject_id = ANY(%(subjects)s)\n"),
    Mutant("denials follow no child", Q, "denials[subject].add(Denied(DenialKind(word), user))",
           "[denials[one].add(Denied(DenialKind(word), user)) for one in subject_ids]"),
    Mutant("a role at one school counts at all", Q, "roles = actor.roles_in(school_id)",
           "roles = frozenset(m.role for m in actor.memberships)"),
    Mutant("the list begins a day late", Q, "valid_from <= %(f_day)s", "valid_from < %(f_day)s"),
    Mutant("the list ends a day early", Q, "valid_to >= %(f_day)s", "valid_to > %(f_day)s"),
    Mutant("any member lists the school", Q, "for m in actor.memberships if m.role in by_role}",
           "for m in actor.memberships}"),
    Mutant("a leaver lists their old class", Q, "({{table}}.school_id = ANY(%(f_staff_of)s) AND", "(TRUE AND"),
    Mutant("a frozen record stays in the family's list", Q, "kind = 'safeguarding_freeze'",
           "kind = 'address_shield'"),
    Mutant("one court order empties every list", Q, "AND kind = 'court_order' AND user_id = %(f_user)s",
           "AND kind = 'court_order'"),
    Mutant("a court order leaves the list open", Q, "AND kind = 'court_order'", "AND kind = 'address_shield'"),
    Mutant("lists forget whose tie it is", Q, "AND user_id = %(f_user)s\n                   AND state",
           "AND state"),
    Mutant("lists forget the school of a tie", Q, "school_id = {table}.school_id AND subject_id", "subject_id"),
    Mutant("lists take ties nobody confirmed", Q, "AND state = 'confirmed' AND {THEN} AND relation = ANY",
           "AND {THEN} AND relation = ANY"),
    Mutant("families list nothing", Q, 'if actor.tied_schools and params["f_family"]:', "if False:"),
    Mutant("teachers list nothing by tie", Q, 'if params["f_staff_of"] and params["f_relations"]:', "if False:"),
    Mutant("staff ties widen the reach", Q, "AND relation = ANY(%(family)s) ", ""),
    Mutant("a proposed tie widens the reach", Q, "AND state = 'confirmed' AND relation", "AND relation"),
    Mutant("the class of field is not asked", D, "field_class not in found.classes", "False"),
    Mutant("the class of field is asked upside down", D, "field_class not in found.classes",
           "field_class in found.classes"),
    Mutant("require never raises", D, "        raise NotAllowed(found.why)\n    return found",
           "        pass\n    return found"),
    Mutant("one reading of the facts never raises", D, "            raise NotAllowed(found.why)\n",
           "            pass\n"),
    Mutant("allows is always yes", D, "subject_id=subject_id, now=now).allowed",
           "subject_id=subject_id, now=now) is not None"),
]  # fmt: skip
# An account is read with no school in scope, so the policy own_rows shows it its own rows whatever is asked.
HELD_BY_THE_FENCE = [
    Mutant("everyone is everyone", Q, "FROM access_membership\n WHERE user_id = %(user)s AND",
           "FROM access_membership\n WHERE"),
]  # fmt: skip


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Run the module's altered source in the module itself, and put everything back afterwards."""
    source = inspect.getsource(mutant.module)
    if source.count(mutant.was) != mutant.times:
        raise LookupError(f"'{mutant.name}' no longer fits the code: rewrite the mutant")
    names = mutant.module.__dict__
    kept = dict(names)
    code = compile(source.replace(mutant.was, mutant.now), mutant.module.__file__ or "", "exec")
    with _followed(mutant.module):
        try:
            exec(code, names)  # noqa: S102  (our own source, altered on purpose)
            yield
        finally:
            names.clear()
            names.update(kept)


@contextmanager
def _followed(module: ModuleType) -> Iterator[None]:
    """`services` holds functions by name: let it meet the altered ones."""
    from spinney.access import services

    names = [n for n in services.__all__ if getattr(services, n) is getattr(module, n, None)]
    kept = {name: getattr(services, name) for name in names}
    for name in names:
        setattr(services, name, lambda *a, _n=name, **k: getattr(module, _n)(*a, **k))
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(services, name, value)
