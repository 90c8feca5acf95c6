"""Translations by people: for those who type them in, and for the family that reads them beside the English."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import PLAN_SQL, header_from
from spinney.plans.rules import languages as rules
from spinney.plans.services.held import look_at
from spinney.plans.services.translations import (
    NOT_PUBLISHED,
    family_classes,
    language_named,
    pieces_of,
)
from spinney.plans.types import PlanHeader, PlanView
from spinney.plans.types.languages import (
    BY_CODE,
    Edition,
    Language,
    Translated,
    TranslationForm,
    TranslationsPage,
    Translator,
    TranslatorRole,
)

EDITION = """language, edition, version, translator_name, translator_role, translated_on, saved_at, saved_by_name,
  released_at, released_by_name"""
NEWEST_SQL = f"""
SELECT {EDITION}, rev, words FROM plans_translation
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND language = %(language)s
 ORDER BY (released_at IS NULL) DESC, edition DESC LIMIT 2
"""
# Of each language the newest released edition, and the one that is being written.
PAGE_SQL = f"""
SELECT DISTINCT ON (language, released_at IS NULL) {EDITION} FROM plans_translation
 WHERE school_id = %(school)s AND plan_id = %(plan)s
 ORDER BY language, released_at IS NULL, edition DESC
"""
RELEASED_SQL = f"""
SELECT {EDITION}, rev, words FROM plans_translation
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND language = %(language)s AND released_at IS NOT NULL
 ORDER BY edition DESC LIMIT 1
"""
LANGUAGES_SQL = """
SELECT DISTINCT language FROM plans_translation
 WHERE school_id = %s AND plan_id = %s AND released_at IS NOT NULL
"""


def translations_page(actor: Actor, *, plan_id: UUID, now: datetime) -> TranslationsPage:
    """Which translations there are, for those who may release one."""
    header = _header_for_release(actor, plan_id, now=now)
    rows = all_rows(PAGE_SQL, {"school": header.school_id, "plan": header.id})
    editions = sorted(map(_edition, rows), key=lambda e: (e.language.english, e.edition))
    _saw(actor, header, now=now, translations=True)
    return TranslationsPage(header, tuple(editions))


def translation_form(
    actor: Actor, *, plan_id: UUID, language: str, now: datetime
) -> TranslationForm:
    """Every text of the family's copy, with what is translated so far: from here, or from the last edition."""
    header, tongue = _header_for_release(actor, plan_id, now=now), language_named(language)
    found = pieces_of(look_at(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now))
    where = {"school": header.school_id, "plan": header.id, "language": tongue.code}
    rows = all_rows(NEWEST_SQL, where)
    words = rules.words_from(rows[0][11]) if rows else {}
    writing = rows[0] if rows and rows[0][8] is None else None
    released = next((_edition(row) for row in rows if row[8] is not None), None)
    _saw(actor, header, now=now, translation=tongue.code)
    return TranslationForm(
        header, tongue, rules.asked(found, words),
        _translator(writing) if writing else Translator(),
        rev=writing[10] if writing else 0, saved_at=writing[6] if writing else None,
        saved_by=writing[7] if writing else "", released=released,
    )  # fmt: skip


def translation_beside(view: PlanView, *, language: str) -> Translated:
    """The released translation of a rendering in hand. What the rendering leaves out has no translation here."""
    tongue, header = language_named(language), view.header
    where = {"school": header.school_id, "plan": header.id, "language": tongue.code}
    row = one_row(RELEASED_SQL, where)
    if row is None:
        raise NotFound("This plan has no translation into that language.")
    shown = rules.pieces(view.template, view.lines, family_classes())
    texts = rules.fitting(shown, rules.words_from(row[11]))
    return Translated(
        tongue, row[2], header.version, _translator(row), row[8], texts, len(shown) - len(texts)
    )


def released_languages(view: PlanView) -> tuple[Language, ...]:
    """The languages in which the family can read this plan, for a page that has rendered it."""
    rows = all_rows(LANGUAGES_SQL, [view.header.school_id, view.header.id])
    return languages_of(row[0] for row in rows)


def languages_of(codes: Iterable[str]) -> tuple[Language, ...]:
    known = (BY_CODE[code] for code in codes if code in BY_CODE)
    return tuple(sorted(known, key=lambda each: each.english))


def _edition(row: Row) -> Edition:
    return Edition(BY_CODE[row[0]], row[1], row[2], _translator(row), *row[6:10])


def _translator(row: Row) -> Translator:
    return Translator(row[3], TranslatorRole(row[4]) if row[4] else None, row[5])


def _header_for_release(actor: Actor, plan_id: UUID, *, now: datetime) -> PlanHeader:
    held = look_at(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now)
    if held.version == 0:
        raise NotNow(NOT_PUBLISHED)
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": actor.id, "number": None})
    if row is None:
        raise NotFound("There is no such plan.")
    return header_from(row)


def _saw(actor: Actor, header: PlanHeader, *, now: datetime, **detail: str | bool) -> None:
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(header.id), version=header.version, **detail,
    )  # fmt: skip
