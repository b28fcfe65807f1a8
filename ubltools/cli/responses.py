"""The commands on what was sent and what comes back: response, inbox, status, sent.

Each opens its files, makes its library calls, renders and gives the exit code. Nothing is decided here.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ubltools import console, files, per_file
from ubltools.cli.options import FILES, FORMAT, LANGUAGE, STATE, VERBOSE
from ubltools.console import Shown
from ubltools.errors import ConfigurationError, UblToolsError

if TYPE_CHECKING:
    from ubltools.responses.store import StateFile


@click.command()
@FILES
@STATE
@LANGUAGE
@FORMAT
@VERBOSE
def response(paths: tuple[str, ...], state: str | None, language: str, form: str, verbose: bool) -> int:
    """Say what an IMR, MLR or MLS means, who moves next, and what to do.

    FILE is the message, bare or in its SBDH envelope; a file object, a webhook or the status of an order
    from Billit; or a folder of *.xml. With a state file the message is kept, and held against what was sent.
    """
    from ubltools import per_response
    from ubltools.report import response as report

    codes: list[int] = []

    def results(store: "StateFile | None") -> Iterator[Shown]:
        for path in per_file.documents_in(paths):
            try:
                content = per_response.read(path)
                per_response.keep(store, [content])
            except UblToolsError as error:
                codes.append(error.exit_code)
                if form == "text":
                    console.say(console.as_text(console.unreadable(path, error), verbose, sys.stderr))
                else:
                    yield Shown(str, partial(console.as_object, console.unreadable(path, error)))
                continue
            known = per_response.known(store, content)
            options: dict[str, Any] = {"language": language, "known": known}
            yield Shown(
                partial(report.render, path, content, verbose=verbose, **options),
                partial(report.to_object, path, content, **options),
            )

    with per_response.state_if_any(state, per_file.settings_here()) as store:
        console.print_all(results(store), form)
    return console.worst(codes)


@click.command()
@click.argument("path", metavar="DIR|LISTING")
@STATE
@LANGUAGE
@FORMAT
def inbox(path: str, state: str | None, language: str, form: str) -> int:
    """Go through a Peppol inbox: say what each item is, what to do, and which items to confirm.

    DIR holds the files that were fetched; LISTING is the answer of GET /v1/peppol/inbox, with the files
    beside it under their PeppolFileID. What cannot be read is named and is never to be confirmed.
    """
    from ubltools import per_response
    from ubltools.report import inbox as report
    from ubltools.responses.inbox import read_inbox

    codes: list[int] = []
    confirm: list[int] = []

    def results(store: "StateFile | None") -> Iterator[Shown]:
        for entry in per_response.recorded(store, read_inbox(path)):
            codes.append(0 if entry.error is None else entry.error.exit_code)
            confirm.extend(report.confirmable([entry]))
            options: dict[str, Any] = {
                "language": language,
                "known": per_response.known(store, entry.content),
            }
            yield Shown(partial(report.render, entry, **options), partial(report.to_object, entry, **options))

    with per_response.state_if_any(state, per_file.settings_here()) as store:
        console.print_all(results(store), form)
    if form == "text":
        files.write("-", report.to_confirm(confirm).encode())
    return console.worst(codes)


@click.command()
@click.argument("number", required=False)
@STATE
@LANGUAGE
@FORMAT
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def status(number: str | None, state: str | None, language: str, form: str) -> int:
    """Show where the documents stand that were sent; with a NUMBER the whole story of one."""
    from ubltools import per_response
    from ubltools.report import status as report

    path = per_response.needed_state(state, per_file.settings_here())
    with per_response.opened(path, must_exist=True) as store:
        found = store.documents() if number is None else iter(store.find(number))
        known = ((document, store.history_of(document)) for document in found)
        show = report.timeline if number else report.overview
        results = (
            Shown(partial(show, *each, language), partial(report.to_object, *each, language))
            for each in known
        )
        shown = console.print_all(results, form, gap="\n" if number else "")
        if number is None and form == "text":
            files.write("-", report.leftover(store.unmatched()).encode())
    if number is not None and not shown:
        raise ConfigurationError(
            f"The state file knows no document {number}.", "Without a number all are listed."
        )
    return 0


@click.command()
@click.argument("number", required=False)
@STATE
@click.option("--answer", metavar="FILE", help="What Billit answered to the POST, as JSON.")
@click.option("--failed", is_flag=True, help="The POST did not get through, so that nothing was sent.")
@click.option("--instance", metavar="ID", help="The SBDH instance identifier, by which MLR and MLS name it.")
@click.option("--document", metavar="FILE", help="A UBL document that was sent in another way.")
@click.option("--credit-note", is_flag=True, help="The number is that of a credit note.")
def sent(number: str | None, state: str | None, **told: Any) -> int:
    """Record how the sending of a document ended, after presend --state gave its body.

    With the answer of Billit, --failed, or neither of them for "sent". A document that was sent in another
    way is recorded with --document.
    """
    from ubltools import per_response

    path = per_response.needed_state(state, per_file.settings_here())
    with per_response.opened(path, must_exist=told["document"] is None) as store:
        console.say(per_response.settle(store, number, per_response.Told(**told), datetime.now(UTC)))
    return 0
