# From clones of nf-interpreter and ESP-IDF to a firmware image with firmware/native in it. Checks first
# what the build needs and names everything that is missing; edits no file of upstream's.
# build.sh is the same for bash, message by message.
# For Windows PowerShell 5.1 and PowerShell 7; no param block, so that the options are build.sh's.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$Folder = Split-Path -Parent $MyInvocation.MyCommand.Path
$Root = Split-Path -Parent (Split-Path -Parent $Folder)
$OnWindows = [System.IO.Path]::DirectorySeparatorChar -eq '\'

$Usage = @'
Usage: build.ps1 [options]
  --nf FOLDER      the clone of nf-interpreter (default: nf-interpreter beside this repository)
  --idf FOLDER     ESP-IDF (default: $IDF_PATH, else esp-idf beside this repository)
  --target NAME    a target of nf-interpreter for the ESP32 (default: ESP32_WT32_ETH01)
  --apll           the ESP32 makes the board's 50 MHz clock itself: leaves Wi-Fi out of the image
                   (default: as the target's defconfig says)
  --any-tag        go on with other versions of nf-interpreter and ESP-IDF than versions.txt has
  --check          only check what the build needs
  --dry-run        print the commands and run none
The exit code is 0 when nothing was missing and, without --check, the image is there.
'@

$Messages = @'
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
'@

$Missing = 0; $DryRun = $false; $CheckOnly = $false; $Nf = ''; $Idf = ''; $Target = 'ESP32_WT32_ETH01'
$Apll = $false; $AnyTag = $false

# The message with each % replaced by the next value.
function Say([string] $Key, [string[]] $Values) {
    $line = $Messages -split "`r?`n" | Where-Object { $_.StartsWith("$Key|") }
    $text = $line.Substring($Key.Length + 1)
    foreach ($value in $Values) {
        $at = $text.IndexOf('%')
        $text = $text.Substring(0, $at) + $value + $text.Substring($at + 1)
    }
    [Console]::Error.WriteLine("build: $text")
}

function Stop-With([string] $Key, [string[]] $Values) {
    Say $Key $Values
    exit 1
}

# One thing that the build needs and that is not there.
function Add-Lack([string] $Key, [string[]] $Values) {
    $script:Missing++
    Say $Key $Values
}

function Get-Wanted([string] $Name) {
    foreach ($line in Get-Content -LiteralPath "$Folder/versions.txt") {
        if ($line -cmatch "^$Name +(.+)$") { return $Matches[1] }
    }
}

function Read-Options([string[]] $Options) {
    $at = 0
    while ($at -lt $Options.Length) {
        $name = $Options[$at]
        $at++
        $value = ''
        if ('--nf', '--idf', '--target' -ccontains $name) {
            if ($at -ge $Options.Length) { Stop-With 'value' $name }
            $value = $Options[$at]
            $at++
        }
        switch -CaseSensitive ($name) {
            '--nf' { $script:Nf = $value }
            '--idf' { $script:Idf = $value }
            '--target' { $script:Target = $value }
            '--apll' { $script:Apll = $true }
            '--any-tag' { $script:AnyTag = $true }
            '--check' { $script:CheckOnly = $true }
            '--dry-run' { $script:DryRun = $true }
            { $_ -eq '--help' -or $_ -eq '-h' } { [Console]::Out.WriteLine($Usage); exit 0 }
            default { Stop-With 'option' $name }
        }
    }
    $beside = Split-Path -Parent $Root
    if (-not $Nf) { $script:Nf = "$beside/nf-interpreter" }
    if (-not $Idf -and $env:IDF_PATH) { $script:Idf = $env:IDF_PATH }
    if (-not $Idf) { $script:Idf = "$beside/esp-idf" }
    $script:Nf = Get-Absolute $Nf
    $script:Idf = Get-Absolute $Idf
}

# CMake and ESP-IDF want whole paths, with forward slashes.
function Get-Absolute([string] $Path) {
    if (-not [System.IO.Path]::IsPathRooted($Path)) { $Path = "$((Get-Location).ProviderPath)/$Path" }
    return $Path.Replace('\', '/').TrimEnd('/')
}

function Test-Tool([string] $Name) {
    return $null -ne (Get-Command $Name -CommandType Application -ErrorAction SilentlyContinue)
}

# The lines that a tool prints, and $Code; none and 127 when it is not on the PATH.
function Get-Output([string] $Name, [string[]] $Options) {
    $script:Code = 127
    if (-not (Test-Tool $Name)) { return @() }
    $ErrorActionPreference = 'Continue'
    $lines = @(& $Name $Options 2> $null)
    $script:Code = $LASTEXITCODE
    return $lines
}

# Compares numbers between dots.
function Test-Older([string] $Seen, [string] $Wanted) {
    $left = @($Seen -replace '[^0-9.]' -split '\.')
    $right = @($Wanted -split '\.')
    foreach ($at in 0..2) {
        $a = 0; $b = 0
        if ($at -lt $left.Length -and $left[$at]) { $a = [int] $left[$at] }
        if ($at -lt $right.Length) { $b = [int] $right[$at] }
        if ($a -ne $b) { return $a -lt $b }
    }
    return $false
}

# How to install it where apt-get is, else by name.
function Get-Install([string] $Name) {
    if (Test-Tool 'apt-get') { return "'apt-get install $Name'" }
    return "install $Name"
}

# What makes ESP-IDF's tools known to a terminal.
function Get-Export {
    if ($OnWindows) { return "$Idf/export.ps1" }
    return ". $Idf/export.sh"
}

function Get-IdfInstall {
    if ($OnWindows) { return "$Idf/install.ps1 esp32" }
    return "$Idf/install.sh esp32"
}

function Test-Nf {
    $wanted = Get-Wanted 'nf-interpreter'
    if (-not (Test-Path -LiteralPath "$Nf/targets/ESP32/CMakeLists.txt")) {
        Add-Lack 'nf-missing' $Nf, ("git clone https://github.com/nanoframework/nf-interpreter.git $Nf " +
            "&& git -C $Nf checkout $wanted")
        return
    }
    $seen = "$(Get-Output 'git' '-C', $Nf, 'rev-parse', 'HEAD')"
    if ($seen -cne $wanted -and -not $AnyTag -and (Test-Tool 'git')) {
        if (-not $seen -or $Code -ne 0) { $seen = 'no commit' }
        Add-Lack 'nf-tag' $Nf, $seen, $wanted, "git -C $Nf fetch origin && git -C $Nf checkout $wanted"
    }
    if (-not (Test-Path -LiteralPath "$Nf/targets/ESP32/defconfig/${Target}_defconfig")) {
        Add-Lack 'target' $Target, "ls $Nf/targets/ESP32/defconfig"
        return
    }
    $seen = Get-Setting 'TARGET_SERIES'
    if ($seen -cne 'ESP32') { Add-Lack 'target-chip' $Target, $seen }
}

# A value of the target's defconfig.
function Get-Setting([string] $Name) {
    foreach ($line in Get-Content -LiteralPath "$Nf/targets/ESP32/defconfig/${Target}_defconfig") {
        if ($line.StartsWith("CONFIG_$Name=")) { return $line.Substring($Name.Length + 8).Trim('"') }
    }
    return ''
}

function Test-Idf {
    $wanted = Get-Wanted 'esp-idf'
    if (-not (Test-Path -LiteralPath "$Idf/tools/cmake/version.cmake")) {
        Add-Lack 'idf-missing' $Idf, ("git clone --branch v$wanted --depth 1 --recursive " +
            "--shallow-submodules https://github.com/espressif/esp-idf.git $Idf")
        return
    }
    $text = [System.IO.File]::ReadAllText("$Idf/tools/cmake/version.cmake")
    $seen = @([regex]::Matches($text, '(?m)^set\(IDF_VERSION_[MP][A-Z]* ([0-9]*)\)') |
        ForEach-Object { $_.Groups[1].Value }) -join '.'
    if ($seen -cne $wanted -and -not $AnyTag) {
        Add-Lack 'idf-tag' $Idf, $seen, $wanted, ("git -C $Idf fetch --depth 1 origin tag v$wanted " +
            "&& git -C $Idf checkout v$wanted")
    }
    $upstream = ''
    if (Test-Path -LiteralPath "$Nf/targets/ESP32/CMakeLists.txt") {
        $text = [System.IO.File]::ReadAllText("$Nf/targets/ESP32/CMakeLists.txt")
        $upstream = [regex]::Match($text, '(?m)^set\(ESP32_IDF_TAG "([0-9.]*)"').Groups[1].Value
    }
    if ($AnyTag -and $upstream -and $seen -cne $upstream) { Add-Lack 'idf-other' $Nf, $upstream, $seen }
    Test-IdfParts
}

function Test-IdfParts {
    $empty = 0
    $first = ''
    if (-not (Test-Path -LiteralPath "$Idf/.gitmodules")) { return }
    foreach ($line in Get-Content -LiteralPath "$Idf/.gitmodules") {
        if ($line -cnotmatch '^\s*path *= *(.+)$') { continue }
        $path = $Matches[1]
        if (-not (Test-Path -LiteralPath "$Idf/$path") -or
            @(Get-ChildItem -LiteralPath "$Idf/$path" -Force).Length -eq 0) {
            $empty++
            if (-not $first) { $first = $path }
        }
    }
    if ($empty -ne 0) {
        Add-Lack 'idf-parts' "$empty", $first, "git -C $Idf submodule update --init --recursive --depth 1"
    }
}

# What ESP-IDF can install itself goes where export finds it. Windows has no python3, only python.
function Test-Tools {
    $export = Get-Export
    $python = 'python3'
    if ($OnWindows) { $python = 'python' }
    $tools = "$python $Idf/tools/idf_tools.py install"
    if (-not (Test-Tool 'git')) { Add-Lack 'git' (Get-Install 'git') }
    if (-not $OnWindows -and -not (Test-Tool 'python3')) {
        Add-Lack 'python' 'python3', (Get-Install 'python3 python3-venv')
    }
    if (-not (Test-Tool 'python')) {
        Add-Lack 'python' 'python', "'$export', or $(Get-Install 'python-is-python3')"
    }
    $wanted = Get-Wanted 'cmake'
    $seen = "$(Get-Output 'cmake' '--version' | Select-Object -First 1)" -replace '^cmake version '
    if (Test-Older $seen $wanted) {
        if (-not $seen) { $seen = 'not on the PATH' }
        Add-Lack 'cmake' $seen, $wanted, ("'$tools cmake' and '$export', or $(Get-Install 'cmake') " +
            '(Debian 13 or later has it)')
    }
    if (-not (Test-Tool 'ninja')) {
        Add-Lack 'ninja' "'$tools ninja' and '$export', or $(Get-Install 'ninja-build')"
    }
    $wanted = Get-Wanted 'kconfiglib'
    $seen = Get-KconfiglibVersion $python
    if (Test-Older $seen $wanted) {
        if (-not $seen) { $seen = 'not there' }
        Add-Lack 'kconfiglib' $seen, $wanted, ("'$python -m pip install kconfiglib' after '$export', " +
            "or $(Get-Install 'python3-kconfiglib')")
    }
    $wanted = Get-Wanted 'compiler'
    $seen = "$(Get-Output 'xtensa-esp32-elf-gcc' '--version' | Select-Object -First 1)"
    if (-not $seen.Contains($wanted)) {
        if (-not $seen) { $seen = 'not on the PATH' }
        Add-Lack 'compiler' $seen, $wanted, (Get-IdfInstall), $export
    }
    if (Test-Path -LiteralPath "$Idf/tools/idf_tools.py") {
        $env:IDF_PATH = $Idf
        $null = Get-Output 'python' "$Idf/tools/idf_tools.py", 'check-python-dependencies'
        if ($Code -ne 0) { Add-Lack 'idf-python' (Get-IdfInstall), $export }
    }
}

# Debian's package has no metadata that names its version, a module without one is taken as it is.
function Get-KconfiglibVersion([string] $Python) {
    $program = @(
        'import kconfiglib', 'from importlib import metadata', 'try:',
        '    print(metadata.version(''kconfiglib''))', 'except metadata.PackageNotFoundError:',
        '    print(''%d.%d.%d'' % kconfiglib.VERSION)') -join "`n"
    return "$(Get-Output $Python '-c', $program)"
}

# What an earlier build left in upstream's folders and CMake or ESP-IDF would take without a word.
function Test-Leftovers {
    $module = "$Nf/CMake/Modules/FindINTEROP-NanoStack.Hal.Native.cmake"
    if (Test-Path -LiteralPath $module) { Add-Lack 'old-module' $module, "rm $module" }
    $config = "$Nf/sdkconfig"
    if ((Test-Path -LiteralPath $config) -and
        @(Get-Content -LiteralPath $config | Where-Object { $_ -clike 'CONFIG_FREERTOS_HZ=1000*' }).Length -eq 0) {
        Add-Lack 'old-sdkconfig' $config, "rm $config"
    }
    if (-not (Test-Path -LiteralPath "$Nf/build/CMakeCache.txt")) { return }
    foreach ($line in Get-Content -LiteralPath "$Nf/build/CMakeCache.txt") {
        if ($line -cmatch '^TARGET_NAME:[A-Z]*=(.+)$' -and $Matches[1] -cne $Target) {
            Add-Lack 'old-build' "$Nf/build", $Matches[1], "rm -r $Nf/build $Nf/sdkconfig"
        }
    }
}

# Runs a command, or prints it; $Code is its exit code.
function Invoke-Step([string] $Name, [string[]] $Options) {
    $script:Code = 0
    if ($DryRun) {
        [Console]::Out.WriteLine("env IDF_PATH=$Idf $Name $Options")
        return
    }
    $env:IDF_PATH = $Idf
    $ErrorActionPreference = 'Continue'
    & $Name $Options
    $script:Code = $LASTEXITCODE
}

# One configuration file of several.
function Join-Files([string] $Out, [string[]] $Parts, [string] $Last) {
    if ($DryRun) {
        [Console]::Out.WriteLine("awk 1 $Parts > $Out")
        if ($Last) { [Console]::Out.WriteLine("echo '$Last' >> $Out") }
        return
    }
    $lines = @($Parts | ForEach-Object { [System.IO.File]::ReadAllLines($_) })
    if ($Last) { $lines += $Last }
    [System.IO.File]::WriteAllText($Out, ($lines -join "`n") + "`n")
}

# The target's own configuration, and ours behind it; both made anew for each build.
function New-Configuration {
    $parts = @("$Folder/kconfig.conf")
    $clock = Get-Setting 'ESP32_ETHERNET_RMII_CLK_OUT_GPIO'
    if ($Apll -or ($clock -and $clock -cne '-1')) { $parts += "$Folder/kconfig-apll.conf" }
    $own = "$Nf/config/user-kconfig.conf"
    if (Test-Path -LiteralPath $own) { $parts = @($own) + $parts }
    $sdk = Get-Setting 'SDK_CONFIG_FILE'
    if (-not $sdk) { $sdk = 'sdkconfig.default' }
    if ($DryRun) {
        [Console]::Out.WriteLine("mkdir -p $Nf/build")
    }
    else {
        $null = New-Item -ItemType Directory -Force -Path "$Nf/build"
    }
    Join-Files "$Nf/build/nanostack.sdkconfig" "$Nf/targets/ESP32/_IDF/$sdk", "$Folder/sdkconfig.conf" ''
    Join-Files "$Nf/build/nanostack.conf" $parts "CONFIG_SDK_CONFIG_FILE=`"$Nf/build/nanostack.sdkconfig`""
}

# Without a preset: upstream's presets want two files of its user's and a submodule before any is read.
function Invoke-Configure {
    $list = "$Nf/build/native_assemblies.csv"
    $number = '0.0.0'
    if (Test-Path -LiteralPath "$Nf/version.json") {
        $found = [regex]::Match([System.IO.File]::ReadAllText("$Nf/version.json"), '"version": "([0-9]+\.[0-9]+\.[0-9]+)"')
        if ($found.Success) { $number = $found.Groups[1].Value }
    }
    Invoke-Step 'cmake' '-S', $Nf, '-B', "$Nf/build", '-G', 'Ninja',
        "-DCMAKE_TOOLCHAIN_FILE=$Nf/CMake/toolchain.xtensa-esp32-elf.cmake",
        '-DCMAKE_BUILD_TYPE=MinSizeRel', "-DBUILD_VERSION=$number.0", "-DTARGET_NAME=$Target",
        "-DNF_TARGET_DEFCONFIG=targets/ESP32/defconfig/${Target}_defconfig",
        "-DNF_USER_KCONFIG_OVERLAY=$Nf/build/nanostack.conf", "-DESP32_IDF_PATH=$Idf",
        '-DNF_INTEROP_ASSEMBLIES=NanoStack.Hal.Native',
        "-DINTEROP-NanoStack.Hal.Native_DIR=$($Folder.Replace('\', '/'))"
    if ($Code -ne 0) { Stop-With 'configure-failed' "$Code" }
    if ($DryRun) { return }
    $table = [System.IO.File]::ReadAllText("$Root/firmware/native/interop/nanostack_hal_native.cpp")
    $checksum = [regex]::Match($table, '(?m)^ *(0x[0-9A-F]{8}),').Groups[1].Value
    if (-not (Test-Path -LiteralPath $list) -or
        [System.IO.File]::ReadAllText($list) -cnotmatch "NanoStack\.Hal\.Native,.*$checksum") {
        Stop-With 'no-native' $list, $checksum, "rm -r $Nf/build"
    }
}

function Invoke-Build {
    Invoke-Step 'cmake' '--build', "$Nf/build"
    if ($Code -ne 0) { Stop-With 'build-failed' "$Code" }
    if ($DryRun) { return }
    $image = "$Nf/build/nanoCLR.bin"
    if (-not (Test-Path -LiteralPath $image)) { Stop-With 'no-image' $image }
    [Console]::Out.WriteLine("build: the image is $image; firmware/flash.sh --firmware takes it, " +
        "with --target $Target.")
}

Read-Options $args
Test-Nf
Test-Idf
Test-Tools
Test-Leftovers
if ($Missing -gt 0) {
    Say 'missing' "$Missing"
    if (-not $DryRun -or $CheckOnly) { exit 1 }
}
if ($CheckOnly) {
    [Console]::Out.WriteLine("build: nothing is missing for $Target.")
    exit 0
}
New-Configuration
Invoke-Configure
Invoke-Build
