"""The studio: a local page of every post as its readers will see it. Notes, queue and themes -> pages, live.

    serve(folder, Wish(...))         run the server until it is told to end
    export(folder, target)           the same pages as static files

The rest of this text is the contract between the server (the modules here) and the pages (values.py, values_lists.py
and templates/preview/).

Pages (GET, text/html). Each fills one value and renders one template, templates/preview/pages/<name>.html.jinja:

    /                        today      Today        ?day=2026-12-01
    /posts                   posts      Posts        ?q= &kind= &tag= &state= &problems=1 &page=2
    /posts/{note}/{post}     post       PostPage
    /calendar                calendar   Calendar     ?month=2026-12 or ?week=2026-W49, &channel=NAME (several)
    /problems                problems   Problems     ?severity= &rule=
    /theme                   theme      ThemePage    ?theme=night &format=portrait &size=typical
    /history                 history    History      ?post=note/post &channel= &page=2
    /explain/{note}          explain    Explain      why a note gives the posts it gives
    anything else            wrong      Wrong        status, title, message, hint (also for errors of a page)

What a template sees: `page` (the value), `shell` (Shell: what every page shows), and the functions

    link(path)      the address to write for a path of this site ("/posts/a/b?x=1#y", "/pictures/K.png"): as it is when
                    served, relative to the page's own file when exported. Write every href, src and action with it.
    static(name)    the address of templates/preview/static/<name>, with its version

Fragments. Any page with the request header `X-Studio-Fragment: NAME` answers with the template block NAME alone
(`main`, `rows`, any other block), without the frame around it.

Pictures (GET, immutable: the key stands for the pixels; drawn when first asked for)

    /pictures/{key}.png               as it is published
    /pictures/{key}.small.png         a thumbnail, 360 px wide
    /download/{note}/{post}.zip       texts, alternative texts, pictures, PDF       .pdf: the carousel
    /download/{note}/{post}/{format}/{number}.png      one picture, as an attachment
    /static/{path}                    files of templates/preview/static

A picture that cannot be drawn answers 409 with {"problems": [...]}; one that nothing names any more 404.

Events (GET /events?after=<Shell.seen>, text/event-stream; a page gets what came since it was filled, and when it comes
back with Last-Event-ID what it missed, or `changed` with every page if that is too much; a comment line every 15 s).
Data is JSON:

    hello     {"version": "...", "epoch": "..."}         another epoch than <html data-epoch>: load the page anew
    slides    {"post": "note/post", "formats": {"portrait": ["/pictures/K.png", ...]}}    new pictures, at once
    changed   {"pages": ["today", "posts", ...], "posts": ["note/post", ...], "notes": ["content/a.md", ...]}
              those pages (by the bar's names) show something else now: ask for them again
    lock      {"busy": "post-forge build", "since": "14:02"} or {"busy": ""}
    problems  {"errors": 2, "warnings": 5}               for the badge in the navigation
    progress  {"action": "build", "done": 3, "total": 20, "what": "note/post"}

Actions (POST /actions/{name}; JSON or a form; header `X-Studio-Token` or field `token`, from shell.token; same origin
only). Answers JSON {"ok": true, "message": "...", "changed": [{"id": "...", "before": "planned", "after": "approved"}],
"problems": [{"rule", "severity", "message", "hint", "source"}], ...}; status 200, 400 (cannot be done: see problems),
403 (token, origin, read-only), 409 (changed meanwhile, or another command is at work: `busy` says which), 413. A form
without JavaScript gets 303 back to its field `back` (a path of this site), with the message on that page once.

    approve unapprove hold release skip deny look free    ids (one, or several: note/post@channel or note/post), reason
    move        id, when     as `post-forge queue move` reads it ("2026-12-01 09:00" on the channel's clocks, "+2h")
    retry       id, when ("" for now), reason
    done        id, url, when ("" for now)          it is out: resolves `unsure`
                all of these: seen, as EntryView has it: a delivery that has changed since is refused (409)
    edit        post, network, text, before (the text that editing began with: 409 if the note says otherwise now)
    count       network, text      changes nothing: {"counts": [280], "limit": 280, "parts": [...], "problems": [...]}
    another     day ("" for today)          pass the day's post over
    pass        day, reason                 take the day's post out of the rotation
    keep        day                         make the day's post and put it into output/today, as `post-forge today` does
    build       make all files in output/, in the background; `progress` tells
    take        shown (page.plan.digest)    take the plan that is shown, as `post-forge schedule --take`

Content Security Policy: files only. No inline script or style, no style attribute in HTML (setting element.style from a
script is fine), no inline event handler, no data: or foreign address; `img-src 'self' blob:`, `connect-src 'self'`.
"""

from __future__ import annotations

from post_forge.preview.export import Exported, export
from post_forge.preview.serve import Wish, serve

__all__ = ["Exported", "Wish", "export", "serve"]
