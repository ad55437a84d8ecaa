def _daypass_load():
    import os, subprocess, sys
    from xonsh.built_ins import XSH
    from xonsh.completer import Completer
    from xonsh.completers.commands import complete_command
    from xonsh.completers.completer import add_one_completer
    from xonsh.completers.tools import RichCompletion, contextual_command_completer
    from xonsh.parsers.completion_context import CompletionContext
    from xonsh.tools import unthreadable

    # What else says who one is. The region that an `exec` around has set for its own profile is nobody's wish for another.
    stale = 'STALE_NAMES'.split()
    last = {'file': '', 'text': ''}

    def get(name):
        return str(XSH.env.get(name) or '')

    def program(*words, **options):
        return subprocess.run(['daypass', *words], env=XSH.env.detype(), **options)

    def lines(*words):
        return program(*words, stdout=subprocess.PIPE, encoding='utf-8').stdout.splitlines()

    def forget():
        for name in stale:
            XSH.env.pop(name, None)
        region = get('DAYPASS_EXEC_REGION')
        for name in ('AWS_REGION', 'AWS_DEFAULT_REGION'):
            if region and get(name) == region:
                del XSH.env[name]
        XSH.env.pop('DAYPASS_EXEC_REGION', None)

    # The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt
    # the shell itself looks for one; only a pin that is not that of the last prompt starts a program.
    def unpin():
        for pin, name in (('_DAYPASS_PIN', 'AWS_PROFILE'), ('_DAYPASS_PIN_REGION', 'AWS_REGION')):
            if get(pin) and get(name) == get(pin):
                del XSH.env[name]
            XSH.env.pop(pin, None)
        last.update(file='', text='')

    def pin(**_):
        if get('DAYPASS_EXEC'):
            return
        at, file = os.getcwd(), ''
        while True:
            candidate = os.path.join(at, '.daypass.toml')
            if os.path.isfile(candidate):
                file = candidate
                break
            if at in (get('HOME'), os.path.dirname(at)):
                break
            at = os.path.dirname(at)
        if not file:
            if last['file'] or get('_DAYPASS_PIN') or get('_DAYPASS_PIN_REGION'):
                unpin()
            return
        try:
            with open(file, 'rb') as opened:
                text = opened.read(65537)
        except OSError:
            text = b''
        if (file, text) == (last['file'], last['text']):
            return
        unpin()
        said = lines('pin', '--hook') + ['', '']
        last.update(file=file, text=text)
        profile, region = said[:2]
        if profile:
            if not (get('AWS_PROFILE') or get('AWS_DEFAULT_PROFILE') or get('AWS_ACCESS_KEY_ID')):
                XSH.env['AWS_PROFILE'] = XSH.env['_DAYPASS_PIN'] = profile
            elif get('AWS_PROFILE') != profile:
                print(f'daypass: this shell stays with its own AWS identity; {file} chooses {profile}', file=sys.stderr)
        if region and not get('AWS_REGION') and (get('AWS_PROFILE') or profile) == profile:
            XSH.env['AWS_REGION'] = XSH.env['_DAYPASS_PIN_REGION'] = region

    def use(name):
        unpin()
        XSH.env.pop('AWS_PROFILE', None)
        if name != '-':
            XSH.env['AWS_PROFILE'] = name
        forget()

    # It asks questions on the terminal, so that it runs in the shell's own thread.
    @unthreadable
    def switch(args, stdin=None, stdout=None, stderr=None):
        name = args[0] if len(args) == 1 else ''
        if not args and os.isatty(0) and os.isatty(2):
            picked = program('use', '--pick', stdout=subprocess.PIPE, encoding='utf-8')
            name = picked.stdout.rstrip('\n')
            if not picked.returncode and not name:
                print(get('AWS_PROFILE') or 'default')
            if picked.returncode or not name:
                return picked.returncode
        elif name != '-' and (name[:1] in ('', '-') or name not in lines('complete-names', 'profile', name)):
            return program('use', *args).returncode
        use(name)
        return 0

    # The program itself stays what `daypass` is, so that pipes and captures are the shell's own.
    def transform(cmd, **_):
        words = cmd.rstrip('\n').split(None, 2)
        if words[:1] == ['daypass'] and words[1:2] and words[1] in ('pin', 'trust', 'untrust'):
            # What is decided about a pin is obeyed at the next prompt.
            unpin()
        return ' '.join(['daypass-use', *words[2:]]) + '\n' if words[:2] == ['daypass', 'use'] else cmd

    # What may follow, asked at each TAB; behind `exec`, what the shell knows of the other program.
    @contextual_command_completer
    def complete(context):
        if not context.completing_command('daypass'):
            return None
        words = [arg.value for arg in context.args[1:context.arg_index]]
        answer = lines('complete-line', 'xonsh', '--', context.prefix, *words)
        if answer and answer[0].startswith('\tcommand '):
            place = int(answer[0].split(' ')[1])
            inner = context._replace(args=context.args[place:], arg_index=context.arg_index - place)
            if not inner.arg_index:
                return complete_command(inner)
            return Completer().complete_from_context(CompletionContext(inner))
        if answer and answer[0].startswith('\t'):
            return None

        def quoted(value):
            quote = context.opening_quote
            if quote and quote not in value and '\\' not in value:
                return quote + value + quote
            return value if all(c.isalnum() or c in '@:._/=+,-' for c in value) and not quote else repr(value)

        words = {RichCompletion(quoted(value), append_space=True) for value in answer}
        return words, len(context.opening_quote + context.prefix)

    XSH.aliases['daypass-use'] = switch
    XSH.builtins.events.on_transform_command(transform)
    XSH.builtins.events.on_pre_prompt(pin)
    add_one_completer('daypass', complete, 'start')

_daypass_load()
del _daypass_load
