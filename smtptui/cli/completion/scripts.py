"""The scripts: each asks the program itself, by the variables that click's users know, what may come next.

The program answers a line for each candidate: ``plain``, a tab, the value, a tab, what it means; or ``file``,
where the shell completes files as it always does.
"""

_BASH = r"""_smtptui_complete() {
    local line kind value program=$1
    [[ $program == "~/"* ]] && program=$HOME/${program#"~/"}
    COMPREPLY=()
    while IFS=$'\n' read -r line; do
        kind=${line%%$'\t'*} line=${line#*$'\t'} value=${line%%$'\t'*}
        if [[ $kind == file ]]; then
            compopt -o filenames 2>/dev/null
            while IFS=$'\n' read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
        else
            printf -v value %q "$value"
            COMPREPLY+=("$value")
        fi
    done < <(_SMTPTUI_COMPLETE=bash_complete COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" \
        COMP_WORDBREAKS="$COMP_WORDBREAKS" "$program" 2>/dev/null)
}
complete -o nosort -F _smtptui_complete smtptui
"""

_ZSH = r"""#compdef smtptui
_smtptui_complete() {
    local line kind value says files=0
    local -a described parts
    local program=${words[1]/#\~\//$HOME/}
    (( ! $+commands[$program] )) && [[ ! -x $program ]] && return 1
    local told="$(_SMTPTUI_COMPLETE=zsh_complete COMP_WORDS="${(F)words[1,CURRENT]}" $program 2>/dev/null)"
    for line in "${(@f)told}"; do
        parts=("${(@ps:\t:)line}")
        kind=$parts[1] value=$parts[2] says=$parts[3]
        if [[ $kind == file ]]; then
            files=1
        elif [[ $kind == plain ]]; then
            described+=("${value//:/\\:}${says:+:$says}")
        fi
    done
    [[ $#described -gt 0 ]] && _describe -V 'smtptui' described
    (( files )) && { [[ $PREFIX == --*=* ]] && compset -P '--*='; _files; }
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _smtptui_complete "$@"
else
    compdef _smtptui_complete smtptui
fi
"""

_FISH = r"""function _smtptui_complete
    set -l current (commandline -t)
    set -l before (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $before[1])
    set -l words (string join \n -- $before | string collect)
    for line in (env _SMTPTUI_COMPLETE=fish_complete COMP_WORDS="$words" COMP_CWORD="$current" \
            $program 2>/dev/null)
        set -l parts (string split \t -- $line)
        if test "$parts[1]" = file
            set -l named (string split -m 1 = -- $current)
            if string match -q -- '--*=*' $current
                string replace -r -- '^' "$named[1]=" (__fish_complete_path "$named[2]")
            else
                __fish_complete_path "$current"
            end
        else
            printf '%s\t%s\n' $parts[2] "$parts[3]"
        end
    end
end
complete --no-files --keep-order --command smtptui --arguments '(_smtptui_complete)'
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
