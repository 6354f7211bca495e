Describe 'A turn that goes wrong' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $messages = '/api/sessions/*/messages'
        $stepType = Get-EmulatorType ReplyStep
        $steps = [Array]::CreateInstance($stepType, 400)
        [Array]::Fill($steps, (Get-EmulatorType FrameStep)::new('text_delta', "{`"delta`":`"$('x' * 100000)`"}"))
        $large = (Get-EmulatorType EmulatorReply)::Steps($steps)

        # Sends a message, and keeps what comes and what goes wrong.
        function Send($Session, [string] $Message = 'hi', [hashtable] $Option = @{}) {
            $output = Send-AshMessage -Session $Session $Message @Option -ErrorAction SilentlyContinue -ErrorVariable failures -WarningVariable warnings 3>$null
            [pscustomobject]@{ Output = @($output); Errors = @($failures); Warnings = @($warnings) }
        }

        function Confirm-Failure($Result, [string] $Cause, [string] $Outcome, [int] $Events) {
            $Result.Errors.Count | Should -Be 1 -Because "$($Result.Errors)"
            $Result.Errors[0].FullyQualifiedErrorId | Should -Be "$Cause,Ash.Commands.SendAshMessageCommand"
            $exception = $Result.Errors[0].Exception
            "$($exception.Outcome)", $exception.EventsReceived, $exception.SessionId | Should -Be $Outcome, $Events, $session.Id
            $Result.Output.Count | Should -Be $Events
            if ($Events) { $Result.Output.Sequence | Should -Be (1..$Events) }
        }
    }

    BeforeEach {
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $emulator = Start-AshEmulator -Connect -Reply @{
            '*'     = 'one', 'two'
            'fail'  = 'one', @{ Error = 'On strike.' }
            'large' = $large
            'wait'  = { 'one'; if (-not $gate.Wait($Patience)) { throw 'The gate stayed shut.' }; 'two' }
        }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
    }

    AfterEach {
        $gate.Set()
        Stop-AshEmulator $emulator
    }

    Context 'Cut' {
        # session_start, the system message, two messages, turn_complete, the result, done: seven events.
        It 'is interrupted, with what came before: <Events> events, <How>' -ForEach @(
            foreach ($events in 0, 1, 3, 6) {
                @{ Events = $events; How = 'without the last chunk'; Option = @{} }
                @{ Events = $events; How = 'with the last chunk'; Option = @{ LastChunk = $true } }
                @{ Events = $events; How = 'by a reset'; Option = @{ Reset = $true } }
                @{ Events = $events; How = 'within a frame'; Option = @{ AfterByte = 12 } }
                @{ Events = $events; How = 'within a frame, with the last chunk'; Option = @{ AfterByte = 12; LastChunk = $true } }
            }
        ) {
            $null = Add-AshEmulatorFault -Path $messages -Cut -AfterEvent $Events @Option
            # A reset may overtake what was sent before it: nothing that came is lost, but not everything comes.
            $result = Send $session
            if ($Option.Reset) { Confirm-Failure $result StreamCut Interrupted $result.Output.Count }
            else { Confirm-Failure $result StreamCut Interrupted $Events }
            $result.Output.Count | Should -Not -BeGreaterThan $Events
        }

        It 'is a turn with the outcome Interrupted, and its text: <_>' -ForEach 'Turn', 'Text' {
            $null = Add-AshEmulatorFault -Path $messages -Cut -AfterEvent 3
            $result = Send $session -Option @{ As = $_ }
            $result.Errors.FullyQualifiedErrorId | Should -BeLike 'StreamCut,*'
            if ($_ -eq 'Text') { $result.Output | Should -Be one; return }
            $result.Output.Outcome, $result.Output.Text, $result.Output.Events.Count | Should -Be Interrupted, one, 3
            $result.Output.Error | Should -Be "$($result.Errors[0])"
        }

        It 'has the next message warn, once' {
            $null = Add-AshEmulatorFault -Path $messages -Cut -AfterEvent 3 -Times 1
            (Send $session).Warnings | Should -BeNullOrEmpty
            $next = Send $session
            $next.Warnings.Count, $next.Errors.Count | Should -Be 1, 0
            $next.Warnings[0] | Should -BeLike "*$session*may still be at work*"
            (Send $session).Warnings | Should -BeNullOrEmpty
        }

        It 'stops a runbook with -ErrorAction Stop, after what came' {
            $null = Add-AshEmulatorFault -Path $messages -Cut -AfterEvent 2
            $seen = [System.Collections.Generic.List[string]]::new()
            { 'a', 'b' | Send-AshMessage -Session $session -ErrorAction Stop | ForEach-Object { $seen.Add($_.Type) } } |
                Should -Throw -ErrorId 'StreamCut,*'
            $seen | Should -Be session_start, message
            @(Get-AshEmulatorRequest -Path $messages).Count | Should -Be 1
        }
    }

    Context 'Restarted' {
        It 'is interrupted; the session is paused, and resumed it works' {
            $null = Add-AshEmulatorFault -Path $messages -Restart -AfterEvent 2 -Times 1
            Confirm-Failure (Send $session) StreamCut Interrupted 2
            (Get-AshSession $session).Status | Should -Be paused
            (Send $session).Errors.FullyQualifiedErrorId | Should -BeLike 'SessionNotActive,*'
            (Resume-AshSession $session).Status | Should -Be active
            Send-AshMessage -Session $session hi -As Text -WarningAction Ignore | Should -Be one, two
        }
    }

    Context 'Out of time' {
        It 'is interrupted after -TimeoutSec, and the server sees its client leave' {
            $null = Add-AshEmulatorFault -Path $messages -Silence -AfterEvent 3 -Times 1
            $result = Send $session -Option @{ TimeoutSec = 1 }
            Confirm-Failure $result RequestTimedOut Interrupted 3
            $result.Errors[0] | Should -BeLike '*did not end within 1 s; 3 events came.'
            Wait-Task (Get-AshEmulatorRequest -Path $messages)[0].WaitForClientLeftAsync()
            (Send $session).Warnings.Count | Should -Be 1
        }

        It 'is interrupted before the first byte, too' {
            $null = Add-AshEmulatorFault -Path $messages -DelaySec 3600
            Confirm-Failure (Send $session -Option @{ TimeoutSec = 1 }) RequestTimedOut Interrupted 0
        }

        It 'goes on for as long as it likes within it' {
            (Send $session -Option @{ TimeoutSec = 600 }).Errors | Should -BeNullOrEmpty
        }
    }

    Context 'Bad frames' {
        It 'are an event and an error, and the turn completes: <Kind>' -ForEach @(
            @{ Kind = 'JSON that ends too early'; Data = '{"type":"assistant",' }
            @{ Kind = 'no JSON'; Data = 'oops' }
            @{ Kind = 'nothing'; Data = '' }
        ) {
            $null = Add-AshEmulatorFault -Path $messages -Frame "event: message`ndata: $Data`n`n" -AfterEvent 2
            $result = Send $session
            $result.Output.Count, $result.Output[2].GetType().FullName, $result.Output[2].RawText, $result.Output[-1].Type |
                Should -Be 8, Ash.MalformedEvent, $Data, done
            $result.Errors.Count | Should -Be 1
            $result.Errors[0] | Should -BeLike 'Event 3 (message)*'
            (Send $session -Option @{ As = 'Turn' }).Output.Outcome | Should -Be Completed
        }

        It 'stop a runbook with -ErrorAction Stop' {
            $null = Add-AshEmulatorFault -Path $messages -Frame "event: message`ndata: oops`n`n" -AfterEvent 2
            $seen = [System.Collections.Generic.List[object]]::new()
            { Send-AshMessage -Session $session hi -ErrorAction Stop | ForEach-Object { $seen.Add($_) } } | Should -Throw -ErrorId 'MalformedEvent,*'
            $seen.Count | Should -Be 3
            Wait-Task (Get-AshEmulatorRequest -Path $messages)[0].WaitForAnswerAsync()
        }
    }

    Context 'The server''s write limit' {
        It 'interrupts the turn of a consumer that stops; what came is all there' {
            # Shorter than the reader waits for its consumer; 40 MB are more than it holds until then.
            $null = Add-AshEmulatorFault -Path $messages -WriteLimitSec 0.2
            $count = 0
            $result = Send-AshMessage -Session $session large -ErrorAction SilentlyContinue -ErrorVariable failures | ForEach-Object {
                if ($count++ -eq 0) { Wait-Task (Get-AshEmulatorRequest -Path $messages)[0].WaitForAnswerAsync() }
                if ($_.Sequence -ne $count) { throw "Event $($_.Sequence) came as number $count." }
                $_
            }
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'StreamStalled,*'
            "$($failures[0].Exception.Outcome)", $failures[0].Exception.EventsReceived | Should -Be Interrupted, $count
            $result[-2].Type, $result[-1].Type | Should -Be error, done
            $count | Should -BeLessThan 400
            # The agent works on, and the next message says so.
            (Send $session).Warnings.Count | Should -Be 1
        }
    }

    Context 'A dead sandbox' {
        It 'is found out by the next message; the session is in error, and resumed it works' {
            $null = Send $session
            $emulator.CrashSandbox($session.Id)
            (Get-AshSession $session).Status | Should -Be active
            $result = Send $session
            $result.Errors.FullyQualifiedErrorId | Should -BeLike 'SandboxLost,*'
            $result.Output | Should -BeNullOrEmpty
            (Get-AshSession $session).Status | Should -Be error
            (Resume-AshSession $session).Status | Should -Be active
            $next = Send $session -Option @{ As = 'Text' }
            "$($next.Output)", $next.Warnings.Count | Should -Be 'one two', 0
        }
    }

    Context 'A killed sandbox' {
        BeforeEach {
            $null = Send $session
            $emulator.KillSandbox($session.Id)
            $null = Resume-AshSession $session
        }

        It 'is found out by the next message, and a sandbox of its own repairs the session' {
            $result = Send $session
            $result.Errors.FullyQualifiedErrorId | Should -BeLike 'SandboxLost,*'
            $result.Errors[0].Exception.Outcome | Should -Be Failed
            $result.Output.Type | Should -Be session_start, error, done
            $result.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Resume-AshSession | Suspend-AshSession -ReleaseSandbox | Resume-AshSession*'
            $null = Resume-AshSession $session | Suspend-AshSession -ReleaseSandbox | Resume-AshSession
            $next = Send $session -Option @{ As = 'Text' }
            "$($next.Output)", $next.Warnings.Count | Should -Be 'one two', 0
        }

        It 'is found out by the next command' {
            Invoke-AshCommand -Session $session ls -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId | Should -BeLike 'SandboxLost,*'
        }
    }

    Context 'A disk that is full' {
        It 'harms the record, not the turn: <As>' -Skip:(-not (Test-Path /dev/full)) -ForEach @{ As = 'Event' }, @{ As = 'Turn' } {
            $result = Send $session -Option @{ RecordPath = '/dev/full'; As = $As }
            $result.Errors | Should -BeNullOrEmpty
            $result.Warnings.Count | Should -Be 1
            $result.Warnings[0] | Should -BeLike "*record*$session*not whole*No space*"
            if ($As -eq 'Turn') { $result.Output.Outcome | Should -Be Completed } else { $result.Output.Count | Should -Be 7 }
        }
    }

    Context 'Silence' {
        BeforeEach {
            # A client that asks soon.
            $options = [Ash.AshClientOptions] @{ Server = $emulator.Uri; AskAfterSilence = [timespan]::FromMilliseconds(10) }
            $curious = [Ash.Connection].GetConstructors('Instance, NonPublic')[0].Invoke(@($options, 'Test', $null))

            function Start-Turn {
                $script = Start-Script {
                    Send-AshMessage -Session $session wait -Connection $curious -ErrorAction SilentlyContinue -ErrorVariable failures
                    $failures
                } @{ session = $session; curious = $curious }
                # session_start, the system message, what the agent said first.
                if (-not [System.Threading.SpinWait]::SpinUntil({ $script.Output.Count -eq 3 }, $Patience)) { throw 'The turn did not begin.' }
                $script
            }

            function Get-Result($Script) {
                if (-not $Script.Run.AsyncWaitHandle.WaitOne($Patience)) { throw 'The script did not end.' }
                $failures, $events = @($Script.Output).Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
                [pscustomobject]@{ Output = @($events); Errors = @($failures) }
            }
        }

        It 'ends when <What>: <Cause>' -ForEach @(
            @{ What = 'the session was stopped'; Cause = 'SessionNotActive'; Do = { $null = Suspend-AshSession $session -ReleaseSandbox }
                Says = '*was stopped during the turn*'; Repair = { Resume-AshSession $session } }
            @{ What = 'the session was ended'; Cause = 'SessionEnded'; Do = { $null = Stop-AshSession $session }
                Says = '*was ended during the turn*'; Repair = { New-AshSession agent } }
            @{ What = 'the sandbox died'; Cause = 'SandboxLost'; Do = { $emulator.CrashSandbox($session.Id) }
                Says = '*sandbox*died during the turn*'; Repair = { Resume-AshSession $session | Suspend-AshSession -ReleaseSandbox | Resume-AshSession } }
            @{ What = 'the sandbox was killed'; Cause = 'SandboxLost'; Do = { $emulator.KillSandbox($session.Id) }
                Says = '*sandbox*was killed during the turn*'; Repair = { Resume-AshSession $session | Suspend-AshSession -ReleaseSandbox | Resume-AshSession } }
            @{ What = 'the session was deleted with its agent'; Cause = 'SessionNotFound'; Do = { $null = Invoke-RestMethod "$($emulator.Uri)api/agents/agent" -Method Delete }
                Says = '*was deleted during the turn*'; Repair = { $null = Publish-AshAgent agent -SystemPrompt x; New-AshSession agent } }
        ) {
            $script = Start-Turn
            & $Do
            $result = Get-Result $script
            Confirm-Failure $result $Cause Interrupted 3
            $result.Errors[0] | Should -BeLike $Says
            # What the error recommends helps.
            $gate.Set()
            $next = Send (& $Repair)
            $next.Errors.Count, $next.Warnings.Count, $next.Output[-1].Type | Should -Be 0, 0, done
        }

        It 'does not end while the model thinks, nor when the session is paused' {
            $script = Start-Turn
            $null = Suspend-AshSession $session
            $files = "/api/sessions/$session/files"
            [System.Threading.SpinWait]::SpinUntil({ @(Get-AshEmulatorRequest -Path $files).Count -ge 4 }, $Patience) | Should -BeTrue
            $script.Run.IsCompleted | Should -BeFalse
            $gate.Set()
            $result = Get-Result $script
            $result.Errors | Should -BeNullOrEmpty
            $result.Output[-1].Type | Should -Be done
        }
    }
}
