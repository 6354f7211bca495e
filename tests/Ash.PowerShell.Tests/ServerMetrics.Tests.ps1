Describe 'Metrics of the server' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -ApiKey key
        $null = Publish-AshAgent my-agent -SystemPrompt x
        $null = New-AshSession my-agent | Suspend-AshSession | Resume-AshSession
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'are objects with name, label, value and what they mean' {
        $metrics = Get-AshServerMetric
        $metrics | Should -HaveCount 16
        $metrics[0] | Should -BeOfType Ash.ServerMetric
        $metrics[0].Name, $metrics[0].Value, $metrics[0].Type, $metrics[0].Label.coordinator | Should -Be ash_up, 1, gauge, emulator
        $metrics[0].Help | Should -BeLike 'Whether the Ash server is up*'
        ($metrics | Where-Object { $_.Name -eq 'ash_resume_total' -and $_.Label.path -eq 'warm' }).Value | Should -Be 1
    }

    It 'are found by name' {
        Get-AshServerMetric ASH_ACTIVE_*, ash_up | ForEach-Object Name | Should -Be ash_up, ash_active_sessions, ash_active_sandboxes
        (Get-AshServerMetric ash_pool_sandboxes).Label.state | Should -Be cold, warming, warm, waiting, running
        Get-AshServerMetric nothing | Should -BeNullOrEmpty
    }

    It 'of something else are none' {
        $null = Add-AshEmulatorFault -Path /metrics -StatusCode 200 -Body '<html>Welcome</html>' -ContentType text/html -Times 1
        { Get-AshServerMetric } | Should -Throw '*no metrics*' -ErrorId 'NotAnAshServer,*'
    }
}
