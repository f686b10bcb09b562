"""What a trainee's own page of badges shows: the badge, who may see it, how to share it, what comes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import wording
from trainees import consent_texts, consents
from trainees.consent_texts import ConsentText
from trainees.consents import Standing
from trainees.models import Trainee

from . import awards, badge_page, share_links, sharing
from .badge_forms import ChoicesForm
from .badge_page import BadgePage
from .badges import ahead
from .models import Award, BadgeAward


@dataclass(frozen=True)
class Mine:
    """Ready for the template."""

    badge: BadgeAward | None
    page: BadgePage | None
    standing: Standing
    text: ConsentText
    can_ask: bool  # a guardian with an address is on file
    coming: str  # when the next level comes, in one sentence
    awards: list[Award]
    share: dict[str, Any]  # empty while the page is closed
    choices: ChoicesForm | None  # only for adults
    state: str  # which words stand in the panel «Who sees it»
    others: list[BadgeAward]  # of earlier groups


def of(trainee: Trainee, *, today: date) -> Mine:
    """The page of one trainee, who has account and group loaded."""
    badge = BadgeAward.objects.select_related("trainee__group", "level").filter(trainee=trainee)
    mine = badge.first()
    standing = consents.standing(trainee, sharing.PURPOSE, today=today)
    page = badge_page.page(mine, is_public=standing.allows) if mine else None
    can_ask = standing.is_minor and bool(consents.askable(trainee))
    return Mine(
        badge=mine,
        page=page,
        standing=standing,
        text=consent_texts.text(sharing.PURPOSE, trainee.first_name),
        can_ask=can_ask,
        coming="" if mine and mine.withdrawn_at else _coming(trainee, mine, today),
        awards=awards.of(trainee),
        share=_share(mine, page) if mine and page and page.is_public else {},
        choices=_choices(mine, standing) if mine else None,
        state=_state(standing, can_ask=can_ask),
        others=_others(trainee),
    )


def _others(trainee: Trainee) -> list[BadgeAward]:
    """Badges the same person has from other groups."""
    found = BadgeAward.objects.filter(trainee__user=trainee.user_id or 0).exclude(trainee=trainee)
    return list(found.select_related("level", "trainee__group"))


def _state(standing: Standing, *, can_ask: bool) -> str:
    if standing.allows:
        return "open"
    if not standing.is_minor:
        return "of_age" if standing.must_ask_again else "closed"
    guardian = standing.guardian
    if guardian is not None:
        return "hidden" if guardian.agrees else "refused"
    if standing.asked_on is not None:
        return "asked"
    return "minor" if can_ask else "no_address"


def _choices(badge: BadgeAward, standing: Standing) -> ChoicesForm | None:
    if standing.is_minor or badge.withdrawn_at:
        return None
    return ChoicesForm(initial={"full_name": badge.shows_full_name, "results": badge.shows_results})


def _share(badge: BadgeAward, page: BadgePage) -> dict[str, Any]:
    profile, fields = share_links.linkedin_profile(page, badge.current)
    return {
        "code": badge.code,
        "links": share_links.of(page),
        "profile": profile,
        "fields": fields,
    }


def _coming(trainee: Trainee, badge: BadgeAward | None, today: date) -> str:
    found = ahead.next_level(trainee, has=badge.level.weeks if badge else 0, today=today)
    if found is None:
        return _("This is the highest level.")
    if found.on is not None:
        # Translators: day is like «22 March»; levels are like «Two months in Tuscany»
        text = (
            _("The next one comes about %(day)s: %(level)s.")
            if badge
            else _("The first one comes about %(day)s: %(level)s.")
        )
        return text % {"day": wording.day_month(found.on), "level": found.level.name}
    text = ngettext(
        "%(level)s takes %(needed)d signed week; you have %(signed)d.",
        "%(level)s takes %(needed)d signed weeks; you have %(signed)d.",
        found.level.weeks,
    )
    names = {"level": found.level.name, "needed": found.level.weeks, "signed": found.signed}
    return text % names
