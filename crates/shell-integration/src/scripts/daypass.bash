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
