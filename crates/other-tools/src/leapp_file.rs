//! Opens Leapp's workspace, which is encrypted with the id of the machine: no secret is in it, and none is needed.

use crate::{Error, ErrorKind};
use aes::Aes256;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use cbc::{
    Decryptor,
    cipher::{BlockModeDecrypt as _, KeyIvInit as _, block_padding::Pkcs7},
};
use md5::Md5;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// The lengths of an AES-256 key and of an initialisation vector, in bytes.
const KEY_AND_IV: usize = 32 + 16;

/// Decrypts and parses the file with the first machine id that opens it.
///
/// The format is that of `openssl enc -aes-256-cbc -md md5 -base64 -A`: `Salted__`, a salt of 8 bytes, and the text. The
/// passphrase is the hexadecimal SHA-256 of the machine id. Nothing authenticates the text: with another id, what comes
/// out is no JSON.
pub(crate) fn open(path: &Path, text: &str, machine_ids: &[String]) -> Result<Value, Error> {
    let malformed = |detail: &str| Error::new(ErrorKind::Malformed, path, detail);
    if let Ok(clear @ Value::Object(_)) = serde_json::from_str(text) {
        return Ok(clear);
    }
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|_| malformed("it is not Base64"))?;
    let rest = bytes.strip_prefix(b"Salted__").ok_or_else(|| malformed("it is not encrypted by CryptoJS"))?;
    let (salt, sealed) = rest.split_at_checked(8).ok_or_else(|| malformed("it is cut"))?;
    let opened = machine_ids.iter().find_map(|id| {
        let passphrase = hex::encode(Sha256::digest(id.trim().to_lowercase()));
        let clear = decrypted(sealed, &derived(passphrase.as_bytes(), salt))?;
        serde_json::from_slice::<Value>(&clear).ok().filter(Value::is_object)
    });
    opened.ok_or_else(|| {
        let detail = match machine_ids {
            [] => "the id of this machine, with which Leapp encrypts it, is not known",
            _ => "it was encrypted on another machine",
        };
        Error::new(ErrorKind::OtherMachine, path, detail)
    })
}

/// Derives the key and the initialisation vector as OpenSSL's EVP_BytesToKey does with MD5 and one round.
fn derived(passphrase: &[u8], salt: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(KEY_AND_IV);
    let mut block: Vec<u8> = Vec::new();
    while all.len() < KEY_AND_IV {
        block =
            Md5::new().chain_update(&block).chain_update(passphrase).chain_update(salt).finalize().to_vec();
        all.extend_from_slice(&block);
    }
    all
}

fn decrypted(sealed: &[u8], key_and_iv: &[u8]) -> Option<Vec<u8>> {
    let (key, iv) = key_and_iv.split_at_checked(32)?;
    let cipher = Decryptor::<Aes256>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok()
}
