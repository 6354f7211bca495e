BeforeDiscovery {
    . $PSScriptRoot/Common.ps1

    # What a command cannot do without.
    $session = '00000000-0000-4000-8000-000000000000'
    $known = @{ Question = 'q'; Config = '{}'; Session = $session; Id = $session; Agent = 'agent'; Name = 'agent'; AgentName = 'agent'; Message = 'hi'; Command = 'ls'; SystemPrompt = 'x'; Path = '*' }
    # A file that every command takes which takes one.
    $bundle = Join-Path ([System.IO.Path]::GetTempPath()) "ash-$(New-Guid).tar.gz"
    [System.IO.File]::WriteAllBytes($bundle, [byte[]] (0x1f, 0x8b, 8, 0))
    $cases = Join-Path ([System.IO.Path]::GetTempPath()) "ash-stopping-$PID.csv"
    Set-Content $cases "question`nq"
    $optional = @{
        'Send-AshSessionFile' = @{ Session = $session; Path = $bundle }
        'Send-AshAgentFile' = @{ Agent = 'agent'; Path = $bundle }
        'Add-AshAttachment' = @{ Session = $session; Path = $bundle }
        'Restore-AshWorkspace' = @{ Session = $session; Path = $bundle }
        'Save-AshWorkspace' = @{ Session = $session; Path = "$bundle.saved" }
        'Receive-AshAttachment' = @{ Id = $session; Destination = "$bundle.received" }
        'Publish-AshAgent' = @{ Name = 'agent'; SystemPrompt = 'x' }
        'Set-AshAgent' = @{ Name = 'agent'; Environment = @{} }
        'New-AshCredential' = @{ Type = 'custom'; Key = 'x' }
        'Set-AshSession' = @{ Session = $session; Model = 'm' }
        'Set-AshAgentVersion' = @{ Agent = 'agent'; Version = 1; Name = 'n' }
        'Enable-AshAgentVersion' = @{ Agent = 'agent'; Version = 1 }
        'Remove-AshAgentVersion' = @{ Agent = 'agent'; Version = 1 }
        'Set-AshEvalCase' = @{ Agent = 'agent'; Id = $session; Category = 'c' }
        'Remove-AshEvalCase' = @{ Agent = 'agent'; Id = $session }
        'Import-AshEvalCase' = @{ Agent = 'agent'; Path = $cases }
        'Export-AshEvalCase' = @{ Agent = 'agent'; Path = $cases }
        'Compare-AshEvalRun' = @{ Agent = 'agent'; ReferenceRun = $session; DifferenceRun = $session }
        'Get-AshEvalResult' = @{ Agent = 'agent'; Run = $session }
        'Set-AshEvalResult' = @{ Agent = 'agent'; Id = $session; HumanScore = 1 }
        'Export-AshTranscript' = @{ InputObject = $session; Path = "$bundle.md" }
    }
    $base = (Get-Command Get-AshAgent).ImplementingType.BaseType
    # Every command that talks to a server, so that a new one is tested without a word here.
    $commands = Get-Command -Module Ash | Where-Object { $_.ImplementingType.IsSubclassOf($base) } | ForEach-Object {
        $command = $_
        $set = $_.ParameterSets | Where-Object IsDefault | Select-Object -First 1
        $set ??= $_.ParameterSets[0]
        $given = $optional[$_.Name] ?? @{}
        if (-not $given.Count) {
            $set.Parameters | Where-Object IsMandatory | ForEach-Object {
                $given[$_.Name] = $known[$_.Name] ?? $(throw "Say here what $command is given for -$($_.Name).")
            }
        }
        if ($_.Parameters.ContainsKey('Confirm')) { $given.Confirm = $false }
        @{ Name = $_.Name; Given = $given; Bundle = $bundle }
    }
    $commands += @{ Name = 'Connect-AshServer'; Given = @{} }
    # It asks once.
    $patient = $commands | Where-Object Name -NE Test-AshServer
}

Describe 'Ctrl+C' -ForEach @{ Bundle = $bundle } {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $saved = $env:ASH_SERVER_URL, $env:ASH_API_KEY
        $env:ASH_API_KEY = $null

        function Start-Command([string] $Name, [hashtable] $Given) {
            Start-Script { $VerbosePreference = 'Continue'; & $name @given } @{ name = $Name; given = $Given }
        }

        function Wait-Until([scriptblock] $Condition) {
            if (-not [System.Threading.SpinWait]::SpinUntil({ (& $Condition) -or $script.Run.IsCompleted }, $Patience)) { throw 'It did not come to that.' }
        }

        # Presses it, and looks at what is left behind: nothing.
        function Confirm-Stop($Script) {
            if ($Script.Run.IsCompleted) { throw "It ended by itself. $($Script.Shell.Streams.Error)" }
            Stop-Script $Script
            $Script.Shell.InvocationStateInfo.State | Should -Be Stopped
            $Script.Shell.InvocationStateInfo.Reason.InnerException | Should -BeNullOrEmpty
            $Script.Output, $Script.Shell.Streams.Error, $Script.Shell.Streams.Warning | ForEach-Object { $_ | Should -BeNullOrEmpty }
        }

        # What a client still sends before it closes.
        function Read-ToEnd([System.Net.Sockets.NetworkStream] $Stream) {
            $buffer = [byte[]]::new(1MB)
            $count = 0
            try { while (($read = $Stream.Read($buffer, 0, $buffer.Length)) -gt 0) { $count += $read } }
            catch [System.IO.IOException] { if ($_.Exception.InnerException.SocketErrorCode -ne 'ConnectionReset') { throw } }
            $count
        }
    }

    AfterAll {
        $env:ASH_SERVER_URL, $env:ASH_API_KEY = $saved
        Remove-Item "$Bundle*" -Recurse
        Remove-Item (Join-Path ([System.IO.Path]::GetTempPath()) "ash-stopping-$PID.csv")
    }

    Context 'With a server that' {
        BeforeEach {
            $emulator = Start-AshEmulator
            $env:ASH_SERVER_URL = $emulator.Uri
        }

        AfterEach { Stop-AshEmulator $emulator }

        It 'has not answered yet: <Name>' -ForEach $commands {
            $null = Add-AshEmulatorFault $emulator -DelaySec 86400
            $script = Start-Command $Name $Given
            Wait-Until { $emulator.Requests.Count }
            Confirm-Stop $script
            Wait-Task $emulator.Requests[0].WaitForClientLeftAsync()
            $emulator.Requests.Count | Should -Be 1
        }

        It 'asked to wait before the next try: <Name>' -ForEach $patient {
            $null = Add-AshEmulatorFault $emulator -StatusCode 429 -Header @{ 'Retry-After' = 30 }
            $script = Start-Command $Name $Given
            Wait-Until { $script.Shell.Streams.Verbose.Count }
            Confirm-Stop $script
            $emulator.Requests.Count | Should -Be 1
        }
    }

    Context 'With a listener that' {
        BeforeEach {
            $listener = Start-Listener
            $env:ASH_SERVER_URL = Get-Address $listener
        }

        AfterEach { $listener.Stop() }

        It 'is within its answer: <Name>' -ForEach ($commands | Where-Object Name -NE Send-AshMessage) {
            $script = Start-Command $Name $Given
            $request = Receive-Request $listener
            $request.Stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Disposition: attachment`r`nContent-Length: 99`r`n`r`n{"))
            Confirm-Stop $script
            Read-ToEnd $request.Stream | Should -Be 0
        }

        It 'is within a refusal: Send-AshMessage' {
            $script = Start-Command Send-AshMessage @{ Session = (New-Guid); Message = 'hi' }
            $request = Receive-Request $listener
            $request.Stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 500 No`r`nContent-Length: 99`r`n`r`n{"))
            Confirm-Stop $script
            Read-ToEnd $request.Stream | Should -Be 0
        }

        It 'never finishes the TLS handshake' {
            $env:ASH_SERVER_URL = "https://$($listener.LocalEndpoint)"
            $script = Start-Command Get-AshAgent @{}
            $client = Wait-Task $listener.AcceptTcpClientAsync()
            $stream = $client.GetStream()
            $stream.ReadTimeout = $Patience
            $stream.ReadByte() | Should -Be 0x16
            Confirm-Stop $script
            $null = Read-ToEnd $stream
        }

        It 'was asked whether it takes so large a body, and says nothing' {
            $script = Start-Command New-AshSession @{ Agent = 'agent'; SystemPrompt = 'x' * 400000 }
            $client = Wait-Task $listener.AcceptTcpClientAsync()
            $stream = $client.GetStream()
            $stream.ReadTimeout = $Patience
            $buffer = [byte[]]::new(65536)
            $head = ''
            do { $head += [System.Text.Encoding]::ASCII.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length)) } until ($head.Contains("`r`n`r`n"))
            $head | Should -Match 'Expect: 100-continue'
            Confirm-Stop $script
            $null = Read-ToEnd $stream
        }

        It 'takes no more of the body than a little' {
            # Six million bytes, each of these characters in twelve: no socket holds that.
            $script = Start-Command Send-AshMessage @{ Session = (New-Guid); Message = [char]::ConvertFromUtf32(0x1F98A) * 500000 }
            $listener.Server.ReceiveBufferSize = 4096
            $client = Wait-Task $listener.AcceptTcpClientAsync()
            $client.ReceiveBufferSize = 4096
            $stream = $client.GetStream()
            $stream.ReadTimeout = $Patience
            $buffer = [byte[]]::new(4096)
            $head = ''
            do { $head += [System.Text.Encoding]::ASCII.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length)) } until ($head.Contains("`r`n`r`n"))
            $length = [int] [regex]::Match($head, '(?m)^Content-Length: (\d+)').Groups[1].Value
            $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 100 Continue`r`n`r`n"))
            # It is at it,
            $some = $stream.Read($buffer, 0, 1)
            Confirm-Stop $script
            # and does not come to its end.
            $some + (Read-ToEnd $stream) | Should -BeLessThan $length
        }
    }

    Context 'Without a server' {
        It 'before the next try: <Name>' -ForEach $patient {
            $env:ASH_SERVER_URL = Get-ClosedAddress
            $script = Start-Command $Name $Given
            Wait-Until { $script.Shell.Streams.Verbose.Count }
            Confirm-Stop $script
        }
    }
}
