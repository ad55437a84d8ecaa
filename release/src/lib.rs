//! Builds the program as it is released: twice, the second time with the functions of a cached answer side by side.
//!
//! A start costs a page fault for each 64 KiB of the file that it touches. The linker leaves the 140 functions of a
//! cached answer wherever their crates are, in 25 such places; side by side they need three. What a linker takes is an
//! order of symbols, whose names have hashes of the compiler and of each dependency, so that no list of them can be
//! kept. The first build tells the names; `hot.txt` says, without hashes, which of them are meant. Behind
//! them come those of commands that call AWS (`warm.txt`).
//!
//! The tables for unwinding a stack are an eighth of the program, and a panic of it aborts: `no-unwind.ld` has LLD leave them
//! out. A flag of rustc's that makes none would be one for build scripts, too, which do unwind.

mod order;
mod paths;

pub use order::{hot_file, plain, warm_file};
pub use paths::remapped;

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::process::Run;

/// The package and the binary.
const PACKAGE: &[&str] = &["-p", "daypass-cli", "--bin", "daypass"];

/// What to build, and where.
#[derive(Debug, Clone, Copy)]
pub struct Build<'a> {
    target: &'a Path,
    triple: Option<&'a str>,
    has_symbols: bool,
}

impl<'a> Build<'a> {
    /// The program for this machine, below that target folder of cargo's.
    #[must_use]
    pub fn new(target: &'a Path) -> Self {
        Self { target, triple: None, has_symbols: false }
    }

    /// The program for another triple.
    #[must_use]
    pub fn of(self, triple: &'a str) -> Self {
        Self { triple: Some(triple), ..self }
    }

    /// The program with the names of its functions.
    #[must_use]
    pub fn with_symbols(self) -> Self {
        Self { has_symbols: true, ..self }
    }

    /// Builds the program, and returns its path. `cargo` prepares a cargo with the caller's folder and environment;
    /// the package is fetched.
    ///
    /// # Errors
    /// What cargo says, in words.
    pub fn run(&self, cargo: &dyn Fn() -> Run) -> Result<PathBuf, String> {
        if !self.is_laid_out() {
            self.rustc(cargo, &[])?;
            return Ok(self.program());
        }
        let mut flags = linker()?;
        // A panic aborts: nobody reads the tables by which a stack is unwound.
        let no_unwind = Path::new(env!("CARGO_MANIFEST_DIR")).join("no-unwind.ld");
        flags.push(format!("-Clink-arg=-Wl,--no-eh-frame-hdr,-T,{}", no_unwind.display()));
        let folder = self.program().parent().map(Path::to_owned).unwrap_or_default();
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let map = self.map();
        flags.push(format!("-Clink-arg=-Wl,-Map={}", map.display()));
        self.rustc(cargo, &flags)?;
        let read =
            |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
        let [hot, warm] = [hot_file(), warm_file()].map(|file| read(&file).map(|text| order::names(&text)));
        let symbols = order::symbols(&read(&map)?, &hot?, &warm?);
        // Cargo links again when an argument changes, and does not look into the file.
        let order = folder.join(format!("daypass-{:016x}.order", order::fingerprint(&symbols)));
        fs::write(&order, symbols).map_err(|error| format!("{}: {error}", order.display()))?;
        flags.push(format!("-Clink-arg=-Wl,--symbol-ordering-file={}", order.display()));
        flags.push("-Clink-arg=-Wl,--no-warn-symbol-ordering".to_owned());
        self.rustc(cargo, &flags)?;
        Ok(self.program())
    }

    /// Where the program is, once it is built.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        let folder = self.triple.map_or_else(|| self.target.to_owned(), |triple| self.target.join(triple));
        folder.join("release").join(format!("daypass{}", std::env::consts::EXE_SUFFIX))
    }

    /// Where the linker's map is, once the program is built.
    #[must_use]
    pub fn map(&self) -> PathBuf {
        self.program().with_file_name("daypass.map")
    }

    /// LLD, which takes an order, comes with the toolchains for Linux on x86-64.
    fn is_laid_out(&self) -> bool {
        let is_linux = self.triple.is_none_or(|triple| triple.starts_with("x86_64-unknown-linux-"));
        is_linux && cfg!(all(target_os = "linux", target_arch = "x86_64"))
    }

    fn rustc(&self, cargo: &dyn Fn() -> Run, flags: &[String]) -> Result<(), String> {
        let mut run = cargo().args(["rustc", "--release", "--quiet", "--locked"]).args(PACKAGE);
        run = run.env("CARGO_TARGET_DIR", self.target);
        if let Some(triple) = self.triple {
            run = run.args(["--target", triple]);
        }
        if self.is_static() && Run::hermetic("musl-gcc").arg("--version").text().is_err() {
            // The C code in dependencies needs no header of musl's own: the system's compiler will do.
            run = run.env("CC_x86_64_unknown_linux_musl", "cc");
        }
        run = run.arg("--").args(flags);
        if self.is_static() && is_musl_new()? {
            // A tenth of the length, and the program itself applies them when it starts.
            run = run.arg("-Clink-arg=-Wl,--pack-dyn-relocs=relr");
        }
        if self.has_symbols {
            run = run.arg("-Cstrip=none");
        }
        run.show()
    }

    fn is_static(&self) -> bool {
        self.triple.is_some_and(|triple| triple.ends_with("-musl"))
    }
}

/// The flags for rustc that choose the LLD of its toolchain.
fn linker() -> Result<Vec<String>, String> {
    let text = Run::cargo_tool("rustc").args(["--print", "target-libdir"]).text()?;
    let folder = Path::new(text.trim()).with_file_name("bin").join("gcc-ld");
    Ok(vec!["-Clink-arg=-fuse-ld=lld".to_owned(), format!("-Clink-arg=-B{}", folder.display())])
}

/// Whether the musl of the toolchain knows packed relocations: 1.2.4 does, and Rust has 1.2.5 since 1.93.
fn is_musl_new() -> Result<bool, String> {
    let text = Run::cargo_tool("rustc").arg("--version").text()?;
    let minor = text.strip_prefix("rustc 1.").and_then(|rest| rest.split('.').next());
    Ok(minor.and_then(|minor| minor.parse().ok()).is_none_or(|minor: u32| minor >= 93))
}
