//! Reads the DER of a P-256 private key: SEC1 (RFC 5915) and PKCS#8 (RFC 5208, RFC 5958); writes SEC1.
//!
//! Only what AWS SDKs and OpenSSL write is read: definite lengths up to 64 KiB, a named curve, an uncompressed point.

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const PARAMETERS: u8 = 0xa0;
const PUBLIC_KEY: u8 = 0xa1;

/// `id-ecPublicKey`, 1.2.840.10045.2.1.
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// `secp256r1` (P-256), 1.2.840.10045.3.1.7.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// The bytes of an `ECPrivateKey` before the private number: sequence, version 1, octet string of 32 bytes.
const SEC1_HEAD: [u8; 7] = [SEQUENCE, 0x77, INTEGER, 1, 1, OCTET_STRING, 32];
/// The bytes between the private number and the point: the curve, and a bit string with an uncompressed point.
const SEC1_MIDDLE: [u8; 18] = [
    PARAMETERS, 10, OBJECT_ID, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, PUBLIC_KEY, 0x44,
    BIT_STRING, 0x42, 0, 4,
];

/// The two halves of a key: the private number, and the coordinates *x* and *y* of the public point.
pub(crate) type Halves = ([u8; 32], [[u8; 32]; 2]);

/// Reads an `ECPrivateKey` with its public point; `None` for anything else.
pub(crate) fn sec1(der: &[u8]) -> Option<Halves> {
    let (key, rest) = element(der, SEQUENCE)?;
    let (version, key) = element(key, INTEGER)?;
    let (number, mut key) = element(key, OCTET_STRING)?;
    if version != [1] || !rest.is_empty() {
        return None;
    }
    if let Some((parameters, rest)) = element(key, PARAMETERS) {
        let (curve, none) = element(parameters, OBJECT_ID)?;
        if curve != P256 || !none.is_empty() {
            return None;
        }
        key = rest;
    }
    let (bits, _) = element(element(key, PUBLIC_KEY)?.0, BIT_STRING)?;
    let point = bits.strip_prefix(&[0, 4])?;
    let (x, y) = point.split_at_checked(32)?;
    Some((padded(number)?, [x.try_into().ok()?, y.try_into().ok()?]))
}

/// Reads a `PrivateKeyInfo` that holds an [`ECPrivateKey`](sec1); `None` for anything else.
pub(crate) fn pkcs8(der: &[u8]) -> Option<Halves> {
    let (info, rest) = element(der, SEQUENCE)?;
    let (version, info) = element(info, INTEGER)?;
    let (algorithm, info) = element(info, SEQUENCE)?;
    let (kind, curve) = element(algorithm, OBJECT_ID)?;
    let (curve, _) = element(curve, OBJECT_ID)?;
    if !matches!(version, [0 | 1]) || !rest.is_empty() || kind != EC_PUBLIC_KEY || curve != P256 {
        return None;
    }
    sec1(element(info, OCTET_STRING)?.0)
}

/// Builds an `ECPrivateKey` of 121 bytes: version, number, curve and point, as the AWS CLI writes it.
pub(crate) fn to_sec1(number: &[u8; 32], coordinates: &[[u8; 32]; 2]) -> Vec<u8> {
    [&SEC1_HEAD[..], number, &SEC1_MIDDLE, coordinates.as_flattened()].concat()
}

/// Takes the element with this tag from the front; its contents, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match bytes.strip_prefix(&[tag])? {
        [short @ 0..=0x7f, rest @ ..] => (usize::from(*short), rest),
        [0x81, length @ 0x80..=0xff, rest @ ..] => (usize::from(*length), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// Pads a number to 32 bytes: some writers leave off its leading zeros, and some put one before it.
fn padded(number: &[u8]) -> Option<[u8; 32]> {
    let start = number.iter().position(|byte| *byte != 0)?;
    let digits = number.get(start..)?;
    let mut all = [0; 32];
    all.get_mut(32_usize.checked_sub(digits.len())?..)?.copy_from_slice(digits);
    Some(all)
}
