Describe 'The emulator' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $saved = $env:ASH_SERVER_URL, $env:ASH_API_KEY
        $env:ASH_SERVER_URL = $env:ASH_API_KEY = $null

        # Starts an emulator with these replies and gives back what a session answers to each prompt.
        function Get-Answer([System.Collections.IDictionary] $Reply, [string[]] $Prompt, [string] $As = 'Text') {
            $emulator = Start-AshEmulator -Connect -Reply $Reply
            try {
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $session = New-AshSession agent
                $Prompt | Send-AshMessage -Session $session -As $As
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        function Test-Port([uri] $Uri) {
            $client = [System.Net.Sockets.TcpClient]::new()
            try { $client.Connect($Uri.Host, $Uri.Port); $true } catch { $false } finally { $client.Dispose() }
        }
    }

    AfterAll { $env:ASH_SERVER_URL, $env:ASH_API_KEY = $saved }

    Context '-Reply' {
        It 'is a string' {
            Get-Answer @{ '*' = 'Hello.' } 'hi' | Should -BeExactly Hello.
        }

        It 'is several strings, each a message' {
            Get-Answer @{ '*' = 'One.', 'Two.' } 'hi' | Should -BeExactly One., Two.
        }

        It 'is the prompt where there is no reply at all' {
            $emulator = Start-AshEmulator -Connect
            try {
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                New-AshSession agent | Send-AshMessage 'hi there' -As Text | Should -BeExactly 'hi there'
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'is the prompt where no wildcard matches' {
            Get-Answer @{ 'only this' = 'x' } 'only this', 'only that' | Should -BeExactly 'x', 'only that'
        }

        It 'goes by the most specific wildcard in a hashtable, whatever its order' {
            $reply = @{ '*' = 'any'; 'a*' = 'a'; 'apple*' = 'apple'; 'apple pie' = 'pie'; 'apple ???' = 'three' }
            Get-Answer $reply 'apple pie', 'apple pea', 'apple tart', 'ash', 'Apple Pie', 'x' |
                Should -BeExactly 'pie', 'three', 'apple', 'a', 'pie', 'any'
        }

        It 'goes by the first that matches in an ordered one' {
            Get-Answer ([ordered]@{ 'a*' = 'first'; 'apple' = 'second' }) 'apple' | Should -BeExactly first
        }

        It 'is a tool with its input and result' {
            $turn = Get-Answer @{ '*' = @{ Tool = 'Bash'; Input = @{ command = 'ls'; deep = @{ list = 1, 2 } }; Result = 'a.txt' }, 'Done.' } 'hi' Turn
            $turn.Text | Should -Be Done.
            $turn.ToolCalls[0].Name, $turn.ToolCalls[0].Result, $turn.ToolCalls[0].IsError | Should -Be Bash, a.txt, $false
            $turn.ToolCalls[0].Input.command | Should -Be ls
            $turn.ToolCalls[0].Input.deep.list | Should -Be 1, 2
        }

        It 'is a tool that fails' {
            (Get-Answer @{ '*' = @{ Tool = 'Bash'; Result = 'denied'; IsError = $true } } 'hi' Turn).ToolCalls[0].IsError | Should -BeTrue
        }

        It 'is thinking, or a text by name' {
            $turn = Get-Answer @{ '*' = @{ Thinking = 'Hm.' }, @{ Text = 'Yes.' } } 'hi' Turn
            ($turn.Events | Where-Object Type -EQ thinking_delta).Delta | Should -Be Hm.
            $turn.Text | Should -Be Yes.
        }

        It 'is an error' {
            { Get-Answer @{ '*' = @{ Error = 'Overloaded.' } } 'hi' } | Should -Throw '*Overloaded.' -ErrorId 'TurnFailed,*'
        }

        It 'is what the result says' {
            $reply = 'Half', @{ Subtype = 'error_max_turns'; Errors = 'Reached the maximum.'; CostUsd = 0.5 }
            $emulator = Start-AshEmulator -Connect -Reply @{ '*' = $reply }
            try {
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $turn = New-AshSession agent | Send-AshMessage 'hi' -As Turn -ErrorAction SilentlyContinue
                $turn.Outcome, $turn.CostUsd, $turn.Text | Should -Be Failed, 0.5, Half
                $turn.Error | Should -BeLike '*error_max_turns*Reached the maximum.'
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'is an answer that follows a schema: <Kind>' -ForEach @(
            @{ Kind = 'a hashtable'; Value = @{ disk = '/dev/sda1'; percent = 91 } }
            @{ Kind = 'an object'; Value = [pscustomobject]@{ disk = '/dev/sda1'; percent = 91 } }
            @{ Kind = 'JSON'; Value = '{"disk":"/dev/sda1","percent":91}' }
        ) {
            $emulator = Start-AshEmulator -Connect -Reply @{ '*' = @{ Result = $Value } }
            try {
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $turn = New-AshSession agent | Send-AshMessage hi -As Turn -OutputSchema @{ type = 'object'; required = 'disk', 'percent' }
                $turn.Result.disk, $turn.Result.percent | Should -Be /dev/sda1, 91
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'is any event' {
            $events = Get-Answer @{ '*' = @{ Event = 'ping'; Data = @{ n = 1 } }, @{ Event = 'pong'; Data = '[2]' } } 'hi' -As Event
            ($events | Where-Object Type -EQ ping).Data.n | Should -Be 1
            ($events | Where-Object Type -EQ pong).GetJson() | Should -Be '[2]'
        }

        It 'is refused when it says nothing known, and nothing is started' {
            { Start-AshEmulator -Connect -Reply @{ '*' = @{ Tol = 'Bash' } } } |
                Should -Throw '*Tool, Thinking, Error, Text, *CostUsd*Tol*' -ErrorId 'InvalidRequest,*'
            { Get-AshConnection } | Should -Throw -ErrorId 'NotConnected,*' -Because 'what was meant for the emulator is done to no other server'
            Disconnect-AshServer
            (Get-AshConnection).ServerSource | Should -Be Default
        }

        It 'is a recording' {
            $file = Join-Path $TestDrive turn.sse
            $frames = "event: session_start`ndata: {`"sessionId`":`"s`",`"version`":`"9.9.9`"}`n`n",
            "event: message`ndata: {`"type`":`"assistant`",`"message`":{`"role`":`"assistant`",`"content`":[{`"type`":`"text`",`"text`":`"Recorded.`"}]}}`n`n",
            "event: done`ndata: {`"sessionId`":`"s`"}`n`n"
            Set-Content $file (-join $frames) -NoNewline
            Push-Location TestDrive:/
            try { Get-Answer @{ 'absolute' = $file; 'relative' = './turn.sse' } 'absolute', 'relative' | Should -Be Recorded., Recorded. }
            finally { Pop-Location }
            (Get-Answer @{ '*' = $file } 'hi' Turn).Events[0].Version | Should -Be 9.9.9
        }

        It 'is refused when the recording is not there' {
            { Start-AshEmulator -Reply @{ '*' = './no such.sse' } } | Should -Throw '*no recording*no such.sse*' -ErrorId 'InvalidRequest,*'
        }
    }

    Context '-Reply with a script block' {
        It 'is given the prompt as $_, as its argument and with all that is known of it' {
            $answer = Get-Answer @{ '*' = { param($text, $prompt) "$_|$text|$($args.Count)|$($prompt.AgentName)|$($prompt.Sequence)" } } 'hi', 'you'
            $answer | Should -BeExactly 'hi|hi|0|agent|1', 'you|you|0|agent|2'
        }

        It 'has the variables and functions that it names' {
            $greeting = 'Hello'
            function Get-Greeting($Name) { "$greeting, $Name!" }
            Get-Answer @{ '*' = { Get-Greeting $_; $greeting } } 'you' | Should -BeExactly 'Hello, you!', Hello
        }

        It 'shares objects with its author' {
            $log = [System.Collections.Generic.List[string]]::new()
            Get-Answer @{ '*' = { $log.Add($_); "$($log.Count)" } } 'a', 'b' | Should -Be 1, 2
            $log | Should -Be a, b
        }

        It 'answers with steps as well' {
            $turn = Get-Answer @{ '*' = { 'I look.'; @{ Tool = 'Bash'; Input = @{ command = $_ }; Result = 'ok' }; 42 } } 'ls' Turn
            $turn.Text | Should -Be "I look.`n42"
            $turn.ToolCalls[0].Input.command | Should -Be ls
        }

        It 'fails the turn when it throws' {
            { Get-Answer @{ '*' = { 'Half'; throw 'No more.' } } 'hi' } | Should -Throw '*No more.*' -ErrorId 'TurnFailed,*'
        }

        It 'fails the turn when its step is none' {
            { Get-Answer @{ '*' = { @{ Tol = 'Bash' } } } 'hi' } | Should -Throw '*Tool, Thinking, Error, Text, *CostUsd*' -ErrorId 'TurnFailed,*'
        }

        It 'is not disturbed by what its author does meanwhile' {
            $emulator = Start-AshEmulator -Connect -Reply @{ '*' = { $_.ToUpperInvariant() } }
            try {
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $session = New-AshSession agent
                'a', 'b' | Send-AshMessage -Session $session -As Text | ForEach-Object { Get-AshAgent | Out-Null; $_ } | Should -BeExactly A, B
            } finally {
                Stop-AshEmulator $emulator
            }
        }
    }

    Context 'Server' {
        It 'is open, or wants its key' {
            $open = Start-AshEmulator
            $locked = Start-AshEmulator -ApiKey ([System.Net.NetworkCredential]::new('', 'k').SecurePassword)
            try {
                $open.RequiresApiKey, $locked.RequiresApiKey | Should -Be $false, $true
                Invoke-RestMethod "$($open.Uri)api/agents" | ForEach-Object agents | Should -BeNullOrEmpty
                $refusal = { Invoke-RestMethod "$($locked.Uri)api/agents" } | Should -Throw -PassThru
                ($refusal.ErrorDetails.Message | ConvertFrom-Json).error | Should -Be 'Missing Authorization header'
                (Invoke-WebRequest "$($locked.Uri)api/agents" -Headers @{ Authorization = 'Bearer k' }).StatusCode | Should -Be 200
            } finally {
                $open, $locked | Stop-AshEmulator
            }
        }

        It 'speaks to any client' {
            $emulator = Start-AshEmulator -Connect
            try {
                (Invoke-RestMethod "$($emulator.Uri)health").status | Should -Be ok
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $session = Invoke-RestMethod "$($emulator.Uri)api/sessions" -Method Post -ContentType application/json -Body '{"agent":"agent"}'
                $stream = Invoke-WebRequest "$($emulator.Uri)api/sessions/$($session.session.id)/messages" -Method Post `
                    -ContentType application/json -Body '{"content":"hi"}'
                $stream.Headers.'Content-Type' | Should -BeLike 'text/event-stream*'
                [System.Text.Encoding]::UTF8.GetString($stream.RawContentStream.ToArray()) | Should -Match "(?s)^event: session_start\ndata: .+event: done\ndata: .+\n\n$"
                (Get-AshSession $session.session.id).Status | Should -Be active
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'listens on the port that it is given' {
            $port = ([uri] (Get-ClosedAddress)).Port
            $emulator = Start-AshEmulator -Port $port
            try {
                "$($emulator.Uri)" | Should -Be "http://127.0.0.1:$port/"
                Test-Port $emulator.Uri | Should -BeTrue
                { Start-AshEmulator -Port $port } | Should -Throw "*cannot listen on port $port*" -ErrorId 'InvalidRequest,*'
                { Stop-AshEmulator $emulator; $emulator = Start-AshEmulator -Port $port; Stop-AshEmulator $emulator } | Should -Not -Throw
            } finally {
                Stop-AshEmulator $emulator
            }
        }

        It 'is one of several' {
            $emulators = 1..3 | ForEach-Object { Start-AshEmulator }
            try { $emulators.Uri | Select-Object -Unique | Should -HaveCount 3 }
            finally { $emulators | Stop-AshEmulator }
            $emulators.IsRunning | Should -Be $false, $false, $false
        }
    }

    Context 'Stop-AshEmulator' {
        It 'closes the port and forgets the default connection' {
            $emulator = Start-AshEmulator -Connect
            (Get-AshConnection).ServerSource | Should -Be Emulator
            Test-Port $emulator.Uri | Should -BeTrue
            Stop-AshEmulator | Should -BeNullOrEmpty
            $emulator.IsRunning | Should -BeFalse
            (Get-AshConnection).ServerSource | Should -Be Default

            # Several, because another process may take a port that has just become free.
            $emulators = 1..3 | ForEach-Object { Start-AshEmulator }
            $emulators | Stop-AshEmulator
            @($emulators.Uri + $emulator.Uri | Where-Object { -not (Test-Port $_) }).Count | Should -BeGreaterOrEqual 2
        }

        It 'leaves a connection to another alone' {
            $first = Start-AshEmulator
            $second = Start-AshEmulator -Connect
            Stop-AshEmulator $first
            (Get-AshConnection).Server | Should -Be $second.Uri
            Stop-AshEmulator $second
        }

        It 'stops with a turn under way' {
            $gate = [System.Threading.ManualResetEventSlim]::new()
            $asked = [System.Threading.ManualResetEventSlim]::new()
            $ended = [System.Threading.ManualResetEventSlim]::new()
            $emulator = Start-AshEmulator -Connect -Reply @{ '*' = { $asked.Set(); $null = $gate.Wait($Patience); $ended.Set() } }
            $null = Publish-AshAgent -Name agent -SystemPrompt x
            $script = Start-Script { Send-AshMessage -Session $session hi -Connection $connection } @{
                session = New-AshSession agent; connection = Get-AshConnection
            }
            Wait-Signal $asked
            Stop-AshEmulator $emulator
            $ended.IsSet | Should -BeFalse -Because 'the reply waits for what comes after this'
            { Complete-Script $script } | Should -Throw
            $gate.Set()
        }

        It 'does nothing the second time' {
            $emulator = Start-AshEmulator
            Stop-AshEmulator $emulator
            { Stop-AshEmulator $emulator } | Should -Not -Throw
        }

        It 'says when there is none to stop' {
            { Stop-AshEmulator } | Should -Throw '*no emulator*-Emulator*' -ErrorId 'InvalidRequest,*'
        }
    }

    Context 'Get-AshEmulatorRequest' {
        BeforeAll {
            $emulator = Start-AshEmulator -Connect -Reply @{ '*' = 'ok' }
            $null = Publish-AshAgent -Name agent -SystemPrompt x
            $session = New-AshSession agent
            $null = Send-AshMessage -Session $session hi
            $null = Get-AshSession -Agent agent
            $null = Stop-AshSession $session
        }

        AfterAll { Stop-AshEmulator $emulator }

        It 'gets all, in order' {
            (Get-AshEmulatorRequest).ForEach{ "$_" } | Should -Be 'POST /api/agents', 'POST /api/sessions',
            "POST /api/sessions/$session/messages", 'GET /api/sessions', "DELETE /api/sessions/$session"
            (Get-AshEmulatorRequest).Index | Should -Be 0, 1, 2, 3, 4
            (Get-AshEmulatorRequest).StatusCode | Should -Be 201, 201, 200, 200, 200
        }

        It 'gets those with a method or a path' {
            (Get-AshEmulatorRequest -Method delete).Path | Should -Be "/api/sessions/$session"
            (Get-AshEmulatorRequest -Path /api/sessions/*/messages).Body | Should -Be '{"content":"hi"}'
            Get-AshEmulatorRequest -Path /api/sessions | ForEach-Object Method | Should -Be POST, GET
            (Get-AshEmulatorRequest -Method GET -Path /api/sessions).Query | Should -Be 'agent=agent'
            Get-AshEmulatorRequest -Path /nothing | Should -BeNullOrEmpty
        }

        It 'asks the emulator that it is given' {
            $other = Start-AshEmulator
            try {
                $null = Invoke-RestMethod "$($other.Uri)health"
                $other | Get-AshEmulatorRequest | ForEach-Object Path | Should -Be /health
            } finally {
                Stop-AshEmulator $other
            }
        }
    }
}
