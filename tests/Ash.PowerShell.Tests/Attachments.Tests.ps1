Describe 'Attachments' {
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
        $null = New-Item -ItemType File "plan `u{e9}.md" -Value '# Plan'
        [System.IO.File]::WriteAllBytes((Join-Path $folder picture.bin), [byte[]] (0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))
        $emulator.ClearRequests()
    }

    AfterEach { Pop-Location }

    It 'are added with their type, and the agent finds them' {
        $added = Get-ChildItem | Add-AshAttachment -Session $session
        $added | ForEach-Object { $_ | Should -BeOfType Ash.Attachment }
        $added.Name | Should -Be 'picture.bin', "plan `u{e9}.md"
        $added.MediaType | Should -Be image/png, text/markdown
        $added | ForEach-Object Length | Should -Be 9, 6
        $added[0].SessionId, $added[0].AttachmentId | Should -Be $session.Id, $added[0].Id
        $added[0].MessageId | Should -BeNullOrEmpty
        (Get-AshSessionFile $session attachments).Path | Should -Be attachments/picture.bin, "attachments/plan `u{e9}.md"
    }

    It 'have the type and the message that they are given' {
        $message = New-Guid
        $added = Add-AshAttachment $session picture.bin -MediaType text/x-mine -MessageId $message
        $added.MediaType, $added.MessageId | Should -Be text/x-mine, "$message"
    }

    It 'are listed, brought here and removed' {
        $null = Add-AshAttachment $session picture.bin, "plan `u{e9}.md"
        (Get-AshAttachment $session).Name | Should -Be picture.bin, "plan `u{e9}.md"
        (Get-AshAttachment $session *.md).Name | Should -Be "plan `u{e9}.md"

        $files = $session | Get-AshAttachment | Receive-AshAttachment -Destination out
        $files.Name | Should -Be picture.bin, "plan `u{e9}.md"
        (Get-FileHash out/*).Hash | Should -Be (Get-FileHash *.bin, *.md).Hash
        { Get-AshAttachment $session *.md | Receive-AshAttachment -Destination out } | Should -Throw '*is there already*' -ErrorId 'FileNotWritten,*'
        (Get-AshAttachment $session *.md | Receive-AshAttachment -Destination out -Force).Length | Should -Be 6

        Get-AshAttachment $session *.md | Remove-AshAttachment -Confirm:$false | Should -BeNullOrEmpty
        (Get-AshAttachment $session).Name | Should -Be picture.bin
    }

    It 'are not added: <Why>' -ForEach @(
        @{ Why = 'not there'; Add = { Add-AshAttachment $session gone.txt }; Message = '*no file*gone.txt*'; Cause = 'InvalidRequest' }
        @{ Why = 'empty'; Add = { $null = New-Item empty.txt; Add-AshAttachment $session empty.txt }; Message = '*empty.txt is empty*'; Cause = 'InvalidRequest' }
        @{ Why = 'too large'; Cause = 'PayloadTooLarge'; Message = '*large.bin has 800,000 bytes*about 780,000*'; Add = {
                [System.IO.File]::WriteAllBytes((Join-Path $folder large.bin), [byte[]]::new(800000))
                Add-AshAttachment $session large.bin
            }
        }
        @{ Why = 'no id of a message'; Add = { Add-AshAttachment $session picture.bin -MessageId what }; Message = "*'what' is no UUID*"; Cause = 'InvalidRequest' }
    ) {
        $failure = $Add | Should -Throw $Message -ErrorId "$Cause,Ash.Commands.AddAshAttachmentCommand" -PassThru
        $failure.TargetObject | Should -Not -BeNullOrEmpty
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'that are none are not there' {
        { Receive-AshAttachment (New-Guid) } | Should -Throw '*Attachment not found*' -ErrorId 'NotFound,*'
        { Remove-AshAttachment (New-Guid) -Confirm:$false } | Should -Throw -ErrorId 'NotFound,*'
        { Remove-AshAttachment what -Confirm:$false } | Should -Throw "*'what' is no UUID*" -ErrorId 'InvalidRequest,*'
        Get-ChildItem -Filter *.part -Force | Should -BeNullOrEmpty
    }
}
