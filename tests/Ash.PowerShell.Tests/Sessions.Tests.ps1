Describe 'Sessions' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{ '*' = 'ok' }
        'my-agent', 'my-other', 'third' | ForEach-Object { $null = Publish-AshAgent -Name $_ -SystemPrompt x }

        # An error, as a script block that must end in one gives it.
        function Get-Failure([scriptblock] $Call) { $Call | Should -Throw -PassThru }
    }

    AfterAll { Stop-AshEmulator $emulator }

    Context 'New-AshSession' {
        It 'opens an active session' {
            $session = New-AshSession my-agent
            $session | Should -BeOfType Ash.Session
            $session.AgentName, $session.Status | Should -Be my-agent, active
            { [guid] $session.Id } | Should -Not -Throw
            $session.SessionId | Should -Be $session.Id
            $session.CreatedAt.Kind | Should -Be Local
            "$session" | Should -Be $session.Id
            Get-SentBody /api/sessions | Should -BeExactly '{"agent":"my-agent"}'
        }

        It 'opens one on each of several agents' {
            $sessions = New-AshSession my-agent, (Get-AshAgent my-other)
            $sessions.AgentName | Should -Be my-agent, my-other
            $opened = New-AshSession my-agent, nobody, my-other -ErrorVariable failure -ErrorAction SilentlyContinue
            $opened.AgentName | Should -Be my-agent, my-other
            $failure.TargetObject | Should -Be nobody
        }

        It 'sends <Sent>' -ForEach @(
            @{ Option = @{ Model = 'opus' }; Sent = '"model":"opus"' }
            @{ Option = @{ SystemPrompt = 'Be brief.' }; Sent = '"systemPrompt":"Be brief."' }
            @{ Option = @{ PermissionMode = 'permissionsByAgent' }; Sent = '"permissionMode":"permissionsByAgent"' }
            @{ Option = @{ PermissionMode = 'BYPASSpermissions' }; Sent = '"permissionMode":"bypassPermissions"' }
            @{ Option = @{ AllowedTool = 'Read', 'Bash' }; Sent = '"allowedTools":["Read","Bash"]' }
            @{ Option = @{ DisallowedTool = 'Write' }; Sent = '"disallowedTools":["Write"]' }
            @{ Option = @{ McpServer = @{ docs = @{ url = 'http://x' } } }; Sent = '"mcpServers":{"docs":{"url":"http://x"}}' }
            @{ Option = @{ McpServer = '{"docs":{"args":[1,true,null]}}' }; Sent = '"mcpServers":{"docs":{"args":[1,true,null]}}' }
            @{ Option = @{ CredentialId = 'c1' }; Sent = '"credentialId":"c1"' }
            @{ Option = @{ Environment = @{ LEVEL = 3 } }; Sent = '"extraEnv":{"LEVEL":"***"}' }
            @{ Option = @{ Beta = 'b1', 'b2' }; Sent = '"betas":["b1","b2"]' }
            @{ Option = @{ Subagent = [pscustomobject]@{ helper = [ordered]@{ description = 'd'; tools = @('Read') } } }; Sent = '"subagents":{"helper":{"description":"d","tools":["Read"]}}' }
            @{ Option = @{ InitialAgent = 'helper' }; Sent = '"initialAgent":"helper"' }
        ) {
            # There is no such credential, but the server did get its id.
            $null = New-AshSession my-agent @Option -ErrorAction SilentlyContinue
            Get-SentBody /api/sessions | Should -BeExactly "{`"agent`":`"my-agent`",$Sent}"
        }

        It 'takes a credential as <Kind>' -ForEach @(
            @{ Kind = 'an object'; Call = { New-AshSession my-agent -CredentialId $credential } }
            @{ Kind = 'an object of the pipeline'; Call = { $credential | New-AshSession my-agent } }
            @{ Kind = 'an id'; Call = { New-AshSession my-agent -Credential $credential.Id } }
            @{ Kind = 'a column'; Call = { "Agent,CredentialId`nmy-agent,$credential" | ConvertFrom-Csv | New-AshSession } }
        ) {
            $credential = New-AshCredential custom x
            (& $Call).Status | Should -Be active
            (Get-SentBody /api/sessions | ConvertFrom-Json).credentialId | Should -Be $credential.Id
            (Get-AshCredential $credential).LastUsedAt | Should -Not -BeNullOrEmpty
        }

        It 'is refused with a credential that is none, and says where to look' {
            $failure = Get-Failure { New-AshSession my-agent -CredentialId nonsense }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-AshCredential*New-AshCredential*ASH_CREDENTIAL_KEY*'
            { New-AshSession my-agent -CredentialId (Get-AshAgent my-agent) } | Should -Throw "*'my-agent' is an agent*"
        }

        It 'reads JSON from a file' {
            Set-Content TestDrive:/mcp.json '{ "docs": {"url": "http://x"} }'
            $null = New-AshSession my-agent -McpServer TestDrive:/mcp.json
            (Get-SentBody /api/sessions | ConvertFrom-Json).mcpServers.docs.url | Should -Be http://x
        }

        It 'sends environment variables as text' {
            $listener = Start-Listener
            try {
                $create = Start-Script {
                    $env:ASH_SERVER_URL = $address
                    New-AshSession my-agent -Environment ([ordered]@{ A = 'x'; B = 1.5; C = $null })
                } @{ address = Get-Address $listener }
                $sent = Receive-Request $listener '{"session":{"id":"1","agentName":"my-agent","status":"active"}}'
                (Complete-Script $create).Status | Should -Be active
            } finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
            $sent.Body | Should -BeExactly '{"agent":"my-agent","extraEnv":{"A":"x","B":"1.5","C":""}}'
        }

        It 'sends nothing that the server would not take: <Why>' -ForEach @(
            @{ Why = 'a name that is none'; Call = { New-AshSession 'my agent' }; Message = "*'my agent' is no agent name*" }
            @{ Why = 'JSON that is none'; Call = { New-AshSession my-agent -McpServer '{ docs' }; Message = '*MCP servers is not JSON*' }
            @{ Why = 'a model too long'; Call = { New-AshSession my-agent -Model ('x' * 101) }; Message = '*model*s name has at most 100 characters*101*' }
        ) {
            $emulator.ClearRequests()
            (Get-Failure $Call).FullyQualifiedErrorId | Should -Be 'InvalidRequest,Ash.Commands.NewAshSessionCommand'
            $Call | Should -Throw $Message
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'takes agents from the pipeline: <Kind>' -ForEach @(
            @{ Kind = 'objects'; From = { Get-AshAgent my-* } }
            @{ Kind = 'names'; From = { 'my-agent', 'my-other' } }
            @{ Kind = 'rows'; From = { "Agent`nmy-agent`nmy-other" | ConvertFrom-Csv } }
        ) {
            & $From | New-AshSession | ForEach-Object AgentName | Should -Be my-agent, my-other
        }
    }

    Context 'New-AshSession in a sandbox that was warmed up before' {
        It 'says which options have no effect: <Option.Keys>' -ForEach @(
            @{ Option = @{ SystemPrompt = 'x'; Environment = @{ A = 'b' } }; Says = '*ignores -SystemPrompt and -Environment and may have*' }
            @{ Option = @{ CredentialId = 'c' }; Says = '*ignores -CredentialId and may have*' }
            @{ Option = @{ Model = 'm' }; Says = $null }
        ) {
            $body = @{ session = @{ id = "$(New-Guid)"; agentName = 'my-agent'; status = 'active'; sandboxId = "$(New-Guid)"; createdAt = '2026-05-01T10:00:00.000Z'; lastActiveAt = '2026-05-01T10:00:00.000Z' } } | ConvertTo-Json
            $null = Add-AshEmulatorFault -Path /api/sessions -Method POST -StatusCode 201 -Body $body -Times 1
            $made = New-AshSession my-agent @Option -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -BeLike "$Says"
            if ($Says) { "$said" | Should -BeLike "*$($made.Id)*Get-Help New-AshSession*" }
        }

        It 'says nothing of one that was made for it' {
            $null = New-AshSession my-agent -SystemPrompt x -Environment @{ A = 'b' } -WarningVariable said
            $said | Should -BeNullOrEmpty
        }
    }

    It 'may end a command that takes all its time, and nobody knows' {
        $made = New-AshSession my-agent
        $null = Add-AshEmulatorFault -Path '/api/sessions/*/exec' -DelaySec 1.1 -Times 1
        (Invoke-AshCommand nonsense $made -TimeoutSec 1 -WarningVariable said -WarningAction SilentlyContinue).ExitCode | Should -Be 127
        "$said" | Should -BeLike "The command 'nonsense' in session $made took its whole 1 s*"
        $null = Invoke-AshCommand nonsense $made -TimeoutSec 300 -WarningVariable said
        $said | Should -BeNullOrEmpty
    }

    It 'are found by ids in upper case too' {
        $made = New-AshSession my-agent
        (Get-AshSession "$made".ToUpperInvariant()).Id | Should -Be $made.Id
    }

    Context 'States' {
        BeforeEach {
            $session = New-AshSession my-agent
            $emulator.ClearRequests()
        }

        It 'go from active to paused, active, stopped, active, ended' {
            $session | Suspend-AshSession | ForEach-Object Status | Should -Be paused
            $session | Resume-AshSession | ForEach-Object Status | Should -Be active
            $session | Suspend-AshSession -ReleaseSandbox | ForEach-Object Status | Should -Be stopped
            $session | Resume-AshSession | ForEach-Object Status | Should -Be active
            $session | Stop-AshSession | ForEach-Object Status | Should -Be ended
            $session | Stop-AshSession | ForEach-Object Status | Should -Be ended
            (Get-AshSession $session).Status | Should -Be ended
            (Get-AshEmulatorRequest).ForEach{ "$_" -replace '/api/sessions/[^/]+' } |
                Should -Be 'POST /pause', 'POST /resume', 'POST /stop', 'POST /resume', 'DELETE ', 'DELETE ', 'GET '
            $session.Status | Should -Be active -Because 'an object is what the server said when it was asked'
        }

        It 'are changed one by one, past one that refuses' {
            $sessions = $session, (New-AshSession my-agent), (New-AshSession my-agent)
            $null = Suspend-AshSession $sessions[1]
            $done = $sessions | Suspend-AshSession -ErrorAction SilentlyContinue -ErrorVariable failures
            $done.Id | Should -Be $sessions[0].Id, $sessions[2].Id
            $failures.TargetObject | Should -Be $sessions[1].Id
        }
    }

    Context 'Errors' {
        BeforeAll {
            function New-Session([string] $Status) {
                $session = New-AshSession my-agent
                switch ($Status) {
                    paused { $session | Suspend-AshSession }
                    stopped { $session | Suspend-AshSession -ReleaseSandbox }
                    ended { $session | Stop-AshSession }
                    lost { $emulator.CrashSandbox($session.Id); $session }
                    unknown { [pscustomobject]@{ Id = "$(New-Guid)" } }
                }
            }
        }

        It '<Name> of a session that is <Status>: <Cause>' -ForEach @(
            @{ Name = 'Suspend'; Status = 'paused'; Cause = 'SessionNotActive'; Category = 'InvalidOperation'; Code = 400; Says = 'Cannot pause session with status "paused"'; Do = '*Resume-AshSession*' }
            @{ Name = 'Suspend'; Status = 'ended'; Cause = 'SessionEnded'; Category = 'InvalidOperation'; Code = 400; Says = 'Cannot pause session with status "ended"'; Do = '*New-AshSession*' }
            @{ Name = 'Resume'; Status = 'ended'; Cause = 'SessionEnded'; Category = 'InvalidOperation'; Code = 410; Says = 'Session has ended*'; Do = '*New-AshSession*' }
            @{ Name = 'Stop'; Status = 'unknown'; Cause = 'SessionNotFound'; Category = 'ObjectNotFound'; Code = 404; Says = 'Session not found'; Do = '*Get-AshSession*' }
            @{ Name = 'Get'; Status = 'unknown'; Cause = 'SessionNotFound'; Category = 'ObjectNotFound'; Code = 404; Says = 'Session not found'; Do = '*Get-AshSession*' }
            @{ Name = 'Send'; Status = 'paused'; Cause = 'SessionNotActive'; Category = 'InvalidOperation'; Code = 400; Says = 'Session is paused'; Do = '*Resume-AshSession*' }
            @{ Name = 'Send'; Status = 'stopped'; Cause = 'SessionNotActive'; Category = 'InvalidOperation'; Code = 400; Says = 'Session is stopped'; Do = '*Resume-AshSession*' }
            @{ Name = 'Send'; Status = 'ended'; Cause = 'SessionEnded'; Category = 'InvalidOperation'; Code = 400; Says = 'Session is ended'; Do = '*New-AshSession*' }
            @{ Name = 'Send'; Status = 'lost'; Cause = 'SandboxLost'; Category = 'ResourceUnavailable'; Code = 500; Says = 'Sandbox not found'; Do = '*Resume-AshSession*' }
        ) {
            $id = (New-Session $Status).Id
            $command = if ($Name -eq 'Send') { 'Send-AshMessage' } else { "$Name-AshSession" }
            $arguments = if ($Name -eq 'Send') { @{ Session = $id; Message = 'hi' } } else { @{ Id = $id } }
            $failure = Get-Failure { & $command @arguments }
            $failure.FullyQualifiedErrorId | Should -Be "$Cause,Ash.Commands.$($command -replace '-')Command"
            $failure.CategoryInfo.Category | Should -Be $Category
            $failure.TargetObject | Should -Be $id
            $failure.Exception | Should -BeOfType Ash.AshApiException
            $failure.Exception.StatusCode | Should -Be $Code
            $failure.Exception.ServerMessage | Should -BeLike $Says
            $failure.ErrorDetails.RecommendedAction | Should -BeLike $Do
            "$failure" | Should -BeLike "*$Says (*: $Code)*"
        }

        It 'of an agent that is unknown: AgentNotFound' {
            $failure = Get-Failure { New-AshSession nonexistent }
            $failure.FullyQualifiedErrorId | Should -Be 'AgentNotFound,Ash.Commands.NewAshSessionCommand'
            $failure.TargetObject, $failure.Exception.StatusCode | Should -Be nonexistent, 404
            $failure.Exception.ServerMessage | Should -BeExactly 'Agent "nonexistent" not found'
        }

        It 'of an agent whose folder is gone: AgentFolderMissing' {
            $folder = New-Item -ItemType Directory TestDrive:/gone
            $null = New-Item "$folder/CLAUDE.md"
            $null = Publish-AshAgent -Name gone -ServerPath $folder.FullName
            Remove-Item $folder -Recurse
            $failure = Get-Failure { New-AshSession gone }
            $failure.FullyQualifiedErrorId | Should -BeLike 'AgentFolderMissing,*'
            $failure.Exception.StatusCode | Should -Be 422
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Publish-AshAgent*'
        }

        It 'are told apart at a limit: <Cause>' -ForEach @(
            @{ Cause = 'CapacityReached'; Limit = @{ SandboxCapacity = 0 }; Fits = 0; Code = 503; Do = '*Get-AshSession -Status active*' }
            @{ Cause = 'RateLimited'; Limit = @{ EnforceRateLimits = $true }; Fits = 20; Code = 429; Do = 'Wait * s, then try again.' }
        ) {
            $options = [System.Activator]::CreateInstance((Get-EmulatorType AshEmulatorOptions))
            foreach ($name in $Limit.Keys) { $options.GetType().GetProperty($name).SetValue($options, $Limit[$name]) }
            $limited = (Get-EmulatorType AshEmulator)::Start($options)
            try {
                $connection = @{ Connection = Connect-AshServer $limited.Uri -MaxRetryWaitSec 0 -PassThru }
                $null = Publish-AshAgent -Name a -SystemPrompt x @connection
                for ($i = 0; $i -lt $Fits; $i++) { (New-AshSession a @connection).Status | Should -Be active }
                $failure = Get-Failure { New-AshSession a @connection }
                $failure.FullyQualifiedErrorId | Should -BeLike "$Cause,*"
                $failure.Exception.StatusCode | Should -Be $Code
                $failure.ErrorDetails.RecommendedAction | Should -BeLike $Do
            } finally {
                $limited.Dispose()
                Connect-AshServer $emulator.Uri
            }
        }
    }

    Context 'Binding' {
        BeforeEach { $sessions = (New-AshSession my-agent), (New-AshSession my-agent) }

        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'objects'; From = { $args } }
            @{ Kind = 'ids'; From = { $args.Id } }
            @{ Kind = 'Guids'; From = { [guid[]] $args.Id } }
            @{ Kind = 'hashtables with SessionId'; From = { $args | ForEach-Object { @{ SessionId = $_.Id } } } }
            @{ Kind = 'custom objects with Session'; From = { $args | ForEach-Object { [pscustomobject]@{ Session = $_.Id } } } }
            @{ Kind = 'hashtables with Id'; From = { $args | ForEach-Object { @{ Id = $_.Id } } } }
            @{ Kind = 'custom objects with SessionId'; From = { $args | ForEach-Object { [pscustomobject]@{ Id = 'row 1'; SessionId = $_.Id } } } }
            @{ Kind = 'custom objects with Id'; From = { $args | ForEach-Object { [pscustomobject]@{ Id = $_.Id } } } }
            @{ Kind = 'selected properties'; From = { $args | Select-Object Id, Status } }
            @{ Kind = 'rows of a CSV file'; From = { $args | Export-Csv TestDrive:/sessions.csv; Import-Csv TestDrive:/sessions.csv } }
            @{ Kind = 'objects from Import-Clixml'; From = { $args | Export-Clixml TestDrive:/sessions.xml; Import-Clixml TestDrive:/sessions.xml } }
            @{ Kind = 'objects from ConvertFrom-Json'; From = { $args | ConvertTo-Json | ConvertFrom-Json } }
        ) {
            & $From @sessions | Suspend-AshSession | ForEach-Object Id | Should -Be $sessions.Id
            Resume-AshSession (& $From @sessions) | ForEach-Object Id | Should -Be $sessions.Id
            Get-AshSession -Id (& $From @sessions) | ForEach-Object Status | Should -Be active, active
            Send-AshMessage hi -As Text -Session (& $From @sessions) | Should -Be ok, ok
        }

        It 'takes an object that came back from a job' {
            $job = Start-Job -ArgumentList $Manifest, $emulator.Uri, $sessions[0].Id -ScriptBlock {
                Import-Module $args[0]
                Connect-AshServer $args[1]
                Get-AshSession $args[2]
            }
            try {
                $null = $job | Wait-Job -Timeout 60
                $back = $job | Receive-Job
            } finally {
                $job | Remove-Job -Force
            }
            $back.PSObject.TypeNames | Should -Contain Deserialized.Ash.Session
            ($back | Suspend-AshSession).Id | Should -Be $sessions[0].Id
        }

        It 'refuses <Kind>, and names what is missing' -ForEach @(
            @{ Kind = 'an object without an id'; Value = [pscustomobject]@{ Name = 'x' }; Message = '*has none of these: SessionId, Session, Id.*' }
            @{ Kind = 'null'; Value = $null; Message = '*null*' }
            @{ Kind = 'an empty string'; Value = ''; Message = '*empty*' }
        ) {
            $emulator.ClearRequests()
            { Stop-AshSession -Session $Value } | Should -Throw $Message
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Get-AshSession' {
        BeforeAll {
            Get-AshSession -Status active, paused | Stop-AshSession | Out-Null
            $active = New-AshSession my-agent
            $paused = New-AshSession my-other | Suspend-AshSession
            $third = New-AshSession third
        }

        BeforeEach { $emulator.ClearRequests() }

        It 'lists all' {
            $ids = (Get-AshSession).Id
            $active.Id, $paused.Id, $third.Id | Should -BeIn $ids
            (Get-AshEmulatorRequest).Query | Should -Be ''
        }

        It 'has the server filter by one agent' {
            Get-AshSession -Agent third | ForEach-Object Id | Should -Be $third.Id
            (Get-AshEmulatorRequest).Query | Should -Be 'agent=third'
        }

        It 'filters by wildcards, agents and states together' {
            Get-AshSession -Agent MY-* -Status active, paused | ForEach-Object Id | Sort-Object | Should -Be ($active.Id, $paused.Id | Sort-Object)
            Get-AshSession -Agent my-other, third -Status active | ForEach-Object Id | Should -Be $third.Id
            Get-AshSession -Status paused | ForEach-Object Id | Should -Be $paused.Id
            Get-AshSession -Agent (Get-AshAgent third) -Status ACTIVE | ForEach-Object Id | Should -Be $third.Id
            Get-AshSession -Status starting | Should -BeNullOrEmpty
        }

        It 'gets sessions anew by id' {
            ($third, $paused | Get-AshSession).Status | Should -Be active, paused
            (Get-AshEmulatorRequest).Path | Should -Be "/api/sessions/$third", "/api/sessions/$paused"
        }

        It 'completes states' {
            $text = 'Get-AshSession -Status pa'
            (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Be paused
        }
    }

    It 'are not agents, though those have an Id too: <_>' -ForEach 'Get-AshSession', 'Stop-AshSession', 'Get-AshMessage' {
        $emulator.ClearRequests()
        $agent = Get-AshAgent my-agent
        $command = $_
        { $agent | & $command -ErrorAction Stop } | Should -Throw "*'my-agent' is an agent and no session*Get-AshSession -Agent my-agent*"
        { & $command $agent } | Should -Throw "*'my-agent' is an agent and no session*"
        (Get-AshEmulatorRequest).Count | Should -Be 1
    }

    It 'are named by what a command in them gave out' {
        $first, $second = (New-AshSession my-agent), (New-AshSession my-agent)
        $results = $first, $second | Invoke-AshCommand 'echo hi'
        $results.SessionId | Should -Be $first.Id, $second.Id
        $results.Command | Should -Be 'echo hi', 'echo hi'
    }

    Context 'Set-AshSession' {
        BeforeAll { $session = New-AshSession my-agent }

        It 'sends what is given and nothing else' {
            ($session | Set-AshSession -Model opus -DisallowedTool Bash).Id | Should -Be $session.Id
            Get-SentBody "/api/sessions/$session/config" PATCH | Should -BeExactly '{"model":"opus","disallowedTools":["Bash"]}'
        }

        It 'takes a list away with an empty one' {
            $null = $session | Set-AshSession -DisallowedTool @()
            Get-SentBody "/api/sessions/$session/config" PATCH | Should -BeExactly '{"disallowedTools":[]}'
        }

        It 'says that there is nothing to change, and sends nothing' {
            $emulator.ClearRequests()
            { $session | Set-AshSession } | Should -Throw '*nothing to change*-Model*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }
}
