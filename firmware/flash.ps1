# From a built image to a running board: finds the serial port, flashes the firmware, deploys an
# application and follows its output. flash.sh is the same for bash, message by message.
# For Windows PowerShell 5.1 and PowerShell 7; no param block, so that the options are flash.sh's.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$FirmwareFolder = Split-Path -Parent $MyInvocation.MyCommand.Path
$Root = Split-Path -Parent $FirmwareFolder
$OnWindows = [System.IO.Path]::DirectorySeparatorChar -eq '\'

$Usage = @'
Usage: flash.ps1 [options]
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
'@

$Messages = @'
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
'@

# The message with each % replaced by the next value, and the end.
function Stop-With([string] $Key, [string[]] $Values) {
    $line = $Messages -split "`r?`n" | Where-Object { $_.StartsWith("$Key|") }
    $text = $line.Substring($Key.Length + 1)
    foreach ($value in $Values) {
        $at = $text.IndexOf('%')
        $text = $text.Substring(0, $at) + $value + $text.Substring($at + 1)
    }
    [Console]::Error.WriteLine("flash: $text")
    exit 1
}

$Firmware = ''; $Target = 'ESP32_WT32_ETH01'; $App = ''; $Follow = ''; $Port = ''; $Baud = '921600'
$FlashBaud = ''; $Timeout = ''; $DryRun = $false; $Closes = $false; $Image = ''; $Code = 0

function Read-Options([string[]] $Options) {
    $at = 0
    while ($at -lt $Options.Length) {
        $name = $Options[$at]
        $at++
        $value = ''
        if ('--firmware', '--target', '--app', '--port', '--baud', '--flash-baud', '--timeout' -ccontains $name) {
            if ($at -ge $Options.Length) { Stop-With 'value' $name }
            $value = $Options[$at]
            $at++
        }
        if ('--baud', '--flash-baud', '--timeout' -ccontains $name -and $value -notmatch '^[1-9][0-9]*$') {
            Stop-With 'number' $name, $value
        }
        switch -CaseSensitive ($name) {
            '--firmware' { $script:Firmware = $value }
            '--target' { $script:Target = $value }
            '--app' { $script:App = $value }
            '--port' { $script:Port = $value }
            '--baud' { $script:Baud = $value }
            '--flash-baud' { $script:FlashBaud = $value }
            '--timeout' { $script:Timeout = $value }
            '--follow' { $script:Follow = 'yes' }
            '--no-follow' { $script:Follow = 'no' }
            '--dry-run' { $script:DryRun = $true }
            { $_ -eq '--help' -or $_ -eq '-h' } { [Console]::Out.WriteLine($Usage); exit 0 }
            default { Stop-With 'option' $name }
        }
    }
    if (-not $Firmware -and -not $App -and $Follow -ne 'yes') { Stop-With 'nothing' }
    if (-not $Follow -and $App) { $script:Follow = 'yes' }
}

# Only the plain ESP32 has this EMAC; the P4's lies elsewhere, the others have none.
function Test-Target {
    if ($Target -cnotmatch '^(ESP32|ESP_)' -or $Target -cmatch '(_|ESP32)([CH][0-9]|P4|S[23])') {
        Stop-With 'target-chip' $Target
    }
}

# What --app names: a .bin file, or a folder whose .pe files become one.
function Resolve-App {
    switch -CaseSensitive ($App) {
        'telemetry' { $script:Image = "$FirmwareFolder/Telemetry/bin/Release/NanoStack.Telemetry.bin" }
        'selftest' { $script:Image = "$FirmwareFolder/SelfTest/bin/Release/NanoStack.SelfTest.bin" }
        'tests' { $script:Image = "$Root/tests/NFUnitTest/bin/Release" }
        'tests-tcp' { $script:Image = "$Root/tests/NFUnitTest.Tcp/bin/Release" }
        'tests-rules' { $script:Image = "$Root/tests/NFUnitTest.Rules/bin/Release" }
        default { $script:Image = $App }
    }
}

# The image's bytes as text: the names of its assemblies stand in it.
function Get-ImageText {
    $path = (Resolve-Path -LiteralPath $Image).ProviderPath
    return [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($path))
}

# A deployment image is the .pe files one behind the other, each padded to 4 bytes; the build of an
# application makes it, that of a library (NFUnitTest) does not. Their order is free.
function New-Image {
    $folder = $Image
    $script:Image = "$folder/deployment.bin"
    if ($DryRun) {
        [Console]::Out.WriteLine("# ${Image}: the .pe files of its folder, each padded to 4 bytes")
        return
    }
    $files = @(Get-ChildItem -LiteralPath $folder | Where-Object { $_.Extension -ceq '.pe' })
    if ($files.Length -eq 0) { Stop-With 'app-missing' $folder }
    $stream = [System.IO.File]::Create((Join-Path (Resolve-Path -LiteralPath $folder).ProviderPath 'deployment.bin'))
    try {
        foreach ($file in $files) {
            $bytes = [System.IO.File]::ReadAllBytes($file.FullName)
            $stream.Write($bytes, 0, $bytes.Length)
            while ($stream.Position % 4 -ne 0) { $stream.WriteByte(0) }
        }
    }
    finally {
        $stream.Dispose()
    }
}

function Test-Images {
    if ($Firmware -and -not $DryRun) {
        if (-not (Test-Path -LiteralPath $Firmware -PathType Leaf)) { Stop-With 'firmware-missing' $Firmware }
        if (-not $Firmware.EndsWith('.bin')) { Stop-With 'firmware-suffix' $Firmware }
    }
    if (-not $App) { return }
    Resolve-App
    if ($Image.EndsWith('.bin')) {
        $kind = 'Leaf'
    }
    else {
        $kind = 'Container'
    }
    if (-not $DryRun -and -not (Test-Path -LiteralPath $Image -PathType $kind)) {
        Stop-With 'app-missing' $Image
    }
    if ($kind -eq 'Container') { New-Image }
    if (-not $DryRun -and (Get-ImageText) -cmatch 'UnitTestLauncher|NanoStack\.(SelfTest|TestApp)') {
        $script:Closes = $true                  # it has tests, so it must say how they went
        if (-not $Timeout) { $script:Timeout = '600' }
    }
}

# Ports as nanoff lists them, without those that are no USB adapter (Bluetooth, the PC's own).
function Find-Port {
    if ($DryRun) {
        if (-not $Port) { $script:Port = 'PORT' }
        return
    }
    if (-not (Get-Command nanoff -ErrorAction SilentlyContinue)) { Stop-With 'no-nanoff' }
    if (-not $Port) {
        $pattern = '^ +(COM[0-9]+|/.*/(ttyUSB|ttyACM|cu\.usb|cu\.SLAB|cu\.wch)[^ ]*) *$'
        $found = @(nanoff --listports | Where-Object { $_ -cmatch $pattern } | ForEach-Object { $_.Trim() })
        if ($found.Length -eq 0) { Stop-With 'no-port' }
        if ($found.Length -gt 1) { Stop-With 'several-ports' ($found -join ', ') }
        $script:Port = $found[0]
    }
    if ($OnWindows) {
        if ([System.IO.Ports.SerialPort]::GetPortNames() -notcontains $Port) { Stop-With 'port-missing' $Port }
        return
    }
    if (-not (Test-Path -LiteralPath $Port)) { Stop-With 'port-missing' $Port }
    & test -r $Port -a -w $Port
    if ($LASTEXITCODE -ne 0) {
        $format = if ($IsMacOS) { '-f', '%Sg' } else { '-c', '%G' }
        Stop-With 'permission' $Port, (& stat $format $Port)
    }
}

# Runs nanoff, or prints its command line; $Code is its exit code, of which Unix keeps 8 bits. Nothing
# takes its output: on Windows nanoff moves the cursor, and ends with an error where there is none.
function Invoke-Nanoff([string[]] $Arguments) {
    $script:Code = 0
    if ($DryRun) {
        [Console]::Out.WriteLine("nanoff $Arguments")
        return
    }
    & nanoff $Arguments
    $script:Code = $LASTEXITCODE -band 255
}

function Write-Firmware {
    if (-not $Firmware) { return }
    $arguments = '--platform', 'esp32', '--target', $Target, '--serialport', $Port, '--update', '--clrfile', $Firmware
    if ($FlashBaud) { $arguments += '--baud', $FlashBaud }
    Invoke-Nanoff $arguments
    switch ($Code) {
        0 { }
        (4000 -band 255) { Stop-With 'boot-mode' $Port }
        { $_ -in (4002 -band 255), (4003 -band 255), (4004 -band 255) } { Stop-With 'write-failed' $Port }
        { $_ -in (4005 -band 255), (6000 -band 255), (6002 -band 255) } { Stop-With 'busy' $Port }
        { $_ -in (9005 -band 255), (9015 -band 255) } { Stop-With 'target-unknown' $Target }
        (9007 -band 255) { Stop-With 'download' $Target }
        default { Stop-With 'nanoff-failed' $Code }
    }
    if (-not $DryRun -and $App) { Start-Sleep -Seconds 3 }      # the nanoCLR starts
}

# The board's firmware must hold the native part that the image refers to: without it the methods are
# missing (tests need none, they skip what does), with another the interpreter refuses the assembly.
function Test-Native {
    if ($DryRun) {
        Invoke-Nanoff '--nanodevice', '--serialport', $Port, '--devicedetails'
        return
    }
    $details = @(nanoff --nanodevice --serialport $Port --devicedetails) -join "`n"
    $script:Code = $LASTEXITCODE -band 255
    switch ($Code) {
        0 { }
        { $_ -in (6000 -band 255), (6002 -band 255) } { Stop-With 'busy' $Port }
        { $_ -in (2000 -band 255), (2001 -band 255), (2002 -band 255) } { Stop-With 'no-clr' $Port }
        default { [Console]::Out.WriteLine($details); Stop-With 'nanoff-failed' $Code }
    }
    if (-not (Get-ImageText).Contains('NanoStack.Hal.Native')) { return }
    $source = [System.IO.File]::ReadAllText("$FirmwareFolder/native/interop/nanostack_hal_native.cpp")
    $wanted = [regex]::Match($source, '(?m)^ *(0x[0-9A-F]{8}),').Groups[1].Value
    $found = [regex]::Match($details, 'NanoStack\.Hal\.Native v.*checksum (0x[0-9A-F]*)').Groups[1].Value
    if (-not $found -and -not $Closes) { Stop-With 'no-native' $Port }
    if ($found -and $found -ne $wanted) { Stop-With 'other-native' $Port, $found, $wanted }
}

function Publish-App {
    if (-not $App) { return }
    Test-Native
    Invoke-Nanoff '--nanodevice', '--serialport', $Port, '--deploy', '--image', $Image
    switch ($Code) {
        0 { }
        { $_ -in (6000 -band 255), (6002 -band 255) } { Stop-With 'busy' $Port }
        { $_ -in (2000 -band 255), (2001 -band 255), (2002 -band 255) } { Stop-With 'deploy-failed' $Port }
        default { Stop-With 'nanoff-failed' $Code }
    }
}

# The port's text: on Windows a SerialPort, elsewhere its file, which stty sets up.
function Open-Port {
    try {
        if ($OnWindows) {
            $serial = New-Object System.IO.Ports.SerialPort $Port, ([int] $Baud)
            $serial.Open()
            return New-Object System.IO.StreamReader $serial.BaseStream
        }
        $stream = [System.IO.File]::Open($Port, 'Open', 'Read', 'ReadWrite')
        $flag = if ($IsMacOS) { '-f' } else { '-F' }
        & stty $flag $Port $Baud raw -echo -hupcl clocal
        if ($LASTEXITCODE -ne 0) { throw 'stty' }
        return New-Object System.IO.StreamReader $stream
    }
    catch {
        Stop-With 'busy' $Port
    }
}

# The interpreter said "Done."; nanoFramework's launcher of unit tests prints no closing line, so its
# lines were counted.
function Stop-AtEnd([int] $Passed, [int] $Failed, [int] $Skipped) {
    if ($Passed + $Failed -gt 0) {
        [Console]::Out.WriteLine("$Passed passed, $Failed failed, $Skipped skipped")
        exit [int]($Failed -gt 0)
    }
    if ($Closes) { Stop-With 'ended' }
    exit 0
}

# Follows until a closing line, the end of the application, or the time-out.
function Watch-Output {
    if ($Follow -ne 'yes' -or $DryRun) { return }
    $reader = Open-Port
    [Console]::Out.WriteLine("flash: output of $Port at $Baud baud; reset the board to see it from its start.")
    $passed = 0; $failed = 0; $skipped = 0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $task = $reader.ReadLineAsync()
        while (-not $task.Wait(200)) {
            if ($Timeout -and $clock.Elapsed.TotalSeconds -ge [int] $Timeout) {
                if ($Closes) { Stop-With 'silent' $Timeout }
                exit 0
            }
        }
        $line = $task.Result
        if ($null -eq $line) { Stop-With 'gone' $Port }
        [Console]::Out.WriteLine($line)
        if ($line -cmatch '^([A-Za-z]+: )?[0-9]+ passed, ([0-9]+) failed') { exit [int]([int] $Matches[2] -gt 0) }
        if ($line.StartsWith('Test passed,')) { $passed++ }
        if ($line.StartsWith('Test failed,')) { $failed++ }
        if ($line.StartsWith('Test skipped,')) { $skipped++ }
        if ($line -ceq 'Done.') { Stop-AtEnd $passed $failed $skipped }
    }
}

Read-Options $args
Test-Target
Test-Images
Find-Port
Write-Firmware
Publish-App
Watch-Output
exit 0
