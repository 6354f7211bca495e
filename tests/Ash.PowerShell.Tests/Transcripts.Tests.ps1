Describe 'Export-AshTranscript' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply ([ordered]@{
                'work' = @{ Thinking = 'Hm.' }, @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = 'a.txt' }, 'One *file*. <script>alert(1)</script>'
                'fail' = @{ Error = 'Overloaded.' }
                '*'    = 'Yes.'
            })
        $null = Publish-AshAgent -Name ops -SystemPrompt x
        $session = New-AshSession ops
        $turns = 'work', 'fail' | Send-AshMessage -Session $session -As Turn -ErrorAction SilentlyContinue
        Push-Location TestDrive:/

        # The lines of a file that begin with what is asked for.
        function Get-Line([string] $Path, [string] $Like) { @(Get-Content $Path) -like $Like }
    }

    AfterAll {
        Pop-Location
        Stop-AshEmulator $emulator
    }

    BeforeEach { $emulator.ClearRequests() }

    It 'writes a session''s history, and emits nothing' {
        $session | Export-AshTranscript talk.md | Should -BeNullOrEmpty
        $text = Get-Content talk.md -Raw
        $text | Should -BeLike "# Conversation with ops*- Session: $($session.Id) (active)*### User*work*Thinking*> Hm.*<b>Bash</b> <code>ls</code>*a.txt*### ops*> One ``*file``*.*Completed*fail*Overloaded.*Failed*"
    }

    It 'takes the format from <Path>' -ForEach @(
        @{ Path = 'a.html'; Begins = '<!DOCTYPE html>' }
        @{ Path = 'a.HTM'; Begins = '<!DOCTYPE html>' }
        @{ Path = 'a.md'; Begins = '# Conversation with ops' }
        @{ Path = 'a.jsonl'; Begins = '{"record":"session",*' }
    ) {
        $session.Id | Export-AshTranscript $Path
        Get-Content $Path -TotalCount 1 | Should -BeLike $Begins
    }

    It 'takes it from -Format before that' {
        Export-AshTranscript -InputObject $session -Path a.txt -Format Html -Title 'For <you>'
        Get-Content a.txt -Raw | Should -BeLike '<!DOCTYPE html>*<title>For &lt;you&gt;</title>*'
    }

    It 'writes captured turns without asking the server: <Kind>' -ForEach @(
        @{ Kind = 'turns'; Get = { $turns } }
        @{ Kind = 'events'; Get = { $turns.Events } }
    ) {
        & $Get | Export-AshTranscript captured.md
        Get-Line captured.md '### User*' | Should -HaveCount 2
        (Get-Line captured.md 'work'), (Get-Line captured.md 'fail'), (Get-Line captured.md 'Overloaded.') | Should -HaveCount 3
        Export-AshTranscript captured.jsonl -InputObject (& $Get)
        (Get-Content captured.jsonl | ConvertFrom-Json | Where-Object record -EQ event).type | Should -Be $turns.Events.Type
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'writes what Get-AshMessage gets' {
        Get-AshMessage $session -First 1 | Export-AshTranscript first.md
        Get-Line first.md '### *' | Should -HaveCount 1
    }

    It 'has a safe page' {
        $turns | Export-AshTranscript page.html
        $page = [xml] ((Get-Content page.html -Raw) -replace '^<!DOCTYPE html>')
        $page.SelectNodes('//script') | Should -HaveCount 0
        $page.SelectSingleNode('//article[@class="agent"]/div').InnerText | Should -BeLike 'One file. <script>alert(1)</script>*'
    }

    It 'puts several sessions into one file' {
        $other = New-AshSession ops
        $null = $other | Send-AshMessage hi
        $session, $other | Export-AshTranscript both.md
        Get-Line both.md '## ops, session*' | Should -HaveCount 2
    }

    It 'writes those sessions that there are' {
        $missing = [guid]::NewGuid()
        $missing, $session | Export-AshTranscript some.md -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'SessionNotFound,Ash.Commands.ExportAshTranscriptCommand'
        Get-Line some.md '*ops*' | Should -Not -BeNullOrEmpty
        $missing | Export-AshTranscript none.md -ErrorAction SilentlyContinue
        'none.md' | Should -Not -Exist
    }

    It 'emits the file with -PassThru' {
        $file = $turns | Export-AshTranscript passed.html -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Get-Item passed.html).FullName
    }

    It 'takes its bar away where a session is not there' {
        $script = Start-Script {
            $id | Export-AshTranscript (Join-Path $folder none.md) -Connection $connection -ErrorAction SilentlyContinue
        } @{ id = "$(New-Guid)"; folder = "$TestDrive"; connection = Get-AshConnection }
        $null = Complete-Script $script
        $script.Shell.Streams.Progress.RecordType | Should -Be Processing, Completed
    }

    It 'overwrites a file, but not with -NoClobber, and one that is read-only with -Force alone' {
        Set-Content old.md old
        { $turns | Export-AshTranscript old.md -NoClobber } | Should -Throw '*old.md is there already*' -ErrorId 'FileNotWritten,*'
        Get-Content old.md | Should -Be old
        (Get-Item old.md).IsReadOnly = $true
        if (-not $IsWindows -and (id -u) -eq 0) {
            # Nothing is read-only to root.
        } else {
            { $turns | Export-AshTranscript old.md } | Should -Throw -ErrorId 'InvalidRequest,*'
            Get-Content old.md | Should -Be old
        }
        $turns | Export-AshTranscript old.md -Force
        (Get-Item old.md).IsReadOnly | Should -BeTrue
        (Get-Item old.md).IsReadOnly = $false
        $turns | Export-AshTranscript old.md
        Get-Content old.md -Raw | Should -BeLike '# Conversation*'
    }

    It 'says what is wrong before it asks: <Path>' -ForEach @(
        @{ Path = 'talk.docx'; Says = "*'.docx' says no format*" }
        @{ Path = 'talk'; Says = "*'' says no format*" }
        @{ Path = 'env:/talk.md'; Says = '*env:/talk.md is no place for a file*' }
    ) {
        { $session | Export-AshTranscript $Path } | Should -Throw $Says -ErrorId 'InvalidRequest,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'says when the file cannot be written' {
        { $turns | Export-AshTranscript no/such/folder/talk.md } | Should -Throw '*cannot be written to*' -ErrorId 'InvalidRequest,*'
    }

    It 'refuses a copy of a turn, which has no events' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($turns[0], 2))
        { $copy | Export-AshTranscript copy.md } | Should -Throw '*a copy without its events*' -ErrorId 'InvalidRequest,*'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($session))
        $copy | Export-AshTranscript copy.md
        'copy.md' | Should -Exist
    }

    It 'asks nothing and writes nothing under -WhatIf' {
        $session | Export-AshTranscript whatif.md -WhatIf
        'whatif.md' | Should -Not -Exist
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }
}
