# shellcheck shell=bash
# What a person reads while a script works: sentences, the time of each step, one clear failure.

# Microseconds since the epoch; EPOCHREALTIME has a comma or a point depending on the locale.
_now() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }

# say SENTENCE: one line on standard output.
say() { printf '%s\n' "$*"; }

# fail SENTENCE...: what happened and what to do, on standard error; ends the script (or subshell).
fail() {
    printf 'Lỗi: %s\n' "$*" >&2
    exit 1
}

# step TEXT COMMAND...: says what starts, runs it, says how long it took (decimal comma).
step() {
    local text=$1 began took
    shift
    # shellcheck disable=SC2034  # .ci/run names the step at which it stopped
    CURRENT_STEP=$text
    began=$(_now)
    say "→ $text …"
    "$@"
    took=$(($(_now) - began))
    printf '  xong sau %d,%d giây\n' $((took / 1000000)) $((took / 100000 % 10))
}

# quietly COMMAND...: output goes to $LOG_FILE; its last lines are shown only when it fails.
# Standard input is closed, so that nothing can wait for an answer.
quietly() {
    local status=0 lines_before
    lines_before=$(wc -l 2>/dev/null <"$LOG_FILE") || lines_before=0
    printf '\n$ %s\n' "$*" >>"$LOG_FILE"
    "$@" >>"$LOG_FILE" 2>&1 </dev/null || status=$?
    if ((status != 0)); then
        tail -n "+$((lines_before + 3))" -- "$LOG_FILE" | tail -n 15 | sed 's/^/    /' >&2
        say "  (toàn bộ: $LOG_FILE)" >&2
    fi
    return "$status"
}
