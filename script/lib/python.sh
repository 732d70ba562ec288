# shellcheck shell=bash
# The Python that runs the program and the virtual environment with its pinned packages.

readonly VENV=$PROJECT/.venv
readonly PYTHON=$VENV/bin/python
readonly PYTHON_VERSIONS='3.13 3.12 3.11' # newest first; older ones lack what Django and NumPy need

# Names of the apt packages for a virtual environment: none when one is there or can be made.
python_packages() {
    local version name
    ! _venv_works || return 0
    name=$(_find_python) || return 1
    if [[ -z $name ]]; then
        for version in $PYTHON_VERSIONS; do
            ! _known "python$version" || break
        done
        printf '%s ' "python$version" "python$version-venv"
    elif ! "$name" -c 'import ensurepip' 2>/dev/null; then
        printf '%s ' "$("$name" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
}

# ensure_venv run|dev: the packages of requirements.txt, or of requirements-dev.txt too. A stamp with
# the hash of the lists and of the interpreter lets a second call end at once.
ensure_venv() {
    local list=requirements.txt stamp
    [[ $1 != dev ]] || list=requirements-dev.txt
    if ! _venv_works; then
        step "Tạo môi trường Python trong .venv" _make_venv
    fi
    stamp=$(_stamp requirements-dev.txt)
    [[ ! -f $stamp ]] || return 0
    stamp=$(_stamp "$list")
    [[ ! -f $stamp ]] || return 0
    step "Cài gói Python theo $list" _pip_install "$list"
    rm -f -- "$VENV"/.requirements-*
    : >"$stamp"
}

_venv_works() {
    [[ -x $PYTHON ]] &&
        "$PYTHON" -c 'import pip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

# A command for the newest fitting Python in PATH, tried by running it (version managers leave names
# behind that do not run); empty if there is none. DIABAN_PYTHON decides otherwise.
_find_python() {
    local version
    if [[ -n ${DIABAN_PYTHON:-} ]]; then
        "$DIABAN_PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
            fail "DIABAN_PYTHON=$DIABAN_PYTHON không phải Python 3.11, 3.12 hay 3.13."
        printf '%s' "$DIABAN_PYTHON"
        return 0
    fi
    for version in $PYTHON_VERSIONS; do
        if "python$version" -c 'import sys' >/dev/null 2>&1; then
            printf 'python%s' "$version"
            return 0
        fi
    done
}

_make_venv() {
    local name
    name=$(_find_python) || exit 1
    [[ -n $name ]] || fail "Không tìm thấy Python 3.11, 3.12 hay 3.13. Hãy cài một bản rồi chạy lại."
    quietly "$name" -m venv --clear -- "$VENV" ||
        fail "Không tạo được .venv; xem các dòng ở trên. Hãy kiểm tra dung lượng đĩa."
}

_pip_install() {
    (cd -- "$PROJECT" && quietly "$PYTHON" -m pip install --disable-pip-version-check -r "$1") ||
        fail "pip không cài được gói; xem các dòng ở trên. Hãy kiểm tra mạng (hoặc kho gói nội bộ) rồi chạy lại."
}

# _stamp LIST: the file that says "LIST as it is now is installed here".
_stamp() {
    local -a lists=("$PROJECT/constraints.txt" "$PROJECT/requirements.txt")
    [[ $1 == requirements.txt ]] || lists+=("$PROJECT/$1")
    printf '%s/.requirements-%s' "$VENV" \
        "$(cat -- "${lists[@]}" "$VENV/pyvenv.cfg" | sha256sum | cut -c1-16)"
}
