BeforeDiscovery {
    . $PSScriptRoot/Common.ps1

    # One row a way in which something goes wrong. Call provokes it; $emulator, $session and the functions below are there.
    # Target is a script too. What is not said of a row is not there: no StatusCode, no ServerMessage.
    $rows = @(
        @{ Cause = 'AuthenticationFailed'; When = 'no key is sent'; Category = 'AuthenticationError'; Action = '*Connect-AshServer*-ApiKey*ASH_API_KEY*'
            Call = { $env:ASH_SERVER_URL = $locked.Uri; New-AshSession agent }; Target = { 'agent' }; Status = 401; Said = 'Missing Authorization header' }
        @{ Cause = 'AuthenticationFailed'; When = 'the key is wrong'; Category = 'AuthenticationError'; Action = '*Connect-AshServer*-ApiKey*'
            Call = { $env:ASH_SERVER_URL = $locked.Uri; $env:ASH_API_KEY = 'wrong'; New-AshSession agent }; Target = { 'agent' }; Status = 401; Said = 'Invalid API key' }
        @{ Cause = 'AuthenticationFailed'; When = 'a gate before the server refuses'; Category = 'AuthenticationError'; Action = '*Connect-AshServer*'
            Call = { Answer 403 '<html>No.</html>' text/html; Get-AshAgent one }; Target = { 'one' }; Status = 403; Said = 'Forbidden' }
        @{ Cause = 'AuthenticationFailed'; When = 'a proxy refuses'; Category = 'AuthenticationError'; Action = '*Connect-AshServer -Proxy * -ProxyCredential *'
            Call = { Answer 407 '{"error":"Proxy Authentication Required"}'; Get-AshAgent one }; Target = { 'one' }; Status = 407; Said = 'Proxy Authentication Required' }
        @{ Cause = 'AgentNotFound'; When = 'a session is opened on an unknown agent'; Category = 'ObjectNotFound'; Action = '*Get-AshAgent*Publish-AshAgent*'
            Call = { New-AshSession nobody }; Target = { 'nobody' }; Status = 404; Said = '*nobody*not found' }
        @{ Cause = 'AgentNotFound'; When = 'an unknown agent is looked at'; Category = 'ObjectNotFound'; Action = '*Get-AshAgent*Publish-AshAgent*'
            Call = { Get-AshAgent nobody }; Target = { 'nobody' }; Status = 404; Said = '*not found' }
        @{ Cause = 'SessionNotFound'; When = 'a message goes to an unknown session'; Category = 'ObjectNotFound'; Action = '*Get-AshSession*'
            Call = { Send-AshMessage -Session 00000000-0000-4000-8000-000000000000 hi }; Target = { '00000000-0000-4000-8000-000000000000' }; Status = 404; Said = 'Session not found' }
        @{ Cause = 'NotFound'; When = 'the server does not know the route'; Category = 'ObjectNotFound'; Action = '*version*Get-AshServer*'
            Call = { Answer 404 '{"message":"Route GET:/api/agents/one not found","error":"Not Found","statusCode":404}'; Get-AshAgent one }; Target = { 'one' }; Status = 404; Said = 'Route *' }
        @{ Cause = 'SessionNotActive'; When = 'a message goes to a paused session'; Category = 'InvalidOperation'; Action = '*Resume-AshSession*'
            Call = { $null = Suspend-AshSession $session; Send-AshMessage -Session $session hi }; Target = { "$session" }; Status = 400; Said = 'Session is paused' }
        @{ Cause = 'SessionNotActive'; When = 'a command goes to a stopped session'; Category = 'InvalidOperation'; Action = '*Resume-AshSession*'
            Call = { $null = Suspend-AshSession $session -ReleaseSandbox; Invoke-AshCommand ls -Session $session }; Target = { "$session" }; Status = 400; Said = 'Session is stopped' }
        @{ Cause = 'SessionEnded'; When = 'a message goes to an ended session'; Category = 'InvalidOperation'; Action = '*New-AshSession*'
            Call = { $null = Stop-AshSession $session; Send-AshMessage -Session $session hi }; Target = { "$session" }; Status = 400; Said = 'Session is ended' }
        @{ Cause = 'SessionEnded'; When = 'an ended session is resumed'; Category = 'InvalidOperation'; Action = '*New-AshSession*'
            Call = { $null = Stop-AshSession $session; Resume-AshSession $session }; Target = { "$session" }; Status = 410; Said = 'Session has ended*' }
        @{ Cause = 'SessionBusy'; When = 'a message is sent in the middle of a turn'; Category = 'ResourceBusy'; Action = '*Wait for the running turn*another session*'
            Call = { Hold; Send-AshMessage -Session $session hi | ForEach-Object { Send-AshMessage -Session $session too; 'said' } | Select-Object -First 1 }; Target = { "$session" } }
        @{ Cause = 'SessionBusy'; When = 'a command is run in the middle of a turn'; Category = 'ResourceBusy'; Action = '*Wait for the running turn*'
            Call = { Hold; Send-AshMessage -Session $session hi | ForEach-Object { Invoke-AshCommand ls -Session $session; 'said' } | Select-Object -First 1 }; Target = { "$session" } }
        @{ Cause = 'InvalidRequest'; When = 'the client can tell'; Category = 'InvalidArgument'; Action = 'Correct what the message names*'
            Call = { Send-AshMessage -Session $session ' ' }; Target = { "$session" } }
        @{ Cause = 'InvalidRequest'; When = 'a session''s id is none'; Category = 'InvalidArgument'; Action = 'Correct what the message names*'
            Call = { Suspend-AshSession nonsense }; Target = { 'nonsense' } }
        @{ Cause = 'InvalidRequest'; When = 'an agent''s name is none'; Category = 'InvalidArgument'; Action = 'Correct what the message names*'
            Call = { Get-AshAgent 'my agent' }; Target = { 'my agent' } }
        @{ Cause = 'InvalidRequest'; When = 'the server tells'; Category = 'InvalidArgument'; Action = 'Correct what the message names*'
            Call = { Answer 415 '{"statusCode":415,"code":"FST_ERR_CTP_INVALID_MEDIA_TYPE","error":"Unsupported Media Type","message":"Unsupported Media Type: undefined"}'; New-AshSession agent }
            Target = { 'agent' }; Status = 415; Said = 'Unsupported Media Type: undefined' }
        @{ Cause = 'AgentFolderMissing'; When = 'the agent''s folder is gone'; Category = 'ResourceUnavailable'; Action = '*Publish-AshAgent*'
            Call = { Answer 422 '{"error":"Agent directory not found at \"/a\". The agent \"agent\" may need to be re-deployed.","statusCode":422}'; New-AshSession agent }
            Target = { 'agent' }; Status = 422; Said = 'Agent directory not found*' }
        @{ Cause = 'PayloadTooLarge'; When = 'an agent is larger than the server takes'; Category = 'LimitsExceeded'; Action = 'Send less at once*1 MiB*50 MiB*'; Says = '*the server takes 1?048?576.'
            Call = { Publish-AshAgent agent -SystemPrompt ('x' * 990000) -Environment @{ a = 'x' * 90000 } }; Target = { 'agent' } }
        @{ Cause = 'PayloadTooLarge'; When = 'a session''s options are'; Category = 'LimitsExceeded'; Action = 'Send less at once*1 MiB*50 MiB*'; Says = '*1 MiB*'
            Call = { New-AshSession agent -Environment @{ a = 'x' * 1100000 } }; Target = { 'agent' }; Status = 413; Said = '*too large*' }
        @{ Cause = 'RateLimited'; When = 'there were too many requests'; Category = 'LimitsExceeded'; Action = 'Wait 899 s, then try again.'; Says = '*until ??:??:??*'
            Call = { Answer 429 '{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded, retry in 15 minutes"}' -Header @{ 'Retry-After' = 899 }; Get-AshAgent one }
            Target = { 'one' }; Status = 429; Said = 'Rate limit exceeded*' }
        @{ Cause = 'RateLimited'; When = 'nobody says for how long'; Category = 'LimitsExceeded'; Action = 'Wait a while*20 new sessions*15 minutes*'
            Call = { Answer 429 ''; Get-AshAgent one -MaxRetryWaitSec 0 }; Target = { 'one' }; Status = 429; Said = 'Too Many Requests' }
        @{ Cause = 'CapacityReached'; When = 'all sandboxes are busy'; Category = 'ResourceUnavailable'; Action = '*Get-AshSession -Status active*'
            Call = { Answer 503 '{"error":"Sandbox capacity reached and no evictable sandboxes (all running)","statusCode":503}'; New-AshSession agent -MaxRetryWaitSec 0 }
            Target = { 'agent' }; Status = 503; Said = 'Sandbox capacity reached*' }
        @{ Cause = 'SandboxLost'; When = 'a message goes to a session whose sandbox died'; Category = 'ResourceUnavailable'; Action = '*Resume-AshSession*'
            Call = { $emulator.CrashSandbox($session.Id); Send-AshMessage -Session $session hi }; Target = { "$session" }; Status = 500; Said = 'Sandbox not found' }
        @{ Cause = 'ServerError'; When = 'the server fails'; Category = 'InvalidResult'; Action = '*server''s log*'
            Call = { Answer 500 '{"error":"no such table: sessions","statusCode":500}'; New-AshSession agent }; Target = { 'agent' }; Status = 500; Said = 'no such table: sessions' }
        @{ Cause = 'ServerError'; When = 'a proxy fails'; Category = 'InvalidResult'; Action = '*server''s log*'
            Call = { Answer 502 '<html><h1>Bad Gateway</h1></html>' text/html; New-AshSession agent }; Target = { 'agent' }; Status = 502; Said = 'Bad Gateway' }
        @{ Cause = 'ServerError'; When = 'a proxy waits in vain'; Category = 'InvalidResult'; Action = '*server''s log*'
            Call = { Answer 504 ''; Send-AshMessage -Session $session hi }; Target = { "$session" }; Status = 504; Said = 'Gateway Timeout' }
        @{ Cause = 'NotConnected'; When = 'the last connect failed'; Category = 'ConnectionError'; Action = '*Connect-AshServer*Disconnect-AshServer*'; Says = '*last try to connect failed*'
            Call = { try { Connect-AshServer (Get-ClosedAddress) -MaxRetryWaitSec 0 } catch { $null = $_ }; $Error.Clear(); New-AshSession agent }; Target = { $null } }
        @{ Cause = 'ServerUnreachable'; When = 'nobody listens'; Category = 'ConnectionError'; Action = 'Check that the server runs*Get-AshConnection*Test-AshServer*'; Says = 'No connection to *'
            Call = { $env:ASH_SERVER_URL = Get-ClosedAddress; Get-AshAgent one -MaxRetryWaitSec 0 }; Target = { 'one' } }
        @{ Cause = 'ServerUnreachable'; When = 'nobody listens, and a list is asked for'; Category = 'ConnectionError'; Action = '*Test-AshServer*'; Says = 'No connection to *'
            Call = { $env:ASH_SERVER_URL = Get-ClosedAddress; Get-AshSession -MaxRetryWaitSec 0 }; Target = { [uri] $env:ASH_SERVER_URL } }
        @{ Cause = 'ServerUnreachable'; When = 'nobody listens where the environment says'; Category = 'ConnectionError'; Action = '*Test-AshServer*'; Says = 'No connection to *'
            Call = { $env:ASH_SERVER_URL = Get-ClosedAddress; Connect-AshServer -MaxRetryWaitSec 0 }; Target = { [uri] $env:ASH_SERVER_URL } }
        @{ Cause = 'ServerUnreachable'; When = 'the connection closes before the answer'; Category = 'ConnectionError'; Action = '*may have done it*Test-AshServer*'; Says = '*broke before POST /api/sessions was answered*'
            Call = { $null = Add-AshEmulatorFault $emulator -Close; New-AshSession agent }; Target = { 'agent' } }
        @{ Cause = 'ServerUnreachable'; When = 'the connection breaks before the answer'; Category = 'ConnectionError'; Action = '*may have done it*Test-AshServer*'; Says = '*broke before*'
            Call = { $null = Add-AshEmulatorFault $emulator -Close -Reset; Send-AshMessage -Session $session hi }; Target = { "$session" } }
        @{ Cause = 'ServerUnreachable'; When = 'the connection breaks within the answer'; Category = 'ConnectionError'; Action = '*Test-AshServer*'
            Call = { $null = Add-AshEmulatorFault $emulator -Cut -AfterByte 10; New-AshSession agent }; Target = { 'agent' } }
        @{ Cause = 'NameResolutionFailed'; When = 'there is no such host'; Category = 'ConnectionError'; Action = '*name*Get-AshConnection*'; Says = '*nohost.invalid does not resolve*'
            Call = { $env:ASH_SERVER_URL = 'http://nohost.invalid:4100'; Get-AshAgent one }; Target = { 'one' } }
        @{ Cause = 'TlsFailed'; When = 'the certificate is nobody''s'; Category = 'SecurityError'; Action = '*certificate authority*Connect-AshServer -SkipCertificateCheck*'
            Call = { $env:ASH_SERVER_URL = $secure.Uri; Get-AshAgent one }; Target = { 'one' } }
        @{ Cause = 'TlsFailed'; When = 'the server has none'; Category = 'SecurityError'; Action = '*Connect-AshServer*'
            Call = { $env:ASH_SERVER_URL = "https://$($emulator.Uri.Authority)"; Get-AshAgent one }; Target = { 'one' } }
        @{ Cause = 'RequestTimedOut'; When = 'the server does not answer in time'; Category = 'OperationTimeout'; Action = '*Connect-AshServer -TimeoutSec*'; Says = '*did not answer POST /api/sessions within 1 s*'
            Call = { Connect-AshServer $emulator.Uri -TimeoutSec 1; $null = Add-AshEmulatorFault $emulator -Path /api/sessions -DelaySec 3600; New-AshSession agent }; Target = { 'agent' } }
        @{ Cause = 'RequestTimedOut'; When = 'a turn takes longer than it may'; Category = 'OperationTimeout'; Action = '*-TimeoutSec*agent may still be at work*'; Says = '*within 1 s; 2 events came*'
            Call = { $null = Add-AshEmulatorFault $emulator -Silence -AfterEvent 2; Send-AshMessage -Session $session hi -TimeoutSec 1 }; Target = { "$session" } }
        @{ Cause = 'StreamCut'; When = 'the connection breaks in a turn'; Category = 'ConnectionError'; Action = '*Get-AshSession*'; Says = '*ended after 2 events, before the turn did*'
            Call = { $null = Add-AshEmulatorFault $emulator -Cut -AfterEvent 2; Send-AshMessage -Session $session hi }; Target = { "$session" } }
        @{ Cause = 'StreamTakenOver'; When = 'a command ends the turn'; Category = 'ResourceBusy'; Action = '*one thing at a time*'
            Call = {
                Send-AshMessage -Session $session wait | ForEach-Object { if ($_.Type -eq 'session_start') { $null = Invoke-AshCommand 'echo hi' -Session $session -Force }; $_ }
            }; Target = { "$session" } }
        @{ Cause = 'StreamStalled'; When = 'the server gave the stream up'; Category = 'OperationTimeout'; Action = '*Get-AshSession*Resume-AshSession*'; Says = '*Client write timeout*'
            Call = { $null = Add-AshEmulatorFault $emulator -Frame "event: error`ndata: {`"error`":`"Client write timeout`"}`n`n" -AfterEvent 1; Send-AshMessage -Session $session hi }; Target = { "$session" } }
        @{ Cause = 'MalformedEvent'; When = 'a frame is no JSON'; Category = 'InvalidData'; Action = '*in the output*Get-AshServer*'; Says = 'Event 2 (message)*'
            Call = { $null = Add-AshEmulatorFault $emulator -Frame "event: message`ndata: {`"type`":`n`n" -AfterEvent 1; Send-AshMessage -Session $session hi }; Target = { $output | Where-Object { $_ -is [Ash.MalformedEvent] } } }
        @{ Cause = 'TurnFailed'; When = 'the model fails'; Category = 'OperationStopped'; Action = 'Read the message*can be used again*'; Says = '*On strike.*'
            Call = { Send-AshMessage -Session $session fail }; Target = { "$session" } }
        @{ Cause = 'SchemaMismatch'; When = 'the answer does not follow the schema'; Category = 'InvalidResult'; Action = '*Look at Result*'; Says = '*has no result, and so none that follows the schema.'
            Call = { Send-AshMessage -Session $session hi -OutputSchema @{ type = 'object' } }; Target = { "$session" } }
        @{ Cause = 'CommandFailed'; When = 'a command in a sandbox fails and that matters'; Category = 'InvalidResult'; Action = '*ErrorOutput*'; Says = '*exit code 127*nonsense: not found*'
            Call = { Invoke-AshCommand nonsense -Session $session -ErrorOnNonZeroExit }; Target = { "$session" } }
        @{ Cause = 'NotFound'; When = 'there is no such credential'; Category = 'ObjectNotFound'; Action = '*Get-AshCredential*'
            Call = { Remove-AshCredential nobody -Confirm:$false }; Target = { 'nobody' }; Status = 404; Said = 'Credential not found' }
        @{ Cause = 'NotFound'; When = 'there is no such key'; Category = 'ObjectNotFound'; Action = '*Get-AshApiKey*'
            Call = { Remove-AshApiKey nobody -Confirm:$false }; Target = { 'nobody' }; Status = 404; Said = 'API key not found' }
        @{ Cause = 'NotFound'; When = 'there is no such item in the queue'; Category = 'ObjectNotFound'; Action = '*Get-AshQueueItem*'
            Call = { Get-AshQueueItem 00000000-0000-4000-8000-000000000000 }; Target = { '00000000-0000-4000-8000-000000000000' }; Status = 404; Said = 'Queue item not found' }
        @{ Cause = 'NotFound'; When = 'the server has no queue'; Category = 'ObjectNotFound'; Action = '*version*Get-AshServer*'
            Call = { Answer 404 '{"message":"Route GET:/api/queue/stats not found","error":"Not Found","statusCode":404}'; Get-AshQueue }
            Target = { $emulator.Uri }; Status = 404; Said = 'Route *' }
        @{ Cause = 'CredentialStorageNotConfigured'; When = 'the server has no key for credentials'; Category = 'ResourceUnavailable'; Action = '*ASH_CREDENTIAL_KEY*'; Says = 'Credential storage not configured*'
            Call = { Answer 500 '{"error":"Credential storage not configured (ASH_CREDENTIAL_KEY not set)","statusCode":500}'; New-AshCredential openai x -Label mine }
            Target = { 'mine' }; Status = 500; Said = 'Credential storage not configured*' }
        @{ Cause = 'FileNotWritten'; When = 'a file is there already'; Category = 'WriteError'; Action = '*-Force*'; Says = '*is there already*'
            Call = { Save-AshWorkspace $session (New-Item TestDrive:/there.tar.gz -Force).FullName }; Target = { "$session" } }
        @{ Cause = 'QueueItemNotPending'; When = 'an item is taken back twice'; Category = 'InvalidOperation'; Action = '*Get-AshQueueItem*Stop-AshSession*'
            Call = { $script:item = Add-AshQueueItem agent x | Stop-AshQueueItem; $item | Stop-AshQueueItem }; Target = { "$item" }; Status = 400; Said = 'Cannot cancel item with status "cancelled"' }
        @{ Cause = 'QueueItemFailed'; When = 'an item that is waited for fails'; Category = 'OperationStopped'; Action = '*Get-AshQueueItem <id> | Add-AshQueueItem*'; Says = "*agent 'nobody' failed at its only try: Agent `"nobody`" not found"
            Call = { $script:item = Add-AshQueueItem nobody x -MaxRetries 1; $item | Get-AshQueueItem -Wait }; Target = { "$item" } }
        @{ Cause = 'QueueItemNotDone'; When = 'an item takes longer than it may'; Category = 'OperationTimeout'; Action = '*Get-AshQueue,*-Wait*Stop-AshQueueItem*'; Says = '* is still pending after 1 s.'
            Call = {
                # It failed once, and its second try is five seconds away.
                Answer 200 '{"item":{"id":"00000000-0000-4000-8000-000000000001","agentName":"agent","prompt":"x","status":"pending","priority":0,"retryCount":1,"maxRetries":3,"createdAt":"2026-05-01T10:00:00.000Z"}}'
                Get-AshQueueItem 00000000-0000-4000-8000-000000000001 -Wait -TimeoutSec 1
            }; Target = { '00000000-0000-4000-8000-000000000001' } }
        @{ Cause = 'EvalRunFailed'; When = 'an eval run that is waited for has failed'; Category = 'OperationStopped'; Action = '*Get-AshAgent*Get-AshEvalResult*log*'; Says = '*agent agent failed after 1 of 2 cases.'
            Call = { Answer 200 '{"run":{"id":"00000000-0000-4000-8000-000000000000","agentName":"agent","status":"failed","totalCases":2,"completedCases":1}}'
                Get-AshEvalRun agent 00000000-0000-4000-8000-000000000000 -Wait }; Target = { '00000000-0000-4000-8000-000000000000' } }
        @{ Cause = 'EvalRunNotDone'; When = 'an eval run that is waited for is not over in time'; Category = 'OperationTimeout'; Action = 'Wait again with Get-AshEvalRun -Wait*'; Says = '*agent agent is not over after 1 s: 1 of 2 cases are done.'
            Call = { Answer 200 '{"run":{"id":"00000000-0000-4000-8000-000000000000","agentName":"agent","status":"running","totalCases":2,"completedCases":1}}'
                Get-AshEvalRun agent 00000000-0000-4000-8000-000000000000 -Wait -TimeoutSec 1 }; Target = { '00000000-0000-4000-8000-000000000000' } }
        @{ Cause = 'NotAnAshServer'; When = 'a web page answers'; Category = 'ProtocolError'; Action = '*address*port*Get-AshConnection*'; Says = '*text/html where JSON is due*'
            Call = { Answer 200 '<html>Welcome</html>' text/html; Get-AshAgent one }; Target = { 'one' }; Status = 200 }
        @{ Cause = 'NotAnAshServer'; When = 'a web page answers a message'; Category = 'ProtocolError'; Action = '*login page*'; Says = '*an event stream was due*'
            Call = { Answer 200 '<html>Welcome</html>' text/html; Send-AshMessage -Session $session hi }; Target = { "$session" }; Status = 200 }
        @{ Cause = 'NotAnAshServer'; When = 'a web server does not find it'; Category = 'ProtocolError'; Action = '*Get-AshConnection*'; Says = '*404 without an Ash error*'
            Call = { Answer 404 '<html>Not found</html>' text/html; Get-AshAgent one }; Target = { 'one' }; Status = 404 }
        @{ Cause = 'NotAnAshServer'; When = 'it is redirected'; Category = 'ProtocolError'; Action = '*Get-AshConnection*'; Says = '*redirects to https://login.example.org/*'
            Call = { $null = Add-AshEmulatorFault $emulator -Redirect https://login.example.org/; New-AshSession agent }; Target = { 'agent' }; Status = 302 }
        @{ Cause = 'NotAnAshServer'; When = 'it does not speak HTTP'; Category = 'ProtocolError'; Action = '*port*'; Says = '*does not speak HTTP*'
            Call = { $null = Add-AshEmulatorFault $emulator -Garbage "SSH-2.0-OpenSSH`r`n"; Get-AshAgent one }; Target = { 'one' } }
    )
    $causes = [Enum]::GetNames([Ash.AshErrorCause]) | ForEach-Object { @{ Cause = $_; Provoked = $rows.Cause -contains $_ } }
}

Describe 'Errors' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        # A machine's own settings are none of the tests' business.
        $saved = $env:ASH_SERVER_URL, $env:ASH_API_KEY
        $env:ASH_API_KEY = $null

        # The commands never name a server here: they take the one that is set.
        Disconnect-AshServer
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $emulator = Start-AshEmulator -Reply @{
            'fail' = @{ Error = 'On strike.' }
            'wait' = { if (-not $gate.Wait($Patience)) { throw 'The gate stayed shut.' } }
        }
        $locked = Start-AshEmulator -ApiKey right
        $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=127.0.0.1', $key, 'SHA256')
        $made = $request.CreateSelfSigned([datetime]::UtcNow.AddDays(-1), [datetime]::UtcNow.AddDays(1))
        $options = (Get-EmulatorType AshEmulatorOptions)::new()
        # Windows takes only a key that was stored.
        $options.Certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pfx'))
        $secure = (Get-EmulatorType AshEmulator)::Start($options)

        function Answer([int] $StatusCode, [string] $Body, [string] $ContentType = 'application/json', [hashtable] $Header = @{}) {
            $null = Add-AshEmulatorFault $emulator -StatusCode $StatusCode -Body $Body -ContentType $ContentType -Header $Header
        }

        # Has turns wait in their middle.
        function Hold { $null = Add-AshEmulatorFault $emulator -Path '/api/sessions/*/messages' -Silence -AfterEvent 1 }

        $env:ASH_SERVER_URL = $emulator.Uri
        $null = Publish-AshAgent agent -SystemPrompt x
        $table = (Get-Command Send-AshMessage).ImplementingType.Assembly.GetType('Ash.Commands.ErrorTable', $true).GetMethod('ToErrorRecord', [type[]] @([Ash.AshException], [object]))
    }

    AfterAll {
        $gate.Set()
        $emulator, $locked | Stop-AshEmulator
        $secure.Dispose()
        $env:ASH_SERVER_URL, $env:ASH_API_KEY = $saved
    }

    BeforeEach {
        Disconnect-AshServer
        $env:ASH_SERVER_URL = $emulator.Uri
        $env:ASH_API_KEY = $null
        Remove-AshEmulatorFault -Emulator $emulator
        $session = New-AshSession agent
        $Error.Clear()
    }

    Context 'Each cause' {
        It '<Cause> is in the table, and provoked here' -ForEach $causes {
            $record = $table.Invoke($null, @([Ash.AshException]::new($Cause, 'Something happened.'), 'it'))
            $record.FullyQualifiedErrorId | Should -BeExactly $Cause
            $record.CategoryInfo.Category | Should -Not -Be NotSpecified
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            # What is recommended can be typed.
            foreach ($command in [regex]::Matches($record.ErrorDetails.RecommendedAction, '\b[A-Z][a-z]+-Ash[A-Za-z]+').Value) {
                Get-Command $command -Module Ash | Should -Not -BeNullOrEmpty
            }
            $Provoked | Should -BeTrue
        }
    }

    Context 'Provoked' {
        It '<Cause>: <When>' -ForEach $rows {
            $ErrorActionPreference = 'SilentlyContinue'
            # What ends the command is no less an error record.
            $output = & { try { & $Call } catch { $null = $_ } }
            $ErrorActionPreference = 'Stop'
            $failures = @($Error | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
            $ours = @($failures | Where-Object FullyQualifiedErrorId -Like "$Cause,*")
            $ours | Should -Not -BeNullOrEmpty -Because "the errors are: $($failures -join '; ')"
            $failures.Count | Should -Be 1
            $failure = $ours[-1]

            $failure.FullyQualifiedErrorId | Should -Match "^$Cause,Ash\.Commands\.[A-Za-z]+Command$"
            $failure.CategoryInfo.Category | Should -Be $Category
            $failure.TargetObject | Should -Be (& $Target)
            $failure.ErrorDetails.RecommendedAction | Should -BeLike $Action
            $failure.Exception | Should -BeOfType Ash.AshException
            $failure.Exception.Cause | Should -Be $Cause
            $failure.Exception.StatusCode | Should -Be $Status
            if ($Status) { $failure.Exception.Path | Should -BeLike /* }
            if ($Said) {
                $failure.Exception.ServerMessage | Should -BeLike $Said
                "$failure" | Should -BeLike "*$($failure.Exception.ServerMessage.TrimEnd('.'))*"
            }
            if ($Says) { "$failure" | Should -BeLike $Says }
            # For a person, and nothing of the machinery.
            "$failure" | Should -Not -Match 'Exception|System\.|   at '
        }
    }

    Context 'In a script' {
        It 'are caught, with the cause to switch on' {
            $seen = try { New-AshSession nobody } catch [Ash.AshApiException] { switch ($_.Exception.Cause) { AgentNotFound { 'none' } } }
            $seen | Should -Be none
        }

        It 'are caught with what was received before' {
            $null = Add-AshEmulatorFault $emulator -Cut -AfterEvent 2
            $seen = [System.Collections.Generic.List[object]]::new()
            try { Send-AshMessage -Session $session hi | ForEach-Object { $seen.Add($_) } }
            catch [Ash.AshStreamException] { $caught = $_.Exception }
            "$($caught.Cause)", "$($caught.Outcome)", $caught.EventsReceived | Should -Be StreamCut, Interrupted, 2
            $seen.Count | Should -Be 2
        }

        It 'that every input would meet are met once' {
            $env:ASH_SERVER_URL = 'nonsense'
            $Error.Clear()
            try { 'one', 'two' | Get-AshAgent -ErrorAction Continue 2>$null } catch { $caught = $_ }
            $Error | Should -HaveCount 1
            $caught.FullyQualifiedErrorId | Should -Be 'InvalidRequest,Ash.Commands.GetAshAgentCommand'
            $env:ASH_SERVER_URL = $emulator.Uri
        }

        It 'leave the pipeline going, and stop it where that is asked' {
            $unknown = "$(New-Guid)"
            $ids = $unknown, $session.Id
            ($ids | Suspend-AshSession -ErrorAction SilentlyContinue).Id | Should -Be $session.Id
            { $unknown, (New-AshSession agent).Id | Suspend-AshSession -ErrorAction Stop } | Should -Throw -ErrorId 'SessionNotFound,*'
            (Get-AshEmulatorRequest $emulator -Path */pause)[-1].Path | Should -BeLike "*/$unknown/pause"
        }
    }
}
