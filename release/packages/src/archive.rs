//! Archives with the same bytes each time: files in the given order, owned by root, of one time.

use crate::tree::File;
use flate2::{Compression, Crc, GzBuilder, write::DeflateEncoder};
use std::io::{self, Write as _};
use tar::{Builder, Header};

/// The year 1980 begins: the oldest time that a ZIP file can say, and the one that wheels have.
const ZIP_DATE: u16 = 1 << 5 | 1;

/// A compressed tar archive whose files lie below `prefix`; `time` in seconds since 1970.
pub(crate) fn tar_gz(files: &[File], prefix: &str, time: u64) -> io::Result<Vec<u8>> {
    let mut archive = Builder::new(GzBuilder::new().mtime(0).write(Vec::new(), Compression::best()));
    for file in files {
        let mut header = Header::new_gnu();
        header.set_size(u64::try_from(file.bytes.len()).map_err(io::Error::other)?);
        header.set_mode(file.mode());
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(time);
        archive.append_data(&mut header, format!("{prefix}{}", file.path), file.bytes.as_slice())?;
    }
    archive.into_inner()?.finish()
}

/// One compressed file, as `gzip -9n` makes it.
pub(crate) fn gz(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    packed.finish()
}

/// A ZIP archive (PKWARE's APPNOTE 6.3), with the modes of Unix.
pub(crate) fn zip(files: &[File]) -> io::Result<Vec<u8>> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    let short = |length: usize| u32::try_from(length).map_err(io::Error::other);
    for file in files {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&file.bytes)?;
        let packed = packed.finish()?;
        let mut crc = Crc::new();
        crc.update(&file.bytes);
        // What the local header and the directory share: version 2.0, flags (names are UTF-8), deflate, time, date,
        // checksum, both lengths, the length of the name, no extra field.
        let mut common = Vec::new();
        for word in [20_u16, 1 << 11, 8, 0, ZIP_DATE] {
            common.extend(word.to_le_bytes());
        }
        for word in [crc.sum(), short(packed.len())?, short(file.bytes.len())?] {
            common.extend(word.to_le_bytes());
        }
        common.extend(u16::try_from(file.path.len()).map_err(io::Error::other)?.to_le_bytes());
        common.extend([0; 2]);
        let offset = short(archive.len())?;
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(file.path.as_bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02");
        // Made on Unix (3).
        directory.extend([20, 3]);
        directory.extend(&common);
        // No comment, first disk, no internal attributes; then the mode of a regular file.
        directory.extend([0; 6]);
        directory.extend(((0o100_000 | file.mode()) << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(file.path.as_bytes());
    }
    let (start, length) = (short(archive.len())?, short(directory.len())?);
    let count = u16::try_from(files.len()).map_err(io::Error::other)?.to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn files() -> Vec<File> {
        vec![File::program("bin/x", "#!/bin/sh\n"), File::new("share/y", "text")]
    }

    #[test]
    fn a_tar_archive_says_root_mode_and_time() {
        let packed = tar_gz(&files(), "top/", 86_400).unwrap();
        assert_eq!(packed, tar_gz(&files(), "top/", 86_400).unwrap());
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let seen: Vec<_> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let header = entry.header();
                let owner = header.uid().unwrap() + header.gid().unwrap();
                let path = entry.path().unwrap().display().to_string();
                (path, header.mode().unwrap(), owner, header.mtime().unwrap())
            })
            .collect();
        let row = |path: &str, mode| (path.to_owned(), mode, 0, 86_400);
        assert_eq!(seen, [row("top/bin/x", 0o755), row("top/share/y", 0o644)]);
    }

    #[test]
    fn a_zip_file_ends_with_a_directory_of_all_files() {
        let packed = zip(&files()).unwrap();
        let end = &packed[packed.len() - 22..];
        assert_eq!(&end[..4], b"PK\x05\x06");
        assert_eq!(&end[8..12], [2, 0, 2, 0]);
        let start = u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize;
        let directory = &packed[start..packed.len() - 22];
        assert_eq!(&directory[..4], b"PK\x01\x02");
        // The mode of the first file, in the upper half of its attributes.
        assert_eq!(u32::from_le_bytes(directory[38..42].try_into().unwrap()) >> 16, 0o100_755);
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(&packed[30 + 5..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "#!/bin/sh\n");
    }
}
