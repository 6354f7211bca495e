@{
    RootModule           = 'bin/Ash.PowerShell.dll'
    # Type files are read before the root module, and ours name methods of it.
    RequiredAssemblies   = @('bin/Ash.PowerShell.dll')
    TypesToProcess       = @('bin/Ash.Types.ps1xml')
    FormatsToProcess     = @('bin/Ash.Format.ps1xml')
    ModuleVersion        = '0.1.0'
    GUID                 = 'b6a9d1c4-3f0e-4c57-9d02-8a6c1f7e2b35'
    Author               = 'The Ash for PowerShell authors'
    CompanyName          = 'The Ash for PowerShell authors'
    Copyright            = '(c) The Ash for PowerShell authors. MIT licence.'
    Description          = 'Drives Ash servers, which host Claude agents: deploy an agent, open sessions, send messages, and read what the agent does as it happens.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    # One list: a line of its own without a comma would be a statement, and each costs the import of a new process.
    CmdletsToExport      = @(
        'Connect-AshServer', 'Disconnect-AshServer', 'Get-AshConnection', 'Get-AshServer', 'Test-AshServer',
        'Get-AshAgent', 'Invoke-AshAgent', 'Publish-AshAgent', 'Set-AshAgent', 'Unpublish-AshAgent',
        'Get-AshAgentConfig', 'Set-AshAgentConfig', 'Enable-AshAgentVersion', 'Get-AshAgentVersion', 'New-AshAgentVersion', 'Remove-AshAgentVersion', 'Set-AshAgentVersion',
        'Export-AshEvalCase', 'Get-AshEvalCase', 'Import-AshEvalCase', 'New-AshEvalCase', 'Remove-AshEvalCase', 'Set-AshEvalCase',
        'Compare-AshEvalRun', 'Get-AshEvalRun', 'Start-AshEvalRun', 'Get-AshEvalResult', 'Set-AshEvalResult',
        'Copy-AshSession', 'Enter-AshSession', 'Get-AshSession', 'Get-AshSessionEvent', 'Get-AshSessionLog', 'New-AshSession', 'Resume-AshSession', 'Set-AshSession', 'Stop-AshSession', 'Suspend-AshSession',
        'Get-AshMessage', 'Invoke-AshCommand', 'Send-AshMessage',
        'Get-AshSessionFile', 'Receive-AshSessionFile', 'Remove-AshSessionFile', 'Send-AshSessionFile', 'Restore-AshWorkspace', 'Save-AshWorkspace',
        'Get-AshAgentFile', 'Receive-AshAgentFile', 'Remove-AshAgentFile', 'Send-AshAgentFile',
        'Add-AshAttachment', 'Get-AshAttachment', 'Receive-AshAttachment', 'Remove-AshAttachment',
        'Get-AshApiKey', 'Get-AshCredential', 'New-AshApiKey', 'New-AshCredential', 'Remove-AshApiKey', 'Remove-AshCredential',
        'Add-AshQueueItem', 'Get-AshQueue', 'Get-AshQueueItem', 'Stop-AshQueueItem',
        'Get-AshAnalytics', 'Get-AshServerMetric', 'Get-AshUsage', 'Get-AshUsageEvent',
        'Export-AshTranscript',
        'Add-AshEmulatorFault', 'Get-AshEmulatorRequest', 'Remove-AshEmulatorFault', 'Restart-AshEmulator', 'Start-AshEmulator', 'Stop-AshEmulator'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('Ash', 'Claude', 'Agent', 'AI', 'SSE', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            Prerelease   = 'preview1'
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'CHANGELOG.md in the package lists every change.'
        }
    }
}
