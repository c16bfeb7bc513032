#!/usr/bin/env bash
# From clones of nf-interpreter and ESP-IDF to a firmware image with firmware/native in it. Checks first
# what the build needs and names everything that is missing; edits no file of upstream's.
# build.ps1 is the same for PowerShell, message by message.
set -u
export LC_ALL=C
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$folder")")

usage() {
    cat <<'TEXT'
Usage: build.sh [options]
  --nf FOLDER      the clone of nf-interpreter (default: nf-interpreter beside this repository)
  --idf FOLDER     ESP-IDF (default: $IDF_PATH, else esp-idf beside this repository)
  --target NAME    a target of nf-interpreter for the ESP32 (default: ESP32_WT32_ETH01)
  --apll           the ESP32 makes the board's 50 MHz clock itself: leaves Wi-Fi out of the image
                   (default: as the target's defconfig says)
  --any-tag        go on with other versions of nf-interpreter and ESP-IDF than versions.txt has
  --check          only check what the build needs
  --dry-run        print the commands and run none
The exit code is 0 when nothing was missing and, without --check, the image is there.
TEXT
}

messages() {
    cat <<'TEXT'
option|Unknown option %: --help lists the options.
value|Option % lacks its value: --help lists the options.
git|git is not on the PATH: %.
nf-missing|There is no nf-interpreter in %: get it with '%', or name yours with --nf.
nf-tag|nf-interpreter in % is at %, wanted is %: '%', or try yours with --any-tag.
idf-missing|There is no ESP-IDF in %: get it with '%', or name yours with --idf.
idf-tag|ESP-IDF in % is %, wanted is %: '%', or try yours with --any-tag.
idf-other|nf-interpreter in % is made for ESP-IDF %, yours is %: take the one it wants.
idf-parts|% submodules of ESP-IDF are empty, the first is %: '%'.
target|nf-interpreter has no target %: name one of those that '%' lists.
target-chip|Target % is for a chip without the EMAC that NanoStack drives (%): name one for the plain ESP32, such as ESP32_WT32_ETH01.
python|Python is not on the PATH as %: %.
cmake|CMake is %, wanted is % or later: %.
ninja|Ninja is not on the PATH: %.
kconfiglib|Python's module kconfiglib is %, wanted is % or later: %.
compiler|The cross compiler xtensa-esp32-elf-gcc is %, wanted is %: '%' once, then '%' in every new terminal.
idf-python|ESP-IDF's Python packages are not there or too old for it: '%' once, then '%' in every new terminal.
old-module|% is an older copy of our module and would be found before it: '%'.
old-sdkconfig|% was made without our lines and would be taken as it is: '%'.
old-build|% was made for %: '%'.
missing|% of these are missing; nothing was built.
configure-failed|CMake ended with code %: set right what its lines above name, and run this again.
no-native|% does not list NanoStack.Hal.Native with checksum %: '%', and run this again.
build-failed|The build ended with code %: set right what its lines above name, and run this again.
no-image|The build made no %: read its lines above for the reason.
TEXT
}

missing=0 dry_run='' check='' nf='' idf='' target=ESP32_WT32_ETH01 apll='' any_tag=''

# say KEY [VALUE]...: the message with each % replaced by the next value.
say() {
    local text
    text=$(messages | sed -n "s/^$1|//p")
    while shift && [ $# -gt 0 ]; do
        text="${text%%\%*}$1${text#*\%}"
    done
    echo "build: $text" >&2
}

fail() {
    say "$@"
    exit 1
}

# lack KEY [VALUE]...: one thing that the build needs and that is not there.
lack() {
    missing=$((missing + 1))
    say "$@"
}

version() {
    sed -n "s/^$1  *//p" "$folder/versions.txt"
}

parse() {
    while [ $# -gt 0 ]; do
        case $1 in
            --nf | --idf | --target) [ $# -ge 2 ] || fail value "$1" ;;
        esac
        case $1 in
            --nf) nf=$2 ;;
            --idf) idf=$2 ;;
            --target) target=$2 ;;
            --apll) apll=yes ;;
            --any-tag) any_tag=yes ;;
            --check) check=yes ;;
            --dry-run) dry_run=yes ;;
            --help | -h)
                usage
                exit 0
                ;;
            *) fail option "$1" ;;
        esac
        case $1 in
            --nf | --idf | --target) shift 2 ;;
            *) shift ;;
        esac
    done
    nf=$(absolute "${nf:-$(dirname "$root")/nf-interpreter}")
    idf=$(absolute "${idf:-${IDF_PATH:-$(dirname "$root")/esp-idf}}")
}

# CMake and ESP-IDF want whole paths.
absolute() {
    case $1 in
        /*) echo "${1%/}" ;;
        *) echo "$PWD/${1%/}" ;;
    esac
}

has() {
    command -v "$1" > /dev/null 2>&1
}

# is_older SEEN WANTED: compares numbers between dots.
is_older() {
    local seen wanted at
    IFS=. read -r -a seen <<< "${1//[^0-9.]/}"
    IFS=. read -r -a wanted <<< "$2"
    for at in 0 1 2; do
        [ "$((10#${seen[at]:-0}))" -eq "$((10#${wanted[at]:-0}))" ] && continue
        [ "$((10#${seen[at]:-0}))" -lt "$((10#${wanted[at]:-0}))" ]
        return
    done
    return 1
}

# install PACKAGE: how to install it where apt-get is, else by name.
install() {
    if has apt-get; then
        echo "'apt-get install $1'"
    else
        echo "install $1"
    fi
}

check_nf() {
    local seen wanted
    wanted=$(version nf-interpreter)
    if [ ! -e "$nf/targets/ESP32/CMakeLists.txt" ]; then
        lack nf-missing "$nf" "git clone https://github.com/nanoframework/nf-interpreter.git $nf \
&& git -C $nf checkout $wanted"
        return
    fi
    seen=$(git -C "$nf" rev-parse HEAD 2> /dev/null)
    [ "$seen" = "$wanted" ] || [ -n "$any_tag" ] || ! has git \
        || lack nf-tag "$nf" "${seen:-no commit}" "$wanted" \
            "git -C $nf fetch origin && git -C $nf checkout $wanted"
    if [ ! -e "$nf/targets/ESP32/defconfig/${target}_defconfig" ]; then
        lack target "$target" "ls $nf/targets/ESP32/defconfig"
        return
    fi
    seen=$(setting TARGET_SERIES)
    [ "$seen" = ESP32 ] || lack target-chip "$target" "$seen"
}

# setting NAME: a string of the target's defconfig.
setting() {
    tr -d '\r' < "$nf/targets/ESP32/defconfig/${target}_defconfig" \
        | sed -n "s/^CONFIG_$1=//p" | tr -d '"'
}

check_idf() {
    local seen wanted upstream
    wanted=$(version esp-idf)
    if [ ! -e "$idf/tools/cmake/version.cmake" ]; then
        lack idf-missing "$idf" "git clone --branch v$wanted --depth 1 --recursive \
--shallow-submodules https://github.com/espressif/esp-idf.git $idf"
        return
    fi
    seen=$(sed -n 's/^set(IDF_VERSION_M[A-Z]* \([0-9]*\)).*/\1./p; s/^set(IDF_VERSION_P[A-Z]* \([0-9]*\)).*/\1/p' \
        "$idf/tools/cmake/version.cmake" | tr -d '\n')
    [ "$seen" = "$wanted" ] || [ -n "$any_tag" ] || lack idf-tag "$idf" "$seen" "$wanted" \
        "git -C $idf fetch --depth 1 origin tag v$wanted && git -C $idf checkout v$wanted"
    upstream=$(sed -n 's/^set(ESP32_IDF_TAG "\([0-9.]*\)".*/\1/p' \
        "$nf/targets/ESP32/CMakeLists.txt" 2> /dev/null)
    [ -z "$any_tag" ] || [ -z "$upstream" ] || [ "$seen" = "$upstream" ] \
        || lack idf-other "$nf" "$upstream" "$seen"
    check_idf_parts
}

check_idf_parts() {
    local path empty=0 first=''
    while read -r path; do
        if [ -z "$(ls -A "$idf/$path" 2> /dev/null)" ]; then
            empty=$((empty + 1))
            first=${first:-$path}
        fi
    done < <(sed -n 's/^[ \t]*path *= *//p' "$idf/.gitmodules" 2> /dev/null | tr -d '\r')
    [ $empty -eq 0 ] || lack idf-parts $empty "$first" \
        "git -C $idf submodule update --init --recursive --depth 1"
}

# What ESP-IDF can install itself goes where export.sh finds it.
check_tools() {
    local seen wanted export=". $idf/export.sh" tools="python3 $idf/tools/idf_tools.py install"
    has git || lack git "$(install git)"
    has python3 || lack python python3 "$(install 'python3 python3-venv')"
    has python || lack python python "'$export', or $(install python-is-python3)"
    wanted=$(version cmake)
    seen=$(cmake --version 2> /dev/null | sed -n '1s/^cmake version //p')
    if is_older "${seen:-0}" "$wanted"; then
        lack cmake "${seen:-not on the PATH}" "$wanted" \
            "'$tools cmake' and '$export', or $(install cmake) (Debian 13 or later has it)"
    fi
    has ninja || lack ninja "'$tools ninja' and '$export', or $(install ninja-build)"
    wanted=$(version kconfiglib)
    seen=$(kconfiglib_version)
    if is_older "${seen:-0}" "$wanted"; then
        lack kconfiglib "${seen:-not there}" "$wanted" \
            "'python3 -m pip install kconfiglib' after '$export', or $(install python3-kconfiglib)"
    fi
    wanted=$(version compiler)
    seen=$(xtensa-esp32-elf-gcc --version 2> /dev/null | head -n 1)
    case $seen in
        *"$wanted"*) ;;
        *) lack compiler "${seen:-not on the PATH}" "$wanted" "$idf/install.sh esp32" "$export" ;;
    esac
    [ ! -e "$idf/tools/idf_tools.py" ] \
        || IDF_PATH=$idf python "$idf/tools/idf_tools.py" check-python-dependencies > /dev/null 2>&1 \
        || lack idf-python "$idf/install.sh esp32" "$export"
}

# Debian's package has no metadata that names its version, a module without one is taken as it is.
kconfiglib_version() {
    python3 - 2> /dev/null <<'TEXT'
import kconfiglib
from importlib import metadata
try:
    print(metadata.version("kconfiglib"))
except metadata.PackageNotFoundError:
    print("%d.%d.%d" % kconfiglib.VERSION)
TEXT
}

# What an earlier build left in upstream's folders and CMake or ESP-IDF would take without a word.
check_leftovers() {
    local module=$nf/CMake/Modules/FindINTEROP-NanoStack.Hal.Native.cmake cached
    [ ! -e "$module" ] || lack old-module "$module" "rm $module"
    if [ -e "$nf/sdkconfig" ] && ! grep -q '^CONFIG_FREERTOS_HZ=1000' "$nf/sdkconfig"; then
        lack old-sdkconfig "$nf/sdkconfig" "rm $nf/sdkconfig"
    fi
    cached=$(sed -n 's/^TARGET_NAME:[A-Z]*=//p' "$nf/build/CMakeCache.txt" 2> /dev/null)
    [ -z "$cached" ] || [ "$cached" = "$target" ] \
        || lack old-build "$nf/build" "$cached" "rm -r $nf/build $nf/sdkconfig"
}

# run COMMAND...: runs it, or prints it.
run() {
    if [ -n "$dry_run" ]; then
        echo "$*"
        return 0
    fi
    "$@"
}

# The target's own configuration, and ours behind it; both made anew for each build.
make_configuration() {
    local sdk own=$nf/config/user-kconfig.conf clock parts=("$folder/kconfig.conf")
    clock=$(setting ESP32_ETHERNET_RMII_CLK_OUT_GPIO)
    if [ -n "$apll" ] || [ "${clock:--1}" != -1 ]; then
        parts+=("$folder/kconfig-apll.conf")
    fi
    [ ! -e "$own" ] || parts=("$own" "${parts[@]}")
    sdk=$(setting SDK_CONFIG_FILE)
    run mkdir -p "$nf/build"
    join "$nf/build/nanostack.sdkconfig" \
        "$nf/targets/ESP32/_IDF/${sdk:-sdkconfig.default}" "$folder/sdkconfig.conf"
    join "$nf/build/nanostack.conf" "${parts[@]}"
    if [ -n "$dry_run" ]; then
        echo "echo 'CONFIG_SDK_CONFIG_FILE=\"$nf/build/nanostack.sdkconfig\"' >> $nf/build/nanostack.conf"
    else
        echo "CONFIG_SDK_CONFIG_FILE=\"$nf/build/nanostack.sdkconfig\"" >> "$nf/build/nanostack.conf"
    fi
}

# join OUT FILE...: one configuration file of several.
join() {
    local out=$1
    shift
    if [ -n "$dry_run" ]; then
        echo "awk 1 $* > $out"
    else
        awk 1 "$@" > "$out"        # 1: each line as it is, the last one ended
    fi
}

# Without a preset: upstream's presets want two files of its user's and a submodule before any is read.
configure() {
    local code checksum number list=$nf/build/native_assemblies.csv
    number=$(sed -n 's/^ *"version": "\([0-9]*\.[0-9]*\.[0-9]*\)".*/\1/p' "$nf/version.json" 2> /dev/null)
    run env "IDF_PATH=$idf" cmake -S "$nf" -B "$nf/build" -G Ninja \
        "-DCMAKE_TOOLCHAIN_FILE=$nf/CMake/toolchain.xtensa-esp32-elf.cmake" \
        -DCMAKE_BUILD_TYPE=MinSizeRel "-DBUILD_VERSION=${number:-0.0.0}.0" "-DTARGET_NAME=$target" \
        "-DNF_TARGET_DEFCONFIG=targets/ESP32/defconfig/${target}_defconfig" \
        "-DNF_USER_KCONFIG_OVERLAY=$nf/build/nanostack.conf" "-DESP32_IDF_PATH=$idf" \
        -DNF_INTEROP_ASSEMBLIES=NanoStack.Hal.Native "-DINTEROP-NanoStack.Hal.Native_DIR=$folder"
    code=$?
    [ $code -eq 0 ] || fail configure-failed $code
    checksum=$(sed -n 's/^ *\(0x[0-9A-F]\{8\}\),.*/\1/p' \
        "$root/firmware/native/interop/nanostack_hal_native.cpp" | head -n 1)
    [ -n "$dry_run" ] || grep -q "NanoStack\\.Hal\\.Native,.*$checksum" "$list" 2> /dev/null \
        || fail no-native "$list" "$checksum" "rm -r $nf/build"
}

build() {
    local code
    run env "IDF_PATH=$idf" cmake --build "$nf/build"
    code=$?
    [ $code -eq 0 ] || fail build-failed $code
    [ -z "$dry_run" ] || return 0
    [ -e "$nf/build/nanoCLR.bin" ] || fail no-image "$nf/build/nanoCLR.bin"
    echo "build: the image is $nf/build/nanoCLR.bin; firmware/flash.sh --firmware takes it," \
        "with --target $target."
}

parse "$@"
check_nf
check_idf
check_tools
check_leftovers
if [ $missing -gt 0 ]; then
    say missing $missing
    [ -n "$dry_run" ] && [ -z "$check" ] || exit 1
fi
if [ -n "$check" ]; then
    echo "build: nothing is missing for $target."
    exit 0
fi
make_configuration
configure
build
