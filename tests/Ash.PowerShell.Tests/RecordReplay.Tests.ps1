Describe 'Record and replay' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{ 'work' = @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = 'a.txt' }, 'One file.' }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        Push-Location TestDrive:/
    }

    AfterAll {
        Pop-Location
        Stop-AshEmulator $emulator
    }

    It 'keeps the exact stream, and plays it back' {
        $first = Send-AshMessage -Session $session work -IncludePartial -RecordPath run.sse
        $replay = Start-AshEmulator -Reply @{ '*' = './run.sse' }
        try {
            Connect-AshServer $replay.Uri
            $null = Publish-AshAgent -Name agent -SystemPrompt x
            $again = New-AshSession agent | Send-AshMessage 'anything' -RecordPath again.sse
            $again.Type | Should -Be $first.Type
            $again | ForEach-Object GetJson | Should -Be ($first | ForEach-Object GetJson)
            (Get-FileHash again.sse).Hash | Should -Be (Get-FileHash run.sse).Hash
        }
        finally {
            Stop-AshEmulator $replay
            Connect-AshServer $emulator.Uri
        }
    }

    It 'numbers the turns of one call' {
        'one', 'two' | Send-AshMessage -Session $session -RecordPath many.sse -As Text | Should -Be one, two
        Get-Content many.sse -Raw | Should -BeLike '*"text":"one"*'
        Get-Content many-2.sse -Raw | Should -BeLike '*"text":"two"*'
    }

    It 'sends nothing when the file cannot be written' {
        $emulator.ClearRequests()
        { Send-AshMessage -Session $session x -RecordPath ./no/such/folder.sse } | Should -Throw -ErrorId 'InvalidRequest,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }
}

Describe 'Attachments' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        Push-Location TestDrive:/
        $folder = (Get-Location).ProviderPath
        [System.IO.File]::WriteAllBytes("$folder/a.dat", [byte[]] (0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1))
        [System.IO.File]::WriteAllBytes("$folder/b.jpg", [byte[]] (0xff, 0xd8, 0xff, 0xe0))
        Set-Content c.pdf '%PDF-1.7' -NoNewline
        Set-Content d.webp 'RIFF----WEBP' -NoNewline
        Set-Content e.gif 'GIF89a' -NoNewline
        Set-Content text.png 'no picture'

        function Get-SentBlock { (Get-SentBody */messages | ConvertFrom-Json).content }
    }

    AfterAll {
        Pop-Location
        Stop-AshEmulator $emulator
    }

    It 'go as blocks before the text, with the type of their content' {
        $null = Send-AshMessage -Session $session 'Look' -Attachment a.dat, b.jpg, c.pdf, d.webp, e.gif
        $blocks = Get-SentBlock
        $blocks.type | Should -Be image, image, document, image, image, text
        $blocks.source.media_type | Where-Object { $_ } | Should -Be image/png, image/jpeg, application/pdf, image/webp, image/gif
        $blocks[-1].text | Should -Be Look
        [System.Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($blocks[2].source.data)) | Should -Be '%PDF-1.7'
    }

    It 'from the pipeline go with one message' {
        $emulator.ClearRequests()
        Get-ChildItem b.jpg, c.pdf | Send-AshMessage -Session $session 'Look' -As Text | Should -Be Look
        (Get-AshEmulatorRequest).Count | Should -Be 1
        (Get-SentBlock).type | Should -Be image, document, text
        Get-ChildItem b.jpg | Invoke-AshAgent agent 'Look' -As Text | Should -Be Look
        (Get-SentBlock).type | Should -Be image, text
    }

    It 'are no lines of a file: those are messages' {
        Set-Content lines.txt 'one', 'two'
        Get-Content lines.txt | Send-AshMessage -Session $session -As Text | Should -Be one, two
    }

    It 'may be named with wildcards' {
        $null = Send-AshMessage -Session $session 'Look' -Attachment *.jpg, *.gif
        (Get-SentBlock).source.media_type | Where-Object { $_ } | Should -Be image/jpeg, image/gif
    }

    It 'that are too large are not even read' {
        $large = [System.IO.File]::Create("$folder/large.png")
        $large.SetLength(5GB)
        $large.Dispose()
        $emulator.ClearRequests()
        { Send-AshMessage -Session $session 'Look' -Attachment large.png } | Should -Throw '*large.png has 5,368,709,120 bytes*' -ErrorId 'PayloadTooLarge,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
        Remove-Item large.png
    }

    It 'that are none are said, and nothing is sent: <Why>' -ForEach @(
        @{ Why = 'another type'; Path = 'text.png'; Says = '*text.png is neither a PNG*' }
        @{ Why = 'no such file'; Path = 'nothing.png'; Says = '*nothing.png cannot be read*' }
        @{ Why = 'too many'; Path = @('b.jpg') * 20; Says = '*at most 19 attachments*20*' }
    ) {
        $emulator.ClearRequests()
        { Send-AshMessage -Session $session 'Look' -Attachment $Path } | Should -Throw $Says -ErrorId 'InvalidRequest,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }
}
