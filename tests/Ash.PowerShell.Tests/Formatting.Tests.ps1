Describe 'What is shown' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $emulator = Start-AshEmulator -Connect -Reply @{
            '*'    = "A line`nand a second, which is long enough to reach far beyond the right edge of any window of eighty columns."
            'work' = @{ Tool = 'Bash'; Input = [ordered]@{ command = 'ls -l'; timeout = 5 }; Result = "a.txt`nb.txt" }, 'All done.'
            'fail' = @{ Error = 'Overloaded.' }
            'think' = @{ Thinking = 'Let me think.' }, @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = 'no'; IsError = $true }, 'Done.'
        }
        $null = Publish-AshAgent -Name a-name-that-is-long-but-not-unheard-of -SystemPrompt x
        $session = Publish-AshAgent -Name agent -SystemPrompt x | New-AshSession
        $events = Send-AshMessage -Session $session work
        $turn = Send-AshMessage -Session $session work -As Turn
        $failed = Send-AshMessage -Session $session fail -As Turn -ErrorAction SilentlyContinue
        # Today's time, or the date where midnight has passed since.
        $time = '(\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d)'

        $null = New-Item -ItemType File TestDrive:/notes.md -Value 'x'
        $sent = Send-AshSessionFile $session TestDrive:/notes.md a-folder-whose-name-is-long/and-another-one-in-it/that-ends-in/a-third
        $sentToAgent = Send-AshAgentFile agent TestDrive:/notes.md
        $attachment = Add-AshAttachment $session TestDrive:/notes.md
        $bundle = Save-AshWorkspace $session TestDrive:/ws.tar.gz
        $restore = Restore-AshWorkspace $session $bundle.FullName -Confirm:$false
        $null = New-AshAgentVersion agent -Name two -ReleaseNotes "Two`nlines, the second of which goes far beyond the right edge of the window."
        $cases = 'What is it?', 'fail' | New-AshEvalCase agent -Category accuracy -ExpectedTopic line
        $run = Start-AshEvalRun agent -Wait
        $results = Get-AshEvalResult $run
        $compared = Compare-AshEvalRun $run (Start-AshEvalRun agent -Wait)

        # Lines as a console of 80 columns shows them, without the blank ones.
        function Get-Shown([Parameter(ValueFromPipeline)] $Item) {
            begin { $items = @() }
            process { $items += $Item }
            end {
                $lines = ($items | Out-String -Width 80) -split '\r?\n' -ne ''
                $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
                $lines -match '\b(Ash\.\w|System\.\w|JsonElement)' | Should -BeNullOrEmpty -Because 'a name of a type says nothing to a user'
                $lines.TrimEnd()
            }
        }
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
        Stop-AshEmulator $emulator
    }

    Context 'At 80 columns' {
        It 'agents are a table' {
            $lines = Get-AshAgent | Get-Shown
            $lines[0] | Should -Match '^Version +UpdatedAt +Name +Path$'
            $lines[2] | Should -Match "^ +1 $time +a-name-that-is-long-but.*\u2026 /"
            $lines[3] | Should -Match "^ +1 $time +agent +/"
            $lines.Count | Should -Be 4
            # What there is of room is for names.
            Get-AshAgent | Out-String -Width 160 | Should -Match ' a-name-that-is-long-but-not-unheard-of +/var/lib/ash/agents/a-name-that-is-long-but-not-unheard-of\r?\n'
        }

        It 'sessions are a table' {
            $lines = $session | Get-Shown
            $lines[0] | Should -Match '^Id +Status +LastActiveAt +AgentName$'
            $lines[2] | Should -Match "^$session active +$time +agent$"
            $lines.Count | Should -Be 3
        }

        It 'credentials and keys are tables without what is secret' {
            $credential = New-AshCredential anthropic s3cret -Label production
            $key = New-AshApiKey ci
            try {
                $lines = Get-AshCredential | Get-Shown
                $lines[0] | Should -Match '^Id +Type +LastUsedAt +Label$'
                $lines[2] | Should -Match "^$credential anthropic +production$"
                $lines = Get-AshApiKey | Get-Shown
                $lines[0] | Should -Match '^Id +CreatedAt +Label$'
                $lines[2] | Should -Match "^$key $time +ci$"
                $key | Get-Shown | Should -Be "Id      : $key", 'Label   : ci', 'Key     : a SecureString, given out this once',
                    'As text : $key.Key | ConvertFrom-SecureString -AsPlainText'
            } finally {
                $credential | Remove-AshCredential -Confirm:$false
                $key | Remove-AshApiKey -Confirm:$false
            }
        }

        It 'the queue is a table of messages, and of what went wrong with them' {
            $item = Add-AshQueueItem agent "Report`nwhat is in the queue, at length and with all that there is to say of it" | Stop-AshQueueItem
            $lines = $item | Get-Shown
            $lines[0] | Should -Match '^Id +Status +AgentName +Prompt$'
            $lines[2] | Should -Match "^$item cancelled +agent +Report what"
            $lines.Count | Should -Be 3
            $null = Add-AshEmulatorFault -Path "/api/queue/$item" -StatusCode 200 -Body '{"item":{"id":"i","agentName":"a","prompt":"p","status":"failed","error":"On strike."}}' -Times 1
            $failedItem = Get-AshQueueItem $item
            ($failedItem | Get-Shown)[2] | Should -Match '^i +failed +a +p \(On strike\.\)$'
            $failedItem | Format-List * | Out-String | Should -Match '(?m)^Error +: On strike\.'
            $lines = Get-AshQueue | Get-Shown
            $lines[0] | Should -Match '^ +Pending +Processing +Completed +Failed +Cancelled$'
            $lines[2] | Should -Match '^ +0 +0 +0 +0 +1$'
        }

        It 'usage is a table, and what there is a list' {
            $lines = @(Get-AshUsage; $session | Get-AshUsage; Get-AshUsage agent) | Get-Shown
            $lines[0] | Should -Match '^ +Messages +InputTokens +OutputTokens +Used by$'
            $lines[2..4] -replace '.+ ' | Should -Be all, "$session", agent
            $lines = Get-AshUsageEvent -First 1 | Get-Shown
            $lines[0] | Should -Match '^CreatedAt +EventType +Value AgentName$'
            $lines[2] | Should -Match "^$time +input_tokens +\d+ agent$"
            $lines = Get-AshAnalytics | Get-Shown
            $lines | Should -Contain 'Agents   : 2'
            $lines | Should -Contain 'Sessions : 1 (1 active)'
            $lines -match '^Usage    : \d+ messages, \d+ in, \d+ out$' | Should -HaveCount 1
            $lines = Get-AshServerMetric ash_pool_sandboxes | Get-Shown
            $lines[0] | Should -Match '^Name +Label +Value Help$'
            $lines[5] | Should -Match '^ash_pool_sandboxes +state=waiting +1 Sandbox count'
        }

        It 'events are a table with what happened' {
            $lines = $events | Get-Shown
            $lines[0] | Should -Match '^ +# Session +Type +Summary$'
            $lines[2] | Should -Match "^ +1 $($session.Id.Substring(0, 8)) session_start +server 0\.2\.0$"
            $lines -replace ' [0-9a-f]{8} ', ' ' | Should -Contain '    3 tool_use       Bash {"command":"ls -l","timeout":5}'
            $lines -replace ' [0-9a-f]{8} ', ' ' | Should -Contain '    5 tool_result    Bash gave a.txt b.txt'
            $lines -replace ' [0-9a-f]{8} ', ' ' | Should -Contain '    7 message        All done.'
            $lines[-2] | Should -Match '^ +9 [0-9a-f]{8} message +success, 2 turns, \$0\.\d{2,6}, \d+\.\d s$'
            $lines[-1] | Should -Match '^ +10 [0-9a-f]{8} done$'
            $lines.Count | Should -Be (2 + 10)
        }

        It 'an event has one line, whatever its text' {
            $lines = Send-AshMessage -Session $session hi | Where-Object Role -EQ assistant | Get-Shown
            $lines.Count | Should -Be 3
            $lines[2] | Should -Match ' A line and a second, .+(\u2026|\.\.\.)$'
        }

        It 'an event that failed says why' {
            $failed.Events[-1] | Get-Shown | Select-Object -Last 1 | Should -Match ' error +Overloaded\.$'
        }

        It 'a turn is a list with its tools and its cost' {
            $lines = $turn | Get-Shown
            $lines | Should -Contain 'Outcome   : Completed'
            $lines | Should -Contain 'Text      : All done.'
            $lines[0] | Should -Be "SessionId : $session"
            $lines | Should -Contain 'ToolCalls : Bash {"command":"ls -l","timeout":5}'
            $lines -match '^CostUsd   : \$0\.\d{2,6}$' | Should -HaveCount 1
            $lines -match '^Usage     : \d+ in, \d+ out$' | Should -HaveCount 1
            $lines -match '^Duration  : (\d+ ms|\d+\.\d s)$' | Should -HaveCount 1
            $lines -match '^Error' | Should -BeNullOrEmpty
        }

        It 'a turn that failed says why, and no more than there is' {
            $lines = $failed | Get-Shown
            $lines | Should -Contain 'Outcome   : Failed'
            $lines -match '^Error +: .*Overloaded\.' | Should -HaveCount 1
            $lines -match '^(ToolCalls|Text|CostUsd|Usage)' | Should -BeNullOrEmpty
        }

        It 'the tools of a turn are a table' {
            $lines = $turn.ToolCalls | Get-Shown
            $lines[0] | Should -Match '^Name +Input +Result$'
            $lines[2] | Should -Match '^Bash +\{"command":"ls -l","timeo.* a\.txt b\.txt$'
        }

        It 'a tool that failed says so' {
            $lines = (Send-AshMessage -Session $session think -As Turn).ToolCalls | Get-Shown
            $lines[2] | Should -Match '^Bash +\{"command":"ls"\} +failed: no$'
        }

        It 'histories are a table for each session, and messages say what they are' {
            $other = New-AshSession agent
            $null = Send-AshMessage -Session $other hi
            $lines = Get-AshMessage $other, $session -First 3 | Get-Shown
            $lines[0, 6] | Should -Be "   Session: $other", "   Session: $session"
            $lines[1] | Should -Match '^ +# CreatedAt +MessageType Summary$'
            $lines[3] | Should -Match "^ +1 $time +user +hi$"
            $lines[4] | Should -Match "^ +2 $time +assistant +A line and"
            $lines[5] | Should -Match "^ +3 $time +result +success, 1 turn, "
            $lines = Get-AshSessionEvent $other, $session -First 1 | Get-Shown
            $lines[0, 4] | Should -Be "   Session: $other", "   Session: $session"
            $lines[3] | Should -Match "^ +1 $time +lifecycle +created, agent name agent$"
            $lines = Get-AshSessionLog $other, $session -First 1 | Get-Shown
            $lines[0, 4] | Should -Be "   Session: $other", "   Session: $session"
            $lines[1] | Should -Match '^ +# WrittenAt +Level +Text$'
        }

        It 'a fault says which status it answers with' {
            $fault = Add-AshEmulatorFault -Path /nowhere -StatusCode 429
            ($fault | Get-Shown)[2] | Should -Match '^Status 429 +0 /nowhere$'
        }

        It 'a server says what it counts' {
            Get-AshServer | Get-Shown | Where-Object { $_ -match '^Sandboxes' } | Should -Match '^Sandboxes : \d+ exist, \d+ running, 1000 at most$'
        }

        It 'a connection says where it leads and why, and nothing of the key but its source' {
            Get-AshConnection | Get-Shown | Should -Be "Server : $($emulator.Uri) (Emulator)", 'Key    : none'
        }

        It 'files are a table for each session or agent' {
            $lines = Get-AshSessionFile $session | Get-Shown
            $lines[0] | Should -Be "   Session: $session"
            $lines[1] | Should -Match '^ModifiedAt +Length +Path$'
            $lines[3] | Should -Match "^$time +1 B CLAUDE\.md$"
            $lines.Count | Should -Be (3 + 3)
            (Get-AshAgentFile agent | Get-Shown)[0] | Should -Be '   Agent: agent'
        }

        It 'files that were sent say whether they were written' {
            ($sent | Get-Shown)[3] | Should -Match '^yes +1 B a-folder-whose-name-is-long/.*'
            ($sentToAgent | Get-Shown)[3] | Should -Match '^yes +1 B notes\.md$'
        }

        It 'an attachment shows its id, size and name' {
            ($attachment | Get-Shown)[3] | Should -Match "^$($attachment.Id) +1 B notes\.md$"
        }

        It 'a workspace that was put back says where it went' {
            $restore | Get-Shown | Should -Contain 'Message   : Workspace restored to live sandbox'
        }

        It 'versions are a table' {
            $lines = Get-AshAgentVersion agent | Get-Shown
            $lines[0] | Should -Match '^VersionNumber +IsActive +AgentName +Name +ReleaseNotes$'
            $lines[2] | Should -Match '^ +1 +agent +two +Two'
        }

        It 'eval cases are a table' {
            $lines = $cases | Get-Shown
            $lines[0] | Should -Match '^Id +IsActive +Category +Question$'
            $lines[2] | Should -Be "$($cases[0].Id) yes      accuracy     What is it?"
        }

        It 'eval runs are a table' {
            $lines = $run | Get-Shown
            $lines[0] | Should -Match '^Id +Status +Cases +Passed +Ver +CreatedAt$'
            $lines[2] | Should -Match "^$run completed +2 +50% +$time$"
        }

        It 'eval results are a table with their questions' {
            $lines = $results | Get-Shown
            $lines[0] | Should -Match '^Status +Passed +TopicScore +SafetyScore +HumanScore +Question$'
            $lines[2] | Should -Match '^completed +yes +1\.00 +1\.00 +What is it\?$'
            $lines[3] | Should -Match '^error +no +fail \(Bridge error: .+'
        }

        It 'a comparison is a table' {
            $lines = $compared | Get-Shown
            $lines[0] | Should -Match '^Change +Topics +Safety +Question$'
            $lines[2] | Should -Match '^Same +1\.00 -> 1\.00 1\.00 -> 1\.00 What is it\?$'
            $lines[3] | Should -Match '^Same +fail$'
        }

        It 'a file of <Kind> is shown as Get-Item shows it' -ForEach @(
            @{ Kind = 'a workspace'; Get = { Save-AshWorkspace $session "$TestDrive/a-folder/again.tar.gz" } }
            @{ Kind = 'a session'; Get = { Receive-AshSessionFile $session CLAUDE.md "$TestDrive/a-folder" -Force } }
            @{ Kind = 'an agent'; Get = { Receive-AshAgentFile agent notes.md "$TestDrive/a-folder" -Force } }
            @{ Kind = 'an attachment'; Get = { Receive-AshAttachment $attachment "$TestDrive/[a-folder]" -Force } }
            @{ Kind = 'a transcript'; Get = { Export-AshTranscript "$TestDrive/a-folder/.talk.md" -Session $session -PassThru } }
        ) {
            # From another drive a plain path would mean something else.
            Push-Location Env:
            try {
                $file = & $Get
            } finally {
                Pop-Location
            }
            $file | Should -BeOfType System.IO.FileInfo
            $shown = $file | Out-String -Width 160
            $shown | Should -Be (Get-Item -LiteralPath $file.FullName -Force | Out-String -Width 160)
            $shown | Should -Match 'Directory: .*a-folder'
            $file.PSParentPath | Should -Match 'a-folder'
        }

        It '<Kind> shows nothing but itself' -ForEach @(
            @{ Kind = 'a server'; Get = { Get-AshServer } }
            @{ Kind = 'an emulator'; Get = { $emulator } }
            @{ Kind = 'a request'; Get = { Get-AshEmulatorRequest } }
            @{ Kind = 'a configuration'; Get = { Set-AshAgentConfig agent @{ model = 'm' } } }
            @{ Kind = 'an import'; Get = { Set-Content TestDrive:/a.csv "question`nq"; Import-AshEvalCase a-name-that-is-long-but-not-unheard-of TestDrive:/a.csv } }
        ) {
            & $Get | Get-Shown | Should -Not -BeNullOrEmpty
        }
    }

    Context 'Without colours' {
        It 'nothing has an escape sequence under NO_COLOR' {
            $run = Invoke-Pwsh @'
Import-Module ./Ash.psd1
$null = Start-AshEmulator -Connect -Reply @{ '*' = 'ok'; 'fail' = @{ Error = 'Overloaded.' } }
Publish-AshAgent -Name agent -SystemPrompt x | Out-Host
New-AshSession agent | Tee-Object -Variable session | Out-Host
Send-AshMessage -Session $session hi | Out-Host
Send-AshMessage -Session $session hi -As Turn | Out-Host
Get-AshConnection | Out-Host
Send-AshMessage -Session $session fail | Out-Host
'@ @{ NO_COLOR = '1' }
            $run.Output + $run.Errors | Should -Match '(?s)Version.+LastActiveAt.+Summary.+Outcome.+Server :.+Overloaded'
            $run.Output + $run.Errors | Should -Not -Match "`e"
        }
    }

    Context 'With colours' {
        BeforeAll { $PSStyle.OutputRendering = 'Ansi' }

        AfterAll { $PSStyle.OutputRendering = 'PlainText' }

        It 'states and failures stand out, and numbers do not' {
            ($session | Out-String) -match "\e\[32mactive\e\[0m {5}" | Should -BeTrue
            ($failed.Events[-1] | Out-String).Contains("$($PSStyle.Formatting.Error)Overloaded.`e[0m") | Should -BeTrue
            ($failed | Out-String).Contains("$($PSStyle.Formatting.Error)Failed`e[0m") | Should -BeTrue
            ($events[0] | Out-String) -match " {4}\e\[2m1\e\[0m \e\[2m[0-9a-f]{8}\e\[0m session_start" | Should -BeTrue
        }

        It 'they are those of the session' {
            $saved = $PSStyle.Formatting.Error
            try {
                $PSStyle.Formatting.Error = $PSStyle.Foreground.Magenta
                ($failed | Out-String).Contains("$($PSStyle.Foreground.Magenta)Failed") | Should -BeTrue
            } finally {
                $PSStyle.Formatting.Error = $saved
            }
        }
    }

    Context 'Words for' {
        It '<Method> <Value> are <Words>' -ForEach @(
            @{ Method = 'Duration'; Value = [timespan]::Zero; Words = '0 ms' }
            @{ Method = 'Duration'; Value = [timespan]::FromMilliseconds(999.4); Words = '999 ms' }
            @{ Method = 'Duration'; Value = [timespan]::FromMilliseconds(999.6); Words = '1.0 s' }
            @{ Method = 'Duration'; Value = [timespan]::FromSeconds(59.94); Words = '59.9 s' }
            @{ Method = 'Duration'; Value = [timespan]::FromSeconds(59.96); Words = '1 min 0 s' }
            @{ Method = 'Duration'; Value = [timespan]::FromSeconds(3605); Words = '1 h 0 min' }
            @{ Method = 'Duration'; Value = [timespan]::FromHours(50); Words = '2 d 2 h' }
            @{ Method = 'Cost'; Value = [decimal] 0; Words = '$0.00' }
            @{ Method = 'Cost'; Value = [decimal] 0.00042; Words = '$0.00042' }
            @{ Method = 'Cost'; Value = [decimal] 1234.5; Words = '$1,234.50' }
            @{ Method = 'Size'; Value = 1023; Words = '1023 B' }
            @{ Method = 'Size'; Value = 1024; Words = '1.0 KB' }
            @{ Method = 'Size'; Value = 10200; Words = '10 KB' }
            @{ Method = 'Size'; Value = 1048500; Words = '1.0 MB' }
            @{ Method = 'Size'; Value = 5gb; Words = '5.0 GB' }
            @{ Method = 'Count'; Value = 1234567; Words = '1,234,567' }
            @{ Method = 'Time'; Value = [datetime] '2026-03-05 14:03:22'; Words = '2026-03-05' }
            @{ Method = 'Time'; Value = [datetime]::MinValue; Words = '' }
            @{ Method = 'Time'; Value = $null; Words = '' }
            @{ Method = 'Line'; Value = " a`t b`n`e[2Jc"; Words = "a b $([char] 0x241b)[2Jc" }
        ) {
            $culture = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = 'de-DE'
                [Ash.Commands.ViewText]::$Method($Value) | Should -BeExactly $Words
            } finally {
                [cultureinfo]::CurrentCulture = $culture
            }
        }
    }

    Context 'Elsewhere' {
        BeforeDiscovery {
            $kinds = @(
                @{ Kind = 'agents'; Get = { Get-AshAgent } }
                @{ Kind = 'sessions'; Get = { $session } }
                @{ Kind = 'events'; Get = { $events } }
                @{ Kind = 'a turn'; Get = { $turn } }
                @{ Kind = 'a failed turn'; Get = { $failed } }
                @{ Kind = 'tool calls'; Get = { $turn.ToolCalls } }
                @{ Kind = 'a connection'; Get = { Get-AshConnection } }
                @{ Kind = 'a server'; Get = { Get-AshServer } }
                @{ Kind = 'versions'; Get = { Get-AshAgentVersion agent } }
                @{ Kind = 'eval cases'; Get = { $cases } }
                @{ Kind = 'an eval run'; Get = { $run } }
                @{ Kind = 'eval results'; Get = { $results } }
                @{ Kind = 'a comparison'; Get = { $compared } }
                @{ Kind = 'requests'; Get = { Get-AshEmulatorRequest } }
                @{ Kind = 'files'; Get = { Get-AshSessionFile $session } }
                @{ Kind = 'sent files'; Get = { $sent } }
                @{ Kind = 'attachments'; Get = { Get-AshAttachment $session } }
            )
        }

        It '<Kind> can be listed, exported and sorted' -ForEach $kinds {
            $Error.Clear()
            $listed = & $Get | Format-List * -Force | Out-String
            $csv = & $Get | ConvertTo-Csv
            $listed, "$csv" | ForEach-Object {
                $_ | Should -Not -BeNullOrEmpty
                $_ | Should -Not -Match 'JsonElement|ValueKind|Ash\.Commands|System\.Text\.Json'
            }
            $csv.Count | Should -BeGreaterThan 1
            & $Get | Sort-Object | Out-Null
            & $Get | Group-Object | Out-Null
            $Error | Should -BeNullOrEmpty
        }

        It '<Kind> can become JSON and come back' -ForEach $kinds {
            $json = & $Get | ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue
            $json | Should -Not -Match 'ValueKind|"RootElement"'
            @($json | ConvertFrom-Json).Count | Should -Be @(& $Get).Count
        }

        It 'a session in JSON says what it is' {
            $back = $session | ConvertTo-Json | ConvertFrom-Json
            $back.Id, $back.AgentName, $back.Status, $back.SessionId | Should -Be $session.Id, agent, active, $session.Id
        }

        It 'an event in JSON has its data' {
            $use = $events | Where-Object Type -EQ tool_use
            $back = $use | ConvertTo-Json -Depth 5 | ConvertFrom-Json
            $back.Type, $back.Name, $back.Input.command, $back.Data.input.timeout, $back.Sequence | Should -Be tool_use, Bash, 'ls -l', 5, 3
        }

        It 'a turn in JSON has all of its tools and events' {
            $back = $turn | ConvertTo-Json -Depth 20 | ConvertFrom-Json
            $back.ToolCalls.Input.command, $back.ToolCalls.Result, $back.Outcome | Should -Be 'ls -l', "a.txt`nb.txt", Completed
            $back = $turn | Select-Object SessionId, Events | ConvertTo-Json -Depth 20 | ConvertFrom-Json
            ($back.Events | Where-Object Type -EQ tool_use).Data.input.timeout | Should -Be 5
            $turn.ToolCalls[0].GetType().Name, @($turn.ToolCalls)[0].GetType().Name, $turn.ToolCalls.Name | Should -Be ToolCall, ToolCall, Bash
        }

        It 'states are words in JSON' {
            ($compared | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Change | Should -Be Same, Same
            ($failed | ConvertTo-Json | ConvertFrom-Json).Outcome | Should -BeExactly Failed
        }

        It 'what this version does not know is told where there is any, and nowhere else' {
            $session.AdditionalProperties | Should -BeNullOrEmpty
            ($session | Format-List * | Out-String) + ($session | ConvertTo-Csv) + ($session | ConvertTo-Json) | Should -Not -Match AdditionalProperties
            $json = '{"id":"i","agentName":"agent","status":"active","region":{"name":"eu"}}'
            $null = Add-AshEmulatorFault -Path "/api/sessions/$session" -StatusCode 200 -Body "{""session"":$json}" -Times 1
            $null = Add-AshEmulatorFault -Path /api/sessions -StatusCode 200 -Body "{""sessions"":[$json,$json]}" -Times 1
            $newer = Get-AshSession -Id $session
            $newer.AdditionalProperties.region.name | Should -Be eu
            ($newer | ConvertTo-Json -Depth 4 | ConvertFrom-Json).AdditionalProperties.region.name | Should -Be eu
            $newer | Format-List * | Out-String | Should -Match 'AdditionalProperties +: \{"region":\{"name":"eu"\}\}'
            ($newer | ConvertTo-Csv | ConvertFrom-Csv).AdditionalProperties | Should -Be '{"region":{"name":"eu"}}'
            (Get-AshSession | ConvertTo-Json -Depth 4 | ConvertFrom-Json).AdditionalProperties.region.name | Should -Be eu, eu
        }

        It 'selected properties make a table of strings' {
            $rows = $events | Select-Object Type, Summary
            ($rows | Where-Object Type -EQ tool_use).Summary | Should -BeExactly 'Bash {"command":"ls -l","timeout":5}'
            ($rows | Where-Object Type -EQ done).Summary | Should -BeExactly ''
            $rows | ConvertTo-Csv | Should -Contain '"tool_result","Bash gave a.txt b.txt"'
        }

        It 'what a session went through reads as words, and what is JSON stays in its data' {
            $said = New-AshSession agent -Model m
            $picture = (New-Item -ItemType File TestDrive:/picture.png -Force).FullName
            [System.IO.File]::WriteAllBytes($picture, [convert]::FromBase64String('iVBORw0KGgo='))
            $null = Send-AshMessage -Session $said think -Attachment $picture
            $said | Suspend-AshSession | Out-Null
            (Get-AshSessionEvent $said).Summary | Should -Be 'created, agent name agent, model m', 'Let me think.', 'Bash {"command":"ls"}', '', 'Done.', 'Done.', paused
            (Get-AshSessionEvent (Copy-AshSession $said) -Type lifecycle).Summary | Should -Be "forked, parent session id $said"
            (Get-AshSessionEvent $said)[0].Data.action | Should -Be created
            $summaries = (Get-AshMessage $said).Summary
            $summaries[0..3] | Should -Be '(image) think', '(thinking) Let me think.', 'Bash {"command":"ls"}', 'Done.'
            $summaries[-1] | Should -Match '^success, 2 turns, \$0\.\d+, \d+\.\d s$'
            $null = Add-AshEmulatorFault -Path "/api/sessions/$said/events" -StatusCode 200 -Times 1 -Body (
                @{ events = @(
                        @{ id = 'a'; sessionId = 's'; sequence = 1; type = 'turn_complete'; data = '{"numTurns":4}' }
                        @{ id = 'b'; sessionId = 's'; sequence = 2; type = 'turn_complete'; data = '{"numTurns":1}' }
                        @{ id = 'c'; sessionId = 's'; sequence = 3; type = 'new'; data = '{"a":[1]}' })
                } | ConvertTo-Json -Depth 5)
            (Get-AshSessionEvent $said).Summary | Should -Be '4 turns', '1 turn', '{"a":[1]}'
        }

        It 'one is no plural' {
            $item = Publish-AshAgent -Name single -Path (New-Item -ItemType Directory TestDrive:/single | ForEach-Object { $null = New-Item "$_/CLAUDE.md" -Value x; $_ })
            "$(Get-AshUsage single)" | Should -Be '0 messages, 0 in, 0 out'
            $null = Invoke-AshAgent single hi
            "$(Get-AshUsage single)" | Should -Match '^1 message, '
            Set-Content TestDrive:/one.csv "question`nq"
            "$(Import-AshEvalCase $item TestDrive:/one.csv)" | Should -Be '1 case'
        }

        It 'an object stands in a string for its id, name or text' {
            "$session", "$(Get-AshAgent agent)", "$turn" | Should -Be $session.Id, agent, 'All done.'
        }
    }
}
