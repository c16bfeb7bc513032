#!/usr/bin/env bash
# From a built image to a running board: finds the serial port, flashes the firmware, deploys an
# application and follows its output. flash.ps1 is the same for PowerShell, message by message.
set -u
export LC_ALL=C
firmware_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$firmware_folder")

usage() {
    cat <<'TEXT'
Usage: flash.sh [options]
  --firmware FILE    flash this nanoCLR.bin (boot mode); boot loader and partition table come from nanoff
  --target NAME      whose boot loader and partition table (default: ESP32_WT32_ETH01)
  --app NAME         deploy telemetry, selftest, tests, tests-tcp or tests-rules as built in Release,
                     or a .bin file, or a folder of .pe files; then follow its output
  --follow           follow the output only
  --no-follow        do not follow the output
  --port PORT        the board's serial port (default: the only one there is)
  --baud N           of the output (default: 921600)
  --flash-baud N     of the boot loader (default: nanoff's)
  --timeout SECONDS  how long to follow (default: 600 for tests, else until Ctrl+C)
  --dry-run          print the nanoff commands and run none
Tests end with "N passed, N failed"; the exit code is 0 when none failed.
TEXT
}

messages() {
    cat <<'TEXT'
option|Unknown option %: --help lists the options.
value|Option % lacks its value: --help lists the options.
number|Option % takes a number, not %: --help lists the options.
nothing|Nothing to do: name a firmware image (--firmware), an application (--app), or --follow.
no-nanoff|nanoff is not on the PATH: install it with 'dotnet tool install -g nanoff' and open a new terminal.
no-port|No serial port found: connect the board or its USB-serial adapter by a data cable, install the adapter's driver, or name the port with --port.
several-ports|Several serial ports found (%): name the board's with --port.
port-missing|There is no port %: connect the board, or name another port with --port.
permission|You may not open %: join its group with 'sudo usermod -aG % $USER', log in again, and run this again.
busy|% cannot be opened: close the terminal, monitor or debugger that holds it, and run this again.
target-chip|Target % is for a chip without the EMAC that NanoStack drives: name one for the plain ESP32, such as ESP32_WT32_ETH01.
target-unknown|nanoff knows no target %: name one that 'nanoff --listtargets --platform esp32' lists.
firmware-missing|There is no firmware image %: build one that contains firmware/native (docs/flashing.md, step 2).
firmware-suffix|The firmware image % is no .bin file: name the nanoCLR.bin of the firmware's build.
app-missing|There is no application image %: build its project in Release (docs/flashing.md, step 3), or name a .bin file or a folder of .pe files.
boot-mode|The boot loader on % does not answer: hold BOOT (on a WT32-ETH01 connect IO0 to GND), reset the board, and run this again.
write-failed|The firmware was not written through %: shorten the wires or add --flash-baud 115200, reset the board into boot mode, and run this again.
download|nanoff could not download target %: connect to the internet, it fetches the boot loader and the partition table.
no-clr|No nanoCLR answers on %: free IO0, reset the board, and flash the firmware first if it has none (--firmware).
no-native|The firmware on % has no NanoStack.Hal.Native: flash an image that contains firmware/native (docs/flashing.md, step 2).
other-native|The firmware on % has NanoStack.Hal.Native with checksum %, this tree has %: build the firmware from this tree and flash it.
deploy-failed|nanoff could not deploy to %: reset the board, and run this again with --app alone.
nanoff-failed|nanoff ended with code %: set right what its lines above name, and run this again.
gone|% went away while its output was read: connect the board again, and run this again with --follow.
silent|No closing line came within % s: reset the board to see its output from the start, and check --baud.
ended|The application ended without a closing line: read the exception above, then reset the board and run this again with --follow.
TEXT
}

# fail KEY [VALUE]...: the message with each % replaced by the next value, and the end.
fail() {
    local text
    text=$(messages | sed -n "s/^$1|//p")
    while shift && [ $# -gt 0 ]; do
        text="${text%%\%*}$1${text#*\%}"
    done
    echo "flash: $text" >&2
    exit 1
}

firmware='' target=ESP32_WT32_ETH01 app='' follow='' port='' baud=921600 flash_baud='' timeout=''
dry_run='' closes='' image=''

parse() {
    while [ $# -gt 0 ]; do
        case $1 in
            --firmware | --target | --app | --port | --baud | --flash-baud | --timeout)
                [ $# -ge 2 ] || fail value "$1"
                ;;
        esac
        case $1 in
            --firmware) firmware=$2 ;;
            --target) target=$2 ;;
            --app) app=$2 ;;
            --port) port=$2 ;;
            --baud) baud=$2 ;;
            --flash-baud) flash_baud=$2 ;;
            --timeout) timeout=$2 ;;
            --follow) follow=yes ;;
            --no-follow) follow=no ;;
            --dry-run) dry_run=yes ;;
            --help | -h)
                usage
                exit 0
                ;;
            *) fail option "$1" ;;
        esac
        case $1 in
            --baud | --flash-baud | --timeout) [[ $2 =~ ^[1-9][0-9]*$ ]] || fail number "$1" "$2" ;;
        esac
        case $1 in
            --follow | --no-follow | --dry-run) shift ;;
            *) shift 2 ;;
        esac
    done
    [ -n "$firmware$app" ] || [ "$follow" = yes ] || fail nothing
    [ -n "$follow" ] || [ -z "$app" ] || follow=yes
}

# Only the plain ESP32 has this EMAC; the P4's lies elsewhere, the others have none.
check_target() {
    case $target in
        *_C[0-9]* | *_H[0-9]* | *_P4* | *_S2* | *_S3* | *ESP32C* | *ESP32H* | *ESP32P4* | *ESP32S*)
            fail target-chip "$target"
            ;;
        ESP32* | ESP_*) ;;
        *) fail target-chip "$target" ;;
    esac
}

# What --app names: a .bin file, or a folder whose .pe files become one.
resolve_app() {
    case $app in
        telemetry) image=$firmware_folder/Telemetry/bin/Release/NanoStack.Telemetry.bin ;;
        selftest) image=$firmware_folder/SelfTest/bin/Release/NanoStack.SelfTest.bin ;;
        tests) image=$root/tests/NFUnitTest/bin/Release ;;
        tests-tcp) image=$root/tests/NFUnitTest.Tcp/bin/Release ;;
        tests-rules) image=$root/tests/NFUnitTest.Rules/bin/Release ;;
        *) image=$app ;;
    esac
}

# A deployment image is the .pe files one behind the other, each padded to 4 bytes; the build of an
# application makes it, that of a library (NFUnitTest) does not. Their order is free.
make_image() {
    local folder=$image pe size
    image=$folder/deployment.bin
    if [ -n "$dry_run" ]; then
        echo "# $image: the .pe files of its folder, each padded to 4 bytes"
        return
    fi
    set -- "$folder"/*.pe
    [ -e "$1" ] || fail app-missing "$folder"
    for pe in "$@"; do
        size=$(wc -c < "$pe")
        cat "$pe"
        head -c $(((4 - size % 4) % 4)) /dev/zero
    done > "$image"
}

check_images() {
    if [ -n "$firmware" ] && [ -z "$dry_run" ]; then
        [ -f "$firmware" ] || fail firmware-missing "$firmware"
        case $firmware in
            *.bin) ;;
            *) fail firmware-suffix "$firmware" ;;
        esac
    fi
    [ -n "$app" ] || return 0
    resolve_app
    case $image in
        *.bin) [ -n "$dry_run" ] || [ -f "$image" ] || fail app-missing "$image" ;;
        *) [ -n "$dry_run" ] || [ -d "$image" ] || fail app-missing "$image"; make_image ;;
    esac
    if [ -z "$dry_run" ] && grep -qaE 'UnitTestLauncher|NanoStack\.(SelfTest|TestApp)' "$image"; then
        closes=yes                              # it has tests, so it must say how they went
        timeout=${timeout:-600}
    fi
}

# Ports as nanoff lists them, without those that are no USB adapter (Bluetooth, the PC's own).
find_port() {
    local found
    if [ -n "$dry_run" ]; then
        port=${port:-PORT}
        return
    fi
    command -v nanoff > /dev/null || fail no-nanoff
    if [ -z "$port" ]; then
        found=$(nanoff --listports | tr -d '\r' | grep -oE \
            '^ +(COM[0-9]+|/.*/(ttyUSB|ttyACM|cu\.usb|cu\.SLAB|cu\.wch)[^ ]*) *$' | tr -d ' ')
        case $(grep -c . <<< "$found") in
            0) fail no-port ;;
            1) port=$found ;;
            *) fail several-ports "$(tr '\n' ' ' <<< "$found" | sed 's/ *$//; s/ /, /g')" ;;
        esac
    fi
    [ -e "$port" ] || fail port-missing "$port"
    if ! [ -r "$port" ] || ! [ -w "$port" ]; then
        fail permission "$port" "$(stat -c %G "$port" 2> /dev/null || stat -f %Sg "$port")"
    fi
}

# run ARGUMENTS...: nanoff, or its command line; the answer is its exit code, of which Unix keeps 8 bits.
run() {
    if [ -n "$dry_run" ]; then
        echo "nanoff $*"
        return 0
    fi
    nanoff "$@"
}

flash_firmware() {
    local code
    [ -n "$firmware" ] || return 0
    # shellcheck disable=SC2086  # no option at all where no rate is given
    run --platform esp32 --target "$target" --serialport "$port" --update --clrfile "$firmware" \
        ${flash_baud:+--baud $flash_baud}
    code=$?
    case $code in
        0) ;;
        $((4000 & 255))) fail boot-mode "$port" ;;
        $((4002 & 255)) | $((4003 & 255)) | $((4004 & 255))) fail write-failed "$port" ;;
        $((4005 & 255)) | $((6000 & 255)) | $((6002 & 255))) fail busy "$port" ;;
        $((9005 & 255)) | $((9015 & 255))) fail target-unknown "$target" ;;
        $((9007 & 255))) fail download "$target" ;;
        *) fail nanoff-failed $code ;;
    esac
    [ -n "$dry_run" ] || [ -z "$app" ] || sleep 3       # the nanoCLR starts
}

# The board's firmware must hold the native part that the image refers to: without it the methods are
# missing (tests need none, they skip what does), with another the interpreter refuses the assembly.
check_native() {
    local details code found wanted
    if [ -n "$dry_run" ]; then
        run --nanodevice --serialport "$port" --devicedetails
        return
    fi
    details=$(nanoff --nanodevice --serialport "$port" --devicedetails 2>&1)
    code=$?
    case $code in
        0) ;;
        $((6000 & 255)) | $((6002 & 255))) fail busy "$port" ;;
        $((2000 & 255)) | $((2001 & 255)) | $((2002 & 255))) fail no-clr "$port" ;;
        *)
            echo "$details"
            fail nanoff-failed $code
            ;;
    esac
    grep -qa 'NanoStack\.Hal\.Native' "$image" || return 0
    found=$(sed -n 's/.*NanoStack\.Hal\.Native v.*checksum \(0x[0-9A-F]*\).*/\1/p' <<< "$details")
    wanted=$(sed -n 's/^ *\(0x[0-9A-F]\{8\}\),.*/\1/p' \
        "$firmware_folder/native/interop/nanostack_hal_native.cpp" | head -n 1)
    [ -n "$found$closes" ] || fail no-native "$port"
    [ -z "$found" ] || [ "$found" = "$wanted" ] || fail other-native "$port" "$found" "$wanted"
}

deploy_app() {
    local code
    [ -n "$app" ] || return 0
    check_native
    run --nanodevice --serialport "$port" --deploy --image "$image"
    code=$?
    case $code in
        0) ;;
        $((6000 & 255)) | $((6002 & 255))) fail busy "$port" ;;
        $((2000 & 255)) | $((2001 & 255)) | $((2002 & 255))) fail deploy-failed "$port" ;;
        *) fail nanoff-failed $code ;;
    esac
}

# application_ended PASSED FAILED SKIPPED: the interpreter said "Done."; nanoFramework's launcher of
# unit tests prints no closing line, so its lines were counted.
application_ended() {
    if [ $(($1 + $2)) -gt 0 ]; then
        echo "$1 passed, $2 failed, $3 skipped"
        [ "$2" -eq 0 ]
        exit
    fi
    [ -z "$closes" ] || fail ended
    exit 0
}

# read_line LEFT: the port's next line into $line, waiting LEFT seconds at most, for ever without it.
read_line() {
    line=''
    if [ -z "$1" ]; then
        IFS= read -r -u 3 line
    elif [ "$1" -gt 0 ]; then
        IFS= read -r -t "$1" -u 3 line
    else
        return 1
    fi
}

# Follows until a closing line, the end of the application, or the time-out.
follow_output() {
    local line passed=0 failed=0 skipped=0 end
    local closing='^([A-Za-z]+: )?[0-9]+ passed, ([0-9]+) failed'
    [ "$follow" = yes ] && [ -z "$dry_run" ] || return 0
    { exec 3< "$port"; } 2> /dev/null || fail busy "$port"
    stty "$baud" raw -echo -hupcl clocal <&3 || fail busy "$port"
    echo "flash: output of $port at $baud baud; reset the board to see it from its start."
    end=$((SECONDS + ${timeout:-0}))
    while read_line "${timeout:+$((end - SECONDS))}"; do
        line=${line%$'\r'}
        echo "$line"
        if [[ $line =~ $closing ]]; then
            [ "${BASH_REMATCH[2]}" -eq 0 ]
            exit
        fi
        case $line in
            'Test passed,'*) passed=$((passed + 1)) ;;
            'Test failed,'*) failed=$((failed + 1)) ;;
            'Test skipped,'*) skipped=$((skipped + 1)) ;;
            'Done.') application_ended $passed $failed $skipped ;;
        esac
    done
    if [ -z "$timeout" ] || [ $end -gt $SECONDS ]; then
        fail gone "$port"
    elif [ -n "$closes" ]; then
        fail silent "$timeout"
    fi
}

parse "$@"
check_target
check_images
find_port
flash_firmware
deploy_app
follow_output
