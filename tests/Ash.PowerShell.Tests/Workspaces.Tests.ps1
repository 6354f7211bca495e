Describe 'Workspaces' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent -Name agent -SystemPrompt x
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach {
        $session = New-AshSession agent
        $folder = (New-Item -ItemType Directory "TestDrive:/$(New-Guid)").FullName
        Push-Location $folder
        $null = New-Item -ItemType File -Force notes/a.md -Value hello
        $null = Send-AshSessionFile $session notes
        $emulator.ClearRequests()
    }

    AfterEach { Pop-Location }

    It 'are saved as what tar reads' {
        $file = Save-AshWorkspace $session -Path ws.tar.gz
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder ws.tar.gz)
        tar tzf ws.tar.gz | Should -Contain ./notes/a.md
    }

    It 'have the session''s id for a name' {
        $null = New-Item -ItemType Directory all
        ($session | Save-AshWorkspace).Name | Should -Be "$session.tar.gz"
        $other = New-AshSession agent
        ($session, $other | Save-AshWorkspace -Path all).Name | Should -Be "$session.tar.gz", "$other.tar.gz"
    }

    It 'replace a file only with -Force' {
        Set-Content ws.tar.gz mine
        $failure = { Save-AshWorkspace $session ws.tar.gz } | Should -Throw '*ws.tar.gz is there already*' -ErrorId 'FileNotWritten,*' -PassThru
        $failure.TargetObject | Should -Be $session.Id
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
        (Save-AshWorkspace $session ws.tar.gz -Force).Length | Should -BeGreaterThan 10
    }

    It 'come back, into a live sandbox or a snapshot' {
        $null = Save-AshWorkspace $session ws.tar.gz
        $other = New-AshSession agent
        $restore = Restore-AshWorkspace $other ws.tar.gz -Confirm:$false
        $restore | Should -BeOfType Ash.WorkspaceRestore
        $restore.SessionId, $restore.Length | Should -Be $other.Id, (Get-Item ws.tar.gz).Length
        $restore.Message | Should -Be 'Workspace restored to live sandbox'
        Receive-AshSessionFile $other notes/a.md -AsText | Should -Be hello

        $stopped = New-AshSession agent | Suspend-AshSession -ReleaseSandbox
        (Get-Item ws.tar.gz | Restore-AshWorkspace -Session $stopped -Confirm:$false).Message | Should -Be 'Workspace saved as snapshot'
        (Get-AshSessionFile $stopped notes).Path | Should -Be notes/a.md
    }

    It 'are not sent what is no bundle: <Why>' -ForEach @(
        @{ Why = 'not there'; Make = { }; Message = '*no file*' ; Cause = 'InvalidRequest' }
        @{ Why = 'no gzip'; Make = { Set-Content bad.tar.gz text }; Message = '*is no tar.gz*'; Cause = 'InvalidRequest' }
        @{ Why = 'too large'; Message = '*104,857,601 bytes*104,857,600*'; Cause = 'PayloadTooLarge'; Make = {
                $large = [System.IO.File]::Create((Join-Path $folder bad.tar.gz))
                $large.Write([byte[]] (0x1f, 0x8b))
                $large.SetLength(100MB + 1)
                $large.Dispose()
            }
        }
    ) {
        & $Make
        { Restore-AshWorkspace $session bad.tar.gz -Confirm:$false } | Should -Throw $Message -ErrorId "$Cause,Ash.Commands.RestoreAshWorkspaceCommand"
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'tell what the server says of a bundle that it cannot unpack' {
        [System.IO.File]::WriteAllBytes((Join-Path $folder bad.tar.gz), [byte[]] (0x1f, 0x8b, 8, 0, 1, 2, 3))
        { Restore-AshWorkspace $session bad.tar.gz -Confirm:$false } | Should -Throw '*tar xzf*' -ErrorId 'ServerError,*'
    }
}
