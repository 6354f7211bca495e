# Import and first event: what a user waits for.

# An empty binary module: one command that does nothing; with a view and a member of a type, if asked.
function New-EmptyModule([string] $Folder, [switch] $WithView) {
    $null = New-Item -ItemType Directory -Force $Folder
    Add-Type -OutputAssembly (Join-Path $Folder Empty.dll) -TypeDefinition @'
[System.Management.Automation.Cmdlet("Get", "Nothing")]
public sealed class GetNothing : System.Management.Automation.PSCmdlet { }
'@
    $path = Join-Path $Folder Empty.psd1
    $shown = @{}
    if ($WithView) {
        Set-Content (Join-Path $Folder Empty.Format.ps1xml) (
            '<Configuration><ViewDefinitions><View><Name>Nothing</Name><ViewSelectedBy><TypeName>Nothing</TypeName></ViewSelectedBy>' +
            '<TableControl><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Id</PropertyName></TableColumnItem>' +
            '</TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>')
        Set-Content (Join-Path $Folder Empty.Types.ps1xml) (
            '<Types><Type><Name>Nothing</Name><Members><AliasProperty><Name>NothingId</Name><ReferencedMemberName>Id</ReferencedMemberName>' +
            '</AliasProperty></Members></Type></Types>')
        $shown = @{ FormatsToProcess = 'Empty.Format.ps1xml'; TypesToProcess = 'Empty.Types.ps1xml' }
    }
    New-ModuleManifest $path -RootModule Empty.dll -CmdletsToExport Get-Nothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @() @shown
    $path
}

function Measure-Import {
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "AshBench$PID"
    $empty = New-EmptyModule (Join-Path $folder Empty)
    $viewed = New-EmptyModule (Join-Path $folder Viewed) -WithView
    $cold = @'
$watch = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module {0}
$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
'@
    # Again in the same process, in a new runspace each time, as ForEach-Object -Parallel and jobs do.
    $warm = @'
$times = foreach ($i in 1..12) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript({ $null = Get-Command Import-Module; $watch = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module $args[0]; $watch.Elapsed.TotalMilliseconds }).AddArgument('{0}')
    $shell.Invoke()[0]
    $shell.Dispose()
}
($times | Select-Object -Skip 2 | Sort-Object)[5].ToString([cultureinfo]::InvariantCulture)
'@
    foreach ($kind in @{ Name = 'import, new process'; Script = $cold; Round = 2 * $Round }, @{ Name = 'import, again in the same process'; Script = $warm; Round = [Math]::Max(3, [int] ($Round / 2)) }) {
        $times = Measure-InTurn -Number -Round $kind.Round -WarmUp 1 ([ordered]@{
                Empty  = { Invoke-NewProcess $kind.Script.Replace('{0}', $empty) }
                Viewed = { Invoke-NewProcess $kind.Script.Replace('{0}', $viewed) }
                Ash    = { Invoke-NewProcess $kind.Script.Replace('{0}', $manifest) }
            })
        $ratio = $times.Ash / $times.Empty
        New-Figure -Group 'Start' -Name $kind.Name -Value ('{0:0.0} ms' -f $times.Ash) -Against ('an empty binary module, {0:0.0} ms' -f $times.Empty) `
            -Ratio ('{0:0.00}' -f $ratio) -Target 'at most 1.6' -Met ($ratio -le 1.6)
        New-Figure -Group 'Start' -Name $kind.Name -Value ('{0:0.0} ms' -f $times.Ash) `
            -Against ('an empty module with one view and one type, {0:0.0} ms' -f $times.Viewed) -Ratio ('{0:0.00}' -f ($times.Ash / $times.Viewed))
    }
    Remove-Item -Recurse $folder
}

function Measure-FirstEvent {
    $times = Measure-InTurn -Number -Round (20 * $Round) -WarmUp 50 ([ordered]@{
            Bare = { [Ash.Benchmarks.BareLoop]::FirstEvent($server, 'mixed 10') }
            Send = {
                $first = $null
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                Send-AshMessage 'mixed 10' -Session $session | ForEach-Object { $first ??= $watch.Elapsed.TotalMilliseconds }
                $first
            }
        })
    $over = $times.Send - $times.Bare
    New-Figure -Group 'Start' -Name 'first event, warm' -Value ('{0:0.00} ms' -f $times.Send) -Against ('a bare HttpClient, {0:0.00} ms' -f $times.Bare) `
        -Ratio ('+{0:0.00} ms' -f $over) -Target 'at most +1 ms' -Met ($over -le 1)

    # From the start of a process that does nothing else to its first event: what a script in a scheduled job sees.
    $bare = "Add-Type -Path '$assembly'; [Ash.Benchmarks.BareLoop]::FirstEvent('$server', 'mixed 10') > `$null"
    $ask = "Send-AshMessage 'mixed 10' -Session $session | Select-Object -First 1 > `$null"
    # Connecting is two requests of its own, which say what is wrong with the address or the key.
    $send = "Import-Module '$manifest'; Connect-AshServer '$server'; $ask"
    $found = "`$env:ASH_SERVER_URL = '$server'; Import-Module '$manifest'; $ask"
    $cold = Measure-InTurn -Round (2 * $Round) -WarmUp 1 ([ordered]@{
            Nothing = { pwsh -NoProfile -NonInteractive -Command '1 > $null' }
            Bare    = { pwsh -NoProfile -NonInteractive -Command $bare }
            Found   = { pwsh -NoProfile -NonInteractive -Command $found }
            Send    = { pwsh -NoProfile -NonInteractive -Command $send }
        })
    foreach ($row in @(
            @{ Name = 'first event, new process, the server from ASH_SERVER_URL'; Seconds = $cold.Found }
            @{ Name = 'first event, new process, with Connect-AshServer before it'; Seconds = $cold.Send }
        )) {
        $ratio = $row.Seconds / $cold.Bare
        New-Figure -Group 'Start' -Name $row.Name -Value ('{0:0} ms' -f (1000 * $row.Seconds)) `
            -Against ('a bare HttpClient, {0:0} ms (of which pwsh itself {1:0} ms)' -f (1000 * $cold.Bare), (1000 * $cold.Nothing)) `
            -Ratio ('{0:0.00}' -f $ratio) -Target 'at most 1.3' -Met ($ratio -le 1.3)
    }
}
