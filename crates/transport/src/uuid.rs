//! Generates random UUIDs (version 4, RFC 9562).

use daypass_sso_types::Entropy;

/// Generates a random UUID (version 4): 36 characters of lower-case hexadecimal digits and hyphens.
///
/// ```
/// let zeros = |buffer: &mut [u8]| buffer.fill(0);
/// assert_eq!(daypass_transport::uuid(&zeros), "00000000-0000-4000-8000-000000000000");
/// ```
pub fn uuid(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let random = u128::from_be_bytes(bytes);
    let id = random & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let group = |from: u32, digits: u32| (id >> from) & ((1 << (4 * digits)) - 1);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        group(96, 8),
        group(80, 4),
        group(64, 4),
        group(48, 4),
        group(0, 12)
    )
}
