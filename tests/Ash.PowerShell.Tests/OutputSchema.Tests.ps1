Describe 'A turn with a schema' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{
            'good'  = '{"disk":"/dev/sda1","percent":91}'
            'wrong' = '{"disk":7,"percent":"91","more":null}'
            'letters' = '{"f":1,"d":1,"b":1,"a":1,"c":1,"e":1}'
            'none'  = 'The disk is full.'
            'fail'  = @{ Error = 'Overloaded.' }
        }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        $schema = @{
            type       = 'object'
            properties = @{ disk = @{ type = 'string' }; percent = @{ type = 'integer' } }
            required   = 'disk', 'percent'
        }
    }

    AfterAll { Stop-AshEmulator $emulator }
    BeforeEach { $emulator.ClearRequests() }

    It 'has its answer as an object: <Kind>' -ForEach @(
        @{ Kind = 'a hashtable'; Make = { $schema } }
        @{ Kind = 'JSON'; Make = { ConvertTo-Json $schema -Depth 5 } }
        @{ Kind = 'a file'; Make = { ConvertTo-Json $schema -Depth 5 | Set-Content TestDrive:/schema.json; 'TestDrive:/schema.json' } }
        @{ Kind = 'an object'; Make = { ConvertTo-Json $schema -Depth 5 | ConvertFrom-Json } }
    ) {
        $turn = Send-AshMessage -Session $session good -As Turn -OutputSchema (& $Make)
        $turn.Result.disk, $turn.Result.percent | Should -Be /dev/sda1, 91
        $sent = (Get-SentBody */messages | ConvertFrom-Json).outputFormat
        $sent.type, $sent.schema.properties.percent.type | Should -Be json_schema, integer
    }

    It 'is an error where the answer does not follow it, behind the turn' {
        $turn = Send-AshMessage -Session $session wrong -As Turn -OutputSchema $schema -ErrorVariable failure -ErrorAction SilentlyContinue
        $turn.Outcome, $turn.Result.percent | Should -Be Completed, '91'
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -Be 'SchemaMismatch,Ash.Commands.SendAshMessageCommand'
        $failure.CategoryInfo.Category, $failure.TargetObject | Should -Be InvalidResult, $session.Id
        "$failure" | Should -BeLike "The result of session $($session.Id) does not follow the schema:*'/disk'*'/percent'*"
        { Send-AshMessage -Session $session wrong -As Turn -OutputSchema $schema } | Should -Throw -ErrorId 'SchemaMismatch,*'
    }

    It 'names what is wrong in the order of its places' {
        $letters = @{ type = 'object'; additionalProperties = @{ type = 'string' } }
        Send-AshMessage -Session $session letters -OutputSchema $letters -ErrorVariable failure -ErrorAction SilentlyContinue | Out-Null
        [regex]::Matches($failure, "'/(.)'") | ForEach-Object { $_.Groups[1].Value } | Should -Be a, b, c, d, e, f
    }

    It 'leaves nothing else in $Error' {
        $Error.Clear()
        $null = Send-AshMessage -Session $session good -As Turn -OutputSchema $schema
        $Error | Should -BeNullOrEmpty
        $null = Send-AshMessage -Session $session wrong -OutputSchema $schema -ErrorAction SilentlyContinue
        $Error | Should -HaveCount 1
    }

    It 'is an error where there is no such answer, in every view: <_>' -ForEach Event, Text, Turn {
        $null = Send-AshMessage -Session $session none -As $_ -OutputSchema $schema -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -Be 'SchemaMismatch,Ash.Commands.SendAshMessageCommand'
        "$failure" | Should -BeLike '*has no result*'
    }

    It 'says of a turn that failed that it failed, and nothing else' {
        $null = Send-AshMessage -Session $session fail -As Turn -OutputSchema $schema -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -Be 'TurnFailed,Ash.Commands.SendAshMessageCommand'
    }

    It 'is checked for each session of many' {
        $sessions = 1..3 | ForEach-Object { New-AshSession agent }
        $turns = $sessions | Send-AshMessage wrong -As Turn -OutputSchema $schema -ErrorVariable failures -ErrorAction SilentlyContinue
        $turns | Should -HaveCount 3
        $failures.TargetObject | Sort-Object | Should -Be ($sessions.Id | Sort-Object)
    }

    It 'is checked by Invoke-AshAgent' {
        (Invoke-AshAgent agent good -As Turn -OutputSchema $schema).Result.percent | Should -Be 91
        { Invoke-AshAgent agent wrong -OutputSchema $schema } | Should -Throw -ErrorId 'SchemaMismatch,Ash.Commands.InvokeAshAgentCommand'
    }

    It 'is refused once, and nothing is sent, where the schema is none: <Why>' -ForEach @(
        @{ Why = 'a type that is none'; Schema = @{ type = 'strin' } }
        @{ Why = 'properties that are none'; Schema = @{ properties = 5 } }
        @{ Why = 'a reference that leads nowhere'; Schema = '{ "$ref": "#/$defs/nothing" }' }
        @{ Why = 'a pattern that is none'; Schema = @{ pattern = '[' } }
        @{ Why = 'no JSON'; Schema = '{ "type": ' }
    ) {
        $failures = @()
        try { 1..3 | ForEach-Object { $session } | Send-AshMessage good -OutputSchema $Schema -ErrorAction Continue -ErrorVariable +failures } catch { $failures = @($_) }
        $failures | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failures" | Should -BeLike '*schema*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'is left by Ctrl+C while it refers to a server that does not answer' {
        $listener = Start-Listener
        try {
            $run = Start-Script { Connect-AshServer $uri; Send-AshMessage -Session $id good -OutputSchema $schema } @{
                uri = $emulator.Uri; id = $session.Id; schema = @{ '$ref' = "$(Get-Address $listener)/schema.json" }
            }
            $null = Receive-Request $listener
            Stop-Script $run
            $run.Shell.Streams.Error | Should -BeNullOrEmpty
        } finally { $listener.Stop() }
    }

    It 'is not there where none was asked for' {
        (Send-AshMessage -Session $session good -As Turn).Result | Should -BeNullOrEmpty
    }
}

Describe 'A turn' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{ 'work' = @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = 'a.txt' }, 'One file.' }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $turn = New-AshSession agent | Send-AshMessage work -As Turn
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'says all of it' {
        $turn.Message, $turn.Outcome, $turn.Text, $turn.Turns | Should -Be work, Completed, 'One file.', 2
        $turn.ToolCalls[0].Name, $turn.ToolCalls[0].Input.command, $turn.ToolCalls[0].Result, $turn.ToolCalls[0].IsError | Should -Be Bash, ls, a.txt, $false
        $turn.InputTokens, $turn.OutputTokens | Should -Be $turn.Usage.InputTokens, $turn.Usage.OutputTokens
        $turn.OutputTokens | Should -BeGreaterThan 0
        $turn.CostUsd | Should -BeOfType decimal
        $turn.Duration | Should -BeOfType timespan
        $turn.Events[0].Message | Should -Be work
    }
}
