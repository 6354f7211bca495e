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

        It 'takes what has an address: <Kind>' -ForEach @(
            @{ Kind = 'an emulator'; Make = { $open } }
            @{ Kind = 'a connection'; Make = { Connect-AshServer $open.Uri -PassThru } }
            @{ Kind = 'a Uri'; Make = { $open.Uri } }
        ) {
            (Connect-AshServer (& $Make) -PassThru).Server | Should -Be $open.Uri
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

        It 'finds out a key that is <Kind>, and leaves no connection that was not meant' -ForEach @(
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

            # What was written for the one server must not be done to another.
            $env:ASH_SERVER_URL = $open.Uri
            $open.ClearRequests()
            $failure = { Get-AshAgent } | Should -Throw '*the last try to connect failed*' -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-AshServer*Disconnect-AshServer*ASH_SERVER_URL*'
            { Get-AshConnection } | Should -Throw -ErrorId 'NotConnected,*'
            Test-AshServer | Should -BeExactly $false
            $open.Requests | Should -BeNullOrEmpty
            Disconnect-AshServer
            (Get-AshConnection).Server | Should -Be $open.Uri
        }

        It 'ends a script that does not look: a failure is terminating' {
            $address = Get-ClosedAddress
            $went = 'no further'
            try { Connect-AshServer $address -MaxRetryWaitSec 0 -ErrorAction Continue; $went = 'on' } catch { $null = $_ }
            $went | Should -Be 'no further'
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

    Context 'On the way' {
        BeforeAll {
            $proxyKey = [System.Net.NetworkCredential]::new('', 'let me: pass').SecurePassword
            $login = [pscredential]::new('ash', $proxyKey)
            $right = 'Basic ' + [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('ash:let me: pass'))

            # A proxy that answers for the server, but only to whom it knows.
            function Receive-Proxied([System.Net.Sockets.TcpListener] $Listener, [string] $Answer) {
                while ($true) {
                    $request = Receive-Request $Listener
                    $knows = $request.Head -match "(?m)^Proxy-Authorization: $([regex]::Escape($right))`r?`$"
                    $status, $body = if ($knows) { "200 OK`r`nContent-Type: application/json", $Answer } else { "407 No`r`nProxy-Authenticate: Basic realm=x", '' }
                    $request.Stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $status`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n$body"))
                    $request.Stream.Close()
                    if ($knows) { return $request.Head.Split("`r`n")[0] }
                }
            }

            $pair = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
            $made = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=127.0.0.1', $pair, 'SHA256').CreateSelfSigned([datetime]::UtcNow.AddDays(-1), [datetime]::UtcNow.AddDays(1))
            $options = (Get-EmulatorType AshEmulatorOptions)::new()
            # Windows takes only a key that was stored.
            $options.Certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pfx'))
            $secure = (Get-EmulatorType AshEmulator)::Start($options)
        }

        AfterAll { $secure.Dispose() }

        It 'a proxy is told who is there: <Way>' -ForEach @(
            @{ Way = '-ProxyCredential'; Connect = { Connect-AshServer http://far.invalid -Proxy $proxy -ProxyCredential $login -PassThru } }
            @{ Way = 'in its address'; Connect = { Connect-AshServer http://far.invalid -Proxy $proxy.Replace('//', '//ash:let%20me%3A%20pass@') -PassThru } }
        ) {
            $listener = Start-Listener
            try {
                $run = Start-Script $Connect @{ proxy = Get-Address $listener; login = $login }
                Receive-Proxied $listener '{"status":"ok","version":"0.2.0"}' | Should -Be 'GET http://far.invalid/health HTTP/1.1'
                Receive-Proxied $listener '{"agents":[]}' | Should -Be 'GET http://far.invalid/api/agents HTTP/1.1'
                $connection = Complete-Script $run
                "$($connection.Proxy)", $connection.ProxySource | Should -Be "$(Get-Address $listener)/", Parameter
                $connection | Format-List | Out-String | Should -BeLike "*Proxy*: $(Get-Address $listener)/ (Parameter)*"
                $connection | Format-List * -Force | Out-String | Should -Not -Match 'let'
            } finally { $listener.Stop() }
        }

        It 'a proxy that does not know who is there is an error that says so' {
            $listener = Start-Listener
            try {
                $run = Start-Script { Connect-AshServer https://far.invalid -Proxy $proxy } @{ proxy = Get-Address $listener }
                $request = Receive-Request $listener
                $request.Head | Should -BeLike 'CONNECT far.invalid:443 HTTP/1.1*'
                $request.Stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 407 No`r`nProxy-Authenticate: Basic realm=x`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"))
                $request.Stream.Close()
                $failure = { Complete-Script $run } | Should -Throw '*proxy wants a user name and a password*' -PassThru
                $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*'
            } finally { $listener.Stop() }
        }

        It 'a login without a proxy is a mistake' {
            { Connect-AshServer $open.Uri -ProxyCredential $login } | Should -Throw '*goes with -Proxy*' -ErrorId 'InvalidRequest,*'
            $open.Requests | Should -BeNullOrEmpty
        }

        It 'a proxy''s address that is none is refused: <_>' -ForEach 'proxy:3128', 'proxy', 'ftp://proxy' {
            $address = $_
            { Connect-AshServer $open.Uri -Proxy $address } | Should -Throw "*'$address' is not an http or SOCKS URL*" -ErrorId 'InvalidRequest,*'
        }

        It 'the system''s proxy does not stand between this machine and itself' {
            $run = Invoke-Pwsh "Import-Module ./Ash.psd1; `$null = Start-AshEmulator -Connect; `$null = Publish-AshAgent a -SystemPrompt x; (Get-AshAgent).Name
                `$env:ASH_SERVER_URL = 'http://far.invalid'; Disconnect-AshServer; Get-AshConnection" @{ http_proxy = 'http://ash:let-me-pass@proxy.invalid:3128' }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -Match '(?s)^a\s.*Server\s*: http://far.invalid/ \(ASH_SERVER_URL\).*Proxy\s*: http://proxy.invalid:3128/ \(System\)'
            $run.Output | Should -Not -Match 'let-me-pass'
        }

        It 'a certificate that nobody vouches for is refused, and taken with -SkipCertificateCheck' {
            { Connect-AshServer $secure.Uri } | Should -Throw -ErrorId 'TlsFailed,*'
            $connection = Connect-AshServer $secure.Uri -SkipCertificateCheck -PassThru
            $connection.SkipCertificateCheck, (Get-AshServer).Status | Should -Be $true, ok
            Publish-AshAgent a -SystemPrompt x | ForEach-Object { New-AshSession $_ } | Send-AshMessage hi -As Text | Should -Be hi
            $connection | Format-List | Out-String | Should -Match 'Certificate\s*: any is trusted'
        }

        It 'the times of a connection are told' {
            $connection = Connect-AshServer $open.Uri -TimeoutSec 7 -MaxRetryWaitSec 3 -PassThru
            $connection.TimeoutSec, $connection.MaxRetryWaitSec, $connection.SkipCertificateCheck, $connection.Proxy | Should -Be 7, 3, $false, $null
            (Start-AshEmulator -Connect).Uri | Should -Be (Get-AshConnection).Server
            (Get-AshConnection).TimeoutSec, (Get-AshConnection).MaxRetryWaitSec | Should -Be 100, 30
            Stop-AshEmulator
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
Get-AshConnection
Connect-AshServer `$emulator.Uri -ApiKey `$env:ASH_API_KEY
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
            $run.Output | Should -Match '(?m)^[56] errors'
            'DEBUG: GET /health: 200', 'Connected to Ash 0.2.0', 'Invalid API key', 'Bearer ***', '<ToString>GET /health</ToString>', 'ASH_API_KEY' |
                ForEach-Object { $shown.Contains($_) | Should -BeTrue -Because $_ }
            # but for the key, as it is and in the ways it may travel.
            $key, [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($key)), [uri]::EscapeDataString($key) |
                ForEach-Object { $shown.Contains($_) | Should -BeFalse }
        }
    }
}
