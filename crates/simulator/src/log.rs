//! What was asked, without anything that is secret.

use crate::{call::Call, operation::Operation};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// How many requests are remembered; the counts go on beyond.
const LONGEST: usize = 100_000;

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// `GET` or `POST`.
    pub method: String,
    /// The path without the query, which may hold secrets.
    pub path: String,
    /// The operation that the request was taken for.
    pub operation: Operation,
    /// The status of the reply; 0 where the connection was closed instead.
    pub status: u16,
    /// The time of the request since 1970, by the world's clock.
    pub at: Duration,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
}

impl Entry {
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

/// All of them, and how many of each kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    entries: VecDeque<Entry>,
    counts: BTreeMap<Operation, u64>,
}

impl Log {
    pub(crate) fn note(&mut self, entry: Entry) {
        *self.counts.entry(entry.operation).or_default() += 1;
        if self.entries.len() == LONGEST {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    pub(crate) fn count(&self, operation: Operation) -> u64 {
        self.counts.get(&operation).copied().unwrap_or_default()
    }

    pub(crate) fn counts(&self) -> Value {
        self.counts.iter().map(|(operation, count)| (operation.to_string(), json!(count))).collect()
    }
}
