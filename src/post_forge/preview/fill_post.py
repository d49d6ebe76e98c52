"""A look at the workspace -> the values of Today and of a post's own page."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from post_forge import forge
from post_forge.errors import Problem
from post_forge.model import FORMATS, Slide
from post_forge.preview.filling import Sight, long, post_url
from post_forge.preview.values import (
    ClaimView,
    Download,
    NetworkView,
    PartView,
    PostPage,
    PostView,
    Run,
    SlideView,
    Spot,
    Today,
)

LABELS = {"linkedin": "LinkedIn", "x": "X", "mastodon": "Mastodon", "bluesky": "Bluesky", "threads": "Threads",
          "instagram": "Instagram"}  # fmt: skip
_GRID = 8  # pictures of other posts around a cover
_NO_HANDLE = frozenset({"linkedin"})


def today_page(sight: Sight, day: date | None) -> Today:
    """The post of a day. Nothing is written down by looking."""
    look = sight.look
    present = sight.row_now()
    found = forge.day_post(look, day, lambda name: sight.studio.fits(look, name))
    post = post_view(sight, found.post) if found.post else None
    return Today(
        found.day.isoformat(),
        long(found.day),
        post,
        "" if post else _nothing(look, found),
        found.place,
        found.total,
        found.unused,
        found.kept,
        _day_url(found.day - timedelta(days=1), present),
        _day_url(found.day + timedelta(days=1), present),
        "/" if found.day != present else "",
    )


def _day_url(day: date, present: date) -> str:
    return "/" if day == present else f"/?day={day.isoformat()}"


def _nothing(look: forge.Look, found: forge.DayPost) -> str:
    if not look.whole:
        return (
            f"Your notes are being read: {look.done:,} of {look.total:,} so far. The post of the day comes after that."
        )
    if found.problems:
        return found.problems[0].message
    if not look.plan.notes:
        return (
            f"There are no notes in {look.workspace.shown(look.plan.collected.root)}. Write one, and it appears here."
        )
    if not look.posts:
        refusals = len(look.plan.refusals)
        return f"No note gives a post yet; {refusals} units were refused. The list of posts says why, one by one."
    return "No post is free that day."


def post_page(sight: Sight, name: str) -> PostPage | None:
    """A post's own page; None where there is no such post and never was one since the studio began."""
    post = post_view(sight, name)
    if post is None:
        return None
    names = list(sight.look.posts)
    at = names.index(name) if name in sight.look.posts else -1
    before = post_url(names[at - 1]) if at > 0 else ""
    after = post_url(names[at + 1]) if 0 <= at < len(names) - 1 else ""
    return PostPage(post, before, after)


def post_view(sight: Sight, name: str) -> PostView | None:
    """A post as its readers see it, its last good slides where it cannot be drawn now."""
    look, studio = sight.look, sight.studio
    sheet = studio.decks.sheet(look, name)
    if sheet is None:
        return _undrawn(sight, name)
    post, note = sheet.post, studio.desk.note(look, sheet.post.note)
    texts = forge.network_texts(look.workspace, look.settings, post, note)
    slides = _slides(sight, sheet, name)
    on_slides = {view.trouble.message for view in slides if view.trouble}
    others = [one for one in (*sheet.stopped, *sheet.problems) if one.message not in on_slides]
    entry = look.plan.notes.get(post.note)
    warning = getattr(post, "warning", "")
    return PostView(
        name,
        post.title,
        post.kind,
        post.note,
        sight.spot(post.source),
        post_url(name),
        f"/explain/{quote(look.name_of(entry), safe='')}" if entry else "",
        slides,
        tuple(_network(sight, text, str(warning or "")) for text in texts),
        () if studio.manner.exported else _files(name, sheet),
        post.deck.lang,
        post.deck.theme or look.settings.theme,
        tuple(ClaimView(claim.words, sight.spot(claim.source), claim.kinds) for claim in post.claims),
        sight.entries(studio.queue(look).of(name)),
        _around(sight, name),
        sight.troubles(dict.fromkeys(others)),
    )


def _undrawn(sight: Sight, name: str) -> PostView | None:
    """A post that never could be drawn: its texts, and why it has no slides."""
    look = sight.look
    found = look.posts.get(name)
    if found is None:
        return None
    note, entry = found
    post = sight.studio.desk.post(look, name)
    problems = sight.studio.decks.trouble_of(look, name)
    texts = forge.network_texts(look.workspace, look.settings, post, None) if post else ()
    return PostView(
        name,
        entry.title,
        entry.kind,
        note.path,
        sight.spot(post.source) if post else Spot(note.path),
        post_url(name),
        f"/explain/{quote(look.name_of(note), safe='')}",
        (),
        tuple(_network(sight, text, "") for text in texts),
        (),
        entries=sight.entries(sight.studio.queue(look).of(name)),
        troubles=sight.troubles(problems),
    )


def _slides(sight: Sight, sheet: forge.Sheet, name: str) -> tuple[SlideView, ...]:
    first = next(iter(sheet.keys))
    canvas = FORMATS[first]
    pictures = sight.studio.pictures
    troubles = _by_slide(sheet)
    views = []
    for number, (slide, alt, key) in enumerate(
        zip(sheet.post.deck.slides, sheet.post.alts, sheet.keys[first], strict=True), 1
    ):
        pictures.slide(key, name, first, number)
        trouble = troubles.get(number)
        views.append(
            SlideView(
                number,
                f"/pictures/{key}.png",
                f"/pictures/{key}.small.png",
                canvas.width,
                canvas.height,
                alt,
                forge.shown(slide),
                sight.spot(slide.source),
                sight.trouble(trouble) if trouble else None,
            )
        )
    return tuple(views)


def _by_slide(sheet: forge.Sheet) -> dict[int, Problem]:
    """What stops the post, at the slide whose part of the note it is about."""
    found: dict[int, Problem] = {}
    for problem in sheet.stopped:
        source = problem.source
        if source is None or source.path != sheet.post.note or not source.line:
            continue
        lines = [
            (slide.source.line, number) for number, slide in enumerate(sheet.post.deck.slides, 1) if _own(slide, sheet)
        ]
        at = max((one for one in lines if one[0] <= source.line), default=None)
        if at is not None:
            found.setdefault(at[1], problem)
    return found


def _own(slide: Slide, sheet: forge.Sheet) -> bool:
    return slide.source.path == sheet.post.note


def _network(sight: Sight, text: forge.NetworkText, warning: str) -> NetworkView:
    brand = sight.look.workspace.config.brand
    avatar = _avatar(sight)
    handle = "" if text.network in _NO_HANDLE else _handle(brand.handle)
    return NetworkView(
        text.network,
        LABELS.get(text.network, text.network),
        brand.name or brand.handle.lstrip("@") or "You",
        handle,
        text.media,
        text.text,
        tuple(
            PartView(part.text, _runs(part.above), _runs(part.below), part.count, text.limit, part.slides)
            for part in text.parts
        ),
        avatar,
        text.comment,
        warning if text.network == "mastodon" else "",
        text.compose,
        text.written is not None,
        sight.spot(text.written) if text.written else None,
        text.channels,
        _left_out(text),
        sight.troubles(text.problems),
    )


def _handle(handle: str) -> str:
    return handle if not handle or handle.startswith("@") else f"@{handle}"


def _left_out(text: forge.NetworkText) -> str:
    total = text.left_out + sum(len(part.slides) for part in text.parts)
    if text.misshapen:
        return text.misshapen
    return f"{text.left_out} of {total} pictures are left out: more do not go with one post" if text.left_out else ""


def _runs(pieces: tuple[forge.Piece, ...]) -> tuple[Run, ...]:
    return tuple(Run(piece.text, piece.kind, piece.href) for piece in pieces)


def _avatar(sight: Sight) -> str:
    look = sight.look
    name = look.workspace.config.brand.avatar
    key = sight.studio.pictures.file(look.workspace.root / name) if name else ""
    return f"/pictures/{key}.png" if key else ""


def _files(name: str, sheet: forge.Sheet) -> tuple[Download, ...]:
    base, short = f"/download/{quote(name, safe='/')}", name.rpartition("/")[2]
    files = [Download("All as zip", f"{base}.zip", f"{short}.zip"), Download("PDF", f"{base}.pdf", f"{short}.pdf")]
    several = len(sheet.keys) > 1
    for format_, keys in sheet.keys.items():
        files += [
            Download(f"Slide {number}" + (f", {format_}" if several else ""), f"{base}/{format_}/{number:02d}.png",
                     f"{short}-{number:02d}.png")
            for number in range(1, len(keys) + 1)
        ]  # fmt: skip
    return tuple(files)


def _around(sight: Sight, name: str) -> tuple[str, ...]:
    """The covers of the posts that come before this one in the list, the nearest first: a guess at what stands around
    it in a profile."""
    look = sight.look
    names = list(look.posts)
    at = names.index(name) if name in look.posts else 0
    before = [*reversed(names[:at]), *reversed(names[at + 1 :])][:_GRID]
    return tuple(f"/pictures/{sight.studio.pictures.cover(look, look.posts[one][1])}.small.png" for one in before)
