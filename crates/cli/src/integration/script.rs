//! The scripts that shells evaluate.

use crate::{args::Args, commands::init::InitShell};
use clap::CommandFactory as _;
use clap_complete::Shell;
use daypass_environment::Variable;

/// The integration of a shell: completion, `daypass use`, names.
pub(crate) fn script(shell: InitShell) -> String {
    let (generator, template) = match shell {
        InitShell::Bash => (Shell::Bash, BASH),
        InitShell::Zsh => (Shell::Zsh, ZSH),
        InitShell::Fish => (Shell::Fish, FISH),
        InitShell::Powershell => (Shell::PowerShell, POWERSHELL),
    };
    let mut completion = Vec::new();
    clap_complete::generate(generator, &mut Args::command(), "daypass", &mut completion);
    // AWS_PROFILE is what `use` sets.
    let stale: Vec<_> =
        Variable::identity().filter(|variable| *variable != Variable::Profile).map(Variable::name).collect();
    let stale = match shell {
        InitShell::Powershell => {
            let remove = |name: &&str| format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue");
            stale.iter().map(remove).collect::<Vec<_>>().join("; ") + "; " + POWERSHELL_REGION
        }
        InitShell::Fish => format!("set -e {}; {FISH_REGION}", stale.join(" ")),
        InitShell::Bash | InitShell::Zsh => format!("unset {}; {POSIX_REGION}", stale.join(" ")),
    };
    let mut text = String::from_utf8_lossy(&completion).into_owned();
    if let InitShell::Zsh = shell {
        // Evaluated, not autoloaded: the first line means nothing here, and compdef has to be there.
        text = format!("(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit; }}\n{text}");
    }
    text.push_str(&template.replace("CLEAR_STALE", &stale));
    text
}

/// The region that an `exec` around has set for its own profile is nobody's wish for another.
const POSIX_REGION: &str = r#"if [ -n "${DAYPASS_EXEC_REGION-}" ]; then
    if [ "${AWS_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_REGION; fi
    if [ "${AWS_DEFAULT_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_DEFAULT_REGION; fi
    unset DAYPASS_EXEC_REGION
  fi"#;
const FISH_REGION: &str = r#"if set -q DAYPASS_EXEC_REGION
                test "$AWS_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_REGION
                test "$AWS_DEFAULT_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_DEFAULT_REGION
                set -e DAYPASS_EXEC_REGION
            end"#;
const POWERSHELL_REGION: &str = "foreach ($name in 'AWS_REGION', 'AWS_DEFAULT_REGION') { \
    if ($Env:DAYPASS_EXEC_REGION -and (Get-Item Env:$name -ErrorAction SilentlyContinue).Value -ceq $Env:DAYPASS_EXEC_REGION) \
    { Remove-Item Env:$name } }; Remove-Item Env:DAYPASS_EXEC_REGION -ErrorAction SilentlyContinue";

const BASH: &str = r#"
daypass() {
  if [ "${1-}" != use ]; then
    command daypass "$@"
    return
  fi
  if [ "$#" -eq 1 ] && [ -t 0 ] && [ -t 2 ]; then
    local picked
    picked="$(command daypass use --pick)" || return
    set -- use "$picked"
  fi
  case "$#:${2-}" in
    1:) echo "${AWS_PROFILE-default}"; return ;;
    2:-)
      unset AWS_PROFILE
      CLEAR_STALE
      return
      ;;
    2:-*) command daypass "$@"; return ;;
    2:?*) ;;
    *) command daypass "$@"; return ;;
  esac
  if ! command daypass complete-names profile "$2" | command grep -qxF -- "$2"; then
    command daypass "$@"
    return
  fi
  export AWS_PROFILE="$2"
  CLEAR_STALE
}

_daypass_names() {
  local kind='' name quoted breaks typed before cur='' at=$COMP_CWORD
  # Readline breaks words at `:` and `=`; the pieces are one word to daypass, and readline replaces the last of them.
  while :; do
    cur="${COMP_WORDS[at]}$cur"
    before="${COMP_WORDS[at-1]}"
    case "${COMP_WORDS[at]}" in
      [:=]*) ;;
      *) case "$before" in [:=]*) ;; *) break ;; esac ;;
    esac
    at=$((at - 1))
    if [ "$at" -lt 2 ]; then break; fi
  done
  case "$before" in
    --profile | -p) kind=profile ;;
    --sso-session) kind=session ;;
    use | serve) if [ "$at" -eq 2 ]; then kind=profile; fi ;;
  esac
  breaks=''
  case "$cur" in
    --profile=*) kind=profile breaks="--profile=" ;;
    --sso-session=*) kind=session breaks="--sso-session=" ;;
  esac
  cur="${cur#"$breaks"}"
  if [ -z "$kind" ] || { [ "${cur#-}" != "$cur" ] && [ "$at" -eq 2 ]; }; then
    _daypass "$@"
    return
  fi
  # What readline has set aside already is not put there again.
  typed=''
  case "${COMP_WORDBREAKS-}" in *:*) case "$cur" in *:*) typed="${cur%:*}:" ;; esac ;; esac
  COMPREPLY=()
  while IFS= read -r name; do
    quoted="$(printf '%q' "${name#"$typed"}")"
    COMPREPLY+=("$quoted")
  done < <(command daypass complete-names "$kind" "$cur" 2>/dev/null)
}
complete -F _daypass_names -o bashdefault -o default daypass
"#;

const ZSH: &str = r#"
daypass() {
  if [[ $# -eq 1 && "$1" == prompt ]]; then
    command daypass prompt zsh
    return
  fi
  if [[ "${1-}" != use ]]; then
    command daypass "$@"
    return
  fi
  if [[ $# -eq 1 && -t 0 && -t 2 ]]; then
    local picked
    picked="$(command daypass use --pick)" || return
    set -- use "$picked"
  fi
  case "$#:${2-}" in
    1:) print -r -- "${AWS_PROFILE-default}"; return ;;
    2:-)
      unset AWS_PROFILE
      CLEAR_STALE
      return
      ;;
    2:-*) command daypass "$@"; return ;;
    2:?*) ;;
    *) command daypass "$@"; return ;;
  esac
  if ! command daypass complete-names profile "$2" | command grep -qxF -- "$2"; then
    command daypass "$@"
    return
  fi
  export AWS_PROFILE="$2"
  CLEAR_STALE
}

_daypass_names() {
  local kind=''
  case "${words[CURRENT-1]}" in
    --profile | -p) kind=profile ;;
    --sso-session) kind=session ;;
    use | serve) if (( CURRENT == 3 )); then kind=profile; fi ;;
  esac
  if [[ -z "$kind" || ( "${words[CURRENT]}" == -* && CURRENT -eq 3 ) ]]; then
    _daypass "$@"
    return
  fi
  local -a names
  names=(${(f)"$(command daypass complete-names $kind "${words[CURRENT]}" 2>/dev/null)"})
  compadd -a names
}
compdef _daypass_names daypass
"#;

const FISH: &str = r#"
function daypass
    if test "$argv[1]" != use
        command daypass $argv
        return
    end
    if test (count $argv) -eq 1; and isatty stdin; and isatty stderr
        set -l picked (command daypass use --pick)
        or return
        set argv use $picked
    end
    switch (count $argv):"$argv[2]"
        case '1:'
            set -q AWS_PROFILE; and echo $AWS_PROFILE; or echo default
        case '2:-'
            set -e AWS_PROFILE
            CLEAR_STALE
        case '2:' '2:-*'
            command daypass $argv
        case '2:*'
            if not contains -- $argv[2] (command daypass complete-names profile $argv[2])
                command daypass $argv
                return
            end
            set -gx AWS_PROFILE $argv[2]
            CLEAR_STALE
        case '*'
            command daypass $argv
    end
end

complete -c daypass -s p -l profile -x -a '(command daypass complete-names profile (commandline -ct))'
complete -c daypass -l sso-session -x -a '(command daypass complete-names session (commandline -ct))'
complete -c daypass -n '__fish_seen_subcommand_from use serve' -f -a '(command daypass complete-names profile (commandline -ct))'
"#;

const POWERSHELL: &str = r"
function daypass {
    $program = (Get-Command daypass -CommandType Application | Select-Object -First 1).Source
    if ($args.Count -eq 1 -and $args[0] -eq 'use' -and -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected) {
        $picked = & $program use --pick
        if ($LASTEXITCODE -ne 0) { return }
        $Env:AWS_PROFILE = $picked
        CLEAR_STALE
        return
    }
    if ($args.Count -ne 2 -or $args[0] -ne 'use') {
        # An unquoted `a,b` arrives as an array. The first `--` does not arrive at all; `exec` needs none.
        $words = @($args | ForEach-Object { if ($_ -is [array]) { $_ -join ',' } else { $_ } })
        & $program @words
        return
    }
    if ($args[1] -eq '-') {
        Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue
        CLEAR_STALE
        return
    }
    if ((& $program complete-names profile $args[1]) -cnotcontains $args[1]) { & $program @args; return }
    $Env:AWS_PROFILE = $args[1]
    CLEAR_STALE
}
";
