# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
_daypass_forget() {
  unset STALE_NAMES
  if [ -n "${DAYPASS_EXEC_REGION-}" ]; then
    if [ "${AWS_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_REGION; fi
    if [ "${AWS_DEFAULT_REGION-}" = "$DAYPASS_EXEC_REGION" ]; then unset AWS_DEFAULT_REGION; fi
    unset DAYPASS_EXEC_REGION
  fi
}

# The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt the
# shell itself looks for one; only a pin that is not that of the last prompt starts a program.
_daypass_unpin() {
  if [ -n "${_DAYPASS_PIN-}" ] && [ "${AWS_PROFILE-}" = "$_DAYPASS_PIN" ]; then unset AWS_PROFILE; fi
  if [ -n "${_DAYPASS_PIN_REGION-}" ] && [ "${AWS_REGION-}" = "$_DAYPASS_PIN_REGION" ]; then unset AWS_REGION; fi
  unset _DAYPASS_PIN _DAYPASS_PIN_REGION
  _daypass_pin_file='' _daypass_pin_text=''
}

_daypass_pin() {
  local last=$? at=. file='' text='' profile='' region=''
  if [ -n "${DAYPASS_EXEC-}" ]; then return $last; fi
  while :; do
    if [ -f "$at/.daypass.toml" ]; then
      file="$at/.daypass.toml"
      break
    fi
    if [ "$at" -ef "$HOME" ] || [ "$at" -ef / ]; then break; fi
    at="$at/.."
  done
  if [ -z "$file" ]; then
    if [ -n "${_daypass_pin_file-}${_DAYPASS_PIN-}${_DAYPASS_PIN_REGION-}" ]; then _daypass_unpin; fi
    return $last
  fi
  { IFS= read -r -d '' -n 65537 text; } 2>/dev/null <"$file"
  if [ "$text" = "${_daypass_pin_text-}" ] && [ "$file" -ef "${_daypass_pin_file-}" ]; then return $last; fi
  _daypass_unpin
  { IFS= read -r profile; IFS= read -r region; IFS= read -r _daypass_pin_file; } < <(command daypass pin --hook)
  # Without an answer, it is not asked again before something changes.
  : "${_daypass_pin_file:=$PWD/$file}"
  _daypass_pin_text="$text"
  if [ -n "$profile" ]; then
    if [ -z "${AWS_PROFILE-}${AWS_DEFAULT_PROFILE-}${AWS_ACCESS_KEY_ID-}" ]; then
      export AWS_PROFILE="$profile" _DAYPASS_PIN="$profile"
    elif [ "${AWS_PROFILE-}" != "$profile" ]; then
      echo "daypass: this shell stays with its own AWS identity; $file chooses $profile" >&2
    fi
  fi
  if [ -n "$region" ] && [ -z "${AWS_REGION-}" ] && [ "${AWS_PROFILE-$profile}" = "$profile" ]; then
    export AWS_REGION="$region" _DAYPASS_PIN_REGION="$region"
  fi
  return $last
}
case "${PROMPT_COMMAND-}" in
  *_daypass_pin*) ;;
  *) PROMPT_COMMAND="_daypass_pin${PROMPT_COMMAND:+;$PROMPT_COMMAND}" ;;
esac

daypass() {
  case "${1-}" in
    use) ;;
    # What is decided about a pin is obeyed at the next prompt.
    pin | trust | untrust)
      _daypass_unpin
      command daypass "$@"
      return
      ;;
    *)
      command daypass "$@"
      return
      ;;
  esac
  if [ "$#" -eq 1 ] && [ -t 0 ] && [ -t 2 ]; then
    local picked
    picked="$(command daypass use --pick)" || return
    set -- use "$picked"
  fi
  case "$#:${2-}" in
    1:) echo "${AWS_PROFILE-default}"; return ;;
    2:-)
      _daypass_unpin
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
  _daypass_unpin
  export AWS_PROFILE="$2"
  _daypass_forget
}

# What may follow, asked at each TAB: nothing is loaded before.
_daypass_complete() {
  local answer value place
  answer="$(command daypass complete-line bash -- "${COMP_LINE:0:COMP_POINT}" "${COMP_WORDBREAKS-}" 2>/dev/null)"
  COMPREPLY=()
  case "$answer" in
    $'\tcommand '*)
      place="${answer#?command }"
      if declare -F _comp_command_offset >/dev/null; then
        _comp_command_offset "$place"
      elif declare -F _command_offset >/dev/null; then
        _command_offset "$place"
      elif [ "$place" -eq "$COMP_CWORD" ]; then
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -c -- "${COMP_WORDS[COMP_CWORD]}")
      else
        compopt -o bashdefault -o default 2>/dev/null
      fi
      ;;
    $'\t'*) compopt -o bashdefault -o default 2>/dev/null ;;
    ?*) while IFS= read -r value; do COMPREPLY+=("$value"); done <<< "$answer" ;;
  esac
}
complete -F _daypass_complete daypass
