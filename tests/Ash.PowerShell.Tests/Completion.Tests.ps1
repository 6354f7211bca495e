Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = 'fleet', 'floor', 'other' | ForEach-Object { Publish-AshAgent -Name $_ -SystemPrompt x }
        $active = New-AshSession fleet
        $paused = New-AshSession floor | Suspend-AshSession
        $ended = New-AshSession floor | Stop-AshSession

        function Get-Completion([string] $Text) {
            [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches
        }
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'knows the agents: <_>' -ForEach 'New-AshSession f', 'Get-AshAgent f', 'Get-AshSession -Agent f', 'Publish-AshAgent f', "Unpublish-AshAgent 'f" {
        # With the quote that was typed.
        (Get-Completion $_).CompletionText.Trim("'") | Should -Be fleet, floor
        (Get-Completion $_).CompletionText -like "'*'" | Should -HaveCount $(if ($_ -like "*'*") { 2 } else { 0 })
        (Get-Completion $_)[0].ToolTip | Should -BeLike 'version 1, updated *'
    }

    It 'knows the sessions that the command is for' {
        (Get-Completion 'Send-AshMessage hi -Session ').CompletionText | Should -Be $active.Id
        (Get-Completion 'Suspend-AshSession ').CompletionText | Should -Be $active.Id
        (Get-Completion 'Resume-AshSession ').CompletionText | Should -Be $paused.Id
        (Get-Completion 'Stop-AshSession ').CompletionText | Sort-Object | Should -Be ($active.Id, $paused.Id | Sort-Object)
        (Get-Completion 'Get-AshMessage ').CompletionText | Should -Contain $ended.Id
        (Get-Completion 'Resume-AshSession ').ToolTip | Should -Match '^floor, paused, last active \d+ s ago$'
    }

    It 'knows what else is on the server: <Text>' -ForEach @(
        @{ Text = 'Remove-AshCredential '; Id = { $credential.Id }; Says = 'main, anthropic' }
        @{ Text = 'New-AshSession fleet -CredentialId '; Id = { $credential.Id }; Says = 'main, anthropic' }
        @{ Text = 'Get-AshQueueItem '; Id = { $item.Id }; Says = 'fleet, pending: Report' }
        @{ Text = 'Remove-AshApiKey '; Id = { $key.Id }; Says = 'ci, made *' }
        @{ Text = 'Get-AshServerMetric ash_up*'; Id = { 'ash_uptime_seconds' }; Says = 'Seconds since server start.' }
    ) {
        $credential = New-AshCredential anthropic x -Label main
        $item = Add-AshQueueItem fleet Report
        $key = New-AshApiKey ci
        try {
            $found = Get-Completion $Text.TrimEnd('*') | Where-Object CompletionText -EQ (& $Id)
            $found | Should -HaveCount 1
            $found.ToolTip | Should -BeLike $Says
        } finally {
            $credential | Remove-AshCredential -Confirm:$false
            $null = $item | Stop-AshQueueItem
            $key | Remove-AshApiKey -Confirm:$false
        }
    }

    It 'offers only items that can be taken back to Stop-AshQueueItem' {
        $taken, $waits = 'a', 'b' | Add-AshQueueItem fleet
        $null = $taken | Stop-AshQueueItem
        try { (Get-Completion 'Stop-AshQueueItem ').CompletionText | Should -Be $waits.Id }
        finally { $null = $waits | Stop-AshQueueItem }
    }

    It 'knows whom one can talk to: agents by name and sessions by id' {
        (Get-Completion 'Enter-AshSession ').CompletionText | Should -Be fleet, floor, other, $active.Id
        (Get-Completion 'Enter-AshSession fl').CompletionText | Should -Be fleet, floor
    }

    It 'knows words: <Text>' -ForEach @(
        @{ Text = 'New-AshCredential b'; Words = 'bedrock' }
        @{ Text = 'Get-AshCredential -Type o'; Words = 'openai' }
        @{ Text = 'Get-AshQueueItem -Status c'; Words = 'cancelled', 'completed' }
        @{ Text = 'Get-AshSession -Status p'; Words = 'paused' }
        @{ Text = 'Send-AshMessage hi -Effort '; Words = 'high', 'low', 'max', 'medium' }
        @{ Text = 'Send-AshMessage hi -Thinking '; Words = 'adaptive', 'disabled', 'enabled' }
        @{ Text = 'New-AshSession a -PermissionMode d'; Words = 'default' }
        @{ Text = 'New-AshEvalCase a q -Category s'; Words = 'safety' }
        @{ Text = 'Get-AshSessionEvent x -Type tool'; Words = 'tool_start', 'tool_result' }
        @{ Text = 'New-AshSession a -AllowedTool W'; Words = 'WebFetch', 'WebSearch', 'Write' }
        @{ Text = 'Set-AshSession x -DisallowedTool Bash, G'; Words = 'Glob', 'Grep' }
        @{ Text = 'Invoke-AshAgent a hi -AllowedTool ''Re'; Words = "'Read'" }
        @{ Text = 'Send-AshMessage hi -Model son'; Words = 'sonnet' }
        @{ Text = 'Get-AshEmulatorRequest -Method P'; Words = 'POST', 'PATCH' }
        @{ Text = 'Get-AshEmulatorRequest -Path /api/sessions/*/me'; Words = '/api/sessions/*/messages' }
        @{ Text = 'Get-AshEmulatorRequest -Path */pau'; Words = '/api/sessions/*/pause' }
        @{ Text = 'Add-AshEmulatorFault -Method DELETE -Path /api/ag'; Words = '/api/agents/*', '/api/agents/*/eval-cases/*', '/api/agents/*/files/*', '/api/agents/*/versions/*' }
        @{ Text = 'Add-AshEmulatorFault -Path "/hea'; Words = '"/health"' }
    ) {
        (Get-Completion $Text).CompletionText | Should -Be $Words
    }

    It 'knows the files, folder by folder: <Text>' -ForEach @(
        @{ Text = 'Get-AshSessionFile $completed '; Files = "'a b/'", 'CLAUDE.md', 'logs/' }
        @{ Text = 'Get-AshSessionFile -Session $completed.Id -Path l'; Files = 'logs/' }
        @{ Text = 'Receive-AshSessionFile $completed logs/'; Files = "'logs/it''s.txt'", 'logs/a.log', 'logs/old/' }
        @{ Text = 'Remove-AshSessionFile $completed logs/A'; Files = 'logs/a.log' }
        @{ Text = "Remove-AshSessionFile `$completed 'a b/"; Files = "'a b/c.txt'" }
        @{ Text = 'Get-AshAgentFile fleet '; Files = 'CLAUDE.md', 'docs/' }
        @{ Text = 'Receive-AshAgentFile -Agent $completedAgent docs/'; Files = 'docs/x.md' }
    ) {
        $folder = New-Item -ItemType Directory -Force TestDrive:/files
        $null = New-Item -ItemType File -Force (Join-Path $folder logs/a.log), (Join-Path $folder logs/old/b.log), (Join-Path $folder "logs/it's.txt"), (Join-Path $folder 'a b/c.txt') -Value x
        $null = Send-AshSessionFile $active (Join-Path $folder logs), (Join-Path $folder 'a b')
        $null = New-Item -ItemType File -Force (Join-Path $folder docs/x.md)
        $null = Send-AshAgentFile fleet (Join-Path $folder docs)
        Set-Variable completed $active -Scope Global
        Set-Variable completedAgent (Get-AshAgent fleet) -Scope Global
        try { (Get-Completion $Text).CompletionText | Sort-Object | Should -Be $Files }
        finally { Remove-Variable completed, completedAgent -Scope Global }
    }

    It 'knows what belongs to the agent on the line' {
        $null = New-AshAgentVersion fleet -ReleaseNotes 'Begins.'
        $null = New-AshAgentVersion fleet -Name two | Enable-AshAgentVersion
        $case = New-AshEvalCase fleet 'How full is the disk?' -Category 'edge cases' -Tag smoke
        $null = New-AshEvalCase fleet another -Category safety -Tag smoke, slow
        $run = Start-AshEvalRun fleet -Wait
        (Get-Completion 'Enable-AshAgentVersion -Agent fleet -Version ').CompletionText | Should -Be 2, 1
        (Get-Completion 'Get-AshAgentVersion fleet -Version ').ToolTip | Should -Be 'two, active', 'v1: Begins.'
        (Get-Completion 'Get-AshEvalCase fleet -Category ').CompletionText | Should -Be "'edge cases'", safety
        (Get-Completion 'Start-AshEvalRun fleet -Tag s').ToolTip | Should -Be '1 cases', '2 cases'
        $id = Get-Completion "Set-AshEvalCase -Agent fleet -Id $($case.Id.Substring(0, 6))"
        $id.CompletionText, $id.ToolTip | Should -Be $case.Id, 'How full is the disk?'
        (Get-Completion 'Get-AshEvalResult -Agent fleet -Run ').CompletionText | Should -Be $run.Id
        (Get-Completion 'Get-AshEvalRun fleet -Id ').ToolTip | Should -BeLike 'completed, 2 cases, *'
        Get-Completion 'Get-AshEvalRun -Id ' | Should -BeNullOrEmpty
    }

    It 'says which methods a path of the emulator has' {
        (Get-Completion 'Add-AshEmulatorFault -Path /api/agents/*').Where{ $_.CompletionText -eq '/api/agents/*' }.ToolTip | Should -Be 'GET, DELETE, PATCH'
    }

    It 'quotes what the command line would not take as it is: <Text>' -ForEach @(
        @{ Text = 'two words'; Word = ''; Quoted = "'two words'" }
        @{ Text = "it's"; Word = ''; Quoted = "'it''s'" }
        @{ Text = '-dash'; Word = ''; Quoted = "'-dash'" }
        @{ Text = 'a,b'; Word = ''; Quoted = "'a,b'" }
        @{ Text = 'Bash(git:*)'; Word = 'Ba'; Quoted = "'Bash(git:*)'" }
        @{ Text = 'a$b`"'; Word = '"a'; Quoted = '"a`$b```""' }
        @{ Text = 'my_agent-2.0'; Word = ''; Quoted = 'my_agent-2.0' }
    ) {
        $type = (Get-Command Get-AshAgent).ImplementingType.Assembly.GetType('Ash.Commands.CompletionText', $true)
        $result = $type.GetMethod('Quoted').Invoke($null, @([System.Management.Automation.CompletionResult]::new($Text), $Word))
        $result.CompletionText | Should -BeExactly $Quoted
        # And the parser agrees.
        $call = [System.Management.Automation.Language.Parser]::ParseInput("x $Quoted", [ref] $null, [ref] $null).EndBlock.Statements[0].PipelineElements[0]
        $call.CommandElements | Should -HaveCount 2
        $call.CommandElements[1].SafeGetValue() | Should -BeExactly $Text
    }

    It 'has an answer that comes too late at the next Tab' {
        $listener = Start-Listener
        try {
            $env:ASH_SERVER_URL = Get-Address $listener
            Disconnect-AshServer
            Get-Completion 'New-AshSession f' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
            $agents = '{"agents":[{"id":"1","name":"faraway","version":1,"createdAt":"2026-05-01T10:00:00Z","updatedAt":"2026-05-01T10:00:00Z"}]}'
            $null = Receive-Request $listener $agents
            # Nobody answers a second request, so that what is found is the answer to the first, however long it took to read.
            for ($tab = 1; $tab -le 20 -and -not $found; $tab++) { $found = Get-Completion 'New-AshSession f' | Where-Object ResultType -EQ ParameterValue }
            $found.CompletionText | Should -Be faraway
        } finally {
            Remove-Item env:ASH_SERVER_URL
            $listener.Stop()
            Connect-AshServer -Uri $emulator.Uri
        }
    }

    It 'asks the server that -Connection names' {
        $other = Start-AshEmulator
        try {
            $connection = Connect-AshServer -Uri $other.Uri -PassThru
            $null = Publish-AshAgent -Name far -SystemPrompt x -Connection $connection
            Disconnect-AshServer
            $connection = Connect-AshServer -Uri $other.Uri -PassThru
            $null = Connect-AshServer -Uri $emulator.Uri
            Set-Variable far $connection -Scope Global
            (Get-Completion 'New-AshSession -Connection $far -Agent fa').CompletionText | Should -Be far
        }
        finally {
            Remove-Variable far -Scope Global
            Stop-AshEmulator $other
        }
    }

    It 'is silent when the server <Name>' -ForEach @(
        @{ Name = 'is down'; Silent = $false }
        @{ Name = 'does not answer'; Silent = $true }
    ) {
        $listener = Start-Listener
        try {
            $env:ASH_SERVER_URL = Get-Address $listener
            if (-not $Silent) { $listener.Stop() }
            Disconnect-AshServer
            $before = $global:Error.Count
            # It never answers: that this line comes to its end is the proof that nobody waits for it.
            (TabExpansion2 'New-AshSession f' 16).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
            Get-Completion 'Get-AshSession ' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
            Get-Completion "Get-AshSessionFile $(New-Guid) logs/" | Should -BeNullOrEmpty
            $global:Error.Count | Should -Be $before
        }
        finally {
            Remove-Item env:ASH_SERVER_URL
            $listener.Stop()
            Connect-AshServer -Uri $emulator.Uri
        }
    }
}
