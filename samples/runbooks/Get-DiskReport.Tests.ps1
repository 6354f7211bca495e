# A runbook's test runs on an emulator, with yesterday's conversation played back: no server, no model, no cost.
Describe 'The disk report' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot ../../Ash.psd1)
        $emulator = Start-AshEmulator -Connect -Reply @{ 'Report disk*' = Join-Path $PSScriptRoot nearly-full.sse }
        $null = Publish-AshAgent -Name fleet -SystemPrompt 'You keep an eye on a host.'
        $sessions = 1..3 | ForEach-Object { New-AshSession fleet }
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'reports every session whose disk is nearly full' {
        $report = & $PSScriptRoot/Get-DiskReport.ps1
        $report.SessionId | Sort-Object | Should -Be ($sessions.Id | Sort-Object)
        $report.Percent | Should -Be 91, 91, 91
    }

    It 'leaves out those with room' {
        & $PSScriptRoot/Get-DiskReport.ps1 -Threshold 95 | Should -BeNullOrEmpty
    }

    It 'goes on when one session fails' {
        $null = Add-AshEmulatorFault -Path "/api/sessions/$($sessions[0].Id)/messages" -Cut -AfterEvent 2 -Times 1
        $output = & $PSScriptRoot/Get-DiskReport.ps1 -ErrorAction Continue 2>&1
        $failure, $report = $output.Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
        $report.Count | Should -Be 2
        $failure.FullyQualifiedErrorId | Should -Be 'StreamCut,Ash.Commands.SendAshMessageCommand'
    }

    It 'asks each session once' {
        $emulator.ClearRequests()
        $null = & $PSScriptRoot/Get-DiskReport.ps1 3>$null
        (Get-AshEmulatorRequest -Method POST -Path /api/sessions/*/messages).Count | Should -Be 3
    }
}
