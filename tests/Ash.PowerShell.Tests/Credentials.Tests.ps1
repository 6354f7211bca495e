Describe 'Credentials' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent my-agent -SystemPrompt x

        # What the server gets, which the emulator's record of it does not show.
        function Get-Sent([scriptblock] $Call) {
            $listener = Start-Listener
            try {
                $script = Start-Script ([scriptblock]::Create("`$env:ASH_SERVER_URL = `$address; $Call")) @{ address = Get-Address $listener }
                $sent = Receive-Request $listener '{"credential":{"id":"c","type":"custom","label":"","active":true,"createdAt":"2026-05-01T10:00:00.000Z"}}'
                $null = Complete-Script $script
                $sent.Body | ConvertFrom-Json
            } finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
        }
    }

    AfterAll { Stop-AshEmulator $emulator }
    AfterEach { Get-AshCredential | Remove-AshCredential -Confirm:$false }

    Context 'New-AshCredential' {
        It 'stores a key, and does not give it back' {
            $credential = New-AshCredential anthropic s3cret -Label main
            $credential | Should -BeOfType Ash.Credential
            $credential.Type, $credential.Label, $credential.Active, $credential.LastUsedAt | Should -Be anthropic, main, $true, $null
            $credential.CreatedAt.Kind | Should -Be Local
            "$credential", $credential.CredentialId | Should -Be $credential.Id, $credential.Id
            Get-SentBody /api/credentials | Should -BeExactly '{"type":"anthropic","key":"***","label":"main"}'
        }

        It 'takes the key as <Kind>' -ForEach @(
            @{ Kind = 'a string'; Call = { New-AshCredential openai 's3cret "1"' } }
            @{ Kind = 'a SecureString'; Call = { New-AshCredential openai ([System.Net.NetworkCredential]::new('', 's3cret "1"').SecurePassword) } }
            @{ Kind = 'a credential of PowerShell'; Call = { New-AshCredential openai ([pscredential]::new('x', [System.Net.NetworkCredential]::new('', 's3cret "1"').SecurePassword)) } }
        ) {
            $sent = Get-Sent $Call
            $sent.type, $sent.key | Should -Be openai, 's3cret "1"'
            $sent.PSObject.Properties.Name | Should -Be type, key
        }

        It 'makes what the server wants of the values of AWS: <Kind>' -ForEach @(
            @{ Kind = 'a lasting key'; Call = { New-AshCredential -AccessKeyId AKIA -SecretAccessKey s3cret -Region eu-west-1 }; Key = '{"accessKeyId":"AKIA","secretAccessKey":"s3cret","region":"eu-west-1"}' }
            @{ Kind = 'a temporary key'; Call = { New-AshCredential bedrock -AccessKeyId AKIA -SecretAccessKey s3cret -Region eu-west-1 -SessionToken t0ken }; Key = '{"accessKeyId":"AKIA","secretAccessKey":"s3cret","region":"eu-west-1","sessionToken":"t0ken"}' }
            @{
                Kind = 'an object that the AWS tools give'
                Call = { [pscustomobject]@{ AccessKeyId = 'AKIA'; SecretAccessKey = 's3cret'; SessionToken = 't0ken'; Expiration = 'soon' } | New-AshCredential -Region eu-west-1 }
                Key  = '{"accessKeyId":"AKIA","secretAccessKey":"s3cret","region":"eu-west-1","sessionToken":"t0ken"}'
            }
            @{ Kind = 'JSON'; Call = { New-AshCredential bedrock '{"accessKeyId":"a","secretAccessKey":"b","region":"c"}' }; Key = '{"accessKeyId":"a","secretAccessKey":"b","region":"c"}' }
        ) {
            $sent = Get-Sent $Call
            $sent.type | Should -Be bedrock
            $sent.key | Should -BeExactly $Key
        }

        It 'sends nothing that no session could use: <Why>' -ForEach @(
            @{ Why = 'an empty key'; Call = { New-AshCredential openai '' }; Message = '*key of the credential is empty*' }
            @{ Why = 'a bedrock key that is no JSON'; Call = { New-AshCredential bedrock s3cret }; Message = '*JSON object with accessKeyId, secretAccessKey and region*' }
            @{ Why = 'a bedrock key without a region'; Call = { New-AshCredential bedrock '{"accessKeyId":"a","secretAccessKey":"s3cret","region":""}' }; Message = '*region is empty*' }
            @{ Why = 'values of AWS for another type'; Call = { New-AshCredential openai -AccessKeyId a -SecretAccessKey s3cret -Region c }; Message = '*type bedrock, and not openai*' }
        ) {
            $emulator.ClearRequests()
            $failure = $Call | Should -Throw $Message -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$failure" | Should -Not -BeLike '*s3cret*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'takes no type that there is not' {
            { New-AshCredential anthropc x } | Should -Throw '*anthropc*' -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'says what a server without a key for credentials wants' {
            $without = Start-AshEmulator -NoCredentialKey
            try {
                $connection = Connect-AshServer $without.Uri -PassThru
                $failure = { New-AshCredential openai x -Connection $connection } | Should -Throw -ErrorId 'CredentialStorageNotConfigured,*' -PassThru
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*ASH_CREDENTIAL_KEY*'
                Get-AshCredential -Connection $connection | Should -BeNullOrEmpty
            } finally {
                Connect-AshServer $emulator.Uri
                Stop-AshEmulator $without
            }
        }
    }

    Context 'Get-AshCredential' {
        BeforeEach {
            $main = New-AshCredential anthropic x -Label main
            $other = New-AshCredential openai x -Label 'main too'
            $bare = New-AshCredential custom x
        }

        It 'lists all, and filters by type and label' {
            (Get-AshCredential).Count | Should -Be 3
            (Get-AshCredential -Type ANTHROPIC, custom).Type | Sort-Object | Should -Be anthropic, custom
            (Get-AshCredential -Label main).Id | Should -Be $main.Id
            (Get-AshCredential -Label MAIN*).Count | Should -Be 2
            (Get-AshCredential -Label main* -Type openai).Id | Should -Be $other.Id
        }

        It 'gets them anew, and says which are not there' {
            $null = $main | New-AshSession my-agent
            ($main, $bare | Get-AshCredential).LastUsedAt[0] | Should -Not -BeNullOrEmpty
            $found = Get-AshCredential nobody, $main.Id -ErrorVariable failures -ErrorAction SilentlyContinue
            $found.Id | Should -Be $main.Id
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            $failures[0].TargetObject | Should -Be nobody
        }
    }

    Context 'Remove-AshCredential' {
        It 'removes them for good, and asks first' {
            $one, $two, $three = 'a', 'b', 'c' | ForEach-Object { New-AshCredential custom x -Label $_ }
            $one, $two | Remove-AshCredential -Confirm:$false | Should -BeNullOrEmpty
            (Get-AshCredential).Id | Should -Be $three.Id
            # Nobody is there who could be asked.
            $script = Start-Script { Remove-AshCredential $id -Connection $connection } @{ id = $three.Id; connection = Get-AshConnection }
            { Complete-Script $script } | Should -Throw
            (Get-AshCredential).Id | Should -Be $three.Id
        }
    }
}
