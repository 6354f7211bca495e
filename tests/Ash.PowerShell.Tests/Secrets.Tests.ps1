Describe 'Secrets' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $saved = $env:ASH_SERVER_URL, $env:ASH_API_KEY

        # As it is, and in the ways in which it may travel.
        function Get-Disguise([string] $Secret) {
            $bytes = [System.Text.Encoding]::UTF8.GetBytes($Secret)
            $Secret, [Convert]::ToBase64String($bytes), [Convert]::ToHexString($bytes), [uri]::EscapeDataString($Secret)
        }
    }

    BeforeEach {
        $env:ASH_SERVER_URL = $env:ASH_API_KEY = $null
        Disconnect-AshServer
    }

    AfterAll { $env:ASH_SERVER_URL, $env:ASH_API_KEY = $saved }

    Context 'Environment variables and what else is handed on to an agent' {
        BeforeAll {
            # Nothing of it is in the script itself, since an error shows its line.
            $secrets = @{}
            'KEY', 'AGENT_ENV', 'SESSION_ENV', 'FILE_ENV', 'MCP_ENV', 'MCP_HEADER', 'CREDENTIAL', 'AWS_KEY', 'AWS_TOKEN' | ForEach-Object { $secrets["SECRET_$_"] = "s3cret-$($_.ToLowerInvariant())-$(New-Guid)" }
            $folder = New-Item -ItemType Directory TestDrive:/agent
            Set-Content (Join-Path $folder CLAUDE.md) 'You keep secrets.'
            Set-Content (Join-Path $folder .env) "FROM_FILE=$($secrets.SECRET_FILE_ENV)"
            $transcript = Join-Path $TestDrive transcript.txt
            $clixml = Join-Path $TestDrive objects.xml
            $run = Invoke-Pwsh @"
Import-Module ./Ash.psd1
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
`$null = Start-Transcript '$transcript'
`$emulator = Start-AshEmulator -ApiKey `$env:SECRET_KEY -Connect -RateLimit
`$agentEnv = @{ TOKEN = `$env:SECRET_AGENT_ENV }
`$sessionEnv = @{ TOKEN = `$env:SECRET_SESSION_ENV }
`$mcp = @{ tool = @{ command = 'x'; env = @{ TOKEN = `$env:SECRET_MCP_ENV } }; web = @{ url = 'http://localhost'; headers = @{ Authorization = `$env:SECRET_MCP_HEADER } } }
Publish-AshAgent prompted -SystemPrompt x -Environment `$agentEnv
Publish-AshAgent foldered -Path '$folder' -Environment `$agentEnv
Publish-AshAgent whatif -Path '$folder' -Environment `$agentEnv -WhatIf
New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp -WhatIf
`$session = New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp
`$session
Get-AshAgent | Format-List * -Force
`$aws = [pscustomobject]@{ AccessKeyId = 'AKIA'; SecretAccessKey = `$env:SECRET_AWS_KEY; SessionToken = `$env:SECRET_AWS_TOKEN; Region = 'r' }
`$credentials = (New-AshCredential custom `$env:SECRET_CREDENTIAL -Label l), (`$aws | New-AshCredential)
`$aws | New-AshCredential -WhatIf
`$credentials | New-AshSession prompted
# And now each of them goes wrong, in every way that may tell more than it should.
New-AshSession nobody -Environment `$sessionEnv -McpServer `$mcp
New-AshSession 'no name' -Environment `$sessionEnv -McpServer `$mcp
Publish-AshAgent 'no name' -SystemPrompt x -Environment `$agentEnv
Publish-AshAgent large -SystemPrompt ('x' * 990000) -Environment (`$agentEnv + @{ more = 'x' * 90000 })
New-AshCredential bedrock `$env:SECRET_CREDENTIAL
New-AshCredential nonsense `$env:SECRET_CREDENTIAL
New-AshCredential custom (`$env:SECRET_CREDENTIAL * 30000)
`$aws | New-AshCredential custom
foreach (`$status in 400, 401, 413, 422, 500) {
    `$fault = Add-AshEmulatorFault -StatusCode `$status
    New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp
    Publish-AshAgent prompted -Path '$folder' -Environment `$agentEnv
    New-AshCredential custom `$env:SECRET_CREDENTIAL
    `$aws | New-AshCredential
    Remove-AshEmulatorFault `$fault
}
`$null = Add-AshEmulatorFault -Redirect http://nohost.invalid/
New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp
Remove-AshEmulatorFault
`$null = Add-AshEmulatorFault -Close
New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp
Publish-AshAgent prompted -Path '$folder' -Environment `$agentEnv
Remove-AshEmulatorFault
`$null = Add-AshEmulatorFault -StatusCode 429 -Header @{ 'Retry-After' = 0 } -Times 1
New-AshSession prompted -Environment `$sessionEnv -McpServer `$mcp
`$requests = Get-AshEmulatorRequest
`$objects = @(`$emulator, `$session, (Get-AshConnection)) + `$credentials + `$requests
`$objects | Format-List * -Force
`$objects | Format-Custom -Depth 4
`$objects | ConvertTo-Json -Depth 4
`$objects | Export-Clixml '$clixml' -Depth 4
`$Error | Format-List * -Force
`$Error | ForEach-Object { `$_.Exception | Format-List * -Force }
`$Error | ForEach-Object { `$_.InvocationInfo | Format-List * -Force }
`$null = Stop-Transcript
"`$(`$Error.Count) errors, `$(`$requests.Count) requests"
"@ $secrets
            $shown = $run.Output + $run.Errors + (Get-Content $transcript, $clixml -Raw)
        }

        It 'were there to be seen' {
            $run.Output | Should -Match '(?m)^\d\d errors, \d\d requests'
            'DEBUG: POST /api/sessions: 201', 'AgentNotFound', 'What if:', '"TOKEN":"***"', 'FROM_FILE', 'Bearer ***' |
                ForEach-Object { $shown.Contains($_) | Should -BeTrue -Because $_ }
        }

        It 'are seen nowhere: <_>' -ForEach 'KEY', 'AGENT_ENV', 'SESSION_ENV', 'FILE_ENV', 'MCP_ENV', 'MCP_HEADER', 'CREDENTIAL', 'AWS_KEY', 'AWS_TOKEN' {
            foreach ($form in Get-Disguise $secrets["SECRET_$_"]) {
                $at = $shown.IndexOf($form)
                $at | Should -Be -1 -Because "it says: $(if ($at -ge 0) { $shown.Substring([Math]::Max(0, $at - 300), 340) })"
            }
        }
    }

    Context 'The key' {
        It 'does not go along to where a redirect leads: <Status>' -ForEach @{ Status = 302 }, @{ Status = 307 }, @{ Status = 308 } {
            $elsewhere = Start-AshEmulator
            $emulator = Start-AshEmulator -ApiKey secret -Connect
            try {
                $null = Publish-AshAgent agent -SystemPrompt x
                $session = New-AshSession agent
                $null = Add-AshEmulatorFault -StatusCode $Status -Header @{ Location = "$($elsewhere.Uri)api/agents" }
                { Get-AshAgent } | Should -Throw "*redirects to $($elsewhere.Uri)*" -ErrorId 'NotAnAshServer,*'
                { New-AshSession agent } | Should -Throw -ErrorId 'NotAnAshServer,*'
                { Send-AshMessage -Session $session hi } | Should -Throw -ErrorId 'NotAnAshServer,*'
                $elsewhere.Requests.Count | Should -Be 0
            } finally {
                $emulator, $elsewhere | Stop-AshEmulator
            }
        }

        It 'is shown by nothing where somebody writes it into the address' {
            $emulator = Start-AshEmulator
            try {
                $address = [uri] "http://user:pass-word@$($emulator.Uri.Authority)"
                $null = Connect-AshServer $address -Verbose -Debug *>&1 -OutVariable shown
                Get-AshConnection | Format-List * -Force | Out-String -OutVariable +shown | Out-Null
                Test-AshServer -Verbose *>&1 | ForEach-Object ToString -OutVariable +shown | Out-Null
                Stop-AshEmulator $emulator
                $Error.Clear()
                { Connect-AshServer $address -MaxRetryWaitSec 0 } | Should -Throw -ErrorId 'ServerUnreachable,*'
                $Error | Format-List * -Force | Out-String | ForEach-Object { $_ -replace '(?m)^.*\$address.*$' } -OutVariable +shown | Out-Null
                $shown -join "`n" | Should -BeLike "*$($emulator.Uri.Authority)*"
                $shown -join "`n" | Should -Not -BeLike '*pass-word*'
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'is not told to a server that it was not set for' {
            $emulator = Start-AshEmulator
            try {
                $env:ASH_SERVER_URL = 'http://localhost:1'
                $env:ASH_API_KEY = 'secret'
                Connect-AshServer $emulator.Uri
                $emulator.Requests | ForEach-Object { $_.Headers.ContainsKey('authorization') | Should -BeFalse }
            } finally {
                Stop-AshEmulator $emulator
            }
        }
    }

    Context 'A key over plain http' {
        BeforeAll {
            $warns = '*key goes to nohost.invalid over plain http*https*'
        }

        It 'to another machine warns, once a connection' {
            $env:ASH_SERVER_URL = 'http://nohost.invalid'
            $env:ASH_API_KEY = 'secret'
            $option = @{ MaxRetryWaitSec = 0; ErrorAction = 'SilentlyContinue' }
            $said = Get-AshAgent @option 3>&1
            "$said" | Should -BeLike $warns
            "$said" | Should -Not -BeLike *secret*
            Get-AshAgent @option 3>&1 | Should -BeNullOrEmpty
            'a', 'b' | New-AshSession @option 3>&1 | Should -BeNullOrEmpty
            New-Guid | Send-AshMessage hi @option 3>&1 | Should -BeNullOrEmpty
            # Nor in another runspace that is given this one.
            $script = Start-Script { Get-AshAgent -Connection $connection @option } @{ connection = Get-AshConnection; option = $option }
            $null = $script.Shell.EndInvoke($script.Run)
            $script.Shell.Streams.Warning | Should -BeNullOrEmpty

            $env:ASH_API_KEY = 'another'
            Get-AshAgent @option 3>&1 | Should -BeLike $warns
        }

        It 'warns from whichever command is the first: <Name>' -ForEach @(
            @{ Name = 'Connect-AshServer'; Call = { try { Connect-AshServer http://nohost.invalid secret } catch { $null = $_ } } }
            @{ Name = 'Send-AshMessage'; Call = { Send-AshMessage -Session (New-Guid) hi } }
            @{ Name = 'New-AshSession'; Call = { New-AshSession agent } }
            @{ Name = 'Test-AshServer'; Call = { Test-AshServer } }
        ) {
            $env:ASH_SERVER_URL = 'http://nohost.invalid'
            # A connection that is not told from one before is the same one.
            $env:ASH_API_KEY = "secret of $Name"
            $ErrorActionPreference = 'SilentlyContinue'
            $said = @(& $Call 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })
            $said.Count | Should -Be 1
            $said[0] | Should -BeLike $warns
        }

        It 'does not warn <When>' -ForEach @(
            @{ When = 'of this machine'; Server = 'http://127.0.0.1:1'; Key = 'secret' }
            @{ When = 'of this machine by name'; Server = 'http://localhost:1'; Key = 'secret' }
            @{ When = 'of this machine in IPv6'; Server = 'http://[::1]:1'; Key = 'secret' }
            @{ When = 'over https'; Server = 'https://nohost.invalid'; Key = 'secret' }
            @{ When = 'without a key'; Server = 'http://nohost.invalid'; Key = $null }
        ) {
            $env:ASH_SERVER_URL = $Server
            $env:ASH_API_KEY = $Key
            Get-AshAgent -MaxRetryWaitSec 0 -ErrorAction SilentlyContinue 3>&1 | Should -BeNullOrEmpty
        }
    }
}
