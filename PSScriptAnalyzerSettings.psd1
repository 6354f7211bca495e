@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # It does not see what nested functions and test blocks use.
        'PSReviewUnusedParameter', 'PSUseDeclaredVarsMoreThanAssignments'
        # The helpers of the tests are no commands of ours.
        'PSUseShouldProcessForStateChangingFunctions'
        # The tour is a show: its prompt is for the host alone.
        'PSAvoidUsingWriteHost'
    )
}
