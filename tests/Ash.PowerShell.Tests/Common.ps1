# What the test files share. Each begins with: BeforeAll { . $PSScriptRoot/Common.ps1 }

# An error that a test does not expect fails it.
$ErrorActionPreference = 'Stop'
$Root = Split-Path (Split-Path $PSScriptRoot)
# What is tested: the module of this clone, or the package that build.ps1 Test -Package unpacked.
$Manifest = $env:ASH_TEST_MODULE ?? (Join-Path $Root Ash.psd1)
Import-Module $Manifest

# Nothing is waited for longer than this, in milliseconds: it bounds a hang, and no test passes or fails by it otherwise.
$Patience = 30000

# Waits for a task and gives back its result.
function Wait-Task([System.Threading.Tasks.Task] $Task) {
    if (-not $Task.Wait($Patience)) { throw 'The task did not end.' }
    if ($Task.GetType().IsGenericType) { $Task.Result }
}

# Waits for an event that a script block, on whatever thread, has to set.
function Wait-Signal([System.Threading.ManualResetEventSlim] $Signal) {
    if (-not $Signal.Wait($Patience)) { throw 'The signal did not come.' }
}

# The body of the last request of its kind, as JSON.
function Get-SentBody([string] $Path, [string] $Method = 'POST') {
    (Get-AshEmulatorRequest -Method $Method -Path $Path | Select-Object -Last 1).Body
}

# A type of the emulator, which lives in the module's private load context.
function Get-EmulatorType([string] $Name) {
    (Get-Command Start-AshEmulator).OutputType[0].Type.Assembly.GetType("Ash.Emulation.$Name", $true)
}

# Starts a script in a runspace of its own that has the module.
function Start-Script([scriptblock] $Script, [hashtable] $Variable = @{}) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule([string[]] $Manifest)
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], $null))
    }
    $shell = [powershell]::Create($state).AddScript($Script.ToString())
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
    [pscustomobject]@{ Shell = $shell; Run = $run; Output = $output }
}

# Waits for a script's end and gives back its output; what it threw is thrown.
function Complete-Script($Script) {
    if (-not $Script.Run.AsyncWaitHandle.WaitOne($Patience)) { throw 'The script did not end.' }
    $null = $Script.Shell.EndInvoke($Script.Run)
    $Script.Shell.Streams.Error | ForEach-Object { throw $_ }
    $Script.Output
}

# Ctrl+C, and the wait until the prompt is back.
function Stop-Script($Script) {
    $stop = $Script.Shell.BeginStop($null, $null)
    if (-not $stop.AsyncWaitHandle.WaitOne($Patience)) { throw 'The script did not stop.' }
    $Script.Shell.EndStop($stop)
}

# A server that is no emulator, for what an emulator would not show or do.
function Start-Listener {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $listener
}

# The address of a listener, or of the port that it left closed.
function Get-Address([System.Net.Sockets.TcpListener] $Listener) { "http://$($Listener.LocalEndpoint)" }

function Get-ClosedAddress {
    $listener = Start-Listener
    Get-Address $listener
    $listener.Stop()
}

# Takes one request off a connection to a listener, head and body as they came, and answers it if told how.
function Receive-Request([System.Net.Sockets.TcpListener] $Listener, [string] $Answer, [string] $ContentType = 'application/json') {
    $client = Wait-Task $Listener.AcceptTcpClientAsync()
    $stream = $client.GetStream()
    $stream.ReadTimeout = $Patience
    $text = ''
    $buffer = [byte[]]::new(65536)
    do {
        $text += [System.Text.Encoding]::UTF8.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length))
        $head, $body = $text -split "`r`n`r`n", 2
        $length = if ($head -match '(?m)^Content-Length: (\d+)') { [int] $Matches[1] } else { 0 }
    } while ($null -eq $body -or [System.Text.Encoding]::UTF8.GetByteCount($body) -lt $length)
    if ($Answer) {
        $content = [System.Text.Encoding]::UTF8.GetBytes($Answer)
        $stream.Write([System.Text.Encoding]::ASCII.GetBytes(
                "HTTP/1.1 200 OK`r`nContent-Type: $ContentType`r`nContent-Length: $($content.Length)`r`nConnection: close`r`n`r`n"))
        $stream.Write($content)
        $client.Close()
    }
    [pscustomobject]@{ Head = $head; Body = $body; Stream = $stream }
}

# Runs a script in a pwsh of its own, in the module's folder, and gives back what it printed, errors too.
function Invoke-Pwsh([string] $Script, [hashtable] $Environment = @{}) {
    $start = [System.Diagnostics.ProcessStartInfo]@{
        FileName = 'pwsh'; WorkingDirectory = Split-Path $Manifest; RedirectStandardOutput = $true; RedirectStandardError = $true
    }
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $Script) { $start.ArgumentList.Add($argument) }
    foreach ($name in 'ASH_SERVER_URL', 'ASH_API_KEY') { $null = $start.Environment.Remove($name) }
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [System.Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEndAsync()
    if (-not $process.WaitForExit(4 * $Patience)) {
        $process.Kill($true)
        throw 'pwsh did not end.'
    }
    [pscustomobject]@{ Output = (Wait-Task $output); Errors = (Wait-Task $errors); ExitCode = $process.ExitCode }
}
