"""Does a line tell its reader to do something? Words in, yes or no."""

from __future__ import annotations

from post_forge.compose.language.words import word_set

_ORDERS = word_set(
    """accept add agree aim alias align allow alert always answer apply ask assign assume audit automate avoid back
    batch be begin benchmark bind block break bring build bundle cache call cap capture change check choose clean
    close collect combine commit communicate compare compile compress configure confirm consider contain convert
    copy count create cut declare define delete deploy describe design detect disable discuss distribute divide do
    document don't drop educate emit enable encourage encrypt enforce ensure establish estimate evaluate exclude
    execute expect explain expire export expose fail favor favour filter find fix focus follow force generate get
    give go group guard handle harden hash have hide identify ignore implement include index inform inspect install
    invest invite isolate jump keep know label learn leave let limit link list listen load lock log look lower
    maintain make manage mark mask measure merge minimise minimize mock model monitor move name never note offer
    only open optimise optimize order organise organize own partition pass perform pick pin place plan practice
    prefer prepare prevent prioritise prioritize profile promote protect prove provide publish pull push put
    quarantine rate read record reduce refactor reject release rely remove rename render repeat replace replay
    report request require reserve reset respect respond restrict retry return reuse review rewrite roll rollback
    rotate route run sample sanitise sanitize scale scan schedule send separate serve set share ship show sign
    simplify size skip sort split spread stage standardise standardize start state stay stop store stream stub
    switch talk target teach test think throttle timebox tokenise tokenize trace track train treat trust try tune
    turn type understand update upgrade use validate verify version wait warm warn watch welcome whitelist wrap
    write"""
)
_PRACTICE = word_set(
    "checklist steps procedure practices practice rules tips guidelines recommendations hygiene do's dos hardening"
)
_NOUNS_TOO = word_set(
    """audit batch benchmark bind block bundle cache call cap change check commit copy count cut delete design document
    drop execute expect export filter focus force function group handle hash index label limit link list load lock
    log look map mark mask measure merge mock model monitor move name note offer open order own partition pass place
    plan practice process profile pull push queue rate read record release repeat report request reset return review
    rewrite roll rollback rotate route run sample scale schedule send serve set share ship sign size skip sort split
    spread stage start state stop store stream stub switch talk target test thought throttle time trace track train
    trust try tune turn type update use wait watch write state view act fail guard state back do run have"""
)
_AFTER_VERBS = word_set(
    """a an the your you it its their them his her our my all every each any no only both this that these those what
    when where why how to from with before after more less fewer as by for until unless one two three"""
)


def begins_with_order(words: str) -> bool:
    """Is the first word an order ("Use", "Avoid", "Cache")?"""
    first = words.replace("’", "'").split(maxsplit=1)
    return bool(first) and first[0].strip(",.:;\"'").lower() in _ORDERS


def is_order(title: str) -> bool:
    """The same for a title, where many such words are nouns: "Cache the result", but not "Cache invalidation"."""
    words = title.replace("’", "'").split()
    first = words[0].strip(",.:;\"'").lower() if words else ""
    if first not in _ORDERS:
        return False
    return first not in _NOUNS_TOO or (len(words) > 1 and words[1].lower() in _AFTER_VERBS)


def names_practice(title: str) -> bool:
    """Does a title announce things to do ("Debugging Checklist")?"""
    return not _PRACTICE.isdisjoint(word.strip(":,.").lower() for word in title.replace("’", "'").split())
