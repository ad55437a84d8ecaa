#!/bin/sh
# Installs daypass for you alone, without root: sh install.sh [--to FOLDER] [--version X.Y.Z] [--from ADDRESS] [--uninstall]
#
# Everything is in a function that the last line calls, so a script that was cut on its way does nothing. Nothing is put in
# its place before the archive has the sum that the release names and its program has run.

# The key of releases (minisign). Without one the sum alone is checked.
KEY=''
RELEASES='https://github.com/daypass/daypass/releases'

say() { printf '%s\n' "$*"; }

fail() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 1
}

usage() {
    say 'sh install.sh [--to FOLDER] [--version X.Y.Z] [--from ADDRESS] [--uninstall]'
    say '  --to FOLDER     where bin and share are, instead of ~/.local'
    say '  --version X.Y.Z that version instead of the newest'
    say '  --from ADDRESS  a mirror of one release: SHA256SUMS and the archives'
    say '  --uninstall     removes what this script installed there'
}

has() { command -v "$1" >/dev/null 2>&1; }

platform() {
    case "$(uname -s) $(uname -m)" in
    'Linux x86_64') say x86_64-unknown-linux-musl ;;
    'Linux aarch64') say aarch64-unknown-linux-musl ;;
    'Darwin arm64') say aarch64-apple-darwin ;;
    'Darwin x86_64') say x86_64-apple-darwin ;;
    *) fail "there is no package for $(uname -s) on $(uname -m); build it: cargo install --locked daypass-cli" ;;
    esac
}

# fetch ADDRESS FILE
fetch() {
    if has curl; then
        curl --fail --silent --show-error --location --max-redirs 5 --proto "$protocols" --output "$2" "$1"
    elif wget --version 2>/dev/null | grep -q GNU; then
        # By itself it tries twenty times.
        wget -q --tries=2 --timeout=30 -O "$2" "$1"
    else
        wget -q -O "$2" "$1"
    fi || fail "cannot fetch $1"
}

sum() {
    if has sha256sum; then
        sha256sum "$1"
    elif has shasum; then
        shasum -a 256 "$1"
    else
        openssl dgst -sha256 -r "$1"
    fi | cut -d ' ' -f 1
}

# What is installed there, a path a line; lines that lead elsewhere are not ours.
installed() {
    if [ -f "$list" ]; then
        grep -v -e '^/' -e '\.\.' "$list" || true
    fi
}

remove_listed() {
    installed | while IFS= read -r path; do
        # In an update only what the new version no longer has.
        if [ $# -eq 0 ] || [ ! -e "$1/$path" ]; then
            rm -f "$prefix/$path"
        fi
    done
}

uninstall() {
    [ -f "$list" ] || fail "nothing is installed by this script in $prefix"
    remove_listed
    rm -f "$list"
    for folder in share/daypass share/doc/daypass share/licenses/daypass; do
        rmdir "$prefix/$folder" 2>/dev/null || true
    done
    say "daypass is removed from $prefix."
    say 'Your profiles and sign-ins in ~/.aws stay, and so does what is in ~/.config/daypass and ~/.local/state/daypass.'
}

clean() {
    rm -rf "$stage"
    # Only if it is empty, as it was made.
    rmdir "$prefix" 2>/dev/null || true
}

verify_signature() {
    if [ -z "$KEY" ]; then
        say 'This release has no signature; its sum is checked.'
    elif has minisign; then
        fetch "$from/SHA256SUMS.minisig" "$stage/SHA256SUMS.minisig"
        minisign -Vqm "$stage/SHA256SUMS" -P "$KEY" >/dev/null || fail 'the signature of SHA256SUMS is wrong: nothing is installed'
        say 'The signature of the release is right.'
    else
        say 'There is no minisign here, so the signature is not checked; the sum is.'
    fi
}

install() {
    has curl || has wget || fail 'neither curl nor wget is here'
    has sha256sum || has shasum || has openssl || fail 'none of sha256sum, shasum and openssl is here, so nothing can be checked'
    has tar || fail 'tar is not here'
    triple=$(platform)

    mkdir -p "$prefix" 2>/dev/null || fail "cannot write in $prefix; --to FOLDER takes another one"
    stage=$(mktemp -d "$prefix/.daypass-install.XXXXXX" 2>/dev/null) || fail "cannot write in $prefix; --to FOLDER takes another one"
    trap clean EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    fetch "$from/SHA256SUMS" "$stage/SHA256SUMS"
    verify_signature
    line=$(grep -E "^[0-9a-f]{64}  daypass-[0-9A-Za-z.+-]+-$triple\.tar\.gz\$" "$stage/SHA256SUMS") ||
        fail "the release has no package for $triple"
    [ "$(printf '%s\n' "$line" | wc -l)" -eq 1 ] || fail "the release has more than one package for $triple"
    name=${line#*  }
    fetch "$from/$name" "$stage/archive.tar.gz"
    [ "$(sum "$stage/archive.tar.gz")" = "${line%%  *}" ] || fail "$name does not have the sum that the release names: nothing is installed"

    mkdir "$stage/new"
    tar -xzf "$stage/archive.tar.gz" -C "$stage/new" --strip-components 1 || fail "$name cannot be unpacked"
    new=$("$stage/new/bin/daypass" version </dev/null) || fail "the program does not run here: nothing is installed"
    old=$("$prefix/bin/daypass" version </dev/null 2>/dev/null) || old=''
    (cd "$stage/new" && find . -type f | sed 's|^\./||' | sort) >"$stage/list"

    # Folders first, then renames within one file system, the program last.
    while IFS= read -r path; do
        [ ! -d "$prefix/$path" ] || fail "$prefix/$path is a folder: nothing is installed"
    done <"$stage/list"
    while IFS= read -r path; do
        folder=$(dirname "$prefix/$path")
        if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
            fail "cannot write in $folder: nothing is installed"
        fi
    done <"$stage/list"
    mkdir -p "$prefix/share/daypass" || fail "cannot write $prefix/share/daypass"
    remove_listed "$stage/new"
    cp "$stage/list" "$stage/new/installed"
    mv -f "$stage/new/installed" "$list"
    while IFS= read -r path; do
        [ "$path" = bin/daypass ] || mv -f "$stage/new/$path" "$prefix/$path"
    done <"$stage/list"
    mv -f "$stage/new/bin/daypass" "$prefix/bin/daypass"

    case $old in
    '') say "$new is installed: $prefix/bin/daypass" ;;
    *) say "$new is installed in place of $old: $prefix/bin/daypass" ;;
    esac
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) say "Put it on your PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
    esac
    say "Manual and completions are in $prefix/share. To remove it: sh install.sh --uninstall"
}

main() {
    set -eu
    prefix=${HOME:-}/.local
    from=$RELEASES/latest/download
    action=install
    stage=''
    while [ $# -gt 0 ]; do
        case $1 in
        --to | --version | --from) [ $# -gt 1 ] || fail "$1 needs a value" ;;
        esac
        case $1 in
        --to) prefix=$2 && shift ;;
        --version) from=$RELEASES/download/v$2 && shift ;;
        --from) from=${2%/} && shift ;;
        --uninstall) action=uninstall ;;
        --help | -h) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
        esac
        shift
    done
    case $prefix in
    /.local | '') fail 'HOME is not set; --to FOLDER says where' ;;
    /*) ;;
    *) prefix=$PWD/$prefix ;;
    esac
    case $from in
    https://*) protocols='=https' ;;
    http://127.0.0.1:* | http://localhost:*) protocols='=http' ;;
    *) fail "$from is not https" ;;
    esac
    list=$prefix/share/daypass/installed
    $action
}

main "$@"
