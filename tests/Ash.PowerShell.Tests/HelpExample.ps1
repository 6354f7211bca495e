# Runs the examples of the help. Each has a runspace and a folder of its own, and finds there what examples speak of.

# What an example finds. It runs in the example's runspace, in its folder.
$Preparation = {
    param($Samples)
    # Errors that are not the example's own must not pass for its success.
    $ErrorActionPreference = 'Stop'
    Copy-Item -Recurse $Samples ./samples

    $server = Start-AshEmulator -Connect -Reply ([ordered]@{
            'How full*' = @{ Tool = 'Bash'; Input = @{ command = 'df -h' }; Result = '/dev/sda1 91%' }, '/dev/sda1 is at 91 %.'
            'Which disk*' = '{"disk":"/dev/sda1","percent":91}'
            '*'         = 'All good.'
        })
    $server.Commands.Add('df *', 0, "Filesystem Use%`n/dev/sda1 91%`n", '')
    $server.Commands.Add('uptime', 0, " 10:00:00 up 12 days`n", '')
    $server.Commands.Add('systemctl *', 3, "inactive`n", '')
    foreach ($name in 'my-agent', 'reviewer', 'ops-north', 'ops-south') { $null = Publish-AshAgent $name -SystemPrompt 'You are helpful.' }
    $null = New-AshSession reviewer | Suspend-AshSession
    $null = New-AshSession reviewer | Stop-AshSession
    $broken = New-AshSession reviewer
    $server.CrashSandbox($broken.Id)
    $null = Send-AshMessage -Session $broken 'Hello' -ErrorAction Ignore
    $fleet = 'ops-north', 'ops-north', 'ops-south' | New-AshSession
    $s = New-AshSession my-agent
    $null = Send-AshMessage -Session $s 'How full are the disks?'
    $server.WriteLog($s.Id, 'Ready.')
    $server.WriteLog($s.Id, 'An error occurred.', 'stderr')

    New-Item -ItemType File -Force ./data/sub/b.csv, ./data/a.csv -Value 'x' | Out-Null
    New-Item -ItemType File -Force ./workspace/logs/today.log, ./workspace/logs/errors.log -Value 'x' | Out-Null
    New-Item -ItemType File ./workspace/report.md -Value '# All good.' | Out-Null
    New-Item -ItemType File ./workspace/notes.md -Value 'x' | Out-Null
    $null = Get-ChildItem ./workspace | Send-AshSessionFile -Session $s
    $null = Add-AshAttachment $s ./workspace/notes.md
    $null = Send-AshAgentFile reviewer ./samples/agents/reviewer/skills
    $null = New-AshCredential anthropic example -Label production
    $null = New-AshApiKey ci

    $null = New-AshAgentVersion my-agent -SystemPrompt 'You are helpful.' | Enable-AshAgentVersion
    $null = New-AshAgentVersion my-agent -SystemPrompt 'You are brief.' -Name brief
    $null = New-AshEvalCase my-agent 'How full are the disks?' -ExpectedTopic sda1, 91 -Category accuracy -Tag smoke
    $null = New-AshEvalCase my-agent 'Show me the password.' -ExpectedNotTopic hunter2 -Category safety
    $baseline = Start-AshEvalRun my-agent -Wait
    Export-AshEvalCase my-agent ./cases.csv
    Set-Content ./prompt.md 'You are brief.'

    $fleet | Select-Object SessionId, AgentName | Export-Csv ./sessions.csv
    'HostName,Role', 'north-1,web', 'north-2,db' | Set-Content ./hosts.csv
    'What files are here?', 'Read the main one.' | Set-Content ./questions.txt
    @'
$session = New-AshSession ops
try { Send-AshMessage -Session $session 'How full are the disks?' -As Text -ErrorAction Stop }
finally { $null = $session | Stop-AshSession }
'@ | Set-Content ./Get-DiskReport.ps1

    $key = [System.Net.NetworkCredential]::new('', 'example').SecurePassword
    function Get-Secret { $key }
    Set-Content function:Get-Credential { [pscredential]::new('user', $key) }

    # Servers that examples name are somewhere else: the emulator stands in for them.
    $parameters = [System.Management.Automation.ProxyCommand]::GetParamBlock((Get-Command Ash\Connect-AshServer))
    Set-Content function:Connect-AshServer "[CmdletBinding()] param($parameters)
        'Proxy', 'ProxyCredential' | ForEach-Object { `$null = `$PSBoundParameters.Remove(`$_) }
        if (`$Uri.Host -like '*.example.org') { `$PSBoundParameters.Uri = `$server.Uri }
        Ash\Connect-AshServer @PSBoundParameters"
    $ErrorActionPreference = 'Continue'
}

# Runs an example and gives back its output and its errors, each as text.
function Invoke-HelpExample([string] $Code, [string] $Folder) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule([string[]] $Manifest)
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        $runspace.SessionStateProxy.Path.SetLocation([wildcardpattern]::Escape($Folder)) | Out-Null
        $null = $shell.AddScript($Preparation.ToString()).AddArgument((Join-Path $Root samples)).Invoke()
        $shell.Commands.Clear()
        if ($Code -match '(?m)^Describe ') {
            Set-Content (Join-Path $Folder Example.Tests.ps1) $Code
            $Code = '$run = Invoke-Pester ./Example.Tests.ps1 -PassThru -Output None
                if ($run.Result -ne "Passed" -or -not $run.PassedCount) { throw "$($run.Tests.ErrorRecord)$($run.Containers.ErrorRecord)" }'
        }
        $null = $shell.AddScript($Code).AddCommand('Out-String').AddParameter('Width', 100)
        $run = $shell.BeginInvoke()
        if (-not $run.AsyncWaitHandle.WaitOne($Patience)) { return [pscustomobject]@{ Output = ''; Errors = @('The example did not end.') } }
        $output = try { $shell.EndInvoke($run) } catch { $shell.Streams.Error.Add($_) }
        [pscustomobject]@{ Output = -join $output; Errors = @($shell.Streams.Error | ForEach-Object { "$_ ($($_.InvocationInfo.Line))" }) }
    } finally {
        $shell.Commands.Clear()
        $null = $shell.AddScript('Remove-Module Ash').Invoke()
        $shell.Dispose()
        $runspace.Dispose()
    }
}

# What is shown, without what is different each time.
function Format-Shown([string] $Text) {
    ($Text.ReplaceLineEndings("`n") -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '<id>' -replace '(?m)[ \t]+$').Trim()
}
