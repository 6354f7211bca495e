Describe 'Enter-AshSession' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/GatedAgent.ps1
        . $PSScriptRoot/TalkHost.ps1
        $rendering = $PSStyle.OutputRendering
        $agent = [GatedAgent]::new($Patience)
        $emulator = Start-AshEmulator -Connect -Reply ([ordered]@{
                'hello'   = 'Hello, who is there?'
                'work'    = 'I look.', @{ Tool = 'Bash'; Input = @{ command = "df -h`n/dev" }; Result = 'x' },
                @{ Tool = 'Read'; Input = @{ file_path = '/etc/motd' }; Result = "No such`nfile"; IsError = $true }, @{ Tool = 'Odd'; Input = @{ n = 1 }; Result = 'x' }, 'All done.'
                'style'   = "# Report`nIt is **nearly** full, see ``df``.`n`n- one"
                'hostile' = @{ Tool = "To`e[2Jol"; Input = @{ command = "a`e]0;title`ab" }; Result = 'x' }, "before `e[31mred`u{9b}31m`u{202e}`b`rafter"
                'fail'    = @{ Error = 'The model is overloaded.' }
                'gate'    = $agent.Reply
                '*'       = { "You said: $_" }
            })
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $enter = { Connect-AshServer $uri; Enter-AshSession $whom }

        # A whole conversation: what stands on the screen, and what came of the command.
        function Invoke-Talk($Whom, [string[]] $Type, [scriptblock] $Script = $enter, [string] $HostName = 'Plain', [switch] $WithColors) {
            $talk = Start-Talk $Script @{ uri = $emulator.Uri; whom = $Whom } $Type $HostName -WithColors:$WithColors
            $talk.Screen.EndInput()
            if (-not $talk.Run.AsyncWaitHandle.WaitOne($Patience)) { throw "It did not end. The screen: $($talk.Screen.Text)" }
            $null = $talk.Shell.EndInvoke($talk.Run)
            [pscustomobject]@{ Screen = $talk.Screen.Text; Lines = $talk.Screen.Text -split "`n"; Errors = $talk.Shell.Streams.Error; Shell = $talk.Shell }
        }
    }

    BeforeEach {
        $PSStyle.OutputRendering = 'PlainText'
        $session = New-AshSession agent
        $emulator.ClearRequests()
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
        Stop-AshEmulator $emulator
    }

    Context 'A conversation' {
        It 'shows what is said and what it came to, until somebody leaves' {
            $talk = Invoke-Talk $session 'hello', '', ' two ', ' Exit '
            $talk.Lines[0] | Should -Be 'You talk to agent. Ctrl+C stops its turn, exit leaves.'
            $talk.Lines[1..2] | Should -Be 'agent> hello', 'Hello, who is there?'
            $talk.Lines[3] | Should -Match '^(\d+ ms|\d+\.\d s), \$0\.\d{2,6}$'
            $talk.Lines[4..7] | Should -Be '', 'agent> ', 'agent>  two ', 'You said:  two '
            $talk.Lines[-2] | Should -Be 'agent>  Exit '
            $talk.Errors | Should -BeNullOrEmpty
            (Get-AshEmulatorRequest -Method POST).SessionId | Should -Be $session.Id, $session.Id
            Get-SentBody */messages | Should -BeExactly '{"content":" two ","includePartialMessages":true}'
            (Get-AshSession $session).Status | Should -Be active
        }

        It 'ends where there is no more to read' {
            (Invoke-Talk $session 'hello').Lines[-1] | Should -Be 'agent> '
            (Get-AshEmulatorRequest -Path */messages).Count | Should -Be 1
        }

        It 'has a line for each tool, with what tells most of its input' {
            $talk = Invoke-Talk $session work
            $talk.Lines[2..7] | Should -Be 'I look.', "`u{b7} Bash df -h /dev", "`u{b7} Read /etc/motd", "`u{b7} Read failed: No such file", "`u{b7} Odd {`"n`":1}", 'All done.'
        }

        It 'takes a line on where it ends with a blank and a backtick, and with no code' {
            (Invoke-Talk $session 'one `', '`', 'run `ls`').Screen | Should -Match '(?s)agent> one `\n>> `\n>> run `ls`\nYou said: one \n\nrun `ls`\n'
        }

        It 'shows text as it is written' {
            $talk = Start-Talk $enter @{ uri = $emulator.Uri; whom = $session } gate
            $talk.Screen.WaitFor("agent> gate`nfirst")
            $talk.Screen.Text | Should -Not -BeLike *second*
            $agent.Open($session.Id)
            $talk.Screen.WaitFor('second')
            $talk.Screen.Type('exit')
            Complete-Script $talk | Should -BeNullOrEmpty
        }

        It 'shows nothing of an agent that a terminal would obey' {
            foreach ($colors in $false, $true) {
                if ($colors) { $PSStyle.OutputRendering = 'Host' }
                $talk = Invoke-Talk $session hostile -WithColors:$colors
                $talk.Screen -replace '\x1b\[(0|2|0;\d+)m' | Should -Not -Match '[^\P{C}\n]'
                $talk.Screen | Should -BeLike "*before $([char]0x241b)``[31mred*31m*after*"
                $talk.Screen | Should -Not -Match '\x1b\[31m|\u202e'
            }
        }
    }

    Context 'Whom it talks to' {
        It 'is a session: <Kind>' -ForEach @(
            @{ Kind = 'an object'; Of = { $session } }
            @{ Kind = 'an id'; Of = { $session.Id } }
            @{ Kind = 'a row of a CSV file'; Of = { $session | ConvertTo-Csv | ConvertFrom-Csv } }
            @{ Kind = 'anything with an id'; Of = { [pscustomobject]@{ Id = $session.Id; AgentName = 'agent' } } }
        ) {
            (Invoke-Talk (& $Of) hello).Screen | Should -BeLike '*Hello, who is there?*'
            (Get-AshEmulatorRequest -Path */messages).SessionId | Should -Be $session.Id
            Get-AshEmulatorRequest -Path /api/sessions | Should -BeNullOrEmpty
        }

        It 'is an agent, for which a session is opened with the first message and ended: <Kind>' -ForEach @(
            @{ Kind = 'a name'; Of = { 'agent' } }
            @{ Kind = 'an object'; Of = { Get-AshAgent agent } }
        ) {
            $whom = & $Of
            $emulator.ClearRequests()
            (Invoke-Talk $whom hello, hello).Screen | Should -BeLike '*Hello, who is there?*Hello, who is there?*'
            (Get-AshEmulatorRequest).Method -join ' ' | Should -Be 'GET GET GET POST POST POST DELETE'
            (Get-AshSession (Get-AshEmulatorRequest -Path */messages)[0].SessionId).Status | Should -Be ended
            $emulator.ClearRequests()
            $null = Invoke-Talk $whom exit
            Get-AshEmulatorRequest -Method POST | Should -BeNullOrEmpty
        }

        It 'comes down the pipeline' {
            $script = { Connect-AshServer $uri; $whom | Enter-AshSession }
            (Invoke-Talk ($session, (Get-AshAgent agent)) 'one', 'exit', 'two', 'exit' $script).Screen | Should -BeLike '*said: one*said: two*'
            (Get-AshEmulatorRequest -Path */messages)[0].SessionId | Should -Be $session.Id
        }

        It 'is not even asked for under -WhatIf' {
            $null = Invoke-Talk $session hello { Connect-AshServer $uri; $whom, 'agent' | Enter-AshSession -WhatIf }
            Get-AshEmulatorRequest | Where-Object Path -NotIn /health, /api/agents | Should -BeNullOrEmpty
        }

        It 'is kept with -KeepSession, and it says which it is' {
            $talk = Invoke-Talk agent hello { Connect-AshServer $uri; Enter-AshSession $whom -KeepSession }
            $id = (Get-AshEmulatorRequest -Path */messages).SessionId
            "$($talk.Shell.Streams.Information)" | Should -Be "Session $id is kept."
            (Get-AshSession $id).Status | Should -Be active
        }

        It 'has to be there, and active: <ErrorId>' -ForEach @(
            @{ ErrorId = 'AgentNotFound'; Of = { 'nobody' } }
            @{ ErrorId = 'InvalidRequest'; Of = { 'no name' } }
            @{ ErrorId = 'SessionNotFound'; Of = { New-Guid } }
            @{ ErrorId = 'SessionNotActive'; Of = { $session | Suspend-AshSession } }
            @{ ErrorId = 'SessionEnded'; Of = { $session | Stop-AshSession } }
        ) {
            $talk = Invoke-Talk (& $Of) hello
            $talk.Screen | Should -BeNullOrEmpty
            $talk.Errors.FullyQualifiedErrorId | Should -Be "$ErrorId,Ash.Commands.EnterAshSessionCommand"
            Get-AshEmulatorRequest -Path */messages | Should -BeNullOrEmpty
        }
    }

    Context 'What goes wrong' {
        It 'in a turn is an error, and the conversation goes on' {
            $talk = Invoke-Talk $session fail, hello
            $talk.Errors.FullyQualifiedErrorId | Should -Be 'TurnFailed,Ash.Commands.EnterAshSessionCommand'
            $talk.Errors.TargetObject | Should -Be $session.Id
            $talk.Screen | Should -BeLike '*agent> hello*Hello, who is there?*'
        }

        It 'for good ends it: the session is <Status>' -ForEach @(
            @{ Status = 'ended'; ErrorId = 'SessionEnded'; Do = { Stop-AshSession $session } }
            @{ Status = 'paused'; ErrorId = 'SessionNotActive'; Do = { Suspend-AshSession $session } }
        ) {
            $talk = Start-Talk $enter @{ uri = $emulator.Uri; whom = $session } hello
            $talk.Screen.WaitFor("`n`nagent> ")
            $null = & $Do
            $talk.Screen.Type('hello')
            if (-not $talk.Run.AsyncWaitHandle.WaitOne($Patience)) { throw 'It did not end.' }
            $talk.Shell.Streams.Error.FullyQualifiedErrorId | Should -Be "$ErrorId,Ash.Commands.EnterAshSessionCommand"
        }

        It 'for good ends it: the server is gone' {
            $other = Start-AshEmulator
            $null = Publish-AshAgent agent -SystemPrompt x -Connection (Connect-AshServer $other.Uri -PassThru)
            Connect-AshServer $emulator.Uri
            $talk = Start-Talk { Connect-AshServer $uri -MaxRetryWaitSec 0; Enter-AshSession agent } @{ uri = $other.Uri } hello
            $talk.Screen.WaitFor("`n`nagent> ")
            Stop-AshEmulator $other
            $talk.Screen.Type('hello')
            if (-not $talk.Run.AsyncWaitHandle.WaitOne($Patience)) { throw 'It did not end.' }
            $talk.Shell.Streams.Error.FullyQualifiedErrorId | Should -Be 'ServerUnreachable,Ash.Commands.EnterAshSessionCommand'
        }

        It 'where nobody is there to talk is one error, and nothing is sent' {
            $script = Start-Script $enter @{ uri = $emulator.Uri; whom = 'agent' }
            $null = $script.Shell.EndInvoke($script.Run)
            $script.Shell.Streams.Error.FullyQualifiedErrorId | Should -Be 'InvalidRequest,Ash.Commands.EnterAshSessionCommand'
            "$($script.Shell.Streams.Error)" | Should -BeLike '*takes no input*Send-AshMessage*'
            Get-AshEmulatorRequest -Method POST | Should -BeNullOrEmpty

            $run = Invoke-Pwsh "Import-Module ./Ash.psd1; Connect-AshServer $($emulator.Uri); Enter-AshSession agent; 'after'"
            $run.Errors | Should -BeLike '*takes no input*'
            $run.Output | Should -BeLike '*after*'
        }
    }

    Context 'Ctrl+C' {
        It 'in the console stops the turn and not the conversation' {
            $talk = Start-Talk $enter @{ uri = $emulator.Uri; whom = $session } gate ConsoleHost
            foreach ($round in 1, 2) {
                $talk.Screen.WaitFor("agent> gate`n`r$(if ($round -eq 2) { 'WARNING: The turn before*' })".TrimEnd('*'))
                $agent.WaitForStart(1)
                $talk.Screen.WaitFor('first')
                $talk.Host.PressCtrlC($talk.Shell)
                $talk.Screen.WaitFor("first`nStopped. The agent works on.`n`n")
                Wait-Task (Get-AshEmulatorRequest -Path */messages)[-1].WaitForClientLeftAsync()
                if ($round -eq 1) { $talk.Screen.Type('gate') }
            }
            $talk.Screen.Type('hello')
            $talk.Screen.WaitFor('Hello, who is there?')
            $talk.Screen.Type('exit')
            Complete-Script $talk | Should -BeNullOrEmpty
            $talk.Shell.InvocationStateInfo.State | Should -Be Completed
        }

        It 'in the console while the session is being opened stops that, and the session is ended when it comes' {
            $listener = Start-Listener
            try {
                $to = [Ash.Connection].GetConstructors('Instance, NonPublic')[0].Invoke(@([Ash.AshClientOptions] @{ Server = Get-Address $listener }, 'Test', $null))
                $talk = Start-Talk { Enter-AshSession agent -Connection $to } @{ to = $to } hello ConsoleHost
                $null = Receive-Request $listener -Answer '{"agent":{"id":"9a7d1f5e-8d2f-4b57-9d25-0d1d3f1f7a02","name":"agent","version":1}}'
                $opening = Receive-Request $listener
                $opening.Head | Should -BeLike 'POST /api/sessions *'
                $talk.Host.PressCtrlC($talk.Shell)
                $talk.Screen.WaitFor("Stopped.`n")
                $talk.Screen.Type('exit')
                $session = '{"session":{"id":"5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01","agentName":"agent","status":"active"}}'
                $opening.Stream.Write([System.Text.Encoding]::ASCII.GetBytes(
                        "HTTP/1.1 201 Created`r`nContent-Type: application/json`r`nContent-Length: $($session.Length)`r`nConnection: close`r`n`r`n$session"))
                $opening.Stream.Close()
                (Receive-Request $listener -Answer $session).Head | Should -BeLike 'DELETE /api/sessions/5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01 *'
                Complete-Script $talk | Should -BeNullOrEmpty
            } finally {
                $listener.Stop()
            }
        }

        It 'in the console while it reads gives up the line alone' {
            (Invoke-Talk $session "`u{3}", 'one `', "`u{3}", 'hello' -HostName ConsoleHost).Screen | Should -BeLike '*Hello, who is there?*'
            (Get-AshEmulatorRequest -Path */messages).Count | Should -Be 1
        }

        It 'in the console leaves nothing of itself behind' {
            $script = {
                Connect-AshServer $uri
                function prompt { 'mine' }
                Enter-AshSession $whom
                prompt
                $NestedPromptLevel
                Get-Command PSConsoleHostReadLine -ErrorAction Ignore
                Get-History | ForEach-Object CommandLine
            }
            $talk = Start-Talk $script @{ uri = $emulator.Uri; whom = $session } hello ConsoleHost
            $talk.Screen.EndInput()
            Complete-Script $talk | Should -Be mine, 0
        }

        It 'in another host ends the command, and the session that was opened for it' {
            $talk = Start-Talk $enter @{ uri = $emulator.Uri; whom = 'agent' } gate
            $talk.Screen.WaitFor('first')
            $talk.Host.PressCtrlC($talk.Shell)
            $talk.Shell.InvocationStateInfo.State | Should -Be Stopped
            $talk.Shell.Streams.Error | Should -BeNullOrEmpty
            Wait-Task (Get-AshEmulatorRequest -Path */messages).WaitForClientLeftAsync()
            # The command does not wait for the answer, so the request is what is waited for.
            for ($round = 0; $round -lt 1000 -and -not (Get-AshEmulatorRequest -Method DELETE -Path /api/sessions/*); $round++) { $null = Get-AshSession }
            Wait-Task (Get-AshEmulatorRequest -Method DELETE -Path /api/sessions/*).WaitForAnswerAsync()
        }
    }

    Context 'Markdown' {
        BeforeAll {
            $assembly = (Get-Command Enter-AshSession).ImplementingType.Assembly
            $type = $assembly.GetType('Ash.Commands.MarkdownStream', $true)

            # What a text becomes that comes in pieces of a length. Styles show as <1> for bold, <0> for none and so on.
            function Get-Styled([string] $Text, [int] $Length = [int]::MaxValue, [bool] $IsStyled = $true) {
                $stream = [Activator]::CreateInstance($type, @($IsStyled))
                $shown = for ($at = 0; $at -lt $Text.Length; $at += $Length) { $stream.Next($Text.Substring($at, [Math]::Min($Length, $Text.Length - $at))) }
                (-join @($shown; $stream.End())) -replace '\x1b\[(?:0;)?([\d;]+)m', '<$1>'
            }

            $document = @(
                '# Disk **report**', 'Some *text* with `code *here*`, **bold *both* bold** and ***all***.', '', '## Part', '- one `x`', '  * two', '+ three', '1. first'
                '> quoted', '> - listed', '---', '```powershell', '# no heading **here**', '', '  - no list `', '```', 'after', '~~~', '```', '~~~', "``````md", '```', "``````"
                'snake_case_name, 2 * 3 * 4, a*b', 'a \* b C:\Users', '| a | b |', '|---|---|', 'half **open', 'closed ` again', '-', '#tag', "Gr`u{fc}ezi `u{1f98a}"
            ) -join "`n"
        }

        It '<Text> becomes <Shown>' -ForEach @(
            @{ Text = '# Title'; Shown = '<1;4>Title<0>' }
            @{ Text = '### Part'; Shown = '<1>Part<0>' }
            @{ Text = '#tag'; Shown = '#tag' }
            @{ Text = 'a **b** c'; Shown = 'a <1>b<0> c' }
            @{ Text = '*a* b'; Shown = '<3>a<0> b' }
            @{ Text = '***a***'; Shown = '<1;3>a<0>' }
            @{ Text = '2 * 3 * 4'; Shown = '2 * 3 * 4' }
            @{ Text = 'a*b*c_d_e'; Shown = 'a*b*c_d_e' }
            @{ Text = 'see `a*b*`!'; Shown = 'see <36>a*b*<0>!' }
            @{ Text = '``a`b``'; Shown = '<36>a`b<0>' }
            @{ Text = '**a `b` c**'; Shown = '<1>a <1;36>b<1> c<0>' }
            @{ Text = '- a'; Shown = "`u{2022} a" }
            @{ Text = '  * a'; Shown = "  `u{2022} a" }
            @{ Text = '-a'; Shown = '-a' }
            @{ Text = '---'; Shown = "<2>$("`u{2500}" * 40)<0>" }
            @{ Text = '> a'; Shown = "<2>`u{2502}<0> a" }
            @{ Text = 'a \* b\c'; Shown = 'a * b\c' }
            @{ Text = 'a\'; Shown = 'a\' }
            @{ Text = "**a`nb"; Shown = "<1>a<0>`nb" }
            @{ Text = "``````cs`n# **a**`n`n``````"; Shown = "<2>``````cs<0>`n<36># **a**<0>`n<36><0>`n<2>``````<0>" }
            @{ Text = "a`r`nb"; Shown = "a`nb" }
        ) {
            Get-Styled $Text | Should -BeExactly "$Shown`n"
        }

        It 'is the same in pieces of any length' {
            $whole = Get-Styled $document
            foreach ($length in 1, 2, 3, 5, 7, 11) { Get-Styled $document $length | Should -BeExactly $whole }
        }

        It 'stays as it was written where there are no colours' {
            foreach ($length in 1, 3, 1000) { Get-Styled $document $length $false | Should -BeExactly "$document`n" }
        }

        It 'is styled in a host that has colours, and not otherwise: <Rendering>, <WithColors>' -ForEach @(
            @{ Rendering = 'Host'; WithColors = $true; Shown = "`e[0;1;4mReport`e[0m`nIt is `e[0;1mnearly`e[0m full, see `e[0;36mdf`e[0m.`n`n`u{2022} one`n`e[2m" }
            @{ Rendering = 'PlainText'; WithColors = $true; Shown = "# Report`nIt is **nearly** full, see ``df``.`n`n- one`n" }
            @{ Rendering = 'Host'; WithColors = $false; Shown = "# Report`nIt is **nearly** full, see ``df``.`n`n- one`n" }
        ) {
            $PSStyle.OutputRendering = $Rendering
            (Invoke-Talk $session style -WithColors:$WithColors).Screen.Contains("agent> style`n$Shown") | Should -BeTrue
        }

        It 'comes piece by piece and never half a character' {
            $stream = [Activator]::CreateInstance($type, @($true))
            $stream.Next("a`u{d83e}") | Should -BeExactly a
            $stream.Next("`u{dd8a}b") | Should -BeExactly "`u{1f98a}b"
        }
    }

    Context 'In a real console' {
        It 'survives Ctrl+C' -Skip:(-not $IsLinux -or -not (Get-Command script -CommandType Application -ErrorAction Ignore)) {
            $agentScript = Join-Path $TestDrive talk.ps1
            Set-Content $agentScript "Import-Module '$Manifest'; Connect-AshServer $($emulator.Uri); Enter-AshSession $session; 'left'"
            $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = 'script'; RedirectStandardInput = $true; RedirectStandardOutput = $true }
            '-qfec', "pwsh -NoProfile -File '$agentScript'", '/dev/null' | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.Environment['NO_COLOR'] = '1'
            $process = [System.Diagnostics.Process]::Start($start)
            try {
                $seen = [System.Text.StringBuilder]::new()
                $buffer = [char[]]::new(4096)
                # Reads on to a text, and past it. A terminal is asked where its cursor is, and says so.
                function Wait-Shown([string] $Text) {
                    while (($at = "$seen".IndexOf($Text, [StringComparison]::Ordinal)) -lt 0) {
                        $count = Wait-Task $process.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
                        if (-not $count) { throw "'$Text' did not come: $seen" }
                        $null = $seen.Append($buffer, 0, $count)
                        while (($asked = "$seen".IndexOf("`e[6n", [StringComparison]::Ordinal)) -ge 0) {
                            $null = $seen.Remove($asked, 4)
                            $process.StandardInput.Write("`e[1;1R")
                        }
                    }
                    $null = $seen.Remove(0, $at + $Text.Length)
                }
                foreach ($round in 1, 2) {
                    Wait-Shown 'agent> '
                    $process.StandardInput.Write("gate`r")
                    Wait-Shown first
                    $process.StandardInput.Write([char] 3)
                    Wait-Shown 'Stopped. The agent works on.'
                }
                Wait-Shown 'agent> '
                $process.StandardInput.Write('x')
                Wait-Shown x
                $process.StandardInput.Write([char] 3)
                Wait-Shown 'agent> '
                $process.StandardInput.Write("hello`r")
                Wait-Shown 'Hello, who is there?'
                Wait-Shown 'agent> '
                $process.StandardInput.Write("exit`r")
                Wait-Shown left
                $process.WaitForExit($Patience) | Should -BeTrue
            } finally {
                if (-not $process.HasExited) { $process.Kill($true) }
            }
        }
    }
}
