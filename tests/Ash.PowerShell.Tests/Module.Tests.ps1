BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $commands = Get-Command -Module Ash | ForEach-Object { @{ Command = $_ } }
}

Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $data = Import-PowerShellDataFile $Manifest
        $assembly = (Get-Command Send-AshMessage).ImplementingType.Assembly

        # A whole life of a session, for a pwsh of its own.
        $useIt = @'
$null = Start-AshEmulator -Connect -Reply @{ '*' = 'works' }
$null = Publish-AshAgent -Name a -SystemPrompt x
New-AshSession a | Send-AshMessage hi -As Text

'@
    }

    Context 'Manifest' {
        It 'is valid' {
            $module = Test-ModuleManifest $Manifest
            $module.Name, $module.PowerShellVersion, $module.CompatiblePSEditions | Should -Be Ash, '7.4', Core
            $module.Description, $module.Author, $module.Copyright | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        }

        It 'exports every command of the assembly, and no other' {
            $built = $assembly.GetExportedTypes() | ForEach-Object {
                $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) | ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            }
            $data.CmdletsToExport | Sort-Object | Should -Be ($built | Sort-Object)
            (Get-Command -Module Ash).Name | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
        }
    }

    Context '<Command>' -ForEach $commands {
        It 'has an approved verb and a singular noun' {
            $Command.Verb | Should -BeIn (Get-Verb).Verb
            $Command.Noun | Should -MatchExactly '^Ash([A-Z][a-z]+)+$'
            # Analytics have no singular.
            $Command.Noun | Should -Not -Match '(?<!Analytic)s$'
        }

        It 'says what it emits' {
            $emitsNothing = 'Disconnect-AshServer', 'Remove-AshEmulatorFault', 'Restart-AshEmulator', 'Stop-AshEmulator', 'Unpublish-AshAgent',
                'Remove-AshSessionFile', 'Remove-AshAgentFile', 'Remove-AshAttachment', 'Remove-AshApiKey', 'Remove-AshCredential',
                'Export-AshEvalCase', 'Remove-AshAgentVersion', 'Remove-AshEvalCase', 'Enter-AshSession'
            $Command.OutputType.Count -gt 0 | Should -Be ($Command.Name -notin $emitsNothing)
        }

        It 'supports -WhatIf where it changes anything' {
            $changesNothing = 'Get', 'Compare', 'Test', 'Connect', 'Disconnect'
            $Command.Parameters.ContainsKey('WhatIf') | Should -Be ($Command.Verb -notin $changesNothing)
        }

        It 'takes -Connection where it talks to a server' {
            $talksToNone = $Command.Noun -like 'AshEmulator*' -or $Command.Name -in 'Connect-AshServer', 'Get-AshConnection'
            $Command.Parameters.ContainsKey('Connection') | Should -Be (-not $talksToNone)
        }

        It 'has no parameter or output of a dependency''s type' {
            $types = @($Command.Parameters.Values.ParameterType) + @($Command.OutputType.Type) +
                @($Command.OutputType.Type | Where-Object { $_ } | ForEach-Object { $_.GetProperties().PropertyType })
            $types.FullName -match '^(Polly|System\.Net\.ServerSentEvents|System\.Text\.Json)\b' | Should -BeNullOrEmpty
        }
    }

    Context '-WhatIf' {
        BeforeAll {
            $gate = [System.Threading.ManualResetEventSlim]::new()
            $emulator = Start-AshEmulator -Connect -Reply @{ wait = { $gate.Wait() } }
            $null = Publish-AshAgent -Name agent -SystemPrompt x
            $connection = Get-AshConnection
            $file = (New-Item -ItemType File TestDrive:/a.txt -Value x).FullName
            $bundle = (Save-AshWorkspace (New-AshSession agent) TestDrive:/ws.tar.gz).FullName
            $destination = (New-Item -ItemType Directory TestDrive:/out).FullName
            $caseFile = Join-Path $TestDrive cases.csv
            Set-Content $caseFile "question`nq"
            $null = New-AshEvalCase agent q
            $result = Start-AshEvalRun agent -Wait | Get-AshEvalResult
            # It is at work on this one, and all others wait.
            $null = Add-AshQueueItem agent wait
        }

        BeforeEach {
            $session = New-AshSession agent
            $null = Publish-AshAgent -Name unused -SystemPrompt x
            $null = Send-AshAgentFile agent $file
            $attachment = Add-AshAttachment $session $file
            $credential = New-AshCredential custom x
            $key = New-AshApiKey x
            $item = Add-AshQueueItem agent x
            Get-AshAgentVersion agent | Remove-AshAgentVersion -Confirm:$false
            $null = New-AshAgentVersion agent
            $case = New-AshEvalCase agent q
            $emulator.ClearRequests()
        }

        AfterAll {
            $gate.Set()
            Stop-AshEmulator $emulator
        }

        It 'sends nothing: <Name>' -ForEach @(
            @{ Name = 'Publish-AshAgent'; Call = { Publish-AshAgent -Name other -SystemPrompt x -Connection $connection -WhatIf } }
            @{ Name = 'New-AshSession'; Call = { New-AshSession agent -Connection $connection -WhatIf } }
            @{ Name = 'Suspend-AshSession'; Call = { Suspend-AshSession $id -Connection $connection -WhatIf } }
            @{ Name = 'Resume-AshSession'; Call = { Resume-AshSession $id -Connection $connection -WhatIf } }
            @{ Name = 'Stop-AshSession'; Call = { Stop-AshSession $id -Connection $connection -WhatIf } }
            @{ Name = 'Copy-AshSession'; Call = { Copy-AshSession $id -Connection $connection -WhatIf } }
            @{ Name = 'Set-AshSession'; Call = { Set-AshSession $id -Model m -Connection $connection -WhatIf } }
            @{ Name = 'Set-AshAgent'; Call = { Set-AshAgent agent -Environment @{ A = 1 } -Connection $connection -WhatIf } }
            @{ Name = 'Unpublish-AshAgent'; Call = { Unpublish-AshAgent unused -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Set-AshAgentConfig'; Call = { Set-AshAgentConfig agent @{ a = 1 } -Connection $connection -WhatIf } }
            @{ Name = 'New-AshAgentVersion'; Call = { New-AshAgentVersion agent -Connection $connection -WhatIf } }
            @{ Name = 'Set-AshAgentVersion'; Call = { Set-AshAgentVersion agent 1 -Name n -Connection $connection -WhatIf } }
            @{ Name = 'Enable-AshAgentVersion'; Call = { Enable-AshAgentVersion agent 1 -Connection $connection -WhatIf }; Sends = 2 }
            @{ Name = 'Remove-AshAgentVersion'; Call = { Remove-AshAgentVersion agent 1 -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'New-AshEvalCase'; Call = { New-AshEvalCase agent q -Connection $connection -WhatIf } }
            @{ Name = 'Set-AshEvalCase'; Call = { Set-AshEvalCase agent $case -Category c -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshEvalCase'; Call = { Remove-AshEvalCase agent $case -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Import-AshEvalCase'; Call = { Import-AshEvalCase agent $caseFile -Connection $connection -WhatIf } }
            @{ Name = 'Export-AshEvalCase'; Call = { Export-AshEvalCase agent $caseFile -Connection $connection -WhatIf } }
            @{ Name = 'Start-AshEvalRun'; Call = { Start-AshEvalRun agent -Connection $connection -WhatIf } }
            @{ Name = 'Set-AshEvalResult'; Call = { Set-AshEvalResult agent $result -HumanScore 1 -Connection $connection -WhatIf } }
            @{ Name = 'Invoke-AshCommand'; Call = { Invoke-AshCommand ls -Session $id -Connection $connection -WhatIf } }
            @{ Name = 'New-AshCredential'; Call = { New-AshCredential custom x -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshCredential'; Call = { Remove-AshCredential $credential -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'New-AshApiKey'; Call = { New-AshApiKey x -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshApiKey'; Call = { Remove-AshApiKey $key -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Add-AshQueueItem'; Call = { Add-AshQueueItem agent x -Connection $connection -WhatIf } }
            @{ Name = 'Stop-AshQueueItem'; Call = { Stop-AshQueueItem $item -Connection $connection -WhatIf } }
            @{ Name = 'Send-AshMessage'; Call = { Send-AshMessage hi -Session $id -Connection $connection -WhatIf } }
            @{ Name = 'Send-AshSessionFile'; Call = { Send-AshSessionFile $id $file -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshSessionFile'; Call = { Remove-AshSessionFile $id CLAUDE.md -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Save-AshWorkspace'; Call = { Save-AshWorkspace $id $destination -Connection $connection -WhatIf } }
            @{ Name = 'Restore-AshWorkspace'; Call = { Restore-AshWorkspace $id $bundle -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Send-AshAgentFile'; Call = { Send-AshAgentFile agent $file -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshAgentFile'; Call = { Remove-AshAgentFile agent a.txt -Connection $connection -Confirm:$false -WhatIf } }
            @{ Name = 'Add-AshAttachment'; Call = { Add-AshAttachment $id $file -Connection $connection -WhatIf } }
            @{ Name = 'Receive-AshAttachment'; Call = { Receive-AshAttachment $attachment $destination -Force -Connection $connection -WhatIf } }
            @{ Name = 'Remove-AshAttachment'; Call = { Remove-AshAttachment $attachment -Connection $connection -Confirm:$false -WhatIf } }
        ) {
            $variables = @{
                connection = $connection; id = $session.Id; file = $file; bundle = $bundle; destination = $destination; attachment = $attachment.Id
                credential = $credential.Id; key = $key.Id; item = $item.Id
                case = $case.Id; result = $result.Id; caseFile = $caseFile
            }
            # In a runspace without a host, where "What if:" is not printed.
            Complete-Script (Start-Script $Call $variables) | Should -BeNullOrEmpty
            Get-AshEmulatorRequest | Should -BeNullOrEmpty

            # And the same call, meant, does send.
            $null = Complete-Script (Start-Script ([scriptblock]::Create($Call.ToString().Replace('-WhatIf', ''))) $variables)
            (Get-AshEmulatorRequest).Count | Should -Be ($Sends ?? 1)
        }
    }

    Context 'Import and removal' {
        It 'keeps its commands and works through Import-Module -Force' {
            $run = Invoke-Pwsh @"
Import-Module ./Ash.psd1
$useIt
Import-Module ./Ash.psd1 -Force
Import-Module ./Ash.psd1 -Force
(Get-Command -Module Ash).Count
[Ash.Session].Name
$useIt
"@
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Trim() -split '\s+' | Should -Be works, "$($data.CmdletsToExport.Count)", Session, works
        }

        It 'says what is missing of a module that was not copied whole' {
            $copy = (New-Item -ItemType Directory TestDrive:/Ash).FullName
            Copy-Item (Join-Path (Split-Path $Manifest) Ash.psd1), (Join-Path (Split-Path $Manifest) bin) $copy -Recurse
            Remove-Item $copy/bin/lib/Ash.Client.dll
            $run = Invoke-Pwsh "Import-Module '$copy/Ash.psd1'; 'goes on'"
            $run.Errors | Should -Match 'Ash\.Client'
            $run.Output.Trim() | Should -Be 'goes on'
        }

        It 'leaves neither server nor type names behind when it is removed' {
            $run = Invoke-Pwsh @'
Import-Module ./Ash.psd1
$emulators = 1..3 | ForEach-Object { Start-AshEmulator }
'Ash.Session' -as [type] | ForEach-Object FullName
Remove-Module Ash
# Three, because another process may take a port that has just become free.
$closed = $emulators | Where-Object {
    $client = [System.Net.Sockets.TcpClient]::new()
    try { $client.Connect('127.0.0.1', $_.Uri.Port); $false } catch { $true } finally { $client.Dispose() }
}
$closed.Count -ge 2
# Another type: the engine remembers the one that it has found.
$null -eq ('Ash.Agent' -as [type])
'@
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Trim() -split '\s+' | Should -Be Ash.Session, True, True
        }

        It 'takes nothing from another runspace when it is removed in one' {
            $emulator = Start-AshEmulator -Connect
            try {
                $null = Complete-Script (Start-Script { Start-AshEmulator -Connect; Remove-Module Ash })
                $emulator.IsRunning | Should -BeTrue
                (Get-AshConnection).Server | Should -Be $emulator.Uri
                Get-AshAgent | Should -BeNullOrEmpty
                'Ash.Session' -as [type] | Should -Not -BeNullOrEmpty
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'knows [<_>] by its name' -ForEach 'Ash.Session', 'Ash.Agent', 'Ash.AshEvent', 'Ash.MessageEvent', 'Ash.Turn', 'Ash.AshApiException' {
            ($_ -as [type]).FullName | Should -Be $_
        }
    }

    Context 'Assemblies' {
        BeforeAll {
            # Prints "name context" of every assembly that the lines before it added.
            $print = @'
function Show-Added([string] $Title) {
    $now = [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object {
        "$($_.GetName().Name) $([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)"
    }
    $now | Where-Object { $_ -notin $script:before } | ForEach-Object { "$Title $_" }
    $script:before = $now
}
$script:before = @()
$null = Get-Command Import-Module, Get-Command | Format-Table | Out-String
$null = Show-Added start

'@
        }

        It 'loads little at import, and what it needs later into a context of its own' {
            $run = Invoke-Pwsh "$print Import-Module ./Ash.psd1; Show-Added import; $useIt Show-Added use"
            $run.Errors | Should -BeNullOrEmpty
            $added = $run.Output -split '\r?\n'

            $import = $added -match '^import '
            $import | Should -Contain 'import Ash.PowerShell Default'
            $import -match ' (System\.Net\.Http|System\.Text\.Json|System\.Net\.ServerSentEvents|Polly\.Core|Ash\.Emulator) ' | Should -BeNullOrEmpty

            'Ash.Client', 'Ash.Emulator', 'Polly.Core', 'System.Net.ServerSentEvents' | ForEach-Object {
                $added -match "^(import|use) $([regex]::Escape($_)) " -replace '^\w+ ' | Should -Be "$_ Ash"
            }
            $added -match ' Ash$' -replace '^\w+ ' | Sort-Object |
                Should -Be 'Ash.Client Ash', 'Ash.Emulator Ash', 'Polly.Core Ash', 'System.Net.ServerSentEvents Ash'
        }

        It 'is not disturbed by another Polly.Core, and does not disturb it: loaded <When>' -ForEach @(
            @{ When = 'before'; Order = 'Add-Type -Path $path', 'Import-Module ./Ash.psd1', 'USE' }
            @{ When = 'after'; Order = 'Import-Module ./Ash.psd1', 'USE', 'Add-Type -Path $path' }
        ) {
            $path = Join-Path (New-Item -ItemType Directory "TestDrive:/$When").FullName Polly.Core.dll
            $run = Invoke-Pwsh @"
`$path = '$path'
Add-Type 'namespace Polly { public class Stranger { public static string Name = "stranger"; } }' -OutputAssembly `$path
$($Order.Replace('USE', $useIt) -join "`n")
[Polly.Stranger]::Name
"@
            $run.Errors | Should -BeNullOrEmpty
            $run.Output.Trim() -split '\s+' | Should -Be works, stranger
        }
    }

    Context 'Scripts of the repository' {
        It 'have nothing to be said against them' -Skip:(-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            $files = Get-ChildItem $Root -Recurse -Include *.ps1, *.psd1 | Where-Object FullName -NotMatch '[\\/](bin|obj|out|TestResults)[\\/]'
            $files.Count | Should -BeGreaterThan 5
            $files | ForEach-Object { Invoke-ScriptAnalyzer $_ -Settings (Join-Path $Root PSScriptAnalyzerSettings.psd1) } |
                ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
        }
    }
}
