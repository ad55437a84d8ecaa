//! The helper's side of the protocol.

use crate::{
    Item, MAX_HELPER_OUTPUT, Questions,
    wire::{Failure, Request, Response, VERSION, to_json},
};
use daypass_seal::KeyRing;
use std::path::Path;
use zeroize::Zeroizing;

/// A store of secrets that a helper is for.
pub trait Keeper {
    /// Returns the text that is kept under this name.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if nothing is kept, and any other [`Failure`].
    fn get(&mut self, item: &Item, folder: &Path, questions: Questions)
    -> Result<Zeroizing<String>, Refusal>;

    /// Keeps this text in place of what was kept under this name, whole or not at all.
    ///
    /// # Errors
    /// Any [`Failure`]; then what was kept before is still kept.
    fn store(&mut self, item: &Item, folder: &Path, keys: &str, questions: Questions) -> Result<(), Refusal>;

    /// Removes what is kept under this name.
    ///
    /// # Errors
    /// Any [`Failure`].
    fn erase(&mut self, item: &Item, folder: &Path, questions: Questions) -> Result<(), Refusal>;
}

/// Why a helper does not do what it is asked, with a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    failure: Failure,
    message: Option<String>,
}

impl Refusal {
    /// Creates a refusal with this sentence, which quotes no key.
    pub fn new(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure, message: Some(message.into()) }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { failure, message: None }
    }
}

/// What a helper prints, and whether it ends with exit code 0. Has no `Debug`: it may hold keys.
#[expect(missing_debug_implementations, reason = "it may hold keys")]
#[non_exhaustive]
pub struct Served {
    /// The text for standard output, with a newline.
    pub printed: Zeroizing<Vec<u8>>,
    /// Whether the exit code is 0; otherwise it is 1.
    pub success: bool,
}

/// Answers one request: `action` is the helper's argument, `input` what stands on its standard input. A request that is not
/// understood is answered as `unavailable`, with the reason.
pub fn serve(action: &str, input: &[u8], keeper: &mut dyn Keeper) -> Served {
    let kept = answer(action, input, keeper);
    let (keys, refusal) = match kept {
        Ok(keys) => (keys, None),
        Err(refusal) => (None, Some(refusal)),
    };
    let keys = keys.as_ref().map(|keys| keys.as_str());
    let response = Response {
        version: VERSION,
        keys,
        failure: refusal.as_ref().map(|refusal| refusal.failure.word().into()),
        message: refusal.as_ref().and_then(|refusal| refusal.message.as_deref()).map(Into::into),
    };
    let mut printed = to_json(&response, keys);
    printed.push(b'\n');
    Served { printed, success: refusal.is_none() }
}

fn answer(action: &str, input: &[u8], keeper: &mut dyn Keeper) -> Result<Option<Zeroizing<String>>, Refusal> {
    let misunderstood = |message: &str| Refusal::new(Failure::Unavailable, message);
    if input.len() as u64 > MAX_HELPER_OUTPUT {
        return Err(misunderstood("the request is longer than 64 KiB"));
    }
    // What a JSON parser says may quote what it reads.
    let request: Request<'_> = serde_json::from_slice(input)
        .map_err(|_| misunderstood("the request is not this protocol's JSON"))?;
    if request.version != VERSION {
        return Err(misunderstood("the request is of another version of the protocol"));
    }
    let item: Item = request.item.parse().map_err(|_| misunderstood("the request names no item"))?;
    let questions = if request.may_ask { Questions::Allowed } else { Questions::Forbidden };
    match (action, request.keys) {
        ("get", _) => keeper.get(&item, &request.folder, questions).map(Some),
        ("store", Some(keys)) if KeyRing::from_text(keys).is_ok() => {
            keeper.store(&item, &request.folder, keys, questions).map(|()| None)
        }
        ("store", _) => Err(misunderstood("the request has no keys to store")),
        ("erase", _) => keeper.erase(&item, &request.folder, questions).map(|()| None),
        _ => Err(misunderstood("the helper knows get, store and erase")),
    }
}
