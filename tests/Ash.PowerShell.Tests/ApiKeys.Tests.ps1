Describe 'API keys' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -ApiKey the-first-key-of-all
        $admin = Get-AshConnection
        # What the server shows in place of a key's characters.
        $bullet = "`u{2022}"
    }

    AfterAll { Stop-AshEmulator $emulator }
    AfterEach { Get-AshApiKey -Connection $admin | Where-Object Id -NE env | Remove-AshApiKey -Connection $admin -Confirm:$false }

    It 'open the server until they are removed' {
        $key = New-AshApiKey ci
        $key | Should -BeOfType Ash.NewApiKey
        $key.Label, $key.ApiKeyId, "$key" | Should -Be ci, $key.Id, $key.Id
        $key.Key | Should -BeOfType securestring
        $key.Key | ConvertFrom-SecureString -AsPlainText | Should -Match '^ash_.{32}$'

        try {
            $connection = Connect-AshServer $emulator.Uri $key.Key -PassThru
            Get-AshAgent -Connection $connection | Should -BeNullOrEmpty
            $key | Remove-AshApiKey -Connection $admin -Confirm:$false
            { Get-AshAgent -Connection $connection } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        } finally {
            Connect-AshServer $emulator.Uri the-first-key-of-all
        }
    }

    It 'are taken whole by Connect-AshServer: <Kind>' -ForEach @(
        @{ Kind = 'as they were made'; Make = { New-AshApiKey ci } }
        @{ Kind = 'from a job'; Make = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-AshApiKey ci))) } }
    ) {
        try {
            $connection = Connect-AshServer $emulator.Uri (& $Make) -PassThru
            $connection.ApiKeySource | Should -Be Parameter
            Get-AshAgent -Connection $connection | Should -BeNullOrEmpty
        } finally {
            Connect-AshServer $emulator.Uri the-first-key-of-all
        }
    }

    It 'are listed without what they are' {
        $ci, $other = (New-AshApiKey ci), (New-AshApiKey)
        $keys = Get-AshApiKey
        $keys[0].Id, $keys[0].CreatedAt, $keys[0].KeyPrefix | Should -Be env, $null, "the-firs$($bullet * 4)"
        ($keys | Where-Object Id -EQ $other.Id).Label | Should -Be dashboard-key
        $found = Get-AshApiKey -Label C*
        $found.Id, $found.KeyPrefix, $found.CreatedAt.Kind | Should -Be $ci.Id, ($bullet * 8), Local
        (Get-AshApiKey $ci).Id | Should -Be $ci.Id
        ($keys | Get-AshApiKey).Count | Should -Be 3
        { Get-AshApiKey nobody } | Should -Throw "*no API key with the id 'nobody'*" -ErrorId 'NotFound,*'
    }

    It 'of the environment are left alone' {
        $emulator.ClearRequests()
        { Remove-AshApiKey env -Confirm:$false } | Should -Throw '*ASH_API_KEY*' -ErrorId 'InvalidRequest,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'show in no form' {
        $key = New-AshApiKey ci
        $secret = $key.Key | ConvertFrom-SecureString -AsPlainText
        $shown = @(
            $key | Out-String
            $key | Format-List * -Force | Out-String
            $key | Format-Custom -Depth 5 | Out-String
            $key | ConvertTo-Json -Depth 5
            $key | ConvertTo-Csv
            New-AshApiKey more -Verbose -Debug *>&1 | Out-String
            Get-AshApiKey | Format-List * -Force | Out-String
            Get-AshEmulatorRequest | Format-List * -Force | Out-String
        ) -join "`n"
        $shown | Should -Match 'POST /api/api-keys: 201'
        $shown | Should -Match "Key +: a SecureString, given out this once"
        $shown.Contains($secret) | Should -BeFalse
        $shown | Should -Not -Match 'ash_[A-Za-z0-9_-]{20}'
    }
}
