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
        (Get-Completion 'Start-AshEvalRun fleet -Tag s').ToolTip | Should -Be '1 case', '2 cases'
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

    It 'knows the files of what the line names, however it does: <Text>' -ForEach @(
        @{ Text = 'Get-AshSessionFile "$completed" ' }
        @{ Text = 'Get-AshSessionFile "$($completed.Id)" ' }
        @{ Text = 'Receive-AshSessionFile -Session "$($completed.Id)" -Path ' }
        @{ Text = 'Remove-AshSessionFile $completedTable[''one''] C' }
        @{ Text = 'Get-AshSessionFile $completed.Id C' }
        @{ Text = 'Get-AshSessionFile -Session $completed.Id -Path ' }
        @{ Text = 'Get-AshSessionFile ($completed) ' }
        @{ Text = '$completed | Get-AshSessionFile -Path ' }
        @{ Text = '$completed | Get-AshSessionFile ' }
        @{ Text = '$completedTable.one | Remove-AshSessionFile -Path ' }
        @{ Text = '"$completedAgent" | Get-AshAgentFile -Path ' }
        @{ Text = 'Send-AshAgentFile $completedAgent . -Destination '; Files = @() }
        @{ Text = '$completedAgent | Get-AshEvalCase -Category '; Files = @() }
    ) {
        Set-Variable completed (New-AshSession other) -Scope Global
        Set-Variable completedTable @{ one = $completed } -Scope Global
        Set-Variable completedAgent (Get-AshAgent other) -Scope Global
        try { (Get-Completion $Text).CompletionText | Should -Be ($Files ?? 'CLAUDE.md') }
        finally {
            $completed | Stop-AshSession
            Remove-Variable completed, completedTable, completedAgent -Scope Global
        }
    }

    It 'runs nothing to find out what the line names: <Text>' -ForEach @(
        @{ Text = 'Get-AshSessionFile "$(Invoke-Completed)" ' }
        @{ Text = 'Get-AshSessionFile (Invoke-Completed) ' }
        @{ Text = 'Get-AshSessionFile "$($completedList.Add(1))" ' }
        @{ Text = 'Get-AshSessionFile "$($completedTable.Number++)" ' }
        @{ Text = 'Get-AshSessionFile "$([Environment]::SetEnvironmentVariable(''completed'', 1))" ' }
        @{ Text = 'Get-AshSessionFile Invoke-Completed ' }
        @{ Text = 'Invoke-Completed | Get-AshSessionFile -Path ' }
        @{ Text = '"$(Invoke-Completed)" | Get-AshSessionFile -Path ' }
        @{ Text = '& { Invoke-Completed } | Get-AshSessionFile -Path ' }
        @{ Text = 'Get-AshSessionFile "$($null[0])$nosuch" ' }
    ) {
        Set-Variable completedList ([System.Collections.ArrayList]::new()) -Scope Global
        Set-Variable completedTable @{ Number = 0 } -Scope Global
        function global:Invoke-Completed { $completedTable.Number++ }
        try {
            $before = $global:Error.Count
            Get-Completion $Text | Should -BeNullOrEmpty
            $global:Error.Count | Should -Be $before
            $completedTable.Number + $completedList.Count | Should -Be 0
            $env:completed | Should -BeNullOrEmpty
        } finally {
            Remove-Variable completedList, completedTable -Scope Global
            Remove-Item function:Invoke-Completed
        }
    }

    It 'offers folders to Publish-AshAgent in place of a name' {
        Push-Location (New-Item -ItemType Directory -Force TestDrive:/agents/floss, 'TestDrive:/agents/two words', TestDrive:/agents/empty)[0].Parent
        try {
            $null = New-Item flat.txt
            (Get-Completion 'Publish-AshAgent ./fl').CompletionText -replace '\\', '/' | Should -Be ./floss
            (Get-Completion 'Publish-AshAgent fl').CompletionText -replace '\\', '/' | Should -Be fleet, floor, ./floss
            (Get-Completion "Publish-AshAgent './tw").CompletionText -replace '\\', '/' | Should -Be "'./two words'"
            (Get-Completion 'Publish-AshAgent -Path ./e -Name fl').CompletionText | Should -Be fleet, floor
            (Get-Completion 'Publish-AshAgent reviewer ./fl').CompletionText -replace '\\', '/' | Should -Be ./flat.txt, ./floss
        } finally { Pop-Location }
    }

    It 'knows by place what it knows by name' {
        $null = Publish-AshAgent -Name placed -SystemPrompt x
        $null = New-AshAgentVersion placed
        $case = New-AshEvalCase placed 'Why?'
        $run = Start-AshEvalRun placed -Wait
        $result = $run | Get-AshEvalResult
        Set-Variable completedAgent (Get-AshAgent placed) -Scope Global
        try {
            foreach ($verb in 'Get', 'Enable', 'Set', 'Remove') { (Get-Completion "$verb-AshAgentVersion placed ").CompletionText | Should -Be 1 -Because $verb }
            (Get-Completion 'Get-AshAgentVersion $completedAgent ').CompletionText | Should -Be 1
            foreach ($verb in 'Get', 'Set', 'Remove') {
                (Get-Completion "$verb-AshEvalCase placed ").CompletionText | Should -Be $case.Id -Because $verb
                (Get-Completion "$verb-AshEvalCase placed $($case.Id.Substring(0, 5))").CompletionText | Should -Be $case.Id -Because $verb
            }
            foreach ($noun in 'Run', 'Result') { (Get-Completion "Get-AshEval$noun placed ").CompletionText | Should -Be $run.Id -Because $noun }
            (Get-Completion 'Set-AshEvalResult placed ').CompletionText | Should -Be $result.Id
            foreach ($command in 'Get-AshEvalResult', 'Enable-AshAgentVersion', 'Remove-AshEvalCase') {
                (Get-Completion "$command pl").CompletionText | Should -Be placed -Because $command
                (Get-Completion "$command ").CompletionText | Should -Contain placed -Because $command
            }
            # No file, where nothing is known.
            Get-Completion 'Get-AshAgentVersion nosuch ' | ForEach-Object ResultType | Select-Object -Unique | Should -Be ParameterName
            (Get-Completion 'Get-AshAgentVersion nosuch ').CompletionText | Should -Contain '-Connection'
            Get-Completion 'Get-AshAgentVersion nosuch x' | Should -BeNullOrEmpty
            (Get-Completion 'Get-AshAgentVersion placed 1 x').CompletionText | Should -Be x
        } finally { Remove-Variable completedAgent -Scope Global }
    }

    It 'knows labels and attachments' {
        $credentials = 'main', "it's [old]" | ForEach-Object { New-AshCredential anthropic x -Label $_ }
        $key = New-AshApiKey ci
        $file = New-Item TestDrive:/notes[1].txt -Value x -Force
        $session = New-AshSession fleet
        $attachment = Add-AshAttachment $session $file.FullName
        try {
            (Get-Completion 'Get-AshCredential -Label ').CompletionText | Should -Be "'it''s ``[old``]'", main
            (Get-Completion 'Get-AshCredential -Label m').ToolTip | Should -Be anthropic
            (Get-Completion 'Get-AshApiKey -Label ').CompletionText | Should -Be ci
            (Get-Completion 'Receive-AshAttachment ').CompletionText | Should -Be $attachment.Id
            (Get-Completion 'Remove-AshAttachment ').ToolTip | Should -Be "notes[1].txt, 1 bytes, of session $($session.Id)"
            (Get-Completion "Get-AshAttachment $($session.Id) ").CompletionText | Should -Be "'notes``[1``].txt'"
        } finally {
            $credentials | Remove-AshCredential -Confirm:$false
            $key | Remove-AshApiKey -Confirm:$false
            $attachment | Remove-AshAttachment -Confirm:$false
            $session | Stop-AshSession
        }
    }

    It 'completes names that the command then takes: <Name>' -ForEach @{ Name = "it's" }, @{ Name = 'two words' }, @{ Name = 'a[1]*?' }, @{ Name = 'cost$`"' } {
        $credential = New-AshCredential anthropic x -Label $Name
        $case = New-AshEvalCase other 'Why?' -Tag $Name
        try {
            foreach ($line in 'Get-AshCredential -Label ', 'Get-AshEvalCase other -Tag ') {
                # What is begun in quotes is found again when it is typed to the end.
                foreach ($begun in '', "'", '"', "'$($Name[0])", "`"$($Name[0])") {
                    $word = (Get-Completion "$line$begun").CompletionText
                    (& ([scriptblock]::Create("$line$word"))).Id | Should -Be ($line -like '*Credential*' ? $credential : $case).Id -Because "$line$begun"
                    (Get-Completion "$line$($word.TrimEnd($begun[0]))").CompletionText | Should -Be $word -Because "$line$begun"
                }
            }
        } finally {
            $credential | Remove-AshCredential -Confirm:$false
            $case | Remove-AshEvalCase -Confirm:$false
        }
    }

    It 'knows the addresses of servers' {
        $other = Start-AshEmulator
        $env:ASH_SERVER_URL = 'https://ash.example.com/'
        try {
            $found = Get-Completion 'Connect-AshServer -Uri '
            $found[0].CompletionText, $found[0].ToolTip | Should -Be 'https://ash.example.com', 'ASH_SERVER_URL'
            $found.CompletionText | Should -Contain 'http://localhost:4100'
            $found.CompletionText | Should -Contain $other.Uri.AbsoluteUri.TrimEnd('/')
            (Get-Completion 'Connect-AshServer https://').CompletionText | Should -Be 'https://ash.example.com'
            $env:ASH_SERVER_URL = 'https://me:secret@ash.example.com/'
            (Get-Completion 'Connect-AshServer ').CompletionText | Should -Not -BeLike '*secret*'
        } finally {
            Remove-Item env:ASH_SERVER_URL
            Stop-AshEmulator $other
        }
    }

    It 'says what a status means' {
        $found = Get-Completion 'Add-AshEmulatorFault -StatusCode 4'
        $found.CompletionText | Should -Contain 429
        $found.Where{ $_.CompletionText -eq 429 }.ToolTip | Should -BeLike 'Too many requests*'
    }

    It 'knows the paths of an emulator that is not the default server: <Text>' -ForEach @(
        @{ Text = 'Add-AshEmulatorFault -Path /hea' }
        @{ Text = 'Get-AshEmulatorRequest -Path /hea' }
        @{ Text = '$completed | Add-AshEmulatorFault -Path /hea' }
    ) {
        Set-Variable completed $emulator -Scope Global
        Disconnect-AshServer
        try { (Get-Completion $Text).CompletionText | Should -Be /health }
        finally {
            Connect-AshServer -Uri $emulator.Uri
            Remove-Variable completed -Scope Global
        }
    }

    It 'offers files of this machine only where one goes' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        # There have to be some.
        Push-Location (New-Item -ItemType Directory TestDrive:/offered)
        $null = New-Item -ItemType Directory folder; $null = New-Item file
        $files = foreach ($command in Get-Command -Module Ash -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) {
                $line = "$($command.Name) -$($parameter.Name) "
                if (Get-Completion $line | Where-Object ResultType -Like Provider*) { $line.Trim() }
            }
        }
        Pop-Location
        $files -replace '^.* -' | Sort-Object -Unique | Should -Be Attachment, Config, Destination, McpServer, Name, OutputSchema, Path, RecordPath
        $files | Where-Object { $_ -like '* -Name' } | Should -Be 'Publish-AshAgent -Name'
        $files | Where-Object { $_ -like '* -Destination' } | Should -BeLike 'Receive-*'
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
