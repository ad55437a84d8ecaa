use path
use str

fn _daypass-env {|name| if (has-env $name) { get-env $name } else { put '' } }

# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
fn _daypass-forget {
  for name [STALE_NAMES] { unset-env $name }
  var region = (_daypass-env DAYPASS_EXEC_REGION)
  for name [AWS_REGION AWS_DEFAULT_REGION] {
    if (and (not-eq $region '') (eq (_daypass-env $name) $region)) { unset-env $name }
  }
  unset-env DAYPASS_EXEC_REGION
}

# The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt the
# shell itself looks for one; only a pin that is not that of the last prompt starts a program.
var _daypass-pin-file = ''
var _daypass-pin-text = ''

fn _daypass-unpin {
  for pair [[_DAYPASS_PIN AWS_PROFILE] [_DAYPASS_PIN_REGION AWS_REGION]] {
    var pin = (_daypass-env $pair[0])
    if (and (not-eq $pin '') (eq (_daypass-env $pair[1]) $pin)) { unset-env $pair[1] }
    unset-env $pair[0]
  }
  set _daypass-pin-file = ''
  set _daypass-pin-text = ''
}

fn _daypass-pin {
  if (not-eq (_daypass-env DAYPASS_EXEC) '') { return }
  var at = $pwd
  var file = ''
  while $true {
    if (path:is-regular &follow-symlink=$true (path:join $at .daypass.toml)) {
      set file = (path:join $at .daypass.toml)
      break
    }
    if (or (eq $at (_daypass-env HOME)) (eq $at (path:dir $at))) { break }
    set at = (path:dir $at)
  }
  if (eq $file '') {
    if (not-eq $_daypass-pin-file(_daypass-env _DAYPASS_PIN)(_daypass-env _DAYPASS_PIN_REGION) '') { _daypass-unpin }
    return
  }
  var text = ''
  try { set text = (slurp < $file) } catch _ { }
  if (and (eq $file $_daypass-pin-file) (eq $text $_daypass-pin-text)) { return }
  _daypass-unpin
  var said = [(try { e:daypass pin --hook } catch _ { })]
  set _daypass-pin-file = $file
  set _daypass-pin-text = $text
  var profile region @_ = $@said '' ''
  if (not-eq $profile '') {
    if (eq (_daypass-env AWS_PROFILE)(_daypass-env AWS_DEFAULT_PROFILE)(_daypass-env AWS_ACCESS_KEY_ID) '') {
      set-env AWS_PROFILE $profile
      set-env _DAYPASS_PIN $profile
    } elif (not-eq (_daypass-env AWS_PROFILE) $profile) {
      echo 'daypass: this shell stays with its own AWS identity; '$file' chooses '$profile >&2
    }
  }
  var own = (_daypass-env AWS_PROFILE)
  if (and (not-eq $region '') (eq (_daypass-env AWS_REGION) '') (or (eq $own '') (eq $own $profile))) {
    set-env AWS_REGION $region
    set-env _DAYPASS_PIN_REGION $region
  }
}
set edit:before-readline = [$@edit:before-readline $_daypass-pin~]

fn daypass {|@words|
  if (and (> (count $words) 0) (has-value [pin trust untrust] $words[0])) {
    # What is decided about a pin is obeyed at the next prompt.
    _daypass-unpin
  }
  if (or (== (count $words) 0) (not-eq $words[0] use) (> (count $words) 2)) {
    e:daypass $@words
    return
  }
  var name = ''
  if (== (count $words) 2) {
    set name = $words[1]
  } else {
    # Without a terminal this fails, and says why.
    set name = [(e:daypass use --pick) ''][0]
    if (eq $name '') {
      if (has-env AWS_PROFILE) { get-env AWS_PROFILE } else { put default }
      return
    }
  }
  if (eq $name -) {
    _daypass-unpin
    unset-env AWS_PROFILE
    _daypass-forget
    return
  }
  if (or (eq $name '') (str:has-prefix $name -) (not (has-value [(e:daypass complete-names profile $name)] $name))) {
    e:daypass $@words
    return
  }
  _daypass-unpin
  set-env AWS_PROFILE $name
  _daypass-forget
}
edit:add-var daypass~ $daypass~

# What may follow, asked at each TAB; behind `exec`, what the shell knows of the other program.
set edit:completion:arg-completer[daypass] = {|@words|
  var answer = [(e:daypass complete-line elvish -- $words[-1] (all $words[1..-1]))]
  if (or (eq $answer []) (not (str:has-prefix $answer[0] "\t"))) {
    for value $answer { edit:complex-candidate $value &code-suffix=' ' }
    return
  }
  var kind place @_ = (str:split ' ' $answer[0]' ')
  if (eq $kind "\tcommand") {
    var other = $words[(num $place)..]
    if (== (count $other) 1) {
      edit:complete-sudo sudo $@other
    } elif (has-key $edit:completion:arg-completer $other[0]) {
      $edit:completion:arg-completer[$other[0]] $@other
    } else {
      edit:complete-filename $@other
    }
  } else {
    edit:complete-filename $@words
  }
}
