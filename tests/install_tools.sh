#!/usr/bin/env bash
# Brings the programs that the tests use as witnesses: LibreOffice, poppler, a Java that mpxj runs in, and the Open XML
# SDK validator.
#
# A person's machine keeps what it has: where nothing can be installed, this says what is missing and which
# tests will be skipped. Where CI=true a missing LibreOffice or poppler is a failure, because a run that
# skips the proof of the formulas would look like one that passed it.
set -euo pipefail
cd "$(dirname "$0")/.."

validator=@ooxml-tools/validate
validator_version=0.4.6

say() { printf 'test tools: %s\n' "$*"; }

twice() { "$@" || { sleep 5; "$@"; }; }

has() {
    local office
    case $1 in
        libreoffice-calc)
            # An office without Calc has a soffice too, which converts nothing of ours.
            office=$(command -v soffice) || { [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]; return; }
            [ "$(uname)" != Linux ] || [ -e "$(dirname "$(readlink -f "$office")")/libsclo.so" ] ;;
        libreoffice-impress)
            office=$(command -v soffice) || { [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]; return; }
            [ "$(uname)" != Linux ] || [ -e "$(dirname "$(readlink -f "$office")")/libsdlo.so" ] ;;
        python3-uno) /usr/bin/python3 -c 'import uno' >/dev/null 2>&1 ;;
        poppler-utils) command -v pdftoppm >/dev/null ;;
        default-jre-headless) java -version >/dev/null 2>&1 ;;
        fonts-crosextra-carlito) command -v fc-match >/dev/null && fc-match Carlito | grep -q Carlito ;;
    esac
}

without() {
    case $1 in
        libreoffice-calc) echo "no formula is recalculated by LibreOffice" ;;
        libreoffice-impress) echo "no deck is drawn" ;;
        python3-uno) echo "no macro is run in LibreOffice" ;;
        poppler-utils) echo "no workbook is drawn" ;;
        default-jre-headless) echo "no plan is compared with mpxj" ;;
        fonts-crosextra-carlito) echo "pictures show another font than Excel's, with other widths" ;;
    esac
}

missing_packages() {
    local package
    missing=()
    for package in libreoffice-calc libreoffice-impress python3-uno poppler-utils fonts-crosextra-carlito default-jre-headless; do
        has "$package" || missing+=("$package")
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
    else sudo -n env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

missing_packages
if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    say "installing ${missing[*]}"
    twice as_root apt-get update -qq || say "the lists of packages could not be brought up to date"
    twice as_root apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null \
        || say "apt-get could not install all of them"
    missing_packages
fi
for package in ${missing[@]+"${missing[@]}"}; do
    say "$package is missing: $(without "$package"). On Debian or Ubuntu: sudo apt-get install $package"
done

installed_version=$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "node_modules/$validator/package.json" 2>/dev/null || true)
if [ "$installed_version" != "$validator_version" ]; then
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        say "node and npm are missing: workbooks are validated by openxml-audit alone"
    elif ! twice npm install --prefix . --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
        "$validator@$validator_version" >/dev/null; then
        say "npm could not install $validator: workbooks are validated by openxml-audit alone"
    fi
fi

if [ "${CI:-}" = true ] && { ! has libreoffice-calc || ! has poppler-utils; }; then
    say "a run of CI needs LibreOffice and poppler"
    exit 1
fi
