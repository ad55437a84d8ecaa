//! Requests and answers over standard input and output: the end that listens, and the end that reaches the endpoint.

use crate::{
    error::Error, frames::Frame, listen::STACK, own_process, reply::Reply, request::Request,
    upstream::Upstream,
};
use std::{
    collections::HashMap,
    ffi::OsString,
    io::{self, Read, Write},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// How long the listening end waits for an answer: longer than the other end waits for the endpoint.
const ANSWER: Duration = Duration::from_secs(12);

/// How many requests the other end answers at once.
const LIMIT: usize = 128;

/// Returns what asks the other end, over standard output and input. The process ends with the other end.
pub(crate) fn other_end() -> Arc<dyn Fn(&Request) -> Reply + Send + Sync> {
    type Waiting = Arc<Mutex<HashMap<u32, mpsc::Sender<Reply>>>>;
    let waiting = Waiting::default();
    let answered = Arc::clone(&waiting);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(frame)) = Frame::read(&mut input) {
            let one = answered.lock().unwrap_or_else(PoisonError::into_inner).remove(&frame.number);
            if let Some((one, reply)) = one.zip(frame.reply()) {
                // Its client may have gone.
                let _gone = one.send(reply);
            }
        }
        own_process::end();
    });
    let (number, output) = (AtomicU32::new(0), Mutex::new(io::stdout()));
    Arc::new(move |request| {
        let number = number.fetch_add(1, Ordering::Relaxed);
        let (sender, reply) = mpsc::channel();
        waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(number, sender);
        let sent = Frame::of_request(number, request)
            .write(&mut *output.lock().unwrap_or_else(PoisonError::into_inner));
        let reply = sent.ok().and_then(|()| reply.recv_timeout(ANSWER).ok());
        waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        reply.unwrap_or_else(|| {
            Reply::failure(504, "RelayFailed", "the other end of the relay does not answer")
        })
    })
}

/// Answers the requests of a listening end until it ends: on standard input and output, or on those of a command.
pub(crate) fn answer(upstream: &Upstream, command: &[OsString]) -> Result<(), Error> {
    upstream.judge().map_err(|error| Error::io(upstream, &error))?;
    let broken = |error| Error::io("the other end of the relay", &error);
    let Some((program, arguments)) = command.split_first() else {
        return answer_on(upstream, io::stdin().lock(), io::stdout()).map_err(broken);
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Error::io(program.display(), &error))?;
    let (Some(input), Some(output)) = (child.stdout.take(), child.stdin.take()) else {
        return Err(Error::new("the command has no pipes"));
    };
    let done = answer_on(upstream, input, output).map_err(broken);
    // Its input is closed: it ends, or has.
    let ended = child.wait().map_err(|error| Error::io(program.display(), &error))?;
    done?;
    if ended.success() { Ok(()) } else { Err(Error::new(format!("{}: {ended}", program.display()))) }
}

fn answer_on(
    upstream: &Upstream,
    mut input: impl Read,
    output: impl Write + Send + 'static,
) -> io::Result<()> {
    let (output, running) = (Arc::new(Mutex::new(output)), Arc::new(AtomicUsize::new(0)));
    while let Some(frame) = Frame::read(&mut input)? {
        let (upstream, output, under_way) = (upstream.clone(), Arc::clone(&output), Arc::clone(&running));
        let reply = move |reply: &Reply| {
            Frame::of_reply(frame.number, reply)
                .write(&mut *output.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let Some(request) = frame.request() else {
            reply(&Reply::failure(400, "BadRequest", "this is no request"))?;
            continue;
        };
        if running.fetch_add(1, Ordering::Relaxed) >= LIMIT {
            running.fetch_sub(1, Ordering::Relaxed);
            reply(&Reply::failure(503, "RelayFailed", "too many requests at once"))?;
            continue;
        }
        thread::Builder::new().stack_size(STACK).spawn(move || {
            // A reply that cannot be written has no reader; the end of input follows.
            let _gone = reply(&upstream.ask(&request));
            under_way.fetch_sub(1, Ordering::Relaxed);
        })?;
    }
    Ok(())
}
