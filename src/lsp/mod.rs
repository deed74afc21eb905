//! `hongbi lsp`: a language server on standard input and output.
//!
//! One thread reads messages, this one does everything else in the order in which they came. A
//! draft is linted a moment after its last change, and at once where an answer needs it, so that no
//! answer rests on an older text than the client's.

mod actions;
mod allow;
mod client;
mod hover;
mod lint;
mod open_document;
mod protocol;
mod publish;
mod request;
mod server;
mod state;
mod symbols;
mod text;
mod uri;
mod wire;

use std::{
    io::{self, BufRead, Write},
    sync::mpsc::RecvTimeoutError,
    time::{Duration, Instant},
};

use hongbi::rules::Lang;

use server::Next;
use state::Server;
use wire::{Incoming, Wire};

/// How often the server looks whether its client is still there: one that was killed may have left the
/// pipe between them open in another child.
const LOOK: Duration = Duration::from_secs(3);

/// Messages wait for a draft that has been due for so long.
const PATIENCE: Duration = Duration::from_millis(500);

/// Serves one client on `input` and `out` until it says `exit` or goes away. `asked` is the language
/// that the command line names, `fallback` the one where nobody names any. Returns whether the client
/// took its leave by `shutdown` first.
///
/// # Errors
/// Where the client cannot be written to.
pub(crate) fn serve(
    input: impl BufRead + Send + 'static,
    out: Box<dyn Write>,
    asked: Option<Lang>,
    fallback: Lang,
) -> io::Result<bool> {
    let incoming = wire::listen(input);
    let mut server = Server::new(Wire::new(out), asked, fallback);
    loop {
        let due = server.due();
        let now = Instant::now();
        if due.is_some_and(|due| due + PATIENCE < now) {
            server.lint_due()?;
            continue;
        }
        let next = match due {
            None => incoming.recv_timeout(LOOK),
            // With nothing left to wait for, a message that is there still comes first.
            Some(due) => incoming.recv_timeout(due.saturating_duration_since(now)),
        };
        match next {
            Ok(Incoming::Message(message)) => {
                if server.take(message)? == Next::Exit {
                    return Ok(server.was_shut_down());
                }
            }
            Ok(Incoming::Malformed(problem)) => server.reject(&problem)?,
            Err(RecvTimeoutError::Timeout) if due.is_none() => {
                if server.is_orphaned() {
                    return Ok(server.was_shut_down());
                }
            }
            Err(RecvTimeoutError::Timeout) => server.lint_due()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(server.was_shut_down()),
        }
    }
}
