Describe 'Connections' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $names = 'HOME', 'ASH_SERVER_URL', 'ASH_API_KEY'
        $saved = $names | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
        $env:HOME = (New-Item -ItemType Directory TestDrive:/home).FullName
        $config = Join-Path $env:HOME .ash/config.json

        function Set-Config([string] $Json) { $null = New-Item -ItemType File -Force $config -Value $Json }

        $key = "key-$(New-Guid)"
        $open = Start-AshEmulator
        $locked = Start-AshEmulator -ApiKey $key
    }

    AfterAll {
        $open, $locked | Stop-AshEmulator
        for ($i = 0; $i -lt $names.Count; $i++) { [Environment]::SetEnvironmentVariable($names[$i], $saved[$i]) }
    }

    BeforeEach {
        $env:ASH_SERVER_URL = $env:ASH_API_KEY = $null
        if (Test-Path $config) { Remove-Item $config }
        Disconnect-AshServer
        $open, $locked | ForEach-Object { $_.ClearRequests() }
    }

    Context 'Which server is asked' {
        It 'is localhost when nothing is set' {
            $connection = Get-AshConnection
            $connection | Should -BeOfType Ash.Connection
            "$($connection.Server)", $connection.ServerSource, $connection.ApiKeySource | Should -Be http://localhost:4100/, Default, $null
        }

        # On Windows the folder of a user is not where an environment variable says.
        It 'is the one in ~/.ash/config.json' -Skip:$IsWindows {
            Set-Config (@{ server_url = $locked.Uri; api_key = $key } | ConvertTo-Json)
            $connection = Get-AshConnection
            $connection.Server, $connection.ServerSource, $connection.ApiKeySource | Should -Be $locked.Uri, $config, $config
            Get-AshAgent | Should -BeNullOrEmpty
            $locked.Requests.StatusCode | Should -Be 200
        }

        It 'is that of ASH_SERVER_URL before the file''s, and the file''s key stays with the file''s server' -Skip:$IsWindows {
            Set-Config (@{ server_url = $open.Uri; api_key = 'the-key-of-another-server' } | ConvertTo-Json)
            $env:ASH_SERVER_URL = $locked.Uri
            $connection = Get-AshConnection
            $connection.Server, $connection.ServerSource, $connection.ApiKeySource | Should -Be $locked.Uri, ASH_SERVER_URL, $null
            { Get-AshAgent } | Should -Throw -ErrorId 'AuthenticationFailed,*'
            $locked.Requests[0].Headers.ContainsKey('authorization') | Should -BeFalse

            $env:ASH_API_KEY = $key
            (Get-AshConnection).ApiKeySource | Should -Be ASH_API_KEY
            Get-AshAgent | Should -BeNullOrEmpty
        }

        It 'is that of Connect-AshServer before all of them' {
            $env:ASH_SERVER_URL = $locked.Uri
            $env:ASH_API_KEY = $key
            Connect-AshServer $open.Uri | Should -BeNullOrEmpty
            $connection = Get-AshConnection
            $connection.Server, $connection.ServerSource, $connection.ApiKeySource | Should -Be $open.Uri, Parameter, $null
            $open.ClearRequests()
            Get-AshAgent | Should -BeNullOrEmpty
            $open.Requests.Count, $locked.Requests.Count | Should -Be 1, 0
            $open.Requests[0].Headers.ContainsKey('authorization') | Should -BeFalse
        }

        It 'is that of -Connection before any other' {
            $other = Connect-AshServer $locked.Uri $key -PassThru
            Connect-AshServer $open.Uri
            $open, $locked | ForEach-Object { $_.ClearRequests() }
            Get-AshAgent -Connection $other | Should -BeNullOrEmpty
            $open.Requests.Count, $locked.Requests.Count | Should -Be 0, 1
            (Get-AshConnection).Server | Should -Be $open.Uri
        }

        It 'follows a variable that is set later' {
            (Get-AshConnection).ServerSource | Should -Be Default
            $env:ASH_SERVER_URL = $open.Uri
            (Get-AshConnection).Server | Should -Be $open.Uri
        }

        It 'is not guessed from a setting that makes no sense: <Why>' -ForEach @(
            @{ Why = 'no URL'; Set = { $env:ASH_SERVER_URL = 'localhost:4100' }; Message = "*'localhost:4100' from ASH_SERVER_URL is not an http or https URL*" }
            @{ Why = 'a broken file'; Set = { Set-Config '{ "api_key": "secret' }; Message = '*config.json cannot be read as JSON*' }
        ) {
            if ($IsWindows -and $Why -eq 'a broken file') { Set-ItResult -Skipped }
            & $Set
            { Get-AshAgent } | Should -Throw $Message -ErrorId 'InvalidRequest,*'
        }
    }

    Context 'Connect-AshServer' {
        It 'takes the key as <Kind>' -ForEach @(
            @{ Kind = 'a string'; Make = { $key } }
            @{ Kind = 'a SecureString'; Make = { [System.Net.NetworkCredential]::new('', $key).SecurePassword } }
            @{ Kind = 'a credential'; Make = { [pscredential]::new('ash', [System.Net.NetworkCredential]::new('', $key).SecurePassword) } }
        ) {
            $connection = Connect-AshServer $locked.Uri -ApiKey (& $Make) -PassThru
            $connection.ApiKeySource, $connection.ServerVersion | Should -Be Parameter, 0.2.0
            (Get-AshConnection) | Should -Be $connection
            (Get-AshServer).Status | Should -Be ok
        }

        It 'shows its requests under -Debug and its waits under -Verbose' {
            # -Debug alone has the engine ask before each verbose line, and a script without a host to ask fails.
            $said = Complete-Script (Start-Script { Connect-AshServer $uri -Debug 4>&1 5>&1 } @{ uri = $open.Uri })
            $said.ForEach{ $_.GetType().Name } | Should -Be DebugRecord, DebugRecord, DebugRecord
            $said.Message | Select-Object -SkipLast 1 | Should -BeLike 'GET /*: 200 in * ms'
            $address = Get-ClosedAddress
            # The first notice is enough: nobody waits for what it announces.
            Connect-AshServer $address -Verbose 4>&1 | Select-Object -First 1 | ForEach-Object Message |
                Should -BeLike "No connection to ${address}*Trying again in * s (1 of *)."
        }

        It 'finds out a key that is <Kind>, and keeps the connection that there was' -ForEach @(
            @{ Kind = 'wrong'; Option = @{ ApiKey = 'wrong' }; Says = 'Invalid API key' }
            @{ Kind = 'missing'; Option = @{}; Says = 'Missing Authorization header' }
        ) {
            Connect-AshServer $open.Uri
            $failure = { Connect-AshServer $locked.Uri @Option } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -Be 'AuthenticationFailed,Ash.Commands.ConnectAshServerCommand'
            $failure.CategoryInfo.Category | Should -Be AuthenticationError
            $failure.TargetObject | Should -Be $locked.Uri
            $failure.Exception | Should -BeOfType Ash.AshApiException
            $failure.Exception.StatusCode, $failure.Exception.ServerMessage | Should -Be 401, $Says
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-AshServer*-ApiKey*'
            (Get-AshConnection).Server | Should -Be $open.Uri
        }

        It 'says when nobody answers' {
            $address = Get-ClosedAddress
            $failure = { Connect-AshServer $address -MaxRetryWaitSec 0 } | Should -Throw "No connection to ${address}*" -PassThru
            $failure.FullyQualifiedErrorId | Should -Be 'ServerUnreachable,Ash.Commands.ConnectAshServerCommand'
            $failure.CategoryInfo.Category | Should -Be ConnectionError
            $failure.Exception.StatusCode | Should -BeNullOrEmpty
        }

        It 'says when what answers is no Ash server' {
            $listener = Start-Listener
            try {
                $connect = Start-Script { Connect-AshServer $address } @{ address = Get-Address $listener }
                $null = Receive-Request $listener '<html>Welcome</html>' text/html
                $failure = { Complete-Script $connect } | Should -Throw '*is not an Ash server*' -PassThru
                $failure.FullyQualifiedErrorId | Should -BeLike 'NotAnAshServer,*'
            } finally {
                $listener.Stop()
            }
        }

        It 'refuses an address that is no http one: <_>' -ForEach 'ftp://localhost/', 'localhost:4100', 'localhost' {
            $address = $_
            { Connect-AshServer $address } | Should -Throw "*'$address' is not an http or https URL*" -ErrorId 'InvalidRequest,*'
        }

        It 'keeps a path in the address' {
            $listener = Start-Listener
            try {
                $connect = Start-Script { Connect-AshServer "$address/behind/proxy/" } @{ address = Get-Address $listener }
                (Receive-Request $listener '<html/>').Head | Should -Match '^GET /behind/proxy/health '
                { Complete-Script $connect } | Should -Throw
            } finally {
                $listener.Stop()
            }
        }
    }

    Context 'Disconnect-AshServer' {
        It 'forgets the default connection' {
            Connect-AshServer $open.Uri
            Disconnect-AshServer
            (Get-AshConnection).ServerSource | Should -Be Default
        }

        It 'closes the connection that it is given, and says so to whoever uses it still' {
            Connect-AshServer $open.Uri
            $other = Connect-AshServer $locked.Uri $key -PassThru
            Connect-AshServer $open.Uri
            $other | Disconnect-AshServer
            (Get-AshConnection).Server | Should -Be $open.Uri
            $failure = { Get-AshAgent -Connection $other -Verbose 4>&1 } | Should -Throw "*$($locked.Uri.Authority)*closed*" -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        }

        It 'is content when there is nothing to close' {
            Disconnect-AshServer
            Disconnect-AshServer -Verbose 4>&1 | Should -BeLike '*no connection*'
        }
    }

    Context 'Test-AshServer' {
        It 'is true when the server answers' {
            $env:ASH_SERVER_URL = $open.Uri
            Test-AshServer | Should -BeExactly $true
            (Test-AshServer -Verbose 4>&1 | Where-Object { $_ -isnot [bool] }) -join ' ' | Should -BeLike "*$($open.Uri)*ok 0.2.0*"
        }

        It 'is false when it does not, without an error, and -Verbose says why' {
            $env:ASH_SERVER_URL = Get-ClosedAddress
            $Error.Clear()
            Test-AshServer | Should -BeExactly $false
            (Test-AshServer -Verbose 4>&1 | Where-Object { $_ -isnot [bool] }) -join ' ' | Should -BeLike "No connection to $env:ASH_SERVER_URL*"
            $Error | Should -BeNullOrEmpty
        }

        It 'is false when nothing comes back, after the time that it is given' {
            $listener = Start-Listener
            try {
                $env:ASH_SERVER_URL = Get-Address $listener
                $said = Test-AshServer -TimeoutSec 1 -Verbose 4>&1
                $said[-1] | Should -BeExactly $false
                "$($said[0])" | Should -BeLike '*did not answer within 1 s.'
            }
            finally { $listener.Stop() }
        }
    }

    Context 'Runspaces' {
        It 'have connections of their own in a parallel loop' {
            Connect-AshServer $open.Uri
            $servers = 'one', 'two' | ForEach-Object { [pscustomobject]@{ Name = $_; Emulator = Start-AshEmulator } }
            $bothAreConnected = [System.Threading.Barrier]::new(2)
            try {
                $seen = $servers | ForEach-Object -ThrottleLimit 2 -Parallel {
                    Import-Module $using:Manifest
                    $ErrorActionPreference = 'Stop'
                    Connect-AshServer $_.Emulator.Uri
                    $null = Publish-AshAgent -Name $_.Name -SystemPrompt x
                    if (-not ($using:bothAreConnected).SignalAndWait($using:Patience)) { throw 'Not both connected.' }
                    "$($_.Name): $((Get-AshAgent).Name) at $((Get-AshConnection).Server)"
                }
                $seen | Sort-Object | Should -Be ($servers | ForEach-Object { "$($_.Name): $($_.Name) at $($_.Emulator.Uri)" })
                (Get-AshConnection).Server | Should -Be $open.Uri
                $servers.Emulator.IsRunning | Should -Be $true, $true
            } finally {
                $servers.Emulator | Stop-AshEmulator
            }
        }

        It 'neither see nor close each other''s' {
            Connect-AshServer $open.Uri
            $seen = Complete-Script (Start-Script {
                    (Get-AshConnection).ServerSource
                    Connect-AshServer $locked.Uri $key
                    "$((Get-AshConnection).Server)"
                    Disconnect-AshServer
                } @{ locked = $locked; key = $key })
            $seen | Should -Be Default, "$($locked.Uri)"
            (Get-AshConnection).Server | Should -Be $open.Uri
            Get-AshAgent | Should -BeNullOrEmpty
        }
    }

    Context 'The key' {
        It 'shows nowhere' {
            $transcript = Join-Path $TestDrive transcript.txt
            $clixml = Join-Path $TestDrive objects.xml
            $run = Invoke-Pwsh @"
Import-Module ./Ash.psd1
`$VerbosePreference = `$DebugPreference = 'Continue'
`$null = Start-Transcript '$transcript'
`$emulator = Start-AshEmulator -ApiKey `$env:ASH_API_KEY -Connect
`$connection = Connect-AshServer `$emulator.Uri -ApiKey `$env:ASH_API_KEY -MaxRetryWaitSec 0 -PassThru
Connect-AshServer `$emulator.Uri -ApiKey "`$env:ASH_API_KEY-wrong"
`$null = Publish-AshAgent -Name a -SystemPrompt x
New-AshSession nobody
New-AshSession a | Send-AshMessage hi
Get-AshConnection
`$objects = @(`$connection, (Get-AshConnection), `$emulator) + (Get-AshEmulatorRequest)
`$objects | Format-List * -Force
`$objects | Format-Custom
`$objects | ConvertTo-Json -Depth 5
`$objects | Export-Clixml '$clixml' -Depth 5
Disconnect-AshServer
`$env:ASH_SERVER_URL = `$emulator.Uri
Get-AshConnection | Format-List * -Force
Get-AshAgent nobody
Connect-AshServer -ApiKey `$emulator
Stop-AshEmulator `$emulator
Get-AshServer -Connection `$connection
`$Error | Format-List * -Force
Get-Error -Newest 10
`$null = Stop-Transcript
"`$(`$Error.Count) errors"
"@ @{ ASH_API_KEY = $key }
            $shown = $run.Output + $run.Errors + (Get-Content $transcript, $clixml -Raw)
            # It is all there to be looked at,
            $run.Output | Should -Match '(?m)^[45] errors'
            'DEBUG: GET /health: 200', 'Connected to Ash 0.2.0', 'Invalid API key', 'Bearer ***', '<ToString>GET /health</ToString>', 'ASH_API_KEY' |
                ForEach-Object { $shown.Contains($_) | Should -BeTrue -Because $_ }
            # but for the key, as it is and in the ways it may travel.
            $key, [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($key)), [uri]::EscapeDataString($key) |
                ForEach-Object { $shown.Contains($_) | Should -BeFalse }
        }
    }
}
