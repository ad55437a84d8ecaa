//! One test of signals, since they are of the whole process; and the end of another process.

use daypass_signals::{Signal, Signals, end_of_process};
use daypass_transport::{BoxFuture, Watch as _};
use rustix::process::{Signal as Number, getpid, kill_process};

fn send(number: Number) {
    kill_process(getpid(), number).expect("a process may signal itself");
}

/// Whoever runs the tests may ignore a signal, as `nohup` does; then it stays ignored.
fn is_ignored(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap_or("0").trim();
    u64::from_str_radix(mask, 16).expect("a mask in hexadecimal") & (1 << (signal.number() - 1)) != 0
}

#[test]
fn a_signal_is_noted_while_it_must_not_end_the_process() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let signals = Signals::new(true);
    let listening = signals.listen();
    assert_eq!(listening.noted(), None);
    // An exchange is in progress, so that neither SIGTERM nor SIGHUP ends this process.
    signals.in_progress(1);
    for (number, signal) in
        [(Number::HUP, Signal::HangUp), (Number::INT, Signal::Interrupt), (Number::TERM, Signal::Terminate)]
    {
        if is_ignored(signal) {
            continue;
        }
        send(number);
        // The system may hand a signal to any thread, and a moment later.
        while listening.noted() != Some(signal) {
            std::thread::yield_now();
        }
        // One that came before the wait counts.
        assert_eq!(runtime.block_on(listening.next()), signal);
    }
    assert_eq!([Signal::HangUp, Signal::Interrupt, Signal::Terminate].map(Signal::number), [1, 2, 15]);
    drop(listening);
    // Handed over, SIGTERM is the caller's even when no exchange is in progress.
    let listening = signals.hand_over();
    signals.in_progress(0);
    if !is_ignored(Signal::Terminate) {
        send(Number::TERM);
        assert_eq!(runtime.block_on(listening.next()), Signal::Terminate);
    }
}

#[test]
fn a_process_is_waited_for_until_it_is_gone() {
    let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().unwrap();
    let process = child.id();
    let child = std::sync::Mutex::new(Some(&mut child));
    // The first look finds it; before the second it has ended and been waited for.
    let timer = move |_| -> BoxFuture<'static, ()> { Box::pin(std::future::ready(())) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let looks = std::sync::atomic::AtomicUsize::new(0);
    runtime.block_on(async {
        let counted = |time| {
            looks.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if let Some(child) = child.lock().unwrap().take() {
                child.kill().unwrap();
                child.wait().unwrap();
            }
            timer(time)
        };
        end_of_process(Some(process), &counted).await;
    });
    assert_eq!(looks.load(std::sync::atomic::Ordering::SeqCst), 1);
}
