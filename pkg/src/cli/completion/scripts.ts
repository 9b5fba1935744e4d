// The program itself lists the possible next words, so the scripts need no tables.

/** For `~/.bashrc`. */
const bash = `_isometric_registry() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" completion words "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _isometric_registry isometric-registry
`;

/** For \`~/.zshrc\`, or as \`_isometric-registry\` in a folder of \`fpath\`. */
const zsh = `#compdef isometric-registry
_isometric_registry() {
  local -a found
  local line
  for line in "\${(@f)$("\${words[1]}" completion words "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  (( \${#found} )) && _describe isometric-registry found || _default
}
compdef _isometric_registry isometric-registry
`;

/** The scripts, by the names of the shells. */
export const scripts: Readonly<Record<string, string>> = { bash, zsh };
