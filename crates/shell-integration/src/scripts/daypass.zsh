# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
_daypass_forget() {
  unset STALE_NAMES
  if [ -n "${DAYPASS_EXEC_REGION-}" ]; then
    if [ "${AWS_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_REGION; fi
    if [ "${AWS_DEFAULT_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_DEFAULT_REGION; fi
    unset DAYPASS_EXEC_REGION
  fi
}

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
      _daypass_forget
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
  _daypass_forget
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
