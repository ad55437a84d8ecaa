//! What a secret is for, which is authenticated with it.

/// The place that a secret is sealed for. It is no secret, is not stored with the secret, and has to be the same to open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "part of the format: a third member would be another version")]
pub struct Place<'a> {
    /// What the secret is, for example `token`: a sealed registration is not taken for a token.
    pub kind: &'a str,
    /// The name of its file without the folder, so that a home can move: two files cannot be swapped.
    pub name: &'a str,
}

impl Place<'_> {
    /// Returns the associated data: the header, then both texts behind their lengths, so that no two places have the same.
    pub(crate) fn associated_data(&self, header: &[u8]) -> Vec<u8> {
        let mut data = header.to_vec();
        for text in [self.kind, self.name] {
            // A text of 4 GiB has no file; its length would be wrong and the text still in full behind it.
            data.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            data.extend(text.as_bytes());
        }
        data
    }
}
