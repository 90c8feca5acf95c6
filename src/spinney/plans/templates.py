"""Templates as objects. Versions never change once stored, so a process reads each once."""

from functools import lru_cache
from uuid import UUID

from spinney.plans.models import TemplateVersion
from spinney.plans.rules.template import template_from
from spinney.plans.types import Template


@lru_cache(maxsize=64)
def template_by_id(template_id: UUID) -> Template:
    return template_from(TemplateVersion.objects.get(id=template_id).body)
