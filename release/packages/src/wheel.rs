//! The wheel (PEP 427): the program where pip puts programs, manual and completions below the environment's `share`.

use crate::{archive, tree::File, version::Version};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use std::io;
use xtask::places;

/// Static programs run beside any C library, glibc and musl.
const PLATFORM: &str = "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64";

/// The name of the file and what is in it.
pub(crate) fn make(files: &[File], version: &Version) -> io::Result<(String, Vec<u8>)> {
    let name = format!("daypass-{}", version.number);
    let mut inside: Vec<File> = files
        .iter()
        .map(|file| match file.path.strip_prefix("bin/") {
            Some(program) => File { path: format!("{name}.data/scripts/{program}"), ..file.clone() },
            None => File { path: format!("{name}.data/data/{}", file.path), ..file.clone() },
        })
        .collect();
    let info = format!("{name}.dist-info");
    let readme = std::fs::read_to_string(places::root().join("README.md"))?;
    inside.push(File::new(
        format!("{info}/METADATA"),
        format!(
            "Metadata-Version: 2.1\nName: daypass\nVersion: {}\nSummary: {}\nHome-page: {}\nLicense: MIT OR Apache-2.0\n\
             Description-Content-Type: text/markdown\n\n{readme}",
            version.number, version.summary, version.home,
        ),
    ));
    let tags = PLATFORM.split('.').map(|platform| format!("Tag: py3-none-{platform}\n")).collect::<String>();
    inside.push(File::new(
        format!("{info}/WHEEL"),
        format!("Wheel-Version: 1.0\nGenerator: daypass-packages\nRoot-Is-Purelib: false\n{tags}"),
    ));
    let mut record = String::new();
    for file in &inside {
        let sum = URL_SAFE_NO_PAD.encode(Sha256::digest(&file.bytes));
        record.push_str(&format!("{},sha256={sum},{}\n", file.path, file.bytes.len()));
    }
    record.push_str(&format!("{info}/RECORD,,\n"));
    inside.push(File::new(format!("{info}/RECORD"), record));
    Ok((format!("{name}-py3-none-{PLATFORM}.whl"), archive::zip(&inside)?))
}
