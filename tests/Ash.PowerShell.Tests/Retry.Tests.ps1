Describe 'Trying again' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $limit = '{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded, retry in 15 minutes"}'
        $capacity = '{"error":"Sandbox capacity reached and no evictable sandboxes (all running)","statusCode":503}'

        # Fails so many requests to a path. Without a time in Retry-After the waits would be real ones.
        function Add-Failure([string] $Path, [int] $StatusCode, [string] $Body = '{}', [int] $Times = 1, $RetryAfter = 0) {
            $null = Add-AshEmulatorFault -Path $Path -StatusCode $StatusCode -Body $Body -Times $Times -Header @{ 'Retry-After' = $RetryAfter }
        }

        function Get-SentCount([string] $Path) { @(Get-AshEmulatorRequest -Path $Path).Count }
    }

    BeforeEach {
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        $messages = '/api/sessions/*/messages'
        $emulator.ClearRequests()
    }

    AfterEach { Stop-AshEmulator $emulator }

    Context 'Reads' {
        It 'are repeated on <_>' -ForEach 429, 502, 503, 504 {
            Add-Failure * $_ -Times 2
            (Get-AshAgent agent).Name | Should -Be agent
            Get-SentCount * | Should -Be 3
        }

        It 'are not repeated on <_>' -ForEach 400, 401, 404, 500, 501 {
            Add-Failure * $_ '{"error":"No.","statusCode":0}'
            { Get-AshAgent agent } | Should -Throw
            Get-SentCount * | Should -Be 1
        }

        It 'are given up after four repeats' {
            Add-Failure * 503 -Times 9
            { Get-AshAgent agent } | Should -Throw -ErrorId 'ServerError,*'
            Get-SentCount * | Should -Be 5
        }
    }

    Context 'Writes' {
        It 'are repeated where the server turned them away: <Status>' -ForEach @{ Status = 429 }, @{ Status = 503 } {
            Add-Failure * $Status ($Status -eq 429 ? $limit : $capacity)
            (New-AshSession agent).Status | Should -Be active
            Get-SentCount * | Should -Be 2
            Add-Failure * $Status ($Status -eq 429 ? $limit : $capacity)
            Send-AshMessage -Session $session hi -As Text | Should -Be hi
            Get-SentCount $messages | Should -Be 2
        }

        It 'are sent once where the server may have acted: <Fault>' -ForEach @(
            @{ Fault = '500'; Option = @{ StatusCode = 500 } }
            @{ Fault = '502'; Option = @{ StatusCode = 502 } }
            @{ Fault = '503 of a proxy'; Option = @{ StatusCode = 503; Body = '' } }
            @{ Fault = '504'; Option = @{ StatusCode = 504 } }
            @{ Fault = 'closed'; Option = @{ Close = $true } }
            @{ Fault = 'reset'; Option = @{ Close = $true; Reset = $true } }
            @{ Fault = 'garbage'; Option = @{ Garbage = '?' } }
        ) {
            $null = Add-AshEmulatorFault @Option
            { New-AshSession agent } | Should -Throw
            { Send-AshMessage -Session $session hi } | Should -Throw
            { Stop-AshSession $session } | Should -Throw
            { Invoke-AshCommand ls -Session $session -WarningAction Ignore } | Should -Throw
            (Get-AshEmulatorRequest).ForEach{ $_.Path.Split('/')[-1] } | Should -Be sessions, messages, "$session", exec
        }

        It 'are sent once where the stream is cut' {
            $null = Add-AshEmulatorFault -Path $messages -Cut -AfterEvent 1
            { Send-AshMessage -Session $session hi } | Should -Throw -ErrorId 'StreamCut,*'
            Get-SentCount $messages | Should -Be 1
        }
    }

    Context 'Waits' {
        It 'are told under -Verbose, a line each, and not otherwise' {
            Add-Failure * 429 $limit -Times 2
            $lines = Get-AshAgent agent -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $lines.Count | Should -Be 2
            $lines[0] | Should -BeLike '*Rate limit exceeded*Trying again in 0 s (1 of 4).'
            $lines[1] | Should -BeLike '*(2 of 4).'
            Add-Failure * 429 $limit
            (Get-AshAgent agent 4>&1).Name | Should -Be agent
        }

        It 'may be said as a date: one that is past is no wait' {
            Add-Failure * 429 $limit -RetryAfter ([datetime]::UtcNow.AddHours(-1).ToString('r'))
            (Get-AshAgent agent).Name | Should -Be agent
        }

        It 'that are longer than allowed are an error at once that says when to come back: <Kind>' -ForEach @(
            @{ Kind = 'seconds'; After = { 899 } }, @{ Kind = 'a date'; After = { [datetime]::UtcNow.AddSeconds(899).ToString('r') } }
        ) {
            Add-Failure * 429 $limit -RetryAfter (& $After)
            $failure = { Get-AshAgent agent } | Should -Throw '*asks to wait until ??:??:??.' -ErrorId 'RateLimited,*' -PassThru
            Get-SentCount * | Should -Be 1
            # A date has no fractions of a second, and the test takes its time.
            $failure.Exception.RetryAfter.TotalSeconds | Should -BeGreaterThan 800
            $failure.Exception.RetryAfter.TotalSeconds | Should -Not -BeGreaterThan 899
            $failure.ErrorDetails.RecommendedAction | Should -Match '^Wait 8\d\d s, then try again\.$'
        }

        It 'are as long as -MaxRetryWaitSec allows, for the command or the connection' {
            Add-Failure * 429 $limit -RetryAfter 2 -Times 100
            { Get-AshAgent agent -MaxRetryWaitSec 1 } | Should -Throw -ErrorId 'RateLimited,*'
            Get-SentCount * | Should -Be 1
            Remove-AshEmulatorFault
            $impatient = Connect-AshServer $emulator.Uri -MaxRetryWaitSec 1 -PassThru
            $emulator.ClearRequests()
            Add-Failure * 429 $limit -RetryAfter 2 -Times 100
            { Get-AshAgent agent -Connection $impatient } | Should -Throw -ErrorId 'RateLimited,*'
            Get-SentCount * | Should -Be 1
        }

        It 'are none with -MaxRetryWaitSec 0' {
            Add-Failure * 503
            { Get-AshAgent agent -MaxRetryWaitSec 0 } | Should -Throw -ErrorId 'ServerError,*'
            Get-SentCount * | Should -Be 1
        }
    }

    Context 'Start-AshEmulator -RateLimit' {
        BeforeEach {
            $limited = Start-AshEmulator -RateLimit -Connect
            $null = Publish-AshAgent -Name agent -SystemPrompt x
            $Error.Clear()
        }

        AfterEach { Stop-AshEmulator $limited }

        It 'gives 20 of 25 sessions, and for the others an error that names the time' {
            $sessions = @('agent') * 25 | New-AshSession -ErrorAction SilentlyContinue -ErrorVariable failures
            $sessions.Count, $failures.Count | Should -Be 20, 5
            $failures | ForEach-Object {
                $_.FullyQualifiedErrorId | Should -BeLike 'RateLimited,*'
                $_ | Should -BeLike '*asks to wait until ??:??:??.'
                $_.Exception.RetryAfter.TotalSeconds | Should -BeGreaterThan 60
                $_.TargetObject | Should -Be agent
            }
            Get-SentCount /api/sessions | Should -Be 25
            # The 20 are there to be used.
            ($sessions | Send-AshMessage hi -As Turn).Outcome | Should -Be (@('Completed') * 20)
        }

        It 'stops a runbook at the first of them with -ErrorAction Stop, with what it has' {
            $sessions = [System.Collections.Generic.List[object]]::new()
            { @('agent') * 25 | New-AshSession -ErrorAction Stop | ForEach-Object { $sessions.Add($_) } } | Should -Throw -ErrorId 'RateLimited,*'
            $sessions.Count | Should -Be 20
            Get-SentCount /api/sessions | Should -Be 21
        }

        It 'counts deploys too' {
            # One was made before.
            $agents = 1..25 | ForEach-Object { Publish-AshAgent "a$_" -SystemPrompt x -ErrorAction SilentlyContinue -ErrorVariable +failures }
            $agents.Count, $failures.Count | Should -Be 19, 6
        }

        It 'is not there without the switch' {
            (@('agent') * 25 | New-AshSession -Connection (Connect-AshServer $emulator.Uri -PassThru)).Count | Should -Be 25
        }
    }
}
