Describe 'Messages' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $result = [System.Activator]::CreateInstance((Get-EmulatorType ResultStep))
        foreach ($property in @{ Subtype = 'error_max_turns'; Errors = [string[]] 'Reached maximum number of turns (1)'; CostUsd = [decimal] 0.0123 }.GetEnumerator()) {
            $result.GetType().GetProperty($property.Name).SetValue($result, $property.Value)
        }
        $frame = Get-EmulatorType FrameStep
        $emulator = Start-AshEmulator -Connect -Reply @{
            '*'         = { "$_!" }
            'work'      = @{ Thinking = 'Let me see.' },
            'I look.',
            @{ Tool = 'Bash'; Input = @{ command = 'ls'; n = 1 }; Result = 'a.txt' },
            @{ Tool = 'Read'; Input = @{ path = 'b.txt' }; Result = 'No such file'; IsError = $true },
            'All done.'
            'fail'      = 'Half', @{ Error = 'The model is overloaded.' }
            'max turns' = 'Half', $result
            'malformed' = 'before', $frame::new('message', '{ "type": '), 'after'
            'new kinds' = $frame::new('input_json_delta', '{"index":0,"delta":{"a":[1,2.5,true,null,"x"]}}'), 'known'
        }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
    }

    AfterAll { Stop-AshEmulator $emulator }

    Context 'What is sent' {
        It 'is the text alone' {
            $null = Send-AshMessage -Session $session "Gr`u{fc}ezi `"you`""
            Get-SentBody */messages | ConvertFrom-Json | ForEach-Object content | Should -BeExactly "Gr`u{fc}ezi `"you`""
            Get-SentBody */messages | Should -Match '^\{"content":"[^,]+"\}$'
        }

        It 'is <Sent>' -ForEach @(
            @{ Option = @{ IncludePartial = $true }; Sent = '"includePartialMessages":true' }
            @{ Option = @{ Model = 'opus' }; Sent = '"model":"opus"' }
            @{ Option = @{ MaxTurn = 3 }; Sent = '"maxTurns":3' }
            @{ Option = @{ MaxBudgetUsd = 0.25 }; Sent = '"maxBudgetUsd":0.25' }
            @{ Option = @{ Effort = 'max' }; Sent = '"effort":"max"' }
            @{ Option = @{ Effort = 'High'; Thinking = 'ADAPTIVE' }; Sent = '"effort":"high","thinking":{"type":"adaptive"}' }
            @{ Option = @{ Thinking = 'adaptive' }; Sent = '"thinking":{"type":"adaptive"}' }
            @{ Option = @{ ThinkingBudget = 2000 }; Sent = '"thinking":{"type":"enabled","budgetTokens":2000}' }
            @{ Option = @{ OutputSchema = @{ type = 'object' } }; Sent = '"outputFormat":{"type":"json_schema","schema":{"type":"object"}}' }
            @{ Option = @{ OutputSchema = '{"type":"object"}' }; Sent = '"outputFormat":{"type":"json_schema","schema":{"type":"object"}}' }
        ) {
            # The answer follows no schema, which is not what this is about.
            $null = Send-AshMessage hi -Session $session @Option -ErrorAction Ignore
            Get-SentBody */messages | Should -BeExactly "{`"content`":`"hi`",$Sent}"
        }

        It 'is nothing where a session stands in place of the message' {
            $emulator.ClearRequests()
            { Send-AshMessage $session 'hi' } | Should -Throw '*message is missing: Send-AshMessage*-Session*'
            { $session | Send-AshMessage } | Should -Throw '*message is missing: Send-AshMessage*-Session*' -ErrorId 'ParameterArgumentTransformationError,*'
            { Invoke-AshCommand $session 'ls' } | Should -Throw '*command is missing: Invoke-AshCommand*'
            { [pscustomobject]@{ SessionId = $session.Id } | Send-AshMessage } | Should -Throw '*message is missing: Send-AshMessage*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
            # The other way round it is meant.
            Send-AshMessage 'hi' $session -As Text | Should -Not -BeNullOrEmpty
            { Send-AshMessage 'hi' -Session my-agent } | Should -Throw "'my-agent' is no session's id, which is a UUID*" -ErrorId 'InvalidRequest,*'
        }

        It 'is nothing where the server would refuse: <Why>' -ForEach @(
            @{ Why = 'empty'; Message = ''; Says = '*message is empty*' }
            @{ Why = 'blank'; Message = " `n"; Says = '*message is empty*' }
            @{ Why = 'too long'; Message = 'x' * 500001; Says = '*at most 500,000 characters*500,001*' }
        ) {
            $emulator.ClearRequests()
            $failure = { Send-AshMessage -Session $session $Message } | Should -Throw $Says -PassThru
            $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,Ash.Commands.SendAshMessageCommand'
            $failure.TargetObject | Should -Be $session.Id
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'is as long as the server takes' {
            $turn = Send-AshMessage -Session $session ('x' * 500000) -As Turn
            $turn.Text.Length | Should -Be 500001
        }
    }

    Context 'Events' {
        BeforeAll {
            $events = Send-AshMessage -Session $session 'work'
        }

        It 'come in the order of the server, numbered, and say whose they are' {
            $events.Type -join ' ' | Should -Be ('session_start message thinking_delta message message tool_use message tool_result message ' +
                'tool_use message tool_result message message turn_complete message done')
            $events.Sequence | Should -Be (1..$events.Count)
            $events.SessionId | Select-Object -Unique | Should -Be $session.Id
            $events[0].ReceivedAt.Kind | Should -Be Local
            $events | ForEach-Object { $_ | Should -BeOfType Ash.AshEvent }
        }

        It 'are found by their type: <Type> is a <Class>' -ForEach @(
            @{ Type = 'session_start'; Class = 'SessionStartEvent'; Count = 1 }
            @{ Type = 'message'; Class = 'MessageEvent'; Count = 9 }
            @{ Type = 'thinking_delta'; Class = 'ThinkingDeltaEvent'; Count = 1 }
            @{ Type = 'tool_use'; Class = 'ToolUseEvent'; Count = 2 }
            @{ Type = 'tool_result'; Class = 'ToolResultEvent'; Count = 2 }
            @{ Type = 'turn_complete'; Class = 'TurnCompleteEvent'; Count = 1 }
            @{ Type = 'done'; Class = 'DoneEvent'; Count = 1 }
        ) {
            $found = @($events | Where-Object Type -EQ $Type)
            $found.Count | Should -Be $Count
            $found | ForEach-Object { $_ | Should -BeOfType "Ash.$Class" }
        }

        It 'hold their data as objects' {
            $message = $events | Where-Object Text -EQ 'I look.'
            $message.Data.message.content[0].text | Should -BeExactly 'I look.'
            $message.Data.type | Should -BeExactly assistant
            [object]::ReferenceEquals($message.Data, $message.Data) | Should -BeTrue
            $message.Data.message.content[0] | Should -BeOfType pscustomobject
        }

        It 'say what the agent wrote' {
            $message = $events | Where-Object { $_.Text -eq 'All done.' -and $_.Role }
            $message.Role, $message.MessageType | Should -Be assistant, assistant
            $message.Content[0].text | Should -Be 'All done.'
            $message.IsPartial, $message.IsSubagent | Should -Be $false, $false
            $message.IsError, $message.CostUsd | Should -Be $null, $null
        }

        It 'say what the turn came to' {
            $result = $events | Where-Object MessageType -EQ result
            $result.Text, $result.Subtype, $result.IsError | Should -Be 'All done.', success, $false
            $result.CostUsd | Should -BeOfType decimal
            $result.CostUsd | Should -BeGreaterThan 0
            $result.Duration | Should -BeOfType timespan
            $result.Turns | Should -Be 3
            $result.Usage.OutputTokens | Should -BeGreaterThan 0
            $result.Usage | Should -BeOfType Ash.TokenUsage
        }

        It 'say which tool was used, on what and with which result' {
            $bash, $read = $events | Where-Object Type -EQ tool_use
            $bash.Name, $bash.Input.command, $bash.Input.n | Should -Be Bash, ls, 1
            $listed, $missing = $events | Where-Object Type -EQ tool_result
            $listed.ToolUseId, $listed.ToolName, $listed.Content, $listed.Text, $listed.IsError | Should -Be $bash.Id, Bash, a.txt, a.txt, $false
            $missing.ToolUseId, $missing.ToolName, $missing.Content, $missing.IsError | Should -Be $read.Id, Read, 'No such file', $true
        }

        It 'of kinds that are not known keep their data whole' {
            $delta = Send-AshMessage -Session $session 'new kinds' | Where-Object Type -EQ input_json_delta
            $delta.GetType().FullName | Should -Be Ash.AshEvent
            $delta.Data.index | Should -Be 0
            $delta.Data.delta.a | Should -Be 1, 2.5, $true, $null, 'x'
        }

        It 'bring the text piece by piece with -IncludePartial' {
            $partial = Send-AshMessage -Session $session 'work' -IncludePartial
            $deltas = $partial | Where-Object Type -EQ text_delta
            $deltas.Count | Should -BeGreaterThan 2
            $deltas | ForEach-Object { $_ | Should -BeOfType Ash.TextDeltaEvent }
            -join $deltas.Delta | Should -BeExactly 'I look.All done.'
            ($partial | Where-Object IsPartial).Count | Should -BeGreaterThan $deltas.Count
        }
    }

    Context '-As' {
        It 'Text is what the agent wrote, each piece once' {
            Send-AshMessage -Session $session 'work' -As Text | Should -BeExactly 'I look.', 'All done.'
            $pieces = Send-AshMessage -Session $session 'work' -As Text -IncludePartial
            $pieces.Count | Should -BeGreaterThan 2
            -join $pieces | Should -BeExactly 'I look.All done.'
            $pieces | ForEach-Object { $_ | Should -BeOfType string }
        }

        It 'Turn is one object at the end<How>' -ForEach @{ How = ''; Option = @{} }, @{ How = ', with partial messages too'; Option = @{ IncludePartial = $true } } {
            $turn = Send-AshMessage -Session $session 'work' -As Turn @Option
            @($turn).Count | Should -Be 1
            $turn | Should -BeOfType Ash.Turn
            $turn.Outcome, $turn.Error, $turn.SessionId, $turn.Turns | Should -Be Completed, $null, $session.Id, 3
            $turn.Text | Should -BeExactly "I look.`nAll done."
            $turn.ToolCalls.Name | Should -Be Bash, Read
            $turn.ToolCalls.Result | Should -Be a.txt, 'No such file'
            $turn.ToolCalls.IsError | Should -Be $false, $true
            $turn.ToolCalls[0].Input.command | Should -Be ls
            $turn.CostUsd | Should -BeGreaterThan 0
            $turn.Usage.InputTokens | Should -BeGreaterThan 0
            $turn.Events[-1].Type | Should -Be done
        }
    }

    Context 'From the pipeline' {
        It 'messages are a conversation: each is sent when the turn before it has ended' {
            $emulator.ClearRequests()
            $seen = 'one', 'two', 'three' | Send-AshMessage -Session $session -As Text |
                ForEach-Object { "$_ after $((Get-AshEmulatorRequest -Path */messages).Count)" }
            $seen | Should -Be 'one! after 1', 'two! after 2', 'three! after 3'
        }

        It 'several messages in an array are, too' {
            Send-AshMessage 'one', 'two' -Session $session -As Text | Should -Be 'one!', 'two!'
        }

        It 'sessions get the same message each' {
            $sessions = 1..3 | ForEach-Object { New-AshSession agent }
            ($sessions | Send-AshMessage 'hi' -As Turn).SessionId | Sort-Object | Should -Be ($sessions.Id | Sort-Object)
        }

        It 'rows bring both: <Kind>' -ForEach @(
            @{ Kind = 'a CSV file'; Make = { $args | Export-Csv TestDrive:/rows.csv; Import-Csv TestDrive:/rows.csv } }
            @{ Kind = 'objects'; Make = { $args } }
        ) {
            $sessions = (New-AshSession agent), (New-AshSession agent)
            $rows = for ($i = 0; $i -lt 2; $i++) { [pscustomobject]@{ SessionId = $sessions[$i].Id; Message = "m$i" } }
            # Two sessions, so whichever ends first comes first.
            $turns = & $Make @rows | Send-AshMessage -As Turn | Sort-Object Text
            $turns.SessionId | Should -Be $sessions.Id
            $turns.Text | Should -Be 'm0!', 'm1!'
        }

        It 'one that fails leaves the others their turn' {
            $said = 'one', 'fail', 'two' | Send-AshMessage -Session $session -As Text -ErrorAction SilentlyContinue -ErrorVariable failures
            $said | Should -Be 'one!', 'Half', 'two!'
            $failures.Count | Should -Be 1
        }
    }

    Context 'Failing turns' {
        It 'are an event in the output and one error: <Message>' -ForEach @(
            @{ Message = 'fail'; Says = 'The model is overloaded.'; Last = 'error' }
            @{ Message = 'max turns'; Says = '*error_max_turns*Reached maximum number of turns (1)*'; Last = 'done' }
        ) {
            $Error.Clear()
            $events = Send-AshMessage -Session $session $Message -ErrorAction SilentlyContinue -ErrorVariable failures
            $events[-1].Type | Should -Be $Last
            if ($Last -eq 'error') {
                $events[-1] | Should -BeOfType Ash.ErrorEvent
                $events[-1].Message, $events[-1].Data.error | Should -Be $Says, $Says
            } else {
                $result = $events | Where-Object MessageType -EQ result
                $result.IsError, $result.CostUsd | Should -Be $true, 0.0123
            }
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'TurnFailed,Ash.Commands.SendAshMessageCommand'
            $failures[0].CategoryInfo.Category | Should -Be OperationStopped
            $failures[0].TargetObject | Should -Be $session.Id
            $failures[0].Exception | Should -BeOfType Ash.AshStreamException
            $failures[0].Exception.EventsReceived | Should -Be $events.Count
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$($failures[0])" | Should -BeLike "The turn failed*$Says"
        }

        It 'stop a runbook with -ErrorAction Stop, after their events' {
            $seen = [System.Collections.Generic.List[string]]::new()
            { Send-AshMessage -Session $session fail -ErrorAction Stop | ForEach-Object { $seen.Add($_.Type) } } |
                Should -Throw '*overloaded*' -ErrorId 'TurnFailed,*'
            $seen[-1] | Should -Be error
        }

        It 'are a turn with the outcome Failed, and the error' {
            $turn = Send-AshMessage -Session $session fail -As Turn -ErrorAction SilentlyContinue -ErrorVariable failures
            $turn.Outcome, $turn.Text | Should -Be Failed, Half
            $turn.Error | Should -BeLike '*overloaded*'
            $failures.Count | Should -Be 1
        }

        It 'leave the session usable' {
            $null = Send-AshMessage -Session $session fail -ErrorAction SilentlyContinue
            Send-AshMessage -Session $session again -As Text | Should -Be 'again!'
        }
    }

    Context 'Malformed events' {
        It 'are reported, and the stream goes on' {
            $events = Send-AshMessage -Session $session malformed -ErrorAction SilentlyContinue -ErrorVariable failures
            $malformed = $events | Where-Object { $_ -is [Ash.MalformedEvent] }
            @($malformed).Count | Should -Be 1
            $malformed.RawText | Should -BeExactly '{ "type": '
            $malformed.Data | Should -BeNullOrEmpty
            $events[-1].Type | Should -Be done
            ($events | Where-Object Role -EQ assistant).Text | Should -Be before, after
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'MalformedEvent,Ash.Commands.SendAshMessageCommand'
            $failures[0].TargetObject | Should -Be $malformed
        }

        It 'are reported whatever is emitted: <_>' -ForEach 'Text', 'Turn' {
            $said = Send-AshMessage -Session $session malformed -As $_ -ErrorAction SilentlyContinue -ErrorVariable failures
            "$said" | Should -Match "^before\s+after$"
            $failures.FullyQualifiedErrorId | Should -BeLike 'MalformedEvent,*'
        }
    }
}
