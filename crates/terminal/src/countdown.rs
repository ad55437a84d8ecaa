//! A wait that shows that it is one: the time left, redrawn each second where there is a terminal.

use crate::{host, ui::Ui};
use std::{
    future::Future,
    pin::pin,
    time::{Duration, SystemTime},
};

/// Runs a future, and shows the time until its deadline while it runs.
pub(super) async fn with_progress<T>(
    ui: &Ui,
    of: &str,
    deadline: SystemTime,
    future: impl Future<Output = T>,
) -> T {
    let mut future = pin!(future);
    loop {
        let left = deadline.duration_since(host::now()).unwrap_or_default().as_secs();
        ui.progress(&format!("Waiting for approval{of} · {}:{:02} left", left / 60, left % 60));
        tokio::select! {
            value = &mut future => {
                ui.end_progress();
                return value;
            }
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}
