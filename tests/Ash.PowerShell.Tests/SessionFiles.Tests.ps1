Describe 'Files of a session' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent -Name agent -SystemPrompt 'You keep files.'

        # Writes files into a session's workspace; the keys are paths, the values texts.
        function Write-SessionFile($Session, [System.Collections.IDictionary] $File) {
            $files = foreach ($path in $File.Keys) {
                @{ path = $path; content = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($File[$path])) }
            }
            $body = @{ files = @($files) } | ConvertTo-Json -Depth 4
            $null = Invoke-RestMethod "$($emulator.Uri)api/sessions/$Session/files" -Method Post -Body $body -ContentType application/json
        }

        function Get-Listed($Session) {
            (Invoke-RestMethod "$($emulator.Uri)api/sessions/$Session/files").files
        }

        # Paths of the files in a folder, with / between folders.
        function Get-Tree([string] $Path) {
            Push-Location $Path
            try { Get-ChildItem -Recurse -File -Force | ForEach-Object { (Resolve-Path -Relative $_).Substring(2).Replace('\', '/') } | Sort-Object }
            finally { Pop-Location }
        }
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach {
        $session = New-AshSession agent
        $folder = (New-Item -ItemType Directory "TestDrive:/$(New-Guid)").FullName
        Push-Location $folder
        $emulator.ClearRequests()
    }

    AfterEach { Pop-Location }

    Context 'Get-AshSessionFile' {
        BeforeEach {
            Write-SessionFile $session ([ordered]@{
                    'logs/a.log' = 'one'; 'logs/old/b.LOG' = 'two'; 'logs-c.log' = 'x'; 'a[1].txt' = 'x'; 'a1.txt' = 'x'; 'tmp/h.txt' = 'x'; '.cache/h.log' = 'x'
                })
        }

        It 'lists all that is not hidden' {
            $files = $session | Get-AshSessionFile
            $files | ForEach-Object { $_ | Should -BeOfType Ash.SessionFile }
            $files.Path | Should -Be CLAUDE.md, a1.txt, 'a[1].txt', logs/a.log, logs/old/b.LOG, logs-c.log
            $file = $files | Where-Object Path -EQ logs/a.log
            $file.Name, $file.Length, $file.SessionId, $file.Source | Should -Be a.log, 3, $session.Id, sandbox
            $file.ModifiedAt.Kind | Should -Be Local
            [datetime]::Now - $file.ModifiedAt | Should -BeLessThan ([timespan]::FromMinutes(5))
            "$file" | Should -Be logs/a.log
        }

        It 'lists what is hidden too when that is asked for' {
            (Get-AshSessionFile $session -IncludeHidden).Path | Should -Contain tmp/h.txt
            (Get-AshSessionFile $session *h.* -IncludeHidden).Path | Should -Be .cache/h.log, tmp/h.txt
            Get-AshSessionFile $session *h.* | Should -BeNullOrEmpty
            # What is named is found wherever it lies.
            (Get-AshSessionFile $session tmp).Path | Should -Be tmp/h.txt
            (Get-AshSessionFile $session tmp/h.txt).Path | Should -Be tmp/h.txt
        }

        It 'finds <Path>' -ForEach @(
            @{ Path = '*.log'; Found = 'logs/a.log', 'logs/old/b.LOG', 'logs-c.log' }
            @{ Path = 'logs/*'; Found = 'logs/a.log', 'logs/old/b.LOG' }
            @{ Path = 'logs'; Found = 'logs/a.log', 'logs/old/b.LOG' }
            @{ Path = 'logs/'; Found = 'logs/a.log', 'logs/old/b.LOG' }
            @{ Path = './logs/old'; Found = 'logs/old/b.LOG' }
            @{ Path = 'logs/?.log'; Found = 'logs/a.log' }
            @{ Path = 'a[1].txt'; Found = 'a[1].txt' }
            @{ Path = 'a[0-9].txt'; Found = 'a1.txt' }
            @{ Path = 'CLAUDE.md', 'a1.txt'; Found = 'CLAUDE.md', 'a1.txt' }
            @{ Path = '*.none'; Found = @() }
            @{ Path = '.'; Found = 'CLAUDE.md', 'a[1].txt', 'a1.txt', 'logs/a.log', 'logs/old/b.LOG', 'logs-c.log', '.cache/h.log', 'tmp/h.txt' }
        ) {
            @(Get-AshSessionFile $session $Path).Path | Sort-Object | Should -Be ($Found | Sort-Object)
        }

        It 'says what is not there, and finds the rest' {
            $files = Get-AshSessionFile $session nope, a1.txt -ErrorAction SilentlyContinue -ErrorVariable failures
            $files.Path | Should -Be a1.txt
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'NotFound,Ash.Commands.GetAshSessionFileCommand'
            $failures[0].TargetObject | Should -Be $session.Id
            "$($failures[0])" | Should -BeLike "*'nope'*"
        }

        It 'says which session is not there' {
            { Get-AshSessionFile (New-Guid) } | Should -Throw -ErrorId 'SessionNotFound,*'
        }

        It 'tells a snapshot from a sandbox' {
            $null = $session | Suspend-AshSession -ReleaseSandbox
            (Get-AshSessionFile $session CLAUDE.md).Source | Should -Be snapshot
        }
    }

    Context 'Receive-AshSessionFile' {
        BeforeEach {
            Write-SessionFile $session ([ordered]@{ 'src/a.cs' = "// Gr`u{fc}ezi`n"; 'src/sub/b c.cs' = 'b'; 'readme.log' = 'r'; 'yarn.lock' = 'y' })
        }

        It 'saves what comes down the pipeline under its path, with its time' {
            $listed = Get-AshSessionFile $session *.cs
            $files = $listed | Receive-AshSessionFile -Destination ./out
            $files | ForEach-Object { $_ | Should -BeOfType System.IO.FileInfo }
            Get-Tree out | Should -Be 'src/a.cs', 'src/sub/b c.cs'
            Get-Content -Raw out/src/a.cs | Should -BeExactly "// Gr`u{fc}ezi`n"
            $files.FullName | Should -Be ((Get-Item out/src/a.cs).FullName, (Get-Item 'out/src/sub/b c.cs').FullName)
            $files[0].LastWriteTime | Should -Be $listed[0].ModifiedAt
            # One look at the list, however many are received.
            (Get-AshEmulatorRequest -Method GET -Path '/api/sessions/*/files').Count | Should -Be 2
        }

        It 'saves a folder whole, into the current one' {
            $null = Receive-AshSessionFile $session src
            Get-Tree . | Should -Be 'src/a.cs', 'src/sub/b c.cs'
        }

        It 'saves every byte as it is' {
            $bytes = [byte[]]::new(1MB)
            [random]::new(7).NextBytes($bytes)
            [System.IO.File]::WriteAllBytes((Join-Path $folder all.bin), $bytes)
            (Send-AshSessionFile $session all.bin).Written | Should -BeTrue
            $file = Receive-AshSessionFile $session all.bin out
            (Get-FileHash $file).Hash | Should -Be (Get-FileHash all.bin).Hash
        }

        It 'brings what the server does not list' {
            (Receive-AshSessionFile $session yarn.lock).Name | Should -Be yarn.lock
            Get-Content yarn.lock | Should -Be y
        }

        It 'replaces a file only with -Force, and the others come all the same' {
            $null = New-Item -ItemType File -Force ./src/a.cs -Value mine
            $files = Receive-AshSessionFile $session src -ErrorAction SilentlyContinue -ErrorVariable failures
            $files.Name | Should -Be 'b c.cs'
            $failures.FullyQualifiedErrorId | Should -Be 'FileNotWritten,Ash.Commands.ReceiveAshSessionFileCommand'
            $failures.CategoryInfo.Category | Should -Be WriteError
            $failures.TargetObject | Should -Be src/a.cs
            $failures.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
            Get-Content ./src/a.cs | Should -Be mine
            $null = Receive-AshSessionFile $session src/a.cs -Force
            Get-Content ./src/a.cs | Should -Not -Be mine
        }

        It 'gives the text alone into the pipeline' {
            $text = Receive-AshSessionFile $session src/a.cs -AsText
            $text | Should -BeExactly "// Gr`u{fc}ezi`n"
            Get-AshSessionFile $session src | Receive-AshSessionFile -AsText | Should -HaveCount 2
            Get-Tree . | Should -BeNullOrEmpty
        }

        It 'says what is not there' {
            $failure = { Receive-AshSessionFile $session nope } | Should -Throw -ErrorId 'NotFound,*' -PassThru
            $failure.TargetObject | Should -Be nope
            $failure.Exception.StatusCode | Should -Be 404
            Receive-AshSessionFile $session *.none | Should -BeNullOrEmpty
        }

        It 'saves nothing under -WhatIf' {
            $null = Complete-Script (Start-Script { Set-Location $folder; Receive-AshSessionFile $id src -Connection $connection -WhatIf } @{
                    id = $session.Id; folder = $folder; connection = (Get-AshConnection)
                })
            Get-Tree . | Should -BeNullOrEmpty
            (Get-AshEmulatorRequest -Path '/api/sessions/*/files/*').Count | Should -Be 0
        }

        It 'writes nowhere but into the destination: <_>' -ForEach '../evil.txt', '/evil.txt', 'a/../../evil.txt' {
            $listener = Start-Listener
            try {
                $receive = Start-Script {
                    $env:ASH_SERVER_URL = $address
                    Receive-AshSessionFile $id * $destination -ErrorAction SilentlyContinue -ErrorVariable failures
                    $failures | ForEach-Object FullyQualifiedErrorId
                } @{ address = (Get-Address $listener); id = $session.Id; destination = (Join-Path $folder in) }
                $null = Receive-Request $listener "{`"files`":[{`"path`":`"$_`",`"size`":1,`"modifiedAt`":`"2026-01-01T00:00:00Z`"}],`"source`":`"sandbox`"}"
                Complete-Script $receive | Should -Be 'FileNotWritten,Ash.Commands.ReceiveAshSessionFileCommand'
            }
            finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
            Get-ChildItem -Recurse -Force $folder | Should -BeNullOrEmpty
        }

        It 'leaves nothing of a file that is cut' {
            $null = Add-AshEmulatorFault $emulator -Path '/api/sessions/*/files/src/a.cs' -Method GET -Cut
            try {
                $failure = { Receive-AshSessionFile $session src/a.cs -MaxRetryWaitSec 0 } | Should -Throw -ErrorId 'ServerUnreachable,*' -PassThru
                $failure.TargetObject | Should -Be src/a.cs
            }
            finally { Remove-AshEmulatorFault }
            Get-ChildItem -Recurse -File -Force | Should -BeNullOrEmpty
        }

        It 'leaves nothing on Ctrl+C' {
            $listener = Start-Listener
            try {
                $receive = Start-Script {
                    $env:ASH_SERVER_URL = $address
                    Receive-AshSessionFile $id a.bin $destination
                } @{ address = (Get-Address $listener); id = $session.Id; destination = $folder }
                $null = Receive-Request $listener '{"files":[{"path":"a.bin","size":1000000,"modifiedAt":"2026-01-01T00:00:00Z"}],"source":"sandbox"}'
                $request = Receive-Request $listener
                $request.Stream.Write([System.Text.Encoding]::ASCII.GetBytes(
                        "HTTP/1.1 200 OK`r`nContent-Disposition: attachment`r`nContent-Length: 1000000`r`n`r`n$('x' * 500000)"))
                if (-not [System.Threading.SpinWait]::SpinUntil({ Get-ChildItem -Force -File $folder }, $Patience)) { throw 'Nothing was written.' }
                Stop-Script $receive
                if (-not [System.Threading.SpinWait]::SpinUntil({ -not (Get-ChildItem -Force -File $folder) }, $Patience)) { throw 'Something was left.' }
                $receive.Shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
        }

        It 'is over at once with Select-Object -First' {
            $file = Receive-AshSessionFile $session src | Select-Object -First 1
            $file.Name | Should -Be a.cs
            Get-Tree . | Should -Be src/a.cs
        }
    }

    Context 'Send-AshSessionFile' {
        BeforeEach {
            $null = New-Item -ItemType File -Force data/a.csv, 'data/sub/b c.csv', data/.DS_Store, data/.hidden, 'data/x[1].txt' -Value x
            $null = New-Item -ItemType File -Force data/a.csv -Value 'a,b'
        }

        It 'sends what comes down the pipeline, files and folders, and says of each what became of it' {
            $sent = Get-ChildItem ./data | Send-AshSessionFile -Session $session -Destination input
            $sent | ForEach-Object { $_ | Should -BeOfType Ash.SentSessionFile }
            $sent.Path | Sort-Object | Should -Be 'input/a.csv', 'input/sub/b c.csv', 'input/x[1].txt'
            $sent.Written | Should -Be $true, $true, $true
            ($sent | Where-Object Path -EQ input/a.csv).Length | Should -Be 3
            $sent[0].SessionId | Should -Be $session.Id
            (Get-Listed $session).path | Should -Be CLAUDE.md, 'input/a.csv', 'input/sub/b c.csv', 'input/x[1].txt'
            (Get-AshEmulatorRequest -Method POST).Count | Should -Be 1 -Because 'all of them go in one request'
        }

        It 'sends <Path>' -ForEach @(
            @{ Path = './data'; Sent = 'data/.hidden', 'data/a.csv', 'data/sub/b c.csv', 'data/x[1].txt' }
            @{ Path = './data/*.csv'; Sent = 'a.csv' }
            @{ Path = 'data/x[1].txt'; Sent = 'x[1].txt' }
            @{ Path = 'data/a.csv', 'data/sub'; Sent = 'a.csv', 'sub/b c.csv' }
            @{ Path = 'data/.hidden'; Sent = '.hidden' }
        ) {
            (Send-AshSessionFile $session $Path).Path | Sort-Object | Should -Be $Sent
        }

        It 'takes paths from the pipeline: <Kind>' -ForEach @(
            @{ Kind = 'strings'; From = { 'data/a.csv', 'data/sub' } }
            @{ Kind = 'rows with FullName'; From = { "FullName`ndata/a.csv`ndata/sub" | ConvertFrom-Csv } }
        ) {
            (& $From | Send-AshSessionFile -Session $session).Path | Should -Be a.csv, 'sub/b c.csv'
        }

        It 'sends to every session' {
            $other = New-AshSession agent
            $sent = Send-AshSessionFile $session, $other data/a.csv
            $sent.SessionId | Should -Be $session.Id, $other.Id
        }

        It 'has one error for each file that was not written, and the others are' {
            Write-SessionFile $session @{ 'in/a.csv/there' = 'x' }
            $sent = Send-AshSessionFile $session data/a.csv, data/.hidden in -ErrorAction SilentlyContinue -ErrorVariable failures
            $sent.Path | Should -Be in/a.csv, in/.hidden
            $sent.Written | Should -Be $false, $true
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'FileNotWritten,Ash.Commands.SendAshSessionFileCommand'
            $failures[0].TargetObject | Should -Be $sent[0]
            "$($failures[0])" | Should -BeLike '*in/a.csv*EISDIR: illegal operation on a directory*'
        }

        It 'says what cannot be sent before anything is, and sends the rest: <Why>' -ForEach @(
            @{ Why = 'not there'; Bad = { 'gone.txt' }; Cause = 'InvalidRequest' }
            @{ Why = 'too large'; Cause = 'PayloadTooLarge'; Bad = {
                    $large = [System.IO.File]::Create((Join-Path $folder large.bin))
                    $large.SetLength(50MB + 1)
                    $large.Dispose()
                    'large.bin'
                }
            }
            @{ Why = 'another of the same name'; Bad = { Copy-Item data/a.csv data/sub; 'data/sub/a.csv' }; Cause = 'InvalidRequest' }
        ) {
            $path = & $Bad
            $sent = 'data/a.csv', $path | Send-AshSessionFile -Session $session -ErrorAction SilentlyContinue -ErrorVariable failures
            $sent.Path | Should -Be a.csv
            $failures.FullyQualifiedErrorId | Should -Be "$Cause,Ash.Commands.SendAshSessionFileCommand"
            "$failures" | Should -BeLike "*$(Split-Path -Leaf $path)*"
            (Get-AshEmulatorRequest -Method POST).Count | Should -Be 1
        }

        It 'shows under -WhatIf what would go' {
            $run = Invoke-Pwsh @"
Import-Module '$Manifest'
`$null = Connect-AshServer -Uri $($emulator.Uri)
Send-AshSessionFile $session '$folder/data' -WhatIf
"@
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -BeLike '*Send 4 files, 6 bytes*data/a.csv, 3 bytes*'
            Get-AshEmulatorRequest -Method POST | Should -BeNullOrEmpty
        }
    }

    Context 'Remove-AshSessionFile' {
        BeforeEach {
            Write-SessionFile $session ([ordered]@{ 'logs/a.log' = 'x'; 'logs/b.log' = 'x'; 'a[1].txt' = 'x'; 'a1.txt' = 'x'; 'x.lock' = 'x'; 'tmp/h' = 'x' })
            $emulator.ClearRequests()
        }

        It 'removes a file by name without looking for it' {
            Remove-AshSessionFile $session a1.txt, x.lock -Confirm:$false | Should -BeNullOrEmpty
            Get-AshEmulatorRequest | ForEach-Object Method | Should -Be DELETE, DELETE
            (Get-AshSessionFile $session a*).Path | Should -Be 'a[1].txt'
        }

        It 'removes what a wildcard finds, and nothing that is hidden' {
            Remove-AshSessionFile $session logs/*, t* -Confirm:$false
            (Get-AshSessionFile $session -IncludeHidden).Path | Should -Be CLAUDE.md, a1.txt, 'a[1].txt', tmp/h
            Remove-AshSessionFile $session t* -IncludeHidden -Confirm:$false
            (Get-AshSessionFile $session -IncludeHidden).Path | Should -Be CLAUDE.md, a1.txt, 'a[1].txt'
        }

        It 'removes a folder with -Recurse' {
            Remove-AshSessionFile $session logs, tmp, a1.txt -Recurse -Confirm:$false
            (Get-AshSessionFile $session -IncludeHidden).Path | Should -Be CLAUDE.md, 'a[1].txt'
            { Remove-AshSessionFile $session nope -Recurse -Confirm:$false } | Should -Throw -ErrorId 'NotFound,*'
        }

        It 'removes what comes down the pipeline, and no other that looks like it' {
            Get-AshSessionFile $session 'a[1].txt' | Remove-AshSessionFile -Confirm:$false
            (Get-AshSessionFile $session a*).Path | Should -Be a1.txt
        }

        It 'says what it does not remove, and goes on: <Path>' -ForEach @(
            @{ Path = 'nope'; Cause = 'NotFound' }
            @{ Path = 'logs'; Cause = 'InvalidRequest' }
            @{ Path = '../x'; Cause = 'InvalidRequest' }
        ) {
            Remove-AshSessionFile $session $Path, a1.txt -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures.FullyQualifiedErrorId | Should -Be "$Cause,Ash.Commands.RemoveAshSessionFileCommand"
            $failures.TargetObject | Should -Be $Path
            (Get-AshSessionFile $session a*).Path | Should -Be 'a[1].txt'
        }
    }

    It 'show how far they are, there and back' {
        [System.IO.File]::WriteAllBytes((Join-Path $folder large.bin), [byte[]]::new(1MB))
        $script = Start-Script {
            $ProgressPreference = 'Continue'
            $null = Send-AshSessionFile $id (Join-Path $folder large.bin) -Connection $connection
            $null = Receive-AshSessionFile $id large.bin (Join-Path $folder out) -Connection $connection
            $null = Save-AshWorkspace $id (Join-Path $folder ws.tar.gz) -Connection $connection
            $null = Restore-AshWorkspace $id (Join-Path $folder ws.tar.gz) -Connection $connection -Confirm:$false
        } @{ id = $session.Id; folder = $folder; connection = (Get-AshConnection) }
        $null = Complete-Script $script
        $bars = $script.Shell.Streams.Progress | Group-Object Activity
        $bars.Name | Sort-Object | Should -Be @(
            "Receiving from session $session", "Restoring the workspace of session $session"
            "Saving the workspace of session $session", "Sending to session $session"
        )
        foreach ($bar in $bars) {
            $bar.Group[-1].RecordType | Should -Be Completed
            $bar.Group[-2].PercentComplete | Should -Be 100
            $percents = $bar.Group[0..($bar.Count - 2)].PercentComplete
            $percents | Should -Be ($percents | Sort-Object)
        }
    }
}
