//! The log of requests, without secrets.

use crate::{call::Call, operation::Operation};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// How many requests the log keeps; counts have no limit.
const MAX_ENTRIES: usize = 100_000;

/// A logged request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// The HTTP method.
    pub method: String,
    /// The path without the query, which can hold secrets.
    pub path: String,
    /// The operation.
    pub operation: Operation,
    /// The status of the reply; 0 if the connection was closed without a reply.
    pub status: u16,
    /// The time of the request since 1970, by the world's clock.
    pub at: Duration,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
}

impl LogEntry {
    pub(crate) fn new(call: &Call<'_>, operation: Operation, status: u16, at: Duration) -> Self {
        Self {
            method: call.request.method().to_string(),
            path: call.path.to_owned(),
            operation,
            status,
            at,
            user_agent: call.header("user-agent").map(str::to_owned),
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "method": self.method,
            "path": self.path,
            "operation": self.operation.to_string(),
            "status": self.status,
            "at_ms": u64::try_from(self.at.as_millis()).unwrap_or(u64::MAX),
            "user_agent": self.user_agent,
        })
    }
}

/// The last requests, and the counts by operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    entries: VecDeque<LogEntry>,
    counts: BTreeMap<Operation, u64>,
}

impl Log {
    pub(crate) fn add(&mut self, entry: LogEntry) {
        *self.counts.entry(entry.operation).or_default() += 1;
        if self.entries.len() == MAX_ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &LogEntry> {
        self.entries.iter()
    }

    pub(crate) fn count(&self, operation: Operation) -> u64 {
        self.counts.get(&operation).copied().unwrap_or_default()
    }

    pub(crate) fn counts(&self) -> Value {
        self.counts.iter().map(|(operation, count)| (operation.to_string(), json!(count))).collect()
    }
}
