"""The words of the scale, for every page on which somebody scores or reads scores."""

from django import template

from .. import anchors

register = template.Library()


@register.simple_tag
def scale_words() -> list[tuple[int, str]]:
    """0, 50 and 100 in a word each."""
    return [(at, str(word)) for at, word in anchors.WORDS.items()]


@register.simple_tag
def scale_steps() -> list[tuple[int, str]]:
    """What one sees at 0, 20 … 100, whatever the work is."""
    return [(at, str(text)) for at, text in anchors.ANCHORS.items()]


@register.simple_tag
def scale_sentence() -> str:
    """The scale in one sentence."""
    return anchors.sentence()
